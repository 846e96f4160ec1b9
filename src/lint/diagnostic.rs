use crate::text::{Edits, Span, grouped};

/// The severity of a problem, in ascending order.
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

    /// A character that identifies the severity without colour.
    pub fn sign(self) -> &'static str {
        match self {
            Severity::Hint => "·",
            Severity::Warning => "!",
            Severity::Error => "✗",
        }
    }
}

/// What a problem is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The text at its span.
    #[default]
    Text,
    /// Files beside the draft that the text does not name. The span is only where a report puts it.
    Files,
}

/// How a problem is fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// A safe change of the draft, which `--fix` makes.
    Text(Edits),
    /// A change that is probably right but needs review. It is made one at a time, never by `--fix`.
    Suggestion(Edits),
    /// Fitting the image file with this path, as the draft writes it.
    Image(String),
}

/// A problem of a draft, with its position and a fix if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name.
    pub rule: &'static str,
    pub severity: Severity,
    pub span: Span,
    pub subject: Subject,
    pub message: String,
    pub help: Option<String>,
    /// The fix, if one is known.
    pub fix: Option<Fix>,
    /// A second span that identifies the problem: if its text changes, the problem counts as a new one.
    pub related: Option<Span>,
    /// Set if the diagnostic represents problems that are not kept.
    pub omitted: Option<Omitted>,
}

/// The problems of one rule and severity that are not kept, because the file has too many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Omitted {
    pub count: usize,
    /// The number of them with a safe fix of the text.
    pub fixes: usize,
    /// The number of them that fitting an image fixes.
    pub image_fixes: usize,
}

impl Omitted {
    pub(super) fn message(self) -> String {
        let noun = if self.count == 1 { "problem" } else { "problems" };
        format!("and {} more {noun} of this rule", grouped(self.count as u64))
    }
}

impl Diagnostic {
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        let message = message.into();
        let subject = Subject::default();
        Self { rule, severity, span, subject, message, help: None, fix: None, related: None, omitted: None }
    }

    /// The number of problems that it represents.
    pub fn count(&self) -> usize {
        self.omitted.map_or(1, |omitted| omitted.count)
    }

    /// Subtracts `known` problems from the omitted ones that this diagnostic counts. `None` if none are left,
    /// or if it counts none.
    pub(super) fn without(mut self, known: usize) -> Option<Self> {
        let Omitted { count, fixes, image_fixes } = self.omitted?;
        let count = count.checked_sub(known).filter(|count| *count > 0)?;
        let omitted = Omitted { count, fixes: fixes.min(count), image_fixes: image_fixes.min(count) };
        self.message = omitted.message();
        self.omitted = Some(omitted);
        Some(self)
    }

    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    #[must_use]
    pub fn subject(mut self, subject: Subject) -> Self {
        self.subject = subject;
        self
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
