use super::{Field, Input, Slot};
use crate::draft::Draft;
use crate::profile::Profile;

/// The front matter as a slot, so that it is filled in a form like the rest.
pub fn front_matter_slot(draft: &Draft, profile: &Profile) -> Option<Slot> {
    let front = draft.front_matter()?;
    let fields = front
        .fields
        .iter()
        .map(|line| {
            let name = draft.slice(line.key).to_owned();
            let is_title = name.eq_ignore_ascii_case(&profile.front_matter.title);
            let mut field = Field::new(name, Input::Value, vec![line.value], draft, profile);
            field.quoting = line.quoting;
            let value = draft.slice(line.value);
            if is_title && profile.front_matter.title_placeholders.iter().any(|title| title == value) {
                field.fill = super::Fill::Placeholder;
            }
            field
        })
        .collect();
    Some(Slot::new("front matter", front.span, "Front matter", fields))
}
