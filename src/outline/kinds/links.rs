use super::{Finder, SectionView};
use crate::draft::{Block, Item};
use crate::outline::{Input, Role, Row, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// A list with one link per item.
pub struct Links;

impl Finder for Links {
    fn text_separator(&self) -> Option<&'static str> {
        Some(" - ")
    }

    fn is_bulleted(&self) -> bool {
        true
    }

    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let text = view.draft.text();
        let by_label = !view.spec.lists.is_empty();
        let mut label: Option<Span> = None;
        for block in view.blocks {
            if let Some(found) = block.label(text) {
                label = Some(found);
            }
            let is_listed = label.is_some_and(|label| {
                let words = view.slice(label).trim_end_matches(['!', ':']).to_lowercase();
                view.spec.lists.contains(&words)
            });
            if block.items().is_empty() || (by_label && !is_listed) {
                continue;
            }
            let title = label.map_or("Links", |label| view.slice(label));
            let rows: Vec<Row> = block.items().iter().filter_map(|item| row(view, block, item)).collect();
            let mut slot = Slot::list(SlotKind::Links, block.span, title, rows);
            if slot.rows.is_empty() {
                // A list without links says that there is nothing in this issue.
                let words = match block.items() {
                    [item] => view.content(item),
                    _ => block.span,
                };
                let field = if words.is_empty() {
                    view.empty_line_text(Role::Sentence, words.start, " ")
                } else {
                    view.field(Role::Sentence, Input::Markdown, words).required()
                };
                slot.fields.push(field);
            }
            out.push(slot);
        }
        if !by_label
            && !view.has_subsections
            && out.last().is_none_or(|slot| !view.span.contains(slot.span))
            && view.heading.is_some()
        {
            out.push(Slot::list(SlotKind::Links, Span::at(view.end()), "Links", Vec::new()));
        }
    }
}

/// The name and address of an item's first link; `None` if the item has no link.
pub(super) fn row(view: &SectionView<'_>, block: &Block, item: &Item) -> Option<Row> {
    let link = block.links_in(item.span).iter().find(|link| !link.shows_image)?;
    let name = view.field(Role::Name, Input::Bracketed, link.text).with_link(link).required();
    let address = view.field(Role::Address, Input::Address, link.dest).required();
    // The address of a reference is at its definition.
    let fields = if link.dest.is_empty() && link.kind == crate::draft::LinkKind::Reference {
        vec![name]
    } else {
        vec![name, address]
    };
    Some(Row { span: item.span, fields })
}
