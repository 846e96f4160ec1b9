//! The parts of a document of the meeting, whatever marks their titles: hashes of any number, bold,
//! a time code before or after the hashes, or nothing.

use std::borrow::Cow;

use super::clean::inline;
use super::lines::{Line, Peeled, is_space, lines, trim};

/// A part of the notes or of the library report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// What stands before the first title.
    Opening,
    News,
    State,
    /// Parts of the state.
    Overall,
    Core,
    Libraries,
    Blinka,
    Downloads,
    Updates,
    Hugs,
    Status,
    Weeds,
    WrapUp,
    /// Among people, a title with a time code that is neither a known one nor somebody's name.
    Other,
}

impl Part {
    /// What it is called, of parts that are known by their title.
    pub fn title(self) -> Option<&'static str> {
        TITLES.iter().find(|(_, part)| *part == self).map(|(title, _)| *title)
    }

    pub fn is_of_state(self) -> bool {
        use Part::{Blinka, Core, Downloads, Libraries, Overall, State, Updates};
        matches!(self, State | Overall | Core | Libraries | Blinka | Downloads | Updates)
    }
}

/// The titles as they stand in the notes, in small letters.
const TITLES: [(&str, Part); 16] = [
    ("community news", Part::News),
    ("state of circuitpython", Part::State),
    ("overall", Part::Overall),
    ("core", Part::Core),
    ("libraries", Part::Libraries),
    ("blinka", Part::Blinka),
    ("library pypi weekly download stats", Part::Downloads),
    ("library updates in the last seven days", Part::Updates),
    ("hug reports", Part::Hugs),
    ("hug report", Part::Hugs),
    ("status updates", Part::Status),
    ("status update", Part::Status),
    ("in the weeds", Part::Weeds),
    ("wrap-up", Part::WrapUp),
    ("wrap up", Part::WrapUp),
    ("wrapup", Part::WrapUp),
];

#[derive(Clone, Copy, Debug)]
pub(crate) struct Section<'a> {
    pub part: Part,
    /// The line of its title.
    pub line: usize,
    /// Its words; nothing for the opening.
    pub title: &'a str,
    /// What follows the title.
    body: &'a str,
    first: usize,
}

impl<'a> Section<'a> {
    pub fn body(&self) -> &'a str {
        self.body
    }

    pub fn lines(&self) -> impl Iterator<Item = Line<'a>> + Clone + use<'a> {
        lines(self.body, self.first)
    }
}

/// The parts of a text in their order; the opening is the first.
pub(crate) fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = vec![Section { part: Part::Opening, line: 1, title: "", body: text, first: 1 }];
    let mut start = 0;
    let mut in_code = false;
    // From where on people tell, and the titles there that are names: asked for only where one may be.
    let mut people = None;
    let mut names = None;
    for line in lines(text, 1) {
        let within = sections.last().map_or(Part::Opening, |section| section.part);
        let is_nobody = |found: &Found| {
            let (start, first) = people.unwrap_or((line.start, line.number));
            let all = || super::people::titles(&text[start..], first);
            *found != Found::Other || !names.get_or_insert_with(all).contains(&line.number)
        };
        if let Some(part) = part_of(line, within, in_code).filter(is_nobody).map(Found::part) {
            if matches!(part, Part::Hugs | Part::Status) && people.is_none() {
                people = Some((line.end, line.number + 1));
            }
            close(&mut sections, text, start, line.start);
            start = line.end;
            let (title, first) = (line.peeled().text, line.number + 1);
            sections.push(Section { part, line: line.number, title, body: "", first });
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

/// Whether a title, or what may stand before it, begins with the character.
fn begins_title(c: char) -> bool {
    let of_title = || TITLES.iter().any(|(title, _)| title.starts_with(c.to_ascii_lowercase()));
    c.is_ascii_digit()
        || matches!(c, '#' | '*' | '_' | '(' | '-' | '+' | '\\')
        || c.is_ascii_alphabetic() && of_title()
}

/// What a line is the title of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Known(Part),
    /// What else has a time of its own among people, and is no longer of them.
    Other,
}

impl Found {
    fn part(self) -> Part {
        match self {
            Found::Known(part) => part,
            Found::Other => Part::Other,
        }
    }
}

/// The part whose name a text begins with, and what follows.
fn known(text: &str) -> Option<(Part, &str)> {
    TITLES.iter().find_map(|(title, part)| {
        let (start, rest) = text.split_at_checked(title.len())?;
        start.eq_ignore_ascii_case(title).then(|| (*part, trim(rest)))
    })
}

pub(super) fn is_known_title(text: &str) -> bool {
    known(text).is_some()
}

fn part_of(line: Line<'_>, within: Part, in_code: bool) -> Option<Found> {
    // Titles are short, and most lines are none.
    if line.raw.len() > 200 || !line.text().starts_with(begins_title) {
        return None;
    }
    let peeled = match line.escaped_bullet() {
        // `\# Hug Reports`, where no other title is escaped.
        None => Line { raw: line.text().strip_prefix('\\').unwrap_or(line.raw), ..line }.peeled(),
        // A list that was not ended before the next title.
        Some((_, rest)) if rest.starts_with("##") => Line { raw: rest, ..line }.peeled(),
        Some(_) => return None,
    };
    if peeled.text.is_empty() || in_code && peeled.hashes == 0 {
        return None;
    }
    // `Wrap\-Up`, and blanks of other kinds.
    let is_marked = peeled.hashes > 0 || peeled.is_bold || peeled.time.is_some();
    let is_odd =
        peeled.text.contains('\\') || is_marked && (peeled.text.contains("  ") || !peeled.text.is_ascii());
    let text = if is_odd { Cow::Owned(inline(peeled.text)) } else { Cow::Borrowed(peeled.text) };
    // `Mini-In The Weeds`, in between.
    let mini = |start: &str| ["mini-", "mini "].iter().any(|mini| start.eq_ignore_ascii_case(mini));
    let whole = text.split_at_checked(5).filter(|(start, _)| peeled.hashes > 0 && mini(start));
    let titled = whole.map_or(&*text, |(_, rest)| rest);
    // `23:43 (0:00, recording restarted) Status Updates`
    let remark = titled.strip_prefix('(').filter(|_| peeled.hashes > 0 || peeled.time.is_some());
    let titled = remark.and_then(|text| text.split_once(')')).map_or(titled, |(_, rest)| trim(rest));
    // What else has a time of its own is no longer of people.
    let is_other = matches!(within, Part::Hugs | Part::Status)
        && !in_code
        && (1..=2).contains(&peeled.hashes)
        && peeled.time.is_some()
        && !line.text().starts_with('\\')
        && !text.starts_with(['@', '[', '*']);
    let Some((part, rest)) = known(titled) else { return is_other.then_some(Found::Other) };
    let fits = fits(&peeled, part, rest);
    let is_known = !part.is_of_state()
        || part == Part::State
        || within.is_of_state()
        // The middle of a document, pasted.
        || within == Part::Opening && peeled.hashes > 0;
    (fits && is_known).then_some(Found::Known(part))
}

/// Whether what follows the name of a part in a line still leaves the line its title.
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
