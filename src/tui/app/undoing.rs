//! Undo and redo: what they changed in words, and going there.

use crate::draft::Draft;
use crate::outline::{Outline, Row, SlotState};
use crate::text::{Bias, Change, Edit, Edits, Span, Step, StepKind};
use crate::tui::app::edits::sync_views;
use crate::tui::app::fixed::{by_line, change_in_words};
use crate::tui::app::navigate::{go_to_place, open_front_matter, open_slot};
use crate::tui::app::state::{Pane, State, Work};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Undo,
    Redo,
}

/// One of the two texts that a step turns into each other, and where they differ most.
#[derive(Clone, Copy)]
struct Side<'a> {
    draft: &'a Draft,
    outline: &'a Outline,
    span: Span,
}

pub(crate) fn undo(state: &mut State) {
    walk(state, Way::Undo);
}

pub(crate) fn redo(state: &mut State) {
    walk(state, Way::Redo);
}

fn walk(state: &mut State, way: Way) {
    if state.session.is_stale() {
        state.catch_up();
    }
    let (old_draft, old_outline) = (state.session.draft.clone(), state.session.outline.clone());
    let had_merge = state.session.has_unsaved_merge();
    let step = match way {
        Way::Undo => state.session.undo(),
        Way::Redo => state.session.redo(),
    };
    let Some(step) = step else {
        return state.say(if way == Way::Undo { "Nothing to undo." } else { "Nothing to redo." });
    };
    let edits: Vec<Edits> = step.changes.iter().map(|change| change.edits.clone()).collect();
    sync_views(state, &edits, true);
    state.upstream.doubt();
    let (before, after) = places(&step.changes, way);
    let old = Side { draft: &old_draft, outline: &old_outline, span: before };
    let new = Side { draft: &state.session.draft, outline: &state.session.outline, span: after };
    let mut said = said(&step, way, old, new, state);
    if had_merge && !state.session.has_unsaved_merge() {
        said.push_str(" Saving merges the file on disk again.");
    }
    let gone = old.removed_section(new);
    go_to_change(state, step.kind, after, gone);
    state.say(said);
}

/// The places of the step's own change, which others may follow from: in the text before the changes,
/// and in the text after them.
fn places(changes: &[Change], way: Way) -> (Span, Span) {
    let n = match way {
        Way::Undo => changes.len().saturating_sub(1),
        Way::Redo => 0,
    };
    let Some(change) = changes.get(n) else { return (Span::default(), Span::default()) };
    // A moved part is deleted at one place and inserted at another.
    let before = largest(&change.edits);
    let after = largest(&change.inverse);
    let map = |span: Span, edits: &Edits| {
        let start = edits.map(span.start, Bias::Before);
        Span::new(start, edits.map(span.end, Bias::After).max(start))
    };
    let before = changes[..n].iter().rev().fold(before, |span, change| map(span, &change.inverse));
    (before, changes[n + 1..].iter().fold(after, |span, change| map(span, &change.edits)))
}

/// The longest replaced span.
fn largest(edits: &Edits) -> Span {
    edits.iter().map(|edit| edit.span).max_by_key(|span| span.len()).unwrap_or_default()
}

impl<'a> Side<'a> {
    /// The changed text without the white space around it, which belongs to no item.
    fn words(self) -> Span {
        self.span.trim(self.draft.text())
    }

    fn slot(self) -> Option<usize> {
        let words = self.words();
        let slots = &self.outline.slots;
        let found = slots.iter().position(|slot| slot.span.overlaps(words));
        found.or_else(|| self.outline.slot_at(words.start))
    }

    fn is_front_matter(self) -> bool {
        self.words().start < self.draft.body()
    }

