//! A slot as a form: its fields, and under them the Markdown that they make.

mod draw;
mod sync;

use crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};

use crate::outline::{Containment, Field, Fill, Input, Role, Slot, front_matter_slot, write_contained};
use crate::profile::{Profile, SlotKind};
use crate::text::{Bias, Coalesce, Edits, Span};
use crate::tui::app::session::Session;
use crate::tui::widgets::{EditCommand, Outcome, TextInput};

/// A form and where its slot is.
#[derive(Debug)]
pub struct FormView {
    pub title: String,
    pub kind: SlotKind,
    /// The slot's place, moved along with every change.
    pub span: Span,
    inputs: Vec<FieldInput>,
    focus: usize,
    offset: u16,
    preview: TextInput,
    /// Whether something was typed that the rest of the slot has not followed yet.
    pub typed: bool,
    /// How the last value that could not stand as it was typed was written; taken by whoever tells.
    pub contained: Option<Containment>,
}

#[derive(Debug)]
struct FieldInput {
    field: Field,
    input: TextInput,
    row: Option<usize>,
    /// Where it was drawn.
    area: Rect,
}

/// The field of an image's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageField {
    /// Where the path stands.
    pub span: Span,
    /// Whether no picture has been named yet.
    pub is_open: bool,
}

fn image_field(field: &Field) -> Option<ImageField> {
    let span = *field.spans.first().filter(|_| field.input == Input::Path)?;
    Some(ImageField { span, is_open: matches!(field.fill, Fill::Missing | Fill::Placeholder) })
}

impl FormView {
    /// A form for a slot, with the first field that is not written yet in focus.
    pub fn new(slot: &Slot, session: &Session) -> FormView {
        let mut form = FormView {
            title: slot.title.clone(),
            kind: slot.kind,
            span: slot.span,
            inputs: Vec::new(),
            focus: 0,
            offset: 0,
            preview: TextInput::many_lines(""),
            typed: false,
            contained: None,
        };
        form.inputs = fields(slot).map(|(row, field)| FieldInput::new(field, row, session)).collect();
        // Of a new person's block, the name comes first.
        let is_name = |field: &Field| field.input == Input::Line && field.required;
        let open = |one: &FieldInput| {
            let field = &one.field;
            field.fill != Fill::Written && (field.shows_work || field.input == Input::Path || is_name(field))
        };
        form.set_focus(form.inputs.iter().position(open).unwrap_or(0));
        form
    }

    /// Puts the focus on the field at `offset`, with the cursor there.
    pub fn go_to(&mut self, offset: usize) {
        let holds = |one: &FieldInput| one.field.spans.iter().any(|span| span.touches(offset));
        let best = self
            .inputs
            .iter()
            .enumerate()
            .filter(|(_, one)| holds(one))
            .min_by_key(|(_, one)| one.field.spans[0].len());
        let Some(focus) = best.map(|(n, _)| n) else { return };
        self.focus = focus;
        let one = &mut self.inputs[focus];
        let start = one.field.spans[0].start;
        if one.field.fill == Fill::Written || one.field.fill == Fill::Mixed {
            one.input.set_cursor(offset.saturating_sub(start));
        }
    }

    pub fn focused_row(&self) -> Option<usize> {
        self.inputs.get(self.focus)?.row
    }

    /// The field in focus, where it is an image's.
    pub fn focused_image(&self) -> Option<ImageField> {
        image_field(&self.inputs.get(self.focus)?.field)
    }

    /// The first image field.
    pub fn first_image(&self) -> Option<ImageField> {
        self.inputs.iter().find_map(|one| image_field(&one.field))
    }

    pub fn cursor_to_end(&mut self) {
        self.set_focus(self.focus);
    }

    pub fn focused_field(&self) -> usize {
        self.focus
    }

    /// Moves the focus to the first field of a list's line.
    pub fn focus_new_row(&mut self, row: usize) {
        if let Some(found) = self.inputs.iter().position(|one| one.row == Some(row)) {
            self.set_focus(found);
        }
    }

    /// Moves the focus to a line of a list, to the same field of it.
    pub fn focus_row(&mut self, row: usize) {
        let name = self.inputs.get(self.focus).map(|one| one.field.name.clone());
        let found =
            self.inputs.iter().position(|one| one.row == Some(row) && Some(&one.field.name) == name.as_ref());
        if let Some(found) = found.or_else(|| self.inputs.iter().position(|one| one.row == Some(row))) {
            self.set_focus(found);
        }
    }

    /// Moves the focus to the last field.
    pub fn focus_end(&mut self) {
        self.set_focus(self.inputs.len().saturating_sub(1));
    }

    /// Moves the focus to the last field of that role.
    pub fn focus_role(&mut self, role: Role) {
        if let Some(found) = self.inputs.iter().rposition(|one| one.field.role == role) {
            self.set_focus(found);
        }
    }

    /// A line is typed on at its end, and shows its start while it is not typed in.
    fn set_focus(&mut self, focus: usize) {
        if let Some(old) = self.inputs.get_mut(self.focus).filter(|old| !old.input.is_multiline()) {
            old.input.set_cursor(0);
        }
        self.focus = focus.min(self.inputs.len().saturating_sub(1));
        if let Some(new) = self.inputs.get_mut(self.focus).filter(|new| !new.input.is_multiline()) {
            new.input.set_cursor(new.input.text().len());
        }
    }

