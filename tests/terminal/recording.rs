//! A short session in the demo, recorded frame by frame: the README's image that moves.

use std::path::Path;

use copydesk::tui::Background;

use crate::support::screens::motion::{Frame, buffer, elements, motion};
use crate::support::screens::svg::Look;
use crate::terminal::{Desk, World, key};

/// The most bytes that the image may have, so that the README is shown at once.
const MOST_BYTES: usize = 300_000;

/// The frame that is shown where people want no motion.
const STILL: &str = "Enter opens it as a form";

struct Recorder {
    desk: Desk,
    look: Look,
    /// The image that is kept; empty if it is recorded again.
    kept: String,
    frames: Vec<Frame>,
}

impl Recorder {
    /// Adds the screen once it has all of these texts, for some tenths of a second. Checks may finish after a key:
    /// if there is an image, the screen is awaited that the image has.
    fn frame(&mut self, caption: &str, time: u32, texts: &[&str]) -> &mut Recorder {
        let (look, kept) = (self.look, &self.kept);
        let made =
            |screen: &vt100::Screen| Frame { screen: buffer(screen), caption: caption.to_owned(), time };
        let what = format!(
            "{texts:?} as in assets/run.svg; `INSTA_UPDATE=always cargo test --test runner terminal::recording` records it again"
        );
        self.desk.wait(&what, |screen| {
            let contents = screen.contents();
            texts.iter().all(|text| contents.contains(text))
                && (kept.is_empty()
                    || elements(&made(screen), look).iter().all(|one| kept.contains(one.as_str())))
        });
        let frame = made(self.desk.emulator());
        self.frames.push(frame);
        self
    }

    fn keys(&mut self, keys: &str) -> &mut Recorder {
        self.desk.keys(keys);
        self
    }
}

#[test]
fn the_moving_image_shows_the_program_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/run.svg");
    let is_recorded = std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always");
    let kept = if is_recorded { String::new() } else { std::fs::read_to_string(&path).unwrap() };
    let world = World::demo();
    world.config("images: off\ntheme: dark\n");
    world.git(&["config", "user.name", "Mira Example"]);
    world.git(&["config", "user.email", "mira@example.org"]);
    let desk = world.desk(&[], 120, 34);
    let mut recorder =
        Recorder { desk, look: Look::new(Background::Dark), kept: kept.clone(), frames: Vec::new() };
    session(&mut recorder);
    let still = recorder.frames.iter().position(|frame| frame.caption == STILL).unwrap();
    let image = motion(&recorder.frames, still, recorder.look);
    recorder.desk.quit();
    assert!(image.len() < MOST_BYTES, "{} bytes", image.len());
    if is_recorded {
        std::fs::write(&path, image).unwrap();
        return;
    }
    assert!(
        image == kept,
        "assets/run.svg is out of date; `INSTA_UPDATE=always cargo test --test runner terminal::recording` records it again"
    );
}

/// An item is filled, safe fixes are made, and the commit is shown.
fn session(recorder: &mut Recorder) {
    recorder.frame("copydesk opens the next issue's draft", 30, &["19 filled", "38 problems"]);
    recorder.desk.select("Gulls over a rock");
    recorder.frame("This item has an image and a source, but no text", 30, &["half filled", "550×310 9 kB"]);
    recorder.keys(key::ENTER).frame(STILL, 25, &["── Markdown", "550×310 9 kB"]);
    let checked = ["20 filled", "37 problems"];
    for part in ["Forty gulls", " on one rock,", " counted by a", " camera that", " sleeps by day"] {
        let shown = [&checked[..], &[part.trim()]].concat();
        recorder.keys(part).frame("You type; the Markdown follows", 6, &shown);
    }
    recorder.frame("You type; the Markdown follows", 15, &checked);
    recorder.keys(key::ESC).frame("Esc goes back: the item is filled", 25, &["┏ Outline", "20 filled"]);
    recorder.keys("F").frame("F shows what all safe fixes would change", 35, &["All safe fixes — "]);
    recorder.keys(key::ENTER).frame("Enter makes them, as one step of undo", 25, &["undoes all of it"]);
    recorder.keys("]").frame("] goes from problem to problem", 25, &["1 of "]);
    recorder.keys(key::CTRL_G);
    let commit = "Ctrl-G saves, and shows what will be committed";
    recorder.frame(commit, 45, &["What will be committed", "Author ", "slots filled"]);
    recorder.desk.keys(key::ESC).wait_gone("What will be committed").wait_saved();
}
