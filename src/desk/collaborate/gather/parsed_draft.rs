//! A parsed draft, ready for merging and comparing.

use crate::desk::Workspace;
use crate::draft::Draft;
use crate::lint::Facts;
use crate::merge::{MergeError, Version};
use crate::outline::{Outline, update_counts};
use crate::text::Edits;

#[derive(Clone, Debug)]
pub(super) enum ParsedDraft {
    Structured(Box<Version>),
    Lines(Box<Lines>),
}

/// A draft that can only be merged by lines, and the reason.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    draft: Draft,
    outline: Outline,
    why: MergeError,
}

impl Lines {
    pub fn text(&self) -> &str {
        self.draft.text()
    }

    pub fn why(&self) -> MergeError {
        self.why
    }
}

impl From<Version> for ParsedDraft {
    fn from(version: Version) -> ParsedDraft {
        ParsedDraft::Structured(Box::new(version))
    }
}

impl ParsedDraft {
    pub fn new(text: &str, workspace: &Workspace) -> ParsedDraft {
        match Version::new(text, &workspace.profile) {
            Ok(version) => version.into(),
            Err(why) => ParsedDraft::lines(text, why, workspace),
        }
    }

    fn lines(text: &str, why: MergeError, workspace: &Workspace) -> ParsedDraft {
        let draft = Draft::parse(text);
        let outline = Outline::new(&draft, &workspace.profile);
        ParsedDraft::Lines(Box::new(Lines { draft, outline, why }))
    }

    /// Parses another version of this draft. Only the sections that differ are parsed again.
    pub fn changed_to(&self, text: &str, workspace: &Workspace) -> ParsedDraft {
        let Ok(version) = self.version() else { return ParsedDraft::new(text, workspace) };
        match version.edited(&Edits::between(version.text(), text), &workspace.profile) {
            Ok(changed) => changed.into(),
            Err(why) => ParsedDraft::lines(text, why, workspace),
        }
    }

    /// Corrects the sentences that count the items of a list, if they were correct in `before`.
    pub fn with_counts(self, before: &ParsedDraft, workspace: &Workspace) -> ParsedDraft {
        let (was, is) = ((before.draft(), before.outline()), (self.draft(), self.outline()));
        match update_counts(&workspace.profile, was, is) {
            Some(edits) => self.changed_to(&edits.apply(self.text()), workspace),
            None => self,
        }
    }

    pub fn draft(&self) -> &Draft {
        match self {
            ParsedDraft::Structured(version) => version.draft(),
            ParsedDraft::Lines(lines) => &lines.draft,
        }
    }

    pub fn text(&self) -> &str {
        self.draft().text()
    }

    pub fn version(&self) -> Result<&Version, MergeError> {
        match self {
            ParsedDraft::Structured(version) => Ok(version),
            ParsedDraft::Lines(lines) => Err(lines.why),
        }
    }

    pub fn outline(&self) -> &Outline {
        match self {
            ParsedDraft::Structured(version) => version.outline(),
            ParsedDraft::Lines(lines) => &lines.outline,
        }
    }

    /// Marks the slots that show an image of this issue: they count as filled.
    pub fn note_images(&mut self, facts: &Facts, workspace: &Workspace) {
        let (draft, outline) = match self {
            ParsedDraft::Structured(version) => version.draft_and_outline(),
            ParsedDraft::Lines(lines) => (&lines.draft, &mut lines.outline),
        };
        facts.note_images(draft, &workspace.profile, outline);
    }
}
