use crate::lint::Severity;
use crate::lint::days::begins_a_month;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct DoubleSpace;

const META: Meta = Meta {
    name: "double-space",
    summary: "Two blanks stand between two words.",
    why: "Some mail programs show them as a gap.",
    bad: issue!("The lamp  is bright.\n"),
    good: issue!("The lamp is bright.\n"),
};

impl Rule for DoubleSpace {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let mut end = 0;
        let mut line = Line::default();
        for at in memchr::memmem::find_iter(draft.text().as_bytes(), "  ") {
            let Some(prose) = draft.prose_at(at).filter(|_| at >= end) else { continue };
            let rest = &draft.text()[at..prose.end];
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            end = at + blanks;
            // After a sentence, two are an old habit that nobody calls a slip.
            let is_between = draft.text()[prose.start..at]
                .ends_with(|c: char| !c.is_whitespace() && !matches!(c, '.' | '!' | '?' | ':'))
                && rest.as_bytes().get(blanks).is_some_and(|byte| !byte.is_ascii_whitespace());
            if is_between && !is_aligned(draft.text(), Span::new(at, end), &mut line) {
                let span = Span::new(at, end);
                let message = format!("{blanks} blanks stand between two words");
                found.push(
                    Diagnostic::new(self.name(), Severity::Hint, span, message)
                        .fix(Edits::replace(span, " ")),
                );
            }
        }
    }
}

/// Whether somebody has lined things up: the cells of a table, a day of one digit after its month.
fn is_aligned(text: &str, blanks: Span, line: &mut Line) -> bool {
    line.go_to(text, blanks.start);
    let before = text[line.start..blanks.start].trim_end_matches('.');
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let after = &text.as_bytes()[blanks.end..];
    let is_digit = |at: usize| after.get(at).is_some_and(u8::is_ascii_digit);
    line.is_row || (begins_a_month(word) && is_digit(0) && !is_digit(1))
}

/// The line that a place is in. Places are asked in order, so that each byte is read once.
#[derive(Default)]
struct Line {
    start: usize,
    read: usize,
    /// Whether it is the row of a table.
    is_row: bool,
}

impl Line {
    fn go_to(&mut self, text: &str, at: usize) {
        if let Some(end) = text[self.read..at].rfind('\n') {
            self.start = self.read + end + 1;
        }
        if self.start >= self.read {
            let blanks = text[self.start..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            self.is_row = text.as_bytes().get(self.start + blanks) == Some(&b'|');
        }
        self.read = at;
    }
}
