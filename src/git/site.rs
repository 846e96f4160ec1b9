//! Which requests are open, asked of the hosting site's public API, without a token. Nothing hangs
//! on the answer: where there is none, it is told why nobody knows.

mod api;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use thiserror::Error;

use super::control::{Control, Progress};
use super::repository::Repo;
use super::url::RemoteUrl;
use crate::text::limits::SITE_ANSWER_BYTES;
use crate::text::{Outside, SecretUrl};
use crate::web::{Client, Limits, WebError, host_of};
use api::Api;

/// How long all of it may take.
const TOTAL: Duration = Duration::from_secs(10);
const MAX_PAGES: usize = 20;
const PAUSE: Duration = Duration::from_millis(25);

/// The open pull or merge requests of a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenRequests {
    /// By number.
    pub requests: BTreeMap<u32, OpenRequest>,
    /// Why there may be more than these.
    pub rest: Option<NotKnown>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRequest {
    pub title: Outside,
    /// The account's name; `None` where the account is gone.
    pub author: Option<Outside>,
}

/// Why nobody knows which requests are open. Displayed, it is one sentence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotKnown {
    #[error(
        "The kind of the site {host} is not known, so it can't be asked: set it with `git config \
         copydesk.{host}.forge KIND`, where KIND is github, gitlab, gitea or forgejo."
    )]
    NoForge { host: String },
    #[error(
        "The address {address} is not one of https, so it was not asked: set the address of the site's API \
         with `git config copydesk.{host}.api https://…`."
    )]
    PlainHttp { host: String, address: SecretUrl },
    #[error("{host} can't be reached ({cause}): check your connection, then try again.")]
    Unreachable { host: String, cause: String },
    #[error("{host} gave no answer within {seconds} seconds: try again later.")]
    TooSlow { host: String, seconds: u64 },
    #[error("{host} answers no more questions from here for now: try again in an hour.")]
    Limited { host: String },
    #[error("{host} does not show these requests to everybody: look at the site itself.")]
    NotShown { host: String },
    #[error("{host} has its own troubles (status {status}): try again later.")]
    Status { host: String, status: u16 },
    #[error("{host} sends on to {to}, which is not an address of https: look at the site itself.")]
    SentOn { host: String, to: SecretUrl },
    #[error("What {host} answered is not a list of requests: look at the site itself.")]
    NoList { host: String },
    #[error("{host} has more open requests than the {asked} that were asked for.")]
    TooMany { host: String, asked: usize },
    #[error("The question was cancelled.")]
    Cancelled,
}

impl OpenRequests {
    /// Whether a request is open; `None` where the list ends early and it is not among them.
    pub fn is_open(&self, number: u32) -> Option<bool> {
        if self.requests.contains_key(&number) {
            return Some(true);
        }
        self.rest.is_none().then_some(false)
    }
}

/// Asks which requests of a repository are open: at most 2,000, for at most ten seconds. The
/// address of a site's API that is not at its usual place is taken from `copydesk.HOST.api`.
///
/// # Errors
///
/// [`NotKnown`], which is nothing to fail over.
pub fn open_requests(repo: &Repo, url: &RemoteUrl, control: &Control) -> Result<OpenRequests, NotKnown> {
    in_time(repo, url, control, ask)
}

/// The address of the repository that this one was forked from, as its site tells; `None` where it
/// is no fork.
///
/// # Errors
///
/// As [`open_requests`].
pub fn forked_from(repo: &Repo, url: &RemoteUrl, control: &Control) -> Result<Option<String>, NotKnown> {
    in_time(repo, url, control, |api, client, _, limit| {
        let answer = client.get(api.repository()).map_err(|why| not_known(why, limit))?;
        api.read_parent(&answer.body)
    })
}

/// Asks a site something, for at most ten seconds.
fn in_time<T: Send + 'static>(
    repo: &Repo,
    url: &RemoteUrl,
    control: &Control,
    ask: impl FnOnce(&Api, &Client, &AtomicBool, Duration) -> Result<T, NotKnown> + Send + 'static,
) -> Result<T, NotKnown> {
    let api = Api::of(url, repo.setting(&format!("copydesk.{}.api", url.host)))?;
    let host = api.host();
    if control.is_cancelled() {
        return Err(NotKnown::Cancelled);
    }
    control.note(Progress { phase: format!("Asking {host}"), percent: None });
    let limit = control.limits().total.map_or(TOTAL, |total| total.min(TOTAL));
    let deadline = Instant::now() + limit;
    let too_slow = NotKnown::TooSlow { host: host.clone(), seconds: limit.as_secs().max(1) };
    // In a thread of its own, since a question to the network can't be called back.
    let (answer, answered) = mpsc::channel();
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    let asking = std::thread::Builder::new().spawn(move || {
        let client = Client::new(Limits { deadline, bytes: SITE_ANSWER_BYTES, accept: "application/json" });
        let _ = answer.send(ask(&api, &client, &stopped, limit));
    });
    let broken = |cause: String| NotKnown::Unreachable { host: host.clone(), cause };
    asking.map_err(|error| broken(error.to_string()))?;
    loop {
        let why = match answered.recv_timeout(PAUSE) {
            Ok(answer) => return answer,
            Err(RecvTimeoutError::Disconnected) => broken("the question broke off".to_owned()),
            Err(RecvTimeoutError::Timeout) if control.is_cancelled() => NotKnown::Cancelled,
            // The client keeps to the deadline too, and knows what it has got until then.
            Err(RecvTimeoutError::Timeout) if Instant::now() > deadline + 20 * PAUSE => too_slow.clone(),
            Err(RecvTimeoutError::Timeout) => continue,
        };
        stop.store(true, Ordering::Relaxed);
        return Err(why);
    }
}

/// Page after page. What the first ones tell counts also where a later one fails.
fn ask(api: &Api, client: &Client, stop: &AtomicBool, limit: Duration) -> Result<OpenRequests, NotKnown> {
    let mut open = OpenRequests::default();
    for page in 1..=MAX_PAGES {
        if stop.load(Ordering::Relaxed) {
            return Err(NotKnown::Cancelled);
        }
        let read = client.get(&api.page(page)).map_err(|why| not_known(why, limit)).and_then(|answer| {
            let found = api.read(&answer.body)?;
            let has_more = answer.has_next.unwrap_or(found.len() >= api.page_size());
            Ok((found, has_more))
        });
        match read {
            Ok((found, has_more)) => {
                open.requests.extend(found);
                if !has_more {
                    return Ok(open);
                }
            }
            Err(why) if page == 1 => return Err(why),
            Err(why) => {
                open.rest = Some(why);
                return Ok(open);
            }
        }
    }
    open.rest = Some(NotKnown::TooMany { host: api.host(), asked: open.requests.len() });
    Ok(open)
}

/// Why the web gave no answer, as a reason not to know.
fn not_known(why: WebError, limit: Duration) -> NotKnown {
    match why {
        WebError::Unreachable { host, cause } => NotKnown::Unreachable { host, cause },
        WebError::TooSlow { host } => NotKnown::TooSlow { host, seconds: limit.as_secs().max(1) },
        WebError::Limited { host } => NotKnown::Limited { host },
        WebError::NotShown { host } => NotKnown::NotShown { host },
        WebError::Status { host, status } => NotKnown::Status { host, status },
        WebError::SentOn { host, to } => NotKnown::SentOn { host, to },
        WebError::NotAllowed { address } => NotKnown::PlainHttp { host: host_of(address.expose()), address },
        WebError::TooLarge { host, .. } => NotKnown::NoList { host },
    }
}
