//! Names that a profile chooses from: what slots a section has, what proves a line.

use serde::Deserialize;

/// What is looked for in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlotKind {
    Boards,
    Events,
    Facts,
    Feature,
    Guides,
    Line,
    Links,
    Opening,
    People,
    Popular,
    Prose,
    Standing,
    Stories,
    Streams,
}

impl SlotKind {
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
        Self::Standing,
        Self::Stories,
        Self::Streams,
    ];

    /// Whether a line of any section may be a slot of this kind.
    pub fn is_of_lines(self) -> bool {
        matches!(self, Self::Line | Self::Popular)
    }

    /// The name in a profile.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boards => "boards",
            Self::Events => "events",
            Self::Facts => "facts",
            Self::Feature => "feature",
            Self::Guides => "guides",
            Self::Line => "line",
            Self::Links => "links",
            Self::Opening => "opening",
            Self::People => "people",
            Self::Popular => "popular",
            Self::Prose => "prose",
            Self::Standing => "standing",
            Self::Stories => "stories",
            Self::Streams => "streams",
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
        for proof in Proof::ALL {
            assert_eq!(serde_yaml::from_str::<Proof>(proof.name()).unwrap(), proof);
        }
    }
}
