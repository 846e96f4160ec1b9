//! Images: the messages about them, how they are shown, and how they are added to the draft.

use copydesk::lint::Severity;
use image::{Rgb, RgbImage};

use super::*;

impl Desk {
    /// An image beside the newsletter: stripes from corner to corner.
    fn image(&self, name: &str, width: u32, height: u32) -> PathBuf {
        let path = self.dir.path().join(".home").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let stripe = |x: u32, y: u32| {
            if ((x + y) / 90).is_multiple_of(2) { Rgb([20, 60, 90]) } else { Rgb([240, 220, 180]) }
        };
        RgbImage::from_fn(width, height, stripe).save(&path).unwrap();
        path
    }

    fn home(&mut self) -> PathBuf {
        let home = self.dir.path().join(".home");
        std::fs::create_dir_all(home.join("Pictures")).unwrap();
        self.program.state.config.home = Some(home.clone());
        home
    }

    /// Opens the form of an empty story, with its image in focus.
    fn empty_story(&mut self) -> &mut Desk {
        self.select("A buoy on the waves").keys("a");
        self.keys("enter");
        assert!(self.screen().contains("20260608/20260608"), "{}", self.screen());
        self
    }

    /// How many cells of the screen an image has.
    fn image_cells(&self) -> usize {
        let cells = self.program.buffer().content.iter();
        cells.filter(|cell| matches!(cell.bg, ratatui::style::Color::Rgb(..))).count()
    }
}

fn snapshot(name: &str, desk: &Desk) {
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, desk.screen());
    });
}

#[test]
fn a_form_tells_size_and_fault_of_an_image_and_shows_it() {
    let mut desk = Desk::open(120, 40);
    desk.select("Project of the Week").keys("enter");
    // The image of the story is beside its Markdown, whichever field has the focus.
    for _ in 0..8 {
        if desk.image_cells() > 100 {
            break;
        }
        desk.keys("tab");
    }
    let screen = desk.screen();
    assert!(screen.contains("! 800×450 16 kB — over 550 wide"), "{screen}");
    assert!(desk.image_cells() > 200, "{screen}");
}

#[test]
fn the_outline_shows_the_image_of_the_selected_slot() {
    let mut desk = Desk::open(120, 40);
    desk.select("A buoy on the waves");
    assert!(desk.screen().contains("280×160"), "{}", desk.screen());
    let cells = desk.image_cells();
    assert!(cells > 200, "{}", desk.screen());
    snapshot("picture-preview", &desk);
    desk.keys("home");
    assert_eq!(desk.image_cells(), 0, "{}", desk.screen());
}

#[test]
fn images_can_be_switched_off() {
    let mut desk = Desk::open(120, 40);
    desk.program.state.config.images = copydesk::tui::Means::Off;
    desk.select("A buoy on the waves");
    assert!(desk.screen().contains("280×160"), "{}", desk.screen());
    assert_eq!(desk.image_cells(), 0);
}

#[test]
fn images_in_pixels_leave_the_screen_with_their_view_and_under_a_popup() {
    let mut desk = Desk::open(120, 40);
    desk.program.state.config.images = copydesk::tui::Means::Sixel;
    desk.program.cell = Some((10, 20));
    // The first cell of an image holds all of it; the others are left alone.
    let shown = |desk: &Desk| {
        let cells = desk.program.buffer().content.iter();
        cells.filter(|cell| cell.symbol().contains("\u{1b}P")).count()
    };
    desk.select("A buoy on the waves");
    assert_eq!(shown(&desk), 1);
    desk.keys("f1");
    assert_eq!(shown(&desk), 0);
    desk.keys("esc");
    assert_eq!(shown(&desk), 1);
    desk.keys("f4");
    assert_eq!(shown(&desk), 0);
}

#[test]
fn an_image_in_pixels_stays_under_an_overlay_beside_it() {
    let mut desk = Desk::open(200, 90);
    desk.program.state.config.images = copydesk::tui::Means::Sixel;
    desk.program.cell = Some((10, 20));
    let cells = |desk: &Desk| {
        let buffer = desk.program.buffer();
        let first = buffer.content.iter().position(|cell| cell.symbol().contains("\u{1b}P"));
        first.map(|at| buffer.pos_of(at))
    };
    desk.select("A buoy on the waves");
    let place = cells(&desk);
    assert!(place.is_some());
    desk.keys("alt-o").assert_shows("meeting notes");
    assert_eq!(cells(&desk), place, "{}", desk.screen());
    // Over it, nothing is left of it.
    desk.keys("esc f1");
    assert_eq!(cells(&desk), None);
}

