//! kramdown's tree as HTML.

use std::borrow::Cow;

use super::code::{code_block, code_span, figure};
use super::element::{Alignment, El, Html, Kind, ListType};
use super::footnotes::Used;
use super::html_scan::has_body;
use super::ids::Ids;
use super::parser::Parser;
use super::typography::decoded;
use crate::render::tree::{Attributes, Element, Node};
use crate::text::Span;

#[derive(Debug)]
pub(super) struct Converter {
    pub(super) parser: Parser,
    ids: Ids,
    pub(super) used_footnotes: Vec<Used>,
    /// The headings of the table of contents.
    headings: Vec<TocEntry>,
    has_toc: bool,
    has_footnote_place: bool,
}

#[derive(Debug)]
pub(super) struct TocEntry {
    pub level: u8,
    pub id: String,
    pub nodes: Vec<Node>,
}

/// Where elements are converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// True inside of HTML, where the rules of GFM input do not apply.
    pub is_in_html: bool,
}

/// Marks the place of the table of contents or of the footnotes until they are known.
const TOC: &str = "\u{1}toc";
const FOOTNOTES: &str = "\u{1}footnotes";

impl Converter {
    pub fn new(parser: Parser) -> Self {
        Self {
            parser,
            ids: Ids::default(),
            used_footnotes: Vec::new(),
            headings: Vec::new(),
            has_toc: false,
            has_footnote_place: false,
        }
    }

