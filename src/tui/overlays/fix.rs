use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::{CHANGED, READABLE, popup, popup_inner, rows_of};
use crate::lint::{Diagnostic, Fix};
use crate::text::{Edits, StepKind, counted};
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::fix::FoundFixes;
use crate::tui::app::session::Session;
use crate::tui::key::Key;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::theme::Theme;
use crate::tui::widgets::{DiffLine, numbered_diff_lines, wrapped_diff};

const WIDTH: u16 = READABLE + 2;
/// Rows of the problem's message.
const HEAD: u16 = 2;

/// What fixing a problem, or all that is safe, would change.
#[derive(Debug)]
pub struct FixView {
    about: About,
    edits: Edits,
    /// Of the text that the edits are for.
    revision: u64,
    diff: Vec<DiffLine>,
    scroll: Scroll,
}

#[derive(Debug)]
enum About {
    One(Box<Diagnostic>),
    /// All safe fixes: what they are, and what is said when they are made.
    All {
        head: String,
        said: String,
    },
}

impl FixView {
    pub fn one(problem: Diagnostic, edits: Edits, context: &Context<'_>) -> FixView {
        let revision = context.session.revision;
        FixView::new(About::One(Box::new(problem)), edits, revision, context)
    }

    pub fn all(found: FoundFixes, context: &Context<'_>) -> FixView {
        let session = context.session;
        let all = session.problem_count();
        let (verb, problems) = match fixable(session) {
            1 => ("has", counted(all, "problem")),
            _ => ("have", counted(all, "problem")),
        };
        let rules: Vec<String> = found.counts.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
        let head = format!("{} of {problems} {verb} a safe fix: {}", fixable(session), rules.join(", "));
        let undo = context.config.keys.label_in(Action::Undo, context.keys_below);
        let fixed = counted(found.counts.values().sum(), "problem");
        let said = format!("Fixed {fixed} in {}; {undo} undoes all of it.", changed_lines(&found, session));
        FixView::new(About::All { head, said }, found.edits, found.revision, context)
    }

    fn new(about: About, edits: Edits, revision: u64, context: &Context<'_>) -> FixView {
        let before = context.session.draft.text();
        let around = match about {
            About::One(_) => 1,
            About::All { .. } => 0,
        };
        let diff = numbered_diff_lines(before, &edits.apply(before), around);
        FixView { about, edits, revision, diff, scroll: Scroll::default() }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let contexts = [
            KeyContext::Fix,
            KeyContext::Checks,
            KeyContext::List,
            KeyContext::NotInText,
            KeyContext::Anywhere,
        ];
        match (context.config.keys.first(Key::of(key), &contexts), &self.about) {
            (Some(Action::CloseFix), _) => return vec![Command::Close],
            (Some(Action::ApplyFix), _)
            | (Some(Action::Fix | Action::FixFound), About::One(_))
            | (Some(Action::FixAll), About::All { .. }) => return vec![Command::Close, self.apply(context)],
            (action, _) => self.scroll(rows_of(action).unwrap_or(0), context),
        }
        Vec::new()
    }

    fn apply(&self, context: &Context<'_>) -> Command {
        if context.session.revision != self.revision {
            return Command::Complain(CHANGED.to_owned());
        }
        let edits = self.edits.clone();
        match &self.about {
            About::One(problem) => Command::MakeFix { problem: problem.clone(), edits },
            About::All { said, .. } => {
                Command::Apply { edits, kind: StepKind::AllFixes, message: said.clone() }
            }
        }
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        let lines = self.lines(context.screen, &context.config.theme);
        let area = Self::diff_area(context.screen, lines.len());
        self.scroll.by(rows, area.height, lines.len());
    }

    /// The diff, wrapped.
    fn lines(&self, area: Rect, theme: &Theme) -> Vec<Line<'static>> {
        let width = popup_inner(area, WIDTH, area.height).width;
        wrapped_diff(&self.diff, width, theme)
    }

    fn height(area: Rect, lines: usize) -> u16 {
        (lines + 5).clamp(8, usize::from(area.height).max(8)) as u16
    }

    /// Where the diff is drawn: below the message, with a row for the number of rows above.
    fn diff_area(area: Rect, lines: usize) -> Rect {
        let inner = popup_inner(area, WIDTH, Self::height(area, lines));
        let head = (HEAD + 1).min(inner.height);
        Rect { y: inner.y + head, height: inner.height - head, ..inner }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let label = |action| context.config.keys.label(action);
        let (what, key, message) = match &self.about {
            About::One(problem) => ("What fixing changes", Action::Fix, format!("{}.", problem.message)),
            About::All { head, .. } => ("All safe fixes", Action::FixAll, format!("{head}.")),
        };
        let title = format!(
            "{what} — {} or {} fixes, {} back",
            label(key),
            label(Action::ApplyFix),
            label(Action::CloseFix)
        );
        let lines = self.lines(area, theme);
        let inner = popup(frame, area, WIDTH, Self::height(area, lines.len()), &title, theme);
        let head = Rect { height: HEAD.min(inner.height), ..inner };
        frame
            .render_widget(Paragraph::new(Line::styled(message, theme.text)).wrap(Wrap { trim: true }), head);
        self.scroll.draw(frame, Self::diff_area(area, lines.len()), &lines, theme);
        None
    }
}

/// The number of problems with a safe fix.
fn fixable(session: &Session) -> usize {
    let fixes = |one: &Diagnostic| match (&one.fix, one.omitted) {
        (_, Some(omitted)) => omitted.fixes,
        (Some(Fix::Text(_)), None) => 1,
        _ => 0,
    };
    session.diagnostics.iter().map(fixes).sum()
}

/// "9 lines", as the text has them before.
fn changed_lines(found: &FoundFixes, session: &Session) -> String {
    let lines = session.draft.lines();
    let mut all: Vec<usize> = found.edits.iter().map(|edit| lines.line(edit.span.start)).collect();
    all.dedup();
    counted(all.len(), "line")
}
