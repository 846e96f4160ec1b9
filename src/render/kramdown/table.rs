//! Tables. A bar anywhere in the first line of a paragraph makes it one.

use super::element::{Alignment, El, Kind};
use super::html_scan::{close_tag, comment, has_body, start_tag};
use super::parser::{Parser, Scanner, Tree};
use super::scan;
use crate::text::Span;

/// True if a line has a bar that begins a cell: at its start, or without a backslash before it.
fn has_bar(line: &str) -> bool {
    let line = line.trim_end_matches('\n').as_bytes();
    memchr::memchr_iter(b'|', line).any(|at| at == 0 || line[at - 1] != b'\\')
}

fn first_line(text: &str) -> &str {
    &text[..scan::line(text)]
}

/// The line between the head and the body: only `|`, `+`, `:`, `-` and blanks, and at least one `-`.
fn is_separator(line: &str) -> bool {
    let inner = line.trim_end_matches('\n');
    inner.contains('-') && inner.bytes().all(|byte| matches!(byte, b'+' | b'|' | b':' | b' ' | b'\t' | b'-'))
}

fn is_foot_separator(line: &str) -> bool {
    let inner = line.trim_end_matches('\n');
    inner.contains('=') && inner.bytes().all(|byte| matches!(byte, b'+' | b'|' | b':' | b' ' | b'\t' | b'='))
}

fn alignments(separator: &str) -> Vec<Alignment> {
    let line = separator.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        if line[at] != b'-' {
            at += 1;
            continue;
        }
        let is_left = at > 0 && line[at - 1] == b':';
        while at < line.len() && line[at] == b'-' {
            at += 1;
        }
        let is_right = line.get(at) == Some(&b':');
        at += usize::from(is_right);
        found.push(match (is_left, is_right) {
            (false, false) => Alignment::None,
            (true, false) => Alignment::Left,
            (false, true) => Alignment::Right,
            (true, true) => Alignment::Center,
        });
    }
    found
}

/// A table as it is read line by line.
#[derive(Default)]
struct Reading {
    rows: Vec<El>,
    parts: Vec<El>,
    alignments: Vec<Alignment>,
    columns: usize,
    has_foot: bool,
}

impl Reading {
    fn close(&mut self, kind: Kind, force: bool) {
        if !self.has_foot || !matches!(kind, Kind::Body) || force {
            let rows = std::mem::take(&mut self.rows);
            let span = rows.first().zip(rows.last()).map_or(Span::default(), |(a, b)| a.span.cover(b.span));
            let mut part = El::new(kind, span);
            part.children = rows;
            self.parts.push(part);
        }
    }
}

impl Parser {
    pub(super) fn table(&mut self, src: &mut Scanner, tree: &mut Tree) -> bool {
        let rest = self.rest(src);
        let first = first_line(rest);
        let indent = scan::spaces(rest, 3);
        let is_start = !scan::is_space(scan::byte(rest, indent)) && has_bar(&first[indent..]);
        if !is_start || !tree.is_after_boundary() {
            return false;
        }
        let has_leading_bar = first.trim_start().starts_with('|');
        let mut scanner = *src;
        if is_separator(first) {
            scanner.take(first.len());
        }
        let mut table = self.rows(&mut scanner, has_leading_bar);
        if !scan::block_boundary(self.rest(&scanner)) {
            return false;
        }
        let span = Span::new(src.pos, scanner.pos);
        if !every_line_has_bar(self.store.of(Span::new(span.start, span.end.saturating_sub(1)))) {
            return false;
        }
        if !table.rows.is_empty() {
            let kind = if table.has_foot { Kind::Foot } else { Kind::Body };
            table.close(kind, false);
        }
        if !table.parts.iter().any(|part| matches!(part.kind, Kind::Body)) {
            return false;
        }
        let columns = table.columns;
        for row in table.parts.iter_mut().flat_map(|part| &mut part.children) {
            while row.children.len() < columns {
                row.children.push(El::new(Kind::Cell, Span::at(row.span.end)));
            }
        }
        table.alignments.resize(columns, Alignment::None);
        let mut el = El::new(Kind::Table(table.alignments), span);
        el.children = table.parts;
        tree.push(el);
        *src = scanner;
        true
    }

    fn rows(&mut self, src: &mut Scanner, has_leading_bar: bool) -> Reading {
        let mut table = Reading::default();
        while !src.is_at_end() {
            let line = first_line(self.rest(src));
            if !has_bar(line) {
                break;
            }
            let span = Span::new(src.pos, src.pos + line.len());
            if is_separator(line) {
                if table.rows.is_empty() {
                    // Several separators in a row are one.
                } else if table.alignments.is_empty() && !table.has_foot {
                    table.alignments = alignments(line);
                    table.close(Kind::Head, false);
                } else {
                    table.close(Kind::Body, false);
                }
            } else if is_foot_separator(line) {
                if !table.rows.is_empty() {
                    table.close(Kind::Body, true);
                }
                table.has_foot = true;
            } else {
                let row = self.row(span, has_leading_bar);
                table.columns = table.columns.max(row.children.len());
                table.rows.push(row);
            }
            src.take(span.len());
        }
        table
    }

    fn row(&mut self, span: Span, has_leading_bar: bool) -> El {
        let line = self.store.of(span).trim_end_matches(['\n', ' ', '\t']);
        let mut cells = cells(line);
        let is_blank = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.text.trim().is_empty());
        if has_leading_bar && is_blank(cells.first()) {
            cells.remove(0);
        }
        if is_blank(cells.last()) {
            cells.pop();
        }
        let mut row = El::new(Kind::Row, span);
        for cell in cells {
            let mut el = El::new(Kind::Cell, Span::new(span.start + cell.start, span.start + cell.end));
            let text = cell.text.trim();
            let start = self.store.len();
            let leading = cell.text.len() - cell.text.trim_start().len();
            self.store.push(text, span.start + cell.start + leading);
            let source = Span::new(start, self.store.len());
            el.children.push(El::new(Kind::Source(source), source));
            row.children.push(el);
        }
        row
    }
}

