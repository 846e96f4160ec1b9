//! The marks before and after the sources at the end of a story.

use super::encode::{address, link_text};
use crate::profile::Profile;

/// The text before and after sources, as the profile's `style.source` has it, or else ` - ` and `.`.
#[derive(Clone, Copy, Debug)]
pub struct SourceMarks<'p> {
    before: &'p str,
    after: &'p str,
}

impl<'p> SourceMarks<'p> {
    pub fn new(profile: &'p Profile) -> Self {
        let form = profile.style.source.as_deref().and_then(|form| form.split_once("{}"));
        // A source that only a space or another paragraph separates looks like any other link.
        let form = form.filter(|(before, _)| !before.trim().is_empty() && !before.contains('\n'));
        let (before, after) = form.unwrap_or((" - ", "."));
        SourceMarks { before, after }
    }

    /// The end of a story with a source: ` - [site](address).`
    pub fn written(&self, site: &str, url: &str) -> String {
        format!("{}[{}]({}){}", self.before, link_text(site), address(url), self.after)
    }

    /// If `text` ends with the mark before sources, returns where the text before the mark ends.
    pub(super) fn opened(&self, text: &str) -> Option<usize> {
        let trimmed = text.trim_end_matches([' ', '\r', '\n']).strip_suffix(self.before.trim())?;
        let words = trimmed.trim_end_matches([' ', '\r', '\n']);
        let needs_space = self.before.starts_with(char::is_whitespace);
        (!needs_space || words.len() < trimmed.len() || trimmed.is_empty()).then_some(words.len())
    }

    /// The length of the mark after sources, without a full stop, if `text` begins with it: 1 for `).`.
    pub(super) fn closed(&self, text: &str) -> usize {
        let mark = self.after.trim().trim_end_matches(['.', '!']);
        if text.starts_with(mark) { mark.len() } else { 0 }
    }
}
