use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct ControlCharacter;

const META: Meta = Meta {
    name: "control-character",
    severity: Severity::Error,
    summary: "The text contains a control character.",
    why: "Mail programs and browsers show it as a box, or cut the text there.",
    bad: issue!("The lamp\u{8} is bright.\n"),
    good: issue!("The lamp is bright.\n"),
};

impl Rule for ControlCharacter {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        // A chunk at a time, which the compiler can vectorize. Nearly every draft has no such character.
        for (n, chunk) in text.as_bytes().chunks(512).enumerate() {
            if !chunk.iter().fold(false, |any, byte| any | is_control(*byte)) {
                continue;
            }
            for (at, byte) in chunk.iter().enumerate().filter(|(_, byte)| is_control(**byte)) {
                let span = Span::new(512 * n + at, 512 * n + at + 1);
                let message = format!("control character U+{byte:04X}");
                found.push(self.problem(span, message).fix(Edits::delete(span)));
            }
        }
    }
}

fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r') | (byte == 0x7f)
}
