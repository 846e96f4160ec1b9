//! Everything that a key can ask for: one table with its name, its keys and its help, from which
//! the key hints, the help overlay, the palette and the user's configuration are made.

pub use crate::tui::keymap::Keymap;

macro_rules! contexts {
    ($($(#[$doc:meta])* $context:ident $title:literal;)+) => {
        /// Where a key is pressed: a pane or an overlay, or a step of one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum KeyContext { $($(#[$doc])* $context),+ }

        impl KeyContext {
            /// All contexts, in the order of the help overlay.
            pub const ALL: &[KeyContext] = &[$(KeyContext::$context),+];

            /// The heading in the help overlay.
            pub fn title(self) -> &'static str {
                match self {
                    $(KeyContext::$context => $title),+
                }
            }

            /// True if letters are typed into a text here, so that none of them can be a key.
            pub fn is_text(self) -> bool {
                use KeyContext as Is;
                match self {
                    Is::Form | Is::Suggestion | Is::Pasted | Is::Editor | Is::Text | Is::Selection => true,
                    Is::Picker | Is::Find | Is::Waive | Is::Commit | Is::Palette | Is::Search => true,
                    Is::GatherText | Is::Import | Is::ImportAnswer => true,
                    Is::Add | Is::AddSection | Is::AddLine | Is::Anywhere => true,
                    _ => false,
                }
            }
        }
    };
}

contexts! {
    Outline "In the outline";
    /// A form of fields.
    Form "In a form";
    /// A field that a name or an address of an earlier issue is offered for, with the cursor behind its
    /// text, in addition to its own context.
    Suggestion "Where a value of an earlier issue is offered";
    /// A form with a pasted item that waits for an answer.
    Pasted "When the values of a pasted item are offered";
    /// The picker of images.
    Picker "While an image is chosen";
    /// The whole file as Markdown.
    Editor "In the whole file";
    /// A field of a form, or the whole file, in addition to its own context.
    Text "In a text of the draft";
    /// A text of Markdown, while words are selected in it, in addition to its own context.
    Selection "While text is selected";
    /// The lines above the whole file for what is found and its replacement.
    Find "While something is looked for";
    Checks "In the checklist and the problems";
    /// The panes that no text is typed in, in addition to their own context. The letters of the actions of
    /// `Anywhere` are keys here too.
    NotInText "Where no text is typed";
    /// The panes, in addition to their own context.
    Anywhere "Anywhere; letters where no text is typed, and after the menu's key in a text";
    Menu "In the menu";
    /// Conflicts of a merge.
    Conflict "Where both sides of a merge changed something";
    Fix "While a fix is shown";
    Waive "While a problem is waived";
    /// The commit's message and diff, in addition to the key that opens them.
    Commit "Before a commit";
    Drafts "In the list of drafts and past issues";
    PastIssue "While another issue is read";
    History "In the history of the draft";
    /// The palette and the other lists that letters are typed to filter.
    Palette "In the palette";
    Recover "When unsaved text of an earlier run is found";
    Leave "When something is not saved at the end";
    Deleted "When another program deleted the file";
    Switch "When another draft is opened and this one is not saved";
    NextIssue "Before the issue after the coming one is created";
    Notice "While a message is shown";
    Gather "In the list of contributions";
    GatherText "While a contribution is edited";
    GatherPreview "Before contributions are committed";
    Import "While a document is imported";
    ImportOffer "In the list that a document offers";
    /// A question that a document leaves open, in addition to `Import`.
    ImportAnswer "On a question about a document";
    /// The form of `copydesk add`.
    Add "In the form of `copydesk add`";
    AddSection "On the section of that form; words search it";
    AddLine "In a field of one line of that form";
    Help "In this help";
    Search "While a list is searched";
    /// Lists and texts that can be scrolled, in addition to their own context.
    List "In lists";
}

macro_rules! actions {
    ($($action:ident $context:ident $name:literal [$($key:literal),*] $([$($letter:literal),*])? $help:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($action),+ }

        pub const ACTIONS: &[Spec] = &[
            $(Spec {
                action: Action::$action,
                context: KeyContext::$context,
                name: $name,
                keys: &[$($key),*],
                letters: &[$($($letter),*)?],
                help: $help,
            }),+
        ];
    };
}

/// Metadata of an action.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    pub action: Action,
    pub context: KeyContext,
    /// Its name in the configuration.
    pub name: &'static str,
    /// The keys in the action's context.
    pub keys: &'static [&'static str],
    /// The keys in the menu of a text. Those of an action of [`KeyContext::Anywhere`] are keys of
    /// [`KeyContext::NotInText`] too.
    pub letters: &'static [&'static str],
    pub help: &'static str,
}

