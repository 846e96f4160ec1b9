//! What the stories of all kinds have in common: images, a text, its sources.

use super::insertion::{Preceding, insertion_after};
use super::{Field, Input, Role, SectionView};
use crate::draft::{Block, Image, Link, LinkKind};
use crate::text::Span;

/// The fields of a story made of `blocks`, without its title.
pub(super) fn fields(part: &SectionView<'_>, blocks: &[Block]) -> Vec<Field> {
    let mut fields = Vec::new();
    let images: Vec<&Image> = blocks.iter().flat_map(|block| block.images.iter()).collect();
    for (n, image) in images.iter().enumerate() {
        image_fields(part, image, if images.len() > 1 { Some(n + 1) } else { None }, &mut fields);
    }
    fields.extend(text_fields(part, blocks));
    fields
}

pub(super) fn image_fields(
    part: &SectionView<'_>,
    image: &Image,
    number: Option<usize>,
    out: &mut Vec<Field>,
) {
    out.push(part.field(Role::Image, Input::Path, image.dest).numbered(number).required());
    out.push(part.field(Role::AltText, Input::Bracketed, image.alt).numbered(number).required());
    if let Some(link) = image.link {
        out.push(part.field(Role::ImageLink, Input::Address, link).numbered(number).required());
    }
}

/// Text, sources, "via", and what comes after them.
fn text_fields(part: &SectionView<'_>, blocks: &[Block]) -> Vec<Field> {
    let text = part.draft.text();
    let Some(first) = blocks.iter().find(|block| !block.is_image_only(text)) else {
        return vec![part.empty_text(Role::Text, part.insertion_after(blocks))];
    };
    let end = blocks
        .iter()
        .rev()
        .find(|block| !block.is_image_only(text))
        .map_or(first.span.end, |block| block.span.end);
    let bare = blocks.iter().enumerate().find_map(|(n, block)| Some((block, bare_sources(blocks, n, text)?)));
    let found = bare.or_else(|| blocks.iter().find_map(|block| Some((block, sources(block, text)?))));
    let mut fields = Vec::new();
    let Some((block, sources)) = found else {
        fields.push(part.field(Role::Text, Input::Markdown, Span::new(first.span.start, end)).required());
        return fields;
    };
    let start = first.span.start.min(sources.text_end);
    let words = Span::new(start, sources.text_end);
    let mut field = part.field(Role::Text, Input::Markdown, words).required();
    // A dash without a blank before it would be a hyphen.
    if words.is_empty() && !text.get(words.end..).is_some_and(|rest| rest.starts_with(' ')) {
        field.wrapper = ("", " ");
    }
    fields.push(field);
    let several = sources.links.iter().filter(|(_, via)| !via).count() > 1;
    let mut n = 0;
    for (link, via) in &sources.links {
        let (name, address) =
            if *via { (Role::Via, Role::ViaAddress) } else { (Role::Source, Role::SourceAddress) };
        let is_numbered = several && !via;
        n += usize::from(is_numbered);
        let number = is_numbered.then_some(n);
        // A template names the source where it is always the same: its name tells nothing.
        let name = part.field(name, Input::Bracketed, link.text).with_link(link);
        let mut name = name.numbered(number).required();
        name.shows_work = false;
        fields.push(name);
        fields.push(part.field(address, Input::Address, link.dest).numbered(number).required());
    }
    let rest = Span::new(sources.end, end.max(sources.end)).trim(text);
    if !rest.is_empty() && sources.end >= block.span.start {
        fields.push(part.field(Role::AfterSources, Input::Markdown, rest));
    } else if rest.is_empty() {
        fields.extend(emptied_end(part, sources.end));
    }
    fields
}

/// The field for what stood after the sources, where its place is still to be seen.
fn emptied_end(part: &SectionView<'_>, end: usize) -> Option<Field> {
    let text = part.draft.text();
    let rest = text.get(end..).unwrap_or("");
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let place = insertion_after(text, end, Preceding::Block);
    let place = match line.is_empty() {
        false => Span::at(end + line.len()),
        true => place.had_paragraph.then_some(place.span)?,
    };
    Some(part.field(Role::AfterSources, Input::Markdown, place))
}

pub(super) struct Sources<'b> {
    /// Where the text before the dash ends.
    pub text_end: usize,
    /// The links after the dash, and whether each is a "via".
    pub links: Vec<(&'b Link, bool)>,
    /// After the full stop behind the last link.
    pub end: usize,
}

/// The sources at the end of a paragraph: ` - [site](address), [other](address). Via [X](address).`
pub(super) fn sources<'b>(block: &'b Block, text: &str) -> Option<Sources<'b>> {
    if block.is_paragraph() { chain(block, text) } else { None }
}

