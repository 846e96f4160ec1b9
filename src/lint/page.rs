//! The page that the site's generator makes of the draft, as the rules of `rules/site/` look at it.

use html5gum::{Token, Tokenizer};

use super::Context;
use crate::profile::{Renderer, RendererExtension};
use crate::render::{self, Element, Node, NodeKind, Tree};
use crate::text::Span;

/// The parts of the page in the order of the page. Spans are those of the draft.
#[derive(Clone, Debug, Default)]
pub(super) struct SitePage {
    pub texts: Vec<PageText>,
    pub links: Vec<PageLink>,
    pub raws: Vec<RawHtml>,
    /// Ids, also those in HTML that is copied.
    pub ids: Vec<PageId>,
    /// HTML that is left out, in the draft.
    pub omitted: Vec<Span>,
    /// Tags in HTML that is copied, without an end tag: the name and the place.
    pub unclosed: Vec<(String, Span)>,
    /// Values of attributes, and where their element is.
    pub values: Vec<(String, Span)>,
}

/// Text of the page.
#[derive(Clone, Debug)]
pub(super) struct PageText {
    pub text: String,
    pub span: Span,
    pub place: TextPlace,
    /// The HTML behind it.
    pub next_raw: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextPlace {
    /// Directly in a paragraph or an item of a list.
    Paragraph,
    Other,
    InlineCode,
    CodeBlock,
}

/// A link or an image.
#[derive(Clone, Debug)]
pub(super) struct PageLink {
    pub address: String,
    pub span: Span,
    pub is_image: bool,
}

/// HTML that is copied.
#[derive(Clone, Debug)]
pub(super) struct RawHtml {
    pub html: String,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(super) struct PageId {
    pub id: String,
    pub span: Option<Span>,
    pub is_heading: bool,
}

impl<'a> Context<'a> {
    /// The page. It is made when the first rule asks for it. `None` if the profile names no renderer.
    pub(super) fn site_page(&self) -> Option<&SitePage> {
        self.profile.renderer?;
        Some(self.cache.page.get_or_init(|| SitePage::new(self.draft.text(), self.tree())))
    }

    /// The page, if the ids of its headings are known: those of CommonMark are only known with an extension that makes
    /// them.
    pub(super) fn site_page_with_ids(&self) -> Option<&SitePage> {
        let makes_ids = |extension: &RendererExtension| {
            matches!(extension, RendererExtension::HugoIds | RendererExtension::ZolaIds)
        };
        let is_known = self.profile.renderer != Some(Renderer::CommonMark)
            || self.profile.renderer_extensions.iter().any(makes_ids);
        if is_known { self.site_page() } else { None }
    }
}

impl SitePage {
    fn new(draft: &str, tree: &Tree) -> Self {
        let mut page = Self::default();
        page.nodes(&tree.nodes, TextPlace::Other);
        page.find_unclosed(draft);
        page
    }

    fn nodes(&mut self, nodes: &[Node], place: TextPlace) {
        for (index, node) in nodes.iter().enumerate() {
            match &node.kind {
                NodeKind::Element(element) => self.element(element, node.span, place),
                NodeKind::Text(text) => {
                    let next = nodes.get(index + 1).filter(|next| matches!(next.kind, NodeKind::Raw(_)));
                    if let Some(span) = node.span {
                        let next_raw = next.and_then(|next| next.span);
                        self.texts.push(PageText { text: text.clone(), span, place, next_raw });
                    }
                }
                NodeKind::Raw(html) => self.raw(html, node.span),
                NodeKind::Comment(text) if text == render::OMITTED_HTML => self.omitted.extend(node.span),
                NodeKind::Comment(text) => self.raw(&format!("<!--{text}-->"), node.span),
            }
        }
    }

