//! The user's own `config.yml`: theme, mouse, images, keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::desk::FileError;
use crate::preview::Tunnel;
use crate::tui::TuiError;
use crate::tui::action::{KeyContext, Keymap, Spec, find_action};
use crate::tui::app::job::clipboard::ClipboardProgram;
use crate::tui::ask::{Answer, Questions};
use crate::tui::characters::{Characters, NAMES as CHARACTERS};
use crate::tui::images::{Means, NAMES as IMAGES};
use crate::tui::key::Key;
use crate::tui::theme::{Background, Colours, NAMES, Theme, ThemeChoice};

/// The user's settings.
#[derive(Clone, Debug)]
pub struct Config {
    pub theme: Theme,
    pub choice: ThemeChoice,
    /// How many colours the terminal has.
    pub colours: Colours,
    pub mouse: bool,
    pub keys: Keymap,
    /// How images are shown.
    pub images: Means,
    /// Questions to the terminal.
    pub questions: Questions,
    pub characters: Characters,
    /// True if the program runs in tmux, which passes images on only if they are wrapped for it.
    pub tmux: bool,
    /// The programs that set and read the clipboard of this desktop.
    pub clipboard: Vec<ClipboardProgram>,
    /// The user's own folder, where images are looked for.
    pub home: Option<PathBuf>,
    /// True if the preview is opened in a browser of this machine.
    pub opens_browser: bool,
    /// The way to this machine from that of the user, over ssh.
    pub tunnel: Option<Tunnel>,
}

/// What has to be drawn again after an answer of the terminal. Colours are in every frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redrawn {
    Colours,
    Images,
    Screen,
}

impl Default for Config {
    /// The defaults.
    fn default() -> Self {
        Self::plain(false)
    }
}

impl Config {
    pub fn plain(no_color: bool) -> Config {
        let choice = if no_color { ThemeChoice::None } else { ThemeChoice::AsBackground };
        let colours = Colours::Rgb;
        let images = if no_color { Means::Off } else { Means::HalfBlocks { true_colour: true } };
        Config {
            theme: choice.theme(colours, Background::default()),
            choice,
            colours,
            mouse: true,
            keys: Keymap::default(),
            images,
            questions: Questions::default(),
            characters: Characters::default(),
            tmux: false,
            clipboard: Vec::new(),
            home: None,
            opens_browser: false,
            tunnel: None,
        }
    }

    /// Takes the terminal's background, which decides about the theme unless the user has chosen one.
    pub fn set_background(&mut self, background: Background) {
        self.theme = self.choice.theme(self.colours, background);
    }

    /// Takes an answer of the terminal, and says what has to be drawn again for it.
    pub fn take(&mut self, answer: Answer) -> Redrawn {
        match answer {
            Answer::Background(background) => self.set_background(background),
            // Where characters are wide, the cells of its images are too.
            Answer::ShowsKitty if self.characters == Characters::Ascii => {}
            // It has answered twice.
            Answer::ShowsKitty if self.images == Means::Kitty => {}
            Answer::ShowsKitty => {
                self.images = Means::Kitty;
                return Redrawn::Images;
            }
            // Kitty's images are the better ones, where it shows both.
            Answer::ShowsSixels if self.images == Means::Kitty => {}
            Answer::ShowsSixels => {
                self.images = Means::Sixel;
                return Redrawn::Images;
            }
            Answer::WideCharacters => {
                self.use_ascii();
                return Redrawn::Screen;
            }
            Answer::Nothing => {}
        }
        Redrawn::Colours
    }

    /// Draws with characters that are one cell everywhere. Half blocks are none of them.
    pub fn use_ascii(&mut self) {
        self.characters = Characters::Ascii;
        if matches!(self.images, Means::HalfBlocks { .. }) {
            self.images = Means::Off;
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    theme: Option<String>,
    mouse: Option<bool>,
    images: Option<String>,
    characters: Option<String>,
    #[serde(default)]
    keys: BTreeMap<String, Keys>,
    #[serde(default)]
    letters: BTreeMap<String, Keys>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Several(Vec<String>),
}

impl Keys {
    fn parse(self) -> Result<Vec<Key>, String> {
        let keys = match self {
            Keys::One(key) => vec![key],
            Keys::Several(keys) => keys,
        };
        let parse = |key: &String| {
            Key::parse(key).ok_or_else(|| format!("'{key}' is not a key; write it like ctrl-s"))
        };
        keys.iter().map(parse).collect()
    }
}

fn action_named(name: &str) -> Result<&'static Spec, String> {
    find_action(name)
        .ok_or_else(|| format!("there is no action '{name}'; the help of the desk names them all"))
}

/// Reads the user's configuration, if there is one.
///
/// # Errors
///
/// If it cannot be read, or is wrong.
pub fn load() -> Result<Config, TuiError> {
    let path = path();
    let yaml = match path.as_ref().map(std::fs::read_to_string) {
        None => String::new(),
        Some(Ok(yaml)) => yaml,
        Some(Err(error)) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Some(Err(source)) => return Err(FileError::Read { path: path.unwrap_or_default(), source }.into()),
    };
    with_file(&yaml).map_err(|what| TuiError::Config { path: path.unwrap_or_default(), what })
}

/// The configuration that follows from the environment alone.
pub fn without_file() -> Config {
    with_file("").unwrap_or_default()
}

fn with_file(yaml: &str) -> Result<Config, String> {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let config = parse(yaml, no_color, &variable)?;
    let tmux = !variable("TMUX").is_empty();
    let clipboard = ClipboardProgram::of_desktop(&variable);
    let tunnel = Tunnel::new(&|name| Some(variable(name)).filter(|value| !value.is_empty()));
    let opens_browser = tunnel.is_none();
    Ok(Config { home: etcetera::home_dir().ok(), tmux, clipboard, opens_browser, tunnel, ..config })
}

/// The path of the user's configuration, which need not exist.
pub fn path() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join(Path::new("copydesk").join("config.yml")))
}

