//! A list to type a few letters of.

mod entries;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use super::{CHANGED, draw_line, popup, popup_inner};
use crate::lint::{ChecklistLine, Diagnostic};
use crate::outline::move_targets;
use crate::text::{FoundAt, Span, find_in_any_case};
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::{Command, Opens};
use crate::tui::app::context::Context;
use crate::tui::app::session::Session;
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;

const WIDTH: u16 = 72;

/// A list to type a few letters of: commands, places in the draft, or sections to move a slot to.
#[derive(Debug)]
pub struct PaletteView {
    title: &'static str,
    /// The revision whose slots and sections the targets name.
    revision: u64,
    entries: Vec<Entry>,
    list: FilteredList,
}

#[derive(Debug)]
struct Entry {
    label: String,
    /// Another name that counts as much as the label, or nothing.
    name: String,
    detail: String,
    /// Other words that it is found by.
    words: String,
    words_are: Words,
    /// The part of the draft that it is found by too.
    text: Span,
    group: Group,
    target: Target,
}

/// What the other words of an entry are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    /// Other words for the label, which count less than any name, and more than a text.
    Synonyms,
    /// Words that count as much as a text.
    Other,
}

impl Entry {
    fn new(label: String, detail: String, words: impl Into<String>, target: Target) -> Entry {
        let group = match target {
            Target::Run(_) => Group::Command,
            Target::RunIn(..) => Group::CommandElsewhere,
            Target::Heading(_) | Target::MoveSlot { .. } | Target::MoveRow { .. } => Group::Section,
            Target::GoTo(_) | Target::Item(_) => Group::Item,
            Target::Line(_) | Target::Problem(..) => Group::Check,
        };
        let (words, text) = (words.into(), Span::default());
        let (name, words_are) = (String::new(), Words::Other);
        Entry { label, name, detail, words, words_are, text, group, target }
    }

    /// An entry with a second name, whose words are synonyms.
    fn with_name(self, name: String) -> Entry {
        Entry { name, words_are: Words::Synonyms, ..self }
    }

    fn with_text(self, text: Span) -> Entry {
        Entry { text, ..self }
    }

    /// An item that is a section too, such as a list or a story with its own heading.
    fn into_section(self) -> Entry {
        Entry { group: Group::Section, ..self }
    }

    /// How well the entry fits all of these words, which are small letters; `None` if it lacks one.
    fn rank(&self, words: &[&str], draft: &str) -> Option<Rank> {
        let (synonyms, words_of_text) = match self.words_are {
            Words::Synonyms => (self.words.as_str(), ""),
            Words::Other => ("", self.words.as_str()),
        };
        // The message of a problem is no name.
        let of_label = if self.group == Group::Check { Rank::BeginsInSynonym } else { Rank::BeginsInName };
        let places = [
            (self.label.as_str(), of_label, Rank::InName),
            (self.name.as_str(), Rank::BeginsInName, Rank::InName),
            (synonyms, Rank::BeginsInSynonym, Rank::InName),
            (words_of_text, Rank::BeginsInText, Rank::InText),
            (self.text.of(draft), Rank::BeginsInText, Rank::InText),
        ];
        let rank = |word: &&str| {
            let ranks = places.iter().filter_map(|(place, beginning, middle)| {
                find_in_any_case(place, word).map(|at| match at {
                    FoundAt::Beginning => *beginning,
                    FoundAt::Middle => *middle,
                })
            });
            ranks.min()
        };
        words.iter().map(rank).try_fold(Rank::BeginsInName, |worst, rank| rank.map(|rank| worst.max(rank)))
    }
}

/// How well an entry fits a typed word, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// A word of the label, or of a command's name, begins with it.
    BeginsInName,
    /// Another word for a command begins with it.
    BeginsInSynonym,
    /// Another word that the entry is found by begins with it.
    BeginsInText,
    InName,
    InText,
}

/// What an entry is: of those that fit equally well, the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Command,
    /// A heading, or a list.
    Section,
    /// A story, a person, a line of a list, a field.
    Item,
    /// A line of the checklist, or a problem.
    Check,
    /// A command of another pane.
    CommandElsewhere,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Run(Action),
    /// Run an action of another pane.
    RunIn(KeyContext, Action),
    Heading(usize),
    /// A place in the text.
    GoTo(usize),
    /// A slot of the outline.
    Item(usize),
    /// A line of the checklist.
    Line(usize),
    /// A problem, and its place.
    Problem(usize, Span, Opens),
    MoveSlot {
        slot: usize,
        section: usize,
    },
    MoveRow {
        from: usize,
        row: usize,
        to: usize,
    },
}

impl PaletteView {
    /// Every command, and everything in the draft: items, headings, fields, problems.
    pub fn commands(context: &Context<'_>) -> PaletteView {
        let mut entries: Vec<Entry> = entries::commands(context).collect();
        entries.extend(entries::items(context));
        entries.extend(entries::section_headings(context));
        entries.extend(entries::front_matter(context));
        entries.extend(entries::checklist(context));
        entries.extend(entries::problems(context, Opens::Place));
        entries.extend(entries::commands_elsewhere(context));
        Self::new("Commands and places", entries, context)
    }

    pub fn headings(context: &Context<'_>) -> PaletteView {
        Self::new("Go to a heading", entries::headings(context).collect(), context)
    }

    /// What the list of the pane below shows.
    pub fn search(context: &Context<'_>) -> PaletteView {
        if context.keys_below == KeyContext::Checks {
            let entries = entries::checklist(context).chain(entries::problems(context, Opens::List));
            return Self::new("Search the checklist and the problems", entries.collect(), context);
        }
        let mut entries = entries::front_matter(context);
        entries.extend(entries::items(context));
        entries.extend(entries::section_headings(context));
        Self::new("Search the outline", entries, context)
    }

