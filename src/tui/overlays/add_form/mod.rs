//! The small form that asks for a contribution: a screen of its own, before there is a desk.

mod draw;
mod sections;

use std::path::{Path, PathBuf};

use crossterm::event::KeyEvent;

use crate::desk::{Credit, DeskError, NewContribution, Preview, SectionChoice};
use crate::outline::NewItem;
use crate::tui::action::{Action, KeyContext, Keymap};
use crate::tui::app::dropped;
use crate::tui::key::Key;
use crate::tui::widgets::TextBox;
use sections::SectionField;

/// The values of a submitted form.
#[derive(Debug)]
pub struct Filled {
    pub section: SectionChoice,
    pub item: NewItem,
    /// True to push it as well.
    pub push: bool,
    /// True to push it in spite of its errors and duplicates.
    pub anyway: bool,
    /// True to replace the item of the user's branch that has the same page.
    pub amend: bool,
}

const SECTION: usize = 0;
const ADDRESS: usize = 1;
const TITLE: usize = 2;
const TEXT: usize = 3;
const IMAGE: usize = 4;
const SOURCE: usize = 5;
/// The day and the place of an event.
const DATE: usize = 6;
const PLACE: usize = 7;

/// The form, its values, and the preview of the item.
#[derive(Debug)]
pub struct AddForm {
    draft: String,
    section: SectionField,
    /// One for each field; that of the section is not typed in.
    inputs: Vec<TextBox>,
    focus: usize,
    source_url: String,
    /// The image that was imported last, as it was typed, and the draft's reference to it.
    image: Option<(String, String)>,
    preview: Option<Preview>,
    is_stale: bool,
    /// True to apply the safe fixes to the item.
    fixes: bool,
    /// True once the problems that speak against a push were shown.
    is_warned: bool,
    /// The user's branch with the same page, once it was shown.
    own_branch: Option<String>,
    message: Option<String>,
    folder: PathBuf,
    keys: Keymap,
}

/// The outcome of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum KeyOutcome {
    Nothing,
    Leave,
    Commit { push: bool },
}

impl AddForm {
    /// A form with the known values filled in. Typed paths begin in `folder`.
    pub fn new(
        contribution: &NewContribution,
        section: Option<&SectionChoice>,
        item: &NewItem,
        image: &str,
        folder: &Path,
    ) -> AddForm {
        let line = |text: &str| TextBox::one_line(text);
        let (credited, credited_url) = credited(section, item);
        let mut form = AddForm {
            draft: contribution.draft_name(),
            section: SectionField::new(contribution.sections(), section),
            inputs: vec![
                line(""),
                line(&item.url).with_placeholder("https://…"),
                line(&item.title),
                TextBox::many_lines(item.text.as_str()),
                line(image).with_placeholder("a file; leave it empty for none"),
                line(credited),
                line(&item.date).with_placeholder("the day or days, such as 2026-06-20"),
                line(&item.place).with_placeholder("the town, or online"),
            ],
            focus: ADDRESS,
            source_url: credited_url.to_owned(),
            image: None,
            preview: None,
            is_stale: true,
            fixes: false,
            is_warned: false,
            own_branch: None,
            message: None,
            folder: folder.to_owned(),
            keys: Keymap::default(),
        };
        form.focus = match section {
            None if form.section.count() > 1 => SECTION,
            _ => form.first_empty(),
        };
        form.section_changed();
        form
    }

    fn first_empty(&self) -> usize {
        (ADDRESS..=self.last()).find(|at| self.inputs[*at].text().is_empty()).unwrap_or(TITLE)
    }

    /// The last field: only an event has a day and a place.
    fn last(&self) -> usize {
        let takes_events = self.section.chosen().is_some_and(SectionChoice::takes_events);
        if takes_events { PLACE } else { SOURCE }
    }

    /// Replaces the default keys by those of the user's configuration.
    #[must_use]
    pub fn with_keys(mut self, keys: Keymap) -> AddForm {
        self.keys = keys;
        self
    }

    /// Types words of a section that is not known yet.
    pub fn search_section(&mut self, words: &str) {
        self.focus = SECTION;
        self.section.type_words(words);
        self.section_changed();
    }

    /// Applies the safe fixes to the item.
    pub fn apply_fixes(&mut self) {
        self.fixes = true;
    }

