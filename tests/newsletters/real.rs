//! The script on real newsletters, where they lie beside the project. Each item that is added is of our own making.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use copydesk::desk::Workspace;
use copydesk::draft::Draft;
use copydesk::outline::Outline;
use copydesk::text::Span;
use jiff::civil::{Date, date};

use super::{add_song, chosen, problems_of_structure, require, with_remote};
use crate::lint_cli::Folder;
use crate::support::require::corpus;

/// A newsletter, and what the program should make of it.
struct Newsletter {
    /// The folder in the corpus.
    name: &'static str,
    /// A day in the week of the newest issue.
    today: Date,
    opens: &'static str,
    /// A part of the reason for it.
    why: &'static str,
    /// The next issue. R Weekly's draft is there already.
    next: Option<&'static str>,
    /// A finished issue, with the number of its sections that have items, and of these items at least.
    finished: (&'static str, usize, usize),
    /// The folder of the issues.
    issues: &'static str,
    /// The draft and the section that get an item, and the item as the draft has it.
    add: (&'static str, &'static str, &'static str),
}

const NEWSLETTERS: [Newsletter; 6] = [
    Newsletter {
        name: "haskell-weekly",
        today: date(2026, 8, 14),
        opens: "data/newsletter/2026/issue-538.markdown",
        why: "",
        next: Some("data/newsletter/2026/issue-539.markdown"),
        finished: ("data/newsletter/2026/issue-538.markdown", 4, 13),
        issues: "data",
        add: (
            "data/newsletter/2026/issue-538.markdown",
            "in-brief",
            "- [A harp song](https://harp.example/song)\n  > It is sung at the pond.\n",
        ),
    },
    Newsletter {
        name: "lwkd",
        today: date(2026, 8, 18),
        opens: "_posts/2026-08-16-update.md",
        why: "",
        next: Some("_posts/2026-08-23-update.md"),
        finished: ("_posts/2026-08-16-update.md", 4, 9),
        issues: "_posts",
        add: (
            "_posts/2026-08-16-update.md",
            "subprojects-and-dependency-updates",
            "* [A harp song](https://harp.example/song): It is sung at the pond.\n",
        ),
    },
    Newsletter {
        name: "ruanyf-weekly",
        today: date(2026, 8, 8),
        opens: "docs/issue-407.md",
        why: "",
        next: Some("docs/issue-408.md"),
        finished: ("docs/issue-407.md", 9, 37),
        issues: "docs",
        add: (
            "docs/issue-407.md",
            "工具",
            "11、[A harp song](https://harp.example/song)\n\nIt is sung at the pond.\n",
        ),
    },
    Newsletter {
        name: "rust-osdev",
        today: date(2026, 7, 8),
        opens: "content/this-month/2026-06/index.md",
        why: "",
        next: Some("content/this-month/2026-07/index.md"),
        finished: ("content/this-month/2026-06/index.md", 8, 41),
        issues: "content",
        add: (
            "content/this-month/2026-06/index.md",
            "announcements-news-and-blog-posts",
            "- [A harp song](https://harp.example/song)\n  - It is sung at the pond.\n",
        ),
    },
    Newsletter {
        name: "rweekly",
        today: date(2024, 10, 22),
        opens: "draft.md",
        why: "",
        next: None,
        finished: ("_posts/2024-10-21-2024-W43.md", 8, 51),
        issues: "_posts",
        add: (
            "draft.md",
            "upcoming-events-in-3-months",
            "+ [A harp song](https://harp.example/song): It is sung at the pond.\n",
        ),
    },
    Newsletter {
        name: "swift-weekly",
        today: date(2022, 6, 23),
        opens: "_posts/2022-06-22-issue-201.md",
        why: "",
        next: Some("_posts/2022-07-07-issue-202.md"),
        finished: ("_posts/2021-12-16-issue-200.md", 7, 19),
        issues: "_posts",
        // The newest issue says goodbye, and has no sections.
        add: (
            "_posts/2022-07-07-issue-202.md",
            "news-and-community",
            "[A harp song](https://harp.example/song) It is sung at the pond.\n",
        ),
    },
];

/// Problems of finished issues that are true: newsletter, rule, file.
const TRUE_PROBLEMS: [(&str, &str, &str); 8] = [
    // The heading lacks the plural that it has in the other issues.
    ("lwkd", "unknown-section", "_posts/2026-05-24-update.md"),
    // A section that no other issue has.
    ("lwkd", "unknown-section", "_posts/2026-08-09-update.md"),
    // There is nothing under the heading.
    ("rweekly", "empty-section", "_posts/2024-08-12-2024-W33.md"),
    ("rweekly", "empty-section", "_posts/2024-09-02-2024-W36.md"),
    ("rweekly", "empty-section", "_posts/2024-09-16-2024-W38.md"),
    // Six of eight issues were on a Monday, this one on a Tuesday, and the next one on a Sunday.
    ("rweekly", "wrong-weekday", "_posts/2024-09-10-2024-W37.md"),
    ("rweekly", "wrong-weekday", "_posts/2024-09-29-2024-W40.md"),
    // All others were on a Thursday.
    ("swift-weekly", "wrong-weekday", "_posts/2022-06-22-issue-201.md"),
];

fn copy(from: &Path, folder: &Folder, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), folder, &to),
            false => folder.write(to.to_str().unwrap(), std::fs::read(entry.path()).unwrap()),
        }
    }
}

