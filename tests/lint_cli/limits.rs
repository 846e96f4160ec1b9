//! Drafts with more of something than a newsletter needs: they are checked in little time and memory,
//! and the report says what it leaves out.

use std::process::Stdio;

use serde_json::Value;

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;
use crate::support::within::limited;

const FILE: &str = "_drafts/2026-06-08-draft.md";

/// What a run left.
pub(super) struct Used {
    pub code: Option<i32>,
    pub out: String,
}

/// Runs it where it may hold so many bytes of memory, and take 30 seconds of processor time.
pub(super) fn used(folder: &Folder, bytes: u64, args: &str) -> Used {
    let out = folder.join("out");
    let mut child = limited(Some(bytes), Some(30), env!("CARGO_BIN_EXE_copydesk"))
        .args(args.split_whitespace())
        .current_dir(folder.path())
        .env_clear()
        .env("HOME", folder.path())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap())
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&out).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = child.wait().unwrap();
    let out = String::from_utf8(std::fs::read(&out).unwrap()).unwrap();
    Used { code: status.code(), out }
}

fn body(text: &str) -> String {
    CLEAN.replace("Good morning.", text)
}

#[track_caller]
fn is_cheap(name: &str, text: &str) -> Used {
    let used = used(&Folder::with_draft(text), 600_000_000, &format!("lint --format concise {FILE}"));
    assert!(matches!(used.code, Some(0 | 1)), "{name}: {:?} {}", used.code, used.out);
    used
}

