//! What This Week in Rust's own scripts look for (`tools/inspect_links.py`, `inspect_markdown.py`)
//! is reported under its profile too. The scripts render an issue and go through its tags; here
//! the same questions are asked of its lines, in another way than our rules do.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use copydesk::desk::{LintOptions, Source};
use copydesk::lint::Stage;
use regex::Regex;

use crate::corpus::files::SHARED;
use crate::support::require::{Need, missing};

/// How many issues back the scripts look.
const RECENT: usize = 25;

/// Lays the issues out as a newsletter and checks them; the rules found on each line of each file.
fn rules_by_line(issues: &[(String, String)]) -> HashMap<(String, usize), HashSet<&'static str>> {
    let dir = tempfile::tempdir().unwrap();
    for folder in ["content", "draft"] {
        std::fs::create_dir_all(dir.path().join(folder)).unwrap();
    }
    let sources: Vec<(String, Source)> = issues
        .iter()
        .map(|(name, text)| {
            let path = dir.path().join("content").join(name);
            std::fs::write(&path, text).unwrap();
            (name.clone(), Source::File(path))
        })
        .collect();
    let lint = LintOptions {
        stage: Some(Stage::Publish),
        archive: Some(RECENT),
        directory: dir.path().to_owned(),
        ..LintOptions::default()
    };
    let mut found: HashMap<(String, usize), HashSet<&'static str>> = HashMap::new();
    for result in lint.run(&sources).results {
        let report = result.unwrap().report;
        for problem in report.problems {
            let rules = found.entry((report.path.raw().to_owned(), problem.start.line)).or_default();
            rules.insert(problem.rule);
        }
    }
    found
}

/// One of the scripts' questions: what it asks, whether a line fails it, and the rules of ours
/// that say so.
struct Check {
    name: &'static str,
    fails: Box<dyn Fn(&str) -> bool>,
    rules: &'static [&'static str],
}

fn checks() -> Vec<Check> {
    let regex = |pattern: &str| Regex::new(pattern).unwrap();
    let tracking = regex(r"\]\(https?://[^)\s]*[?&]utm_(source|campaign|medium|content)=");
    let slashes = regex(r"\]\(https?://[^/)\s:]+(/[^)?#\s:]*)?//");
    let scheme = regex(r"\]\((\w+):");
    let tag = regex(r"<([A-Za-z][A-Za-z0-9]*)>");
    let code = regex(r"`+[^`]*`+");
    let truncated = regex(r"\[([^\[\]]*\.\.\.)\]\(");
    let known: HashSet<&str> = "p a h1 h2 h3 h4 h5 strong hr li ul ol em code blockquote small br \
        pre sup sub img i b u s q kbd del ins table thead tbody tr td th details summary div span"
        .split_whitespace()
        .collect();
    vec![
        Check {
            name: "tracking parameters",
            fails: Box::new(move |line| tracking.is_match(line)),
            rules: &["tracking-parameter"],
        },
        Check {
            name: "slashes in a row",
            fails: Box::new(move |line| slashes.is_match(line)),
            rules: &["doubled-slash"],
        },
        Check {
            name: "schemes",
            // Chats and files have schemes of their own, which mail programs follow.
            fails: Box::new(move |line| {
                let schemes = scheme.captures_iter(line).map(|found| found[1].to_lowercase());
                schemes
                    .into_iter()
                    .any(|one| !["http", "https", "mailto", "ftp", "irc", "ircs"].contains(&one.as_str()))
            }),
            rules: &["not-an-address"],
        },
        Check {
            name: "odd backticks",
            fails: Box::new(|line| {
                let line = line.replace("````", "").replace("```", "");
                line.matches('`').count() % 2 == 1
            }),
            rules: &["stray-backtick", "broken-code"],
        },
        Check {
            name: "unknown tags",
            fails: Box::new(move |line| {
                let line = code.replace_all(line, "");
                let is_code = line.starts_with("    ") || line.contains('`');
                !is_code
                    && tag.captures_iter(&line).any(|found| !known.contains(found[1].to_lowercase().as_str()))
            }),
            rules: &["unknown-tag"],
        },
        Check {
            name: "titles cut off",
            fails: Box::new(move |line| {
                truncated.captures_iter(line).any(|found| found[1].chars().count() == 70)
            }),
            rules: &["truncated-link-text"],
        },
        Check {
            name: "empty items",
            fails: Box::new(|line| line.trim_end() == "*" || line.trim_end() == "-"),
            rules: &["empty-item"],
        },
    ]
}

/// What is said of a line that fails a check and that we are silent about.
fn missed(issues: &[(String, String)]) -> (HashMap<&'static str, usize>, Vec<String>) {
    let found = rules_by_line(issues);
    let (mut asked, mut missed) = (HashMap::new(), Vec::new());
    for check in checks() {
        for (name, text) in issues {
            let mut is_code = false;
            for (n, line) in text.lines().enumerate() {
                is_code ^= line.trim_start().starts_with("```");
                if is_code || !(check.fails)(line) {
                    continue;
                }
                *asked.entry(check.name).or_default() += 1;
                // A broken code span is reported where it begins.
                let said = |n: usize| {
                    let rules = found.get(&(name.clone(), n));
                    rules.is_some_and(|rules| check.rules.iter().any(|rule| rules.contains(rule)))
                };
                if !(said(n + 1) || (check.name == "odd backticks" && (n.saturating_sub(2)..=n).any(said))) {
                    missed.push(format!("{name}:{}: {}: {line}", n + 1, check.name));
                }
            }
        }
    }
    (asked, missed)
}

