use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crossterm::event::KeyEvent;
use jiff::Timestamp;
use jiff::tz::Offset;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};

use super::{READABLE, draw_line, hints, popup, popup_inner, rows_of};
use crate::git::{Control, FileLog, LoggedCommit, Oid};
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::history::{CommitDiff, Logged};
use crate::tui::app::job::{AfterSave, IfDeleted, Job};
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::theme::Theme;
use crate::tui::widgets::{DiffLine, wrap_words, wrapped_diff};

/// From this width on, the diff is beside the list and not under it.
const WIDE: u16 = 140;

/// The commits of the open draft, and what each changed.
#[derive(Debug)]
pub struct HistoryView {
    draft: PathBuf,
    control: Arc<Control>,
    /// `None` while the job reads the history.
    log: Option<Result<FileLog, String>>,
    list: FilteredList,
    diffs: HashMap<Oid, Result<Vec<DiffLine>, String>>,
    scroll: Scroll,
    focus: Focus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    List,
    Diff,
}

impl HistoryView {
    /// The view, and the job that reads the history.
    pub fn new(context: &Context<'_>) -> (HistoryView, Job) {
        let control = Arc::new(Control::default());
        let draft = context.session.document.path.clone();
        let view = HistoryView {
            draft: draft.clone(),
            control: control.clone(),
            log: None,
            list: FilteredList::new(0),
            diffs: HashMap::new(),
            scroll: Scroll::default(),
            focus: Focus::List,
        };
        (view, Job::Log { draft, control })
    }

    /// Takes the commits, and returns the job for the first one's diff.
    pub(in crate::tui) fn learn(&mut self, logged: Logged) -> Option<Job> {
        if !Arc::ptr_eq(&self.control, &logged.control) {
            return None;
        }
        let log = logged.log.map_err(|error| error.to_string());
        let commits = log.as_ref().map_or(&[][..], |log| &log.commits);
        self.list.learn(commits.len(), |at| row_text(&commits[at]));
        self.log = Some(log);
        self.wanted()
    }

    pub(in crate::tui) fn learn_diff(&mut self, diff: CommitDiff) {
        self.diffs.insert(diff.commit, diff.lines.map_err(|error| error.to_string()));
    }

    /// True while letters are typed to search.
    pub fn is_typing(&self) -> bool {
        self.list.is_typing()
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let keys = &context.config.keys;
        let (list, diff) = self.areas(context.screen);
        if self.list.is_typing() {
            if self.list.type_key(key, keys, list.height) {
                self.filter();
            }
            return self.selected_changed();
        }
        let action = keys.first(Key::of(key), &[KeyContext::History, KeyContext::List]);
        match (action, self.focus) {
            (Some(Action::CloseHistory), Focus::Diff) => self.focus = Focus::List,
            (Some(Action::CloseHistory), Focus::List) => {
                self.control.cancel();
                return vec![Command::Close];
            }
            (Some(Action::HistoryDiff), Focus::List) => self.focus = Focus::Diff,
            (Some(Action::HistoryDiff), Focus::Diff) => self.focus = Focus::List,
            (Some(Action::AmendLast), _) => {
                self.control.cancel();
                let save = Command::Save { then: AfterSave::Amend, if_deleted: IfDeleted::Ask };
                return vec![Command::Close, save];
            }
            (Some(Action::PushHistory), _) => {
                self.control.cancel();
                // The panes show how far it is.
                return vec![Command::Close, Command::Act(Action::Push)];
            }
            (action, Focus::Diff) => {
                self.scroll_diff(rows_of(action).unwrap_or(0), diff, &context.config.theme)
            }
            (action, Focus::List) => {
                if self.list.act(action, list.height) {
                    return self.selected_changed();
                }
            }
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str) -> Vec<Job> {
        if !self.list.paste(text) {
            return Vec::new();
        }
        self.filter();
        self.scroll = Scroll::default();
        self.wanted().into_iter().collect()
    }

    /// Scrolls by rows of the mouse wheel.
    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        let (_, diff) = self.areas(context.screen);
        self.scroll_diff(rows, diff, &context.config.theme);
    }

    fn scroll_diff(&mut self, rows: i32, area: Rect, theme: &Theme) {
        let len = self.diff_lines(area.width, theme).len();
        self.scroll.by(rows, area.height, len);
    }

    /// The diff of the selected commit, wrapped, or the reason why it is missing.
    fn diff_lines(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        match self.diff() {
            Some(Ok(lines)) => wrapped_diff(lines, width, theme),
            Some(Err(error)) => wrap_words([(error.clone(), theme.bad)], width),
            None => Vec::new(),
        }
    }

    fn filter(&mut self) {
        if let Some(Ok(log)) = &self.log {
            self.list.filter(|at| row_text(&log.commits[at]));
        }
    }

    fn selected_changed(&mut self) -> Vec<Command> {
        self.scroll = Scroll::default();
        self.wanted().into_iter().map(Command::run).collect()
    }

    /// The job for the diff of the selected commit, if it is not known yet.
    fn wanted(&self) -> Option<Job> {
        let commit = self.selected()?.id;
        let is_wanted = !self.diffs.contains_key(&commit);
        is_wanted.then(|| Job::LogDiff { draft: self.draft.clone(), commit })
    }

