use crate::lint::Severity;
use crate::lint::passages::{Passage, passages};
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct UnbalancedBracket;

const META: Meta = Meta {
    name: "unbalanced-bracket",
    severity: Severity::Warning,
    summary: "A bracket has no partner.",
    why: "It was opened and never closed, or its partner was deleted.",
    bad: issue!("The lamp (which hums is bright.\n"),
    good: issue!("The lamp (which hums) is bright.\n"),
};

impl Rule for UnbalancedBracket {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for part in passages(context.draft) {
            let mut open: Vec<(usize, char)> = Vec::new();
            let mut alone: Vec<usize> = Vec::new();
            for (at, sign) in brackets(context, &part) {
                match sign {
                    '(' | '[' | '（' => open.push((at, sign)),
                    _ => {
                        // A full-width bracket may have a partner of the other width.
                        let is_partner = |open: char| match sign {
                            ']' => open == '[',
                            _ => matches!(open, '(' | '（'),
                        };
                        match open.last() {
                            Some((_, last)) if is_partner(*last) => {
                                open.pop();
                            }
                            _ => alone.push(at),
                        }
                    }
                }
            }
            // If several are unbalanced, it is probably a drawing or a formula.
            alone.extend(open.into_iter().map(|(at, _)| at));
            if let [at] = alone[..] {
                let len = context.draft.text()[at..].chars().next().map_or(1, char::len_utf8);
                let span = Span::new(at, at + len);
                let around = context.around(span, LONGEST_LINE);
                if is_balanced_with_code(around) || is_cut(&context.draft.text()[span.end..]) {
                    continue;
                }
                let message = format!("this '{}' has no partner", context.draft.slice(span));
                found.push(self.problem(span, message));
            }
        }
    }
}

/// True if the brackets are balanced when code counts as text: then one of them is in the code.
fn is_balanced_with_code(text: &str) -> bool {
    let count = |signs: &[char]| text.matches(signs).count();
    text.contains('`') && count(&['(', '（']) == count(&[')', '）']) && count(&['[']) == count(&[']'])
}

/// True if the word after a bracket is truncated: `GeneratorWitness(Bi…`.
fn is_cut(after: &str) -> bool {
    let word = after.split(|c: char| c.is_whitespace() || matches!(c, ')' | ']')).next();
    word.is_some_and(|word| word.ends_with('…') || word.ends_with("..."))
}

/// The number of bytes of a line on each side of a bracket that are read.
const LONGEST_LINE: usize = 400;

const FULL_WIDTH: [char; 2] = ['（', '）'];

/// Returns the brackets of a passage, without those of smileys and of list labels such as `a)` and `2)`.
fn brackets(context: &Context<'_>, part: &Passage<'_>) -> Vec<(usize, char)> {
    let text = context.draft.text();
    let mut depth = 0usize;
    let mut found = Vec::new();
    let marks = part.marks(context).filter(|sign| matches!(sign.byte, b'(' | b')' | b'[' | b']'));
    let mut marks: Vec<(usize, char)> = marks.map(|sign| (sign.at, char::from(sign.byte))).collect();
    let words = part.span.of(text);
    if !words.is_ascii() && words.contains(FULL_WIDTH) {
        for prose in part.prose() {
            let wide = prose.of(text).char_indices().filter(|(_, c)| FULL_WIDTH.contains(c));
            marks.extend(wide.map(|(at, sign)| (prose.start + at, sign)));
        }
        marks.sort_unstable();
    }
    for (at, sign) in marks {
        let before = text[..at].trim_end_matches(['-', '\u{200d}']);
        let closes = matches!(sign, ')' | '）');
        let is_smiley = matches!(sign, '(' | ')') && before.ends_with([':', ';', '=']);
        let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let is_label = closes
            && depth == 0
            && (word.chars().count() == 1
                || (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())));
        match sign {
            _ if is_label || (is_smiley && depth == 0) => continue,
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        found.push((at, sign));
    }
    found
}
