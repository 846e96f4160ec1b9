//! What was read, as changes that an editor takes or leaves.

use crate::draft::Draft;
use crate::outline::{AddedItem, NewItem, Outline, add_item};
use crate::profile::Profile;
use crate::text::{Edits, Span};

use std::sync::Arc;

use super::Remark;
use crate::text::address::Address;

/// Something that was read, and the slot of a draft that it would fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// In words: `5 updated libraries`.
    pub what: String,
    /// Where it would stand, by the titles of section and slot.
    pub place: String,
    /// Its line in the document, counted from 1.
    pub line: Option<usize>,
    /// What stands there now; empty where nothing does.
    pub stands: String,
    /// What would; empty where something is taken out.
    pub text: String,
    pub standing: Standing,
    /// Why somebody should look twice, in words.
    pub doubt: Option<String>,
    /// Images that are to be copied, as issues refer to them: from, to.
    pub files: Vec<(String, String)>,
    pub(super) change: Change,
}

/// What an editor would lose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing: there is nothing yet, or what the template has.
    Open,
    /// It stands there already.
    Same,
    /// Words that somebody wrote.
    Written,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Edits(Edits),
    /// An item more in the section of that title, or in the first of its slots that is empty.
    Item {
        section: String,
        item: Box<NewItem>,
    },
}

/// What can be made of a document for a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    pub candidates: Vec<Candidate>,
    /// What found no place, and why.
    pub remarks: Vec<Remark>,
    /// What somebody has to say before more can be offered.
    pub questions: Vec<Question>,
}

/// What a document leaves open and a person knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whose block of the draft somebody writes.
    Person {
        /// As in the document.
        handle: String,
        /// As the profile has it.
        key: String,
        line: usize,
        /// How the text begins.
        words: String,
        /// The names that it may be.
        names: Arc<[String]>,
    },
    /// Where an address leads that was shortened.
    Shortened { address: String },
}

/// What taking candidates needs to know of the newsletter.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "it holds a function")]
pub struct Surroundings<'a> {
    pub profile: &'a Profile,
    /// The newsletter's template, which has the forms of items.
    pub template: Option<(&'a Draft, &'a Outline)>,
    /// The last part of the folder that the images are in, as `20260608`.
    pub folder: &'a str,
    /// Whether there is an image of that name: a slot that has one is somebody's.
    pub has_image: &'a dyn Fn(&str) -> bool,
}

impl Question {
    /// What [`Question::may_be_name`] asks of a name.
    pub const NAMES: &str = "a name has up to 60 letters, digits, blanks and marks - . '";

    /// Whether a text may be a name above a block: stars are put around it there.
    pub fn may_be_name(text: &str) -> bool {
        const LONGEST: usize = 60;
        let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '’');
        let is_short = (1..=LONGEST).contains(&text.chars().count());
        is_short
            && text.trim() == text
            && text.contains(char::is_alphanumeric)
            && text.chars().all(is_of_name)
    }

    /// Whether a text may be the address of a page.
    pub fn may_be_address(text: &str) -> bool {
        let has_scheme = text.starts_with("https://") || text.starts_with("http://");
        let is_one_word = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
        has_scheme && is_one_word && Address::new(text).is_some_and(|address| !address.host.is_empty())
    }
}

impl Change {
    /// The bytes of the draft that it is about; `None` where that is found when it is made.
    pub fn span(&self) -> Option<Span> {
        match self {
            Change::Edits(edits) => edits.span(),
            Change::Item { .. } => None,
        }
    }
}

impl Candidate {
    /// Whether it can be taken without a look: it writes over nobody's words.
    pub fn is_safe(&self) -> bool {
        self.standing == Standing::Open && self.doubt.is_none()
    }

    /// Whether only one of the two can be taken: they are for the same words.
    pub fn excludes(&self, other: &Candidate) -> bool {
        match (&self.change, &other.change) {
            (Change::Edits(own), Change::Edits(others)) => own.clone().join(others.clone()).is_err(),
            _ => false,
        }
    }
}

impl Proposal {
    /// Adds what a further document offers. Where it would stand in the place of what one before it
    /// offers, somebody has to choose.
    pub fn join(&mut self, more: Vec<Candidate>) {
        let before = self.candidates.len();
        for mut candidate in more {
            let mut known = self.candidates[..before].iter();
            let rival = known.find(|other| other.standing != Standing::Same && other.excludes(&candidate));
            if let Some(rival) = rival.filter(|_| candidate.standing != Standing::Same) {
                candidate.doubt = Some(format!("another document offers {} for that place", rival.what));
            }
            self.candidates.push(candidate);
        }
    }

    /// Says of items what they look like where they go, and what they take the place of.
    pub fn show_items(&mut self, draft: &Draft, around: Surroundings<'_>) {
        for candidate in &mut self.candidates {
            if let (Change::Item { section, item }, Standing::Open) = (&candidate.change, candidate.standing)
                && let Some(added) = with_item(draft, around, section, item)
            {
                candidate.text = added.draft.slice(added.span).trim_end().to_owned();
                let old = Edits::between(draft.text(), added.draft.text()).span().unwrap_or_default();
                let slots = Outline::new(draft, around.profile).slots;
                let gone = slots.iter().find(|slot| slot.span.contains(old) && !old.is_empty());
                candidate.stands = gone.map(|slot| draft.slice(slot.span).to_owned()).unwrap_or_default();
            }
        }
    }

    /// The draft with the candidates of these places taken, in their order, and which ones those are.
    /// What stands there already changes nothing, and of two for the same words the first is taken.
    pub fn take(&self, draft: &Draft, around: Surroundings<'_>, chosen: &[usize]) -> (Draft, Vec<usize>) {
        let wanted = || {
            let known = chosen.iter().filter_map(|at| Some((*at, self.candidates.get(*at)?)));
            known.filter(|(_, one)| one.standing != Standing::Same)
        };
        let mut taken = Vec::new();
        let mut edits = Edits::default();
        for (at, candidate) in wanted() {
            if let Change::Edits(own) = &candidate.change
                && let Ok(joined) = edits.clone().join(own.clone())
            {
                edits = joined;
                taken.push(at);
            }
        }
        let mut draft =
            if edits.is_empty() { draft.clone() } else { Draft::parse(edits.apply(draft.text())) };
        for (at, candidate) in wanted() {
            if let Change::Item { section, item } = &candidate.change
                && let Some(added) = with_item(&draft, around, section, item)
            {
                draft = added.draft;
                taken.push(at);
            }
        }
        taken.sort_unstable();
        (draft, taken)
    }
}

fn with_item(draft: &Draft, around: Surroundings<'_>, section: &str, item: &NewItem) -> Option<AddedItem> {
    let outline = Outline::new(draft, around.profile);
    let at = outline.sections.iter().position(|one| one.title == section)?;
    let Surroundings { profile, template, folder, has_image } = around;
    add_item(draft, profile, at, item, template, folder, has_image)
}
