//! Hug reports and status updates, by person.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::Person;
use super::lines::{Line, head, lines};
use super::names::{Heading, Name, handle_and_name, is_name};
use super::prose::prose;
use super::sections::Section;
use super::starts::{Position, is_thanks, starts};
use super::unread::{Unread, quoted};
use crate::import::Remark;
use crate::profile::grammar::{NotesGrammar, Part};

/// The names that a document writes with `@`, in lower case and without it.
#[derive(Debug, Default)]
pub(super) struct NameIndex<'a> {
    /// People with a part, and the number of their parts.
    people: HashMap<String, usize>,
    /// The first words of names with several words.
    first: HashSet<String>,
    parts: Vec<Section<'a>>,
    /// Everybody whom people mention.
    mentioned: OnceCell<HashSet<String>>,
}

impl<'a> NameIndex<'a> {
    pub fn new(sections: &[Section<'a>]) -> Self {
        let of_people = |section: &&Section<'_>| matches!(section.part, Part::Hugs | Part::Status);
        let parts: Vec<Section<'a>> = sections.iter().filter(of_people).copied().collect();
        let mut index = NameIndex { parts, ..NameIndex::default() };
        let may_have_handle = |line: &Line<'_>| line.raw.len() < 200 && head(line.raw, 40).contains('@');
        let headings = index.parts.iter().flat_map(|part| {
            let lines = part.lines().filter(may_have_handle);
            lines.filter_map(|line| Heading::new(line, &part.grammar.people))
        });
        for heading in headings {
            if heading.has_at() {
                let handle = heading.handle().to_lowercase();
                index.first.extend(handle.split_once(' ').map(|(first, _)| first.to_owned()));
                *index.people.entry(handle).or_default() += 1;
            }
        }
        index
    }

    pub fn has_part(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.people.contains_key(&name) || self.first.contains(&name)
    }

    pub fn is_mentioned(&self, name: &str) -> bool {
        let all = || self.parts.iter().flat_map(|part| mentioned(part.body())).collect();
        self.has_part(name) || self.mentioned.get_or_init(all).contains(&name.to_lowercase())
    }

    /// `@foamyguy Tim`: the name becomes a note, unless somebody always uses both.
    pub fn without_second(&self, mut name: Name) -> Name {
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

/// The words of a text that begin with `@`, in lower case and without it.
pub(super) fn mentioned(text: &str) -> impl Iterator<Item = String> {
    text.split('@').skip(1).filter_map(|after| {
        let end = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '-'));
        let word = after[..end.unwrap_or(after.len())].trim_end_matches(['.', '-']);
        (!word.is_empty()).then(|| word.to_lowercase())
    })
}

/// The marks of people in a section. A line without a mark does not begin a person's part.
#[derive(Debug, Default)]
pub(super) struct Style {
    pub has_marks: bool,
    /// True for heading levels that people have.
    pub levels: [bool; 7],
}

impl Style {
    /// An `@` if any person has one, or else the time code or heading of the first person.
    fn new(section: &Section<'_>, index: &NameIndex<'_>) -> Self {
        let mut style = Style::default();
        let mut has_first = false;
        let unmarked = Style::default();
        let starts = starts(section).filter_map(|(_, start)| start);
        for start in starts {
            let heading = start.heading;
            let is_person = match heading.has_at() {
                true => start.is_alone() && (heading.is_marked() || !is_thanks(heading.text)),
                false => !has_first && start.name(&unmarked, index, Position::First).is_some(),
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

pub(super) fn read(
    section: &Section<'_>,
    index: &NameIndex<'_>,
    people: &mut Vec<Person>,
    remarks: &mut Vec<Remark>,
) {
    let style = Style::new(section, index);
    let mut person: Option<(Person, Vec<Line<'_>>)> = None;
    let mut unread = Unread::default();
    for (line, start) in starts(section) {
        let position = if person.is_some() { Position::Later } else { Position::First };
        let name = start.as_ref().and_then(|start| start.name(&style, index, position));
        if let Some(name) = name {
            unread.end(remarks);
            people.extend(person.take().map(finished));
            let new = Person { handle: name.handle, notes: name.notes, text: name.rest, line: line.number };
            person = Some((new, Vec::new()));
        } else if let Some((person, text)) = &mut person {
            if style.has_marks && start.is_some_and(|start| start.may_be_name()) {
                let text =
                    format!("{} may be a name: read as text of {}", quoted(line.text()), person.handle);
                remarks.push(Remark::unclear(line.number, text));
            }
            text.push(line);
        } else if !line.is_blank() && !line.is_rule() && !is_time_alone(line) {
            unread.push(line);
        }
    }
    unread.end(remarks);
    people.extend(person.map(finished));
}

/// Adds remarks about people after a title that ends the people's part: their text may belong to a
/// discussion, so it is not read as an update.
pub(super) fn report_others(section: &Section<'_>, remarks: &mut Vec<Remark>) {
    for (line, start) in starts(section) {
        if start.is_some_and(|start| start.heading.has_at() && start.is_alone() && start.is_separate()) {
            let text = format!(
                "{} is not read: the title in line {} ends the part before",
                quoted(line.text()),
                section.line
            );
            remarks.push(Remark::unclear(line.number, text));
        }
    }
}

/// True for a line with only a time code.
fn is_time_alone(line: Line<'_>) -> bool {
    let peeled = line.peeled();
    peeled.time.is_some() && peeled.text.is_empty()
}

fn finished((mut person, lines): (Person, Vec<Line<'_>>)) -> Person {
    let text = prose(lines.into_iter());
    if !person.text.is_empty() && !text.is_empty() {
        person.text.push_str("\n\n");
    }
    person.text.push_str(&text);
    person
}

/// Returns the lines of titles of the first two levels, with a time code and without `@`, that are
/// names: those that the text mentions with `@`, or if people have titles of that level.
pub(super) fn titles(text: &str, first: usize, grammar: &NotesGrammar) -> HashSet<usize> {
    let mut levels = [0; 3];
    let mut has_people = false;
    let mut found = Vec::new();
    let mut last = None;
    for line in lines(text, first).filter(|line| !line.is_blank()) {
        let heading = Heading::new(line, &grammar.people);
        let is_title = heading.is_some_and(|heading| heading.hashes > 0);
        found.extend(last.take().filter(|_| !is_title));
        let Some(heading) = heading.filter(|heading| heading.text.len() < 200) else { continue };
        if heading.has_at() {
            match levels.get_mut(heading.hashes) {
                Some(level) if is_title => *level += 2,
                _ => has_people |= heading.text.len() < 60,
            }
        } else if (1..=2).contains(&heading.hashes)
            && heading.is_timed
            && grammar.titles.find(heading.text).is_none()
        {
            last = Some((line.number, heading));
        }
    }
    let may_be = |heading: &Heading<'_>| {
        let (name, ..) = heading.bare();
        is_name(name, &grammar.people) && name.split_whitespace().count() <= 2
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
