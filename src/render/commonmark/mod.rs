//! CommonMark with GitHub's extensions, as Hugo, Zola, Docusaurus and others render it: pulldown-cmark's events as a
//! tree, and the heading ids of the generator.

mod ids;
mod linkify;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use self::ids::Ids;
use super::tree::{Element, Node, NodeKind, text_of};
use crate::profile::RendererExtension;
use crate::text::Span;

pub(super) fn parse(text: &str, extensions: &[RendererExtension]) -> Vec<Node> {
    let parser = Parser::new_ext(text, options(extensions)).into_offset_iter();
    let mut builder = Builder::new(text, extensions);
    for (event, range) in parser {
        builder.event(event, range.into());
    }
    builder.finish()
}

fn options(extensions: &[RendererExtension]) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    for extension in extensions {
        options |= match extension {
            RendererExtension::SmartPunctuation => Options::ENABLE_SMART_PUNCTUATION,
            RendererExtension::DefinitionLists => Options::ENABLE_DEFINITION_LIST,
            RendererExtension::HugoIds | RendererExtension::ZolaIds => Options::ENABLE_HEADING_ATTRIBUTES,
            _ => Options::empty(),
        };
    }
    options
}

/// The comment that goldmark, Hugo's renderer, writes in place of HTML.
pub const OMITTED_HTML: &str = " raw HTML omitted ";

