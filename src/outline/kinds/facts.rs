use super::{Finder, SectionView, capture};
use crate::outline::field::ValueForm;
use crate::outline::{Input, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// The numbers and versions of a section whose text stays the same.
pub struct Facts;

impl Finder for Facts {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let text = part.slice(part.span);
        let mut fields = Vec::new();
        for fact in &part.spec.facts {
            let spans: Vec<Span> = fact
                .places
                .iter()
                .filter_map(|place| capture(place, text, false))
                .map(|span| span.shift(part.span.start as isize))
                .collect();
            if !spans.is_empty() {
                fields.push(
                    part.fields(Role::Fact, Input::Line, spans)
                        .named(fact.name.clone())
                        .required()
                        .with_form(ValueForm::Word),
                );
            }
        }
        if !fields.is_empty() {
            let span = fields
                .iter()
                .flat_map(|field| field.spans.iter().copied())
                .reduce(Span::cover)
                .unwrap_or(part.span);
            out.push(Slot::new(SlotKind::Facts, span, "Numbers and versions", fields));
        }
    }
}
