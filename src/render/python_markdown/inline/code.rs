use std::collections::HashMap;

use super::{Finder, Inline, Inliner, Match, before};
use crate::render::python_markdown::blocks::escaped;
use crate::render::python_markdown::stash;
use crate::render::python_markdown::text::{Text, run};

/// Code between backticks, and pairs of backslashes before a backtick (`BacktickInlineProcessor`).
pub(super) struct Spans {
    /// The runs of backticks by their length.
    runs: HashMap<usize, Vec<usize>>,
}

impl Spans {
    pub fn new(text: &Text) -> Self {
        let mut runs: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'`', &text.as_bytes()[at..]) {
            let start = at + found;
            let length = run(&text[start..], b'`');
            runs.entry(length).or_default().push(start);
            at = start + length;
        }
        Self { runs }
    }

    fn next_run(&self, length: usize, from: usize) -> Option<usize> {
        let runs = self.runs.get(&length)?;
        runs.get(runs.partition_point(|start| *start < from)).copied()
    }
}

impl Finder for Spans {
    fn next(&mut self, inliner: &mut Inliner<'_>, text: &Text, at: usize) -> Match {
        let bytes = text.as_bytes();
        let Some(found) = memchr::memchr2(b'`', b'\\', &bytes[at..]) else { return Match::None };
        let start = at + found;
        let length = run(&text[start..], bytes[start]);
        let end = start + length;
        if bytes[start] == b'\\' {
            let is_before_code = bytes.get(end) == Some(&b'`');
            if !is_before_code || before(text, start) == Some('\\') {
                return Match::Skip(end);
            }
            if length % 2 == 1 {
                // The last backslash escapes the first backtick.
                return Match::Skip(end + 1);
            }
            let pairs = Text::made(&stash::escaped('\\').repeat(length / 2), text.source_of(start..end));
            return Match::Found(Inline::Text(pairs), start, end);
        }
        // A shorter run opens with backticks as its content.
        for opening in (1..=length).rev() {
            if let Some(close) = self.next_run(opening, start + opening + 1).filter(|close| *close >= end) {
                let code = escaped(&text.slice(start + opening..close).trimmed()).atomic();
                let element = inliner.page.elements.add("code");
                inliner.page.elements[element].text = code;
                return Match::Found(Inline::Element(element), start, close + opening);
            }
        }
        Match::Skip(end)
    }
}
