//! The fields that items of several blocks share: images before and after a text, and a text that may begin
//! with a link.

use std::ops::Range;

use super::SectionView;
use super::html_image::{HtmlImage, html_image};
use crate::draft::{Block, BlockKind, Image, Link, LinkKind};
use crate::outline::{Field, Fill, Input, Role};
use crate::text::Span;

/// True for a block that shows only images, in Markdown or in HTML.
pub(super) fn shows_image(view: &SectionView<'_>, block: &Block) -> bool {
    view.is_image_only(block) || html_image(view.draft.text(), block).is_some()
}

/// The blocks of the text: from the first one that is more than an image to the last one. After all blocks
/// if there is no text.
pub(super) fn text_of(view: &SectionView<'_>, blocks: &[Block]) -> Range<usize> {
    let is_text = |block: &Block| !shows_image(view, block);
    match (blocks.iter().position(is_text), blocks.iter().rposition(is_text)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => blocks.len()..blocks.len(),
    }
}

/// An image of an item.
enum Shown<'b> {
    Markdown(&'b Image),
    Html(HtmlImage),
}

/// The fields of the images before the text, those of the text, and those of the images after it. Images
/// within the text are parts of it.
pub(super) fn with_images(
    view: &SectionView<'_>,
    blocks: &[Block],
    text: &Range<usize>,
    text_fields: Vec<Field>,
) -> Vec<Field> {
    let (before, after) = (images(view, &blocks[..text.start]), images(view, &blocks[text.end..]));
    let has_several = before.len() + after.len() > 1;
    let mut fields = Vec::new();
    let number = |n: usize| has_several.then_some(n + 1);
    for (n, image) in before.iter().enumerate() {
        fields.extend(image_fields(view, image, number(n)));
    }
    fields.extend(text_fields);
    for (n, image) in after.iter().enumerate() {
        fields.extend(image_fields(view, image, number(before.len() + n)));
    }
    fields
}

fn images<'b>(view: &SectionView<'_>, blocks: &'b [Block]) -> Vec<Shown<'b>> {
    let of_block = |block: &'b Block| match html_image(view.draft.text(), block) {
        Some(image) => vec![Shown::Html(image)],
        None => block.images.iter().map(Shown::Markdown).collect(),
    };
    blocks.iter().flat_map(of_block).collect()
}

/// The path, description and address of an image. Many newsletters describe no image, so an item is complete
/// without a description; `missing-alt` reports it.
fn image_fields(view: &SectionView<'_>, image: &Shown<'_>, number: Option<usize>) -> Vec<Field> {
    let (path, alt, link) = match image {
        Shown::Markdown(image) => (image.dest, Some(image.alt), image.link),
        Shown::Html(image) => (image.path, image.alt, None),
    };
    let path = view.field(Role::Image, Input::Path, path).numbered(number).required();
    let alt = alt.map(|alt| view.field(Role::AltText, Input::Bracketed, alt).numbered(number));
    let link = link.map(|link| view.field(Role::ImageLink, Input::Address, link).numbered(number).required());
    [Some(path), alt, link].into_iter().flatten().collect()
}

/// A link that a text begins with, alone or in emphasis.
pub(super) struct LeadLink<'b> {
    pub link: &'b Link,
    /// The end of the link, and of the emphasis around it.
    pub end: usize,
    /// True if the link is probably a person who did what the text tells.
    pub is_author: bool,
}

/// The characters of emphasis.
const EMPHASIS: [char; 2] = ['*', '_'];
/// Characters between a link and the text after it.
const SEPARATORS: [char; 12] = [' ', '\t', '\u{3000}', ',', '，', ':', '：', ';', '-', '–', '—', '|'];

