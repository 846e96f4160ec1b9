use std::collections::HashSet;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span as Piece};
use unicode_width::UnicodeWidthStr;

use crate::outline::{Counts, Slot, SlotState};
use crate::profile::Extent;
use crate::text::Span;
use crate::tui::action::Action;
use crate::tui::app::context::Context;
use crate::tui::app::session::Session;
use crate::tui::overlays::draw_line;
use crate::tui::overlays::list::move_selection;
use crate::tui::panes::frame::{draw_frame, draw_marks};
use crate::tui::theme::Theme;
use crate::tui::widgets::ListState;

/// The draft's parts: front matter, checklist, sections with their slots.
#[derive(Debug, Default)]
pub struct OutlineView {
    list: ListState,
    /// Sections by their title, and by their number among those of the same title.
    folded: HashSet<(String, usize)>,
    pub hides_filled: bool,
}

/// Shown in the row where Gmail clips the mail.
const CLIPPED: &str = "──102 kB── ";

/// A line of the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    FrontMatter,
    Checklist,
    /// A section without slots or with several.
    Section(usize),
    /// A slot under its section.
    Slot(usize),
    /// A section with exactly one slot, in one line.
    SingleSlot(usize),
}

/// The key of a section in [`OutlineView::folded`].
fn fold_key(section: usize, session: &Session) -> (String, usize) {
    let sections = &session.outline.sections;
    let title = &sections[section].title;
    (title.clone(), sections[..section].iter().filter(|one| one.title == *title).count())
}

impl OutlineView {
    pub fn rows(&self, session: &Session) -> Vec<Row> {
        let mut rows = vec![Row::FrontMatter, Row::Checklist];
        for (n, section) in session.outline.sections.iter().enumerate() {
            let slots = session.outline.slots_of(n);
            let is_unfilled = |slot: &Slot| slot.state() != SlotState::Filled;
            if self.hides_filled && !slots.iter().any(is_unfilled) {
                continue;
            }
            // A slot of extent Part has a title of its own, so it gets a row of its own.
            let is_whole = |slot: &Slot| slot.kind.extent() != Extent::Part;
            if slots.len() == 1 && is_whole(&slots[0]) {
                rows.push(Row::SingleSlot(section.slots.start));
                continue;
            }
            rows.push(Row::Section(n));
            if !self.folded.contains(&fold_key(n, session)) {
                let shown = section
                    .slots
                    .clone()
                    .filter(|slot| !self.hides_filled || is_unfilled(&session.outline.slots[*slot]));
                rows.extend(shown.map(Row::Slot));
            }
        }
        rows
    }

    pub fn selected(&self, session: &Session) -> Row {
        let rows = self.rows(session);
        rows.get(self.list.selected).copied().unwrap_or(Row::FrontMatter)
    }

    /// The slot that is selected, or the one that the selected section is.
    pub fn slot(&self, session: &Session) -> Option<usize> {
        match self.selected(session) {
            Row::Slot(slot) | Row::SingleSlot(slot) => Some(slot),
            _ => None,
        }
    }

    pub fn section(&self, session: &Session) -> Option<usize> {
        match self.selected(session) {
            Row::Section(section) => Some(section),
            Row::Slot(slot) | Row::SingleSlot(slot) => Some(session.outline.slots[slot].section),
            _ => None,
        }
    }

    /// The part of the draft that the selected line represents.
    pub fn span(&self, session: &Session) -> Span {
        let draft = &session.draft;
        match self.selected(session) {
            Row::FrontMatter => draft.front_matter().map_or(Span::at(0), |front| front.span),
            Row::Checklist => checklist_span(session),
            Row::Section(section) => session.outline.sections[section].span,
            Row::Slot(slot) | Row::SingleSlot(slot) => session.outline.slots[slot].span,
        }
    }

    pub fn select_slot(&mut self, slot: usize, session: &Session) {
        if let Some(slot) = session.outline.slots.get(slot) {
            self.folded.remove(&fold_key(slot.section, session));
        }
        let rows = self.rows(session);
        let found =
            rows.iter().position(|row| matches!(row, Row::Slot(n) | Row::SingleSlot(n) if *n == slot));
        if let Some(found) = found {
            self.list.select(found, rows.len());
        }
    }

