use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line as TextLine, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use crate::lint::{ChecklistLine, Diagnostic, Verdict};
use crate::text::{Position, Span};
use crate::tui::action::Action;
use crate::tui::app::session::{Session, size_of};
use crate::tui::overlays::draw_line;
use crate::tui::overlays::list::move_selection;
use crate::tui::theme::Theme;
use crate::tui::widgets::ListState;

/// The checklist, and under it the problems: one list to go through.
#[derive(Debug, Default)]
pub struct ChecksView {
    list: ListState,
    checklist: Rect,
    problems: Rect,
    /// Where the lines of the checklist were drawn: two rows each where there is evidence to show.
    rows: Vec<u16>,
    problem_offset: usize,
}

/// What is selected.
#[derive(Clone, Copy, Debug)]
pub enum Selected {
    Line(usize),
    Problem(usize),
    Nothing,
}

impl ChecksView {
    pub fn selected(&self, session: &Session) -> Selected {
        let lines = session.checklist.len();
        match self.list.selected {
            n if n < lines => Selected::Line(n),
            n if n - lines < session.diagnostics.len() => Selected::Problem(n - lines),
            _ => Selected::Nothing,
        }
    }

    /// The place that the selected line or problem is about.
    pub fn place(&self, session: &Session) -> Option<Span> {
        match self.selected(session) {
            Selected::Line(n) => {
                session.checklist[n].place.or(session.checklist[n].task.map(|task| task.text))
            }
            Selected::Problem(n) => Some(session.diagnostics[n].span),
            Selected::Nothing => None,
        }
    }

    /// The selected problem, to be found again after the next check.
    pub fn held(&self, session: &Session) -> Option<(usize, Diagnostic)> {
        match self.selected(session) {
            Selected::Problem(n) => Some((n, session.diagnostics[n].clone())),
            _ => None,
        }
    }

    /// Selects a problem again, wherever it is in the list by now. Of one that is over, the
    /// selection goes on to the next in the text.
    pub fn hold(&mut self, held: Option<(usize, Diagnostic)>, session: &Session) {
        if let Some((was, problem)) = held {
            let (lines, all) = (session.checklist.len(), &session.diagnostics);
            let same = all
                .iter()
                .enumerate()
                .filter(|(_, one)| (one.rule, &one.message) == (problem.rule, &problem.message))
                .min_by_key(|(n, _)| n.abs_diff(was))
                .map(|(n, _)| n);
            let next = || all.iter().position(|one| one.span.start >= problem.span.start);
            let found = same.or_else(next).unwrap_or(all.len().saturating_sub(1));
            self.list.select(lines + found, lines + all.len());
        }
        self.keep_in_range(session);
    }

    /// Selects the next problem, or the one before, and returns its place. Where none is selected,
    /// it is the next one from the cursor.
    pub fn step(&mut self, session: &Session, forward: bool, cursor: usize) -> Option<Span> {
        let lines = session.checklist.len();
        let len = session.diagnostics.len();
        if len == 0 {
            return None;
        }
        let at = match self.selected(session) {
            Selected::Problem(n) if forward => (n + 1) % len,
            Selected::Problem(n) => (n + len - 1) % len,
            _ if forward => session.diagnostics.iter().position(|one| one.span.start >= cursor).unwrap_or(0),
            _ => session.diagnostics.iter().rposition(|one| one.span.start < cursor).unwrap_or(len - 1),
        };
        self.list.select(lines + at, lines + len);
        Some(session.diagnostics[at].span)
    }

    fn keep_in_range(&mut self, session: &Session) {
        let len = session.checklist.len() + session.diagnostics.len();
        self.list.select(self.list.selected.min(len.saturating_sub(1)), len);
    }

    pub fn navigate(&mut self, action: Option<Action>, session: &Session) -> bool {
        let len = session.checklist.len() + session.diagnostics.len();
        move_selection(&mut self.list, action, usize::from(self.problems.height.max(5)), len)
    }

    pub fn scroll(&mut self, rows: i32, session: &Session) {
        let len = session.checklist.len() + session.diagnostics.len();
        self.list
            .select(self.list.selected.saturating_add_signed(rows as isize).min(len.saturating_sub(1)), len);
    }

    pub fn click(&mut self, row: u16, session: &Session) {
        let lines = session.checklist.len();
        let len = lines + session.diagnostics.len();
        let found = if row >= self.problems.y {
            Some(lines + self.problem_offset + usize::from(row - self.problems.y))
        } else {
            self.rows.iter().rposition(|y| *y <= row)
        };
        if let Some(found) = found.filter(|found| *found < len) {
            self.list.select(found, len);
        }
    }