#[test]
fn a_form_shows_its_image_on_a_small_screen_too() {
    let mut desk = Desk::open(80, 24);
    desk.select("Project of the Week").keys("enter");
    for _ in 0..8 {
        if desk.image_cells() > 100 {
            break;
        }
        desk.keys("tab");
    }
    let screen = desk.screen();
    assert!(desk.image_cells() > 100, "{screen}");
    desk.assert_shows("lamp.jpg");
    desk.assert_shows("── Markdown");
}

#[test]
fn kitty_gets_an_image_once_and_its_place_with_each_frame() {
    let mut desk = Desk::open(120, 40);
    desk.program.state.config.images = copydesk::tui::Means::Kitty;
    desk.program.cell = Some((10, 20));
    let count = |desk: &Desk, part: &str| {
        desk.program.buffer().content.iter().filter(|cell| cell.symbol().contains(part)).count()
    };
    desk.select("A buoy on the waves");
    assert_eq!(count(&desk, "\u{1b}_G"), 1);
    let place = count(&desk, "\u{10eeee}");
    // 28 by 8 cells of 10 by 20 pixels.
    assert_eq!(place, 28 * 8);
    desk.keys("f1");
    assert_eq!(count(&desk, "\u{10eeee}"), 0);
    desk.keys("esc");
    assert_eq!((count(&desk, "\u{10eeee}"), count(&desk, "\u{1b}_G")), (place, 0));
}

#[test]
fn the_picker_finds_shows_and_brings_in() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut desk = Desk::open(width, height);
        let home = desk.home();
        desk.image("Pictures/kite over the pier.png", 1100, 600);
        desk.image("Pictures/trip/gull.png", 300, 200);
        desk.empty_story().keys("enter \"kite\"");
        assert!(desk.screen().contains("Choose an image — ~/Pictures"), "{}", desk.screen());
        assert!(desk.screen().contains("1,100×600"), "{}", desk.screen());
        assert!(desk.image_cells() > 100, "{}", desk.screen());
        snapshot(&format!("picker-{width}"), &desk);
        let before = desk.text().to_owned();
        desk.keys("enter");
        let reference = "../assets/20260608/20260608kite-over-the-pier.";
        assert!(desk.text().contains(reference), "{}\n{}", desk.screen(), desk.text());
        assert!(desk.screen().contains("1,100×600"), "{}", desk.screen());
        let folder = desk.dir.path().join("assets/20260608");
        let made = std::fs::read_dir(folder)
            .unwrap()
            .flatten()
            .find(|entry| entry.file_name().to_string_lossy().starts_with("20260608kite-over-the-pier."));
        let size = image::image_dimensions(made.unwrap().path()).unwrap();
        assert!(size.0 <= 550, "{size:?}");
        desk.keys("alt-u");
        assert_eq!(desk.text(), before, "one step of undo");
        // The next time, the picker begins where the last image was.
        desk.keys("ctrl-o");
        assert!(desk.screen().contains("trip/gull.png"), "{}", desk.screen());
        desk.keys("backspace alt-up");
        assert!(desk.screen().contains("Choose an image — ~/ "), "{}", desk.screen());
        desk.keys("\"~/Pictures/trip/\"");
        assert!(desk.screen().contains("Choose an image — ~/Pictures/trip "), "{}", desk.screen());
        assert!(!desk.screen().contains("kite over"), "{}", desk.screen());
        desk.keys("esc");
        assert_eq!(desk.text(), before);
        assert!(home.join("Pictures/trip/gull.png").is_file());
    }
}

#[test]
fn a_dropped_file_is_brought_in_and_what_is_none_is_text() {
    let mut desk = Desk::open(120, 40);
    let path = desk.image("a gull's nest.png", 700, 300);
    desk.empty_story();
    let before = desk.text().to_owned();
    desk.event(Input::Paste(format!("'{}'", path.display().to_string().replace('\'', "'\\''"))));
    assert!(desk.text().contains("../assets/20260608/20260608a-gull"), "{}", desk.text());
    desk.keys("alt-u");
    assert_eq!(desk.text(), before);
    // No such file: it is text, as it was pasted.
    desk.keys("ctrl-u");
    desk.event(Input::Paste("/assets/20260608/none.jpg".into()));
    assert!(desk.text().contains("](/assets/20260608/none.jpg)"), "{}", desk.text());
}

#[test]
fn a_drop_beside_the_image_field_finds_it_and_several_at_once_are_told() {
    let mut desk = Desk::open(120, 40);
    let gull = desk.image("gull.png", 700, 300).display().to_string();
    let kite = desk.image("kite.png", 300, 200).display().to_string();
    desk.empty_story();
    let before = desk.text().to_owned();
    desk.event(Input::Paste(format!("'{gull}' '{kite}'")));
    assert!(desk.screen().contains("Drop one image at a time"), "{}", desk.screen());
    desk.event(Input::Paste("/nowhere/at/all.png".into()));
    assert!(desk.screen().contains("/nowhere/at/all.png"), "{}", desk.screen());
    assert_eq!(desk.text(), before);
    // The keys are in another field; the image goes where images go.
    desk.keys("tab \"A gull\"");
    desk.event(Input::Paste(gull));
    assert!(desk.text().contains("![A gull](../assets/20260608/20260608gull."), "{}", desk.text());
    let before = desk.text().to_owned();
    desk.event(Input::Paste(kite.clone()));
    assert!(desk.screen().contains("This story has an image"), "{}", desk.screen());
    desk.keys("esc f4");
    desk.event(Input::Paste(kite));
    assert!(desk.screen().contains("An image is dropped on a story"), "{}", desk.screen());
    assert_eq!(desk.text(), before);
}

