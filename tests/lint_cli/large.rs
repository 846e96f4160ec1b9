//! Drafts that no one writes but a program may: up to 16 MB, each with a great many of one thing.
//! What takes time with the square of their number takes minutes here.

use super::limits::used;
use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

/// More than any of these takes: only processor time is limited here.
const MEMORY: u64 = 8_000_000_000;

/// Checks `text`. A build with all optimisation needs a tenth of the processor time that `used` allows.
#[track_caller]
fn soon(name: &str, text: &str) {
    assert!(text.len() <= 16 * 1024 * 1024, "{name}");
    let folder = Folder::with_draft(text);
    let used = used(&folder, MEMORY, "lint --format concise _drafts/2026-06-08-draft.md");
    assert!(matches!(used.code, Some(0 | 1)), "{name}: {:?} {}", used.code, used.out);
}

fn body(text: &str) -> String {
    CLEAN.replace("Good morning.", text)
}

#[test]
fn a_million_lines_of_text() {
    soon("lines", &body(&"a line\n".repeat(1_000_000)));
}

#[test]
fn a_quarter_of_a_million_paragraphs() {
    soon("paragraphs", &body(&"A word.\n\n".repeat(250_000)));
}

#[test]
fn many_headings() {
    soon("headings", &body(&"## New\n\n".repeat(60_000)));
}

#[test]
fn many_untouched_stories() {
    let story = "[![title](../assets/20260608/20260608-name.jpg)](url)\n\ntext - [site](url).\n\n";
    soon("stories", &body(&format!("## News From Around the Web\n\n{}", story.repeat(20_000))));
}

#[test]
fn many_ticked_tasks_and_forms_in_them() {
    soon("tasks", &body(&"- [x] update [![](../assets/20260608/)]() for images\n".repeat(20_000)));
}

#[test]
fn one_list_with_many_links() {
    let links = "* [library](url)\n".repeat(60_000);
    soon("links", &body(&format!("## CircuitPython Libraries\n\n**New Libraries**\n\n{links}")));
}

#[test]
fn one_paragraph_with_many_guides() {
    let guides = "[title](url) from [name](url)\n".repeat(30_000);
    soon("guides", &body(&format!("## New Learn Guides\n\n{guides}")));
}

#[test]
fn one_list_with_many_events() {
    let events = "* [Fair](https://example.org) will be June 26-28, 2026 in Town\n".repeat(30_000);
    soon("events", &body(&format!("## Upcoming Events\n\n{events}")));
}

#[test]
fn one_line_with_many_placeholders() {
    soon("line", &body(&"NUMBER é ".repeat(100_000)));
}

#[test]
fn many_reference_links() {
    let definitions: String = (0..30_000).map(|n| format!("[l{n}]: https://example.org/{n}\n")).collect();
    let links: String = (0..30_000).map(|n| format!("See [it][l{n}].\n\n")).collect();
    soon("references", &body(&format!("{links}{definitions}")));
}

#[test]
fn many_keys_in_the_front_matter() {
    let keys: String = (0..200_000).map(|n| format!("key{n}: value\n")).collect();
    soon("keys", &CLEAN.replacen("layout: post\n", &format!("layout: post\n{keys}"), 1));
}

#[test]
fn many_openings_without_an_end() {
    let opened = ["{{ ", "*insert ", "[![", "<!-- ", "`` ` ", "[a](", "![", "> "];
    for open in opened {
        soon(open, &body(&open.repeat(100_000)));
    }
}
