//! Waiving a problem at the cursor, with a reason.
//!
//! The protocol has no way to ask for a text. This project's own extension asks, and calls the command. Other
//! editors get the comment with a word in the place of the reason: a place to fill if the editor has such places,
//! and else it is selected after the edit.

use serde_json::json;

use super::{Wanted, action, editing};
use crate::draft::WaiverKind;
use crate::lint::{Diagnostic, Waiver, waive};
use crate::lsp::commands::{self, ASK_REASON};
use crate::lsp::diagnostics::diagnostic;
use crate::lsp::protocol as lsp;
use crate::lsp::snippet::{self, Hole};
use crate::lsp::view::View;
use crate::text::{Bias, Edits, Span};

/// The placeholder for the reason, until the user writes one.
const REASON: &str = "REASON";

/// The most problems that are tried: each attempt checks the draft.
const MOST: usize = 4;

pub(super) fn add(view: &View<'_>, wanted: &Wanted, found: &mut Vec<lsp::CodeAction>) {
    let problems = view.checked.problems.iter().filter(|one| wanted.touches(one.span));
    for one in problems.filter(|one| one.omitted.is_none()).take(MOST) {
        let Some(Waiver { kind: place, edits }) = comment(view, one, REASON) else { continue };
        let place = if place == WaiverKind::File { "in the whole draft" } else { "here" };
        let title = format!("Waive {} {place}, with a reason", one.rule);
        let kind = lsp::CodeActionKind::QuickFix;
        let made = if view.shared.abilities.asks {
            let arguments = json!([view.document.uri, { "rule": one.rule, "range": view.range(one.span) }]);
            let command = commands::command("Waive", ASK_REASON, arguments);
            lsp::CodeAction { command: Some(command), ..action(title, kind) }
        } else if view.shared.abilities.snippet_edits {
            let edit = snippet::edit(view, &edits, &[Hole::new(REASON, "reason")]);
            lsp::CodeAction { edit: Some(edit), ..action(title, kind) }
        } else {
            lsp::CodeAction { command: select(view, &edits), ..editing(view, title, kind, &edits) }
        };
        let diagnostics = Some(vec![diagnostic(one, &view.positions)]);
        found.push(lsp::CodeAction { diagnostics, is_preferred: Some(false), ..made });
    }
}

/// The comment that waives a problem; `None` where there is no place for one.
pub(in crate::lsp) fn comment(view: &View<'_>, one: &Diagnostic, reason: &str) -> Option<Waiver> {
    let draft = (view.draft, view.checked.problems.as_slice());
    waive(draft, one, reason, (view.profile(), view.facts()))
}

/// Selects the reason after the edit.
fn select(view: &View<'_>, edits: &Edits) -> Option<lsp::Command> {
    let edit = edits.iter().next().filter(|_| view.shared.abilities.shows_documents)?;
    let at = edits.map(edit.span.start, Bias::Before) + edit.text.find(REASON)?;
    let text = edits.apply(view.text());
    let range = view.range_in(&text, Span::new(at, at + REASON.len()));
    Some(commands::select("Write the reason", &view.document.uri, range))
}