impl<'b> LeadLink<'b> {
    /// The link at `start` of a block.
    pub fn read(view: &SectionView<'_>, block: &'b Block, start: usize) -> Option<LeadLink<'b>> {
        let is_plain = |link: &&Link| link.kind == LinkKind::Inline && !link.shows_image;
        let at = block.links.iter().position(|link| link.span.start >= start)?;
        let link = block.links.get(at).filter(is_plain)?;
        let marks = view.slice(Span::new(start, link.span.start));
        let is_lead = block.is_paragraph() && marks.trim_matches(EMPHASIS).is_empty();
        let close: String = marks.chars().rev().collect();
        let rest = view.slice(Span::new(link.span.end, block.span.end));
        let end = link.span.end + if rest.starts_with(&close) { close.len() } else { 0 };
        let is_author = is_name(view.slice(link.text)) && block.links.len() > at + 1 && rest.starts_with(' ');
        is_lead.then_some(LeadLink { link, end, is_author })
    }
}

/// True for two to four words that begin with capital letters, such as the name of a person.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’');
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    (2..=4).contains(&words.len())
        && words.iter().all(|word| word.chars().all(is_letter))
        && words.first().is_some_and(is_capital)
        && words.last().is_some_and(is_capital)
}

/// The fields of a text from `start` in `block` to `end`, which may be in a later block.
pub(super) fn text_fields(view: &SectionView<'_>, block: &Block, start: usize, end: usize) -> Vec<Field> {
    let Some(lead) = LeadLink::read(view, block, start) else {
        let mut field = view.field(Role::Text, Input::Markdown, Span::new(start, end)).required();
        if is_quoted_placeholder(view, block) {
            field.fill = Fill::Placeholder;
            field.placeholder = Some(view.slice(Span::new(start, end)).trim().to_owned());
        }
        return vec![field];
    };
    let mut fields = link_fields(view, &lead);
    fields.extend(text_after(view, &lead, end));
    fields
}

/// The name and address of a link that a text begins with.
pub(super) fn link_fields(view: &SectionView<'_>, lead: &LeadLink<'_>) -> Vec<Field> {
    let (name, address) = match lead.is_author {
        true => (Role::Author, Role::AuthorAddress),
        false => (Role::Title, Role::Address),
    };
    vec![
        view.field(name, Input::Bracketed, lead.link.text).with_link(lead.link).required(),
        view.field(address, Input::Address, lead.link.dest).required(),
    ]
}

/// The text between a link and `end`. `None` if there are only punctuation marks.
pub(super) fn text_after(view: &SectionView<'_>, lead: &LeadLink<'_>, end: usize) -> Option<Field> {
    let rest = view.slice(Span::new(lead.end, end.max(lead.end)));
    if rest.trim().is_empty() {
        let mut field = view.empty_line_text(Role::Text, lead.end, " ");
        field.required = false;
        return Some(field);
    }
    let line = rest.find('\n').unwrap_or(rest.len());
    let has_words = |text: &str| text.contains(char::is_alphanumeric);
    let start = match has_words(&rest[..line]) {
        true => rest.len() - rest.trim_start_matches(SEPARATORS).len(),
        // The text is below the link's line.
        false if has_words(&rest[line..]) => rest.len() - rest[line..].trim_start().len(),
        false => return None,
    };
    let span = Span::new(lead.end + start, end);
    Some(view.field(Role::Text, Input::Markdown, span).required())
}

/// True for a quotation that is a placeholder of the template, such as `> TODO`.
fn is_quoted_placeholder(view: &SectionView<'_>, block: &Block) -> bool {
    let words = view.slice(block.span).trim_start_matches(['>', ' ']).trim();
    block.kind == BlockKind::Quote && view.profile.is_text_placeholder(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_some_words_with_capital_letters() {
        for (text, is_it) in [
            ("Mira Holm", true),
            ("Mira van der Holm", true),
            ("J.-P. O’Neill", true),
            ("Mira", false),
            ("NP-12", false),
            ("A lamp", false),
            ("The long history of lamps", false),
        ] {
            assert_eq!(is_name(text), is_it, "{text}");
        }
    }
}
