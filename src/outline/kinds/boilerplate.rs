use super::{Finder, SectionView};
use crate::outline::{Input, Role, Slot};
use crate::profile::SlotKind;

/// Text that stays as it is every week. It is a slot only while something of the template's is
/// left in it, or nothing at all.
pub struct Boilerplate;

impl Finder for Boilerplate {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let group = 0..part.blocks.len();
        if group.is_empty() && !part.has_subsections && part.heading.is_some() {
            let place = part.insertion_after(part.blocks);
            let fields = vec![part.empty_text(Role::Text, place)];
            out.push(Slot::new(SlotKind::Boilerplate, place.span, part.spec.title.clone(), fields));
            return;
        }
        let span = part.cover(&group);
        let left = part.profile.tokens(part.slice(span)).next().is_some()
            || part.blocks.iter().flat_map(|block| &block.links).any(|link| {
                !link.dest.is_empty() && part.profile.is_address_placeholder(part.slice(link.dest))
            });
        if left {
            out.push(Slot::new(
                SlotKind::Boilerplate,
                span,
                part.spec.title.clone(),
                vec![part.field(Role::Text, Input::Markdown, span).required()],
            ));
        }
    }
}
