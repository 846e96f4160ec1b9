//! Filling the slot at the cursor: a place to fill for each value that is missing, or else a selection of the
//! first one.

use super::{Wanted, action};
use crate::lsp::commands;
use crate::lsp::protocol as lsp;
use crate::lsp::slots::{first_open, open_fields, with_holes};
use crate::lsp::snippet;
use crate::lsp::view::View;

pub(super) fn add(view: &View<'_>, wanted: &Wanted, found: &mut Vec<lsp::CodeAction>) {
    let Some(slot) = view.outline.slot_at(wanted.span.start).map(|at| &view.outline.slots[at]) else {
        return;
    };
    let names: Vec<&str> = open_fields(slot).map(|field| &*field.name).collect();
    if names.is_empty() {
        return;
    }
    let title = format!("Fill this slot: {}", names.join(", "));
    let kind = lsp::CodeActionKind::Custom("refactor.fill".into());
    let abilities = view.shared.abilities;
    if abilities.snippet_edits
        && let Some((edits, holes)) = with_holes(view.draft, slot)
    {
        let edit = snippet::edit(view, &edits, &holes);
        found.push(lsp::CodeAction { edit: Some(edit), ..action(title, kind) });
    } else if abilities.shows_documents
        && let Some(span) = first_open(slot)
    {
        let command = commands::select("Fill this slot", &view.document.uri, view.range(span));
        found.push(lsp::CodeAction { command: Some(command), ..action(title, kind) });
    }
}
