//! Finds the lines that a person's block begins with.

use super::lines::{Line, head};
use super::names::{Heading, Name, is_name, is_one_word, is_remark};
use super::people::{NameIndex, PersonMarks};
use super::sections::Section;

/// The kind of the next lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NextLines {
    List,
    Text,
    Nothing,
}

/// The position of a block among those of its section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    First,
    Later,
}

/// A line that a person's block may begin with, and the lines around it.
pub(super) struct Start<'a, I> {
    pub heading: Heading<'a>,
    after_blank: bool,
    following: I,
}

impl<'a, I: Iterator<Item = Line<'a>> + Clone> Start<'a, I> {
    fn next_lines(&self) -> NextLines {
        match self.following.clone().take(4).find(|line| !line.is_blank()) {
            Some(line) if line.bullet().is_some() => NextLines::List,
            Some(line) if line.peeled().hashes == 0 => NextLines::Text,
            _ => NextLines::Nothing,
        }
    }

    /// True if it is separate from the text before it.
    pub fn is_separate(&self) -> bool {
        self.after_blank || self.heading.is_marked()
    }

    pub fn is_alone(&self) -> bool {
        let is_short = self.heading.text.len() < 60 && !is_thanks(self.heading.text);
        self.after_blank || self.heading.is_marked() || is_short
    }

    /// The name in the line. `None` if the line does not begin a person's block.
    pub fn name(&self, marks: &PersonMarks, index: &NameIndex<'_>, position: Position) -> Option<Name> {
        let heading = self.heading;
        let name = if heading.has_at() {
            self.is_alone().then(|| index.move_name_to_notes(heading.name()))
        } else if heading.text.len() > 200
            || !heading.text.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        {
            None
        } else if let Some(name) = heading.name_with_handle().filter(|_| self.is_separate()) {
            Some(name)
        } else {
            self.is_person(marks, index, position).then(|| heading.name())
        };
        name.filter(|name| name.handle.contains(char::is_alphanumeric))
    }

    /// True if a name without an `@` begins a person's block.
    fn is_person(&self, marks: &PersonMarks, index: &NameIndex<'_>, position: Position) -> bool {
        let Heading { hashes, is_bold, text, .. } = self.heading;
        let (name, inside, is_timed) = self.heading.bare();
        let alone = name.trim_end_matches(':');
        let is_one = is_one_word(alone);
        if index.is_known(alone) && (is_one || self.is_separate()) {
            return true;
        }
        // `Nia (host):`
        if self.is_separate()
            && is_name(alone, self.heading.grammar)
            && inside.is_some_and(|inside| is_remark(inside, self.heading.grammar))
        {
            return true;
        }
        if !is_name(name, self.heading.grammar) {
            return false;
        }
        // Headings that are not names have ended the section.
        if (1..=2).contains(&hashes) && self.heading.is_timed {
            return true;
        }
        let before_list = || self.next_lines() == NextLines::List;
        let is_mentioned = || is_one && index.is_mentioned(alone);
        // `Nia (pixelfox)`
        let has_handle = inside.is_some_and(is_one_word);
        if is_timed {
            // `12:30 lunch talk`, where people have an `@`.
            let is_upper = |word: &str| !word.starts_with(char::is_lowercase);
            let may_be = is_one || !marks.has_marks || alone.split(' ').all(is_upper);
            return may_be && (text.contains(['(', '[']) || before_list())
                || is_mentioned() && self.next_lines() == NextLines::Text;
        }
        if marks.levels.get(hashes).is_some_and(|is_people| *is_people) {
            return self.next_lines() != NextLines::Nothing;
        }
        let may_be = match (hashes > 0 || is_bold, is_one) {
            (true, false) => true,
            (_, true) => self.after_blank,
            (false, false) => false,
        };
        let is_marked = (hashes > 0 || is_bold) && has_handle;
        // Before the first person, a name is not a label of somebody's list.
        let is_first = || position == Position::First && is_one && alone.starts_with(char::is_uppercase);
        may_be && before_list() && (!marks.has_marks || is_marked || is_mentioned() || is_first())
    }

    /// True for a line that may be a name: one or two words above a list.
    pub fn may_be_name(&self) -> bool {
        let Heading { hashes, is_bold, text, .. } = self.heading;
        if !self.after_blank || hashes > 0 || is_bold || text.len() > 60 {
            return false;
        }
        let (name, inside, _) = self.heading.bare();
        let name = name.trim_end_matches(':');
        let is_name_word = |word: &str| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(char::is_alphabetic)
                && word.chars().any(char::is_lowercase)
        };
        let may_be = is_name(name, self.heading.grammar)
            && name.split(' ').take(3).count() <= 2
            && name.split(' ').all(is_name_word);
        let has_rest = inside.is_none() && text.trim_end_matches(':').len() > name.len();
        may_be && !has_rest && self.next_lines() == NextLines::List
    }
}

/// `@name for the board`, within somebody's text.
pub(super) fn is_thanks(text: &str) -> bool {
    head(text, 60).contains(" for ")
}

/// Returns each line of a section, with the start that it may be.
pub(super) fn starts<'a>(
    section: &Section<'a>,
) -> impl Iterator<Item = (Line<'a>, Option<Start<'a, impl Iterator<Item = Line<'a>> + Clone + use<'a>>>)> + use<'a>
{
    let mut lines = section.lines();
    let grammar = &section.grammar.people;
    let mut after_blank = true;
    let mut in_code = false;
    std::iter::from_fn(move || {
        let line = lines.next()?;
        in_code ^= line.is_fence();
        let heading = if in_code || line.is_blank() { None } else { Heading::new(line, grammar) };
        let start = heading.map(|heading| Start { heading, after_blank, following: lines.clone() });
        after_blank = line.is_blank();
        Some((line, start))
    })
}
