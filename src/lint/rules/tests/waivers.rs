use super::profile;
use crate::draft::{Draft, WaiverKind};
use crate::lint::report::{FileReport, Report, brief, json, sarif};
use crate::lint::selection::RENAMED;
use crate::lint::{Context, Diagnostic, Facts, Fix, Purpose, Selection, check_selected, find_rule, waive};
use crate::outline::Outline;
use crate::profile::{Profile, load};

const FRONT: &str =
    "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n";

/// The problems of a text that need not have the sections of an issue.
fn found(text: &str, profile: &Profile, facts: &Facts) -> Vec<Diagnostic> {
    let mut found = super::found(text, profile, facts);
    found.retain(|one| one.rule != "missing-section");
    found
}

/// The facts of the examples, without the unused image.
fn facts() -> Facts {
    Facts { unused_images: Vec::new(), ..super::facts() }
}

/// The line and rule of each problem of an issue with this body.
fn problems(body: &str) -> Vec<(usize, &'static str)> {
    let text = format!("{FRONT}{body}");
    let line = |one: &Diagnostic| text[..one.span.start].matches('\n').count() - 6;
    found(&text, &profile(), &facts()).iter().map(|one| (line(one), one.rule)).collect()
}

#[test]
fn a_waiver_applies_to_the_next_line_that_is_not_blank() {
    for waiver in [
        "<!-- copydesk-disable-next-line empty-link: on Friday -->",
        "<!--copydesk-disable-next-line empty-link: on Friday-->",
        "<!-- markdownlint-disable-next-line MD042 empty-link: on Friday -->",
        "<!-- markdownlint-disable-next-line empty-link -- on Friday -->",
        "{::comment}copydesk-disable-next-line empty-link: on Friday{:/comment}",
        "{::comment}\ncopydesk-disable-next-line empty-link: on Friday\n{:/}",
        "<!-- copydesk-disable-next-line empty-link, stale-event: on Friday -->\n<!-- not a waiver -->",
    ] {
        let between = if waiver.contains("not a waiver") { " " } else { "\n\n" };
        let body = format!("{waiver}{between}See [the plans]().\n\nSee [the lamp]().\n");
        let rules: Vec<&str> = problems(&body).iter().map(|(_, rule)| *rule).collect();
        if waiver.contains("stale-event") {
            assert_eq!(rules, ["unused-waiver", "empty-link"], "{waiver}");
        } else {
            assert_eq!(rules, ["empty-link"], "{waiver}");
        }
    }
}

#[test]
fn several_waivers_may_precede_a_line() {
    let body = "<!-- copydesk-disable-next-line empty-link: on Friday -->\n<!-- copydesk-disable-next-line double-space: a form -->\nA  lamp: see [the plans]().\n";
    assert_eq!(problems(body), []);
}

#[test]
fn a_waiver_at_the_end_of_a_line_applies_to_that_line() {
    let body =
        "* See [the plans](). <!-- copydesk-disable-line empty-link: on Friday -->\n* See [the lamp]().\n";
    assert_eq!(problems(body), [(2, "empty-link")]);
}

#[test]
fn disable_applies_up_to_enable_and_disable_file_to_the_whole_file() {
    let link = "See [the plans]().\n\n";
    let disable = "<!-- copydesk-disable empty-link: a list to come -->\n\n";
    let body = format!("{link}{disable}{link}{link}<!-- copydesk-enable empty-link -->\n\n{link}");
    assert_eq!(problems(&body), [(1, "empty-link"), (11, "empty-link")]);
    let body = format!("{link}{disable}{link}<!-- copydesk-enable stale-event -->\n\n{link}");
    assert_eq!(problems(&body), [(1, "empty-link")]);
    let body = format!("{link}<!-- copydesk-disable-file empty-link: a list to come -->\n");
    assert_eq!(problems(&body), []);
}

#[test]
fn an_enable_without_names_ends_every_waiver_in_force() {
    let line = "A  lamp: see [the plans]().\n\n";
    let disable = "<!-- copydesk-disable empty-link, double-space: a list to come -->\n\n";
    let other = "<!-- copydesk-disable stale-event: a list to come -->\n\n";
    let without = format!("{disable}{line}{line}");
    assert_eq!(problems(&without), []);
    let enable = "<!-- copydesk-enable -->\n\n";
    let both = [(7, "double-space"), (7, "empty-link")];
    assert_eq!(problems(&format!("{disable}{line}{enable}{line}")), both);
    // It ends the waivers of several comments, and a later waiver applies again.
    let again = format!("{disable}{other}{line}{enable}{line}{disable}{line}");
    let mut expected = vec![(3, "unused-waiver")];
    expected.extend(both.map(|(line, rule)| (line + 2, rule)));
    assert_eq!(problems(&again), expected);
}

