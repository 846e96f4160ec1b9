use super::super::{Anchor, EditCommand, Motion, Outcome};
use super::{Editing, given, key, marked, paste, press};
use crate::text::{Edits, History, Span};
use ratatui::layout::Rect;

#[track_caller]
fn keys(before: &str, keys: &str, after: &str) {
    let mut input = given(before, true);
    press(&mut input, keys);
    assert_eq!(marked(&input), after, "{keys}");
}

#[test]
fn letters_go_in_at_the_cursor_and_replace_what_is_selected() {
    keys("Ship | it", "n o w", "Ship now| it");
    keys("Ship ^it| now", "u s", "Ship us| now");
    keys("Ship |it^ now", "u s", "Ship us| now");
    keys("caf|, open", "é enter", "café\n|, open");
}

#[test]
fn a_cluster_goes_as_a_whole() {
    keys("Team 👨‍👩‍👧‍👦| meets", "bs", "Team | meets");
    keys("Cafe\u{301}| opens", "bs", "Caf| opens");
    keys("Flag |🇩🇪🇫🇷", "del", "Flag |🇫🇷");
    keys("a|👍🏽b", "right bs", "a|b");
    keys("thumbs 👍🏽|", "left S-right", "thumbs ^👍🏽|");
}

#[test]
fn words_go_by_unicode_words() {
    keys("Read the naïve-bayes post|", "C-left C-left", "Read the naïve-|bayes post");
    keys("Read| the post", "C-right", "Read the| post");
    keys("Read the post|", "C-w C-w", "Read |");
    keys("|Read the post", "A-d", "| the post");
    keys("Two\nwo|rds", "A-b A-b A-b", "|Two\nwords");
    keys("3.14 is| pi", "A-B A-B", "|3.14 is^ pi");
}

#[test]
fn lines_are_cut_at_the_cursor() {
    keys("one two|three\nfour", "C-k", "one two|\nfour");
    keys("one two|\r\nfour", "C-k", "one two|four");
    keys("zero\none two|three", "C-u", "zero\n|three");
    keys("zero\n|one", "C-u", "zero\n|one");
    keys("zero\none| two", "C-a x C-e y", "zero\nxone twoy|");
    keys("a\nb|\nc", "C-home S-right", "^a|\nb\nc");
    keys("a\nb|\nc", "C-end", "a\nb\nc|");
}

#[test]
fn arrows_leave_a_selection_at_their_side() {
    keys("one ^two| three", "left", "one |two three");
    keys("one |two^ three", "right", "one two| three");
    keys("one ^two| three", "S-right", "one ^two |three");
    keys("one ^two| three", "bs", "one | three");
    keys("one| two", "A-a", "^one two|");
}

#[test]
fn a_line_break_is_one_step_and_is_that_of_the_text() {
    keys("one|\r\ntwo", "right", "one\r\n|two");
    keys("one\r\n|two", "bs", "one|two");
    keys("one|\r\ntwo", "del", "one|two");
    keys("one\r\ntwo|", "enter x", "one\r\ntwo\r\nx|");
    keys("one|", "enter", "one\n|");
    let mut slot = Editing::many_lines("one line of a CRLF file").with_crlf(true);
    press(&mut slot, "C-end enter");
    assert_eq!(slot.text(), "one line of a CRLF file\r\n");
}

#[test]
fn a_paste_takes_the_line_breaks_of_the_text() {
    for pasted in ["x\ny\nz", "x\r\ny\r\nz", "x\ry\rz", "x\r\ny\rz"] {
        let mut crlf = given("one|\r\n", true);
        paste(&mut crlf, pasted);
        assert_eq!(marked(&crlf), "onex\r\ny\r\nz|\r\n");
        let mut lf = given("one|\n", true);
        paste(&mut lf, pasted);
        assert_eq!(marked(&lf), "onex\ny\nz|\n");
        let mut field = given("one |", false);
        paste(&mut field, pasted);
        assert_eq!(marked(&field), "one x y z|");
    }
    let mut nothing = given("^one|", false);
    paste(&mut nothing, "\n");
    assert_eq!(marked(&nothing), "^one|");
    let mut link = given("|", false);
    paste(&mut link, "https://example.org/post\r\n");
    assert_eq!(link.text(), "https://example.org/post");
}

