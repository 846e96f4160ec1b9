//! A slot as a form: its fields, and below them their Markdown.

mod draw;
mod field_input;
mod offer;
mod rows;
mod suggest;
mod sync;

use crossterm::event::KeyEvent;
use ratatui::layout::Position;

use self::field_input::FieldInput;
use self::offer::PasteOffer;
use crate::draft::Draft;
use crate::outline::{
    Containment, Field, Fill, Input, Presence, Role, Slot, front_matter_slot, with_missing_fields,
};
use crate::profile::{Profile, SlotKind};
use crate::text::{Bias, Edits, Span};
use crate::tui::app::session::Session;
use crate::tui::widgets::{Anchor, EditCommand, Markup, Outcome, TextInput, command_for};

/// A form and the place of its slot.
#[derive(Debug)]
pub struct FormView {
    pub title: String,
    pub kind: SlotKind,
    /// The slot's span, moved with every edit.
    pub span: Span,
    inputs: Vec<FieldInput>,
    focus: usize,
    offset: u16,
    preview: TextInput,
    /// True while typed text has not been propagated to the rest of the slot.
    pub typed: bool,
    /// True if typing added or removed a part of the slot, so that the fields must be read again.
    outdated: bool,
    offer: Option<PasteOffer>,
    /// How the last value was changed to fit its field; taken when it is reported.
    pub contained: Option<Containment>,
}

/// A field with the path of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageField {
    /// The path in the draft, or the insertion point if there is no image.
    pub span: Span,
    pub state: ImageState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageState {
    /// The story has no image.
    NoImage,
    /// The image has no path yet.
    NoPath,
    HasPath,
}

fn image_field(field: &Field) -> Option<ImageField> {
    let span = *field.spans.first().filter(|_| field.input == Input::Path)?;
    let state = match (field.presence, field.fill) {
        (Presence::Absent, _) => ImageState::NoImage,
        (_, Fill::Missing | Fill::Placeholder) => ImageState::NoPath,
        _ => ImageState::HasPath,
    };
    Some(ImageField { span, state })
}

impl FormView {
    /// Returns a form for a slot. The first unfilled field has the focus; fields of absent parts are skipped.
    pub fn new(slot: &Slot, session: &Session, profile: &Profile) -> FormView {
        let slot = &with_missing_fields(&session.draft, profile, &session.outline, slot);
        let mut form = FormView {
            title: slot.title.clone(),
            kind: slot.kind,
            span: slot.span,
            inputs: Vec::new(),
            focus: 0,
            offset: 0,
            preview: TextInput::many_lines(),
            typed: false,
            outdated: false,
            offer: None,
            contained: None,
        };
        form.inputs = fields(slot).map(|(row, field)| FieldInput::new(field, row, session)).collect();
        // Such as the name in a new person's block.
        let is_required_line = |field: &Field| field.input == Input::Line && field.required;
        let open = |one: &FieldInput| {
            let field = &one.field;
            let is_open = field.fill != Fill::Written && field.presence != Presence::Absent;
            let is_wanted = field.shows_work || field.input == Input::Path || field.fill == Fill::Mixed;
            is_open && (is_wanted || is_required_line(field))
        };
        let first = || form.inputs.iter().position(|one| one.field.presence != Presence::Absent);
        form.set_focus(form.inputs.iter().position(open).or_else(first).unwrap_or(0));
        form
    }

    /// Moves the focus to the field at `offset`, and the cursor to that offset. In a list, an offset before
    /// the fields of a row is that of the first of them.
    pub fn go_to(&mut self, offset: usize) {
        let contains = |one: &FieldInput| one.field.spans.iter().any(|span| span.touches(offset));
        let best = self
            .inputs
            .iter()
            .enumerate()
            .filter(|(_, one)| contains(one))
            .min_by_key(|(_, one)| one.field.spans[0].len());
        let Some(focus) = best.map(|(n, _)| n) else {
            let follows = |one: &FieldInput| {
                one.row.is_some() && one.field.spans.first().is_some_and(|span| span.start >= offset)
            };
            if let Some(row) = self.inputs.iter().find(|one| follows(one)).and_then(|one| one.row) {
                self.focus_row_start(row);
            }
            return;
        };
        self.focus = focus;
        let one = &mut self.inputs[focus];
        let start = one.field.spans[0].start;
        if one.field.fill == Fill::Written || one.field.fill == Fill::Mixed {
            let len = one.field.spans[0].len();
            one.input.set_cursor(offset.saturating_sub(start).min(len));
        }
    }

    /// The cursor as a span of the draft; the whole field until the first draw.
    pub fn cursor_span(&self, draft: &Draft) -> Span {
        self.inputs.get(self.focus).map_or(Span::at(self.span.start), |one| one.place(draft))
    }