#[test]
fn waivers_in_the_front_matter_are_yaml_comments() {
    let text = "---\nlayout: post\ntitle: \"A lamp\"\n# copydesk-disable-next-line wrong-weekday: out a day later\ndate: 2026-06-09 07:00:00 -0800\ncategories: weekly\n---\n\nA lamp.\n";
    let facts = Facts { file_date: None, ..facts() };
    assert_eq!(found(text, &profile(), &facts), []);
    let without = text.replace("# copydesk-disable-next-line wrong-weekday: out a day later\n", "");
    assert_eq!(found(&without, &profile(), &facts).len(), 1);
}

#[test]
fn a_malformed_waiver_is_reported_and_its_valid_rules_apply() {
    let messages = |waiver: &str| -> Vec<String> {
        let text = format!("{FRONT}<!-- {waiver} -->\nSee [the plans]().\n");
        found(&text, &profile(), &facts()).into_iter().map(|one| one.message).collect()
    };
    assert_eq!(messages("copydesk-disable-next-line empty-link"), ["this waiver gives no reason"]);
    assert_eq!(messages("copydesk-disable-next-line empty-link:  "), ["this waiver gives no reason"]);
    assert_eq!(
        messages("copydesk-disable-next-line empty-lnik, empty-link: on Friday"),
        ["there is no rule 'empty-lnik'; did you mean 'empty-link'?"]
    );
    let all = messages("copydesk-disable-next-line");
    assert_eq!(all, ["this waiver names no rule", "the link 'the plans' has no address"]);
    let all = messages("copydesk-disbale empty-link: on Friday");
    assert_eq!(all, ["'copydesk-disbale' is not a kind of waiver", "the link 'the plans' has no address"]);
    // Waivers for another program are not checked.
    assert_eq!(messages("markdownlint-disable MD013"), ["the link 'the plans' has no address"]);
    assert_eq!(messages("markdownlint-capture"), ["the link 'the plans' has no address"]);
    let all = messages("copydesk-disable-next-line unused-waiver, empty-link: x");
    assert_eq!(all, ["'unused-waiver' can't be waived, only ignored with --ignore"]);
}

#[test]
fn a_waiver_in_code_has_no_effect() {
    let body = "    <!-- copydesk-disable-next-line empty-link: x -->\n\nSee [the plans]().\n";
    assert_eq!(problems(body), [(3, "empty-link")]);
    let body = "`<!-- copydesk-disable-file empty-link: x -->` and [the plans]().\n";
    assert_eq!(problems(body), [(1, "empty-link")]);
}

#[test]
fn an_unused_waiver_is_removed_if_that_joins_no_lines() {
    let fixed = |body: &str| -> Option<String> {
        let text = format!("{FRONT}{body}");
        let all = found(&text, &profile(), &facts());
        let one = all.iter().find(|one| one.rule == "unused-waiver").expect(body);
        match &one.fix {
            Some(Fix::Text(edits)) => Some(edits.apply(&text)[FRONT.len()..].to_owned()),
            _ => None,
        }
    };
    let waiver = "<!-- copydesk-disable-line empty-link: x -->";
    assert_eq!(fixed(&format!("A lamp. {waiver}\nMore.\n")).unwrap(), "A lamp.\nMore.\n");
    assert_eq!(fixed(&format!("A lamp.\n\n{waiver}\nMore.\n")).unwrap(), "A lamp.\n\nMore.\n");
    assert_eq!(fixed(&format!("A lamp.\n{waiver}\nMore.\n")), None);
}

#[test]
fn a_waiver_for_publishing_is_not_unused_in_a_draft() {
    let body = "<!-- copydesk-disable-file unused-image: for next week -->\n\nA lamp.\n";
    let text = format!("{FRONT}{body}");
    let at = |stage| found(&text, &profile(), &Facts { stage, ..super::facts() }).len();
    assert_eq!(at(crate::lint::Stage::Contribution), 0);
    assert_eq!(at(crate::lint::Stage::Publish), 0);
}

#[test]
fn copydesk_yml_waives_for_one_several_or_all_files() {
    let text = format!("{FRONT}See [the plans]().\n");
    let rules = |waivers: &str| -> Vec<&'static str> {
        let profile = load(&format!("extends: circuitpython\nwaivers:\n{waivers}")).unwrap();
        found(&text, &profile, &facts()).iter().map(|one| one.rule).collect()
    };
    let link = "  - {rule: empty-link, reason: they come late";
    assert_eq!(rules(&format!("{link}}}")), [""; 0]);
    assert_eq!(rules(&format!("{link}, path: _drafts/*}}")), [""; 0]);
    assert_eq!(rules(&format!("{link}, path: _drafts/2026-06-08-draft.md}}")), [""; 0]);
    assert_eq!(rules(&format!("{link}, path: _posts/*}}")), ["empty-link"]);
    let unused = "  - {rule: stale-event, reason: x, path: _drafts/2026-06-08-draft.md}";
    assert_eq!(rules(unused), ["unused-waiver", "empty-link"]);
    assert_eq!(rules("  - {rule: stale-event, reason: x}"), ["empty-link"]);
    assert!(
        load("extends: circuitpython\nwaivers:\n  - {rule: empty-link}\n")
            .unwrap_err()
            .to_string()
            .contains("reason")
    );
}

