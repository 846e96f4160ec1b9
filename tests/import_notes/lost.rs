//! What the reader does not understand is a remark with its line: nothing is lost without a word.

use copydesk::import::Tone;
use copydesk::import::notes::{self, MeetingNotes};

use super::files;
use super::search::people_lines;
use crate::support::properties::notes::grammar;

/// What is unclear, with its line.
fn unclear(text: &str) -> Vec<(usize, String)> {
    let remarks = notes::read(text, grammar()).unwrap().remarks;
    let unclear = remarks.into_iter().filter(|remark| remark.tone == Tone::Unclear);
    unclear.map(|remark| (remark.line.unwrap(), remark.text)).collect()
}

fn read(text: &str) -> MeetingNotes {
    notes::read(text, grammar()).unwrap().value
}

#[test]
fn lines_before_the_first_person_are_told() {
    let text = "## Hug Reports\nWe thank those who helped.\nAll of them.\n\n@bert\n* a\n\n## Status Updates\n\n* to be done\n";
    assert_eq!(
        unclear(text),
        [
            (2, "2 lines from here on are not read: “We thank those who helped.”".to_owned()),
            (8, "the status updates are empty".to_owned()),
            (10, "this line is not read: “* to be done”".to_owned()),
        ]
    );
}

#[test]
fn a_person_without_a_mark_is_read_or_told() {
    let names = |text: &str| read(text).status.into_iter().map(|one| one.handle).collect::<Vec<_>>();
    // Before the first one nobody else can have written the list.
    let first = "## Status Updates\n\nBert\n* a lamp\n\n@cara\n* b\n";
    assert_eq!(names(first), ["Bert", "@cara"]);
    assert_eq!(read(first).status[0].text, "* a lamp");
    assert_eq!(unclear(first), []);
    for name in ["Dora", "Dora Day", "Dora:", "Dora (dora)"] {
        let later = format!("## Status Updates\n\n@cara\n* b\n\n{name}\n* a lamp\n\n@emma\n* c\n");
        assert_eq!(names(&later), ["@cara", "@emma"]);
        assert!(read(&later).status[0].text.ends_with("* a lamp"));
        let remark = format!("“{name}” may be a name, but is read as text of @cara");
        assert_eq!(unclear(&later), [(6, remark)], "{name}");
    }
    for label in ["Last week", "Hardware stuff", "**Dora**", "BLE", "done"] {
        let text = format!("## Status Updates\n\n@cara\n* b\n\n{label}\n* a lamp\n\n@emma\n* c\n");
        assert_eq!(unclear(&text), [], "{label}");
    }
}

#[test]
fn who_stands_after_a_title_that_ends_the_updates_is_told() {
    let text = "## Status Updates\n## 21:00 @bert\n* a\n\n## 45:00 A Long Break For Everybody\n* b\n\n## 46:00 @cara\n* c\n\n@dora\n* d\n";
    assert_eq!(read(text).status.len(), 1);
    let remark =
        |name: &str| format!("“{name}” is not read: the heading on line 5 ended the updates by people");
    assert_eq!(unclear(text), [(8, remark("## 46:00 @cara")), (11, remark("@dora"))]);
    // People talk in the weeds, which are known.
    let text = "## Status Updates\n## 21:00 @bert\n* a\n\n## 45:00 In The Weeds\n## 46:00 @cara\n* c\n";
    assert_eq!(unclear(text), []);
}

