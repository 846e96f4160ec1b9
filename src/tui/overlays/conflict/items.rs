use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span as Piece};

use crate::desk::{Pick, conflict_offsets, resolve};
use crate::draft::Draft;
use crate::merge::{Chunk, Conflict, ConflictKind};
use crate::outline::Outline;
use crate::profile::Profile;
use crate::tui::action::Action;
use crate::tui::app::merging::Merging;
use crate::tui::config::Config;
use crate::tui::overlays::conflict::KeyOutcome;
use crate::tui::overlays::scroll::{Hidden, Scroll, draw_hidden};
use crate::tui::overlays::{draw_line, rows_of};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Words, diff_words, wrap_words};

/// The conflicts of a merge, one at a time.
#[derive(Debug)]
pub struct Items {
    parts: Vec<Chunk>,
    conflicts: Vec<Item>,
    newline: &'static str,
    at: usize,
    /// True after the user applied while some are open.
    is_early: bool,
    scroll: Scroll,
}

#[derive(Debug)]
struct Item {
    conflict: Conflict,
    /// The section that it is in.
    place: String,
    choice: Option<Choice>,
}

/// What becomes of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Pick(Pick),
    /// It is edited, with markers around it.
    Edit,
}

const HINTS: [(Action, &str); 8] = [
    (Action::NextConflict, "next"),
    (Action::PreviousConflict, "back"),
    (Action::KeepMine, "mine"),
    (Action::TakeTheirs, "theirs"),
    (Action::TakeBoth, "both"),
    (Action::EditConflicts, "edit"),
    (Action::ApplyMerge, "apply"),
    (Action::CloseConflict, "later"),
];

impl Item {
    /// The chosen side; `None` if it is open, or is edited.
    fn pick(&self) -> Option<Pick> {
        match self.choice? {
            Choice::Pick(pick) => Some(pick),
            Choice::Edit => None,
        }
    }
}

impl Items {
    pub fn new(parts: Vec<Chunk>, ours: &Draft, profile: &Profile) -> Items {
        let (text, at) = conflict_offsets(&parts);
        let draft = Draft::parse(text);
        let outline = Outline::new(&draft, profile);
        let place = |at: usize| match outline.section_at(at) {
            _ if at < draft.body() => "Front matter".to_owned(),
            Some(section) => outline.sections[section].title.clone(),
            None => "Before the first section".to_owned(),
        };
        let conflicts = parts.iter().filter_map(|part| match part {
            Chunk::Conflict(conflict) => Some(conflict.clone()),
            Chunk::Text(_) => None,
        });
        let conflicts = conflicts
            .zip(at)
            .map(|(conflict, at)| Item { conflict, place: place(at), choice: None })
            .collect();
        Items { parts, conflicts, newline: ours.newline(), at: 0, is_early: false, scroll: Scroll::default() }
    }

