//! Queries over https, or over plain http to this machine itself.

use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Error};

use crate::text::{Redacted, SecretUrl};

const MAX_REDIRECTS: usize = 3;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WebError {
    #[error("{address} is not fetched: give an https address, or save the page and give its file")]
    NotAllowed { address: SecretUrl },
    #[error("cannot reach {host} ({cause}): check your connection, then try again")]
    Unreachable { host: String, cause: String },
    #[error("{host} did not answer in time: try again later")]
    TooSlow { host: String },
    #[error("{host} accepts no more queries from here for now (rate limit): try again in an hour")]
    Limited { host: String },
    #[error("{host} does not show that to the public: download it in your browser")]
    NotShown { host: String },
    #[error("{host} answered with status {status}: check the address")]
    Status { host: String, status: u16 },
    #[error("{host} redirects to {to}, which is not an https address")]
    Redirected { host: String, to: SecretUrl },
    #[error("the answer of {host} is longer than {limit} bytes, or can't be unpacked")]
    TooLarge { host: String, limit: u64 },
}

/// The limits of a query, and the kinds of content to ask for.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The time at which the query is given up.
    pub deadline: Instant,
    /// The longest answer, in bytes after unpacking.
    pub bytes: u64,
    /// The value of the `Accept` header.
    pub accept: &'static str,
}

/// An http client with limits.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    limits: Limits,
}

#[derive(Debug)]
pub struct Answer {
    pub body: Vec<u8>,
    /// True if the site says that another page follows; `None` if it says nothing about pages.
    pub has_next: Option<bool>,
}

impl Client {
    pub fn new(limits: Limits) -> Self {
        // The certificates that this machine trusts, as for git. Unreadable ones are not trusted.
        let trusted = rustls_native_certs::load_native_certs().certs;
        let trusted: Vec<_> = trusted.iter().map(|it| Certificate::from_der(it).to_owned()).collect();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&trusted))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .user_agent(concat!("copydesk/", env!("CARGO_PKG_VERSION")))
            .accept(limits.accept)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        Self { agent: config.into(), limits }
    }

    /// Fetches `address`, following redirects.
    ///
    /// # Errors
    ///
    /// [`WebError`].
    pub fn get(&self, address: &str) -> Result<Answer, WebError> {
        if !is_allowed(address) {
            return Err(WebError::NotAllowed { address: address.into() });
        }
        let mut address = address.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            let host = host_of(&address);
            let left = self.limits.deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(WebError::TooSlow { host });
            }
            let mut response = self.call(&address, left).map_err(|error| self.error(&host, error))?;
            let status = response.status();
            if status.is_redirection() {
                let to = header(response.headers(), "location").unwrap_or_default();
                address = redirect_target(&address, to)
                    .ok_or_else(|| WebError::Redirected { host: host.clone(), to: to.into() })?;
                continue;
            }
            if !status.is_success() {
                return Err(refusal(host, status.as_u16(), response.headers()));
            }
            let has_next = header(response.headers(), "link").map(|link| link.contains("rel=\"next\""));
            let mut body = Vec::new();
            let mut reader = response.body_mut().as_reader().take(self.limits.bytes.saturating_add(1));
            reader.read_to_end(&mut body).map_err(|error| self.error(&host, Error::from(error)))?;
            if body.len() as u64 > self.limits.bytes {
                return Err(WebError::TooLarge { host, limit: self.limits.bytes });
            }
            return Ok(Answer { body, has_next });
        }
        Err(WebError::Redirected { host: host_of(&address), to: address.into() })
    }

    fn call(&self, address: &str, left: Duration) -> Result<ureq::http::Response<ureq::Body>, Error> {
        let config = self.agent.get(address).config().timeout_global(Some(left));
        // A proxy does not reach this machine itself.
        let config = if is_local(address) { config.proxy(None) } else { config };
        config.build().call()
    }

    fn error(&self, host: &str, error: Error) -> WebError {
        let host = host.to_owned();
        let cause = match error {
            Error::Timeout(_) => return WebError::TooSlow { host },
            Error::Decompress(..) => return WebError::TooLarge { host, limit: self.limits.bytes },
            Error::HostNotFound => "no such host".to_owned(),
            Error::Io(error) => error.to_string(),
            error => error.to_string(),
        };
        WebError::Unreachable { host, cause: Redacted(&cause).to_string() }
    }
}

fn refusal(host: String, status: u16, headers: &HeaderMap) -> WebError {
    let is_used_up = ["x-ratelimit-remaining", "ratelimit-remaining"]
        .iter()
        .any(|name| header(headers, name) == Some("0"));
    match status {
        429 => WebError::Limited { host },
        403 if is_used_up || headers.contains_key("retry-after") => WebError::Limited { host },
        401 | 403 | 404 => WebError::NotShown { host },
        status => WebError::Status { host, status },
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Returns the target of a redirect: an https address, or another page of the same site. Returns `None` for
/// other targets, which are not followed.
fn redirect_target(address: &str, to: &str) -> Option<String> {
    if to.starts_with('/') && !to.starts_with("//") {
        let uri: Uri = address.parse().ok()?;
        return Some(format!("{}://{}{to}", uri.scheme_str()?, uri.authority()?));
    }
    let uri: Uri = to.parse().ok()?;
    (uri.scheme_str() == Some("https")).then(|| to.to_owned())
}

/// True if an address may be queried: with https, or on this machine itself.
pub fn is_allowed(address: &str) -> bool {
    let scheme = address.parse::<Uri>().ok().and_then(|uri| uri.scheme_str().map(str::to_owned));
    match scheme.as_deref() {
        Some("https") => !host_of(address).is_empty(),
        Some("http") => is_local(address),
        _ => false,
    }
}

fn is_local(address: &str) -> bool {
    host_of(address).trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub fn host_of(address: &str) -> String {
    address.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;

    use super::*;

    /// Starts a site on this machine that redirects to `location`. Returns its port.
    fn site(location: &'static str) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let _ = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).count();
                let head = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close";
                let _ = write!(stream, "{head}\r\nLocation: {location}\r\n\r\n");
            }
        });
        port
    }

    fn refusal(address: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(30);
        let client = Client::new(Limits { deadline, bytes: 1000, accept: "*/*" });
        let error = client.get(address).unwrap_err();
        assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
        error.to_string()
    }

    #[test]
    fn no_error_shows_a_password_or_a_token() {
        let message = refusal("http://ed:s3cret@host.example/x?private_token=s3cret");
        assert!(
            message.starts_with("http://ed:***@host.example/x?private_token=*** is not fetched: "),
            "{message}"
        );
        let port = site("http://ed:s3/cret@host.example/?token=s3cret");
        let message = refusal(&format!("http://127.0.0.1:{port}/"));
        assert!(
            message.starts_with("127.0.0.1 redirects to http://ed:***@host.example/?token=***, "),
            "{message}"
        );
        let port = site("/there?sig=s3cret");
        let message = refusal(&format!("http://ed:s3cret@127.0.0.1:{port}/"));
        let there = format!("http://ed:***@127.0.0.1:{port}/there?sig=***");
        assert!(message.starts_with(&format!("127.0.0.1 redirects to {there}, ")), "{message}");
    }
}