/// Runs a check on every newsletter, in a folder with its profile, and reports all that fail. Passes without the
/// corpus.
fn each(check: impl Fn(&Newsletter, &Folder) -> Result<(), String>) {
    let Some(newsletters) = corpus("newsletters") else { return };
    let mut wrong = Vec::new();
    for own in &NEWSLETTERS {
        let folder = Folder::new();
        copy(&newsletters.join(own.name), &folder, &PathBuf::new());
        let run = folder.run(&format!("init --yes --here --as-of {}", own.today));
        let checked = match run.code {
            Some(0) => check(own, &folder),
            _ => Err(format!("{run:?}")),
        };
        wrong.extend(checked.err().map(|why| format!("{}: {why}", own.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn real_newsletters_are_learnt_opened_and_continued() {
    each(|own, folder| {
        let (_, shown, why) = chosen(folder.path(), own.today);
        require(shown == own.opens, || format!("{shown} ({why}), not {}", own.opens))?;
        require(!why.is_empty() && why.contains(own.why), || format!("{shown}: {why}"))?;
        let check = folder.run(&format!("init --check --as-of {}", own.today));
        require(check.code == Some(0), || format!("{check:?}"))?;
        let Some(next) = own.next else { return Ok(()) };
        let run = folder.run(&format!("new --as-of {}", own.today));
        require(run.code == Some(0) && folder.join(next).exists(), || format!("no {next}: {run:?}"))
    });
}

/// The spans of the items of a section, in order: the rows of its lists, and its other slots.
fn items(outline: &Outline, section: usize) -> Vec<Span> {
    let slots = outline.slots_of(section).iter().filter(|slot| slot.kind.takes_items());
    slots
        .flat_map(|slot| match slot.is_list() {
            true => slot.rows.iter().map(|row| row.span).collect(),
            false => vec![slot.span],
        })
        .collect()
}

#[test]
fn real_issues_have_their_sections_with_items() {
    each(|own, folder| {
        let (path, sections, count) = own.finished;
        let workspace = Workspace::find(folder.path()).unwrap();
        let draft = Draft::parse(folder.read(path));
        let outline = Outline::new(&draft, &workspace.profile);
        let counts: BTreeMap<&str, usize> = (0..outline.sections.len())
            .map(|n| (outline.sections[n].title.as_str(), items(&outline, n).len()))
            .collect();
        let with_items = counts.values().filter(|count| **count > 0).count();
        let all: usize = counts.values().sum();
        require(with_items == sections && all >= count, || {
            format!("{with_items} sections with {all} items, not {sections} with {count}: {counts:?}")
        })
    });
}

#[test]
fn finished_real_issues_have_only_true_problems_of_structure() {
    each(|own, folder| {
        let run = folder
            .run(&format!("lint {} --stage publish --format concise --as-of {}", own.issues, own.today));
        require(matches!(run.code, Some(0 | 1)), || format!("{run:?}"))?;
        let found: Vec<(String, String)> = problems_of_structure(&run.out)
            .map(|(line, rule)| (rule.to_owned(), line.split(':').next().unwrap().to_owned()))
            .collect();
        let listed = TRUE_PROBLEMS.iter().filter(|(name, _, _)| *name == own.name);
        let mut listed: Vec<(String, String)> =
            listed.map(|(_, rule, file)| ((*rule).to_owned(), (*file).to_owned())).collect();
        let mut found_only = found.clone();
        found_only.sort();
        listed.sort();
        require(found_only == listed, || format!("{found_only:?}, not {listed:?}\n{}", run.out))
    });
}

#[test]
fn an_item_is_added_in_the_form_of_those_beside_it() {
    each(|own, folder| {
        let (path, section, expected) = own.add;
        if own.next == Some(path) {
            folder.run(&format!("new --as-of {}", own.today)).exits(0);
        }
        let _remote = with_remote(folder);
        let old = folder.read(path).trim().to_owned();
        let (run, text) = add_song(folder, section, own.today, path)?;
        // It is an insertion, and nothing else changes.
        let same = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| {
            one.zip(other).take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum::<usize>()
        };
        let start = same(&mut old.chars(), &mut text.chars());
        let end = same(&mut old.chars().rev(), &mut text.chars().rev());
        require(start + end >= old.len() && text.contains(expected.trim_end()), || {
            format!("{run:?}\n{text}")
        })?;
        // The blank lines before it are those between the items before it.
        let workspace = Workspace::find(folder.path()).unwrap();
        let draft = Draft::parse(text.clone());
        let outline = Outline::new(&draft, &workspace.profile);
        let at = outline.find(section).ok_or("no section")?;
        let spans = items(&outline, at);
        let n = spans.iter().position(|span| span.of(&text).contains("A harp song")).ok_or("no item")?;
        let breaks = |n: usize| {
            let before = spans[n - 1].trim(&text);
            Span::new(before.end, spans[n].start).of(&text).matches('\n').count()
        };
        require(n < 2 || breaks(n) == breaks(n - 1), || {
            format!("{} line breaks before it, {} before the last one\n{text}", breaks(n), breaks(n - 1))
        })
    });
}
