//! Going to places: opening forms and the whole file, and back to the outline.

use crate::draft::{Block, BlockKind};
use crate::outline::{SlotState, front_matter_slot};
use crate::profile::SlotKind;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Opens;
use crate::tui::app::session::Session;
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::app::stepping::{self, visited_problem};
use crate::tui::panes::editor::EditorView;
use crate::tui::panes::form::FormView;
use crate::tui::panes::outline::{Row, checklist_span};

/// Opens what is selected in the outline, at the problem that was gone to there.
pub(crate) fn open(state: &mut State) {
    stepping::keep_visit(state, open_selected);
}

fn open_selected(state: &mut State) {
    let problem = visited_problem(state).map(|n| state.session.diagnostics[n].span.start);
    match state.panes.outline.selected(&state.session) {
        Row::Slot(slot) | Row::SingleSlot(slot) => open_slot(state, slot, problem),
        Row::FrontMatter => open_front_matter(state, problem),
        Row::Checklist => match problem {
            Some(at) => go_to_place(state, at),
            None => state.panes.focus = Pane::Checks,
        },
        Row::Section(section) => match (problem, section_slot(&state.session, section)) {
            (Some(at), _) => go_to_place(state, at),
            (None, Some(slot)) => open_slot(state, slot, None),
            (None, None) => {
                let start = state.session.outline.sections[section].span.start;
                open_file(state, below_heading(&state.session, start));
            }
        },
    }
}

/// The slot that a section is opened at: the first one that is not filled, or else the first one.
fn section_slot(session: &Session, section: usize) -> Option<usize> {
    let slots = session.outline.sections[section].slots.clone();
    let is_open = |slot: &usize| session.outline.slots[*slot].state() != SlotState::Filled;
    slots.clone().find(is_open).or_else(|| slots.clone().next())
}

/// The blank line below the heading that begins at a place, or else the heading's end: text that is typed
/// there leaves the heading alone. Any other place is returned as it is.
fn below_heading(session: &Session, at: usize) -> usize {
    let draft = &session.draft;
    let is_heading =
        |block: &&Block| block.span.start == at && matches!(block.kind, BlockKind::Heading { .. });
    let Some(heading) = draft.blocks().iter().find(is_heading) else { return at };
    let end = heading.span.trim(draft.text()).end;
    let below = draft.text()[end..].find('\n').map(|line_end| end + line_end + 1);
    let is_blank = |at: &usize| draft.text()[*at..].lines().next().is_none_or(|line| line.trim().is_empty());
    below.filter(is_blank).unwrap_or(end)
}

pub(crate) fn open_slot(state: &mut State, slot: usize, at: Option<usize>) {
    state.session.seal();
    let mut form =
        FormView::new(&state.session.outline.slots[slot], &state.session, &state.workspace.profile);
    if let Some(at) = at {
        form.go_to(at);
    }
    state.panes.outline.select_slot(slot, &state.session);
    state.panes.work = Work::Form(Box::new(form));
    state.panes.focus = Pane::Work;
}

pub(crate) fn open_front_matter(state: &mut State, at: Option<usize>) {
    match front_matter_slot(&state.session.draft, &state.workspace.profile) {
        Some(slot) => {
            let mut form = FormView::new(&slot, &state.session, &state.workspace.profile);
            if let Some(at) = at {
                form.go_to(at);
            }
            state.panes.work = Work::Form(Box::new(form));
            state.panes.focus = Pane::Work;
        }
        None => state.complain("There is no front matter; write it in the whole file."),
    }
}

/// Goes to a slot: in the whole-file editor if that is open, to its form from another form, else to its
/// line in the outline.
pub(crate) fn go_to_item(state: &mut State, slot: usize) {
    let Some(start) = state.session.outline.slots.get(slot).map(|slot| slot.span.start) else { return };
    match state.panes.work {
        Work::Editor(_) => go_to_place(state, start),
        Work::Form(_) => open_slot(state, slot, None),
        Work::Preview => {
            state.panes.focus = Pane::Outline;
            state.panes.outline.hides_filled = false;
            state.panes.outline.select_slot(slot, &state.session);
        }
    }
}

/// Selects an entry of the checklist and the problems.
pub(crate) fn go_to_check(state: &mut State, at: usize, opens: Opens) {
    state.panes.checks.select(at, &state.session);
    match (opens, state.panes.checks.place(&state.session)) {
        (Opens::Place, Some(span)) => go_to_place(state, span.start),
        _ => {
            state.session.seal();
            state.panes.focus = Pane::Checks;
        }
    }
}

