//! Passages: paragraphs, headings and list items.

use super::Context;
use super::cache::PairedChar;
use crate::draft::{Block, BlockKind, Draft};
use crate::text::Span;

/// A paragraph, a heading or a list item.
#[derive(Clone, Debug)]
pub(super) struct Passage<'d> {
    pub span: Span,
    block: &'d Block,
}

/// The passages of the body, in order.
pub(super) fn passages(draft: &Draft) -> impl Iterator<Item = Passage<'_>> {
    draft.blocks().iter().flat_map(|block| {
        let whole = match block.kind {
            BlockKind::Heading { text, .. } => Some(text),
            BlockKind::Paragraph | BlockKind::Quote => Some(block.span),
            _ => None,
        };
        let items = block.items().iter().map(|item| item.span);
        whole.into_iter().chain(items).map(move |span| Passage { span, block })
    })
}

impl Passage<'_> {
    /// The spans of its prose, as in [`Block::prose`].
    pub fn prose(&self) -> impl Iterator<Item = Span> + '_ {
        let prose = &self.block.prose;
        let first = prose.partition_point(|prose| prose.start < self.span.start);
        prose[first..].iter().copied().take_while(|prose| prose.end <= self.span.end)
    }

    /// The paired marks in the passage's prose that no backslash escapes.
    pub fn marks<'c>(&self, context: &'c Context<'_>) -> impl Iterator<Item = PairedChar> + 'c {
        let text = context.draft.text();
        let marks = context.marks();
        let first = marks.partition_point(|mark| mark.at < self.span.start);
        let len = marks[first..].partition_point(|mark| mark.at < self.span.end);
        marks[first..first + len].iter().copied().filter(|mark| !text[..mark.at].ends_with('\\'))
    }

    /// The runs of one mark in the passage's prose, such as `**`, that no backslash escapes.
    pub fn runs<'c>(&self, context: &'c Context<'_>, byte: u8) -> impl Iterator<Item = Span> + 'c {
        let text = context.draft.text();
        let mut end = 0;
        self.marks(context).filter(move |mark| mark.byte == byte).filter_map(move |mark| {
            if mark.at < end {
                return None;
            }
            end = mark.at + text[mark.at..].bytes().take_while(|next| *next == byte).count();
            Some(Span::new(mark.at, end))
        })
    }
}
