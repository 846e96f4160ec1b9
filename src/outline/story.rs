//! The fields that stories of all kinds share: images, a text, and its sources.

use super::insertion::{Preceding, insertion_after};
use super::{Field, Input, Role, SectionView, SourceMarks};
use crate::draft::{Block, Image, Link, LinkKind};
use crate::text::Span;

/// The fields of a story, without its title.
pub(super) fn fields(view: &SectionView<'_>, blocks: &[Block]) -> Vec<Field> {
    let mut fields = Vec::new();
    let images: Vec<&Image> = blocks.iter().flat_map(|block| block.images.iter()).collect();
    for (n, image) in images.iter().enumerate() {
        image_fields(view, image, if images.len() > 1 { Some(n + 1) } else { None }, &mut fields);
    }
    fields.extend(text_fields(view, blocks));
    fields
}

pub(super) fn image_fields(
    view: &SectionView<'_>,
    image: &Image,
    number: Option<usize>,
    out: &mut Vec<Field>,
) {
    out.push(view.field(Role::Image, Input::Path, image.dest).numbered(number).required());
    out.push(view.field(Role::AltText, Input::Bracketed, image.alt).numbered(number).required());
    if let Some(link) = image.link {
        let field = view.field(Role::ImageLink, Input::Address, link).numbered(number).required();
        out.push(field.linking(link.start.saturating_sub(image.outer.start)));
    }
}

/// The fields for the text, its sources, and the text after them.
fn text_fields(view: &SectionView<'_>, blocks: &[Block]) -> Vec<Field> {
    let text = view.draft.text();
    let marks = SourceMarks::new(view.profile);
    // A comment beside the images or above the text is for the editors, and no part of the text.
    let is_text = |block: &&Block| !block.is_image_only(text) && !block.is_comment(text);
    let Some(first) = blocks.iter().find(is_text) else {
        return vec![view.empty_text(Role::Text, view.insertion_after(blocks))];
    };
    let end = blocks.iter().rev().find(is_text).map_or(first.span.end, |block| block.span.end);
    let mut numbered = blocks.iter().enumerate();
    let bare = numbered.find_map(|(n, block)| Some((block, bare_sources(blocks, n, text, marks)?)));
    let found = bare.or_else(|| blocks.iter().find_map(|block| Some((block, sources(block, text, marks)?))));
    let mut fields = Vec::new();
    let Some((block, sources)) = found else {
        fields.push(view.field(Role::Text, Input::Markdown, Span::new(first.span.start, end)).required());
        return fields;
    };
    let start = first.span.start.min(sources.text_end);
    let words = Span::new(start, sources.text_end);
    let mut field = view.field(Role::Text, Input::Markdown, words).required();
    // A dash without a space before it would be a hyphen.
    if words.is_empty() && !text.get(words.end..).is_some_and(|rest| rest.starts_with(' ')) {
        field.wrapper.1 = " ".into();
    }
    fields.push(field);
    let has_several = sources.links.iter().filter(|(_, role)| *role == Role::Source).count() > 1;
    let mut n = 0;
    for (link, role) in &sources.links {
        let (name, address) = match role {
            Role::Via => (Role::Via, Role::ViaAddress),
            _ => (Role::Source, Role::SourceAddress),
        };
        let is_numbered = has_several && *role == Role::Source;
        n += usize::from(is_numbered);
        let number = is_numbered.then_some(n);
        // A template may name a source that is always the same, so its name shows no work.
        let name = view.field(name, Input::Bracketed, link.text).with_link(link);
        let mut name = name.numbered(number).required();
        name.shows_work = false;
        fields.push(name);
        fields.push(view.field(address, Input::Address, link.dest).numbered(number).required());
    }
    let rest = Span::new(sources.end, end.max(sources.end)).trim(text);
    if !rest.is_empty() && sources.end >= block.span.start {
        fields.push(view.field(Role::AfterSources, Input::Markdown, rest));
    } else if rest.is_empty() {
        fields.extend(emptied_end(view, sources.end));
    }
    fields
}

