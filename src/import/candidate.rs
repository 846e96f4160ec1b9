//! The content of documents, as changes that an editor accepts or rejects.

use crate::draft::Draft;
use crate::outline::{AddedItem, ItemContext, ItemStyle, MissingSource, NewItem, Outline, add_item};
use crate::profile::Profile;
use crate::text::Edits;

use std::sync::Arc;

use super::Remark;
use crate::text::address::Address;

/// A change for a slot of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// In words: `5 updated libraries`.
    pub what: String,
    /// The slot, by the titles of section and slot.
    pub place: String,
    /// Its line in the document, counted from 1.
    pub line: Option<usize>,
    /// The current text of the slot; empty if it has none.
    pub current: String,
    /// The new text; empty for a deletion.
    pub text: String,
    pub target: TargetState,
    /// The reason to check it before accepting it.
    pub doubt: Option<String>,
    /// Images to copy, as pairs of image destinations: from, to.
    pub files: Vec<(String, String)>,
    pub(super) change: Change,
}

/// The state of the text that a candidate replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetState {
    /// There is no text, or only the text of the template.
    Open,
    /// It is the candidate's text already.
    Same,
    /// Somebody wrote it.
    Written,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Edits(Edits),
    /// A new item in the section of that title, or in its first empty slot.
    Item {
        section: String,
        item: Box<NewItem>,
    },
}

/// The candidates of a document for a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    pub candidates: Vec<Candidate>,
    /// The content without a place in the draft, with reasons.
    pub remarks: Vec<Remark>,
    /// Questions to the user. Their answers make more candidates possible.
    pub questions: Vec<Question>,
}

/// Something that the document leaves open and a person knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The author of a report is unknown.
    Person {
        /// As in the document.
        handle: String,
        /// As in the profile.
        key: String,
        line: usize,
        /// The beginning of the text.
        words: String,
        /// The possible names.
        names: Arc<[String]>,
    },
    /// The target of a shortened address is unknown.
    Shortened { address: String },
}

/// The newsletter that candidates are applied in.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "it holds a function")]
pub struct Surroundings<'a> {
    pub profile: &'a Profile,
    /// The newsletter's template, which has the forms of items.
    pub template: Option<(&'a Draft, &'a Outline)>,
    /// The last part of the folder of the images, such as `20260608`.
    pub folder: &'a str,
    /// True if an image of that name exists. A slot with an existing image is not empty.
    pub has_image: &'a dyn Fn(&str) -> bool,
}

impl Question {
    /// The condition of [`Question::may_be_name`].
    pub const NAMES: &str = "a name has up to 60 letters, digits, spaces and marks - . '";

    /// True if a text may be a name above a block. In the draft it is put between stars.
    pub fn may_be_name(text: &str) -> bool {
        const LONGEST: usize = 60;
        let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '’');
        let is_short = (1..=LONGEST).contains(&text.chars().count());
        is_short
            && text.trim() == text
            && text.contains(char::is_alphanumeric)
            && text.chars().all(is_of_name)
    }

    /// True if a text may be the address of a page.
    pub fn may_be_address(text: &str) -> bool {
        let has_scheme = text.starts_with("https://") || text.starts_with("http://");
        let is_one_word = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
        has_scheme && is_one_word && Address::new(text).is_some_and(|address| !address.host.is_empty())
    }
}

impl Candidate {
    /// True if it can be accepted without a check: it overwrites nothing.
    pub fn is_safe(&self) -> bool {
        self.target == TargetState::Open && self.doubt.is_none()
    }

    /// True if only one of the two can be accepted: they change the same text.
    pub fn excludes(&self, other: &Candidate) -> bool {
        match (&self.change, &other.change) {
            (Change::Edits(own), Change::Edits(others)) => own.clone().join(others.clone()).is_err(),
            _ => false,
        }
    }
}

impl Proposal {
    /// Adds the candidates of another document. A candidate for the same place as an earlier one is in
    /// doubt.
    pub fn join(&mut self, more: Vec<Candidate>) {
        let before = self.candidates.len();
        for mut candidate in more {
            let mut known = self.candidates[..before].iter();
            let rival = known.find(|other| other.target != TargetState::Same && other.excludes(&candidate));
            if let Some(rival) = rival.filter(|_| candidate.target != TargetState::Same) {
                candidate.doubt =
                    Some(format!("another document proposes {} for the same place", rival.what));
            }
            self.candidates.push(candidate);
        }
    }

    /// Sets the final text of items, and the text that they replace.
    pub fn show_items(&mut self, draft: &Draft, surroundings: Surroundings<'_>) {
        for candidate in &mut self.candidates {
            if let (Change::Item { section, item }, TargetState::Open) = (&candidate.change, candidate.target)
                && let Some(added) = with_item(draft, surroundings, section, item)
            {
                candidate.text = added.draft.slice(added.span).trim_end().to_owned();
                let old = Edits::between(draft.text(), added.draft.text()).span().unwrap_or_default();
                let slots = Outline::new(draft, surroundings.profile).slots;
                let gone = slots.iter().find(|slot| slot.span.contains(old) && !old.is_empty());
                candidate.current = gone.map(|slot| draft.slice(slot.span).to_owned()).unwrap_or_default();
            }
        }
    }

    /// Applies the candidates at these indices, in order. Returns the new draft and the indices of the
    /// applied ones. Candidates without a change are skipped; of two for the same text, the first is applied.
    pub fn take(
        &self,
        draft: &Draft,
        surroundings: Surroundings<'_>,
        chosen: &[usize],
    ) -> (Draft, Vec<usize>) {
        let changing = || {
            let known = chosen.iter().filter_map(|at| Some((*at, self.candidates.get(*at)?)));
            known.filter(|(_, one)| one.target != TargetState::Same)
        };
        let mut taken = Vec::new();
        let mut edits = Edits::default();
        for (at, candidate) in changing() {
            if let Change::Edits(own) = &candidate.change
                && let Ok(joined) = edits.clone().join(own.clone())
            {
                edits = joined;
                taken.push(at);
            }
        }
        let mut draft =
            if edits.is_empty() { draft.clone() } else { Draft::parse(edits.apply(draft.text())) };
        for (at, candidate) in changing() {
            if let Change::Item { section, item } = &candidate.change
                && let Some(added) = with_item(&draft, surroundings, section, item)
            {
                draft = added.draft;
                taken.push(at);
            }
        }
        taken.sort_unstable();
        (draft, taken)
    }
}

fn with_item(
    draft: &Draft,
    surroundings: Surroundings<'_>,
    section: &str,
    item: &NewItem,
) -> Option<AddedItem> {
    let outline = Outline::new(draft, surroundings.profile);
    let at = outline.sections.iter().position(|one| one.title == section)?;
    let Surroundings { profile, template, folder, has_image } = surroundings;
    let (style, missing_source) = (&ItemStyle::default(), MissingSource::Placeholder);
    add_item(draft, at, item, &ItemContext { profile, template, folder, has_image, style, missing_source })
}
