//! Fields for the parts that the kind of a slot has and its text lacks, and edits that remove such
//! parts.

use super::empty_form::preferred;
use super::kinds::finder;
use super::spacing::with_spacing;
use super::{Field, Fill, Input, Outline, Presence, Role, Row, Slot, SourceMarks, remove_source};
use crate::draft::{Block, Draft, Image};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// A part of a slot that its text may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// An image with its description and the address that it links to.
    Image,
    /// The name and address of the site that a story comes from.
    Source,
    /// The name and address of the author of a row.
    Author,
}

/// Returns the slot with an empty field for each part that its text lacks. A value is inserted where the
/// newsletter's form has it, with the markup around it; an emptied value is removed with that markup.
pub fn with_missing_fields(draft: &Draft, profile: &Profile, outline: &Outline, slot: &Slot) -> Slot {
    let mut slot = slot.clone();
    if slot.is_item() {
        return slot;
    }
    let form = Form { draft, profile, outline };
    for part in finder(slot.kind).parts() {
        match part {
            Part::Image => form.add_image(&mut slot),
            Part::Source => form.add_source(&mut slot),
            Part::Author => {
                let separator = form.author_separator(&slot);
                slot.rows.iter_mut().for_each(|row| form.add_author(row, &separator));
            }
        }
    }
    slot
}

/// Removes the part of a slot that one of its fields belongs to: an image with its description and its
/// link, or a source. `None` for other fields.
pub fn remove_part(draft: &Draft, profile: &Profile, slot: &Slot, field: usize) -> Option<Edits> {
    let own = slot.fields.get(field)?;
    match own.role {
        Role::Image | Role::AltText | Role::ImageLink => remove_image(draft, *own.spans.first()?),
        _ => remove_source(draft, profile, slot, field),
    }
}

/// Removes the image whose path, description or link is at `place`. An image alone in its paragraph is
/// removed with the blank lines around it. `None` if there is no such image.
fn remove_image(draft: &Draft, place: Span) -> Option<Edits> {
    let is_at = |image: &Image| image.dest == place || image.alt == place || image.link == Some(place);
    let block = draft.blocks().iter().find(|block| block.images.iter().any(is_at))?;
    let image = block.images.iter().find(|image| is_at(image))?;
    let text = draft.text();
    if block.images.len() == 1 && block.is_image_only(text) {
        return Some(Edits::delete(with_spacing(draft, block.span)));
    }
    let rest = text.get(image.outer.end..).unwrap_or("");
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Some(Edits::delete(Span::new(image.outer.start, image.outer.end + gap)))
}

/// How a story ends with its source, unless the profile says it.
const SOURCE: &str = " - {}.";

/// The examples that the markup of a missing part is learnt from.
struct Form<'a> {
    draft: &'a Draft,
    profile: &'a Profile,
    outline: &'a Outline,
}

