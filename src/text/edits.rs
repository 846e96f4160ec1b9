use super::Span;

/// One replacement: the bytes of `span` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// Two edits of one change that overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("two edits overlap at byte {at}")]
pub struct Overlap {
    pub at: usize,
}

/// Where an offset goes if text is inserted exactly there: before or after the new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bias {
    Before,
    After,
}

/// A change to a text: sorted replacements that do not overlap. All other bytes stay the same. Checked
/// when it is built, like rust-analyzer's `TextEdit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    edits: Vec<Edit>,
}

impl Edits {
    /// Sorts the replacements. Insertions at the same offset keep their order.
    ///
    /// # Errors
    ///
    /// Returns [`Overlap`] with the first byte that two replacements share.
    pub fn new(mut edits: Vec<Edit>) -> Result<Self, Overlap> {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        for pair in edits.windows(2) {
            if pair[0].span.end > pair[1].span.start {
                return Err(Overlap { at: pair[1].span.start });
            }
        }
        Ok(Self { edits })
    }

    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { edits: vec![Edit { span, text: text.into() }] }
    }

    pub fn insert(offset: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::at(offset), text)
    }

    pub fn delete(span: Span) -> Self {
        Self::replace(span, "")
    }

    /// One replacement that turns `old` into `new`, without their common prefix and suffix.
    pub fn between(old: &str, new: &str) -> Self {
        if old == new {
            return Self::default();
        }
        let prefix = common_prefix(old, new);
        let suffix = common_suffix(&old[prefix..], &new[prefix..]);
        Self::replace(Span::new(prefix, old.len() - suffix), &new[prefix..new.len() - suffix])
    }

    pub fn is_empty(&self) -> bool {
        self.edits.iter().all(|edit| edit.span.is_empty() && edit.text.is_empty())
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Edit> {
        self.edits.iter()
    }

    /// Combines two changes of the same text.
    ///
    /// # Errors
    ///
    /// Returns [`Overlap`] if they edit the same bytes.
    pub fn join(self, other: Self) -> Result<Self, Overlap> {
        let mut edits = self.edits;
        edits.extend(other.edits);
        Self::new(edits)
    }

    /// Returns the changed text. Replacements past the end of the text or inside a character are skipped;
    /// the list is empty if the edits were made for this text.
    pub fn apply(&self, text: &str) -> String {
        let added: usize = self.edits.iter().map(|edit| edit.text.len()).sum();
        let mut out = String::with_capacity(text.len() + added);
        let mut done = 0;
        for edit in &self.edits {
            let Some(kept) = text.get(done..edit.span.start) else { continue };
            if text.get(edit.span.start..edit.span.end).is_none() {
                continue;
            }
            out.push_str(kept);
            out.push_str(&edit.text);
            done = edit.span.end;
        }
        out.push_str(text.get(done..).unwrap_or(""));
        out
    }

    /// Changes `text` as [`apply`](Self::apply) does. One replacement copies only what it moves.
    pub fn apply_to(&self, text: &mut String) {
        match &self.edits[..] {
            [Edit { span, text: new }] if text.get(span.start..span.end).is_some() => {
                text.replace_range(span.start..span.end, new);
            }
            _ => *text = self.apply(text),
        }
    }

    /// True if the edits turn `old` into `new`. Compares without building the changed text.
    pub fn turns(&self, old: &str, new: &str) -> bool {
        let (mut old_at, mut new_at) = (0, 0);
        for edit in &self.edits {
            let Some(kept) = old.get(old_at..edit.span.start) else { return false };
            let Some(rest) = new.get(new_at..).and_then(|rest| rest.strip_prefix(kept)) else { return false };
            if !rest.starts_with(&edit.text) {
                return false;
            }
            (old_at, new_at) = (edit.span.end, new_at + kept.len() + edit.text.len());
        }
        old.get(old_at..).is_some_and(|rest| new.get(new_at..) == Some(rest))
    }

    /// Returns the change that undoes this one. `text` is the text before the change.
    pub fn invert(&self, text: &str) -> Edits {
        let mut delta = 0isize;
        let edits = self
            .edits
            .iter()
            .map(|edit| {
                let start = edit.span.start.wrapping_add_signed(delta);
                delta += edit.text.len() as isize - edit.span.len() as isize;
                Edit { span: Span::new(start, start + edit.text.len()), text: edit.span.of(text).to_owned() }
            })
            .collect();
        Edits { edits }
    }

    /// Maps an offset of the old text to the new text. An offset within replaced text goes to the start or
    /// end of the replacement, by `bias`.
    pub fn map(&self, offset: usize, bias: Bias) -> usize {
        let mut delta = 0isize;
        for edit in &self.edits {
            let before = edit.span.start.wrapping_add_signed(delta);
            let at_insertion = edit.span.is_empty() && edit.span.start == offset;
            if offset < edit.span.start || (offset == edit.span.start && !at_insertion) {
                break;
            }
            if at_insertion || offset < edit.span.end {
                return match bias {
                    Bias::Before => before,
                    Bias::After => before + edit.text.len(),
                };
            }
            delta += edit.text.len() as isize - edit.span.len() as isize;
        }
        offset.wrapping_add_signed(delta)
    }

    /// Maps a span of the old text to the new text, with the text that was inserted at its ends.
    pub fn map_span(&self, span: Span) -> Span {
        Span::new(self.map(span.start, Bias::Before), self.map(span.end, Bias::After))
    }

    /// The smallest span of the old text that covers every replacement; `None` without replacements.
    pub fn span(&self) -> Option<Span> {
        let first = self.edits.first()?;
        let last = self.edits.last()?;
        Some(Span::new(first.span.start, last.span.end))
    }

    /// The number of bytes by which the text grows.
    pub fn delta(&self) -> isize {
        self.edits.iter().map(|edit| edit.text.len() as isize - edit.span.len() as isize).sum()
    }
}

