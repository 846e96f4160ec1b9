//! A page of Markdown as a text for the terminal.

mod table;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use super::pages::Page;

/// The fewest columns of a text, in lists within lists.
const NARROWEST: usize = 20;

/// How headings and code are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageStyle {
    /// In bold letters, by the terminal's own attribute.
    Bold,
    /// Headings are underlined with characters, and code is in backticks.
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    Plain,
    Bold,
}

/// A part of a text that looks the same.
type Piece = (String, Face);

/// The pieces between two spaces.
type Word = Vec<Piece>;

/// Renders a page in lines of at most this many columns. Only code and words that are longer exceed them.
pub(super) fn render(markdown: &str, columns: usize, style: PageStyle) -> String {
    let mut writer = Writer::new(columns, style);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        writer.event(event);
    }
    writer.out
}

struct Writer {
    columns: usize,
    style: PageStyle,
    out: String,
    /// The text of the open block.
    pieces: Vec<Piece>,
    /// The number of the next item of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The mark before the next line of an item, until it is written.
    mark: Option<String>,
    indent: usize,
    heading: Option<HeadingLevel>,
    code: Option<String>,
    link: Option<String>,
    /// The rows of the open table.
    rows: Option<Vec<Vec<Vec<Piece>>>>,
    needs_gap: bool,
}

impl Writer {
    fn new(columns: usize, style: PageStyle) -> Self {
        Writer {
            columns,
            style,
            out: String::new(),
            pieces: Vec::new(),
            lists: Vec::new(),
            mark: None,
            indent: 0,
            heading: None,
            code: None,
            link: None,
            rows: None,
            needs_gap: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.push(&text, Face::Plain),
            },
            Event::Code(code) => match self.style {
                PageStyle::Bold => self.push(&code, Face::Bold),
                PageStyle::Plain => self.push(&format!("`{code}`"), Face::Plain),
            },
            Event::SoftBreak | Event::HardBreak => self.push(" ", Face::Plain),
            _ => {}
        }
    }

    fn push(&mut self, text: &str, face: Face) {
        let face = if self.heading.is_some() && self.style == PageStyle::Bold { Face::Bold } else { face };
        self.pieces.push((text.to_owned(), face));
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(level),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.block();
                self.code = Some(String::new());
            }
            Tag::List(first) => {
                self.block();
                // A list within an item follows its text without an empty line.
                self.needs_gap &= self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.indent += mark.len();
                self.mark = Some(mark);
            }
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.into_string()),
            Tag::Table(_) => self.rows = Some(Vec::new()),
            Tag::TableHead | Tag::TableRow => self.rows.iter_mut().for_each(|rows| rows.push(Vec::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.block(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Item => {
                self.block();
                self.mark = None;
                self.needs_gap = false;
                let last = self.lists.last().copied().flatten();
                self.indent -= last.map_or(2, |next| (next - 1).to_string().len() + 2).min(self.indent);
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.needs_gap = true;
            }
            TagEnd::Link => self.end_link(),
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.pieces);
                if let Some(row) = self.rows.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::Table => self.end_table(),
            _ => {}
        }
    }

    /// Names the page or the site that a link leads to, unless its text does.
    fn end_link(&mut self) {
        let Some(address) = self.link.take() else { return };
        if address.starts_with("http") {
            let text: String = self.pieces.iter().map(|(text, _)| text.as_str()).collect();
            if !text.ends_with(&address) {
                self.push(&format!(" <{address}>"), Face::Plain);
            }
        } else if let Some(page) = address.split('#').next().and_then(Page::find) {
            self.push(" (", Face::Plain);
            self.event(Event::Code(format!("copydesk help {}", page.name).into()));
            self.push(")", Face::Plain);
        }
    }

    /// Writes the open block.
    fn block(&mut self) {
        let words = words(&std::mem::take(&mut self.pieces));
        if words.is_empty() {
            return;
        }
        self.gap();
        let width = self.columns.saturating_sub(self.indent).max(NARROWEST);
        for line in wrap(words, width) {
            let text = self.paint(&line);
            self.line(&text);
        }
        self.needs_gap = true;
    }

    fn gap(&mut self) {
        if std::mem::take(&mut self.needs_gap) {
            self.out.push('\n');
        }
    }

    /// Writes a line after the indent, and after the mark of its item.
    fn line(&mut self, text: &str) {
        let start = match self.mark.take() {
            Some(mark) => format!("{}{mark}", " ".repeat(self.indent.saturating_sub(mark.len()))),
            None => " ".repeat(self.indent),
        };
        let line = format!("{start}{text}");
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn end_heading(&mut self) {
        let level = self.heading.take();
        let pieces: String = self.pieces.iter().map(|(text, _)| text.as_str()).collect();
        self.block();
        let mark = match level {
            Some(HeadingLevel::H1) => "=",
            Some(HeadingLevel::H2) => "-",
            _ => "",
        };
        if self.style == PageStyle::Plain && !mark.is_empty() {
            self.line(&mark.repeat(pieces.width().min(self.columns)));
        }
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        self.gap();
        for line in code.lines() {
            self.line(&format!("    {line}"));
        }
        self.needs_gap = true;
    }

    fn end_table(&mut self) {
        let Some(rows) = self.rows.take() else { return };
        self.gap();
        for line in table::lines(rows, self.columns.saturating_sub(self.indent)) {
            let text = self.paint(&line);
            self.line(&text);
        }
        self.needs_gap = true;
    }

    fn paint(&self, line: &[Word]) -> String {
        let paint = |(text, face): &Piece| match (face, self.style) {
            (Face::Bold, PageStyle::Bold) => format!("\x1b[1m{text}\x1b[0m"),
            _ => text.clone(),
        };
        let words: Vec<String> = line.iter().map(|word| word.iter().map(paint).collect()).collect();
        words.join(" ")
    }
}

fn words(pieces: &[Piece]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    for (text, face) in pieces {
        for (n, part) in text.split([' ', '\n']).enumerate() {
            is_open &= n == 0;
            if part.is_empty() {
                continue;
            }
            match words.last_mut().filter(|_| is_open) {
                Some(word) => word.push((part.to_owned(), *face)),
                None => words.push(vec![(part.to_owned(), *face)]),
            }
            is_open = true;
        }
    }
    words
}

fn width(word: &[Piece]) -> usize {
    word.iter().map(|(text, _)| text.width()).sum()
}

/// Breaks a text between words.
fn wrap(words: Vec<Word>, columns: usize) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut used = 0;
    for word in words {
        let own = width(&word);
        match lines.last_mut().filter(|_| used + 1 + own <= columns) {
            Some(line) => {
                line.push(word);
                used += 1 + own;
            }
            None => {
                lines.push(vec![word]);
                used = own;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests;