    fn commits(&self) -> &[LoggedCommit] {
        match &self.log {
            Some(Ok(log)) => &log.commits,
            _ => &[],
        }
    }

    fn selected(&self) -> Option<&LoggedCommit> {
        self.commits().get(self.list.selected()?)
    }

    fn diff(&self) -> Option<&Result<Vec<DiffLine>, String>> {
        self.diffs.get(&self.selected()?.id)
    }

    /// Where the list and the diff are drawn. The rows around both are free.
    fn areas(&self, area: Rect) -> (Rect, Rect) {
        let inner = popup_inner(area, area.width, area.height);
        let body = Rect { height: inner.height.saturating_sub(2), ..inner };
        if area.width >= WIDE {
            let width = (body.width * 2 / 5).max(body.width.saturating_sub(READABLE + 2));
            let diff = Rect { x: body.x + width + 2, width: body.width - width - 2, ..body };
            return (Rect { width, ..body }, diff);
        }
        let rows = u16::try_from(self.commits().len()).unwrap_or(u16::MAX).max(3);
        let height = (body.height * 2 / 5).min(rows).max(1);
        let below = Rect { y: body.y + height + 1, height: body.height.saturating_sub(height + 1), ..body };
        (Rect { height, ..body }, below)
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let title = self.title(context);
        let inner = popup(frame, area, area.width, area.height, &title, theme);
        let (list, diff) = self.areas(area);
        let place = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner }.intersection(inner);
        draw_line(frame, place, hints(&context.config.keys, self.hints(), theme));
        if let Some(said) = self.said() {
            draw_line(frame, list, Line::styled(said, theme.dim));
            // What is typed to search waits for the commits.
            return self.list.draw(frame, list, theme, |_, _, _| {});
        }
        self.draw_rule(frame, list, diff, theme);
        self.scroll.draw(frame, diff, &self.diff_lines(diff.width, theme), theme);
        let theme = if self.focus == Focus::List { *theme } else { theme.elsewhere() };
        self.list.draw(frame, list, &theme, |frame, place, at| {
            let commit = &self.commits()[at];
            let mark = if commit.is_unpushed { "↑ " } else { "  " };
            let line = Line::from(vec![
                Piece::styled(mark, theme.warn),
                Piece::styled(format!("{}  ", time_of(commit)), theme.dim),
                Piece::raw(format!("{}  ", commit.subject)),
                Piece::styled(commit.author.name.as_str(), theme.dim),
            ]);
            draw_line(frame, place, line);
        })
    }

    /// Draws the line between list and diff: that of the focus while the keys scroll the diff.
    fn draw_rule(&self, frame: &mut Frame<'_>, list: Rect, diff: Rect, theme: &Theme) {
        let (thick, style) = match self.focus {
            Focus::List => (false, theme.unfocused),
            Focus::Diff => (true, theme.focused),
        };
        if diff.x > list.right() {
            let sign = if thick { "┃" } else { "│" };
            for y in list.top()..list.bottom() {
                frame.buffer_mut().set_string(list.right(), y, sign, style);
            }
        } else if diff.y > list.bottom() {
            let rule = if thick { "━" } else { "─" }.repeat(usize::from(list.width));
            frame.buffer_mut().set_string(list.x, list.bottom(), rule, style);
        }
    }

    fn title(&self, context: &Context<'_>) -> String {
        let title = format!("History of {}", context.workspace.shown(&self.draft));
        match &self.log {
            Some(Ok(log)) if log.is_truncated => format!("{title}: the newest {} commits", log.commits.len()),
            _ => title,
        }
    }

    /// Why there is no list, in a sentence.
    fn said(&self) -> Option<&str> {
        match &self.log {
            None => Some("Reading the history …"),
            Some(Err(error)) => Some(error),
            Some(Ok(log)) if log.commits.is_empty() => Some("No commit has changed this draft yet."),
            Some(Ok(_)) => None,
        }
    }

    fn hints(&self) -> &'static [(Action, &'static str)] {
        match self.focus {
            Focus::Diff => &[(Action::ListDown, "scroll"), (Action::CloseHistory, "back to the list")],
            Focus::List => &[
                (Action::HistoryDiff, "scroll the diff"),
                (Action::AmendLast, "amend the last commit"),
                (Action::PushHistory, "push"),
                (Action::ListSearch, "search"),
                (Action::CloseHistory, "back"),
            ],
        }
    }
}

/// The author's own time, to the minute.
fn time_of(commit: &LoggedCommit) -> String {
    let offset = Offset::from_seconds(commit.offset_minutes.saturating_mul(60)).unwrap_or(Offset::UTC);
    match Timestamp::from_second(commit.time) {
        Ok(time) => offset.to_datetime(time).strftime("%Y-%m-%d %H:%M").to_string(),
        Err(_) => String::new(),
    }
}

fn row_text(commit: &LoggedCommit) -> String {
    format!("{} {} {} {}", commit.short(), time_of(commit), commit.subject, commit.author.name)
}
