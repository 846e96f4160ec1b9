use super::illegal_feed_character::reference;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct LeftoverMarker;

const META: Meta = Meta {
    name: "leftover-marker",
    severity: Severity::Error,
    summary: "The site's generator leaves control characters in the page.",
    why: "Feeds with such characters can't be read, and readers see the generator's own marks.",
    bad: issue!("One <!-- see [**two**](https://example.org/two) -->\n"),
    good: issue!("One <!-- see [two](https://example.org/two) -->\n"),
};

impl Rule for LeftoverMarker {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn example_profile(&self) -> &'static str {
        "this-week-in-rust"
    }

    fn keys(&self) -> &'static [&'static str] {
        &["renderer"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(page) = context.site_page() else { return };
        let text = context.draft.text();
        let texts = page.texts.iter().map(|text| (text.text.as_str(), text.span));
        let raws = page.raws.iter().map(|raw| (raw.html.as_str(), raw.span));
        let values = page.values.iter().map(|(value, span)| (value.as_str(), *span));
        let mut last = None;
        for (shown, span) in texts.chain(raws).chain(values) {
            let own = span.of(text);
            let is_left =
                |character| is_marker(character) && !own.contains(character) && !refers_to(own, character);
            let Some(at) = shown.find(is_left) else { continue };
            if last == Some(span) {
                continue;
            }
            last = Some(span);
            let marker: String =
                shown[at..].chars().filter(|character| !is_marker(*character)).take(12).collect();
            let message =
                format!("the site's generator leaves control characters here, around '{}'", marker.trim());
            let help =
                "remove the emphasis, code or tags from the link in the comment, or remove the comment";
            found.push(self.problem(span, message).help(help));
        }
    }
}

/// True for a control character that is not white space.
fn is_marker(character: char) -> bool {
    character.is_ascii_control() && !character.is_ascii_whitespace()
}

/// True if a text has a reference to a character, which `illegal-feed-character` reports.
fn refers_to(text: &str, character: char) -> bool {
    let mut starts = text.match_indices("&#");
    starts.any(|(at, _)| reference(&text[at..]).is_some_and(|(_, code)| code == u32::from(character)))
}
