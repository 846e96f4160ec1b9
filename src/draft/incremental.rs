//! Parses a changed draft again, but only the sections that changed.

use std::ops::Range;

use super::front_matter::{self, FrontMatter};
use super::opaque::may_have_opaque;
use super::{Block, BlockKind, Definition, Draft, parse};
use crate::text::{Edits, Span};

impl Draft {
    /// Returns the draft after a change. Equals parsing the new text, but only the text between the
    /// headings or paragraphs around the change is parsed. The other blocks stay where they are in memory.
    #[must_use]
    pub fn edit(self, edits: &Edits) -> Draft {
        self.edit_and_keep(edits).0
    }

    /// As [`edit`](Self::edit), and says which blocks were not parsed again.
    #[must_use]
    pub fn edit_and_keep(mut self, edits: &Edits) -> (Draft, KeptBlocks) {
        let Some(touched) = edits.span() else {
            let kept = KeptBlocks { before: self.blocks.len(), ..KeptBlocks::default() };
            return (self, kept);
        };
        let part = self.part_around(touched);
        edits.apply_to(&mut self.text);
        let changed = part.and_then(|part| self.changed(part, touched, edits.delta()));
        match changed {
            Some(changed) => {
                let Range { start: before, end } = changed.blocks;
                let kept = KeptBlocks { before, after: self.blocks.len() - end, delta: changed.delta };
                match self.replace(&changed, touched) {
                    true => (self, kept),
                    false => (Draft::parse(self.text), KeptBlocks::default()),
                }
            }
            None => (Draft::parse(self.text), KeptBlocks::default()),
        }
    }

    /// The blocks to parse again after a change of `touched`, or `None` if the change may affect text
    /// outside of its section.
    fn part_around(&self, touched: Span) -> Option<Part> {
        // The end of an unclosed front matter depends on the text after it.
        if self.front.as_ref().is_some_and(|front| !front.closed) {
            return None;
        }
        let is_heading = |block: &Block| is_heading(block, &self.text);
        // A heading that is edited may stop being one, so begin at the heading or paragraph before it.
        let before = self.blocks.partition_point(|block| block.span.end < touched.start);
        // An edit that ends at a heading may join its line, so continue to the next heading or paragraph.
        let after = self.blocks.partition_point(|block| block.span.start <= touched.end);
        let first = |is_it: &dyn Fn(&Block) -> bool| self.blocks[..before].iter().rposition(is_it);
        let next =
            |is_it: &dyn Fn(&Block) -> bool| self.blocks[after..].iter().position(is_it).map(|at| after + at);
        let span = |first: Option<usize>, next: Option<usize>| {
            let start = first.map_or(0, |first| self.blocks[first].span.start);
            Span::new(start, next.map_or(self.text.len(), |next| self.blocks[next].span.start))
        };
        let (mut first_at, mut next_at) = (first(&is_heading), next(&is_heading));
        let section = span(first_at, next_at);
        // A tag may go on after a paragraph, but not after a heading.
        let is_by_paragraphs = !may_have_opaque(section.of(&self.text));
        if is_by_paragraphs {
            let is_apart = |block: &Block| block.is_paragraph() && is_apart(&self.text, block.span.start);
            first_at = first(&|block: &Block| is_heading(block) || block.is_paragraph());
            next_at = next(&|block: &Block| is_heading(block) || is_apart(block));
        }
        let part = Part {
            blocks: first_at.unwrap_or(0)..next_at.unwrap_or(self.blocks.len()),
            span: span(first_at, next_at),
            plain_section: is_by_paragraphs.then_some(section),
            has_front: first_at.is_none(),
            end: match next_at.map(|next| &self.blocks[next]) {
                None => PartEnd::Text,
                Some(block) if block.is_heading() => PartEnd::Heading,
                Some(_) => PartEnd::Paragraph,
            },
        };
        // A definition affects the whole draft, and the parser accepts forms of it (in a quote) that our
        // list does not have.
        let is_plain = self.definition_marks == self.definitions.len();
        (is_plain && !has_definition_mark(part.span.of(&self.text))).then_some(part)
    }

