//! The problem that the cursor is on.

use crate::lint::Diagnostic;
use crate::text::Span;
use crate::tui::app::session::Session;
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::app::stepping;
use crate::tui::panes::checks::Selected;

/// A longer text around the cursor is not what the cursor is on.
const SMALL: usize = 80;

/// The problem that the cursor is on: the selected one in the list of problems, the one that was gone
/// to, or else one of the same line or field, and then of the same slot. In the outline, it is the first
/// one of the selected slot, one with a fix before others.
pub(crate) fn problem_at_cursor(state: &State) -> Option<usize> {
    let session = &state.session;
    if state.panes.focus == Pane::Checks {
        return match state.panes.checks.selected(session) {
            Selected::Problem(n) => Some(n),
            _ => None,
        };
    }
    if let Some(n) = stepping::visited_problem(state) {
        return Some(n);
    }
    let in_outline = state.panes.focus == Pane::Outline || matches!(state.panes.work, Work::Preview);
    if in_outline {
        let part = state.panes.outline.span(session);
        return best(session, |one| part.contains(one.span).then_some((one.fix.is_none(), one.span.start)));
    }
    let cursor = state.place().start;
    let line = Span::line_at(session.draft.text(), cursor);
    let field: &[Span] = match &state.panes.work {
        Work::Form(form) => form.focused_spans(),
        _ => &[],
    };
    let is_near = |one: &Diagnostic| {
        line.contains(one.span)
            || one.span.touches(cursor)
            || field.iter().any(|field| field.contains(one.span))
    };
    let near = best(session, |one| is_near(one).then(|| nearness(one, cursor)));
    near.or_else(|| {
        let slot = match &state.panes.work {
            Work::Form(form) => form.span,
            _ => session.outline.slots[session.outline.slot_at(cursor)?].span,
        };
        let is_fixable = |one: &Diagnostic| one.fix.is_some() && slot.contains(one.span);
        best(session, |one| is_fixable(one).then(|| nearness(one, cursor)))
    })
}

/// The problem of the text with the least key.
fn best<K: Ord>(session: &Session, key: impl Fn(&Diagnostic) -> Option<K>) -> Option<usize> {
    let keyed = session.text_problems().enumerate().filter_map(|(n, one)| Some((key(one)?, n)));
    keyed.min().map(|(_, n)| n)
}

/// How near a problem is: first what can be fixed and is right here, then what is right here, then what
/// can be fixed, each by its distance.
fn nearness(one: &Diagnostic, cursor: usize) -> (u8, usize, usize) {
    let is_here = one.span.touches(cursor);
    let class = match (is_here, one.fix.is_some()) {
        (true, true) => 0,
        (true, false) if one.span.len() <= SMALL => 1,
        (_, true) => 2,
        (_, false) => 3,
    };
    let distance =
        if is_here { 0 } else { cursor.abs_diff(one.span.start).min(cursor.abs_diff(one.span.end)) };
    (class, distance, one.span.len())
}