    /// Selects the front matter, which is the first row.
    pub fn select_front_matter(&mut self) {
        self.list.home();
    }

    /// Selects the line of the checklist.
    pub fn select_checklist(&mut self, session: &Session) {
        let rows = self.rows(session);
        if let Some(found) = rows.iter().position(|row| *row == Row::Checklist) {
            self.list.select(found, rows.len());
        }
    }

    pub fn select_section(&mut self, section: usize, session: &Session) {
        let rows = self.rows(session);
        let own = |row: &Row| match row {
            Row::Section(n) => *n == section,
            Row::SingleSlot(slot) => session.outline.slots[*slot].section == section,
            _ => false,
        };
        if let Some(found) = rows.iter().position(own) {
            self.list.select(found, rows.len());
        }
    }

    /// Hides the slots of the selected section.
    pub fn fold(&mut self, session: &Session) {
        let row = self.selected(session);
        let Some(section) = self.section(session).filter(|_| matches!(row, Row::Section(_) | Row::Slot(_)))
        else {
            return;
        };
        self.folded.insert(fold_key(section, session));
        self.select_section(section, session);
    }

    /// Shows the slots of the selected section.
    pub fn unfold(&mut self, session: &Session) {
        if let Some(section) = self.section(session) {
            self.folded.remove(&fold_key(section, session));
        }
    }

    pub fn keep_in_range(&mut self, session: &Session) {
        let len = self.rows(session).len();
        self.list.select(self.list.selected.min(len.saturating_sub(1)), len);
    }

    /// Scrolls so that the selected row is one of the `height` visible rows.
    pub fn scroll_to_selection(&mut self, height: u16, session: &Session) {
        let len = self.rows(session).len();
        self.list.visible(usize::from(height), len);
    }

    /// Moves the selection in a list of `height` rows; returns false if the action is not a movement.
    pub fn navigate(&mut self, action: Option<Action>, height: u16, session: &Session) -> bool {
        let len = self.rows(session).len();
        move_selection(&mut self.list, action, usize::from(height), len)
    }

    /// Selects the line in a row of the area where the list was drawn.
    pub fn click(&mut self, row: u16, area: Rect, session: &Session) {
        let len = self.rows(session).len();
        let visible = self.list.visible(usize::from(area.height), len);
        let index = visible.start + usize::from(row.saturating_sub(area.y));
        if index < visible.end {
            self.list.select(index, len);
        }
    }

    pub fn scroll(&mut self, rows: i32, session: &Session) {
        let len = self.rows(session).len();
        let selected = self.list.selected.saturating_add_signed(rows as isize).min(len.saturating_sub(1));
        self.list.select(selected, len);
    }

