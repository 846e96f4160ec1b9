use super::{Field, Input, Role, Slot};
use crate::draft::{Draft, Field as FrontMatterField, FrontMatter, Quoting};
use crate::profile::{Profile, SlotKind};

/// The front matter as a slot, so that a form can edit it; `None` if the draft has no front matter.
pub fn front_matter_slot(draft: &Draft, profile: &Profile) -> Option<Slot> {
    let front = draft.front_matter()?;
    // A mapping in one line is one field for all of its keys. If other keys have lines, such keys get
    // no field: no byte may be in two fields.
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
            let value = line.decoded(draft.text()).trim();
            if is_title && profile.front_matter.title_placeholders.iter().any(|title| title == value) {
                field.fill = super::Fill::Placeholder;
            }
            field
        })
        .collect();
    Some(Slot::new(SlotKind::FrontMatter, front.span, "Front matter", fields))
}

/// True if a field covers the whole front matter, because no line has its key.
fn is_whole(field: &FrontMatterField, front: &FrontMatter) -> bool {
    field.key == field.value && front.content.contains(field.key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    /// The front matter after a field is written, and the value that YAML reads from it.
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
    fn a_written_value_is_read_by_yaml() {
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
    fn only_the_value_changes_in_toml() {
        let profile = built_in("circuitpython").unwrap();
        let toml = "title = \"Old \\\"lamp\\\"\" # c\ndate = 2026-06-08\n\n[extra]\nmonth = 'June'\n";
        for newline in ["\n", "\r\n"] {
            let text = format!("\u{feff}+++\n{toml}+++\n\nText.\n").replace('\n', newline);
            let draft = Draft::parse(text.clone());
            let slot = front_matter_slot(&draft, &profile).unwrap();
            for (name, shown, typed, old, new) in [
                ("title", "Old \"lamp\"", "New \\ \"bell\"", "Old \\\"lamp\\\"", "New \\\\ \\\"bell\\\""),
                ("date", "2026-06-08", "2026-06-15", "2026-06-08", "2026-06-15"),
                ("extra.month", "'June'", "'July'", "'June'", "'July'"),
            ] {
                let mut field = slot.fields.iter().find(|field| field.name == name).unwrap().clone();
                assert_eq!(field.written(&draft), shown);
                let after = field.write(typed, &draft).apply(draft.text());
                assert_eq!(after, text.replace(old, new));
                let read = Draft::parse(after.clone());
                let value = read.front_matter().unwrap().value(name, read.text()).map(str::to_owned);
                assert_eq!(value.as_deref(), Some(typed.trim_matches('\'')));
            }
        }
    }

    #[test]
    fn a_value_that_yaml_would_read_as_a_comment_is_quoted() {
        for typed in ["News #5", "News\t#5", "#5", "News: #5"] {
            let expected = (format!("title: \"{typed}\""), Some(typed.to_owned()));
            assert_eq!(written("title: Old", "title", typed), expected);
        }
        let plain = ("title: News#5".to_owned(), Some("News#5".to_owned()));
        assert_eq!(written("title: Old", "title", "News#5"), plain);
    }

    #[test]
    fn keys_without_a_line_get_no_second_field_for_the_same_bytes() {
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
