use super::MailRule;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::Mail;

pub(super) struct LongSubject;

const META: Meta = Meta {
    name: "long-subject",
    severity: Severity::Hint,
    summary: "Phones do not show the whole subject of the mail.",
    why: "Most readers decide by the first words whether they open it.",
    bad: "---\nlayout: post\ntitle: \"A lamp that listens to the sea and blinks whenever a ship comes by\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n",
    good: issue!(""),
};

impl MailRule for LongSubject {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["front_matter.title", "mail.max_subject"];

    fn check_mail(&self, mail: &Mail, context: &Context<'_>, found: &mut Findings) {
        let Some(field) = context.title_field() else { return };
        let title = field.decoded(context.draft.text()).trim();
        let most = mail.max_subject();
        // A title over its own limit is reported as such.
        let is_reported =
            context.profile.front_matter.max_title.is_some_and(|max| title.chars().count() > max);
        if title.chars().count() > most && !is_reported {
            let shown: String = title.chars().take(most).collect();
            let message = format!("phones show only '{}…' of the subject", shown.trim_end());
            found.push(
                self.problem(field.value, message).help("say the most important thing in the first words"),
            );
        }
    }
}
