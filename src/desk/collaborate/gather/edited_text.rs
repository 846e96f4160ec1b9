//! The lines of a contribution that an editor may change before the merge.

use std::collections::HashSet;

use super::{Contribution, Texts};
use crate::text::{Edits, Span};

impl Contribution {
    /// The draft as the contribution leaves it.
    pub fn whole_text(&self) -> Option<&str> {
        self.texts.as_ref().map(|texts| texts.head.text())
    }

    /// The added or changed text, if it is one run of few lines.
    pub fn added_text(&self) -> Option<String> {
        let texts = self.texts.as_ref()?;
        let lines = texts.only_place()?;
        let text: String = lines.of(texts.head.text()).trim_matches(['\n', '\r']).to_owned();
        (!text.is_empty() && text.lines().count() <= MOST_LINES).then_some(text)
    }
}

impl Texts {
    /// The head with another text in the place of [`Contribution::added_text`].
    pub(super) fn with_text(&self, text: &str) -> String {
        let head = self.head.text();
        let Some(lines) = self.only_place() else { return head.to_owned() };
        let text_here = lines.of(head);
        let trimmed = text_here.trim_matches(['\n', '\r']);
        let changed = text_here.replacen(trimmed, text.trim_matches(['\n', '\r']), 1);
        Edits::replace(lines, changed).apply(head)
    }

    /// The span of the lines that differ from the base; line endings are ignored.
    fn only_place(&self) -> Option<Span> {
        let lines = |text: &'_ str| text.split_inclusive('\n').map(str::len).collect::<Vec<_>>();
        let (base, head) = (self.base.text(), self.head.text());
        let (old, new) = (lines(base), lines(head));
        let same = |a: &(&str, &str)| a.0.trim_end() == a.1.trim_end();
        let before = base.lines().zip(head.lines()).take_while(same).count();
        let most = old.len().min(new.len()) - before.min(old.len().min(new.len()));
        let ends = base.lines().rev().zip(head.lines().rev());
        let after = ends.take(most).take_while(same).count();
        let start: usize = new.iter().take(before).sum();
        let end: usize = new.iter().take(new.len() - after).sum();
        let text_here = head.get(start..end)?;
        let known: HashSet<&str> = base.lines().map(str::trim).collect();
        let has_others = text_here.lines().any(|line| !line.trim().is_empty() && known.contains(line.trim()));
        (end > start && !has_others).then(|| Span::new(start, end))
    }
}

/// The most lines that are edited beside a list; more are edited in the draft.
const MOST_LINES: usize = 60;
