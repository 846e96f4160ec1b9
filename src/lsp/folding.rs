//! Parts that can be folded: the front matter, sections, slots of several lines, and comments.

use super::protocol as lsp;
use super::view::View;
use crate::draft::BlockKind;
use crate::text::Span;

pub(super) fn folds(view: &View<'_>, _: lsp::FoldingRangeParams) -> Option<Vec<lsp::FoldingRange>> {
    let region = lsp::FoldingRangeKind::Region;
    let mut folds = Vec::new();
    let front = view.draft.front_matter().map(|front| front.span);
    folds.extend(front.and_then(|span| fold(view, span, region.clone())));
    for section in view.outline.sections.iter().filter(|section| section.heading.is_some()) {
        folds.extend(fold(view, section.span, region.clone()));
    }
    for slot in &view.outline.slots {
        folds.extend(fold(view, slot.span, region.clone()));
    }
    let is_comment = |text: &str| text.trim_start().starts_with("<!--");
    for block in view.draft.blocks().iter().filter(|block| block.kind == BlockKind::Html) {
        if is_comment(view.draft.slice(block.span)) {
            folds.extend(fold(view, block.span, lsp::FoldingRangeKind::Comment));
        }
    }
    // An editor folds one part at a line.
    let mut seen = std::collections::HashSet::new();
    folds.retain(|fold| seen.insert(fold.start_line));
    Some(folds)
}

/// The lines of a span without the blank ones at its end; `None` for one line.
fn fold(view: &View<'_>, span: Span, kind: lsp::FoldingRangeKind) -> Option<lsp::FoldingRange> {
    let span = span.trim(view.text());
    let (first, last) = (view.positions.line(span.start), view.positions.line(span.end));
    (last > first).then_some(lsp::FoldingRange {
        start_line: first as u32,
        start_character: None,
        end_line: last as u32,
        end_character: None,
        kind: Some(kind),
        collapsed_text: None,
    })
}
