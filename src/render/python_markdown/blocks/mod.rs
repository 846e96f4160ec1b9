//! The block parser: from a text to elements whose inline markup is not read yet (`BlockParser`, `blockprocessors`).
//!
//! A text is split at blank lines into blocks. For each, the processors are asked in the order of their priority.

mod admonition;
mod code;
mod definitions;
mod headings;
mod html;
mod items;
mod lists;
mod table;
mod terms;
pub(super) use code::escaped;

use super::Page;
use super::element::Id;
use super::text::{Text, is_space, line_starts};
use crate::profile::RendererExtension;

/// Python stops at its limit of recursion. Deeper lists and quotations are paragraphs.
const MOST_NESTED: usize = 100;
const TAB: &str = "    ";

/// What the parser is in, where that changes the meaning of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// A list whose items have no paragraphs.
    List,
    LooseList,
    Quote,
    /// An indented block whose indentation is removed.
    Detabbed,
}

/// Blocks that are not parsed yet, the next one at the end.
type Blocks = Vec<Text>;

pub(super) struct Parser<'p> {
    pub page: &'p mut Page,
    states: Vec<State>,
    /// The number of boxes that the parser is in.
    boxes: usize,
    /// Bytes that processors may still look at. It bounds the time for hostile texts.
    work: usize,
}

impl<'p> Parser<'p> {
    pub fn new(page: &'p mut Page, text: &Text) -> Self {
        Self { page, states: Vec::new(), boxes: 0, work: 24_000_000 + 64 * text.len() }
    }

    /// Parses a text, which is split at blank lines.
    pub fn parse_text(&mut self, parent: Id, text: &Text) {
        let mut blocks = text.blocks();
        blocks.reverse();
        self.parse_blocks(parent, blocks);
    }

    fn parse_block(&mut self, parent: Id, block: Text) {
        self.parse_blocks(parent, vec![block]);
    }

    fn parse_blocks(&mut self, parent: Id, mut blocks: Blocks) {
        while let Some(block) = blocks.pop() {
            let is_simple = self.work < block.len() || self.states.len() > MOST_NESTED;
            self.work = self.work.saturating_sub(block.len());
            let starts = LineStarts::new(&block);
            let is_parsed = !is_simple && self.structure(parent, &block, starts, &mut blocks);
            if !is_parsed && (is_simple || !self.definition(&block, starts, &mut blocks)) {
                self.paragraph(parent, &block);
            }
        }
    }

    /// The processors down to quotations, in the order of their priority.
    fn structure(&mut self, parent: Id, block: &Text, starts: LineStarts, blocks: &mut Blocks) -> bool {
        self.html(parent, block)
            || self.page.has(RendererExtension::Admonition) && self.admonition(parent, block, blocks)
            || self.empty(parent, block, blocks)
            || self.indented_item(parent, block)
            || self.code(parent, block, blocks)
            || self.page.has(RendererExtension::Tables) && self.table(parent, block)
            || starts.have(b"#") && self.hash_heading(parent, block, blocks)
            || self.underlined_heading(parent, block, blocks)
            || starts.have(b"-_*") && self.rule(parent, block, blocks)
            || self.list(parent, block)
            || starts.have(b":")
                && self.page.has(RendererExtension::DefList)
                && self.definition_list(parent, block, blocks)
            || starts.have(b">") && self.quote(parent, block)
    }

    /// Definitions, which are not part of the page where they are.
    fn definition(&mut self, block: &Text, starts: LineStarts, blocks: &mut Blocks) -> bool {
        starts.have(b"[") && self.page.has(RendererExtension::Footnotes) && self.footnote(block, blocks)
            || starts.have(b"*") && self.page.has(RendererExtension::Abbr) && self.abbreviation(block, blocks)
            || starts.have(b"[") && self.reference(block, blocks)
    }

    fn state(&self) -> Option<State> {
        self.states.last().copied()
    }

    /// Runs a part of the parser in a state.
    fn within(&mut self, state: State, parse: impl FnOnce(&mut Self)) {
        self.states.push(state);
        parse(self);
        self.states.pop();
    }

    fn empty(&mut self, parent: Id, block: &Text, blocks: &mut Blocks) -> bool {
        if !(block.is_empty() || block.starts_with('\n')) {
            return false;
        }
        if block.len() > 1 {
            blocks.push(block.from(1));
        }
        // Blank lines are part of a code block around them.
        if let Some(code) = self.code_before(parent) {
            let filler = if block.is_empty() { "\n\n" } else { "\n" };
            let filler = Text::made(filler, block.source());
            let code = &mut self.page.elements[code].text;
            code.append(&filler);
            code.atomic = true;
        }
        true
    }