    /// Draws the pane and returns the area of its lines.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>, focused: bool) -> Rect {
        let (session, theme) = (context.session, &context.config.theme);
        let title = if self.hides_filled { "Outline: what is open" } else { "Outline" };
        let inner = draw_frame(frame, area, title, focused, theme);
        let rows = self.rows(session);
        let visible = self.list.window(usize::from(inner.height), rows.len());
        draw_marks(frame, inner, &visible, rows.len(), theme);
        let clipped = self.clipped_row(&rows, session);
        for (y, n) in visible.enumerate() {
            let line = Rect { y: inner.y + y as u16, height: 1, ..inner };
            let (left, mut right) = self.line(rows[n], session, theme);
            if clipped == Some(n) {
                right.insert(0, Piece::styled(CLIPPED, theme.warn));
            }
            let right_width = right.iter().map(|piece| piece.width()).sum::<usize>() as u16;
            let width = line.width.saturating_sub(right_width + 1);
            draw_line(frame, Rect { width, ..line }, Line::from(left));
            let place = Rect {
                x: line.right().saturating_sub(right_width),
                width: right_width.min(line.width),
                ..line
            };
            frame.render_widget(Line::from(right), place);
            if n == self.list.selected {
                frame.buffer_mut().set_style(line, theme.selection(focused));
            }
        }
        inner
    }

    /// The row where Gmail clips the mail.
    fn clipped_row(&self, rows: &[Row], session: &Session) -> Option<usize> {
        let cut = session.mail.as_ref()?.cut?.start;
        let is_cut = |row: &Row| match *row {
            Row::FrontMatter | Row::Checklist => false,
            Row::Section(section) => session.outline.sections[section].span.start <= cut,
            Row::Slot(slot) | Row::SingleSlot(slot) => session.outline.slots[slot].span.start <= cut,
        };
        rows.iter().rposition(is_cut)
    }

    /// The contents of a row, at its left and at its right end.
    fn line<'t>(&self, row: Row, session: &'t Session, theme: &Theme) -> (Vec<Piece<'t>>, Vec<Piece<'t>>) {
        let outline = &session.outline;
        match row {
            Row::FrontMatter => {
                let here = Span::new(0, session.draft.body());
                let has_problems = session.problems_in(here).next().is_some();
                (
                    vec![done_sign(!has_problems, theme), Piece::styled("Front matter", theme.title)],
                    Vec::new(),
                )
            }
            Row::Checklist => {
                let all = session.checklist.len();
                let proven = session
                    .checklist
                    .iter()
                    .filter(|line| line.verdict == crate::lint::Verdict::Proven)
                    .count();
                let done =
                    session.checklist.iter().filter(|line| line.task.is_some_and(|task| task.done)).count();
                (
                    vec![done_sign(proven == all, theme), Piece::styled("Checklist", theme.title)],
                    vec![Piece::styled(format!("[x]{done} ✓{proven}/{all}"), theme.dim)],
                )
            }
            Row::Section(n) => {
                let section = &outline.sections[n];
                let sign = if section.slots.is_empty() {
                    "  "
                } else if self.folded.contains(&fold_key(n, session)) {
                    "▸ "
                } else {
                    "▾ "
                };
                (
                    vec![Piece::styled(sign, theme.dim), Piece::styled(section.title.as_str(), theme.title)],
                    counts(outline.counts(n), theme),
                )
            }
            Row::Slot(n) => {
                let slot = &outline.slots[n];
                let (sign, style) = theme.state(slot.state());
                let right = if slot.is_list() { counts(slot.counts(), theme) } else { Vec::new() };
                (vec![Piece::styled(format!("  {sign} "), style), Piece::raw(slot_title(slot))], right)
            }
            Row::SingleSlot(n) => {
                let slot = &outline.slots[n];
                let (sign, style) = theme.state(slot.state());
                let section = &outline.sections[slot.section];
                let right = counts(outline.counts(slot.section), theme);
                (
                    vec![
                        Piece::styled(format!("{sign} "), style),
                        Piece::styled(section.title.as_str(), theme.title),
                    ],
                    right,
                )
            }
        }
    }
}

/// The tasks of the draft.
pub(crate) fn checklist_span(session: &Session) -> Span {
    let draft = &session.draft;
    let tasks: Vec<_> = draft.tasks().collect();
    match (tasks.first(), tasks.last()) {
        (Some(first), Some(last)) => Span::new(first.mark.start.saturating_sub(3), last.text.end),
        _ => Span::at(draft.body()),
    }
}

/// The title of a slot, for lists.
pub(crate) fn slot_title(slot: &Slot) -> &str {
    if slot.title.width() == 0 { "(empty)" } else { &slot.title }
}

fn done_sign(is_done: bool, theme: &Theme) -> Piece<'static> {
    if is_done { Piece::styled("● ", theme.good) } else { Piece::styled("◐ ", theme.warn) }
}

/// `○4 ◐1 ●13`, without counts of zero.
pub(crate) fn counts<'t>(counts: Counts, theme: &Theme) -> Vec<Piece<'t>> {
    let mut out = Vec::new();
    for (count, state) in
        [(counts.empty, SlotState::Empty), (counts.half, SlotState::Half), (counts.filled, SlotState::Filled)]
    {
        if count > 0 {
            let (sign, style) = theme.state(state);
            let gap = if out.is_empty() { "" } else { " " };
            out.push(Piece::styled(format!("{gap}{sign}{count}"), style));
        }
    }
    out
}
