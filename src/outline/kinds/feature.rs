use super::{Finder, SectionView};
use crate::outline::missing::Part;
use crate::outline::{Field, Fill, Input, Role, Slot, story};
use crate::profile::SlotKind;
use crate::text::Span;

/// A story that is a whole section, with its title as the heading.
pub struct Feature;

impl Finder for Feature {
    fn parts(&self) -> &[Part] {
        &[Part::Image, Part::Source]
    }

    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let Some(heading) = view.heading else { return };
        let view = &view.without_lines().without_separators();
        let mut fields = vec![title(view, heading)];
        fields.extend(story::fields(view, view.blocks));
        let name = match fields[0].fill {
            Fill::Missing => view.spec.title.clone(),
            _ => view.slice(heading).to_owned(),
        };
        out.push(Slot::new(SlotKind::Feature, Span::new(view.span.start, view.end()), name, fields));
    }
}

/// The field of the title: the whole heading, or what follows the section's name in it.
pub(super) fn title(view: &SectionView<'_>, heading: Span) -> Field {
    let words = view.slice(heading);
    if view.spec.title_in_heading
        && view.spec.headings.iter().any(|alias| words.to_lowercase().starts_with(alias.as_str()))
    {
        let text = view.draft.text();
        let Some(colon) = words.find(':') else {
            let mut field = view.field(Role::Title, Input::Line, Span::at(heading.end));
            field.wrapper = (": ".into(), "".into());
            return field;
        };
        let title = Span::new(heading.start + colon + 1, heading.end).trim(text);
        if !title.is_empty() {
            return view.field(Role::Title, Input::Line, title);
        }
        // After the colon there is nothing, or only a space.
        let line = text.get(heading.end..view.span.end).and_then(|rest| rest.lines().next()).unwrap_or("");
        let has_space = line.starts_with(' ') && line.trim().is_empty();
        let place = Span::at(heading.end + usize::from(has_space));
        let mut field = view.field(Role::Title, Input::Line, place).required();
        field.wrapper.0 = if has_space { "" } else { " " }.into();
        return field;
    }
    let mut field = view.field(Role::Title, Input::Line, heading).required();
    if view.spec.heading_placeholders.iter().any(|placeholder| placeholder == words) {
        field.fill = Fill::Placeholder;
    }
    field
}
