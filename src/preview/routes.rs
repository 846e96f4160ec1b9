//! What each address answers.

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use super::files;
use super::message;
use super::page::{Page, ProblemId, Writer};
use super::request::{Method, Refusal, Request};
use super::response::{self, Head, INERT};
use super::server::{Asked, Shared};
use super::token;
use crate::render::target::Target;

const JSON: &str = "application/json";

/// How often a stream shows that it is open, so that one whose browser is gone ends.
const BEAT: Duration = Duration::from_secs(10);

const HTML: &str = include_str!("../../assets/preview/page.html");
const SCRIPT: &str = include_str!("../../assets/preview/page.js");
const STYLE: &str = include_str!("../../assets/preview/page.css");
/// The sheet of the issue itself.
const ARTICLE: &str = include_str!("../../assets/preview/article.css");

/// What was clicked in the page.
#[derive(Debug, serde::Deserialize)]
#[serde(tag = "action", rename_all = "lowercase", deny_unknown_fields)]
enum Click {
    Go { target: Target, block: usize, key: String, at: usize },
    Fix { problem: ProblemId },
    Waive { problem: ProblemId, reason: String },
    Read {},
}

/// Answers a request.
///
/// # Errors
///
/// If the browser is gone.
pub(super) fn answer(shared: &Shared, request: &Request, out: &mut impl Write) -> io::Result<()> {
    match route(shared, request, out) {
        Ok(written) => written,
        Err(refusal) => response::refuse(out, refusal),
    }
}

/// The address below the token.
fn below_token<'r>(shared: &Shared, request: &'r Request) -> Result<&'r str, Refusal> {
    let rest = request.path.strip_prefix('/').unwrap_or_default();
    let (token, rest) = rest.split_once('/').ok_or(Refusal::NotFound)?;
    token::is_equal(token, &shared.token).then_some(rest).ok_or(Refusal::NotFound)
}

fn route(shared: &Shared, request: &Request, out: &mut impl Write) -> Result<io::Result<()>, Refusal> {
    let path = below_token(shared, request)?;
    let method = request.method;
    let is_read = matches!(method, Method::Get | Method::Head);
    match path {
        "click" if method == Method::Post => {
            click(shared, &request.body)?;
            Ok(response::write(out, method, "202 Accepted", (JSON, INERT), b"{}"))
        }
        "click" => Err(Refusal::MethodNotAllowed),
        _ if !is_read => Err(Refusal::MethodNotAllowed),
        "" => page(request, out),
        "events" if method == Method::Get => Ok(events(shared, request, out)),
        "last" => {
            let json = message::last(&shared.shown.now().page).ok_or(Refusal::NotFound)?;
            Ok(response::write(out, method, "200 OK", (JSON, INERT), json.as_bytes()))
        }
        path => match path.strip_prefix("file/") {
            Some(file) => Ok(files::open(&shared.root, file)?.write(out, method)),
            None => Err(Refusal::NotFound),
        },
    }
}

/// The values of a query's parameter.
fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query
        .split('&')
        .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| value)
}

/// The page without the issue, which comes by the stream.
fn page(request: &Request, out: &mut impl Write) -> Result<io::Result<()>, Refusal> {
    let nonce = token::random().map_err(|_| Refusal::Unavailable)?;
    let remote = if parameter(&request.query, "images") == Some("remote") { " https: http:" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; \
         img-src 'self' data:{remote}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let article = serde_json::to_string(ARTICLE).unwrap_or_default();
    let html = HTML
        .replace("{{nonce}}", &nonce)
        .replace("{{style}}", STYLE)
        .replace("{{script}}", SCRIPT)
        .replace("{{article}}", &article);
    let about = ("text/html; charset=utf-8", policy.as_str());
    Ok(response::write(out, request.method, "200 OK", about, html.as_bytes()))
}

fn click(shared: &Shared, body: &[u8]) -> Result<(), Refusal> {
    let click: Click = serde_json::from_slice(body).map_err(|_| Refusal::BadRequest)?;
    let page = shared.shown.now().page;
    let asked = match click {
        Click::Read {} => Asked::Read { page: page.clone() },
        _ if page.writer == Writer::Files => return Err(Refusal::Conflict),
        Click::Go { target, block, key, at } => Asked::Go { at: place(&page, target, block, &key, at)? },
        Click::Fix { problem } => Asked::Fix(problem),
        Click::Waive { problem, reason } => Asked::Waive { problem, reason },
    };
    if (shared.on_asked)(asked) { Ok(()) } else { Err(Refusal::Unavailable) }
}

/// The place in the draft of a click in a block, which may have moved since it was sent to the browser.
fn place(page: &Page, target: Target, block: usize, key: &str, at: usize) -> Result<usize, Refusal> {
    let view = page.view(target).ok_or(Refusal::Conflict)?;
    if view.is_one_piece {
        return Err(Refusal::Conflict);
    }
    let is_same = view.blocks.get(block).is_some_and(|one| one.key() == key);
    let block = if is_same { Some(block) } else { view.block_of(key) };
    let span = view.blocks[block.ok_or(Refusal::Conflict)?].span;
    Ok(span.start.saturating_add(at).min(span.end).min(page.length))
}

/// Streams the page: all of it, then what changes, until the browser or the server ends it.
fn events(shared: &Shared, request: &Request, out: &mut impl Write) -> io::Result<()> {
    let target = parameter(&request.query, "target").and_then(Target::from_name).unwrap_or_default();
    let Some(_place) = shared.streams.enter() else { return response::refuse(out, Refusal::Unavailable) };
    Head { status: "200 OK", content_type: "text/event-stream", length: None, policy: INERT }.write(out)?;
    out.write_all(b"retry: 500\n\n")?;
    let mut known: HashSet<Arc<str>> = HashSet::new();
    let (mut version, mut moves) = (0, 0);
    loop {
        let now = shared.shown.wait(version, moves, BEAT);
        if now.is_closed {
            out.write_all(b"event: closed\ndata: {}\n\n")?;
            return out.flush();
        }
        if now.version != version {
            let json = message::page(&now.page, target, now.cursor, &mut known);
            write_event(out, "page", &json)?;
        } else if now.moves != moves {
            let cursor =
                now.page.view(target).zip(now.cursor).and_then(|(view, at)| message::cursor(view, at));
            write_event(out, "cursor", &serde_json::to_string(&cursor).unwrap_or_default())?;
        } else {
            out.write_all(b": open\n\n")?;
        }
        out.flush()?;
        (version, moves) = (now.version, now.moves);
    }
}

/// JSON has no line breaks, which would end the event.
fn write_event(out: &mut impl Write, name: &str, json: &str) -> io::Result<()> {
    write!(out, "event: {name}\ndata: {json}\n\n")
}