    /// The sections that a slot can be moved to.
    pub fn move_targets(context: &Context<'_>, slot: usize) -> PaletteView {
        let outline = &context.session.outline;
        let entry = |section: usize| {
            let one = &outline.sections[section];
            let title = if one.known { one.title.clone() } else { "As a feature story".to_owned() };
            Entry::new(title, String::new(), "", Target::MoveSlot { slot, section })
        };
        let entries =
            move_targets(outline, &context.workspace.profile, slot).into_iter().map(entry).collect();
        Self::new("Move to", entries, context)
    }

    /// The lists that a line can be moved to.
    pub fn row_targets(context: &Context<'_>, from: usize, row: usize) -> PaletteView {
        let outline = &context.session.outline;
        let kind = outline.slots[from].kind;
        let others = outline
            .slots
            .iter()
            .enumerate()
            .filter(|(n, slot)| *n != from && slot.is_list() && slot.kind == kind);
        let entries = others.map(|(to, slot)| {
            let section = outline.sections[slot.section].title.clone();
            Entry::new(section, slot.title.clone(), slot.title.as_str(), Target::MoveRow { from, row, to })
        });
        Self::new("Move the line to", entries.collect(), context)
    }

    fn new(title: &'static str, entries: Vec<Entry>, context: &Context<'_>) -> PaletteView {
        PaletteView {
            title,
            revision: context.session.revision,
            list: FilteredList::with_prompt(entries.len()),
            entries,
        }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let keys = &context.config.keys;
        match keys.first(Key::of(key), &[KeyContext::Palette]) {
            Some(Action::ClosePalette) => return vec![Command::Close],
            Some(Action::ChooseEntry) => {
                let Some(at) = self.list.selected() else { return Vec::new() };
                let entry = &self.entries[at];
                let is_current = context.session.revision == self.revision;
                let command = match entry.target {
                    Target::Run(_) | Target::RunIn(..) => command_of(entry, context.session),
                    _ if is_current => command_of(entry, context.session),
                    _ => Command::Complain(CHANGED.to_owned()),
                };
                return vec![Command::Close, command];
            }
            _ if self.list.type_key(key, keys, self.rows(context.screen).height) => self.filter(context),
            _ => {}
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str, context: &Context<'_>) {
        self.list.paste(text);
        self.filter(context);
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        self.list.scroll(rows, self.rows(context.screen).height);
    }

    /// Keeps the entries that contain every word typed, in any order, and shows those that fit best first.
    fn filter(&mut self, context: &Context<'_>) {
        let draft = context.session.draft.text();
        let wanted = self.list.text().to_lowercase();
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let ranked = |(n, entry): (usize, &Entry)| Some((entry.rank(&words, draft)?, entry.group, n));
        let mut found: Vec<_> = self.entries.iter().enumerate().filter_map(ranked).collect();
        if !words.is_empty() {
            found.sort_unstable();
        }
        self.list.show(found.into_iter().map(|(.., n)| n).collect());
    }

    fn height(&self, area: Rect) -> u16 {
        (self.entries.len() as u16 + 3).min(area.height.saturating_sub(2)).max(5)
    }

    /// Where the entries are drawn.
    fn rows(&self, area: Rect) -> Rect {
        let inner = popup_inner(area, WIDTH, self.height(area));
        Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let inner = popup(frame, area, WIDTH, self.height(area), self.title, theme);
        let cursor = self.list.draw_input(frame, Rect { height: 1, ..inner }, theme);
        let entries = &self.entries;
        self.list.draw(frame, self.rows(area), theme, |frame, place, at| {
            let entry = &entries[at];
            let width = (entry.detail.width() as u16).min(place.width / 2);
            let left = Rect { width: place.width - width - u16::from(width > 0), ..place };
            draw_line(frame, left, Line::raw(entry.label.as_str()));
            let right = Rect { x: place.right() - width, width, ..place };
            draw_line(frame, right, Line::styled(entry.detail.as_str(), theme.key));
        });
        cursor
    }
}

fn command_of(entry: &Entry, session: &Session) -> Command {
    match entry.target {
        Target::Run(action) => Command::Act(action),
        Target::RunIn(context, action) => Command::ActIn(context, action),
        Target::Heading(offset) => Command::GoToHeading(offset),
        Target::GoTo(offset) => Command::GoTo(offset),
        Target::Item(slot) => Command::GoToItem(slot),
        Target::Line(n) => {
            let is_it = |line: &ChecklistLine| line.label == entry.label;
            to_check(find_from(n, &session.checklist, is_it), Opens::List)
        }
        Target::Problem(n, place, opens) => {
            let is_it = |one: &Diagnostic| one.message == entry.label && place.touches(one.span.start);
            let found = find_from(n, &session.diagnostics, is_it);
            to_check(found.map(|n| session.checklist.len() + n), opens)
        }
        Target::MoveSlot { slot, section } => Command::MoveSlot { slot, section },
        Target::MoveRow { from, row, to } => Command::MoveRow { from, row, to },
    }
}

/// Finds an entry that was at `n`: the checks may have run again since.
fn find_from<T>(n: usize, all: &[T], is_it: impl Fn(&T) -> bool) -> Option<usize> {
    all.get(n).filter(|one| is_it(one)).map(|_| n).or_else(|| all.iter().position(is_it))
}

fn to_check(at: Option<usize>, opens: Opens) -> Command {
    match at {
        Some(at) => Command::GoToCheck { at, opens },
        None => Command::Complain("The checks do not find that any more.".to_owned()),
    }
}
