//! Definitions of references, footnotes and abbreviations.

use super::{Blocks, Parser, TAB, indent};
use crate::render::python_markdown::Reference;
use crate::render::python_markdown::text::{Builder, Text, is_space, joined, line_end, line_starts};

/// Names of footnotes and abbreviations are not longer, in bytes. It bounds the time for hostile texts.
const LONGEST_NAME: usize = 2000;

impl Parser<'_> {
    /// Returns the text around a definition to the blocks.
    fn keep_around(block: &Text, start: usize, end: usize, blocks: &mut Blocks) {
        let (before, after) = (block.until(start), block.from(end));
        if !after.is_blank() {
            blocks.push(after.without_at_start('\n'));
        }
        if !before.is_blank() {
            blocks.push(before.without_at_end('\n'));
        }
    }

    /// `[name]: address "title"` (`ReferenceProcessor`).
    pub(super) fn reference(&mut self, block: &Text, blocks: &mut Blocks) -> bool {
        let Some((start, definition)) =
            line_starts(block).find_map(|start| Some((start, reference(block, start)?)))
        else {
            return false;
        };
        let name = definition.name.trim_matches(is_space).to_lowercase();
        let reference = Reference {
            address: definition.address.trim_start_matches('<').trim_end_matches('>').to_owned(),
            title: definition.title.map(str::to_owned),
        };
        self.page.references.insert(name, reference);
        let end = definition.end;
        Self::keep_around(block, start, end, blocks);
        true
    }

    /// `*[name]: text` (`AbbrBlockprocessor`).
    pub(super) fn abbreviation(&mut self, block: &Text, blocks: &mut Blocks) -> bool {
        let Some((start, (name, title, end))) =
            line_starts(block).find_map(|start| Some((start, abbreviation(block, start)?)))
        else {
            return false;
        };
        let (name, title) = (name.trim_matches(is_space), title.trim_matches(is_space));
        if name.is_empty() || title.is_empty() {
            return false;
        }
        self.page.abbreviations.retain(|(own, _)| own != name);
        if title != "''" && title != "\"\"" {
            self.page.abbreviations.push((name.to_owned(), title.to_owned()));
        }
        Self::keep_around(block, start, end, blocks);
        true
    }

    /// `[^name]: text` (`FootnoteBlockProcessor`).
    pub(super) fn footnote(&mut self, block: &Text, blocks: &mut Blocks) -> bool {
        let Some((start, name_end, text_start)) = find_footnote(block) else { return false };
        let name = block[block[start..].find('^').map_or(start, |at| start + at + 1)..name_end].to_owned();
        let end = line_end(block, text_start);
        let first = block.slice(text_start..end);
        let rest = block.from(end).without_at_start('\n');
        let mut texts = Vec::new();
        match find_footnote(&rest) {
            Some((next, _, _)) => {
                let before = detab_lines(&rest.until(next).without_at_end('\n'));
                texts.push(joined([first, before]).without_at_start('\n'));
                blocks.push(rest.from(next));
            }
            None => {
                texts.push(joined([first, detab_lines(&rest)]).without('\n'));
                indented_blocks(blocks, &mut texts);
            }
        }
        let mut text = Builder::default();
        for (index, part) in texts.iter().enumerate() {
            if index > 0 {
                text.line_break();
                text.line_break();
            }
            text.push(part);
        }
        self.page.footnotes.define(name, text.finish().trimmed_end());
        let before = block.until(start);
        if !before.is_blank() {
            blocks.push(before.without_at_end('\n'));
        }
        true
    }
}

/// Takes the indented blocks that continue a footnote.
fn indented_blocks(blocks: &mut Blocks, texts: &mut Vec<Text>) {
    while let Some(block) = blocks.pop_if(|block| block.starts_with(TAB)) {
        if let Some((next, _, _)) = find_footnote(&block) {
            texts.push(detab_lines(&block.until(next).without_at_end('\n')));
            blocks.push(block.from(next));
            break;
        }
        texts.push(detab_lines(&block));
    }
}

fn detab_lines(block: &Text) -> Text {
    joined(block.split_lines().map(|line| if line.starts_with(TAB) { line.from(TAB.len()) } else { line }))
}

