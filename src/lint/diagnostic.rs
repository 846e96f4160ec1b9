use crate::text::{Edits, Span};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Hint,
    Warning,
    Error,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Hint];

    /// A sign that tells it apart without colour.
    pub fn sign(self) -> &'static str {
        match self {
            Severity::Hint => "·",
            Severity::Warning => "!",
            Severity::Error => "✗",
        }
    }
}

/// What mends a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// A change of the draft that is right wherever the problem is one.
    Text(Edits),
    /// A change of the draft that is probably meant, for somebody to look at: it is made one at a
    /// time, never by `--fix`.
    Suggestion(Edits),
    /// Fitting the file of the image that the draft calls this.
    Image(String),
}

/// A problem: a place in the draft, what is wrong there, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name.
    pub rule: &'static str,
    pub severity: Severity,
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
    /// What mends it, where something safe does.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self { rule, severity, span, message: message.into(), help: None, fix: None }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: Edits) -> Self {
        self.fix = Some(Fix::Text(fix));
        self
    }

    #[must_use]
    pub fn suggest(mut self, fix: Edits) -> Self {
        self.fix = Some(Fix::Suggestion(fix));
        self
    }

    #[must_use]
    pub fn fit_image(mut self, dest: impl Into<String>) -> Self {
        self.fix = Some(Fix::Image(dest.into()));
        self
    }
}
