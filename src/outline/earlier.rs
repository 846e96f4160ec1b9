//! Takes over the sections of a draft that a change did not touch.

use std::ops::Range;

use super::section::HeadingMatch;
use super::{Outline, Section, Slot};
use crate::draft::{Draft, KeptBlocks};
use crate::text::Span;

/// The outline before a change.
pub(super) struct Earlier<'o> {
    outline: &'o Outline,
    kept: KeptBlocks,
    /// The number of blocks after the change.
    blocks: usize,
}

impl<'o> Earlier<'o> {
    pub fn new(outline: &'o Outline, draft: &Draft, kept: KeptBlocks) -> Earlier<'o> {
        Earlier { outline, kept, blocks: draft.blocks().len() }
    }

    /// The section with these blocks and its slots, as new, if the change touched neither it nor the headings
    /// around it. A slot is found by its section's text and the level of the next heading only.
    pub fn section(
        &self,
        blocks: Range<usize>,
        span: Span,
        found: &HeadingMatch<'_>,
    ) -> Option<(Section, Vec<Slot>)> {
        let delta = match () {
            // The block after the section is the next heading.
            () if blocks.end < self.kept.before => 0,
            () if blocks.start > self.blocks - self.kept.after && found.text.is_some() => self.kept.delta,
            () => return None,
        };
        let (old_span, heading) = (span.shift(-delta), found.text.map(|text| text.shift(-delta)));
        let first = self.outline.sections.partition_point(|section| section.span.start < old_span.start);
        let same = self.outline.sections[first..].iter().take(2).find(|section| {
            section.span == old_span
                && section.heading == heading
                && section.id == found.spec.id
                && section.known == found.known
        })?;
        let slots = self.outline.slots.get(same.slots.clone())?;
        let section = Section { span, heading: found.text, ..same.clone() };
        Some((section, slots.iter().map(|slot| slot.moved(delta)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, built_in};
    use crate::text::Edits;
    use proptest::prelude::*;

    const DRAFTS: [(&str, &str); 2] = [
        ("circuitpython", include_str!("../../examples/circuitpython/2026-06-08-draft.md")),
        (
            "this-week-in-rust",
            include_str!("../../examples/this-week-in-rust/2026-06-03-this-week-in-rust.md"),
        ),
    ];

    fn boundary(text: &str, at: usize) -> usize {
        (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    }

    /// The outlines after a change: one made from the outline before, one from the whole text.
    fn both(draft: &Draft, edits: &Edits, profile: &Profile) -> (Draft, String, String) {
        let mut before = Outline::new(draft, profile);
        // Marked images do not count.
        before.note_images(draft, |_| true);
        let (after, kept) = draft.clone().edit_and_keep(edits);
        let edited = before.edited(&after, profile, kept);
        let new = Outline::new(&after, profile);
        (after, format!("{edited:#?}"), format!("{new:#?}"))
    }

    #[test]
    fn sections_away_from_a_change_are_taken_over() {
        let (name, text) = DRAFTS[0];
        let profile = built_in(name).unwrap();
        let draft = Draft::parse(text);
        let before = Outline::new(&draft, &profile);
        let at = before.sections[before.sections.len() / 2].span.end - 1;
        let edits = Edits::insert(at, "\n\nOne more.\n");
        let (after, kept) = draft.clone().edit_and_keep(&edits);
        assert!(kept.before > 10 && kept.after > 10, "{kept:?}");
        let earlier = Earlier::new(&before, &after, kept);
        let heading = after.blocks().len() - 1;
        assert!(earlier.section(heading..heading + 1, Span::at(0), &found(None, &profile)).is_none());
        let (_, edited, new) = both(&draft, &edits, &profile);
        assert_eq!(edited, new);
    }

    fn found<'p>(text: Option<Span>, profile: &'p Profile) -> HeadingMatch<'p> {
        HeadingMatch { spec: &profile.sections[0], text, level: 2, known: true }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn an_edited_outline_equals_a_new_one(
            which in 0usize..2,
            changes in prop::collection::vec((0f64..1.0, 0usize..40, prop::sample::select(vec![
                "", "a", "\n", "\n\n", "# ", "## News\n", "### Other\n\n", "* x\n", "```\n", "<!--", "-->", "> ", "---\n",
                "\n\nA lamp - [Lamps](https://lamp.example).\n\n", "[w]: q\n", "![a](b.jpg)", "**Dan**\n\n",
            ])), 1..6)
        ) {
            let (name, text) = DRAFTS[which];
            let profile = built_in(name).unwrap();
            let mut draft = Draft::parse(text);
            for (place, len, insert) in changes {
                let start = boundary(draft.text(), (place * draft.text().len() as f64) as usize);
                let end = boundary(draft.text(), start + len).max(start);
                let edits = Edits::replace(Span::new(start, end), insert);
                let (after, edited, new) = both(&draft, &edits, &profile);
                prop_assert!(edited == new, "{start}..{end} {insert:?}");
                draft = after;
            }
        }
    }
}
