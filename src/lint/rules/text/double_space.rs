use crate::lint::Severity;
use crate::lint::days::begins_a_month;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct DoubleSpace;

const META: Meta = Meta {
    name: "double-space",
    severity: Severity::Hint,
    summary: "Two spaces between two words.",
    why: "Some mail programs show them as a gap.",
    bad: issue!("The lamp  is bright.\n"),
    good: issue!("The lamp is bright.\n"),
};

impl Rule for DoubleSpace {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let mut end = 0;
        let mut line = Line::default();
        for at in memchr::memmem::find_iter(draft.text().as_bytes(), "  ") {
            let Some(prose) = draft.prose_at(at).filter(|_| at >= end) else { continue };
            let rest = &draft.text()[at..prose.end];
            let spaces = rest.len() - rest.trim_start_matches(' ').len();
            end = at + spaces;
            // Two spaces after a sentence are an old convention.
            let is_between = draft.text()[prose.start..at]
                .ends_with(|c: char| !c.is_whitespace() && !ENDS_OF_SENTENCES.contains(&c))
                && rest.as_bytes().get(spaces).is_some_and(|byte| !byte.is_ascii_whitespace());
            if is_between && !is_aligned(draft.text(), Span::new(at, end), &mut line) {
                let span = Span::new(at, end);
                let message = format!("{spaces} spaces between two words");
                found.push(self.problem(span, message).fix(Edits::replace(span, " ")));
            }
        }
    }
}

/// Marks after which two spaces may follow, in several scripts.
const ENDS_OF_SENTENCES: [char; 14] =
    ['.', '!', '?', ':', '…', '。', '．', '！', '？', '：', '؟', '۔', '।', '։'];

/// True if the spaces align text: table cells, or a one-digit day after its month.
fn is_aligned(text: &str, spaces: Span, line: &mut Line) -> bool {
    line.go_to(text, spaces.start);
    let before = text[line.start..spaces.start].trim_end_matches('.');
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let after = &text.as_bytes()[spaces.end..];
    let is_digit = |at: usize| after.get(at).is_some_and(u8::is_ascii_digit);
    line.is_row || (begins_a_month(word) && is_digit(0) && !is_digit(1))
}

/// The line at an offset. Calls must have ascending offsets, so that each byte is read once.
#[derive(Default)]
struct Line {
    start: usize,
    read: usize,
    /// True if the line is a table row.
    is_row: bool,
}

impl Line {
    fn go_to(&mut self, text: &str, at: usize) {
        if let Some(end) = text[self.read..at].rfind('\n') {
            self.start = self.read + end + 1;
        }
        if self.start >= self.read {
            let spaces = text[self.start..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            self.is_row = text.as_bytes().get(self.start + spaces) == Some(&b'|');
        }
        self.read = at;
    }
}
