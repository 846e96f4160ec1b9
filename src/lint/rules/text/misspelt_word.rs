use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use crate::lint::rules::{Context, Findings, FixKind, Meta, Rule};
use crate::lint::words::Word;
use crate::lint::{Severity, spelling};
use crate::text::{Edits, Span};

pub(super) struct MisspeltWord;

const META: Meta = Meta {
    name: "misspelt-word",
    severity: Severity::Warning,
    summary: "A word is a common misspelling.",
    why: "Misspellings are what readers write in about.",
    bad: issue!("The lamp was recieved.\n"),
    good: issue!("The lamp was received.\n"),
};

impl Rule for MisspeltWord {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["style.words"]
    }

    fn is_about_english(&self) -> bool {
        true
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
                || context.is_in_link_address(span, stem)
                || is_name_after_by(context, n)
                || is_last_name(context, n)
                || is_foreign(&words[n.saturating_sub(NEAR)..(n + NEAR + 1).min(words.len())])
            {
                continue;
            }
            let message = format!("'{stem}' is probably '{}'", corrections.replace(',', "' or '"));
            let mut one = self.problem(span, message);
            if !corrections.contains(',') {
                one = one.fix(Edits::replace(span, corrections));
            }
            found.push(one);
        }
    }
}

/// Words that begin many sentences.
const COMMON: [&str; 12] =
    ["the", "and", "this", "that", "with", "what", "when", "they", "there", "their", "from", "have"];

/// Returns capitalized words that appear more than once, also within a sentence. Nobody makes the same
/// typing error twice, so they are names.
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

/// True if a word is part of a name after "by": `by Ada Teh`, or a name alone such as `by teh` at the end of a
/// line or as a link.
fn is_name_after_by(context: &Context<'_>, n: usize) -> bool {
    let (draft, words) = (context.draft, context.words());
    let own = words[n];
    let starts_high = |word: &Word<'_>| word.text.starts_with(char::is_uppercase);
    let joins = |at: usize| {
        let between = Span::new(words[at].span.end, words[at + 1].span.start);
        let is_near = between.len() <= LONGEST_GAP;
        is_near
            && !draft.slice(between).contains(['\n', ';', ':', '!', '?'])
            && !draft.slice(between).contains(". ")
    };
    let is_by = |word: &Word<'_>| word.text.eq_ignore_ascii_case("by");
    if !starts_high(&own) {
        let rest = draft.text()[own.span.end..].lines().next().unwrap_or("");
        let is_last = !rest.contains(char::is_alphanumeric);
        let is_link = draft.link_at(own.span.start).is_some_and(|link| link.text == own.span);
        let is_whole = is_last || is_link;
        return is_whole && n.checked_sub(1).is_some_and(|before| is_by(&words[before]) && joins(before));
    }
    let mut before = (0..n).rev().take(MOST_NAMES).take_while(|at| joins(*at)).map(|at| &words[at]);
    let may_join =
        |word: &&Word<'_>| starts_high(word) || word.text == "and" || word.text.chars().count() == 1;
    before.find(|word| is_by(word) || !may_join(word)).is_some_and(is_by)
}

/// True for the last name in `Ada Recieve's lamp`.
fn is_last_name(context: &Context<'_>, n: usize) -> bool {
    let words = context.words();
    let (Some(first), Some(own)) = (n.checked_sub(1).map(|n| words[n]), words.get(n)) else { return false };
    let is_owner = own.text.ends_with("'s") || own.text.ends_with("’s");
    let starts_high = |word: &Word<'_>| word.text.starts_with(char::is_uppercase);
    let is_common = COMMON.iter().any(|common| first.text.eq_ignore_ascii_case(common));
    let gap = Span::new(first.span.end, own.span.start);
    is_owner && starts_high(own) && starts_high(&first) && !is_common && context.draft.slice(gap) == " "
}

/// The number of words before a word that may be names, too.
const MOST_NAMES: usize = 8;
/// The longest text between two names, in bytes: the address of the first one's link.
const LONGEST_GAP: usize = 200;

/// True if the words around a word are in another language: two of its commonest words are among them.
fn is_foreign(words: &[Word<'_>]) -> bool {
    let mut found: Vec<&str> =
        words.iter().map(|word| word.text).filter(|word| FOREIGN.contains(word)).collect();
    found.sort_unstable();
    found.dedup();
    found.len() >= 2
}

/// The number of words on each side that are checked for another language.
const NEAR: usize = 4;
/// The longest name that fills a line, in bytes on each side of the word.
const LONGEST_NAME: usize = 60;

/// Common words of Spanish, Portuguese, French, German and Italian that do not exist in English.
const FOREIGN: [&str; 31] = [
    "de", "la", "el", "los", "las", "del", "y", "en", "un", "una", "para", "por", "que", "le", "les", "des",
    "du", "et", "dans", "une", "der", "das", "und", "mit", "von", "ein", "eine", "zu", "im", "il", "di",
];

/// True if the line is only a name: two or three capitalized words.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.trim_matches(|c: char| !c.is_alphanumeric()).split_whitespace().collect();
    matches!(words.len(), 2 | 3) && words.iter().all(|word| word.starts_with(char::is_uppercase))
}

/// Returns the corrections of a word, capitalized as the word is. `None` if it is spelled correctly, or may
/// be a name or a word of another language.
fn corrections(word: &str) -> Option<String> {
    let is_capital = word.bytes().next()?.is_ascii_uppercase();
    let is_word = word.len() > 2 && word.is_ascii() && !word.bytes().skip(1).any(|c| c.is_ascii_uppercase());
    if !is_word {
        return None;
    }
    if !is_capital {
        // Short misspellings such as `als` and `ein` are words of other languages, but `teh` is not. A
        // word with many corrections, such as `thir`, is probably a name.
        return spelling::corrections(word)
            .filter(|found| word.len() > 3 || found.len() == 3)
            .filter(|found| word.len() > 4 || found.split(',').count() < 3)
            .map(str::to_owned);
    }
    // Short capitalized words are names (`Linz`, `Relm`), except misspellings of the commonest words.
    // So are words whose correction is very different.
    let found = spelling::corrections(&word.to_ascii_lowercase())?;
    let is_near = word.len() > 5 && !found.contains(',') && found.len().abs_diff(word.len()) <= 1;
    (is_near || (COMMON.contains(&found) && found.len() == word.len()))
        .then(|| format!("{}{}", found[..1].to_ascii_uppercase(), &found[1..]))
}
