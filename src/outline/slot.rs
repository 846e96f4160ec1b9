use std::ops::Range;

use jiff::civil::Date;

use super::days::{Day, first_and_last};
use super::{Field, Fill, Role};
use crate::profile::SlotKind;
use crate::text::Span;

/// How far a slot is.
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

/// A part of a section that is filled as one: a story, a list of boards, a person's block.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its section in the outline.
    pub section: usize,
    /// The section that it belongs to by its first words, where that is not the one it is in.
    pub line_of: Option<String>,
    pub kind: SlotKind,
    /// From its first block to the end of its last one.
    pub span: Span,
    pub title: String,
    pub fields: Vec<Field>,
    /// The lines of a list slot.
    pub rows: Vec<Row>,
    pub layout: Layout,
    /// Whether a picture was brought in for it; see [`super::Outline::note_images`].
    pub(super) has_image: bool,
    /// The days of an event, as far as they can be read.
    pub days: Vec<Day>,
}

/// One line of a list slot.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line or item, without its line break.
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
        }
    }

    pub(super) fn list(kind: SlotKind, span: Span, title: impl Into<String>, rows: Vec<Row>) -> Slot {
        Slot { rows, layout: Layout::List, ..Slot::new(kind, span, title, Vec::new()) }
    }

    /// True for a list with a field per line, even when it has no lines.
    pub fn is_list(&self) -> bool {
        self.layout == Layout::List
    }

    /// True for a single item of a list, such as one bullet among the events.
    pub fn is_item(&self) -> bool {
        self.layout == Layout::Item
    }

    /// The first and the last day of an event in an issue of that day.
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

    /// A list counts each of its lines; where it has none, it is filled only where a sentence
    /// says so.
    pub fn counts(&self) -> Counts {
        if !self.is_list() {
            return Counts::of(self.state());
        }
        if self.rows.is_empty() {
            return Counts::of(state(&self.fields));
        }
        self.rows.iter().map(|row| Counts::of(row.state())).sum()
    }

    /// The lines that nobody has filled, of a list that has others.
    pub fn unused_rows(&self) -> impl Iterator<Item = &Row> {
        let is_used = self.rows.iter().any(|row| row.state() != SlotState::Empty);
        self.rows.iter().filter(move |row| is_used && row.state() == SlotState::Empty)
    }

    /// The day of the meeting that it is about.
    pub fn meeting(&self) -> Option<&Field> {
        self.fields.iter().find(|field| field.role == Role::MeetingDay)
    }

    /// All fields: its own, then those of its rows.
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
    fn of(state: SlotState) -> Counts {
        let one = |wanted| usize::from(state == wanted);
        Counts { empty: one(SlotState::Empty), half: one(SlotState::Half), filled: one(SlotState::Filled) }
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

/// The blocks that belong together, as ranges of their indices.
pub(super) type Group = Range<usize>;
