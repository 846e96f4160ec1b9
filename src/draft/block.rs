use super::{Image, Link, Task};
use crate::text::Span;

/// A top-level block of the body, with its inline elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Without the line break at its end.
    pub span: Span,
    pub images: Vec<Image>,
    pub links: Vec<Link>,
    /// The text that is prose, in order: no code, addresses, HTML or opaque parts. A span ends where markup
    /// begins or ends, but not at line breaks within a paragraph.
    pub prose: Vec<Span>,
    /// Inline code and nested code blocks, with their delimiters.
    pub code: Vec<Span>,
    /// What the site's generator replaces, such as Liquid tags, shortcodes and components.
    pub opaque: Vec<Span>,
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

/// An item of a top-level list, including nested lists.
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

    /// The links within `span`.
    pub fn links_in(&self, span: Span) -> &[Link] {
        let first = self.links.partition_point(|link| link.span.start < span.start);
        let len = self.links[first..].partition_point(|link| link.span.end <= span.end);
        &self.links[first..first + len]
    }

    /// True for an HTML comment.
    pub fn is_comment(&self, text: &str) -> bool {
        self.kind == BlockKind::Html && self.span.of(text).trim_start().starts_with("<!--")
    }

    /// True for a paragraph of images only.
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
        // kramdown's attributes, such as `{:width="550px"}`, belong to the image before them.
        rest.is_empty() || (rest.starts_with("{:") && rest.ends_with('}'))
    }

    /// The text of a label: a paragraph that is one line of bold text, such as `**Dan**`.
    pub fn label(&self, text: &str) -> Option<Span> {
        if !self.is_paragraph() {
            return None;
        }
        let inner = self.span.trim(text);
        let words = inner.of(text).strip_prefix("**")?.strip_suffix("**")?;
        let plain = !words.is_empty() && !words.contains("**") && !words.contains('\n');
        plain.then(|| Span::new(inner.start + 2, inner.end - 2))
    }

    /// Moves all spans of the block by `delta` bytes.
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
        for span in self.prose.iter_mut().chain(&mut self.code).chain(&mut self.opaque) {
            *span = span.shift(delta);
        }
    }
}
