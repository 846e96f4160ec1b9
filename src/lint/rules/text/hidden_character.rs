use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct HiddenCharacter;

const META: Meta = Meta {
    name: "hidden-character",
    summary: "A character that nobody sees stands in the text.",
    why: "It breaks searches and links, and can turn the order of what is read.",
    bad: issue!("The lamp\u{200b} is bright.\n"),
    good: issue!("The lamp is bright.\n"),
};

impl Rule for HiddenCharacter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        // The bytes that all of them begin with.
        for at in memchr::memchr3_iter(0xc2, 0xe2, 0xef, text.as_bytes()) {
            let Some(c) = text[at..].chars().next().filter(|c| is_hidden(*c) && at > 0) else { continue };
            // A joiner belongs to the emoji or the script around it.
            let before = text[..at].chars().next_back();
            // So do marks of direction in scripts that are written from the right.
            let after = text[at + c.len_utf8()..].chars().next();
            let is_from_right = |c: Option<char>| c.is_some_and(|c| ('\u{590}'..'\u{900}').contains(&c));
            let belongs = match c {
                '\u{200c}' | '\u{200d}' => before.is_some_and(|c| !c.is_ascii()),
                '\u{200e}' | '\u{200f}' | '\u{2066}'..='\u{2069}' => {
                    is_from_right(before) || is_from_right(after)
                }
                _ => false,
            };
            if belongs {
                continue;
            }
            let span = Span::new(at, at + c.len_utf8());
            let message = format!("a hidden character (U+{:04X}) stands here", u32::from(c));
            found.push(
                Diagnostic::new(self.name(), Severity::Warning, span, message).fix(Edits::delete(span)),
            );
        }
    }
}

/// Zero-width characters, soft hyphens, and those that turn the direction of writing.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