/// Blocks of HTML that end with a mark, and not at an empty line: their starts and the marks.
const CLOSED_HTML: [(&str, &str); 8] = [
    ("<script", "</script>"),
    ("<pre", "</pre>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("<!--", "-->"),
    ("<![CDATA[", "]]>"),
    ("<?", "?>"),
    ("<!", ">"),
];

/// Deeper elements are left out, so that no text exhausts the stack. Their texts are kept.
const MOST_NESTED: usize = 100;

/// An element that is not finished, or a group of nodes without an element of its own.
struct Open {
    element: Option<Element>,
    span: Span,
    children: Vec<Node>,
}

struct Builder<'t> {
    text: &'t str,
    open: Vec<Open>,
    ids: Ids,
    links_addresses: bool,
    omits_html: bool,
    alignments: Vec<Alignment>,
    /// The column of the next cell.
    column: usize,
    is_head: bool,
    footnotes: Vec<String>,
    /// The number of open elements that are nested too deep.
    left_out: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, extensions: &[RendererExtension]) -> Self {
        let root = Open { element: None, span: Span::new(0, text.len()), children: Vec::new() };
        Self {
            text,
            open: vec![root],
            ids: Ids::new(extensions),
            links_addresses: extensions.contains(&RendererExtension::Linkify),
            omits_html: extensions.contains(&RendererExtension::OmitHtml),
            alignments: Vec::new(),
            column: 0,
            is_head: false,
            footnotes: Vec::new(),
            left_out: 0,
        }
    }

    fn finish(mut self) -> Vec<Node> {
        while self.open.len() > 1 {
            self.close();
        }
        self.open.pop().map(|root| root.children).unwrap_or_default()
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(_) if self.open.len() >= MOST_NESTED => self.left_out += 1,
            Event::End(_) if self.left_out > 0 => self.left_out -= 1,
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.push_text(&text, span),
            Event::SoftBreak => self.push_text("\n", span),
            Event::Code(code) => {
                let code = Element::new("code").containing(vec![Node::text(code.into_string())]);
                self.push(code.at(span));
            }
            // The start of its block writes the comment.
            Event::Html(_) if self.omits_html => {}
            Event::InlineHtml(_) if self.omits_html => self.push(Node::comment(OMITTED_HTML).at(span)),
            Event::Html(html) | Event::InlineHtml(html) => self.push_html(&html, span),
            Event::HardBreak => {
                self.push(Element::new("br").at(span));
                self.push_text("\n", Span::at(span.end));
            }
            Event::Rule => self.push(Element::new("hr").at(span)),
            Event::TaskListMarker(is_checked) => {
                let mut input = Element::new("input").with("disabled", "").with("type", "checkbox");
                if is_checked {
                    input.attributes.set("checked", "");
                }
                self.push(input.at(span));
                self.push_text("\n", Span::at(span.end));
            }
            Event::FootnoteReference(name) => {
                let number = self.number(&name);
                let link = Element::new("a")
                    .with("href", format!("#{name}"))
                    .containing(vec![Node::text(number.to_string())]);
                let reference = Element::new("sup").with("class", "footnote-reference");
                self.push(reference.containing(vec![link.into()]).at(span));
            }
            // Never made without their options.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push_text(&text, span),
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let element = match tag {
            Tag::HtmlBlock => {
                if self.omits_html {
                    self.push_omitted(span);
                }
                None
            }
            Tag::MetadataBlock(_) => None,
            Tag::Paragraph => Some(Element::new("p")),
            Tag::Heading { level, id, classes, attrs } => {
                let mut heading = Element::new(HEADINGS[(level as usize).clamp(1, 6) - 1]);
                if let Some(id) = id {
                    heading.attributes.set("id", id.into_string());
                }
                for class in classes {
                    heading.attributes.add_class(&class);
                }
                for (name, value) in attrs {
                    heading
                        .attributes
                        .set(name.into_string(), value.map_or_else(String::new, |value| value.into_string()));
                }
                Some(heading)
            }
            Tag::BlockQuote(_) => Some(Element::new("blockquote")),
            Tag::CodeBlock(kind) => {
                self.open(Some(Element::new("pre")), span);
                let mut code = Element::new("code");
                if let CodeBlockKind::Fenced(info) = kind
                    && let Some(language) = info.split_whitespace().next()
                {
                    code.attributes.set("class", format!("language-{language}"));
                }
                Some(code)
            }
            Tag::List(Some(1)) => Some(Element::new("ol")),
            Tag::List(Some(start)) => Some(Element::new("ol").with("start", start.to_string())),
            Tag::List(None) => Some(Element::new("ul")),
            Tag::Item => Some(Element::new("li")),
            Tag::FootnoteDefinition(name) => return self.start_footnote(&name, span),
            Tag::DefinitionList => Some(Element::new("dl")),
            Tag::DefinitionListTitle => Some(Element::new("dt")),
            Tag::DefinitionListDefinition => Some(Element::new("dd")),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                Some(Element::new("table"))
            }
            Tag::TableHead => {
                self.open(Some(Element::new("thead")), span);
                (self.column, self.is_head) = (0, true);
                Some(Element::new("tr"))
            }
            Tag::TableRow => {
                (self.column, self.is_head) = (0, false);
                let parent = self.open.last().and_then(|open| open.element.as_ref());
                if parent.is_none_or(|parent| parent.name != "tbody") {
                    self.open(Some(Element::new("tbody")), span);
                }
                Some(Element::new("tr"))
            }
            Tag::TableCell => Some(self.cell()),
            Tag::Emphasis => Some(Element::new("em")),
            Tag::Strong => Some(Element::new("strong")),
            Tag::Strikethrough => Some(Element::new("del")),
            Tag::Superscript => Some(Element::new("sup")),
            Tag::Subscript => Some(Element::new("sub")),
            Tag::Link { link_type, dest_url, title, .. } => {
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                let link = Element::new("a").with("href", format!("{scheme}{dest_url}"));
                Some(with_title(link, &title))
            }
            Tag::Image { dest_url, title, .. } => {
                let image = Element::new("img").with("src", dest_url.into_string()).with("alt", "");
                Some(with_title(image, &title))
            }
        };
        self.open(element, span);
    }

    fn cell(&mut self) -> Element {
        let cell = Element::new(if self.is_head { "th" } else { "td" });
        let alignment = self.alignments.get(self.column).copied();
        self.column += 1;
        match alignment {
            Some(Alignment::Left) => cell.with("style", "text-align: left"),
            Some(Alignment::Center) => cell.with("style", "text-align: center"),
            Some(Alignment::Right) => cell.with("style", "text-align: right"),
            Some(Alignment::None) | None => cell,
        }
    }

    fn start_footnote(&mut self, name: &str, span: Span) {
        let number = self.number(name).to_string();
        let footnote = Element::new("div").with("class", "footnote-definition").with("id", name);
        self.open(Some(footnote), span);
        let label = Element::new("sup").with("class", "footnote-definition-label");
        self.push(label.containing(vec![Node::text(number)]).into());
    }

    fn number(&mut self, name: &str) -> usize {
        match self.footnotes.iter().position(|own| own == name) {
            Some(at) => at + 1,
            None => {
                self.footnotes.push(name.to_owned());
                self.footnotes.len()
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock | TagEnd::TableHead => {
                self.close();
                self.close();
            }
            TagEnd::Table => {
                let has_body = self
                    .open
                    .last()
                    .is_some_and(|open| open.element.as_ref().is_some_and(|element| element.name == "tbody"));
                if has_body {
                    self.close();
                }
                self.close();
            }
            TagEnd::Image => self.close_image(),
            TagEnd::Heading(_) => self.close_heading(),
            _ => self.close(),
        }
    }

    fn open(&mut self, element: Option<Element>, span: Span) {
        self.open.push(Open { element, span, children: Vec::new() });
    }

    fn close(&mut self) {
        let Some(Open { element, span, children }) = self.open.pop() else { return };
        match element {
            Some(element) => self.push(element.containing(children).at(span)),
            None => children.into_iter().for_each(|child| self.push(child)),
        }
    }

    /// An image has no children; their text is its description.
    fn close_image(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        let mut alt = String::new();
        super::tree::visit(&open.children, &mut |node| match &node.kind {
            NodeKind::Text(text) => alt.push_str(text),
            NodeKind::Element(element) => alt.push_str(element.attributes.get("alt").unwrap_or("")),
            _ => {}
        });
        open.children.clear();
        if let Some(image) = &mut open.element {
            image.attributes.set("alt", alt);
        }
        self.close();
    }

    fn close_heading(&mut self) {
        if let Some(Open { element: Some(heading), span, children }) = self.open.last_mut() {
            let written = span.of(self.text);
            let id = self.ids.next(heading.attributes.get("id"), written, || text_of(children));
            if let Some(id) = id {
                heading.attributes.set("id", id);
            }
        }
        self.close();
    }

    fn push(&mut self, node: Node) {
        if let Some(open) = self.open.last_mut() {
            open.children.push(node);
        }
    }

    fn push_text(&mut self, text: &str, span: Span) {
        let is_linked =
            self.links_addresses && !self.open.iter().any(|open| is_opaque(open.element.as_ref()));
        if is_linked && text.contains(':') {
            return linkify::split(text, span).into_iter().for_each(|node| self.push(node));
        }
        let Some(open) = self.open.last_mut() else { return };
        // pulldown-cmark splits texts at every character that could be markup.
        match open.children.last_mut() {
            Some(Node { kind: NodeKind::Text(own), span: Some(place) }) if place.end <= span.start => {
                own.push_str(text);
                *place = place.cover(span);
            }
            _ => open.children.push(Node::text(text).at(span)),
        }
    }

    /// Pushes what goldmark writes for a block of HTML: a comment, and another one for the last line of a block that ends
    /// with a mark of its own.
    fn push_omitted(&mut self, span: Span) {
        self.push(Node::comment(OMITTED_HTML).at(span));
        let html = span.of(self.text).trim();
        let closing = CLOSED_HTML.iter().find_map(|(start, end)| {
            let head = html.get(..start.len())?;
            head.eq_ignore_ascii_case(start).then_some(*end)
        });
        let Some(closing) = closing else { return };
        if let Some((_, last)) = html.rsplit_once('\n')
            && last.to_ascii_lowercase().contains(closing)
        {
            self.push(Node::comment(OMITTED_HTML).at(Span::at(span.end)));
        }
    }

    fn push_html(&mut self, html: &str, span: Span) {
        let Some(open) = self.open.last_mut() else { return };
        match open.children.last_mut() {
            Some(Node { kind: NodeKind::Raw(own), span: Some(place) }) if place.end == span.start => {
                own.push_str(html);
                *place = place.cover(span);
            }
            _ => open.children.push(Node::raw(html).at(span)),
        }
    }
}

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

