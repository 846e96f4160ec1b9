use super::item_text::{text_of, with_images};
use super::{Finder, SectionView, plain_start};
use crate::draft::{Block, BlockKind, LinkKind};
use crate::outline::insertion::{Preceding, insertion_after};
use crate::outline::slot::Group;
use crate::outline::{Field, Fill, Input, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// Deeper headings, each with the blocks up to the next one.
pub struct Topics;

impl Finder for Topics {
    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        for group in groups(view) {
            let Some((heading, below)) = view.blocks[group.clone()].split_first() else { continue };
            let mut fields = title_fields(view, heading);
            let title = fields.first().map_or("", |field| field.value(view.draft));
            let title = plain_start(title);
            let text = text_of(view, below);
            let own = match below.get(text.clone()) {
                Some([first, .., last]) => vec![written(view, first.span.cover(last.span))],
                Some([only]) => vec![written(view, only.span)],
                _ => vec![missing(view, heading, below)],
            };
            fields.extend(with_images(view, below, &text, own));
            out.push(Slot::new(SlotKind::Topics, view.cover(&group), title, fields));
        }
    }
}

fn written(view: &SectionView<'_>, span: Span) -> Field {
    view.field(Role::Text, Input::Markdown, span).required()
}

/// The field for the text of a topic that has only a heading, or a heading and images.
fn missing(view: &SectionView<'_>, heading: &Block, below: &[Block]) -> Field {
    let place = match below {
        [] => insertion_after(view.draft.text(), heading.span.end, Preceding::Heading),
        below => view.insertion_after(below),
    };
    view.empty_text(Role::Text, place)
}

/// The blocks of each topic. Headings below its heading, comments and rules within it belong to it; comments
/// and rules at its end may belong to the section.
fn groups(view: &SectionView<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut level = None;
    for (n, block) in view.blocks.iter().enumerate() {
        match (block.level(), level) {
            (Some(own), Some(level)) if own > level => {}
            (Some(own), _) => {
                level = Some(own);
                groups.push(n..n + 1);
            }
            _ => {}
        }
        let is_end = block.kind == BlockKind::Rule || block.is_comment(view.draft.text());
        if let Some(group) = groups.last_mut().filter(|_| !is_end) {
            group.end = n + 1;
        }
    }
    groups
}

/// The title and address of a heading that has a link, or else its words.
fn title_fields(view: &SectionView<'_>, heading: &Block) -> Vec<Field> {
    let BlockKind::Heading { text, .. } = heading.kind else { return Vec::new() };
    let link = heading.links.iter().find(|link| link.kind == LinkKind::Inline && !link.shows_image);
    let mut fields = match link {
        Some(link) => vec![
            view.field(Role::Title, Input::Bracketed, link.text).with_link(link).required(),
            view.field(Role::Address, Input::Address, link.dest).required(),
        ],
        None => vec![view.field(Role::Title, Input::Line, text).required()],
    };
    let words = view.slice(text);
    if view.spec.heading_placeholders.iter().any(|placeholder| placeholder == words) {
        fields[0].fill = Fill::Placeholder;
    }
    fields
}
