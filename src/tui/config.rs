//! The user's own `config.yml`: theme, mouse, keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::action::{ACTIONS, Keymap};
use super::key::Key;
use super::theme::{NAMES, Theme};
use crate::desk::DeskError;

/// What the user chose.
#[derive(Clone, Debug)]
pub struct Config {
    pub theme: Theme,
    pub mouse: bool,
    pub keys: Keymap,
}

impl Default for Config {
    /// What holds where nothing is chosen.
    fn default() -> Self {
        Self::plain(false)
    }
}

impl Config {
    pub fn plain(no_color: bool) -> Config {
        let name = if no_color { "none" } else { "dark" };
        let theme = Theme::by_name(name).unwrap_or_else(Theme::fallback);
        Config { theme, mouse: true, keys: Keymap::default() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    theme: Option<String>,
    mouse: Option<bool>,
    #[serde(default)]
    keys: BTreeMap<String, Keys>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Several(Vec<String>),
}

/// Reads the user's configuration, where there is one.
///
/// # Errors
///
/// What is wrong with it, in a sentence.
pub fn load() -> Result<Config, DeskError> {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let Some(path) = path() else { return Ok(Config::plain(no_color)) };
    match std::fs::read_to_string(&path) {
        Ok(yaml) => parse(&yaml, no_color).map_err(|what| DeskError::Config { path, what }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::plain(no_color)),
        Err(source) => Err(DeskError::Read { path, source }),
    }
}

fn path() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.config_dir().join(Path::new("copydesk").join("config.yml")))
}

fn parse(yaml: &str, no_color: bool) -> Result<Config, String> {
    let file: Option<File> = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
    let file = file.unwrap_or_default();
    let mut config = Config::plain(no_color);
    if let Some(name) = file.theme.filter(|_| !no_color) {
        config.theme = Theme::by_name(&name)
            .ok_or_else(|| format!("there is no theme '{name}'; there are {}", NAMES.join(", ")))?;
    }
    config.mouse = file.mouse.unwrap_or(true);
    for (name, keys) in file.keys {
        let spec = ACTIONS.iter().find(|spec| spec.name == name);
        let spec =
            spec.ok_or_else(|| format!("there is no action '{name}'; the help overlay (F1) names them all"))?;
        let keys = match keys {
            Keys::One(key) => vec![key],
            Keys::Several(keys) => keys,
        };
        let keys: Result<Vec<Key>, String> = keys
            .iter()
            .map(|key| Key::parse(key).ok_or_else(|| format!("'{key}' is no key; write it like ctrl-s")))
            .collect();
        config.keys.set(spec.action, keys?);
    }
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Action;

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
    fn slips_are_told() {
        for (yaml, part) in [
            ("theme: pink\n", "high-contrast"),
            ("keys: {fly: f2}\n", "no action 'fly'"),
            ("keys: {save: hyper-q}\n", "is no key"),
        ] {
            assert!(parse(yaml, false).unwrap_err().contains(part));
        }
    }
}