fn with_title(element: Element, title: &str) -> Element {
    if title.is_empty() { element } else { element.with("title", title) }
}

/// True for elements whose text has no links of its own.
fn is_opaque(element: Option<&Element>) -> bool {
    element.is_some_and(|element| matches!(element.name.as_ref(), "a" | "code" | "img"))
}

#[cfg(test)]
mod tests {
    use super::super::Tree;
    use super::*;

    fn html(text: &str, extensions: &[RendererExtension]) -> String {
        Tree { nodes: parse(text, extensions) }.html()
    }

    #[test]
    fn blocks_and_inlines_become_elements() {
        for (text, expected) in [
            ("One\n*two*\n", "<p>One\n<em>two</em></p>\n"),
            ("- a\n- b\n", "<ul><li>a</li><li>b</li></ul>\n"),
            ("2. a\n\n   b\n", "<ol start=\"2\"><li><p>a</p><p>b</p></li></ol>\n"),
            ("- [x] a\n", "<ul><li><input disabled=\"\" type=\"checkbox\" checked=\"\" />\na</li></ul>\n"),
            ("![a *b*](c.png \"t\")\n", "<p><img src=\"c.png\" alt=\"a b\" title=\"t\" /></p>\n"),
            ("```rust x\nfn\n```\n", "<pre><code class=\"language-rust\">fn\n</code></pre>\n"),
            (
                "| a | b |\n|---|:-:|\n| 1 | 2 |\n",
                "<table><thead><tr><th>a</th><th style=\"text-align: center\">b</th></tr></thead>\
                 <tbody><tr><td>1</td><td style=\"text-align: center\">2</td></tr></tbody></table>\n",
            ),
            ("<b>x</b> & y\n", "<p><b>x</b> &amp; y</p>\n"),
            ("~~a~~ <a@b.io>\n", "<p><del>a</del> <a href=\"mailto:a@b.io\">a@b.io</a></p>\n"),
        ] {
            assert_eq!(html(text, &[]), expected, "{text}");
        }
    }

