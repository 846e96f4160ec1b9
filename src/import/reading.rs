use thiserror::Error;

use super::Kind;

/// What was read of a document, and what is to be said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading<T> {
    pub value: T,
    /// In the order of the lines that they are about; those about no line last.
    pub remarks: Vec<Remark>,
}

/// One thing that a reader found, or expected and did not find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub tone: Tone,
    /// Counted from 1; none where the document as a whole is meant.
    pub line: Option<usize>,
    /// Without a full stop, as `5 updated libraries`.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Found,
    /// A part of the document that something is offered of.
    Used,
    /// A part that is known, and of which nothing is offered.
    Unused,
    /// Expected in such a document, and not there: no error.
    Missing,
    /// There, and not understood, or only in part.
    Unclear,
}

impl Tone {
    /// Its name, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Tone::Found => "found",
            Tone::Used => "used",
            Tone::Unused => "unused",
            Tone::Missing => "missing",
            Tone::Unclear => "unclear",
        }
    }

    /// What it is called in a message.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Missing => "not found",
            other => other.name(),
        }
    }

    /// Whether something is to be done, or to be known of what is not there.
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

/// Why a document can't be read as the kind that was asked for.
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
    #[error("nothing of {} was found in it: {}", .0.describe(), .0.has())]
    Nothing(Kind),
}
