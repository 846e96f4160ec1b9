use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::lint::words::Word;
use crate::lint::{Severity, spelling};
use crate::text::{Edits, Span};

pub(super) struct MisspeltWord;

const META: Meta = Meta {
    name: "misspelt-word",
    summary: "A word is a usual misspelling of another one.",
    why: "A slip of spelling is what readers write in about.",
    bad: issue!("The lamp was recieved.\n"),
    good: issue!("The lamp was received.\n"),
};

impl Rule for MisspeltWord {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let words = context.words();
        let names = LazyCell::new(|| names(context));
        for (n, word) in words.iter().enumerate() {
            let stem =
                word.text.strip_suffix("'s").or_else(|| word.text.strip_suffix("’s")).unwrap_or(word.text);
            let Some(corrections) = corrections(stem) else { continue };
            if context.profile.style.words.iter().any(|right| stem.eq_ignore_ascii_case(right)) {
                continue;
            }
            let span = Span::new(word.span.start, word.span.start + stem.len());
            let is_capital = stem.starts_with(char::is_uppercase);
            let line = context.around(span, LONGEST_NAME);
            if (is_capital && (is_name(line) || names.contains(word.text)))
                || context.is_in_own_address(span, stem)
                || is_foreign(&words[n.saturating_sub(NEAR)..(n + NEAR + 1).min(words.len())])
            {
                continue;
            }
            let message = format!("'{stem}' is probably '{}'", corrections.replace(',', "' or '"));
            let mut one = Diagnostic::new(self.name(), Severity::Warning, span, message);
            if !corrections.contains(',') {
                one = one.fix(Edits::replace(span, corrections));
            }
            found.push(one);
        }
    }
}

/// Words that many sentences begin with.
const COMMON: [&str; 12] =
    ["the", "and", "this", "that", "with", "what", "when", "they", "there", "their", "from", "have"];

/// The words with a capital that stand within a sentence and more than once: a slip is not made twice.
fn names<'a>(context: &Context<'a>) -> HashSet<&'a str> {
    let text = context.draft.text();
    let mut seen: HashMap<&str, (usize, bool)> = HashMap::new();
    for word in context.words().iter().filter(|word| word.text.starts_with(char::is_uppercase)) {
        let before = text[..word.span.start].trim_end_matches(' ');
        let is_within = before.ends_with(|c: char| c.is_alphanumeric() || c == ',');
        let (count, within) = seen.entry(word.text).or_default();
        *count += 1;
        *within |= is_within;
    }
    let names = seen.into_iter().filter(|(_, (count, within))| *count > 1 && *within);
    names.map(|(word, _)| word).collect()
}

/// Whether the words around a word are of another language: two of those that every sentence has.
fn is_foreign(words: &[Word<'_>]) -> bool {
    let mut found: Vec<&str> =
        words.iter().map(|word| word.text).filter(|word| FOREIGN.contains(word)).collect();
    found.sort_unstable();
    found.dedup();
    found.len() >= 2
}

/// How many words on each side are looked at.
const NEAR: usize = 4;
/// A line that is a name is shorter, in bytes on each side.
const LONGEST_NAME: usize = 60;

/// Spanish, Portuguese, French, German and Italian; words that English has too are left out.
const FOREIGN: [&str; 31] = [
    "de", "la", "el", "los", "las", "del", "y", "en", "un", "una", "para", "por", "que", "le", "les", "des",
    "du", "et", "dans", "une", "der", "das", "und", "mit", "von", "ein", "eine", "zu", "im", "il", "di",
];

/// Whether a line is nothing but a name: two or three words, each with a capital.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.trim_matches(|c: char| !c.is_alphanumeric()).split_whitespace().collect();
    matches!(words.len(), 2 | 3) && words.iter().all(|word| word.starts_with(char::is_uppercase))
}

/// The corrections of a word that stands in a sentence, with its capital; `None` where it is spelt
/// right, or is probably a name: all or several letters capital.
fn corrections(word: &str) -> Option<String> {
    let is_capital = word.bytes().next()?.is_ascii_uppercase();
    let is_word = word.len() > 2 && word.is_ascii() && !word.bytes().skip(1).any(|c| c.is_ascii_uppercase());
    if !is_word {
        return None;
    }
    if !is_capital {
        // Of three letters, `als` and `ein` are words of other languages; `teh` is none.
        // `thir` may be three words, and so is probably a name.
        return spelling::corrections(word)
            .filter(|found| word.len() > 3 || found.len() == 3)
            .filter(|found| word.len() > 4 || found.split(',').count() < 3)
            .map(str::to_owned);
    }
    // Short words with a capital are names (`Linz`, `Relm`), but for slips of the commonest words, and
    // so are those that would become quite another word.
    let found = spelling::corrections(&word.to_ascii_lowercase())?;
    let is_near = word.len() > 5 && !found.contains(',') && found.len().abs_diff(word.len()) <= 1;
    (is_near || (COMMON.contains(&found) && found.len() == word.len()))
        .then(|| format!("{}{}", found[..1].to_ascii_uppercase(), &found[1..]))
}
