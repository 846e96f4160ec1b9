//! What opens over the panes: one file each, with its state, its keys and its drawing.

pub mod add_form;
pub mod commit;
pub mod conflict;
pub mod drafts;
pub mod fix;
pub mod gather;
pub mod help;
pub mod history;
pub mod import;
pub(crate) mod list;
pub mod menu;
pub mod palette;
pub mod past;
pub mod picker;
pub mod question;
pub(crate) mod scroll;
pub mod waive;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Block, BorderType, Clear};

use crate::desk::Recovered;
use crate::tui::action::{Action, KeyContext, Keymap};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::Job;
use crate::tui::images::Images;
use crate::tui::theme::Theme;

/// An overlay over the panes; the newest has the keys.
#[derive(Debug)]
pub enum Overlay {
    Help(Box<help::HelpView>),
    Menu(Box<menu::MenuView>),
    Palette(Box<palette::PaletteView>),
    Commit(Box<commit::CommitView>),
    Conflict(Box<conflict::ConflictView>),
    Question(question::QuestionView),
    Picker(Box<picker::PickerView>),
    Fix(Box<fix::FixView>),
    Waive(Box<waive::WaiveView>),
    Gather(Box<gather::GatherView>),
    Import(Box<import::ImportView>),
    Drafts(Box<drafts::DraftsView>),
    Past(Box<past::PastView>),
    History(Box<history::HistoryView>),
}

/// Message if an answer is for a text that has changed.
pub(crate) const CHANGED: &str = "The text has changed meanwhile, so nothing was done; look again.";

impl Overlay {
    pub fn recover(recovered: Recovered, frames: u64) -> Overlay {
        Overlay::Question(question::QuestionView::recover(recovered, frames))
    }

    /// The contexts of the keys of a list or a view in which no text is typed now; empty in all others, and
    /// where the menu would be of no use.
    pub fn letter_contexts(&self) -> &'static [KeyContext] {
        match self {
            Overlay::Conflict(_) => &[KeyContext::Conflict],
            Overlay::Gather(view) => view.letter_contexts(),
            Overlay::Import(view) => view.letter_contexts(),
            Overlay::Drafts(view) if !view.is_typing() => &[KeyContext::Drafts, KeyContext::List],
            Overlay::Past(view) if !view.is_typing() => &[KeyContext::PastIssue, KeyContext::List],
            Overlay::History(view) if !view.is_typing() => &[KeyContext::History, KeyContext::List],
            _ => &[],
        }
    }

    /// Handles a key and returns what the app is to do.
    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        match self {
            Overlay::Help(view) => view.key(key, context),
            Overlay::Menu(view) => view.key(key, context),
            Overlay::Palette(view) => view.key(key, context),
            Overlay::Commit(view) => view.key(key, context),
            Overlay::Conflict(view) => view.key(key, context),
            Overlay::Question(view) => view.key(key, context),
            Overlay::Picker(view) => view.key(key, context),
            Overlay::Fix(view) => view.key(key, context),
            Overlay::Waive(view) => view.key(key, context),
            Overlay::Gather(view) => view.key(key, context),
            Overlay::Import(view) => view.key(key, context),
            Overlay::Drafts(view) => view.key(key, context),
            Overlay::Past(view) => view.key(key, context),
            Overlay::History(view) => view.key(key, context),
        }
    }

    pub fn paste(&mut self, text: String, context: &Context<'_>) -> Vec<Job> {
        match self {
            Overlay::Help(view) => view.paste(&text),
            Overlay::Palette(view) => view.paste(&text, context),
            Overlay::Commit(view) => view.paste(text),
            Overlay::Picker(view) => return view.paste(&text),
            Overlay::Waive(view) => view.paste(text),
            Overlay::Gather(view) => view.paste(&text),
            Overlay::Import(view) => view.paste(&text),
            Overlay::Drafts(view) => view.paste(&text),
            Overlay::Past(view) => view.paste(&text),
            Overlay::History(view) => return view.paste(&text),
            _ => {}
        }
        Vec::new()
    }

    /// Scrolls by rows of the mouse wheel.
    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        match self {
            Overlay::Help(view) => view.scroll(rows, context),
            Overlay::Commit(view) => view.scroll(rows, context),
            Overlay::Conflict(view) => view.scroll(rows, context),
            Overlay::Palette(view) => view.scroll(rows, context),
            Overlay::Question(view) => view.scroll(rows, context),
            Overlay::Picker(view) => view.scroll(rows, context),
            Overlay::Fix(view) => view.scroll(rows, context),
            Overlay::Gather(view) => view.scroll(rows, context),
            Overlay::Import(view) => view.scroll(rows, context),
            Overlay::Drafts(view) => view.scroll(rows, context),
            Overlay::Past(view) => view.scroll(rows, context),
            Overlay::History(view) => view.scroll(rows, context),
            Overlay::Waive(_) | Overlay::Menu(_) => {}
        }
    }

    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        context: &Context<'_>,
        images: &mut Images,
    ) -> Option<Position> {
        match self {
            Overlay::Help(view) => view.draw(frame, area, context),
            Overlay::Menu(view) => view.draw(frame, area, context),
            Overlay::Palette(view) => view.draw(frame, area, context),
            Overlay::Commit(view) => view.draw(frame, area, context),
            Overlay::Conflict(view) => view.draw(frame, area, context),
            Overlay::Question(view) => view.draw(frame, area, context),
            Overlay::Picker(view) => view.draw(frame, area, context, images),
            Overlay::Fix(view) => view.draw(frame, area, context),
            Overlay::Waive(view) => view.draw(frame, area, context),
            Overlay::Gather(view) => view.draw(frame, area, context),
            Overlay::Import(view) => view.draw(frame, area, context),
            Overlay::Drafts(view) => view.draw(frame, area, context),
            Overlay::Past(view) => view.draw(frame, area, context),
            Overlay::History(view) => view.draw(frame, area, context),
        }
    }
}

