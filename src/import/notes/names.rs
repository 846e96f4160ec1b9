//! Parses the first line of a person's block in its many forms: a handle with `@`, a name, or both,
//! with a time code before or after, bold, as a heading, with remarks in brackets.

use super::clean::plain;
use super::lines::{Line, Peeled, head, is_space, trim};
use crate::profile::grammar::{PeopleGrammar, Phrase};

/// The content of such a line.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub handle: String,
    /// Other names of the person, and remarks such as `lurking`.
    pub notes: Vec<String>,
    /// The rest of the line.
    pub rest: String,
}

/// A line that may name a person, without the marks and the time code before the name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading<'a> {
    pub hashes: usize,
    pub is_bold: bool,
    pub is_timed: bool,
    /// True if its beginning is bold: `**Nia (@pixelfox):** all that I did`.
    opens_bold: bool,
    /// A remark before the handle: `(text) @name`.
    before: Option<&'a str>,
    pub text: &'a str,
    pub grammar: &'a PeopleGrammar,
}

impl<'a> Heading<'a> {
    /// Returns `None` for an item of a list, and for a line that is too long or too deep for a
    /// name.
    pub fn new(line: Line<'a>, grammar: &'a PeopleGrammar) -> Option<Self> {
        if line.escaped_bullet().is_some() || line.indent() > 2 || line.is_rule() {
            return None;
        }
        let Peeled { hashes, is_bold, time, text } = line.peeled();
        // `5:25 - @name`
        let parted = text.trim_start_matches([' ', '*', '-', '–', '—', '\\']);
        let text = if time.is_some() && parted.starts_with('@') { parted } else { text };
        let marks = ['*', '_', '\\', ' '];
        let mut heading = Heading {
            hashes,
            is_bold,
            is_timed: time.is_some(),
            opens_bold: text.starts_with("**"),
            before: None,
            text,
            grammar,
        };
        let rest = text.trim_start_matches(marks);
        // `(@name text only)`
        if let Some(inside) = rest.strip_prefix('(').filter(|inside| inside.starts_with('@')) {
            heading.text = inside.strip_suffix(')').unwrap_or(inside);
            return Some(heading);
        }
        // `**19:04 @name** (text only)`, `30:00ish @name`, `13:30, 15:xx @name`, `@40:35 @name`
        let mut timed = rest;
        while let Some(after) = after_time(timed.strip_prefix('@').unwrap_or(timed)) {
            timed = after.trim_start_matches([' ', ',', '&', '*', '_', '\\', '-', '–', '—']);
        }
        if timed.len() < rest.len() && timed.starts_with(['@', '[']) {
            heading.is_timed = true;
            heading.text = timed;
        } else if let Some((note, name)) = bracketed(rest).filter(|(_, name)| trim(name).starts_with('@')) {
            heading.before = Some(note);
            heading.text = trim(name);
        } else {
            heading.text = rest;
        }
        Some(heading)
    }

    /// True for a heading, a bold line, or a line with a time code.
    pub fn is_marked(&self) -> bool {
        self.hashes > 0 || self.is_bold || self.is_timed
    }

    /// True if it begins with a handle, linked or not.
    pub fn has_at(&self) -> bool {
        // Without an address it asks somebody to read it out: `[@name:] Every week …`.
        let label = self.text.strip_prefix('[').filter(|label| head(label, 100).contains("]("));
        label.unwrap_or(self.text).strip_prefix('@').is_some_and(|name| {
            let name = name.trim_start_matches([' ', '[', '\\']);
            name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        })
    }

    /// Returns the name without `@`, brackets and time code; the text in the brackets if it ends
    /// the line; and true if there is a time code.
    pub fn bare(&self) -> (&'a str, Option<&'a str>, bool) {
        let (name, brackets) = self.text.split_at(self.text.find(['(', '[']).unwrap_or(self.text.len()));
        let inside = brackets.trim_end_matches([':', ' ', '*']).strip_suffix([')', ']']);
        let inside = inside.and_then(|text| text.get(1..));
        let name = trim(name);
        match name.rsplit_once(' ').filter(|(_, last)| after_time(last) == Some("")) {
            Some((name, _)) => (trim(name), inside, true),
            None => (name, inside, self.is_timed),
        }
    }

