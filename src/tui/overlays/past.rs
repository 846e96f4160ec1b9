use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{CHANGED, READABLE, draw_line, hints, popup, popup_inner};
use crate::desk::PastIssue;
use crate::lint::local_path;
use crate::outline::{ItemIndex, Slot, SlotState, copy_item};
use crate::text::Span;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::Job;
use crate::tui::app::job::copy_item::CopyRequest;
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::widgets::wrap_words;

/// From this width on, the text is beside the list and not under it.
const WIDE: u16 = 110;

/// Another issue, to read and to copy items from.
#[derive(Debug)]
pub struct PastView {
    issue: Box<PastIssue>,
    rows: Vec<PastRow>,
    list: FilteredList,
    /// Of the selected row's text.
    scroll: Scroll,
    /// What the last key did.
    said: String,
}

/// A section, or an item that can be copied.
#[derive(Debug)]
struct PastRow {
    label: String,
    item: Option<ItemIndex>,
    span: Span,
}

struct Areas {
    list: Rect,
    text: Rect,
    said: Rect,
    hints: Rect,
}

impl PastView {
    pub fn new(issue: Box<PastIssue>) -> PastView {
        let rows = rows_of_issue(&issue);
        PastView {
            list: FilteredList::new(rows.len()),
            issue,
            rows,
            scroll: Scroll::default(),
            said: String::new(),
        }
    }

    /// True while letters are typed to search.
    pub fn is_typing(&self) -> bool {
        self.list.is_typing()
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let keys = &context.config.keys;
        let areas = Self::areas(context.screen);
        self.said.clear();
        if self.list.is_typing() {
            if self.list.type_key(key, keys, areas.list.height) {
                self.filter();
            }
            self.scroll = Scroll::default();
            return Vec::new();
        }
        match keys.first(Key::of(key), &[KeyContext::PastIssue, KeyContext::List]) {
            Some(Action::ClosePast) => return vec![Command::Close],
            Some(Action::CopyItem) => return self.copy(context),
            Some(Action::PastTextDown) => self.scroll_text(1, areas.text),
            Some(Action::PastTextUp) => self.scroll_text(-1, areas.text),
            action => {
                if self.list.act(action, areas.list.height) {
                    self.scroll = Scroll::default();
                }
            }
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str) {
        if self.list.paste(text) {
            self.filter();
            self.scroll = Scroll::default();
        }
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        self.list.scroll(rows, Self::areas(context.screen).list.height);
        self.scroll = Scroll::default();
    }

    /// Finds rows by all words of their text.
    fn filter(&mut self) {
        let (rows, draft) = (&self.rows, &self.issue.draft);
        self.list.filter(|row| match rows[row].item {
            Some(_) => draft.slice(rows[row].span).to_owned(),
            None => rows[row].label.clone(),
        });
    }

    fn scroll_text(&mut self, rows: i32, area: Rect) {
        let len = self.text(area.width).len();
        self.scroll.by(rows, area.height, len);
    }

    /// Copies the selected item into the same section of the open draft.
    fn copy(&mut self, context: &Context<'_>) -> Vec<Command> {
        let Some(row) = self.list.selected().map(|row| &self.rows[row]) else { return Vec::new() };
        let Some(item) = row.item else {
            self.said = "Select an item to copy; this is a section.".into();
            return Vec::new();
        };
        let session = context.session;
        if session.is_stale() {
            self.said = CHANGED.into();
            return Vec::new();
        }
        let from = (&self.issue.draft, &self.issue.outline);
        let section = &self.issue.outline.sections[self.issue.outline.slots[item.slot].section];
        let Some(edits) = copy_item(from, item, &session.draft, &session.outline) else {
            self.said = format!("The open draft has no place for it: no section “{}”.", section.title);
            return Vec::new();
        };
        let title = row.label.trim();
        let message = match section.known {
            true => format!("Copied “{title}” to “{}”", section.title),
            false => format!("Copied “{title}” as a feature story"),
        };
        let images = self.images_in(row.span);
        let date = context.workspace.issue(&session.document.path, &session.draft).date();
        if let Some(date) = date.filter(|_| !images.is_empty()) {
            self.said = "Copying the image of the item …".to_owned();
            return vec![Command::run(Job::CopyItem(Box::new(CopyRequest {
                workspace: context.workspace.clone(),
                from: self.issue.path.clone(),
                draft: session.document.path.clone(),
                date,
                images,
                edits,
                revision: session.revision,
                message,
            })))];
        }
        let message = format!("{message}; undo takes it back.");
        self.said.clone_from(&message);
        vec![Command::CopyItem { edits, message }]
    }

    /// The references to files of the newsletter in a part of the issue.
    fn images_in(&self, part: Span) -> Vec<String> {
        let draft = &self.issue.draft;
        let own = draft.images().filter(|image| part.contains(image.dest));
        let own = own.map(|image| draft.slice(image.dest)).filter(|dest| local_path(dest).is_some());
        let mut images: Vec<String> = own.map(str::to_owned).collect();
        images.sort();
        images.dedup();
        images
    }

    /// Shows what became of the last key.
    pub fn say(&mut self, said: String) {
        self.said = said;
    }

    fn areas(area: Rect) -> Areas {
        let inner = popup_inner(area, area.width, area.height);
        let body = Rect { height: inner.height.saturating_sub(4), ..inner };
        // A title and a number of bytes need more than one row of a small screen.
        let said = Rect { y: inner.bottom().saturating_sub(3), height: 2, ..inner }.intersection(inner);
        let hints = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner }.intersection(inner);
        if area.width >= WIDE {
            let width = body.width * 2 / 5;
            let text = Rect { x: body.x + width + 2, width: (body.width - width - 2).min(READABLE), ..body };
            return Areas { list: Rect { width, ..body }, text, said, hints };
        }
        let height = (body.height / 2).max(1);
        let text = Rect { y: body.y + height + 1, height: body.height.saturating_sub(height + 1), ..body };
        Areas { list: Rect { height, ..body }, text, said, hints }
    }

