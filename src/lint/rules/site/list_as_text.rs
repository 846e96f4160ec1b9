use crate::lint::Severity;
use crate::lint::page::TextPlace;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct ListAsText;

const META: Meta = Meta {
    name: "list-as-text",
    severity: Severity::Error,
    summary: "A list is shown as running text.",
    why: "The site's generator begins a list only after an empty line.",
    bad: issue!("The lamps:\n* One\n* Two\n"),
    good: issue!("The lamps:\n\n* One\n* Two\n"),
};

impl Rule for ListAsText {
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
        let mut reported: Option<Span> = None;
        for shown in page.texts.iter().filter(|shown| shown.place == TextPlace::Paragraph) {
            let mut lines = shown.later_lines(text).filter(|(_, line)| is_item(line));
            let Some((span, _)) = lines.next() else { continue };
            // The items of one list are texts of one paragraph, with their links between them.
            let is_same = reported.is_some_and(|last| {
                text.get(last.end..span.start).is_none_or(|between| !between.contains("\n\n"))
            });
            reported = Some(span);
            if !is_same {
                let message = "this list is part of the paragraph before it";
                found.push(self.problem(span, message).help("add an empty line before the list"));
            }
        }
    }
}

/// The marks with which the items of lists begin.
const MARKS: [&str; 4] = ["* ", "+ ", "- ", "1. "];

/// True for a line that is the mark of an item and words.
fn is_item(line: &str) -> bool {
    MARKS.iter().any(|mark| line.starts_with(mark) && line.len() > mark.len())
}