    /// The handle alone, as written.
    pub fn handle(&self) -> &'a str {
        let text = trim(self.text.trim_start_matches(['[', '@', ' ', '\\']));
        trim(text[..handle_end(text)].trim_end_matches(['*', ']']))
    }

    pub fn name(&self) -> Name {
        let mut name = parted(self.text, self.grammar);
        name.notes.extend(self.before.filter(|note| after_time(note).is_none()).map(str::to_owned));
        name
    }

    /// `Nia (@pixelfox)`, `Nia Vale @pixelfox - lurking`: the handle, if a name precedes it and only
    /// remarks come after it.
    pub fn name_with_handle(&self) -> Option<Name> {
        let (before, _) = head(self.text, 80).split_once('@')?;
        if before.is_empty() {
            return None;
        }
        // The label of a link counts: `[Nia](https://…) (@pixelfox)`.
        let text = plain(self.text);
        let (before, after) = text.split_once('@')?;
        let (before, after) = match before.trim_end().strip_suffix(['(', '[']) {
            Some(before) => {
                let close = after.find([')', ']'])?;
                (before, format!("@{} {}", &after[..close], &after[close + 1..]))
            }
            None if self.is_marked() => (before, format!("@{after}")),
            None => return None,
        };
        let before = trim(before).trim_end_matches(['-', '–', '/', ',']).trim_end();
        let is_name = is_name(before, self.grammar)
            && before.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
            || is_one_word(before) && is_name(before, self.grammar);
        let mut name = parted(&after, self.grammar);
        (is_name && (name.rest.is_empty() || self.opens_bold)).then(|| {
            name.notes.insert(0, before.to_owned());
            name
        })
    }
}

/// True for up to three words that may be a name.
pub(super) fn is_name(text: &str, grammar: &PeopleGrammar) -> bool {
    let first = text.split([' ', ':']).next().unwrap_or_default();
    text.starts_with(char::is_alphanumeric)
        && text.split_whitespace().take(4).count() <= 3
        && !text.ends_with(['.', '!', '?', ':'])
        && !text.contains("://")
        && !grammar.not_names.iter().any(|word| word.is(first))
}

pub(super) fn is_one_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(is_space)
}

/// Splits a line into a name, the remarks in brackets after it, and the rest.
pub(super) fn parted(text: &str, grammar: &PeopleGrammar) -> Name {
    let text = plain(text);
    let mut text = text.replace("**", "");
    if text.starts_with("@[") {
        text.retain(|c| c != '[' && c != ']');
    }
    let at = usize::from(text.starts_with('@'));
    let inner = trim(&text[at..]);
    let (handle, mut rest) = inner.split_at(handle_end(inner));
    // A number that distinguishes equal names: `@name#1234`.
    if let Some(number) = rest.strip_prefix('#') {
        rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    let (handle, second) = second_name(trim(handle), grammar);
    let mut name = Name { handle: format!("{}{handle}", &text[..at]), ..Name::default() };
    if let Some(second) = second {
        match is_thanks(second, grammar) {
            true => second.clone_into(&mut name.rest),
            false => name.notes.push(second.to_owned()),
        }
    }
    let separators = [' ', ':', ';', ',', '-', '–', '—', '\\'];
    let mut is_parted = false;
    loop {
        let after = rest.trim_start_matches([' ', ':', ';', ',', '\\']);
        let text = after.trim_start_matches(separators);
        is_parted |= text.len() < after.len();
        // `@name - (lurking) hello`
        if let Some((note, after)) =
            bracketed(text).filter(|(note, _)| !is_parted || is_remark(note, grammar))
        {
            let note = trim(note);
            let note = after_time(note).unwrap_or(note);
            if !note.is_empty() {
                name.notes.push(note.to_owned());
            }
            rest = after;
        } else if let Some(after) = after_time(text).filter(|after| !is_parted || after.is_empty()) {
            rest = after;
        } else {
            rest = trim(if text.contains(char::is_alphanumeric) { text } else { "" });
            break;
        }
    }
    if let Some(others) = others(rest) {
        name.notes.extend(others);
    } else if rest.len() < 40 && is_remark(rest, grammar) {
        // `@name - lurking`
        name.notes.push(rest.to_owned());
    } else if !rest.is_empty() {
        if !name.rest.is_empty() {
            name.rest.push(' ');
        }
        name.rest.push_str(rest);
    }
    name
}

/// The end of a name: before a bracket, a dash, a colon, a time code or another handle, or else
/// after up to three words.
fn handle_end(text: &str) -> usize {
    let window = head(text, 80);
    let sign = sign(window);
    let first = window.find(' ').unwrap_or(window.len());
    let end = match sign {
        Some(end) if window[..end].split_whitespace().count() <= 3 => end,
        None if text.split_whitespace().take(5).count() <= 3 => text.len(),
        _ => first,
    };
    let end = text[..end].trim_end_matches([':', '?', ' ']).len();
    // `@name and @other`
    text[..end].strip_suffix(" and").map_or(end, str::len)
}

/// The position of the first sign that ends a name.
fn sign(text: &str) -> Option<usize> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let is_open = after.is_empty() || after.starts_with(' ');
        let ends = match c {
            '(' | '[' | '@' | '#' => true,
            ':' | ',' | ';' => is_open,
            '-' | '–' | '—' => is_open || before == ' ',
            '/' | '&' | '+' => before == ' ' || after.starts_with('@'),
            ' ' => after.starts_with(|c: char| c.is_ascii_digit()) && after_time(after).is_some(),
            _ => false,
        };
        if ends {
            return Some(at);
        }
        before = c;
    }
    None
}

