//! The spans of every draft and outline are within the text, in order and inside their parents.

use copydesk::draft::{BlockKind, Draft};
use copydesk::outline::Outline;
use copydesk::text::Span;

use super::files::{File, outlined, sample};

#[test]
fn every_draft_keeps_its_text_and_every_span_fits_it() {
    for file in sample(1) {
        let (draft, outline, _) = outlined(file);
        assert_eq!(draft.text(), file.text, "{}", file.name);
        check_draft(file, &draft);
        check_outline(file, &draft, &outline);
    }
}

fn fits(file: &File, what: &str, span: Span, inside: Span) {
    let ends = file.text.is_char_boundary(span.start) && file.text.is_char_boundary(span.end);
    assert!(
        span.start <= span.end && ends && inside.contains(span),
        "{}: {what} at {span:?} does not fit {inside:?}",
        file.name
    );
}

fn check_draft(file: &File, draft: &Draft) {
    let whole = Span::new(0, file.text.len());
    if let Some(front) = draft.front_matter() {
        fits(file, "front matter", front.span, whole);
        fits(file, "front matter's content", front.content, front.span);
        for field in &front.fields {
            fits(file, "key", field.key, front.span);
            fits(file, "value", field.value, front.span);
        }
    }
    let mut end = draft.body();
    for block in draft.blocks() {
        assert!(block.span.start >= end, "{}: the blocks at {end} overlap", file.name);
        fits(file, "block", block.span, whole);
        end = block.span.end;
        match &block.kind {
            BlockKind::Heading { text, .. } => fits(file, "heading", *text, block.span),
            BlockKind::List(items) => {
                let mut end = block.span.start;
                for item in items {
                    assert!(item.span.start >= end, "{}: the items at {end} overlap", file.name);
                    fits(file, "item", item.span, block.span);
                    end = item.span.end;
                    if let Some(task) = item.task {
                        fits(file, "mark", task.mark, item.span);
                        fits(file, "task", task.text, item.span);
                    }
                }
            }
            _ => {}
        }
        for image in &block.images {
            fits(file, "image", image.outer, block.span);
            fits(file, "image in its link", image.span, image.outer);
            fits(file, "alt text", image.alt, image.span);
            fits(file, "image's path", image.dest, image.span);
            if let Some(link) = image.link {
                fits(file, "image's link", link, image.outer);
            }
        }
        for link in &block.links {
            fits(file, "link", link.span, block.span);
            fits(file, "link's text", link.text, link.span);
            fits(file, "link's address", link.dest, link.span);
        }
    }
    for definition in draft.definitions() {
        fits(file, "label", definition.label, whole);
        fits(file, "label's address", definition.dest, whole);
    }
}

fn check_outline(file: &File, draft: &Draft, outline: &Outline) {
    let mut end = draft.body();
    let mut slots = 0;
    for section in &outline.sections {
        assert!(section.span.start >= end, "{}: '{}' overlaps", file.name, section.title);
        fits(file, "section", section.span, Span::new(0, file.text.len()));
        end = section.span.end;
        assert_eq!(section.slots.start, slots, "{}: '{}'", file.name, section.title);
        slots = section.slots.end;
    }
    assert_eq!(slots, outline.slots.len(), "{}", file.name);
    for slot in &outline.slots {
        let section = &outline.sections[slot.section];
        fits(file, slot.kind.name(), slot.span, section.span);
        for field in slot.all_fields() {
            assert!(!field.spans.is_empty(), "{}: {} has no place", file.name, field.name);
            for span in &field.spans {
                fits(file, &format!("{} of {}", field.name, slot.kind.name()), *span, section.span);
            }
        }
        let mut end = slot.span.start;
        for row in &slot.rows {
            fits(file, "row", row.span, slot.span);
            assert!(row.span.start >= end, "{}: the rows at {end} overlap", file.name);
            end = row.span.end;
        }
    }
    let mut end = 0;
    for slot in &outline.slots {
        assert!(slot.span.start >= end, "{}: the {} slot at {end} overlaps", file.name, slot.kind.name());
        end = slot.span.end;
    }
}