    /// The part after a change, whose text is already in the draft. `None` if the change may affect
    /// text outside of it.
    fn changed(&mut self, part: Part, touched: Span, delta: isize) -> Option<ChangedPart> {
        let Part { blocks, span, plain_section, has_front, end } = part;
        if let Some(section) = plain_section {
            let section = Span::new(section.start, section.end.checked_add_signed(delta)?);
            if may_have_opaque(section.of(&self.text)) {
                return None;
            }
        }
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
        Some(ChangedPart { blocks, span, end, delta })
    }

    /// Parses a part of the changed text and replaces its blocks. Returns false if the change may affect
    /// the text after the part; the draft must then be parsed.
    fn replace(&mut self, part: &ChangedPart, touched: Span) -> bool {
        for definition in &mut self.definitions {
            definition.shift(touched, part.delta);
        }
        let new = parse::blocks(&self.text, part.span, &self.definitions);
        let open_ended =
            |block: &Block| matches!(block.kind, BlockKind::Code | BlockKind::Html | BlockKind::Other);
        let is_at_end = match part.end {
            PartEnd::Text => true,
            PartEnd::Heading => self.text.get(..part.span.end).is_some_and(|before| before.ends_with('\n')),
            PartEnd::Paragraph => is_apart(&self.text, part.span.end),
        };
        // An unclosed fence or comment would continue after the part.
        if !is_at_end || (part.end != PartEnd::Text && new.iter().any(open_ended)) {
            return false;
        }
        for block in &mut self.blocks[part.blocks.end..] {
            block.shift(part.delta);
        }
        self.blocks.splice(part.blocks.clone(), new);
        true
    }
}

/// The blocks of a draft that a change left as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptBlocks {
    /// How many of the first blocks are the same.
    pub before: usize,
    /// How many of the last blocks are the same, moved by `delta`.
    pub after: usize,
    /// In bytes.
    pub delta: isize,
}

/// The part of a draft from one heading or paragraph to another one.
struct Part {
    blocks: Range<usize>,
    span: Span,
    /// The text from heading to heading, if it has no opaque parts and the part may end at paragraphs.
    plain_section: Option<Span>,
    /// True if the part begins with the text, before the front matter.
    has_front: bool,
    end: PartEnd,
}

/// What a part ends before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PartEnd {
    Text,
    Heading,
    Paragraph,
}

/// A part after a change.
struct ChangedPart {
    /// The blocks that the part had before.
    blocks: Range<usize>,
    /// The part in the new text, without the front matter.
    span: Span,
    end: PartEnd,
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

/// True if a block that starts at `start` begins its line without indentation, after a blank line. No list, quote
/// or paragraph before it continues there.
fn is_apart(text: &str, start: usize) -> bool {
    text.get(..start).is_some_and(|before| before.ends_with("\n\n") || before.ends_with("\n\r\n"))
}

/// True for a `#` heading: only an open fence or comment before it can change it. An underlined heading,
/// which has two lines, is no boundary, although it may begin with `#` too (`#tag`).
fn is_heading(block: &Block, text: &str) -> bool {
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

    /// Blocks that could go on where a paragraph is: lists with text of their own, quotes, fences.
    const BLOCKS: &str = "Hello.\n\n* a\n* b\n\n  more of b\n\nplain\n\n1. one\n\n   ```\n   code\n   ```\n\nplain too\nlazy\n\n> quote\nlazy\n\nafter\n---\n\n    code\n\n  indented\n\na: b\n\n- [ ] task\nlazy\n\nThe end.\r\n\r\nReally.\n";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn editing_blocks_equals_parsing(
            changes in prop::collection::vec((0usize..300, 0usize..12, "(## |\n|\r\n|\n\n| {1,4}|```\n|~~~|<!--|-->|<div>|</div>|> |2\\. |a|`|\\* |---\n|===\n|\\{\\{|\t){0,3}"), 1..8)
        ) {
            let mut draft = Draft::parse(BLOCKS);
            for (start, len, insert) in changes {
                let start = boundary(draft.text(), start);
                let end = boundary(draft.text(), start + len);
                draft = draft.edit(&Edits::replace(Span::new(start, end.max(start)), insert));
                prop_assert_eq!(&draft, &Draft::parse(draft.text()));
            }
        }

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
