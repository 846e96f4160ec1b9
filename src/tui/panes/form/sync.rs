//! Keeping a form up to date with changes of the draft that were not typed in it.

use super::{FieldInput, FormView, fields, grown};
use crate::desk::fine_edits;
use crate::outline::{Field, Slot};
use crate::profile::Profile;
use crate::text::{Bias, Edits, Span};
use crate::tui::app::session::Session;

impl FormView {
    /// Follows a change that was made elsewhere.
    pub fn moved(&mut self, edits: &Edits) {
        for span in self.inputs.iter_mut().flat_map(|one| &mut one.field.spans) {
            let start = edits.map(span.start, Bias::After);
            *span = Span::new(start, edits.map(span.end, Bias::Before).max(start));
        }
        self.span = grown(self.span, edits);
    }

    /// Takes over what the outline says of the slot now. A field that is being typed in keeps its
    /// text and its cursor.
    ///
    /// Text that is half typed may look like another slot for a while, and an empty value like none
    /// at all. The next key belongs to this field all the same, so the form stays as it is then.
    pub fn sync(&mut self, session: &Session, profile: &Profile) {
        let Some(slot) = self.slot(session, profile) else { return };
        let now: Vec<(Option<usize>, Field)> =
            fields(&slot).map(|(row, field)| (row, field.clone())).collect();
        let same = now.len() == self.inputs.len()
            && now
                .iter()
                .zip(&self.inputs)
                .all(|((row, field), one)| *row == one.row && field.name == one.field.name);
        let draft = &session.draft;
        let focused = self.inputs.get(self.focus);
        let is_here = |field: &Field| focused.is_none_or(|one| touch(field, &one.field));
        if same {
            if now.get(self.focus).is_some_and(|(_, field)| !is_here(field)) {
                return;
            }
            for (n, ((_, mut field), one)) in now.into_iter().zip(&mut self.inputs).enumerate() {
                field.inherit_wrapper(&one.field);
                let value = field.written(draft);
                if value == one.input.text() || field.value(draft) == one.input.text() {
                    one.field = field;
                } else if n != self.focus {
                    one.input.set_text(value.into_owned());
                    one.field = field;
                }
            }
        } else {
            let keeps =
                |field: &Field, one: &FieldInput| is_here(field) && field.written(draft) == one.input.text();
            let place = focused.map(|one| {
                let exact = now.iter().position(|(row, field)| {
                    *row == one.row && field.name == one.field.name && keeps(field, one)
                });
                exact.or_else(|| {
                    now.iter().position(|(_, field)| keeps(field, one) && !one.input.text().is_empty())
                })
            });
            if place == Some(None) {
                return;
            }
            let mut inputs: Vec<FieldInput> =
                now.iter().map(|(row, field)| FieldInput::new(field, *row, session)).collect();
            if let (Some(place), Some(one)) = (place.flatten(), focused) {
                inputs[place].field.inherit_wrapper(&one.field);
                inputs[place].input = one.input.clone();
                self.focus = place;
            }
            self.inputs = inputs;
        }
        self.span = slot.span;
        self.title.clone_from(&slot.title);
    }

    /// Reads every field anew from the draft, after a change that was not typed in it. The focus
    /// stays on its field and the cursor with its words; after an undo it goes to what has changed.
    pub fn reload(&mut self, session: &Session, profile: &Profile, undo: bool) -> bool {
        self.keep_to_field(session);
        let Some(slot) = self.slot(session, profile) else { return false };
        let fresh = FormView::new(&slot, session);
        let old = std::mem::replace(&mut self.inputs, fresh.inputs);
        if let Some(one) = old.get(self.focus) {
            let is_same =
                |new: &FieldInput| new.field.name == one.field.name && touch(&new.field, &one.field);
            let same = self.inputs.get(self.focus).is_some_and(is_same).then_some(self.focus);
            let same = same.or_else(|| self.inputs.iter().position(is_same));
            if let Some(new) = same.and_then(|same| self.inputs.get_mut(same)) {
                let edits = fine_edits(one.input.text(), new.input.text());
                let mut input = one.input.clone();
                if undo {
                    input.apply_undo(&edits)
                } else {
                    input.apply_external(&edits)
                }
                new.input.set_cursor(input.cursor());
            }
            self.focus = same.unwrap_or(self.focus);
        }
        self.focus = self.focus.min(self.inputs.len().saturating_sub(1));
        self.span = slot.span;
        self.title.clone_from(&slot.title);
        true
    }

    /// What was put right before the slot may be one of the same kind: the field in focus tells
    /// which of them is meant.
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

/// Whether two fields stand at the same place.
fn touch(one: &Field, other: &Field) -> bool {
    match (one.spans.first(), other.spans.first()) {
        (Some(one), Some(other)) => one.start <= other.end && other.start <= one.end,
        _ => true,
    }
}
