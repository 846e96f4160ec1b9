//! Last week's popular link in each of its forms: problems and evidence.

use super::{facts, found, profile};
use crate::draft::Draft;
use crate::lint::{Context, Facts, Verdict, checklist};
use crate::outline::Outline;

const LAST: &str = "https://example.org/2026/06/01/issue";
const LAMP: &str = "https://example.org/may-lamp";

/// The forms of the link in an issue, with the title, its address, and the last issue's address.
fn forms(title: &str, address: &str, last: &str) -> [String; 4] {
    let story = "It rings - [Bell](https://example.org/bell).\n\n";
    let line =
        format!("#ICYDNCI What was clicked most in [last week's letter]({last})? [{title}]({address}).\n");
    [
        format!(
            "{story}## Popular Last Week\n\nMost readers of [last week's letter]({last}) liked [{title}]({address}).\n"
        ),
        format!("{story}{line}"),
        format!("{story}* Some words\n* {line}"),
        format!("{line}\n{story}"),
    ]
    .map(|body| {
        let tasks = "- [ ] Update ICYDNCI\n\n";
        format!("{}{tasks}## News From Around the Web\n\n{body}", issue!(""))
    })
}

fn evidence(text: &str, facts: &Facts) -> (Verdict, String) {
    let (draft, profile) = (Draft::parse(text), profile());
    let outline = Outline::new(&draft, &profile);
    let context = Context::new(&draft, &outline, &profile, facts);
    let line = checklist(&context, &crate::lint::check(&context)).remove(0);
    (line.verdict, line.detail)
}

/// The rules about links that report problems.
fn rules(text: &str) -> Vec<&'static str> {
    const ABOUT: [&str; 5] = [
        "already-sent-link",
        "other-popular-title",
        "repeated-link",
        "popular-link-not-in-last-issue",
        "wrong-last-issue",
    ];
    let found = found(text, &profile(), &facts());
    found.iter().map(|one| one.rule).filter(|rule| ABOUT.contains(rule)).collect()
}

#[test]
fn the_three_facts_prove_it_in_every_form() {
    let right = (Verdict::Proven, "“Lamp”, of the issue of 2026-06-01".to_owned());
    for text in forms("Lamp", LAMP, LAST) {
        assert_eq!(rules(&text), [""; 0], "{text}");
        assert_eq!(evidence(&text, &facts()), right, "{text}");
    }
}

#[test]
fn each_wrong_fact_is_reported() {
    for (title, address, last, rule, detail) in [
        (
            "Lamp",
            "https://example.org/april-lamp",
            LAST,
            "popular-link-not-in-last-issue",
            "_posts/2026-06-01-issue.md did not link to this page",
        ),
        (
            "Lamp",
            LAMP,
            "https://example.org/2026/05/25/issue",
            "wrong-last-issue",
            "_posts/2026-06-01-issue.md already called this last week's issue",
        ),
        (
            "Lamp",
            LAMP,
            "https://example.org/2026/04/06/issue",
            "wrong-last-issue",
            "this is the issue of 2026-04-06; last week's was _posts/2026-06-01-issue.md",
        ),
        (
            "A harbour",
            LAMP,
            LAST,
            "other-popular-title",
            "_posts/2026-06-01-issue.md has another title for this page",
        ),
    ] {
        for text in forms(title, address, last) {
            assert_eq!(rules(&text), [rule], "{text}");
            assert_eq!(evidence(&text, &facts()), (Verdict::Contradicted, detail.to_owned()), "{text}");
        }
    }
}

#[test]
fn missing_or_unknown_facts_prove_nothing() {
    for text in forms("title", "url", "link") {
        let (verdict, detail) = evidence(&text, &facts());
        assert_eq!((verdict, detail.as_str()), (Verdict::Contradicted, "'Title' is not filled in"), "{text}");
    }
    for text in forms("Lamp", LAMP, "https://example.org/the-last-one") {
        let (verdict, detail) = evidence(&text, &facts());
        assert_eq!(verdict, Verdict::Unknown, "{detail}");
        assert_eq!(detail, "it is unknown whether it links to the issue of 2026-06-01");
    }
    // The last issue is unknown, so nothing is compared with the one before it.
    let old = |text: &str| {
        let facts = Facts { archive: facts().archive.split_off(1), ..facts() };
        let (draft, profile) = (Draft::parse(text), profile());
        let outline = Outline::new(&draft, &profile);
        let found = crate::lint::check(&Context::new(&draft, &outline, &profile, &facts));
        (found.iter().filter(|one| one.rule.contains("popular")).count(), evidence(text, &facts))
    };
    for text in forms("Lamp", LAMP, LAST) {
        let detail = "it links to a newer issue than the issue of 2026-05-25, the newest one here".to_owned();
        assert_eq!(old(&text), (0, (Verdict::Unknown, detail)), "{text}");
    }
    // The issue itself is not one of the last issues.
    for text in forms("Lamp", LAMP, "https://example.org/2026/06/08/issue") {
        assert_eq!(evidence(&text, &facts()).0, Verdict::Contradicted);
    }
    let alone = Facts { archive: Vec::new(), ..facts() };
    for text in forms("Lamp", LAMP, LAST) {
        assert_eq!(evidence(&text, &alone).0, Verdict::Unknown);
    }
    let none = format!("{}- [ ] Update ICYDNCI\n\n## News From Around the Web\n\nNo.\n", issue!(""));
    assert_eq!(evidence(&none, &facts()).0, Verdict::Contradicted);
    // A line without a link to the last issue lacks one of the facts.
    let one =
        forms("Lamp", LAMP, LAST)[1].replace(&format!("[last week's letter]({LAST})"), "last week's letter");
    assert_eq!(
        evidence(&one, &facts()),
        (Verdict::Contradicted, "it does not link to the issue of 2026-06-01".to_owned())
    );
}

#[test]
fn a_waived_problem_neither_contradicts_nor_proves() {
    let waiver = "<!-- copydesk-disable-file popular-link-not-in-last-issue: it was in the mail only -->\n\n";
    for text in forms("Lamp", "https://example.org/other", LAST) {
        let text =
            text.replace("- [ ] Update", "- [x] Update").replace("## News", &format!("{waiver}## News"));
        assert_eq!(rules(&text), [""; 0], "{text}");
        assert_eq!(evidence(&text, &facts()).0, Verdict::Unknown, "{text}");
        assert!(found(&text, &profile(), &facts()).iter().all(|one| one.rule != "contradicted-tick"));
    }
    // Without an issue to compare with, nothing is proven.
    for address in ["/2020/old.html", "mailto:a@b.c"] {
        for text in forms("Lamp", address, LAST) {
            assert_eq!(evidence(&text, &facts()).0, Verdict::Unknown, "{address}");
        }
    }
    // A third link is not part of the two.
    let more = forms("Lamp", LAMP, LAST)[1]
        .replace("may-lamp).", "may-lamp). Read [older ones](https://example.org/all).");
    assert_eq!(evidence(&more, &facts()).0, Verdict::Proven);
}
