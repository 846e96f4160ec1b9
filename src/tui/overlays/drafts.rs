use std::path::Path;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};

use super::{draw_line, hints, popup, popup_inner};
use crate::desk::{IssueStage, KeptText, ListedIssue, Recovered, Workspace};
use crate::text::diff::Change;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::Job;
use crate::tui::app::job::history::ListedDrafts;
use crate::tui::app::job::switch::Target;
use crate::tui::app::switch::UnsavedText;
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;
use crate::tui::widgets::diff_lines;

const WIDTH: u16 = 110;

/// The drafts and the past issues.
#[derive(Debug)]
pub struct DraftsView {
    /// `None` while a job lists them.
    listed: Option<ListedDrafts>,
    rows: Vec<Row>,
    /// What a search looks in, for each row.
    words: Vec<String>,
    list: FilteredList,
}

enum Selected<'v> {
    Issue(&'v ListedIssue),
    Kept(&'v KeptText),
}

/// A row of the list: an index of the issues or of the kept texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Issue(usize),
    /// Unsaved text of the issue above.
    Kept(usize),
}

impl DraftsView {
    /// The view, and the job that lists the issues.
    pub fn new(context: &Context<'_>) -> (DraftsView, Job) {
        let job = Job::ListIssues { workspace: context.workspace.clone(), journal: context.journal.cloned() };
        let (rows, words) = (Vec::new(), Vec::new());
        (DraftsView { listed: None, rows, words, list: FilteredList::new(0) }, job)
    }

    /// Takes the issues, each followed by its unsaved texts, with the open one selected.
    pub(in crate::tui) fn learn(&mut self, listed: ListedDrafts, workspace: &Workspace, open: &Path) {
        let kept_of = |path: &Path| -> Vec<Row> {
            let kept = listed.kept.iter().enumerate().filter(|(_, kept)| kept.draft == path);
            kept.map(|(n, _)| Row::Kept(n)).collect()
        };
        let rows = listed.issues.iter().enumerate();
        let rows = rows.flat_map(|(n, issue)| [vec![Row::Issue(n)], kept_of(&issue.path)].concat());
        self.rows = rows.collect();
        self.words = self.rows.iter().map(|row| words(*row, &listed, workspace)).collect();
        self.list.learn(self.rows.len(), |at| self.words[at].clone());
        if let Some(at) = listed.issues.iter().position(|issue| issue.path == open) {
            self.list.select(self.rows.iter().position(|row| *row == Row::Issue(at)).unwrap_or(0));
        }
        self.listed = Some(listed);
    }

    /// True while letters are typed to search.
    pub fn is_typing(&self) -> bool {
        self.list.is_typing()
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let keys = &context.config.keys;
        let height = self.list_area(context.screen).height;
        if self.list.is_typing() {
            if self.list.type_key(key, keys, height) {
                self.filter();
            }
            return Vec::new();
        }
        match keys.first(Key::of(key), &[KeyContext::Drafts, KeyContext::List]) {
            Some(Action::CloseDrafts) => return vec![Command::Close],
            Some(Action::OpenDraft) => return self.open(context),
            Some(Action::ReadIssue) => return self.read(context),
            Some(Action::NewDraft) => return vec![Command::Close, Command::Act(Action::CreateNext)],
            action => drop(self.list.act(action, height)),
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str) {
        if self.list.paste(text) {
            self.filter();
        }
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        self.list.scroll(rows, self.list_area(context.screen).height);
    }

    fn filter(&mut self) {
        let words = &self.words;
        self.list.filter(|at| words[at].clone());
    }

    fn selected(&self) -> Option<Selected<'_>> {
        let listed = self.listed.as_ref()?;
        Some(match *self.rows.get(self.list.selected()?)? {
            Row::Issue(n) => Selected::Issue(&listed.issues[n]),
            Row::Kept(n) => Selected::Kept(&listed.kept[n]),
        })
    }

