//! The evidence for the lines of the checklist.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::{facts, profile};
use crate::draft::Draft;
use crate::lint::{Context, Facts, PastIssue, Purpose, Selection, Verdict, check, check_selected, checklist};
use crate::outline::Outline;

/// An issue with libraries, releases and thanks, with these values.
fn issue(day: &str, [libraries, stars, dan, feature]: [&str; 4]) -> String {
    let folder = day.replace('-', "");
    format!(
        "---\nlayout: post\ntitle: \"A lamp\"\ndate: {day} 07:00:00 -0800\ncategories: weekly\n---\n\n\
         - [ ] Library and info updates\n- [ ] Feature story\n- [ ] change date\n- [ ] Update [![](../assets/{folder}/)]() for images\n\n\
         ## {feature}\n\n[![A lamp](../assets/{folder}/{folder}lamp.jpg)](https://example.org/{feature})\n\n\
         {feature} hums - [Lamp](https://example.org/{feature}).\n\n\
         ## CircuitPython Libraries\n\nThe number of supported libraries is **{libraries}**.\n\n\
         **New Libraries**\n\n* [Lib {day}](https://example.org/{stars})\n\n\
         ## What's the CircuitPython team up to this week?\n\n**Dan**\n\n{dan}\n\n\
         ## Latest Releases\n\n[v1.27.0](https://micropython.org/download) is it, with [{stars} Stars](https://example.org).\n"
    )
}

fn past(day: Date, text: &str) -> Arc<PastIssue> {
    let text = text.replace("title: \"A lamp\"", &format!("title: \"A lamp of {day}\""));
    let (draft, profile) = (Draft::parse(text), profile());
    let outline = Outline::new(&draft, &profile);
    Arc::new(PastIssue::new(day, format!("_posts/{day}-issue.md"), &draft, &outline, &profile))
}

fn archive() -> Vec<Arc<PastIssue>> {
    let text = |day, values| issue(day, values);
    vec![
        past(date(2026, 6, 1), &text("2026-06-01", ["500", "3,912", "Dan tuned a drum.", "Kite"])),
        past(date(2026, 5, 25), &text("2026-05-25", ["500", "3,900", "Dan sewed a sail.", "Boat"])),
    ]
}

/// The evidence for the line that begins with `line`.
fn evidence(text: &str, line: &str) -> (Verdict, String) {
    let (draft, profile) = (Draft::parse(text), profile());
    let outline = Outline::new(&draft, &profile);
    let facts = Facts { archive: archive(), ..facts() };
    let context = Context::new(&draft, &outline, &profile, &facts);
    let lines = checklist(&context, &check(&context));
    let line = lines.iter().find(|one| one.label.starts_with(line)).unwrap();
    (line.verdict, line.detail.clone())
}

const FRESH: [&str; 4] = ["501", "3,920", "Dan built a lamp.", "Lamp"];

fn this_week(values: [&str; 4]) -> String {
    issue("2026-06-08", values).replace("v1.27.0", "v1.28.0")
}

#[test]
fn unchanged_values_prove_nothing() {
    let line = "Library";
    assert_eq!(evidence(&this_week(FRESH), line), (Verdict::Proven, "4 of 4 filled".to_owned()));
    for (at, value, expected) in [
        (0, "500", "unchanged since 2026-05-25: Libraries"),
        (1, "3,912", "unchanged since 2026-06-01: Stars"),
        (2, "Dan tuned a drum.", "unchanged since 2026-06-01: Dan"),
    ] {
        let mut values = FRESH;
        values[at] = value;
        assert_eq!(evidence(&this_week(values), line), (Verdict::Unknown, expected.to_owned()));
    }
    let all = ["500", "3,912", "Dan tuned a drum.", "Lamp"];
    let (verdict, detail) = evidence(&issue("2026-06-08", all), line);
    assert_eq!(verdict, Verdict::Unknown);
    assert!(detail.starts_with("unchanged since 2026-05-25: Libraries, "), "{detail}");
}

