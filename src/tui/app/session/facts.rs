//! Notes on the fields of a form: problems, and the last issue's numbers and versions.

use std::sync::Arc;

use super::{FieldNote, Session};
use crate::lint::{Diagnostic, Facts, NamedLink};
use crate::outline::{Field, Fill};

impl Session {
    /// Takes facts that were collected with other settings. What is known of the images stays.
    pub fn replace_facts(&mut self, facts: Facts) {
        let known = Arc::make_mut(&mut self.facts);
        let images = std::mem::take(&mut known.images);
        let scans = std::mem::take(&mut known.scans);
        let unused_images = std::mem::take(&mut known.unused_images);
        self.facts = Arc::new(Facts { images, scans, unused_images, ..facts });
        self.doubt();
    }

    /// The names of sources and authors in the issues before this one, the newest first.
    pub fn earlier_names(&self) -> impl Iterator<Item = &NamedLink> {
        self.facts.archive.iter().flat_map(|issue| issue.names())
    }

    /// The worst problem of a written field, with the number of the others.
    pub fn problem_note(&self, field: &Field) -> Option<FieldNote> {
        if !matches!(field.fill, Fill::Written | Fill::Mixed) {
            // The sign of the label shows it.
            return None;
        }
        let is_inside = |one: &&Diagnostic| field.spans.iter().any(|span| span.contains(one.span));
        let about: Vec<&Diagnostic> = self.text_problems().filter(is_inside).collect();
        let severity = about.iter().map(|one| one.severity).max()?;
        let worst = about.iter().find(|one| one.severity == severity)?;
        let text = match about.len() {
            1 => worst.message.clone(),
            count => format!("{} (and {} more)", worst.message, count - 1),
        };
        Some(FieldNote { text, severity: Some(severity), sign: "" })
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
