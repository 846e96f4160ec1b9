use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::{popup, popup_inner, rows_of};
use crate::git::commit::CommitError;
use crate::git::commit::{FileChange, FileChangeKind, LeftOutReason, Plan, Route};
use crate::git::{Author, Head, Hint};
use crate::text::diff::Change;
use crate::text::weight;
use crate::tui::action::{Action, KeyContext, Keymap};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::Job;
use crate::tui::app::job::commit::CommitKind;
use crate::tui::key::Key;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::widgets::{DiffLine, TextBox, diff_lines};

const WIDTH: u16 = 120;

struct Areas {
    label: Rect,
    message: Rect,
    facts: Rect,
    refused: Rect,
    title: Rect,
    diff: Rect,
}

/// The commit to be: message, diff, author, branch, and what the checks say.
#[derive(Debug)]
pub struct CommitView {
    plan: Plan,
    message: TextBox,
    /// The message of the other kind of commit.
    other_message: Option<String>,
    diff: Vec<DiffLine>,
    scroll: Scroll,
    in_message: bool,
    committing: bool,
    /// What git or a hook said when it refused.
    refused: Option<String>,
}

impl CommitView {
    pub fn new(plan: Plan, message: &str) -> CommitView {
        let diff = plan.changes.iter().flat_map(change_lines).collect();
        let message = TextBox::many_lines(message);
        let mut view = CommitView {
            plan,
            message,
            other_message: None,
            diff,
            scroll: Scroll::default(),
            in_message: true,
            committing: false,
            refused: None,
        };
        view.message.cursor_to_end();
        view
    }

    /// Shows another plan: what was shown has changed. The message stays, and why it is shown. A plan of
    /// the other kind has its own message, at first `message`.
    pub fn show(&mut self, plan: Plan, message: &str) {
        if plan.amends.is_some() != self.plan.amends.is_some() {
            let message = self.other_message.take().unwrap_or_else(|| message.to_owned());
            self.other_message = Some(self.message.text());
            self.message = TextBox::many_lines(&message);
            self.message.cursor_to_end();
            self.refused = None;
        }
        self.diff = plan.changes.iter().flat_map(change_lines).collect();
        self.scroll = Scroll::default();
        self.plan = plan;
    }

    pub fn kind(&self) -> CommitKind {
        if self.plan.amends.is_some() { CommitKind::Amend } else { CommitKind::New }
    }

    pub fn message(&self) -> String {
        self.message.text()
    }

    /// Shows why it was refused, with what hooks wrote; the message stays.
    pub fn refuse(&mut self, error: &CommitError) {
        self.committing = false;
        let output = error.output().map_or(String::new(), |output| format!("\n{}", output.trim_end()));
        self.refused = Some(format!("{}{output}", error.with_hint()));
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        match self.action(Key::of(key), &context.config.keys) {
            Some(Action::CloseCommit) => return self.close(),
            Some(Action::ToggleAmend) if !self.committing => {
                return vec![Command::run(self.other_plan(context))];
            }
            Some(Action::ToDiff) => self.in_message = !self.in_message,
            Some(Action::Commit) => return self.commit(context),
            action => match rows_of(action) {
                Some(rows) => self.scroll(rows, context),
                None if self.in_message && !self.committing => self.message.key(key),
                None => {}
            },
        }
        Vec::new()
    }

    /// The message of a new commit is kept for the next one.
    fn close(&self) -> Vec<Command> {
        let message = match self.kind() {
            CommitKind::New => Some(self.message.text()),
            CommitKind::Amend => self.other_message.clone(),
        };
        let said = match &message {
            Some(_) => "Saved, but not committed; the message is kept.",
            None => "Saved; the last commit is as it was.",
        };
        let said = Command::Say(said.to_owned());
        [Command::Close].into_iter().chain(message.map(Command::KeepMessage)).chain([said]).collect()
    }

