//! Everything that a key can ask for: one table with its name, its keys and its help, from which
//! the key hints, the help overlay, the palette and the user's configuration are made.

use crate::tui::key::Key;

/// Where an action can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere but in an overlay.
    Anywhere,
    Outline,
    Checks,
    /// A form of fields.
    Form,
    /// The whole file as Markdown.
    Editor,
    /// The picker of pictures.
    Picker,
    /// What both sides of a merge changed.
    Conflict,
}

impl Place {
    pub fn title(self) -> &'static str {
        match self {
            Place::Anywhere => "Anywhere",
            Place::Outline => "In the outline",
            Place::Checks => "In the checklist and the problems",
            Place::Form => "In a form",
            Place::Editor => "In the whole file",
            Place::Picker => "While a picture is chosen",
            Place::Conflict => "Where both sides of a merge changed something",
        }
    }
}

macro_rules! actions {
    ($($action:ident $place:ident $name:literal [$($key:literal),*] $help:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($action),+ }

        pub const ACTIONS: &[Spec] = &[
            $(Spec { action: Action::$action, place: Place::$place, name: $name, keys: &[$($key),*], help: $help }),+
        ];
    };
}

/// What is to be known of an action.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    pub action: Action,
    pub place: Place,
    /// Its name in the configuration.
    pub name: &'static str,
    pub keys: &'static [&'static str],
    pub help: &'static str,
}

actions! {
    Help Anywhere "help" ["f1"] "Show all keys";
    Palette Anywhere "palette" ["ctrl-p", "f2"] "Find a command, a section or a heading";
    Save Anywhere "save" ["ctrl-s"] "Save the draft";
    Commit Anywhere "commit" ["ctrl-g", "f9"] "See the diff and commit";
    Undo Anywhere "undo" ["alt-u"] "Undo";
    Redo Anywhere "redo" ["alt-r"] "Redo";
    NextPane Anywhere "next-pane" ["f6"] "Go to the next pane";
    NextProblem Anywhere "next-problem" ["f8"] "Go to the next problem";
    PreviousProblem Anywhere "previous-problem" ["shift-f8", "f7"] "Go to the problem before";
    FixFound Anywhere "fix-found" ["f5"] "Fix the current problem (safe fixes only)";
    WholeFile Anywhere "whole-file" ["f4"] "Edit the whole file as Markdown, or go back";
    CreateNext Anywhere "create-next" ["f10"] "Create the coming issue's draft";
    Mouse Anywhere "mouse" ["f12"] "Take the mouse, or let it go for the terminal's own selection";
    FetchRemote Anywhere "fetch-remote" ["alt-g"] "Fetch the remote draft; again cancels";
    MergeRemote Anywhere "merge-remote" ["alt-i"] "Merge what is new in the remote draft";
    Gather Anywhere "gather" ["f3"] "See the contributions that wait, and merge them";
    Import Anywhere "import" ["alt-o"] "Import what others wrote: notes, a report, a post …";
    CancelFitting Anywhere "cancel-fitting" ["alt-c"] "Cancel the picture that is being fitted";
    Redraw Anywhere "redraw" ["ctrl-l"] "Redraw";
    Suspend Anywhere "suspend" ["ctrl-z"] "Go back to the shell; `fg` returns";
    Quit Anywhere "quit" ["ctrl-q"] "Leave";

    Open Outline "open" ["enter"] "Open the slot in its form";
    AddSlot Outline "add-slot" ["a"] "Add an empty slot after this one";
    RemoveSlot Outline "remove-slot" ["d", "delete"] "Remove the slot";
    DropEmpty Outline "drop-empty" ["shift-d", "D"] "Drop the empty slots of this section";
    LeaveOut Outline "leave-out" ["n"] "Leave the slot out this week";
    SlotUp Outline "slot-up" ["alt-up", "K"] "Move the slot up";
    SlotDown Outline "slot-down" ["alt-down", "J"] "Move the slot down";
    MoveTo Outline "move-to" ["m"] "Move the slot to another section";
    Fold Outline "fold" ["left"] "Fold the section";
    Unfold Outline "unfold" ["right"] "Unfold the section";
    FilterOpen Outline "only-open" ["o"] "Show only what is not filled yet, or all";

    GoTo Checks "go-to" ["enter"] "Go to the place";
    Tick Checks "tick" ["space"] "Tick the line, or take the tick back";
    Fix Checks "fix" ["f"] "Fix the problem (safe fixes only)";
    ShowFix Checks "show-fix" ["v"] "Show what the fix would change";
    Waive Checks "waive" ["w"] "Waive the problem, with a reason";

    NextField Form "next-field" ["tab"] "Go to the next field";
    PreviousField Form "previous-field" ["shift-tab"] "Go to the field before";
    AddRow Form "add-row" ["ctrl-n"] "Add a line, or a source to the story";
    RemoveRow Form "remove-row" ["ctrl-d"] "Remove the line from the list";
    RowUp Form "row-up" ["alt-up"] "Move the line up";
    RowDown Form "row-down" ["alt-down"] "Move the line down";
    RowTo Form "row-to" ["alt-m"] "Move the line to another list";
    ChooseImage Form "choose-image" ["ctrl-o"] "Choose a picture, fit it and bring it in";
    CloseForm Form "close-form" ["esc"] "Back to the outline; what was typed stays";

    Find Editor "find" ["ctrl-f"] "Find, and replace";
    FindNext Editor "find-next" ["f3"] "Find the next one";
    FindPrevious Editor "find-previous" ["shift-f3"] "Find the one before";
    Heading Editor "heading" ["ctrl-t"] "Go to a heading";
    OpenSlot Editor "open-slot" ["ctrl-o"] "Open the slot at the cursor in its form";
    CloseEditor Editor "close-editor" ["esc"] "Back to the outline; what was typed stays";

    BringIn Picker "bring-in" ["enter"] "Fit the picture and bring it in";
    FolderUp Picker "folder-up" ["alt-up", "ctrl-o"] "Go one folder up; so does Backspace where nothing is typed";
    KeepOriginal Picker "keep-original" ["ctrl-k"] "Keep the original beside it, in originals/, or not";
    ClosePicker Picker "close-picker" ["esc"] "Choose no picture";

    KeepMine Conflict "keep-mine" ["m"] "Keep mine";
    TakeTheirs Conflict "take-theirs" ["t"] "Take theirs";
    TakeBoth Conflict "take-both" ["b"] "Take both, mine first";
    EditConflicts Conflict "edit-conflicts" ["e"] "Edit, with markers around what is not chosen";
    NextConflict Conflict "next-conflict" ["n", "right", "tab"] "Go to the next conflict";
    PreviousConflict Conflict "previous-conflict" ["p", "left", "shift-tab"] "Go to the conflict before";
    ApplyMerge Conflict "apply-merge" ["enter"] "Apply, once each is chosen";
    CloseConflict Conflict "close-conflict" ["esc"] "Decide later; nothing is written";
}

