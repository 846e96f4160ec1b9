//! Front matters of other generators than Jekyll.

use super::*;

fn front_problems(front: &str) -> Vec<(&'static str, String, Option<String>)> {
    let found = problems(&format!("{front}\n## A lamp\n\nIt hums.\n"), EXAMPLE_PATH, "");
    let rules = [
        "invalid-front-matter",
        "unclosed-front-matter",
        "missing-key",
        "no-front-matter",
        "unreadable-date",
    ];
    let of_front = found.into_iter().filter(|one| rules.contains(&one.rule));
    of_front.map(|one| (one.rule, one.message, one.help)).collect()
}

#[test]
fn toml_between_plus_signs_is_read() {
    let keys =
        "layout = \"post\"\ntitle = \"A lamp\"\ndate = 2026-06-08T07:00:00-08:00\ncategories = \"weekly\"\n";
    assert_eq!(front_problems(&format!("+++\n{keys}+++\n")), []);
    let found = front_problems(&format!("+++\n{keys}author = Ada\n+++\n"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "invalid-front-matter");
    assert!(found[0].1.starts_with("the front matter is not TOML: "), "{found:?}");
    let found = front_problems(&format!("+++\n{keys}"));
    assert_eq!(found[0].0, "unclosed-front-matter");
    assert_eq!(found[0].2.as_deref(), Some("add a line of +++ after its last line"));
    let found = front_problems("+++\ntitle = \"A lamp\"\n+++\n");
    assert!(found.iter().any(|one| one.0 == "missing-key"), "{found:?}");
}

/// The problems of an issue of June 8 that are about its date, with their fixes.
fn date_problems(front: &str, profile: &Profile) -> Vec<(&'static str, String)> {
    let text = format!(
        "---\nlayout: post\ntitle: \"A lamp\"\n{front}categories: weekly\n---\n\n## A lamp\n\nIt hums.\n"
    );
    let rules = ["date-mismatch", "unreadable-date", "missing-key", "wrong-weekday", "no-front-matter"];
    let of_date = found(&text, profile, &facts()).into_iter().filter(|one| rules.contains(&one.rule));
    let corrected = |one: Diagnostic| match one.fix {
        Some(Fix::Suggestion(edits)) => edits.apply(&text),
        _ => one.message,
    };
    of_date.map(|one| (one.rule, corrected(one))).collect()
}

#[test]
fn dates_in_other_forms_are_compared_and_corrected_in_their_form() {
    let profile = profile();
    for form in
        ["June 8, 2026", "8 June 2026", "06-08-2026", "6/8/2026 07:00", "Mon, 8 Jun 2026 07:00:00 +0000"]
    {
        assert_eq!(date_problems(&format!("date: {form}\n"), &profile), [], "{form}");
    }
    for (wrong, right) in [("June 1, 2026", "June 8, 2026"), ("06-01-2026 07:00", "06-08-2026 07:00")] {
        let found = date_problems(&format!("date: {wrong}\n"), &profile);
        assert_eq!(found.len(), 1, "{wrong}: {found:?}");
        assert_eq!(found[0].0, "date-mismatch");
        assert!(found[0].1.contains(&format!("date: {right}\n")), "{found:?}");
    }
}

#[test]
fn what_follows_the_date_must_be_a_time() {
    let profile = profile();
    for time in ["", " 07:00", " 07:00:00 -0800", "T07:00:00Z", " 07:00:00 -0800 # winter", " 8 pm"] {
        assert_eq!(date_problems(&format!("date: 2026-06-08{time}\n"), &profile), [], "{time}");
    }
    for wrong in ["25:99", "0800Lamps", "07:00:00 -9900"] {
        for value in [format!("2026-06-08 {wrong}"), format!("\"2026-06-08 {wrong}\" # at noon")] {
            let found = date_problems(&format!("date: {value}\n"), &profile);
            let message = format!("'{wrong}' after the date is not a time");
            assert_eq!(found, [("unreadable-date", message)], "{value}");
        }
    }
    // A placeholder is another problem.
    assert_eq!(date_problems("date: 2026-06-08 {date}\n", &profile), []);
}

#[test]
fn a_time_of_publishing_may_be_days_after_the_issue() {
    let mut profile = profile();
    profile.front_matter.date_is = crate::profile::FrontDateMeaning::PublishingTime;
    assert_eq!(date_problems("date: 2026-06-11 22:00:00 -0000\n", &profile), []);
    let found = date_problems("date: some day\n", &profile);
    assert_eq!(found, [("unreadable-date", "'some day' is not a date".to_owned())]);
}

#[test]
fn a_newsletter_may_have_no_title_or_date_key_or_no_front_matter() {
    let mut profile = profile();
    profile.front_matter.required = vec!["layout".to_owned()];
    profile.front_matter.date = String::new();
    profile.front_matter.title = String::new();
    assert_eq!(date_problems("", &profile), []);
    let without = |profile: &Profile, facts: &Facts| {
        let found = found("## A lamp\n\nIt hums.\n", profile, facts);
        found.iter().any(|one| one.rule == "no-front-matter")
    };
    assert!(without(&profile, &facts()));
    // The last issues have none either.
    let draft = Draft::parse("## A bell\n\nIt rings.\n");
    let outline = Outline::new(&draft, &profile);
    let before = |day| Arc::new(PastIssue::new(day, String::new(), &draft, &outline, &profile));
    let archive = vec![before(date(2026, 6, 1)), before(date(2026, 5, 25)), before(date(2026, 5, 18))];
    assert!(!without(&profile, &Facts { archive, ..facts() }));
    profile.front_matter.required.clear();
    assert!(!without(&profile, &facts()));
}