/// The sources of a story that has no text: ` - [site](address).`, which Markdown takes for a list.
/// It stands after the story's pictures, or begins with the blank that parted it from a text.
pub(super) fn bare_sources<'b>(blocks: &'b [Block], at: usize, text: &str) -> Option<Sources<'b>> {
    let block = blocks.get(at)?;
    let [_] = block.items() else { return None };
    let is_parted = text.get(..block.span.start).is_some_and(|head| head.ends_with("\n "));
    (is_parted || follows_picture(blocks, at, text)).then_some(())?;
    let sources = chain(block, text)?;
    (sources.text_end <= block.span.start).then_some(sources)
}

pub(super) fn follows_picture(blocks: &[Block], at: usize, text: &str) -> bool {
    at.checked_sub(1).and_then(|before| blocks.get(before)).is_some_and(|block| block.is_image_only(text))
}

/// The links at the end of a block, from the one after a dash.
fn chain<'b>(block: &'b Block, text: &str) -> Option<Sources<'b>> {
    let between = |start: usize, end: usize| text.get(start..end).unwrap_or("?");
    let mut links: Vec<(&Link, bool)> = Vec::new();
    let mut next = block.span.end;
    for link in block.links.iter().rev().filter(|link| link.kind == LinkKind::Inline && !link.shows_image) {
        if link.span.end > next || !is_connector(between(link.span.end, next), links.is_empty()) {
            break;
        }
        next = link.span.start;
        links.push((link, false));
    }
    links.reverse();
    // The dash may stand before any of them; what is before the dash belongs to the text.
    let first = links
        .iter()
        .position(|(link, _)| ends_with_dash(between(block.span.start, link.span.start)).is_some())?;
    let links: Vec<_> = links.split_off(first);
    let before = between(block.span.start, links[0].0.span.start);
    let mut text_end = block.span.start + ends_with_dash(before)?;
    if text_end == block.span.start {
        // No text: it goes before the blanks of the line.
        text_end = text.get(..text_end).unwrap_or("").trim_end_matches(' ').len();
    }
    let mut out = Vec::with_capacity(links.len());
    for (n, (link, _)) in links.iter().enumerate() {
        let via = n > 0 && between(links[n - 1].0.span.end, link.span.start).to_lowercase().contains("via");
        out.push((*link, via));
    }
    let last = out.last()?.0.span.end;
    let stop = between(last, block.span.end);
    let end = last + (stop.len() - stop.trim_start_matches(['.', '!']).len());
    Some(Sources { text_end, links: out, end })
}

/// What may stand between two sources, or after the last one.
fn is_connector(text: &str, last: bool) -> bool {
    let words = text.to_lowercase();
    let words = words.trim_matches([' ', '.', ',', '&', '/', '\n', '\r', '!', ';']);
    if last {
        words.is_empty()
    } else {
        matches!(words, "" | "and" | "via" | "and via" | "also" | "or" | "plus")
    }
}

/// Where the text ends before a dash that ends `before`.
fn ends_with_dash(before: &str) -> Option<usize> {
    let trimmed = before.trim_end_matches([' ', '\r', '\n']).strip_suffix(['-', '–', '—'])?;
    let text = trimmed.trim_end_matches([' ', '\r', '\n', '-']);
    // `well-[known](x)`: a hyphen in a word is no dash.
    (text.len() < trimmed.len() || trimmed.is_empty()).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn read(text: &str) -> Option<(String, Vec<(String, bool)>)> {
        let draft = Draft::parse(text);
        let sources = sources(&draft.blocks()[0], draft.text())?;
        let links =
            sources.links.iter().map(|(link, via)| (draft.slice(link.text).to_owned(), *via)).collect();
        Some((text[..sources.text_end].to_owned(), links))
    }

    #[test]
    fn sources_after_the_dash_are_read_with_their_via() {
        let (text, links) =
            read("A [lamp](https://a.example) that hums - [Site](https://b.example), [Code](https://c.example) and [Video](https://d.example). Via [Friend](https://e.example).")
                .unwrap();
        assert_eq!(text, "A [lamp](https://a.example) that hums");
        let names: Vec<_> = links.iter().map(|(name, via)| (name.as_str(), *via)).collect();
        assert_eq!(names, [("Site", false), ("Code", false), ("Video", false), ("Friend", true)]);
        assert_eq!(read("A long dash – [Site](https://b.example).").unwrap().0, "A long dash");
        assert_eq!(read("text - [site](url).").unwrap().0, "text");
    }

    #[test]
    fn a_hyphen_and_a_closing_link_are_no_source() {
        assert_eq!(read("It is well-[known](https://b.example)."), None);
        assert_eq!(read("See the [lamp](https://a.example)."), None);
        assert_eq!(read("Dash - [here](https://a.example) and more words."), None);
    }
}
