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

/// The form in which a new item is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewItemForm {
    /// A row of a list, in the form that most of its rows have.
    Row,
    /// An item of a Markdown list.
    Bullet,
    /// An item of a Markdown list, or a story where the section has stories.
    BulletOrStory,
    /// A story: images, text, sources.
    Story,
    /// Blocks in a form that is learnt as a whole.
    Block,
    /// No items are added.
    None,
}

/// What the fields of a slot are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Parts of one text or item.
    Parts,
    /// As `Parts`, of an item that names its days.
    Days,
    /// Values of their own.
    Values,
}

/// Makes [`SlotKind`] and its methods from one row per kind.
macro_rules! slot_kinds {
    (
        $(#[$about:meta])*
        pub enum SlotKind {
            $($(#[$attribute:meta])* $kind:ident: $name:literal, $item:literal, $nature:ident, $extent:ident, $form:ident, $content:ident;)*
        }
    ) => {
        $(#[$about])*
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

            pub fn item_form(self) -> NewItemForm {
                match self {
                    $(Self::$kind => NewItemForm::$form,)*
                    Self::FrontMatter => NewItemForm::None,
                }
            }

            pub fn content(self) -> Content {
                match self {
                    $(Self::$kind => Content::$content,)*
                    Self::FrontMatter => Content::Parts,
                }
            }
        }
    };
}

slot_kinds! {
    /// What the slots of a section are.
    ///
    /// A section may have several kinds. A new item gets the kind that most items of the section have. Where the text
    /// numbers the items, as in `3、[title](address)`, the numbers follow when an item is added, moved or removed, also
    /// in later sections if they go on there.
    pub enum SlotKind {
        // The files in `src/outline/kinds` find the slots of each.
        // kind       name in a profile  one item       nature       extent   new item       content
        /// A list of links after a sentence with their number.
        Boards:       "boards",          "board",       Items,       List,    Bullet,        Parts;
        /// Each story or list item that names a day.
        Events:       "events",          "event",       Items,       Part,    BulletOrStory, Days;
        /// All facts of the section together.
        Facts:        "facts",           "fact",        Boilerplate, Section, None,          Values;
        /// The whole section: a story whose title is the heading.
        Feature:      "feature",         "feature",     Block,       Section, Story,         Parts;
        /// Each line with a link, optionally followed by "from" and authors.
        Guides:       "guides",          "guide",       Items,       List,    Row,           Parts;
        /// A sentence in any section that begins as `lines` say, with its subject or day and its addresses.
        Line:         "line",            "line",        Sentence,    Part,    None,          Parts;
        /// A list of links, one per item.
        Links:        "links",           "link",        Items,       List,    Bullet,        Parts;
        /// The whole section: the line that links to the page with its warning, the editor's words, and the text
        /// of every issue.
        Opening:      "opening",         "opening",     Boilerplate, Section, None,          Parts;
        /// Each paragraph with the quotations, images, lists and code after it; where the text numbers the items,
        /// everything up to the next number.
        Paragraphs:   "paragraphs",      "paragraph",   Items,       Part,    Block,         Parts;
        /// Each block after a bold name.
        People:       "people",          "people",      Block,       Part,    None,          Parts;
        /// The whole section: last week's most clicked link.
        Popular:      "popular",         "popular",     Sentence,    Section, None,          Parts;
        /// The section's text.
        Prose:        "prose",           "prose",       Boilerplate, Section, None,          Parts;
        /// The section's text while it contains a placeholder of the template.
        #[serde(alias = "standing")]
        Boilerplate:  "boilerplate",     "boilerplate", Boilerplate, Section, None,          Parts;
        /// Each story: images, text, sources.
        Stories:      "stories",         "story",       Items,       Part,    Story,         Parts;
        /// Each block after a bold label, with its subject, its addresses and its image.
        Streams:      "streams",         "stream",      Block,       Part,    None,          Parts;
        /// Each heading below the section's own with the text up to the next one. Such a heading begins a section only
        /// if the profile knows it, even where `section_levels` has its level.
        Topics:       "topics",          "topic",       Items,       Part,    Block,         Parts;
    }
}

impl SlotKind {
    /// True if items can be added to sections of this kind.
    pub fn takes_items(self) -> bool {
        self.nature() == Nature::Items
    }

    /// True if a slot of another section can be moved into a section of this kind: it has parts of its own, as a story
    /// has.
    pub fn takes_moved_slots(self) -> bool {
        self.takes_items() && self.extent() == Extent::Part || matches!(self, Self::Feature | Self::People)
    }

    /// True if a slot can be moved to another section: it is an item or a block, and not a part of its section's own text.
    pub fn can_be_moved(self) -> bool {
        matches!(self.nature(), Nature::Items | Nature::Block)
    }

    /// True if a section can have several slots of this kind, so that one can be added.
    pub fn can_be_added(self) -> bool {
        self.takes_items() || self.nature() == Nature::Block && self.extent() == Extent::Part
    }

    /// True if its items name the days on which they are.
    pub fn has_days(self) -> bool {
        self.content() == Content::Days
    }

    /// True if the fields of a slot are values of their own, and not parts of one item.
    pub fn has_independent_fields(self) -> bool {
        self.content() == Content::Values
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
    ($(#[$about:meta])* pub enum Proof { $($(#[$attribute:meta])* $proof:ident: $name:literal;)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Proof {
            $($(#[$attribute])* $proof,)*
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
    /// What proves that a task of the checklist is done.
    pub enum Proof {
        /// Front matter, file name and dated image folders agree, and the date is the newsletter's weekday.
        Date:          "date";
        /// There is a title, and it is not a placeholder.
        Title:         "title";
        /// The first `feature` slot is filled, and its story was in none of the previous issues.
        Feature:       "feature";
        /// Every image file exists.
        Images:        "images";
        /// No image is wider than `images.max_width`.
        ImageWidths:   "image-widths";
        /// Every slot of the sections is filled. A slot with the text of the last issue proves nothing, so that only a
        /// tick confirms it.
        FilledSection: "filled-section";
        /// The section exists.
        Section:       "section";
        /// The text exists and is a link with an address that no other issue has.
        LinkedText:    "linked-text";
        /// The `popular` slot links to the last issue, and its link and title are those of a story there.
        PopularLink:   "popular-link";
    }
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
}
