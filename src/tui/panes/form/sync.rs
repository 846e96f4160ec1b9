//! Keeping a form up to date with changes of the draft that were not typed in it.

use super::{FieldInput, FormView, fields};
use crate::draft::Draft;
use crate::outline::{Field, Presence, Slot};
use crate::profile::Profile;
use crate::text::Edits;
use crate::tui::app::session::Session;

impl FormView {
    /// Follows a change that was made elsewhere.
    pub fn moved(&mut self, edits: &Edits) {
        self.inputs.iter_mut().for_each(|one| one.moved(edits));
        self.span = edits.map_span(self.span);
    }

    /// Takes over the slot from the new outline. The field that has the focus keeps its text and its
    /// cursor.
    ///
    /// Half typed text may look like another slot for a while, and an empty value like no field at all.
    /// The form then stays as it is, because the next key still belongs to this field.
    pub fn sync(&mut self, session: &Session, profile: &Profile) {
        self.outdated = false;
        let Some(slot) = self.slot(session, profile) else { return };
        let now: Vec<(Option<usize>, &Field)> = fields(&slot).collect();
        let same = now.len() == self.inputs.len()
            && now
                .iter()
                .zip(&self.inputs)
                .all(|((row, field), one)| *row == one.row && is_alike(field, &one.field));
        let draft = &session.draft;
        let focused = self.inputs.get(self.focus);
        let is_here = |field: &Field| focused.is_none_or(|one| touch(field, &one.field));
        if same {
            if now.get(self.focus).is_some_and(|(_, field)| !is_here(field)) {
                return;
            }
            for (n, ((_, field), one)) in now.into_iter().zip(&mut self.inputs).enumerate() {
                let mut field = field.clone();
                field.inherit_wrapper(&one.field);
                // The text that is typed in stays, even if the field would now show it in another way.
                if !one.update(&field, draft) && n != self.focus {
                    one.replace(field);
                }
            }
        } else {
            let place = match focused {
                Some(one) => match find(one, &now, draft) {
                    Some(place) => Some(place),
                    None => return,
                },
                None => None,
            };
            let mut inputs: Vec<FieldInput> =
                now.iter().map(|(row, field)| FieldInput::new(field, *row, session)).collect();
            for new in &mut inputs {
                let is_same = |old: &&FieldInput| old.row == new.row && old.field.name == new.field.name;
                new.suggested = self.inputs.iter().find(is_same).and_then(|old| old.suggested.clone());
            }
            if let (Some(place), Some(one)) = (place, focused) {
                inputs[place].take_input(one);
                self.focus = place;
            }
            self.inputs = inputs;
        }
        self.span = slot.span;
        self.title.clone_from(&slot.title);
    }

    /// Reads every field again from the draft, after a change that was not typed in the form. The focus
    /// stays on its field and the cursor at its text; after an undo it goes to the change. Returns false
    /// if the slot no longer exists.
    pub fn reload(&mut self, session: &Session, profile: &Profile, undo: bool) -> bool {
        self.keep_to_field(session);
        let Some(slot) = self.slot(session, profile) else { return false };
        let fresh = FormView::new(&slot, session, profile);
        let old = std::mem::replace(&mut self.inputs, fresh.inputs);
        if let Some(one) = old.get(self.focus) {
            let is_same =
                |new: &FieldInput| new.field.name == one.field.name && touch(&new.field, &one.field);
            let same = self.inputs.get(self.focus).is_some_and(is_same).then_some(self.focus);
            let same = same.or_else(|| self.inputs.iter().position(is_same));
            if let Some(new) = same.and_then(|same| self.inputs.get_mut(same)) {
                new.take_cursor(one, undo);
            }
            self.focus = same.unwrap_or(self.focus);
        }
        self.focus = self.focus.min(self.inputs.len().saturating_sub(1));
        self.span = slot.span;
        self.title.clone_from(&slot.title);
        true
    }

    /// Moves the form to the slot that contains the field in focus: a slot of the same kind may have
    /// been inserted right before it.
    fn keep_to_field(&mut self, session: &Session) {
        let field = self.inputs.get(self.focus).and_then(|one| one.field.spans.first());
        let Some(field) = field.filter(|field| !field.is_empty()) else { return };
        let slots = session.outline.slots.iter().filter(|slot| slot.kind == self.kind);
        let holds = |slot: &&Slot| slot.span.start <= field.start && field.end <= slot.span.end;
        if let Some(slot) = slots.into_iter().find(holds) {
            self.span = slot.span;
        }
    }
}

/// The field with the text of `one`: at its place in the form if possible.
fn find(one: &FieldInput, now: &[(Option<usize>, &Field)], draft: &Draft) -> Option<usize> {
    let text = one.text(draft);
    let keeps = |field: &Field| touch(field, &one.field) && field.written(draft) == text;
    let is_same = |(row, field): &(Option<usize>, &Field)| {
        *row == one.row && field.name == one.field.name && keeps(field)
    };
    let has_text = |(_, field): &(Option<usize>, &Field)| !text.is_empty() && keeps(field);
    now.iter().position(is_same).or_else(|| now.iter().position(has_text))
}

/// True for fields of the same part that the slot has, or lacks, in both outlines.
fn is_alike(new: &Field, old: &Field) -> bool {
    let is_absent = |field: &Field| field.presence == Presence::Absent;
    new.name == old.name && is_absent(new) == is_absent(old)
}

/// True if two fields are at the same place.
fn touch(one: &Field, other: &Field) -> bool {
    match (one.spans.first(), other.spans.first()) {
        (Some(one), Some(other)) => one.start <= other.end && other.start <= one.end,
        _ => true,
    }
}
