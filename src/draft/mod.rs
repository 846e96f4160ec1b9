//! A draft: a text and the tree of byte spans over it.
//!
//! Parsing never fails, and the tree is never serialized. A change is a set of
//! [`Edits`](crate::text::Edits) of the text, so all other bytes stay the same.

mod block;
mod front_matter;
mod incremental;
mod inline;
mod opaque;
mod parse;
mod task;
mod waiver;

use std::collections::HashMap;

use crate::text::{LineIndex, Span};

pub use block::{Block, BlockKind, Item};
pub use front_matter::{Field, FrontMatter, Quoting, Syntax};
pub use incremental::KeptBlocks;
pub use inline::{Definition, Image, Link, LinkKind};
pub use task::Task;
pub use waiver::{WaiverComment, WaiverKind};

/// An issue of a newsletter. Equal texts have equal drafts, whether parsed or edited.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Draft {
    text: String,
    front: Option<FrontMatter>,
    blocks: Vec<Block>,
    definitions: Vec<Definition>,
    /// The number of `]:` in the text. It is greater than the number of definitions if the parser may accept
    /// one that the list lacks.
    definition_marks: usize,
}

impl Draft {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn into_text(self) -> String {
        self.text
    }

    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.front.as_ref()
    }

    /// The top-level blocks of the body, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// `[label]: address` lines.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The link that contains `offset`.
    pub fn link_at(&self, offset: usize) -> Option<&Link> {
        let block = self.blocks_in(Span::new(offset, offset + 1)).first()?;
        let after = block.links.partition_point(|link| link.span.start <= offset);
        block.links.get(after.checked_sub(1)?).filter(|link| offset < link.span.end)
    }

    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    pub fn lines(&self) -> LineIndex {
        LineIndex::new(&self.text)
    }

    /// The start of the body, after the front matter.
    pub fn body(&self) -> usize {
        self.front.as_ref().map_or_else(|| front_matter::bom_len(&self.text), |front| front.span.end)
    }

    /// All images in order. The `dest` of a reference is the address at its definition.
    pub fn images(&self) -> impl Iterator<Item = Image> {
        let all = || self.blocks.iter().flat_map(|block| block.images.iter());
        let mut defined: HashMap<String, Span> = HashMap::new();
        if all().any(|image| image.dest.is_empty()) {
            for one in &self.definitions {
                let dest = || self.without_angles(one.dest);
                defined.entry(normalized(self.slice(one.label))).or_insert_with(dest);
            }
        }
        all().map(move |image| match image.dest.is_empty() {
            true => {
                let dest = defined.get(&normalized(self.label(image)));
                Image { dest: dest.copied().unwrap_or(image.dest), ..*image }
            }
            false => *image,
        })
    }

    /// The label of `![alt][label]` or `![label]`.
    fn label(&self, image: &Image) -> &str {
        let after = Span::new(image.alt.end, image.span.end).of(&self.text);
        let label = after.strip_prefix("][").and_then(|rest| rest.strip_suffix(']')).unwrap_or("");
        if label.is_empty() { self.slice(image.alt) } else { label }
    }

    /// Removes the `<>` around an address.
    pub fn without_angles(&self, dest: Span) -> Span {
        let text = self.slice(dest);
        let has_angles = text.len() > 2 && text.starts_with('<') && text.ends_with('>');
        if has_angles { Span::new(dest.start + 1, dest.end - 1) } else { dest }
    }

    /// All links, in order of their starts.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.blocks.iter().flat_map(|block| block.links.iter())
    }

    /// The links within `span`, in order.
    pub fn links_in(&self, span: Span) -> impl Iterator<Item = &Link> {
        self.blocks_in(span).iter().flat_map(move |block| block.links_in(span))
    }

    /// The blocks that overlap `span`, in order.
    pub fn blocks_in(&self, span: Span) -> &[Block] {
        let first = self.blocks.partition_point(|block| block.span.end <= span.start);
        let len = self.blocks[first..].partition_point(|block| block.span.start < span.end);
        &self.blocks[first..first + len]
    }

    /// All prose, in order (see [`Block::prose`]).
    pub fn prose(&self) -> impl Iterator<Item = Span> {
        self.blocks.iter().flat_map(|block| block.prose.iter().copied())
    }

    /// The span of prose that contains `offset`.
    pub fn prose_at(&self, offset: usize) -> Option<Span> {
        let block = self.blocks_in(Span::new(offset, offset + 1)).first()?;
        let after = block.prose.partition_point(|prose| prose.start <= offset);
        block.prose.get(after.checked_sub(1)?).copied().filter(|prose| offset < prose.end)
    }

    /// Code blocks and inline code.
    pub fn code(&self) -> impl Iterator<Item = Span> {
        self.blocks.iter().flat_map(|block| {
            let whole = (block.kind == BlockKind::Code).then_some(block.span);
            whole.into_iter().chain(block.code.iter().copied())
        })
    }

    /// What the site's generator replaces, such as Liquid tags, shortcodes and components. It is shown and never
    /// changed, and is no prose.
    pub fn opaque(&self) -> impl Iterator<Item = Span> {
        self.blocks.iter().flat_map(|block| block.opaque.iter().copied())
    }

    /// The task list before the first heading, which the editor ticks off.
    pub fn tasks(&self) -> impl Iterator<Item = Task> {
        self.blocks
            .iter()
            .take_while(|block| !block.is_heading())
            .flat_map(Block::items)
            .filter_map(|item| item.task)
    }

    /// The line ending for new lines: that of the first line.
    pub fn newline(&self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if at > 0 && self.text.as_bytes()[at - 1] == b'\r' => "\r\n",
            _ => "\n",
        }
    }

    /// Converts a text to this draft's line endings.
    pub fn with_newlines(&self, text: &str) -> String {
        match self.newline() {
            "\r\n" => text.replace("\r\n", "\n").replace('\n', "\r\n"),
            _ => text.to_owned(),
        }
    }
}

/// Normalizes a label as CommonMark does to compare it.
fn normalized(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_at_an_offset_is_the_span_around_it() {
        let draft = Draft::parse("One `two` three\n\nfour\n");
        let prose_at = |offset| draft.prose_at(offset).map(|span| draft.slice(span));
        assert_eq!(prose_at(0), Some("One "));
        assert_eq!(prose_at(3), Some("One "));
        assert_eq!(prose_at(4), None);
        assert_eq!(prose_at(draft.text().find("three").unwrap()), Some(" three"));
        assert_eq!(prose_at(draft.text().find("four").unwrap()), Some("four"));
    }
}