#[test]
fn a_waiver_of_an_ignored_rule_is_not_unused() {
    let text = format!("{FRONT}<!-- copydesk-disable-file stale-event: x -->\n\nA lamp.\n");
    let (draft, profile, facts) = (Draft::parse(text.as_str()), profile(), facts());
    let outline = Outline::new(&draft, &profile);
    let context = Context::new(&draft, &outline, &profile, &facts);
    let ask = |ignore: &[&str]| {
        let ignore: Vec<String> =
            ["missing-section"].iter().chain(ignore).map(|name| (*name).to_owned()).collect();
        check_selected(&context, &Selection::new(&[], &ignore).unwrap(), Purpose::Report, &mut |_, _| ())
            .len()
    };
    assert_eq!(ask(&[]), 1);
    assert_eq!(ask(&["stale-event"]), 0);
}

#[test]
fn unclosed_comments_and_comment_marks_in_code_hide_no_waiver() {
    let waiver = "<!-- copydesk-disable-next-line empty-link: on Friday -->\nSee [the plans]().\n";
    for before in ["`<!--` opens a comment.\n\n", "```\n{::comment}\n```\n\n", "A {::comment} alone.\n\n"] {
        assert_eq!(problems(&format!("{before}{waiver}")), [(0, ""); 0], "{before}");
    }
    let waiver = "<!-- copydesk-disable-next-line empty-link — on Friday -->\nSee [the plans]().\n";
    assert_eq!(problems(waiver), [(0, ""); 0]);
}

#[test]
fn a_waiver_with_a_former_rule_name_counts_and_is_neither_unused_nor_malformed() {
    for &(old, new) in RENAMED {
        let text = find_rule(old).unwrap().meta().bad;
        let rules = |text: &str, profile: &Profile| -> Vec<&'static str> {
            let found = found(text, profile, &facts()).into_iter().map(|one| one.rule);
            found.filter(|rule| *rule == new || rule.contains("waiver")).collect()
        };
        assert_eq!(rules(text, &profile()), [new]);
        let comment = format!("\n---\n\n<!-- copydesk-disable-file {old}: it is right -->\n\n");
        assert_eq!(rules(&text.replacen("\n---\n\n", &comment, 1), &profile()), [""; 0]);
        let list =
            format!("waivers: [{{rule: {old}, reason: it is right, path: _drafts/2026-06-08-draft.md}}]");
        let profile = load(&format!("extends: circuitpython\n{list}\n")).unwrap();
        assert_eq!(rules(text, &profile), [""; 0]);
    }
}

#[test]
fn reports_print_a_rule_s_current_name() {
    for &(old, new) in RENAMED {
        let text = find_rule(old).unwrap().meta().bad;
        let file = FileReport::new("draft.md", text, &found(text, &profile(), &facts()));
        let report = Report { files: vec![file], failures: Vec::new() };
        for printed in [json(&report), sarif(&report), brief(&report)] {
            assert!(printed.contains(new) && !printed.contains(old), "{printed}");
        }
    }
}

#[test]
fn a_problem_of_one_item_is_waived_beside_the_item() {
    let item = |name: &str| format!("* [{name}](https://example.org/{name}) is on June 20\n");
    let events = [item("a"), "* [Event name](url) on {date}\n".to_owned(), item("b"), item("c")];
    for at in 0..events.len() {
        let mut order = events.clone();
        order.swap(1, at);
        let text = format!("{FRONT}## Upcoming Events\n\n{}", order.concat());
        let (draft, profile, facts) = (Draft::parse(text.clone()), profile(), facts());
        let all = super::found(&text, &profile, &facts);
        let one =
            all.iter().find(|one| one.rule == "leftover-placeholder").unwrap_or_else(|| panic!("{all:?}"));
        let waiver = waive((&draft, &all), one, "we wait for the date", (&profile, &facts)).unwrap();
        assert_eq!(waiver.kind, WaiverKind::NextLine, "{:?}", waiver.edits);
        // Another one is reported as before.
        let waived = waiver.edits.apply(&text);
        let more = waived.replace("* [a]", "* [Event name](url) on {date}\n* [a]");
        assert!(
            !found(&waived, &profile, &facts).iter().any(|one| one.rule == "leftover-placeholder"),
            "{waived}"
        );
        assert!(
            found(&more, &profile, &facts).iter().any(|one| one.rule == "leftover-placeholder"),
            "{more}"
        );
    }
}
