use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use crate::outline::Direction;
use crate::text::{Coalesce, Edits, Span};
use crate::tui::app::session::Session;
use crate::tui::theme::Theme;
use crate::tui::widgets::{Counts, EditCommand, Find, Outcome, TextBox, TextInput, count, count_lines};

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
    replacing: bool,
    find: Find,
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
            replacing: false,
            find,
        });
    }

    /// Handles a key in the find bar or, without one, in the text.
    pub fn key(&mut self, key: KeyEvent, session: &mut Session) -> Outcome {
        if self.find.is_some() {
            self.find_key(key, session);
            return Outcome::Moved;
        }
        let outcome = self.input.key(session.draft.text(), key);
        match &outcome {
            Outcome::Edited(edits) | Outcome::Cut(_, edits) => self.edit(edits, session, Coalesce::Typing),
            Outcome::Moved => session.seal(),
            _ => {}
        }
        outcome
    }

    fn find_key(&mut self, key: KeyEvent, session: &mut Session) {
        let Some(bar) = &mut self.find else { return };
        match key.code {
            KeyCode::Esc => self.find = None,
            KeyCode::Tab | KeyCode::BackTab => bar.replacing = !bar.replacing,
            KeyCode::Enter if key.modifiers.contains(KeyModifiers::ALT) => self.replace_all(session),
            KeyCode::Enter if bar.replacing => self.replace_one(session),
            KeyCode::Enter | KeyCode::Down => self.find_next(session.draft.text(), Direction::Down),
            KeyCode::Up => self.find_next(session.draft.text(), Direction::Up),
            _ => {
                let field = if bar.replacing { &mut bar.replacement } else { &mut bar.query };
                field.key(key);
                if !bar.replacing {
                    let text = session.draft.text();
                    bar.find = Find::new(text, bar.query.line());
                    let from = self.input.selection().map_or(self.input.cursor(), |span| span.start);
                    if let Some(found) = bar.find.next(from) {
                        self.input.select(text, found);
                    }
                }
            }
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

    fn replace_one(&mut self, session: &mut Session) {
        let Some(bar) = &self.find else { return };
        let here = self.input.selection();
        if let Some(here) = here.filter(|here| bar.find.matches().contains(here)) {
            let edits = Edits::replace(here, bar.replacement.line());
            session.apply(&edits, Coalesce::No);
            self.input.apply_undo(&edits);
        }
        self.find_next(session.draft.text(), Direction::Down);
    }

    fn replace_all(&mut self, session: &mut Session) {
        let Some(bar) = &mut self.find else { return };
        bar.find.refresh(session.draft.text());
        let edits = bar.find.replace_all(bar.replacement.line());
        session.apply(&edits, Coalesce::No);
        self.input.apply_external(&edits);
        bar.find.refresh(session.draft.text());
    }

    pub fn paste(&mut self, text: String, session: &mut Session) {
        if let Some(bar) = &mut self.find {
            let field = if bar.replacing { &mut bar.replacement } else { &mut bar.query };
            field.paste(&text);
            bar.find = Find::new(session.draft.text(), bar.query.line());
            return;
        }
        session.seal();
        if let Some(edits) = self.input.edit(session.draft.text(), EditCommand::Paste(text)) {
            self.edit(&edits, session, Coalesce::No);
        }
    }

    /// Makes a change that was typed, and counts the lines that it changes.
    fn edit(&mut self, edits: &Edits, session: &mut Session, coalesce: Coalesce) {
        let Some(edit) = edits.iter().next() else { return };
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
        let mark = Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD);
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
            cursor = if bar.replacing { in_replacement } else { in_query };
        }
        cursor.filter(|_| focused)
    }

    fn footer(&self, session: &Session, theme: &Theme) -> Line<'static> {
        if let Some(bar) = &self.find {
            let text = format!(
                "{} found · Enter next · Up before · Tab replace · Alt-Enter all · Esc",
                bar.find.matches().len()
            );
            return Line::styled(text, theme.dim);
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
    frame.render_widget(Paragraph::new(Line::from(Piece::styled(label, theme.key))), area);
    let place = Rect { x: area.x + 8, width: area.width.saturating_sub(8), ..area };
    input.render(place, frame.buffer_mut(), &theme.input(false))
}
