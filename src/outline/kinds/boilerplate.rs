use super::{Finder, SectionView};
use crate::outline::{Input, Role, Slot};
use crate::profile::SlotKind;

/// Text that is the same in every issue. It is a slot only while it is empty or has a placeholder of the
/// template.
pub struct Boilerplate;

impl Finder for Boilerplate {
    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let group = 0..view.blocks.len();
        if group.is_empty() && !view.has_subsections && view.heading.is_some() {
            let place = view.insertion_after(view.blocks);
            let fields = vec![view.empty_text(Role::Text, place)];
            out.push(Slot::new(SlotKind::Boilerplate, place.span, view.spec.title.clone(), fields));
            return;
        }
        let span = view.cover(&group);
        let has_placeholder = view.profile.tokens(view.slice(span)).next().is_some()
            || view.blocks.iter().flat_map(|block| &block.links).any(|link| {
                !link.dest.is_empty() && view.profile.is_address_placeholder(view.slice(link.dest))
            });
        if has_placeholder {
            out.push(Slot::new(
                SlotKind::Boilerplate,
                span,
                view.spec.title.clone(),
                vec![view.field(Role::Text, Input::Markdown, span).required()],
            ));
        }
    }
}
