//! Writes the blocks of a post as clean Markdown.

use super::image::{Image, emoji, is_image, is_pixel};
use super::inline::{Inline, Mark, code};
use crate::import::markdown::guard_start;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Paragraph,
    Heading,
    List,
    Quote,
    Code,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub kind: BlockKind,
    pub text: String,
    pub line: usize,
}

/// Receives a document in order. It keeps no tree, so the depth of nesting costs nothing.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub blocks: Vec<Block>,
    pub images: Vec<Image>,
    inline: Inline,
    /// The line on which the current paragraph began.
    line: usize,
    heading: usize,
    quotes: usize,
    /// True if the last block is a quotation that is still open.
    in_quote: bool,
    lists: Vec<List>,
    list: String,
    list_line: usize,
    breaks: usize,
    code: Option<(String, String, usize)>,
}

#[derive(Debug)]
struct List {
    number: Option<u64>,
    /// The marker of an item without words.
    mark: Option<String>,
    /// The indent of the item's content.
    indent: usize,
}

const DEEPEST: usize = 12;

impl Writer {
    pub fn text(&mut self, text: &str, line: usize) {
        if let Some((code, _, _)) = &mut self.code {
            return code.push_str(text);
        }
        if !text.trim_matches([' ', '\t', '\n', '\r', '\u{c}']).is_empty() {
            self.after_breaks();
        }
        if self.inline.is_empty() {
            // The line of the first word, not of the space before it.
            let space = text.len() - text.trim_start().len();
            self.line = line + text[..space].matches('\n').count();
        }
        self.inline.text(text);
    }

    pub fn code_span(&mut self, text: &str, line: usize) {
        self.after_breaks();
        if self.inline.is_empty() {
            self.line = line;
        }
        self.inline.raw(&code(text));
    }

    pub fn open(&mut self, mark: Mark, name: &'static str) {
        self.after_breaks();
        self.inline.open(mark, name);
    }

    pub fn close(&mut self, name: &str) {
        self.inline.close(name);
    }

    /// One break is a space, two separate paragraphs.
    pub fn line_break(&mut self) {
        match &mut self.code {
            Some((code, _, _)) => code.push('\n'),
            None => self.breaks += 1,
        }
    }

    fn after_breaks(&mut self) {
        match std::mem::take(&mut self.breaks) {
            0 => {}
            1 => self.inline.text(" "),
            _ => self.end_block(),
        }
    }

    /// Ends the current paragraph, heading or item, if there is one.
    pub fn end_block(&mut self) {
        if self.code.is_some() {
            return;
        }
        self.breaks = 0;
        let text = self.inline.finish();
        if text.is_empty() {
            return;
        }
        let kind = match self.heading {
            0 => BlockKind::Paragraph,
            _ => BlockKind::Heading,
        };
        let text = match self.heading {
            0 => guard_start(text),
            level => format!("{} {text}", "#".repeat(level)),
        };
        self.push(kind, text, self.line);
    }

    /// Ends the paragraph before a skipped part that is not inline.
    pub fn end_block_unless_inline(&mut self, name: &str) {
        if !matches!(
            name,
            "script" | "style" | "span" | "svg" | "math" | "button" | "select" | "template" | "noscript"
        ) {
            self.end_block();
        }
    }

    /// Drops the current paragraph, which is not part of the story. Headings and lists are kept.
    pub fn drop_block(&mut self) {
        if self.heading == 0 && self.lists.is_empty() {
            self.breaks = 0;
            self.inline.finish();
        } else {
            self.end_block();
        }
    }

    fn push(&mut self, kind: BlockKind, text: String, line: usize) {
        if !self.lists.is_empty() {
            self.push_item(&text, line);
        } else if self.quotes > 0 {
            let quote = prefixed(&text, "> ");
            match self.blocks.last_mut() {
                Some(last) if self.in_quote => last.text.push_str(&format!("\n>\n{quote}")),
                _ => self.blocks.push(Block { kind: BlockKind::Quote, text: quote, line }),
            }
            self.in_quote = true;
        } else {
            self.blocks.push(Block { kind, text, line });
        }
    }

