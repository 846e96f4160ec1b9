//! A field of a form with its cursor.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::draft::Draft;
use crate::outline::{Containment, Field, Fill, Input, Presence, write_edits_contained};
use crate::profile::Profile;
use crate::text::{Bias, Coalesce, Edits, Span};
use crate::tui::app::session::Session;
use crate::tui::widgets::{Anchor, EditCommand, InputStyle, Markup, Outcome, TextInput};

/// A field and the cursor in it. The draft owns the text.
#[derive(Debug)]
pub(super) struct FieldInput {
    pub field: Field,
    pub input: TextInput,
    source: Source,
    /// The end of the last change that was made elsewhere, as an offset of the draft.
    changed_to: Option<usize>,
    /// A value that was written for another field's, and not looked at yet.
    pub suggested: Option<String>,
    /// The row of the list that the field is in.
    pub row: Option<usize>,
    /// Where the input was drawn.
    pub area: Rect,
}

/// Where the text of a field comes from.
#[derive(Debug)]
enum Source {
    /// The draft; a placeholder counts as no text.
    Written,
    /// The draft, in a field that was typed in since the outline was made.
    Value,
    /// The keyboard: the draft contains the text with escapes.
    Typed(String),
}

impl Source {
    fn text<'a>(&'a self, field: &Field, draft: &'a Draft) -> Cow<'a, str> {
        match self {
            Source::Written => field.written(draft),
            Source::Value => field.shown(field.value(draft)),
            Source::Typed(text) => Cow::Borrowed(text),
        }
    }
}

impl FieldInput {
    pub fn new(field: &Field, row: Option<usize>, session: &Session) -> FieldInput {
        let input = if field.takes_lines() {
            TextInput::many_lines().with_crlf(session.draft.newline() == "\r\n")
        } else {
            TextInput::one_line()
        };
        let hint = match field.fill {
            _ if field.presence == Presence::Absent => "none".to_owned(),
            Fill::Placeholder => field.value(&session.draft).to_owned(),
            _ => field.hint.clone(),
        };
        FieldInput {
            field: field.clone(),
            input: input.with_placeholder(hint),
            source: Source::Written,
            changed_to: None,
            suggested: None,
            row,
            area: Rect::default(),
        }
    }

    /// The text that is shown and edited.
    pub fn text<'a>(&'a self, draft: &'a Draft) -> Cow<'a, str> {
        self.source.text(&self.field, draft)
    }

    /// Says whether the slot has the part of the field now; `None` if it always has.
    pub fn part(&self, draft: &Draft) -> Option<Presence> {
        match self.field.presence {
            Presence::InText => None,
            Presence::Added if self.field.value(draft).is_empty() => Some(Presence::Absent),
            presence => Some(presence),
        }
    }

    /// The first place of the field in the draft.
    pub fn span(&self) -> Option<Span> {
        self.field.spans.first().copied()
    }

    /// The cursor as an offset of the draft. Before it is placed, the whole field.
    pub fn place(&self, draft: &Draft) -> Span {
        let Some(span) = self.span() else { return Span::at(draft.body()) };
        let at = (span.start + self.input.cursor()).min(span.end);
        let is_empty = self.text(draft).is_empty();
        match self.input.is_placed() || is_empty {
            true if is_empty => Span::at(span.start),
            true => Span::at(at),
            false => span,
        }
    }

    /// Runs a command in the text. Returns the change of the draft, if there is one.
    pub fn run(
        &mut self,
        command: EditCommand,
        session: &mut Session,
        profile: &Profile,
    ) -> (Outcome, Option<(Edits, Containment)>) {
        let text = self.source.text(&self.field, &session.draft);
        let outcome = self.input.run(&text, command);
        let typed = match &outcome {
            Outcome::Edited(edits) | Outcome::Cut(_, edits) => Some((edits.apply(&text), edits)),
            Outcome::Ignored | Outcome::Moved | Outcome::Copied(_) => None,
        };
        drop(text);
        let written = typed.map(|(typed, edits)| self.write(typed, edits, session, profile));
        (outcome, written)
    }

    /// Pastes into the text. Returns the change of the draft.
    pub fn paste(
        &mut self,
        pasted: String,
        session: &mut Session,
        profile: &Profile,
    ) -> Option<(Edits, Containment)> {
        let text = self.source.text(&self.field, &session.draft);
        let link = self.input.link_selection(&text, &pasted).filter(|_| self.field.input == Input::Markdown);
        let edits = link.or_else(|| self.input.edit(&text, EditCommand::Paste(pasted)))?;
        let typed = edits.apply(&text);
        drop(text);
        Some(self.write(typed, &edits, session, profile))
    }

    /// Puts markup around the selection or the word at the cursor. Returns the change of the draft.
    pub fn surround(
        &mut self,
        markup: Markup,
        session: &mut Session,
        profile: &Profile,
    ) -> Option<(Edits, Containment)> {
        let text = self.source.text(&self.field, &session.draft);
        let edits = self.input.surround(&text, markup).filter(|_| self.field.input == Input::Markdown)?;
        let typed = edits.apply(&text);
        drop(text);
        let written = self.write(typed, &edits, session, profile);
        self.input.enter_markup(&edits);
        Some(written)
    }

