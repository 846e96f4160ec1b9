//! The outline of a draft: its sections with the number of filled slots, and their slots.

use super::protocol as lsp;
use super::slots::filled;
use super::view::View;
use crate::outline::{Slot, SlotState};
use crate::text::Span;

pub(super) fn symbols(view: &View<'_>, _: lsp::DocumentSymbolParams) -> Option<lsp::DocumentSymbolResponse> {
    let sections = view.outline.sections.iter().enumerate();
    let sections = sections.map(|(index, section)| {
        let counts = view.outline.counts(index);
        let detail = (counts.total() > 0).then(|| filled(counts));
        let selected = section.heading.unwrap_or(Span::at(section.span.start));
        let span = section.span.cover(selected);
        let slots = view.outline.slots_of(index).iter().map(|slot| slot_symbol(view, slot)).collect();
        symbol(view, (&section.title, detail), lsp::SymbolKind::Module, (span, selected), slots)
    });
    Some(lsp::DocumentSymbolResponse::DocumentSymbolList(sections.collect()))
}

fn slot_symbol(view: &View<'_>, slot: &Slot) -> lsp::DocumentSymbol {
    let title = if slot.title.is_empty() { slot.kind.item_name() } else { &slot.title };
    let detail = match slot.state() {
        _ if slot.is_list() => filled(slot.counts()),
        SlotState::Empty => "empty".to_owned(),
        SlotState::Half => "half filled".to_owned(),
        SlotState::Filled => "filled".to_owned(),
    };
    let first = Span::line_at(view.text(), slot.span.start);
    let selected = Span::new(slot.span.start, first.end.min(slot.span.end).max(slot.span.start));
    symbol(view, (title, Some(detail)), lsp::SymbolKind::Field, (slot.span, selected), Vec::new())
}

#[allow(deprecated, reason = "the type has no default, and a deprecated field")]
fn symbol(
    view: &View<'_>,
    (name, detail): (&str, Option<String>),
    kind: lsp::SymbolKind,
    (span, selected): (Span, Span),
    children: Vec<lsp::DocumentSymbol>,
) -> lsp::DocumentSymbol {
    lsp::DocumentSymbol {
        // An editor refuses an empty name.
        name: if name.trim().is_empty() { "–".to_owned() } else { name.to_owned() },
        detail,
        kind,
        tags: None,
        deprecated: None,
        range: view.range(span),
        selection_range: view.range(selected),
        children: (!children.is_empty()).then_some(children),
    }
}
