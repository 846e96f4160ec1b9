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
        let span = match words.find(':') {
            Some(colon) => Span::new(heading.start + colon + 1, heading.end).trim(part.draft.text()),
            None => Span::at(heading.end),
        };
        let mut field = part.field("Title", Input::Line, span);
        // After `…: ` with nothing behind it, the value goes to the heading's end as it is.
        if !words.contains(':') {
            field.around = (": ", "");
        }
        return field;
    }
    let mut field = part.field("Title", Input::Line, heading).required();
    if part.spec.heading_placeholders.iter().any(|placeholder| placeholder == words) {
        field.fill = Fill::Placeholder;
    }
    field
}
