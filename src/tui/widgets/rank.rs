//! Which names fit a few letters, the best first.

/// Points for a letter at the beginning of a word, for one right after the letter before it, and what
/// each character between two letters costs.
const BEGINNING: i32 = 8;
const NEXT: i32 = 6;
const GAP: i32 = 1;

/// The places of the names that have the letters of every word typed, each in their order and in any
/// case; the best first, of equal ones the shorter, then the earlier.
pub fn ranked(names: &[String], typed: &str) -> Vec<usize> {
    let words: Vec<Vec<char>> = typed.split_whitespace().map(lower).collect();
    let fit = |(at, name): (usize, &String)| {
        let letters = lower(name);
        let points = words.iter().map(|word| points(&letters, word)).sum::<Option<i32>>()?;
        Some((std::cmp::Reverse(points), letters.len(), at))
    };
    let mut found: Vec<_> = names.iter().enumerate().filter_map(fit).collect();
    if !words.is_empty() {
        found.sort_unstable();
    }
    found.into_iter().map(|(.., at)| at).collect()
}

fn lower(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// The points of the best way to find a word's letters in a name; `None` where they are not there.
fn points(name: &[char], word: &[char]) -> Option<i32> {
    let first = word.first()?;
    let starts = name.iter().enumerate().filter(|(_, c)| *c == first).map(|(at, _)| at);
    starts.filter_map(|start| points_from(name, word, start)).max()
}

/// The points where the first letter is the one at `start`, and each other one the next that there is.
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
    fn the_letters_of_each_word_are_found_in_their_order_and_any_case() {
        let names = ["lamp.jpg", "Harbor-Lamp.png", "plum.jpg", "Ærø.jpg"];
        assert_eq!(found(&names, "LMP"), ["lamp.jpg", "Harbor-Lamp.png", "plum.jpg"]);
        assert_eq!(found(&names, "png lamp"), ["Harbor-Lamp.png"]);
        assert_eq!(found(&names, "ær"), ["Ærø.jpg"]);
        assert_eq!(found(&names, "pmal"), Vec::<String>::new());
        assert_eq!(found(&names, " "), names);
    }

    #[test]
    fn whole_pieces_and_beginnings_of_words_come_first() {
        let names = ["stream-of-lights.jpg", "solar.jpg", "20260608lights.jpg", "sol.jpg"];
        assert_eq!(found(&names, "sol"), ["sol.jpg", "solar.jpg", "stream-of-lights.jpg"]);
        assert_eq!(found(&names, "light"), ["stream-of-lights.jpg", "20260608lights.jpg"]);
    }
}
