//! A part of the page as its readers see it: the HTML of the site's generator as wrapped text, with the addresses of
//! links beside their texts.

use std::borrow::Cow;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span as Piece};
use unicode_width::UnicodeWidthStr;

use super::MarkdownStyle;
use super::wrap::wrap_words;
use crate::render::{Dialect, Element, Node, NodeKind, tree};

/// Longer texts are cut, so that a frame stays cheap.
const MOST_BYTES: usize = 32_000;

/// The styles and the surroundings of a Markdown text.
pub(crate) struct Rendering<'a> {
    /// The columns that a line may have.
    pub width: u16,
    pub dialect: &'a Dialect,
    pub markdown: &'a MarkdownStyle,
    pub dim: Style,
    /// Definitions of links that are elsewhere in the draft, one a line.
    pub definitions: &'a str,
    /// A note on the image with this path, such as its size.
    pub note_of: &'a dyn Fn(&str) -> Option<String>,
}

impl Rendering<'_> {
    /// Renders a text; at least one line unless it is blank.
    pub fn lines(&self, text: &str) -> Vec<Line<'static>> {
        let end = (0..=text.len().min(MOST_BYTES)).rev().find(|end| text.is_char_boundary(*end));
        let (shown, rest) = text.split_at(end.unwrap_or(0));
        let shown = match self.definitions {
            "" => Cow::Borrowed(shown),
            definitions => Cow::Owned(format!("{definitions}\n{shown}")),
        };
        let tree = self.dialect.parse(&shown);
        let mut page = Page::new(self);
        page.blocks(&tree.nodes);
        if !rest.is_empty() {
            page.lines.push(Line::styled("…", self.dim));
        }
        page.lines
    }
}

/// What a line of an item or a quotation begins with.
struct Indent {
    /// Before the first line, until it is written.
    first: Option<String>,
    rest: String,
    style: Style,
}

/// A link or an image that is open.
struct Target {
    address: String,
    /// The text that it shows.
    text: String,
}

struct Page<'r, 'a> {
    rendering: &'r Rendering<'a>,
    lines: Vec<Line<'static>>,
    /// The words of the block that is open.
    words: Vec<(String, Style)>,
    styles: Vec<Style>,
    indents: Vec<Indent>,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    targets: Vec<Target>,
    is_code: bool,
}

impl<'r, 'a> Page<'r, 'a> {
    fn new(rendering: &'r Rendering<'a>) -> Self {
        Page {
            rendering,
            lines: Vec::new(),
            words: Vec::new(),
            styles: vec![Style::new()],
            indents: Vec::new(),
            lists: Vec::new(),
            targets: Vec::new(),
            is_code: false,
        }
    }

    /// The blocks of the page. HTML between them is a block as well.
    fn blocks(&mut self, nodes: &[Node]) {
        for node in nodes {
            let is_markup = matches!(&node.kind, NodeKind::Raw(_) | NodeKind::Comment(_));
            if is_markup {
                self.begin_block();
            }
            self.node(node);
            if is_markup {
                self.end_block();
            }
        }
        self.end_block();
    }

    fn nodes(&mut self, nodes: &[Node]) {
        nodes.iter().for_each(|node| self.node(node));
    }

    fn node(&mut self, node: &Node) {
        match &node.kind {
            NodeKind::Element(element) => self.element(element),
            NodeKind::Text(text) if self.is_code => self.text(text),
            NodeKind::Text(text) => self.words_of(text),
            NodeKind::Raw(html) => self.html(html.trim_end()),
            NodeKind::Comment(text) => self.html(&format!("<!--{text}-->")),
        }
    }

    fn element(&mut self, element: &Element) {
        let (markdown, children) = (self.rendering.markdown, &element.children);
        let address = |name: &str| element.attributes.get(name).unwrap_or("").to_owned();
        match element.name.as_ref() {
            "h1" | "h2" => self.heading("", children),
            "h3" | "h4" | "h5" | "h6" => self.heading("▪ ", children),
            "pre" => self.code(element),
            "blockquote" => self.indented("│ ", markdown.quote, children),
            "dd" => self.indented("  ", Style::new(), children),
            "ul" => self.list(None, children),
            "ol" => self.list(Some(address("start").parse().unwrap_or(1)), children),
            "li" => self.item(children),
            "tr" => self.row(children),
            "em" | "i" => self.within(markdown.italic, children),
            "strong" | "b" => self.within(markdown.bold, children),
            "code" | "kbd" | "samp" => self.within(markdown.code, children),
            // A place on the page: a footnote, or a heading's link to itself.
            "a" if element.attributes.get("href").is_none_or(|href| href.starts_with('#')) => {
                self.nodes(children);
            }
            "a" => {
                self.push_style(markdown.link_text);
                self.targets.push(Target { address: address("href"), text: String::new() });
                self.nodes(children);
                self.end_link();
            }
            "img" => {
                self.push_style(markdown.image);
                self.targets.push(Target { address: address("src"), text: String::new() });
                self.text("▣ ");
                self.text(&address("alt"));
                self.end_image();
            }
            "input" => {
                let is_checked = element.attributes.get("checked").is_some();
                self.text(if is_checked { "[x] " } else { "[ ] " });
            }
            "br" => self.text("\n"),
            "hr" => {
                self.begin_block();
                self.styled("────────", self.rendering.dim);
                self.end_block();
            }
            "script" | "style" => {}
            name if is_block(name) => {
                self.begin_block();
                self.nodes(children);
                self.end_block();
            }
            _ => self.nodes(children),
        }
    }

