use super::MailRule;
use crate::draft::Block;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::Mail;
use crate::text::Span;

pub(super) struct MissingPreheader;

const META: Meta = Meta {
    name: "missing-preheader",
    severity: Severity::Warning,
    summary: "The mail has no text for the inbox to show after the subject.",
    why: "The inbox then shows the first words that it finds, such as an image's text or a link to unsubscribe.",
    bad: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n\n## A lamp that hums\n"),
    good: issue!("Hello! This week, a lamp hums.\n\n![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl MailRule for MissingPreheader {
    const META: &'static Meta = &META;
    const KEYS: &'static [&'static str] = &["mail.preheader"];

    fn check_mail(&self, mail: &Mail, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let Some(key) = &mail.preheader else {
            let is_text = |block: &Block| {
                let has_words = block.prose.iter().any(|prose| !draft.slice(*prose).trim().is_empty());
                !block.is_heading() && !block.is_image_only(draft.text()) && has_words
            };
            let blocks = draft.blocks();
            if let Some(first) = blocks.first()
                && blocks.iter().any(Block::is_heading)
                && !blocks.iter().any(is_text)
            {
                let problem = self
                    .problem(context.first_line(first.span), "the mail has no text for the inbox to show");
                found
                    .push(problem.help(
                        "begin with a sentence, or name a key of the front matter as `mail.preheader`",
                    ));
            }
            return;
        };
        let Some(front) = draft.front_matter() else { return };
        let value = front.value(key, draft.text());
        if value.is_none_or(|value| value.trim().is_empty()) {
            let place = front.field(key).map_or(front.content, |field| field.key);
            let place = Span::new(place.start, context.first_line(place).end);
            found.push(self.problem(place, format!("the front matter has no '{key}' for the inbox to show")));
        }
    }
}
