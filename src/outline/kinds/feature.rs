use super::{Kind, Part};
use crate::outline::{Field, Fill, Input, Slot, story};
use crate::text::Span;

/// A story that is a section of its own: its title is the heading.
pub struct Feature;

impl Kind for Feature {
    fn name(&self) -> &'static str {
        "feature"
    }

    fn slots(&self, part: &Part<'_>, out: &mut Vec<Slot>) {
        let Some(heading) = part.heading else { return };
        let mut fields = vec![title(part, heading)];
        fields.extend(story::fields(part, part.blocks));
        let name = match fields[0].fill {
            Fill::Missing => part.spec.title.clone(),
            _ => part.slice(heading).to_owned(),
        };
        out.push(Slot::new("feature", Span::new(part.span.start, part.end()), name, fields));
    }
}

/// The title field: the whole heading, or what follows the section's own words in it.
pub(super) fn title(part: &Part<'_>, heading: Span) -> Field {
    let words = part.slice(heading);
    if part.spec.title_in_heading
        && part.spec.headings.iter().any(|alias| words.to_lowercase().starts_with(alias.as_str()))
    {
        let text = part.draft.text();
        let after_colon = words.find(':').map(|colon| Span::new(heading.start + colon + 1, heading.end));
        return match after_colon.map(|rest| rest.trim(text)) {
            None => part.field("Title", Input::Line, Span::at(heading.end)).set_apart(part.draft, ": ", ""),
            Some(title) if !title.is_empty() => {
                part.field("Title", Input::Line, title).set_apart(part.draft, ": ", "")
            }
            // A colon with nothing behind it, or with the blank that belongs there.
            Some(_) => {
                let line = text.get(heading.end..part.span.end).unwrap_or("");
                let line = line.lines().next().unwrap_or("");
                let has_blank = line.starts_with(' ') && line.trim().is_empty();
                let place = Span::at(heading.end + usize::from(has_blank));
                let before = if has_blank { "" } else { " " };
                part.field("Title", Input::Line, place).set_apart(part.draft, before, "")
            }
        };
    }
    let mut field = part.field("Title", Input::Line, heading).required();
    if part.spec.heading_placeholders.iter().any(|placeholder| placeholder == words) {
        field.fill = Fill::Placeholder;
    }
    field
}
