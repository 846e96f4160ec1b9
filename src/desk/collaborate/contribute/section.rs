//! The sections that items can be added to, found by words or by the kind of their items.

use super::NewContribution;
use crate::desk::images::nearest::nearest;
use crate::desk::{DeskError, IssueError, Workspace, read};
use crate::draft::Draft;
use crate::outline::{
    self, Field, ItemContext, ItemStyle, MissingSource, NewItem, Outline, Role, Section, Slot, SlotState,
    add_item,
};
use crate::profile::{self, NewItemForm, SlotKind};
use crate::text::{has_letters, has_words, ranked};

/// A section that items can be added to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionChoice {
    /// Its index in the draft.
    pub index: usize,
    /// The section's name in the profile.
    pub id: String,
    pub title: String,
    /// The noun of its items, such as `news item`.
    pub noun: String,
    pub credit: Credit,
    /// The title of an item that it has, or had in one of the last issues.
    pub example: Option<String>,
    /// The kinds of its items.
    kinds: Vec<SlotKind>,
    /// True if it has items, or had some in one of the last issues.
    is_used: bool,
    /// Its title, and its name and title in the profile.
    names: String,
}

impl SectionChoice {
    /// True if its items are events, which have a day and a place.
    pub fn takes_events(&self) -> bool {
        self.kinds.iter().any(|kind| kind.has_days())
    }

    /// True if all its items are events.
    pub fn takes_only_events(&self) -> bool {
        !self.kinds.is_empty() && self.kinds.iter().all(|kind| kind.has_days())
    }

    /// True if its items may have several paragraphs, quotations or lists.
    pub fn takes_blocks(&self) -> bool {
        !self.kinds.is_empty() && self.kinds.iter().all(|kind| kind.item_form() == NewItemForm::Block)
    }
}

/// The credit line of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credit {
    /// The site that published a story.
    Source,
    /// The author of a guide.
    Author,
}

/// An item of a section, as an example of what the section holds.
struct Example {
    kind: SlotKind,
    title: String,
}

impl SectionChoice {
    fn new(index: usize, section: &Section, spec: &profile::Section, examples: &[Example]) -> SectionChoice {
        let takes = |kind: &&SlotKind| kind.takes_items();
        let mut kinds: Vec<SlotKind> = match examples {
            [] => spec.kinds.iter().filter(takes).copied().collect(),
            examples => examples.iter().map(|example| example.kind).collect(),
        };
        kinds.dedup();
        let has_author = kinds.iter().any(|kind| outline::names_authors(*kind));
        SectionChoice {
            index,
            id: section.id.clone(),
            title: section.title.clone(),
            noun: spec.noun.first().cloned().unwrap_or_else(|| "item".to_owned()),
            credit: if has_author { Credit::Author } else { Credit::Source },
            example: examples.iter().map(|example| &example.title).find(|title| !title.is_empty()).cloned(),
            kinds,
            is_used: !examples.is_empty(),
            names: format!("{} {} {}", section.title, spec.title, section.id),
        }
    }

    /// The words by which it is searched: its names, and those of its items.
    pub fn words(&self) -> String {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.item_name()).collect();
        format!("{} {} {}", self.names, self.noun, kinds.join(" "))
    }

    /// True if the name is that of its items or of their kind, such as `link` or `links`.
    fn holds(&self, name: &str) -> bool {
        let is_kind = |kind: &SlotKind| kind.name() == name || kind.item_name() == name;
        self.noun == name || self.kinds.iter().any(is_kind)
    }
}

impl NewContribution {
    /// The sections that items can be added to, in the order of the draft.
    pub fn sections(&self) -> &[SectionChoice] {
        &self.sections
    }

    /// Finds a section by its title in the draft, the noun or kind of its items (`story`, `guide`, `board`,
    /// `event`, `link`), or words that begin words of its title or of its name in the profile. Without a
    /// name, it is that of events for an item with a day or a place, or else the section of the newsletter's
    /// posts, or else the only section.
    ///
    /// # Errors
    ///
    /// [`IssueError::NoSection`], [`IssueError::SeveralSections`] and [`IssueError::SectionNotGiven`],
    /// with the names to choose from.
    pub fn section(&self, name: Option<&str>, item: &NewItem) -> Result<SectionChoice, DeskError> {
        let is_event = item.has_day_or_place() && self.sections.iter().any(SectionChoice::takes_events);
        let found = match name {
            Some(name) => self.named_section(name.trim()),
            None if is_event => self.named_section(SlotKind::Events.item_name()),
            None => self.usual_section(),
        };
        Ok(found.cloned()?)
    }

    fn usual_section(&self) -> Result<&SectionChoice, IssueError> {
        let usual = self.copy.workspace.profile.import.post.as_ref();
        let is_usual = |section: &&SectionChoice| Some(&section.id) == usual;
        match (self.sections.iter().find(is_usual), &self.sections[..]) {
            (Some(section), _) | (None, [section]) => Ok(section),
            _ => Err(IssueError::SectionNotGiven { known: titles(&self.sections) }),
        }
    }

