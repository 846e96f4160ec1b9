//! Waiving a problem with the reason that the user gave.

use lsp_server::{ErrorCode, Request};
use serde::Deserialize;
use serde_json::Value;

use crate::lsp::actions::waive::comment;
use crate::lsp::protocol as lsp;
use crate::lsp::server::Server;

/// A problem as a code action names it.
#[derive(Debug, Deserialize)]
struct Problem {
    rule: String,
    range: lsp::Range,
}

pub(super) fn run(server: &mut Server, request: Request, uri: &str, problem: &Value, reason: &Value) {
    if server.waits_for_check(uri, &request) {
        return;
    }
    match edits(server, uri, problem, reason) {
        Ok((version, edits)) => {
            server.apply(uri, version, &edits);
            server.client.respond(request.id, Value::Null);
        }
        Err(message) => server.client.refuse(request.id, ErrorCode::RequestFailed, message),
    }
}

fn edits(
    server: &Server,
    uri: &str,
    problem: &Value,
    reason: &Value,
) -> Result<(i32, crate::text::Edits), &'static str> {
    let problem = Problem::deserialize(problem).map_err(|_| "name a rule and a range")?;
    let reason = reason.as_str().unwrap_or_default().trim();
    if reason.is_empty() {
        return Err("say why: the next editor will want to know");
    }
    if reason.contains("-->") || reason.contains(['\n', '\r']) {
        return Err("a reason is one line without '-->', which ends the comment");
    }
    let view = server.view(uri).ok_or("open a draft of a newsletter and run this again")?;
    let is_it =
        |one: &&crate::lint::Diagnostic| one.rule == problem.rule && view.range(one.span) == problem.range;
    let one = view.checked.problems.iter().find(is_it).ok_or("there is no such problem any more")?;
    let waiver = comment(&view, one, reason).ok_or(
        "no comment fits at this place; write a waiver in copydesk.yml (see `copydesk help profile`)",
    )?;
    Ok((view.document.version, waiver.edits))
}