    fn within(&mut self, style: Style, children: &[Node]) {
        self.push_style(style);
        self.nodes(children);
        self.pop_style();
    }

    fn heading(&mut self, mark: &str, children: &[Node]) {
        self.begin_block();
        self.push_style(self.rendering.markdown.heading);
        self.text(mark);
        self.nodes(children);
        self.pop_style();
        self.end_block();
    }

    fn code(&mut self, element: &Element) {
        self.begin_block();
        self.push_style(self.rendering.markdown.code);
        self.is_code = true;
        self.text(&tree::text_of(&element.children));
        self.pop_style();
        self.end_block();
        self.is_code = false;
    }

    fn indented(&mut self, mark: &str, style: Style, children: &[Node]) {
        self.begin_block();
        self.indents.push(Indent { first: None, rest: mark.into(), style });
        self.nodes(children);
        self.end_block();
        self.indents.pop();
    }

    fn list(&mut self, first: Option<u64>, children: &[Node]) {
        self.begin_block();
        self.lists.push(first);
        self.nodes(children);
        self.end_block();
        self.lists.pop();
    }

    fn item(&mut self, children: &[Node]) {
        self.begin_item();
        self.nodes(children);
        self.end_block();
        // An item without words is a line too.
        if let Some(bullet) = self.indents.pop().and_then(|indent| indent.first) {
            self.lines.push(Line::styled(bullet, self.rendering.markdown.bullet));
        }
    }

    /// A row of a table: its cells in one line.
    fn row(&mut self, cells: &[Node]) {
        self.end_block();
        for (n, cell) in cells.iter().filter(|cell| cell.element().is_some()).enumerate() {
            if n > 0 {
                self.styled(" │ ", self.rendering.dim);
            }
            let style = if cell.is("th") { self.rendering.markdown.bold } else { Style::new() };
            self.within(style, std::slice::from_ref(cell));
        }
        self.end_block();
    }

    /// Adds text. White space is one blank, and none where a line begins.
    fn words_of(&mut self, text: &str) {
        let mut words = String::with_capacity(text.len());
        let last = self.words.iter().rev().find_map(|(text, _)| text.chars().next_back());
        let mut is_after_space = last.is_none_or(|last| matches!(last, ' ' | '\n'));
        for c in text.chars() {
            let is_space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                words.push(c);
            } else if !is_after_space {
                words.push(' ');
            }
            is_after_space = is_space;
        }
        if !words.is_empty() {
            self.text(&words);
        }
    }

    fn begin_item(&mut self) {
        self.end_block();
        let bullet = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "• ".to_owned(),
        };
        let rest = " ".repeat(bullet.width());
        let style = self.rendering.markdown.bullet;
        self.indents.push(Indent { first: Some(bullet), rest, style });
    }

    fn end_link(&mut self) {
        self.pop_style();
        let Some(Target { address, text }) = self.targets.pop() else { return };
        if !address.is_empty() && address != text {
            self.styled(&format!(" {address}"), self.beside());
        }
    }

    fn end_image(&mut self) {
        self.pop_style();
        let Some(Target { address, text }) = self.targets.pop() else { return };
        let gap = if text.trim_start_matches("▣ ").is_empty() { "" } else { " " };
        let note = (self.rendering.note_of)(&address).map_or(String::new(), |note| format!(", {note}"));
        self.styled(&format!("{gap}{address}{note}"), self.beside());
    }

    /// The style of an address: it differs from the text before it also within a heading.
    fn beside(&self) -> Style {
        self.rendering.dim.remove_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }

    fn html(&mut self, html: &str) {
        match html.trim().to_ascii_lowercase().as_str() {
            "<br>" | "<br/>" | "<br />" => self.text("\n"),
            _ => self.styled(html, self.rendering.markdown.comment),
        }
    }

    fn push_style(&mut self, style: Style) {
        let around = self.style();
        self.styles.push(around.patch(style));
    }

    fn pop_style(&mut self) {
        if self.styles.len() > 1 {
            self.styles.pop();
        }
    }

    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    fn text(&mut self, text: &str) {
        self.styled(text, Style::new());
    }

    fn styled(&mut self, text: &str, style: Style) {
        for target in &mut self.targets {
            target.text.push_str(text);
        }
        self.words.push((text.to_owned(), self.style().patch(style)));
    }

    /// Ends the open block, and leaves a blank line between it and the next one. The items of a list
    /// follow each other without one.
    fn begin_block(&mut self) {
        self.end_block();
        let is_in_item = !self.lists.is_empty();
        // The first block of a quotation begins where the quotation does.
        if !is_in_item && self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    fn end_block(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.iter().all(|(text, _)| text.trim().is_empty()) {
            return;
        }
        let indent: usize = self.indents.iter().map(|indent| indent.rest.width()).sum();
        let width = self.rendering.width.saturating_sub(indent as u16).max(8);
        let mut wrapped = wrap_words(words, width);
        if self.is_code && wrapped.last().is_some_and(|line| line.width() == 0) {
            // The line break at the end of a code block.
            wrapped.pop();
        }
        for line in wrapped {
            let mut pieces: Vec<Piece<'static>> = Vec::new();
            for indent in &mut self.indents {
                let text = indent.first.take().unwrap_or_else(|| indent.rest.clone());
                pieces.push(Piece::styled(text, indent.style));
            }
            pieces.extend(line.spans);
            self.lines.push(Line::from(pieces));
        }
    }
}

