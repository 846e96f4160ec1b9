use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct DoubledPunctuation;

const META: Meta = Meta {
    name: "doubled-punctuation",
    severity: Severity::Warning,
    summary: "A comma, semicolon or full stop is doubled.",
    why: "It is a typing error that readers see.",
    bad: issue!("The lamp is bright,, and warm.\n"),
    good: issue!("The lamp is bright, and warm.\n"),
};

impl Rule for DoubledPunctuation {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe, FixKind::Suggestion]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let text = draft.text();
        self.full_width(context, found);
        for mark in [",,", ";;", ".."] {
            let mut words = Chunk::default();
            for at in memchr::memmem::find_iter(text.as_bytes(), mark) {
                let byte = mark.as_bytes().first();
                // Most stories end with a link to their source.
                let is_after_link = text[..at].ends_with(')') && draft.link_at(at - 1).is_some();
                let is_doubled = (is_after_link || text[..at].ends_with(char::is_alphanumeric))
                    && text.as_bytes().get(at + 2).is_none_or(|next| next.is_ascii_whitespace())
                    && text.as_bytes().get(at + 2) != byte;
                let prose = draft
                    .prose_at(at)
                    .filter(|prose| (prose.start < at || is_after_link) && at + 2 <= prose.end);
                if is_doubled && prose.is_some() && (is_after_link || !words.has_scheme(text, at)) {
                    let span = Span::new(at, at + 2);
                    let message = format!("'{}' is doubled", &mark[1..]);
                    let fix = Edits::delete(Span::new(at + 1, at + 2));
                    let one = self.problem(span, message);
                    // Two stops within a line may be a damaged ellipsis.
                    let rest = text[at + 2..].trim_start_matches([' ', '\t', '\r']);
                    let is_last = rest.is_empty() || rest.starts_with('\n');
                    found.push(if mark != ".." || is_last { one.fix(fix) } else { one.suggest(fix) });
                }
            }
        }
    }
}

/// Full-width marks that are never doubled. `……` and `——` are single marks, and `。。。` is a form of `……`.
const FULL_WIDTH: [char; 6] = ['、', '。', '，', '；', '：', '．'];

impl DoubledPunctuation {
    fn full_width(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        // The marks have these first bytes; most drafts have neither.
        if memchr::memchr2(0xe3, 0xef, text.as_bytes()).is_none() {
            return;
        }
        for prose in context.draft.prose() {
            let mut end = 0;
            for (at, mark) in prose.of(text).match_indices(FULL_WIDTH).filter(|(at, _)| *at > 0) {
                let (at, len) = (prose.start + at, mark.len());
                let run = text[at..prose.end].split(|c: char| !mark.contains(c)).next().unwrap_or("").len();
                let is_first = at >= end;
                end = end.max(at + run);
                if is_first && run == 2 * len {
                    let one = self.problem(Span::new(at, end), format!("'{mark}' is doubled"));
                    found.push(one.fix(Edits::delete(Span::new(at + len, end))));
                }
            }
        }
    }
}

/// The text between spaces at an offset. Calls must have ascending offsets, so that each byte is read
/// once.
#[derive(Default)]
struct Chunk {
    read: usize,
    has_scheme: bool,
}

impl Chunk {
    /// True if `://` is between the last white space before `at` and `at`.
    fn has_scheme(&mut self, text: &str, at: usize) -> bool {
        let new = &text[self.read..at];
        let chunk = match new.char_indices().rev().find(|(_, c)| c.is_whitespace()) {
            Some((blank, c)) => {
                self.has_scheme = false;
                self.read + blank + c.len_utf8()
            }
            // `://` may have begun in the bytes that were read before.
            None => self.read.saturating_sub(2),
        };
        self.has_scheme |= text.as_bytes()[chunk..at].windows(3).any(|three| three == b"://");
        self.read = at;
        self.has_scheme
    }
}
