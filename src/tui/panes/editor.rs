use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use crate::outline::Direction;
use crate::text::{Coalesce, Edits, Span, StepKind};
use crate::tui::app::session::Session;
use crate::tui::theme::Theme;
use crate::tui::widgets::{
    Case, Counts, EditCommand, Find, FindWords, Markup, Outcome, TextBox, TextInput, command_for, count,
    count_lines,
};

/// The editor of the whole file.
#[derive(Debug)]
pub struct EditorView {
    pub input: TextInput,
    find: Option<FindBar>,
    /// The counts of the body, without the front matter.
    counts: Counts,
    /// The revision of the draft that the counts are of.
    counted: Option<u64>,
    area: Rect,
}

#[derive(Debug)]
struct FindBar {
    query: TextBox,
    replacement: TextBox,
    line: FindLine,
    find: Find,
}

/// The line of the find bar that has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FindLine {
    Query,
    Replacement,
}

impl FindBar {
    fn focused(&mut self) -> &mut TextBox {
        match self.line {
            FindLine::Query => &mut self.query,
            FindLine::Replacement => &mut self.replacement,
        }
    }
}

/// What Enter did in the find bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Moved,
    Replaced,
}

/// Longer texts are not counted: it would delay the first key after each change from elsewhere.
const MAX_COUNTED: usize = 200_000;

impl EditorView {
    pub fn new(cursor: usize) -> EditorView {
        let mut input = TextInput::many_lines();
        input.set_cursor(cursor);
        EditorView { input, find: None, counts: Counts::default(), counted: None, area: Rect::default() }
    }

    pub fn is_finding(&self) -> bool {
        self.find.is_some()
    }

    pub fn open_find(&mut self, text: &str) {
        let query = self.input.selected(text).filter(|selected| !selected.contains('\n')).unwrap_or("");
        let find = Find::new(text, query);
        self.find = Some(FindBar {
            query: TextBox::one_line(query),
            replacement: TextBox::one_line(""),
            line: FindLine::Query,
            find,
        });
    }

    pub fn close_find(&mut self) {
        self.find = None;
    }

    /// Goes to the other line of the find bar.
    pub fn switch_line(&mut self) {
        if let Some(bar) = &mut self.find {
            bar.line = match bar.line {
                FindLine::Query => FindLine::Replacement,
                FindLine::Replacement => FindLine::Query,
            };
        }
    }

    /// Changes what is found, and selects the first match from the cursor on.
    pub fn change_find(&mut self, text: &str, change: impl FnOnce(&mut Find, &str)) {
        let Some(bar) = &mut self.find else { return };
        change(&mut bar.find, text);
        let from = self.input.selection().map_or(self.input.cursor(), |span| span.start);
        if let Some(found) = bar.find.next(from) {
            self.input.select(text, found);
        }
    }

    /// Goes to the next match; in the line of the replacement, the selected match is replaced first.
    pub fn step(&mut self, session: &mut Session) -> Step {
        if self.find.as_ref().is_some_and(|bar| bar.line == FindLine::Replacement) {
            return self.replace_one(session);
        }
        self.find_next(session.draft.text(), Direction::Down);
        Step::Moved
    }

    /// Handles a key in the find bar or, without one, in the text.
    pub fn key(&mut self, key: KeyEvent, session: &mut Session) -> Outcome {
        if self.find.is_some() {
            self.find_key(key, session.draft.text());
            return Outcome::Moved;
        }
        command_for(key).map_or(Outcome::Ignored, |command| self.run(command, session))
    }

    /// Runs a command in the text.
    pub fn run(&mut self, command: EditCommand, session: &mut Session) -> Outcome {
        let outcome = self.input.run(session.draft.text(), command);
        match &outcome {
            Outcome::Edited(edits) | Outcome::Cut(_, edits) => self.edit(edits, session, Coalesce::Typing),
            Outcome::Moved => session.seal(),
            _ => {}
        }
        outcome
    }