impl Form<'_> {
    fn missing(&self, role: Role, input: Input, at: usize, wrapper: (String, String)) -> Field {
        let mut field = Field::new(role, input, vec![Span::at(at)], self.draft, self.profile);
        field.wrapper = (wrapper.0.into(), wrapper.1.into());
        field.shows_work = false;
        field.presence = Presence::Absent;
        field
    }

    fn add_image(&self, slot: &mut Slot) {
        let text = slot.fields.iter().position(|field| field.role == Role::Text);
        match slot.fields.iter().position(|field| field.role == Role::Image) {
            Some(image) => self.add_image_link(slot, image),
            None => {
                if let Some(text) = text {
                    let fields = self.image_fields(&slot.fields[text]);
                    slot.fields.splice(text..text, fields.into_iter().flatten());
                }
            }
        }
    }

    /// The fields of an image before a text.
    fn image_fields(&self, text: &Field) -> Option<Vec<Field>> {
        let at = text.spans.first()?.start;
        let has_text = text.fill != Fill::Missing;
        let (lead, tail) = match has_text {
            true => (String::new(), "\n\n".to_owned()),
            false => (text.wrapper.0.to_string(), text.wrapper.1.to_string()),
        };
        let alt = preferred("title", &self.profile.images.alt_placeholders);
        let folder = self.image_folder();
        let is_linked = self.has_linked_images(at);
        let (open, close) = match is_linked {
            true => ("[![", format!("]({})", self.address())),
            false => ("![", String::new()),
        };
        let around = |before: String, after: String| (format!("{lead}{before}"), format!("{after}{tail}"));
        let image = around(format!("{open}{alt}]("), format!("){close}"));
        let description = around(open.to_owned(), format!("]({folder}){close}"));
        let mut fields = vec![
            self.missing(Role::Image, Input::Path, at, image),
            self.missing(Role::AltText, Input::Bracketed, at, description),
        ];
        if is_linked {
            let link = around(format!("{open}{alt}]({folder})]("), ")".to_owned());
            fields.push(self.missing(Role::ImageLink, Input::Address, at, link));
        }
        Some(fields)
    }

    /// Adds the address of an image that has none, if the newsletter's images have one.
    fn add_image_link(&self, slot: &mut Slot, image: usize) {
        let dest = slot.fields[image].spans.first().copied();
        let own = dest.and_then(|dest| self.draft.images().find(|image| image.dest == dest));
        let has_several = slot.fields.iter().filter(|field| field.input == Input::Path).count() > 1;
        let Some(own) = own.filter(|own| own.link.is_none() && !has_several) else { return };
        if !self.has_linked_images(own.span.start) {
            return;
        }
        let wrapper = ("](".to_owned(), ")".to_owned());
        let link = self.missing(Role::ImageLink, Input::Address, own.span.end, wrapper);
        let after =
            slot.fields[image..].iter().take_while(|field| matches!(field.role, Role::Image | Role::AltText));
        let at = image + after.count();
        slot.fields.insert(at, link.linking(own.span.len()));
    }

    /// Adds the source at the end of a story whose text ends with a paragraph.
    fn add_source(&self, slot: &mut Slot) {
        if slot.fields.iter().any(|field| field.role == Role::Source) {
            return;
        }
        let Some((at, fields)) = self.source_fields(slot) else { return };
        slot.fields.splice(at..at, fields);
    }

    /// The fields of a source, and their place among the fields. `None` if the story's text is empty or does
    /// not end in a paragraph, or if the profile's form of a source has no `{}`.
    fn source_fields(&self, slot: &Slot) -> Option<(usize, [Field; 2])> {
        let text = slot.fields.iter().position(|field| field.role == Role::Text)?;
        let span = slot.fields[text].spans.first()?;
        let words = self.draft.slice(*span).trim_end();
        let end = span.start + words.len();
        let is_paragraph = |block: &&Block| block.is_paragraph() && block.span.touches(end);
        self.draft.blocks().iter().find(is_paragraph).filter(|_| !words.is_empty())?;
        let (before, stop) = self.profile.style.source.as_deref().unwrap_or(SOURCE).split_once("{}")?;
        // The full stop of the text is that of its source. An ellipsis stays.
        let (closing, full_stop) = stop.split_at(SourceMarks::new(self.profile).closed(stop));
        let rest = words.strip_suffix(full_stop).filter(|rest| !full_stop.is_empty() && !rest.ends_with('.'));
        let (at, stop) = match rest {
            Some(rest) => (span.start + rest.len(), closing),
            None => (end, stop),
        };
        let site = preferred("site", &self.profile.placeholders.texts);
        let name = (format!("{before}["), format!("]({}){stop}", self.address()));
        let address = (format!("{before}[{site}]("), format!("){stop}"));
        let fields = [
            self.missing(Role::Source, Input::Bracketed, at, name),
            self.missing(Role::SourceAddress, Input::Address, at, address),
        ];
        Some((text + 1, fields))
    }

    /// The words between the title and the author of a row.
    fn author_separator(&self, slot: &Slot) -> String {
        let spec = self.outline.spec(slot.section, self.profile);
        let form = spec.and_then(|spec| spec.form.as_deref()).unwrap_or(finder(slot.kind).row_form());
        let between = form.split_once(')').and_then(|(_, rest)| rest.split_once('['));
        between.map_or(" ", |(between, _)| between).to_owned()
    }

    fn add_author(&self, row: &mut Row, separator: &str) {
        let address = row.fields.iter().find(|field| field.role == Role::Address);
        let dest = address.and_then(|address| address.spans.first());
        let link = dest.and_then(|dest| self.draft.links_in(row.span).find(|link| link.dest == *dest));
        let Some(link) = link.filter(|_| !row.fields.iter().any(|field| field.role == Role::Author)) else {
            return;
        };
        let name = preferred("name", &self.profile.placeholders.texts);
        let author = (format!("{separator}["), format!("]({})", self.address()));
        let address = (format!("{separator}[{name}]("), ")".to_owned());
        row.fields.push(self.missing(Role::Author, Input::Bracketed, link.span.end, author));
        row.fields.push(self.missing(Role::AuthorAddress, Input::Address, link.span.end, address));
    }

    /// The folder of the draft's own images, as it refers to them.
    fn image_folder(&self) -> String {
        let is_local = |path: &&str| !path.contains(':');
        let mut paths = self.draft.images().map(|image| self.draft.slice(image.dest)).filter(is_local);
        let folder = paths.find_map(|path| Some(&path[..path.rfind('/')? + 1]));
        folder.unwrap_or_default().to_owned()
    }

    /// True if most images of the section at `offset`, or else of the draft, are links.
    fn has_linked_images(&self, offset: usize) -> bool {
        let section = self.outline.section_at(offset).and_then(|section| self.outline.sections.get(section));
        let near = section.map_or_else(Span::default, |section| section.span);
        let is_most = |images: Vec<Image>| {
            let linked = images.iter().filter(|image| image.link.is_some()).count();
            (!images.is_empty()).then_some(linked * 2 > images.len())
        };
        is_most(self.draft.images().filter(|image| near.contains(image.dest)).collect())
            .or_else(|| is_most(self.draft.images().collect()))
            .unwrap_or_else(|| {
                self.profile
                    .sections
                    .iter()
                    .filter_map(|one| one.form.as_ref())
                    .any(|form| form.contains("[!["))
            })
    }

    fn address(&self) -> String {
        preferred("url", &self.profile.placeholders.addresses)
    }
}