    /// The job that plans the other kind of commit.
    fn other_plan(&self, context: &Context<'_>) -> Job {
        Job::Plan {
            workspace: context.workspace.clone(),
            path: context.session.document.path.clone(),
            draft: Box::new(context.session.draft.clone()),
            kind: match self.kind() {
                CommitKind::New => CommitKind::Amend,
                CommitKind::Amend => CommitKind::New,
            },
        }
    }

    /// The action of a key here. In the message, only whole pages of the diff are scrolled.
    fn action(&self, key: Key, keys: &Keymap) -> Option<Action> {
        let own = keys.first(key, &[KeyContext::Commit, KeyContext::Anywhere]);
        let own = own.filter(is_of_dialog);
        let scrolls = || match self.in_message {
            true => keys
                .movement_while_typing(key)
                .filter(|action| matches!(action, Action::ListPageDown | Action::ListPageUp)),
            false => keys.first(key, &[KeyContext::List]),
        };
        own.or_else(scrolls)
    }

    fn commit(&mut self, context: &Context<'_>) -> Vec<Command> {
        if self.committing {
            return Vec::new();
        }
        if let Some(blocked) = self.plan.blocked.clone() {
            self.refuse(&blocked);
            return Vec::new();
        }
        if self.message.text().trim().is_empty() {
            self.refuse(&CommitError::EmptyMessage);
            return Vec::new();
        }
        self.committing = true;
        self.refused = None;
        let message = self.message.text();
        let root = context.workspace.root.folder().to_owned();
        let plan = Box::new(self.plan.clone());
        let join = context.upstream.join(&context.session.document.path);
        let job = Job::Commit { root, plan, message: message.clone(), join };
        let keep = (self.kind() == CommitKind::New).then_some(Command::KeepMessage(message));
        keep.into_iter().chain([Command::run(job)]).collect()
    }

    pub fn paste(&mut self, text: String) {
        self.message.paste(&text);
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        let height = self.areas(context.screen, self.facts(context).len()).diff.height;
        self.scroll.by(rows, height, self.diff.len());
    }

    /// Where the parts are drawn, from the top to the bottom.
    fn areas(&self, area: Rect, facts: usize) -> Areas {
        let inner = popup_inner(area, WIDTH, area.height);
        let refused = self.refused.as_ref().map_or(0, |text| {
            (text.lines().count() as u16 + text.len() as u16 / inner.width.max(1))
                .clamp(1, (inner.height / 3).max(1))
        });
        let mut y = inner.y;
        let mut place = |height: u16| {
            let rect = Rect { y, height: height.min(inner.bottom().saturating_sub(y)), ..inner };
            y += rect.height;
            rect
        };
        Areas {
            label: place(1),
            message: place(3.min(inner.height / 4).max(1)),
            facts: place(facts as u16),
            refused: place(refused),
            title: place(1),
            diff: place(u16::MAX),
        }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let label = |action| context.config.keys.label(action);
        let (commit, diff, close) =
            (label(Action::Commit), label(Action::ToDiff), label(Action::CloseCommit));
        let verb = match self.kind() {
            CommitKind::New => "commits",
            CommitKind::Amend => "amends the last commit",
        };
        let amend = label(Action::ToggleAmend);
        let other = match self.kind() {
            CommitKind::New => "amend",
            CommitKind::Amend => "a new one",
        };
        let title = format!("Commit — {commit} {verb}, {diff} to the diff, {amend} {other}, {close} back");
        popup(frame, area, WIDTH, area.height, &title, theme);
        let facts = self.facts(context);
        let areas = self.areas(area, facts.len());
        frame.render_widget(Piece::styled("Message", theme.title), areas.label);
        let cursor = self.message.render(areas.message, frame.buffer_mut(), &theme.input(false));
        frame.render_widget(Paragraph::new(facts), areas.facts);
        if let Some(text) = &self.refused {
            let text = Paragraph::new(text.as_str()).style(theme.bad).wrap(Wrap { trim: false });
            frame.render_widget(text, areas.refused);
        }
        let title = match self.kind() {
            _ if self.committing => "Committing …",
            CommitKind::New => "What will be committed",
            CommitKind::Amend => "What will be added to the last commit",
        };
        frame.render_widget(Piece::styled(title, theme.title), areas.title);
        let lines: Vec<Line<'_>> = self.diff.iter().map(|line| line.styled(theme)).collect();
        self.scroll.draw(frame, areas.diff, &lines, theme);
        cursor.filter(|_| self.in_message)
    }

