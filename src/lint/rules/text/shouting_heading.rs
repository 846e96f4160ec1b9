use crate::draft::BlockKind;
use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct ShoutingHeading;

const META: Meta = Meta {
    name: "shouting-heading",
    severity: Severity::Hint,
    summary: "A heading is in capital letters.",
    why: "Mail filters count it against the mail, and readers see it as shouting.",
    bad: issue!("## THE BRIGHTEST LAMP EVER\n"),
    good: issue!("## The Brightest Lamp Ever\n"),
};

impl Rule for ShoutingHeading {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for block in context.draft.blocks() {
            let BlockKind::Heading { text, .. } = block.kind else { continue };
            let words = context.draft.slice(text).split_whitespace();
            let long: Vec<&str> =
                words.filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3).collect();
            // Not every script has capital letters.
            let is_loud =
                |word: &&&str| word.contains(char::is_uppercase) && !word.contains(char::is_lowercase);
            let loud = long.iter().filter(is_loud).count();
            let title = context.draft.slice(text).to_lowercase();
            let is_usual = || context.facts.archive.iter().any(|issue| issue.has_heading(&title));
            if loud >= 2 && loud == long.len() && !is_usual() {
                let message = "this heading is in capital letters";
                found.push(self.problem(text, message));
            }
        }
    }
}
