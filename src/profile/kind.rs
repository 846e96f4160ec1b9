//! Names that a profile chooses from: what slots a section has, what proves a line.

use serde::Deserialize;

/// What is looked for in a section. What a slot of a kind is for others is said by [`SlotKind::nature`];
/// how it is found, by its file in `outline/kinds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    Boards,
    Events,
    Facts,
    Feature,
    /// The front matter as a slot, which no section has.
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

/// What slots of a kind have in common, for whoever adds, moves, counts or checks them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Items, or the lines of a list, which come and go.
    Items,
    /// A section or a block that has its place in each issue, and new words each week.
    KeyPath,
    /// A sentence that has its place in each issue, and other names or addresses each week.
    Sentence,
    /// Text, and numbers in text, that each issue has.
    Boilerplate,
}

impl SlotKind {
    /// Those that a profile may name.
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
            Self::Feature | Self::People | Self::Streams => Nature::KeyPath,
            Self::Line | Self::Popular => Nature::Sentence,
            Self::Facts | Self::FrontMatter | Self::Opening | Self::Prose | Self::Boilerplate => {
                Nature::Boilerplate
            }
        }
    }

    /// Whether items can be added to sections of it.
    pub fn takes_items(self) -> bool {
        self.nature() == Nature::Items
    }

    /// Whether its slots are text that each issue has, and not items that come and go.
    pub fn is_boilerplate(self) -> bool {
        self.nature() == Nature::Boilerplate
    }

    /// Whether a line of any section may be a slot of it.
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

    /// What people call one item of it.
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

/// What proves a line of the task list.
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

    /// True if it looks at a section or a text that the profile has to name.
    pub fn needs_more(self) -> bool {
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
