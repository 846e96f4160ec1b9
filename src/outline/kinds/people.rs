use super::{Kind, Part};
use crate::outline::{Field, Input, Slot, story};
use crate::text::Span;

/// One block a person: a bold name, perhaps a picture, and what they tell.
pub struct People;

impl Kind for People {
    fn name(&self) -> &'static str {
        "people"
    }

    fn slots(&self, part: &Part<'_>, out: &mut Vec<Slot>) {
        for (label, group) in part.labelled() {
            let blocks = &part.blocks[group.start + 1..group.end];
            let mut fields = vec![part.field("Name", Input::Line, label).standing()];
            let images: Vec<_> = blocks
                .iter()
                .filter(|block| part.is_picture(block))
                .flat_map(|block| &block.images)
                .collect();
            for (n, image) in images.iter().enumerate() {
                story::image_fields(part, image, (images.len() > 1).then_some(n + 1), &mut fields);
            }
            // The name and the picture stand every week; only the text tells.
            fields = fields.into_iter().map(Field::standing).collect();
            let mut words = blocks.iter().filter(|block| !part.is_picture(block));
            let text = match (words.next(), words.next_back()) {
                (Some(first), last) => first.span.cover(last.unwrap_or(first).span),
                (None, _) => Span::at(part.cover(&group).end),
            };
            let mut field = part.field("Text", Input::Markdown, text).required();
            if text.is_empty() {
                field.around = ("\n\n", "");
            }
            fields.push(field);
            out.push(Slot::new("people", part.cover(&group), part.slice(label), fields));
        }
    }
}
