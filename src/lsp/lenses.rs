//! Lines above sections and open slots: how much is filled, and what is missing.

use super::commands;
use super::protocol as lsp;
use super::slots::{filled, first_open, open_fields};
use super::view::View;
use crate::text::Span;

pub(super) fn lenses(view: &View<'_>, _: lsp::CodeLensParams) -> Option<Vec<lsp::CodeLens>> {
    if !view.shared.settings.code_lens {
        return None;
    }
    let mut lenses = Vec::new();
    for (index, section) in view.outline.sections.iter().enumerate() {
        let counts = view.outline.counts(index);
        let slots = view.outline.slots_of(index);
        if let Some(heading) = section.heading.filter(|_| counts.total() > 0) {
            lenses.push(lens(view, heading, filled(counts), slots.iter().filter_map(first_open).min()));
        }
        for slot in slots {
            let names: Vec<&str> = open_fields(slot).map(|field| &*field.name).collect();
            if !names.is_empty() {
                lenses.push(lens(view, slot.span, format!("fill {}", names.join(", ")), first_open(slot)));
            }
        }
    }
    Some(lenses)
}

/// A line above a span, which goes to the place of the first missing value.
fn lens(view: &View<'_>, span: Span, title: String, goes_to: Option<Span>) -> lsp::CodeLens {
    let place = goes_to.filter(|_| view.shared.abilities.shows_documents);
    let command = match place {
        Some(place) => commands::select(&title, &view.document.uri, view.range(place)),
        // A lens without a command is not shown.
        None => lsp::Command { title, tooltip: None, command: String::new(), arguments: None },
    };
    lsp::CodeLens { range: view.range(Span::at(span.start)), command: Some(command), data: None }
}
