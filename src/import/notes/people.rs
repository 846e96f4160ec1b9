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

/// A handle is looked for at the start of a line: at most this many bytes long, and within this many bytes.
/// Longer lines are text.
const HANDLE_LINE: (usize, usize) = (200, 40);

/// The handles (`@name`) of the hug and status sections, lowercased and without the `@`.
#[derive(Debug, Default)]
pub(super) struct NameIndex<'a> {
    /// The number of blocks that each handle heads.
    blocks: HashMap<String, usize>,
    /// The first words of handles with several words.
    first_words: HashSet<String>,
    /// The hug and status sections.
    sections: Vec<Section<'a>>,
    /// All handles in the text of these sections, collected on first use.
    mentioned: OnceCell<HashSet<String>>,
}

impl<'a> NameIndex<'a> {
    pub fn new(sections: &[Section<'a>]) -> Self {
        let has_people = |section: &&Section<'_>| matches!(section.part, Part::Hugs | Part::Status);
        let sections: Vec<Section<'a>> = sections.iter().filter(has_people).copied().collect();
        let mut index = NameIndex { sections, ..NameIndex::default() };
        let (longest, beginning) = HANDLE_LINE;
        let may_have_handle =
            |line: &Line<'_>| line.raw.len() < longest && head(line.raw, beginning).contains('@');
        let headings = index.sections.iter().flat_map(|section| {
            let lines = section.lines().filter(may_have_handle);
            lines.filter_map(|line| Heading::new(line, &section.grammar.people))
        });
        for heading in headings {
            if heading.has_at() {
                let handle = heading.handle().to_lowercase();
                index.first_words.extend(handle.split_once(' ').map(|(first, _)| first.to_owned()));
                *index.blocks.entry(handle).or_default() += 1;
            }
        }
        index
    }

    /// True if a block is headed by this handle, or by a longer handle of which this is the first word.
    pub fn is_known(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.blocks.contains_key(&name) || self.first_words.contains(&name)
    }

    /// True if the name is known, or mentioned with an `@` anywhere in these sections.
    pub fn is_mentioned(&self, name: &str) -> bool {
        let all = || self.sections.iter().flat_map(|section| mentioned_handles(section.body())).collect();
        self.is_known(name) || self.mentioned.get_or_init(all).contains(&name.to_lowercase())
    }

    /// Moves the name of `@handle Name` to the notes, unless the two words are one handle: used at least
    /// twice, and the first word never alone.
    pub fn move_name_to_notes(&self, mut name: Name) -> Name {
        let Some((handle, second)) = name.handle.strip_prefix('@').and_then(handle_and_name) else {
            return name;
        };
        let count = |handle: &str| self.blocks.get(&handle.to_lowercase()).copied().unwrap_or_default();
        if count(name.handle.trim_start_matches('@')) < 2 || count(handle) > 0 {
            name.notes.insert(0, second.to_owned());
            name.handle = format!("@{handle}");
        }
        name
    }
}

/// Returns the handles in a text, lowercased and without the `@`.
fn mentioned_handles(text: &str) -> impl Iterator<Item = String> {
    text.split('@').skip(1).filter_map(|after| {
        let end = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '-'));
        let word = after[..end.unwrap_or(after.len())].trim_end_matches(['.', '-']);
        (!word.is_empty()).then(|| word.to_lowercase())
    })
}

/// How a section marks the first line of each person's block: with `@`, a heading or a time code. If marks
/// are used, an unmarked line needs more evidence to begin a block, such as a known or mentioned name.
#[derive(Debug, Default)]
pub(super) struct PersonMarks {
    pub has_marks: bool,
    /// `levels[n]` is true if headings of level n name people.
    pub levels: [bool; 7],
}

impl PersonMarks {
    /// Detects the marks of a section: every `@`, and the heading or time code of the first person.
    fn detect(section: &Section<'_>, index: &NameIndex<'_>) -> Self {
        let mut marks = PersonMarks::default();
        let mut has_first = false;
        let unmarked = PersonMarks::default();
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
                marks.has_marks = true;
                if let Some(level) = marks.levels.get_mut(heading.hashes).filter(|_| heading.hashes > 0) {
                    *level = true;
                }
            }
        }
        marks
    }
}