/// Which keys ask for which action.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: Vec<(Action, Place, Vec<Key>)>,
}

impl Default for Keymap {
    fn default() -> Self {
        let keys = ACTIONS
            .iter()
            .map(|spec| {
                (spec.action, spec.place, spec.keys.iter().filter_map(|key| Key::parse(key)).collect())
            })
            .collect();
        Self { keys }
    }
}

impl Keymap {
    /// What a key asks for in a place: the place's own actions come first.
    pub fn action(&self, key: Key, place: Place) -> Option<Action> {
        let asked = |wanted: Place| {
            self.keys
                .iter()
                .find(|(_, place, keys)| *place == wanted && keys.contains(&key))
                .map(|(action, _, _)| *action)
        };
        asked(place).or_else(|| asked(Place::Anywhere))
    }

    pub fn set(&mut self, action: Action, keys: Vec<Key>) {
        if let Some((_, _, old)) = self.keys.iter_mut().find(|(known, _, _)| *known == action) {
            *old = keys;
        }
    }

    /// The first key of an action, as it is shown; empty where it has none.
    pub fn label(&self, action: Action) -> String {
        self.labels(action).into_iter().next().unwrap_or_default()
    }

    pub fn labels(&self, action: Action) -> Vec<String> {
        let keys =
            self.keys.iter().find(|(known, _, _)| *known == action).map(|(_, _, keys)| keys.as_slice());
        keys.unwrap_or(&[]).iter().map(|key| key.label()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_key_that_nothing_else_has_there() {
        let keymap = Keymap::default();
        for spec in ACTIONS {
            assert_eq!(keymap.labels(spec.action).len(), spec.keys.len(), "{}", spec.name);
            for key in spec.keys {
                let key = Key::parse(key).unwrap();
                assert_eq!(
                    keymap.action(key, spec.place),
                    Some(spec.action),
                    "{} {}",
                    spec.name,
                    key.label()
                );
            }
        }
    }
}
