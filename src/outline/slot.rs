use std::ops::Range;

use jiff::civil::Date;

use super::days::{Day, first_and_last};
use super::{Field, Fill, Role};
use crate::profile::SlotKind;
use crate::text::Span;

/// How much of a slot is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlotState {
    Empty,
    Half,
    Filled,
}

/// How a slot is laid out in the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Whole blocks, such as an image and the paragraphs of a story.
    Blocks,
    /// One item of a list.
    Item,
    /// A list whose lines are the [rows](Slot::rows).
    List,
}

/// A part of a section that is filled in one form: a story, a list of boards, the block of a person.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The index of its section in the outline.
    pub section: usize,
    /// The `id` of the section that its first words belong to, if that is not the section around it.
    pub line_of: Option<String>,
    pub kind: SlotKind,
    /// From the start of its first block to the end of its last one.
    pub span: Span,
    pub title: String,
    pub fields: Vec<Field>,
    /// The rows of a list slot.
    pub rows: Vec<Row>,
    pub layout: Layout,
    /// True if its image exists; see [`super::Outline::note_images`].
    pub(super) has_image: bool,
    /// The dates of an event.
    pub days: Vec<Day>,
    /// Its number, if the text numbers the items of the section.
    pub number: Option<ItemNumber>,
}

/// The number of an item in the text, such as the `3` of `3、`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemNumber {
    /// The digits.
    pub span: Span,
    pub value: u32,
    /// Where the item's text begins, after the mark that follows the digits.
    pub end: usize,
}

/// One row of a list slot.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line or item, without the line break at its end.
    pub span: Span,
    pub fields: Vec<Field>,
}

impl Slot {
    pub(super) fn new(kind: SlotKind, span: Span, title: impl Into<String>, fields: Vec<Field>) -> Slot {
        Slot {
            section: 0,
            line_of: None,
            kind,
            span,
            title: title.into(),
            fields,
            rows: Vec::new(),
            layout: Layout::Blocks,
            has_image: false,
            days: Vec::new(),
            number: None,
        }
    }

    pub(super) fn list(kind: SlotKind, span: Span, title: impl Into<String>, rows: Vec<Row>) -> Slot {
        Slot { rows, layout: Layout::List, ..Slot::new(kind, span, title, Vec::new()) }
    }

    /// The slot after its text has moved by `delta` bytes. Its image is not marked.
    pub(super) fn moved(&self, delta: isize) -> Slot {
        let fields = |fields: &[Field]| fields.iter().map(|field| field.moved(delta)).collect();
        let row = |row: &Row| Row { span: row.span.shift(delta), fields: fields(&row.fields) };
        Slot {
            section: self.section,
            line_of: self.line_of.clone(),
            kind: self.kind,
            span: self.span.shift(delta),
            title: self.title.clone(),
            fields: fields(&self.fields),
            rows: self.rows.iter().map(row).collect(),
            layout: self.layout,
            has_image: false,
            days: self.days.clone(),
            number: self.number.map(|number| ItemNumber {
                span: number.span.shift(delta),
                end: number.end.saturating_add_signed(delta),
                ..number
            }),
        }
    }

    /// True for a list with a field per line, even when it has no lines.
    pub fn is_list(&self) -> bool {
        self.layout == Layout::List
    }

    /// True if it can be moved to another section. A list stays, and so does text of the section itself.
    pub fn can_be_moved(&self) -> bool {
        !self.is_list() && self.kind.can_be_moved()
    }

    /// True for a single item of a list, such as one bullet among the events.
    pub fn is_item(&self) -> bool {
        self.layout == Layout::Item
    }

    /// The first and last date of an event, in an issue with the date `issue`.
    pub fn dates(&self, issue: Option<Date>) -> Option<(Date, Date)> {
        first_and_last(&self.days, issue)
    }

    pub fn state(&self) -> SlotState {
        if self.is_list() {
            let counts = self.counts();
            return match (counts.empty + counts.half, counts.filled + counts.half) {
                (0, _) => SlotState::Filled,
                (_, 0) => SlotState::Empty,
                _ => SlotState::Half,
            };
        }
        match state(&self.fields) {
            SlotState::Empty if self.has_image => SlotState::Half,
            state => state,
        }
    }

    /// Counts each row of a list. A list without rows counts as one slot with the state of its sentence.
    pub fn counts(&self) -> Counts {
        if !self.is_list() {
            return Counts::from_state(self.state());
        }
        if self.rows.is_empty() {
            return Counts::from_state(state(&self.fields));
        }
        self.rows.iter().map(|row| Counts::from_state(row.state())).sum()
    }

    /// The empty rows of a list that also has written ones.
    pub fn unused_rows(&self) -> impl Iterator<Item = &Row> {
        let is_used = self.rows.iter().any(|row| row.state() != SlotState::Empty);
        self.rows.iter().filter(move |row| is_used && row.state() == SlotState::Empty)
    }

    /// True if a field of the slot, not of its rows, has this role.
    pub(super) fn has(&self, role: Role) -> bool {
        self.fields.iter().any(|field| field.role == role)
    }

    /// The field with the date of a meeting.
    pub fn meeting(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == Role::MeetingDay)
    }

    /// The slot's fields, then those of its rows.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.rows.iter().flat_map(|row| row.fields.iter()))
    }
}

impl Row {
    pub fn state(&self) -> SlotState {
        state(&self.fields)
    }
}

fn state(fields: &[Field]) -> SlotState {
    let is_written = |field: &Field| field.shows_work && matches!(field.fill, Fill::Written | Fill::Mixed);
    let is_open = |field: &Field| match field.fill {
        Fill::Placeholder | Fill::Mixed => true,
        Fill::Missing => field.required,
        Fill::Written => false,
    };
    match (fields.iter().any(is_written), fields.iter().any(is_open)) {
        (false, _) => SlotState::Empty,
        (true, true) => SlotState::Half,
        (true, false) => SlotState::Filled,
    }
}

/// How many slots are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub empty: usize,
    pub half: usize,
    pub filled: usize,
}

impl Counts {
    fn from_state(state: SlotState) -> Counts {
        let count = |counted| usize::from(state == counted);
        Counts {
            empty: count(SlotState::Empty),
            half: count(SlotState::Half),
            filled: count(SlotState::Filled),
        }
    }

    pub fn total(self) -> usize {
        self.empty + self.half + self.filled
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Counts>>(counts: I) -> Counts {
        counts.fold(Counts::default(), |a, b| Counts {
            empty: a.empty + b.empty,
            half: a.half + b.half,
            filled: a.filled + b.filled,
        })
    }
}

/// A range of block indices.
pub(super) type Group = Range<usize>;