#[test]
fn a_title_of_the_template_proves_nothing_in_any_yaml_form() {
    let text = this_week(FRESH).replace("- [ ] change date", "- [x] update title\n- [ ] change date");
    let evidence_of = |title: &str| {
        let text = text.replace("title: \"A lamp\"", title);
        (evidence(&text, "update title").0, contradicts(&text, &["contradicted-tick"]))
    };
    let words = "Featured story title here!";
    for title in [
        format!("title: {words}"),
        format!("title: !!str {words}"),
        format!("\"title\": '{words}'"),
        "title: >-\n  Featured story\n  title here!".to_owned(),
        "title: |\n  Featured story title here!".to_owned(),
        "title: \"Featured story \\\n  title here!\"".to_owned(),
        "title: Featured\n  story title here!".to_owned(),
        "title: \"Featured story title here\\x21\"".to_owned(),
    ] {
        assert_eq!(evidence_of(&title), (Verdict::Contradicted, true), "{title}");
    }
    for title in ["title: A lamp", "title: >-\n  A\n  lamp", "'title': 'A lamp'"] {
        assert_eq!(evidence_of(title), (Verdict::Proven, false), "{title}");
    }
}

#[test]
fn keys_are_found_in_a_flow_mapping() {
    let rules = |front: &str| {
        let text = format!("---\n{front}\n---\n\nA lamp.\n");
        let (draft, profile) = (Draft::parse(text), profile());
        let outline = Outline::new(&draft, &profile);
        let facts = facts();
        let found = check(&Context::new(&draft, &outline, &profile, &facts)).into_iter();
        found.filter(|one| one.rule.contains("key") || one.rule.contains("date")).count()
    };
    let date = "date: 2026-06-08 07:00:00 -0800";
    assert_eq!(rules(&format!("{{layout: post, title: A lamp, \"{date}\", categories: weekly}}")), 1);
    let date = "date: '2026-06-08 07:00:00 -0800'";
    assert_eq!(rules(&format!("{{layout: post, title: A lamp, {date}, categories: weekly}}")), 0);
    assert_eq!(rules(&format!("  layout: post\n  title: A lamp\n  {date}\n  categories: weekly")), 0);
    assert_eq!(rules(&format!("\"layout\": post\n\"title\": A lamp\n{date}\ncategories:\n- weekly")), 0);
    assert_eq!(rules(&format!("layout: post\n{date}\ncategories: weekly")), 1);
}

#[test]
fn a_tick_on_an_unchanged_value_is_not_contradicted() {
    let mut values = FRESH;
    values[0] = "500";
    let ticked = this_week(values).replace("[ ] Library", "[x] Library");
    assert!(!contradicts(&ticked, &[]));
}

/// True if a tick is contradicted, by the selected rules or by all.
fn contradicts(text: &str, select: &[&str]) -> bool {
    let (draft, profile) = (Draft::parse(text), profile());
    let outline = Outline::new(&draft, &profile);
    let facts = Facts { archive: archive(), ..facts() };
    let context = Context::new(&draft, &outline, &profile, &facts);
    let select: Vec<String> = select.iter().map(|rule| (*rule).to_owned()).collect();
    let selection = Selection::new(&select, &[]).unwrap();
    let found = check_selected(&context, &selection, Purpose::Report, &mut |_, _| ());
    found.iter().any(|one| one.rule == "contradicted-tick")
}

#[test]
fn an_old_feature_story_is_contradicted() {
    assert_eq!(evidence(&this_week(FRESH), "Feature"), (Verdict::Proven, "“Lamp”".to_owned()));
    let mut values = FRESH;
    values[3] = "Boat";
    let old = (Verdict::Contradicted, "“Boat” was already a story of 2026-05-25".to_owned());
    assert_eq!(evidence(&this_week(values), "Feature"), old);
}

#[test]
fn an_open_problem_contradicts_its_line() {
    for (line, from, to, expected) in [
        ("Library", "**501**", "**501** (#/no)", "is still the template's"),
        ("Library", "3,920 Stars", "3,9x Stars", "3,9x"),
        ("Library", "**501**", "**499**", "500"),
        ("change date", "2026-06-08 07", "2026-06-09 07", "2026-06-09"),
        (
            "Update",
            "![A lamp](../assets/20260608/20260608",
            "![A lamp](../assets/20260601/20260601",
            "2026-06-01",
        ),
    ] {
        let text = this_week(FRESH);
        assert!(text.contains(from), "{from}");
        let fine = evidence(&text, line);
        assert_eq!(fine.0, Verdict::Proven, "{line}: {}", fine.1);
        let text = text.replace(from, to);
        let (verdict, detail) = evidence(&text, line);
        assert_eq!(verdict, Verdict::Contradicted, "{line}: {detail}");
        assert!(detail.contains(expected), "{line}: {detail}");
        // It contradicts a tick, regardless of the other requested rules.
        let ticked = text.replace(&format!("[ ] {line}"), &format!("[x] {line}"));
        assert!(contradicts(&ticked, &[]), "{line}");
        assert!(contradicts(&ticked, &["contradicted-tick"]), "{line}");
    }
    // A waived problem does not.
    let waived = this_week(FRESH).replace(
        "The number of supported",
        "<!-- copydesk-disable-next-line decreased-value: some left -->\nThe number of supported",
    );
    assert_eq!(evidence(&waived.replace("**501**", "**499**"), "Library").0, Verdict::Proven);
}