actions! {
    Help Anywhere "help" ["f1"] ["?"] "Show all keys";
    Menu Anywhere "menu" ["ctrl-x"] ["space", ","] "List what can be done here, each with its key";
    Palette Anywhere "palette" ["ctrl-p", "f2"] [":"] "Find a command, an item, a heading or a problem";
    Save Anywhere "save" ["ctrl-s"] "Save the draft";
    Commit Anywhere "commit" ["ctrl-g", "f9"] "See the diff and commit";
    Undo Anywhere "undo" ["ctrl-_", "alt-u"] ["u"] "Undo";
    Redo Anywhere "redo" ["ctrl-y", "alt-r"] ["U"] "Redo";
    NextPane Anywhere "next-pane" ["f6"] ["tab", "t"] "Go to the next pane";
    PreviousPane Anywhere "previous-pane" ["shift-f6"] ["shift-tab", "T"] "Go to the pane before";
    NextProblem Anywhere "next-problem" ["f8"] ["]", ">"] "Go to the next problem, in its field";
    PreviousProblem Anywhere "previous-problem" ["shift-f8", "f7"] ["[", "<"] "Go to the problem before, in its field";
    FixFound Anywhere "fix-problem" ["f5"] ["f"] "Fix the problem that the cursor is on";
    FixAll Anywhere "fix-all" [] ["F"] "Fix all that is safe, after a look at the changes";
    WaiveFound Anywhere "waive-problem" [] ["w"] "Waive the problem that the cursor is on, with a reason";
    NextEmpty Anywhere "next-empty" [] ["}"] "Go to the next empty slot";
    PreviousEmpty Anywhere "previous-empty" [] ["{"] "Go to the empty slot before";
    WholeFile Anywhere "whole-file" ["f4"] ["W"] "Edit the whole file as Markdown, or go back";
    ExternalEditor Anywhere "external-editor" [] ["e", "ctrl-e"] "Edit the slot, or the whole file, in $EDITOR";
    CreateNext Anywhere "create-next" ["f10"] ["N"] "Create the coming issue's draft, or the one after it";
    Drafts Anywhere "drafts" ["ctrl-r"] ["l"] "List drafts and past issues, to open or read one";
    History Anywhere "history" ["alt-h"] ["h"] "See the commits of this draft, and what each changed";
    Push Anywhere "push" ["alt-p"] ["P"] "Push the branch; again cancels";
    Preview Anywhere "preview" [] ["B"] "Show the issue in a browser, as its readers will see it";
    Mouse Anywhere "switch-mouse" ["f12"] ["S"] "Take the mouse, or let it go for the terminal's own selection";
    FetchRemote Anywhere "fetch-remote" ["alt-g"] ["R"] "Fetch the remote draft; again cancels";
    MergeRemote Anywhere "merge-remote" ["alt-i"] ["M"] "Merge what is new in the remote draft";
    Gather Anywhere "gather" ["f3"] ["C"] "See the contributions that wait, and merge them";
    Import Anywhere "import" ["alt-o"] ["i"] "Import what others wrote: notes, a report, a post …";
    CancelFitting Anywhere "cancel-fitting" ["alt-c"] ["x"] "Cancel the image that is being fitted";
    Redraw Anywhere "redraw" ["ctrl-l"] "Redraw";
    Suspend Anywhere "suspend" ["ctrl-z"] "Go back to the shell; `fg` returns";
    Quit Anywhere "quit" ["ctrl-q"] "Leave";

    SearchPane NotInText "search" ["/"] "Search the list for a word, and go to what is found";

    Copy NotInText "copy" ["ctrl-c", "y"] "Copy the text of the slot, or of the problem, to the clipboard";

    CloseMenu Menu "close-menu" ["esc"] "Close the menu; so does any key that is not in it";

    Open Outline "open" ["enter"] "Open the slot in its form";
    SelectNextProblem Outline "select-next-problem" ["]"] "Go to the line of the next problem, and stay in the outline";
    SelectPreviousProblem Outline "select-previous-problem" ["["] "Go to the line of the problem before, and stay in the outline";
    AddSlot Outline "add-slot" ["a"] "Add an empty slot after this one";
    RemoveSlot Outline "remove-slot" ["d", "delete"] "Remove the slot";
    DropEmpty Outline "drop-empty" ["shift-d", "D"] "Drop the empty slots of this section";
    LeaveOut Outline "leave-out" ["n"] "Leave the slot out this week";
    SlotUp Outline "move-slot-up" ["alt-up", "K"] "Move the slot up";
    SlotDown Outline "move-slot-down" ["alt-down", "J"] "Move the slot down";
    MoveTo Outline "move-to" ["m"] "Move the slot to another section";
    Fold Outline "fold" ["left"] "Fold the section";
    Unfold Outline "unfold" ["right"] "Unfold the section";
    FilterOpen Outline "unfilled-only" ["o"] "Show only what is not filled yet, or all";

    GoTo Checks "go-to" ["enter"] "Go to the place";
    Tick Checks "tick" ["space"] "Tick the line, or take the tick back";
    Fix Checks "fix" ["f"] "Fix the problem, after a look if the fix is not safe";
    ShowFix Checks "show-fix" ["v"] "Show what the fix would change";
    ErrorsOnly Checks "errors-only" ["e"] "Show and go to errors only, or all problems";
    Waive Checks "waive" ["w"] "Waive the problem, with a reason";

    NextField Form "next-field" ["tab"] "Go to the next field";
    PreviousField Form "previous-field" ["shift-tab"] "Go to the field before";
    AddRow Form "add-row" ["ctrl-n"] ["a"] "Add a line, or a source to the story";
    RemoveRow Form "remove-row" ["ctrl-d"] ["d"] "Remove the line from the list";
    RowUp Form "move-row-up" ["alt-up"] ["K"] "Move the line up";
    RowDown Form "move-row-down" ["alt-down"] ["J"] "Move the line down";
    RowTo Form "move-row-to" ["alt-m"] ["m"] "Move the line to another list";
    ChooseImage Form "choose-image" ["ctrl-o"] ["o"] "Choose an image, fit it and import it";
    CloseForm Form "close-form" ["esc"] "Back to the outline; what was typed stays";

    Complete Suggestion "complete" ["right", "ctrl-space"] "Take the first value that is offered";

    TakeValues Pasted "take-values" ["enter"] "Fill the fields with the values that were found";
    PasteAsText Pasted "paste-as-text" ["esc"] "Insert the text as it is; so does any other key";

    Find Editor "find" ["ctrl-f"] "Find, and replace";
    FindNext Editor "find-next" ["f3"] ["n"] "Find the next one";
    FindPrevious Editor "find-previous" ["shift-f3"] ["p"] "Find the one before";
    Heading Editor "heading" ["ctrl-t"] "Go to a heading";
    OpenSlot Editor "open-slot" ["ctrl-o"] "Open the slot at the cursor in its form";
    CloseEditor Editor "close-editor" ["esc"] "Back to the outline; what was typed stays";

    SelectAll Text "select-all" ["alt-a"] ["A"] "Select the whole text";
    Cut Text "cut" [] ["X"] "Cut what is selected; so does Ctrl-W";

    Link Selection "link" ["[", "ctrl-r"] ["k"] "Make a link; so does a pasted address";
    Bold Selection "bold" ["*", "ctrl-b"] ["b"] "Make it bold, or not";
    Code Selection "code" ["`"] ["c"] "Make it code, or not";

    NextMatch Find "next-match" ["enter", "down", "f3"] "Go to the next match; in the replacement, Enter replaces this one";
    PreviousMatch Find "previous-match" ["up", "shift-f3"] "Go to the match before";
    FindField Find "find-field" ["tab", "shift-tab"] "Go to the replacement, or back";
    FindCase Find "find-case" ["ctrl-t", "alt-c"] "Tell capitals and small letters apart, or not";
    FindWords Find "find-words" ["ctrl-b", "alt-w"] "Find whole words only, or parts too";
    ReplaceAll Find "replace-all" ["ctrl-r", "alt-enter"] "Replace every match";
    CloseFind Find "close-find" ["esc"] "Back to the text";

    ImportImage Picker "import-image" ["enter"] "Fit the image and import it";
    FolderUp Picker "folder-up" ["alt-up", "ctrl-o"] "Go one folder up; so does Backspace where nothing is typed";
    KeepOriginal Picker "keep-original" ["ctrl-k"] "Keep the original beside it, in originals/, or not";
    ClosePicker Picker "close-picker" ["esc"] "Choose no image";

    KeepMine Conflict "keep-mine" ["m"] "Keep mine";
    TakeTheirs Conflict "take-theirs" ["t"] "Take theirs";
    TakeBoth Conflict "take-both" ["b"] "Take both, mine first";
    EditConflicts Conflict "edit-conflicts" ["e"] "Edit it, with markers around it";
    NextConflict Conflict "next-conflict" ["n", "right", "tab"] "Go to the next conflict";
    PreviousConflict Conflict "previous-conflict" ["p", "left", "shift-tab"] "Go to the conflict before";
    ApplyMerge Conflict "apply-merge" ["enter"] "Apply, once each is chosen";
    CloseConflict Conflict "close-conflict" ["esc"] "Decide later; nothing is written";

    ApplyFix Fix "apply-fix" ["enter"] "Make the fix; so does the key that opened it in the list of problems";
    CloseFix Fix "close-fix" ["esc"] "Change nothing";

    ApplyWaiver Waive "apply-waiver" ["enter"] "Waive the problem";
    CloseWaiver Waive "close-waiver" ["esc"] "Waive nothing";

    ToDiff Commit "to-diff" ["tab", "shift-tab"] "Go to the diff, or back to the message";
    ToggleAmend Commit "toggle-amend" ["ctrl-t"] "Amend the last commit, or make a new one";
    CloseCommit Commit "close-commit" ["esc"] "Commit nothing; the message is kept";

    ChooseEntry Palette "choose-entry" ["enter"] "Run the command, or go to the place";
    ClosePalette Palette "close-palette" ["esc"] "Close the palette";

    RestoreText Recover "restore-text" ["r"] "Restore the text; undo takes it out again";
    DiscardText Recover "discard-text" ["d"] "Discard the text and keep the file";
    KeepForLater Recover "keep-for-later" ["l", "esc"] "Keep the text in a file of its own and decide later";
    SaveAndLeave Leave "save-and-leave" ["s"] "Save and leave";
    LeaveUnsaved Leave "leave-unsaved" ["d"] "Leave without saving";
    Stay Leave "stay" ["c", "esc"] "Stay";
    WriteAgain Deleted "write-again" ["w"] "Write the file again with the text of the desk";
    WriteNothing Deleted "write-nothing" ["c", "esc"] "Write nothing";
    SaveAndSwitch Switch "save-and-switch" ["s"] "Save, and open the other draft";
    KeepAndSwitch Switch "keep-and-switch" ["k"] "Keep the text unsaved for later, and open the other draft";
    StayInDraft Switch "stay-in-draft" ["c", "esc"] "Stay in this draft";
    CreateIssue NextIssue "create-issue" ["y", "enter"] "Create the draft and open it";
    CreateNothing NextIssue "create-nothing" ["c", "esc"] "Create nothing";

    OpenDraft Drafts "open-draft" ["enter"] "Open it";
    ReadIssue Drafts "read-issue" ["right", "r"] "Read it, and copy items from it";
    NewDraft Drafts "new-draft" ["n"] "Create the next issue's draft";
    CloseDrafts Drafts "close-drafts" ["esc", "q"] "Back to the draft";
    CopyItem PastIssue "copy-item" ["c", "enter"] "Copy the item into the same section of the open draft";
    PastTextDown PastIssue "past-text-down" ["J", "ctrl-n"] "Scroll its text down";
    PastTextUp PastIssue "past-text-up" ["K", "ctrl-p"] "Scroll its text up";
    ClosePast PastIssue "close-past" ["esc", "left", "q"] "Back to the list";
    HistoryDiff History "history-diff" ["enter", "tab"] "Scroll the diff, or go back to the commits";
    AmendLast History "amend-last" ["a"] "Amend the last commit, if no remote has it";
    PushHistory History "push-branch" ["P"] "Push the branch, and go back to the draft";
    CloseHistory History "close-history" ["esc", "q"] "Back to the draft";

    CloseNotice Notice "close-notice" ["esc", "enter", "space", "q"] "Close the message";

    GatherTick Gather "gather-tick" ["space"] "Tick the contribution, or take the tick back";
    GatherTickClean Gather "gather-tick-clean" ["a"] "Tick all that merge and have no problems";
    GatherMove Gather "gather-move" ["m", "right"] "Move what it adds to the next section";
    GatherMoveBack Gather "gather-move-back" ["M", "left"] "Move what it adds to the section before";
    GatherEdit Gather "gather-edit" ["e"] "Edit what it adds";
    GatherShow Gather "gather-show" ["b"] "Show it in a browser, as readers will see it";
    GatherMerge Gather "gather-merge" ["enter"] "Merge the ticked ones, and show the result";
    CloseGather Gather "close-gather" ["esc"] "Back to the draft; cancels a fetch";
    GatherTakeText GatherText "gather-take-text" ["ctrl-s"] "Take the edited text";
    GatherLeaveText GatherText "gather-leave-text" ["esc"] "Leave the text as it was";
    GatherCommit GatherPreview "gather-commit" ["enter"] "Commit the merged contributions";
    GatherTakeProblems GatherPreview "gather-take-problems" ["p"] "Take those with problems too";
    GatherBack GatherPreview "gather-back" ["esc"] "Back to the list";

    ImportNext Import "import-next" ["enter"] "Choose the kind, read the document, or answer the question";
    ImportInstead Import "import-instead" ["tab"] "Read the document as the kind that it looks like";
    ImportBack Import "import-back" ["esc"] "Back by one step; leaves a question open";
    AnswerNext ImportAnswer "answer-next" ["down", "tab"] "Go to the next answer";
    AnswerPrevious ImportAnswer "answer-previous" ["up", "shift-tab"] "Go to the answer before";
    ImportTake ImportOffer "import-take" ["enter"] "Take what is ticked";
    ImportTick ImportOffer "import-tick" ["space"] "Tick it, or take the tick back";
    ImportTickSafe ImportOffer "import-tick-safe" ["a"] "Tick all that is safe; again unticks all";
    ImportRemarks ImportOffer "import-remarks" ["r"] "Show the remarks on the document, or the list";

    AddNext Add "add-next" ["tab"] "Go to the next field";
    AddPrevious Add "add-previous" ["shift-tab"] "Go to the field before";
    AddCommit Add "add-commit" ["ctrl-s"] "Commit the contribution";
    AddPush Add "add-push" ["ctrl-p"] "Commit and push the contribution";
    CloseAdd Add "close-add" ["esc", "ctrl-c", "ctrl-q"] "Leave; what was typed is lost";
    AddTakeSection AddSection "add-take-section" ["enter"] "Take the section, and go to the first empty field";
    AddNextSection AddSection "add-next-section" ["down", "right"] "Choose the next section";
    AddPreviousSection AddSection "add-previous-section" ["up", "left"] "Choose the section before";

    AddLineDown AddLine "add-line-down" ["enter", "down"] "Go to the next field";
    AddLineUp AddLine "add-line-up" ["up"] "Go to the field before";

    HelpPage Help "help-page" ["space"] "Scroll by a page";
    CloseHelp Help "close-help" ["esc", "enter", "f1", "q"] "Close the help";

    ListDown List "list-down" ["down", "j"] "Go down";
    ListUp List "list-up" ["up", "k"] "Go up";
    ListPageDown List "list-page-down" ["pagedown"] "Go down by a page";
    ListPageUp List "list-page-up" ["pageup"] "Go up by a page";
    ListTop List "list-top" ["home", "g"] "Go to the top";
    ListBottom List "list-bottom" ["end", "G"] "Go to the bottom";
    ListSearch List "list-search" ["/"] "Search in the list";

    KeepSearch Search "keep-search" ["enter"] "Keep what was found, and go on with the keys of the list";
    ClearSearch Search "clear-search" ["esc"] "Show the whole list again";
}

