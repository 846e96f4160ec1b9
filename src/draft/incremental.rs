//! Parses a changed draft again, but only the sections that changed.

use super::{Block, BlockKind, Definition, Draft, parse};
use crate::text::{Edits, Span};

impl Draft {
    /// Returns the draft after a change. Equals parsing the new text, but only the text between the
    /// headings around the change is parsed.
    #[must_use]
    pub fn edit(self, edits: &Edits) -> Draft {
        let text = edits.apply(&self.text);
        let Some(touched) = edits.span() else { return self };
        let delta = edits.delta();
        let definitions: Vec<Definition> =
            self.definitions.iter().map(|definition| definition.shifted(touched, delta)).collect();
        match self.reuse(&text, touched, delta, &definitions) {
            Some(blocks) => Draft { text, front: self.front, blocks, definitions },
            None => Draft::parse(text),
        }
    }

    /// Returns the new blocks, or `None` if the change may affect text outside of its section.
    fn reuse(
        &self,
        text: &str,
        touched: Span,
        delta: isize,
        definitions: &[Definition],
    ) -> Option<Vec<Block>> {
        // The end of an unclosed front matter depends on the text after it.
        if self.front.as_ref().is_some_and(|front| !front.closed) {
            return None;
        }
        // A heading that is edited may stop being one, so begin at the heading before it.
        let first = self
            .blocks
            .iter()
            .rposition(|block| is_boundary(block, &self.text) && block.span.end < touched.start)?;
        // An edit that ends at a heading may join its line, so continue to the next heading.
        let next = self
            .blocks
            .iter()
            .position(|block| is_boundary(block, &self.text) && block.span.start > touched.end);
        let start = self.blocks[first].span.start;
        let old_end = next.map_or(self.text.len(), |next| self.blocks[next].span.start);
        let old = Span::new(start, old_end);
        let new = Span::new(start, old_end.checked_add_signed(delta)?);
        // A definition affects the whole draft, and the parser accepts forms of it (in a quote) that our
        // list does not have.
        let colons = |text: &str| text.matches("]:").count();
        if colons(old.of(&self.text)) + colons(new.of(text)) > 0 || colons(text) != definitions.len() {
            return None;
        }
        let mut middle = parse::blocks(text, new, definitions);
        if next.is_some() {
            let open_ended =
                |block: &Block| matches!(block.kind, BlockKind::Code | BlockKind::Html | BlockKind::Other);
            let at_line_start = text.get(..new.end).is_some_and(|before| before.ends_with('\n'));
            // An unclosed fence or comment would continue in the next section.
            if !at_line_start || middle.iter().any(open_ended) {
                return None;
            }
        }
        let mut blocks = Vec::with_capacity(self.blocks.len() + middle.len());
        blocks.extend_from_slice(&self.blocks[..first]);
        blocks.append(&mut middle);
        if let Some(next) = next {
            for block in &self.blocks[next..] {
                let mut moved = block.clone();
                moved.shift(delta);
                blocks.push(moved);
            }
        }
        Some(blocks)
    }
}

impl Definition {
    /// The definition after a change of `touched`, which does not overlap it.
    fn shifted(&self, touched: Span, delta: isize) -> Definition {
        if self.label.start < touched.end {
            return *self;
        }
        Definition { label: self.label.shift(delta), dest: self.dest.shift(delta) }
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
            changes in prop::collection::vec((0usize..400, 0usize..12, "(## |\\n|\\n\\n|```\n|<!--|-->|\\[w\\]: q|a|#|`|\\* |---\n|é|\\]\\(|\\[){0,3}"), 1..8)
        ) {
            let mut draft = Draft::parse(TEXT);
            for (start, len, insert) in changes {
                let start = boundary(draft.text(), start);
                let end = boundary(draft.text(), start + len);
                draft = draft.edit(&Edits::replace(Span::new(start, end.max(start)), insert));
                prop_assert_eq!(&draft, &Draft::parse(draft.text()));
            }
        }
    }
}