/// How many bytes are compared at once.
const CHUNK: usize = 64;

fn common_prefix(a: &str, b: &str) -> usize {
    let (x, y) = (a.as_bytes(), b.as_bytes());
    let chunks = x.chunks(CHUNK).zip(y.chunks(CHUNK)).take_while(|(x, y)| x == y);
    let equal: usize = chunks.map(|(x, _)| x.len()).sum();
    let mut n = equal + x[equal..].iter().zip(&y[equal..]).take_while(|(x, y)| x == y).count();
    while !a.is_char_boundary(n) || !b.is_char_boundary(n) {
        n -= 1;
    }
    n
}

fn common_suffix(a: &str, b: &str) -> usize {
    let (x, y) = (a.as_bytes(), b.as_bytes());
    let chunks = x.rchunks(CHUNK).zip(y.rchunks(CHUNK)).take_while(|(x, y)| x == y);
    let equal: usize = chunks.map(|(x, _)| x.len()).sum();
    let (x, y) = (&x[..x.len() - equal], &y[..y.len() - equal]);
    let mut n = equal + x.iter().rev().zip(y.iter().rev()).take_while(|(x, y)| x == y).count();
    while !a.is_char_boundary(a.len() - n) || !b.is_char_boundary(b.len() - n) {
        n -= 1;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.into() }
    }

    #[test]
    fn overlapping_edits_are_refused() {
        assert_eq!(Edits::new(vec![edit(0, 3, "a"), edit(2, 4, "b")]), Err(Overlap { at: 2 }));
    }

    #[test]
    fn disjoint_edits_apply_together_and_undo() {
        let text = "one two three";
        let edits = Edits::new(vec![edit(8, 13, "3"), edit(0, 3, "1"), edit(4, 4, "and ")]).unwrap();
        let after = edits.apply(text);
        assert_eq!(after, "1 and two 3");
        assert_eq!(edits.invert(text).apply(&after), text);
    }

    #[test]
    fn a_cursor_after_an_edit_moves_with_its_text() {
        let edits = Edits::new(vec![edit(2, 4, "xyz"), edit(6, 6, "!")]).unwrap();
        assert_eq!(edits.map(1, Bias::After), 1);
        assert_eq!(edits.map(3, Bias::After), 5);
        assert_eq!(edits.map(3, Bias::Before), 2);
        assert_eq!(edits.map(5, Bias::After), 6);
        assert_eq!(edits.map(6, Bias::Before), 7);
        assert_eq!(edits.map(6, Bias::After), 8);
    }

    #[test]
    fn a_span_grows_by_what_is_inserted_at_its_ends() {
        let edits = Edits::new(vec![edit(2, 2, "ab"), edit(4, 6, ""), edit(8, 8, "c")]).unwrap();
        assert_eq!(edits.map_span(Span::new(2, 8)), Span::new(2, 9));
        assert_eq!(edits.map_span(Span::new(4, 5)), Span::new(6, 6));
        assert_eq!(edits.map_span(Span::at(2)), Span::new(2, 4));
        assert_eq!(edits.map_span(Span::new(0, 1)), Span::new(0, 1));
    }

    proptest! {
        #[test]
        fn between_turns_old_into_new(
            old in "[aé\\n ]{0,12}",
            new in "[aé\\n ]{0,12}",
            before in 0usize..80,
            after in 0usize..80,
        ) {
            let within = |text: &str| format!("{}{text}{}", "é".repeat(before), "a".repeat(after));
            let (old, new) = (within(&old), within(&new));
            let edits = Edits::between(&old, &new);
            prop_assert!(edits.turns(&old, &new));
            let mut changed = old.clone();
            edits.apply_to(&mut changed);
            prop_assert_eq!(&changed, &new);
            let longer = new.clone() + "x";
            prop_assert!(!edits.turns(&old, &longer));
            prop_assert_eq!(edits.apply(&old), new);
            prop_assert_eq!(edits.invert(&old).apply(&edits.apply(&old)), old);
        }
    }
}
