//! What a draft's slots are, and what happens to its text when they are added, moved and dropped:
//! a text before, a text after.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod added;
mod contained;
mod copied;
mod emptied;
mod examples;
mod opening;
mod own_form;
mod paragraphs;
mod popular;
mod rows;
mod slots;
mod sources;
mod titles;
mod topics;

use copydesk::draft::Draft;
use copydesk::outline::Outline;
use copydesk::profile::{Profile, built_in, load};
use copydesk::text::Edits;

/// A profile with sections of these kinds on these levels.
pub(crate) fn profile_of(levels: &str, sections: &[(&str, &str)]) -> Profile {
    let section = |(id, kinds): &(&str, &str)| {
        format!("  - {{ id: {id}, title: {id}, headings: [{id}], kinds: [{kinds}], noun: [item, items] }}\n")
    };
    let own: String = sections.iter().map(section).collect();
    load(&format!("extends: this-week-in-rust\nsection_levels: {levels}\nsections:\n{own}")).unwrap()
}

/// A draft under a profile.
pub(crate) struct Issue {
    pub draft: Draft,
    pub outline: Outline,
    pub profile: Profile,
}

impl Issue {
    /// Under the `circuitpython` profile.
    pub fn new(text: &str) -> Self {
        Self::of("circuitpython", text)
    }

    pub fn of(profile: &str, text: &str) -> Self {
        Self::with_profile(built_in(profile).unwrap(), text)
    }

    /// Under a `copydesk.yml` that extends `circuitpython`, for keys and kinds that no built-in profile uses.
    pub fn extended(yaml: &str, text: &str) -> Self {
        Self::with_profile(load(&format!("extends: circuitpython\n{yaml}")).unwrap(), text)
    }

    /// Under a `copydesk.yml` that extends `this-week-in-rust`, with sections of these kinds on level 2. Each
    /// section is named by its heading, in lower case.
    pub fn of_sections(sections: &[(&str, &str)], text: &str) -> Self {
        Self::of_levels("[2]", sections, text)
    }

    /// The same with sections on other levels.
    pub fn of_levels(levels: &str, sections: &[(&str, &str)], text: &str) -> Self {
        Self::with_profile(profile_of(levels, sections), text)
    }

    fn with_profile(profile: Profile, text: &str) -> Self {
        let draft = Draft::parse(text);
        let outline = Outline::new(&draft, &profile);
        Self { draft, outline, profile }
    }

    pub fn section(&self, id: &str) -> usize {
        self.outline.find(id).unwrap_or_else(|| panic!("there is no section {id}"))
    }

    /// The slot whose title begins so.
    pub fn slot(&self, title: &str) -> usize {
        let found = self.outline.slots.iter().position(|slot| slot.title.starts_with(title));
        found.unwrap_or_else(|| panic!("there is no slot {title}: {:#?}", self.titles()))
    }

    pub fn titles(&self) -> Vec<&str> {
        self.outline.slots.iter().map(|slot| slot.title.as_str()).collect()
    }

    /// The text after a change, checked to be the same with the other line endings.
    pub fn after(&self, change: impl Fn(&Issue) -> Option<Edits>) -> String {
        let after = change(self).expect("a change").apply(self.draft.text());
        let windows = Issue::with_profile(self.profile.clone(), &self.draft.text().replace('\n', "\r\n"));
        let other = change(&windows).expect("a change").apply(windows.draft.text());
        assert_eq!(other, after.replace('\n', "\r\n"), "with CRLF");
        after
    }
}