fn parse(yaml: &str, no_color: bool, variable: &dyn Fn(&str) -> String) -> Result<Config, String> {
    let file: Option<File> = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
    let file = file.unwrap_or_default();
    let mut config = Config::plain(no_color);
    if let Some(name) = file.theme.filter(|_| !no_color) {
        config.choice = ThemeChoice::by_name(&name)
            .ok_or_else(|| format!("there is no theme '{name}'; there are {}", NAMES.join(", ")))?;
    }
    config.colours = Colours::from_environment(variable);
    // The terminal's answer comes later, if there is one.
    config.set_background(Background::from_colorfgbg(&variable("COLORFGBG")).unwrap_or_default());
    config.mouse = file.mouse.unwrap_or(true);
    let images = file.images.as_deref().unwrap_or("auto");
    let (means, question) =
        Means::by_name(images, config.choice == ThemeChoice::None, config.colours, variable).ok_or_else(
            || format!("there is no way '{images}' to show images; there are {}", IMAGES.join(", ")),
        )?;
    config.images = means;
    let characters = file.characters.as_deref().unwrap_or("auto");
    if !CHARACTERS.contains(&characters) {
        return Err(format!("there are no characters '{characters}'; there are {}", CHARACTERS.join(", ")));
    }
    config.questions = Questions::new(question, characters == "auto", variable);
    if characters == "ascii" {
        config.use_ascii();
    }
    for (name, keys) in file.keys {
        config.keys.set(action_named(&name)?.action, keys.parse()?)?;
    }
    for (name, letters) in file.letters {
        let spec = action_named(&name)?;
        if spec.letters.is_empty() && spec.context != KeyContext::Anywhere {
            return Err(format!("'{name}' is not in the menu of a text; set its key under `keys:`"));
        }
        config.keys.set_letters(spec.action, letters.parse()?);
    }
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::{Action, KeyContext};

    fn parse(yaml: &str, no_color: bool) -> Result<Config, String> {
        super::parse(yaml, no_color, &|name| {
            if name == "TERM" { "xterm-kitty".into() } else { String::new() }
        })
    }

    #[test]
    fn images_are_shown_as_asked_for() {
        // Kitty is asked for its version first.
        assert!(matches!(parse("", false).unwrap().images, Means::HalfBlocks { .. }));
        assert_eq!(parse("images: kitty\n", false).unwrap().images, Means::Kitty);
        assert_eq!(parse("images: off\n", false).unwrap().images, Means::Off);
        assert_eq!(parse("images: sixel\n", false).unwrap().images, Means::Sixel);
        assert_eq!(parse("", true).unwrap().images, Means::Off);
        assert_eq!(parse("theme: none\n", false).unwrap().images, Means::Off);
    }

    #[test]
    fn characters_of_one_cell_can_be_chosen() {
        let ascii = parse("characters: ascii\n", false).unwrap();
        assert_eq!((ascii.characters, ascii.images), (Characters::Ascii, Means::Off));
        assert!(!ascii.questions.width);
        let auto = parse("", false).unwrap();
        assert_eq!(auto.characters, Characters::Unicode);
        assert!(auto.questions.width);
        assert!(!parse("characters: unicode\n", false).unwrap().questions.width);
    }

    #[test]
    fn keys_and_theme_can_be_changed() {
        let config =
            parse("theme: light\nmouse: false\nkeys:\n  save: [ctrl-w, f2]\n  quit: ctrl-x\n", false)
                .unwrap();
        assert_eq!(config.theme.name, "light");
        assert!(!config.mouse);
        assert_eq!(config.keys.label(Action::Save), "Ctrl-W");
        assert_eq!(config.keys.label(Action::Quit), "Ctrl-X");
        assert_eq!(parse("theme: light\n", true).unwrap().theme.name, "none");
        assert_eq!(parse("", false).unwrap().theme.name, "dark");
    }

    #[test]
    fn the_theme_follows_the_background_unless_it_is_chosen() {
        let colorfgbg = |value: &'static str, yaml: &str| {
            super::parse(yaml, false, &|name| match name {
                "TERM" => "rxvt-unicode-256color".into(),
                "COLORFGBG" => value.into(),
                _ => String::new(),
            })
        };
        let mut light = colorfgbg("0;15", "").unwrap();
        assert_eq!(light.theme.name, "light");
        assert_eq!(colorfgbg("15;0", "").unwrap().theme.name, "dark");
        assert_eq!(colorfgbg("0;15", "theme: dark\n").unwrap().theme.name, "dark");
        // The terminal's own answer counts more.
        light.set_background(Background::Dark);
        assert_eq!(light.theme.name, "dark");
        let mut chosen = colorfgbg("15;0", "theme: light\n").unwrap();
        chosen.set_background(Background::Dark);
        assert_eq!(chosen.theme.name, "light");
        let mut plain = parse("", true).unwrap();
        plain.set_background(Background::Light);
        assert_eq!(plain.theme.name, "none");
        let by_background = |background| {
            let mut config = parse("theme: high-contrast\n", false).unwrap();
            config.set_background(background);
            config.theme
        };
        assert_ne!(by_background(Background::Dark), by_background(Background::Light));
    }

    #[test]
    fn keys_of_overlays_can_be_changed() {
        let config = parse(
            "keys: {gather-tick: x, import-take: [ctrl-t], apply-waiver: ctrl-s, bring-in: ctrl-b}\n",
            false,
        );
        let keys = config.unwrap().keys;
        let x = Key::parse("x").unwrap();
        assert_eq!(keys.first(x, &[KeyContext::Gather]), Some(Action::GatherTick));
        assert_eq!(keys.first(Key::parse("space").unwrap(), &[KeyContext::Gather]), None);
        assert_eq!(keys.label(Action::ImportTake), "Ctrl-T");
        assert_eq!(keys.label(Action::ApplyWaiver), "Ctrl-S");
        assert_eq!(keys.label(Action::ImportImage), "Ctrl-B");
    }

    #[test]
    fn a_key_that_would_no_longer_be_typed_is_refused_with_the_reason() {
        for (yaml, key) in [
            ("keys: {save: s}\n", "'s'"),
            ("keys: {undo: [ctrl-_, u]}\n", "'u'"),
            ("keys: {push: space}\n", "'Space'"),
            ("keys: {next-pane: enter}\n", "'Enter'"),
            ("keys: {add-row: '+'}\n", "'+'"),
            ("keys: {bold: b}\n", "'b'"),
            ("keys: {close-waiver: q}\n", "'q'"),
        ] {
            let said = parse(yaml, false).unwrap_err();
            assert!(said.starts_with(key) && said.contains("would no longer be typed"), "{said}");
        }
        let said = parse("keys: {push: p}\n", false).unwrap_err();
        assert!(said.contains("`letters:`"), "{said}");
        assert!(parse("keys: {bold: '_', add-slot: '+'}\n", false).is_ok());
    }

    #[test]
    fn letters_can_be_changed() {
        let keys = parse("letters: {push: h, row-up: [u]}\n", false).unwrap().keys;
        let h = Key::parse("h").unwrap();
        assert_eq!(keys.first(h, &[KeyContext::NotInText]), Some(Action::Push), "history has lost it");
        assert_eq!(keys.label_in(Action::Push, KeyContext::Form), "Ctrl-X h");
        assert_eq!(keys.label_in(Action::RowUp, KeyContext::Form), "Ctrl-X u");
    }

    #[test]
    fn a_key_of_the_configuration_comes_before_that_of_the_table() {
        let keys = parse("keys: {quit: ctrl-x, history: ctrl-s}\n", false).unwrap().keys;
        let action = |key| keys.action(Key::parse(key).unwrap(), KeyContext::Form);
        assert_eq!(action("ctrl-x"), Some(Action::Quit));
        assert_eq!(action("ctrl-s"), Some(Action::History));
    }

    #[test]
    fn the_sample_of_the_pages_takes_no_command_s_last_key() {
        let page = include_str!("../../docs/desk.md");
        let (_, sample) = page.split_once("```yaml\ntheme: ").unwrap();
        let (sample, _) = sample.split_once("```").unwrap();
        let config = parse(&format!("theme: {sample}"), false).unwrap();
        assert_eq!(config.keys.label(Action::Save), "Ctrl-S");
        assert_eq!(config.keys.losses(), None);
    }

    #[test]
    fn mistakes_are_reported() {
        for (yaml, part) in [
            ("theme: pink\n", "high-contrast"),
            ("keys: {fly: f2}\n", "no action 'fly'"),
            ("keys: {save: hyper-q}\n", "is not a key"),
            ("images: fax\n", "halfblocks"),
            ("characters: runes\n", "ascii"),
            ("letters: {fly: f}\n", "no action 'fly'"),
            ("letters: {tick: t}\n", "under `keys:`"),
        ] {
            assert!(parse(yaml, false).unwrap_err().contains(part));
        }
    }
}
