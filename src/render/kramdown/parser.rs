use std::collections::HashMap;

use super::element::{El, Ending, Ial, Kind};
use super::store::Store;
use crate::render::tree::Attributes;
use crate::text::Span;

/// The nesting at which the rest becomes text, so that no text exhausts the stack.
const MAX_DEPTH: usize = 64;

/// A place in a part of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scanner {
    pub start: usize,
    pub pos: usize,
    pub end: usize,
}

impl Scanner {
    pub fn new(span: Span) -> Self {
        Self { start: span.start, pos: span.start, end: span.end }
    }

    pub fn is_at_end(&self) -> bool {
        self.pos >= self.end
    }

    pub fn rest(&self) -> Span {
        Span::new(self.pos, self.end)
    }

    /// Moves on by `len` bytes, and returns their span.
    pub fn take(&mut self, len: usize) -> Span {
        let start = self.pos;
        self.pos += len;
        Span::new(start, self.pos)
    }
}

#[derive(Debug)]
pub(super) struct LinkDefinition {
    pub address: String,
    pub title: Option<String>,
    /// Of [`Parser::definition_ials`].
    pub ial: usize,
}

#[derive(Debug)]
pub(super) struct FootnoteDefinition {
    pub content: Vec<El>,
    pub is_used: bool,
}

#[derive(Debug)]
pub(super) struct Abbreviation {
    pub name: String,
    pub title: String,
    pub ial: usize,
}

/// What `{::options … /}` and the profile may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Options {
    pub is_gfm: bool,
    pub hard_wrap: bool,
    pub parses_block_html: bool,
    pub parses_span_html: bool,
    pub auto_ids: bool,
}

/// kramdown's parser: first all blocks, then the inline elements of each, because links may be defined below their
/// use. The rules are those of kramdown 2.4 with kramdown-parser-gfm 1.1 (MIT licence, by Thomas Leitner).
#[derive(Debug)]
pub(super) struct Parser {
    pub store: Store,
    pub options: Options,
    pub attribute_lists: HashMap<String, Ial>,
    pub links: HashMap<String, LinkDefinition>,
    pub footnotes: HashMap<String, FootnoteDefinition>,
    pub abbreviations: Vec<Abbreviation>,
    /// Attributes of the definitions of links, footnotes and abbreviations.
    pub definition_ials: Vec<Ial>,
    pub depth: usize,
    /// The bytes that searches may still look at in vain.
    fuel: usize,
}

impl Parser {
    pub fn new(source: &str, options: Options) -> (Self, Span) {
        let (store, whole) = Store::new(source);
        let parser = Self {
            store,
            options,
            attribute_lists: HashMap::new(),
            links: HashMap::new(),
            footnotes: HashMap::new(),
            abbreviations: Vec::new(),
            definition_ials: Vec::new(),
            depth: 0,
            fuel: 1_000_000 + 64 * source.len(),
        };
        (parser, whole)
    }

    pub fn rest(&self, src: &Scanner) -> &str {
        self.store.of(src.rest())
    }

    /// Counts a search that found nothing. kramdown's own time grows with the square of some texts; such a text stays
    /// text from the place on where the limit is reached.
    pub fn spend(&mut self, bytes: usize) {
        self.fuel = self.fuel.saturating_sub(bytes);
    }

    pub fn is_exhausted(&self) -> bool {
        self.fuel == 0
    }

    pub fn is_too_deep(&self) -> bool {
        self.depth >= MAX_DEPTH
    }

    /// Adds an attribute list and those it refers to.
    pub fn apply_ial(&self, attributes: &mut Attributes, ial: &Ial, depth: usize) {
        for reference in &ial.references {
            if let Some(list) = self.attribute_lists.get(reference)
                && depth < 8
            {
                self.apply_ial(attributes, list, depth + 1);
            }
        }
        super::element::apply(attributes, &ial.attributes);
    }

    /// A new definition, which takes the attributes of a list below it.
    pub fn new_definition(&mut self, tree: &mut Tree, span: Span) -> usize {
        let id = self.definition_ials.len();
        self.definition_ials.push(tree.ial.take().unwrap_or_default());
        tree.children.push(El::new(Kind::End(Ending::Definition(id)), span));
        id
    }
}

/// The element whose blocks are parsed.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub children: Vec<El>,
    /// Attributes for the next block.
    pub ial: Option<Ial>,
    /// The HTML element, and how its content is parsed.
    pub html: Option<super::element::Html>,
}

impl Tree {
    /// Adds a block, with the attributes that are written above it.
    pub fn push(&mut self, mut el: El) {
        el.ial = self.ial.take().map(Box::new);
        self.children.push(el);
    }

    pub fn is_after_boundary(&self) -> bool {
        self.ial.is_some()
            || self
                .children
                .last()
                .is_none_or(|last| matches!(last.kind, Kind::Blank | Kind::End(Ending::Marker)))
    }
}