/// Goes to a pane in which the keys of this context work.
pub(crate) fn go_into(state: &mut State, context: KeyContext) {
    match (context, &state.panes.work) {
        (KeyContext::Checks, _) => state.panes.focus = Pane::Checks,
        (KeyContext::Editor, Work::Form(_) | Work::Preview) => whole_file(state),
        (KeyContext::Form, Work::Preview) => open(state),
        (KeyContext::Outline, Work::Form(_) | Work::Editor(_)) => close_work(state),
        (KeyContext::Outline, Work::Preview) => state.panes.focus = Pane::Outline,
        _ => state.panes.focus = Pane::Work,
    }
}

/// Goes to a heading: in the whole-file editor if that is open, else to its line in the outline.
pub fn go_to_heading(state: &mut State, offset: usize) {
    let section = state.session.outline.section_at(offset);
    let begins = section.filter(|n| state.session.outline.sections[*n].span.start == offset);
    match begins {
        Some(section) if !matches!(state.panes.work, Work::Editor(_)) => {
            state.panes.work = Work::Preview;
            state.panes.focus = Pane::Outline;
            state.panes.outline.select_section(section, &state.session);
        }
        _ => go_to_place(state, offset),
    }
}

/// Goes to a place in the draft: to its field where a slot has one there, else in the whole file.
pub fn go_to_place(state: &mut State, offset: usize) {
    if let Work::Editor(editor) = &mut state.panes.work {
        editor.input.set_cursor(offset);
        state.panes.focus = Pane::Work;
        return;
    }
    if offset < state.session.draft.body() {
        return open_front_matter(state, Some(offset));
    }
    let slot = state.session.outline.slot_at(offset);
    let has_field = slot.is_some_and(|slot| {
        let slot = &state.session.outline.slots[slot];
        slot.all_fields().flat_map(|field| &field.spans).any(|span| span.touches(offset))
            || slot.span.start == offset
            || slot.rows.iter().any(|row| row.span.start == offset)
    });
    match slot.filter(|_| has_field) {
        Some(slot) => open_slot(state, slot, Some(offset)),
        None => open_file(state, offset),
    }
}

/// Selects the line of the outline that a place is in.
pub(crate) fn go_to_row(state: &mut State, offset: usize) {
    let (session, outline) = (&state.session, &mut state.panes.outline);
    outline.hides_filled = false;
    match (session.outline.slot_at(offset), session.outline.section_at(offset)) {
        _ if offset < session.draft.body() => outline.select_front_matter(),
        _ if checklist_span(session).touches(offset) => outline.select_checklist(session),
        (Some(slot), _) => outline.select_slot(slot, session),
        (None, Some(section)) => outline.select_section(section, session),
        (None, None) => outline.select_checklist(session),
    }
}

pub(crate) fn whole_file(state: &mut State) {
    if matches!(state.panes.work, Work::Editor(_)) {
        return close_work(state);
    }
    stepping::keep_visit(state, |state| {
        let at = match &state.panes.work {
            Work::Form(form) => form.span.start,
            _ => state.panes.outline.span(&state.session).start,
        };
        open_file(state, below_heading(&state.session, at));
    });
}

/// Opens the whole file with the cursor at a place.
fn open_file(state: &mut State, at: usize) {
    state.panes.work = Work::Editor(Box::new(EditorView::new(at)));
    state.panes.focus = Pane::Work;
}

/// Reports unused lines of a list, with the key that drops them.
fn offer_unused(state: &mut State, slot: usize) {
    let slot = &state.session.outline.slots[slot];
    let drop = state.key_label(Action::DropEmpty);
    let said = match slot.unused_rows().count() {
        0 => return,
        1 => format!("One line of “{}” is not used; {drop} drops it.", slot.title),
        count => format!("{count} lines of “{}” are not used; {drop} drops them.", slot.title),
    };
    state.say(said);
}

/// Returns to the outline, with the edited slot selected.
pub(crate) fn close_work(state: &mut State) {
    stepping::keep_visit(state, close);
}

fn close(state: &mut State) {
    state.session.seal();
    state.catch_up();
    match &state.panes.work {
        Work::Editor(editor) => {
            let at = editor.input.cursor();
            match (state.session.outline.slot_at(at), state.session.outline.section_at(at)) {
                (Some(slot), _) => state.panes.outline.select_slot(slot, &state.session),
                (None, Some(section)) => state.panes.outline.select_section(section, &state.session),
                _ => {}
            }
        }
        Work::Form(form) if form.kind != SlotKind::FrontMatter => {
            if let Some(slot) = form.slot_index(&state.session) {
                state.panes.outline.select_slot(slot, &state.session);
                offer_unused(state, slot);
            }
        }
        _ => {}
    }
    state.panes.work = Work::Preview;
    state.panes.focus = Pane::Outline;
}