    fn paragraph(&mut self, parent: Id, block: &Text) {
        if block.is_blank() {
            return;
        }
        if self.state() != Some(State::List) {
            let paragraph = self.page.elements.add_child_at(parent, "p", block.trimmed().source());
            self.page.elements[paragraph].text = block.trimmed_start();
            return;
        }
        let elements = &mut self.page.elements;
        match elements.last_child(parent) {
            Some(sibling) => {
                let tail = &mut elements[sibling].tail;
                if tail.is_empty() {
                    *tail = Text::made("\n", crate::text::Span::at(block.source().start));
                } else {
                    tail.append_line_break();
                }
                tail.append(block);
            }
            None => {
                let text = &mut elements[parent].text;
                if text.is_empty() {
                    *text = block.trimmed_start();
                } else {
                    text.append_line_break();
                    text.append(block);
                }
            }
        }
    }

    fn quote(&mut self, parent: Id, block: &Text) -> bool {
        let Some(start) = line_starts(block).find(|start| quoted(&block[*start..]).is_some()) else {
            return false;
        };
        if start > 0 {
            self.parse_block(parent, block.until(start - 1));
        } else {
            self.parse_block(parent, block.until(0));
        }
        let lines = block.from(start);
        let inner = super::text::joined(lines.split_lines().map(|line| match quoted(&line) {
            _ if line.trim_matches(is_space) == ">" => line.until(0),
            Some(skipped) => line.from(skipped),
            None => line,
        }));
        let elements = &mut self.page.elements;
        let quote = match elements.last_child(parent) {
            Some(last) if elements[last].tag == "blockquote" => last,
            _ => elements.add_child(parent, "blockquote"),
        };
        self.page.cover(quote, lines.source());
        self.within(State::Quote, |parser| parser.parse_text(quote, &inner));
        true
    }
}

/// The ASCII characters that lines of a block begin with, behind at most three blanks, as bits. A processor whose lines
/// begin with another one need not look at the block.
#[derive(Clone, Copy)]
struct LineStarts(u128);

impl LineStarts {
    fn new(block: &Text) -> Self {
        let bytes = block.as_bytes();
        let first = |start: usize| {
            let line = bytes.get(start..).unwrap_or_default();
            line.iter().take(TAB.len()).find(|byte| **byte != b' ')
        };
        let starts = line_starts(block).filter_map(first).filter(|byte| byte.is_ascii());
        Self(starts.fold(0, |starts, byte| starts | 1 << *byte))
    }

    /// True if a line begins with one of these characters.
    fn have(self, characters: &[u8]) -> bool {
        characters.iter().any(|character| self.0 & 1 << *character != 0)
    }
}

/// The length of the mark of a quoted line, with the blanks around it.
fn quoted(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(' ');
    let indent = line.len() - rest.len();
    let rest = rest.strip_prefix('>').filter(|_| indent <= 3)?;
    Some(indent + 1 + usize::from(rest.starts_with(' ')))
}

/// The length of at most `most` blanks at the start of a line. `None` if there are more.
fn indent(line: &str, most: usize) -> Option<usize> {
    let length = line.len() - line.trim_start_matches(' ').len();
    (length <= most).then_some(length)
}

/// Removes the indentation of the first lines, as long as they have one. Returns these and the rest.
fn detab(block: &Text) -> (Text, Text) {
    detab_by(block, TAB.len())
}

/// As [`detab`], with an indentation of this many blanks.
fn detab_by(block: &Text, width: usize) -> (Text, Text) {
    let mut lines = Vec::new();
    let mut rest_start = block.len();
    let mut start = 0;
    for line in block.split_lines() {
        if is_indented(&line, width) {
            lines.push(line.from(width));
        } else if line.is_blank() {
            lines.push(line.until(0));
        } else {
            rest_start = start;
            break;
        }
        start += line.len() + 1;
    }
    (super::text::joined(lines), block.from(rest_start.min(block.len())))
}

/// Removes `levels` levels of indentation of the lines that have them.
fn loose_detab(block: &Text, levels: usize) -> Text {
    let width = levels * TAB.len();
    super::text::joined(
        block.split_lines().map(|line| if is_indented(&line, width) { line.from(width) } else { line }),
    )
}

/// True if a text begins with this many blanks.
fn is_indented(text: &str, width: usize) -> bool {
    text.len() >= width && text.as_bytes()[..width].iter().all(|byte| *byte == b' ')
}