/// The text of a cell, without the backslashes of its bars, and its place in the line.
#[derive(Debug, PartialEq, Eq)]
struct Cell {
    text: String,
    start: usize,
    end: usize,
}

/// Splits a line at its bars, except those in code.
fn cells(line: &str) -> Vec<Cell> {
    let mut cells = vec![Cell { text: String::new(), start: 0, end: 0 }];
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let code = code_element(rest).or_else(|| code_span(line, at));
        if let Some(len) = code {
            add(&mut cells, &rest[..len]);
            at += len;
        } else if rest.starts_with("\\|") {
            add(&mut cells, "|");
            at += 2;
        } else if rest.starts_with('|') {
            if let Some(cell) = cells.last_mut() {
                cell.end = at;
            }
            cells.push(Cell { text: String::new(), start: at + 1, end: line.len() });
            at += 1;
        } else if rest.starts_with('`') {
            let run = rest.bytes().take_while(|byte| *byte == b'`').count();
            add(&mut cells, &rest[..run]);
            at += run;
        } else {
            let c = rest.chars().next().map_or(1, char::len_utf8);
            let len = c + rest[c..].find(['|', '\\', '`', '<']).unwrap_or(rest.len() - c);
            add(&mut cells, &rest[..len]);
            at += len;
        }
    }
    if let Some(cell) = cells.last_mut() {
        cell.end = line.len();
    }
    cells
}

fn add(cells: &mut [Cell], text: &str) {
    if let Some(cell) = cells.last_mut() {
        cell.text.push_str(text);
    }
}

/// The length of `<code …>…</code>` at the start.
fn code_element(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("<code")?;
    let start = inner.find('>')? + 1;
    let end = inner[start..].find("</code>")?;
    Some(5 + start + end + 7)
}

/// The length of the code span at a place.
fn code_span(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let run = rest.bytes().take_while(|byte| *byte == b'`').count();
    let is_before_space = scan::is_space(scan::byte(rest, run));
    let is_after_space = at == 0 || scan::is_space(text.as_bytes()[at - 1]);
    if run == 0 || (run == 1 && is_before_space && is_after_space) {
        return None;
    }
    rest[run..].find(&rest[..run]).map(|len| run + len + run)
}

/// True unless a line has bars only in code or HTML.
fn every_line_has_bar(text: &str) -> bool {
    let mut has_bar_on_line = false;
    for (piece, is_code) in pieces(text) {
        let mut lines: Vec<&str> = piece.split('\n').collect();
        while lines.len() > 1 && lines.last().is_some_and(|last| last.is_empty()) {
            lines.pop();
        }
        // Ruby's `split` of an empty text has no lines.
        if piece.is_empty() {
            continue;
        }
        if is_code {
            if lines.len() > 2 || (lines.len() == 2 && !has_bar_on_line) {
                break;
            }
            if lines.len() == 2 {
                has_bar_on_line = false;
            }
        } else {
            let is_long = lines.len() > 1;
            if is_long && !has_bar_on_line && !lines.first().is_some_and(|first| has_bar(first)) {
                has_bar_on_line = false;
                break;
            }
            has_bar_on_line = (!is_long && has_bar_on_line) || lines.last().is_some_and(|last| has_bar(last));
        }
    }
    has_bar_on_line
}

/// The text and the code spans of a text. The content of HTML elements is left out.
fn pieces(text: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = text[at..].find(['`', '<']) {
        let start = at + found;
        let rest = &text[start..];
        if let Some(len) = code_span(text, start) {
            let run = rest.bytes().take_while(|byte| *byte == b'`').count();
            pieces.push((&text[copied..start], false));
            pieces.push((&rest[run..len - run], true));
            (copied, at) = (start + len, start + len);
        } else if let Some(len) = html_element(rest) {
            pieces.push((&text[copied..start], false));
            (copied, at) = (start + len, start + len);
        } else {
            at = start + rest.bytes().take_while(|byte| *byte == b'`').count().max(1);
        }
    }
    pieces.push((&text[copied..], false));
    pieces
}

/// The length of an HTML element or a comment at the start.
fn html_element(text: &str) -> Option<usize> {
    if let Some(len) = comment(text) {
        return Some(len);
    }
    if close_tag(text).is_some() {
        return None;
    }
    let tag = start_tag(text)?;
    let name = tag.name.of(text);
    let lower = name.to_lowercase();
    if super::html_scan::is_block_element(&lower) {
        return None;
    }
    if tag.is_closed || !has_body(&lower) {
        return Some(tag.len);
    }
    let close = super::html_scan::find_close(&text[tag.len..], name);
    Some(close.map_or(text.len(), |(_, end)| tag.len + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_at_bars_outside_of_code() {
        let texts = |line: &str| cells(line).into_iter().map(|cell| cell.text).collect::<Vec<_>>();
        assert_eq!(texts("a | b \\| c"), ["a ", " b | c"]);
        assert_eq!(texts("`a | b` | <code>c | d</code>"), ["`a | b` ", " <code>c | d</code>"]);
        assert!(every_line_has_bar("a | b\nc | d"));
        assert!(!every_line_has_bar("`a | b`"));
        assert!(!every_line_has_bar("`a\nb` | c"));
    }
}
