use super::{Field, Input, Slot};
use crate::draft::{Draft, Quoting};
use crate::profile::Profile;

/// The front matter as a slot, so that it is filled in a form like the rest.
pub fn front_matter_slot(draft: &Draft, profile: &Profile) -> Option<Slot> {
    let front = draft.front_matter()?;
    // A table in one line is one field for all of its keys.
    let fields = front
        .fields
        .chunk_by(|one, next| one.value == next.value && one.quoting == Quoting::Raw)
        .map(|lines| {
            let line = &lines[0];
            let name = lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join(", ");
            let is_title = name.eq_ignore_ascii_case(&profile.front_matter.title);
            let mut field = Field::new(name, Input::Value, vec![line.value], draft, profile);
            field.quoting = line.quoting;
            let value = line.read(draft.text()).trim();
            if is_title && profile.front_matter.title_placeholders.iter().any(|title| title == value) {
                field.fill = super::Fill::Placeholder;
            }
            field
        })
        .collect();
    Some(Slot::new("front matter", front.span, "Front matter", fields))
}
