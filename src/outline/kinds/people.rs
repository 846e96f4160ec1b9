use super::{Finder, SectionView};
use crate::outline::{Field, Input, Role, Slot, story};
use crate::profile::SlotKind;

/// One block a person: a bold name, perhaps a picture, and what they tell.
pub struct People;

impl Finder for People {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        for (label, group) in part.labelled() {
            let blocks = &part.blocks[group.start + 1..group.end];
            let mut fields = vec![part.field(Role::Name, Input::Line, label).boilerplate()];
            let images: Vec<_> = blocks
                .iter()
                .filter(|block| part.is_image_only(block))
                .flat_map(|block| &block.images)
                .collect();
            for (n, image) in images.iter().enumerate() {
                story::image_fields(part, image, (images.len() > 1).then_some(n + 1), &mut fields);
            }
            // The name and the picture stand every week; only the text tells.
            fields = fields.into_iter().map(Field::boilerplate).collect();
            fields[0].required = true;
            let mut words = blocks.iter().filter(|block| !part.is_image_only(block));
            fields.push(match (words.next(), words.next_back()) {
                (Some(first), last) => {
                    let text = first.span.cover(last.unwrap_or(first).span);
                    part.field(Role::Text, Input::Markdown, text).required()
                }
                (None, _) => part.empty_text(Role::Text, part.insertion_after(&part.blocks[group.clone()])),
            });
            out.push(Slot::new(SlotKind::People, part.cover(&group), part.slice(label), fields));
        }
    }
}