#[test]
fn of_two_million_problems_a_thousand_are_kept_and_all_are_counted() {
    let folder = Folder::with_draft(body(&"\u{1}".repeat(2_000_000)));
    let used = used(&folder, 300_000_000, &format!("lint --format json {FILE}"));
    assert_eq!(used.code, Some(1));
    let report: Value = serde_json::from_str(&used.out).unwrap();
    assert_eq!(report["summary"]["errors"], 2_000_000);
    let problems = report["files"][0]["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1_001);
    assert_eq!(problems[1_000]["count"], 1_999_000);
    assert_eq!(problems[1_000]["message"], "and 1,999,000 more problems of this rule");
}

#[test]
fn every_format_says_how_many_more_there_are() {
    let folder = Folder::with_draft(body(&"See [the plans]().\n\n".repeat(1_205)));
    for format in ["text", "concise", "json", "github", "sarif", "junit"] {
        let run = folder.run(&format!("lint --select empty-link --format {format}")).exits(1);
        assert!(run.out.contains("and 205 more problems of this rule"), "{format}");
        let counted = match format {
            "json" => "\"errors\": 1205",
            "sarif" => "\"occurrenceCount\": 205",
            // Those that it lists.
            "junit" => "failures=\"1001\"",
            _ => "1205 problems: 1205 errors",
        };
        assert!(run.out.contains(counted), "{format}: {counted}");
    }
    let summary = folder.join("summary.md");
    folder.run_with(
        "lint --select empty-link --format github",
        "GITHUB_STEP_SUMMARY",
        summary.to_str().unwrap(),
    );
    let summary = folder.read("summary.md");
    assert!(summary.contains("and 205 more problems of this rule"), "{summary}");
}

#[test]
fn what_is_not_kept_is_fixed_nevertheless() {
    let folder = Folder::with_draft(body(&"A gate,, a bell.\n\n".repeat(2_500)));
    let run = folder.run("lint --select doubled-punctuation").exits(0);
    assert!(run.out.contains("`--fix` fixes 2500 of them"), "{}", &run.out[run.out.len() - 300..]);
    let run = folder.run("lint --select doubled-punctuation --fix").exits(0);
    assert!(run.out.contains("fixed 2500 problems"), "{}", run.out);
    assert!(!folder.read(FILE).contains(",,"));
}

#[test]
fn a_waived_problem_is_not_counted_and_waivers_have_a_limit() {
    let waivers = "<!-- copydesk-disable empty-link: these are links to come -->\n\n".repeat(100_000);
    let used = is_cheap("waivers", &body(&format!("{waivers}{}", "[a]()\n\n".repeat(1_500))));
    assert!(!used.out.contains("[empty-link]"), "{}", used.out);
    assert!(used.out.contains("have no effect: a draft may have 1,000"), "{}", used.out);
    for waiver in ["copydesk-disable x:", "copydesk-disable-next-line empty-link: no", "copydesk-enable", "x"]
    {
        is_cheap(waiver, &body(&format!("<!-- {waiver} -->\n").repeat(100_000)));
    }
    is_cheap("names", &body(&format!("<!-- copydesk-disable {} -->\n", "empty-lnk ".repeat(200_000))));
}

#[test]
fn lines_with_very_many_of_one_thing() {
    let images = "![a..](../assets/20260608/a,,b.png),, ".repeat(50_000);
    is_cheap("images", &body(&images));
    for part in [
        "a,, ",
        "a.. ",
        "a  b ",
        "\"a\" ",
        "“a ",
        "{{ <x ",
        "{% <x ",
        "(",
        ")",
        "[",
        "](",
        "][",
        "**a ",
        "`",
        "|",
        "<K, V> ",
        "<x>",
        "&amp;",
        "\\(",
        "June 5 ",
        "[a](https://example.org/a) ",
        "<https://example.org> ",
        "*insert ",
        "{:",
        "teh ",
        "the the ",
        "$$|",
        "copydesk-",
        "https://example.org/?utm_source=a ",
        "[a][b] ",
        "and then Recieve ",
        "[here][a] ",
        "<!-- COTW goes here -->\n\n",
        "“a\n\n",
    ] {
        is_cheap(part, &body(&part.repeat(60_000)));
    }
}

#[test]
fn very_many_items_under_a_very_long_heading() {
    let rows: String = (0..20_000).map(|n| format!("* [a{n}](https://example.org/{n})\n")).collect();
    let heading = format!("## {}", "Links ".repeat(60_000));
    is_cheap("heading", &body(&format!("## News\n\n{rows}\n{heading}\n\n{rows}")));
    let same = "* [a](https://example.org/a)\n".repeat(20_000);
    is_cheap("one page", &body(&format!("{heading}\n\n{same}")));
    let labels: String = (0..40_000).map(|n| format!("[a{n}]: https://example.org/{n}\n")).collect();
    let links: String = (0..40_000).map(|n| format!("[here][a{n}] ")).collect();
    is_cheap("labels", &body(&format!("{links}\n\n{labels}")));
    let long = format!("[{}](https://example.org/{})", "the the a ".repeat(20_000), "A".repeat(200_000));
    is_cheap("one link", &body(&long));
}

#[test]
fn a_front_matter_of_very_many_keys() {
    let keys: String = (0..6_000).map(|n| format!("k{n}: x\n")).collect();
    is_cheap("keys", &body("A lamp.\n").replacen("---\n", &format!("---\n{keys}"), 1));
    let lines: String = (0..6_000).map(|n| format!("k{n}:\n- x\n")).collect();
    is_cheap("lists", &body("A lamp.\n").replacen("---\n", &format!("---\n? a\n: b\n{lines}"), 1));
}

#[test]
fn things_within_one_another() {
    let nested = |open: &str, close: &str, n: usize| body(&format!("{}a{}", open.repeat(n), close.repeat(n)));
    is_cheap("images", &nested("![", "](b.png)", 30_000));
    is_cheap("links", &nested("[", "](b)", 30_000));
    is_cheap("emphasis", &nested("*a **b ", "** *", 30_000));
    is_cheap("quotes", &nested("> ", "", 30_000));
    is_cheap("lists", &nested("- ", "", 30_000));
    is_cheap("tags", &nested("<b>", "</b>", 30_000));
}

#[test]
fn a_front_matter_full_of_headings() {
    let headings = format!("layout: post\n{}", "## keep this\n".repeat(100_000));
    is_cheap("headings", &CLEAN.replacen("layout: post\n", &headings, 1));
}

#[test]
fn one_event_with_very_many_months_and_links() {
    let months = "June 5 May ".repeat(60_000);
    is_cheap("months", &body(&format!("## Upcoming Events\n\n* [Fair](https://example.org) {months}\n")));
    let links: String = (0..30_000).map(|n| format!("[a](https://example.org/a) on June {n} ")).collect();
    is_cheap("links", &body(&format!("## CircuitPython Libraries\n\n* {links}\n")));
}