#[test]
fn untouched_bytes_of_a_crlf_text_stay() {
    let text = "\u{feff}---\r\ntitle: X  \r\n---\r\n\r\nFirst\tline \r\nlone\rCR\nlone LF\r\n";
    let mut input = Editing::many_lines(text);
    input.set_cursor(text.find("First").unwrap());
    press(&mut input, "N e w space");
    assert_eq!(input.text(), text.replace("First", "New First"));
}

#[test]
fn a_field_of_one_line_leaves_enter_and_up_to_the_form() {
    let mut field = given("Title|", false);
    assert_eq!(field.key(key("enter")), Outcome::Ignored);
    assert_eq!(field.key(key("up")), Outcome::Ignored);
    assert_eq!(field.key(key("right")), Outcome::Ignored);
    assert_eq!(field.key(key("left")), Outcome::Moved);
    assert_eq!(field.key(key("!")), Outcome::Edited(Edits::insert(4, "!")));
}

#[test]
fn copy_and_cut_hand_over_the_selection() {
    let mut input = given("Keep ^this| here", true);
    assert_eq!(input.key(key("C-c")), Outcome::Copied("this".into()));
    assert_eq!(input.key(key("C-w")), Outcome::Cut("this".into(), Edits::delete(Span::new(5, 9))));
    assert_eq!(marked(&input), "Keep | here");
    assert_eq!(input.key(key("C-c")), Outcome::Ignored);
}

#[test]
fn up_and_down_go_by_rows_and_keep_the_column() {
    let text = "A long first line that wraps on the screen.\nab\n漢字漢字漢字漢字 and more words";
    let mut input = Editing::many_lines(text);
    input.input.area = Rect::new(0, 0, 21, 10);
    // Rows: "A long first line ", "that wraps on the ", "screen.", "ab", "漢字漢字漢字漢字 and ", "more words"
    input.set_cursor(6);
    let mut stops = Vec::new();
    for _ in 0..5 {
        input.run(EditCommand::Move(Motion::Down, Anchor::Drop));
        let rest = &input.text()[input.cursor()..];
        stops.push(rest.split(['\n', ' ']).next().unwrap().to_owned());
    }
    assert_eq!(stops, ["raps", ".", "", "字漢字漢字", "ords"]);
    for _ in 0..9 {
        input.run(EditCommand::Move(Motion::Up, Anchor::Drop));
    }
    assert_eq!(input.cursor(), 6);
    assert_eq!(input.run(EditCommand::Move(Motion::Up, Anchor::Drop)), Outcome::Ignored);
}

#[test]
fn undo_of_the_caller_moves_the_cursor_to_what_changed() {
    let mut history = History::default();
    let mut input = given("First line\nSecond| line", true);
    let old = input.text().to_owned();
    let edits = input.edit(EditCommand::DeleteWordBack).unwrap();
    history.record(&old, &edits, crate::text::Coalesce::No(crate::text::StepKind::Typing));
    assert_eq!(edits.apply(&old), input.text());
    input.set_cursor(0);
    let back = history.undo().unwrap();
    for change in &back.changes {
        input.apply_undo(&change.edits);
    }
    assert_eq!(input.text(), old);
    assert_eq!(marked(&input), "First line\nSecond| line");
}

#[test]
fn a_change_from_elsewhere_leaves_the_cursor_at_its_text() {
    let mut input = given("One. Two| three.", true);
    input.apply_external(&Edits::replace(Span::new(0, 3), "Number one"));
    assert_eq!(marked(&input), "Number one. Two| three.");
    input.apply_external(&Edits::delete(Span::new(8, 17)));
    assert_eq!(marked(&input), "Number o|hree.");
    input.set_text("No");
    assert_eq!(marked(&input), "No|");
    // A cursor that would come to stand inside of a cluster goes before it.
    let mut input = given("e| ", true);
    input.apply_external(&Edits::insert(1, "\u{301}"));
    assert_eq!(marked(&input), "e\u{301}| ");
}