#[test]
fn a_slot_with_an_image_of_its_own_is_begun() {
    let mut desk = Desk::open(120, 40);
    let gull = desk.image("gull.png", 700, 300).display().to_string();
    desk.empty_story();
    desk.event(Input::Paste(gull));
    desk.keys("esc");
    assert!(desk.screen().contains("◐ "), "{}", desk.screen());
    desk.keys("D");
    assert!(desk.text().contains("20260608gull."), "dropped with the empty slots: {}", desk.screen());
}

#[test]
fn a_file_that_goes_or_comes_while_the_desk_is_open_is_noticed() {
    let mut desk = Desk::open(120, 40);
    let buoy = desk.dir.path().join("assets/20260608/20260608ferry.jpg");
    let missing = |desk: &Desk| {
        let mut problems = desk.program.state.session.diagnostics.iter();
        problems.any(|one| one.rule == "missing-image" && one.message.contains("ferry"))
    };
    let bytes = std::fs::read(&buoy).unwrap();
    assert!(!missing(&desk));
    for (keys, event) in [("ctrl-s", None), ("ctrl-l", None), ("", Some(Input::FocusGained))] {
        for is_there in [false, true] {
            if is_there {
                std::fs::write(&buoy, &bytes).unwrap()
            } else {
                std::fs::remove_file(&buoy).unwrap()
            }
            match &event {
                Some(event) => desk.event(event.clone()),
                None => {
                    desk.keys(keys);
                }
            };
            assert_eq!(missing(&desk), !is_there, "{keys} {event:?}");
        }
    }
}

#[test]
fn one_of_the_issues_own_images_is_referred_to_as_it_is() {
    let mut desk = Desk::open(120, 40);
    let own = desk.dir.path().join("assets/20260608/20260608ferry.jpg");
    desk.empty_story();
    desk.event(Input::Paste(format!("file://{}", own.display())));
    assert!(desk.text().matches("../assets/20260608/20260608ferry.jpg").count() > 1, "{}", desk.text());
}

#[test]
fn one_of_the_issues_own_images_that_is_too_wide_is_fitted_where_it_is() {
    let mut desk = Desk::open(120, 40);
    let own = desk.dir.path().join("assets/20260608/20260608own.png");
    RgbImage::from_pixel(900, 300, Rgb([20, 60, 90])).save(&own).unwrap();
    desk.empty_story();
    desk.event(Input::Paste(own.display().to_string()));
    assert!(desk.text().contains("../assets/20260608/20260608own."), "{}", desk.text());
    assert!(desk.screen().contains("900×300"), "{}", desk.screen());
    assert!(desk.screen().contains("▣ 550×183"), "{}", desk.screen());
}

#[test]
fn a_commit_waits_for_the_image_that_is_being_fitted() {
    let mut desk = Desk::open(120, 40);
    let path = desk.image("kite.png", 700, 300);
    desk.empty_story();
    let paste = Event::Terminal(Input::Paste(path.display().to_string()));
    copydesk::tui::update(&mut desk.program.state, paste);
    desk.keys("ctrl-g");
    assert!(desk.screen().contains("kite.png is being fitted; commit when it is there"), "{}", desk.screen());
}

#[test]
fn an_image_that_cannot_be_fitted_leaves_the_draft_as_it_was() {
    let mut desk = Desk::open(120, 40);
    let path = desk.image("torn.png", 700, 300);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    desk.empty_story();
    let before = desk.text().to_owned();
    desk.event(Input::Paste(path.display().to_string()));
    assert_eq!(desk.text(), before);
    assert!(desk.screen().contains("torn.png"), "{}", desk.screen());
}

