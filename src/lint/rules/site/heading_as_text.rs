use crate::lint::Severity;
use crate::lint::page::TextPlace;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct HeadingAsText;

const META: Meta = Meta {
    name: "heading-as-text",
    severity: Severity::Error,
    summary: "A heading is shown as running text.",
    why: "The site's generator does not read it as a heading there.",
    bad: issue!("The lamps\n  ## Boxes\n"),
    good: issue!("The lamps\n\n## Boxes\n"),
};

impl Rule for HeadingAsText {
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
        for shown in page.texts.iter().filter(|shown| shown.place == TextPlace::Paragraph) {
            for (span, _) in shown.later_lines(text).filter(|(_, line)| is_heading(line)) {
                let message = "this heading is part of the paragraph before it";
                found.push(self.problem(span, message).help("add an empty line before it, and no blanks"));
            }
        }
    }
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - text.len())) && text.starts_with(' ')
}
