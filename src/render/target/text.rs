//! The issue as a plain text: 72 columns, with numbered links.

use unicode_width::UnicodeWidthStr;

use super::Addresses;
use super::tags::{Part, Reader, Tag, attribute, name};
use crate::render::Tree;
use crate::text::address::is_script;

/// The columns of a line.
const WIDTH: usize = 72;

/// The fewest columns of text in a nested list or quote.
const NARROWEST: usize = 24;

/// Renders a page as a plain text. Addresses are listed at the end, under their numbers.
pub fn text(tree: &Tree, addresses: &Addresses<'_>) -> String {
    let mut writer = Writer::new(addresses);
    let mut reader = Reader::default();
    for (_, block) in tree.block_nodes() {
        reader.read_block(block, &mut |part| writer.part(part));
        writer.paragraph();
    }
    writer.finish()
}

/// What the lines of a block begin with.
#[derive(Clone, Debug)]
enum Indent {
    /// Of a quote. True once it has a line.
    Quote { has_lines: bool },
    /// Of a list's items, and the number of the next one.
    List(Option<u64>),
    /// Of an item: the mark before its first line, until that is written.
    Item { mark: Option<String>, width: usize },
}

/// A line of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineKind {
    /// The empty line before the block.
    Gap,
    First,
    Other,
}

struct Writer<'a> {
    addresses: &'a Addresses<'a>,
    out: String,
    /// The words of the paragraph so far. Spaces are single, except in code.
    line: String,
    indents: Vec<Indent>,
    /// The addresses of the links, in the order of their numbers.
    links: Vec<String>,
    /// The addresses of open links, with the start of their texts.
    open: Vec<(Option<String>, usize)>,
    /// The number of open `pre`.
    code: usize,
    heading: Option<u8>,
    /// True after a block that was not the item of a tight list, so that an empty line follows.
    needs_gap: bool,
    cells: usize,
}

impl<'a> Writer<'a> {
    fn new(addresses: &'a Addresses<'a>) -> Self {
        Writer {
            addresses,
            out: String::new(),
            line: String::new(),
            indents: Vec::new(),
            links: Vec::new(),
            open: Vec::new(),
            code: 0,
            heading: None,
            needs_gap: false,
            cells: 0,
        }
    }

    fn part(&mut self, part: Part) {
        match part {
            Part::Text(text) => self.words(&text),
            Part::Media(address) => {
                let number = self.number(&address);
                self.words(&format!(" [{number}] "));
            }
            Part::Start(tag) => self.start(&tag),
            Part::End(name) => self.end(&name),
        }
    }

