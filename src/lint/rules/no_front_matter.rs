use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::text::Span;

pub(super) struct NoFrontMatter;

impl Rule for NoFrontMatter {
    fn name(&self) -> &'static str {
        "no-front-matter"
    }

    fn summary(&self) -> &'static str {
        "The draft does not begin with front matter."
    }

    fn why(&self) -> &'static str {
        "Without a title and a date the site does not take it for an issue."
    }

    fn bad(&self) -> &'static str {
        "## A lamp\n\nIt hums.\n"
    }

    fn good(&self) -> &'static str {
        issue!("## A lamp\n\nIt hums.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if context.draft.front_matter().is_none() {
            let keys = context.profile.front_matter.required.join(", ");
            found.push(
                Diagnostic::new(self.name(), Severity::Error, Span::at(0), "there is no front matter")
                    .help(format!("begin the file with {keys}")),
            );
        }
    }
}
