//! What a document leaves open is asked in the pane, once: keys → screen, keys → files.

use super::*;

const NOTES: &str = "\
# CircuitPython Weekly for June 1, 2026

## Status Updates

### @dan
* This week: the next bridge

### @Quill
* Counted the gulls on the pier

### @tern
* Only listened
";

const POST: &str =
    "---\ntitle: A kite\nlink: https://bit.ly/kite\ndate: 2026-05-30\n---\n\nIt flies over the harbour.\n";

fn desk(width: u16, height: u16) -> Desk {
    let desk = Desk::open(width, height);
    std::fs::write(desk.dir.path().join("notes.md"), NOTES).unwrap();
    std::fs::write(desk.dir.path().join("post.md"), POST).unwrap();
    desk
}

fn profile(desk: &Desk) -> Option<String> {
    std::fs::read_to_string(desk.dir.path().join("copydesk.yml")).ok()
}

#[test]
fn whose_block_it_is_is_asked_and_the_answer_kept() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut desk = desk(width, height);
        let before = profile(&desk);
        desk.keys("alt-o enter \"notes.md\" enter");
        desk.assert_shows("Whose block is @Quill?");
        desk.assert_shows("Line 8 of the notes: * Counted the gulls on the pier …");
        assert_eq!(profile(&desk), before, "nothing is written unasked");
        // Somebody who has no block yet.
        desk.keys("\"Quilla\"");
        desk.assert_shows("Quilla, who has no block here yet");
        desk.keys("enter");
        // The next one, who is nobody's.
        desk.assert_shows("Whose block is @tern?");
        desk.keys("\"zz\"");
        desk.assert_shows("zz, who has no block here yet");
        desk.assert_shows("nobody's: it is left out");
        desk.keys("down enter");
        desk.assert_shows("update by Quilla");
        let kept = profile(&desk).unwrap();
        let kept: serde_yaml::Value = serde_yaml::from_str(&kept).unwrap();
        let people = kept["import"]["people"].as_mapping().unwrap();
        assert_eq!(people.get("quill").and_then(|name| name.as_str()), Some("Quilla"));
        assert!(people.get("tern").is_some_and(serde_yaml::Value::is_null));
        // KeyOutcome once: the second time the offer comes at once.
        desk.keys("esc esc esc alt-o enter \"notes.md\" enter");
        desk.assert_shows("update by Quilla");
    }
}

#[test]
fn a_key_too_many_answers_nothing_and_a_bad_name_is_refused() {
    let mut desk = desk(80, 24);
    let before = profile(&desk);
    desk.keys("alt-o enter \"notes.md\" enter enter");
    desk.assert_shows("Whose block is @tern?");
    desk.keys("\"**x**\" enter");
    desk.assert_shows("Whose block is @tern?");
    desk.assert_shows("✗ a name has up to 60 letters, digits, spaces and marks - . '");
    assert_eq!(profile(&desk), before);
}

#[test]
fn an_answer_that_can_t_be_kept_counts_for_now() {
    let mut desk = desk(80, 24);
    // A table of another form is left to a person.
    let yaml = "extends: circuitpython\nimport:\n  ? people\n  : {}\n";
    std::fs::write(desk.dir.path().join("copydesk.yml"), yaml).unwrap();
    desk.keys("alt-o enter \"notes.md\" enter \"Quilla\" enter esc");
    desk.assert_shows("update by Quilla");
    desk.assert_shows("copydesk.yml has no place for `quill: Quilla`");
    assert_eq!(profile(&desk).as_deref(), Some(yaml));
}

#[test]
fn a_question_may_wait() {
    let mut desk = desk(80, 24);
    let before = profile(&desk);
    desk.keys("alt-o enter \"notes.md\" enter esc");
    desk.assert_shows("Whose block is @tern?");
    desk.keys("esc");
    desk.assert_shows("update by Dan");
    assert_eq!(profile(&desk), before);
    // All of them at once: the last row of the first question.
    desk.keys("esc esc esc esc alt-o enter \"notes.md\" enter \"zz\"");
    desk.assert_shows("not now, nor the question after it");
    desk.keys("down down enter");
    desk.assert_shows("update by Dan");
    desk.keys("r");
    desk.assert_shows("used: the part “status updates”");
}

#[test]
fn where_a_shortened_address_leads_is_asked_and_written_whole() {
    let mut desk = desk(80, 24);
    desk.keys("alt-o down down enter \"post.md\" enter");
    desk.assert_shows("Where does it lead?");
    desk.assert_shows("https://bit.ly/kite");
    desk.keys("\"kite\" enter");
    desk.assert_shows("That is not an address: open it in a browser, and paste where it leads.");
    desk.keys("backspace backspace backspace backspace");
    desk.event(Input::Paste(" https://kite.example/1\n".to_owned()));
    desk.keys("enter");
    desk.assert_shows("A kite");
    desk.keys("enter");
    assert!(
        desk.text().contains("https://kite.example/1") && !desk.text().contains("bit.ly"),
        "{}",
        desk.text()
    );
}