    pub fn draw_checklist(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        session: &Session,
        theme: &Theme,
        focused: bool,
    ) {
        self.checklist = area;
        self.rows.clear();
        let height = |line: &ChecklistLine| 1 + u16::from(!line.detail.is_empty());
        let selected = self.list.selected;
        // The selected line is kept in sight; the lines above it go first.
        let upto: u16 = session.checklist.iter().take(selected + 1).map(height).sum();
        let mut skip = if selected < session.checklist.len() { upto.saturating_sub(area.height) } else { 0 };
        let mut y = area.y;
        for (n, line) in session.checklist.iter().enumerate() {
            if skip > 0 {
                skip = skip.saturating_sub(height(line));
                self.rows.push(area.y);
                continue;
            }
            self.rows.push(y);
            if y >= area.bottom() {
                continue;
            }
            let first = Rect { y, height: 1, ..area };
            draw_line(frame, first, checklist_line(line, theme));
            if n == selected {
                frame
                    .buffer_mut()
                    .set_style(first, if focused { theme.selected } else { theme.selected_elsewhere });
            }
            y += 1;
            if !line.detail.is_empty() && y < area.bottom() {
                let indent = Rect { x: area.x + 6, y, width: area.width.saturating_sub(6), height: 1 };
                let style =
                    if line.verdict == Verdict::Contradicted && line.task.is_some_and(|task| task.done) {
                        theme.bad
                    } else {
                        theme.dim
                    };
                draw_line(frame, indent, TextLine::styled(line.detail.as_str(), style));
                y += 1;
            }
        }
    }

    pub fn draw_problems(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        session: &Session,
        theme: &Theme,
        focused: bool,
    ) {
        self.problems = area;
        let lines = session.checklist.len();
        let selected = self.list.selected.checked_sub(lines);
        let note = match (selected.and_then(|n| session.diagnostics.get(n)), area.height >= 8) {
            (Some(one), true) => {
                let help = one.help.as_ref().map_or(String::new(), |help| {
                    let stop = if help.ends_with('?') { "" } else { "." };
                    format!(" Help: {help}{stop}")
                });
                let fix = if one.fix.is_some() { " (f fixes it, v shows how)" } else { "" };
                let size = session.image_info(one.span);
                let size = size.map_or(String::new(), |info| format!(" The file: {}.", size_of(info)));
                Some(format!("{}.{size}{help}{fix} [{}]", one.message, one.rule))
            }
            _ => None,
        };
        let note_height = if note.is_some() { 4.min(area.height / 2) } else { 0 };
        let list = Rect { height: area.height - note_height, ..area };
        if session.diagnostics.is_empty() {
            frame.render_widget(Paragraph::new("No problems.").style(theme.good), list);
            return;
        }
        let mut window = ListState { offset: self.problem_offset, ..ListState::default() };
        window.select(selected.unwrap_or(0), session.diagnostics.len());
        let index = session.lines();
        let shown = window.visible(usize::from(list.height), session.diagnostics.len());
        self.problem_offset = window.offset;
        for (y, n) in shown.enumerate() {
            let one = &session.diagnostics[n];
            let Position { line, .. } = index.position(one.span.start, session.draft.text());
            let place = Rect { y: list.y + y as u16, height: 1, ..list };
            let mut pieces = vec![
                Piece::styled(format!("{} ", one.severity.sign()), theme.severity(one.severity)),
                Piece::styled(format!("{line:>4} "), theme.dim),
                Piece::raw(one.message.as_str()),
            ];
            if let Some(info) = session.image_info(one.span) {
                pieces.push(Piece::styled(format!(" ({})", size_of(info)), theme.dim));
            }
            let text = TextLine::from(pieces);
            draw_line(frame, place, text);
            if Some(n) == selected {
                frame
                    .buffer_mut()
                    .set_style(place, if focused { theme.selected } else { theme.selected_elsewhere });
            }
        }
        if let Some(note) = note {
            let place = Rect { y: list.bottom(), height: note_height, ..area };
            frame.render_widget(Paragraph::new(note).style(theme.text).wrap(Wrap { trim: true }), place);
        }
    }

    /// How many rows the checklist wants.
    pub fn checklist_height(session: &Session) -> u16 {
        session.checklist.iter().map(|line| 1 + u16::from(!line.detail.is_empty())).sum()
    }
}

/// `[x] ✓ change date`, with a word where tick and evidence differ.
fn checklist_line<'t>(line: &'t ChecklistLine, theme: &Theme) -> TextLine<'t> {
    let (sign, style) = theme.verdict(line.verdict);
    let tick = match line.task {
        Some(task) if task.done => "[x] ",
        Some(_) => "[ ] ",
        None => "    ",
    };
    let mut pieces =
        vec![Piece::raw(tick), Piece::styled(format!("{sign} "), style), Piece::raw(line.label.as_str())];
    match (line.task.map(|task| task.done), line.verdict) {
        (Some(true), Verdict::Contradicted) => pieces.push(Piece::styled(" — ticked, but:", theme.bad)),
        (Some(false), Verdict::Proven) => pieces.push(Piece::styled(" — proven: Space ticks it", theme.good)),
        _ => {}
    }
    TextLine::from(pieces)
}
