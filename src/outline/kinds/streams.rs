use super::{Finder, SectionView, capture};
use crate::draft::{Block, Link};
use crate::outline::{Field, Fill, Input, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// Streams and meetings: under a bold label, what it was about and where to see it.
pub struct Streams;

impl Finder for Streams {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        for (label, group) in part.labelled() {
            let blocks = &part.blocks[group.start + 1..group.end];
            out.push(Slot::new(
                SlotKind::Streams,
                part.cover(&group),
                part.slice(label),
                fields(part, blocks),
            ));
        }
    }
}

fn fields(part: &SectionView<'_>, blocks: &[Block]) -> Vec<Field> {
    let found = blocks.iter().find_map(|block| Some((block, subject(part, block.span)?)));
    let mut fields = Vec::new();
    let own = match found {
        Some((block, subject)) => {
            fields.push(subject);
            Some(block)
        }
        None => blocks.iter().find(|block| !part.is_image_only(block)),
    };
    let image = blocks.iter().flat_map(|block| &block.images).find(|image| image.link.is_some());
    let links: Vec<&Link> = own.map_or_else(Vec::new, |block| words_of_links(&block.links));
    // The picture leads where the first link does, and a placeholder is the same for every link.
    let mut rest = links.as_slice();
    if let Some(image) = image.and_then(|image| image.link) {
        let mut places = vec![image];
        if let [first, others @ ..] = rest
            && part.slice(first.dest) == part.slice(image)
        {
            places.push(first.dest);
            rest = others;
        }
        fields.push(part.fields(Role::Address, Input::Address, places).required());
    }
    addresses(part, rest, &mut fields);
    if fields.is_empty() {
        let text = blocks.iter().map(|block| block.span).reduce(Span::cover);
        fields.extend(text.map(|span| part.field(Role::Text, Input::Markdown, span).required()));
    }
    // What the picture shows is the same every week.
    fields.extend(image.map(|image| part.field(Role::Image, Input::Path, image.dest).required()));
    fields
}

/// The fields of a sentence of one line: what or when it is about, and where its links lead.
pub(super) fn sentence(part: &SectionView<'_>, block: &Block, line: Span) -> Vec<Field> {
    let mut fields: Vec<Field> = subject(part, line).into_iter().collect();
    addresses(part, &words_of_links(block.links_in(line)), &mut fields);
    if fields.is_empty() {
        fields.push(part.field(Role::Text, Input::Line, line).required());
    }
    fields
}

/// What a text is about, or the day of the meeting that it is about.
fn subject(part: &SectionView<'_>, text: Span) -> Option<Field> {
    let find = |forms: &[String]| forms.iter().find_map(|form| capture(form, part.slice(text), true));
    let about = find(&part.spec.subjects).map(|span| (Role::Subject, span));
    let (role, span) = about.or_else(|| Some((Role::MeetingDay, find(&part.spec.meeting)?)))?;
    Some(part.field(role, Input::Line, span.shift(text.start as isize)).required())
}

fn words_of_links(links: &[Link]) -> Vec<&Link> {
    links.iter().filter(|link| !link.shows_image).collect()
}

/// A field for each address; one in several places is one field.
fn addresses(part: &SectionView<'_>, links: &[&Link], fields: &mut Vec<Field>) {
    for link in links {
        let name = part.slice(link.text);
        let same = fields.iter_mut().find(|field| {
            field.fill == Fill::Written
                && field.input == Input::Address
                && field.value(part.draft) == part.slice(link.dest)
        });
        match same {
            Some(field) => field.spans.push(link.dest),
            None => fields.push(
                part.field(Role::LinkAddress, Input::Address, link.dest)
                    .named(format!("{name} address"))
                    .required(),
            ),
        }
    }
}
