use super::{Finder, SectionView};
use crate::outline::{Input, Role, Slot};
use crate::profile::SlotKind;

/// Text of any form, edited as Markdown.
pub struct Prose;

impl Finder for Prose {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let all = part.blocks.len();
        let part = &part.without_lines();
        if part.blocks.is_empty() && all > 0 {
            return;
        }
        let group = own(part);
        if group.is_empty() {
            let place = part.insertion_after(part.blocks);
            // An issue without an opening has none to fill; one that was emptied has.
            if part.heading.is_some() || place.had_paragraph {
                let fields = vec![part.empty_text(Role::Text, place)];
                out.push(Slot::new(SlotKind::Prose, place.span, part.spec.title.clone(), fields));
            }
            return;
        }
        let span = part.cover(&group);
        let title = part.heading.map_or(part.spec.title.as_str(), |heading| part.slice(heading));
        out.push(Slot::new(
            SlotKind::Prose,
            span,
            title,
            vec![part.field(Role::Text, Input::Markdown, span).required()],
        ));
    }
}

/// The blocks that are the issue's: before the first heading, the task list and the notes up to the next
/// list belong to the editor.
pub(super) fn own(part: &SectionView<'_>) -> std::ops::Range<usize> {
    let after_tasks = match part.heading {
        Some(_) => 0,
        None => part.blocks.iter().rposition(|block| !block.items().is_empty()).map_or(0, |n| n + 1),
    };
    after_tasks..part.blocks.len()
}
