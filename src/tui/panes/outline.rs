use std::collections::HashSet;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span as Piece};
use unicode_width::UnicodeWidthStr;

use crate::outline::{Counts, Slot, SlotState as Fill};
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
    folded: HashSet<String>,
    pub only_open: bool,
}

/// The mark of the part in which Gmail cuts the mail off.
const CUT: &str = "──102 kB── ";

/// A line of the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    FrontMatter,
    Checklist,
    /// A section without slots or with several.
    Section(usize),
    /// A slot under its section.
    Slot(usize),
    /// A section that is one slot.
    Only(usize),
}

impl OutlineView {
    pub fn rows(&self, session: &Session) -> Vec<Row> {
        let mut rows = vec![Row::FrontMatter, Row::Checklist];
        for (n, section) in session.outline.sections.iter().enumerate() {
            let slots = session.outline.slots_of(n);
            let open = |slot: &Slot| slot.state() != Fill::Filled;
            if self.only_open && !slots.iter().any(open) {
                continue;
            }
            // A part keeps its own line, so that its title is visible.
            let is_whole = |slot: &Slot| slot.kind.extent() != Extent::Part;
            if slots.len() == 1 && is_whole(&slots[0]) {
                rows.push(Row::Only(section.slots.start));
                continue;
            }
            rows.push(Row::Section(n));
            if !self.folded.contains(&section.title) {
                let shown = section
                    .slots
                    .clone()
                    .filter(|slot| !self.only_open || open(&session.outline.slots[*slot]));
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
            Row::Slot(slot) | Row::Only(slot) => Some(slot),
            _ => None,
        }
    }

    pub fn section(&self, session: &Session) -> Option<usize> {
        match self.selected(session) {
            Row::Section(section) => Some(section),
            Row::Slot(slot) | Row::Only(slot) => Some(session.outline.slots[slot].section),
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
            Row::Slot(slot) | Row::Only(slot) => session.outline.slots[slot].span,
        }
    }

    pub fn select_slot(&mut self, slot: usize, session: &Session) {
        if let Some(section) =
            session.outline.slots.get(slot).and_then(|slot| session.outline.sections.get(slot.section))
        {
            self.folded.remove(&section.title);
        }
        let rows = self.rows(session);
        let found = rows.iter().position(|row| matches!(row, Row::Slot(n) | Row::Only(n) if *n == slot));
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
            Row::Only(slot) => session.outline.slots[*slot].section == section,
            _ => false,
        };
        if let Some(found) = rows.iter().position(own) {
            self.list.select(found, rows.len());
        }
    }

    pub fn fold(&mut self, session: &Session, fold: bool) {
        let Some(section) = self.section(session) else { return };
        let title = session.outline.sections[section].title.clone();
        if fold {
            self.folded.insert(title);
            self.select_section(section, session);
        } else {
            self.folded.remove(&title);
        }
    }

    pub fn keep_in_range(&mut self, session: &Session) {
        let len = self.rows(session).len();
        self.list.select(self.list.selected.min(len.saturating_sub(1)), len);
    }

    /// Scrolls so that the selected line is among `height` visible ones.
    pub fn keep_in_sight(&mut self, height: u16, session: &Session) {
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
        let title = if self.only_open { "Outline: what is open" } else { "Outline" };
        let inner = draw_frame(frame, area, title, focused, theme);
        let rows = self.rows(session);
        let visible = self.list.window(usize::from(inner.height), rows.len());
        draw_marks(frame, inner, &visible, rows.len(), theme);
        let cut = self.cut(&rows, session);
        for (y, n) in visible.enumerate() {
            let line = Rect { y: inner.y + y as u16, height: 1, ..inner };
            let (left, mut right) = self.line(rows[n], session, theme);
            if cut == Some(n) {
                right.insert(0, Piece::styled(CUT, theme.warn));
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

    /// The line of the part in which Gmail cuts the mail off.
    fn cut(&self, rows: &[Row], session: &Session) -> Option<usize> {
        let cut = session.mail.as_ref()?.cut?.start;
        let is_cut = |row: &Row| match *row {
            Row::FrontMatter | Row::Checklist => false,
            Row::Section(section) => session.outline.sections[section].span.start <= cut,
            Row::Slot(slot) | Row::Only(slot) => session.outline.slots[slot].span.start <= cut,
        };
        rows.iter().rposition(is_cut)
    }

    fn line<'t>(&self, row: Row, session: &'t Session, theme: &Theme) -> (Vec<Piece<'t>>, Vec<Piece<'t>>) {
        let outline = &session.outline;
        match row {
            Row::FrontMatter => {
                let here = Span::new(0, session.draft.body());
                let open = session.problems_in(here).next().is_some();
                let sign =
                    if open { Piece::styled("◐ ", theme.warn) } else { Piece::styled("● ", theme.good) };
                (vec![sign, Piece::styled("Front matter", theme.title)], Vec::new())
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
                let sign = if proven == all {
                    Piece::styled("● ", theme.good)
                } else {
                    Piece::styled("◐ ", theme.warn)
                };
                (
                    vec![sign, Piece::styled("Checklist", theme.title)],
                    vec![Piece::styled(format!("[x]{done} ✓{proven}/{all}"), theme.dim)],
                )
            }
            Row::Section(n) => {
                let section = &outline.sections[n];
                let sign = if section.slots.is_empty() {
                    "  "
                } else if self.folded.contains(&section.title) {
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
            Row::Only(n) => {
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

/// `○4 ◐1 ●13`, without counts of zero.
pub(crate) fn counts<'t>(counts: Counts, theme: &Theme) -> Vec<Piece<'t>> {
    let mut out = Vec::new();
    for (count, state) in
        [(counts.empty, Fill::Empty), (counts.half, Fill::Half), (counts.filled, Fill::Filled)]
    {
        if count > 0 {
            let (sign, style) = theme.state(state);
            let gap = if out.is_empty() { "" } else { " " };
            out.push(Piece::styled(format!("{gap}{sign}{count}"), style));
        }
    }
    out
}
