use super::{Capture, Finder, SectionView, capture};
use crate::outline::field::ValueForm;
use crate::outline::{Input, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// Numbers and versions in a section whose other text stays the same.
pub struct Facts;

impl Finder for Facts {
    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let text = view.slice(view.span);
        let mut fields = Vec::new();
        for fact in &view.spec.facts {
            let spans: Vec<Span> = fact
                .places
                .iter()
                .filter_map(|place| capture(place, text, Capture::Word))
                .map(|span| span.shift(view.span.start as isize))
                .collect();
            if !spans.is_empty() {
                fields.push(
                    view.fields(Role::Fact, Input::Line, spans)
                        .named(fact.name.clone())
                        .of_fact(view.draft, view.profile)
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
                .unwrap_or(view.span);
            out.push(Slot::new(SlotKind::Facts, span, "Numbers and versions", fields));
        }
    }
}