    fn words(&mut self, text: &str) {
        if self.code > 0 {
            self.line.push_str(text);
            return;
        }
        for (n, word) in text.split([' ', '\t', '\n', '\r', '\x0c']).enumerate() {
            if n > 0 && !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                self.line.push(' ');
            }
            self.line.push_str(word);
        }
    }

    fn start(&mut self, tag: &Tag) {
        let name = name(&tag.name);
        match name.as_str() {
            "br" => self.line.push('\n'),
            "hr" => {
                self.paragraph();
                self.line.push_str("----------");
                self.paragraph();
            }
            "img" => self.image(tag),
            "a" => {
                let href = attribute(tag, "href").filter(|href| !href.starts_with('#') && !is_script(href));
                self.open.push((href, self.line.len()));
            }
            "q" => self.line.push('"'),
            "input" if attribute(tag, "type").is_some_and(|kind| kind == "checkbox") => {
                let mark = if attribute(tag, "checked").is_some() { "[x] " } else { "[ ] " };
                self.line.push_str(mark);
            }
            "pre" => {
                self.paragraph();
                self.code += 1;
            }
            "blockquote" => {
                self.paragraph();
                self.indents.push(Indent::Quote { has_lines: false });
            }
            "ul" | "ol" | "menu" => self.list(&name, tag),
            "li" => self.item(),
            "td" | "th" => {
                if self.cells > 0 {
                    self.line.push_str(" | ");
                }
                self.cells += 1;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.paragraph();
                self.heading = name[1..].parse().ok();
            }
            name if is_block(name) => self.paragraph(),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "a" => self.end_link(),
            "q" => self.line.push('"'),
            "pre" => {
                self.paragraph();
                self.code = self.code.saturating_sub(1);
            }
            "blockquote" => self.leave(|indent| matches!(indent, Indent::Quote { .. })),
            "ul" | "ol" | "menu" => {
                self.leave(|indent| matches!(indent, Indent::List(_)));
                self.needs_gap |= self.indents.is_empty();
            }
            "li" => self.leave(|indent| matches!(indent, Indent::Item { .. })),
            "tr" => {
                self.flush();
                self.cells = 0;
            }
            "table" => self.needs_gap = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.paragraph();
                self.heading = None;
            }
            name if is_block(name) => self.paragraph(),
            _ => {}
        }
    }

    fn end_link(&mut self) {
        let Some((Some(href), start)) = self.open.pop() else { return };
        let address = self.addresses.absolute(&href);
        let text = self.line.get(start..).unwrap_or("").trim();
        // An address that is its own text needs no number.
        if text == address || Some(text) == address.strip_prefix("mailto:") {
            return;
        }
        let number = self.number(&href);
        let end = self.line.trim_end().len();
        self.line.truncate(end);
        self.words(&format!(" [{number}]"));
    }

    /// The number of an address, which is the same at each of its places.
    fn number(&mut self, address: &str) -> usize {
        let address = self.addresses.absolute(address);
        match self.links.iter().position(|known| *known == address) {
            Some(at) => at + 1,
            None => {
                self.links.push(address);
                self.links.len()
            }
        }
    }

    fn image(&mut self, tag: &Tag) {
        let alt = attribute(tag, "alt").unwrap_or_default();
        if !alt.trim().is_empty() {
            self.words(&format!("[Image: {}]", alt.trim()));
        }
    }

    fn list(&mut self, name: &str, tag: &Tag) {
        // A list within an item follows its text without an empty line.
        match self.indents.is_empty() {
            true => self.paragraph(),
            false => _ = self.flush(),
        }
        let start = attribute(tag, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
        self.indents.push(Indent::List((name == "ol").then_some(start)));
    }

    fn item(&mut self) {
        self.flush();
        let list = self.indents.iter_mut().rev().find_map(|indent| match indent {
            Indent::List(number) => Some(number),
            _ => None,
        });
        let mark = match list {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number = number.saturating_add(1);
                mark
            }
            _ => "* ".to_owned(),
        };
        let width = mark.len();
        self.indents.push(Indent::Item { mark: Some(mark), width });
    }

    /// Ends the innermost indent of a kind, with all within.
    fn leave(&mut self, is_it: impl Fn(&Indent) -> bool) {
        self.flush();
        if let Some(at) = self.indents.iter().rposition(is_it) {
            self.needs_gap |= at == 0 || matches!(self.indents[at], Indent::Quote { .. });
            self.indents.truncate(at);
        }
    }

    /// Ends the paragraph.
    fn paragraph(&mut self) {
        if self.flush() {
            self.needs_gap = true;
        }
    }

    /// Writes the words so far, in lines. False if there are none.
    fn flush(&mut self) -> bool {
        let line = std::mem::take(&mut self.line);
        let text = if self.code > 0 { line.trim_matches('\n') } else { line.trim() };
        if text.is_empty() {
            return false;
        }
        if self.needs_gap && !self.out.is_empty() {
            let prefix = self.indent(LineKind::Gap);
            self.out.push_str(prefix.trim_end());
            self.out.push('\n');
        }
        self.needs_gap = false;
        let is_code = self.code > 0;
        let deep = self.indent_width();
        let width = WIDTH.saturating_sub(deep).max(NARROWEST);
        let lines: Vec<String> = match is_code {
            true => text.split('\n').map(|line| format!("    {line}")).collect(),
            false => text.split('\n').flat_map(|line| wrapped(line.trim(), width)).collect(),
        };
        for (n, line) in lines.iter().enumerate() {
            let prefix = self.indent(if n == 0 { LineKind::First } else { LineKind::Other });
            let whole = format!("{prefix}{line}");
            self.out.push_str(whole.trim_end());
            self.out.push('\n');
        }
        self.underline(&lines);
        true
    }

    /// Underlines the two highest levels of headings.
    fn underline(&mut self, lines: &[String]) {
        let mark = match self.heading {
            Some(1) => "=",
            Some(2) => "-",
            _ => return,
        };
        let width = lines.iter().map(|line| line.width()).max().unwrap_or(0);
        self.out.push_str(&mark.repeat(width));
        self.out.push('\n');
    }

    fn indent_width(&self) -> usize {
        let width = |indent: &Indent| match indent {
            Indent::Quote { .. } => 2,
            Indent::List(_) => 0,
            Indent::Item { width, .. } => *width,
        };
        self.indents.iter().map(width).sum()
    }

    /// The beginning of a line. The mark of an item is written once.
    fn indent(&mut self, kind: LineKind) -> String {
        let mut out = String::new();
        for indent in &mut self.indents {
            match indent {
                // Before the first line of a quote, the gap is outside of it.
                Indent::Quote { has_lines } if kind == LineKind::Gap && !*has_lines => break,
                Indent::Quote { has_lines } => {
                    *has_lines = true;
                    out.push_str("> ");
                }
                Indent::List(_) => {}
                Indent::Item { mark, width } => match mark.take_if(|_| kind == LineKind::First) {
                    Some(mark) => out.push_str(&mark),
                    None => out.push_str(&" ".repeat(*width)),
                },
            }
        }
        out
    }

    fn finish(mut self) -> String {
        self.paragraph();
        if !self.links.is_empty() {
            self.out.push_str("\n----------\n\n");
            for (n, link) in self.links.iter().enumerate() {
                self.out.push_str(&format!("[{}] {link}\n", n + 1));
            }
        }
        self.out
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "header"
            | "main"
            | "nav"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
    )
}

