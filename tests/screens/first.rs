//! The first screen: outline, checklist and the selected part of the draft at every size.

use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use super::*;

impl Desk {
    /// The desk without colours, as with NO_COLOR.
    pub(super) fn without_colour(width: u16, height: u16) -> Desk {
        let mut desk = Desk::open(width, height);
        desk.program.state.config = Config::plain(true);
        desk.event(Input::Resize(width, height));
        desk
    }

    /// The screen with a sign before the rows that have a reversed (`»`) or an underlined and bold
    /// selection (`_`).
    fn marked_screen(&self) -> String {
        let buffer = self.program.buffer();
        let has = |y: u16, modifier: Modifier| {
            let cells = (0..buffer.area.width).filter(|x| buffer[(*x, y)].modifier.contains(modifier));
            cells.count() > 10
        };
        let sign =
            |y: u16| match (y, has(y, Modifier::REVERSED), has(y, Modifier::UNDERLINED | Modifier::BOLD)) {
                (0, ..) => ' ',
                (_, true, _) => '»',
                (_, _, true) => '_',
                _ => ' ',
            };
        let lines = self.screen();
        lines.lines().zip(0..).map(|(line, y)| format!("{}{line}\n", sign(y))).collect()
    }

    /// The words on the screen, without frames and line breaks.
    fn words(&self) -> String {
        without_frames(&self.screen())
    }

    /// The words in a part of the screen.
    fn words_in(&self, area: Rect) -> String {
        let buffer = self.program.buffer();
        let rows = (area.y..area.bottom())
            .map(|y| (area.x..area.right()).map(|x| buffer[(x, y)].symbol()).collect::<String>());
        without_frames(&rows.collect::<Vec<_>>().join(" "))
    }

    /// The words of the column with the checklist, the problems and the text of the selected one.
    fn words_of_checks(&self) -> String {
        let areas = self.program.state.panes.areas.checks;
        let area = if areas.checklist.is_empty() { areas.problems } else { areas.checklist };
        self.words_in(Rect { y: 1, height: self.program.buffer().area.height - 3, ..area })
    }
}

fn without_frames(text: &str) -> String {
    let is_frame = |c: char| ('\u{2500}'..='\u{257f}').contains(&c);
    text.split(|c: char| c.is_whitespace() || is_frame(c))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn snapshot(name: &str, (width, height): (u16, u16), screen: &str) {
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), screen);
    });
}

#[test]
fn the_checklist_is_on_the_first_screen() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        desk.select("Gulls over a rock");
        snapshot("first", (width, height), &desk.screen());
        desk.assert_shows("Checklist: 5 of 9 proven");
        desk.assert_shows("[ ] ✗ update title");
        let mut plain = Desk::without_colour(width, height);
        plain.select("Gulls over a rock");
        snapshot("first-plain", (width, height), &plain.marked_screen());
        for cell in &plain.program.buffer().content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{}", plain.screen());
        }
    }
}

#[test]
fn a_section_shows_its_slots_and_what_they_lack() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        desk.select("News From Around");
        snapshot("section", (width, height), &desk.screen());
        desk.assert_shows("4 filled, 1 half, 2 empty");
    }
}

#[test]
fn the_selected_line_of_the_checklist_shows_its_evidence() {
    for (width, height) in SIZES {
        let mut desk = Desk::without_colour(width, height);
        desk.keys("f6 f6 down down down down down down");
        snapshot("checklist-line", (width, height), &desk.marked_screen());
        let words = desk.words_of_checks();
        assert!(
            words.contains("not true yet: 1 of 18 over 550 px wide: 800×450 20260608lamp.jpg"),
            "{words}"
        );
        assert!(words.contains("Space untick"), "{words}");
    }
}

#[test]
fn every_problem_can_be_read_whole_at_every_size() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        desk.keys("f6 f6");
        let lines = desk.program.state.session.checklist.len();
        for _ in 0..lines {
            desk.keys("down");
        }
        for problem in desk.program.state.session.diagnostics.clone() {
            let words = |text: &str| text.split_whitespace().collect::<String>();
            let screen = words(&desk.words_of_checks());
            assert!(screen.contains(&words(&problem.message)), "{problem:?}\n{}", desk.screen());
            let help = problem.help.as_deref().unwrap_or_default();
            assert!(screen.contains(&words(help)), "{problem:?}\n{}", desk.screen());
            assert!(screen.contains(&format!("[{}]", problem.rule)), "{problem:?}\n{}", desk.screen());
            desk.keys("down");
        }
    }
}

