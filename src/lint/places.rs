use crate::draft::Draft;
use crate::text::Span;

/// Spans in order that do not overlap, to ask whether one of them holds another span.
#[derive(Clone, Debug)]
pub(super) struct Places(Vec<Span>);

impl Places {
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        Self(spans.into_iter().collect())
    }

    pub fn hold(&self, span: Span) -> bool {
        let after = self.0.partition_point(|place| place.start <= span.start);
        after.checked_sub(1).and_then(|last| self.0.get(last)).is_some_and(|place| place.contains(span))
    }
}

/// The places in the prose where `mark` stands, which would be no prose if the link that it belongs
/// to could be read: each with the part of the prose that it stands in.
pub(super) fn breaks<'t>(draft: &'t Draft, mark: &'t str) -> impl Iterator<Item = (Span, usize)> + use<'t> {
    draft.prose().flat_map(move |prose| {
        prose.of(draft.text()).match_indices(mark).map(move |(at, _)| (prose, prose.start + at))
    })
}
