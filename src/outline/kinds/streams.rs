use super::{Kind, Part, capture};
use crate::draft::{Block, Link};
use crate::outline::{Field, Fill, Input, Slot};
use crate::text::Span;

/// Streams and meetings: under a bold label, what it was about and where to see it.
pub struct Streams;

impl Kind for Streams {
    fn name(&self) -> &'static str {
        "streams"
    }

    fn slots(&self, part: &Part<'_>, out: &mut Vec<Slot>) {
        for (label, group) in part.labelled() {
            let blocks = &part.blocks[group.start + 1..group.end];
            out.push(Slot::new("streams", part.cover(&group), part.slice(label), fields(part, blocks)));
        }
    }
}

fn fields(part: &Part<'_>, blocks: &[Block]) -> Vec<Field> {
    let subject = blocks.iter().find_map(|block| {
        let text = part.slice(block.span);
        let about = part
            .spec
            .subjects
            .iter()
            .find_map(|subject| capture(subject, text, true))
            .map(|span| ("Subject", span));
        let meeting = part
            .spec
            .meeting
            .iter()
            .find_map(|meeting| capture(meeting, text, true))
            .map(|span| ("Date", span));
        let (name, span) = about.or(meeting)?;
        Some((block, name, span.shift(block.span.start as isize)))
    });
    let mut fields = Vec::new();
    let own = match subject {
        Some((block, name, span)) => {
            fields.push(part.field(name, Input::Line, span).required());
            Some(block)
        }
        None => blocks.iter().find(|block| !part.is_picture(block)),
    };
    let image = blocks.iter().flat_map(|block| &block.images).find_map(|image| image.link);
    let links: Vec<&Link> =
        own.map_or_else(Vec::new, |block| block.links.iter().filter(|link| !link.shows_image).collect());
    // The picture leads where the first link does, and a placeholder is the same for every link.
    let mut rest = links.as_slice();
    if let Some(image) = image {
        let mut places = vec![image];
        if let [first, others @ ..] = rest
            && part.slice(first.dest) == part.slice(image)
        {
            places.push(first.dest);
            rest = others;
        }
        fields.push(part.fields("Address", Input::Address, places).required());
    }
    for link in rest {
        let name = part.slice(link.text);
        let same = fields.iter_mut().find(|field| {
            field.fill == Fill::Written
                && field.input == Input::Address
                && field.value(part.draft) == part.slice(link.dest)
        });
        match same {
            Some(field) => field.spans.push(link.dest),
            None => fields.push(part.field(format!("{name} address"), Input::Address, link.dest).required()),
        }
    }
    if fields.is_empty() {
        let text = blocks.iter().map(|block| block.span).reduce(Span::cover);
        fields.extend(text.map(|span| part.field("Text", Input::Markdown, span).required()));
    }
    fields
}
