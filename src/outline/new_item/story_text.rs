//! The text of a story, with or without the source at its end.

use crate::draft::{Block, Draft, LinkKind};
use crate::outline::{SourceMarks, story};
use crate::text::address::Address;

/// The place where a text names its own source, as a link after a dash or between the profile's marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OwnSource {
    None,
    /// With words after it.
    Within,
    AtEnd,
}

impl OwnSource {
    pub fn of_text(text: &str, marks: SourceMarks<'_>) -> OwnSource {
        let draft = Draft::parse(text);
        let text = draft.text();
        let is_source = |block: &Block| story::sources(block, text, marks).is_some();
        let follows_dash = |start: usize| {
            let before = text[..start].trim_end();
            let words = before.trim_end_matches(['-', '–', '—']);
            words.len() < before.len() && words.ends_with(' ') && before.len() < start
        };
        let mut links = draft.links().filter(|link| link.kind == LinkKind::Inline);
        if draft.blocks().iter().any(is_source) {
            OwnSource::AtEnd
        } else if links.any(|link| follows_dash(link.span.start)) {
            OwnSource::Within
        } else {
            OwnSource::None
        }
    }
}

/// Removes a full stop: the form has one after the source. An ellipsis stays.
pub(super) fn without_stop(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(text)
}

/// Adds a full stop to a sentence that has none.
pub(super) fn with_stop(text: &str) -> String {
    let text = text.trim();
    // A full stop may be within the last link.
    let is_in_link = text.ends_with(')') && text.rfind("](").is_some_and(|at| text[..at].ends_with('.'));
    let is_ended = is_in_link || text.ends_with(['.', '!', '?', '"', '”']);
    if is_ended { text.to_owned() } else { format!("{text}.") }
}

/// True if a text links to the page of an address.
pub(super) fn links_to(text: &str, address: &str) -> bool {
    let draft = Draft::parse(text);
    let page = Address::new(address).map(|address| address.page());
    let mut links = draft.links().filter_map(|link| Address::new(draft.slice(link.dest)));
    page.is_some_and(|page| links.any(|address| address.page() == page))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    #[test]
    fn a_source_is_a_link_after_a_dash() {
        for (text, own) in [
            ("A gull flies", OwnSource::None),
            ("A gull - [Nest](https://n.example)", OwnSource::AtEnd),
            ("A gull – [Nest](https://n.example) and [Egg](https://e.example).", OwnSource::AtEnd),
            ("A gull - [Nest](https://n.example) (in Danish).", OwnSource::Within),
            ("A well-[known](https://n.example) gull", OwnSource::None),
            ("A gull -[Nest](https://n.example) (in Danish).", OwnSource::None),
        ] {
            assert_eq!(OwnSource::of_text(text, SourceMarks::new(&Profile::default())), own, "{text}");
        }
    }

    #[test]
    fn a_full_stop_goes_behind_the_source() {
        assert_eq!(without_stop("A gull flies."), "A gull flies");
        assert_eq!(without_stop("A gull flies..."), "A gull flies...");
        assert_eq!(with_stop("A gull flies"), "A gull flies.");
        for ended in ["Does it fly?", "A gull - [Nest.](https://n.example)"] {
            assert_eq!(with_stop(ended), ended);
        }
    }

    #[test]
    fn a_link_with_tracking_leads_to_the_same_page() {
        let text = "A [gull](https://g.example/1?utm_source=x) flies";
        assert!(links_to(text, "https://www.g.example/1/"));
        assert!(!links_to(text, "https://g.example/2"));
    }
}
