use super::{Finder, SectionView};
use crate::outline::missing::Part;
use crate::outline::{Field, Input, Role, Slot, story};
use crate::profile::SlotKind;

/// Blocks of a person each: a bold name, an optional image, and a text.
pub struct People;

impl Finder for People {
    fn parts(&self) -> &[Part] {
        &[Part::Image]
    }

    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        for (label, group) in view.labelled() {
            let blocks = &view.blocks[group.start + 1..group.end];
            let mut fields = vec![view.field(Role::Name, Input::Line, label).boilerplate()];
            let images: Vec<_> = blocks
                .iter()
                .filter(|block| view.is_image_only(block))
                .flat_map(|block| &block.images)
                .collect();
            for (n, image) in images.iter().enumerate() {
                story::image_fields(view, image, (images.len() > 1).then_some(n + 1), &mut fields);
            }
            // The name and the image are the same every week; only the text shows work.
            fields = fields.into_iter().map(Field::boilerplate).collect();
            fields[0].required = true;
            let text = view.draft.text();
            let mut words =
                blocks.iter().filter(|block| !view.is_image_only(block) && !block.is_comment(text));
            fields.push(match (words.next(), words.next_back()) {
                (Some(first), last) => {
                    let text = first.span.cover(last.unwrap_or(first).span);
                    view.field(Role::Text, Input::Markdown, text).required()
                }
                (None, _) => view.empty_text(Role::Text, view.insertion_after(&view.blocks[group.clone()])),
            });
            out.push(Slot::new(SlotKind::People, view.cover(&group), view.slice(label), fields));
        }
    }
}
