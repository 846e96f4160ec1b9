use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::{Severity, spelling};
use crate::text::{Edits, Span};

pub(super) struct MisspeltWord;

impl Rule for MisspeltWord {
    fn name(&self) -> &'static str {
        "misspelt-word"
    }

    fn summary(&self) -> &'static str {
        "A word is a usual misspelling of another one."
    }

    fn why(&self) -> &'static str {
        "A slip of spelling is what readers write in about."
    }

    fn bad(&self) -> &'static str {
        issue!("The lamp was recieved.\n")
    }

    fn good(&self) -> &'static str {
        issue!("The lamp was received.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for word in context.words() {
            let stem =
                word.text.strip_suffix("'s").or_else(|| word.text.strip_suffix("’s")).unwrap_or(word.text);
            let Some(corrections) = corrections(stem) else { continue };
            if context.profile.style.words.iter().any(|right| stem.eq_ignore_ascii_case(right)) {
                continue;
            }
            let span = Span::new(word.span.start, word.span.start + stem.len());
            let line = context.around(span, 120);
            // A slip is not made twice with a capital.
            let is_capital = stem.starts_with(char::is_uppercase);
            let same = || context.words().iter().filter(|other| other.text == word.text).count();
            if (is_capital && (is_name(line) || same() > 1))
                || context.is_in_own_address(span, stem)
                || is_foreign(line)
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

/// Whether the words around a word are of another language: two of those that every sentence has.
fn is_foreign(line: &str) -> bool {
    let words = line.split(|c: char| !c.is_alphabetic());
    let mut found: Vec<&str> = words.filter(|word| FOREIGN.contains(word)).collect();
    found.sort_unstable();
    found.dedup();
    found.len() >= 2
}

/// Spanish, Portuguese, French, German and Italian; words that English has too are left out.
const FOREIGN: [&str; 36] = [
    "de", "la", "el", "los", "las", "del", "y", "con", "en", "un", "una", "para", "por", "que", "le", "les",
    "des", "du", "et", "pour", "dans", "une", "der", "das", "und", "mit", "von", "ein", "eine", "zu", "im",
    "il", "di", "per", "da", "com",
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
