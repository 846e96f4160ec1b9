use super::{Field, Input, Role, Slot};
use crate::draft::{Draft, Field as FrontMatterField, FrontMatter, Quoting};
use crate::profile::{Profile, SlotKind};

/// The front matter as a slot, so that it is filled in a form like the rest.
pub fn front_matter_slot(draft: &Draft, profile: &Profile) -> Option<Slot> {
    let front = draft.front_matter()?;
    // A table in one line is one field for all of its keys. Beside others, what has no line of its own
    // has no field either: no byte is in two.
    let own: Vec<FrontMatterField> = match front.fields.iter().any(|field| !is_whole(field, front)) {
        true => front.fields.iter().filter(|field| !is_whole(field, front)).cloned().collect(),
        false => front.fields.clone(),
    };
    let fields = own
        .chunk_by(|one, next| one.value == next.value && one.quoting == Quoting::Raw)
        .map(|lines| {
            let line = &lines[0];
            let name = lines.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join(", ");
            let is_title = name.eq_ignore_ascii_case(&profile.front_matter.title);
            let mut field =
                Field::new(Role::FrontMatter, Input::Value, vec![line.value], draft, profile).named(name);
            field.quoting = line.quoting;
            let value = line.read(draft.text()).trim();
            if is_title && profile.front_matter.title_placeholders.iter().any(|title| title == value) {
                field.fill = super::Fill::Placeholder;
            }
            field
        })
        .collect();
    Some(Slot::new(SlotKind::FrontMatter, front.span, "Front matter", fields))
}

/// Whether a field is all of the front matter, since no line shows its key.
fn is_whole(field: &FrontMatterField, front: &FrontMatter) -> bool {
    field.key == field.value && front.content.contains(field.key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    /// The front matter after a field was written, and what YAML reads in it then.
    fn written(yaml: &str, name: &str, typed: &str) -> (String, Option<String>) {
        let profile = built_in("circuitpython").unwrap();
        let draft = Draft::parse(format!("---\n{yaml}\ndate: 2026-06-08\n---\n\nText.\n"));
        let slot = front_matter_slot(&draft, &profile).unwrap();
        let mut field = slot.fields.into_iter().find(|field| field.name == name).unwrap();
        let after = Draft::parse(field.write(typed, &draft).apply(draft.text()));
        let front = after.front_matter().unwrap();
        assert_eq!(front.value("date", after.text()), Some("2026-06-08"), "{}", after.text());
        let read = front.value(name, after.text()).map(str::to_owned);
        (after.slice(front.content).replace("\ndate: 2026-06-08\n", ""), read)
    }

    #[test]
    fn a_value_is_written_where_yaml_reads_it() {
        let new = |text: &str, read: &str| (text.to_owned(), Some(read.to_owned()));
        assert_eq!(written("title: Old # c", "title", "New"), new("title: New # c", "New"));
        assert_eq!(
            written("title: >-\n  #5 of the news", "title", ">-\n  #6 of the news"),
            new("title: >-\n  #6 of the news", "#6 of the news")
        );
        assert_eq!(
            written("title: \"What is\nnew?\"", "title", "\"Lamps\""),
            new("title: \"Lamps\"", "Lamps")
        );
        assert_eq!(
            written("og:title: Hello\ntitle: Old", "og:title", "Lamps"),
            new("og:title: Lamps\ntitle: Old", "Lamps")
        );
        assert_eq!(written("title: ~", "title", "New: it"), new("title: \"New: it\"", "New: it"));
    }

    #[test]
    fn what_no_line_shows_is_no_second_field_for_the_same_bytes() {
        let profile = built_in("circuitpython").unwrap();
        let names = |yaml: &str| {
            let draft = Draft::parse(format!("---\n{yaml}\n---\n"));
            let slot = front_matter_slot(&draft, &profile).unwrap();
            slot.fields.iter().map(|field| field.name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names("{title: a, date: 2026-06-08}"), ["title, date"]);
        assert_eq!(names("title: a\n? date\n: 2026-06-08"), ["title"]);
    }
}
