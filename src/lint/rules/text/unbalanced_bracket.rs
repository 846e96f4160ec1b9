use crate::lint::Severity;
use crate::lint::parts::{Part, parts};
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct UnbalancedBracket;

const META: Meta = Meta {
    name: "unbalanced-bracket",
    summary: "A bracket has no partner.",
    why: "It was opened and never closed, or what it belonged to is gone.",
    bad: issue!("The lamp (which hums is bright.\n"),
    good: issue!("The lamp (which hums) is bright.\n"),
};

impl Rule for UnbalancedBracket {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for part in parts(context.draft) {
            let mut open: Vec<(usize, char)> = Vec::new();
            let mut alone: Vec<usize> = Vec::new();
            for (at, sign) in signs(context, &part) {
                match sign {
                    '(' | '[' => open.push((at, sign)),
                    _ => {
                        let partner = if sign == ')' { '(' } else { '[' };
                        match open.last() {
                            Some((_, last)) if *last == partner => {
                                open.pop();
                            }
                            _ => alone.push(at),
                        }
                    }
                }
            }
            // Where several are wrong, it is probably no text but a drawing or a formula.
            alone.extend(open.into_iter().map(|(at, _)| at));
            if let [at] = alone[..] {
                let span = Span::new(at, at + 1);
                let around = context.around(span, LONGEST_LINE);
                if is_balanced_with_code(around) || is_cut(&context.draft.text()[at + 1..]) {
                    continue;
                }
                let message = format!("this '{}' has no partner", context.draft.slice(span));
                found.push(Diagnostic::new(self.name(), Severity::Warning, span, message));
            }
        }
    }
}

/// Whether each bracket has its partner where code is read as text: one of them is in the code.
fn is_balanced_with_code(text: &str) -> bool {
    let count = |sign: char| text.matches(sign).count();
    text.contains('`') && count('(') == count(')') && count('[') == count(']')
}

/// Whether the word after a bracket is cut off: `GeneratorWitness(Bi…`.
fn is_cut(after: &str) -> bool {
    let word = after.split(|c: char| c.is_whitespace() || matches!(c, ')' | ']')).next();
    word.is_some_and(|word| word.ends_with('…') || word.ends_with("..."))
}

/// How many bytes of a line on each side of a bracket are read.
const LONGEST_LINE: usize = 400;

/// The brackets of a part that stand for themselves: not those of a smiling face, nor of `a)` and
/// `2)` before a point.
fn signs(context: &Context<'_>, part: &Part<'_>) -> Vec<(usize, char)> {
    let text = context.draft.text();
    let mut depth = 0usize;
    let mut found = Vec::new();
    let brackets = part.signs(context).filter(|sign| matches!(sign.byte, b'(' | b')' | b'[' | b']'));
    for (at, sign) in brackets.map(|sign| (sign.at, char::from(sign.byte))) {
        let before = text[..at].trim_end_matches(['-', '\u{200d}']);
        let is_face = matches!(sign, '(' | ')') && before.ends_with([':', ';', '=']);
        let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let is_point = sign == ')'
            && depth == 0
            && (word.len() == 1 || (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())));
        match sign {
            _ if is_point || (is_face && depth == 0) => continue,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        found.push((at, sign));
    }
    found
}
