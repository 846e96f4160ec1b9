use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::text::{Edits, Span};

pub(super) struct RepeatedWord;

const META: Meta = Meta {
    name: "repeated-word",
    severity: Severity::Warning,
    summary: "A word is written twice in a row.",
    why: "It is a typing error that spelling checkers do not find.",
    bad: issue!("The the lamp is bright.\n"),
    good: issue!("The lamp is bright.\n"),
};

impl Rule for RepeatedWord {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe, FixKind::Suggestion]
    }

    fn is_about_english(&self) -> bool {
        true
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let text = draft.text();
        for two in context.words().windows(2) {
            let [before, word] = two else { continue };
            if before.text.eq_ignore_ascii_case(word.text)
                && !may_be_repeated(word.text)
                && text.get(before.span.end..word.span.start).is_some_and(is_space)
            {
                let span = Span::new(before.span.end, word.span.end);
                let whole = Span::new(before.span.start, word.span.end);
                // The words must be in the same paragraph or heading.
                if !draft.prose_at(whole.start).is_some_and(|prose| prose.contains(whole)) {
                    continue;
                }
                // `binding for for-loops`.
                let rest = &text[word.span.end..];
                let is_compound = rest.starts_with('-');
                // `what is from from?`, `clauses for for and while`: a keyword is meant.
                let is_keyword = KEYWORDS.iter().any(|keyword| word.text.eq_ignore_ascii_case(keyword));
                let is_named = is_keyword && [" and ", " or ", "?"].iter().any(|next| rest.starts_with(next));
                let joined = format!("{}-{}", before.text, word.text);
                if is_compound || is_named || context.is_in_link_address(whole, &joined) {
                    continue;
                }
                let message = format!("'{}' is repeated", word.text);
                let one = self.problem(span, message);
                let fix = Edits::delete(span);
                // With a line break between the words, the fix needs review.
                found.push(if draft.slice(span).contains('\n') { one.suggest(fix) } else { one.fix(fix) });
            }
        }
    }
}

/// English words that are also keywords of programming languages.
const KEYWORDS: [&str; 12] =
    ["as", "do", "else", "for", "from", "if", "import", "in", "match", "use", "where", "while"];

/// True for white space within a paragraph.
fn is_space(between: &str) -> bool {
    !between.is_empty() && between.trim().is_empty() && !between.contains("\n\n")
}

/// True for words that are repeated on purpose, and for names.
fn may_be_repeated(word: &str) -> bool {
    let sentence = [
        "that", "had", "is", "ha", "bye", "so", "very", "many", "much", "no", "knock", "tick", "blah",
        "really",
    ];
    sentence.iter().any(|meant| word.eq_ignore_ascii_case(meant)) || word.starts_with(char::is_uppercase)
}
