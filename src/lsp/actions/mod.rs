//! Code actions, one file for each kind.

mod fill_slot;
mod fit_image;
mod fix;
mod fix_all;
mod move_item;
pub(super) mod waive;

use super::protocol as lsp;
use super::view::View;
use crate::text::{Edits, Span};

/// The kind of the action that makes all safe fixes.
pub(super) const FIX_ALL: &str = "source.fixAll.copydesk";

/// Finds actions of a kind.
type Add = fn(&View<'_>, &Wanted, &mut Vec<lsp::CodeAction>);

/// All actions, in the order in which editors list them, each with its kind.
const ACTIONS: [(&str, Add); 6] = [
    ("quickfix", fix::add),
    ("quickfix", fit_image::add),
    ("quickfix", waive::add),
    ("refactor.fill", fill_slot::add),
    ("refactor.move", move_item::add),
    (FIX_ALL, fix_all::add),
];

/// The kinds of all actions.
pub(super) fn kinds() -> Vec<lsp::CodeActionKind> {
    let mut kinds: Vec<&str> = ACTIONS.iter().map(|(kind, _)| *kind).collect();
    kinds.dedup();
    kinds.into_iter().map(|kind| lsp::CodeActionKind::from(kind.to_owned())).collect()
}

/// What is asked for.
pub(super) struct Wanted {
    pub span: Span,
    only: Option<Vec<lsp::CodeActionKind>>,
}

impl Wanted {
    /// True if the editor wants actions of the kind: `source` asks for `source.fixAll`, too.
    fn takes(&self, kind: &str) -> bool {
        let Some(only) = &self.only else { return true };
        only.iter().any(|wanted| {
            let wanted = wanted.as_str();
            wanted.is_empty()
                || kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// True if the editor asks for the kind, and not for all.
    fn names(&self, kind: &str) -> bool {
        self.only.is_some() && self.takes(kind)
    }

    /// True if a part of the text is in the range, or touches it.
    fn touches(&self, span: Span) -> bool {
        span.start <= self.span.end && self.span.start <= span.end
    }
}

pub(super) fn actions(
    view: &View<'_>,
    params: lsp::CodeActionParams,
) -> Option<Vec<lsp::CodeActionResponse>> {
    let wanted = Wanted { span: view.positions.span(params.range), only: params.context.only };
    let mut found = Vec::new();
    for (_, add) in ACTIONS.iter().filter(|(kind, _)| wanted.takes(kind)) {
        add(view, &wanted, &mut found);
    }
    Some(found.into_iter().map(lsp::CodeActionResponse::CodeAction).collect())
}

/// An action without edits.
fn action(title: String, kind: lsp::CodeActionKind) -> lsp::CodeAction {
    lsp::CodeAction {
        title,
        kind: Some(kind),
        diagnostics: None,
        is_preferred: None,
        disabled: None,
        edit: None,
        command: None,
        data: None,
        tags: None,
    }
}

/// An action that edits the document.
fn editing(view: &View<'_>, title: String, kind: lsp::CodeActionKind, edits: &Edits) -> lsp::CodeAction {
    lsp::CodeAction { edit: Some(view.edit(edits)), ..action(title, kind) }
}
