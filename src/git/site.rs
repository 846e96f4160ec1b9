//! Asks the hosting site's public API, without a token, which requests are open. The answer is optional:
//! without one, [`SiteError`] says why.

mod api;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use thiserror::Error;

use super::control::{Control, Progress};
use super::error::Hint;
use super::repository::Repo;
use super::url::RemoteUrl;
use crate::text::limits::SITE_ANSWER_BYTES;
use crate::text::{Outside, SecretUrl};
use crate::web::{Client, Limits, WebError, host_of};
use api::Api;

/// The time limit of all queries together.
const TOTAL: Duration = Duration::from_secs(10);
const MAX_PAGES: usize = 20;
const PAUSE: Duration = Duration::from_millis(25);

/// The open pull or merge requests of a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenRequests {
    /// Keyed by number.
    pub requests: BTreeMap<u32, OpenRequest>,
    /// Why the list is incomplete.
    pub rest: Option<SiteError>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    pub title: Outside,
    /// The name of the account; `None` if the account was deleted.
    pub author: Option<Outside>,
}

/// Why it is unknown which requests are open.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SiteError {
    #[error("the kind of the site {host} is unknown, so it was not asked")]
    NoForge { host: String },
    #[error("{address} is not an https address, so it was not asked")]
    PlainHttp { host: String, address: SecretUrl },
    #[error("cannot reach {host}: {cause}")]
    Unreachable { host: String, cause: String },
    #[error("{host} did not answer within {seconds} seconds")]
    TooSlow { host: String, seconds: u64 },
    #[error("{host} accepts no more queries from here for now (rate limit)")]
    Limited { host: String },
    #[error("{host} does not show these requests to the public")]
    NotShown { host: String },
    #[error("{host} answered with an error (status {status})")]
    Status { host: String, status: u16 },
    #[error("{host} redirects to {to}, which is not an https address")]
    Redirected { host: String, to: SecretUrl },
    #[error("the answer of {host} is not a list of requests")]
    NoList { host: String },
    #[error("{host} has more open requests than the {asked} that were listed")]
    TooMany { host: String, asked: usize },
    #[error("the query was cancelled")]
    Cancelled,
}

impl Hint for SiteError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoForge { host } => format!(
                "set it with `git config copydesk.{host}.forge KIND`, where KIND is github, gitlab, gitea or \
                 forgejo"
            ),
            Self::PlainHttp { host, .. } => {
                format!("set the address of the site's API with `git config copydesk.{host}.api https://…`")
            }
            Self::Unreachable { .. } => "check your connection, then try again".into(),
            Self::TooSlow { .. } | Self::Status { .. } => "try again later".into(),
            Self::Limited { .. } => "try again in an hour".into(),
            Self::NotShown { .. } | Self::Redirected { .. } | Self::NoList { .. } => {
                "look at the site itself".into()
            }
            Self::TooMany { .. } | Self::Cancelled => return None,
        })
    }
}

impl OpenRequests {
    /// True if a request is open; `None` if the list is incomplete and does not have it.
    pub fn is_open(&self, number: u32) -> Option<bool> {
        if self.requests.contains_key(&number) {
            return Some(true);
        }
        self.rest.is_none().then_some(false)
    }
}

/// Lists the open requests of a repository: at most 2,000, within at most ten seconds. The setting
/// `copydesk.HOST.api` is the address of a site's API that is not at its usual address.
///
/// # Errors
///
/// [`SiteError`]. Callers go on without the list.
pub fn open_requests(repo: &Repo, url: &RemoteUrl, control: &Control) -> Result<OpenRequests, SiteError> {
    query(repo, url, control, list)
}

/// The address of the repository that this one was forked from, according to its site; `None` if it is
/// not a fork.
///
/// # Errors
///
/// As [`open_requests`].
pub fn forked_from(repo: &Repo, url: &RemoteUrl, control: &Control) -> Result<Option<String>, SiteError> {
    query(repo, url, control, |api, client, _, limit| {
        let answer = client.get(api.repository()).map_err(|error| site_error(error, limit))?;
        api.parse_parent(&answer.body)
    })
}