    /// The title of the section.
    fn section(self) -> &'a str {
        let section = match self.slot() {
            Some(slot) => Some(self.outline.slots[slot].section),
            None => self.outline.section_at(self.words().start),
        };
        match section.filter(|_| !self.is_front_matter()) {
            Some(section) => &self.outline.sections[section].title,
            None => "the front matter",
        }
    }

    /// The item that the change is about, if it is one.
    fn item(self) -> Option<String> {
        let slot = self.slot().filter(|_| !self.is_front_matter())?;
        let slot = &self.outline.slots[slot];
        if slot.is_list() {
            let words = self.words();
            let is_here = |row: &&Row| row.span.overlaps(words) || row.span.touches(words.start);
            let row = slot.rows.iter().find(is_here)?;
            let title = row.fields.first().map_or("", |field| field.value(self.draft));
            return Some(match row.state() {
                SlotState::Empty => "an empty line".to_owned(),
                _ => quoted(title),
            });
        }
        Some(match slot.state() {
            SlotState::Empty => "an empty slot".to_owned(),
            _ if slot.title.trim().is_empty() => "an item".to_owned(),
            _ => quoted(&slot.title),
        })
    }

    /// The most exact name of the place: the item, or else the section.
    fn place(self) -> String {
        match self.item() {
            Some(item) if item.starts_with('“') => item,
            _ if self.is_front_matter() => self.section().to_owned(),
            _ => quoted(self.section()),
        }
    }

    /// “A gull” in “News”.
    fn item_and_section(self, preposition: &str) -> String {
        let section = self.section();
        match self.item() {
            Some(item) if item == quoted(section) => item,
            Some(item) => format!("{item} {preposition} “{section}”"),
            None if self.is_front_matter() => section.to_owned(),
            None => format!("a part of “{section}”"),
        }
    }

    /// The section of an item that the change removes whole; it is in `self` and not in `new`.
    fn removed_section(self, new: Side<'_>) -> Option<usize> {
        let slot = &self.outline.slots[self.slot()?];
        let own = Side { span: slot.span, ..self }.words();
        let is_removed = self.span.contains(own) && new.words().is_empty();
        let is_same = |section: &usize| {
            let title = |outline: &Outline| outline.sections.get(*section).map(|one| one.title.clone());
            title(self.outline) == title(new.outline)
        };
        Some(slot.section).filter(|section| is_removed && is_same(section))
    }
}

fn quoted(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MOST) {
        Some((end, _)) => format!("“{}…”", words[..end].trim_end()),
        None => format!("“{words}”"),
    }
}

/// The most letters of a title in a message.
const MOST: usize = 40;

/// What was undone or done again, and how many steps were undone in all.
fn said(step: &Step, way: Way, old: Side<'_>, new: Side<'_>, state: &State) -> String {
    let (from, to) = match way {
        Way::Undo => (new, old),
        Way::Redo => (old, new),
    };
    let what = describe(step, way, from, to);
    match (way, state.session.undone()) {
        (Way::Undo, 0 | 1) => format!("Undid: {what}."),
        (Way::Undo, steps) => format!("Undid {steps} steps, the last: {what}."),
        (Way::Redo, 0) => format!("Redid: {what}."),
        (Way::Redo, left) => format!("Redid: {what}; {left} more to redo."),
    }
}

/// What a step did when it was made: it turned `from` into `to`.
fn describe(step: &Step, way: Way, from: Side<'_>, to: Side<'_>) -> String {
    let words = || words_of(step, way, from, to);
    match step.kind {
        StepKind::Typing => format!("{} in {}", words(), to.place()),
        StepKind::Markup => format!("marked up {} in {}", words(), to.place()),
        StepKind::Replacement => format!("replaced {} in {}", words(), to.place()),
        StepKind::Fix => format!("fixed {} in {}", words(), to.place()),
        StepKind::AllFixes => format!("made all safe fixes, the first: {}", words()),
        StepKind::Fill => format!("filled {} with what was pasted", to.place()),
        StepKind::ExternalEdit => format!("took the text of the editor for {}", to.place()),
        StepKind::Addition => format!("added {}", to.item_and_section("to")),
        StepKind::Removal => format!("removed {}", from.item_and_section("from")),
        StepKind::Move if from.section() == to.section() => {
            format!("moved {}", to.item_and_section("within"))
        }
        StepKind::Move => {
            let item = to.item().unwrap_or_else(|| "an item".to_owned());
            format!("moved {item} from “{}” to “{}”", from.section(), to.section())
        }
        StepKind::Omission => format!("left out {}", from.place()),
        StepKind::Cleanup => format!("dropped the empty slots of “{}”", from.section()),
        StepKind::Copy => format!("copied {}", to.item_and_section("to")),
        StepKind::Tick => format!("ticked {}", line_of_checklist(to)),
        StepKind::Untick => format!("took back the tick of {}", line_of_checklist(to)),
        StepKind::Waiver => format!("waived a problem in {}", to.place()),
        StepKind::Image => format!("placed an image in {}", to.place()),
        StepKind::Import => format!("took what a document offers, first in {}", to.place()),
        StepKind::Merge => format!("merged the changes of others, first in {}", to.place()),
        StepKind::Restoration => "restored unsaved text".to_owned(),
    }
}

