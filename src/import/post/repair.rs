//! Repairs text that was decoded in a wrong encoding.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// The wrong encoding and the original text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repair {
    pub text: String,
    pub taken_for: &'static str,
    /// Decoded twice, if the wrong text was written and decoded wrongly again.
    pub times: usize,
    /// The line of the first wrong character, counted from 1.
    pub line: usize,
}

/// Restores the original if it is unambiguous: the whole text must have been UTF-8, and some
/// characters must be such that nobody writes them.
pub(super) fn repair(text: &str) -> Option<Repair> {
    let mut repaired: Option<Repair> = None;
    // Once more than was ever seen.
    for times in 1..=3 {
        let current = repaired.as_ref().map_or(text, |repair| repair.text.as_str());
        let mut found = [(WINDOWS_1252, "Windows-1252"), (MACINTOSH, "Mac Roman")]
            .into_iter()
            .filter_map(|(encoding, name)| Some((undo(current, encoding)?, name)));
        let Some((text, taken_for)) = (match (found.next(), found.next()) {
            (Some(one), Some(other)) if one.0 != other.0 => likelier(one, other),
            (one, _) => one,
        }) else {
            break;
        };
        let line = repaired.as_ref().map_or_else(|| first_line(current), |repair| repair.line);
        repaired = Some(Repair { text, taken_for, times, line });
    }
    repaired
}

/// Of two different results, the one without odd characters.
fn likelier<'n>(one: (String, &'n str), other: (String, &'n str)) -> Option<(String, &'n str)> {
    let is_odd = |text: &str| text.chars().any(|c| !c.is_ascii() && !is_usual(c));
    match (is_odd(&one.0), is_odd(&other.0)) {
        (false, true) => Some(one),
        (true, false) => Some(other),
        _ => None,
    }
}

/// True for letters, signs and emoji, but not for combining marks.
fn is_usual(c: char) -> bool {
    matches!(c,
        '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}' | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}' | '\u{1e00}'..='\u{1fff}' | '\u{2002}'..='\u{2064}' | '\u{20a0}'..='\u{20bf}'
        | '\u{2100}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{fe0e}'..='\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

fn first_line(text: &str) -> usize {
    let at = text.find(|c: char| !c.is_ascii()).unwrap_or(0);
    text[..at].matches('\n').count() + 1
}

/// The text before its bytes were decoded in `encoding`.
fn undo(text: &str, encoding: &'static Encoding) -> Option<String> {
    let table = Table::new(encoding);
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(table.byte(c)?);
    }
    let before = String::from_utf8(bytes).ok()?;
    let is_shown = |c: char| !matches!(c, '\u{80}'..='\u{9f}' | '\u{fffd}');
    // New control characters are a sign of a wrong result.
    (is_wrong(text)
        && before.chars().filter(|c| !is_shown(*c)).count() <= text.chars().filter(|c| !is_shown(*c)).count())
    .then_some(before)
}

/// The byte of an encoding for each character that is not ASCII, sorted by character.
struct Table(Vec<(char, u8)>);

impl Table {
    fn new(encoding: &'static Encoding) -> Self {
        let shown = |byte: u8| encoding.decode_without_bom_handling(&[byte]).0.chars().next();
        let mut table: Vec<(char, u8)> =
            (0x80..=0xff).filter_map(|byte| Some((shown(byte)?, byte))).collect();
        table.sort_unstable();
        Self(table)
    }

    fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return Some(c as u8);
        }
        let at = self.0.binary_search_by_key(&c, |(known, _)| *known).ok()?;
        self.0.get(at).map(|(_, byte)| *byte)
    }
}

/// True if other characters than ASCII are as in wrongly decoded text: within words, or three signs
/// or more in a row. Two signs, or any in quotation marks, may be intended.
fn is_wrong(text: &str) -> bool {
    let mut wrong = false;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let run = &rest[start..];
        let end = run.find(|c: char| c.is_ascii()).unwrap_or(run.len());
        let before = rest[..start].chars().next_back();
        let after = run[end..].chars().next();
        let signs = run[..end].chars().count();
        let is_quote = |c: Option<char>| c.is_some_and(|c| "`\"'".contains(c));
        if is_quote(before) && is_quote(after) && signs <= 4 {
            return false;
        }
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_space = run[..end].ends_with(['\u{a0}', '†']);
        wrong |= signs >= 3 || is_letter(before) || is_letter(after) || is_space;
        rest = &run[end..];
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misread(text: &str, encoding: &'static Encoding) -> String {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    const TEXT: &str = "It’s “so” – café,\u{a0}naïve… 🙂\nand Łódź";

    #[test]
    fn what_was_read_wrongly_is_undone() {
        for (encoding, name) in [(WINDOWS_1252, "Windows-1252"), (MACINTOSH, "Mac Roman")] {
            let wrong = misread(TEXT, encoding);
            let repair = repair(&wrong).unwrap_or_else(|| panic!("{name}: {wrong}"));
            assert_eq!((repair.text.as_str(), repair.taken_for, repair.times), (TEXT, name, 1));
        }
        assert_eq!(repair("one\ntwo CafÃ©").unwrap().line, 2);
    }

    #[test]
    fn twice_is_undone_twice() {
        let wrong = misread(&misread(TEXT, WINDOWS_1252), WINDOWS_1252);
        let repair = repair(&wrong).unwrap();
        assert_eq!((repair.text.as_str(), repair.times), (TEXT, 2));
    }

    #[test]
    fn text_that_may_be_meant_stays() {
        let good = [
            TEXT,
            "plain",
            "“Ã©” is what is seen when é is read wrongly.",
            "You see `Ã©` then.",
            "You see \"â€™\" then.",
            "Café",
            "an Ã© alone",
            "It’s CafÃ© here",
            "",
        ];
        for text in good {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
