use crate::lint::Severity;
use crate::lint::passages::passages;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::Span;

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

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let has_curly = text.contains('“') || text.contains('”');
        let mut opened: Option<usize> = None;
        let mut lone: Vec<Diagnostic> = Vec::new();
        for (n, part) in passages(context.draft).enumerate() {
            let mut alone: Vec<usize> = Vec::new();
            let mut open: Option<usize> = None;
            let curly = part.prose().filter(|_| has_curly).flat_map(|prose| {
                prose.of(text).match_indices(['“', '”']).map(move |(at, sign)| (prose.start + at, sign))
            });
            for (at, sign) in curly {
                match (sign, open) {
                    ("“", None) => open = Some(at),
                    ("”", Some(_)) => open = None,
                    _ => alone.push(at),
                }
            }
            alone.extend(open);
            let straight: Vec<usize> =
                part.marks(context).filter(|sign| sign.byte == b'"').map(|sign| sign.at).collect();
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
                    .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '"' && c != '”');
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
