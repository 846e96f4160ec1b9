use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::text::Span;

pub(super) struct UnclosedFrontMatter;

impl Rule for UnclosedFrontMatter {
    fn name(&self) -> &'static str {
        "unclosed-front-matter"
    }

    fn summary(&self) -> &'static str {
        "The front matter has no closing --- line."
    }

    fn why(&self) -> &'static str {
        "The site's generator takes the whole issue for front matter, or none of it."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n\n## A lamp\n\nIt hums.\n"
    }

    fn good(&self) -> &'static str {
        issue!("## A lamp\n\nIt hums.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if let Some(front) = context.draft.front_matter().filter(|front| !front.closed) {
            let open = Span::new(front.span.start, (front.span.start + 3).min(context.draft.text().len()));
            found.push(
                Diagnostic::new(self.name(), Severity::Error, open, "the front matter is not closed")
                    .help("put a line of three dashes after its last line"),
            );
        }
    }
}
