use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;

pub(super) struct LongTitle;

impl Rule for LongTitle {
    fn name(&self) -> &'static str {
        "long-title"
    }

    fn summary(&self) -> &'static str {
        "The title is too long for the subject line of a mail."
    }

    fn why(&self) -> &'static str {
        "Mail programs cut it off, and what was left out is never read."
    }

    fn bad(&self) -> &'static str {
        "---\nlayout: post\ntitle: \"A lamp that listens to the sea and blinks whenever a ship comes by, a box that knows what is in it, and very much more to read\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n"
    }

    fn good(&self) -> &'static str {
        issue!("")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(most) = context.profile.front_matter.max_title else { return };
        let Some(field) = context.title_field() else { return };
        let length = field.read(context.draft.text()).trim().chars().count();
        if length > most {
            let message = format!("the title has {length} characters, and a subject line holds {most}");
            found.push(
                Diagnostic::new(self.name(), Severity::Warning, field.value, message)
                    .help("say the most important thing first, and leave the rest to the issue"),
            );
        }
    }
}
