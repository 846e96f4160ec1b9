//! What a key that does nothing was probably meant to do.

use crate::tui::action::{ACTIONS, Action, KeyContext, Spec};
use crate::tui::app::state::State;
use crate::tui::key::Key;
use crate::tui::keymap::Keymap;

/// Keys of other programs, each with the action that it is in most of them.
const HABITS: &[(&str, Action)] = &[
    ("q", Action::Quit),
    ("ctrl-w", Action::Quit),
    ("s", Action::Save),
    ("c", Action::Commit),
    ("z", Action::Undo),
    ("r", Action::Redo),
    ("p", Action::NextPane),
    ("ctrl-f", Action::SearchPane),
    ("ctrl-n", Action::AddSlot),
    ("+", Action::AddSlot),
    ("ctrl-d", Action::RemoveSlot),
    ("-", Action::RemoveSlot),
    ("backspace", Action::RemoveSlot),
    ("ctrl-o", Action::Drafts),
    ("ctrl-t", Action::Palette),
    ("ctrl-k", Action::Palette),
    ("ctrl-h", Action::Help),
];

/// Says that a key does nothing here, and names the key that was probably meant.
pub(crate) fn tell(state: &mut State, key: Key) {
    let pane = state.key_context();
    let said = match meant(key, pane, &state.config.keys) {
        Some(Meant::Other(spec)) => {
            format!("; {}: {}", state.key_label(spec.action), deed(spec))
        }
        Some(Meant::Elsewhere(spec)) => {
            format!("; {} it is: {}", lowercase(spec.context.title()), deed(spec))
        }
        None => String::new(),
    };
    let (menu, help) = (state.key_label(Action::Menu), state.key_label(Action::Help));
    state.say(format!("{} does nothing here{said}. {menu} lists what does, {help} all keys.", key.label()));
}

/// The same in a list or a view with these contexts, which are empty while text is typed.
pub(crate) fn tell_in_overlay(state: &mut State, key: Key, contexts: &[KeyContext]) {
    let keys = &state.config.keys;
    let types = key.character().is_some() && !contexts.is_empty();
    if !types || keys.first(key, contexts).is_some() {
        return;
    }
    let other = key.swap_case().and_then(|other| spec_of(keys.first(other, contexts)?));
    let free = |action| keys.free_label(action, contexts);
    let (menu, help) = (free(Action::Menu), free(Action::Help));
    // One row has to be enough.
    state.overlay_note = match other {
        Some(spec) => {
            let (key, other) = (key.label(), keys.label(spec.action));
            format!("{key} does nothing here; {other}: {}; {help} lists all keys", deed(spec))
        }
        None => format!("{} does nothing here; {menu} lists what does, {help} all keys", key.label()),
    };
}

enum Meant {
    /// An action with another key.
    Other(&'static Spec),
    /// The action of the key in another pane.
    Elsewhere(&'static Spec),
}

fn meant(key: Key, pane: KeyContext, keys: &Keymap) -> Option<Meant> {
    let here = Keymap::contexts_of(pane);
    let is_here = |spec: &Spec| here.contains(&spec.context);
    let habit = HABITS.iter().find(|(name, _)| Key::parse(name) == Some(key));
    let habit = habit.and_then(|(_, action)| spec_of(*action)).filter(|spec| is_here(spec));
    let elsewhere = || {
        let panes = [KeyContext::Outline, KeyContext::Checks, KeyContext::Form, KeyContext::Editor];
        spec_of(keys.first(key, &panes)?)
    };
    let other_case = || spec_of(keys.first(key.swap_case()?, here)?);
    let open = || {
        let first = if pane == KeyContext::Checks { Action::GoTo } else { Action::Open };
        spec_of(first).filter(|spec| is_here(spec) && key.character().is_some())
    };
    habit
        .map(Meant::Other)
        .or_else(|| elsewhere().map(Meant::Elsewhere))
        .or_else(|| other_case().or_else(open).map(Meant::Other))
}

fn spec_of(action: Action) -> Option<&'static Spec> {
    ACTIONS.iter().find(|spec| spec.action == action)
}

/// What an action does, to follow a colon: "remove the slot".
fn deed(spec: &Spec) -> String {
    lowercase(spec.help.split([';', ',', '(']).next().unwrap_or(spec.help).trim_end())
}

fn lowercase(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(key: &str, pane: KeyContext) -> Option<(&'static str, bool)> {
        match meant(Key::parse(key).unwrap(), pane, &Keymap::default())? {
            Meant::Other(spec) => Some((spec.name, false)),
            Meant::Elsewhere(spec) => Some((spec.name, true)),
        }
    }

    #[test]
    fn a_habit_is_the_key_of_nothing_in_the_outline() {
        for (name, _) in HABITS {
            let key = Key::parse(name).unwrap();
            assert_eq!(Keymap::default().action(key, KeyContext::Outline), None, "{name}");
        }
    }

    #[test]
    fn the_action_that_was_meant_is_found() {
        assert_eq!(said("q", KeyContext::Outline), Some(("quit", false)));
        assert_eq!(said("ctrl-d", KeyContext::Outline), Some(("remove-slot", false)));
        assert_eq!(said("v", KeyContext::Outline), Some(("show-fix", true)));
        assert_eq!(said("ctrl-f", KeyContext::Form), Some(("find", true)));
        assert_eq!(said("A", KeyContext::Outline), Some(("add-slot", false)));
        assert_eq!(said("ö", KeyContext::Outline), Some(("open", false)));
        assert_eq!(said("ö", KeyContext::Checks), Some(("go-to", false)));
        assert_eq!(said("f9", KeyContext::Form), None);
    }
}