/// The field for emptied text after the sources, if the white space shows where it was.
fn emptied_end(view: &SectionView<'_>, end: usize) -> Option<Field> {
    let text = view.draft.text();
    let rest = text.get(end..).unwrap_or("");
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let place = insertion_after(text, end, Preceding::Block);
    let place = match line.is_empty() {
        false => Span::at(end + line.len()),
        true => place.had_paragraph.then_some(place.span)?,
    };
    Some(view.field(Role::AfterSources, Input::Markdown, place))
}

pub(super) struct Sources<'b> {
    /// The end of the text before the dash or another mark.
    pub text_end: usize,
    /// The links after the mark, each a [`Role::Source`] or a [`Role::Via`].
    pub links: Vec<(&'b Link, Role)>,
    /// The end of the full stop after the last link and its mark.
    pub end: usize,
}

/// The sources at the end of a paragraph: ` - [site](address), [other](address). Via [X](address).` `None` if
/// it does not end with links after a dash, or between the marks of the profile.
pub(super) fn sources<'b>(block: &'b Block, text: &str, marks: SourceMarks<'_>) -> Option<Sources<'b>> {
    if block.is_paragraph() { chain(block, text, marks) } else { None }
}

/// The sources of a story without a text: ` - [site](address).`, which is a list in Markdown. They
/// follow the story's images, or begin with the space that separated them from the text.
pub(super) fn bare_sources<'b>(
    blocks: &'b [Block],
    at: usize,
    text: &str,
    marks: SourceMarks<'_>,
) -> Option<Sources<'b>> {
    let block = blocks.get(at)?;
    let [_] = block.items() else { return None };
    let has_space = text.get(..block.span.start).is_some_and(|head| head.ends_with("\n "));
    (has_space || follows_image(blocks, at, text)).then_some(())?;
    let sources = chain(block, text, marks)?;
    (sources.text_end <= block.span.start).then_some(sources)
}

/// True if the block before `blocks[at]` has only images.
pub(super) fn follows_image(blocks: &[Block], at: usize, text: &str) -> bool {
    at.checked_sub(1).and_then(|before| blocks.get(before)).is_some_and(|block| block.is_image_only(text))
}

/// The links at the end of a block, from the first one after a dash or the profile's mark.
fn chain<'b>(block: &'b Block, text: &str, marks: SourceMarks<'_>) -> Option<Sources<'b>> {
    let between = |start: usize, end: usize| text.get(start..end).unwrap_or("?");
    let mut links: Vec<&Link> = Vec::new();
    let mut next = block.span.end;
    let mut closing = 0;
    for link in block.links.iter().rev().filter(|link| link.kind == LinkKind::Inline && !link.shows_image) {
        let mut separator = between(link.span.end, next);
        if links.is_empty() {
            closing = marks.closed(separator);
            separator = &separator[closing..];
        }
        let is_separator = if links.is_empty() { is_end } else { is_conjunction };
        if link.span.end > next || !is_separator(separator) {
            break;
        }
        next = link.span.start;
        links.push(link);
    }
    links.reverse();
    // A mark after the sources belongs to the one before them.
    let opened = |before: &str| {
        let dash = if closing == 0 { ends_with_dash(before) } else { None };
        dash.or_else(|| marks.opened(before))
    };
    // The dash may be before any of them. Links before the dash are part of the text.
    let first = links.iter().position(|link| opened(between(block.span.start, link.span.start)).is_some())?;
    let links: Vec<_> = links.split_off(first);
    let before = between(block.span.start, links[0].span.start);
    let mut text_end = block.span.start + opened(before)?;
    if text_end == block.span.start {
        // Without a text, its place is before the spaces of the line.
        text_end = text.get(..text_end).unwrap_or("").trim_end_matches(' ').len();
    }
    let mut out = Vec::with_capacity(links.len());
    for (n, link) in links.iter().enumerate() {
        let is_via = n > 0 && between(links[n - 1].span.end, link.span.start).to_lowercase().contains("via");
        out.push((*link, if is_via { Role::Via } else { Role::Source }));
    }
    let last = out.last()?.0.span.end + closing;
    let stop = between(last, block.span.end);
    let end = last + (stop.len() - stop.trim_start_matches(['.', '!']).len());
    Some(Sources { text_end, links: out, end })
}

/// Punctuation and white space around sources.
const PUNCTUATION: [char; 9] = [' ', '.', ',', '&', '/', '\n', '\r', '!', ';'];

