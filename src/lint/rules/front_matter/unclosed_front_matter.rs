use crate::draft::Syntax;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct UnclosedFrontMatter;

const META: Meta = Meta {
    name: "unclosed-front-matter",
    severity: Severity::Error,
    summary: "The front matter has no closing --- line.",
    why: "The site's generator reads the whole issue as front matter, or none of it.",
    bad: "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n\n## A lamp\n\nIt hums.\n",
    good: issue!("## A lamp\n\nIt hums.\n"),
};

impl Rule for UnclosedFrontMatter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if let Some(front) = context.draft.front_matter().filter(|front| !front.closed) {
            let open = Span::new(front.span.start, (front.span.start + 3).min(context.draft.text().len()));
            let help = match front.syntax {
                Syntax::Toml => "add a line of +++ after its last line",
                Syntax::Yaml | Syntax::Metadata => "add a line of three dashes after its last line",
            };
            found.push(self.problem(open, "the front matter is not closed").help(help));
        }
    }
}