    /// The smallest offset of the focused field and those below it: a form shows an image's path above its alt text, which
    /// comes first in the draft.
    pub fn min_offset_below(&self, draft: &Draft) -> usize {
        let below = self.inputs.iter().skip(self.focus + 1).filter_map(FieldInput::span);
        below.map(|span| span.start).fold(self.cursor_span(draft).start, usize::min)
    }

    /// The largest offset of the focused field and those above it.
    pub fn max_offset_above(&self, draft: &Draft) -> usize {
        let above = self.inputs.iter().take(self.focus).filter_map(FieldInput::span);
        above.map(|span| span.end).fold(self.cursor_span(draft).start, usize::max)
    }

    /// The spans of the focused field.
    pub fn focused_spans(&self) -> &[Span] {
        self.inputs.get(self.focus).map_or(&[], |one| &one.field.spans)
    }

    pub fn focused_row(&self) -> Option<usize> {
        self.inputs.get(self.focus)?.row
    }

    /// The field in focus, if it is the path of an image.
    pub fn focused_image(&self) -> Option<ImageField> {
        image_field(&self.inputs.get(self.focus)?.field)
    }

    /// The first image field.
    pub fn first_image(&self) -> Option<ImageField> {
        self.inputs.iter().find_map(|one| image_field(&one.field))
    }

    /// True if the fields must be read again before the next key.
    pub fn is_outdated(&self) -> bool {
        self.outdated
    }

    pub fn cursor_to_end(&mut self) {
        self.set_focus(self.focus);
    }

    pub fn focused_field(&self) -> usize {
        self.focus
    }

    /// Moves the focus to the first field of a row.
    pub fn focus_row_start(&mut self, row: usize) {
        if let Some(found) = self.inputs.iter().position(|one| one.row == Some(row)) {
            self.set_focus(found);
        }
    }

    /// Moves the focus to the same field of another row.
    pub fn focus_same_field(&mut self, row: usize) {
        let name = self.inputs.get(self.focus).map(|one| one.field.name.clone());
        let found =
            self.inputs.iter().position(|one| one.row == Some(row) && Some(&one.field.name) == name.as_ref());
        if let Some(found) = found.or_else(|| self.inputs.iter().position(|one| one.row == Some(row))) {
            self.set_focus(found);
        }
    }

    /// Moves the focus to the last field.
    pub fn focus_last(&mut self) {
        self.set_focus(self.inputs.len().saturating_sub(1));
    }

    /// Moves the focus to the last field of that role.
    pub fn focus_role(&mut self, role: Role) {
        if let Some(found) = self.inputs.iter().rposition(|one| one.field.role == role) {
            self.set_focus(found);
        }
    }

    /// Moves the focus. The cursor goes to the end of a line; in a text, the template's words are selected, so that typing
    /// replaces them. An unfocused line, or one longer than its field, shows its start.
    fn set_focus(&mut self, focus: usize) {
        if let Some(old) = self.inputs.get_mut(self.focus).filter(|old| !old.input.is_multiline()) {
            old.input.set_cursor(0);
        }
        self.focus = focus.min(self.inputs.len().saturating_sub(1));
        let Some(new) = self.inputs.get_mut(self.focus) else { return };
        if let Some(value) = new.suggested.take() {
            // Typing replaces it.
            return new.input.select_words(value);
        }
        match (new.field.fill, &new.field.placeholder) {
            (_, Some(placeholder)) if new.input.is_multiline() => new.input.select_words(placeholder),
            _ if new.input.is_multiline() => {}
            (Fill::Written, _) => new.input.cursor_to_end_if_it_fits(),
            _ => new.input.cursor_to_end(),
        }
    }

    pub fn focus_next(&mut self) {
        self.set_focus((self.focus + 1) % self.inputs.len().max(1));
    }

    pub fn focus_previous(&mut self) {
        let len = self.inputs.len().max(1);
        self.set_focus((self.focus + len - 1) % len);
    }

    /// Handles a key in the field that has the focus.
    pub fn key(&mut self, key: KeyEvent, session: &mut Session, profile: &Profile) -> Outcome {
        command_for(key).map_or(Outcome::Ignored, |command| self.run(command, session, profile))
    }

    /// Runs a command in the field that has the focus.
    pub fn run(&mut self, command: EditCommand, session: &mut Session, profile: &Profile) -> Outcome {
        let Some(one) = self.inputs.get_mut(self.focus) else { return Outcome::Ignored };
        let before = one.part(&session.draft);
        let (outcome, written) = one.run(command, session, profile);
        self.outdated |= one.part(&session.draft) != before;
        if let Some((edits, how)) = written {
            self.shift_others(self.focus, &edits, how);
        }
        outcome
    }