/// Reads the blocks of a hug or status section into `people`, with remarks about lines that may be meant
/// otherwise.
pub(super) fn read(
    section: &Section<'_>,
    index: &NameIndex<'_>,
    people: &mut Vec<Person>,
    remarks: &mut Vec<Remark>,
) {
    let marks = PersonMarks::detect(section, index);
    let mut person: Option<(Person, Vec<Line<'_>>)> = None;
    let mut unread = Unread::default();
    for (line, start) in starts(section) {
        let position = if person.is_some() { Position::Later } else { Position::First };
        let name = start.as_ref().and_then(|start| start.name(&marks, index, position));
        if let Some(name) = name {
            unread.end(remarks);
            people.extend(person.take().map(finish_person));
            let new = Person { handle: name.handle, notes: name.notes, text: name.rest, line: line.number };
            person = Some((new, Vec::new()));
        } else if let Some((person, text)) = &mut person {
            if marks.has_marks && start.is_some_and(|start| start.may_be_name()) {
                let text = format!(
                    "{} may be a name, but is read as text of {}",
                    quoted(line.text()),
                    person.handle
                );
                remarks.push(Remark::unclear(line.number, text));
            }
            text.push(line);
        } else if !line.is_blank() && !line.is_rule() && !is_time_alone(line) {
            unread.push(line);
        }
    }
    unread.end(remarks);
    people.extend(person.map(finish_person));
}

/// Reports people below a heading that ended the hug reports or status updates. They may be part of a
/// discussion, so they are not imported.
pub(super) fn report_others(section: &Section<'_>, remarks: &mut Vec<Remark>) {
    for (line, start) in starts(section) {
        if start.is_some_and(|start| start.heading.has_at() && start.is_alone() && start.is_separate()) {
            let text = format!(
                "{} is not read: the heading on line {} ended the updates by people",
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

/// Adds the lines of a block to its person's text.
fn finish_person((mut person, lines): (Person, Vec<Line<'_>>)) -> Person {
    let text = prose(lines.into_iter());
    if !person.text.is_empty() && !text.is_empty() {
        person.text.push_str("\n\n");
    }
    person.text.push_str(&text);
    person
}

/// The longest line with an `@` that counts as a person's name. Longer ones are text that begins with a
/// mention.
const LONGEST_NAME: usize = 60;

/// Returns the line numbers of the level 1 and 2 headings that name a person: with a time code, without an
/// `@` before the name, not a known title, and not followed by another heading. The name has its handle in
/// brackets; or it is mentioned with an `@` in the text, or on a level of headings that people use.
///
/// `first_line` is the number of the text's first line.
pub(super) fn name_heading_lines(text: &str, first_line: usize, grammar: &NotesGrammar) -> HashSet<usize> {
    // Votes for each level. A heading with an `@` is certainly a person: two votes. A heading that only looks
    // like a name has one, so a level needs two of them.
    let mut levels = [0; 3];
    // True if people have lines that are not headings. Then headings that look like names have no vote.
    let mut has_people = false;
    let mut found = Vec::new();
    let mut last = None;
    for line in lines(text, first_line).filter(|line| !line.is_blank()) {
        let heading = Heading::new(line, &grammar.people);
        let is_title = heading.is_some_and(|heading| heading.hashes > 0);
        found.extend(last.take().filter(|_| !is_title));
        let Some(heading) = heading.filter(|heading| heading.text.len() < HANDLE_LINE.0) else { continue };
        if heading.has_at() {
            match levels.get_mut(heading.hashes) {
                Some(level) if is_title => *level += 2,
                _ => has_people |= heading.text.len() < LONGEST_NAME,
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
    let mentioned: HashSet<String> = mentioned_handles(text).collect();
    let is_person = |heading: &Heading<'_>| {
        let (name, inside, _) = heading.bare();
        let first_word = |name: &str| name.split(' ').next().unwrap_or_default().to_lowercase();
        let is_known = |name: &str| mentioned.contains(&first_word(name));
        heading.name_with_handle().is_some()
            || may_be(heading)
                && (levels[heading.hashes] > 1 || is_known(name) || inside.is_some_and(is_known))
    };
    found.into_iter().filter(|(_, heading)| is_person(heading)).map(|(line, _)| line).collect()
}
