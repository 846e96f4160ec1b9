use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{READABLE, popup, popup_inner, rows_of};
use crate::desk::CommitKind;
use crate::git::commit::CommitError;
use crate::git::commit::{FileChange, FileChangeKind, LeftOutReason, Plan, Route};
use crate::git::{Author, Head, Hint};
use crate::outline::Counts;
use crate::text::diff::{Change, TextDiff};
use crate::text::weight;
use crate::tui::action::{Action, KeyContext, Keymap};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::Job;
use crate::tui::app::job::commit::{PlanFor, Wish};
use crate::tui::app::session::{Checked, Session};
use crate::tui::key::Key;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::widgets::{DiffLine, TextBox, changed_parts, wrap_words, wrapped_diff};

const WIDTH: u16 = READABLE + 2;

/// The columns of a label before its text.
const LABEL: u16 = 9;

struct Areas {
    label: Rect,
    message: Rect,
    facts: Rect,
    refused: Rect,
    title: Rect,
    diff: Rect,
}

/// What the dialog waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The user: the commit is as it is shown.
    Ready,
    /// The plan of the other kind of commit. Nothing is committed before it is shown.
    Planning,
    Committing,
}

/// Which text the numbers of problems and slots are of.
#[derive(Clone, Copy, Debug)]
pub enum CheckedText {
    /// The text that is open, in this revision.
    Open { revision: u64 },
    /// A text that was changed since.
    Older(Checked),
}

/// The commit to be: message, diff, author, branch, and what the checks say.
#[derive(Debug)]
pub struct CommitView {
    plan: Plan,
    message: TextBox,
    /// The message of the other kind of commit.
    other_message: Option<String>,
    checked: CheckedText,
    /// The changed files, and below them their diffs.
    changes: Vec<DiffLine>,
    scroll: Scroll,
    in_message: bool,
    phase: Phase,
    /// What git or a hook said when it refused.
    refused: Option<String>,
}

impl CommitView {
    pub fn new(plan: Plan, message: &str, checked: CheckedText) -> CommitView {
        CommitView {
            changes: plan_lines(&plan),
            plan,
            message: message_box(message),
            other_message: None,
            checked,
            scroll: Scroll::default(),
            in_message: true,
            phase: Phase::Ready,
            refused: None,
        }
    }

    /// True if the dialog can show the plan of this commit now.
    pub fn awaits(&self, wish: Wish) -> bool {
        match wish.wanted_for {
            PlanFor::Dialog => wish.kind == self.kind(),
            PlanFor::OtherKind => self.phase == Phase::Planning && wish.kind != self.kind(),
        }
    }

    /// Shows another plan: what was shown has changed. The message stays, and why it is shown. A plan of
    /// the other kind has its own message, at first `message`.
    pub fn show(&mut self, plan: Plan, message: &str, checked: CheckedText) {
        if plan.amends.is_some() != self.plan.amends.is_some() {
            let message = self.other_message.take().unwrap_or_else(|| message.to_owned());
            self.other_message = Some(self.message.text());
            self.message = message_box(&message);
            self.refused = None;
            self.phase = Phase::Ready;
        }
        self.changes = plan_lines(&plan);
        self.scroll = Scroll::default();
        self.checked = checked;
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
        if self.phase == Phase::Committing {
            self.phase = Phase::Ready;
        }
        let output = error.output().map_or(String::new(), |output| format!("\n{}", output.trim_end()));
        self.refused = Some(format!("{}{output}", error.with_hint()));
    }