    /// Pastes into the field that has the focus, as one step of undo.
    pub fn paste(&mut self, text: String, session: &mut Session, profile: &Profile) {
        let Some(one) = self.inputs.get_mut(self.focus) else { return };
        let before = one.part(&session.draft);
        session.seal();
        let text = match one.field.input {
            // A copied address often has a space or a line break around it.
            Input::Address | Input::Path => text.trim().to_owned(),
            _ => text,
        };
        let written = one.paste(text, session, profile);
        self.outdated |= one.part(&session.draft) != before;
        if let Some((edits, how)) = written {
            self.shift_others(self.focus, &edits, how);
        }
        session.seal();
    }

    /// Puts markup around the selection or the word at the cursor, as one step of undo. Returns false if
    /// that is not possible here.
    pub fn surround(&mut self, markup: Markup, session: &mut Session, profile: &Profile) -> bool {
        let Some(one) = self.inputs.get_mut(self.focus) else { return false };
        session.seal();
        let Some((edits, how)) = one.surround(markup, session, profile) else { return false };
        self.shift_others(self.focus, &edits, how);
        session.seal();
        true
    }

    /// True if Markdown is selected in the field in focus.
    pub fn has_selection(&self) -> bool {
        self.inputs.get(self.focus).is_some_and(FieldInput::has_selection)
    }

    /// The selected text of the focused field.
    pub fn selected_text(&self, draft: &Draft) -> String {
        let Some(one) = self.inputs.get(self.focus) else { return String::new() };
        one.input.selected(&one.text(draft)).unwrap_or("").to_owned()
    }

    /// Selects the text of the field in focus.
    pub fn select_all(&mut self, draft: &Draft) {
        if let Some(one) = self.inputs.get_mut(self.focus) {
            let text = one.text(draft).into_owned();
            one.input.run(&text, EditCommand::SelectAll);
        }
    }

    /// Maps the other fields and the slot through the edits of one field.
    fn shift_others(&mut self, field: usize, edits: &Edits, how: Containment) {
        self.typed = true;
        self.contained = Some(how).filter(|how| *how != Containment::AsTyped);
        for (n, other) in self.inputs.iter_mut().enumerate().filter(|(n, _)| *n != field) {
            other.shift(edits, if n < field { Bias::Before } else { Bias::After });
        }
        self.span = edits.map_span(self.span);
    }

    /// The form's slot in the current outline, with fields for the parts that it lacks.
    pub fn slot(&self, session: &Session, profile: &Profile) -> Option<Slot> {
        if self.kind == SlotKind::FrontMatter {
            return front_matter_slot(&session.draft, profile);
        }
        let slot = &session.outline.slots[self.slot_index(session)?];
        Some(with_missing_fields(&session.draft, profile, &session.outline, slot))
    }

    pub fn slot_index(&self, session: &Session) -> Option<usize> {
        let distance = |slot: &Slot| slot.span.start.abs_diff(self.span.start);
        let same = session.outline.slots.iter().enumerate().filter(|(_, slot)| slot.kind == self.kind);
        let (index, slot) = same.min_by_key(|(_, slot)| distance(slot))?;
        (slot.span.start <= self.span.end && self.span.start <= slot.span.end).then_some(index)
    }

    /// Handles a click: the field under it gets the focus and the cursor.
    pub fn click(&mut self, column: u16, row: u16, anchor: Anchor, draft: &Draft) {
        let at = Position::new(column, row);
        if let Some(found) = self.inputs.iter().position(|one| one.area.contains(at)) {
            self.focus = found;
            self.inputs[found].click(column, row, anchor, draft);
        } else if let Some(found) =
            self.inputs.iter().position(|one| one.area.y <= row && row < one.area.bottom())
        {
            self.focus = found;
        }
    }

    pub fn scroll(&mut self, rows: i32) {
        let focus = if rows > 0 { self.focus + 1 } else { self.focus.saturating_sub(1) };
        self.set_focus(focus);
    }
}

/// True for the first field of a row of a list.
fn begins_row(one: &FieldInput) -> bool {
    matches!(one.field.role, Role::Title | Role::Name)
}

/// The fields of a slot, each with its row in the list. The sentence that counts a list is left out:
/// it is updated automatically.
fn fields(slot: &Slot) -> impl Iterator<Item = (Option<usize>, &Field)> {
    let own = slot
        .fields
        .iter()
        .filter(|field| !(slot.is_list() && field.role == Role::Sentence))
        .map(|field| (None, field));
    let rows = slot
        .rows
        .iter()
        .enumerate()
        .flat_map(|(n, row)| row.fields.iter().map(move |field| (Some(n), field)));
    own.chain(rows)
}
