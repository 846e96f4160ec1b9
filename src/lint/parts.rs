//! What is read as one: a paragraph, a heading, an item of a list.

use crate::draft::{Block, BlockKind, Draft};
use crate::text::Span;

/// A paragraph or the like, with the words in it.
#[derive(Clone, Debug)]
pub(super) struct Part<'d> {
    pub span: Span,
    block: &'d Block,
}

/// Every part of the body that has words, in order.
pub(super) fn parts(draft: &Draft) -> impl Iterator<Item = Part<'_>> {
    draft.blocks().iter().flat_map(|block| {
        let whole = match block.kind {
            BlockKind::Heading { text, .. } => Some(text),
            BlockKind::Paragraph | BlockKind::Quote => Some(block.span),
            _ => None,
        };
        let items = block.items().iter().map(|item| item.span);
        whole.into_iter().chain(items).map(move |span| Part { span, block })
    })
}

impl Part<'_> {
    /// The words in it, as [`Block::prose`] has them.
    pub fn prose(&self) -> impl Iterator<Item = Span> + '_ {
        let prose = &self.block.prose;
        let first = prose.partition_point(|prose| prose.start < self.span.start);
        prose[first..].iter().copied().take_while(|prose| prose.end <= self.span.end)
    }

    /// Where in the part's words one of these signs of ASCII stands, without a backslash before it.
    pub fn signs<'t>(
        &'t self,
        text: &'t str,
        is_sign: impl Fn(u8) -> bool + Copy + 't,
    ) -> impl Iterator<Item = (usize, char)> + 't {
        let found = self.prose().flat_map(move |prose| {
            let bytes = prose.of(text).bytes().enumerate().filter(move |(_, byte)| is_sign(*byte));
            bytes.map(move |(at, byte)| (prose.start + at, char::from(byte)))
        });
        found.filter(|(at, _)| !text[..*at].ends_with('\\'))
    }

    /// The runs of one sign in the part's words, each as long as it is, without those that have a
    /// backslash before them.
    pub fn runs<'t>(&'t self, text: &'t str, sign: char) -> impl Iterator<Item = Span> + 't {
        let mut end = 0;
        self.prose()
            .flat_map(move |prose| prose.of(text).match_indices(sign).map(move |(at, _)| prose.start + at))
            .filter_map(move |at| {
                if at < end {
                    return None;
                }
                let len = text[at..].bytes().take_while(|byte| *byte == sign as u8).count();
                let is_first = !text[..at].ends_with('\\');
                end = at + len;
                is_first.then(|| Span::new(at, at + len))
            })
    }
}