    fn named_section(&self, name: &str) -> Result<&SectionChoice, IssueError> {
        let lower = name.to_lowercase();
        let all = |fits: &dyn Fn(&SectionChoice) -> bool| -> Vec<&SectionChoice> {
            self.sections.iter().filter(|section| fits(section)).collect()
        };
        // Of two sections with the same heading, the first: no other words can name the second.
        if let Some(section) = self.sections.iter().find(|section| section.title.to_lowercase() == lower) {
            return Ok(section);
        }
        // Sections with such items of the newsletter come before those that could have some.
        let is_named = |section: &SectionChoice| has_words(&section.names, name);
        let is_used = |section: &SectionChoice| section.holds(&lower) && section.is_used;
        let ways: [&dyn Fn(&SectionChoice) -> bool; 3] =
            [&is_used, &|section| section.holds(&lower), &is_named];
        let found = ways.into_iter().map(all).find(|found| !found.is_empty()).unwrap_or_default();
        match &found[..] {
            [only] => Ok(*only),
            [] => Err(self.no_section(name)),
            _ => Err(IssueError::SeveralSections { name: name.to_owned(), known: titles(found) }),
        }
    }

    fn no_section(&self, name: &str) -> IssueError {
        let known = titles(&self.sections);
        let similar = || {
            let mut found = ranked(&known, name).into_iter().map(|at| known[at].as_str());
            found.find(|title| has_letters(title, name))
        };
        let is_word = !name.is_empty();
        let meant = nearest(name, &known).or_else(similar).filter(|_| is_word).map(str::to_owned);
        IssueError::NoSection { name: name.to_owned(), meant, known }
    }
}

fn titles<'s>(sections: impl IntoIterator<Item = &'s SectionChoice>) -> Vec<String> {
    sections.into_iter().map(|section| section.title.clone()).collect()
}

/// The sections of a draft that items can be added to. Examples come from the draft, or else from the
/// last issues.
pub(super) fn find_sections(
    workspace: &Workspace,
    draft: &Draft,
    past: &[(Draft, Outline)],
) -> Vec<SectionChoice> {
    let profile = &workspace.profile;
    let outline = Outline::new(draft, profile);
    let choice = |(index, section): (usize, &Section)| {
        let spec = profile.section(&section.id)?;
        section.heading?;
        let mut examples = examples(draft, &outline, index);
        if examples.is_empty() {
            examples = past_examples(past, section);
        }
        // A heading above other sections, which has never had an item of its own.
        let has_parts = outline.sections.get(index + 1).is_some_and(|next| next.level > section.level);
        if has_parts && examples.is_empty() || !takes_items(workspace, draft, index) {
            return None;
        }
        Some(SectionChoice::new(index, section, spec, &examples))
    };
    outline.sections.iter().enumerate().filter_map(choice).collect()
}

/// The last issues before the draft, newest first.
pub(super) fn past_issues(workspace: &Workspace, draft: &std::path::Path) -> Vec<(Draft, Outline)> {
    let key = workspace.key_of(draft);
    let posts = workspace.listing().posts.into_iter().rev();
    let before = posts.filter(|post| key.is_none_or(|key| post.key < key));
    let issue = |path: std::path::PathBuf| {
        let draft = Draft::parse(read(&path, &workspace.root).ok()?);
        let outline = Outline::new(&draft, &workspace.profile);
        Some((draft, outline))
    };
    before.take(workspace.profile.archive).filter_map(|post| issue(post.path)).collect()
}

/// True if an item with a title, an address and a text can be added.
fn takes_items(workspace: &Workspace, draft: &Draft, section: usize) -> bool {
    let item = NewItem {
        title: "Title".to_owned(),
        url: "https://example.com/".to_owned(),
        text: "Text".to_owned(),
        ..NewItem::default()
    };
    let template = super::template(workspace);
    let template = template.as_ref().map(|(draft, outline)| (draft, outline));
    let context = ItemContext {
        profile: &workspace.profile,
        template,
        folder: "",
        has_image: &|_| false,
        style: &ItemStyle::default(),
        missing_source: MissingSource::Site,
    };
    add_item(draft, section, &item, &context).is_some()
}

fn past_examples(past: &[(Draft, Outline)], section: &Section) -> Vec<Example> {
    let same = |(draft, outline): &(Draft, Outline)| {
        let is_same = |other: &Section| other.id == section.id && other.title == section.title;
        let at = outline.sections.iter().position(is_same)?;
        Some(examples(draft, outline, at)).filter(|examples| !examples.is_empty())
    };
    past.iter().find_map(same).unwrap_or_default()
}

/// The written items of a section.
fn examples(draft: &Draft, outline: &Outline, section: usize) -> Vec<Example> {
    let slots = outline.slots_of(section).iter().filter(|slot| slot.kind.takes_items());
    slots.flat_map(|slot| titles_of(slot, draft).map(|title| Example { kind: slot.kind, title })).collect()
}

/// The titles of the written items of a slot: of the slot itself, or of its rows.
fn titles_of(slot: &Slot, draft: &Draft) -> impl Iterator<Item = String> {
    let title = |fields: &[Field]| {
        let field = fields.iter().find(|field| matches!(field.role, Role::Title | Role::Name | Role::Text));
        field.map(|field| field.written(draft).replace("**", "")).unwrap_or_default()
    };
    let rows = slot.rows.iter().filter(|row| row.state() != SlotState::Empty);
    let own = (!slot.is_list() && slot.state() != SlotState::Empty).then(|| slot.title.clone());
    rows.map(|row| title(&row.fields)).chain(own).collect::<Vec<_>>().into_iter()
}