    fn push_item(&mut self, text: &str, line: usize) {
        if self.list.is_empty() {
            self.list_line = line;
        }
        let outer =
            self.lists.iter().rev().skip(1).find(|list| list.mark.is_none()).map_or(0, |list| list.indent);
        let Some(list) = self.lists.last_mut() else { return };
        if let Some(mark) = list.mark.take() {
            list.indent = outer + mark.len();
            if !self.list.is_empty() {
                self.list.push('\n');
            }
            self.list.push_str(&" ".repeat(outer));
            self.list.push_str(&mark);
            let rest = prefixed(text, &" ".repeat(list.indent));
            self.list.push_str(rest.trim_start());
        } else if self.list.is_empty() {
            // Words in a list but not in an item.
            self.list.push_str(text);
        } else {
            self.list.push_str("\n\n");
            self.list.push_str(&prefixed(text, &" ".repeat(list.indent)));
        }
    }

    pub fn start_heading(&mut self, level: usize) {
        self.end_block();
        self.heading = level.clamp(1, 6);
    }

    pub fn end_heading(&mut self) {
        self.end_block();
        self.heading = 0;
    }

    pub fn start_quote(&mut self) {
        self.end_block();
        self.quotes += 1;
    }

    pub fn end_quote(&mut self) {
        self.end_block();
        self.quotes = self.quotes.saturating_sub(1);
        self.in_quote = self.quotes > 0 && self.in_quote;
    }

    pub fn start_list(&mut self, number: Option<u64>) {
        self.end_block();
        if self.lists.len() < DEEPEST {
            self.lists.push(List { number, mark: None, indent: 0 });
        }
    }

    pub fn end_list(&mut self) {
        self.end_block();
        if self.lists.pop().is_some() && self.lists.is_empty() && !self.list.is_empty() {
            let text = std::mem::take(&mut self.list);
            self.push(BlockKind::List, text, self.list_line);
        }
    }

    pub fn start_item(&mut self) {
        self.end_block();
        if let Some(list) = self.lists.last_mut() {
            list.mark = Some(match &mut list.number {
                Some(number) => {
                    let mark = format!("{number}. ");
                    *number = number.saturating_add(1);
                    mark
                }
                None => "- ".to_owned(),
            });
        }
    }

    pub fn end_item(&mut self) {
        self.end_block();
        if let Some(list) = self.lists.last_mut() {
            list.mark = None;
        }
    }

    pub fn start_code(&mut self, language: &str, line: usize) {
        self.end_block();
        self.code = Some((String::new(), language.to_owned(), line));
    }

    pub fn end_code(&mut self) {
        let Some((code, language, line)) = self.code.take() else { return };
        let code = code.trim_matches(['\n', '\r']).trim_end();
        if !code.trim().is_empty() {
            let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            self.push(BlockKind::Code, format!("{fence}{language}\n{code}\n{fence}"), line);
        }
    }

    /// Adds an image, or the emoji that it shows. Tracking pixels are left out.
    pub fn image(&mut self, mut image: Image, class: &str, size: (Option<u32>, Option<u32>)) {
        if let Some(emoji) = emoji(&image.address, &image.alt, class) {
            self.text(&emoji, image.line);
        } else if !is_pixel(&image.address, size) {
            image.link = self.inline.link().filter(|link| !is_image(link)).map(str::to_owned);
            self.images.push(image);
        }
    }

    pub fn finish(&mut self) {
        self.end_code();
        self.end_block();
        while !self.lists.is_empty() {
            self.end_list();
        }
    }
}

fn prefixed(text: &str, prefix: &str) -> String {
    let lines = text
        .lines()
        .map(|line| if line.is_empty() { prefix.trim_end().to_owned() } else { format!("{prefix}{line}") });
    lines.collect::<Vec<_>>().join("\n")
}
