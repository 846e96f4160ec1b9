//! Changes to whole slots and to the lines of a list, as keys ask for them.

use crate::draft::Draft;
use crate::outline::{
    Direction, Outline, Role, SlotState, add_row, add_slot, add_source, drop_empty, leave_out, move_row,
    move_slot, remove_part, remove_row, remove_slot,
};
use crate::profile::SlotKind;
use crate::text::{StepKind, counted};
use crate::tui::action::Action;
use crate::tui::app::edits;
use crate::tui::app::navigate::open_slot;
use crate::tui::app::state::{State, Work};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::palette::PaletteView;

/// Refuses to change boilerplate.
fn refuse_boilerplate(state: &mut State) {
    let open = state.key_label(Action::Open);
    state.complain(format!("This is text of every week, without items; {open} edits it."));
}

pub(crate) fn add(state: &mut State) {
    let Some(section) = state.panes.outline.section(&state.session) else {
        return state.complain("Select a section or a slot to add one after.");
    };
    let slot = state.panes.outline.slot(&state.session);
    let outline = &state.session.outline;
    let kind = slot.map(|slot| outline.slots[slot].kind);
    let kinds = outline.spec(section, &state.workspace.profile).map_or(&[][..], |spec| &spec.kinds);
    let kinds: Vec<SlotKind> = kind.into_iter().chain(kinds.iter().copied()).collect();
    if !kinds.is_empty() && !kinds.iter().any(|kind| kind.can_be_added()) {
        if kinds.contains(&SlotKind::Feature) {
            let said =
                format!("“{}” is one story; nothing can be added to it.", outline.sections[section].title);
            return state.complain(said);
        }
        return refuse_boilerplate(state);
    }
    if let Some(slot) = slot.filter(|slot| state.session.outline.slots[*slot].is_list()) {
        return add_line(state, slot);
    }
    let session = &state.session;
    let template = session.template.as_ref().map(|text| {
        let draft = Draft::parse(text.as_str());
        let outline = Outline::new(&draft, &state.workspace.profile);
        (draft, outline)
    });
    let template = template.as_ref().map(|(draft, outline)| (draft, outline));
    let issue = state.issue();
    let folder = issue.date().map(|date| date.strftime("%Y%m%d").to_string()).unwrap_or_default();
    let edits = add_slot(
        &session.draft,
        &session.outline,
        &state.workspace.profile,
        section,
        slot,
        template,
        &folder,
    );
    let Some(edits) = edits else {
        return state.complain("Neither the template nor the profile has a form for this section.");
    };
    // After the blank lines before it. It may replace a sentence, such as one that no events are known.
    let blank = |text: &str| text.len() - text.trim_start().len();
    let at = edits.iter().next().map_or(0, |edit| edit.span.start + blank(&edit.text));
    let open = state.key_label(Action::Open);
    edits::apply(state, &edits, StepKind::Addition, &format!("Added an empty slot; {open} fills it."));
    let new = state.session.outline.slots.iter().position(|slot| slot.span.start >= at);
    if let Some(new) = new {
        state.panes.outline.select_slot(new, &state.session);
    }
}

/// Opens a list at its first empty line, or adds one at its end.
fn add_line(state: &mut State, slot: usize) {
    let list = &state.session.outline.slots[slot];
    let empty = list.rows.iter().position(|row| row.state() == SlotState::Empty);
    let title = list.title.clone();
    open_slot(state, slot, None);
    let Work::Form(form) = &mut state.panes.work else { return };
    match empty {
        Some(row) => {
            form.focus_row_start(row);
            let add = state.key_label(Action::AddRow);
            state.say(format!("“{title}” has an empty line, which is used; {add} adds another one."));
        }
        None => {
            form.focus_last();
            form_row(state, RowChange::Add);
        }
    }
}

pub(crate) fn remove(state: &mut State) {
    let Some(slot) = state.panes.outline.slot(&state.session) else {
        return state.complain("Select a slot to remove.");
    };
    let index = slot;
    let slot = &state.session.outline.slots[slot];
    let opening = state.session.outline.sections[slot.section].heading.is_none();
    if opening || slot.kind != SlotKind::Prose && slot.kind.is_boilerplate() {
        return refuse_boilerplate(state);
    }
    let Some(edits) = remove_slot(&state.session.draft, &state.session.outline, index) else { return };
    if edits.apply(state.session.draft.text()) == state.session.draft.text() {
        let open = state.key_label(Action::Open);
        return state.complain(format!("“{}” has no text yet; {open} writes it.", slot.title));
    }
    let what = match slot.title.trim() {
        "" => "the empty slot".to_owned(),
        title => format!("“{title}”"),
    };
    let said = format!("Removed {what}; {} brings it back.", state.key_label(Action::Undo));
    edits::apply(state, &edits, StepKind::Removal, &said);
}

