use thiserror::Error;

use super::Kind;

/// The content of a document, and remarks about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading<T> {
    pub value: T,
    /// Sorted by line. Those without a line are last.
    pub remarks: Vec<Remark>,
}

/// Something that a reader found, or expected and did not find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub tone: Tone,
    /// Counted from 1; `None` for a remark about the whole document.
    pub line: Option<usize>,
    /// Without a full stop, such as `5 updated libraries`.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Found,
    /// A part of the document that candidates were made of.
    Used,
    /// A known part that no candidate was made of.
    Unused,
    /// Expected in such a document and missing, which is not an error.
    Missing,
    /// Not understood, or only in part.
    Unclear,
}

impl Tone {
    /// The name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Found => "found",
            Tone::Used => "used",
            Tone::Unused => "unused",
            Tone::Missing => "missing",
            Tone::Unclear => "unclear",
        }
    }

    /// The name in a message.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Missing => "not found",
            other => other.name(),
        }
    }

    /// True if the user may have to do something about it.
    pub fn is_open(self) -> bool {
        matches!(self, Tone::Missing | Tone::Unclear)
    }
}

impl Remark {
    pub fn found(line: usize, text: impl Into<String>) -> Self {
        Self { tone: Tone::Found, line: Some(line), text: text.into() }
    }

    pub fn missing(text: impl Into<String>) -> Self {
        Self { tone: Tone::Missing, line: None, text: text.into() }
    }

    pub fn unclear(line: usize, text: impl Into<String>) -> Self {
        Self { tone: Tone::Unclear, line: Some(line), text: text.into() }
    }
}

/// Why a document can't be read as the requested kind.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("there is nothing in it")]
    Empty,
    #[error("it is not text")]
    Binary,
    #[error("it is a web page, not {}: is the address right, or does the site ask to log in?", .0.describe())]
    WebPage(Kind),
    #[error("it has {bytes} bytes; {limit} at most are read")]
    TooLarge { bytes: u64, limit: u64 },
    #[error("it looks like {}, not {}: try `copydesk import {}{}", .found.describe(), .wanted.describe(), .found.name(), .found.usage())]
    LooksLike { wanted: Kind, found: Kind },
    #[error("the profile does not say what {} look like: copydesk.yml needs `import.grammar.notes`", .0.several())]
    NoGrammar(Kind),
    #[error("it does not look like {}: {}", .0.describe(), .0.has())]
    Nothing(Kind),
}
