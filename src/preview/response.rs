//! Writes responses. Every one forbids the browser to guess types, to keep a copy and to be framed.

use std::io::{self, Write};

use super::request::{Method, Refusal};

/// The head of a response. Each connection is for one request.
#[derive(Debug)]
pub(super) struct Head<'h> {
    pub status: &'h str,
    pub content_type: &'h str,
    /// `None` for a body that goes on.
    pub length: Option<u64>,
    pub policy: &'h str,
}

/// The policy of everything that is not the page: nothing runs and nothing is loaded, also where it is opened on its
/// own.
pub(super) const INERT: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

impl Head<'_> {
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut text = format!(
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Security-Policy: {}\r\n",
            self.status, self.content_type, self.policy
        );
        if let Some(length) = self.length {
            text.push_str(&format!("Content-Length: {length}\r\n"));
        }
        text.push_str(
            "Connection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n\
             X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n\
             Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n\r\n",
        );
        out.write_all(text.as_bytes())
    }
}

/// Writes a response with a short body.
pub(super) fn write(
    out: &mut impl Write,
    method: Method,
    status: &str,
    (content_type, policy): (&str, &str),
    body: &[u8],
) -> io::Result<()> {
    Head { status, content_type, length: Some(body.len() as u64), policy }.write(out)?;
    if method != Method::Head {
        out.write_all(body)?;
    }
    out.flush()
}

pub(super) fn refuse(out: &mut impl Write, refusal: Refusal) -> io::Result<()> {
    let status = refusal.status();
    write(out, Method::Get, status, ("text/plain; charset=utf-8", INERT), format!("{status}\n").as_bytes())
}