/// The first definition of a footnote: its start, the end of its name and the start of its text.
fn find_footnote(block: &str) -> Option<(usize, usize, usize)> {
    line_starts(block).find_map(|start| {
        let line = &block[start..];
        let mark = start + indent(line, 3)?;
        let name = block[mark..].strip_prefix("[^")?;
        let name_end = mark + 2 + memchr::memchr(b']', &name.as_bytes()[..name.len().min(LONGEST_NAME)])?;
        let text = block[name_end + 1..].strip_prefix(':')?;
        let blanks = text.len() - text.trim_start_matches(' ').len();
        Some((start, name_end, name_end + 2 + blanks))
    })
}

struct Definition<'t> {
    name: &'t str,
    address: &'t str,
    title: Option<&'t str>,
    end: usize,
}

fn skip_blanks(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches(' ').len()
}

fn reference(block: &str, start: usize) -> Option<Definition<'_>> {
    let mark = start + indent(&block[start..], 3)?;
    block[mark..].strip_prefix('[')?;
    let name_start = mark + 1;
    let name_end = name_start + block[name_start..].find(['[', ']'])?;
    block[name_end..].starts_with("]:").then_some(())?;
    let mut at = skip_blanks(block, name_end + 2);
    if block[at..].starts_with('\n') {
        at = skip_blanks(block, at + 1);
    }
    let length = block[at..].find(is_space).unwrap_or(block.len() - at);
    if length == 0 {
        return None;
    }
    let (name, address_end) = (&block[name_start..name_end], at + length);
    let done =
        |address_end: usize, title, end| Definition { name, address: &block[at..address_end], title, end };
    let after = skip_blanks(block, address_end);
    if block[after..].starts_with('\n') {
        let next = skip_blanks(block, after + 1);
        if let Some((title, end)) = title(block, next) {
            return Some(done(address_end, Some(title), end));
        }
        if is_line_end(block, next) {
            return Some(done(address_end, None, next));
        }
    }
    if let Some((title, end)) = title(block, after) {
        return Some(done(address_end, Some(title), end));
    }
    if is_line_end(block, after) {
        return Some(done(address_end, None, after));
    }
    // The address ends where a title can begin.
    let starts: Vec<usize> =
        block[at..address_end].match_indices(['"', '\'', '(']).map(|(found, _)| at + found).collect();
    let found = starts.into_iter().rev().filter(|quote| *quote > at);
    found
        .filter_map(|quote| Some((quote, title(block, quote)?)))
        .next()
        .map(|(quote, (title, end))| done(quote, Some(title), end))
}

fn is_line_end(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at), None | Some(b'\n'))
}

/// A title that ends its line, and the end of the line.
fn title(text: &str, at: usize) -> Option<(&str, usize)> {
    let close = match text.as_bytes().get(at)? {
        b'"' => '"',
        b'\'' => '\'',
        b'(' => ')',
        _ => return None,
    };
    let end = line_end(text, at);
    let title = text[at + 1..end].trim_end_matches(' ').strip_suffix(close)?;
    Some((title, end))
}

/// The name, the text and the end of an abbreviation.
fn abbreviation(block: &str, start: usize) -> Option<(&str, &str, usize)> {
    let name_start = start + 2;
    block[start..].starts_with("*[").then_some(())?;
    let most = block.len().min(name_start + LONGEST_NAME);
    let most =
        memchr::memchr(b'\\', &block.as_bytes()[name_start..most]).map_or(most, |found| name_start + found);
    memchr::memchr_iter(b']', &block.as_bytes()[name_start..most]).find_map(|found| {
        let name_end = name_start + found;
        let after = block[name_end + 1..].strip_prefix(' ').unwrap_or(&block[name_end + 1..]);
        let after = block.len() - after.strip_prefix(':')?.len();
        let mut title = skip_blanks(block, after);
        if block[title..].starts_with('\n') {
            title = skip_blanks(block, title + 1);
        }
        let end = line_end(block, title);
        Some((&block[name_start..name_end], &block[title..end], end))
    })
}
