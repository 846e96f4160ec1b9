//! Splits a document into parts by their titles: headings of any level, bold lines, lines with a
//! time code, or plain lines.

use std::borrow::Cow;

use super::clean::inline;
use super::lines::{Line, Peeled, is_space, lines, trim};
use crate::profile::grammar::{NotesGrammar, Part, Phrase};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Section<'a> {
    pub part: Part,
    /// The line of its title.
    pub line: usize,
    /// The text of the title; empty for the opening.
    pub title: &'a str,
    /// The text after the title.
    body: &'a str,
    first: usize,
    pub grammar: &'a NotesGrammar,
}

impl<'a> Section<'a> {
    pub fn body(&self) -> &'a str {
        self.body
    }

    pub fn lines(&self) -> impl Iterator<Item = Line<'a>> + Clone + use<'a> {
        lines(self.body, self.first)
    }
}

/// Returns the parts of a text in order, starting with the opening.
pub(crate) fn sections<'a>(text: &'a str, grammar: &'a NotesGrammar) -> Vec<Section<'a>> {
    let opening = Section { part: Part::Opening, line: 1, title: "", body: text, first: 1, grammar };
    let mut sections = vec![opening];
    let mut start = 0;
    let mut in_code = false;
    // The start of the first section of people, and the headings after it that name a person. These are
    // computed on demand.
    let mut people = None;
    let mut names = None;
    for line in lines(text, 1) {
        let within = sections.last().map_or(Part::Opening, |section| section.part);
        let is_nobody = |kind: &TitleKind| {
            let (start, first) = people.unwrap_or((line.start, line.number));
            let all = || super::people::name_heading_lines(&text[start..], first, grammar);
            *kind != TitleKind::Other || !names.get_or_insert_with(all).contains(&line.number)
        };
        if let Some(part) = part_of(line, within, in_code, grammar).filter(is_nobody).map(TitleKind::part) {
            if matches!(part, Part::Hugs | Part::Status) && people.is_none() {
                people = Some((line.end, line.number + 1));
            }
            close(&mut sections, text, start, line.start);
            start = line.end;
            let (title, first) = (line.peeled().text, line.number + 1);
            sections.push(Section { part, line: line.number, title, body: "", first, grammar });
            in_code = false;
        } else if line.is_fence() {
            in_code = !in_code;
        }
    }
    close(&mut sections, text, start, text.len());
    sections
}

fn close<'a>(sections: &mut [Section<'a>], text: &'a str, start: usize, end: usize) {
    if let Some(last) = sections.last_mut() {
        last.body = &text[start..end];
    }
}

/// True if a title, or what may precede it, begins with the character.
fn begins_title(c: char, grammar: &NotesGrammar) -> bool {
    c.is_ascii_digit()
        || matches!(c, '#' | '*' | '_' | '(' | '-' | '+' | '\\')
        || c.is_alphabetic() && (grammar.titles.begin_with(c) || !c.is_ascii())
}

/// The kind of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TitleKind {
    Part(Part),
    /// A title with a time code among people. It ends their section.
    Other,
}

impl TitleKind {
    fn part(self) -> Part {
        match self {
            TitleKind::Part(part) => part,
            TitleKind::Other => Part::Other,
        }
    }
}

fn part_of(line: Line<'_>, within: Part, in_code: bool, grammar: &NotesGrammar) -> Option<TitleKind> {
    // Titles are short, and most lines are not titles.
    if line.raw.len() > 200 || !line.text().starts_with(|c| begins_title(c, grammar)) {
        return None;
    }
    let peeled = match line.escaped_bullet() {
        // `\# Hug Reports`, if no other title is escaped.
        None => Line { raw: line.text().strip_prefix('\\').unwrap_or(line.raw), ..line }.peeled(),
        // A list that has no empty line before the next title.
        Some((_, rest)) if rest.starts_with("##") => Line { raw: rest, ..line }.peeled(),
        Some(_) => return None,
    };
    if peeled.text.is_empty() || in_code && peeled.hashes == 0 {
        return None;
    }
    // `Wrap\-Up`, and unusual spaces.
    let is_marked = peeled.hashes > 0 || peeled.is_bold || peeled.time.is_some();
    let is_odd =
        peeled.text.contains('\\') || is_marked && (peeled.text.contains("  ") || !peeled.text.is_ascii());
    let text = if is_odd { Cow::Owned(inline(peeled.text)) } else { Cow::Borrowed(peeled.text) };
    // `Mini-In The Weeds`, between other parts.
    let after_prefix = |prefix: &Phrase| prefix.strip_from(&text).filter(|_| peeled.hashes > 0);
    let titled = grammar.title_prefixes.iter().find_map(after_prefix).map_or(&*text, trim);
    // `23:43 (0:00, recording restarted) Status Updates`
    let remark = titled.strip_prefix('(').filter(|_| peeled.hashes > 0 || peeled.time.is_some());
    let titled = remark.and_then(|text| text.split_once(')')).map_or(titled, |(_, rest)| trim(rest));
    // Any other title with a time code ends the section of people.
    let is_other = matches!(within, Part::Hugs | Part::Status)
        && !in_code
        && (1..=2).contains(&peeled.hashes)
        && peeled.time.is_some()
        && !line.text().starts_with('\\')
        && !text.starts_with(['@', '[', '*']);
    let Some((part, rest)) = grammar.titles.find(titled) else { return is_other.then_some(TitleKind::Other) };
    let fits = fits(&peeled, part, trim(rest));
    let is_known = !part.is_of_state()
        || part == Part::State
        || within.is_of_state()
        // A fragment of a document that was pasted.
        || within == Part::Opening && peeled.hashes > 0;
    (fits && is_known).then_some(TitleKind::Part(part))
}

/// True if a line is a title even though text follows the name of the part.
fn fits(peeled: &Peeled<'_>, part: Part, rest: &str) -> bool {
    let is_marked = peeled.hashes > 0 || peeled.is_bold || peeled.time.is_some();
    let rest = rest.trim_matches(|c| is_space(c) || matches!(c, ':' | '!' | '.' | '\\'));
    let in_brackets = rest.starts_with(['(', '[']) && rest.ends_with([')', ']']);
    if rest.is_empty() || in_brackets {
        return true;
    }
    let is_time = rest.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let goes_on = rest.starts_with([',', '+', '&', '-', '–', '—', '@', '|', '/']);
    match part {
        Part::State => is_marked || goes_on || rest.starts_with("and"),
        // `Status Updates Part Deux`
        Part::Hugs | Part::Status if peeled.hashes > 0 => rest.split_whitespace().count() <= 3,
        _ => is_marked && (goes_on || is_time),
    }
}
