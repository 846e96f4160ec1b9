use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct LongTitle;

const META: Meta = Meta {
    name: "long-title",
    severity: Severity::Warning,
    summary: "The title is too long for the subject line of a mail.",
    why: "Mail programs cut it off, and the rest is never read.",
    bad: "---\nlayout: post\ntitle: \"A lamp that listens to the sea and blinks whenever a ship comes by, a box that knows what is in it, and very much more to read\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl Rule for LongTitle {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["front_matter.max_title"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(most) = context.profile.front_matter.max_title else { return };
        let Some(field) = context.title_field() else { return };
        let length = field.decoded(context.draft.text()).trim().chars().count();
        if length > most {
            let message = format!("the title has {length} characters, and a subject line holds {most}");
            found.push(
                self.problem(field.value, message)
                    .help("say the most important thing first, and leave the rest to the issue"),
            );
        }
    }
}