/// True for text that may follow the last source.
fn is_end(text: &str) -> bool {
    text.trim_matches(PUNCTUATION).is_empty()
}

/// True for text that may join two sources.
fn is_conjunction(text: &str) -> bool {
    let words = text.to_lowercase();
    matches!(words.trim_matches(PUNCTUATION), "" | "and" | "via" | "and via" | "also" | "or" | "plus")
}

/// If `before` ends with a dash, returns where the text before the dash ends.
fn ends_with_dash(before: &str) -> Option<usize> {
    let trimmed = before.trim_end_matches([' ', '\r', '\n']).strip_suffix(['-', '–', '—'])?;
    // A dash before it that a space separates belongs to the text.
    let text = trimmed.trim_end_matches('-').trim_end_matches([' ', '\r', '\n']);
    // A hyphen within a word is no dash: `well-[known](x)`.
    (text.len() < trimmed.len() || trimmed.is_empty()).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::profile::Profile;

    fn read(text: &str) -> Option<(String, Vec<(String, Role)>)> {
        read_by(None, text)
    }

    fn read_by(source: Option<&str>, text: &str) -> Option<(String, Vec<(String, Role)>)> {
        let draft = Draft::parse(text);
        let mut profile = Profile::default();
        profile.style.source = source.map(str::to_owned);
        let sources = sources(&draft.blocks()[0], draft.text(), SourceMarks::new(&profile))?;
        let links =
            sources.links.iter().map(|(link, role)| (draft.slice(link.text).to_owned(), *role)).collect();
        Some((text[..sources.text_end].to_owned(), links))
    }

    #[test]
    fn sources_after_the_dash_are_read_with_their_via() {
        let (text, links) =
            read("A [lamp](https://a.example) that hums - [Site](https://b.example), [Code](https://c.example) and [Video](https://d.example). Via [Friend](https://e.example).")
                .unwrap();
        assert_eq!(text, "A [lamp](https://a.example) that hums");
        let names: Vec<_> = links.iter().map(|(name, role)| (name.as_str(), *role)).collect();
        assert_eq!(
            names,
            [("Site", Role::Source), ("Code", Role::Source), ("Video", Role::Source), ("Friend", Role::Via)]
        );
        assert_eq!(read("A long dash – [Site](https://b.example).").unwrap().0, "A long dash");
        assert_eq!(read("text - [site](url).").unwrap().0, "text");
        assert_eq!(read("Some text -- [site](url).").unwrap().0, "Some text");
        assert_eq!(read("Some text -  - [site](url).").unwrap().0, "Some text -");
    }

    #[test]
    fn a_hyphen_and_a_closing_link_are_no_source() {
        assert_eq!(read("It is well-[known](https://b.example)."), None);
        assert_eq!(read("See the [lamp](https://a.example)."), None);
        assert_eq!(read("Dash - [here](https://a.example) and more words."), None);
        assert_eq!(read("In brackets ([here](https://a.example))."), None);
    }

    #[test]
    fn sources_are_read_between_the_marks_of_the_profile() {
        for (form, text) in [
            (" ({}).", "It hums ([Site](https://b.example))."),
            (" ({}).", "It hums\n([Site](https://b.example))"),
            (" ({}).", "It hums ([Site](https://b.example)"),
            (" ({}).", "It hums - [Site](https://b.example)."),
            (" (via {})", "It hums (via [Site](https://b.example)"),
            ("（{}）。", "It hums（[Site](https://b.example)）。"),
            (" Source: {}.", "It hums Source: [Site](https://b.example)."),
        ] {
            let read = read_by(Some(form), text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(read, ("It hums".to_owned(), vec![("Site".to_owned(), Role::Source)]), "{text}");
        }
        let several = read_by(Some(" ({})."), "It ([hums](u)) loud ([A](a), [B](b) and [C](c)).").unwrap();
        assert_eq!((several.0.as_str(), several.1.len()), ("It ([hums](u)) loud", 3));
        for text in
            ["It hums (see [Site](s)).", "It hums ([Site](s) and more).", "It - hums ([at](s)) night."]
        {
            assert_eq!(read_by(Some(" ({})."), text), None, "{text}");
        }
    }
}
