use super::{Kind, Part, plain_start, streams};
use crate::draft::Block;
use crate::outline::Slot;
use crate::text::Span;

/// A sentence that comes every week with another name, day or address, and has no heading: it is known
/// by what it begins with.
pub struct Line;

impl Kind for Line {
    fn name(&self) -> &'static str {
        "line"
    }

    fn line(&self, part: &Part<'_>, block: &Block, line: Span) -> Option<Slot> {
        let fields = streams::sentence(part, block, line);
        Some(Slot::new("line", line, plain_start(part.slice(line)), fields))
    }

    /// It has no section of its own.
    fn slots(&self, _part: &Part<'_>, _out: &mut Vec<Slot>) {}
}
