//! False positives that rules once had in newsletters of other forms, with real mistakes for comparison.

use std::sync::Arc;

use jiff::civil::{Date, date};

use super::{built_in, facts, reported_spans};
use crate::draft::Draft;
use crate::lint::{Facts, PastIssue};
use crate::outline::Outline;

const RUST: &str = "this-week-in-rust";

/// An issue with links.
fn issue(day: Date, body: &str) -> String {
    format!("Title: Weekly 12\nNumber: 12\nDate: {day}\nCategory: Weekly\n\n{body}")
}

fn past(weeks: i64, body: &str) -> Arc<PastIssue> {
    let day = date(2026, 6, 10).saturating_sub(jiff::Span::new().weeks(weeks));
    let (text, profile) = (issue(day, body), built_in(RUST).unwrap());
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &profile);
    Arc::new(PastIssue::new(day, format!("content/{day}-weekly.md"), &draft, &outline, &profile))
}

/// The messages of the rule for this week's issue, with these earlier issues, the newest first.
fn after(archive: Vec<Arc<PastIssue>>, body: &str, rule: &str) -> Vec<String> {
    let day = date(2026, 6, 10);
    let text = issue(day, body);
    let facts = Facts { archive, file_date: Some(day), ..facts() };
    reported_spans(&text, RUST, rule, &facts).into_iter().map(str::to_owned).collect()
}

fn row(title: &str, page: &str) -> String {
    format!("* [{title}](https://example.org/{page})\n")
}

/// A week of proposals and merged changes. The proposals of a week are merged in the next one.
fn week(n: u32) -> String {
    let proposals: String = (0..4).map(|at| row("Lift", &format!("pull/{n}{at}"))).collect();
    let merged: String = (0..4).map(|at| row("Lift", &format!("pull/{}{at}", n - 1))).collect();
    let posts: String = (0..8).map(|at| row("Post", &format!("post/{n}{at}"))).collect();
    format!(
        "## Observations/Thoughts\n\n{posts}\n## Updates from Rust Core\n\n{merged}\n## Final Comment Period\n\n{proposals}"
    )
}

#[test]
fn a_page_with_a_new_state_is_news_and_an_old_post_is_not() {
    let archive = || (1..=4).map(|weeks| past(weeks, &week(20 - weeks as u32))).collect::<Vec<_>>();
    assert_eq!(after(archive(), &week(20), "already-sent-link"), [""; 0]);
    // A proposal with the same state is not a mistake either.
    let waits = format!("{}{}", week(20), row("Lift", "pull/191"));
    assert_eq!(after(archive(), &waits, "already-sent-link"), [""; 0]);
    let again = week(20).replace("post/201", "post/183");
    assert_eq!(after(archive(), &again, "already-sent-link"), ["https://example.org/post/183"]);
    // In a newsletter without states, another heading does not matter.
    let posts = |n: u32| (0..8).map(|at| row("Post", &format!("post/{n}{at}"))).collect::<String>();
    let plain =
        (1..=4).map(|weeks| past(weeks, &format!("## Miscellaneous\n\n{}", posts(20 - weeks as u32))));
    let other = format!("## Research\n\n{}", row("Post", "post/183"));
    assert_eq!(after(plain.collect(), &other, "already-sent-link"), ["https://example.org/post/183"]);
}

#[test]
fn related_pages_of_a_line_do_not_count_as_sent() {
    let archive = || (1..=3).map(|weeks| past(weeks, &week(20 - weeks as u32))).collect::<Vec<_>>();
    let body = |line: &str| format!("## Observations/Thoughts\n\n{line}");
    let beside =
        "* [Part two](https://example.org/two). Follow-up to [part one](https://example.org/post/183).\n";
    assert_eq!(after(archive(), &body(beside), "already-sent-link"), [""; 0]);
    let own = "* [Part one](https://example.org/post/183), see [part two](https://example.org/two).\n";
    assert_eq!(after(archive(), &body(own), "already-sent-link"), ["https://example.org/post/183"]);
}

#[test]
fn usual_headings_are_not_reported() {
    let body = "# Events\n\n### Online\n\n### Africa\n\n* [Gulls](https://example.org/gulls)\n";
    let archive = |body: &str| (1..=3).map(|weeks| past(weeks, body)).collect::<Vec<_>>();
    for (rule, found) in [("empty-section", "Online"), ("skipped-heading-level", "Online")] {
        assert_eq!(after(archive(body), body, rule), [""; 0], "{rule}");
        assert_eq!(after(Vec::new(), body, rule), [found], "{rule}");
        let full = body.replace("# Events\n\n### Online\n", "# Events\n\n## Online\n\nNone.\n");
        assert_eq!(after(archive(&full), body, rule), [found], "{rule}");
    }
}

