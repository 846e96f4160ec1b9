//! The language of issues, by their script and their most common words.

use std::collections::{BTreeMap, HashSet};

use crate::draft::{Block, Draft};
use crate::text::Span;

/// A language with the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guess {
    /// A BCP 47 tag.
    pub tag: String,
    pub reason: String,
}

/// Short words by which a language with the Latin script is known. Each is common in it and rare in the others.
const WORDS: [(&str, &[&str]); 6] = [
    ("en", &["the", "and", "of", "to", "with", "for", "is", "this", "that", "are"]),
    ("de", &["der", "und", "das", "nicht", "ist", "mit", "für", "auf", "ein", "sich"]),
    ("fr", &["les", "des", "est", "une", "dans", "pour", "que", "avec", "sur", "pas"]),
    ("es", &["los", "las", "una", "para", "con", "por", "del", "que", "como", "más"]),
    ("pt", &["uma", "não", "para", "com", "dos", "das", "mais", "você", "são", "os"]),
    ("it", &["della", "che", "una", "per", "con", "sono", "nel", "gli", "più", "di"]),
];
/// A script decides if this share of the letters are of it: words of other scripts are names.
const SCRIPT: f64 = 0.15;
/// A language of the Latin script is known by this share of common words.
const COMMON: f64 = 0.08;
/// This many common words are named as the reason.
const EXAMPLES: usize = 3;
/// At most this many characters are looked at.
const MAX_CHARS: usize = 200_000;

/// A passage shows its language by this many letters of a script, or by this many common words.
const LETTERS: usize = 12;
const HITS: usize = 3;
/// A second language needs this share of the passages, this many of them, and this many issues.
const SECOND: f64 = 0.2;
const PASSAGES: usize = 3;
const ISSUES: usize = 2;

/// A language's tag, the name of its script, and whether a character is of it.
type Script = (&'static str, &'static str, fn(char) -> bool);