    fn find_key(&mut self, key: KeyEvent, text: &str) {
        let Some(bar) = &mut self.find else { return };
        bar.focused().key(key);
        self.follow_query(text);
    }

    /// Searches for the query if it has changed.
    fn follow_query(&mut self, text: &str) {
        let Some(bar) = &self.find else { return };
        if bar.query.line() != bar.find.query() {
            let query = bar.query.line().to_owned();
            self.change_find(text, |find, text| find.set_query(text, query));
        }
    }

    /// Selects the next match in that direction.
    pub fn find_next(&mut self, text: &str, direction: Direction) {
        let Some(bar) = &mut self.find else { return };
        bar.find.refresh(text);
        let here = self.input.selection().unwrap_or(Span::at(self.input.cursor()));
        let next = match direction {
            Direction::Down => bar.find.next(here.end),
            Direction::Up => bar.find.previous(here.start),
        };
        if let Some(next) = next {
            self.input.select(text, next);
        }
    }

    fn replace_one(&mut self, session: &mut Session) -> Step {
        let Some(bar) = &self.find else { return Step::Moved };
        let here = self.input.selection().filter(|here| bar.find.matches().contains(here));
        if let Some(here) = here {
            let edits = Edits::replace(here, bar.replacement.line());
            session.apply(&edits, Coalesce::No(StepKind::Replacement));
            self.input.apply_undo(&edits);
        }
        self.find_next(session.draft.text(), Direction::Down);
        if here.is_some() { Step::Replaced } else { Step::Moved }
    }

    /// Replaces every match, and returns how many there were.
    pub fn replace_all(&mut self, session: &mut Session) -> usize {
        let Some(bar) = &mut self.find else { return 0 };
        bar.find.refresh(session.draft.text());
        let count = bar.find.matches().len();
        let edits = bar.find.replace_all(bar.replacement.line());
        session.apply(&edits, Coalesce::No(StepKind::Replacement));
        self.input.apply_external(&edits);
        bar.find.refresh(session.draft.text());
        count
    }

    pub fn paste(&mut self, text: String, session: &mut Session) {
        if let Some(bar) = &mut self.find {
            bar.focused().paste(&text);
            return self.follow_query(session.draft.text());
        }
        session.seal();
        let link = self.input.link_selection(session.draft.text(), &text);
        let edits = link.or_else(|| self.input.edit(session.draft.text(), EditCommand::Paste(text)));
        if let Some(edits) = edits {
            self.edit(&edits, session, Coalesce::No(StepKind::Typing));
        }
    }

    pub fn select_all(&mut self, session: &Session) {
        self.input.run(session.draft.text(), EditCommand::SelectAll);
    }

    /// Puts markup around the selection or the word at the cursor. Returns false if that is not possible
    /// here.
    pub fn surround(&mut self, markup: Markup, session: &mut Session) -> bool {
        let Some(edits) = self.input.surround(session.draft.text(), markup) else { return false };
        session.seal();
        self.edit(&edits, session, Coalesce::No(StepKind::Markup));
        self.input.enter_markup(&edits);
        true
    }

    /// Makes a change that was typed, and counts the lines that it changes.
    fn edit(&mut self, edits: &Edits, session: &mut Session, coalesce: Coalesce) {
        let (Some(edit), Some(all)) = (edits.iter().next(), edits.span()) else { return };
        if all != edit.span {
            // Several places: they are counted with the next frame.
            self.counted = None;
        }
        let body = session.draft.body();
        let is_counted = self.counted == Some(session.revision) && edit.span.start >= body;
        let old = is_counted.then(|| count_lines(session.draft.text(), edit.span));
        session.apply(edits, coalesce);
        let text = session.draft.text();
        self.input.edited(edits, text);
        if let Some(old) = old.filter(|_| session.draft.body() == body) {
            let span = Span::new(edit.span.start, edit.span.start + edit.text.len());
            self.counts = self.counts.replace(old, count_lines(text, span));
            self.counted = Some(session.revision);
        }
    }