#[test]
fn highlights_may_repeat_items() {
    let week = |n: u32| {
        let rows =
            |at: std::ops::Range<u32>| at.map(|at| row("Post", &format!("{n}/{at}"))).collect::<String>();
        format!("## Highlights\n\n{}\n## Research\n\n{}", rows(0..3), rows(0..6))
    };
    let plain = |n: u32| week(n).replacen(&format!("{n}/"), &format!("{n}/top/"), 3);
    let after_weeks = |archive: &dyn Fn(u32) -> String, body: &str| {
        after((1..=3).map(|weeks| past(weeks, &archive(20 - weeks as u32))).collect(), body, "repeated-link")
            .len()
    };
    assert_eq!(after_weeks(&week, &week(20)), 0);
    assert_eq!(after_weeks(&plain, &week(20)), 3);
    // Under one heading, it is a mistake.
    assert_eq!(after_weeks(&week, &week(20).replace("20/5", "20/4")), 1);
}

#[test]
fn events_that_begin_with_their_date_are_checked() {
    let events = |lines: &[&str]| {
        let lines: String = lines
            .iter()
            .map(|line| format!("* {line} | Nordvik | [Gulls](https://example.org/gulls)\n    * [**Nests**](https://example.org/{line})\n"))
            .collect();
        format!("## Upcoming Events\n\n### Europe\n\n{lines}")
    };
    let found = |lines: &[&str], rule: &str| {
        let spans = after(Vec::new(), &events(lines), rule);
        spans.iter().map(|span| span.chars().take(12).collect::<String>()).collect::<Vec<_>>()
    };
    let right = ["2026-06-10", "2026-06-11 - 2026-06-13", "2026-07-01"];
    for rule in ["impossible-date", "stale-event", "unordered-events", "repeated-event", "wrong-event-year"] {
        assert_eq!(found(&right, rule), [""; 0], "{rule}");
    }
    assert_eq!(found(&["2026-02-30", "202-08-30"], "impossible-date"), ["2026-02-30", "202-08-30"]);
    assert_eq!(found(&["2026-06-09", "2026-06-11"], "stale-event"), ["* 2026-06-09"]);
    // If either of two could move, the later one is reported.
    let swapped = ["2026-06-11", "2026-06-20", "2026-06-15", "2026-06-30"];
    assert_eq!(found(&swapped, "unordered-events"), ["* 2026-06-15"]);
    assert_eq!(found(&["2026-06-11", "2026-06-11"], "repeated-event"), ["* 2026-06-11"]);
    let hybrid = events(&["2026-06-11"]).replace("### Europe\n", "### Virtual\n")
        + "\n### Europe\n\n* 2026-06-11 | Nordvik | [Gulls](https://example.org/gulls)\n";
    assert_eq!(after(Vec::new(), &hybrid, "repeated-event"), [""; 0]);
    assert_eq!(after(Vec::new(), &hybrid, "repeated-link"), [""; 0]);
}

