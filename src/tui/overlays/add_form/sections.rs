//! The choice of a section: typed words filter the list of those that take items.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};

use crate::desk::SectionChoice;
use crate::text::{has_letters, has_words, ranked};
use crate::tui::overlays::draw_line;
use crate::tui::overlays::list::draw_list;
use crate::tui::theme::Theme;
use crate::tui::widgets::{ListState, TextBox};

/// The widest title that leaves room for an example.
const TITLE_WIDTH: usize = 36;

#[derive(Debug)]
pub(super) struct SectionField {
    sections: Vec<SectionChoice>,
    words: TextBox,
    /// The sections that the words fit, the best first.
    shown: Vec<usize>,
    /// The position in `shown` of the chosen one.
    list: ListState,
    /// The number of sections with words that begin like the typed ones.
    fitting: usize,
    /// True once the user went to a section of the list.
    is_picked: bool,
}

impl SectionField {
    pub fn new(sections: &[SectionChoice], chosen: Option<&SectionChoice>) -> SectionField {
        let mut field = SectionField {
            sections: sections.to_vec(),
            words: TextBox::one_line(""),
            shown: Vec::new(),
            list: ListState::default(),
            fitting: 0,
            is_picked: false,
        };
        field.show_all(chosen.and_then(|chosen| sections.iter().position(|one| one == chosen)));
        field
    }

    pub fn chosen(&self) -> Option<&SectionChoice> {
        self.sections.get(*self.shown.get(self.list.selected)?)
    }

    /// True if words that were typed fit several sections, and the user has not picked one.
    pub fn is_open(&self) -> bool {
        let is_typed = !self.words.text().trim().is_empty();
        is_typed && self.fitting != 1 && self.shown.len() > 1 && !self.is_picked
    }

    pub fn count(&self) -> usize {
        self.sections.len()
    }

    /// Chooses the next section of the list, or the one before; after the last comes the first.
    pub fn step(&mut self, forward: bool) {
        let count = self.shown.len();
        let step = if forward { 1 } else { count.saturating_sub(1) };
        if count > 0 {
            self.list.select((self.list.selected + step) % count, count);
            self.is_picked = true;
        }
    }

    pub fn key(&mut self, key: KeyEvent) {
        let before = self.words.text();
        self.words.key(key);
        if self.words.text() != before {
            self.filter();
        }
    }

    pub fn type_words(&mut self, words: &str) {
        self.words.paste(words);
        self.filter();
    }

    /// Ends the typing: the list is whole again, with the same section chosen.
    pub fn leave(&mut self) {
        let chosen = self.shown.get(self.list.selected).copied();
        if chosen.is_some() {
            self.words.set_text("");
            self.show_all(chosen);
        }
    }

    fn show_all(&mut self, chosen: Option<usize>) {
        self.shown = (0..self.sections.len()).collect();
        self.list.select(chosen.unwrap_or(0), self.shown.len());
    }

    fn filter(&mut self) {
        let words = self.words.text();
        if words.trim().is_empty() {
            self.leave();
            return;
        }
        let names: Vec<String> = self.sections.iter().map(SectionChoice::words).collect();
        let found = ranked(&names, &words).into_iter().filter(|at| has_letters(&names[*at], &words));
        let (beginnings, others): (Vec<usize>, Vec<usize>) =
            found.partition(|at| has_words(&names[*at], &words));
        self.fitting = beginnings.len();
        self.is_picked = false;
        self.shown = beginnings.into_iter().chain(others).collect();
        self.list.select(0, self.shown.len());
    }

    /// Draws the field's line: the words that are typed, or the chosen section.
    pub fn draw(&self, frame: &mut Frame<'_>, field: Rect, focused: bool, theme: &Theme) -> Option<Position> {
        // Words that no section has stay in view after the field is left.
        if !self.words.line().is_empty() && (focused || self.chosen().is_none()) {
            return self.words.render(field, frame.buffer_mut(), &theme.input(false));
        }
        let title = self.chosen().map_or("no section takes items", |section| section.title.as_str());
        let mut pieces = vec![Piece::raw(title)];
        if focused {
            let at = self.list.selected + 1;
            let hint = format!("  ↑ ↓ {at} of {}, or type words", self.shown.len());
            pieces.push(Piece::styled(hint, theme.dim));
        }
        draw_line(frame, field, Line::from(pieces));
        focused.then(|| field.as_position())
    }

    /// Draws the list of the sections, each with an item that it has or had.
    pub fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if self.shown.is_empty() {
            draw_line(frame, area, Line::styled("No section has these words in its heading.", theme.bad));
            return;
        }
        let (sections, shown) = (&self.sections, &self.shown);
        let width = sections.iter().map(|section| section.title.chars().count()).max().unwrap_or_default();
        let width = width.min(TITLE_WIDTH);
        draw_list(frame, area, &self.list, shown.len(), theme, |frame, place, at| {
            let section = &sections[shown[at]];
            let example = section.example.as_ref().map(|example| format!("  such as: {example}"));
            let title = Piece::raw(format!("{:width$}", section.title));
            let example = Piece::styled(example.unwrap_or_default(), theme.dim);
            draw_line(frame, place, Line::from(vec![title, example]));
        });
    }
}