/// Sends a query to a site, with a time limit of ten seconds.
fn query<T: Send + 'static>(
    repo: &Repo,
    url: &RemoteUrl,
    control: &Control,
    send: impl FnOnce(&Api, &Client, &AtomicBool, Duration) -> Result<T, SiteError> + Send + 'static,
) -> Result<T, SiteError> {
    let api = Api::new(url, repo.setting(&format!("copydesk.{}.api", url.host)))?;
    let host = api.host();
    if control.is_cancelled() {
        return Err(SiteError::Cancelled);
    }
    control.report(Progress { phase: format!("Asking {host}"), percent: None });
    let _waiting = control.waiting(format_args!("Asking {host}"));
    let limit = control.limits().total.map_or(TOTAL, |total| total.min(TOTAL));
    let deadline = Instant::now() + limit;
    let too_slow = SiteError::TooSlow { host: host.clone(), seconds: limit.as_secs().max(1) };
    // In a separate thread, since a network query can't be interrupted.
    let (answer, answered) = mpsc::channel();
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    let thread = std::thread::Builder::new().spawn(move || {
        let client = Client::new(Limits { deadline, bytes: SITE_ANSWER_BYTES, accept: "application/json" });
        let _ = answer.send(send(&api, &client, &stopped, limit));
    });
    let broken = |cause: String| SiteError::Unreachable { host: host.clone(), cause };
    thread.map_err(|error| broken(error.to_string()))?;
    loop {
        let error = match answered.recv_timeout(PAUSE) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Disconnected) => broken("the query ended unexpectedly".to_owned()),
            Err(RecvTimeoutError::Timeout) if control.is_cancelled() => SiteError::Cancelled,
            // The client has the same deadline, and returns what it has got until then.
            Err(RecvTimeoutError::Timeout) if Instant::now() > deadline + 20 * PAUSE => too_slow.clone(),
            Err(RecvTimeoutError::Timeout) => continue,
        };
        stop.store(true, Ordering::Relaxed);
        return Err(error);
    }
}

/// Reads page after page. If a later page fails, those before it are returned.
fn list(api: &Api, client: &Client, stop: &AtomicBool, limit: Duration) -> Result<OpenRequests, SiteError> {
    let mut open = OpenRequests::default();
    for page in 1..=MAX_PAGES {
        if stop.load(Ordering::Relaxed) {
            return Err(SiteError::Cancelled);
        }
        let page_read =
            client.get(&api.page(page)).map_err(|error| site_error(error, limit)).and_then(|answer| {
                let requests = api.parse(&answer.body)?;
                let has_more = answer.has_next.unwrap_or(requests.len() >= api.page_size());
                Ok((requests, has_more))
            });
        match page_read {
            Ok((requests, has_more)) => {
                open.requests.extend(requests);
                if !has_more {
                    return Ok(open);
                }
            }
            Err(error) if page == 1 => return Err(error),
            Err(error) => {
                open.rest = Some(error);
                return Ok(open);
            }
        }
    }
    open.rest = Some(SiteError::TooMany { host: api.host(), asked: open.requests.len() });
    Ok(open)
}

/// Converts an error of the web client.
fn site_error(error: WebError, limit: Duration) -> SiteError {
    match error {
        WebError::Unreachable { host, cause } => SiteError::Unreachable { host, cause },
        WebError::TooSlow { host } => SiteError::TooSlow { host, seconds: limit.as_secs().max(1) },
        WebError::Limited { host } => SiteError::Limited { host },
        WebError::NotShown { host } => SiteError::NotShown { host },
        WebError::Status { host, status } => SiteError::Status { host, status },
        WebError::Redirected { host, to } => SiteError::Redirected { host, to },
        WebError::NotAllowed { address } => SiteError::PlainHttp { host: host_of(address.expose()), address },
        WebError::TooLarge { host, .. } => SiteError::NoList { host },
    }
}
