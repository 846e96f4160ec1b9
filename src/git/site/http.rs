//! Asking over https, or in plain http from this machine itself.

use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::http::{HeaderMap, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Error};

use super::NotKnown;
use crate::text::visible;

/// How long an answer may be, in bytes, unpacked.
const MAX_BYTES: u64 = 5_000_000;
const MAX_REDIRECTS: usize = 3;

/// Asks until its deadline.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    deadline: Instant,
    too_slow: NotKnown,
}

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    /// Whether the site says that a page follows; `None` where it says nothing of pages.
    pub(super) has_next: Option<bool>,
}

impl Client {
    pub(super) fn new(deadline: Instant, too_slow: NotKnown) -> Self {
        // As git does: whom this machine trusts. Those that can't be read are not trusted.
        let trusted = rustls_native_certs::load_native_certs().certs;
        let trusted: Vec<_> = trusted.iter().map(|it| Certificate::from_der(it).to_owned()).collect();
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&trusted))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .user_agent(concat!("copydesk/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        Self { agent: config.into(), deadline, too_slow }
    }

    /// The answer at `address`, or where the site sends on to from there.
    pub(super) fn get(&self, address: &str) -> Result<Answer, NotKnown> {
        let mut address = address.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            let host = host_of(&address);
            let left = self.deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(self.too_slow.clone());
            }
            let mut response = self.call(&address, left).map_err(|error| self.why(&host, error))?;
            let status = response.status();
            if status.is_redirection() {
                let to = header(response.headers(), "location").unwrap_or_default();
                address = next(&address, to)
                    .ok_or_else(|| NotKnown::SentOn { host: host.clone(), to: visible(to) })?;
                continue;
            }
            if !status.is_success() {
                return Err(refusal(host, status.as_u16(), response.headers()));
            }
            let has_next = header(response.headers(), "link").map(|link| link.contains("rel=\"next\""));
            let mut body = Vec::new();
            let mut reader = response.body_mut().as_reader().take(MAX_BYTES + 1);
            reader.read_to_end(&mut body).map_err(|error| self.why(&host, Error::from(error)))?;
            if body.len() as u64 > MAX_BYTES {
                return Err(NotKnown::NoList { host });
            }
            return Ok(Answer { body, has_next });
        }
        Err(NotKnown::SentOn { host: host_of(&address), to: visible(&address) })
    }

    fn call(&self, address: &str, left: Duration) -> Result<ureq::http::Response<ureq::Body>, Error> {
        let config = self.agent.get(address).config().timeout_global(Some(left));
        // No proxy leads to this machine itself.
        let config = if is_here(address) { config.proxy(None) } else { config };
        config.build().call()
    }

    fn why(&self, host: &str, error: Error) -> NotKnown {
        let host = host.to_owned();
        let cause = match error {
            Error::Timeout(_) => return self.too_slow.clone(),
            Error::Decompress(..) => return NotKnown::NoList { host },
            Error::HostNotFound => "there is no such host".to_owned(),
            Error::Io(error) => error.to_string(),
            error => error.to_string(),
        };
        NotKnown::Unreachable { host, cause: visible(&cause) }
    }
}

fn refusal(host: String, status: u16, headers: &HeaderMap) -> NotKnown {
    let is_used_up = ["x-ratelimit-remaining", "ratelimit-remaining"]
        .iter()
        .any(|name| header(headers, name) == Some("0"));
    match status {
        429 => NotKnown::Limited { host },
        403 if is_used_up || headers.contains_key("retry-after") => NotKnown::Limited { host },
        401 | 403 | 404 => NotKnown::NotShown { host },
        status => NotKnown::Status { host, status },
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Where a site sends on to: an address of https, or another place of its own.
fn next(address: &str, to: &str) -> Option<String> {
    if to.starts_with('/') && !to.starts_with("//") {
        let uri: Uri = address.parse().ok()?;
        return Some(format!("{}://{}{to}", uri.scheme_str()?, uri.authority()?));
    }
    let uri: Uri = to.parse().ok()?;
    (uri.scheme_str() == Some("https")).then(|| to.to_owned())
}

/// Whether an address may be asked: by https, or on this machine itself.
pub(super) fn is_allowed(address: &str) -> bool {
    let scheme = address.parse::<Uri>().ok().and_then(|uri| uri.scheme_str().map(str::to_owned));
    match scheme.as_deref() {
        Some("https") => !host_of(address).is_empty(),
        Some("http") => is_here(address),
        _ => false,
    }
}

fn is_here(address: &str) -> bool {
    host_of(address).trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub(super) fn host_of(address: &str) -> String {
    address.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned)).unwrap_or_default()
}