    pub fn page(mut self, root: El) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(root.children.len());
        for child in root.children {
            if !child.is_blank() {
                self.block(child, &mut nodes, Place { is_in_html: false });
            }
        }
        let footnotes = self.footnote_list();
        if !self.has_footnote_place {
            nodes.extend(footnotes);
        } else if let Some(footnotes) = footnotes {
            replace(&mut nodes, FOOTNOTES, &footnotes);
        }
        if self.has_toc {
            super::toc::place(&mut nodes, TOC, std::mem::take(&mut self.headings));
        }
        nodes
    }

    fn place(&self, el: &El) -> Span {
        self.parser.store.in_source(el.span)
    }

    /// Blocks within another one, each followed by a line break.
    pub(super) fn blocks(&mut self, children: Vec<El>, nodes: &mut Vec<Node>, place: Place) {
        for child in children {
            if child.is_blank() {
                continue;
            }
            let before = nodes.len();
            let is_block = !is_inline(&child.kind);
            self.block(child, nodes, place);
            if is_block && nodes.len() > before {
                nodes.push(Node::text("\n"));
            }
        }
    }

    fn block(&mut self, mut el: El, nodes: &mut Vec<Node>, place: Place) {
        let span = self.place(&el);
        let children = std::mem::take(&mut el.children);
        let mut element = match &el.kind {
            Kind::Blank | Kind::End(_) | Kind::Source(_) => return,
            Kind::Paragraph { is_transparent: true } => return self.inlines(children, nodes, place, true),
            Kind::Paragraph { .. } => return self.paragraph(el, children, nodes, place),
            Kind::Heading { level, .. } => {
                let level = *level;
                return self.heading(el, level, children, nodes, place);
            }
            Kind::Code { text, language } => {
                let node = code_block(text, language.as_deref(), &el.attributes);
                return nodes.push(node.at(span));
            }
            Kind::Rule => Element::new("hr"),
            Kind::List(kind) => {
                let name = if *kind == ListType::Bullets { "ul" } else { "ol" };
                if let Some(marker) = self.marker(&el) {
                    let mut element = Element::new(name).containing(vec![Node::raw(marker)]);
                    element.attributes = attributes(el.attributes);
                    return nodes.push(element.at(span));
                }
                Element::new(name)
            }
            Kind::Quote => Element::new("blockquote"),
            Kind::Item => return self.item("li", el, children, nodes, place),
            Kind::Definition => return self.item("dd", el, children, nodes, place),
            Kind::DefinitionList => Element::new("dl"),
            Kind::Term => {
                let mut term = Element::new("dt");
                term.attributes = attributes(el.attributes);
                self.inlines(children, &mut term.children, place, true);
                return nodes.push(term.at(span));
            }
            Kind::Table(alignments) => {
                let alignments = alignments.clone();
                return self.table(el, children, &alignments, nodes, place);
            }
            Kind::Math { text, is_block: true } => {
                let text = Node::text(format!("\\[{text}\\]\n"));
                if el.attributes.is_empty() {
                    return nodes.push(text.at(span));
                }
                let mut element = Element::new("div").containing(vec![text]);
                element.attributes = attributes(el.attributes);
                return nodes.push(element.at(span));
            }
            Kind::Html(html) if html.is_block => {
                let html = html.clone();
                return self.html(html, el, children, nodes);
            }
            Kind::Raw(text) => return nodes.push(Node::raw(text.clone()).at(span)),
            _ => {
                el.children = children;
                return self.inline(el, nodes, place);
            }
        };
        element.attributes = attributes(el.attributes);
        if !children.is_empty() {
            element.children.push(Node::text("\n"));
        }
        self.blocks(children, &mut element.children, place);
        nodes.push(element.at(span));
    }

    /// The mark of a list that is replaced by the table of contents or the footnotes.
    fn marker(&mut self, list: &El) -> Option<&'static str> {
        if !self.has_toc && list.refers_to("toc") {
            self.has_toc = true;
            return Some(TOC);
        }
        if !self.has_footnote_place && list.refers_to("footnotes") {
            self.has_footnote_place = true;
            return Some(FOOTNOTES);
        }
        None
    }

    fn paragraph(&mut self, el: El, children: Vec<El>, nodes: &mut Vec<Node>, place: Place) {
        let span = self.place(&el);
        let is_standalone = match children.as_slice() {
            [image] => matches!(image.kind, Kind::Image) && image.refers_to("standalone"),
            _ => false,
        };
        let mut paragraph = Element::new("p");
        paragraph.attributes = attributes(el.attributes);
        self.inlines(children, &mut paragraph.children, place, true);
        if is_standalone {
            paragraph = figure(paragraph);
        }
        nodes.push(paragraph.at(span));
    }

    fn heading(&mut self, el: El, level: u8, children: Vec<El>, nodes: &mut Vec<Node>, place: Place) {
        let span = self.place(&el);
        let mut heading = Element::new(HEADINGS[usize::from(level.clamp(1, 6)) - 1]);
        heading.attributes = attributes(el.attributes);
        if let Kind::Heading { raw, .. } = &el.kind
            && self.parser.options.auto_ids
            && heading.attributes.get("id").is_none()
        {
            let is_gfm = self.parser.options.is_gfm && !place.is_in_html;
            let id = if is_gfm { self.ids.gfm(raw) } else { self.ids.plain(raw) };
            if !id.trim().is_empty() {
                heading.attributes.set("id", id);
            }
        }
        self.inlines(children, &mut heading.children, place, true);
        let classes = heading.attributes.get("class").unwrap_or("");
        if let Some(id) = heading.attributes.get("id")
            && !classes.split_whitespace().any(|class| class == "no_toc")
        {
            self.headings.push(TocEntry { level, id: id.to_owned(), nodes: heading.children.clone() });
        }
        nodes.push(heading.at(span));
    }

    fn item(&mut self, name: &'static str, el: El, children: Vec<El>, nodes: &mut Vec<Node>, place: Place) {
        let span = self.place(&el);
        let mut item = Element::new(name);
        item.attributes = attributes(el.attributes);
        let is_tight = children
            .first()
            .is_none_or(|first| matches!(first.kind, Kind::Paragraph { is_transparent: true }));
        if is_tight {
            let mut children = children.into_iter();
            if let Some(first) = children.next() {
                self.block(first, &mut item.children, place);
            }
            self.blocks(children.collect(), &mut item.children, place);
        } else {
            item.children.push(Node::text("\n"));
            self.blocks(children, &mut item.children, place);
        }
        nodes.push(item.at(span));
    }

    fn table(
        &mut self,
        el: El,
        parts: Vec<El>,
        alignments: &[Alignment],
        nodes: &mut Vec<Node>,
        place: Place,
    ) {
        let span = self.place(&el);
        let mut table = Element::new("table");
        table.attributes = attributes(el.attributes);
        table.children.push(Node::text("\n"));
        for part in parts {
            let (name, cell_name) = match part.kind {
                Kind::Head => ("thead", "th"),
                Kind::Foot => ("tfoot", "td"),
                _ => ("tbody", "td"),
            };
            let part_span = self.place(&part);
            let mut element = Element::new(name);
            element.children.push(Node::text("\n"));
            for row in part.children {
                let row_span = self.place(&row);
                let mut tr = Element::new("tr");
                tr.children.push(Node::text("\n"));
                for (column, cell) in row.children.into_iter().enumerate() {
                    let cell_span = self.place(&cell);
                    let mut td = Element::new(cell_name);
                    td.attributes = attributes(cell.attributes);
                    if let Some(side) = side(alignments.get(column)) {
                        td.attributes.set("style", format!("text-align: {side}"));
                    }
                    self.inlines(cell.children, &mut td.children, place, false);
                    if td.children.is_empty() {
                        td.children.push(Node::text("\u{a0}"));
                    }
                    tr.children.push(td.at(cell_span));
                    tr.children.push(Node::text("\n"));
                }
                element.children.push(tr.at(row_span));
                element.children.push(Node::text("\n"));
            }
            table.children.push(element.at(part_span));
            table.children.push(Node::text("\n"));
        }
        nodes.push(table.at(span));
    }

    fn html(&mut self, html: Html, el: El, children: Vec<El>, nodes: &mut Vec<Node>) {
        let span = self.place(&el);
        let mut element = Element::new(html.name);
        element.attributes = attributes(el.attributes);
        let place = Place { is_in_html: true };
        match html.content {
            super::element::Content::Blocks => {
                if !children.is_empty() {
                    element.children.push(Node::text("\n"));
                }
                self.blocks(children, &mut element.children, place);
            }
            _ => {
                for child in children {
                    self.block(child, &mut element.children, place);
                }
            }
        }
        nodes.push(element.at(span));
    }

    /// Inline elements. `is_block` is true for the whole content of a block.
    fn inlines(&mut self, children: Vec<El>, nodes: &mut Vec<Node>, place: Place, is_block: bool) {
        let count = children.len();
        for (n, child) in children.into_iter().enumerate() {
            match &child.kind {
                Kind::Text(text) if !place.is_in_html && self.parser.options.is_gfm => {
                    let is_last = is_block && n + 1 == count;
                    let span = self.place(&child);
                    broken(text, self.parser.options.hard_wrap, is_last, span, nodes);
                }
                _ => self.inline(child, nodes, place),
            }
        }
    }

    fn inline(&mut self, el: El, nodes: &mut Vec<Node>, place: Place) {
        let span = self.place(&el);
        let mut element = match el.kind {
            Kind::Text(text) => return push_text(nodes, decoded(&text), span),
            Kind::Character(text) => return push_text(nodes, text, span),
            Kind::Entity(c) => return push_text(nodes, &*c.encode_utf8(&mut [0; 4]), span),
            Kind::HtmlComment(text) => {
                let inner = text.strip_prefix("<!--").and_then(|text| text.strip_suffix("-->"));
                return nodes.push(Node::comment(inner.unwrap_or(&text)).at(span));
            }
            Kind::Comment(text) => return nodes.push(Node::comment(format!(" {text} ")).at(span)),
            Kind::Raw(text) => return nodes.push(Node::raw(text).at(span)),
            Kind::Math { text, .. } => {
                if el.attributes.is_empty() {
                    return push_text(nodes, format!("\\({text}\\)"), span);
                }
                Element::new("span").containing(vec![Node::text(format!("${text}$"))])
            }
            Kind::Emphasis => Element::new("em"),
            Kind::Strong => Element::new("strong"),
            Kind::Link => Element::new("a"),
            Kind::Image => Element::new("img"),
            Kind::Break => Element::new("br"),
            Kind::CodeSpan(text) => return nodes.push(code_span(text, &el.attributes).at(span)),
            Kind::Footnote(name) => return nodes.push(self.footnote_mark(&name).at(span)),
            Kind::Abbreviation(name) => return nodes.push(self.abbreviation(name).at(span)),
            Kind::Html(html) => Element::new(html.name),
            _ => return,
        };
        element.attributes = attributes(el.attributes);
        let is_html = !matches!(element.name.as_ref(), "em" | "strong" | "a") || place.is_in_html;
        if has_body(&element.name) || !el.children.is_empty() {
            let place = Place { is_in_html: is_html };
            self.inlines(el.children, &mut element.children, place, false);
        }
        nodes.push(element.at(span));
    }

    fn abbreviation(&self, name: String) -> Element {
        let mut element = Element::new("abbr");
        if let Some(one) = self.parser.abbreviations.iter().find(|one| one.name == name) {
            if let Some(ial) = self.parser.definition_ials.get(one.ial) {
                self.parser.apply_ial(&mut element.attributes, ial, 0);
            }
            if !one.title.is_empty() {
                element.attributes.set("title", decoded(&one.title).into_owned());
            }
        }
        element.containing(vec![Node::text(name)])
    }
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