/// Splits `marlo lurking` into the handle and the remark after it. The second is `None` if the whole text is
/// the handle, as in `pixelfox Nia`.
fn second_name<'a>(handle: &'a str, grammar: &PeopleGrammar) -> (&'a str, Option<&'a str>) {
    let Some((first, rest)) = handle.split_once(' ') else { return (handle, None) };
    let rest = trim(rest);
    if is_remark(rest, grammar) || is_thanks(rest, grammar) {
        return (first, Some(rest));
    }
    // `cara listening/lurking`
    if rest.contains('/') {
        return (first, Some(rest));
    }
    if let Some((before, last)) = handle.rsplit_once(' ').filter(|(_, last)| is_remark(last, grammar)) {
        return (trim(before), Some(last));
    }
    (handle, None)
}

/// Splits `pixelfox Nia` into a handle, which is not written like a name, and the name after it. `None` for
/// anything else.
pub(super) fn handle_and_name(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.split_once(' ')?;
    let is_title = ["mr", "mrs", "ms", "dr"].iter().any(|title| first.eq_ignore_ascii_case(title));
    let is_handle = first.chars().count() > 2
        && !is_title
        && !first.ends_with('.')
        && (first.starts_with(char::is_lowercase)
            || first.contains(|c: char| c.is_ascii_digit() || c == '_'));
    let is_given = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some_and(char::is_alphabetic)
    };
    (is_handle && rest.split_whitespace().all(is_given)).then_some((first, rest))
}

fn is_thanks(text: &str, grammar: &PeopleGrammar) -> bool {
    text.split_whitespace().any(|word| grammar.thanks.iter().any(|thanks| thanks.is(word)))
}

/// The other handles, if nothing else comes after the first: they share its text.
fn others(text: &str) -> Option<Vec<String>> {
    let is_joint = |word: &&str| !matches!(*word, "/" | "&" | "+" | "and" | ",");
    let words = head(text, 120).split([' ', ',', '/']).filter(|word| !word.is_empty()).filter(is_joint);
    let others: Option<Vec<String>> =
        words.map(|word| word.starts_with('@').then(|| format!("and {word}"))).collect();
    others.filter(|others| !others.is_empty() && text.len() <= 120)
}

/// True if a text only says how somebody takes part.
pub(super) fn is_remark(text: &str, grammar: &PeopleGrammar) -> bool {
    let lower = trim(text).trim_end_matches(['.', ':']).to_lowercase();
    let start = lower.split([' ', ',', '-', '/']).next().unwrap_or_default();
    let has = |phrases: &[Phrase], text: &str| phrases.iter().any(|phrase| phrase.as_str() == text);
    has(&grammar.remark_beginnings, start) && lower.split_whitespace().count() <= 2
        || has(&grammar.remarks, &lower)
}

/// Splits a text at its first bracket into the content and the rest.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let window = head(text, 200);
    match window.find(close).or_else(|| window.find([')', ']'])) {
        Some(at) => Some((&text[1..at], &text[at + 1..])),
        // `@name (via chat`
        None if text.len() < 40 => Some((&text[1..], "")),
        None => None,
    }
}

/// Returns the text after a time code, including common variants: `5:24`, `27;42`, `25:??`,
/// `15:xx`, `30:00ish`.
pub(super) fn after_time(text: &str) -> Option<&str> {
    let end = text.bytes().take_while(|b| b.is_ascii_digit() || b":;?#x".contains(b)).count();
    let (code, rest) = text.split_at(end);
    let colon = code.find([':', ';'])?;
    let is_code = code.starts_with(|c: char| c.is_ascii_digit()) && (1..=2).contains(&colon) && end <= 9;
    let is_cut = code[colon + 1..].is_empty();
    let rest = rest.strip_prefix("ish").unwrap_or(rest);
    let is_apart = rest.is_empty() || rest.starts_with(|c| is_space(c) || "([@,*&-_".contains(c));
    (is_code && !is_cut && is_apart).then(|| rest.trim_start_matches(is_space))
}
