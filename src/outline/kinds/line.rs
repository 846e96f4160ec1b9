use super::{Finder, SectionView, plain_start, streams};
use crate::draft::Block;
use crate::outline::Slot;
use crate::profile::SlotKind;
use crate::text::Span;

/// A sentence of every issue whose name, date or address changes. It has no heading and is recognized by
/// its first words.
pub struct Line;

impl Finder for Line {
    fn line(&self, view: &SectionView<'_>, block: &Block, line: Span) -> Option<Slot> {
        let fields = streams::sentence(view, block, line);
        Some(Slot::new(SlotKind::Line, line, plain_start(view.slice(line)), fields))
    }

    fn slots(&self, _part: &SectionView<'_>, _out: &mut Vec<Slot>) {}
}
