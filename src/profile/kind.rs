//! Kinds of slots and of proofs that a profile can name.

use serde::{Deserialize, Serialize};

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

/// How much of a section one slot covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything of the kind in the section.
    Section,
    /// A list, whose items are the rows of the slot.
    List,
    /// One of several parts, each with a title of its own.
    Part,
}

/// Makes [`SlotKind`] and its methods from one row per kind.
macro_rules! slot_kinds {
    ($($(#[$attribute:meta])* $kind:ident: $name:literal, $item:literal, $nature:ident, $extent:ident;)*) => {
        /// A kind of slot. The files in `outline/kinds` find the slots of each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum SlotKind {
            $($(#[$attribute])* $kind,)*
            /// The front matter, which is in no section.
            #[serde(skip)]
            FrontMatter,
        }

        impl SlotKind {
            /// The kinds that a profile may name.
            pub const ALL: &[SlotKind] = &[$(Self::$kind,)*];

            /// The name in a profile.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                    Self::FrontMatter => "front matter",
                }
            }

            /// The noun for one item.
            pub fn item_name(self) -> &'static str {
                match self {
                    $(Self::$kind => $item,)*
                    Self::FrontMatter => self.name(),
                }
            }

            pub fn nature(self) -> Nature {
                match self {
                    $(Self::$kind => Nature::$nature,)*
                    Self::FrontMatter => Nature::Boilerplate,
                }
            }

            pub fn extent(self) -> Extent {
                match self {
                    $(Self::$kind => Extent::$extent,)*
                    Self::FrontMatter => Extent::Section,
                }
            }
        }
    };
}

slot_kinds! {
    // kind       name in a profile  one item       nature       extent
    Boards:       "boards",          "board",       Items,       List;
    Events:       "events",          "event",       Items,       Part;
    Facts:        "facts",           "fact",        Boilerplate, Section;
    Feature:      "feature",         "feature",     Block,       Section;
    Guides:       "guides",          "guide",       Items,       List;
    Line:         "line",            "line",        Sentence,    Part;
    Links:        "links",           "link",        Items,       List;
    Opening:      "opening",         "opening",     Boilerplate, Section;
    Paragraphs:   "paragraphs",      "paragraph",   Items,       Part;
    People:       "people",          "people",      Block,       Part;
    Popular:      "popular",         "popular",     Sentence,    Section;
    Prose:        "prose",           "prose",       Boilerplate, Section;
    #[serde(alias = "standing")]
    Boilerplate:  "boilerplate",     "boilerplate", Boilerplate, Section;
    Stories:      "stories",         "story",       Items,       Part;
    Streams:      "streams",         "stream",      Block,       Part;
    Topics:       "topics",          "topic",       Items,       Part;
}

impl SlotKind {
    /// True if items can be added to sections of this kind.
    pub fn takes_items(self) -> bool {
        self.nature() == Nature::Items
    }

    /// True if a slot can hold an item, or is one.
    pub fn holds_items(self) -> bool {
        self.takes_items() || self == Self::Feature
    }

    /// True if its slots are text that every issue has.
    pub fn is_boilerplate(self) -> bool {
        self.nature() == Nature::Boilerplate
    }

    /// True if a line of any section may be a slot of this kind.
    pub fn is_of_lines(self) -> bool {
        self.nature() == Nature::Sentence
    }
}

/// Makes [`Proof`] and its names from one row per proof.
macro_rules! proofs {
    ($($proof:ident: $name:literal;)*) => {
        /// The proof that a task of the checklist is done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Proof {
            $($proof,)*
        }

        impl Proof {
            pub const ALL: &[Proof] = &[$(Self::$proof,)*];

            /// The name in a profile.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$proof => $name,)*
                }
            }
        }
    };
}

proofs! {
    Date:          "date";
    Title:         "title";
    Feature:       "feature";
    Images:        "images";
    ImageWidths:   "image-widths";
    FilledSection: "filled-section";
    Section:       "section";
    LinkedText:    "linked-text";
    PopularLink:   "popular-link";
}

impl Proof {
    /// The proof of that name.
    pub fn named(name: &str) -> Option<Proof> {
        Self::ALL.iter().copied().find(|proof| proof.name() == name)
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
            assert_eq!(serde_yaml::from_str::<SlotKind>(kind.name()).unwrap(), *kind);
        }
        // Its name in older profiles.
        assert_eq!(serde_yaml::from_str::<SlotKind>("standing").unwrap(), SlotKind::Boilerplate);
        for proof in Proof::ALL {
            assert_eq!(serde_yaml::from_str::<Proof>(proof.name()).unwrap(), *proof);
        }
    }

    /// The names in the first column of the table after a line of `docs/profile.md`.
    fn documented(after: &str) -> Vec<&'static str> {
        let page = include_str!("../../docs/profile.md");
        let (_, table) = page.split_once(after).unwrap_or_else(|| panic!("docs/profile.md has no '{after}'"));
        let rows =
            table.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
        rows.filter_map(|row| row.strip_prefix("| `")?.split('`').next()).collect()
    }

    #[test]
    fn kinds_and_proofs_are_documented() {
        for (heading, names) in [
            ("### Kinds of slots", SlotKind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>()),
            ("| proof | holds if |", Proof::ALL.iter().map(|proof| proof.name()).collect()),
        ] {
            let documented = documented(heading);
            for name in &names {
                assert!(
                    documented.contains(name),
                    "docs/profile.md: add a row for `{name}` to the table at '{heading}'"
                );
            }
            for name in documented {
                assert!(
                    names.contains(&name),
                    "docs/profile.md: remove the row of `{name}` from the table at '{heading}'"
                );
            }
        }
    }
}
