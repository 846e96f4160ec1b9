//! Which panes are on the screen, and where.

use ratatui::layout::Rect;

use crate::tui::app::state::Pane;

/// At least this wide, every pane has its place whatever has the keys.
const WIDE: u16 = 150;
/// At least this wide, the checklist has a column of its own, until something is edited or the
/// problems need more room for their messages.
const THREE_COLUMNS: u16 = 116;
/// At least this wide, the outline stays beside a form.
const OUTLINE_BESIDE: u16 = 100;
/// At least this wide, the checklist is beside the outline; else below it.
const TWO_COLUMNS: u16 = 64;

/// Room for a heading of 25 letters with the counts of its slots.
const OUTLINE_WIDTH: u16 = 39;
/// Text in longer lines is hard to read: 90 columns, the frame and the cursor's column.
const WORK_WIDTH: u16 = 94;
/// The work area needs this many rows under the checklist.
const LEAST_WORK: u16 = 6;

/// How the checklist and the problems are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChecksPlace {
    /// The checklist over the problems and the text of the selected one.
    Whole(Rect),
    /// The lines of the checklist and the count of problems.
    Summary(Rect),
}

impl ChecksPlace {
    #[cfg(test)]
    fn area(self) -> Rect {
        match self {
            ChecksPlace::Whole(area) | ChecksPlace::Summary(area) => area,
        }
    }
}

/// The places of the panes; `None` for a pane that is not on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub outline: Option<Rect>,
    pub work: Option<Rect>,
    pub checks: Option<ChecksPlace>,
}

/// What decides about the places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub focus: Pane,
    /// True if the work area shows a form or the whole file.
    pub is_editing: bool,
    /// The rows that the summary of the checklist needs.
    pub summary_height: u16,
}

impl Layout {
    pub fn new(body: Rect, view: View) -> Layout {
        let is_typing = view.is_editing && view.focus == Pane::Work;
        match body.width {
            WIDE.. => wide(body),
            THREE_COLUMNS.. if !is_typing && view.focus != Pane::Checks => three_columns(body),
            OUTLINE_BESIDE.. if view.focus != Pane::Outline => beside_outline(body, view.focus),
            _ => match view.focus {
                Pane::Outline => first_screen(body, view),
                Pane::Work => Layout { work: Some(body), ..Layout::default() },
                Pane::Checks => Layout { checks: Some(ChecksPlace::Whole(body)), ..Layout::default() },
            },
        }
    }
}

/// Outline, work area and checks; the checks get what the others leave.
fn wide(body: Rect) -> Layout {
    let side = (body.width / 4).clamp(36, 52);
    let checks = (body.width / 4).clamp(44, 64);
    columns(body, side, (body.width - side - checks).min(WORK_WIDTH))
}

fn three_columns(body: Rect) -> Layout {
    let side = OUTLINE_WIDTH;
    let checks = (body.width / 3).clamp(38, 52);
    columns(body, side, body.width - side - checks)
}

fn columns(body: Rect, side: u16, work: u16) -> Layout {
    let outline = Rect { width: side, ..body };
    let work = Rect { x: outline.right(), width: work, ..body };
    let checks = Rect { x: work.right(), width: body.right() - work.right(), ..body };
    Layout { outline: Some(outline), work: Some(work), checks: Some(ChecksPlace::Whole(checks)) }
}

/// The outline and the pane with the keys.
fn beside_outline(body: Rect, focus: Pane) -> Layout {
    let side = (body.width / 3).clamp(32, OUTLINE_WIDTH);
    let outline = Some(Rect { width: side, ..body });
    let right = Rect { x: body.x + side, width: body.width - side, ..body };
    match focus {
        Pane::Checks => Layout { outline, checks: Some(ChecksPlace::Whole(right)), ..Layout::default() },
        Pane::Outline | Pane::Work => Layout { outline, work: Some(right), ..Layout::default() },
    }
}

/// The outline with the checklist, and with the work area where there is room.
fn first_screen(body: Rect, view: View) -> Layout {
    if body.width < TWO_COLUMNS {
        if body.height < 4 * LEAST_WORK {
            return outline_over_summary(body, view);
        }
        let height = body.height / 2;
        let top = Rect { height, ..body };
        let below = under_summary(Rect { y: top.bottom(), height: body.height - height, ..body }, view);
        return Layout { outline: Some(top), ..below };
    }
    let side = (body.width * 49 / 100).min(OUTLINE_WIDTH);
    let right = Rect { x: body.x + side, width: body.width - side, ..body };
    Layout { outline: Some(Rect { width: side, ..body }), ..under_summary(right, view) }
}

/// The checklist, and the work area under it where there is room.
fn under_summary(area: Rect, view: View) -> Layout {
    let height = view.summary_height.min(area.height * 3 / 5).max(3);
    let rest = area.height.saturating_sub(height);
    if rest < LEAST_WORK {
        return Layout { checks: Some(ChecksPlace::Summary(area)), ..Layout::default() };
    }
    let top = Rect { height, ..area };
    let work = Rect { y: top.bottom(), height: rest, ..area };
    Layout { work: Some(work), checks: Some(ChecksPlace::Summary(top)), ..Layout::default() }
}

fn outline_over_summary(body: Rect, view: View) -> Layout {
    let height = view.summary_height.min(body.height / 3);
    if height < 3 {
        return Layout { outline: Some(body), ..Layout::default() };
    }
    let outline = Rect { height: body.height - height, ..body };
    let checks = ChecksPlace::Summary(Rect { y: outline.bottom(), height, ..body });
    Layout { outline: Some(outline), checks: Some(checks), ..Layout::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(width: u16, height: u16, focus: Pane, is_editing: bool) -> Layout {
        Layout::new(Rect::new(0, 1, width, height), View { focus, is_editing, summary_height: 11 })
    }

    #[test]
    fn the_checklist_is_on_the_first_screen_at_every_size() {
        for (width, height) in
            [(40, 10), (50, 30), (64, 21), (80, 21), (100, 30), (110, 30), (120, 37), (150, 40), (200, 57)]
        {
            let Layout { outline, work, checks } = layout(width, height, Pane::Outline, false);
            assert!(outline.is_some() && checks.is_some(), "{width}×{height}");
            assert_eq!(work.is_some(), height > 20, "{width}×{height}");
        }
    }

    #[test]
    fn panes_fill_the_screen_and_lie_side_by_side() {
        for width in 20..=300 {
            for height in 4..=70 {
                for focus in [Pane::Outline, Pane::Work, Pane::Checks] {
                    for is_editing in [false, true] {
                        let layout = layout(width, height, focus, is_editing);
                        let areas = [layout.outline, layout.work, layout.checks.map(ChecksPlace::area)];
                        let cells: u32 = areas.iter().flatten().map(|area| area.area()).sum();
                        assert_eq!(cells, u32::from(width) * u32::from(height), "{width}×{height} {focus:?}");
                        let focused = match focus {
                            Pane::Outline => areas[0],
                            Pane::Work => areas[1],
                            Pane::Checks => areas[2],
                        };
                        assert!(focused.is_some(), "{width}×{height} {focus:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_typed_in_has_room_and_lines_that_can_be_read() {
        assert_eq!(layout(80, 21, Pane::Work, true).work.map(|area| area.width), Some(80));
        assert_eq!(layout(120, 37, Pane::Work, true).work.map(|area| area.width), Some(81));
        assert_eq!(layout(200, 57, Pane::Work, true).work.map(|area| area.width), Some(94));
        assert_eq!(layout(300, 57, Pane::Work, true).work.map(|area| area.width), Some(94));
    }
}
