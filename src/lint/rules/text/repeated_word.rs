use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct RepeatedWord;

const META: Meta = Meta {
    name: "repeated-word",
    summary: "A word stands twice.",
    why: "It is a slip that spelling checkers do not see.",
    bad: issue!("The the lamp is bright.\n"),
    good: issue!("The lamp is bright.\n"),
};

impl Rule for RepeatedWord {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let text = draft.text();
        for two in context.words().windows(2) {
            let [before, word] = two else { continue };
            if before.text.eq_ignore_ascii_case(word.text)
                && !is_meant(word.text)
                && text.get(before.span.end..word.span.start).is_some_and(is_blank)
            {
                let span = Span::new(before.span.end, word.span.end);
                let whole = Span::new(before.span.start, word.span.end);
                // Not over the end of a paragraph or a heading.
                if !draft.prose_at(whole.start).is_some_and(|prose| prose.contains(whole)) {
                    continue;
                }
                // `binding for for-loops`, and what the page is called.
                let rest = &text[word.span.end..];
                let is_compound = rest.starts_with('-');
                // `what is from from?`, `clauses for for and while`: the word of a language is meant.
                let is_keyword = KEYWORDS.iter().any(|keyword| word.text.eq_ignore_ascii_case(keyword));
                let is_named = is_keyword && [" and ", " or ", "?"].iter().any(|next| rest.starts_with(next));
                let joined = format!("{}-{}", before.text, word.text);
                if is_compound || is_named || context.is_in_own_address(whole, &joined) {
                    continue;
                }
                let message = format!("'{}' stands twice", word.text);
                let one = Diagnostic::new(self.name(), Severity::Warning, span, message);
                let fix = Edits::delete(span);
                // Where a line ends between them, somebody has to say how the lines go on.
                found.push(if draft.slice(span).contains('\n') { one.suggest(fix) } else { one.fix(fix) });
            }
        }
    }
}

/// Words of English that programming languages have too.
const KEYWORDS: [&str; 12] =
    ["as", "do", "else", "for", "from", "if", "import", "in", "match", "use", "where", "while"];

/// Blanks of one paragraph.
fn is_blank(between: &str) -> bool {
    !between.is_empty() && between.trim().is_empty() && !between.contains("\n\n")
}

/// Words that do stand twice, and names: with a capital in the middle of a sentence.
fn is_meant(word: &str) -> bool {
    let sentence = [
        "that", "had", "is", "ha", "bye", "so", "very", "many", "much", "no", "knock", "tick", "blah",
        "really",
    ];
    sentence.iter().any(|meant| word.eq_ignore_ascii_case(meant)) || word.starts_with(char::is_uppercase)
}
