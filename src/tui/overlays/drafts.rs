use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};

use super::{draw_line, hints, popup, popup_inner};
use crate::desk::{IssueStage, ListedIssue};
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::Job;
use crate::tui::app::job::switch::Target;
use crate::tui::app::switch::UnsavedText;
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;

const WIDTH: u16 = 110;

/// The drafts and the past issues.
#[derive(Debug)]
pub struct DraftsView {
    /// `None` while a job lists them.
    issues: Option<Vec<ListedIssue>>,
    list: FilteredList,
}

impl DraftsView {
    /// The view, and the job that lists the issues.
    pub fn new(context: &Context<'_>) -> (DraftsView, Job) {
        let job = Job::ListIssues { workspace: context.workspace.clone() };
        (DraftsView { issues: None, list: FilteredList::new(0) }, job)
    }

    /// Takes the issues, with the open one selected.
    pub(in crate::tui) fn learn(&mut self, issues: Vec<ListedIssue>, open: &std::path::Path) {
        self.list.show_all(issues.len());
        if let Some(at) = issues.iter().position(|issue| issue.path == open) {
            self.list.select(at);
        }
        self.issues = Some(issues);
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
                self.filter(context);
            }
            return Vec::new();
        }
        match keys.first(Key::of(key), &[KeyContext::Drafts, KeyContext::List]) {
            Some(Action::CloseDrafts) => return vec![Command::Close],
            Some(Action::OpenDraft) => return self.open(),
            Some(Action::ReadIssue) => return self.read(context),
            Some(Action::NewDraft) => return vec![Command::Close, Command::Act(Action::CreateNext)],
            action => drop(self.list.act(action, height)),
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str, context: &Context<'_>) {
        if self.list.paste(text) {
            self.filter(context);
        }
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        self.list.scroll(rows, self.list_area(context.screen).height);
    }

    fn filter(&mut self, context: &Context<'_>) {
        let issues = self.issues.as_deref().unwrap_or_default();
        self.list.filter(|at| words(&issues[at], context));
    }

    fn selected(&self) -> Option<&ListedIssue> {
        self.issues.as_ref()?.get(self.list.selected()?)
    }

    fn open(&self) -> Vec<Command> {
        let Some(issue) = self.selected() else { return Vec::new() };
        let target = Target::File(issue.path.clone());
        vec![Command::Close, Command::Switch { target, unsaved: UnsavedText::Ask }]
    }

    fn read(&self, context: &Context<'_>) -> Vec<Command> {
        let Some(issue) = self.selected() else { return Vec::new() };
        let workspace = context.workspace.clone();
        vec![Command::run(Job::ReadIssue { workspace, path: issue.path.clone() })]
    }

    fn height(&self, area: Rect) -> u16 {
        let rows = self.issues.as_ref().map_or(1, Vec::len);
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
        let Some(issues) = &self.issues else {
            draw_line(frame, area, Line::styled("Looking for issues …", theme.dim));
            return None;
        };
        if issues.is_empty() {
            draw_line(frame, area, Line::styled("There are no drafts and no issues.", theme.dim));
        }
        self.list.draw(frame, area, theme, |frame, place, at| {
            let issue = &issues[at];
            let is_open = issue.path == context.session.document.path;
            let mark = if is_open { "▸ " } else { "  " };
            let line = Line::from(vec![
                Piece::styled(mark, theme.key),
                Piece::raw(format!("{}  {:<9}  ", issue.date, stage(issue.stage))),
                Piece::raw(title(issue, context)),
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
fn title(issue: &ListedIssue, context: &Context<'_>) -> String {
    if issue.title.is_empty() { context.workspace.shown(&issue.path) } else { issue.title.clone() }
}

/// What a search looks in.
fn words(issue: &ListedIssue, context: &Context<'_>) -> String {
    let path = context.workspace.shown(&issue.path);
    format!("{} {} {} {path}", issue.date, stage(issue.stage), issue.title)
}
