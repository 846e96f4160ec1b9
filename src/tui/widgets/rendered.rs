//! Markdown as its readers see it: without syntax, wrapped, with the addresses of links beside their
//! texts.

use pulldown_cmark::{BrokenLink, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span as Piece};
use unicode_width::UnicodeWidthStr;

use super::MarkdownStyle;
use super::wrap::wrap_words;

/// Longer texts are cut, so that a frame stays cheap.
const MOST_BYTES: usize = 32_000;

/// The styles and the surroundings of a Markdown text.
pub(crate) struct Rendering<'a> {
    /// The columns that a line may have.
    pub width: u16,
    pub markdown: &'a MarkdownStyle,
    pub dim: Style,
    /// The address of a `[label]` that is defined elsewhere in the draft.
    pub address_of: &'a dyn Fn(&str) -> Option<String>,
    /// A note on the image with this path, such as its size.
    pub note_of: &'a dyn Fn(&str) -> Option<String>,
}

impl Rendering<'_> {
    /// Renders a text; at least one line unless it is blank.
    pub fn lines(&self, text: &str) -> Vec<Line<'static>> {
        let end = (0..=text.len().min(MOST_BYTES)).rev().find(|end| text.is_char_boundary(*end));
        let (shown, rest) = text.split_at(end.unwrap_or(0));
        let resolve = |link: BrokenLink<'_>| {
            let address = (self.address_of)(&link.reference)?;
            Some((CowStr::from(address), CowStr::from("")))
        };
        let options = Options::ENABLE_TASKLISTS;
        let parser = Parser::new_with_broken_link_callback(shown, options, Some(resolve));
        let mut page = Page::new(self);
        parser.for_each(|event| page.event(event));
        page.end_block();
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

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.styled(&text, self.rendering.markdown.code),
            Event::InlineHtml(html) | Event::Html(html) => self.html(&html),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.text("\n"),
            Event::Rule => {
                self.begin_block();
                self.styled("────────", self.rendering.dim);
                self.end_block();
            }
            Event::TaskListMarker(done) => self.text(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let markdown = self.rendering.markdown;
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.begin_block(),
            Tag::Heading { level, .. } => {
                self.begin_block();
                self.push_style(markdown.heading);
                if level >= HeadingLevel::H3 {
                    self.text("▪ ");
                }
            }
            Tag::CodeBlock(_) => {
                self.begin_block();
                self.push_style(markdown.code);
                self.is_code = true;
            }
            Tag::BlockQuote(_) => {
                self.begin_block();
                self.indents.push(Indent { first: None, rest: "│ ".into(), style: markdown.quote });
            }
            Tag::List(first) => {
                self.begin_block();
                self.lists.push(first);
            }
            Tag::Item => self.begin_item(),
            Tag::Emphasis => self.push_style(markdown.italic),
            Tag::Strong => self.push_style(markdown.bold),
            Tag::Link { dest_url, .. } => {
                self.push_style(markdown.link_text);
                self.targets.push(Target { address: dest_url.into_string(), text: String::new() });
            }
            Tag::Image { dest_url, .. } => {
                self.push_style(markdown.image);
                self.targets.push(Target { address: dest_url.into_string(), text: String::new() });
                self.text("▣ ");
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::CodeBlock => {
                self.pop_style();
                self.end_block();
                self.is_code = false;
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.indents.pop();
            }
            TagEnd::Item => {
                self.end_block();
                // An item without words is a line too.
                if let Some(bullet) = self.indents.pop().and_then(|indent| indent.first) {
                    self.lines.push(Line::styled(bullet, self.rendering.markdown.bullet));
                }
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong => self.pop_style(),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            _ => self.end_block(),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str, width: u16) -> Vec<Line<'static>> {
        let rendering = Rendering {
            width,
            markdown: &MarkdownStyle::default(),
            dim: Style::new().add_modifier(Modifier::DIM),
            address_of: &|label| (label == "harbour").then(|| "https://example.org/harbour".to_owned()),
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
    fn a_long_text_is_cut() {
        let text = "ä\n\n".repeat(MOST_BYTES);
        let lines = words(&text, 80);
        assert!(lines.len() < MOST_BYTES, "{}", lines.len());
        assert_eq!(lines.last().map(String::as_str), Some("…"));
    }
}