    pub fn move_focus(&mut self, forward: bool) {
        let len = self.inputs.len().max(1);
        self.set_focus(if forward { (self.focus + 1) % len } else { (self.focus + len - 1) % len });
    }

    /// Whether the field in focus takes Enter as a line break.
    pub fn takes_enter(&self) -> bool {
        self.inputs.get(self.focus).is_some_and(|one| one.input.is_multiline())
    }

    pub fn key(&mut self, key: KeyEvent, session: &mut Session, profile: &Profile) -> Outcome {
        let Some(one) = self.inputs.get_mut(self.focus) else { return Outcome::Ignored };
        let outcome = one.input.key(key);
        if matches!(outcome, Outcome::Edited(_) | Outcome::Cut(..)) {
            self.write(session, profile);
        }
        outcome
    }

    pub fn paste(&mut self, text: String, session: &mut Session, profile: &Profile) {
        if let Some(one) = self.inputs.get_mut(self.focus) {
            session.seal();
            let text = match one.field.input {
                // An address is copied with a blank or a line break around it easily.
                Input::Address | Input::Path => text.trim().to_owned(),
                _ => text,
            };
            one.input.run(EditCommand::Paste(text));
            self.write(session, profile);
            session.seal();
        }
    }

    /// Puts the value in focus into the draft, at all of its places.
    fn write(&mut self, session: &mut Session, profile: &Profile) {
        self.typed = true;
        let focus = self.focus;
        let one = &mut self.inputs[focus];
        let (edits, how) = write_contained(&mut one.field, one.input.text(), &session.draft, profile);
        session.apply(&edits, Coalesce::Typing);
        // What its place can't hold is not shown either. What is escaped may be half typed: the
        // third tick of a code fence or the third `#` of a heading makes the escape needless.
        let shown = one.field.shown(one.field.value(&session.draft)).into_owned();
        let is_half_typed = !matches!(how, Containment::AsTyped | Containment::Refused);
        self.contained = Some(how).filter(|how| *how != Containment::AsTyped);
        if shown != one.input.text() && !is_half_typed {
            let left = one.input.text().len() - one.input.cursor();
            let cursor = shown.len().saturating_sub(left);
            one.input.set_text(shown);
            one.input.set_cursor(cursor);
        }
        for (n, other) in self.inputs.iter_mut().enumerate().filter(|(n, _)| *n != focus) {
            for span in &mut other.field.spans {
                // An empty field right before the text that was typed stays before it.
                let bias = if n < focus { Bias::Before } else { Bias::After };
                let start = edits.map(span.start, bias);
                *span = Span::new(start, edits.map(span.end, bias).max(start));
            }
        }
        self.span = grown(self.span, &edits);
    }

    /// The slot that the form stands for, as the outline has it now.
    pub fn slot(&self, session: &Session, profile: &Profile) -> Option<Slot> {
        if self.kind == SlotKind::FrontMatter {
            return front_matter_slot(&session.draft, profile);
        }
        self.slot_index(session).map(|index| session.outline.slots[index].clone())
    }

    pub fn slot_index(&self, session: &Session) -> Option<usize> {
        let slots = &session.outline.slots;
        let same = |slot: &&Slot| slot.kind == self.kind;
        let at = |slot: &Slot| slot.span.start.abs_diff(self.span.start);
        let nearest = slots.iter().filter(same).min_by_key(|slot| at(slot))?;
        let overlaps = nearest.span.start <= self.span.end && self.span.start <= nearest.span.end;
        overlaps.then(|| slots.iter().position(|slot| std::ptr::eq(slot, nearest)))?
    }

    /// A click: the field under it, with the cursor there.
    pub fn click(&mut self, column: u16, row: u16, select: bool) {
        let at = Position::new(column, row);
        if let Some(found) = self.inputs.iter().position(|one| one.area.contains(at)) {
            self.focus = found;
            self.inputs[found].input.click(column, row, select);
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

/// A slot's span after a change, with what was put at its ends.
fn grown(span: Span, edits: &Edits) -> Span {
    Span::new(edits.map(span.start, Bias::Before), edits.map(span.end, Bias::After))
}

impl FieldInput {
    fn new(field: &Field, row: Option<usize>, session: &Session) -> FieldInput {
        let value = field.written(&session.draft).into_owned();
        let input = if field.takes_lines() {
            TextInput::many_lines(value).with_crlf(session.draft.newline() == "\r\n")
        } else {
            TextInput::one_line(value)
        };
        let mut input = input;
        input.set_cursor(0);
        let hint = match field.fill {
            Fill::Placeholder => field.value(&session.draft).to_owned(),
            _ => field.hint.clone(),
        };
        FieldInput { field: field.clone(), input: input.with_placeholder(hint), row, area: Rect::default() }
    }
}

/// The fields of a slot with the line of the list that each is in. The sentence that counts a
/// list follows the list by itself and is no field to type in.
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
