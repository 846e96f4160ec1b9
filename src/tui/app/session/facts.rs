//! What is known of the numbers and versions in fixed text.

use super::{FieldNote, Session};
use crate::lint::{Diagnostic, Facts};
use crate::outline::{Field, Fill};

impl Session {
    /// Takes facts that were collected with other settings. What is known of the images stays.
    pub fn replace_facts(&mut self, facts: Facts) {
        let images = std::mem::take(&mut self.facts.images);
        let scans = std::mem::take(&mut self.facts.scans);
        let unused_images = std::mem::take(&mut self.facts.unused_images);
        self.facts = Facts { images, scans, unused_images, ..facts };
        self.stale = true;
    }

    /// The value that the last issue gave for a fact, and what is wrong with the one that is
    /// there now: "last issue v1.26.1 — not written as 'v#.#.#'".
    pub fn fact_note(&self, field: &Field) -> Option<FieldNote> {
        let last = self.facts.archive.first().and_then(|issue| issue.fact(&field.name));
        let last = last.map(|value| format!("last issue {value}"));
        // The sign shows that it is still the template's.
        let spans = if field.fill == Fill::Placeholder { &[][..] } else { &field.spans };
        let about: Vec<&Diagnostic> = spans.iter().flat_map(|span| self.problems_at(*span)).collect();
        let value = field.value(&self.draft);
        let mut wrong: Vec<&str> =
            about.iter().map(|one| without_subject(&one.message, &field.name, value)).collect();
        wrong.dedup();
        let wrong = (!wrong.is_empty()).then(|| wrong.join("; "));
        let text = match (last, wrong) {
            (Some(last), Some(wrong)) => format!("{last} — {wrong}"),
            (last, wrong) => last.or(wrong)?,
        };
        Some(FieldNote { text, severity: about.iter().map(|one| one.severity).max(), sign: " " })
    }
}

/// A problem's message without the name and the value that are shown beside it.
fn without_subject<'m>(message: &'m str, name: &str, value: &str) -> &'m str {
    let rest = message.strip_prefix(name).map_or(message, str::trim_start);
    let quoted = rest.strip_prefix('\'').and_then(|rest| rest.strip_prefix(value)?.strip_prefix("' "));
    let rest = quoted.unwrap_or(rest);
    let rest = rest.strip_prefix("is ").unwrap_or(rest);
    rest.strip_prefix(value).and_then(|rest| rest.strip_prefix(", ")).unwrap_or(rest)
}