const SCRIPTS: [Script; 6] = [
    ("ja", "kana", |c| ('\u{3041}'..='\u{30ff}').contains(&c)),
    ("ko", "Hangul", |c| ('\u{ac00}'..='\u{d7a3}').contains(&c)),
    ("zh", "Chinese characters", |c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
    ("ru", "Cyrillic", |c| ('\u{0400}'..='\u{04ff}').contains(&c)),
    ("ar", "Arabic letters", |c| ('\u{0600}'..='\u{06ff}').contains(&c)),
    ("he", "Hebrew letters", |c| ('\u{0590}'..='\u{05ff}').contains(&c)),
];

/// The languages of issues, the likeliest first: one, or two if they are mixed. Else that of the site's configuration.
pub(super) fn guess(drafts: &[&Draft], configured: Option<&str>) -> Vec<Guess> {
    let prose = drafts.iter().rev().flat_map(|draft| draft.prose().map(|span| draft.slice(span)));
    let text: String = prose.collect::<Vec<_>>().join(" ").chars().take(MAX_CHARS).collect();
    let by_script = by_script(&text).map(|script| Guess {
        tag: script.tag.to_owned(),
        reason: format!("the issues are written in {}", script.name),
    });
    let by_words = || {
        let CommonWords { tag, hits, words, examples, .. } = CommonWords::new(&text)?;
        let share = hits as f64 / words.max(1) as f64;
        let reason = format!("by common words of the issues, such as {}", examples.join(", "));
        (share >= COMMON).then(|| Guess { tag: tag.to_owned(), reason })
    };
    let by_site =
        || configured.map(|tag| Guess { tag: tag.to_owned(), reason: "the site's configuration".to_owned() });
    let likeliest = by_script.or_else(by_words).or_else(by_site);
    two(drafts, configured).unwrap_or_else(|| likeliest.into_iter().collect())
}

/// The script of a good part of a text.
struct KnownScript {
    tag: &'static str,
    name: &'static str,
    letters: usize,
}

fn by_script(text: &str) -> Option<KnownScript> {
    let all = text.chars().filter(|c| c.is_alphabetic()).count().max(1) as f64;
    SCRIPTS.iter().find_map(|(tag, name, is)| {
        let letters = text.chars().filter(|c| is(*c)).count();
        let share = letters as f64 / all;
        (share >= SCRIPT).then_some(KnownScript { tag, name, letters })
    })
}

/// The language with most of its common words in a text.
struct CommonWords {
    tag: &'static str,
    hits: usize,
    /// The hits of the language after it.
    next: usize,
    /// All words of the text.
    words: usize,
    /// The most frequent ones of its common words.
    examples: Vec<&'static str>,
}

impl CommonWords {
    fn new(text: &str) -> Option<CommonWords> {
        let lower = text.to_lowercase();
        let words: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let hits = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count();
        let mut counts: Vec<(usize, &'static str)> =
            WORDS.iter().map(|(tag, list)| (hits(list), *tag)).collect();
        // The sort is stable: of several, the first.
        counts.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
        let next = counts.get(1).map_or(0, |(hits, _)| *hits);
        let (hits, tag) = *counts.first()?;
        let (_, list) = WORDS.iter().find(|(own, _)| *own == tag)?;
        let count = |own: &str| words.iter().filter(|word| **word == own).count();
        let mut examples: Vec<(usize, &'static str)> = list.iter().map(|own| (count(own), *own)).collect();
        examples.retain(|(count, _)| *count > 0);
        examples.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let examples = examples.into_iter().take(EXAMPLES).map(|(_, own)| own).collect();
        Some(CommonWords { tag, hits, next, words: words.len(), examples })
    }
}

/// The language of a paragraph or list, if it leaves no doubt.
fn of_passage(text: &str) -> Option<&'static str> {
    if let Some(script) = by_script(text) {
        return (script.letters >= LETTERS).then_some(script.tag);
    }
    let CommonWords { tag, hits, next, words, .. } = CommonWords::new(text)?;
    let is_clear = hits >= HITS && hits >= next * 2 && hits as f64 >= words as f64 * COMMON;
    is_clear.then_some(tag)
}

/// The prose of a block without the texts of its links, which are titles of pages in any language.
fn own_words(draft: &Draft, block: &Block) -> String {
    let is_title = |span: &Span| block.links.iter().any(|link| link.text.contains(*span));
    let prose = block.prose.iter().filter(|span| !is_title(span)).map(|span| draft.slice(*span));
    prose.collect::<Vec<_>>().join(" ")
}

/// The passages of the last issues in one language.
#[derive(Default)]
struct Passages {
    count: usize,
    issues: HashSet<usize>,
}

/// The two languages of mixed issues, or of issues in turns. That of the site's configuration is the likelier, or else
/// that of more passages.
fn two(drafts: &[&Draft], configured: Option<&str>) -> Option<Vec<Guess>> {
    let mut known: BTreeMap<&'static str, Passages> = BTreeMap::new();
    let mut left = MAX_CHARS;
    for (issue, draft) in drafts.iter().enumerate().rev() {
        for block in draft.blocks() {
            let text = own_words(draft, block);
            left = left.saturating_sub(text.len());
            if let Some(tag) = of_passage(&text).filter(|_| left > 0) {
                let own = known.entry(tag).or_default();
                own.count += 1;
                own.issues.insert(issue);
            }
        }
    }
    // Japanese has passages without kana.
    if known.contains_key("ja")
        && let Some(chinese) = known.remove("zh")
        && let Some(japanese) = known.get_mut("ja")
    {
        japanese.count += chinese.count;
    }
    let all: usize = known.values().map(|own| own.count).sum();
    let is_second = |own: &Passages| {
        own.count >= PASSAGES && own.issues.len() >= ISSUES && own.count as f64 >= all as f64 * SECOND
    };
    let mut used: Vec<(&str, usize)> =
        known.iter().filter(|(_, own)| is_second(own)).map(|(tag, own)| (*tag, own.count)).collect();
    let is_configured = |tag: &str| configured.is_some_and(|own| own.split(['-', '_']).next() == Some(tag));
    used.sort_by_key(|(tag, count)| (!is_configured(tag), std::cmp::Reverse(*count)));
    let [one, other, ..] = used[..] else { return None };
    let guess = |(tag, count): (&str, usize), (other, others): (&str, usize)| Guess {
        tag: tag.to_owned(),
        reason: format!("{count} of {all} paragraphs and lists; {others} are in {other}"),
    };
    Some(vec![guess(one, other), guess(other, one)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(issues: &[&str], configured: Option<&str>) -> Vec<String> {
        let drafts: Vec<Draft> = issues.iter().map(|text| Draft::parse(*text)).collect();
        let guesses = guess(&drafts.iter().collect::<Vec<_>>(), configured);
        guesses.into_iter().map(|guess| guess.tag).collect()
    }

    #[test]
    fn scripts_and_common_words_tell_the_language() {
        for (text, tag) in [
            ("This is the story of a lamp that was left on the table for you and me.", "en"),
            ("Das ist die Geschichte der Lampe, und sie steht nicht auf dem Tisch mit uns.", "de"),
            ("这是一盏灯的故事，写给所有喜欢 Rust 和 Linux 的读者。", "zh"),
            ("これはランプの物語です。", "ja"),
            ("Это история о лампе, которая стоит на столе.", "ru"),
        ] {
            assert_eq!(tags(&[text], None), [tag], "{text}");
        }
        let reason = |text: &str| guess(&[&Draft::parse(text)], None).remove(0).reason;
        let english = "The lamp is for you and the bell is for the ferry, that is the plan.";
        assert_eq!(reason(english), "by common words of the issues, such as the, is, for");
        assert_eq!(reason("これはランプの物語です。"), "the issues are written in kana");
        assert_eq!(tags(&["[Lamp](x)"], Some("nl")), ["nl"]);
        assert_eq!(tags(&["Lamp"], None), [""; 0]);
    }

    const ENGLISH: &str = "This is the story of a lamp that was left on the table for you and me.\n";
    const GERMAN: &str = "Das ist die Geschichte der Lampe, und sie steht nicht auf dem Tisch mit uns.\n";

    #[test]
    fn issues_in_two_languages_are_mixed() {
        let both = format!("{ENGLISH}\n{GERMAN}");
        let mixed = guess(&[&Draft::parse(both.as_str()), &Draft::parse(format!("{both}\n{GERMAN}"))], None);
        let reasons: Vec<String> =
            mixed.iter().map(|guess| format!("{}: {}", guess.tag, guess.reason)).collect();
        // Two paragraphs may be quotations.
        assert_eq!(reasons.len(), 1, "{reasons:?}");
        let three = [both.as_str(), &both, &format!("{both}\n{GERMAN}")];
        assert_eq!(tags(&three, None), ["de", "en"]);
        assert_eq!(tags(&three, Some("en-GB")), ["en", "de"]);
        let drafts = three.map(Draft::parse);
        let guesses = guess(&drafts.iter().collect::<Vec<_>>(), None);
        assert_eq!(guesses[0].reason, "4 of 7 paragraphs and lists; 3 are in en");
        let in_turns = [ENGLISH, GERMAN, ENGLISH, GERMAN, ENGLISH, GERMAN, ENGLISH];
        assert_eq!(tags(&in_turns, None), ["en", "de"]);
        let with_quotation = [ENGLISH, ENGLISH, ENGLISH, ENGLISH, &both, ENGLISH];
        assert_eq!(tags(&with_quotation, None), ["en"]);
    }

    #[test]
    fn names_in_other_scripts_and_kanji_are_no_second_language() {
        let chinese = "这是一盏灯的故事，写给所有喜欢 Rust 和 Linux 的读者，还有一个朋友。\n\n* [The Rust Blog](x) and the rest\n";
        assert_eq!(tags(&[chinese; 4], None), ["zh"]);
        let japanese = "これはランプの物語です。とても長い物語。\n\n東京都千代田区丸之内一丁目九番一号駅前\n";
        assert_eq!(tags(&[japanese; 4], None), ["ja"]);
    }
}