#[test]
fn the_selected_problem_has_its_help_and_its_fix() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        desk.keys("f6 f6 end up up up");
        desk.keys_until("up", |desk| desk.words_of_checks().contains("Fix: "));
        snapshot("problem", (width, height), &desk.screen());
    }
}

#[test]
fn a_story_reads_without_its_syntax_and_says_what_it_lacks() {
    let mut desk = Desk::open(120, 40);
    desk.select("Gulls over a rock");
    let work = desk.words_in(desk.program.state.panes.areas.work);
    assert!(work.starts_with("◐ half filled — still the template's: Text !"), "{work}");
    desk.select("A buoy on the waves");
    let work = desk.words_in(desk.program.state.panes.areas.work);
    assert!(work.starts_with("● filled"), "{work}");
    assert!(work.contains("somebody who likes to draw 🎨 - Small Screens"), "{work}");
    assert!(!work.contains("]("), "{work}");
    assert!(work.contains("Enter open") && work.contains("m move to"), "{work}");
}

#[test]
fn nothing_that_is_selected_leaves_the_work_area_empty() {
    let mut desk = Desk::open(120, 40);
    for _ in 0..60 {
        let work = desk.words_in(desk.program.state.panes.areas.work);
        assert!(work.len() > 20, "{}", desk.screen());
        desk.keys("down");
    }
    desk.select("Front matter");
    let work = desk.words_in(desk.program.state.panes.areas.work);
    assert!(work.starts_with("● layout: post ○ title: Featured story title here!"), "{work}");
}

#[test]
fn one_frame_has_the_focus_and_it_takes_keys() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        for _ in 0..6 {
            assert_eq!(desk.screen().matches('┏').count(), 1, "{}", desk.screen());
            desk.keys("f6");
        }
        // The problems have the focus alone as well.
        desk.keys("f6 f6 end");
        assert!(desk.screen().contains("┏ Problems"), "{}", desk.screen());
        assert_eq!(desk.screen().matches('┏').count(), 1, "{}", desk.screen());
    }
}

#[test]
fn the_preview_scrolls_and_opens_what_it_shows() {
    let mut desk = Desk::open(80, 24);
    desk.select("News From Around").keys("f6");
    let before = desk.screen();
    assert!(before.contains("↓"), "{before}");
    desk.keys("down down");
    assert!(desk.screen().contains("↑ 2 more"), "{}", desk.screen());
    desk.keys("up up");
    assert_eq!(desk.screen(), before);
    desk.keys("esc").select("A mast in the fog");
    desk.keys("f6 enter");
    desk.assert_shows("┏ News From Around the Web — A mast in the fog");
}

#[test]
fn a_selection_without_the_focus_is_a_grey_bar() {
    let mut desk = Desk::open(120, 40);
    desk.select("A mast in the fog").keys("f6 f6");
    let area = desk.program.state.panes.areas.outline;
    let grey = desk.program.state.config.theme.selected_elsewhere.bg.unwrap();
    let buffer = desk.program.buffer();
    let bars = (area.y..area.bottom()).filter(|y| buffer[(area.x, *y)].bg == grey).count();
    assert_eq!(bars, 1, "{}", desk.screen());
}

#[test]
fn hints_keep_help_palette_save_and_quit() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        let panes = [("", false), ("f6", false), ("f6", false), ("f6 enter", true), ("esc f4", true)];
        for (keys, is_text) in panes {
            desk.keys(keys);
            let screen = desk.screen();
            let last = screen.lines().last().unwrap();
            let (find, help) = if is_text { ("Ctrl-P find", "Ctrl-X ? keys") } else { (": find", "? keys") };
            for hint in ["Ctrl-S save", find, help, "Ctrl-Q leave"] {
                assert!(last.contains(hint), "{last}");
            }
        }
    }
}

