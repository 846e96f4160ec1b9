//! Documents of nearly the size that is read: little memory, and what is left out is said.

use std::process::Stdio;

use crate::import_cli::Letter;
use crate::import_cli::events::calendar;
use crate::support::within::within;

/// Just below the size of a document that is read, in bytes.
const LARGE: usize = 9_900_000;
/// What the program may hold while it reads one, in bytes.
const MEMORY: u64 = 400_000_000;

fn large(head: &str, line: &str) -> String {
    let mut text = head.to_owned();
    while text.len() + line.len() < LARGE {
        text.push_str(line);
    }
    text
}

/// The exit code, none where memory was not enough, and what was said.
fn import(kind: &str, document: &str) -> (Option<i32>, String) {
    let letter = Letter::new();
    letter.write("document", document);
    let out = within(MEMORY, env!("CARGO_BIN_EXE_copydesk"))
        .args(["--as-of", "2024-05-08", "import", kind, "document"])
        .current_dir(letter.dir.path())
        .env("HOME", letter.dir.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (out.status.code(), String::from_utf8([out.stdout, out.stderr].concat()).unwrap())
}

#[test]
fn documents_of_ten_megabytes_are_read_within_400_mb() {
    let notes = "# Lamp Weekly Meeting for May 6, 2024\n\n## Status Updates\n@dan\n";
    let paragraph = "<p>A lamp <b>hums</b> by <a href='https://lamp.example/x'>the pier</a>.</p>\n";
    for (kind, document) in [
        ("notes", large(notes, "* Repaired the lamp and [its cord](https://lamp.example/cord)\n")),
        ("post", large("<title>A lamp</title>\n", paragraph)),
        ("clicks", large("url,clicks\n", "https://lamp.example/hum,12\n")),
        ("releases", large("", "CircuitPython 9.0.4\n")),
        ("events", large("BEGIN:VCALENDAR\r\n", "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Quay\r\nEND:VEVENT\r\n")),
    ] {
        let (code, said) = import(kind, &document);
        let said: String = said.chars().take(400).collect();
        assert!(matches!(code, Some(0..=2)), "{kind}: {code:?} {said}");
    }
}

#[test]
fn larger_ones_are_refused_with_the_limit() {
    for kind in ["notes", "post", "clicks", "releases", "events", "report"] {
        let (code, said) = import(kind, &"a lamp\n".repeat(1_500_000));
        assert_eq!(code, Some(2), "{kind}: {said}");
        assert!(said.contains("10000000 at most are read"), "{kind}: {said}");
    }
}

#[test]
fn of_many_events_the_first_thousand_are_offered() {
    let days: Vec<(String, String)> =
        (0..8_000).map(|n| (format!("202406{:02}", 1 + n % 28), format!("Quay{n}"))).collect();
    let events: Vec<(&str, &str)> = days.iter().map(|(day, name)| (day.as_str(), name.as_str())).collect();
    let (code, said) = import("events", &calendar(&events));
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("`--apply` takes the 1000 that overwrite nothing"), "{said}");
    assert!(said.contains("7,000 more events: the first 1,000 are offered"), "{said}");
}
