//! The language server as an editor sees it: from a key to the published diagnostics, and from the start of the
//! process to the first ones, on a draft of about 35 KB. `rumdl server` is the peer where it is installed: it checks
//! Markdown, and knows nothing of newsletters.
//!
//! Meant to be below 10 ms from a key to the diagnostics, and below 60 ms from the start to the first ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../tests/support/require.rs"]
mod require;
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::{is_measuring, median};

const STARTS: usize = 11;
const KEYS: usize = 60;

/// A server that is running, with the draft open.
struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    uri: String,
    version: i64,
    /// What the editor sends after a change.
    sync: Sync,
}

/// What a server asks for after a change.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sync {
    Text,
    Change,
}

fn main() {
    if !is_measuring() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = newsletter(dir.path());
    let text = std::fs::read_to_string(&path).unwrap();
    println!("a draft of {} bytes", text.len());
    let ours = env!("CARGO_BIN_EXE_copydesk");
    let servers = [("copydesk lsp", vec![ours, "lsp"]), ("rumdl server", vec!["rumdl", "server"])];
    let is_there = |command: &[&str]| Command::new(command[0]).arg("--version").output().is_ok();
    let servers: Vec<_> = servers.into_iter().filter(|(_, command)| is_there(command)).collect();
    // In turns, so that both meet the same machine.
    let mut starts = vec![Vec::new(); servers.len()];
    for _ in 0..STARTS {
        for ((_, command), times) in servers.iter().zip(&mut starts) {
            let begin = Instant::now();
            let server = Server::open(command, dir.path(), &path, &text);
            times.push(begin.elapsed());
            server.end();
        }
    }
    let mut running: Vec<Server> =
        servers.iter().map(|(_, command)| Server::open(command, dir.path(), &path, &text)).collect();
    let line = text[..text.len() / 2].matches('\n').count();
    let mut keys = vec![Vec::new(); servers.len()];
    for n in 0..KEYS {
        for (server, times) in running.iter_mut().zip(&mut keys) {
            times.push(server.key(&text, line, n % 2 == 0));
        }
    }
    running.into_iter().for_each(Server::end);
    for (n, (name, _)) in servers.iter().enumerate() {
        let (start, key) = (median(&mut starts[n]), median(&mut keys[n]));
        println!(
            "{name:<14} start to the first diagnostics {start:>10.1?}   key to diagnostics {key:>10.1?}"
        );
    }
}

/// A newsletter with the real draft of the shared corpus, or else with the project's example.
fn newsletter(root: &Path) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = || here.join("examples/circuitpython/2026-06-08-draft.md");
    let draft = require::corpus("drafts").map_or_else(example, |drafts| drafts.join("2026-06-01-draft.md"));
    let path = root.join("_drafts").join(draft.file_name().unwrap());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::copy(draft, &path).unwrap();
    std::fs::write(root.join("copydesk.yml"), "extends: circuitpython\n").unwrap();
    path
}

impl Server {
    /// Starts a server, opens the draft and waits for its diagnostics.
    fn open(command: &[&str], root: &Path, path: &Path, text: &str) -> Server {
        let mut child = Command::new(command[0])
            .args(&command[1..])
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let uri = format!("file://{}", path.display());
        let mut server = Server { child, input, output, uri, version: 1, sync: Sync::Change };
        let root = format!("file://{}", root.display());
        server.send(&json!({ "id": 1, "method": "initialize", "params": {
            "processId": null, "rootUri": root, "workspaceFolders": [{ "uri": root, "name": "n" }],
            "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"] } },
        } }));
        let is_answer = |message: &Value| message["id"] == 1 && message.get("result").is_some();
        let sync = server.wait(is_answer)["result"]["capabilities"]["textDocumentSync"].clone();
        // 1 is the whole text, in short or in an object.
        if sync == 1 || sync["change"] == 1 {
            server.sync = Sync::Text;
        }
        server.send(&json!({ "method": "initialized", "params": {} }));
        let document = json!({ "uri": server.uri, "languageId": "markdown", "version": 1, "text": text });
        server.send(&json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
        server.wait_for_diagnostics();
        server
    }

    /// The time from a letter that is typed at the start of a line, or deleted there, to its diagnostics.
    fn key(&mut self, text: &str, line: usize, is_typed: bool) -> Duration {
        self.version += 1;
        let (end, letter) = if is_typed { (0, "x") } else { (1, "") };
        let range = json!({
            "start": { "line": line, "character": 0 }, "end": { "line": line, "character": end },
        });
        let change = match self.sync {
            Sync::Change => json!({ "range": range, "text": letter }),
            Sync::Text => {
                let at: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
                json!({ "text": format!("{}{letter}{}", &text[..at], &text[at..]) })
            }
        };
        let params = json!({
            "textDocument": { "uri": self.uri, "version": self.version }, "contentChanges": [change],
        });
        let begin = Instant::now();
        self.send(&json!({ "method": "textDocument/didChange", "params": params }));
        self.wait_for_diagnostics();
        begin.elapsed()
    }

    fn wait_for_diagnostics(&mut self) {
        let version = self.version;
        self.wait(|message| {
            let published = message["params"]["version"].as_i64();
            message["method"] == "textDocument/publishDiagnostics"
                && published.is_none_or(|published| published == version)
        });
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = json!("2.0");
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// Reads messages up to the one that is waited for. Answers the server's own requests.
    fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.read();
            if is_it(&message) {
                return message;
            }
            if message.get("method").is_some()
                && let Some(id) = message.get("id")
            {
                self.send(&json!({ "id": id, "result": null }));
            }
        }
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server has ended");
            match line.trim_end() {
                "" => break,
                header => {
                    if let Some(number) = header.strip_prefix("Content-Length: ") {
                        length = number.parse().unwrap();
                    }
                }
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    fn end(mut self) {
        self.send(&json!({ "id": 2, "method": "shutdown", "params": null }));
        self.wait(|message| message["id"] == 2 && message.get("method").is_none());
        self.send(&json!({ "method": "exit", "params": null }));
        // Some servers end only with their input.
        drop(self.input);
        self.child.wait().unwrap();
    }
}
