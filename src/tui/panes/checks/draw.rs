//! Drawing of the checklist and the problems.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line as TextLine, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{ChecksView, Selected, rows_of, shows_evidence};
use crate::lint::{ChecklistLine, Diagnostic, Severity, Subject, Verdict};
use crate::text::counted;
use crate::tui::action::Action;
use crate::tui::app::context::Context;
use crate::tui::app::session::{Checked, Filter, Session, size_of};
use crate::tui::config::Config;
use crate::tui::overlays::draw_line;
use crate::tui::panes::frame::{draw_frame, draw_marks, draw_note_below};
use crate::tui::theme::Theme;

/// Where the lists were drawn, for the mouse. An area is empty if its list is not on the screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChecksAreas {
    pub checklist: Rect,
    pub problems: Rect,
}

/// Frames of fewer rows show no lists above the selected entry's text.
const LEAST_WITH_DETAIL: u16 = 8;
/// The rows of a list with its frame, at least.
const LEAST_LIST: u16 = 5;
/// The selected entry's text has this many rows with its frame even if it is short, so that the lists
/// keep their places while the selection moves.
const USUAL_DETAIL: u16 = 6;

impl ChecksView {
    /// Draws both lists, and below them the whole text of the selected entry.
    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        context: &Context<'_>,
        focused: bool,
    ) -> ChecksAreas {
        let detail = self.detail(context, area.width.saturating_sub(2));
        let height = match area.height {
            ..LEAST_WITH_DETAIL => 0,
            height => {
                let wanted = (detail.len() as u16 + 2).max(USUAL_DETAIL.min(height / 3));
                wanted.min(height.saturating_sub(2 * LEAST_LIST).max(height / 2))
            }
        };
        let lists = Rect { height: area.height - height, ..area };
        let areas = self.draw_lists(frame, lists, context, focused);
        self.draw_detail(frame, Rect { y: lists.bottom(), height, ..area }, detail, context);
        areas
    }

    fn draw_lists(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        context: &Context<'_>,
        focused: bool,
    ) -> ChecksAreas {
        let is_line = matches!(self.selected(context.session), Selected::Line(_));
        if area.height < 2 * LEAST_LIST {
            // There is room for the list with the selection.
            return if is_line {
                let checklist = self.draw_checklist(frame, area, context, focused);
                draw_note_below(frame, area, summary(context.session, &context.config.theme));
                ChecksAreas { checklist, ..ChecksAreas::default() }
            } else {
                let problems = self.draw_problems(frame, area, context, focused);
                ChecksAreas { problems, ..ChecksAreas::default() }
            };
        }
        let lines = context.session.checklist.len() as u16 + 2;
        let with_evidence: u16 =
            context.session.checklist.iter().map(|line| rows_of(line, true)).sum::<u16>() + 2;
        let has_room = with_evidence <= area.height * 2 / 3;
        let height = if has_room { with_evidence } else { lines.min(area.height / 2) };
        let top = Rect { height: height.max(3), ..area };
        let bottom = Rect { y: top.bottom(), height: area.height - top.height, ..area };
        let checklist = self.draw_checklist(frame, top, context, focused && is_line);
        let problems = self.draw_problems(frame, bottom, context, focused && !is_line);
        ChecksAreas { checklist, problems }
    }

    /// Draws the checklist with the count of problems under it.
    pub fn draw_summary(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> ChecksAreas {
        let checklist = self.draw_checklist(frame, area, context, false);
        draw_note_below(frame, area, summary(context.session, &context.config.theme));
        ChecksAreas { checklist, ..ChecksAreas::default() }
    }

    /// The rows that [`ChecksView::draw_summary`] needs to show all lines.
    pub fn summary_height(session: &Session) -> u16 {
        session.checklist.len() as u16 + 2
    }

    fn draw_checklist(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        context: &Context<'_>,
        focused: bool,
    ) -> Rect {
        let (session, theme) = (context.session, &context.config.theme);
        let proven = session.checklist.iter().filter(|line| line.verdict == Verdict::Proven).count();
        let title = format!("Checklist: {proven} of {} proven", session.checklist.len());
        let inner = draw_frame(frame, area, &title, focused, theme);
        let visible = self.visible_lines(inner.height, session);
        draw_marks(frame, inner, &visible, session.checklist.len(), theme);
        if session.checklist.is_empty() {
            let text = "The draft has no task list, and the profile no checklist.";
            draw_line(frame, inner, TextLine::styled(text, theme.dim));
        }
        let with_evidence = shows_evidence(inner.height, session);
        let mut y = inner.y;
        for n in visible {
            let line = &session.checklist[n];
            let first = Rect { y, height: 1, ..inner };
            draw_line(frame, first, checklist_line(line, with_evidence, context.config));
            if n == self.list.selected {
                frame.buffer_mut().set_style(first, theme.selection(focused));
            }
            let rows = rows_of(line, with_evidence);
            if rows > 1 {
                let indent =
                    Rect { x: inner.x + 6, y: y + 1, width: inner.width.saturating_sub(6), height: 1 };
                draw_line(frame, indent, TextLine::styled(line.detail.as_str(), detail_style(line, theme)));
            }
            y += rows;
        }
        inner
    }

    fn draw_problems(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>, focused: bool) -> Rect {
        let (session, theme) = (context.session, &context.config.theme);
        let listed = self.listed(session);
        let (title, none) = match self.filter {
            Filter::All => (format!("Problems: {}", count_of(session)), "No problems."),
            Filter::Errors => {
                let (errors, all) = (session.checked().errors, session.problem_count());
                (format!("Problems: errors only, {errors} of {all}"), "No errors.")
            }
        };
        let inner = draw_frame(frame, area, &title, focused, theme);
        let visible = self.visible_problems(inner.height, session);
        draw_marks(frame, inner, &visible, listed.len(), theme);
        if listed.len() == 0 {
            frame.render_widget(Paragraph::new(none).style(theme.good), inner);
        }
        let selected = self.list.selected.checked_sub(session.checklist.len());
        for (y, row) in visible.enumerate() {
            let place = Rect { y: inner.y + y as u16, height: 1, ..inner };
            let Some(n) = listed.get(row) else { continue };
            draw_line(frame, place, problem_line(&session.diagnostics[n], session, theme));
            if Some(row) == selected {
                frame.buffer_mut().set_style(place, theme.selection(focused));
            }
        }
        inner
    }
}

