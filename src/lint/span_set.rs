use super::Context;
use super::cache::PairedChar;
use crate::text::Span;

/// Sorted, disjoint spans. Quickly finds the one that contains another span.
#[derive(Clone, Debug)]
pub(super) struct SpanSet(Vec<Span>);

impl SpanSet {
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        Self(spans.into_iter().collect())
    }

    /// True if one of the spans contains `span`.
    pub fn contains(&self, span: Span) -> bool {
        self.index_of(span).is_some()
    }

    /// The index of the span that contains `span`.
    pub fn index_of(&self, span: Span) -> Option<usize> {
        let after = self.0.partition_point(|own| own.start <= span.start);
        after.checked_sub(1).filter(|last| self.0.get(*last).is_some_and(|own| own.contains(span)))
    }
}

/// Returns the positions of the two marks in the prose, each with the rest of its line up to the next
/// position. A mark of a valid link is not part of the prose, so these links are broken.
pub(super) fn broken_links<'c>(context: &'c Context<'_>, mark: [u8; 2]) -> impl Iterator<Item = Span> + 'c {
    let (draft, marks) = (context.draft, context.marks());
    let is_broken =
        move |two: &&[PairedChar]| matches!(two, [a, b] if a.at + 1 == b.at && [a.byte, b.byte] == mark);
    let mut all = marks.windows(2).filter(is_broken).map(|two| two[0].at).peekable();
    std::iter::from_fn(move || {
        let at = all.next()?;
        let prose = draft.prose_at(at)?;
        let end = all.peek().map_or(prose.end, |next| prose.end.min(*next));
        let rest = draft.slice(Span::new(at + mark.len(), end));
        Some(Span::new(at, at + mark.len() + rest.lines().next().unwrap_or("").len()))
    })
}
