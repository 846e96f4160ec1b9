//! Hug reports and status updates, person by person.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::Person;
use super::lines::{Line, head, lines};
use super::names::{Heading, Name, handle_and_name, is_name, is_one_word, is_remark};
use super::prose::prose;
use super::sections::{Part, Section, is_known_title};

/// The names that a document writes with an `@`, in small letters, without it.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    /// Of those who have a part of their own, and how many parts.
    people: HashMap<String, usize>,
    /// Of names of several words, the first.
    first: HashSet<String>,
    parts: Vec<Section<'a>>,
    /// Of all whom people tell of.
    mentioned: OnceCell<HashSet<String>>,
}

impl<'a> Known<'a> {
    pub fn of(sections: &[Section<'a>]) -> Self {
        let of_people = |section: &&Section<'_>| matches!(section.part, Part::Hugs | Part::Status);
        let parts: Vec<Section<'a>> = sections.iter().filter(of_people).copied().collect();
        let mut known = Known { parts, ..Known::default() };
        let lines = known.parts.iter().flat_map(Section::lines);
        let may_have_handle = |line: &Line<'_>| line.raw.len() < 200 && head(line.raw, 40).contains('@');
        for heading in lines.filter(may_have_handle).filter_map(Heading::of) {
            if heading.has_at() {
                let handle = heading.handle().to_lowercase();
                known.first.extend(handle.split_once(' ').map(|(first, _)| first.to_owned()));
                *known.people.entry(handle).or_default() += 1;
            }
        }
        known
    }

    fn has_part(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.people.contains_key(&name) || self.first.contains(&name)
    }

    fn is_mentioned(&self, name: &str) -> bool {
        let all = || self.parts.iter().flat_map(|part| mentioned(part.body())).collect();
        self.has_part(name) || self.mentioned.get_or_init(all).contains(&name.to_lowercase())
    }

    /// `@foamyguy Tim`: the name becomes a note, unless somebody always goes by both.
    fn without_second(&self, mut name: Name) -> Name {
        let Some((handle, second)) = name.handle.strip_prefix('@').and_then(handle_and_name) else {
            return name;
        };
        let parts = |handle: &str| self.people.get(&handle.to_lowercase()).copied().unwrap_or_default();
        if parts(name.handle.trim_start_matches('@')) < 2 || parts(handle) > 0 {
            name.notes.insert(0, second.to_owned());
            name.handle = format!("@{handle}");
        }
        name
    }
}

/// The words of a text that begin with an `@`, in small letters, without it.
pub(super) fn mentioned(text: &str) -> impl Iterator<Item = String> {
    text.split('@').skip(1).filter_map(|after| {
        let end = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '-'));
        let word = after[..end.unwrap_or(after.len())].trim_end_matches(['.', '-']);
        (!word.is_empty()).then(|| word.to_lowercase())
    })
}

/// What marks the people of a section, so that nothing without it begins a person's part.
#[derive(Debug, Default)]
struct Style {
    has_marks: bool,
    /// Whether headings of so many hashes are people.
    levels: [bool; 7],
}

impl Style {
    /// An `@` where there is one; else the time code or the heading that the first of them has.
    fn of(section: &Section<'_>, known: &Known<'_>) -> Self {
        let mut style = Style::default();
        let mut has_first = false;
        let unmarked = Style::default();
        let starts = starts(section).filter_map(|(_, start)| start);
        for start in starts {
            let heading = start.heading;
            let is_person = match heading.has_at() {
                true => start.is_alone() && (heading.is_marked() || !is_thanks(heading.text)),
                false => !has_first && start.name(&unmarked, known).is_some(),
            };
            if !is_person {
                continue;
            }
            let is_first = !std::mem::replace(&mut has_first, true);
            if heading.has_at() || is_first && (heading.hashes > 0 || heading.is_timed) {
                style.has_marks = true;
                if let Some(level) = style.levels.get_mut(heading.hashes).filter(|_| heading.hashes > 0) {
                    *level = true;
                }
            }
        }
        style
    }
}

/// What follows a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follows {
    List,
    Text,
    Nothing,
}

/// A line that a person's part may begin with, and what stands around it.
struct Start<'a, I> {
    heading: Heading<'a>,
    after_blank: bool,
    following: I,
}

