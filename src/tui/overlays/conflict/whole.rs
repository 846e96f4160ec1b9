use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::text::diff::{Change, TextDiff};
use crate::tui::action::Action;
use crate::tui::app::merging::Merging;
use crate::tui::config::Config;
use crate::tui::overlays::conflict::KeyOutcome;
use crate::tui::overlays::scroll::{Hidden, Scroll, draw_hidden};
use crate::tui::overlays::{draw_line, rows_of};

/// Two versions of a draft side by side, line by line.
#[derive(Debug)]
pub struct Whole {
    ours: String,
    theirs: String,
    marked: String,
    rows: Vec<(Side, String, Side, String)>,
    choice: Option<Choice>,
    scroll: Scroll,
}

/// What becomes of the text once it is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Ours,
    Theirs,
    /// Both, with markers.
    Marked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Same,
    Differs,
    Absent,
}

pub(crate) const HINTS: [(Action, &str); 5] = [
    (Action::KeepMine, "keep mine"),
    (Action::TakeTheirs, "take theirs"),
    (Action::TakeBoth, "both, with markers"),
    (Action::ApplyMerge, "apply"),
    (Action::CloseConflict, "decide later"),
];

impl Whole {
    pub fn new(ours: &str, theirs: &str, marked: String) -> Whole {
        let rows = rows(ours, theirs);
        let first = rows
            .iter()
            .position(|(left, _, right, _)| *left != Side::Same || *right != Side::Same)
            .unwrap_or(0);
        let scroll = Scroll::at(first.saturating_sub(3));
        Whole { ours: ours.to_owned(), theirs: theirs.to_owned(), marked, rows, choice: None, scroll }
    }

    pub fn key(&mut self, asked: Option<Action>, merging: &Merging, area: Rect) -> KeyOutcome {
        match asked {
            Some(Action::KeepMine) => self.choice = Some(Choice::Ours),
            Some(Action::TakeTheirs) => self.choice = Some(Choice::Theirs),
            Some(Action::TakeBoth | Action::EditConflicts) => self.choice = Some(Choice::Marked),
            Some(Action::ApplyMerge) => return self.chosen(merging),
            action => self.scroll(rows_of(action).unwrap_or(0), area),
        }
        KeyOutcome::Nothing
    }

    fn chosen(&self, merging: &Merging) -> KeyOutcome {
        match self.choice {
            None => KeyOutcome::Nothing,
            Some(Choice::Ours) => KeyOutcome::Text { text: self.ours.clone(), said: merging.kept_ours() },
            Some(Choice::Theirs) => {
                KeyOutcome::Text { text: self.theirs.clone(), said: merging.took_theirs() }
            }
            Some(Choice::Marked) => KeyOutcome::Marked { text: self.marked.clone() },
        }
    }

    pub fn scroll(&mut self, rows: i32, area: Rect) {
        self.scroll.by(rows, Self::list_area(area).height, self.rows.len());
    }

    /// Where both texts are drawn: below their names, with a free row below them.
    fn list_area(area: Rect) -> Rect {
        let head = 1.min(area.height);
        Rect { y: area.y + head, height: area.height.saturating_sub(head + 1), ..area }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, merging: &Merging, config: &Config) {
        let theme = &config.theme;
        let half = area.width / 2;
        let left = |place: Rect| Rect { width: half.saturating_sub(1), ..place };
        let right = |place: Rect| Rect { x: place.x + half, width: place.width - half, ..place };
        let head = Rect { height: 1.min(area.height), ..area };
        let [ours, theirs] = merging.sides();
        let apply = config.keys.label(Action::ApplyMerge);
        let name = |name: String, side: Choice| match self.choice {
            Some(choice) if choice == side || choice == Choice::Marked => {
                format!("✓ {name} ({apply} applies)")
            }
            _ => name,
        };
        let (ours, theirs) = (name(ours, Choice::Ours), name(theirs, Choice::Theirs));
        draw_line(frame, left(head), Line::styled(ours, theme.title));
        draw_line(frame, right(head), Line::styled(format!("│ {theirs}"), theme.title));
        let list = Self::list_area(area);
        let visible = self.scroll.window(list.height, self.rows.len());
        let hidden = Hidden { above: visible.start, below: self.rows.len() - visible.end };
        draw_hidden(frame, list, hidden, theme);
        for (y, (left_side, ours, right_side, theirs)) in self.rows[visible].iter().enumerate() {
            let line = Rect { y: list.y + y as u16, height: 1, ..list };
            let look = |side: Side| match side {
                Side::Differs => theme.warn,
                Side::Same | Side::Absent => theme.dim,
            };
            let sign = |side: Side| if side == Side::Differs { "▌" } else { " " };
            let text = Line::styled(format!("{}{ours}", sign(*left_side)), look(*left_side));
            frame.render_widget(Paragraph::new(text), left(line));
            let text = Line::styled(format!("│{}{theirs}", sign(*right_side)), look(*right_side));
            frame.render_widget(Paragraph::new(text), right(line));
        }
    }
}

/// The lines of both side by side; a line of one side only is beside an empty row.
fn rows(ours: &str, theirs: &str) -> Vec<(Side, String, Side, String)> {
    let diff = TextDiff::lines(ours, theirs);
    let mut rows: Vec<(Side, String, Side, String)> = Vec::new();
    for run in diff.runs() {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (change, line) in diff.changes(run) {
            let line = line.trim_end().to_owned();
            match change {
                Change::Equal => rows.push((Side::Same, line.clone(), Side::Same, line)),
                Change::Deleted => left.push(line),
                Change::Inserted => right.push(line),
            }
        }
        for n in 0..left.len().max(right.len()) {
            let side = |lines: &[String]| {
                lines.get(n).map_or((Side::Absent, String::new()), |line| (Side::Differs, line.clone()))
            };
            let ((left_side, left), (right_side, right)) = (side(&left), side(&right));
            rows.push((left_side, left, right_side, right));
        }
    }
    rows
}
