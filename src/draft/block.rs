use super::{Image, Link, Task};
use crate::text::Span;

/// A top-level block of the body with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// From its first byte to its last one, without the line break that ends it.
    pub span: Span,
    pub images: Vec<Image>,
    pub links: Vec<Link>,
    /// What is read as words, in order: neither code nor addresses nor HTML nor Liquid tags. A
    /// part ends where markup begins or ends; line breaks within a paragraph do not end it.
    pub prose: Vec<Span>,
    /// Code within it, with its marks.
    pub code: Vec<Span>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Heading { level: u8, text: Span },
    Paragraph,
    List(Vec<Item>),
    Quote,
    Code,
    Html,
    Rule,
    Other,
}

/// An item of a top-level list, with the lists nested in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub span: Span,
    pub task: Option<Task>,
}

impl Block {
    pub fn is_heading(&self) -> bool {
        matches!(self.kind, BlockKind::Heading { .. })
    }

    /// 1 to 6 for a heading.
    pub fn level(&self) -> Option<u8> {
        match self.kind {
            BlockKind::Heading { level, .. } => Some(level),
            _ => None,
        }
    }

    pub fn is_paragraph(&self) -> bool {
        self.kind == BlockKind::Paragraph
    }

    pub fn items(&self) -> &[Item] {
        match &self.kind {
            BlockKind::List(items) => items,
            _ => &[],
        }
    }

    /// The links that stand wholly in `span`.
    pub fn links_in(&self, span: Span) -> &[Link] {
        let first = self.links.partition_point(|link| link.span.start < span.start);
        let len = self.links[first..].partition_point(|link| link.span.end <= span.end);
        &self.links[first..first + len]
    }

    /// Whether the paragraph holds images and nothing else.
    pub fn is_image_only(&self, text: &str) -> bool {
        if !self.is_paragraph() || self.images.is_empty() {
            return false;
        }
        let mut at = self.span.start;
        for image in &self.images {
            if image.outer.start < at || !text.get(at..image.outer.start).unwrap_or("x").trim().is_empty() {
                return false;
            }
            at = image.outer.end;
        }
        let rest = text.get(at..self.span.end).unwrap_or("").trim();
        // `{:width="550px"}`: kramdown's attributes belong to the picture before them.
        rest.is_empty() || (rest.starts_with("{:") && rest.ends_with('}'))
    }

    /// The words of a paragraph that is one line of bold text: a label such as `**Dan**`.
    pub fn label(&self, text: &str) -> Option<Span> {
        if !self.is_paragraph() {
            return None;
        }
        let inner = self.span.trim(text);
        let words = inner.of(text).strip_prefix("**")?.strip_suffix("**")?;
        let plain = !words.is_empty() && !words.contains("**") && !words.contains('\n');
        plain.then(|| Span::new(inner.start + 2, inner.end - 2))
    }

    /// Everything in the block moved by `delta` bytes.
    pub(super) fn shift(&mut self, delta: isize) {
        self.span = self.span.shift(delta);
        match &mut self.kind {
            BlockKind::Heading { text, .. } => *text = text.shift(delta),
            BlockKind::List(items) => {
                for item in items {
                    item.span = item.span.shift(delta);
                    if let Some(task) = &mut item.task {
                        *task = task.shift(delta);
                    }
                }
            }
            _ => {}
        }
        for image in &mut self.images {
            *image = image.shift(delta);
        }
        for link in &mut self.links {
            *link = link.shift(delta);
        }
        for span in self.prose.iter_mut().chain(&mut self.code) {
            *span = span.shift(delta);
        }
    }
}