    fn element(&mut self, element: &Element, span: Option<Span>, place: TextPlace) {
        if let Some(span) = span {
            let address = |name: &str| element.attributes.get(name).map(str::to_owned);
            let (link, is_image) = match element.name.as_ref() {
                "a" => (address("href"), false),
                "img" => (address("src"), true),
                _ => (None, false),
            };
            self.links.extend(link.map(|address| PageLink { address, span, is_image }));
            self.values.extend(element.attributes.iter().map(|(_, value)| (value.to_owned(), span)));
        }
        if let Some(id) = element.attributes.get("id") {
            let is_heading = matches!(element.name.as_ref(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
            self.ids.push(PageId { id: id.to_owned(), span, is_heading });
        }
        let place = match element.name.as_ref() {
            "pre" => TextPlace::CodeBlock,
            "code" if place != TextPlace::CodeBlock => TextPlace::InlineCode,
            "p" | "li" if place == TextPlace::Other || place == TextPlace::Paragraph => TextPlace::Paragraph,
            _ if place == TextPlace::Paragraph => TextPlace::Other,
            _ => place,
        };
        self.nodes(&element.children, place);
    }

    fn raw(&mut self, html: &str, span: Option<Span>) {
        if let Some(span) = span {
            self.raws.push(RawHtml { html: html.to_owned(), span });
        }
        for token in Tokenizer::new(html).flatten() {
            let Token::StartTag(tag) = token else { continue };
            for name in [b"id".as_slice(), b"name"] {
                if let Some(id) = tag.attributes.get(name) {
                    let id = String::from_utf8_lossy(id).into_owned();
                    self.ids.push(PageId { id, span: None, is_heading: false });
                }
            }
        }
    }

    /// Finds the start tags without an end tag, in the whole page.
    fn find_unclosed(&mut self, draft: &str) {
        let mut open: Vec<(String, Span)> = Vec::new();
        for raw in &self.raws {
            let mut searched = raw.span.start;
            for token in Tokenizer::new(&raw.html).flatten() {
                match token {
                    Token::StartTag(tag) if !tag.self_closing => {
                        let name = String::from_utf8_lossy(&tag.name).into_owned();
                        let place = tag_place(draft, Span::new(searched, raw.span.end), &name);
                        searched = place.end;
                        if !ENDS_BY_ITSELF.contains(&name.as_str()) && !render::html::is_void(&name) {
                            open.push((name, place));
                        }
                        if open.len() > MOST_UNCLOSED {
                            return;
                        }
                    }
                    Token::EndTag(tag) => {
                        let name = String::from_utf8_lossy(&tag.name);
                        if let Some(at) = open.iter().rposition(|(own, _)| *own == name) {
                            open.remove(at);
                        }
                    }
                    _ => {}
                }
            }
        }
        self.unclosed = open;
    }
}

/// A page with more open elements is not looked at.
const MOST_UNCLOSED: usize = 1000;

/// Elements that end by themselves.
const ENDS_BY_ITSELF: [&str; 13] =
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup", "rt"];

/// The start tag with a name in a part of the draft, or else the whole part.
fn tag_place(draft: &str, part: Span, name: &str) -> Span {
    let text = part.of(draft);
    let is_tag = |at: usize| {
        let rest = &text[at + 1..];
        rest.get(..name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name))
    };
    let start = text.match_indices('<').map(|(at, _)| at).find(|at| is_tag(*at));
    let Some(start) = start else { return part };
    let end = text[start..].find('>').map_or(text.len(), |end| start + end + 1);
    Span::new(part.start + start, part.start + end)
}

impl PageText {
    /// The lines of the draft that begin in this text, with their places. Without blanks around them.
    pub fn later_lines<'d>(&self, draft: &'d str) -> impl Iterator<Item = (Span, &'d str)> {
        let ends = self.span.of(draft).match_indices('\n');
        let starts = ends.map(|(at, _)| self.span.start + at + 1).filter(|start| *start < self.span.end);
        starts.collect::<Vec<_>>().into_iter().map(|start| {
            let rest = &draft[start..];
            let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
            let blanks = line.len() - line.trim_start().len();
            let line = line.trim();
            (Span::new(start + blanks, start + blanks + line.len()), line)
        })
    }
}
