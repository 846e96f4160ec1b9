use std::borrow::Cow;

use super::html;
use crate::text::Span;

/// A page or a part of one. Its top-level nodes are the blocks of the text.
///
/// ```text
/// Markdown of a generator → Tree → HTML of a target
/// ```
///
/// Renderers of a dialect make trees with spans in the text they were given; [`render`](super::render) moves these
/// to the draft. A target (mail, a preview) changes a copy of the tree, and then calls [`Tree::html`].
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
}

/// A part of a page, and the bytes of the source that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub kind: NodeKind,
    /// `None` for a node that the generator adds by itself, such as the list of footnotes. Of a text, the span may
    /// be longer or shorter than the text, because it includes escapes.
    pub span: Option<Span>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    Element(Element),
    /// Text as it is read: `&` and `<` are characters, not markup.
    Text(String),
    /// HTML that the generator copies without understanding it. It may be unclosed or invalid.
    Raw(String),
    /// The text between `<!--` and `-->`.
    Comment(String),
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Element {
    /// In lower case, unless the author wrote an element of their own.
    pub name: Cow<'static, str>,
    pub attributes: Attributes,
    pub children: Vec<Node>,
}

/// The attributes of an element, in the order in which they are written. Values are text, without entities.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Attributes(Vec<(Cow<'static, str>, String)>);

impl Attributes {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut String> {
        self.0.iter_mut().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    /// Replaces the value, or adds the attribute at the end.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        let name = name.into();
        match self.get_mut(&name) {
            Some(old) => *old = value.into(),
            None => self.0.push((name, value.into())),
        }
    }

    pub fn remove(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.remove(at).1)
    }

    /// Adds a word to `class`, unless it is there.
    pub fn add_class(&mut self, class: &str) {
        match self.get_mut("class") {
            Some(classes) if classes.split_whitespace().any(|one| one == class) => {}
            Some(classes) if !classes.is_empty() => {
                classes.push(' ');
                classes.push_str(class);
            }
            _ => self.set("class", class),
        }
    }

    /// Keeps the attributes for which `keep` is true. It may change their values.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut String) -> bool) {
        self.0.retain_mut(|(name, value)| keep(name, value));
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value.as_str()))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Of names that differ from each other.
impl FromIterator<(Cow<'static, str>, String)> for Attributes {
    fn from_iter<T: IntoIterator<Item = (Cow<'static, str>, String)>>(attributes: T) -> Self {
        Self(attributes.into_iter().collect())
    }
}

impl Element {
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.set(name, value);
        self
    }

    #[must_use]
    pub fn containing(mut self, children: Vec<Node>) -> Self {
        self.children = children;
        self
    }

    pub fn at(self, span: Span) -> Node {
        Node { kind: NodeKind::Element(self), span: Some(span) }
    }

    /// The text of the element, without its markup.
    pub fn text(&self) -> String {
        text_of(&self.children)
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self { kind: NodeKind::Element(element), span: None }
    }
}

impl Node {
    pub fn text(text: impl Into<String>) -> Self {
        Self { kind: NodeKind::Text(text.into()), span: None }
    }

    pub fn raw(html: impl Into<String>) -> Self {
        Self { kind: NodeKind::Raw(html.into()), span: None }
    }

    pub fn comment(text: impl Into<String>) -> Self {
        Self { kind: NodeKind::Comment(text.into()), span: None }
    }

    #[must_use]
    pub fn at(self, span: Span) -> Self {
        Self { span: Some(span), ..self }
    }

    pub fn element(&self) -> Option<&Element> {
        match &self.kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    pub fn element_mut(&mut self) -> Option<&mut Element> {
        match &mut self.kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// True for an element with this name.
    pub fn is(&self, name: &str) -> bool {
        self.element().is_some_and(|element| element.name == name)
    }

    pub fn html(&self) -> String {
        let mut html = String::new();
        html::write(self, &mut html);
        html
    }
}

/// The text of some nodes, without their markup.
pub fn text_of(nodes: &[Node]) -> String {
    let mut text = String::new();
    visit(nodes, &mut |node| {
        if let NodeKind::Text(own) = &node.kind {
            text.push_str(own);
        }
    });
    text
}

/// Calls `look` for each node, in the order of the page.
pub fn visit<'t>(nodes: &'t [Node], look: &mut impl FnMut(&'t Node)) {
    for node in nodes {
        look(node);
        if let NodeKind::Element(element) = &node.kind {
            visit(&element.children, look);
        }
    }
}

/// Calls `change` for each node, in the order of the page: a node before its children.
pub fn visit_mut(nodes: &mut [Node], change: &mut impl FnMut(&mut Node)) {
    for node in nodes {
        change(node);
        if let NodeKind::Element(element) = &mut node.kind {
            visit_mut(&mut element.children, change);
        }
    }
}

/// A top-level node as HTML. Equal hashes mean equal HTML, in any run of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageBlock {
    /// In the draft. Empty, at the end of the block before, if the generator added the block by itself.
    pub span: Span,
    pub html: String,
    pub hash: u64,
}

impl Tree {
    /// The HTML of all nodes, with a line break after each top-level element.
    pub fn html(&self) -> String {
        let mut html = String::new();
        for node in &self.nodes {
            html::write(node, &mut html);
            if matches!(node.kind, NodeKind::Element(_)) {
                html.push('\n');
            }
        }
        html
    }

    /// The top-level nodes, each as HTML. White space between them is left out.
    pub fn blocks(&self) -> Vec<PageBlock> {
        let block = |(span, node): (Span, &Node)| {
            let html = node.html();
            PageBlock { span, hash: html::hash(&html), html }
        };
        self.block_nodes().map(block).collect()
    }

    /// The nodes of the blocks, each with the span of its block.
    pub fn block_nodes(&self) -> impl Iterator<Item = (Span, &Node)> {
        let has_content = |node: &&Node| match &node.kind {
            NodeKind::Text(text) | NodeKind::Raw(text) => !text.trim().is_empty(),
            _ => true,
        };
        let mut end = 0;
        self.nodes.iter().filter(has_content).map(move |node| {
            let span = node.span.unwrap_or(Span::at(end));
            end = span.end;
            (span, node)
        })
    }
}
