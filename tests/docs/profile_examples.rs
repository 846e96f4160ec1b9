//! The examples in `docs/profile.md` and `docs/newsletter.md`.

use copydesk::draft::Draft;
use copydesk::outline::{Fill, Outline, SlotState};
use copydesk::profile::{Nature, Profile, SlotKind, load, newsletters};

use super::profile::page;

/// The YAML of the first example under a heading.
fn example(heading: &str) -> String {
    let page = page();
    let (_, rest) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, rest) = rest.split_once("```yaml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn example_profile(heading: &str) -> Profile {
    let yaml = example(heading);
    load(&yaml).unwrap_or_else(|error| panic!("{heading}: {error}\n{yaml}"))
}

#[test]
fn the_example_profiles_load() {
    // The example of a list is indented.
    let page = include_str!("../../docs/newsletter.md");
    let (_, yaml) = page.split_once("```yaml\n").unwrap();
    let yaml: Vec<&str> =
        yaml.split("```").next().unwrap().lines().filter_map(|line| line.strip_prefix("   ")).collect();
    assert_eq!(load(&yaml.join("\n")).unwrap().sections.len(), 2);
    let whole = example_profile("A whole profile");
    assert_eq!((whole.name.as_str(), whole.sections.len()), ("lamp-letter", 7));
    assert!(whole.section("news").unwrap().required);
    let listed = newsletters(&example("Several newsletters in one repository")).unwrap().unwrap();
    assert_eq!(listed, ["en", "fr"]);
}

#[test]
fn every_form_makes_an_empty_slot_of_its_kind() {
    let profile = example_profile("A form for each kind");
    for kind in SlotKind::ALL.iter().filter(|kind| !matches!(kind.nature(), Nature::Boilerplate)) {
        if *kind == SlotKind::Line {
            // A sentence in any section, which the template has.
            continue;
        }
        let section = profile.sections.iter().find(|section| section.kinds == [*kind]);
        let section = section.unwrap_or_else(|| panic!("docs/profile.md has no form for '{}'", kind.name()));
        let form = section.form.as_deref().unwrap().replace("{yyyymmdd}", "20260608");
        let before =
            section.count_line.as_ref().map_or(String::new(), |line| format!("So {}.\n\n", line.none));
        let text = match form.starts_with("## ") {
            true => form,
            false => format!("## {}\n\n{before}{form}", section.headings[0]),
        };
        let draft = Draft::parse(text.clone());
        let outline = Outline::new(&draft, &profile);
        let at = outline.find(&section.id).unwrap_or_else(|| panic!("no section in\n{text}"));
        let slots: Vec<_> = outline.slots_of(at).iter().filter(|slot| slot.kind == *kind).collect();
        assert_eq!(slots.len(), 1, "{}: {:?}\n{text}", kind.name(), outline.slots_of(at));
        let is_open = slots[0].all_fields().any(|field| field.fill != Fill::Written);
        assert!(is_open, "{}: {:?}", kind.name(), slots[0]);
    }
}

/// A form whose placeholders are not listed would make slots that look like work.
#[test]
fn the_forms_of_the_whole_profile_are_empty_slots() {
    let profile = example_profile("A whole profile");
    let mut forms = 0;
    for section in &profile.sections {
        let Some(form) = &section.form else { continue };
        let text = format!("## {}\n\n{}\n", section.headings[0], form.replace("{yyyymmdd}", "20260608"));
        let draft = Draft::parse(text.clone());
        let outline = Outline::new(&draft, &profile);
        let slots = outline.slots_of(outline.find(&section.id).unwrap());
        assert_eq!(slots.len(), 1, "{text}");
        assert_eq!(slots[0].state(), SlotState::Empty, "{:?}\n{text}", slots[0]);
        forms += 1;
    }
    assert_eq!(forms, 2);
}