/// Breaks a line between words. A longer word is not broken, so that addresses stay whole.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut columns = 0;
    for word in line.split(' ') {
        let own = word.width();
        if columns > 0 && columns + 1 + own > width {
            lines.push(String::new());
            columns = 0;
        }
        if let Some(last) = lines.last_mut() {
            if columns > 0 {
                last.push(' ');
                columns += 1;
            }
            last.push_str(word);
            columns += own;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::profile::{Profile, load};
    use crate::render::{Node, render};

    fn profile() -> Profile {
        load("files: {drafts: 'd/{date}.md', posts: 'p/{date}.md'}\nmail: {addresses: 'https://example.org/{path}'}\n").unwrap()
    }

    fn of_markdown(markdown: &str) -> String {
        let profile = profile();
        let tree = render(&Draft::parse(markdown), &profile);
        text(&tree, &Addresses::new(&profile, None, Some("d/a.md")))
    }

    #[test]
    fn links_are_numbered_and_listed_once() {
        let markdown = "# Tide\n\nA [lamp](https://example.org/lamp) and a *[buoy](/buoy)*, again the [lamp](https://example.org/lamp). See <https://example.org/x>.\n";
        assert_eq!(
            of_markdown(markdown),
            "Tide\n====\n\nA lamp [1] and a buoy [2], again the lamp [1]. See\nhttps://example.org/x.\n\n----------\n\n\
             [1] https://example.org/lamp\n[2] https://example.org/buoy\n"
        );
    }

    #[test]
    fn lists_quotes_and_code_keep_their_form() {
        let markdown = "## News\n\n1. One\n2. Two\n   - inner item\n   - and another\n\n> Quoted *words*\n> go on.\n\n```\nlet a = 1;\n  b\n```\n\n---\n\n![A lamp](a.jpg)\n";
        assert_eq!(
            of_markdown(markdown),
            "News\n----\n\n1. One\n2. Two\n   * inner item\n   * and another\n\n> Quoted words go on.\n\n    let a = 1;\n      b\n\n----------\n\n[Image: A lamp]\n"
        );
    }

    #[test]
    fn lines_have_72_columns_and_items_hang() {
        let words = "lamp ".repeat(30);
        let out = of_markdown(&format!("{words}\n\n- {words}\n\n| a | b |\n|---|---|\n| c | d |\n"));
        assert!(out.lines().all(|line| line.width() <= 72), "{out}");
        assert!(out.contains("\n* lamp") && out.contains("\n  lamp"), "{out}");
        assert!(out.contains("a | b\nc | d\n"), "{out}");
    }

    #[test]
    fn tasks_keep_their_boxes() {
        assert_eq!(of_markdown("- [ ] Hum\n- [x] Shine\n"), "* [ ] Hum\n* [x] Shine\n");
        // kramdown writes no space after the box.
        let kramdown = Profile { renderer: Some(crate::profile::Renderer::Kramdown), ..profile() };
        let tree = crate::render::render(&Draft::parse("- [x] Shine\n"), &kramdown);
        assert_eq!(text(&tree, &Addresses::new(&kramdown, None, None)), "* [x] Shine\n");
    }

    #[test]
    fn html_of_an_author_is_read_too() {
        let profile = profile();
        let tree = Tree {
            nodes: vec![Node::raw(
                "<div><p>a<br>b</p><script>x</script>c &amp; d</div><iframe src='https://example.org/v'></iframe>",
            )],
        };
        let out = text(&tree, &Addresses::new(&profile, None, None));
        assert_eq!(out, "a\nb\n\nc & d\n\n[1]\n\n----------\n\n[1] https://example.org/v\n");
    }
}
