//! Parses a changed draft again, but only the sections that changed.

use std::ops::Range;

use super::front_matter::{self, FrontMatter};
use super::{Block, BlockKind, Definition, Draft, parse};
use crate::text::{Edits, Span};

impl Draft {
    /// Returns the draft after a change. Equals parsing the new text, but only the text between the
    /// headings around the change is parsed. The other blocks stay where they are in memory.
    #[must_use]
    pub fn edit(mut self, edits: &Edits) -> Draft {
        let Some(touched) = edits.span() else { return self };
        let part = self.part_around(touched);
        edits.apply_to(&mut self.text);
        let changed = part.and_then(|part| self.changed(part, touched, edits.delta()));
        match changed {
            Some(changed) if self.replace(&changed, touched) => self,
            _ => Draft::parse(self.text),
        }
    }

    /// The blocks to parse again after a change of `touched`, or `None` if the change may affect text
    /// outside of its section.
    fn part_around(&self, touched: Span) -> Option<Part> {
        // The end of an unclosed front matter depends on the text after it.
        if self.front.as_ref().is_some_and(|front| !front.closed) {
            return None;
        }
        let is_boundary = |block: &Block| is_boundary(block, &self.text);
        // A heading that is edited may stop being one, so begin at the heading before it.
        let before = self.blocks.partition_point(|block| block.span.end < touched.start);
        let first = self.blocks[..before].iter().rposition(is_boundary);
        // An edit that ends at a heading may join its line, so continue to the next heading.
        let after = self.blocks.partition_point(|block| block.span.start <= touched.end);
        let next = self.blocks[after..].iter().position(is_boundary).map(|at| after + at);
        let part = Part {
            blocks: first.unwrap_or(0)..next.unwrap_or(self.blocks.len()),
            span: Span::new(
                first.map_or(0, |first| self.blocks[first].span.start),
                next.map_or(self.text.len(), |next| self.blocks[next].span.start),
            ),
            has_front: first.is_none(),
            is_last: next.is_none(),
        };
        // A definition affects the whole draft, and the parser accepts forms of it (in a quote) that our
        // list does not have.
        let is_plain = self.definition_marks == self.definitions.len();
        (is_plain && !has_definition_mark(part.span.of(&self.text))).then_some(part)
    }

    /// The part after a change, whose text is already in the draft. `None` if the change may affect
    /// text outside of it.
    fn changed(&mut self, part: Part, touched: Span, delta: isize) -> Option<ChangedPart> {
        let Part { blocks, span, has_front, is_last } = part;
        let mut span = Span::new(span.start, span.end.checked_add_signed(delta)?);
        if has_definition_mark(span.of(&self.text)) {
            return None;
        }
        if has_front {
            let (old, new) = (self.front.take(), front_matter::parse(&self.text));
            let body = |front: &Option<FrontMatter>| front.as_ref().map(|front| front.span.end);
            let is_same = match body(&old) {
                Some(body_was) if touched.end < body_was => {
                    body(&new) == body_was.checked_add_signed(delta)
                        && new.as_ref().is_some_and(|front| front.closed)
                }
                _ => old == new,
            };
            self.front = new;
            span.start = self.body();
            if !is_same {
                return None;
            }
        }
        Some(ChangedPart { blocks, span, is_last, delta })
    }

    /// Parses a part of the changed text and replaces its blocks. Returns false if the change may affect
    /// the text after the part; the draft must then be parsed.
    fn replace(&mut self, part: &ChangedPart, touched: Span) -> bool {
        for definition in &mut self.definitions {
            definition.shift(touched, part.delta);
        }
        let new = parse::blocks(&self.text, part.span, &self.definitions);
        if !part.is_last {
            let open_ended =
                |block: &Block| matches!(block.kind, BlockKind::Code | BlockKind::Html | BlockKind::Other);
            let at_line_start = self.text.get(..part.span.end).is_some_and(|before| before.ends_with('\n'));
            // An unclosed fence or comment would continue in the next section.
            if !at_line_start || new.iter().any(open_ended) {
                return false;
            }
        }
        for block in &mut self.blocks[part.blocks.end..] {
            block.shift(part.delta);
        }
        self.blocks.splice(part.blocks.clone(), new);
        true
    }
}

/// The part of a draft from one heading to another one.
struct Part {
    blocks: Range<usize>,
    span: Span,
    /// True if the part begins with the text, before the front matter.
    has_front: bool,
    /// True if the part ends with the text.
    is_last: bool,
}

/// A part after a change.
struct ChangedPart {
    /// The blocks that the part had before.
    blocks: Range<usize>,
    /// The part in the new text, without the front matter.
    span: Span,
    is_last: bool,
    /// The number of bytes by which it grew.
    delta: isize,
}

fn has_definition_mark(text: &str) -> bool {
    parse::definition_marks(text).next().is_some()
}

impl Definition {
    /// Moves the definition after a change of `touched`, which does not overlap it.
    fn shift(&mut self, touched: Span, delta: isize) {
        if self.label.start >= touched.end {
            self.label = self.label.shift(delta);
            self.dest = self.dest.shift(delta);
        }
    }
}

/// True for a `#` heading: only an open fence or comment before it can change it. An underlined heading,
/// which has two lines, is no boundary, although it may begin with `#` too (`#tag`).
fn is_boundary(block: &Block, text: &str) -> bool {
    let words = block.span.of(text);
    block.is_heading() && words.starts_with('#') && !words.contains(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "---\ntitle: A\ndate: 2026-06-08\n---\n\n- [ ] change date\n\nHello.\n\n## One\n\n[![a](b.jpg)](c)\n\nText - [site](https://example.org/).\n\n```\n## not a heading\n```\n\n## Two\n\n* [x](y)\n* [z][w]\n\nTitle\n-----\n\n<!-- note -->\n\n### Three\n\n> quote\n\n[w]: https://example.net/\n\nThe end.";

    fn boundary(text: &str, at: usize) -> usize {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    #[test]
    fn an_underlined_line_that_begins_with_a_hash_is_no_boundary() {
        let text = "## One\n\nWords\n\n#tag and more\n---\n\nEnd\n";
        let at = text.find("\n\n#tag").unwrap();
        let joined = Edits::replace(Span::new(at, at + 2), "\n");
        let draft = Draft::parse(text).edit(&joined);
        assert_eq!(draft, Draft::parse(draft.text()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn editing_equals_parsing(
            front in 0usize..5,
            changes in prop::collection::vec((0usize..400, 0usize..12, "(## |\\n|\\n\\n|```\n|<!--|-->|\\[w\\]: q|a|#|`|\\* |---\n|é|\\]\\(|\\[|\\{% q\\(\\) %\\}|\\{% end %\\}|<Card>|</Card>|:::\n|\\{\\{< x |>\\}\\}|\\{/\\*|\\*/\\}){0,3}"), 1..8)
        ) {
            let body = TEXT.split_once("\n---\n").unwrap().1;
            let front = [&TEXT[..TEXT.len() - body.len()], "Title: A\nDate: 2026-06-08\n\n", "", "\u{feff}", "+++\ntitle = \"A\"\n[extra]\nb = 1\n+++\n"][front];
            let mut draft = Draft::parse(format!("{front}{body}"));
            for (start, len, insert) in changes {
                let start = boundary(draft.text(), start);
                let end = boundary(draft.text(), start + len);
                draft = draft.edit(&Edits::replace(Span::new(start, end.max(start)), insert));
                prop_assert_eq!(&draft, &Draft::parse(draft.text()));
            }
        }
    }
}
