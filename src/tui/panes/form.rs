//! A slot as a form: its fields, and under them the Markdown that they make.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use crate::desk::fine_edits;
use crate::outline::{Containment, Field, Fill, Input, Role, Slot, front_matter_slot, write_contained};
use crate::profile::{Profile, SlotKind};
use crate::text::{Bias, Coalesce, Edits, Span};
use crate::tui::app::session::{FieldNote, Session};
use crate::tui::overlays::draw_line;
use crate::tui::panes::image_pane::{Shown, draw_note};
use crate::tui::theme::Theme;
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

const LABEL_WIDTH: u16 = 26;
/// The columns of a number or version that has a note beside it.
const FACT_WIDTH: u16 = 16;
/// A field of many lines grows up to this many rows.
const MOST_ROWS: u16 = 9;

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
            field.fill != Fill::Written && (field.tells || field.input == Input::Path || is_name(field))
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
                field.follow(&one.field);
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
                inputs[place].field.follow(&one.field);
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

    /// Draws the form and says where the text cursor is.
    pub fn draw(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        session: &Session,
        shown: Option<Shown<'_>>,
        theme: &Theme,
        focused: bool,
    ) -> Option<Position> {
        let notes: Vec<Option<FieldNote>> = self
            .inputs
            .iter()
            .map(|one| {
                if self.kind == SlotKind::Facts {
                    return session.fact_note(&one.field);
                }
                let dest = *one.field.spans.first().filter(|_| one.field.input == Input::Path)?;
                // That nothing has been named yet is told by the sign.
                let is_open = one.field.fill != Fill::Written && session.image_info(dest).is_none();
                session.image_note(dest).filter(|_| !is_open)
            })
            .collect();
        let heights = self.heights(area.width, &notes);
        let mut preview_height = if area.height >= 14 { (area.height / 3).max(5) } else { 0 };
        if shown.is_some() && preview_height > 0 {
            // A picture has the rows that the fields leave.
            let fields: u16 = heights.iter().sum();
            preview_height = preview_height.max(area.height.saturating_sub(fields + 1));
        }
        let form = Rect { height: area.height - preview_height, ..area };
        let cursor = self.draw_fields(frame, form, &heights, &notes, theme);
        if preview_height > 0 {
            let line = Rect { y: form.bottom(), height: 1, ..area };
            let rule = format!("── Markdown {}", "─".repeat(usize::from(area.width.saturating_sub(12))));
            frame.render_widget(Paragraph::new(rule).style(theme.dim), line);
            let mut under = Rect { y: form.bottom() + 1, height: preview_height - 1, ..area };
            if let Some((shown, (text, picture))) = shown.zip(Shown::beside(under)) {
                under = text;
                shown.draw(frame, picture, theme);
            }
            // Whole lines, around the field that is typed in.
            let text = session.draft.text();
            let before = text.get(..self.span.start).unwrap_or("");
            let after = text.get(self.span.end..).unwrap_or("");
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let end = after.find('\n').map_or(text.len(), |at| self.span.end + at);
            let text = session.draft.slice(Span::new(start, end));
            if self.preview.text() != text {
                self.preview.set_text(text);
            }
            let place = self.inputs.get(self.focus).and_then(|one| one.field.spans.first());
            self.preview.set_cursor(place.map_or(0, |span| span.start.saturating_sub(start)));
            self.preview.render(under, frame.buffer_mut(), &theme.input(true));
        }
        cursor.filter(|_| focused)
    }

    /// The rows of each field.
    fn heights(&mut self, width: u16, notes: &[Option<FieldNote>]) -> Vec<u16> {
        let width = width.saturating_sub(LABEL_WIDTH.min(width / 3) + 1);
        let height = |(n, (one, note)): (usize, (&mut FieldInput, &Option<FieldNote>))| {
            let lines = if one.input.is_multiline() { one.input.rows_at(width, MOST_ROWS).max(3) } else { 1 };
            // A line for what is known of an image, and one between the lines of a list.
            lines
                + u16::from(note.is_some() && !stands_beside(one))
                + u16::from(n > 0 && one.row.is_some() && begins_row(one))
        };
        self.inputs.iter_mut().zip(notes).enumerate().map(height).collect()
    }

    fn draw_fields(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        heights: &[u16],
        notes: &[Option<FieldNote>],
        theme: &Theme,
    ) -> Option<Position> {
        if self.inputs.is_empty() {
            let text = "This list has no lines yet. Ctrl-N adds one.";
            frame.render_widget(Paragraph::new(text).style(theme.dim), area);
            return None;
        }
        let label_width = LABEL_WIDTH.min(area.width / 3);
        let width = area.width.saturating_sub(label_width + 1);
        let top: u16 = heights[..self.focus].iter().sum();
        let bottom = top + heights[self.focus];
        if top < self.offset {
            self.offset = top;
        }
        if bottom > self.offset + area.height {
            self.offset = bottom.saturating_sub(area.height);
        }
        let total: u16 = heights.iter().sum();
        let mut y = 0u16;
        let mut cursor = None;
        for (n, one) in self.inputs.iter_mut().enumerate() {
            let start = y;
            y += heights[n];
            one.area = Rect::default();
            if y <= self.offset || start >= self.offset + area.height {
                continue;
            }
            let (beside, below) = match &notes[n] {
                Some(note) if stands_beside(one) => (Some(note), None),
                note => (None, note.as_ref()),
            };
            let noted = u16::from(below.is_some());
            let gap = u16::from(heights[n] - noted > 1 && !one.input.is_multiline());
            let shown =
                area.y + start.saturating_sub(self.offset) + if start >= self.offset { gap } else { 0 };
            let height = (y.min(self.offset + area.height) - start.max(self.offset))
                .saturating_sub(if start >= self.offset { gap } else { 0 });
            if height == 0 {
                continue;
            }
            // Of an image that is scrolled up by a row, what is known of it stays.
            let own = if noted > 0 { u16::from(start >= self.offset) } else { height };
            if let Some(note) = below.filter(|_| height > own) {
                let place = Rect { x: area.x + label_width + 1, y: shown + own, width, height: 1 };
                draw_note(frame, place, note, theme);
            }
            if own == 0 {
                continue;
            }
            let height = height.min(own);
            let label = Rect { x: area.x, y: shown, width: label_width, height: 1 };
            draw_label(frame, label, one, n == self.focus, theme);
            one.area = Rect { x: area.x + label_width + 1, y: shown, width, height };
            if let Some(note) = beside.filter(|_| width > FACT_WIDTH) {
                one.area.width = FACT_WIDTH;
                let x = one.area.right() + 1;
                let place = Rect { x, y: shown, width: (area.x + area.width).saturating_sub(x), height: 1 };
                draw_note(frame, place, note, theme);
            }
            let style = theme.input(one.field.takes_lines());
            let position = one.input.render(one.area, frame.buffer_mut(), &style);
            if n == self.focus {
                cursor = position;
            }
        }
        if total > self.offset + area.height && area.width > 8 {
            let place = Rect { x: area.right() - 7, y: area.bottom() - 1, width: 7, height: 1 };
            frame.render_widget(Paragraph::new(" ↓ more").style(theme.dim), place);
        }
        cursor
    }
}