impl Action {
    /// True for an action of one pane that can be run from anywhere, as it does not need a selection.
    pub fn is_for_whole_draft(self) -> bool {
        matches!(self, Action::ErrorsOnly)
    }
}

/// Former names of actions, each with the current one. `keys:` in the configuration accepts both.
const RENAMED: &[(&str, &str)] = &[
    ("bring-in", "import-image"),
    ("fix-found", "fix-problem"),
    ("only-open", "unfilled-only"),
    ("row-to", "move-row-to"),
    ("row-up", "move-row-up"),
    ("row-down", "move-row-down"),
    ("slot-up", "move-slot-up"),
    ("slot-down", "move-slot-down"),
    ("mouse", "switch-mouse"),
];

/// Returns the action with this name, or with this former name.
pub fn find_action(name: &str) -> Option<&'static Spec> {
    let current = RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| *new);
    ACTIONS.iter().find(|spec| spec.name == current)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::Key;
    use crate::tui::keymap::is_portable;

    #[test]
    fn names_are_unique_and_every_context_has_actions() {
        let mut names: Vec<&str> = ACTIONS.iter().map(|spec| spec.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        for context in KeyContext::ALL {
            assert!(ACTIONS.iter().any(|spec| spec.context == *context), "{context:?}");
        }
    }

    /// The names in configurations of the first release.
    const FORMER: &str = "\
        help palette save commit undo redo next-pane next-problem previous-problem fix-found whole-file \
        create-next drafts history push mouse fetch-remote merge-remote gather import cancel-fitting \
        redraw suspend quit open add-slot remove-slot drop-empty leave-out slot-up slot-down move-to fold \
        unfold only-open go-to tick fix show-fix waive next-field previous-field add-row remove-row \
        row-up row-down row-to choose-image close-form complete find find-next find-previous heading \
        open-slot close-editor link bold code bring-in import-image list-search history-diff gather-tick \
        close-help";

    #[test]
    fn former_names_are_accepted() {
        for (old, new) in RENAMED {
            assert!(ACTIONS.iter().all(|spec| spec.name != *old), "{old}");
            assert_eq!(find_action(old).unwrap().name, *new);
        }
        for name in FORMER.split_whitespace() {
            assert!(find_action(name).is_some(), "{name}");
        }
        assert!(find_action("fly").is_none());
    }

    #[test]
    fn a_list_below_typed_text_moves_by_keys_without_a_character() {
        let keymap = Keymap::default();
        let movement = |key: &str| keymap.movement_while_typing(Key::parse(key).unwrap());
        assert_eq!(movement("down"), Some(Action::ListDown));
        assert_eq!(movement("pageup"), Some(Action::ListPageUp));
        for typed in ["j", "G", "home", "end"] {
            assert_eq!(movement(typed), None, "{typed}");
        }
    }

    #[test]
    fn every_action_has_a_key_of_every_keyboard() {
        for spec in ACTIONS {
            let keys = spec.keys.iter().chain(spec.letters).map(|key| Key::parse(key).unwrap());
            assert!(keys.into_iter().any(is_portable), "{} has only F-keys and Alt", spec.name);
        }
    }

    #[test]
    fn no_letter_is_a_key_where_text_is_typed() {
        for spec in ACTIONS.iter().filter(|spec| spec.context.is_text()) {
            let keys = spec.keys.iter().map(|key| Key::parse(key).unwrap()).collect();
            Keymap::default().set(spec.action, keys).unwrap();
        }
    }

    #[test]
    fn a_key_does_one_thing_in_each_context() {
        let keymap = Keymap::default();
        for spec in ACTIONS {
            for key in spec.keys {
                let key = Key::parse(key).unwrap();
                assert_eq!(
                    keymap.first(key, &[spec.context]),
                    Some(spec.action),
                    "{} {}",
                    spec.name,
                    key.label()
                );
            }
            let letters = spec.letters.iter().filter(|_| spec.context == KeyContext::Anywhere);
            for key in letters {
                let key = Key::parse(key).unwrap();
                let found = keymap.first(key, &[KeyContext::NotInText]);
                assert_eq!(found, Some(spec.action), "{} {}", spec.name, key.label());
            }
        }
    }

    /// Keys of a pane that are a letter of all panes too: the pane's own action comes first.
    const OWN_FIRST: &[(KeyContext, &str)] = &[
        (KeyContext::Checks, "space"),
        // Both fix the problem.
        (KeyContext::Checks, "f"),
        // Both waive it.
        (KeyContext::Checks, "w"),
        // Both go to the next problem; `>` opens its field there.
        (KeyContext::Outline, "]"),
        (KeyContext::Outline, "["),
        // Ctrl-E runs the editor there too.
        (KeyContext::Checks, "e"),
    ];

    #[test]
    fn the_letters_of_all_panes_are_free_in_each_pane_and_its_list() {
        let keymap = Keymap::default();
        for pane in [KeyContext::Outline, KeyContext::Checks] {
            let letters = ACTIONS.iter().filter(|spec| spec.context == KeyContext::Anywhere);
            for name in letters.flat_map(|spec| spec.letters) {
                let key = Key::parse(name).unwrap();
                let is_free = keymap.first(key, &[pane, KeyContext::List]).is_none();
                assert!(is_free || OWN_FIRST.contains(&(pane, name)), "{pane:?} {name}");
            }
        }
    }

    #[test]
    fn the_letters_in_the_menu_of_a_text_are_all_different() {
        for pane in [KeyContext::Form, KeyContext::Editor] {
            let own = [pane, KeyContext::Text, KeyContext::Selection, KeyContext::Anywhere];
            let specs = ACTIONS.iter().filter(|spec| own.contains(&spec.context));
            let mut letters: Vec<&str> = specs.flat_map(|spec| spec.letters).copied().collect();
            letters.sort_unstable();
            let count = letters.len();
            letters.dedup();
            assert_eq!(letters.len(), count, "{pane:?} {letters:?}");
        }
    }
}
