//! The whole text of the selected line or problem, which the lists cut at their edge, and what can be
//! done about it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Text};

use super::{ChecksView, Selected};
use crate::lint::{ChecklistLine, Diagnostic, Fix, Verdict};
use crate::text::Edits;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::context::Context;
use crate::tui::app::fixed::{by_line, change_in_words, removes_slot};
use crate::tui::app::session::{Filter, Session, size_of};
use crate::tui::panes::frame::{draw_frame, draw_marks};
use crate::tui::panes::hints::{self, Hint};
use crate::tui::widgets::wrap_words;

/// Texts with their styles, each on lines of its own.
type Paragraphs = Vec<(String, Style)>;

impl ChecksView {
    /// What can be done with the selected entry.
    pub fn hints(&self, session: &Session) -> Vec<Hint> {
        match self.selected(session) {
            Selected::Line(n) => line_hints(&session.checklist[n]),
            Selected::Problem(n) => {
                let mut all = problem_hints(&session.diagnostics[n], session);
                all.extend(self.list_hints());
                all
            }
            Selected::Nothing => self.list_hints().into(),
        }
    }

    /// What can be done with all problems.
    fn list_hints(&self) -> [Hint; 2] {
        let others = match self.filter() {
            Filter::All => "errors only",
            Filter::Errors => "all problems",
        };
        [(Action::ErrorsOnly, others), (Action::FixAll, "fix all")]
    }

    /// The text of the selected entry, wrapped to `width` columns.
    pub(super) fn detail(&self, context: &Context<'_>, width: u16) -> Vec<Line<'static>> {
        let session = context.session;
        let paragraphs = match self.selected(session) {
            Selected::Line(n) => line_paragraphs(&session.checklist[n], context),
            Selected::Problem(n) => problem_paragraphs(&session.diagnostics[n], context),
            Selected::Nothing => return Vec::new(),
        };
        // Without the focus, these keys do something else.
        let has_keys = context.keys_below == KeyContext::Checks;
        let actions = if has_keys { self.hints(session) } else { Vec::new() };
        let mut lines: Vec<Line<'static>> =
            paragraphs.into_iter().flat_map(|paragraph| wrap_words([paragraph], width)).collect();
        lines.extend(hints::all_lines(context.pane_keys(), &actions, width, &context.config.theme));
        lines
    }

    pub(super) fn draw_detail(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        lines: Vec<Line<'static>>,
        context: &Context<'_>,
    ) {
        if area.height < 3 {
            return;
        }
        let session = context.session;
        let title = match self.selected(session) {
            Selected::Line(n) => format!("Line {} of {}", n + 1, session.checklist.len()),
            Selected::Problem(n) => {
                let listed = self.listed(session);
                let noun = if self.filter() == Filter::Errors { "Error" } else { "Problem" };
                format!("{noun} {} of {}", listed.rank(n) + 1, listed.len())
            }
            Selected::Nothing => "Nothing selected".to_owned(),
        };
        let theme = &context.config.theme;
        let inner = draw_frame(frame, area, &title, false, theme);
        let count = lines.len();
        draw_marks(frame, inner, &(0..usize::from(inner.height).min(count)), count, theme);
        frame.render_widget(Text::from(lines), inner);
    }
}

/// The label, the evidence, and what the tick says of it.
fn line_paragraphs(line: &ChecklistLine, context: &Context<'_>) -> Paragraphs {
    let theme = &context.config.theme;
    let (sign, style) = theme.verdict(line.verdict);
    let verdict = match line.verdict {
        Verdict::Proven => "proven",
        Verdict::Contradicted => "not true yet",
        Verdict::Unknown => "no evidence",
    };
    let evidence = if line.detail.is_empty() { String::new() } else { format!(": {}", line.detail) };
    let advice = match (line.task.map(|task| task.done), line.verdict) {
        (None, _) => "The draft's task list does not have this line; it is checked all the same.",
        (Some(true), Verdict::Contradicted) => "It is ticked, against the evidence.",
        (Some(true), _) => "It is ticked.",
        (Some(false), Verdict::Proven) => "It can be ticked.",
        (Some(false), Verdict::Contradicted) => "It is not ticked yet.",
        (Some(false), Verdict::Unknown) => "Nothing in the draft proves it: tick it when it is done.",
    };
    vec![
        (line.label.clone(), theme.title),
        (format!("{sign} {verdict}{evidence}"), style),
        (advice.to_owned(), theme.text),
    ]
}

fn line_hints(line: &ChecklistLine) -> Vec<Hint> {
    let tick = line.task.map(|task| (Action::Tick, if task.done { "untick" } else { "tick" }));
    let place = line.place.is_some() || line.task.is_some();
    tick.into_iter().chain(place.then_some((Action::GoTo, "go there"))).collect()
}

/// The message, the file, the help and the fix of a problem, with its rule.
fn problem_paragraphs(problem: &Diagnostic, context: &Context<'_>) -> Paragraphs {
    let (session, theme) = (context.session, &context.config.theme);
    let severity = problem.severity;
    let head = format!("{} {} [{}]", severity.sign(), severity.word(), problem.rule);
    let mut out = vec![(head, theme.severity(severity)), (problem.message.clone(), theme.title)];
    if let Some(info) = session.image_info(problem.span) {
        out.push((format!("The file: {}", size_of(info)), theme.text));
    }
    if let Some(help) = &problem.help {
        out.push((format!("Help: {help}"), theme.text));
    }
    let fix = match &problem.fix {
        Some(Fix::Text(edits)) => changes(edits, context).map(|what| format!("Fix: {what}")),
        Some(Fix::Suggestion(edits)) => changes(edits, context).map(|what| format!("Suggestion: {what}")),
        Some(Fix::Image(path)) => Some(format!("Fix: fits {path} into the limits")),
        None => None,
    };
    out.extend(fix.map(|fix| (fix, theme.good)));
    out
}

/// The change of a fix; of one that changes several lines, the first one. `None` if the text has changed
/// since the checks, whose edits these are.
fn changes(edits: &Edits, context: &Context<'_>) -> Option<String> {
    if !context.session.is_checked() {
        return None;
    }
    let changes = by_line(context.session.draft.text(), edits);
    let what = change_in_words(context.session.draft.text(), changes.first()?);
    Some(match changes.len() - 1 {
        0 => what,
        more => format!("{what}, and {more} more"),
    })
}

fn problem_hints(problem: &Diagnostic, session: &Session) -> Vec<Hint> {
    let mut all = vec![(Action::GoTo, "go there")];
    match &problem.fix {
        Some(Fix::Text(edits) | Fix::Suggestion(edits)) => {
            let what = if removes_slot(session, edits) { "remove the slot" } else { "fix" };
            all.extend([(Action::Fix, what), (Action::ShowFix, "see how")])
        }
        Some(Fix::Image(_)) => all.push((Action::Fix, "fit the image")),
        None => {}
    }
    all.push((Action::Waive, "waive"));
    all
}