    #[test]
    fn a_hostile_text_is_rendered_in_time_and_without_deep_elements() {
        for piece in [
            "> ", "- ", "1. ", "[", "![", "*a ", "**a", "*a_", "`a", "~~a", "<b>", "<!--", "|", "[a](", "\\",
            "&",
        ] {
            let text = format!("{}x", piece.repeat(100_000));
            let nodes = parse(&text, &[]);
            let mut depth = 0;
            let mut level: Vec<&Node> = nodes.iter().collect();
            while !level.is_empty() {
                depth += 1;
                level =
                    level.iter().filter_map(|node| node.element()).flat_map(|one| &one.children).collect();
            }
            assert!(depth <= MOST_NESTED + 1, "{piece}: {depth}");
            assert!(text_of(&nodes).ends_with('x') || piece == "<!--", "{piece}");
        }
    }

    #[test]
    fn hugo_omits_html_and_links_addresses() {
        let options = [RendererExtension::OmitHtml, RendererExtension::Linkify];
        let expected = "<p><!-- raw HTML omitted -->x<!-- raw HTML omitted --> \
                        <a href=\"https://a.io/b\">https://a.io/b</a>.</p>\n";
        assert_eq!(html("<b>x</b> https://a.io/b.\n", &options), expected);
        // As goldmark does, for which a block is one.
        let omitted = "<!-- raw HTML omitted -->";
        for (text, count) in [
            ("<div>\n<b>x</b>\n</div>\n", 1),
            ("<!-- a -->\n", 1),
            ("<!-- a\n\nb -->\n", 2),
            ("<!-- a\nb\n", 1),
            ("<SCRIPT>\na\n</SCRIPT>\n", 2),
            ("> <div>\n> a\n", 1),
        ] {
            assert_eq!(html(text, &options).matches(omitted).count(), count, "{text}");
        }
        assert_eq!(html("`https://a.io`\n", &options), "<p><code>https://a.io</code></p>\n");
    }
}
