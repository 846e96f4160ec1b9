//! Making all safe fixes, as `copydesk lint --fix` does.

use super::{FIX_ALL, Wanted, editing};
use crate::desk::{LiveDraft, fine_edits};
use crate::lint::Fix;
use crate::lsp::protocol as lsp;
use crate::lsp::view::View;
use crate::text::counted;

pub(super) fn add(view: &View<'_>, wanted: &Wanted, found: &mut Vec<lsp::CodeAction>) {
    let fixes = view.checked.problems.iter().filter(|one| matches!(one.fix, Some(Fix::Text(_)))).count();
    // Each cursor movement asks for all actions: then only what is at the cursor is computed.
    let is_at_cursor =
        || view.checked.problems.iter().any(|one| one.fix.is_some() && wanted.touches(one.span));
    if fixes == 0 || !(wanted.names(FIX_ALL) || is_at_cursor()) {
        return;
    }
    let draft = LiveDraft { path: &view.document.path, draft: view.draft };
    let fixed = draft.fix_all(view.newsletter, view.facts(), view.shared.options);
    let edits = fine_edits(view.text(), fixed.draft.text());
    if !edits.is_empty() {
        let count: usize = fixed.counts.values().sum();
        let title = format!("Make all safe fixes ({})", counted(count, "problem"));
        found.push(editing(view, title, lsp::CodeActionKind::from(FIX_ALL.to_owned()), &edits));
    }
}
