use super::{Finder, SectionView};
use crate::outline::{Field, Fill, Input, Role, Slot, story};
use crate::profile::SlotKind;
use crate::text::Span;

/// A story that is a section of its own: its title is the heading.
pub struct Feature;

impl Finder for Feature {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        let Some(heading) = part.heading else { return };
        let part = &part.without_lines();
        let mut fields = vec![title(part, heading)];
        fields.extend(story::fields(part, part.blocks));
        let name = match fields[0].fill {
            Fill::Missing => part.spec.title.clone(),
            _ => part.slice(heading).to_owned(),
        };
        out.push(Slot::new(SlotKind::Feature, Span::new(part.span.start, part.end()), name, fields));
    }
}

/// The title field: the whole heading, or what follows the section's own words in it.
pub(super) fn title(part: &SectionView<'_>, heading: Span) -> Field {
    let words = part.slice(heading);
    if part.spec.title_in_heading
        && part.spec.headings.iter().any(|alias| words.to_lowercase().starts_with(alias.as_str()))
    {
        let text = part.draft.text();
        let Some(colon) = words.find(':') else {
            let mut field = part.field(Role::Title, Input::Line, Span::at(heading.end));
            field.wrapper = (": ", "");
            return field;
        };
        let title = Span::new(heading.start + colon + 1, heading.end).trim(text);
        if !title.is_empty() {
            return part.field(Role::Title, Input::Line, title);
        }
        // A colon with nothing behind it, or with the blank that belongs there.
        let line = text.get(heading.end..part.span.end).and_then(|rest| rest.lines().next()).unwrap_or("");
        let has_blank = line.starts_with(' ') && line.trim().is_empty();
        let place = Span::at(heading.end + usize::from(has_blank));
        let mut field = part.field(Role::Title, Input::Line, place).required();
        field.wrapper = (if has_blank { "" } else { " " }, "");
        return field;
    }
    let mut field = part.field(Role::Title, Input::Line, heading).required();
    if part.spec.heading_placeholders.iter().any(|placeholder| placeholder == words) {
        field.fill = Fill::Placeholder;
    }
    field
}