    /// Opens an issue, or offers a text that was kept for one.
    fn open(&self, context: &Context<'_>) -> Vec<Command> {
        let command = match self.selected() {
            None => return Vec::new(),
            Some(Selected::Issue(issue)) => {
                let target = Target::File(issue.path.clone());
                Command::Switch { target, unsaved: UnsavedText::Ask }
            }
            Some(Selected::Kept(kept)) if kept.draft == context.session.document.path => {
                Command::Offer(Box::new(kept.clone()))
            }
            Some(Selected::Kept(kept)) => {
                let target = Target::Kept(Box::new(kept.clone()));
                Command::Switch { target, unsaved: UnsavedText::Ask }
            }
        };
        vec![Command::Close, command]
    }

    fn read(&self, context: &Context<'_>) -> Vec<Command> {
        let path = match self.selected() {
            None => return Vec::new(),
            Some(Selected::Issue(issue)) => issue.path.clone(),
            Some(Selected::Kept(_)) => return self.open(context),
        };
        vec![Command::run(Job::ReadIssue { workspace: context.workspace.clone(), path })]
    }

    fn height(&self, area: Rect) -> u16 {
        let rows = self.rows.len().max(1);
        u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(4).clamp(8, area.height.max(8))
    }

    fn list_area(&self, area: Rect) -> Rect {
        let inner = popup_inner(area, WIDTH, self.height(area));
        Rect { height: inner.height.saturating_sub(2), ..inner }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let inner = popup(frame, area, WIDTH, self.height(area), "Drafts and past issues", theme);
        let shown = [
            (Action::OpenDraft, "open"),
            (Action::ReadIssue, "read, copy from it"),
            (Action::NewDraft, "create the next"),
            (Action::ListSearch, "search"),
            (Action::CloseDrafts, "back"),
        ];
        let place = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner }.intersection(inner);
        draw_line(frame, place, hints(&context.config.keys, &shown, theme));
        let area = self.list_area(area);
        let Some(listed) = &self.listed else {
            draw_line(frame, area, Line::styled("Looking for issues …", theme.dim));
            // What is typed to search waits for the issues.
            return self.list.draw(frame, area, theme, |_, _, _| {});
        };
        if listed.issues.is_empty() {
            draw_line(frame, area, Line::styled("There are no drafts and no issues.", theme.dim));
        }
        self.list.draw(frame, area, theme, |frame, place, at| {
            let issue = match self.rows[at] {
                Row::Issue(n) => &listed.issues[n],
                Row::Kept(n) => {
                    let text = format!("    └ {}", description(&listed.kept[n]));
                    return draw_line(frame, place, Line::raw(text));
                }
            };
            let is_open = issue.path == context.session.document.path;
            let mark = if is_open { "▸ " } else { "  " };
            let line = Line::from(vec![
                Piece::styled(mark, theme.title),
                Piece::raw(format!("{:<10}  {:<9}  ", issue.key, stage(issue.stage))),
                Piece::raw(title(issue, context.workspace)),
                Piece::styled(if is_open { "  (open)" } else { "" }, theme.dim),
            ]);
            draw_line(frame, place, line);
        })
    }
}

fn stage(stage: IssueStage) -> &'static str {
    match stage {
        IssueStage::Draft => "draft",
        IssueStage::Published => "published",
    }
}

/// The title, or the path of an issue without one.
fn title(issue: &ListedIssue, workspace: &Workspace) -> String {
    if issue.title.is_empty() { workspace.shown(&issue.path) } else { issue.title.clone() }
}

/// A kept text, with the number of its changed lines and the first of them.
fn description(kept: &KeptText) -> String {
    let Recovered { base, text } = &kept.recovered;
    let changed = diff_lines(base, text, 0);
    let count = |change| changed.iter().filter(|line| line.change == change).count();
    let (added, deleted) = (count(Change::Inserted), count(Change::Deleted));
    let first = changed.iter().find(|line| line.change == Change::Inserted);
    let first = first.map_or(String::new(), |line| format!(": {}", line.text.trim()));
    format!("unsaved text that was kept, +{added} −{deleted} lines{first}")
}

/// What a search looks in.
fn words(row: Row, listed: &ListedDrafts, workspace: &Workspace) -> String {
    match row {
        Row::Issue(n) => {
            let issue = &listed.issues[n];
            let path = workspace.shown(&issue.path);
            format!("{} {} {} {path}", issue.key, stage(issue.stage), issue.title)
        }
        Row::Kept(n) => description(&listed.kept[n]),
    }
}