/// True for an element that is a block without a form of its own here.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 21] = [
        "address",
        "article",
        "aside",
        "caption",
        "center",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "main",
        "nav",
        "p",
        "section",
        "summary",
        "table",
    ];
    BLOCKS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Renderer;

    fn rendered(text: &str, width: u16) -> Vec<Line<'static>> {
        rendered_by(Renderer::CommonMark, text, width)
    }

    fn rendered_by(renderer: Renderer, text: &str, width: u16) -> Vec<Line<'static>> {
        let rendering = Rendering {
            width,
            dialect: &Dialect { renderer, extensions: Vec::new() },
            markdown: &MarkdownStyle::default(),
            dim: Style::new().add_modifier(Modifier::DIM),
            definitions: "[harbour]: https://example.org/harbour\n",
            note_of: &|path| path.ends_with(".jpg").then(|| "550×300 40 kB".to_owned()),
        };
        rendering.lines(text)
    }

    fn words(text: &str, width: u16) -> Vec<String> {
        rendered(text, width).iter().map(|line| line.to_string().trim_end().to_owned()).collect()
    }

    #[test]
    fn a_story_reads_without_its_syntax() {
        let story = "[![A lamp](lamp.jpg)](https://example.org/lamp)\n\nIt **glows** at night - [Tide](https://example.org).";
        assert_eq!(
            words(story, 60),
            [
                "▣ A lamp lamp.jpg, 550×300 40 kB https://example.org/lamp",
                "",
                "It glows at night - Tide https://example.org."
            ]
        );
        let lines = rendered(story, 60);
        let piece = |line: usize, text: &str| {
            lines[line].spans.iter().find(|piece| piece.content.trim() == text).unwrap().style
        };
        assert!(piece(2, "glows").add_modifier.contains(Modifier::BOLD));
        assert!(piece(2, "https://example.org").add_modifier.contains(Modifier::DIM));
    }

    #[test]
    fn lists_quotations_and_long_lines_are_indented() {
        assert_eq!(
            words("* one two six\n* three\n  1. four\n", 10),
            ["• one two", "  six", "• three", "  1. four"]
        );
        assert_eq!(
            words("> said she then\n\nThen\\\nleft", 10),
            ["│ said she", "│ then", "", "Then", "left"]
        );
        assert_eq!(words("Text\n\n> said\n", 20), ["Text", "", "│ said"]);
        assert_eq!(words("Text\n\n    let x;\n    let y;\n", 20), ["Text", "", "let x;", "let y;"]);
    }

    #[test]
    fn labels_have_the_address_of_their_definition() {
        assert_eq!(
            words("See [the port][harbour] and [pier].", 80),
            ["See the port https://example.org/harbour and [pier]."]
        );
        assert_eq!(words("<https://example.org/a>", 80), ["https://example.org/a"]);
    }

    #[test]
    fn the_page_is_that_of_the_sites_generator() {
        let lines = |text: &str| -> Vec<String> {
            let lines = rendered_by(Renderer::Kramdown, text, 80);
            lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect()
        };
        assert_eq!(lines("It's -- \"here\"\n\n## Two {#x}\n"), ["It’s – “here”", "", "Two"]);
        assert_eq!(lines("a | b\n--|--\n1 | *2*\n\n<div>x <b>y</b></div>\n"), ["a │ b", "1 │ 2", "", "x y"]);
        assert_eq!(lines("* [x] one\n* [ ] two\n{: .c}\n"), ["• [x] one", "• [ ] two"]);
        // What the author did not mean is seen as well.
        let python = rendered_by(Renderer::PythonMarkdown, "The lamps:\n* One\n", 80);
        assert_eq!(python[0].to_string().trim_end(), "The lamps: * One");
    }

    #[test]
    fn a_long_text_is_cut() {
        let text = "ä\n\n".repeat(MOST_BYTES);
        let lines = words(&text, 80);
        assert!(lines.len() < MOST_BYTES, "{}", lines.len());
        assert_eq!(lines.last().map(String::as_str), Some("…"));
    }
}