#[test]
fn what_is_typed_while_an_image_is_fitted_stays_and_the_image_finds_its_field() {
    let mut desk = Desk::open(120, 40);
    let path = desk.image("kite.png", 700, 300);
    desk.empty_story();
    // The job is done by hand, after more was typed.
    let paste = Event::Terminal(Input::Paste(path.display().to_string()));
    let jobs = copydesk::tui::update(&mut desk.program.state, paste);
    desk.keys("tab \"A kite\"");
    assert!(desk.screen().contains("fitting kite.png … 0 % — Ctrl-X x cancels"), "{}", desk.screen());
    for job in jobs {
        let done = copydesk::tui::run_job(job, &std::sync::Mutex::default());
        desk.program.send(Event::Done(Box::new(done)));
    }
    assert!(desk.text().contains("![A kite](../assets/20260608/20260608kite."), "{}", desk.text());
    assert!(desk.screen().contains("▣ 550×236"), "{}", desk.screen());
    desk.keys("\"s\"");
    assert!(desk.text().contains("![A kites](../assets/"), "the cursor stays: {}", desk.screen());
}

#[test]
fn a_field_that_is_gone_is_told_with_what_to_write() {
    let mut desk = Desk::open(120, 40);
    let path = desk.image("kite.png", 700, 300);
    desk.empty_story();
    let paste = Event::Terminal(Input::Paste(path.display().to_string()));
    let jobs = copydesk::tui::update(&mut desk.program.state, paste);
    desk.keys("esc d");
    let before = desk.text().to_owned();
    for job in jobs {
        let done = copydesk::tui::run_job(job, &std::sync::Mutex::default());
        desk.program.send(Event::Done(Box::new(done)));
    }
    assert_eq!(desk.text(), before);
    let screen = desk.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.contains("Its field is gone; write ../assets/20260608/20260608kite."), "{screen}");
}

#[test]
fn a_problem_with_a_file_is_fixed_in_place() {
    let mut desk = Desk::open(160, 50);
    let wide =
        |desk: &Desk| desk.program.state.session.diagnostics.iter().any(|one| one.rule == "wide-image");
    assert!(wide(&desk));
    desk.keys("f6 f6");
    for _ in 0..100 {
        if desk.screen().contains("The file: 800×450") {
            break;
        }
        desk.keys("down");
    }
    let place =
        |desk: &Desk| desk.program.state.panes.checks.place(&desk.program.state.session).unwrap().start;
    let before = place(&desk);
    desk.keys("f");
    assert!(!wide(&desk), "{}", desk.screen());
    // What comes next in the text is selected, not what comes to stand in the same row.
    let next = desk.program.state.session.diagnostics.iter().map(|one| one.span.start);
    assert_eq!(Some(place(&desk)), next.filter(|start| *start >= before).min());
    assert!(desk.screen().contains("800×450"), "{}", desk.screen());
}

#[test]
fn an_image_that_nothing_shows_any_more_is_reported() {
    let mut desk = Desk::open(120, 40);
    let path = desk.image("kite.png", 700, 300);
    desk.empty_story();
    let reported = |desk: &Desk| {
        let problems = desk.program.state.session.diagnostics.iter();
        problems.filter(|one| one.rule == "unused-image" && one.message.contains("20260608kite.")).count()
    };
    desk.event(Input::Paste(path.display().to_string()));
    assert_eq!(reported(&desk), 0);
    desk.keys("alt-u");
    assert_eq!(reported(&desk), 1, "{:?}", desk.program.state.session.diagnostics);
}

#[test]
fn the_background_tells_what_only_pixels_tell() {
    let mut desk = Desk::open(120, 40);
    let folder = desk.dir.path().join("assets/20260608");
    std::fs::copy(folder.join("20260608ferry.jpg"), folder.join("20260608again.jpg")).unwrap();
    let same = |desk: &Desk| {
        let problems = desk.program.state.session.diagnostics.iter();
        problems
            .filter(|one| one.message.contains("20260608again.jpg"))
            .map(|one| one.rule)
            .collect::<Vec<_>>()
    };
    desk.empty_story().keys("\"again.jpg\" tab \"A ferry\"");
    assert!(desk.text().contains("20260608again.jpg"), "{}", desk.text());
    assert_eq!(same(&desk), ["duplicate-image"]);
}

#[test]
fn an_image_that_earlier_issues_have_is_a_warning_as_in_lint() {
    let banner = "![Guides](../assets/20260608/20260608guides.png)";
    let mut desk = Desk::changed(|text| {
        text.replacen("## New Learn Guides\n", &format!("## New Learn Guides\n\n{banner}\n"), 1)
    });
    let severity = |desk: &Desk| {
        let mut problems = desk.program.state.session.diagnostics.iter();
        let one = problems.find(|one| one.rule == "missing-image" && one.message.contains("guides.png"));
        one.map(|one| one.severity)
    };
    assert_eq!(severity(&desk), Some(Severity::Error), "{}", desk.screen());
    let last = desk.dir.path().join("assets/20260601/20260601guides.png");
    std::fs::create_dir_all(last.parent().unwrap()).unwrap();
    std::fs::write(&last, b"of the last issue").unwrap();
    desk.keys("ctrl-l");
    assert_eq!(severity(&desk), Some(Severity::Warning), "{}", desk.screen());
}
