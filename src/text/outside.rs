//! Escapes untrusted text for display. Names of files, drafts, commits and responses of servers may hold
//! characters that control a terminal, change the reading direction, or run a command of a build
//! server. Each type here escapes for one destination when it is displayed.

use std::fmt::{self, Display, Formatter, Write};

/// True if `c` controls the terminal, changes the reading direction, or is invisible. Joiners and variation
/// selectors are not hidden: emoji and some scripts need them.
pub fn is_hidden(c: char) -> bool {
    c.is_control() || changes_direction(c) || is_invisible(c)
}

/// Marks that change the direction of the text after them.
fn changes_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Separators that a terminal may break a line at, format characters and fillers without a glyph.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// The hidden characters of a text with their offsets. Tags within the flag of a region, such as
/// Scotland's, are part of an emoji.
fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut in_flag = false;
    text.char_indices().filter(move |(_, c)| {
        in_flag = *c == '\u{1f3f4}' || (in_flag && ('\u{e0020}'..='\u{e007f}').contains(c));
        !in_flag && is_hidden(*c)
    })
}

/// True if no character of the text is [hidden](is_hidden).
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) || hidden(text).next().is_none()
}

/// A text on one line of a terminal or a report. Hidden characters and line breaks are escaped as in
/// Rust's strings. `##[` is escaped because GitHub's runner accepts its older commands anywhere in a line.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a>(pub &'a str);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((before, after)) = rest.split_once("##[") {
            write_escaped(before, f)?;
            f.write_str("##\\[")?;
            rest = after;
        }
        write_escaped(rest, f)
    }
}

/// Writes a text with its hidden characters escaped.
fn write_escaped(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    if is_plain(text) {
        return f.write_str(text);
    }
    let mut at = 0;
    for (place, c) in hidden(text) {
        f.write_str(&text[at..place])?;
        match c {
            c if c.is_control() => write!(f, "{}", c.escape_default())?,
            c => write!(f, "{}", c.escape_unicode())?,
        }
        at = place + c.len_utf8();
    }
    f.write_str(&text[at..])
}

/// A text whose hidden characters are replaced by symbols of one cell, so that columns stay aligned:
/// Unicode's control pictures, or the replacement character.
#[derive(Clone, Copy, Debug)]
pub struct Signs<'a>(pub &'a str);

impl Display for Signs<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut at = 0;
        for (place, c) in hidden(self.0) {
            f.write_str(&self.0[at..place])?;
            f.write_char(match c {
                '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
                '\u{7f}' => '␡',
                _ => '\u{fffd}',
            })?;
            at = place + c.len_utf8();
        }
        f.write_str(&self.0[at..])
    }
}

/// A whole line of standard output or standard error. GitHub's runner executes lines that begin with `::`
/// after any white space, so that is escaped.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a>(pub &'a str);

impl Display for Line<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let inner = self.0.trim_start();
        if !inner.starts_with("::") {
            return Shown(self.0).fmt(f);
        }
        let (indent, _) = self.0.split_at(self.0.len() - inner.len());
        write!(f, "{}\\{}", Shown(indent), Shown(inner))
    }
}

/// A text of several lines, such as the output of a hook. Each is a [`Line`]; tabs stay.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a>(pub &'a str);

impl Display for Lines<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (n, line) in self.0.split('\n').enumerate() {
            if n > 0 {
                f.write_char('\n')?;
            }
            let line = line.strip_suffix('\r').unwrap_or(line);
            for (n, part) in line.split('\t').enumerate() {
                match n {
                    0 => Line(part).fmt(f)?,
                    _ => write!(f, "\t{}", Shown(part))?,
                }
            }
        }
        Ok(())
    }
}

/// Untrusted words in a commit message that we write: one line, without hidden characters, and without
/// brackets, because `[skip ci]` controls hosting sites and `>` ends an address.
#[derive(Clone, Copy, Debug)]
pub struct CommitWords<'a>(pub &'a str);

impl Display for CommitWords<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let plain = without_hidden(self.0, |_| false);
        for (n, word) in plain.split_whitespace().enumerate() {
            if n > 0 {
                f.write_char(' ')?;
            }
            for c in word.chars() {
                f.write_char(match c {
                    '[' | '<' => '(',
                    ']' | '>' => ')',
                    c => c,
                })?;
            }
        }
        Ok(())
    }
}

/// A whole commit message without characters that control a terminal. Line breaks stay, and so do the
/// direction marks that right-to-left scripts need.
#[derive(Clone, Copy, Debug)]
pub struct CommitMessage<'a>(pub &'a str);

impl Display for CommitMessage<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let keep = |c| matches!(c, '\n' | '\t' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{ad}');
        f.write_str(&without_hidden(self.0, keep))
    }
}

