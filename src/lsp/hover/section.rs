//! The heading of a section: what is missing in it.

use super::{Part, plain};
use crate::lsp::slots::{filled, open_fields};
use crate::lsp::view::View;
use crate::text::Span;

pub(super) fn at(view: &View<'_>, at: usize) -> Option<Part> {
    let index = view.outline.section_at(at)?;
    let section = &view.outline.sections[index];
    let line = Span::line_at(view.text(), section.heading?.start);
    if !line.touches(at) {
        return None;
    }
    let counts = view.outline.counts(index);
    if counts.total() == 0 {
        return None;
    }
    let mut lines = vec![format!("**{}**: {}", plain(&section.title), filled(counts))];
    for slot in view.outline.slots_of(index) {
        let names: Vec<String> = open_fields(slot).map(|field| plain(&field.name)).collect();
        if !names.is_empty() {
            let title = if slot.title.is_empty() { slot.kind.item_name() } else { &slot.title };
            let line = view.positions.line(slot.span.start) + 1;
            lines.push(format!("- line {line}, {}: {}", plain(title), names.join(", ")));
        }
    }
    Some((line, lines.join("\n")))
}