#[test]
fn lists_say_how_many_entries_are_out_of_sight() {
    let mut desk = Desk::open(80, 24);
    let rows = desk.program.state.panes.outline.rows(&desk.program.state.session).len();
    let height = usize::from(desk.program.state.panes.areas.outline.height);
    desk.assert_shows(&format!("↓ {} more", rows - height));
    desk.keys("end");
    desk.assert_shows(&format!("↑ {} more", rows - height));
    desk.keys("up");
    desk.assert_shows(&format!("↑ {} more", rows - height));
}

#[test]
fn clicks_find_lines_and_problems_on_every_layout() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        let area = desk.program.state.panes.areas.checks.checklist;
        let screen = desk.screen();
        let row = screen.lines().position(|line| line.contains("[ ] ✗ update title")).unwrap() as u16;
        desk.event(click(area.x + 8, row));
        desk.assert_shows("┏ Checklist");
        assert!(desk.words().contains("Line 3 of 9"), "{}", desk.screen());
        let problems = desk.program.state.panes.areas.checks.problems;
        desk.event(click(problems.x + 8, problems.y + 2));
        assert!(desk.words().contains("Problem 3 of 38"), "{}", desk.screen());
        desk.event(Input::Resize(width, height));
        desk.assert_shows("┏ Problems");
    }
}

#[test]
fn the_reason_why_a_draft_is_open_goes_when_work_begins() {
    let mut desk = Desk::open(80, 24);
    desk.keys("down");
    assert!(desk.words().contains("draft.md: the next issue"), "{}", desk.screen());
    desk.select("A mast in the fog").keys("enter \"x\"");
    assert!(!desk.words().contains("draft.md: the next issue"), "{}", desk.screen());
}

#[test]
fn tab_goes_from_pane_to_pane_and_shift_tab_back() {
    use copydesk::tui::Pane;
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut desk = Desk::open(width, height);
        for (key, pane) in [
            ("shift-tab", Pane::Checks),
            ("shift-tab", Pane::Work),
            ("shift-tab", Pane::Outline),
            ("tab", Pane::Work),
            ("shift-tab", Pane::Outline),
            ("tab", Pane::Work),
            ("tab", Pane::Checks),
            ("tab", Pane::Outline),
        ] {
            desk.keys(key);
            assert_eq!(desk.program.state.panes.focus, pane, "{key}\n{}", desk.screen());
        }
        desk.keys("shift-tab").assert_shows("┏ Problems");
    }
}

#[test]
fn a_section_is_opened_at_its_first_slot_that_is_not_filled() {
    let mut desk = Desk::open(80, 24);
    desk.select("News From Around").keys("enter").assert_shows("Gulls over a rock");
    assert!(desk.screen().contains("Alt text"), "{}", desk.screen());
    // All are filled: the first one.
    let mut desk = Desk::with(80, 24, |text| {
        let (head, rest) = text.split_once("[![Gulls over a rock]").unwrap();
        let (_, tail) = rest.split_once("## Coming Soon").unwrap();
        format!("{head}## Coming Soon{tail}")
    });
    desk.select("News From Around").keys("enter").assert_shows("A jar with a ring of lights");
    assert!(desk.screen().contains("Alt text"), "{}", desk.screen());
}

#[test]
fn what_is_typed_in_the_file_after_a_section_is_opened_leaves_its_heading_alone() {
    // A section without slots, and the whole file from a section with some.
    let with_blank = "## Coming Soon / New\n\n";
    let change = |text: &str| {
        let (head, rest) = text.split_once(with_blank).unwrap();
        let (_, tail) = rest.split_once("## New Boards").unwrap();
        format!("{head}{with_blank}## New Boards{tail}")
    };
    let mut desk = Desk::with(80, 24, change);
    let before = desk.text().to_owned();
    desk.select("Coming Soon").keys("enter \"Nothing yet.\"");
    assert_eq!(desk.text(), before.replace(with_blank, "## Coming Soon / New\nNothing yet.\n"));
    for heading in ["## News From Around the Web\n", "## Feature\n"] {
        let mut desk = Desk::open(80, 24);
        let title = heading.trim().trim_start_matches("## ");
        desk.select(&title[..title.len().min(24)]).keys("W \"A line\"");
        assert!(desk.text().contains(&format!("\n{heading}A line\n")), "{title}\n{}", desk.screen());
    }
}
