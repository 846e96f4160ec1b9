use crate::lint::Severity;
use crate::lint::passages::passages;
use crate::lint::quotes::{QuoteMatcher, has_marks, is_mark};
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::Span;
use crate::text::script::is_hebrew;

pub(super) struct UnbalancedQuote;

/// The most paragraphs of a quotation. Beyond that, its marks count as unmatched.
const MOST_PARAGRAPHS: usize = 4;

const META: Meta = Meta {
    name: "unbalanced-quote",
    severity: Severity::Warning,
    summary: "A quotation mark has no partner.",
    why: "Readers can't tell where the quotation ends.",
    bad: issue!("He called it “the lamp and went.\n"),
    good: issue!("He called it “the lamp” and went.\n"),
};

impl Rule for UnbalancedQuote {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["language"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        // In a language whose quotations are unknown, any mark may open one.
        let style = context.profile.language.quotes();
        let paired = style.filter(|_| has_marks(text));
        let may_abbreviate = style.is_none_or(|style| style.abbreviates);
        let mut opened: Option<usize> = None;
        let mut lone: Vec<Diagnostic> = Vec::new();
        for (n, part) in passages(context.draft).enumerate() {
            let mut alone: Vec<usize> = Vec::new();
            if let Some(style) = paired {
                let mut matcher = QuoteMatcher::new(style);
                part.prose().for_each(|prose| matcher.read(prose.of(text), prose.start));
                alone = matcher.finish();
            }
            let straight = part.marks(context).filter(|sign| sign.byte == b'"').map(|sign| sign.at);
            let straight: Vec<usize> =
                straight.filter(|at| !(may_abbreviate && is_in_hebrew_word(text, *at))).collect();
            // `7" display`: inch marks have no partner.
            let is_inch = |at: &usize| text[..*at].ends_with(|c: char| c.is_ascii_digit());
            let inches = straight.iter().filter(|at| is_inch(at)).count();
            if straight.len() % 2 == 1 && (straight.len() - inches) % 2 == 1 {
                alone.extend(straight.iter().rfind(|at| !is_inch(at)));
            }
            if let [at] = alone[..] {
                // A quotation may span several paragraphs.
                let words = Span::new(part.span.start, at).of(text);
                let after = text[at..part.span.end]
                    .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '"' && !is_mark(c));
                let opens = !words.contains(char::is_alphanumeric);
                let closes = after.chars().count() == 1;
                if closes && opened.take().is_some_and(|opened| n - opened <= MOST_PARAGRAPHS) {
                    lone.pop();
                    continue;
                }
                opened = opens.then_some(n);
                let len = text[at..].chars().next().map_or(1, char::len_utf8);
                let span = Span::new(at, at + len);
                let message = "this quotation mark has no partner";
                lone.push(self.problem(span, message));
            }
        }
        for one in lone {
            found.push(one);
        }
    }
}

/// True for a mark between two Hebrew letters, which abbreviates the word.
fn is_in_hebrew_word(text: &str, at: usize) -> bool {
    text[..at].ends_with(is_hebrew) && text[at + 1..].starts_with(is_hebrew)
}
