use super::{Finder, SectionView, plain_start, streams};
use crate::draft::Block;
use crate::outline::Slot;
use crate::profile::SlotKind;
use crate::text::Span;

/// A sentence that comes every week with another name, day or address, and has no heading: it is known
/// by what it begins with.
pub struct Line;

impl Finder for Line {
    fn line(&self, part: &SectionView<'_>, block: &Block, line: Span) -> Option<Slot> {
        let fields = streams::sentence(part, block, line);
        Some(Slot::new(SlotKind::Line, line, plain_start(part.slice(line)), fields))
    }

    /// It has no section of its own.
    fn slots(&self, _part: &SectionView<'_>, _out: &mut Vec<Slot>) {}
}