    /// Shows why there is no plan; the commit that is shown stays.
    pub fn refuse_plan(&mut self, error: &CommitError, wish: Wish) {
        if wish.wanted_for == PlanFor::OtherKind {
            self.phase = Phase::Ready;
        }
        self.refuse(error);
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        match self.action(Key::of(key), &context.config.keys) {
            Some(Action::CloseCommit) => return self.close(),
            Some(Action::ToggleAmend) => return self.toggle(context),
            Some(Action::ToDiff) => self.in_message = !self.in_message,
            Some(Action::Commit) => return self.commit(context),
            action => match rows_of(action) {
                Some(rows) => self.scroll(rows, context),
                None if self.in_message && self.phase != Phase::Committing => self.message.key(key),
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

    /// Asks for the plan of the other kind of commit, or stays with this one.
    fn toggle(&mut self, context: &Context<'_>) -> Vec<Command> {
        match self.phase {
            Phase::Committing => Vec::new(),
            Phase::Planning => {
                self.phase = Phase::Ready;
                self.refused = None;
                Vec::new()
            }
            Phase::Ready => {
                self.phase = Phase::Planning;
                self.refused = None;
                vec![Command::run(Job::Plan {
                    workspace: context.workspace.clone(),
                    path: context.session.document.path.clone(),
                    draft: Box::new(context.session.draft.clone()),
                    wish: Wish { kind: self.kind().other(), wanted_for: PlanFor::OtherKind },
                })]
            }
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
        match self.phase {
            Phase::Committing => return Vec::new(),
            Phase::Planning => {
                let key = context.config.keys.label(Action::Commit);
                let said = format!("Nothing is committed yet: {key} commits once the other kind is shown.");
                self.refused = Some(said);
                return Vec::new();
            }
            Phase::Ready => {}
        }
        if let Some(blocked) = self.plan.blocked.clone() {
            self.refuse(&blocked);
            return Vec::new();
        }
        if self.message.text().trim().is_empty() {
            self.refuse(&CommitError::EmptyMessage);
            return Vec::new();
        }
        self.phase = Phase::Committing;
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
        let facts = self.facts(context, inner_width(context.screen));
        let area = self.areas(context.screen, facts.len()).diff;
        let lines = wrapped_diff(&self.changes, area.width, &context.config.theme);
        self.scroll.by(rows, area.height, lines.len());
    }

    /// Where the parts are drawn, from the top to the bottom.
    fn areas(&self, area: Rect, facts: usize) -> Areas {
        let inner = popup_inner(area, WIDTH, area.height);
        let refused = self.refused.as_ref().map_or(0, |text| {
            let rows = wrap_words([(text.clone(), Style::default())], inner.width).len();
            (rows as u16).min((inner.height / 3).max(1))
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
        let amend = label(Action::ToggleAmend);
        let (what, verb, other) = match self.kind() {
            CommitKind::New => ("Commit", "commits", "amend"),
            CommitKind::Amend => ("Amend", "amends the last commit", "new"),
        };
        let title = format!("{what} — {commit} {verb}, {diff} to the diff, {amend} {other}, {close} back");
        popup(frame, area, WIDTH, area.height, &title, theme);
        let facts = self.facts(context, inner_width(area));
        let areas = self.areas(area, facts.len());
        let heading = |is_focused| if is_focused { theme.selected } else { theme.title };
        frame.render_widget(Piece::styled("Message", heading(self.in_message)), areas.label);
        let cursor = self.message.render(areas.message, frame.buffer_mut(), &theme.input(false));
        frame.render_widget(Paragraph::new(facts), areas.facts);
        if let Some(text) = &self.refused {
            let text = wrap_words([(text.clone(), theme.bad)], areas.refused.width);
            frame.render_widget(Paragraph::new(text), areas.refused);
        }
        let title = match (self.phase, self.kind()) {
            (Phase::Committing, _) => "Committing …",
            (Phase::Planning, CommitKind::New) => "Comparing with the last commit, to amend it …",
            (Phase::Planning, CommitKind::Amend) => "Comparing with the last commit, for a new one …",
            (Phase::Ready, CommitKind::New) => "What will be committed",
            (Phase::Ready, CommitKind::Amend) => "What will be added to the last commit",
        };
        frame.render_widget(Piece::styled(title, heading(!self.in_message)), areas.title);
        let lines = wrapped_diff(&self.changes, areas.diff.width, theme);
        self.scroll.draw(frame, areas.diff, &lines, theme);
        cursor.filter(|_| self.in_message)
    }

    /// Author, branch, how it is made, what is left out, and the checks.
    fn facts(&self, context: &Context<'_>, width: u16) -> Vec<Line<'static>> {
        let theme = &context.config.theme;
        let line = |(label, text): (&'static str, String)| {
            let rows = wrap_words([(text, Style::default())], width.saturating_sub(LABEL).max(1));
            rows.into_iter().enumerate().map(move |(row, text)| {
                let label = if row == 0 { label } else { "" };
                let label = Piece::styled(format!("{label:<0$}", usize::from(LABEL)), theme.dim);
                Line::from([vec![label], text.spans].concat())
            })
        };
        let mut lines: Vec<Line<'static>> = self.labelled(context).into_iter().flat_map(line).collect();
        if let Some(blocked) = &self.plan.blocked {
            lines.extend(wrap_words([(blocked.to_string(), theme.bad)], width));
        }
        lines
    }

    fn labelled(&self, context: &Context<'_>) -> Vec<(&'static str, String)> {
        let mut lines = Vec::new();
        if let Ok(Author { name, email }) = &self.plan.author {
            lines.push(("Author", format!("{name} <{email}>")));
        }
        if let Some(last) = &self.plan.amends {
            let subject = last.message.lines().next().unwrap_or_default();
            lines.push(("Amends", format!("the last commit, which no remote has: “{subject}”")));
        }
        lines.push((
            "Branch",
            match &self.plan.branch {
                Head::Branch(name) => name.clone(),
                Head::Unborn(name) => format!("{name} (this will be its first commit)"),
                Head::Detached(at) => format!("none: HEAD is detached at {at}"),
            },
        ));
        lines.push(("Files", files_in_words(&self.plan.changes)));
        if let Route::GitProgram { reasons } = &self.plan.route {
            let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
            lines.push(("Through", format!("the git program, for {}", reasons.join(", "))));
        }
        if !self.plan.other_staged.is_empty() {
            let names: Vec<String> =
                self.plan.other_staged.iter().map(|path| path.display().to_string()).collect();
            lines.push(("Left out", format!("{} (staged already; stays staged)", names.join(", "))));
        }
        for (why, said) in [
            (LeftOutReason::Ignored, "ignored by a .gitignore rule; `git add -f` takes it in"),
            (LeftOutReason::Submodule, "in a submodule; commit it there"),
        ] {
            let left = self.plan.left_out.iter().filter(|left| left.why == why);
            let names: Vec<String> = left.map(|left| left.path.display().to_string()).collect();
            if !names.is_empty() {
                lines.push(("Left out", format!("{} ({said})", names.join(", "))));
            }
        }
        if let Some(join) = context.upstream.join(&context.session.document.path) {
            lines.push((
                "Then",
                format!("a merge commit that joins {}, where nothing else collides", join.name),
            ));
        }
        lines.push(("Checks", self.checks(context.session)));
        lines
    }

    /// The problems and slots of the text that is committed.
    fn checks(&self, session: &Session) -> String {
        let (checked, note) = match self.checked {
            CheckedText::Open { revision } if revision == session.revision => {
                if !session.is_checked() {
                    return "checking …".to_owned();
                }
                (session.checked(), "")
            }
            CheckedText::Open { .. } => return "the text has changed meanwhile".to_owned(),
            CheckedText::Older(checked) => (checked, ", without what was typed since"),
        };
        let Counts { filled, half, empty } = checked.slots;
        format!("{}; {filled} slots filled, {half} half, {empty} empty{note}", checked.in_words())
    }
}

fn inner_width(area: Rect) -> u16 {
    popup_inner(area, WIDTH, area.height).width
}

/// The message, with the cursor at the end of its subject.
fn message_box(message: &str) -> TextBox {
    let mut text_box = TextBox::many_lines(message);
    text_box.cursor_to_end_of_line();
    text_box
}

/// The files in one line: the only one by its name, or how many there are.
fn files_in_words(changes: &[FileChange]) -> String {
    match changes {
        [] => "none: only the message changes".to_owned(),
        [only] => format!("{} ({})", only.path.display(), kind(only)),
        all => {
            let count = |kind| all.iter().filter(|change| change.kind == kind).count();
            let (new, changed) = (count(FileChangeKind::New), count(FileChangeKind::Modified));
            let parts = [(changed, "changed"), (new, "new")];
            let parts: Vec<String> = parts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, word)| format!("{count} {word}"))
                .collect();
            format!("{}, listed below: {}", all.len(), parts.join(", "))
        }
    }
}

/// Every file of the plan, if there are several, and then what changes in each.
fn plan_lines(plan: &Plan) -> Vec<DiffLine> {
    let diffs: Vec<Option<TextDiff<'_>>> = plan.changes.iter().map(diff_of).collect();
    let all = || plan.changes.iter().zip(&diffs);
    let names = all().filter(|_| plan.changes.len() > 1).map(|(change, diff)| {
        let size = diff.as_ref().map_or_else(|| weight(change.bytes), changed_lines);
        DiffLine::new(Change::Equal, format!("{} ({}, {size})", change.path.display(), kind(change)))
    });
    names.chain(all().flat_map(|(change, diff)| change_lines(change, diff.as_ref()))).collect()
}

/// The diff of a file of text.
fn diff_of(change: &FileChange) -> Option<TextDiff<'_>> {
    let (old, new) = (change.old.as_deref().unwrap_or(""), change.new.as_deref().unwrap_or(""));
    (!change.binary).then(|| TextDiff::lines(old, new))
}

/// The numbers of added and deleted lines: "+3 −1".
fn changed_lines(diff: &TextDiff<'_>) -> String {
    let (mut added, mut deleted) = (0, 0);
    for (change, _) in diff.all_changes() {
        match change {
            Change::Inserted => added += 1,
            Change::Deleted => deleted += 1,
            Change::Equal => {}
        }
    }
    format!("+{added} −{deleted}")
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
fn change_lines(change: &FileChange, diff: Option<&TextDiff<'_>>) -> Vec<DiffLine> {
    let name = format!("── {} ({})", change.path.display(), kind(change));
    let mut lines = vec![DiffLine::new(Change::Equal, name)];
    match diff {
        Some(diff) => lines.extend(changed_parts(diff, 3)),
        None => lines.push(DiffLine::new(Change::Inserted, weight(change.bytes))),
    }
    lines
}
