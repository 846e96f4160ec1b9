use std::borrow::Cow;

use crate::draft::Draft;
use crate::text::{Edits, Span};

/// The text that a dialect reads: the body of a draft, with its Liquid tags replaced, and the way back to the draft.
#[derive(Clone, Debug)]
pub struct Source<'d> {
    text: Cow<'d, str>,
    /// The start of the body in the draft.
    body: usize,
    /// Replaced parts in order: their spans in the text and in the body.
    replaced: Vec<(Span, Span)>,
}

impl<'d> Source<'d> {
    /// The body as it is written.
    pub fn new(draft: &'d Draft) -> Self {
        Self { text: Cow::Borrowed(&draft.text()[draft.body()..]), body: draft.body(), replaced: Vec::new() }
    }

    /// The body with some parts replaced. Edits have the offsets of the draft. Those before the body are left out.
    pub fn replaced(draft: &'d Draft, edits: &Edits) -> Self {
        let (body, whole) = (draft.body(), draft.text());
        let (mut text, mut replaced, mut copied) = (String::new(), Vec::new(), body);
        for edit in edits.iter().filter(|edit| edit.span.start >= body) {
            text.push_str(Span::new(copied, edit.span.start).of(whole));
            let start = text.len();
            text.push_str(&edit.text);
            replaced.push((Span::new(start, text.len()), edit.span.shift(-(body as isize))));
            copied = edit.span.end;
        }
        text.push_str(&whole[copied..]);
        Self { text: Cow::Owned(text), body, replaced }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// A span of the text, as a span of the draft. A place within a replaced part becomes the whole part.
    pub fn in_draft(&self, span: Span) -> Span {
        let start = self.offset(span.start, |old| old.start);
        let end = self.offset(span.end, |old| old.end);
        Span::new(start, end.max(start))
    }

    fn offset(&self, at: usize, inside: impl Fn(Span) -> usize) -> usize {
        let before = self.replaced.partition_point(|(new, _)| new.start < at);
        let in_body = match before.checked_sub(1).and_then(|last| self.replaced.get(last)) {
            None => at,
            Some((new, old)) if at < new.end => inside(*old),
            Some((new, old)) => old.end + (at - new.end),
        };
        self.body + in_body
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edit;

    #[test]
    fn a_place_behind_replaced_parts_is_found_in_the_draft() {
        let draft = Draft::parse("---\ntitle: x\n---\na {{ b }} c {{ d }} e\n");
        let at = |words: &str| {
            let start = draft.text().find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let edit = |words: &str, text: &str| Edit { span: at(words), text: text.into() };
        let edits = Edits::new(vec![edit("{{ b }}", "a long text"), edit("{{ d }}", "")]).unwrap();
        let source = Source::replaced(&draft, &edits);
        assert_eq!(source.text(), "a a long text c  e\n");
        let place = |words: &str| {
            let start = source.text().find(words).unwrap();
            source.in_draft(Span::new(start, start + words.len()))
        };
        assert_eq!(place("a a"), at("a {{ b }}"));
        assert_eq!(draft.slice(place("long")), "{{ b }}");
        assert_eq!(place(" c "), at(" c "));
        assert_eq!(place("e\n"), at("e\n"));
    }
}
