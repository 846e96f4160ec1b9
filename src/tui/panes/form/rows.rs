//! The rows of a form: how many each field gets, with its notes.

use super::{FieldInput, FormView, begins_row};
use crate::draft::Draft;
use crate::image::Format;
use crate::lint::{Diagnostic, Severity};
use crate::outline::{Field, Fill, Input, Presence};
use crate::text::Span;
use crate::tui::app::session::{FieldNote, Session};

/// A text of many lines has at least this many rows.
const LEAST_ROWS: u16 = 3;

/// What is shown about a field.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// In the row of the value, for values that are short enough.
    pub beside: Option<FieldNote>,
    /// One row each.
    pub below: Vec<FieldNote>,
}

/// The rows of a field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    /// Empty rows before it.
    pub gap: u16,
    pub text: u16,
    /// The rows below the text.
    pub below: u16,
}

impl Rows {
    pub fn total(self) -> u16 {
        self.gap + self.text + self.below
    }
}

impl FormView {
    /// The notes of each field.
    pub(super) fn notes(&self, session: &Session) -> Vec<Notes> {
        let mut notes: Vec<Notes> = self.inputs.iter().map(|one| self.notes_of(one, session)).collect();
        let offered = self.suggestions(session).into_iter();
        if let Some(own) = notes.get_mut(self.focus) {
            own.below.extend(offered.map(|text| FieldNote { text, severity: None, sign: "→" }));
        }
        notes
    }

    /// The problems of the slot that no field shows.
    pub(super) fn other_problems<'s>(&'s self, session: &'s Session) -> impl Iterator<Item = &'s Diagnostic> {
        // The sign of a label shows that the template's words are left.
        let is_shown = |field: &Field, place: Span| {
            let is_open = field.fill == Fill::Placeholder;
            field.spans.iter().any(|span| span.contains(place) || (is_open && place.contains(*span)))
        };
        let is_of_field = move |place: Span| self.inputs.iter().any(|one| is_shown(&one.field, place));
        // The fields are those of the text, also while the problems are not.
        session.text_problems().filter(move |problem| {
            let place = session.place_now(problem.span);
            self.span.contains(place) && !is_of_field(place)
        })
    }

    fn notes_of(&self, one: &FieldInput, session: &Session) -> Notes {
        if self.kind.has_independent_fields() {
            return Notes { beside: session.fact_note(&one.field), ..Notes::default() };
        }
        let note = match one.field.input {
            Input::Path => image_note(one, session),
            _ => session.problem_note(&one.field),
        };
        Notes { below: note.into_iter().collect(), ..Notes::default() }
    }

    /// The rows of each field in a form of that width and of `room` rows. Texts of many lines grow into
    /// the rows that are left, the one in focus first.
    pub(super) fn rows(&self, width: u16, room: u16, notes: &[Notes], draft: &Draft) -> Vec<Rows> {
        let mut rows: Vec<Rows> = self.inputs.iter().zip(notes).enumerate().map(least_rows).collect();
        let used = rows.iter().fold(0u16, |sum, one| sum.saturating_add(one.total()));
        let mut free = room.saturating_sub(used);
        let others = (0..self.inputs.len()).filter(|n| *n != self.focus);
        for n in std::iter::once(self.focus).chain(others) {
            let Some(one) = self.inputs.get(n).filter(|one| one.input.is_multiline()) else { continue };
            let most = rows[n].text.saturating_add(free);
            let wanted = one.rows_at(width, most, draft).max(rows[n].text);
            free -= wanted - rows[n].text;
            rows[n].text = wanted;
        }
        rows
    }
}

fn least_rows((n, (one, notes)): (usize, (&FieldInput, &Notes))) -> Rows {
    Rows {
        // The rows of a list are apart.
        gap: u16::from(n > 0 && one.row.is_some() && begins_row(one)),
        text: if one.input.is_multiline() { LEAST_ROWS } else { 1 },
        below: notes.below.len() as u16,
    }
}

/// True for a text that may name a file: it has a folder or the ending of an image, or is made by the site.
fn looks_like_path(text: &str) -> bool {
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
    text.contains('/') || text.starts_with('{') || Format::from_extension(ending).is_some()
}

fn image_note(one: &FieldInput, session: &Session) -> Option<FieldNote> {
    let dest = *one.field.spans.first().filter(|_| one.field.presence != Presence::Absent)?;
    let path = one.field.value(&session.draft);
    if one.field.fill == Fill::Written && !looks_like_path(path) {
        let text = format!("“{path}” is not the path of an image; Enter chooses one");
        return Some(FieldNote { text, severity: Some(Severity::Warning), sign: "" });
    }
    // The sign of the label shows that no image is named yet.
    let is_open = one.field.fill != Fill::Written && session.image_info(dest).is_none();
    // Without a row for the note of a path that is being typed, the fields below would move up
    // and down with each key.
    let unknown = || session.is_unchecked(dest).then(FieldNote::default);
    session.image_note(dest).or_else(unknown).filter(|_| !is_open)
}
