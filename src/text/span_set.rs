use super::Span;

/// Sorted, disjoint spans. Quickly finds the one that contains another span.
#[derive(Clone, Debug, Default)]
pub struct SpanSet(Vec<Span>);

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
