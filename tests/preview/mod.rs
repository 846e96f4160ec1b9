//! The preview: its server by raw bytes, its stream, and the programs that feed it.

mod programs;
mod requests;
mod stream;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use copydesk::preview::{Asked, Cleaner, ImageSource, Page, Server, View, Writer};
use copydesk::render::target::Target;
use copydesk::root::Root;
use copydesk::text::Span;

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The port and the path of a page's address.
pub fn parts(url: &str) -> (u16, String) {
    let rest = url.strip_prefix("http://127.0.0.1:").unwrap_or_else(|| panic!("{url}"));
    let (port, path) = rest.split_once('/').unwrap();
    (port.parse().unwrap(), format!("/{path}"))
}

/// Sends bytes to a port and returns the whole answer.
pub fn send(port: u16, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // The server may refuse a request before it has read all of it.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head, body: answer.get(end + 4..).unwrap_or_default().to_vec() }
}

pub fn get(port: u16, path: &str) -> Answer {
    send(port, format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").as_bytes())
}

/// Sends a click as the page does.
pub fn click(url: &str, body: &str) -> Answer {
    let (port, path) = parts(url);
    let head = format!(
        "POST {path}click HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    send(port, head.as_bytes())
}

/// A tab that follows the page.
pub struct Tab {
    lines: BufReader<TcpStream>,
}

impl Tab {
    pub fn open(url: &str, target: &str) -> Tab {
        let (port, path) = parts(url);
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let request = format!("GET {path}events?target={target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        Tab { lines: BufReader::new(stream) }
    }

    /// The name and the data of the next event; `None` at the end of the stream.
    pub fn next(&mut self) -> Option<(String, serde_json::Value)> {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            if let Some(event) = line.strip_prefix("event: ") {
                event.trim().clone_into(&mut name);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return Some((name, serde_json::from_str(data).unwrap()));
            }
        }
    }
}

/// A page of paragraphs, each of which is ten bytes of the draft.
pub fn page(cleaner: &mut Cleaner, paragraphs: &[&str]) -> Page {
    cleaner.start_page();
    let image = |source: &str| match source.contains("://") {
        true => ImageSource::Remote(source.to_owned()),
        false => ImageSource::File(source.to_owned()),
    };
    let block = |(n, html): (usize, &&str)| cleaner.block(html, Span::new(n * 10, n * 10 + 10), None, &image);
    let blocks = paragraphs.iter().enumerate().map(block).collect();
    Page {
        title: "The issue".into(),
        file: "_drafts/2026-06-08-draft.md".into(),
        writer: Writer::Desk,
        views: [View { target: Target::Site, blocks, ..View::default() }].into(),
        length: paragraphs.len() * 10,
        ..Page::default()
    }
}

/// A server in a folder, and what is asked for in its page.
pub fn serve(folder: &std::path::Path, page: Page) -> (Server, Receiver<Asked>) {
    let (sender, asked) = channel();
    // A sender is for one thread at a time.
    let sender = std::sync::Mutex::new(sender);
    let on_asked = move |asked| sender.lock().unwrap().send(asked).is_ok();
    (Server::start(Root::new(folder), page, on_asked).unwrap(), asked)
}
