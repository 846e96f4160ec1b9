//! The day of the meeting, and where what says it disagrees.

use crate::support::properties::notes::grammar;
use copydesk::import::Tone;
use copydesk::import::notes;

/// The day, why it is doubted, and the day of the next meeting.
fn day(text: &str) -> (String, Option<String>, Option<String>) {
    let reading = notes::read(&format!("{text}\n## Hug Reports\n@a\n* b\n"), grammar()).unwrap();
    let notes = reading.value;
    let date = notes.date.unwrap();
    let tone = if date.doubt.is_some() { Tone::Unclear } else { Tone::Found };
    let is_told = |remark: &copydesk::import::Remark| {
        remark.line == Some(date.line) && remark.tone == tone && remark.text.starts_with("the meeting of")
    };
    assert!(reading.remarks.iter().any(is_told), "{:?}", reading.remarks);
    (date.day.to_string(), date.doubt, notes.next_meeting.map(|next| next.day.to_string()))
}

#[test]
fn days_that_disagree_are_doubted() {
    for (text, read, doubt) in [
        ("# Snake Weekly for Monday May 6th, 2024", "2024-05-06", None),
        (
            "# Snake Weekly for Tuesday, May 6, 2024",
            "2024-05-06",
            Some("the line says Tuesday, and the day is a Monday"),
        ),
        ("# Snake Weekly for May 6, 2024 (not Monday but Tuesday)", "2024-05-06", None),
        (
            "---\ndate: 2024-05-06\n---\n# Snake Weekly for May 7, 2024",
            "2024-05-06",
            Some("the title in line 4 says 2024-05-07"),
        ),
        ("---\ndate: 2024-05-06\n---\n# Snake Weekly for May 6, 2024", "2024-05-06", None),
        (
            "# Snake Weekly for May 6, 2024\nThe [notes](https://notes.example/2024/2024-05-05.md).",
            "2024-05-06",
            Some("the address of the notes says 2024-05-05"),
        ),
        (
            "# Snake Weekly for May 6, 2024\nThe [notes](https://notes.example/2024-05-06.md).",
            "2024-05-06",
            None,
        ),
    ] {
        assert_eq!(day(text), (read.to_owned(), doubt.map(str::to_owned), None), "{text}");
    }
}

#[test]
fn the_next_meeting_is_the_day_after_that_word() {
    let text = "# Snake Weekly for May 6, 2024\n## Wrap-Up\nThanks for the meeting of May 6, 2023. The next one is on May 13, 2024.";
    assert_eq!(day(text).2.as_deref(), Some("2024-05-13"));
}
