use crate::lint::Severity;
use crate::lint::page::TextPlace;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct VisibleAsterisk;

const META: Meta = Meta {
    name: "visible-asterisk",
    severity: Severity::Warning,
    summary: "The asterisks of emphasis are shown to readers.",
    why: "The site's generator reads emphasis in another order than other renderers.",
    bad: issue!("It is *very **bright***.\n"),
    good: issue!("It is *very bright*.\n"),
};

impl Rule for VisibleAsterisk {
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
        let marks = context.marks();
        for shown in &page.texts {
            if matches!(shown.place, TextPlace::CodeBlock | TextPlace::InlineCode)
                || !shown.text.contains('*')
            {
                continue;
            }
            let source = shown.span.of(text);
            let mut end = 0;
            for (at, _) in source.match_indices('*') {
                let place = shown.span.start + at;
                // Asterisks that CommonMark shows as well are those of `stray-emphasis`.
                let is_stray = marks.binary_search_by_key(&place, |mark| mark.at).is_ok();
                let is_item = source[..at].rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
                    && source[at + 1..].starts_with(' ');
                if at < end || is_stray || is_item || text[..place].ends_with('\\') {
                    continue;
                }
                let length = source[at..].bytes().take_while(|byte| *byte == b'*').count();
                end = at + length;
                let span = Span::new(place, place + length);
                found.push(
                    self.problem(span, "these asterisks are shown").help("write the emphasis in another way"),
                );
            }
        }
    }
}
