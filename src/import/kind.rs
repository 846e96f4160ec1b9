/// The kinds of documents that can be read.
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

    /// What the kind is called on the command line.
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

    /// What a document of this kind is, for a sentence.
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
}
