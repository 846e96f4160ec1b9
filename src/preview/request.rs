//! Reads a request, within limits of size and time, and refuses what a page of another site could send.

use std::io::{self, Read};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::text::limits::{PREVIEW_BODY_BYTES, PREVIEW_HEAD_BYTES};

/// As long a client may take for its request.
const READ_TIME: Duration = Duration::from_secs(5);
/// Headers of a request. Browsers send fifteen or so.
const HEADERS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Get,
    Head,
    Post,
}

/// A request of this machine's browser.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub method: Method,
    /// From the first `/`, without the query.
    pub path: String,
    pub query: String,
    pub body: Vec<u8>,
}

/// Why a request is refused, as an HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    BadRequest,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    TimedOut,
    /// Something else has changed meanwhile, or this server takes no clicks.
    Conflict,
    LengthRequired,
    TooLarge,
    HeadTooLarge,
    Unavailable,
}

impl Refusal {
    pub fn status(self) -> &'static str {
        match self {
            Refusal::BadRequest => "400 Bad Request",
            Refusal::Forbidden => "403 Forbidden",
            Refusal::NotFound => "404 Not Found",
            Refusal::MethodNotAllowed => "405 Method Not Allowed",
            Refusal::TimedOut => "408 Request Timeout",
            Refusal::Conflict => "409 Conflict",
            Refusal::LengthRequired => "411 Length Required",
            Refusal::TooLarge => "413 Content Too Large",
            Refusal::HeadTooLarge => "431 Request Header Fields Too Large",
            Refusal::Unavailable => "503 Service Unavailable",
        }
    }
}

/// What the head of a request says.
#[derive(Debug)]
struct Head {
    method: Method,
    target: String,
    host: String,
    origin: Option<String>,
    fetch_site: Option<String>,
    content_type: Option<String>,
    length: Option<usize>,
    /// Bytes of the head.
    bytes: usize,
}

/// Reads and checks a request.
///
/// # Errors
///
/// If it is no request of a page of this server.
pub(super) fn read(stream: &mut TcpStream) -> Result<Request, Refusal> {
    let deadline = Instant::now() + READ_TIME;
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(head) = Head::parse(&bytes)? {
            break head;
        }
        if bytes.len() >= PREVIEW_HEAD_BYTES {
            return Err(Refusal::HeadTooLarge);
        }
        read_some(stream, &mut bytes, PREVIEW_HEAD_BYTES, deadline)?;
    };
    head.check()?;
    let length = match head.method {
        Method::Post => head.length.ok_or(Refusal::LengthRequired)?,
        Method::Get | Method::Head => 0,
    };
    if length > PREVIEW_BODY_BYTES {
        return Err(Refusal::TooLarge);
    }
    let end = head.bytes + length;
    while bytes.len() < end {
        read_some(stream, &mut bytes, end, deadline)?;
    }
    let (path, query) = head.target.split_once('?').unwrap_or((&head.target, ""));
    Ok(Request {
        method: head.method,
        path: path.to_owned(),
        query: query.to_owned(),
        body: bytes[head.bytes..end].to_vec(),
    })
}

/// Reads what has come, at least one byte and at most up to `limit` in all.
fn read_some(
    stream: &mut TcpStream,
    bytes: &mut Vec<u8>,
    limit: usize,
    deadline: Instant,
) -> Result<(), Refusal> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(Refusal::TimedOut);
    }
    stream.set_read_timeout(Some(left)).map_err(|_| Refusal::BadRequest)?;
    let mut part = [0; 4096];
    let most = part.len().min(limit - bytes.len());
    match stream.read(&mut part[..most]) {
        Ok(0) => Err(Refusal::BadRequest),
        Ok(length) => {
            bytes.extend_from_slice(&part[..length]);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(()),
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
            Err(Refusal::TimedOut)
        }
        Err(_) => Err(Refusal::BadRequest),
    }
}

impl Head {
    /// `None` while the head is incomplete.
    fn parse(bytes: &[u8]) -> Result<Option<Head>, Refusal> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let length = match request.parse(bytes) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) => return Err(Refusal::HeadTooLarge),
            Err(_) => return Err(Refusal::BadRequest),
        };
        let method = match request.method {
            Some("GET") => Method::Get,
            Some("HEAD") => Method::Head,
            Some("POST") => Method::Post,
            _ => return Err(Refusal::MethodNotAllowed),
        };
        let one = |name: &str| one_header(request.headers, name);
        if one("transfer-encoding")?.is_some() {
            return Err(Refusal::LengthRequired);
        }
        let host = one("host")?.ok_or(Refusal::BadRequest)?;
        let length_given = one("content-length")?.map(|text| parse_length(&text)).transpose()?;
        Ok(Some(Head {
            method,
            target: request.path.unwrap_or_default().to_owned(),
            host,
            origin: one("origin")?,
            fetch_site: one("sec-fetch-site")?,
            content_type: one("content-type")?,
            length: length_given,
            bytes: length,
        }))
    }

    /// A name that a foreign site points at this machine is no name of it, so the browser sends it as `Host`. A page
    /// of another site or port is another `Origin`.
    fn check(&self) -> Result<(), Refusal> {
        if !is_loopback(&self.host) || !self.target.starts_with('/') {
            return Err(Refusal::Forbidden);
        }
        let own = format!("http://{}", self.host.to_ascii_lowercase());
        let is_own = |origin: &String| origin.to_ascii_lowercase() == own;
        let is_foreign = self.origin.as_ref().is_some_and(|origin| !is_own(origin));
        let is_cross_site =
            self.fetch_site.as_deref().is_some_and(|site| !matches!(site, "same-origin" | "none"));
        if is_foreign || (is_cross_site && self.method == Method::Post) {
            return Err(Refusal::Forbidden);
        }
        let is_json =
            |kind: &String| kind.split(';').next().is_some_and(|kind| kind.trim() == "application/json");
        // A form of another site could send any other type without asking first.
        if self.method == Method::Post
            && (self.origin.is_none() || !self.content_type.as_ref().is_some_and(is_json))
        {
            return Err(Refusal::Forbidden);
        }
        Ok(())
    }
}

/// The value of a header that may be there once.
fn one_header(headers: &[httparse::Header<'_>], name: &str) -> Result<Option<String>, Refusal> {
    let mut found = headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    let value = found.next().map(|header| std::str::from_utf8(header.value).map(str::to_owned));
    match (value, found.next()) {
        (_, Some(_)) | (Some(Err(_)), _) => Err(Refusal::BadRequest),
        (value, None) => Ok(value.and_then(Result::ok)),
    }
}

fn parse_length(text: &str) -> Result<usize, Refusal> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(length) if is_number => Ok(length),
        _ if is_number => Err(Refusal::TooLarge),
        _ => Err(Refusal::BadRequest),
    }
}

/// True for the names of this machine, with any port: the other end of a tunnel may have another one.
fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => &host,
    };
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_hosts() {
        for host in ["127.0.0.1:80", "localhost:9", "LOCALHOST", "[::1]:7", "127.0.0.1"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in
            ["example.org", "127.0.0.1.example.org", "localhost.", "127.0.0.1:80a", "", "0.0.0.0", "127.1"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
