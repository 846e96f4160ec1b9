//! Finds places in a draft, and makes candidates that change them.

use jiff::civil::Date;

use crate::draft::{Block, Draft};
use crate::import::Remark;
use crate::import::candidate::{Candidate, Change, Proposal, TargetState};
use crate::outline::{Field, Fill, Issue, Outline, Slot};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// A draft that candidates are made for.
pub(super) struct Places<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub profile: &'a Profile,
    /// The day of the issue.
    pub date: Option<Date>,
    pub template: Option<(&'a Draft, &'a Outline)>,
    pub proposal: Proposal,
}

impl<'a> Places<'a> {
    pub fn new(draft: &'a Draft, outline: &'a Outline, profile: &'a Profile) -> Places<'a> {
        let date = Issue::new(draft, profile, None).date();
        Places { draft, outline, profile, date, template: None, proposal: Proposal::default() }
    }

    pub fn missing(&mut self, what: impl Into<String>) {
        self.proposal.remarks.push(Remark::missing(what));
    }

    /// The slots of the sections with this id.
    pub fn slots(&self, section: &str) -> impl Iterator<Item = &'a Slot> {
        let outline = self.outline;
        let section = section.to_owned();
        outline.slots.iter().filter(move |slot| outline.sections[slot.section].id == section)
    }

    /// The place of a slot, in words.
    pub fn place(&self, slot: &Slot, part: &str) -> String {
        let section = &self.outline.sections[slot.section].title;
        if part.is_empty() { section.clone() } else { format!("{section}, {part}") }
    }

    /// Adds a candidate that changes bytes of the draft. `span` is the part that an editor sees.
    /// `state` is the state of its current text if the edits change it.
    pub fn offer(
        &mut self,
        what: String,
        place: String,
        line: Option<usize>,
        span: Span,
        edits: Edits,
        state: TargetState,
    ) {
        // Empty lines around it may be deleted too.
        let shown = edits.iter().fold(span, |span, edit| span.cover(edit.span));
        let current = self.draft.slice(shown).to_owned();
        let inside = edits.iter().map(|edit| crate::text::Edit {
            span: edit.span.shift(-(shown.start as isize)),
            text: edit.text.clone(),
        });
        let text = Edits::new(inside.collect()).unwrap_or_default().apply(&current);
        let target = if text == current { TargetState::Same } else { state };
        let trimmed = |text: String| text.trim_matches(['\n', '\r']).to_owned();
        self.proposal.candidates.push(Candidate {
            what,
            place,
            line,
            current: trimmed(current),
            text: trimmed(text),
            target,
            doubt: None,
            files: Vec::new(),
            change: Change::Edits(edits),
        });
    }

    /// Puts the last candidate in doubt.
    pub fn doubt(&mut self, why: Option<String>) {
        if let Some(candidate) = self.proposal.candidates.last_mut() {
            candidate.doubt = why;
        }
    }

    /// Adds a candidate that sets fields of a slot.
    pub fn offer_fields(
        &mut self,
        what: String,
        slot: &Slot,
        part: &str,
        line: Option<usize>,
        values: &[(&Field, &str)],
    ) {
        let mut edits = Edits::default();
        let mut is_open = true;
        let mut span: Option<Span> = None;
        for (field, value) in values {
            let own = (*field).clone().write(value, self.draft);
            let is_word_of_template =
                || self.profile.is_text_placeholder(&field.value(self.draft).to_lowercase());
            is_open &= own.is_empty() || field.fill != Fill::Written || is_word_of_template();
            for place in &field.spans {
                span = Some(span.map_or(*place, |span| span.cover(*place)));
            }
            if let Ok(joined) = edits.clone().join(own) {
                edits = joined;
            }
        }
        let span = span.map_or(slot.span, |span| span.whole_lines(self.draft.text()));
        let place = self.place(slot, part);
        let state = if is_open { TargetState::Open } else { TargetState::Written };
        self.offer(what, place, line, span, edits, state);
    }

    /// The bold label of these words in a section, with any punctuation.
    pub fn label(&self, section: &str, words: &str) -> Option<(usize, &'a Block)> {
        let is_in = |block: &Block| {
            self.outline.sections.iter().any(|one| one.id == section && one.span.contains(block.span))
        };
        let text = self.draft.text();
        self.draft.blocks().iter().enumerate().find(|(_, block)| {
            is_in(block)
                && block.label(text).is_some_and(|label| {
                    let own = self.draft.slice(label).trim_end_matches(['!', ':']);
                    own.eq_ignore_ascii_case(words)
                })
        })
    }

    /// The list after a label, before the next label.
    pub fn list_after(&self, label: usize) -> Option<&'a Block> {
        let text = self.draft.text();
        let after = self.draft.blocks().get(label + 1..)?;
        after
            .iter()
            .take_while(|block| block.label(text).is_none() && block.level().is_none())
            .find(|block| !block.items().is_empty())
    }

    /// The rows with the indent and the bullets of the existing list.
    pub fn list_like(&self, list: &Block, rows: &[String]) -> (Span, String) {
        let line_start = self.draft.text()[..list.span.start].rfind('\n').map_or(0, |at| at + 1);
        let first = &self.draft.text()[line_start..list.span.end];
        let indent = &first[..first.len() - first.trim_start_matches([' ', '\t']).len()];
        let bullet =
            first.trim_start().chars().next().filter(|c| matches!(c, '*' | '-' | '+')).unwrap_or('*');
        let lines: Vec<String> = rows.iter().map(|row| format!("{indent}{bullet} {row}")).collect();
        (Span::new(line_start, list.span.end), self.draft.with_newlines(&lines.join("\n")))
    }
}

/// Replaces each `{name}` in a form by its value.
pub(super) fn filled(form: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(form.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