/// Text in longer lines is hard to read.
pub(crate) const READABLE: u16 = 90;

/// A frame of at most `width` by `height` in the middle of `area`; returns what is inside.
pub(crate) fn popup(
    frame: &mut Frame<'_>,
    area: Rect,
    width: u16,
    height: u16,
    title: &str,
    theme: &Theme,
) -> Rect {
    let place = popup_area(area, width, height);
    let block = Block::bordered()
        .border_type(BorderType::Double)
        .border_style(theme.focused)
        .title(format!(" {title} "))
        .title_style(theme.title);
    let inner = block.inner(place);
    frame.render_widget(Clear, place);
    frame.render_widget(block, place);
    inner
}

fn popup_area(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// What is inside the frame of [`popup`].
pub(crate) fn popup_inner(area: Rect, width: u16, height: u16) -> Rect {
    Block::bordered().inner(popup_area(area, width, height))
}

/// Draws a line, with `…` at its end where it is cut.
pub(crate) fn draw_line(frame: &mut Frame<'_>, area: Rect, line: Line<'_>) {
    let cut = line.width() > usize::from(area.width);
    let row = Rect { height: area.height.min(1), ..area };
    // A `Line` by itself is several times quicker to draw than a `Paragraph` of one.
    frame.render_widget(line, row);
    if cut && !row.is_empty() {
        frame.buffer_mut()[(row.right() - 1, row.y)].set_symbol("…");
    }
}

/// Key hints for the last row.
pub(crate) fn hints(keys: &Keymap, actions: &[(Action, &'static str)], theme: &Theme) -> Line<'static> {
    let hint = |(action, what): &(Action, &'static str)| {
        [Piece::styled(keys.label(*action), theme.key), Piece::raw(format!(" {what}  "))]
    };
    Line::from(actions.iter().flat_map(hint).collect::<Vec<_>>())
}

/// Rows that a movement scrolls a text by; `None` if the action is not a movement.
pub(crate) fn rows_of(action: Option<Action>) -> Option<i32> {
    const PAGE: i32 = 10;
    Some(match action? {
        Action::ListDown => 1,
        Action::ListUp => -1,
        Action::ListPageDown => PAGE,
        Action::ListPageUp => -PAGE,
        Action::ListTop => i32::MIN,
        Action::ListBottom => i32::MAX,
        _ => return None,
    })
}
