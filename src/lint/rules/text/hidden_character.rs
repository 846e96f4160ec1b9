use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::script::is_southeast_asian;
use crate::text::{Edits, Span};

pub(super) struct HiddenCharacter;

const META: Meta = Meta {
    name: "hidden-character",
    severity: Severity::Warning,
    summary: "The text contains an invisible character.",
    why: "It breaks searches and links, and can reverse the order of the text.",
    bad: issue!("The lamp\u{200b} is bright.\n"),
    good: issue!("The lamp is bright.\n"),
};

impl Rule for HiddenCharacter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        // The first bytes of all invisible characters.
        for at in memchr::memchr3_iter(0xc2, 0xe2, 0xef, text.as_bytes()) {
            let Some(c) = text[at..].chars().next().filter(|c| is_hidden(*c) && at > 0) else { continue };
            // Joiners are part of emoji and of some scripts.
            let before = text[..at].chars().next_back();
            // Direction marks are part of right-to-left scripts.
            let after = text[at + c.len_utf8()..].chars().next();
            let is_right_to_left = |c: Option<char>| c.is_some_and(|c| ('\u{590}'..'\u{900}').contains(&c));
            let belongs = match c {
                '\u{200c}' | '\u{200d}' => before.is_some_and(|c| !c.is_ascii()),
                '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}' => {
                    is_right_to_left(before) || is_right_to_left(after)
                }
                // Some scripts have no visible spaces between words.
                '\u{200b}' => before.is_some_and(is_southeast_asian) || after.is_some_and(is_southeast_asian),
                _ => false,
            };
            if belongs {
                continue;
            }
            let span = Span::new(at, at + c.len_utf8());
            let message = format!("invisible character U+{:04X}", u32::from(c));
            found.push(self.problem(span, message).fix(Edits::delete(span)));
        }
    }
}

/// Zero-width characters, soft hyphens, and characters that change the text direction.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
