//! Kinds of slots and of proofs that a profile can name.

use serde::Deserialize;

/// A kind of slot. [`SlotKind::nature`] groups the kinds by behaviour; the files in `outline/kinds` find the
/// slots of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    Boards,
    Events,
    Facts,
    Feature,
    /// The front matter, which is in no section.
    #[serde(skip)]
    FrontMatter,
    Guides,
    Line,
    Links,
    Opening,
    People,
    Popular,
    Prose,
    #[serde(alias = "standing")]
    Boilerplate,
    Stories,
    Streams,
}

/// How slots of a kind are added, moved, counted and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Items or rows that change in every issue.
    Items,
    /// A section or block of every issue whose text changes.
    Block,
    /// A sentence of every issue whose names or addresses change.
    Sentence,
    /// Text of every issue, and numbers in it.
    Boilerplate,
}

impl SlotKind {
    /// The kinds that a profile may name.
    pub const ALL: [SlotKind; 14] = [
        Self::Boards,
        Self::Events,
        Self::Facts,
        Self::Feature,
        Self::Guides,
        Self::Line,
        Self::Links,
        Self::Opening,
        Self::People,
        Self::Popular,
        Self::Prose,
        Self::Boilerplate,
        Self::Stories,
        Self::Streams,
    ];

    pub fn nature(self) -> Nature {
        match self {
            Self::Boards | Self::Events | Self::Guides | Self::Links | Self::Stories => Nature::Items,
            Self::Feature | Self::People | Self::Streams => Nature::Block,
            Self::Line | Self::Popular => Nature::Sentence,
            Self::Facts | Self::FrontMatter | Self::Opening | Self::Prose | Self::Boilerplate => {
                Nature::Boilerplate
            }
        }
    }

    /// True if items can be added to sections of this kind.
    pub fn takes_items(self) -> bool {
        self.nature() == Nature::Items
    }

    /// True if its slots are text that every issue has.
    pub fn is_boilerplate(self) -> bool {
        self.nature() == Nature::Boilerplate
    }

    /// True if a line of any section may be a slot of this kind.
    pub fn is_of_lines(self) -> bool {
        self.nature() == Nature::Sentence
    }

    /// The name in a profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boards => "boards",
            Self::Events => "events",
            Self::Facts => "facts",
            Self::Feature => "feature",
            Self::FrontMatter => "front matter",
            Self::Guides => "guides",
            Self::Line => "line",
            Self::Links => "links",
            Self::Opening => "opening",
            Self::People => "people",
            Self::Popular => "popular",
            Self::Prose => "prose",
            Self::Boilerplate => "boilerplate",
            Self::Stories => "stories",
            Self::Streams => "streams",
        }
    }

    /// The noun for one item.
    pub fn item_name(self) -> &'static str {
        match self {
            Self::Boards => "board",
            Self::Events => "event",
            Self::Facts => "fact",
            Self::Guides => "guide",
            Self::Links => "link",
            Self::Stories => "story",
            Self::Streams => "stream",
            other => other.name(),
        }
    }
}

/// What proves that a task of the checklist is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    Date,
    Title,
    Feature,
    Images,
    ImageWidths,
    FilledSection,
    Section,
    LinkedText,
    PopularLink,
}

impl Proof {
    pub const ALL: [Proof; 9] = [
        Self::Date,
        Self::Title,
        Self::Feature,
        Self::Images,
        Self::ImageWidths,
        Self::FilledSection,
        Self::Section,
        Self::LinkedText,
        Self::PopularLink,
    ];

    /// The name in a profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Title => "title",
            Self::Feature => "feature",
            Self::Images => "images",
            Self::ImageWidths => "image-widths",
            Self::FilledSection => "filled-section",
            Self::Section => "section",
            Self::LinkedText => "linked-text",
            Self::PopularLink => "popular-link",
        }
    }

    /// The proof of that name.
    pub fn named(name: &str) -> Option<Proof> {
        Self::ALL.into_iter().find(|proof| proof.name() == name)
    }

    /// True if the profile must name a section or a text for it.
    pub fn needs_target(self) -> bool {
        matches!(self, Self::FilledSection | Self::Section | Self::LinkedText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_are_read() {
        for kind in SlotKind::ALL {
            assert_eq!(serde_yaml::from_str::<SlotKind>(kind.name()).unwrap(), kind);
        }
        // Its name in older profiles.
        assert_eq!(serde_yaml::from_str::<SlotKind>("standing").unwrap(), SlotKind::Boilerplate);
        for proof in Proof::ALL {
            assert_eq!(serde_yaml::from_str::<Proof>(proof.name()).unwrap(), proof);
        }
    }
}