    /// The selected row's text, in rows of this width.
    fn text(&self, width: u16) -> Vec<Line<'static>> {
        let Some(row) = self.list.selected() else { return Vec::new() };
        let text = self.issue.draft.slice(self.rows[row].span).trim_end();
        wrap_words([(text.to_owned(), Style::default())], width)
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let title = format!("{} — read only", context.workspace.shown(&self.issue.path));
        popup(frame, area, area.width, area.height, &title, theme);
        let Areas { list, text, said, hints: place } = Self::areas(area);
        self.scroll.draw(frame, text, &self.text(text.width), theme);
        let said_lines = wrap_words([(self.said.clone(), Style::default())], said.width);
        frame.render_widget(Paragraph::new(said_lines), said);
        let shown = [
            (Action::CopyItem, "copy to the draft"),
            (Action::PastTextDown, "scroll the text"),
            (Action::ListSearch, "search"),
            (Action::ClosePast, "back"),
        ];
        draw_line(frame, place, hints(&context.config.keys, &shown, theme));
        self.list.draw(frame, list, theme, |frame, place, at| {
            let row = &self.rows[at];
            let line = match row.item {
                Some(_) => Line::raw(row.label.as_str()),
                None => Line::from(Piece::styled(row.label.as_str(), theme.title)),
            };
            draw_line(frame, place, line);
        })
    }
}

/// The issue's sections, each with its items.
fn rows_of_issue(issue: &PastIssue) -> Vec<PastRow> {
    let mut rows = Vec::new();
    for (n, section) in issue.outline.sections.iter().enumerate() {
        let slots = section.slots.clone().zip(issue.outline.slots_of(n));
        let mut items: Vec<PastRow> = slots.flat_map(|(at, slot)| items(issue, at, slot)).collect();
        match &mut items[..] {
            // The section is one story, and its heading is the story's title.
            [only] if only.label.trim() == section.title => only.label.clone_from(&section.title),
            _ => rows.push(PastRow { label: section.title.clone(), item: None, span: section.span }),
        }
        rows.append(&mut items);
    }
    rows
}

/// The items of a slot that have been written.
fn items(issue: &PastIssue, at: usize, slot: &Slot) -> Vec<PastRow> {
    if slot.kind.is_boilerplate() {
        return Vec::new();
    }
    let row = |label: &str, row: Option<usize>, span: Span| PastRow {
        label: format!("  {}", label.split_whitespace().collect::<Vec<_>>().join(" ")),
        item: Some(ItemIndex { slot: at, row }),
        span,
    };
    if !slot.is_list() {
        let is_written = slot.state() != SlotState::Empty;
        return is_written.then(|| row(&slot.title, None, slot.span)).into_iter().collect();
    }
    let written = slot.rows.iter().enumerate().filter(|(_, row)| row.state() != SlotState::Empty);
    let label = |row: &crate::outline::Row| match row.fields.first() {
        Some(field) => field.value(&issue.draft).to_owned(),
        None => issue.draft.slice(row.span).to_owned(),
    };
    written.map(|(n, one)| row(&label(one), Some(n), one.span)).collect()
}