#[test]
fn lines_of_the_state_are_read_or_told() {
    let state = |lines: &str| {
        format!(
            "## State of CircuitPython\n### Libraries\n{lines}\n### Blinka\n* Number of supported boards: 9\n"
        )
    };
    // What the report has and the newsletter does not take is known.
    let report = "* 3 pull requests merged\n  * 2 authors - ada, bert\n* 1 closed issues by 1 people, 0 opened by 0 people\n\
                  * 9 open pull requests\n  * https://code.example/pull/1 (Open 3 days)\n  * Merged pull requests:\n\
                  * 4.x - Bugs: 3 open issues\nDownload stats by board:\n| Board | 9.0.0 |\n| --- | --- |\n\
                  Not in bundle. - 3\n* metro_one - 7\n* \n**Total Library Stats**\n";
    assert_eq!(unclear(&state(report)), []);
    for line in [
        "Overall: it went well.",
        "* Everything hums",
        "* Libraries in all: 12",
        "* 12 libraries are new",
        "* Adafruit Libraries: many",
    ] {
        let reported = unclear(&state(line));
        assert_eq!(reported, [(3, format!("this line is not read: “{line}”"))], "{line}");
    }
    let boards = |line: &str| unclear(&format!("## State of CircuitPython\n### Blinka\n{line}\n"));
    for line in ["* 146 boards are supported", "* Number of supported boards: many"] {
        assert_eq!(boards(line), [(3, format!("this line is not read: “{line}”"))], "{line}");
    }
    let twice = boards("* Number of supported boards: 146\n* Number of supported boards: 147");
    assert_eq!(twice, [(4, "147 supported boards, but line 3 has 146".to_owned())]);
}

#[test]
fn a_list_directly_under_the_title_of_the_updates_is_read() {
    let of = |title: &str, list: &str| {
        format!(
            "## State of CircuitPython\n### Libraries\n* 3 pull requests merged\n{title}\n{list}\n\n### Blinka\n* 1 pull requests merged\n"
        )
    };
    let py = " * [Snake_Py](https://github.com/snakes/Snake_Py)\n * [Snake_Eggs](https://github.com/snakes/Snake_Eggs)";
    let called = "the list is called neither new nor updated: its libraries are read as updated";
    for title in [
        "Library updates in the last seven days:",
        "# Library updates in the last seven days:",
        "#### Library updates in the last seven days:",
    ] {
        for list in [py.to_owned(), format!("\n{py}"), py.replace(" *", " \\*"), py.replace(" *", "*   ")] {
            let text = of(title, &list);
            let state = read(&text).state;
            let names: Vec<_> = state.updated.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(
                (state.new.len(), names, state.has_updates),
                (0, vec!["Snake_Py", "Snake_Eggs"], true),
                "{text}"
            );
            assert_eq!(unclear(&text), [(state.updated[0].line, called.to_owned())], "{text}");
        }
    }
    let title = "Library updates in the last seven days:";
    assert_eq!(
        unclear(&of(title, " * (too many to list)")),
        [(5, "not a library: “(too many to list)”".to_owned())]
    );
    assert_eq!(unclear(&of(title, " * None")), []);
    let led = read(&of(title, &format!("These were updated:\n{py}"))).state;
    assert_eq!(led.updated.len(), 2);
    // What follows a sentence is something else.
    let other =
        of(title, &format!("* **New Libraries**\n * Snake_Nest\n\n3 out of 338 repos need work.\n\n{py}"));
    assert_eq!((read(&other).state.new.len(), read(&other).state.updated.len()), (1, 0));
}

/// The letters and digits of a text.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Each line that people wrote in real notes is in what is read of somebody, or a remark tells of it.
#[test]
fn nothing_that_people_wrote_in_real_notes_is_lost() {
    let mut lost = Vec::new();
    for file in files() {
        let reading = notes::read(&file.text, grammar()).unwrap();
        let people = reading.value.hugs.iter().chain(&reading.value.status);
        let read: String = people
            .map(|one| bare(&format!("{} {} {}\n", one.handle, one.notes.join(" "), one.text)))
            .collect();
        let reported: Vec<usize> = reading.remarks.iter().filter_map(|remark| remark.line).collect();
        for (number, line) in people_lines(&file.text) {
            let is_read = read.contains(&bare(&line));
            if !is_read && !reported.contains(&number) {
                lost.push(format!("{}:{number}", file.name));
            }
        }
    }
    // Of discussions between the parts.
    lost.retain(|place| !["2019-06-03:38", "2021-02-22:34"].iter().any(|known| place.starts_with(known)));
    assert!(lost.is_empty(), "{}", lost.join(" "));
}
