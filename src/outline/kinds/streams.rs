use super::{Capture, Finder, SectionView, capture};
use crate::draft::{Block, Link};
use crate::outline::{Field, Fill, Input, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// Streams and meetings under bold labels, with their subject and links.
pub struct Streams;

impl Finder for Streams {
    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        for (label, group) in view.labelled() {
            let blocks = &view.blocks[group.start + 1..group.end];
            out.push(Slot::new(
                SlotKind::Streams,
                view.cover(&group),
                view.slice(label),
                fields(view, blocks),
            ));
        }
    }
}

fn fields(view: &SectionView<'_>, blocks: &[Block]) -> Vec<Field> {
    let found = blocks.iter().find_map(|block| Some((block, subject(view, block.span)?)));
    let mut fields = Vec::new();
    let own = match found {
        Some((block, subject)) => {
            fields.push(subject);
            Some(block)
        }
        None => blocks.iter().find(|block| !view.is_image_only(block)),
    };
    let image = blocks.iter().flat_map(|block| &block.images).find(|image| image.link.is_some());
    let links: Vec<&Link> = own.map_or_else(Vec::new, |block| text_links(&block.links));
    // The image and the first link have one address. Placeholders of other links may equal it.
    let mut rest = links.as_slice();
    if let Some(image) = image.and_then(|image| image.link) {
        let mut places = vec![image];
        if let [first, others @ ..] = rest
            && view.slice(first.dest) == view.slice(image)
        {
            places.push(first.dest);
            rest = others;
        }
        fields.push(view.fields(Role::Address, Input::Address, places).required());
    }
    addresses(view, rest, &mut fields);
    if fields.is_empty() {
        let text = blocks.iter().map(|block| block.span).reduce(Span::cover);
        fields.extend(text.map(|span| view.field(Role::Text, Input::Markdown, span).required()));
    }
    // The image's description is the same every week.
    fields.extend(image.map(|image| view.field(Role::Image, Input::Path, image.dest).required()));
    fields
}

/// The fields of a sentence of one line: its subject or date, and the addresses of its links.
pub(super) fn sentence(view: &SectionView<'_>, block: &Block, line: Span) -> Vec<Field> {
    let mut fields: Vec<Field> = subject(view, line).into_iter().collect();
    addresses(view, &text_links(block.links_in(line)), &mut fields);
    if fields.is_empty() {
        fields.push(view.field(Role::Text, Input::Line, line).required());
    }
    fields
}

/// The subject of a text, or the date of the meeting that it is about; `None` if it has none of the profile's
/// forms.
fn subject(view: &SectionView<'_>, text: Span) -> Option<Field> {
    let find =
        |forms: &[String]| forms.iter().find_map(|form| capture(form, view.slice(text), Capture::Words));
    let about = find(&view.spec.subjects).map(|span| (Role::Subject, span));
    let (role, span) = about.or_else(|| Some((Role::MeetingDay, find(&view.spec.meeting)?)))?;
    Some(view.field(role, Input::Line, span.shift(text.start as isize)).required())
}

fn text_links(links: &[Link]) -> Vec<&Link> {
    links.iter().filter(|link| !link.shows_image).collect()
}

/// Adds a field for each address. Equal addresses share one field.
fn addresses(view: &SectionView<'_>, links: &[&Link], fields: &mut Vec<Field>) {
    for link in links {
        let name = view.slice(link.text);
        let same = fields.iter_mut().find(|field| {
            field.fill == Fill::Written
                && field.input == Input::Address
                && field.value(view.draft) == view.slice(link.dest)
        });
        match same {
            Some(field) => field.spans.push(link.dest),
            None => fields.push(
                view.field(Role::LinkAddress, Input::Address, link.dest)
                    .named(format!("{name} address"))
                    .required(),
            ),
        }
    }
}