    pub fn key(&mut self, key: KeyEvent) -> KeyOutcome {
        let contexts = match self.focus {
            SECTION => &[KeyContext::AddSection, KeyContext::Add][..],
            TEXT => &[KeyContext::Add],
            _ => &[KeyContext::AddLine, KeyContext::Add],
        };
        match self.keys.first(Key::of(key), contexts) {
            Some(Action::CloseAdd) => return self.leave(),
            Some(Action::AddCommit) => return self.commit(false),
            Some(Action::AddPush) => return self.commit(true),
            Some(Action::AddTakeSection) => self.take_section(),
            Some(Action::AddNext) => self.go_to((self.focus + 1) % (self.last() + 1)),
            Some(Action::AddPrevious) => self.go_to(self.focus.checked_sub(1).unwrap_or(self.last())),
            Some(Action::AddLineDown) => self.go_to((self.focus + 1).min(self.last())),
            Some(Action::AddLineUp) => self.go_to(self.focus.saturating_sub(1)),
            Some(Action::AddNextSection) => self.choose(true),
            Some(Action::AddPreviousSection) => self.choose(false),
            _ => self.field_key(key),
        }
        KeyOutcome::Nothing
    }

    fn field_key(&mut self, key: KeyEvent) {
        if self.focus == SECTION {
            self.section.key(key);
            self.section_changed();
        } else {
            self.inputs[self.focus].key(key);
            self.changed();
        }
    }

    pub fn paste(&mut self, text: String) {
        match self.focus {
            SECTION => self.section.type_words(&text),
            IMAGE => self.inputs[IMAGE].paste(&dropped::plain(&text)),
            at => self.inputs[at].paste(&text),
        }
        self.section_changed();
    }

    /// Leaves at once if nothing is typed, else at the second key.
    fn leave(&mut self) -> KeyOutcome {
        let is_empty = (ADDRESS..=PLACE).all(|at| self.value(at).is_empty());
        let close = self.keys.label(Action::CloseAdd);
        let said = format!("{close} again leaves, and forgets what was typed.");
        if is_empty || self.message.as_ref() == Some(&said) {
            return KeyOutcome::Leave;
        }
        self.message = Some(said);
        KeyOutcome::Nothing
    }

    fn go_to(&mut self, field: usize) {
        // An image is imported once its field is left.
        self.is_stale |= self.focus == IMAGE;
        if self.focus == SECTION {
            self.section.leave();
        }
        self.focus = field;
    }

    fn take_section(&mut self) {
        let next = self.first_empty();
        self.go_to(next);
    }

    fn changed(&mut self) {
        self.is_stale = true;
        self.is_warned = false;
        self.own_branch = None;
        self.message = None;
    }

    /// The section decides who is credited.
    fn section_changed(&mut self) {
        let placeholder = self.credit().1;
        self.inputs[SOURCE].set_placeholder(placeholder);
        self.changed();
    }

    fn choose(&mut self, forward: bool) {
        self.section.step(forward);
        self.section_changed();
    }

    fn commit(&mut self, push: bool) -> KeyOutcome {
        if self.section.chosen().is_none() {
            self.message = Some("No section is chosen.".to_owned());
            self.focus = SECTION;
            return KeyOutcome::Nothing;
        }
        if self.section.is_open() {
            let take = self.keys.label(Action::AddTakeSection);
            self.message = Some(format!("Several sections fit: {take} takes the selected one."));
            self.focus = SECTION;
            return KeyOutcome::Nothing;
        }
        if !self.is_complete() {
            self.message = Some("An item needs an address, and a title or a text.".to_owned());
            return KeyOutcome::Nothing;
        }
        KeyOutcome::Commit { push }
    }

    fn value(&self, at: usize) -> String {
        self.inputs[at].text().trim().to_owned()
    }

    fn is_complete(&self) -> bool {
        let is_filled = |at| !self.value(at).is_empty();
        let has_words = is_filled(TITLE) || is_filled(TEXT);
        is_filled(ADDRESS) && has_words && self.section.chosen().is_some()
    }

    fn item(&self) -> NewItem {
        let image = self.image.as_ref().filter(|(typed, _)| *typed == self.value(IMAGE));
        NewItem {
            title: self.value(TITLE),
            url: self.value(ADDRESS),
            text: self.value(TEXT),
            image: image.map(|(_, reference)| reference.clone()).unwrap_or_default(),
            source: self.value(SOURCE),
            source_url: self.source_url.clone(),
            date: self.value(DATE),
            place: self.value(PLACE),
            ..NewItem::default()
        }
    }

