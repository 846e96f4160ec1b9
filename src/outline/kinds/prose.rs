use super::{Finder, SectionView};
use crate::outline::{Input, Role, Slot};
use crate::profile::SlotKind;

/// Any text, edited as Markdown.
pub struct Prose;

impl Finder for Prose {
    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let all = view.blocks.len();
        let view = &view.without_lines();
        if view.blocks.is_empty() && all > 0 {
            return;
        }
        let end = list_below(view);
        let group = own(view);
        let group = group.start..end.unwrap_or(group.end);
        if group.is_empty() && end.is_some() {
            return;
        }
        if group.is_empty() {
            let place = view.insertion_after(view.blocks);
            // An issue without an opening gets no slot, an emptied opening keeps its slot.
            if view.heading.is_some() || place.had_paragraph {
                let fields = vec![view.empty_text(Role::Text, place)];
                out.push(Slot::new(SlotKind::Prose, place.span, view.spec.title.clone(), fields));
            }
            return;
        }
        let span = view.cover(&group);
        let title = view.heading.map_or(view.spec.title.as_str(), |heading| view.slice(heading));
        out.push(Slot::new(
            SlotKind::Prose,
            span,
            title,
            vec![view.field(Role::Text, Input::Markdown, span).required()],
        ));
    }
}

/// The block after the text if another kind of the section has slots there: the first list.
fn list_below(view: &SectionView<'_>) -> Option<usize> {
    let has_lists = view.spec.kinds.iter().any(|kind| super::finder(*kind).is_bulleted());
    let first = view.blocks.iter().position(|block| !block.items().is_empty());
    first.filter(|_| has_lists && view.heading.is_some())
}

/// The blocks that are part of the issue. Before the first heading, the blocks up to the last list are
/// the editor's tasks and notes.
pub(super) fn own(view: &SectionView<'_>) -> std::ops::Range<usize> {
    let after_tasks = match view.heading {
        Some(_) => 0,
        None => view.blocks.iter().rposition(|block| !block.items().is_empty()).map_or(0, |n| n + 1),
    };
    after_tasks..view.blocks.len()
}
