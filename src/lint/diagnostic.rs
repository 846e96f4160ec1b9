use crate::text::{Edits, Span, grouped};

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

/// What fixes a problem.
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
    /// What fixes it, where something safe does.
    pub fix: Option<Fix>,
    /// A second place that makes it another problem where it is not the same any more.
    pub edge: Option<Span>,
    /// Set where it stands for problems that are not kept.
    pub rest: Option<Rest>,
}

/// Problems of one rule and severity beyond those that are kept of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    pub count: usize,
    /// How many of them have a safe fix of the text.
    pub fixes: usize,
    /// How many of them are fixed by fitting an image.
    pub image_fixes: usize,
}

impl Rest {
    pub(super) fn message(self) -> String {
        let noun = if self.count == 1 { "problem" } else { "problems" };
        format!("and {} more {noun} of this rule", grouped(self.count as u64))
    }
}

impl Diagnostic {
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { rule, severity, span, message, help: None, fix: None, edge: None, rest: None }
    }

    /// How many problems it stands for.
    pub fn count(&self) -> usize {
        self.rest.map_or(1, |rest| rest.count)
    }

    /// What is left of problems that are not kept without so many of them.
    pub(super) fn without(mut self, known: usize) -> Option<Self> {
        let rest = self.rest?;
        let count = rest.count.checked_sub(known).filter(|count| *count > 0)?;
        let rest = Rest { count, fixes: rest.fixes.min(count), image_fixes: rest.image_fixes.min(count) };
        self.message = rest.message();
        self.rest = Some(rest);
        Some(self)
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
