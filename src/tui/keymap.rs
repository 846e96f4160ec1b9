//! The keys of each action: those of the table, as the user's configuration changes them.

use crossterm::event::KeyCode;

use crate::tui::action::{ACTIONS, Action, KeyContext, Spec};
use crate::tui::key::Key;

/// The keys of each action.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// The keys of one action.
#[derive(Clone, Debug)]
struct Binding {
    action: Action,
    context: KeyContext,
    /// The keys in that context.
    keys: Vec<Key>,
    /// The keys in the menu of a text, and those of an action of `Anywhere` where no text is typed.
    letters: Vec<Key>,
}

impl Binding {
    fn has(&self, key: Key, context: KeyContext) -> bool {
        let in_own = self.context == context && self.keys.contains(&key);
        let is_letter = self.context == KeyContext::Anywhere && context == KeyContext::NotInText;
        in_own || is_letter && self.letters.contains(&key)
    }

    /// Its keys and letters that every keyboard has.
    fn portable(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().chain(&self.letters).filter(|key| is_portable(**key))
    }
}

impl Default for Keymap {
    fn default() -> Self {
        let parse = |keys: &[&str]| keys.iter().filter_map(|key| Key::parse(key)).collect();
        let binding = |spec: &Spec| Binding {
            action: spec.action,
            context: spec.context,
            keys: parse(spec.keys),
            letters: parse(spec.letters),
        };
        Self { bindings: ACTIONS.iter().map(binding).collect() }
    }
}

impl Keymap {
    /// Returns the action of a key in a pane: the pane's own actions come before those of all panes.
    pub fn action(&self, key: Key, context: KeyContext) -> Option<Action> {
        self.first(key, Self::contexts_of(context))
    }