impl<'a, I: Iterator<Item = Line<'a>> + Clone> Start<'a, I> {
    fn follows(&self) -> Follows {
        match self.following.clone().take(4).find(|line| !line.is_blank()) {
            Some(line) if line.bullet().is_some() => Follows::List,
            Some(line) if line.peeled().hashes == 0 => Follows::Text,
            _ => Follows::Nothing,
        }
    }

    fn is_alone(&self) -> bool {
        let is_short = self.heading.text.len() < 60 && !is_thanks(self.heading.text);
        self.after_blank || self.heading.is_marked() || is_short
    }

    fn name(&self, style: &Style, known: &Known<'_>) -> Option<Name> {
        let heading = self.heading;
        let stands_out = self.after_blank || heading.is_marked();
        let name = if heading.has_at() {
            self.is_alone().then(|| known.without_second(heading.name()))
        } else if heading.text.len() > 200
            || !heading.text.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        {
            None
        } else if let Some(name) = heading.name_with_handle().filter(|_| stands_out) {
            Some(name)
        } else {
            self.is_person(style, known).then(|| heading.name())
        };
        name.filter(|name| name.handle.contains(char::is_alphanumeric))
    }

    /// Whether a name without an `@` begins somebody's part.
    fn is_person(&self, style: &Style, known: &Known<'_>) -> bool {
        let Heading { hashes, is_bold, text, .. } = self.heading;
        let stands_out = self.after_blank || self.heading.is_marked();
        let (name, inside, is_timed) = self.heading.bare();
        let alone = name.trim_end_matches(':');
        let is_one = is_one_word(alone);
        if known.has_part(alone) && (is_one || stands_out) {
            return true;
        }
        // `Tim (host):`
        if stands_out && is_name(alone) && inside.is_some_and(is_remark) {
            return true;
        }
        if !is_name(name) {
            return false;
        }
        // Those that are nobody have ended the part.
        if (1..=2).contains(&hashes) && self.heading.is_timed {
            return true;
        }
        let before_list = || self.follows() == Follows::List;
        let is_mentioned = || is_one && known.is_mentioned(alone);
        // `Tim (foamyguy)`
        let has_handle = inside.is_some_and(is_one_word);
        if is_timed {
            // `12:30 lunch talk`, where people have an `@`.
            let is_upper = |word: &str| !word.starts_with(char::is_lowercase);
            let may_be = is_one || !style.has_marks || alone.split(' ').all(is_upper);
            return may_be && (text.contains(['(', '[']) || before_list())
                || is_mentioned() && self.follows() == Follows::Text;
        }
        if style.levels.get(hashes).is_some_and(|is_people| *is_people) {
            return self.follows() != Follows::Nothing;
        }
        let may_be = match (hashes > 0 || is_bold, is_one) {
            (true, false) => true,
            (_, true) => self.after_blank,
            (false, false) => false,
        };
        let is_marked = (hashes > 0 || is_bold) && has_handle;
        may_be && before_list() && (!style.has_marks || is_marked || is_mentioned())
    }
}

/// `@name for the board`, in the middle of somebody's text.
fn is_thanks(text: &str) -> bool {
    head(text, 60).contains(" for ")
}

/// Each line of a section, with what it may begin.
fn starts<'a>(
    section: &Section<'a>,
) -> impl Iterator<Item = (Line<'a>, Option<Start<'a, impl Iterator<Item = Line<'a>> + Clone + use<'a>>>)> + use<'a>
{
    let mut lines = section.lines();
    let mut after_blank = true;
    let mut in_code = false;
    std::iter::from_fn(move || {
        let line = lines.next()?;
        in_code ^= line.is_fence();
        let heading = if in_code || line.is_blank() { None } else { Heading::of(line) };
        let start = heading.map(|heading| Start { heading, after_blank, following: lines.clone() });
        after_blank = line.is_blank();
        Some((line, start))
    })
}

pub(super) fn read(section: &Section<'_>, known: &Known<'_>, people: &mut Vec<Person>) {
    let style = Style::of(section, known);
    let mut person: Option<(Person, Vec<Line<'_>>)> = None;
    for (line, start) in starts(section) {
        if let Some(name) = start.and_then(|start| start.name(&style, known)) {
            people.extend(person.take().map(finished));
            let new = Person { handle: name.handle, notes: name.notes, text: name.rest, line: line.number };
            person = Some((new, Vec::new()));
        } else if let Some((_, text)) = &mut person {
            text.push(line);
        }
    }
    people.extend(person.map(finished));
}

fn finished((mut person, lines): (Person, Vec<Line<'_>>)) -> Person {
    let text = prose(lines.into_iter());
    if !person.text.is_empty() && !text.is_empty() {
        person.text.push_str("\n\n");
    }
    person.text.push_str(&text);
    person
}

/// The lines whose titles of the first two levels, with a time code and without an `@`, are somebody's
/// name: where the text tells of them with an `@`, or where people have titles of that level.
pub(super) fn titles(text: &str, first: usize) -> HashSet<usize> {
    let mut levels = [0; 3];
    let mut has_people = false;
    let mut found = Vec::new();
    let mut last = None;
    for line in lines(text, first).filter(|line| !line.is_blank()) {
        let heading = Heading::of(line);
        let is_title = heading.is_some_and(|heading| heading.hashes > 0);
        found.extend(last.take().filter(|_| !is_title));
        let Some(heading) = heading.filter(|heading| heading.text.len() < 200) else { continue };
        if heading.has_at() {
            match levels.get_mut(heading.hashes) {
                Some(level) if is_title => *level += 2,
                _ => has_people |= heading.text.len() < 60,
            }
        } else if (1..=2).contains(&heading.hashes) && heading.is_timed && !is_known_title(heading.text) {
            last = Some((line.number, heading));
        }
    }
    let may_be = |heading: &Heading<'_>| {
        let (name, ..) = heading.bare();
        is_name(name) && name.split_whitespace().count() <= 2
    };
    for (_, heading) in found.iter().filter(|(_, heading)| !has_people && may_be(heading)) {
        levels[heading.hashes] += 1;
    }
    let mentioned: HashSet<String> = mentioned(text).collect();
    let is_person = |heading: &Heading<'_>| {
        let (name, inside, _) = heading.bare();
        let first = |name: &str| name.split(' ').next().unwrap_or_default().to_lowercase();
        let is_known = |name: &str| mentioned.contains(&first(name));
        heading.name_with_handle().is_some()
            || may_be(heading)
                && (levels[heading.hashes] > 1 || is_known(name) || inside.is_some_and(is_known))
    };
    found.into_iter().filter(|(_, heading)| is_person(heading)).map(|(line, _)| line).collect()
}