/// Leaves the slot out this week. The template brings it back with the next issue.
pub(crate) fn skip_week(state: &mut State) {
    let Some(slot) = state.panes.outline.slot(&state.session) else {
        return state.complain("Select a slot to leave out this week.");
    };
    let session = &state.session;
    let own = &session.outline.slots[slot];
    let opening = session.outline.sections[own.section].heading.is_none();
    let edits = leave_out(&session.draft, &session.outline, &state.workspace.profile, slot);
    let Some(edits) = edits.filter(|_| !opening) else {
        return refuse_boilerplate(state);
    };
    if edits.apply(session.draft.text()) == session.draft.text() {
        let said = format!("“{}” is left out already.", own.title);
        return state.say(said);
    }
    let undo = state.key_label(Action::Undo);
    let said =
        format!("“{}” is left out this week; {undo} brings it back, and so does the next issue.", own.title);
    let is_list = own.is_list();
    edits::apply(state, &edits, StepKind::Omission, &said);
    if is_list && let Some(edits) = state.session.update_count(slot, &state.workspace) {
        edits::sync_views(state, &[edits], false);
        state.say(said);
    }
}

pub(crate) fn drop_all(state: &mut State) {
    let Some(section) = state.panes.outline.section(&state.session) else {
        return state.complain("Select the section whose empty slots are to go.");
    };
    let before = state.session.outline.total().total();
    let Some(edits) = drop_empty(&state.session.draft, &state.session.outline, section) else {
        return state.say("This section has no empty slots that could be removed.");
    };
    let id = state.session.outline.sections[section].title.clone();
    let lists: Vec<usize> = state.session.outline.sections[section]
        .slots
        .clone()
        .filter(|slot| state.session.outline.slots[*slot].is_list())
        .collect();
    edits::apply(state, &edits, StepKind::Cleanup, "");
    for slot in lists {
        if let Some(edits) = state.session.update_count(slot, &state.workspace) {
            edits::sync_views(state, &[edits], false);
        }
    }
    let same = state.session.outline.sections.iter().position(|section| section.title == id);
    if let Some(section) = same {
        state.panes.outline.select_section(section, &state.session);
    }
    let dropped = before.saturating_sub(state.session.outline.total().total());
    let undo = state.key_label(Action::Undo);
    let them = if dropped == 1 { "it" } else { "them" };
    state.say(format!("Dropped {}; {undo} brings {them} back.", counted(dropped, "empty slot")));
}

pub(crate) fn swap(state: &mut State, to: Direction) {
    let Some(slot) = state.panes.outline.slot(&state.session) else { return };
    let Some(edits) = move_slot(&state.session.draft, &state.session.outline, slot, to) else {
        let key = state.key_label(Action::MoveTo);
        let said = format!("It can't be moved further here; {key} moves it to another section.");
        return state.complain(said);
    };
    edits::apply(state, &edits, StepKind::Move, "Moved.");
    state.panes.outline.select_slot(to.step(slot).unwrap_or(slot), &state.session);
}

/// Asks which list the line in focus is to go to.
pub(crate) fn row_to(state: &mut State) {
    state.catch_up();
    let Work::Form(form) = &state.panes.work else { return };
    match (form.slot_index(&state.session), form.focused_row()) {
        (Some(slot), Some(row)) => {
            let view = PaletteView::row_targets(&state.context(), slot, row);
            state.overlays.push(Overlay::Palette(Box::new(view)));
        }
        _ => state.complain("Only the lines of a list can be moved to another one."),
    }
}

#[derive(Clone, Copy)]
pub(crate) enum RowChange {
    Add,
    Remove,
    Move(Direction),
}

pub(crate) fn form_row(state: &mut State, what: RowChange) {
    state.catch_up();
    let Work::Form(form) = &state.panes.work else { return };
    let (Some(index), row, field) =
        (form.slot_index(&state.session), form.focused_row(), form.focused_field())
    else {
        return;
    };
    let session = &state.session;
    let slot = &session.outline.slots[index];
    let edits = match (what, slot.is_list(), row) {
        (RowChange::Add, true, row) => {
            add_row(&session.draft, &state.workspace.profile, &session.outline, slot, row)
        }
        (RowChange::Add, false, _) => add_source(&session.draft, &state.workspace.profile, slot),
        (RowChange::Remove, true, Some(row)) => remove_row(&session.draft, slot, row),
        (RowChange::Remove, false, _) => form
            .slot(session, &state.workspace.profile)
            .and_then(|slot| remove_part(&session.draft, &state.workspace.profile, &slot, field)),
        (RowChange::Move(to), true, Some(row)) => move_row(&session.draft, slot, row, to),
        _ => None,
    };
    let is_list = slot.is_list();
    let rows = slot.rows.len();
    let kind = match what {
        RowChange::Add => StepKind::Addition,
        RowChange::Remove => StepKind::Removal,
        RowChange::Move(_) => StepKind::Move,
    };
    let Some(edits) = edits else {
        return state.complain("That can't be done to this field.");
    };
    let undo = state.key_label(Action::Undo);
    let said = if matches!(what, RowChange::Remove) {
        format!("Removed; {undo} brings it back.")
    } else {
        String::new()
    };
    edits::apply(state, &edits, kind, &said);
    if let Some(edits) = state.session.update_count(index, &state.workspace) {
        edits::sync_views(state, &[edits], false);
    }
    let Work::Form(form) = &mut state.panes.work else { return };
    match (what, row) {
        (RowChange::Add, row) if is_list => form.focus_row_start(row.map_or(rows, |row| row + 1)),
        (RowChange::Add, _) => form.focus_role(Role::Source),
        (RowChange::Move(to), Some(row)) => form.focus_same_field(to.step(row).unwrap_or(row)),
        _ => {}
    }
}
