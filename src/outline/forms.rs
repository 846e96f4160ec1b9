use super::{Field, Fill, Outline, Slot};
use crate::draft::{Draft, LinkKind};
use crate::profile::{FactForm, Profile};

/// Adds the placeholders of the newsletter's own template to the profile: its title, words in place of
/// addresses, `{words}` and `$words`, the patterns of its facts, and the headings of its empty stories.
pub fn learn_forms(template: &str, profile: &mut Profile) {
    let draft = Draft::parse(template);
    let title = draft.front_matter().and_then(|front| front.value(&profile.front_matter.title, template));
    if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
        add(&mut profile.front_matter.title_placeholders, title);
    }
    for link in draft.links().filter(|link| link.kind == LinkKind::Inline) {
        let dest = draft.slice(link.dest);
        if is_word(dest) {
            add(&mut profile.placeholders.addresses, dest);
        }
    }
    for span in draft.prose() {
        for token in tokens(draft.slice(span)) {
            add(&mut profile.placeholders.tokens, token);
        }
    }
    // After the addresses, which decide whether a story is empty.
    let outline = Outline::new(&draft, profile);
    learn_patterns(&draft, &outline, profile);
    for text in words_with_tokens(&draft, &outline) {
        add(&mut profile.placeholders.texts, text);
    }
    for section in outline.sections.iter().filter(|section| !section.known) {
        let slots = &outline.slots[section.slots.clone()];
        // Until it is a known placeholder, the heading itself counts as written.
        let is_heading = |field: &Field| section.heading.is_some_and(|heading| field.spans == [heading]);
        let is_written =
            |field: &Field| field.shows_work && matches!(field.fill, Fill::Written | Fill::Mixed);
        let mut fields =
            slots.iter().flat_map(Slot::all_fields).filter(|field| !is_heading(field)).peekable();
        let is_empty = fields.peek().is_some() && !fields.any(is_written);
        let Some(heading) = section.heading.filter(|heading| is_empty && !heading.is_empty()) else {
            continue;
        };
        if let Some(spec) = profile.sections.iter_mut().find(|spec| spec.id == section.id) {
            add(&mut spec.heading_placeholders, draft.slice(heading));
        }
    }
}

/// Texts of empty items that have words around a token, such as `on {date}`.
fn words_with_tokens<'d>(draft: &'d Draft, outline: &Outline) -> Vec<&'d str> {
    let is_empty = |slot: &&Slot| {
        slot.kind.takes_items()
            && slot.fields.iter().all(|field| !field.shows_work || field.fill != Fill::Written)
    };
    let fields = outline.slots.iter().filter(is_empty).flat_map(|slot| &slot.fields);
    fields.filter(|field| field.fill == Fill::Mixed).map(|field| field.value(draft).trim()).collect()
}

/// Sets the pattern of each fact from the template, and its form from the pattern if the profile has
/// none.
fn learn_patterns(draft: &Draft, outline: &Outline, profile: &mut Profile) {
    let numbers = profile.placeholders.numbers.clone();
    for slot in outline.slots.iter().filter(|slot| slot.kind.has_independent_fields()) {
        let Some(section) = outline.sections.get(slot.section) else { continue };
        let Some(spec) = profile.sections.iter_mut().find(|spec| spec.id == section.id) else { continue };
        for field in &slot.fields {
            let value = field.value(draft);
            if let Some(fact) = spec.facts.iter_mut().find(|fact| fact.name == field.name)
                && let Some(form) = FactForm::from_pattern(value, &numbers)
            {
                fact.pattern = Some(value.to_owned());
                fact.form.get_or_insert(form);
            }
        }
    }
}

fn add(list: &mut Vec<String>, one: &str) {
    if !list.iter().any(|known| known == one) {
        list.push(one.to_owned());
    }
}

/// True for words in place of an address: `url`, `news link`.
fn is_word(dest: &str) -> bool {
    !dest.is_empty() && dest.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '_' | '-'))
}

/// The placeholders `{word}` and `$word` of a text.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['{', '$']).filter_map(|(at, open)| {
        let rest = &text[at + 1..];
        let len = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_' && c != '-').unwrap_or(rest.len());
        let end = at + 1 + len;
        match open {
            "{" if len > 0 && text[end..].starts_with('}') => Some(&text[at..=end]),
            "$" if len > 3 => Some(&text[at..end]),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    #[test]
    fn placeholders_of_a_template_are_added_to_the_profile() {
        let mut profile = built_in("circuitpython").unwrap();
        learn_forms(
            "---\ntitle: \"What is new?\"\n---\n\nHello {name}, this is $issue_number: $5 for {{ site.title }}.\n\n## Top story\n\n[![title](../assets/yyyymmdd/yyyymmdd-name.jpg)](address)\n\ntext - [site](address).\n\n## A real one\n\nIt hums - [Site](https://example.org).\n\n## ICYMI\n\n[Listen](#podcast)\n",
            &mut profile,
        );
        assert!(profile.front_matter.title_placeholders.contains(&"What is new?".to_owned()));
        assert!(profile.is_address_placeholder("address"));
        assert!(!profile.is_address_placeholder("#podcast"));
        assert!(profile.is_heading_placeholder("Top story"));
        assert!(!profile.is_heading_placeholder("A real one"));
        let facts = "## Latest Releases\n\n[v#.#.#](https://micropython.org/download) and [yyyy####](https://github.com/adafruit/Adafruit_CircuitPython_Bundle/releases) and [3.14.5](https://www.python.org/downloads/).\n";
        learn_forms(facts, &mut profile);
        let pattern = |name: &str| {
            let mut facts = profile.sections.iter().flat_map(|section| &section.facts);
            facts.find(|fact| fact.name == name).unwrap().pattern.clone()
        };
        assert_eq!(pattern("MicroPython").as_deref(), Some("v#.#.#"));
        assert_eq!(pattern("Adafruit bundle").as_deref(), Some("yyyy####"));
        assert_eq!(pattern("Python"), None, "last week's version is no pattern");
        let text = "Hello {name}, this is $issue_number: $5.";
        let found: Vec<&str> = profile.tokens(text).map(|span| span.of(text)).collect();
        assert_eq!(found, ["{name}", "$issue_number"]);
    }
}