#[test]
fn a_missing_image_folder_contradicts_nothing() {
    let text = this_week(FRESH).replace("[ ] Update", "[x] Update").replace("lamp.jpg", "lost.jpg");
    let (draft, profile) = (Draft::parse(text), profile());
    let outline = Outline::new(&draft, &profile);
    for has_assets in [true, false] {
        let facts = Facts { archive: archive(), has_assets, ..facts() };
        let context = Context::new(&draft, &outline, &profile, &facts);
        let found = check(&context);
        assert!(found.iter().any(|one| one.rule == "missing-image"), "{found:?}");
        assert_eq!(found.iter().any(|one| one.rule == "contradicted-tick"), has_assets, "{found:?}");
    }
}

#[test]
fn the_title_of_an_earlier_issue_is_contradicted() {
    let tasks = this_week(FRESH).replace("- [ ] change date", "- [x] update title\n- [ ] change date");
    // All issues of the archive have this title.
    let of = |title: &str| {
        let text = tasks.replace("title: \"A lamp\"", title);
        let (draft, profile) = (Draft::parse(text), profile());
        let outline = Outline::new(&draft, &profile);
        let old = past(date(2026, 6, 1), &issue("2026-06-01", FRESH).replace("A lamp\"", "A Kite\""));
        let facts = Facts { archive: vec![old], ..facts() };
        let context = Context::new(&draft, &outline, &profile, &facts);
        let lines = checklist(&context, &check(&context));
        let line = lines.iter().find(|one| one.label.starts_with("update title")).unwrap();
        (line.verdict, line.detail.clone())
    };
    assert_eq!(of("title: A lamp").0, Verdict::Proven);
    let used = (Verdict::Contradicted, "“A  kite!” is already the title of 2026-06-01".to_owned());
    assert_eq!(of("title: \"A  kite!\""), used);
}

/// The evidence for the line that begins with `line`, with one earlier issue.
fn after_one(text: &str, last: &str, line: &str) -> (Verdict, String) {
    let (draft, profile) = (Draft::parse(text), profile());
    let outline = Outline::new(&draft, &profile);
    let facts = Facts { archive: vec![past(date(2026, 6, 1), last)], ..facts() };
    let context = Context::new(&draft, &outline, &profile, &facts);
    let lines = checklist(&context, &check(&context));
    let line = lines.iter().find(|one| one.label.starts_with(line)).unwrap();
    (line.verdict, line.detail.clone())
}

#[test]
fn the_page_of_another_issue_is_contradicted() {
    let of = |text: String, address: &str| {
        let line = "- [ ] Link \"View this email in your browser.\"\n- [ ] change date\n\nHello.\n\n";
        let link = format!("[View this email in your browser]({address}).\n\n");
        text.replace("- [ ] change date\n", line).replace("## L", &format!("{link}## L"))
    };
    let last = of(issue("2026-06-01", FRESH), "https://letter.example/latest");
    let verdict = |address: &str| after_one(&of(this_week(FRESH), address), &last, "Link");
    let own = "https://letter.example/2026/06/08/a-lamp";
    assert_eq!(verdict(own), (Verdict::Proven, own.to_owned()));
    let other = verdict("https://letter.example/2026/06/01/a-kite");
    assert_eq!(other, (Verdict::Contradicted, "its link goes to the page of 2026-06-01".to_owned()));
    let same = verdict("https://letter.example/latest");
    assert_eq!(same, (Verdict::Unknown, "the issue of 2026-06-01 linked to the same page".to_owned()));
}

#[test]
fn a_labelled_list_that_is_not_a_slot_counts() {
    let with = |text: &str, count: u32| {
        text.replace(
            "**New Libraries**",
            &format!("**Statistics**\n\n* {count} downloads\n\n**New Libraries**"),
        )
    };
    let last = with(&issue("2026-06-01", ["500", "3,912", "Dan tuned a drum.", "Kite"]), 900);
    let verdict = |count| after_one(&with(&this_week(FRESH), count), &last, "Library");
    assert_eq!(verdict(901), (Verdict::Proven, "4 of 4 filled".to_owned()));
    assert_eq!(verdict(900), (Verdict::Unknown, "unchanged since 2026-06-01: Statistics".to_owned()));
}