#[test]
fn names_other_languages_and_punctuation_are_not_reported() {
    for (rule, text, wanted) in [
        ("undefined-reference", "See the [[Translation][Korean] post](https://example.org/a).\n", &[][..]),
        ("undefined-reference", "[ZH][EN] It hums.\n", &[]),
        ("undefined-reference", "It is in [the guide][lamps].\n", &["lamps"]),
        ("wrongly-decoded-text", "It is shown as `\u{fffd}` or as (\u{fffd}).\n", &[]),
        ("wrongly-decoded-text", "A caf\u{fffd} hums.\n", &["\u{fffd}"]),
        ("wrongly-decoded-text", "It is shown as `â€™`.\n", &[]),
        ("wrongly-decoded-text", "It doesnâ€™t hum.\n", &["â€™"]),
        ("shouting-heading", "## 灯が鳴る夜 静かな海辺で 今週も\n\nSo.\n", &[]),
        ("shouting-heading", "## МАЯК ГУДИТ НОЧЬЮ\n\nSo.\n", &["МАЯК ГУДИТ НОЧЬЮ"]),
        ("not-an-address", "See [a lamp]({% post_url 2026-06-01-a %}) and [it]({% link a.md %}).\n", &[]),
        ("not-an-address", "See [a lamp]({post_url}).\n", &["{post_url}"]),
        ("repeated-word", "They add a binding for for-loops, much much later.\n", &[]),
        ("repeated-word", "See [knit one one](https://example.org/knit-one-one).\n", &[]),
        ("repeated-word", "See [knit one one](https://example.org/knit).\n", &[" one"]),
        ("misspelt-word", "* [Abomonation](https://example.org/abomonation)\n* Ricardo Signes\n", &[]),
        ("misspelt-word", "* [Primer programa de la tarde](https://example.org/a)\n", &[]),
        ("undefined-reference", "It is in [Tokio][Docs].\n", &["Docs"]),
        ("repeated-word", "I went to the the and came back.\n", &[" the"]),
        ("repeated-word", "Else clauses for for and while loops.\n", &[]),
        ("misspelt-word", "See [its docs](https://docs.example.com/en/lamp), we recieve it.\n", &["recieve"]),
        ("misspelt-word", "We recieve it, from the Cafe at the end of rue de la Paix.\n", &["recieve"]),
        ("misspelt-word", "Teh lamp hums.\n\nTeh lamp blinks.\n", &["Teh", "Teh"]),
        ("misspelt-word", "Abomonation is fast, so take Abomonation.\n", &[]),
        ("unbalanced-bracket", "The lamp (which hums is here. Buy one now, and so on...\n", &["("]),
        ("unbalanced-bracket", "Fix `async`: unexpected Witness(Bi…\n", &[]),
        ("unbalanced-quote", "“It hums.\n\nIt blinks.\n\nIt is on.”\n", &[]),
        ("unbalanced-quote", "“It hums.\n\nA.\n\nB.\n\nC.\n\nD.\n\nE.\n\nIt is on.”\n", &["“", "”"]),
        ("impossible-date", "## Upcoming Events\n\n* 555-12-3456 | call for it\n", &[]),
        ("misspelt-word", "Abomonation hums. Teh lamp is neer. Adn so on.\n", &["Abomonation", "Teh", "Adn"]),
        ("misspelt-word", "* [Lamps](https://example.org/a) by Ada Recieve and Teh Acheive\n", &[]),
        ("misspelt-word", "* [Lamps](https://example.org/a) by [recieve](https://example.org/u)\n", &[]),
        ("misspelt-word", "* [Lamps](https://example.org/a) by recieve\n", &[]),
        ("misspelt-word", "See Ada Acheive's lamp and so on.\n", &[]),
        ("misspelt-word", "We saw The Acheive's lamp.\n", &["Acheive"]),
        ("misspelt-site", "See [LampsHere](https://lamps-here.example/a).\n", &[]),
        ("misspelt-word", "Made by Ada, and we recieve it by recieve cards.\n", &["recieve", "recieve"]),
        ("misspelt-word", "See [the recieve lamp][it].\n\n[it]: https://example.org/recieve-lamp\n", &[]),
        ("doubled-punctuation", "灯很亮，，也很暖。。\n", &["，，", "。。"]),
        ("doubled-punctuation", "灯很亮……真的——很亮。。。「好」、『好』\n", &[]),
        ("unbalanced-bracket", "灯（很亮) 和 (很暖）。\n", &[]),
        ("unbalanced-bracket", "灯（很亮。\n", &["（"]),
        ("hidden-character", "ภาษา\u{200b}ไทย\n", &[]),
        ("unbalanced-quote", "Read more » or go « back, in German „so“.\n", &[]),
        ("doubled-punctuation", "It hums - [Lamp](https://example.org/lamp)..\n", &[".."]),
        ("doubled-punctuation", "It hums - [Lamp](https://example.org/lamp)...\n", &[]),
        ("leftover-placeholder", "## Crate of the Week\n\n<!-- COTW goes here -->\n\nIt is gull.\n", &[]),
        ("empty-section", "## Crate of the Week\n\n<!-- COTW goes here -->\n", &["Crate of the Week"]),
    ] {
        assert_eq!(after(Vec::new(), text, rule), wanted, "{rule}: {text}");
    }
}

#[test]
fn a_vague_link_of_every_issue_is_not_reported() {
    let body =
        "## Research\n\nSend tasks [here][guidelines].\n\n[guidelines]: https://example.org/guidelines\n";
    let archive = || (1..=3).map(|weeks| past(weeks, body)).collect::<Vec<_>>();
    assert_eq!(after(archive(), body, "vague-link-text"), [""; 0]);
    assert_eq!(after(archive(), &body.replace("e.org/g", "e.org/other-g"), "vague-link-text"), ["here"]);
}

#[test]
fn two_earlier_issues_are_needed_to_report_sent_links() {
    let body = |page: &str| format!("## Miscellaneous\n\n{}{}", row("All", "all/x"), row("Post", page));
    let week = || body("post/3");
    let two = || vec![past(1, &body("post/2")), past(2, &body("post/1"))];
    assert_eq!(after(two(), &week(), "already-sent-link"), [""; 0]);
    assert_eq!(after(two(), &body("post/1"), "already-sent-link"), ["https://example.org/post/1"]);
    assert_eq!(after(vec![past(1, &week())], &week(), "already-sent-link"), [""; 0]);
}

#[test]
fn events_as_stories_must_be_in_date_order() {
    let event = |name: &str, day: &str| {
        format!(
            "[![{name}](../assets/20260608/20260608{name}.jpg)](https://example.org/{name})\n\n{name} is on {day}, 2026 - [Site](https://example.org/{name}).\n\n"
        )
    };
    let text = |days: [&str; 3]| {
        let all = ["Drum", "Fife", "Kite"].iter().zip(days).map(|(name, day)| event(name, day));
        format!(
            "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n## Upcoming Events\n\n{}",
            all.collect::<String>()
        )
    };
    let count = |days| reported_spans(&text(days), "circuitpython", "unordered-events", &facts()).len();
    assert_eq!(count(["June 12th", "June 20th", "July 3rd"]), 0);
    assert_eq!(count(["June 20th", "July 3rd", "June 12th"]), 1);
}