/// Removes hidden characters except those for which `keep` is true. Hidden white space becomes a space.
fn without_hidden(text: &str, keep: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (place, c) in hidden(text).filter(|(_, c)| !keep(*c)) {
        out.push_str(&text[at..place]);
        if c.is_whitespace() {
            out.push(' ');
        }
        at = place + c.len_utf8();
    }
    out + &text[at..]
}

/// A value as indented JSON. Hidden characters and commands of build servers are written as `\u` escapes,
/// so that the output can be printed without changing its meaning.
#[derive(Clone, Copy, Debug)]
pub struct Json<'a, T>(pub &'a T);

impl<T: serde::Serialize> Display for Json<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string_pretty(self.0).map_err(|_| fmt::Error)?;
        // Outside of strings, JSON has only plain characters and line breaks.
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                f.write_char('\n')?;
            }
            let line = line.replace("##[", "##\\u005b");
            let mut at = 0;
            for (place, c) in hidden(&line) {
                f.write_str(&line[at..place])?;
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(f, "\\u{unit:04x}")?;
                }
                at = place + c.len_utf8();
            }
            f.write_str(&line[at..])?;
        }
        Ok(())
    }
}

/// An untrusted text with several destinations. Displayed, it is [`Shown`]; code that needs other escapes,
/// or none, takes it [raw](Self::raw).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outside(String);

impl Outside {
    /// The unescaped text.
    pub fn raw(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Outside {
    fn from(text: T) -> Self {
        Outside(text.into())
    }
}

impl Display for Outside {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Shown(&self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HIDDEN: &str = "a\u{1b}[31m\u{7}b\u{202e}c\u{2028}d\u{9b}e\u{200b}f\u{e0041}";

    #[test]
    fn hidden_characters_are_escaped() {
        assert_eq!(
            Shown(HIDDEN).to_string(),
            "a\\u{1b}[31m\\u{7}b\\u{202e}c\\u{2028}d\\u{9b}e\\u{200b}f\\u{e0041}"
        );
        assert_eq!(Shown("one\ntwo\r\n\tthree").to_string(), "one\\ntwo\\r\\n\\tthree");
        assert_eq!(Shown("see ##[add-mask]x").to_string(), "see ##\\[add-mask]x");
    }

    #[test]
    fn emoji_and_scripts_stay_as_they_are() {
        for text in
            ["👩‍🚀 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} ❤️", "می‌خواهم", "e\u{301} 漢"]
        {
            assert_eq!(Shown(text).to_string(), text);
            assert_eq!(CommitWords(text).to_string(), text);
            assert_eq!(Lines(text).to_string(), text);
        }
        // Tags without a flag before them hide text.
        assert_eq!(Shown("a\u{e0067}").to_string(), "a\\u{e0067}");
    }

    #[test]
    fn no_line_is_a_command_of_a_build_server() {
        for indent in ["", " ", "\t", "\u{a0}", "\u{3000} "] {
            let line = Line(&format!("{indent}::add-mask::x")).to_string();
            assert!(!line.trim_start().starts_with("::"), "{line}");
            assert!(line.ends_with("\\::add-mask::x"), "{line}");
        }
        assert_eq!(Line("a::b").to_string(), "a::b");
        assert_eq!(Line("x\n::add-mask::y").to_string(), "x\\n::add-mask::y");
        assert_eq!(Lines("a\tb\r\n ::error::c\n\u{1b}d").to_string(), "a\tb\n \\::error::c\n\\u{1b}d");
    }

    #[test]
    fn words_for_a_commit_message_are_one_plain_line() {
        assert_eq!(
            CommitWords("Add\u{1b}]0;x\u{7}  a\u{202e}link\nCo-authored-by: E <e@x> [skip ci]").to_string(),
            "Add)0;x alink Co-authored-by: E (e@x) (skip ci)"
        );
        assert_eq!(
            CommitMessage("Add\u{1b}[1m it\n\n\tso\u{202e}\u{200f}").to_string(),
            "Add[1m it\n\n\tso\u{200f}"
        );
    }

    #[test]
    fn json_keeps_its_meaning_and_has_no_hidden_characters() {
        let value = serde_json::json!({ HIDDEN: ["##[add-mask]x\u{7f}\n::y", "\u{1d173}"] });
        let text = Json(&value).to_string();
        assert!(text.lines().all(is_plain), "{text}");
        assert!(
            !text.contains("##[") && text.contains("\\u202e") && text.contains("\\ud834\\udd73"),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    proptest! {
        #[test]
        fn no_hidden_character_is_displayed(text in ".*|[\\PC\u{0}-\u{20}:#\\[\u{202a}-\u{202e}]*") {
            let line = Line(&text).to_string();
            prop_assert!(is_plain(&line), "{line:?}");
            prop_assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{line:?}");
            prop_assert!(is_plain(&CommitWords(&text).to_string()));
        }
    }
}
