//! An editor for tests: it starts the server, and knows what the server has sent.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::lint_cli::Folder;

/// Where a draft of the newsletters of these tests is.
pub const DRAFT: &str = "_drafts/2026-06-08-draft.md";

/// A server that does not answer is a failure, not a wait.
const HANGS: Duration = Duration::from_secs(60);

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    requests: i64,
    /// The unit of columns that was negotiated.
    pub encoding: String,
    pub capabilities: Value,
    /// By document: the last published diagnostics with their version.
    pub published: HashMap<String, Value>,
    /// Edits that the server asked for.
    pub edits: Vec<Value>,
    /// Places that the server asked to show.
    pub shown: Vec<Value>,
    pub said: Vec<String>,
    pub registered: Vec<Value>,
    /// The answer if the server asks for settings.
    pub settings: Value,
}

/// A document that is open.
#[derive(Clone, Debug)]
pub struct Document {
    pub uri: String,
    pub text: String,
    pub version: i64,
}

/// An editor that can do what VS Code can.
pub fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-16"] },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "didChangeConfiguration": { "dynamicRegistration": true },
            "configuration": true,
        },
        "window": { "showDocument": { "support": true } },
        "textDocument": { "completion": { "completionItem": { "snippetSupport": true } } },
    })
}

pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display().to_string().replace(' ', "%20"))
}

impl Client {
    pub fn start(folder: &Folder) -> Client {
        Client::with(folder, able(), Value::Null)
    }

    pub fn with(folder: &Folder, capabilities: Value, options: Value) -> Client {
        let mut command = folder.command(&["lsp"]);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let output = child.stdout.take().unwrap();
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut client = Client {
            input: child.stdin.take(),
            child,
            messages,
            requests: 0,
            encoding: String::new(),
            capabilities: Value::Null,
            published: HashMap::new(),
            edits: Vec::new(),
            shown: Vec::new(),
            said: Vec::new(),
            registered: Vec::new(),
            settings: Value::Null,
        };
        let root = uri(folder.path());
        let params = json!({
            "processId": null,
            "rootUri": root,
            "workspaceFolders": [{ "uri": root, "name": "n" }],
            "capabilities": capabilities,
            "initializationOptions": options,
        });
        let answer = client.request("initialize", params);
        client.encoding = answer["capabilities"]["positionEncoding"].as_str().unwrap().to_owned();
        client.capabilities = answer["capabilities"].clone();
        client.notify("initialized", json!({}));
        client
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        input.flush().unwrap();
    }