/// The problems in a few words: "38 problems: 2 errors, 36 warnings".
fn summary(session: &Session, theme: &Theme) -> TextLine<'static> {
    if session.diagnostics.is_empty() {
        return TextLine::styled(" No problems ", theme.good);
    }
    let worst = match session.checked() {
        Checked { errors: 1.., .. } => Severity::Error,
        Checked { warnings: 1.., .. } => Severity::Warning,
        _ => Severity::Hint,
    };
    let noun = if session.problem_count() == 1 { "problem" } else { "problems" };
    TextLine::from(vec![
        Piece::styled(format!(" {} {noun}", session.problem_count()), theme.text),
        Piece::styled(
            errors_of(session).map_or(String::new(), |errors| format!(", {errors}")),
            theme.severity(worst),
        ),
        Piece::raw(" "),
    ])
}

/// The number of problems, with the errors among them.
fn count_of(session: &Session) -> String {
    let errors = errors_of(session).map_or(String::new(), |errors| format!(", {errors}"));
    format!("{}{errors}", session.problem_count())
}

fn errors_of(session: &Session) -> Option<String> {
    let errors = session.checked().errors;
    (errors > 0).then(|| counted(errors, "error"))
}

/// Sign, line number and message of a problem. A problem of files has no line.
fn problem_line<'t>(problem: &'t Diagnostic, session: &Session, theme: &Theme) -> TextLine<'t> {
    let line = match problem.subject {
        Subject::Text => session.lines().position(problem.span.start, session.draft.text()).line.to_string(),
        Subject::Files => "file".to_owned(),
    };
    let mut pieces = vec![
        Piece::styled(format!("{} ", problem.severity.sign()), theme.severity(problem.severity)),
        Piece::styled(format!("{line:>4} "), theme.dim),
        Piece::raw(problem.message.as_str()),
    ];
    if let Some(info) = session.image_info(problem.span) {
        pieces.push(Piece::styled(format!(" ({})", size_of(info)), theme.dim));
    }
    TextLine::from(pieces)
}

/// `[x] ✓ change date`, with a note where tick and evidence differ. Without a row of its own, the
/// evidence follows the label.
fn checklist_line<'t>(line: &'t ChecklistLine, with_evidence: bool, config: &'t Config) -> TextLine<'t> {
    let theme = &config.theme;
    let (sign, style) = theme.verdict(line.verdict);
    let mut pieces = vec![
        Piece::raw(tick_of(line)),
        Piece::styled(format!("{sign} "), style),
        Piece::raw(line.label.as_str()),
    ];
    let evidence = if with_evidence { "" } else { line.detail.as_str() };
    match (line.task.map(|task| task.done), line.verdict) {
        (Some(true), Verdict::Contradicted) => {
            pieces.push(Piece::styled(" — ticked, but:", theme.bad));
            pieces.push(Piece::styled(format!(" {evidence}"), theme.bad));
        }
        (Some(false), Verdict::Proven) => {
            let key = config.keys.label(Action::Tick);
            let proven = if evidence.is_empty() { "proven" } else { evidence };
            pieces.push(Piece::styled(format!(" — {proven}: {key} ticks it"), theme.good));
        }
        _ if evidence.is_empty() => {}
        _ => pieces.push(Piece::styled(format!(" — {evidence}"), theme.dim)),
    }
    TextLine::from(pieces)
}

/// The tick of a line as the draft has it; blank for a line that is not in its task list.
pub(super) fn tick_of(line: &ChecklistLine) -> &'static str {
    match line.task {
        Some(task) if task.done => "[x] ",
        Some(_) => "[ ] ",
        None => "    ",
    }
}

fn detail_style(line: &ChecklistLine, theme: &Theme) -> Style {
    let is_wrong = line.verdict == Verdict::Contradicted && line.task.is_some_and(|task| task.done);
    if is_wrong { theme.bad } else { theme.dim }
}
