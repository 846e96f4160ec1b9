//! What both sides of a merge changed: shown, and left to the user.

mod items;
mod whole;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{CHANGED, draw_line, hints, popup, popup_inner};
use crate::desk::Reconciled;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::merging::Merging;
use crate::tui::key::Key;
use crate::tui::widgets::is_typed;
use items::Items;
use whole::Whole;

/// Conflicts of a merge: item by item, or both whole texts if there are no separate items.
#[derive(Debug)]
pub struct ConflictView {
    merging: Merging,
    shown: Shown,
    /// Of the text that is merged into.
    revision: u64,
    /// The number of frames that were drawn before it opened.
    opened_at: u64,
}

#[derive(Debug)]
enum Shown {
    Items(Items),
    Whole(Whole),
}

/// The outcome of a key.
enum KeyOutcome {
    Nothing,
    /// The resolved text, with a message.
    Text {
        text: String,
        said: String,
    },
    /// The same, with markers around what is still open.
    Marked {
        text: String,
    },
}

impl ConflictView {
    pub fn new(theirs: &str, merged: Reconciled, merging: Merging, context: &Context<'_>) -> ConflictView {
        let ours = context.session.draft.text();
        let shown = if merged.parts.is_empty() {
            Shown::Whole(Whole::new(ours, theirs, merged.text))
        } else {
            Shown::Items(Items::new(merged.parts, &context.session.draft, &context.workspace.profile))
        };
        ConflictView { merging, shown, revision: context.session.revision, opened_at: context.frames }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        if context.frames == self.opened_at && is_typed(key) {
            // Typed before the conflicts were on the screen, so it chooses nothing.
            return Vec::new();
        }
        let asked = context.config.keys.first(Key::of(key), &[KeyContext::Conflict, KeyContext::List]);
        if asked == Some(Action::CloseConflict) {
            return vec![Command::Close, Command::Say(self.merging.left().to_owned())];
        }
        let asked = match &mut self.shown {
            Shown::Items(items) => items.key(asked, &self.merging, Self::body(context.screen)),
            Shown::Whole(whole) => whole.key(asked, &self.merging, Self::body(context.screen)),
        };
        let (text, message) = match asked {
            KeyOutcome::Nothing => return Vec::new(),
            KeyOutcome::Text { text, said } => (text, Some(said)),
            KeyOutcome::Marked { text } => (text, None),
        };
        if context.session.revision != self.revision {
            return vec![Command::Close, Command::Complain(CHANGED.to_owned())];
        }
        vec![Command::Close, Command::Resolve { merging: Box::new(self.merging.clone()), text, message }]
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        let body = Self::body(context.screen);
        match &mut self.shown {
            Shown::Items(items) => items.scroll(rows, body),
            Shown::Whole(whole) => whole.scroll(rows, body),
        }
    }

    /// Where the conflicts are drawn: above the row of hints.
    fn body(area: Rect) -> Rect {
        let inner = popup_inner(area, area.width, area.height);
        Rect { height: inner.height.saturating_sub(1), ..inner }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let inner = popup(frame, area, area.width, area.height, &self.merging.title(), theme);
        let foot = Rect { y: inner.bottom().saturating_sub(1), height: 1.min(inner.height), ..inner };
        let body = Self::body(area);
        let keys: &[(Action, &str)] = match &self.shown {
            Shown::Items(items) => {
                items.draw(frame, body, &self.merging, context.config);
                items.hints()
            }
            Shown::Whole(whole) => {
                whole.draw(frame, body, &self.merging, context.config);
                &whole::HINTS
            }
        };
        draw_line(frame, foot, hints(&context.config.keys, keys, theme));
        None
    }
}
