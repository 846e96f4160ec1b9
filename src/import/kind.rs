/// The kinds of documents that can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Notes,
    Report,
    Post,
    Clicks,
    Events,
    Releases,
    Issue,
}

impl Kind {
    pub const ALL: [Self; 7] =
        [Self::Notes, Self::Report, Self::Post, Self::Clicks, Self::Events, Self::Releases, Self::Issue];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::Report => "report",
            Self::Post => "post",
            Self::Clicks => "clicks",
            Self::Events => "events",
            Self::Releases => "releases",
            Self::Issue => "issue",
        }
    }

    /// A document of this kind, for a sentence.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Notes => "meeting notes",
            Self::Report => "a library report",
            Self::Post => "a blog post",
            Self::Clicks => "a click report",
            Self::Events => "a calendar",
            Self::Releases => "a list of releases",
            Self::Issue => "an issue of the newsletter",
        }
    }

    /// Documents of this kind, for a sentence.
    pub(super) fn several(self) -> &'static str {
        match self {
            Self::Notes => "meeting notes",
            Self::Report => "library reports",
            Self::Post => "blog posts",
            Self::Clicks => "click reports",
            Self::Events => "calendars",
            Self::Releases => "lists of releases",
            Self::Issue => "issues of the newsletter",
        }
    }

    /// The text after the name in a suggestion to import the document as this kind.
    pub(super) fn usage(self) -> &'static str {
        if self == Self::Issue { "`, which finds the last one by itself" } else { "`" }
    }

    /// The properties of such documents, for a message.
    pub(super) fn has(self) -> &'static str {
        match self {
            Self::Notes | Self::Report => {
                "the profile lists the titles of parts in `import.grammar.notes.titles`"
            }
            Self::Post => "a post has a title, a text or an image",
            Self::Clicks => "a report has a header with a name such as URL or Link, and one such as Clicks",
            Self::Events => "a calendar has events (VEVENT) with a day and a name",
            Self::Releases => "a list has lines with a name and a version, such as `name 9.0.4`",
            Self::Issue => "an issue has front matter and sections",
        }
    }
}
