use std::cmp::Reverse;

use super::MailRule;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{Severity, list};
use crate::profile::Mail;
use crate::render::target::mail::{GMAIL_CLIP, MailSize};
use crate::text::{weight, weights};

pub(super) struct ClippedMail;

const META: Meta = Meta {
    name: "clipped-mail",
    severity: Severity::Warning,
    summary: "The mail has more bytes of HTML than Gmail shows.",
    why: "Gmail cuts it off and hides the rest behind a link, with the counting image and the link to unsubscribe.",
    bad: issue!(
        "A lamp hums at the sea, and 100 kB of stories follow.\n\n## News From Around the Web\n\nA box knows what is in it, and says so to everybody who asks it about the things that it was given to keep. A buoy listens to the waves.\n"
    ),
    good: issue!("A lamp hums at the sea, and 100 kB of stories follow.\n"),
};

impl MailRule for ClippedMail {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail.overhead", "mail.template"];

    fn check_mail(&self, _: &Mail, context: &Context<'_>, found: &mut Findings) {
        let Some(size) = context.mail_size().filter(|size| size.is_clipped()) else { return };
        let (bytes, most) = weights(size.bytes as u64, GMAIL_CLIP as u64);
        let (span, rest) = match size.first_clipped() {
            Some(first) => {
                let sections = &context.outline.sections;
                let beyond = sections.iter().filter(|section| section.span.end > first.start);
                let named = list(beyond.map(|section| format!("'{}'", section.title)), 4);
                (context.first_line(first), format!("the cut is here, in {named}"))
            }
            None => {
                let Some(last) = size.parts.last() else { return };
                (context.first_line(last.span), "only what the service adds is cut off".to_owned())
            }
        };
        let message = format!("the mail has {bytes} of HTML, and Gmail shows {most}: {rest}");
        found.push(self.problem(span, message).help(largest(context, size)));
    }
}

/// Names the largest sections, which are the first ones to shorten.
fn largest(context: &Context<'_>, size: &MailSize) -> String {
    let sections = context.outline.sections.iter();
    let mut sized: Vec<_> = sections
        .map(|section| (size.bytes_of(section.span), &section.title))
        .filter(|(bytes, _)| *bytes > 0)
        .collect();
    sized.sort_by_key(|(bytes, _)| Reverse(*bytes));
    let named = sized.iter().take(3).map(|(bytes, title)| format!("'{title}' {}", weight(*bytes as u64)));
    format!(
        "shorten it, or put less important sections last; the largest: {}",
        named.collect::<Vec<_>>().join(", ")
    )
}
