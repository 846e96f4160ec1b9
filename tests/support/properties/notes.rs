//! What holds for any text that is read as notes of a meeting or as a library report.

use std::sync::LazyLock;

use copydesk::import::notes::{self, MeetingNotes};
use copydesk::import::{Reading, report};
use copydesk::profile::built_in;
use copydesk::profile::grammar::Grammar;

/// The grammar of the built-in profile that has one.
pub fn grammar() -> &'static Grammar {
    static GRAMMAR: LazyLock<Grammar> =
        LazyLock::new(|| built_in("circuitpython").unwrap_or_else(|error| panic!("{error}")).import.grammar);
    &GRAMMAR
}

/// Reading never fails but by a refusal, each part has its line, what comes out is clean, and line
/// breaks of another kind change nothing.
pub fn notes(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let lines = text.lines().count();
    let reading = notes::read(text, grammar());
    if let Ok(reading) = &reading {
        assert!(
            reading.remarks.iter().filter_map(|remark| remark.line).all(|line| (1..=lines).contains(&line))
        );
        clean(&reading.value, lines);
    }
    let report = report::read(text, grammar());
    if !text.contains('\r') {
        let windows = text.replace('\n', "\r\n");
        assert_eq!(notes::read(&windows, grammar()).map(value), reading.map(value));
        assert_eq!(report::read(&windows, grammar()).map(value), report.map(value));
    }
}

fn value<T>(reading: Reading<T>) -> T {
    reading.value
}

fn clean(notes: &MeetingNotes, lines: usize) {
    for item in &notes.news {
        assert!((1..=lines).contains(&item.line));
        assert!(item.title.is_some() || !item.body.is_empty());
        tidy(&item.body);
    }
    for person in notes.hugs.iter().chain(&notes.status) {
        assert!((1..=lines).contains(&person.line));
        assert!(!person.handle.is_empty());
        tidy(&person.text);
    }
    for library in notes.state.new.iter().chain(&notes.state.updated) {
        assert!((1..=lines).contains(&library.line));
        assert!(!library.name.is_empty());
    }
    let top = notes.state.downloads.iter().flat_map(|downloads| &downloads.top);
    assert!(top.enumerate().all(|(n, package)| package.rank == n + 1));
}

/// Without empty lines at its ends, and outside code without more than one in a row.
fn tidy(markdown: &str) {
    assert!(!markdown.starts_with('\n'), "{markdown:?}");
    let has_code = markdown.contains("```") || markdown.contains("~~~");
    assert!(has_code || !markdown.ends_with('\n') && !markdown.contains("\n\n\n"), "{markdown:?}");
}
