//! What a draft's slots are, and what happens to its text when they are added, moved and dropped:
//! a text before, a text after.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod added;
mod contained;
mod emptied;
mod examples;
mod opening;
mod popular;
mod rows;
mod slots;
mod sources;
mod titles;

use copydesk::draft::Draft;
use copydesk::outline::Outline;
use copydesk::profile::{Profile, built_in};
use copydesk::text::Edits;

/// A draft under the `circuitpython` profile.
pub(crate) struct Issue {
    pub draft: Draft,
    pub outline: Outline,
    pub profile: Profile,
}

impl Issue {
    pub fn new(text: &str) -> Self {
        Self::of("circuitpython", text)
    }

    pub fn of(profile: &str, text: &str) -> Self {
        let profile = built_in(profile).unwrap();
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
        let windows = Issue::of(&self.profile.name, &self.draft.text().replace('\n', "\r\n"));
        let other = change(&windows).expect("a change").apply(windows.draft.text());
        assert_eq!(other, after.replace('\n', "\r\n"), "with CRLF");
        after
    }
}
