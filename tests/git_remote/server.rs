//! Servers on loopback, each connection handed to the real program as inetd does it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::require::{Need, missing};

/// Listens on a free port for as long as the test's process lives, and gives the port.
pub(crate) fn listen(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = Arc::new(serve);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, serve) = (stream.unwrap(), serve.clone());
            std::thread::spawn(move || serve(stream));
        }
    });
    port
}

/// Has `command` talk to whoever is at the other end.
pub(crate) fn hand_over(stream: TcpStream, command: &mut Command) {
    let out = OwnedFd::from(stream.try_clone().unwrap());
    let child = command.stdin(Stdio::from(OwnedFd::from(stream))).stdout(out).stderr(Stdio::null()).spawn();
    child.unwrap().wait().unwrap();
}

/// `git daemon` over `base`, writable; `None`, with a word, where this git has none.
pub(crate) fn daemon(base: &Path) -> Option<u16> {
    if !git_has("git-daemon") {
        missing(Need::GitDaemon, "this git has no daemon");
        return None;
    }
    let base = base.to_path_buf();
    Some(listen(move |stream| {
        let mut daemon = Command::new("git");
        daemon.args(["daemon", "--inetd", "--export-all", "--enable=receive-pack"]);
        daemon.arg(format!("--base-path={}", base.display())).arg(&base);
        hand_over(stream, &mut daemon);
    }))
}

pub(crate) fn git_has(program: &str) -> bool {
    let out = Command::new("git").arg("--exec-path").output().unwrap();
    PathBuf::from(String::from_utf8(out.stdout).unwrap().trim()).join(program).exists()
}

/// What an http server does before it lets git work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    Open,
    /// Basic authentication as `ed` with the password `right`.
    Password,
    /// Everybody may read; writing is answered with 403.
    ReadOnly,
}

/// `git http-backend` over `base`; gives the port and the count of bytes that were sent.
pub(crate) fn web(base: &Path, door: Door) -> Option<(u16, Arc<AtomicUsize>)> {
    if !git_has("git-http-backend") || !git_has("git-remote-http") {
        missing(Need::GitHttp, "this git has no http");
        return None;
    }
    let base = base.to_path_buf();
    let sent = Arc::new(AtomicUsize::new(0));
    let count = sent.clone();
    let port = listen(move |stream| {
        let _ = answer(&stream, &base, door, &count);
    });
    Some((port, sent))
}

fn answer(mut stream: &TcpStream, base: &Path, door: Door, count: &AtomicUsize) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(()) };
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let header = |name: &str| headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let mut body = Vec::new();
    if header("transfer-encoding") == Some("chunked") {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size)?;
            let size = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
            let mut chunk = vec![0; size + 2];
            reader.read_exact(&mut chunk)?;
            body.extend(&chunk[..size]);
            if size == 0 {
                break;
            }
        }
    } else {
        let length = header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
        body.resize(length, 0);
        reader.read_exact(&mut body)?;
    }

    // "ed:right" in base64.
    let refused = match door {
        Door::Password if header("authorization") != Some("Basic ZWQ6cmlnaHQ=") => {
            Some("401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"news\"")
        }
        Door::ReadOnly if target.contains("receive-pack") => Some("403 Forbidden"),
        _ => None,
    };
    if let Some(status) = refused {
        return write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut backend = Command::new("git");
    backend.arg("http-backend").env("GIT_PROJECT_ROOT", base).env("GIT_HTTP_EXPORT_ALL", "1");
    backend.env("REQUEST_METHOD", method).env("PATH_INFO", path).env("QUERY_STRING", query);
    backend.env("REMOTE_USER", "ed").env("REMOTE_ADDR", "127.0.0.1");
    backend.env("CONTENT_LENGTH", body.len().to_string());
    for (name, variable) in [
        ("content-type", "CONTENT_TYPE"),
        ("content-encoding", "HTTP_CONTENT_ENCODING"),
        ("git-protocol", "GIT_PROTOCOL"),
    ] {
        if let Some(value) = header(name) {
            backend.env(variable, value);
        }
    }
    let mut child = backend.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(&body));
    let mut out = Vec::new();
    child.stdout.take().unwrap().read_to_end(&mut out)?;
    let _ = writer.join();
    child.wait()?;
    let head = String::from_utf8_lossy(&out[..out.len().min(1000)]).into_owned();
    let status = head.strip_prefix("Status: ").and_then(|rest| rest.lines().next()).unwrap_or("200 OK");
    count.fetch_add(out.len(), Ordering::Relaxed);
    write!(stream, "HTTP/1.1 {status}\r\nConnection: close\r\n")?;
    stream.write_all(&out)
}
