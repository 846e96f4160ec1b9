//! Colours, frames and bars: what has the keys, and what the terminal says about itself.

use copydesk::tui::{Answer, Background, Characters, Colours, ThemeChoice};
use ratatui::style::{Color, Modifier};

use super::*;

impl Desk {
    fn choose_theme(&mut self, choice: ThemeChoice, colours: Colours, background: Background) {
        let config = &mut self.program.state.config;
        (config.choice, config.colours) = (choice, colours);
        config.set_background(background);
        self.program.finish_jobs();
    }

    /// The colours and attributes of each row where `x` is, if it is a bar over the whole width.
    fn bars(&self, area: ratatui::layout::Rect) -> Vec<(u16, Color, Color, bool)> {
        let buffer = self.program.buffer();
        let look = |x: u16, y: u16| {
            let cell = &buffer[(x, y)];
            (cell.fg, cell.bg, cell.modifier.contains(Modifier::REVERSED))
        };
        let is_bar = |y: &u16| {
            let first = look(area.x, *y);
            (first.1 != Color::Reset || first.2) && (area.left()..area.right()).all(|x| look(x, *y) == first)
        };
        let rows = (area.top()..area.bottom()).filter(is_bar);
        rows.map(|y| (y, look(area.x, y).0, look(area.x, y).1, look(area.x, y).2)).collect()
    }

    /// How many frames are drawn as that of the pane with the keys.
    fn focused_frames(&self) -> usize {
        self.screen().matches(['┏', '╔']).count()
    }
}

#[test]
fn the_selection_is_one_bar_and_grey_where_the_keys_are_elsewhere() {
    let mut desk = Desk::open(200, 60);
    desk.select("Listening to a Salt Marsh");
    let outline = desk.program.state.panes.areas.outline;
    let [(row, _, _, is_reversed)] = desk.bars(outline)[..] else { panic!("{}", desk.screen()) };
    assert!(is_reversed);
    desk.keys("tab");
    let [(same, text, grey, is_reversed)] = desk.bars(outline)[..] else { panic!("{}", desk.screen()) };
    assert_eq!((same, is_reversed), (row, false));
    assert_eq!((text, grey), (Color::Indexed(16), Color::Indexed(246)));
}

#[test]
fn only_what_has_the_keys_has_the_frame_of_the_focus() {
    let mut desk = Desk::open(200, 60);
    for _ in 0..3 {
        assert_eq!(desk.focused_frames(), 1, "{}", desk.screen());
        desk.keys("tab");
    }
    // The checklist and the problems are two lists of one pane.
    desk.keys("tab tab").assert_shows("┏ Checklist");
    assert_eq!(desk.focused_frames(), 1, "{}", desk.screen());
    desk.keys("end").assert_shows("┏ Problems");
    assert_eq!(desk.focused_frames(), 1, "{}", desk.screen());
    for opens in [":", "?", "l"] {
        desk.keys(opens);
        assert_eq!(desk.focused_frames(), 1, "{opens}\n{}", desk.screen());
        desk.keys("esc");
    }
}

#[test]
fn the_history_shows_whether_the_list_or_the_diff_has_the_keys() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        desk.select("Front matter").keys("enter \"A week\" ctrl-s ctrl-g ctrl-g alt-h");
        let selected = |desk: &Desk| {
            let screen = desk.screen();
            let y = screen.lines().position(|line| line.contains("Mira Example")).unwrap() as u16;
            desk.program.buffer()[(2, y)].modifier.contains(Modifier::REVERSED)
        };
        assert!(selected(&desk), "{}", desk.screen());
        assert!(!desk.screen().contains(['━', '┃']), "{}", desk.screen());
        desk.keys("enter");
        assert!(!selected(&desk), "{}", desk.screen());
        assert!(desk.screen().contains(['━', '┃']), "{}", desk.screen());
    }
}

#[test]
fn the_terminal_says_which_theme_it_needs() {
    let mut desk = Desk::open(120, 40);
    assert_eq!(desk.program.state.config.theme.name, "dark");
    desk.program.send(Event::Answered(Answer::Background(Background::Light)));
    assert_eq!(desk.program.state.config.theme.name, "light");
    desk.choose_theme(ThemeChoice::Dark, Colours::Indexed, Background::Dark);
    desk.program.send(Event::Answered(Answer::Background(Background::Light)));
    assert_eq!(desk.program.state.config.theme.name, "dark", "it was chosen");
    desk.program.send(Event::Answered(Answer::Nothing));
}

#[test]
fn no_screen_has_a_colour_that_a_palette_decides_about() {
    let fixed = |colour: Color| match colour {
        Color::Reset | Color::Rgb(..) => true,
        Color::Indexed(index) => index >= 16,
        _ => false,
    };
    for choice in [ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::HighContrast, ThemeChoice::None] {
        for keys in ["", "f4", "f1", "ctrl-p", "tab enter", "tab tab end", "ctrl-g", "l", "alt-h", "space"] {
            let mut desk = Desk::open(120, 40);
            desk.choose_theme(choice, Colours::Indexed, Background::Dark);
            desk.keys(keys);
            for cell in &desk.program.buffer().content {
                assert!(fixed(cell.fg) && fixed(cell.bg), "{choice:?} {keys}: {cell:?}");
                assert!(!cell.modifier.contains(Modifier::DIM), "{choice:?} {keys}: {cell:?}");
            }
        }
    }
}

#[test]
fn where_ambiguous_characters_take_two_cells_frames_and_marks_are_ascii() {
    use unicode_width::UnicodeWidthStr as _;
    let mut desk = Desk::open(80, 24);
    desk.program.send(Event::Answered(Answer::WideCharacters));
    assert_eq!(desk.program.state.config.characters, Characters::Ascii);
    for keys in ["", "tab tab", "enter", "f1", "esc ctrl-p", "esc f4"] {
        desk.keys(keys);
        for line in desk.screen().lines() {
            // All that is left are letters of texts.
            let wide: String = line.chars().filter(|c| !c.is_alphanumeric() && !c.is_ascii()).collect();
            assert_eq!(wide.width_cjk(), wide.width(), "{keys}: {line}");
        }
    }
    let mut desk = Desk::open(80, 24);
    desk.program.send(Event::Answered(Answer::WideCharacters));
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("ascii-80x24", desk.screen());
    });
}

#[test]
fn the_selected_problem_is_shown_whole_on_a_large_screen() {
    let mut desk = Desk::open(200, 60);
    desk.keys("tab tab end");
    let problems = desk.program.state.session.problem_count();
    for _ in 0..problems {
        let screen = desk.screen();
        let lines: Vec<&str> = screen.lines().collect();
        let detail = lines.iter().rposition(|line| line.contains("┌ Problem ")).unwrap();
        let right: Vec<String> =
            lines[detail..].iter().map(|line| line.chars().skip(144).collect()).collect();
        let text = right.join("\n");
        assert!(text.contains('['), "the rule:\n{text}");
        assert!(!text.contains(" more"), "{text}");
        desk.keys("up");
    }
}
