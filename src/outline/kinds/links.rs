use super::{Finder, SectionView};
use crate::draft::{Block, Item};
use crate::outline::{Input, Role, Row, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// A list of links, one an item.
pub struct Links;

impl Finder for Links {
    fn text_separator(&self) -> Option<&'static str> {
        Some(" - ")
    }

    fn is_bulleted(&self) -> bool {
        true
    }

    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let text = part.draft.text();
        let named = !part.spec.lists.is_empty();
        let mut label: Option<Span> = None;
        for block in part.blocks {
            if let Some(found) = block.label(text) {
                label = Some(found);
            }
            let wanted = label.is_some_and(|label| {
                let words = part.slice(label).trim_end_matches(['!', ':']).to_lowercase();
                part.spec.lists.contains(&words)
            });
            if block.items().is_empty() || (named && !wanted) {
                continue;
            }
            let title = label.map_or("Links", |label| part.slice(label));
            let rows: Vec<Row> = block.items().iter().filter_map(|item| row(part, block, item)).collect();
            let mut slot = Slot::list(SlotKind::Links, block.span, title, rows);
            if slot.rows.is_empty() {
                // A list without links says that there is nothing this week.
                let words = match block.items() {
                    [item] => part.content(item),
                    _ => block.span,
                };
                let field = if words.is_empty() {
                    part.empty_line_text(Role::Sentence, words.start, " ")
                } else {
                    part.field(Role::Sentence, Input::Markdown, words).required()
                };
                slot.fields.push(field);
            }
            out.push(slot);
        }
        if !named
            && !part.has_subsections
            && out.last().is_none_or(|slot| !part.span.contains(slot.span))
            && part.heading.is_some()
        {
            out.push(Slot::list(SlotKind::Links, Span::at(part.end()), "Links", Vec::new()));
        }
    }
}

/// The first link of an item: its name and its address.
pub(super) fn row(part: &SectionView<'_>, block: &Block, item: &Item) -> Option<Row> {
    let link = block.links_in(item.span).iter().find(|link| !link.shows_image)?;
    let name = part.field(Role::Name, Input::Bracketed, link.text).with_link(link).required();
    let address = part.field(Role::Address, Input::Address, link.dest).required();
    // A reference's address stands at its definition.
    let fields = if link.dest.is_empty() && link.kind == crate::draft::LinkKind::Reference {
        vec![name]
    } else {
        vec![name, address]
    };
    Some(Row { span: item.span, fields })
}
