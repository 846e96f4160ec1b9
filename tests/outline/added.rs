//! New slots beside others: a text before, a text after.

use copydesk::draft::Draft;
use copydesk::lint::{Context, Facts, check};
use copydesk::outline::{Outline, SlotState, add_slot};

use crate::outline::Issue;
use copydesk::profile::SlotKind;

fn added(before: &str, section: &str, after: Option<&str>, template: Option<&str>) -> String {
    Issue::new(before).after(|issue| {
        // A template on Windows has its line endings too.
        let own = template.map(|text| Draft::parse(issue.draft.with_newlines(text)));
        let own = own.as_ref().map(|draft| (draft, Outline::new(draft, &issue.profile)));
        let own = own.as_ref().map(|(draft, outline)| (*draft, outline));
        let after = after.map(|title| issue.slot(title));
        let section = issue.section(section);
        add_slot(&issue.draft, &issue.outline, &issue.profile, section, after, own, "20260608")
    })
}

const ADA: &str = "**Ada**\n\n[![Ada at work](../assets/20260608/20260608ada.jpg)](https://example.org/ada)\n\nI wound the clock.\n";
const TEAM: &str = "## What's the CircuitPython team up to this week?\n\nThey say:\n\n";

#[test]
fn a_new_person_gets_nothing_of_another_one() {
    let text = format!("{TEAM}{ADA}\n## ICYMI\n\nx\n");
    let blank = "**name**\n\n[![title](../assets/20260608/)](url)\n\ntext\n";
    let wanted = format!("{TEAM}{ADA}\n{blank}\n## ICYMI\n\nx\n");
    // The person's block in the template is that person's too.
    let template =
        format!("{TEAM}{}\n", ADA.replace("I wound the clock.", "text.").replace("20260608", "20250101"));
    for template in [None, Some(template.as_str())] {
        let after = added(&text, "team", Some("Ada"), template);
        for own in ["Ada", "ada", "clock"] {
            assert_eq!(after.matches(own).count(), text.matches(own).count(), "{after}");
        }
        if template.is_none() {
            assert_eq!(after, wanted);
        }
    }
}

#[test]
fn a_word_of_the_form_under_which_somebody_writes_is_reported() {
    let text = added(&format!("{TEAM}{ADA}\n## ICYMI\n\nx\n"), "team", Some("Ada"), None);
    let issue = Issue::new(&text.replacen("\n\ntext\n", "\n\nI cut the sails.\n", 1));
    let facts = Facts::default();
    let found = check(&Context::new(&issue.draft, &issue.outline, &issue.profile, &facts));
    let about_name: Vec<&str> =
        found.iter().filter(|one| one.message.contains("Name 'name'")).map(|one| one.rule).collect();
    assert_eq!(about_name, ["leftover-placeholder"], "{found:#?}");
    let slot = issue.outline.slots.iter().rfind(|slot| slot.kind == SlotKind::People).unwrap();
    assert_eq!(slot.state(), SlotState::Half);
}

#[test]
fn a_new_event_has_the_fields_of_the_one_beside_it() {
    let events = |lines: &str| format!("## Upcoming Events\n\n{lines}\n## ICYMI\n\nx\n");
    let line = "* [The fair](https://example.org/fair), June 20 in Brüggestadt\n";
    let text = events(line);
    let wanted = events(&format!("{line}* [title](url), text\n"));
    assert_eq!(added(&text, "events", Some("The fair"), None), wanted);
    // In a section of nothing but bullets, one is added to the section too.
    assert_eq!(added(&text, "events", None, None), wanted);
    // The template's form does where it has those fields.
    let template = events("* [Event name](url) on {date}\n");
    let from_template = events(&format!("{line}* [Event name](url) on {{date}}\n"));
    assert_eq!(added(&text, "events", Some("The fair"), Some(&template)), from_template);
    let short = events("* [Event name](url)\n");
    assert_eq!(added(&text, "events", Some("The fair"), Some(&short)), wanted);
}

#[test]
fn a_new_event_has_the_placeholder_of_a_title_and_not_that_of_an_image() {
    let events = |lines: &str| format!("## Upcoming Events\n\n{lines}\n## ICYMI\n\nx\n");
    let line = "* [The fair](https://example.org/fair), June 20\n";
    let issue = Issue::extended("images: {alt_placeholders: [picture]}\n", &events(line));
    let section = issue.section("events");
    let after = issue.after(|issue| {
        add_slot(&issue.draft, &issue.outline, &issue.profile, section, None, None, "20260608")
    });
    assert_eq!(after, events(&format!("{line}* [title](url), text\n")));
}