    /// The contexts of a pane whose own context this is, the first to be looked at first.
    pub(crate) fn contexts_of(context: KeyContext) -> &'static [KeyContext] {
        use KeyContext as In;
        match context {
            In::Form => &[In::Form, In::Text, In::Anywhere],
            In::Editor => &[In::Editor, In::Text, In::Anywhere],
            In::Find => &[In::Find, In::Anywhere],
            In::Pasted => &[In::Pasted, In::Anywhere],
            In::Checks => &[In::Checks, In::NotInText, In::Anywhere],
            _ => &[In::Outline, In::NotInText, In::Anywhere],
        }
    }

    /// The contexts whose actions are in the menu of a pane whose own context this is.
    pub(crate) fn menu_contexts(context: KeyContext) -> Vec<KeyContext> {
        let mut all = Self::contexts_of(context).to_vec();
        if all.contains(&KeyContext::Text) {
            // What is done to selected words can be done to the word at the cursor too.
            all.push(KeyContext::Selection);
        }
        all
    }

    /// Returns the action of a key in the first of these contexts that has one.
    pub fn first(&self, key: Key, contexts: &[KeyContext]) -> Option<Action> {
        let in_context = |context: &KeyContext| {
            self.bindings.iter().find(|one| one.has(key, *context)).map(|one| one.action)
        };
        contexts.iter().find_map(in_context)
    }

    /// Returns the movement of a key in a list below a line that is typed in. Characters, Home and End
    /// belong to that line.
    pub fn movement_while_typing(&self, key: Key) -> Option<Action> {
        let movement = self.first(key, &[KeyContext::List]).filter(|_| key.character().is_none());
        movement.filter(|action| !matches!(action, Action::ListTop | Action::ListBottom))
    }

    /// Sets the keys of an action in its own context. Another action there that had one of them loses it.
    ///
    /// # Errors
    ///
    /// Says in words why a key can't be used.
    pub fn set(&mut self, action: Action, keys: Vec<Key>) -> Result<(), String> {
        let Some(at) = self.position(action) else { return Ok(()) };
        let context = self.bindings[at].context;
        if let Some(key) = keys.iter().find(|key| context.is_text() && is_typed(**key, context)) {
            return Err(refusal(*key, action, context));
        }
        for other in self.bindings.iter_mut().filter(|other| other.context == context) {
            other.keys.retain(|key| !keys.contains(key));
        }
        self.bindings[at].keys = keys;
        Ok(())
    }

    /// Sets the keys of an action in the menu. Another action in the same menu that had one of them loses
    /// it.
    pub fn set_letters(&mut self, action: Action, letters: Vec<Key>) {
        let Some(at) = self.position(action) else { return };
        let context = self.bindings[at].context;
        for other in self.bindings.iter_mut().filter(|other| share_menu(context, other.context)) {
            other.letters.retain(|key| !letters.contains(key));
        }
        self.bindings[at].letters = letters;
    }

    /// Says which commands have lost their last key that every keyboard has to another command, in all panes or in one;
    /// `None` if none has.
    pub fn losses(&self) -> Option<String> {
        let default = Keymap::default();
        let mut lost: Vec<String> = default.bindings.iter().filter_map(|was| self.loss(was)).collect();
        for pane in [KeyContext::Outline, KeyContext::Checks] {
            lost.extend(default.bindings.iter().filter_map(|was| self.hidden(was, &default, pane)));
        }
        (!lost.is_empty()).then(|| format!("config.yml: {}", lost.join("; ")))
    }

    fn loss(&self, was: &Binding) -> Option<String> {
        let now = self.position(was.action).map(|at| &self.bindings[at])?;
        if now.portable().next().is_some() {
            return None;
        }
        let meets = |other: &&Binding| other.context == was.context || share_menu(was.context, other.context);
        let took = |other: &&Binding| {
            other.action != was.action && other.portable().any(|key| was.portable().any(|own| own == key))
        };
        let taker = self.bindings.iter().filter(meets).find(took)?;
        Some(format!("'{}' has taken the last key of '{}'", name_of(taker.action), name_of(was.action)))
    }

    /// The command of all panes whose keys this pane uses itself, so that nothing runs it there.
    fn hidden(&self, was: &Binding, default: &Keymap, pane: KeyContext) -> Option<String> {
        let runs = |keys: &Keymap| {
            let mut own = keys.position(was.action).into_iter().flat_map(|at| keys.bindings[at].portable());
            own.any(|key| keys.action(*key, pane) == Some(was.action))
        };
        if was.context != KeyContext::Anywhere || !runs(default) || runs(self) {
            return None;
        }
        let key = *self.bindings[self.position(was.action)?].portable().next()?;
        let taker = name_of(self.action(key, pane)?);
        let place = if pane == KeyContext::Checks { "problems" } else { "outline" };
        let (name, key) = (name_of(was.action), key.label());
        Some(format!("'{name}' has no key in the {place}, where '{key}' is that of '{taker}'"))
    }

    fn position(&self, action: Action) -> Option<usize> {
        self.bindings.iter().position(|one| one.action == action)
    }

    /// The key of an action that is shown where the context does not matter; empty where it has none.
    pub fn label(&self, action: Action) -> String {
        let Some(one) = self.position(action).map(|at| &self.bindings[at]) else { return String::new() };
        let key = portable(&one.keys).or(one.letters.first()).or(one.keys.first());
        key.map_or_else(String::new, |key| key.label())
    }

    /// The key of an action for who is in this context: `u`, or `Ctrl-X u` in a text where no key does it
    /// at once. Keys that not every terminal has are shown only if there is no other.
    pub fn label_in(&self, action: Action, context: KeyContext) -> String {
        let Some(one) = self.position(action).map(|at| &self.bindings[at]) else { return String::new() };
        // A letter that the pane uses for something else, as Space in the checklist, is not shown.
        let is_free = |letter: &&Key| self.first(**letter, &[context]).is_none();
        let (own, letter) = (portable(&one.keys), one.letters.iter().find(is_free));
        if one.context == KeyContext::Anywhere && !context.is_text() {
            return letter.or(own).or(one.keys.first()).map_or_else(String::new, |key| key.label());
        }
        let menu = self.position(Action::Menu).and_then(|at| portable(&self.bindings[at].keys));
        match (own, letter, menu) {
            (Some(own), _, _) => own.label(),
            (None, Some(letter), Some(menu)) => format!("{} {}", menu.label(), letter.label()),
            _ => one.keys.first().map_or_else(String::new, |key| key.label()),
        }
    }

    /// The letter of an action that none of these contexts uses for something else; else an empty text.
    pub(crate) fn free_label(&self, action: Action, contexts: &[KeyContext]) -> String {
        let letters = self.menu_keys(action);
        let free = letters.iter().find(|letter| self.first(**letter, contexts).is_none());
        free.map_or_else(String::new, |letter| letter.label())
    }

    /// All keys of an action, as they are shown: those that every keyboard has first.
    pub fn labels(&self, action: Action) -> Vec<String> {
        let Some(one) = self.position(action).map(|at| &self.bindings[at]) else { return Vec::new() };
        let (portable, rest): (Vec<Key>, Vec<Key>) = one.keys.iter().partition(|key| is_portable(**key));
        let is_key = one.context == KeyContext::Anywhere;
        let menu = if is_key { String::new() } else { self.label(Action::Menu) + " " };
        let letters = one.letters.iter().map(|key| format!("{menu}{}", key.label()));
        let own = |keys: Vec<Key>| keys.into_iter().map(|key| key.label());
        match is_key {
            true => letters.chain(own(portable)).chain(own(rest)).collect(),
            false => own(portable).chain(letters).chain(own(rest)).collect(),
        }
    }

    /// The keys that run an action from the menu, the one that is shown first.
    pub fn menu_keys(&self, action: Action) -> Vec<Key> {
        let Some(one) = self.position(action).map(|at| &self.bindings[at]) else { return Vec::new() };
        // Marks around selected words, such as `[`, are letters of other actions.
        let own = one.keys.iter().filter(|_| one.context != KeyContext::Selection);
        let (portable, rest): (Vec<Key>, Vec<Key>) =
            one.letters.iter().chain(own).partition(|key| is_portable(**key));
        portable.into_iter().chain(rest).collect()
    }
}