    /// Author, branch, how it is made, what is left out, and the checks.
    fn facts(&self, context: &Context<'_>) -> Vec<Line<'static>> {
        let theme = &context.config.theme;
        let line = |label: &'static str, text: String| {
            Line::from(vec![Piece::styled(format!("{label:<9}"), theme.dim), Piece::raw(text)])
        };
        let mut lines = Vec::new();
        if let Ok(Author { name, email }) = &self.plan.author {
            lines.push(line("Author", format!("{name} <{email}>")));
        }
        if let Some(last) = &self.plan.amends {
            let subject = last.message.lines().next().unwrap_or_default();
            lines.push(line("Amends", format!("the last commit, “{subject}”, which no remote has")));
        }
        lines.push(line(
            "Branch",
            match &self.plan.branch {
                Head::Branch(name) => name.clone(),
                Head::Unborn(name) => format!("{name} (this will be its first commit)"),
                Head::Detached(at) => format!("none: HEAD is detached at {at}"),
            },
        ));
        let files =
            self.plan.changes.iter().map(|change| format!("{} ({})", change.path.display(), kind(change)));
        let files = match self.plan.changes.is_empty() {
            true => "none: only the message changes".to_owned(),
            false => files.collect::<Vec<_>>().join(", "),
        };
        lines.push(line("Files", files));
        if let Route::GitProgram { reasons } = &self.plan.route {
            let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            lines.push(line("Through", format!("the git program, for {}", reasons.join(", "))));
        }
        if !self.plan.other_staged.is_empty() {
            let names: Vec<String> =
                self.plan.other_staged.iter().map(|path| path.display().to_string()).collect();
            lines.push(line("Left out", format!("{} (staged already; stays staged)", names.join(", "))));
        }
        for (why, said) in [
            (LeftOutReason::Ignored, "ignored by a .gitignore rule; `git add -f` takes it in"),
            (LeftOutReason::Submodule, "in a submodule; commit it there"),
        ] {
            let left = self.plan.left_out.iter().filter(|left| left.why == why);
            let names: Vec<String> = left.map(|left| left.path.display().to_string()).collect();
            if !names.is_empty() {
                lines.push(line("Left out", format!("{} ({said})", names.join(", "))));
            }
        }
        if let Some(join) = context.upstream.join(&context.session.document.path) {
            lines.push(line(
                "Then",
                format!("a merge commit that joins {}, where nothing else collides", join.name),
            ));
        }
        let open = context.session.outline.total();
        let problems = context.session.problem_count();
        let checks = if problems == 0 { "no problems".to_owned() } else { format!("{problems} problems") };
        lines.push(line(
            "Checks",
            format!("{checks}; {} slots filled, {} half, {} empty", open.filled, open.half, open.empty),
        ));
        if let Some(blocked) = &self.plan.blocked {
            lines.push(Line::styled(blocked.to_string(), theme.bad));
        }
        lines
    }
}

fn is_of_dialog(action: &Action) -> bool {
    matches!(action, Action::ToDiff | Action::Commit | Action::ToggleAmend | Action::CloseCommit)
}

fn kind(change: &FileChange) -> &'static str {
    match change.kind {
        FileChangeKind::New => "new",
        FileChangeKind::Modified => "changed",
    }
}

/// A change as lines: its name, then its diff or its size.
fn change_lines(change: &FileChange) -> Vec<DiffLine> {
    let name = format!("── {} ({})", change.path.display(), kind(change));
    let mut lines = vec![DiffLine::new(Change::Equal, name)];
    if change.binary {
        lines.push(DiffLine::new(Change::Inserted, weight(change.bytes)));
        return lines;
    }
    let (old, new) = (change.old.as_deref().unwrap_or(""), change.new.as_deref().unwrap_or(""));
    lines.extend(diff_lines(old, new, 3));
    lines
}
