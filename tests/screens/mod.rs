//! The whole program on a screen of its own: keys → screen, on the demo newsletter.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;

use copydesk::desk::{Workspace, choose, lay_out_demo};
use copydesk::tui::{Config, Event, Headless, open};
use crossterm::event::{
    Event as Input, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 6, 3);

/// How often a key is pressed until something is reached. The demo has fewer problems, lines and steps to undo.
const MOST_TIMES: usize = 1_000;

/// The screens that each view is drawn on.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

struct Desk {
    dir: tempfile::TempDir,
    program: Headless,
}

impl Desk {
    fn open(width: u16, height: u16) -> Desk {
        Desk::with(width, height, str::to_owned)
    }

    /// The desk on a draft that is a little different.
    fn changed(change: impl Fn(&str) -> String) -> Desk {
        Desk::with(140, 40, change)
    }

    fn with(width: u16, height: u16, change: impl Fn(&str) -> String) -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let draft = lay_out_demo(dir.path(), TODAY).unwrap();
        let text = std::fs::read_to_string(&draft).unwrap();
        std::fs::write(&draft, change(&text)).unwrap();
        let config = dir.path().join(".git/config");
        let mut text = std::fs::read_to_string(&config).unwrap();
        text.push_str(
            "[user]\n\tname = Mira Example\n\temail = mira@example.org\n[commit]\n\tgpgsign = false\n",
        );
        std::fs::write(config, text).unwrap();
        let program = start(&dir, width, height);
        Desk { dir, program }
    }

    /// Types keys: words such as `enter` or `ctrl-s`, and text in double quotes.
    fn keys(&mut self, keys: &str) -> &mut Desk {
        let mut rest = keys.trim();
        while !rest.is_empty() {
            if let Some(quoted) = rest.strip_prefix('"') {
                let (text, after) = quoted.split_once('"').unwrap();
                for c in text.chars() {
                    self.press(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
                }
                rest = after.trim_start();
            } else {
                let (key, after) = rest.split_once(' ').unwrap_or((rest, ""));
                self.press(key_of(key));
                rest = after.trim_start();
            }
        }
        self
    }

    /// Presses keys again and again until something is reached.
    #[track_caller]
    fn keys_until(&mut self, keys: &str, is_reached: impl Fn(&Desk) -> bool) -> &mut Desk {
        for _ in 0..MOST_TIMES {
            if is_reached(self) {
                return self;
            }
            self.keys(keys);
        }
        panic!("{keys} does not lead there in {MOST_TIMES} times:\n{}", self.screen());
    }

    fn press(&mut self, key: KeyEvent) {
        self.program.send(Event::Terminal(Input::Key(key)));
    }

    fn event(&mut self, event: Input) {
        self.program.send(Event::Terminal(event));
    }

    fn screen(&self) -> String {
        self.program.screen()
    }

    fn text(&self) -> &str {
        self.program.state.session.draft.text()
    }

    fn draft(&self) -> PathBuf {
        self.program.state.session.document.path.clone()
    }

    fn on_disk(&self) -> String {
        std::fs::read_to_string(self.draft()).unwrap()
    }

    /// What the last key said.
    fn said(&self) -> &str {
        &self.program.state.message.text
    }

    /// Fails where these words are not on the screen.
    fn assert_shows(&self, words: &str) {
        assert!(self.screen().contains(words), "no {words:?} in\n{}", self.screen());
    }

    /// Selects the first line of the outline with these words.
    fn select(&mut self, words: &str) -> &mut Desk {
        self.keys("home");
        for _ in 0..100 {
            let selected = self.selected();
            if selected.contains(words) {
                return self;
            }
            self.keys("down");
        }
        panic!("no line '{words}' in the outline:\n{}", self.screen());
    }

    /// The text of the reversed line, which is the selected one.
    fn selected(&self) -> String {
        let buffer = self.program.buffer();
        let area = self.program.state.panes.areas.outline;
        for y in area.y..area.bottom() {
            let cell = &buffer[(area.x, y)];
            if cell.modifier.contains(ratatui::style::Modifier::REVERSED) {
                return (area.x..area.right()).map(|x| buffer[(x, y)].symbol()).collect();
            }
        }
        String::new()
    }
}

fn start(dir: &tempfile::TempDir, width: u16, height: u16) -> Headless {
    let workspace = Workspace::find(dir.path()).unwrap();
    let listing = workspace.listing();
    let choice = choose(&workspace, &listing, None, TODAY).unwrap();
    let journals = dir.path().join(".git/journals");
    let state = open(workspace, listing, &choice, TODAY, Config::default(), Some(&journals)).unwrap();
    Headless::new(state, width, height)
}

/// The event of a key, by its name.
fn event(key: &str) -> Event {
    Event::Terminal(Input::Key(key_of(key)))
}

fn key_of(name: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    loop {
        if let Some(inner) = rest.strip_prefix("ctrl-") {
            modifiers |= KeyModifiers::CONTROL;
            rest = inner;
        } else if let Some(inner) = rest.strip_prefix("alt-") {
            modifiers |= KeyModifiers::ALT;
            rest = inner;
        } else if let Some(inner) = rest.strip_prefix("shift-") {
            modifiers |= KeyModifiers::SHIFT;
            rest = inner;
        } else {
            break;
        }
    }
    let code = match rest {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        one if one.chars().count() == 1 => KeyCode::Char(one.chars().next().unwrap()),
        f => KeyCode::F(
            f.strip_prefix('f').and_then(|n| n.parse().ok()).unwrap_or_else(|| panic!("no key {f}")),
        ),
    };
    KeyEvent::new(code, modifiers)
}

mod asked;
mod browser;
mod burst;
mod checking;
mod checks;
mod committing;
mod disk;
mod drafts;
mod dragged;
mod empty;
mod fields;
mod fill;
mod finding;
mod first;
mod gallery;
mod hidden;
mod history;
mod images;
mod import;
mod keys;
mod look;
mod mail;
mod merging;
mod parts;
mod plain;
mod problems;
mod same;
mod server;
mod themes;
mod unasked;
mod undoing;
mod unused;
mod watched;

fn mouse(kind: MouseEventKind, (column, row): (u16, u16)) -> Input {
    Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
}

fn click(column: u16, row: u16) -> Input {
    mouse(MouseEventKind::Down(MouseButton::Left), (column, row))
}
