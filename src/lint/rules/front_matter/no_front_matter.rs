use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct NoFrontMatter;

const META: Meta = Meta {
    name: "no-front-matter",
    severity: Severity::Error,
    summary: "The draft does not begin with front matter.",
    why: "Without a title and a date, the site does not treat it as an issue.",
    bad: "## A lamp\n\nIt hums.\n",
    good: issue!("## A lamp\n\nIt hums.\n"),
};

impl Rule for NoFrontMatter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if context.draft.front_matter().is_none() {
            let keys = context.profile.front_matter.required.join(", ");
            found.push(
                self.problem(Span::at(0), "there is no front matter")
                    .help(format!("begin the file with {keys}")),
            );
        }
    }
}