    /// Draws the text, the find bar and the footer with the counts. Returns the cursor's position.
    pub fn draw(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        session: &Session,
        theme: &Theme,
        focused: bool,
    ) -> Option<Position> {
        let bottom = if self.find.is_some() { 3 } else { 1 };
        let text = Rect { height: area.height.saturating_sub(bottom), ..area };
        self.area = text;
        // The selected match is reversed too.
        let mark = theme.warn.add_modifier(Modifier::UNDERLINED | Modifier::BOLD);
        let first = self.input.top();
        let marks: Vec<(Span, Style)> = self.find.as_ref().map_or_else(Vec::new, |bar| {
            let far = first + usize::from(area.width) * usize::from(area.height) * 8;
            bar.find
                .matches()
                .iter()
                .filter(|span| span.end >= first && span.start <= far)
                .map(|span| (*span, mark))
                .collect()
        });
        let draft = session.draft.text();
        let mut cursor =
            self.input.render_marked(draft, text, frame.buffer_mut(), &theme.input(true), &marks);
        if !session.is_stale() && self.counted != Some(session.revision) && draft.len() <= MAX_COUNTED {
            self.counts = count(session.draft.text().get(session.draft.body()..).unwrap_or(""));
            self.counted = Some(session.revision);
        }
        let line = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        frame.render_widget(Paragraph::new(self.footer(session, theme)), line);
        if let Some(bar) = &mut self.find {
            let find = Rect { y: text.bottom(), height: 1, ..area };
            let replace = Rect { y: text.bottom() + 1, height: 1, ..area };
            let in_query = draw_field(frame, find, "Find    ", &mut bar.query, theme);
            let in_replacement = draw_field(frame, replace, "Replace ", &mut bar.replacement, theme);
            cursor = if bar.line == FindLine::Replacement { in_replacement } else { in_query };
        }
        cursor.filter(|_| focused)
    }

    /// "3 of 11 · capitals as typed · whole words"
    fn found(&self, bar: &FindBar) -> String {
        let count = bar.find.matches().len();
        let number = self.input.selection().and_then(|span| bar.find.number(span));
        let mut text = match (number, count) {
            (_, 0) if bar.find.query().is_empty() => String::new(),
            (_, 0) => "not found".to_owned(),
            (Some(number), count) => format!("{number} of {count}"),
            (None, count) => format!("{count} found"),
        };
        if bar.find.case() == Case::Exact {
            text.push_str(" · capitals as typed");
        }
        if bar.find.words() == FindWords::Whole {
            text.push_str(" · whole words");
        }
        text
    }

    fn footer(&self, session: &Session, theme: &Theme) -> Line<'static> {
        if let Some(bar) = &self.find {
            return Line::styled(self.found(bar), theme.dim);
        }
        let at = session.lines().position(self.input.cursor(), session.draft.text());
        let mut text = format!("line {}, column {}", at.line, at.column);
        if self.counted.is_some() {
            text.push_str(&format!(" · {} words, {} characters", self.counts.words, self.counts.characters));
        }
        if let Some(span) = self.input.selection() {
            let selected = span.of(session.draft.text());
            let part = count(selected.get(..MAX_COUNTED).unwrap_or(selected));
            text.push_str(&format!(" · selected {}", crate::text::counted(part.words, "word")));
        }
        Line::styled(text, theme.dim)
    }
}

fn draw_field(
    frame: &mut Frame<'_>,
    area: Rect,
    label: &'static str,
    input: &mut TextBox,
    theme: &Theme,
) -> Option<Position> {
    frame.render_widget(Paragraph::new(Line::from(Piece::styled(label, theme.title))), area);
    let place = Rect { x: area.x + 8, width: area.width.saturating_sub(8), ..area };
    input.render(place, frame.buffer_mut(), &theme.input(false))
}
