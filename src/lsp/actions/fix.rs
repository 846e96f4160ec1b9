//! Fixing a problem at the cursor.

use super::{Wanted, editing};
use crate::lint::Fix;
use crate::lsp::diagnostics::diagnostic;
use crate::lsp::protocol as lsp;
use crate::lsp::view::View;

pub(super) fn add(view: &View<'_>, wanted: &Wanted, found: &mut Vec<lsp::CodeAction>) {
    for one in view.checked.problems.iter().filter(|one| wanted.touches(one.span)) {
        let (edits, is_safe) = match &one.fix {
            Some(Fix::Text(edits)) => (edits, true),
            Some(Fix::Suggestion(edits)) => (edits, false),
            Some(Fix::Image(_)) | None => continue,
        };
        let title = match (is_safe, &one.help) {
            (true, Some(help)) => format!("Fix {}: {help}", one.rule),
            (true, None) => format!("Fix {}: {}", one.rule, one.message),
            (false, Some(help)) => format!("Fix {} (review it): {help}", one.rule),
            (false, None) => format!("Fix {} (review it): {}", one.rule, one.message),
        };
        found.push(lsp::CodeAction {
            diagnostics: Some(vec![diagnostic(one, &view.positions)]),
            is_preferred: is_safe.then_some(true),
            ..editing(view, title, lsp::CodeActionKind::QuickFix, edits)
        });
    }
}
