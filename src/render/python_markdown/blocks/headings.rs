use super::{Blocks, Parser, State, indent, loose_detab};
use crate::render::python_markdown::element::Id;
use crate::render::python_markdown::text::{Text, line_end, line_starts, run};

const LEVELS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// A heading with hashes in a block.
struct HashHeading {
    start: usize,
    level: usize,
    text_start: usize,
    text_end: usize,
    line_end: usize,
}

impl Parser<'_> {
    /// A heading with hashes at the start of any line (`HashHeaderProcessor`).
    pub(super) fn hash_heading(&mut self, parent: Id, block: &Text, blocks: &mut Blocks) -> bool {
        let Some(heading) = line_starts(block).find_map(|start| hash_heading(block, start)) else {
            return false;
        };
        if heading.start > 1 {
            self.parse_block(parent, block.until(heading.start - 1));
        }
        let span = block.source_of(heading.start..heading.line_end);
        let element = self.page.elements.add_child_at(parent, LEVELS[heading.level - 1], span);
        self.page.elements[element].text = block.slice(heading.text_start..heading.text_end).trimmed();
        let after = block.from((heading.line_end + 1).min(block.len()));
        if !after.is_empty() {
            let is_loose = self.state() == Some(State::LooseList);
            blocks.push(if is_loose { loose_detab(&after, 1) } else { after });
        }
        true
    }

    /// A heading with a line of `=` or `-` below it, at the start of the block (`SetextHeaderProcessor`).
    pub(super) fn underlined_heading(&mut self, parent: Id, block: &Text, blocks: &mut Blocks) -> bool {
        let first_end = line_end(block, 0);
        if first_end == block.len() {
            return false;
        }
        let second = &block[first_end + 1..line_end(block, first_end + 1)];
        let marks = second.trim_end_matches(' ');
        if marks.is_empty() || !marks.bytes().all(|byte| matches!(byte, b'=' | b'-')) {
            return false;
        }
        let end = first_end + 1 + second.len();
        let tag = if marks.starts_with('=') { "h1" } else { "h2" };
        let heading = self.page.elements.add_child_at(parent, tag, block.source_of(0..end));
        self.page.elements[heading].text = block.until(first_end).trimmed();
        if end < block.len() {
            blocks.push(block.from(end + 1));
        }
        true
    }

    /// A horizontal rule on any line (`HRProcessor`).
    pub(super) fn rule(&mut self, parent: Id, block: &Text, blocks: &mut Blocks) -> bool {
        let Some(start) = line_starts(block).find(|start| is_rule(&block[*start..line_end(block, *start)]))
        else {
            return false;
        };
        let before = block.until(start).without_at_end('\n');
        if !before.is_empty() {
            self.parse_block(parent, before);
        }
        let end = line_end(block, start);
        self.page.elements.add_child_at(parent, "hr", block.source_of(start..end));
        let after = block.from(end).without_at_start('\n');
        if !after.is_empty() {
            blocks.push(after);
        }
        true
    }
}

fn hash_heading(block: &str, start: usize) -> Option<HashHeading> {
    let hashes = run(&block[start..], b'#');
    if hashes == 0 {
        return None;
    }
    let level = hashes.min(6);
    let text_start = start + level;
    let end = line_end(block, start);
    let line = &block[text_start..end];
    // An odd number of backslashes at the end of the line escapes the line break.
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    if backslashes % 2 == 1 {
        return None;
    }
    let text = line.trim_end_matches('#');
    let backslashes = text.len() - text.trim_end_matches('\\').len();
    let is_escaped = backslashes % 2 == 1 && text.len() < line.len();
    let text_end = text_start + text.len() + usize::from(is_escaped);
    Some(HashHeading { start, level, text_start, text_end, line_end: end })
}

/// Three or more `-`, `_` or `*`, with at most two blanks between two of them.
fn is_rule(line: &str) -> bool {
    let Some(start) = indent(line, 3) else { return false };
    let rest = line[start..].trim_end_matches(' ');
    let Some(mark) = rest.chars().next().filter(|mark| "-_*".contains(*mark)) else { return false };
    let has_marks_only = rest.chars().all(|character| character == mark || character == ' ');
    has_marks_only && rest.matches(mark).count() >= 3 && !rest.contains("   ")
}
