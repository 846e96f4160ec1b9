//! What a profile inherits from a built-in one.
//!
//! A newsletter that extends a built-in profile under its `name` is that newsletter, and inherits all of it. A
//! newsletter with another name has the same layout but its own texts and people, so it inherits the layout only. A
//! file without a name leaves open which newsletter it is: it inherits all by which texts are read and checked, and
//! nothing that is printed in the newsletter's name.

use serde_yaml::{Mapping, Value};

use super::{BUILT_IN, Proof};

/// The values that belong to the built-in newsletter itself, by the keys that lead to them: its texts, the
/// words by which its texts are found, the spellings of its house, its people and its pages.
const OWN_TEXTS: [&[&str]; 16] = [
    &["notes"],
    &["front_matter", "title_placeholders"],
    &["style", "spellings"],
    &["style", "sources"],
    &["style", "words"],
    &["images", "standing"],
    &["images", "hosts"],
    &["images", "alt_placeholders"],
    &["images", "flash_warning"],
    &["mail"],
    &["placeholders"],
    &["checklist"],
    &["import", "notes"],
    &["import", "people"],
    &["import", "libraries"],
    &["import", "news"],
];

/// Keys of a section with such values: numbers and names in the text of every issue.
const OWN_TEXTS_OF_SECTIONS: [&str; 2] = ["facts", "browser"];

/// The only value that is printed as the newsletter's own words.
const PRINTED: &[&str] = &["import", "news", "standing"];

/// Removes from a built-in profile what a file without its `name` does not inherit. What every newsletter begins with
/// stays.
pub(super) fn leave_own_texts(base: &mut Value, own: &Value) {
    let name = base.get("name").and_then(Value::as_str);
    let is_a_newsletter = BUILT_IN.iter().any(|(built_in, _, _)| name == Some(built_in));
    let own_name = own.get("name").filter(|name| !name.is_null());
    let is_same = own_name.is_some_and(|own| own.as_str() == name);
    let Some(base) = base.as_mapping_mut().filter(|_| is_a_newsletter && !is_same) else { return };
    if own_name.is_none() {
        return remove(base, PRINTED);
    }
    leave_own_sources(base);
    for keys in OWN_TEXTS {
        remove(base, keys);
    }
    for section in base.get_mut("sections").and_then(Value::as_sequence_mut).into_iter().flatten() {
        for key in OWN_TEXTS_OF_SECTIONS {
            if let Some(section) = section.as_mapping_mut() {
                section.remove(key);
            }
        }
    }
    // The other entries are lines of the newsletter's own checklist.
    if let Some(always) = base.get_mut("always_check").and_then(Value::as_sequence_mut) {
        always.retain(|line| line.as_str().is_some_and(|line| Proof::named(line).is_some()));
    }
}

/// Writes `site` for the newsletter's own sources in the forms of items.
fn leave_own_sources(base: &mut Mapping) {
    let sources = base.get("style").and_then(|style| style.get("sources")).and_then(Value::as_mapping);
    let names: Vec<String> = sources
        .into_iter()
        .flat_map(|sources| sources.keys())
        .filter_map(|name| Some(format!("[{}](", name.as_str()?)))
        .collect();
    for section in base.get_mut("sections").and_then(Value::as_sequence_mut).into_iter().flatten() {
        if let Some(Value::String(form)) = section.get_mut("form") {
            *form = names.iter().fold(form.clone(), |form, name| form.replace(name, "[site]("));
        }
    }
}

fn remove(map: &mut Mapping, keys: &[&str]) {
    match keys {
        [] => {}
        [key] => drop(map.remove(*key)),
        [key, rest @ ..] => {
            if let Some(inner) = map.get_mut(*key).and_then(Value::as_mapping_mut) {
                remove(inner, rest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::{BUILT_IN, Profile, built_in, load};

    #[test]
    fn another_newsletter_inherits_the_layout_and_no_texts() {
        let profile = load("extends: circuitpython\nname: tide-letter\n").unwrap();
        let base = built_in("circuitpython").unwrap();
        assert_eq!(profile.sections.len(), base.sections.len());
        assert_eq!(profile.images.max_width, base.images.max_width);
        assert_eq!(profile.style.source, base.style.source);
        let import = &profile.import;
        assert!(import.news.is_none() && import.libraries.is_none() && import.notes.is_none());
        assert!(import.people.is_empty() && profile.notes.is_empty() && profile.checklist.is_empty());
        assert!(profile.placeholders.texts.is_empty() && profile.placeholders.tokens.is_empty());
        assert!(profile.style.spellings.is_empty() && profile.images.flash_warning.is_none());
        assert!(profile.sections.iter().all(|section| section.facts.is_empty() && section.browser.is_none()));
        assert_eq!(profile.always_check, [""; 0]);
        let forms = |profile: &Profile| -> String {
            profile.sections.iter().filter_map(|section| section.form.clone()).collect()
        };
        let in_forms = |profile: &Profile| {
            let forms = forms(profile);
            base.style.sources.keys().filter(|name| forms.contains(&format!("[{name}]("))).count()
        };
        assert_eq!((in_forms(&base), in_forms(&profile)), (1, 0));
    }

    #[test]
    fn the_newsletter_itself_inherits_everything() {
        for (name, _, _) in BUILT_IN {
            let base = format!("{:?}", built_in(name).unwrap());
            let own = format!("{:?}", load(&format!("extends: {name}\nname: {name}\n")).unwrap());
            assert_eq!(own.replace(&format!("extends: Some(\"{name}\")"), "extends: None"), base);
        }
    }

    #[test]
    fn a_newsletter_without_a_name_inherits_everything_but_printed_words() {
        for (name, _, _) in BUILT_IN {
            let mut base = built_in(name).unwrap();
            let mut own = load(&format!("extends: {name}\n")).unwrap();
            own.extends = None;
            assert!(own.import.news.as_ref().is_none_or(|news| news.standing.is_none()));
            if let Some(news) = &mut base.import.news {
                news.standing = None;
            }
            assert_eq!(format!("{own:?}"), format!("{base:?}"));
        }
    }

    #[test]
    fn texts_of_its_own_have_an_effect() {
        let yaml = "extends: this-week-in-rust\nname: tide-letter\nplaceholders: {texts: [tbd]}\nalways_check: [date]\nstyle: {words: [teh]}\n";
        let profile = load(yaml).unwrap();
        assert_eq!(profile.placeholders.texts, ["tbd"]);
        assert_eq!(profile.style.words, ["teh"]);
        assert!(profile.placeholders.addresses.is_empty());
        assert_eq!(load("extends: this-week-in-rust\nname: a\n").unwrap().always_check, ["date", "title"]);
    }
}
