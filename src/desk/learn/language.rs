//! The language of issues, by their script and their most common words.

use crate::draft::Draft;

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
/// At most this many characters are looked at.
const MAX_CHARS: usize = 200_000;

/// A language's tag, the name of its script, and whether a character is of it.
type Script = (&'static str, &'static str, fn(char) -> bool);

/// The language of issues, or else that of the site's configuration.
pub(super) fn guess(drafts: &[&Draft], configured: Option<&str>) -> Option<Guess> {
    let prose = drafts.iter().rev().flat_map(|draft| draft.prose().map(|span| draft.slice(span)));
    let text: String = prose.collect::<Vec<_>>().join(" ").chars().take(MAX_CHARS).collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count().max(1) as f64;
    let share = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count() as f64 / letters;
    let percent = |share: f64| (share * 100.0).round();
    let kana = |c: char| ('\u{3041}'..='\u{30ff}').contains(&c);
    let scripts: [Script; 6] = [
        ("ja", "kana", kana),
        ("ko", "Hangul", |c| ('\u{ac00}'..='\u{d7a3}').contains(&c)),
        ("zh", "Chinese characters", |c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
        ("ru", "Cyrillic", |c| ('\u{0400}'..='\u{04ff}').contains(&c)),
        ("ar", "Arabic letters", |c| ('\u{0600}'..='\u{06ff}').contains(&c)),
        ("he", "Hebrew letters", |c| ('\u{0590}'..='\u{05ff}').contains(&c)),
    ];
    for (tag, name, is) in scripts {
        let own = share(is);
        if own >= SCRIPT {
            return Some(Guess {
                tag: tag.to_owned(),
                reason: format!("{}% of the letters are {name}", percent(own)),
            });
        }
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let all = words.len().max(1) as f64;
    let common = |list: &[&str]| words.iter().filter(|word| list.contains(word)).count() as f64 / all;
    let best =
        WORDS.iter().map(|(tag, list)| (common(list), *tag)).reduce(|a, b| if b.0 > a.0 { b } else { a });
    match best {
        Some((share, tag)) if share >= COMMON => {
            let reason = format!("{}% of the words are its most common ones", percent(share));
            Some(Guess { tag: tag.to_owned(), reason })
        }
        _ => {
            configured.map(|tag| Guess { tag: tag.to_owned(), reason: "the site's configuration".to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_and_common_words_tell_the_language() {
        for (text, tag) in [
            ("This is the story of a lamp that was left on the table for you and me.", "en"),
            ("Das ist die Geschichte der Lampe, und sie steht nicht auf dem Tisch mit uns.", "de"),
            ("这是一盏灯的故事，写给所有喜欢 Rust 和 Linux 的读者。", "zh"),
            ("これはランプの物語です。", "ja"),
            ("Это история о лампе, которая стоит на столе.", "ru"),
        ] {
            let guess = guess(&[&Draft::parse(text)], None);
            assert_eq!(guess.map(|guess| guess.tag).as_deref(), Some(tag), "{text}");
        }
        let few = guess(&[&Draft::parse("[Lamp](x)")], Some("nl"));
        assert_eq!(few.map(|guess| guess.tag).as_deref(), Some("nl"));
        assert_eq!(guess(&[&Draft::parse("Lamp")], None), None);
    }
}
