//! The main screens in every theme and at three sizes, and a page that shows them side by side.

use std::fmt::Write as _;

use copydesk::desk::{Workspace, choose, lay_out_demo};
use copydesk::tui::{Background, Colours, Config, Event, Headless, Means, ThemeChoice, open};
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};

use super::svg::{Look, svg};

/// The screens: their names, what they show, and the keys that lead there.
const SCREENS: [(&str, &str, &[KeyCode]); 4] = [
    ("first", "The first screen: the outline", &[]),
    (
        "form",
        "A story as a form",
        &[KeyCode::Down, KeyCode::Down, KeyCode::Down, KeyCode::Down, KeyCode::Down, KeyCode::Enter],
    ),
    ("problems", "The checklist and the problems", &[KeyCode::Tab, KeyCode::Tab, KeyCode::End, KeyCode::Up]),
    ("file", "The whole file", &[KeyCode::F(4), KeyCode::PageDown]),
];

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

const THEMES: [(ThemeChoice, Background); 4] = [
    (ThemeChoice::Dark, Background::Dark),
    (ThemeChoice::Light, Background::Light),
    (ThemeChoice::HighContrast, Background::Dark),
    (ThemeChoice::None, Background::Dark),
];

type Failure = Box<dyn std::error::Error>;

/// All files with their paths below `assets`.
pub fn files() -> Result<Vec<(String, String)>, Failure> {
    let mut files = vec![("screen.svg".to_owned(), image()?)];
    let mut page = String::from(
        "# Screens\n\nThe desk on the demo newsletter, drawn by `cargo run --example screenshot`. A test says when the \
         screens no longer look like this.\n",
    );
    for (screen, title, keys) in SCREENS {
        let _ = write!(page, "\n## {title}\n");
        for (width, height) in SIZES {
            let _ = write!(page, "\n### {width}×{height}\n\n");
            let mut program = desk(width, height)?;
            keys.iter().for_each(|key| program.send(event(*key)));
            for (choice, background) in THEMES {
                let config = &mut program.state.config;
                (config.choice, config.colours) = (choice, Colours::Rgb);
                config.set_background(background);
                program.finish_jobs();
                let theme = program.state.config.theme.name;
                let name = format!("{screen}-{theme}-{width}x{height}.svg");
                let _ = writeln!(page, "<img src=\"{name}\" width=\"49%\" alt=\"{title}, theme {theme}\">");
                files.push((format!("screens/{name}"), svg(program.buffer(), Look::new(background))));
            }
        }
    }
    files.push(("screens/README.md".to_owned(), page));
    Ok(files)
}

/// The image of the README: a story with its image.
fn image() -> Result<String, Failure> {
    let mut program = desk(160, 42)?;
    for _ in 0..5 {
        program.send(event(KeyCode::Down));
    }
    program.send(event(KeyCode::Enter));
    Ok(svg(program.buffer(), Look::new(Background::Dark)))
}

/// Opens the demo. Images are not shown: they are not what differs between themes.
fn desk(width: u16, height: u16) -> Result<Headless, Failure> {
    let today = jiff::civil::date(2026, 6, 3);
    let dir = tempfile::tempdir()?;
    lay_out_demo(dir.path(), today)?;
    let workspace = Workspace::find(dir.path())?;
    let listing = workspace.listing();
    let choice = choose(&workspace, &listing, None, today)?;
    let config = Config { images: Means::Off, ..Config::default() };
    let state = open(workspace, listing, &choice, today, config, None)?;
    Ok(Headless::new(state, width, height))
}

fn event(code: KeyCode) -> Event {
    Event::Terminal(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}
