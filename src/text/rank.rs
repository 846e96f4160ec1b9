//! Fuzzy search in a list of names.

/// Points for a letter at the beginning of a word and for one right after the previous letter, and the
/// cost of each character between two letters.
const BEGINNING: i32 = 8;
const NEXT: i32 = 6;
const GAP: i32 = 1;

/// Returns the indices of the names that contain the letters of every typed word, in order and in any
/// case. The best match comes first; of equal ones the shorter, then the earlier.
pub fn ranked(names: &[String], typed: &str) -> Vec<usize> {
    let words: Vec<Vec<char>> = typed.split_whitespace().map(lower).collect();
    let rank = |(at, name): (usize, &String)| {
        let letters = lower(name);
        let points = words.iter().map(|word| points(&letters, word)).sum::<Option<i32>>()?;
        Some((std::cmp::Reverse(points), letters.len(), at))
    };
    let mut matches: Vec<_> = names.iter().enumerate().filter_map(rank).collect();
    if !words.is_empty() {
        matches.sort_unstable();
    }
    matches.into_iter().map(|(.., at)| at).collect()
}

/// Where a word is found in a text, the better place first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// At the beginning of a word.
    Beginning,
    /// In the middle of one.
    Middle,
}

/// Finds a word in a text, in the same case. `None` if the text does not contain it.
pub fn find_word(text: &str, word: &str) -> Option<Found> {
    let begins = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    let mut places = text.match_indices(word).map(|(at, _)| at).peekable();
    places.peek()?;
    Some(if places.any(begins) { Found::Beginning } else { Found::Middle })
}

/// True if each typed word begins a word of the name, in any case and order, and something is typed.
pub fn has_words(name: &str, typed: &str) -> bool {
    let name = name.to_lowercase();
    let words = || name.split(|c: char| !c.is_alphanumeric());
    let mut typed = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    typed.peek().is_some() && typed.all(|start| words().any(|word| word.starts_with(&start.to_lowercase())))
}

/// True if the letters of each typed word are in one word of the name, in order and in any case, and
/// something is typed.
pub fn has_letters(name: &str, typed: &str) -> bool {
    let name = name.to_lowercase();
    let words: Vec<Vec<char>> = name.split(|c: char| !c.is_alphanumeric()).map(lower).collect();
    let is_in_a_word = |typed: Vec<char>| words.iter().any(|word| points(word, &typed).is_some());
    let mut typed = typed.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    typed.peek().is_some() && typed.map(lower).all(is_in_a_word)
}

fn lower(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Returns the points of the best match of a word's letters in a name; `None` without a match.
fn points(name: &[char], word: &[char]) -> Option<i32> {
    let first = word.first()?;
    let starts = name.iter().enumerate().filter(|(_, c)| *c == first).map(|(at, _)| at);
    starts.filter_map(|start| points_from(name, word, start)).max()
}

/// Returns the points of the match that begins at `start` and continues with the nearest letters; `None` if a
/// letter is missing.
fn points_from(name: &[char], word: &[char], start: usize) -> Option<i32> {
    let begins = |at: usize| at == 0 || !name[at - 1].is_alphanumeric();
    let mut points = if begins(start) { BEGINNING } else { 0 };
    let mut last = start;
    for letter in &word[1..] {
        let at = last + 1 + name[last + 1..].iter().position(|c| c == letter)?;
        points += match at - last {
            1 => NEXT,
            gap => i32::from(begins(at)) * BEGINNING - GAP * i32::try_from(gap).unwrap_or(i32::MAX / 1_000),
        };
        last = at;
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str], typed: &str) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        ranked(&names, typed).into_iter().map(|at| names[at].clone()).collect()
    }

    #[test]
    fn the_letters_of_each_word_are_found_in_order_and_in_any_case() {
        let names = ["lamp.jpg", "Harbor-Lamp.png", "plum.jpg", "Ærø.jpg"];
        assert_eq!(found(&names, "LMP"), ["lamp.jpg", "Harbor-Lamp.png", "plum.jpg"]);
        assert_eq!(found(&names, "png lamp"), ["Harbor-Lamp.png"]);
        assert_eq!(found(&names, "ær"), ["Ærø.jpg"]);
        assert_eq!(found(&names, "pmal"), Vec::<String>::new());
        assert_eq!(found(&names, " "), names);
    }

    #[test]
    fn runs_of_letters_and_beginnings_of_words_come_first() {
        let names = ["stream-of-lights.jpg", "solar.jpg", "20260608lights.jpg", "sol.jpg"];
        assert_eq!(found(&names, "sol"), ["sol.jpg", "solar.jpg", "stream-of-lights.jpg"]);
        assert_eq!(found(&names, "light"), ["stream-of-lights.jpg", "20260608lights.jpg"]);
    }

    #[test]
    fn a_word_is_found_at_the_beginning_of_a_word_or_in_the_middle() {
        for (text, word, found) in [
            ("latest releases", "rel", Some(Found::Beginning)),
            ("the kestrel board", "rel", Some(Found::Middle)),
            ("the kestrel's relay", "rel", Some(Found::Beginning)),
            ("## latest", "##", Some(Found::Beginning)),
            ("été à zoé", "zoé", Some(Found::Beginning)),
            ("été", "té", Some(Found::Middle)),
            ("latest", "rel", None),
        ] {
            assert_eq!(find_word(text, word), found, "{text}: {word}");
        }
    }

    #[test]
    fn beginnings_of_words_differ_from_other_letters() {
        for (typed, fits) in [
            ("walk", true),
            ("RUST walk", true),
            ("walk-throughs", false),
            ("rust/walk", true),
            ("through", false),
            ("wlk", false),
            ("", false),
            (" - ", false),
        ] {
            assert_eq!(has_words("Rust Walkthroughs", typed), fits, "{typed}");
        }
        assert!(has_words("Ærø ahoy", "ær"));
        for (typed, fits) in
            [("wlk", true), ("rst/wks", true), ("rw", false), ("", false), ("shguorht", false)]
        {
            assert_eq!(has_letters("Rust Walkthroughs", typed), fits, "{typed}");
        }
    }
}