/// The line that a tick is in.
fn line_of_checklist(side: Side<'_>) -> String {
    let task = side.draft.tasks().find(|task| task.mark.touches(side.span.start));
    task.map_or_else(|| "a line of the checklist".to_owned(), |task| quoted(side.draft.slice(task.text)))
}

/// “old” → “new”, for the first changed line.
fn words_of(step: &Step, way: Way, from: Side<'_>, to: Side<'_>) -> String {
    let edits = match (step.kind, &step.changes[..]) {
        // Letters that were typed one after the other are one change.
        (StepKind::Typing, _) | (_, [] | [_, _, ..]) => Edits::between(from.draft.text(), to.draft.text()),
        (_, [only]) if way == Way::Undo => only.inverse.clone(),
        (_, [only]) => only.edits.clone(),
    };
    let lines: Vec<Edit> = by_line(from.draft.text(), &edits);
    let Some(first) = lines.first() else { return "white space".to_owned() };
    let words = change_in_words(from.draft.text(), first);
    match lines.len() {
        1 => words,
        lines => format!("{words} and {} more", lines - 1),
    }
}

/// Selects what a step changed, or puts the cursor there. If an item is gone, its section is selected and
/// not its neighbour. The keys stay where they are.
fn go_to_change(state: &mut State, kind: StepKind, place: Span, gone: Option<usize>) {
    let focus = state.panes.focus;
    let session = &state.session;
    if matches!(kind, StepKind::Tick | StepKind::Untick) {
        let is_own = |task: &crate::draft::Task| task.mark.touches(place.start);
        let line = session.checklist.iter().position(|line| line.task.as_ref().is_some_and(is_own));
        if let Some(line) =
            line.filter(|_| focus == Pane::Checks || matches!(state.panes.work, Work::Preview))
        {
            state.panes.checks.select(line, session);
            state.panes.outline.select_checklist(session);
            return;
        }
    }
    let side = Side { draft: &session.draft, outline: &session.outline, span: place };
    let (slot, words) = (side.slot().filter(|_| gone.is_none()), side.words());
    let (front_matter, section) = (side.is_front_matter(), session.outline.section_at(words.start));
    match &mut state.panes.work {
        // The cursor has followed the change.
        Work::Editor(_) => return,
        Work::Form(form) if gone.is_none() && form.span.touches(words.start) => {
            if !form.focused_spans().iter().any(|span| span.touches(words.start)) {
                form.go_to(words.start);
            }
            return;
        }
        Work::Form(_) if front_matter => open_front_matter(state, Some(words.start)),
        Work::Form(_) => match (slot, gone) {
            (Some(slot), _) => open_slot(state, slot, Some(words.start)),
            (None, None) => go_to_place(state, words.start),
            (None, Some(section)) => {
                state.panes.work = Work::Preview;
                state.panes.outline.select_section(section, &state.session);
                state.panes.focus = Pane::Outline;
                return;
            }
        },
        Work::Preview => {
            let outline = &mut state.panes.outline;
            match (slot, gone.or(section)) {
                _ if front_matter => outline.select_front_matter(),
                (Some(slot), _) => outline.select_slot(slot, session),
                (None, Some(section)) => outline.select_section(section, session),
                (None, None) => {}
            }
        }
    }
    state.panes.focus = focus;
}