    pub fn hints(&self) -> &'static [(Action, &'static str)] {
        // With one alone there is nowhere to go.
        if self.conflicts.len() > 1 { &HINTS } else { &HINTS[2..] }
    }

    fn open(&self) -> usize {
        self.conflicts.iter().filter(|item| item.choice.is_none()).count()
    }

    pub fn key(&mut self, asked: Option<Action>, merging: &Merging, area: Rect) -> KeyOutcome {
        self.is_early = false;
        match asked {
            Some(Action::KeepMine) => self.choose(Choice::Pick(Pick::Ours)),
            Some(Action::TakeTheirs) => self.choose(Choice::Pick(Pick::Theirs)),
            Some(Action::TakeBoth) => self.choose(Choice::Pick(Pick::Both)),
            Some(Action::NextConflict) => self.go(1),
            Some(Action::PreviousConflict) => self.go(self.conflicts.len() - 1),
            Some(Action::EditConflicts) => self.choose(Choice::Edit),
            Some(Action::ApplyMerge) => match self.open() {
                0 if self.conflicts.iter().any(|item| item.choice == Some(Choice::Edit)) => {
                    return KeyOutcome::Marked { text: self.settled(merging) };
                }
                0 => return KeyOutcome::Text { text: self.settled(merging), said: merging.resolved() },
                _ => {
                    let first = self.conflicts.iter().position(|item| item.choice.is_none());
                    self.show(first.unwrap_or(self.at));
                    self.is_early = true;
                }
            },
            action => self.scroll(rows_of(action).unwrap_or(0), area),
        }
        KeyOutcome::Nothing
    }

    fn settled(&self, merging: &Merging) -> String {
        let picks: Vec<Option<Pick>> = self.conflicts.iter().map(Item::pick).collect();
        resolve(&self.parts, &picks, &merging.markers(), self.newline)
    }

    /// Notes the choice, and goes on to the next conflict that has none.
    fn choose(&mut self, choice: Choice) {
        self.conflicts[self.at].choice = Some(choice);
        let count = self.conflicts.len();
        let next = (1..count).map(|step| (self.at + step) % count);
        if let Some(next) = next.into_iter().find(|at| self.conflicts[*at].choice.is_none()) {
            self.show(next);
        }
    }

    fn go(&mut self, steps: usize) {
        self.show((self.at + steps) % self.conflicts.len());
    }

    fn show(&mut self, at: usize) {
        self.at = at;
        self.scroll = Scroll::default();
    }

    pub fn scroll(&mut self, rows: i32, area: Rect) {
        let Some(item) = self.conflicts.get(self.at) else { return };
        let list = list_area(area);
        let len = Rows::new(&item.conflict, list.width, &Theme::fallback()).len();
        self.scroll.by(rows, list.height, len);
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, merging: &Merging, config: &Config) {
        let theme = &config.theme;
        let Some(item) = self.conflicts.get(self.at) else { return };
        let row =
            |n: u16| Rect { y: area.y + n.min(area.height), height: u16::from(n < area.height), ..area };
        let number = format!("Conflict {} of {}", self.at + 1, self.conflicts.len());
        let head = vec![Piece::styled(number, theme.title), Piece::raw(format!(" · {}", item.place))];
        draw_line(frame, row(0), Line::from(head));
        let apply = config.keys.label(Action::ApplyMerge);
        let said = match (item.choice, self.open()) {
            _ if self.is_early => " Choose for this one too, or edit it.".to_owned(),
            (None, _) => String::new(),
            (Some(_), 0) if self.conflicts.len() > 1 => format!(" Each is chosen: {apply} applies."),
            (Some(Choice::Edit), 0) => format!(" To be edited: {apply} opens the text."),
            (Some(_), 0) => format!(" Chosen: {apply} applies."),
            (Some(Choice::Edit), _) => " To be edited.".to_owned(),
            (Some(_), _) => " Chosen.".to_owned(),
        };
        let style = if self.is_early { theme.warn } else { theme.good };
        let happened = Piece::raw(what_happened(&item.conflict));
        draw_line(frame, row(1), Line::from(vec![happened, Piece::styled(said, style)]));

        let left = |place: Rect| Rect { width: left_width(area.width), ..place };
        let right =
            |place: Rect| Rect { x: place.x + area.width / 2, width: right_width(area.width), ..place };
        let picked = |side: Pick| {
            if item.pick().is_some_and(|pick| pick == side || pick == Pick::Both) { "✓ " } else { "" }
        };
        let [ours, theirs] = merging.sides();
        draw_line(frame, left(row(2)), Line::styled(format!("{}{ours}", picked(Pick::Ours)), theme.title));
        let title = format!("│ {}{theirs}", picked(Pick::Theirs));
        draw_line(frame, right(row(2)), Line::styled(title, theme.title));

        let list = list_area(area);
        let rows = Rows::new(&item.conflict, list.width, theme);
        let visible = self.scroll.window(list.height, rows.len());
        let hidden = Hidden { above: visible.start, below: rows.len() - visible.end };
        for (y, at) in visible.enumerate() {
            let place = Rect { y: list.y + y as u16, height: 1, ..list };
            match rows.get(at) {
                Some((ours, Some(theirs))) => {
                    frame.render_widget(ours, left(place));
                    frame.render_widget(Piece::styled("│", theme.dim), right(place));
                    let place = right(place);
                    frame.render_widget(
                        theirs,
                        Rect { x: place.x + 2, width: place.width.saturating_sub(2), ..place },
                    );
                }
                Some((line, None)) => frame.render_widget(line, place),
                None => break,
            }
        }
        draw_hidden(frame, list, hidden, theme);
    }
}