    /// Replaces the text. `edits` is the change. Returns the change of the draft.
    pub fn set_text(
        &mut self,
        text: String,
        edits: &Edits,
        session: &mut Session,
        profile: &Profile,
    ) -> (Edits, Containment) {
        let written = self.write(text, edits, session, profile);
        self.input.cursor_to_end();
        written
    }

    /// True if the cursor is behind the text, and nothing is selected.
    pub fn is_cursor_at_end(&self, draft: &Draft) -> bool {
        self.input.selection().is_none() && self.input.is_at_end(&self.text(draft))
    }

    /// True if Markdown is selected.
    pub fn has_selection(&self) -> bool {
        self.field.input == Input::Markdown && self.input.selection().is_some()
    }

    /// Writes the typed text to all places of the field in the draft. `edits` is the change of the text.
    fn write(
        &mut self,
        typed: String,
        edits: &Edits,
        session: &mut Session,
        profile: &Profile,
    ) -> (Edits, Containment) {
        let (draft_edits, how) =
            write_edits_contained(&mut self.field, &typed, edits, &session.draft, profile);
        session.apply(&draft_edits, Coalesce::Typing);
        self.input.edited(edits, &typed);
        let shown = self.field.shown(self.field.value(&session.draft));
        let is_escaped = !matches!(how, Containment::AsTyped | Containment::Refused);
        self.source = if *shown != typed && is_escaped {
            // The text may be half typed: the third tick of a code fence or the third `#` of a heading
            // makes the escape needless.
            Source::Typed(typed)
        } else {
            if *shown != typed {
                // The place can't contain all of the text.
                let left = typed.len() - self.input.cursor();
                self.input.forget_text();
                self.input.set_cursor(shown.len().saturating_sub(left));
            }
            Source::Value
        };
        (draft_edits, how)
    }

    /// Moves the cursor to a click.
    pub fn click(&mut self, column: u16, row: u16, anchor: Anchor, draft: &Draft) {
        let text = self.source.text(&self.field, draft);
        self.input.click(&text, column, row, anchor);
    }

    /// The number of rows that the field needs at a width, at most `most`.
    pub fn rows_at(&self, width: u16, most: u16, draft: &Draft) -> u16 {
        self.input.rows_at(&self.text(draft), width, most)
    }

    /// The numbers of rows above and below those that were drawn.
    pub fn hidden_rows(&self, draft: &Draft) -> (usize, usize) {
        self.input.hidden_rows(&self.text(draft))
    }

    /// Draws the text and returns the position of the cursor.
    pub fn draw(&mut self, buf: &mut Buffer, style: &InputStyle, draft: &Draft) -> Option<Position> {
        let text = self.source.text(&self.field, draft);
        self.input.render(&text, self.area, buf, style)
    }

    /// Follows a change of the draft that was typed in another field. An empty field right before the
    /// typed text stays before it, with `Bias::Before`.
    pub fn shift(&mut self, edits: &Edits, bias: Bias) {
        self.field.map_spans(edits, bias);
    }

    /// Follows a change of the draft that was made elsewhere.
    pub fn moved(&mut self, edits: &Edits) {
        if let Some(span) = self.span() {
            let last =
                edits.iter().rev().find(|edit| edit.span.start <= span.end && span.start <= edit.span.end);
            self.changed_to = match (last, self.changed_to) {
                (Some(edit), _) => Some(edits.map(edit.span.end, Bias::After)),
                (None, before) => before.map(|at| edits.map(at, Bias::After)),
            };
            let cursor = edits.map(span.start + self.input.cursor(), Bias::After);
            let cursor = cursor.saturating_sub(edits.map(span.start, Bias::After));
            if cursor != self.input.cursor() {
                self.input.set_cursor(cursor);
            }
        }
        for span in &mut self.field.spans {
            let start = edits.map(span.start, Bias::After);
            *span = Span::new(start, edits.map(span.end, Bias::Before).max(start));
        }
    }

    /// Takes the cursor of `old`, which was the same field before the draft was changed elsewhere. After
    /// an undo, the cursor goes to the end of what has changed.
    pub fn take_cursor(&mut self, old: &FieldInput, undo: bool) {
        let (Some(now), Some(before)) = (self.span(), old.span()) else { return };
        let changed_to = old.changed_to.filter(|at| undo && now.start <= *at && *at <= now.end);
        let cursor = changed_to.unwrap_or(before.start + old.input.cursor());
        self.input.set_cursor(cursor.saturating_sub(now.start));
    }

    /// Takes over the same field from the new outline if its text stays the same. Returns false if it
    /// does not.
    pub fn update(&mut self, field: &Field, draft: &Draft) -> bool {
        let value = field.value(draft);
        let (is_written, is_value) = {
            let text = self.text(draft);
            (field.written(draft) == text, value == text)
        };
        self.source = match (is_written, is_value) {
            (true, _) => Source::Written,
            (false, true) if field.shown(value) == value => Source::Value,
            (false, true) => Source::Typed(value.to_owned()),
            (false, false) => return false,
        };
        self.field = field.clone();
        true
    }

    /// Takes over the same field from the new outline with another text.
    pub fn replace(&mut self, field: Field) {
        self.input.forget_text();
        self.source = Source::Written;
        self.field = field;
    }

    /// Takes over the cursor of the field that had the focus, and what remains of its text.
    pub fn take_input(&mut self, old: &FieldInput) {
        self.field.inherit_wrapper(&old.field);
        self.input = old.input.clone();
    }
}
