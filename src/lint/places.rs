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
        self.place(span).is_some()
    }

    /// The number of the one that holds `span`.
    pub fn place(&self, span: Span) -> Option<usize> {
        let after = self.0.partition_point(|place| place.start <= span.start);
        after.checked_sub(1).filter(|last| self.0.get(*last).is_some_and(|place| place.contains(span)))
    }
}

/// The places in the prose where `mark` stands, which would be no prose if the link that it belongs
/// to could be read: each with what follows up to the next one, on its line and in its part of the
/// prose.
pub(super) fn breaks<'t>(draft: &'t Draft, mark: &'t str) -> impl Iterator<Item = Span> + use<'t> {
    draft.prose().flat_map(move |prose| {
        let text = prose.of(draft.text());
        text.match_indices(mark).map(move |(at, _)| {
            let rest = &text[at + mark.len()..];
            let rest = &rest[..rest.find(mark).unwrap_or(rest.len())];
            let len = mark.len() + rest.lines().next().unwrap_or("").len();
            Span::new(prose.start + at, prose.start + at + len)
        })
    })
}