/// Where both sides are drawn: below three rows of headings, with a free row below them.
fn list_area(area: Rect) -> Rect {
    let head = 3.min(area.height);
    Rect { y: area.y + head, height: area.height.saturating_sub(head + 1), ..area }
}

fn left_width(width: u16) -> u16 {
    (width / 2).saturating_sub(1)
}

/// The width of the right side with its rule.
fn right_width(width: u16) -> u16 {
    width - width / 2
}

fn what_happened(conflict: &Conflict) -> &'static str {
    match conflict.kind {
        ConflictKind::BothChanged if conflict.base.is_empty() => "Both added this, each in another way.",
        ConflictKind::BothChanged => "Both changed it, each in another way.",
        ConflictKind::DeletedByUs => "You deleted what they changed.",
        ConflictKind::DeletedByThem => "They deleted what you changed.",
    }
}

/// The lines of both sides, broken to the width, and under them what it was before.
struct Rows {
    ours: Vec<Line<'static>>,
    theirs: Vec<Line<'static>>,
    base: Vec<Line<'static>>,
}

impl Rows {
    fn new(conflict: &Conflict, width: u16, theme: &Theme) -> Rows {
        let (left, right) = (left_width(width), right_width(width));
        let changed = theme.warn.add_modifier(ratatui::style::Modifier::UNDERLINED);
        let (ours, theirs) = diff_words(&conflict.ours, &conflict.theirs);
        let lines = |words: Words, width: u16, reason: ConflictKind| {
            if words.is_empty() {
                let gone = if conflict.kind == reason { "(deleted)" } else { "(nothing)" };
                return vec![Line::styled(gone, theme.dim)];
            }
            // Where a side is gone, all of the other differs, and no word of it more than others.
            let alone = conflict.ours.is_empty() || conflict.theirs.is_empty();
            let styled = words
                .into_iter()
                .map(|(word, differs)| (word, if differs && !alone { changed } else { theme.text }));
            wrap_words(styled, width)
        };
        let ours = lines(ours, left, ConflictKind::DeletedByUs);
        let theirs = lines(theirs, right.saturating_sub(2), ConflictKind::DeletedByThem);
        let mut base = Vec::new();
        if !conflict.base.is_empty() {
            let rule = "─".repeat(usize::from(width.saturating_sub(10)));
            base.push(Line::styled(format!("── Before {rule}"), theme.dim));
            base.extend(wrap_words([(conflict.base.clone(), theme.text)], width));
        }
        Rows { ours, theirs, base }
    }

    fn len(&self) -> usize {
        self.ours.len().max(self.theirs.len()) + self.base.len()
    }

    /// A row: both sides, or a line of what it was before.
    fn get(&self, row: usize) -> Option<(Line<'static>, Option<Line<'static>>)> {
        let beside = self.ours.len().max(self.theirs.len());
        if row < beside {
            let side = |lines: &[Line<'static>]| lines.get(row).cloned().unwrap_or_default();
            return Some((side(&self.ours), Some(side(&self.theirs))));
        }
        Some((self.base.get(row - beside)?.clone(), None))
    }
}