    /// True if the named image was imported, or none is named.
    fn has_image(&self) -> bool {
        let typed = self.value(IMAGE);
        typed.is_empty() || self.image.as_ref().is_some_and(|(known, _)| *known == typed)
    }

    /// True if something changed since the last preview.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// The named image's file, if it was not imported yet. A name that is being typed is no file yet.
    pub(crate) fn image_to_import(&self) -> Option<PathBuf> {
        let typed = self.value(IMAGE);
        (self.focus != IMAGE && !self.has_image()).then(|| self.image_path(&typed))
    }

    /// A typed path: it may begin at home, and be in quotes as shells write it.
    fn image_path(&self, typed: &str) -> PathBuf {
        let path = PathBuf::from(dropped::plain(typed));
        match (path.strip_prefix("~"), etcetera::home_dir()) {
            (Ok(inner), Ok(home)) => home.join(inner),
            _ => self.folder.join(path),
        }
    }

    /// Takes the draft's reference to the imported image.
    pub(crate) fn image_imported(&mut self, imported: Result<String, DeskError>) {
        match imported {
            Ok(reference) => self.image = Some((self.value(IMAGE), reference)),
            Err(error) => self.message = Some(error.to_string()),
        }
    }

    /// The section and the item; `None` while the form is incomplete.
    pub(crate) fn request(&self) -> Option<(SectionChoice, NewItem)> {
        let section = self.section.chosen().filter(|_| self.is_complete())?;
        Some((section.clone(), self.item()))
    }

    /// The last preview.
    pub(crate) fn preview(&self) -> Option<&Preview> {
        self.preview.as_ref()
    }

    pub(crate) fn address(&self) -> String {
        self.value(ADDRESS)
    }

    /// True if the safe fixes are applied to the item.
    pub(crate) fn fixes(&self) -> bool {
        self.fixes
    }

    /// Takes the preview of [`AddForm::request`].
    pub(crate) fn previewed(&mut self, preview: Option<Result<Preview, DeskError>>) {
        self.is_stale = false;
        match preview {
            None => self.preview = None,
            Some(Ok(preview)) => self.preview = Some(preview),
            Some(Err(error)) => self.message = Some(error.to_string()),
        }
    }

    /// Prepares the last preview before the commit: the image's field counts as left.
    pub(crate) fn begin_commit(&mut self) -> usize {
        self.message = None;
        std::mem::replace(&mut self.focus, SECTION)
    }

    /// What was filled in, if the commit can go on. Otherwise the focus returns to its field, or to a
    /// wrong image. A push of an item with errors or duplicates is confirmed by the same key again.
    pub(crate) fn finish_commit(&mut self, focus: usize, push: bool) -> Option<Filled> {
        let anyway = self.is_warned;
        if push && !anyway && self.message.is_none() {
            self.warn();
        }
        if self.message.is_some() {
            self.focus = if self.has_image() { focus } else { IMAGE };
            return None;
        }
        let section = self.section.chosen()?.clone();
        Some(Filled { section, item: self.item(), push, anyway, amend: self.own_branch.is_some() })
    }

    /// Shows the user's branch that has the same page. The same key again replaces its item. Returns true if
    /// that was shown before.
    pub(crate) fn confirms_amend(&mut self, branch: String, push: bool) -> bool {
        if self.own_branch.as_ref() == Some(&branch) {
            return true;
        }
        let key = self.keys.label(if push { Action::AddPush } else { Action::AddCommit });
        self.message = Some(format!("{branch} has this page already: {key} again replaces its item."));
        self.own_branch = Some(branch);
        false
    }

    /// Shows what speaks against a push.
    fn warn(&mut self) {
        let Some(preview) = &self.preview else { return };
        let reasons = preview.against_pushing();
        if !reasons.is_empty() {
            let key = self.keys.label(Action::AddPush);
            self.message = Some(format!("{key} again pushes it anyway: {}", reasons.join("; ")));
            self.is_warned = true;
        }
    }
}

/// The name and the address that the last field is about.
fn credited<'i>(section: Option<&SectionChoice>, item: &'i NewItem) -> (&'i str, &'i str) {
    let credit = section.map_or(Credit::Source, |section| section.credit);
    let names_author = !item.author.is_empty() && (credit == Credit::Author || item.source.is_empty());
    match names_author {
        true => (&item.author, &item.author_url),
        false => (&item.source, &item.source_url),
    }
}
