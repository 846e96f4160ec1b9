//! The threads that read and write messages on standard input and output.
//!
//! `lsp-server` has such threads too, but they take as much memory as the head of a message announces, and read lines
//! of any length.

use std::io::{self, BufRead, Read};
use std::thread::JoinHandle;

use lsp_server::{Connection, Message};

use crate::text::limits::{MESSAGE_BYTES, MESSAGE_HEAD_BYTES};

/// Why no more messages were read.
#[derive(Debug)]
pub(super) enum ReadError {
    /// The editor is gone.
    Closed,
    /// What came is not a message.
    Form,
    TooLong,
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> ReadError {
        ReadError::Closed
    }
}

pub(super) struct Threads {
    reader: JoinHandle<Result<(), ReadError>>,
    writer: JoinHandle<()>,
}

impl Threads {
    /// Waits until all is read and written.
    pub fn join(self) -> Result<(), ReadError> {
        let read = self.reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        self.writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        read
    }
}

/// Connects the editor at standard input and output. The reading thread ends with `exit`, even while standard input
/// stays open, and the writing one once the connection is dropped.
pub(super) fn connect() -> (Connection, Threads) {
    let (ours, editor) = Connection::memory();
    let Connection { sender, receiver } = editor;
    let writer = std::thread::spawn(move || {
        let mut output = io::stdout().lock();
        for message in receiver {
            if message.write(&mut output).is_err() {
                return;
            }
        }
    });
    let reader = std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(message) = read(&mut input)? {
            let is_last = matches!(&message, Message::Notification(note) if note.method == "exit");
            if sender.send(message).is_err() || is_last {
                break;
            }
        }
        Ok(())
    });
    (ours, Threads { reader, writer })
}

/// Reads a message; `None` at the end of the input.
fn read(input: &mut impl BufRead) -> Result<Option<Message>, ReadError> {
    let Some(length) = read_head(input)? else { return Ok(None) };
    if length > MESSAGE_BYTES {
        return Err(ReadError::TooLong);
    }
    // The memory grows with what comes, not with what is announced.
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if (body.len() as u64) < length {
        return Err(ReadError::Closed);
    }
    serde_json::from_slice(&body).map(Some).map_err(|_| ReadError::Form)
}

/// Reads the head of a message; returns the number of bytes after it.
fn read_head(input: &mut impl BufRead) -> Result<Option<u64>, ReadError> {
    let mut length = None;
    let mut left = MESSAGE_HEAD_BYTES;
    loop {
        let mut line = Vec::new();
        left -= input.take(left).read_until(b'\n', &mut line)? as u64;
        if line.is_empty() && left > 0 {
            return Ok(None);
        }
        let line = std::str::from_utf8(&line).ok().and_then(|line| line.strip_suffix("\r\n"));
        let line = line.ok_or(ReadError::Form)?;
        if line.is_empty() {
            return length.map(Some).ok_or(ReadError::Form);
        }
        let (name, value) = line.split_once(": ").ok_or(ReadError::Form)?;
        if name.eq_ignore_ascii_case("Content-Length") {
            if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(ReadError::Form);
            }
            // More digits than a number has.
            length = Some(value.parse().unwrap_or(u64::MAX));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_to_its_end() {
        let text = r#"{"jsonrpc":"2.0","method":"exit"}"#;
        let bytes = format!("content-length: {}\r\nContent-Type: x\r\n\r\n{text}rest", text.len());
        let mut input = bytes.as_bytes();
        assert!(matches!(read(&mut input), Ok(Some(Message::Notification(_)))));
        assert_eq!(input, b"rest");
        assert!(matches!(read(&mut &b""[..]), Ok(None)));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        let long = format!("X-Long: {}\r\n", "x".repeat(MESSAGE_HEAD_BYTES as usize));
        let many = "X-A: b\r\n".repeat(MESSAGE_HEAD_BYTES as usize / 8);
        for text in
            ["x", "A: b\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: 2\r\n\r\n{x", &long, &many]
        {
            assert!(matches!(read(&mut text.as_bytes()), Err(ReadError::Form)), "{text:.40}");
        }
        let cut = "Content-Length: 9\r\n\r\n{}";
        assert!(matches!(read(&mut cut.as_bytes()), Err(ReadError::Closed)));
    }

    #[test]
    fn a_message_that_is_too_long_is_refused_by_its_head() {
        for length in ["268435457", "99999999999999", "999999999999999999999999999999"] {
            let head = format!("Content-Length: {length}\r\n\r\n");
            assert!(matches!(read(&mut head.as_bytes()), Err(ReadError::TooLong)), "{length}");
        }
        let most = format!("Content-Length: {MESSAGE_BYTES}\r\n\r\n");
        assert!(matches!(read(&mut most.as_bytes()), Err(ReadError::Closed)));
    }
}
