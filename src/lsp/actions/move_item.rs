//! Moving the item at the cursor to another section.

use super::{Wanted, editing};
use crate::lsp::protocol as lsp;
use crate::lsp::view::View;
use crate::outline::{move_row_to, move_targets, move_to_section};

pub(super) fn add(view: &View<'_>, wanted: &Wanted, found: &mut Vec<lsp::CodeAction>) {
    let Some(index) = view.outline.slot_at(wanted.span.start) else { return };
    let slot = &view.outline.slots[index];
    if slot.is_list() {
        return add_for_row(view, index, wanted, found);
    }
    for at in move_targets(&view.outline, view.profile(), index) {
        let section = &view.outline.sections[at];
        let title = match section.known {
            true => format!("Move the item to “{}”", section.title),
            false => "Move the item to a feature story".to_owned(),
        };
        if let Some(moved) = move_to_section(view.draft, &view.outline, view.profile(), index, at) {
            found.push(editing(view, title, lsp::CodeActionKind::RefactorMove, &moved.edits));
        }
    }
}

/// A line of a list goes to another list of its kind.
fn add_for_row(view: &View<'_>, index: usize, wanted: &Wanted, found: &mut Vec<lsp::CodeAction>) {
    let (outline, slot) = (&view.outline, &view.outline.slots[index]);
    let Some(row) = slot.rows.iter().position(|row| row.span.touches(wanted.span.start)) else { return };
    let others = outline.slots.iter().enumerate();
    let others = others.filter(|(at, other)| *at != index && other.is_list() && other.kind == slot.kind);
    for (_, other) in others {
        let section = &outline.sections[other.section].title;
        let title = match other.title.is_empty() || other.title == *section {
            true => format!("Move the line to “{section}”"),
            false => format!("Move the line to “{section}”, “{}”", other.title),
        };
        if let Some(edits) = move_row_to(view.draft, slot, row, other) {
            found.push(editing(view, title, lsp::CodeActionKind::RefactorMove, &edits));
        }
    }
}