    /// Sends bytes that need not be a message.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request without waiting for its answer.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// The answer to a request, an error included.
    pub fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.messages.recv_timeout(HANGS).expect("the server answers");
            if message.get("method").is_none() && message["id"] == json!(id) {
                return message;
            }
            self.handle(&message);
        }
    }

    /// The result of a request that succeeds.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        const MOST_TIMES: usize = 100;
        let mut ask = || {
            let id = self.ask(method, params.clone());
            self.answer(id)
        };
        // The settings arrived meanwhile, or a file was changed: editors ask again.
        let is_answered = |answer: &Value| answer["error"]["code"] != -32801;
        let answer = (0..MOST_TIMES).map(|_| ask()).find(is_answered).expect("the server answers in time");
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    fn handle(&mut self, message: &Value) {
        let params = message["params"].clone();
        let result = match message["method"].as_str().unwrap_or("") {
            "textDocument/publishDiagnostics" => {
                self.published.insert(params["uri"].as_str().unwrap().to_owned(), params);
                return;
            }
            "window/showMessage" => return self.said.push(params["message"].as_str().unwrap().to_owned()),
            "window/logMessage" => panic!("{params}"),
            "workspace/applyEdit" => {
                self.edits.push(params["edit"].clone());
                json!({ "applied": true })
            }
            "window/showDocument" => {
                self.shown.push(params);
                json!({ "success": true })
            }
            "client/registerCapability" => {
                self.registered.push(params["registrations"].clone());
                Value::Null
            }
            "workspace/configuration" => json!([self.settings]),
            _ => Value::Null,
        };
        if let Some(id) = message.get("id") {
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
        }
    }

    /// Changes the settings as VS Code does, which tells the server only if it has asked for that.
    pub fn change_settings(&mut self, settings: Value) {
        self.settings = settings;
        let mut registered = self.registered.iter().filter_map(Value::as_array).flatten();
        if registered.any(|one| one["method"] == "workspace/didChangeConfiguration") {
            self.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        }
    }

    /// Opens a file of the folder as it is on disk.
    pub fn open(&mut self, folder: &Folder, name: &str) -> Document {
        self.open_text(&folder.join(name), folder.read(name))
    }

    pub fn open_text(&mut self, path: &Path, text: String) -> Document {
        let document = Document { uri: uri(path), text, version: 1 };
        self.notify(
            "textDocument/didOpen",
            json!({ "textDocument": {
                "uri": document.uri, "languageId": "markdown", "version": 1, "text": document.text,
            } }),
        );
        document
    }

    /// Replaces bytes of a document, as typing does.
    pub fn change(&mut self, document: &mut Document, bytes: std::ops::Range<usize>, new: &str) {
        document.version += 1;
        let range = self.range(&document.text, bytes.clone());
        document.text.replace_range(bytes, new);
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": document.uri, "version": document.version },
                "contentChanges": [{ "range": range, "text": new }],
            }),
        );
    }

    /// Waits until the text as it is now is checked, and returns its diagnostics.
    pub fn diagnostics(&mut self, document: &Document) -> Vec<Value> {
        self.actions(document, 0..0, Some("none"));
        let Some(published) = self.published.get(&document.uri) else { return Vec::new() };
        assert_eq!(published["version"], json!(document.version));
        published["diagnostics"].as_array().unwrap().clone()
    }

    pub fn actions(
        &mut self,
        document: &Document,
        bytes: std::ops::Range<usize>,
        only: Option<&str>,
    ) -> Vec<Value> {
        let range = self.range(&document.text, bytes);
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let params = json!({ "textDocument": { "uri": document.uri }, "range": range, "context": context });
        self.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
    }

    /// Asks about a place of a document.
    pub fn at(&mut self, method: &str, document: &Document, offset: usize) -> Value {
        let position = self.position(&document.text, offset);
        self.request(method, json!({ "textDocument": { "uri": document.uri }, "position": position }))
    }

    /// Asks about a whole document.
    pub fn of(&mut self, method: &str, document: &Document) -> Value {
        self.request(method, json!({ "textDocument": { "uri": document.uri } }))
    }

    pub fn position(&self, text: &str, offset: usize) -> Value {
        let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[start..offset];
        let character = match self.encoding.as_str() {
            "utf-8" => before.len(),
            "utf-16" => before.encode_utf16().count(),
            other => panic!("{other}"),
        };
        json!({ "line": text[..offset].matches('\n').count(), "character": character })
    }

    pub fn range(&self, text: &str, bytes: std::ops::Range<usize>) -> Value {
        json!({ "start": self.position(text, bytes.start), "end": self.position(text, bytes.end) })
    }

    /// The bytes of a range.
    pub fn bytes(&self, text: &str, range: &Value) -> std::ops::Range<usize> {
        let offset = |position: &Value| {
            let line = position["line"].as_u64().unwrap() as usize;
            let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
            let mut left = position["character"].as_u64().unwrap() as usize;
            let unit = |c: char| if self.encoding == "utf-8" { c.len_utf8() } else { c.len_utf16() };
            let mut at = start;
            for c in text[start..].chars() {
                if left == 0 {
                    break;
                }
                left -= unit(c);
                at += c.len_utf8();
            }
            at
        };
        offset(&range["start"])..offset(&range["end"])
    }

    /// The text after an edit of a document, whose version is checked.
    pub fn edited(&self, document: &Document, edit: &Value) -> String {
        let change = &edit["documentChanges"][0];
        assert_eq!(change["textDocument"]["version"], json!(document.version), "{edit}");
        assert_eq!(change["textDocument"]["uri"], json!(document.uri));
        let mut edits: Vec<_> = change["edits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edit| (self.bytes(&document.text, &edit["range"]), edit["newText"].as_str().unwrap()))
            .collect();
        let mut text = document.text.clone();
        edits.sort_by_key(|(bytes, _)| bytes.start);
        for (bytes, new) in edits.into_iter().rev() {
            text.replace_range(bytes, new);
        }
        text
    }

    /// Runs a command that succeeds.
    pub fn command(&mut self, name: &str, arguments: Value) -> Value {
        self.request("workspace/executeCommand", json!({ "command": name, "arguments": arguments }))
    }

    /// Ends the server as an editor does, with standard input still open. Returns its exit code.
    pub fn shut_down(mut self) -> Option<i32> {
        self.request("shutdown", Value::Null);
        self.exit()
    }

    /// Tells the server to exit, with standard input still open.
    pub fn exit(mut self) -> Option<i32> {
        self.notify("exit", Value::Null);
        self.wait()
    }

    /// Closes standard input.
    pub fn hang_up(mut self) -> Option<i32> {
        self.input = None;
        self.wait()
    }

    /// Waits for the end of the server, and reads what it still sends.
    pub fn wait(mut self) -> Option<i32> {
        let deadline = Instant::now() + HANGS;
        // The channel ends with the server's output.
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(_) => {}
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("the server does not end"),
            }
        }
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        let code = self.child.wait().unwrap().code();
        assert!(!errors.contains("panicked"), "{errors}");
        drop(self.input.take());
        code
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => length = header.strip_prefix("Content-Length: ").map(|n| n.parse::<usize>().unwrap()),
        }
    }
    let mut bytes = vec![0; length?];
    output.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).unwrap())
}