/// True if actions of both contexts are in the menu of a pane.
fn share_menu(one: KeyContext, other: KeyContext) -> bool {
    let panes = [KeyContext::Outline, KeyContext::Checks, KeyContext::Form, KeyContext::Editor];
    let menus = panes.map(Keymap::menu_contexts);
    menus.iter().any(|menu| menu.contains(&one) && menu.contains(&other))
}

/// True if every keyboard has the key and every terminal passes it on: no Alt, and no F-key.
pub(crate) fn is_portable(key: Key) -> bool {
    !key.has_alt() && !matches!(key.code, KeyCode::F(_))
}

fn portable(keys: &[Key]) -> Option<&Key> {
    keys.iter().find(|key| is_portable(**key))
}

/// True if the key writes into a text of this context or, in all of them, edits it.
fn is_typed(key: Key, context: KeyContext) -> bool {
    let edits = matches!(key.code, KeyCode::Enter | KeyCode::Backspace | KeyCode::Delete);
    let is_mark = context == KeyContext::Selection;
    match key.character() {
        // Marks around selected words, such as `*`.
        Some(c) if is_mark => c.is_alphanumeric() || c == ' ',
        Some(_) => true,
        None => context == KeyContext::Anywhere && edits && key.modifiers.is_empty(),
    }
}

/// The name of an action in `config.yml`.
fn name_of(action: Action) -> &'static str {
    ACTIONS.iter().find(|spec| spec.action == action).map_or("", |spec| spec.name)
}

fn refusal(key: Key, action: Action, context: KeyContext) -> String {
    let name = name_of(action);
    let instead = match context {
        KeyContext::Anywhere => {
            "choose a key with Ctrl, or set it under `letters:`, which are keys only where no text is typed"
        }
        _ => "choose a key with Ctrl",
    };
    format!("'{}' can't be a key of '{name}': in a text it would no longer be typed; {instead}", key.label())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(names: &[&str]) -> Vec<Key> {
        names.iter().filter_map(|name| Key::parse(name)).collect()
    }

    fn with_letters(action: Action, names: &[&str]) -> Keymap {
        let mut keys = Keymap::default();
        keys.set_letters(action, letters(names));
        keys
    }

    #[test]
    fn a_letter_that_is_set_is_taken_from_the_same_menu_only() {
        let first = |keys: &Keymap, action| keys.menu_keys(action).first().map(|key| key.label());
        // The menu of a form and that of the whole file have different actions.
        let keys = with_letters(Action::AddRow, &["n"]);
        assert_eq!(first(&keys, Action::FindNext).as_deref(), Some("n"));
        assert_eq!(first(&keys, Action::AddRow).as_deref(), Some("n"));
        // Those of a text are in both.
        let keys = with_letters(Action::Bold, &["n", "d"]);
        assert_eq!(first(&keys, Action::FindNext).as_deref(), Some("F3"));
        assert_eq!(first(&keys, Action::RemoveRow).as_deref(), Some("Ctrl-D"));
        let keys = with_letters(Action::Find, &["k"]);
        assert!(!keys.menu_keys(Action::Link).contains(&letters(&["k"])[0]));
    }

    #[test]
    fn a_command_that_loses_its_last_key_is_named() {
        let taken = |action, key: &str| {
            let mut keys = Keymap::default();
            keys.set(action, letters(&[key])).unwrap();
            keys.losses()
        };
        assert_eq!(Keymap::default().losses(), None);
        let said = "config.yml: 'move-to' has taken the last key of 'leave-out'";
        assert_eq!(taken(Action::MoveTo, "n").as_deref(), Some(said));
        // Gathering keeps its letter, and the next pane its Tab.
        assert_eq!(taken(Action::Save, "f3"), None);
        assert_eq!(with_letters(Action::Push, &["t"]).losses(), None);
        let said = "config.yml: 'push' has taken the last key of 'find-previous'";
        assert_eq!(with_letters(Action::Push, &["p"]).losses().as_deref(), Some(said));
        // A pane may use the letter of a command of all panes.
        let said = "config.yml: 'push' has no key in the outline, where 'd' is that of 'remove-slot'";
        assert_eq!(with_letters(Action::Push, &["d"]).losses().as_deref(), Some(said));
        // A command without keys on purpose has lost none.
        let mut keys = Keymap::default();
        keys.set(Action::LeaveOut, Vec::new()).unwrap();
        assert_eq!(keys.losses(), None);
    }

    #[test]
    fn a_letter_that_a_list_uses_itself_is_not_shown_for_the_menu() {
        let keys = Keymap::default();
        assert_eq!(keys.free_label(Action::Menu, &[KeyContext::Drafts, KeyContext::List]), "Space");
        assert_eq!(keys.free_label(Action::Menu, &[KeyContext::Gather, KeyContext::List]), "Comma");
    }
}
