use std::collections::HashSet;

use super::address::{Address, Page};
use crate::draft::Draft;
use crate::outline::{Outline, Section};
use crate::profile::Profile;

/// The parts of the newsletter's template that every issue has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateFacts {
    /// The pages that it links to.
    pages: HashSet<Page>,
    /// The ids of its main sections, in order, without duplicates.
    sections: Vec<String>,
}

impl TemplateFacts {
    /// Reads the template for new issues.
    pub fn new(template: &str, profile: &Profile) -> TemplateFacts {
        let draft = Draft::parse(template);
        let pages = draft.links().filter_map(|link| Some(Address::new(draft.slice(link.dest))?.page()));
        let outline = Outline::new(&draft, profile);
        let mut sections: Vec<String> = Vec::new();
        for section in main_sections(&outline) {
            if !sections.contains(&section.id) {
                sections.push(section.id.clone());
            }
        }
        TemplateFacts { pages: pages.collect(), sections }
    }

    /// True if the template links to the page.
    pub(super) fn has(&self, page: Page) -> bool {
        self.pages.contains(&page)
    }

    /// The position of a section in the template.
    pub(super) fn rank(&self, section: &str) -> Option<usize> {
        self.sections.iter().position(|id| id == section)
    }
}

/// The known sections of the highest level, in order. Lower sections move with them.
pub(super) fn main_sections(outline: &Outline) -> impl Iterator<Item = &Section> {
    let known = || outline.sections.iter().filter(|section| section.known && section.heading.is_some());
    let level = known().map(|section| section.level).min();
    known().filter(move |section| Some(section.level) == level)
}