fn is_inline(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Text(_)
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Link
            | Kind::Image
            | Kind::CodeSpan(_)
            | Kind::Break
            | Kind::Character(_)
            | Kind::Entity(_)
            | Kind::Footnote(_)
            | Kind::Abbreviation(_)
            | Kind::Math { is_block: false, .. }
            | Kind::Html(Html { is_block: false, .. })
            | Kind::Paragraph { is_transparent: true }
    )
}

fn side(alignment: Option<&Alignment>) -> Option<&'static str> {
    match alignment {
        Some(Alignment::Left) => Some("left"),
        Some(Alignment::Center) => Some("center"),
        Some(Alignment::Right) => Some("right"),
        _ => None,
    }
}

/// Values as browsers read them. An empty id is left out.
pub(super) fn attributes(mut written: Attributes) -> Attributes {
    written.retain(|name, value| {
        if value.contains('&') {
            *value = decoded(value).into_owned();
        }
        name != "id" || !value.trim().is_empty()
    });
    written
}

/// Appends a text to the last one.
pub(super) fn push_text<'t>(nodes: &mut Vec<Node>, text: impl Into<Cow<'t, str>>, span: Span) {
    use crate::render::tree::NodeKind;
    let text: Cow<'_, str> = text.into();
    match nodes.last_mut() {
        Some(Node { kind: NodeKind::Text(own), span: Some(place) }) => {
            own.push_str(&text);
            *place = place.cover(span);
        }
        _ if text.is_empty() => {}
        _ => nodes.push(Node::text(text.into_owned()).at(span)),
    }
}

/// A text whose backslashes at the ends of lines are breaks; with `hard_wrap`, all line breaks are.
fn broken(text: &str, hard_wrap: bool, is_last: bool, span: Span, nodes: &mut Vec<Node>) {
    let mark = if hard_wrap { "\n" } else { "\\\n" };
    if !text.contains(mark) {
        return push_text(nodes, decoded(text), span);
    }
    let lines: Vec<&str> = text.split(mark).collect();
    let omits_last = is_last && lines.last().is_some_and(|line| line.is_empty());
    for (n, line) in lines.iter().enumerate() {
        let line = if n > 0 { Cow::Owned(format!("\n{}", decoded(line))) } else { decoded(line) };
        push_text(nodes, line, span);
        if n + 2 < lines.len() || (n + 2 == lines.len() && !omits_last) {
            nodes.push(Element::new("br").at(span));
        }
    }
}

/// Replaces the list that contains a mark.
fn replace(nodes: &mut [Node], mark: &str, by: &Node) {
    for node in nodes {
        let is_marked = super::toc::is_marked(node, mark);
        if is_marked {
            *node = by.clone();
        } else if let Some(element) = node.element_mut() {
            replace(&mut element.children, mark, by);
        }
    }
}
