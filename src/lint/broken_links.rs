use super::Context;
use super::cache::PairedChar;
use crate::text::Span;

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
