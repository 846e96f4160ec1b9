use super::Context;
use super::reading::Sign;
use crate::text::Span;

/// Spans in order that do not overlap, to ask whether one of them holds another span.
#[derive(Clone, Debug)]
pub(super) struct Places(Vec<Span>);

impl Places {
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        Self(spans.into_iter().collect())
    }

    pub fn hold(&self, span: Span) -> bool {
        self.place(span).is_some()
    }

    /// The number of the one that holds `span`.
    pub fn place(&self, span: Span) -> Option<usize> {
        let after = self.0.partition_point(|place| place.start <= span.start);
        after.checked_sub(1).filter(|last| self.0.get(*last).is_some_and(|place| place.contains(span)))
    }
}

/// The places in the prose where the two signs stand, which would be no prose if the link that they
/// belong to could be read: each with what follows up to the next one, on its line and in its part
/// of the prose.
pub(super) fn breaks<'c>(context: &'c Context<'_>, mark: [u8; 2]) -> impl Iterator<Item = Span> + 'c {
    let (draft, signs) = (context.draft, context.signs());
    let is_break = move |two: &&[Sign]| matches!(two, [a, b] if a.at + 1 == b.at && [a.byte, b.byte] == mark);
    let mut all = signs.windows(2).filter(is_break).map(|two| two[0].at).peekable();
    std::iter::from_fn(move || {
        let at = all.next()?;
        let prose = draft.prose_at(at)?;
        let end = all.peek().map_or(prose.end, |next| prose.end.min(*next));
        let rest = draft.slice(Span::new(at + mark.len(), end));
        Some(Span::new(at, at + mark.len() + rest.lines().next().unwrap_or("").len()))
    })
}