/// The pages that the rows of the strict section lead to first, as the scripts address them.
fn repeated(issues: &[(String, String)]) -> Vec<(String, usize, String)> {
    let row = Regex::new(r"^[*-] .*?\]\((https?://[^)\s]+)\)").unwrap();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut repeated = Vec::new();
    for (n, (name, text)) in issues.iter().enumerate() {
        // The level of the strict section's heading, which those under it do not end.
        let mut strict = None;
        let mut is_remark = false;
        for (at, line) in text.lines().enumerate() {
            // What only contributors read.
            is_remark = (is_remark || line.contains("<!--")) && !line.contains("-->");
            if is_remark {
                continue;
            }
            let level = line.bytes().take_while(|byte| *byte == b'#').count();
            if level > 0 && strict.is_none_or(|strict| level <= strict) {
                let heading = line[level..].trim();
                strict = heading.eq_ignore_ascii_case("updates from rust community").then_some(level);
            }
            let Some(found) = row.captures(line).filter(|_| strict.is_some()) else { continue };
            let page = found[1].replacen("http://", "https://", 1);
            let page = page.split("?utm_").next().unwrap().trim_end_matches('/').to_owned();
            match seen.get(&page) {
                Some(before) if n - before < RECENT => repeated.push((name.clone(), at + 1, page)),
                _ => {
                    seen.insert(page, n);
                }
            }
        }
    }
    repeated
}

#[test]
fn each_check_of_this_week_in_rust_s_scripts_has_a_rule() {
    let front = "Title: This Week in Rust 1\nNumber: 1\nDate: 2026-05-20\nCategory: This Week in Rust\n\n";
    let body = "# Updates from Rust Community\n\n## Miscellaneous\n\n\
        * [A lamp](https://example.org/lamp?utm_source=chat)\n\
        * [A buoy](https://example.org//buoy)\n\
        * [A mast](htps://example.org/mast)\n\
        * [A `gull](https://example.org/gull)\n\
        * [Vec<Gull> in flight](https://example.org/flight)\n\
        * [How a lighthouse keeper taught a very small computer to count the s...](https://example.org/count)\n\
        *\n";
    let issues = vec![("2026-05-20-this-week-in-rust.md".to_owned(), format!("{front}{body}"))];
    let (asked, missed) = missed(&issues);
    assert_eq!(missed, [""; 0]);
    let silent: Vec<&str> =
        checks().iter().map(|check| check.name).filter(|name| !asked.contains_key(name)).collect();
    assert_eq!(silent, [""; 0], "the text has no case of these");
}

#[test]
fn links_of_the_last_issues_and_of_this_one_are_told() {
    let issue = |number: u32, rows: &str| {
        let day = format!("2026-05-{:02}", 6 + 7 * number);
        let text = format!(
            "Title: This Week in Rust {number}\nNumber: {number}\nDate: {day}\nCategory: This Week in Rust\n\n# Updates from Rust Community\n\n## Miscellaneous\n\n{rows}"
        );
        (format!("{day}-this-week-in-rust.md"), text)
    };
    let others = |n: u32| {
        (0..6).map(|one| format!("* [Lamp {one}](https://example.org/{n}/{one})\n")).collect::<String>()
    };
    let issues = [
        issue(0, &format!("* [A buoy](http://example.org/buoy/)\n{}", others(0))),
        issue(1, &others(1)),
        issue(2, &format!("{0}* [A mast](https://example.org/mast)\n{0}", others(2))),
        issue(3, &format!("* [The buoy](https://www.example.org/buoy?utm_medium=x)\n{}", others(3))),
    ];
    let found = rules_by_line(&issues);
    let reported: Vec<(usize, &str)> = repeated(&issues)
        .iter()
        .map(|(name, line, _)| {
            let rules = &found[&(name.clone(), *line)];
            (*line, rules.iter().copied().find(|rule| rule.ends_with("-link")).unwrap_or("nothing"))
        })
        .collect();
    assert_eq!(reported.len(), 6, "{reported:?}");
    assert!(reported.iter().all(|(_, rule)| *rule == "repeated-link"), "{reported:?}");
    let name = "2026-05-27-this-week-in-rust.md".to_owned();
    assert!(found[&(name, 10)].contains("already-sent-link"));
}

#[test]
fn what_the_scripts_would_say_of_real_issues_is_said() {
    let issues: Vec<(String, String)> = SHARED
        .iter()
        .filter(|file| file.name.contains("twir/content/") && file.name.ends_with("-this-week-in-rust.md"))
        .map(|file| {
            let name = Path::new(&file.name).file_name().unwrap().to_str().unwrap().to_owned();
            (name, file.text.clone())
        })
        .collect();
    if issues.is_empty() {
        missing(Need::Corpus, "there are no issues of This Week in Rust to compare with");
        return;
    }
    let (asked, missed) = missed(&issues);
    let all: usize = asked.values().sum();
    eprintln!("{all} lines fail the scripts' checks: {asked:?}; {} of them are not reported", missed.len());
    assert!(missed.len() * 50 <= all, "{}", missed.join("\n"));
    let found = rules_by_line(&issues);
    let repeated = repeated(&issues);
    let reported = |(name, line, _): &&(String, usize, String)| {
        let rules = found.get(&(name.clone(), *line));
        rules.is_some_and(|rules| rules.contains("repeated-link") || rules.contains("already-sent-link"))
    };
    let silent: Vec<_> = repeated.iter().filter(|one| !reported(one)).collect();
    eprintln!(
        "{} links stood in one of {RECENT} issues before; {} are not reported",
        repeated.len(),
        silent.len()
    );
    assert!(silent.len() * 20 <= repeated.len(), "{silent:#?}");
}