/// True for values that are short enough for a note on their line.
fn stands_beside(one: &FieldInput) -> bool {
    one.field.input != Input::Path
}

/// A slot's span after a change, with what was put at its ends.
fn grown(span: Span, edits: &Edits) -> Span {
    Span::new(edits.map(span.start, Bias::Before), edits.map(span.end, Bias::After))
}

/// Whether two fields stand at the same place.
fn touch(one: &Field, other: &Field) -> bool {
    match (one.spans.first(), other.spans.first()) {
        (Some(one), Some(other)) => one.start <= other.end && other.start <= one.end,
        _ => true,
    }
}

/// Whether it is the first field of a list's line.
fn begins_row(one: &FieldInput) -> bool {
    matches!(one.field.role, Role::Title | Role::Name)
}

fn draw_label(frame: &mut Frame<'_>, area: Rect, one: &FieldInput, focused: bool, theme: &Theme) {
    let (sign, style) = match one.field.fill {
        Fill::Written => ("●", theme.good),
        Fill::Mixed => ("◐", theme.warn),
        Fill::Placeholder => ("○", theme.warn),
        Fill::Missing if one.field.required => ("○", theme.warn),
        Fill::Missing => (" ", theme.dim),
    };
    let name = match one.row {
        Some(row) if begins_row(one) => format!("{} {}", row + 1, one.field.name),
        Some(_) => format!("  {}", one.field.name),
        None => one.field.name.to_string(),
    };
    let label = if focused { theme.selected } else { theme.text };
    draw_line(
        frame,
        area,
        Line::from(vec![Piece::styled(format!("{sign} "), style), Piece::styled(name, label)]),
    );
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
        .filter(|field| !(slot.is_list && field.role == Role::Sentence))
        .map(|field| (None, field));
    let rows = slot
        .rows
        .iter()
        .enumerate()
        .flat_map(|(n, row)| row.fields.iter().map(move |field| (Some(n), field)));
    own.chain(rows)
}
