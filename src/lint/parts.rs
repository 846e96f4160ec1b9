//! What is read as one: a paragraph, a heading, an item of a list.

use super::Context;
use super::reading::Sign;
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

    /// The signs in the part's words, without a backslash before them.
    pub fn signs<'c>(&self, context: &'c Context<'_>) -> impl Iterator<Item = Sign> + 'c {
        let text = context.draft.text();
        let signs = context.signs();
        let first = signs.partition_point(|sign| sign.at < self.span.start);
        let len = signs[first..].partition_point(|sign| sign.at < self.span.end);
        signs[first..first + len].iter().copied().filter(|sign| !text[..sign.at].ends_with('\\'))
    }

    /// The runs of one sign in the part's words, each as long as it is, without those that have a
    /// backslash before them.
    pub fn runs<'c>(&self, context: &'c Context<'_>, byte: u8) -> impl Iterator<Item = Span> + 'c {
        let text = context.draft.text();
        let mut end = 0;
        self.signs(context).filter(move |sign| sign.byte == byte).filter_map(move |sign| {
            if sign.at < end {
                return None;
            }
            end = sign.at + text[sign.at..].bytes().take_while(|next| *next == byte).count();
            Some(Span::new(sign.at, end))
        })
    }
}
