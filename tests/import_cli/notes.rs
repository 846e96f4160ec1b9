//! Meeting notes → the draft, and the way back.

use super::*;
use crate::support::require::seeds;

#[test]
fn notes_fill_the_line_of_the_meeting_the_libraries_and_the_team() {
    let letter = Letter::new();
    let before = letter.draft();
    let (code, said) = letter.import("notes", NOTES, &[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("-:1: found: the meeting of 2024-05-06"), "{said}");
    assert!(said.contains("not found: the number of libraries"), "{said}");
    assert_eq!(letter.draft(), before, "nothing is taken unasked");
    let (_, diff) = letter.import("notes", NOTES, &["--dry-run"]);
    assert!(diff.contains("+* [ada/Lamp_Driver](https://code.example/ada/Lamp_Driver)"), "{diff}");
    assert_eq!(letter.draft(), before);
    let (code, said) = letter.import("notes", NOTES, &["--apply"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("-:31: unclear: whose block @nobody writes"), "{said}");
    assert_eq!(
        changed(&before, &letter.draft()),
        "-CircuitPython Weekly Meeting for {date} ([notes](file)) [on YouTube](link).
+CircuitPython Weekly Meeting for May 6, 2024 ([notes](https://github.com/adafruit/adafruit-circuitpython-weekly-meeting/blob/main/2024/2024-05-06.md)) [on YouTube](https://video.example/6).
-**New Libraries**
-
-Added since the last issue:
-
-* [library](url)
-
-* [library](url)
+* [ada/Lamp_Driver](https://code.example/ada/Lamp_Driver)
+* [ada/Buoy_Driver](https://code.example/ada/Buoy_Driver)
-* #,### PyPI downloads over **###** libraries
+* 12345 PyPI downloads over 321 libraries
-* library (package): #,###
+* Lamp Driver (lamp-driver): 900
+* Buoy Driver (buoy-driver): 800
-**Name**
+**Dan**
-text.
+* Mended the lamp!
+  * and its cord
"
    );
    let once = letter.draft();
    let (_, said) = letter.import("notes", NOTES, &["--apply"]);
    assert!(said.contains(&format!("nothing more for {DRAFT}")), "{said}");
    assert_eq!(letter.draft(), once, "a second time changes nothing more");
}

#[test]
fn statistics_go_where_the_issue_has_that_part_and_nothing_new_has_a_sentence() {
    let letter = Letter::new();
    let before = letter.draft();
    let (start, rest) = before.split_once("**Library PyPI Weekly Download Stats**").unwrap();
    let (part, end) = rest.split_at(rest.find("## What").unwrap());
    // In the form that is there.
    letter.write(DRAFT, &before.replace(part, &part.replace("* ", "  - ")));
    let (_, said) = letter.import("notes", NOTES, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("  - 12345 PyPI downloads over 321 libraries\n"), "{said}{text}");
    assert!(
        text.contains("  - Lamp Driver (lamp-driver): 900\n  - Buoy Driver (buoy-driver): 800\n"),
        "{text}"
    );
    // An issue without that part gets it only by its number.
    let without = format!("{start}{end}");
    letter.write(DRAFT, &without);
    let (code, said) = letter.import("notes", NOTES, &["--apply"]);
    let text = letter.draft();
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("look twice: the draft has no such part") && !text.contains("12345"), "{said}");
    let (_, said) = letter.import("notes", NOTES, &["--take", "4,5"]);
    assert_eq!(
        changed(&text, &letter.draft()),
        "+**Total Library Stats**
+
+* 12345 PyPI downloads over 321 libraries
+
+**Top 10 Libraries by PyPI Downloads**
+
+* Lamp Driver (lamp-driver): 900
+* Buoy Driver (buoy-driver): 800
+
",
        "{said}"
    );
    let once = letter.draft();
    letter.import("notes", NOTES, &["--take", "4,5"]);
    assert_eq!(letter.draft(), once);

    letter.write(DRAFT, &before);
    let updates = NOTES.find("**Updated").unwrap()..NOTES.find("\n## Hug").unwrap();
    let none = [&NOTES[..updates.start], &NOTES[updates.end..]].concat();
    let (_, said) = letter.import("notes", &none, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("There are no library updates for this week."), "{said}{text}");
    assert!(!text.contains("**New Libraries") && !text.contains("**Updated Libraries"), "{text}");
    // The week after there are some again: the sentence goes.
    let (_, said) = letter.import("notes", NOTES, &["--apply"]);
    let text = letter.draft();
    assert!(!text.contains("There are no library updates"), "{said}{text}");
    assert!(text.contains("**Updated Libraries"), "{text}");
}

#[test]
fn what_somebody_wrote_is_taken_only_by_its_number() {
    let letter = Letter::new();
    letter.import("notes", NOTES, &["--apply"]);
    let mine = letter.draft().replace("for May 6, 2024", "for the 6th of May");
    letter.write(DRAFT, &mine);
    let (code, said) = letter.import("notes", NOTES, &["--apply"]);
    assert_eq!(code, 1);
    assert!(said.contains("(overwrites the text there)") && said.contains("for the 6th of May"), "{said}");
    assert_eq!(letter.draft(), mine);
    let (_, said) = letter.import("notes", NOTES, &["--take", "1"]);
    assert_eq!(letter.draft(), mine.replace("for the 6th of May", "for May 6, 2024"), "{said}");
    let (code, said) = letter.import("notes", NOTES, &["--take", "99"]);
    assert_eq!(code, 2);
    assert!(said.contains("there is no number 99"), "{said}");
}

#[test]
fn the_notes_of_the_next_meeting_tell_of_the_issue() {
    let letter = Letter::new();
    let text = letter.draft().replacen("## Headline", "## A lamp that hums", 1).replacen(
        "text - [site](url).",
        "It hums - [Lamps](https://lamp.example/hum).",
        1,
    );
    letter.write(DRAFT, &text);
    let (code, said) = letter.run(&["notes", "2024-05-13"], "");
    assert_eq!(code, 0, "{said}");
    assert!(
        said.starts_with(
            "## Community News\n### A lamp that hums\nIt hums - [Lamps](https://lamp.example/hum).\n"
        ),
        "{said}"
    );
    assert!(said.contains("\n### Newsletter Details\n"), "{said}");
    assert!(!said.contains("text - [site]"), "an unfilled line is not printed: {said}");
}

#[test]
fn a_story_without_its_text_is_left_out_of_the_notes() {
    let letter = Letter::new();
    let headline =
        "## A lamp that hums\n\n[![A lamp](../assets/20240513/lamp.jpg)](https://lamp.example)\n\n";
    let front = "---\nlayout: post\ntitle: x\ndate: 2024-05-13\ncategories: weekly\n---\n\n";
    let written = "## A buoy\n\nIt sings - [Buoys](https://buoy.example).\n";
    for text in ["text - [site](url).", "It hums - [site](url).", "{subject} hums."] {
        letter.write(DRAFT, &format!("{front}{headline}{text}\n\n{written}"));
        let (code, said) = letter.run(&["notes", DRAFT], "");
        assert_eq!(code, 0, "{said}");
        assert!(said.starts_with("## Community News\n### A buoy\nIt sings"), "{text}: {said}");
    }
}

#[test]
fn the_seeds_are_taken_over() {
    let Some(seeds) = seeds() else { return };
    let read = |name| std::fs::read_to_string(seeds.join(name)).unwrap();
    let (notes, post) = (read("001_acb4a9e5d3f2152b.txt"), read("003_3ffbf9fc04d6b99c.txt"));
    let letter = Letter::new();
    let (_, said) = letter.import("notes", &notes, &["--apply"]);
    let text = letter.draft();
    for words in [
        "Weekly Meeting for May 6, 2024 (",
        "[on YouTube](https://youtu.be/APp40FUBCXQ)",
        "* 128179 PyPI downloads over 326 libraries\n",
    ] {
        assert!(text.contains(words), "{words}: {said}{text}");
    }
    let (_, updated) = text.split_once("**Updated Libraries").unwrap();
    let (updated, rest) = updated.split_once("**Library PyPI").unwrap();
    assert_eq!(updated.matches("\n* [").count(), 5, "{updated}");
    let (_, top) = rest.split_once("**Top 10").unwrap();
    let rows =
        top.lines().filter(|line| line.starts_with("* ") && line.ends_with(|c: char| c.is_ascii_digit()));
    assert_eq!(rows.count(), 10, "{top}");
    // It is of years ago: only who asks for it gets it.
    let (_, said) = letter.import("post", &post, &["--apply"]);
    assert!(
        said.contains("look twice: the post is of 2020-01-07, more than a year before the issue"),
        "{said}"
    );
    assert_eq!(letter.draft(), text);
    let (_, said) = letter.import("post", &post, &["--take", "1"]);
    let text = letter.draft();
    assert!(text.contains("Brent’s") && text.contains("Hi – I’m") && !text.contains("‚Ä"), "{said}");
}

#[test]
fn documents_of_another_week_and_rivals_wait_for_a_decision() {
    let letter = Letter::new();
    let before = letter.draft();
    let old = NOTES.replace("May 6, 2024", "January 7, 2019");
    let (code, said) = letter.import("notes", &old, &["--apply"]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("look twice: the meeting was on 2019-01-07, but the issue is dated 2024-05-13"),
        "{said}"
    );
    assert_eq!(letter.draft(), before);
    letter.write("one.md", NOTES);
    letter.write("two.md", &NOTES.replace("May 6", "May 8").replace("Buoy_Driver", "Pier_Driver"));
    let (_, said) = letter.run(&["import", "notes", "one.md", "two.md", "--apply", "--json"], "");
    let reported = crate::support::schema::output("import", &said);
    let taken = |what: &str| {
        let all = reported["candidates"].as_array().unwrap().iter();
        all.filter(|one| one["what"] == what).map(|one| one["taken"] == true).collect::<Vec<_>>()
    };
    assert_eq!(taken("the meeting of May 6, 2024"), [true], "{said}");
    assert_eq!(taken("the meeting of May 8, 2024"), [false], "{said}");
    let once = letter.draft();
    letter.run(&["import", "notes", "one.md", "two.md", "--apply"], "");
    assert_eq!(letter.draft(), once);
}

#[test]
fn words_that_somebody_put_above_a_list_are_not_taken_out() {
    let letter = Letter::new();
    let mine = letter.draft().replacen("Added since the last issue:", "Big thanks to Ann.", 1);
    letter.write(DRAFT, &mine);
    let (_, said) = letter.import("notes", NOTES, &["--apply"]);
    assert!(letter.draft().contains("Big thanks to Ann."), "{said}");
    assert!(said.contains("no new libraries: the list is removed"), "{said}");
}

#[test]
fn an_issue_without_a_section_for_meetings_has_its_line_filled() {
    let letter = Letter::new();
    let line = "CircuitPython Weekly Meeting for {date} ([notes](file)) [on YouTube](link).";
    let start = letter.draft().split("## ").next().unwrap().to_owned();
    let draft = format!("{start}## News From Around the Web\n\n{line}\n\nPyDev of the Week: Ada.\n");
    letter.write(DRAFT, &draft);
    letter.import("notes", NOTES, &["--apply"]);
    assert_eq!(
        changed(&draft, &letter.draft()),
        format!(
            "-{line}\n+CircuitPython Weekly Meeting for May 6, 2024 ([notes](https://github.com/adafruit/adafruit-circuitpython-weekly-meeting/blob/main/2024/2024-05-06.md)) [on YouTube](https://video.example/6).\n"
        )
    );
    let mine = letter.draft().replace("May 6, 2024 (", "the 6th (");
    letter.write(DRAFT, &mine);
    let (code, said) = letter.import("notes", NOTES, &["--apply"]);
    assert_eq!((code, letter.draft()), (1, mine), "{said}");
}

#[test]
fn bold_lines_of_a_person_are_no_names_in_the_draft() {
    let letter = Letter::new();
    let notes = NOTES.replace(
        "* Mended the lamp\\!",
        "**Last week:**\n\n* Mended the lamp\\!\n\n#### This week\n\n* Sails",
    );
    let (_, said) = letter.import("notes", &notes, &["--apply"]);
    let text = letter.draft();
    assert!(
        text.contains("**Dan**\n\nLast week:\n\n* Mended the lamp!\n\nThis week\n\n* Sails\n"),
        "{said}{text}"
    );
    letter.import("notes", &notes, &["--apply"]);
    assert_eq!(letter.draft(), text);
}

#[test]
fn who_writes_twice_has_one_block_and_other_names_are_known_too() {
    let letter = Letter::new();
    let more = "\n### Dan (danrows)\n* Later more\n\n20:40 @pixelfox Tim\n* Sails\n\n### Melissa\n* Tides\n";
    let (_, said) = letter.import("notes", &format!("{NOTES}{more}"), &["--apply"]);
    let text = letter.draft();
    assert!(
        text.contains("**Dan**\n\n* Mended the lamp!\n  * and its cord\n\n* Later more\n"),
        "{said}{text}"
    );
    assert!(text.contains("**Tim**\n\n* Sails\n"), "{said}{text}");
    assert_eq!(text.matches("**Dan**").count(), 1);
    letter.import("notes", &format!("{NOTES}{more}"), &["--apply"]);
    assert_eq!(letter.draft(), text);
}

#[test]
fn a_file_and_a_title_of_different_days_are_doubted_and_each_is_taken_for_what_it_says() {
    let letter = Letter::new();
    let before = letter.draft();
    letter.write("2024-05-05.md", NOTES);
    let (code, said) = letter.run(&["import", "notes", "2024-05-05.md", "--apply"], "");
    assert_eq!(code, 1, "{said}");
    let doubt = "look twice: the file name has 2024-05-05, and line 1 has 2024-05-06: the address has the first, and the day is the second";
    assert!(said.contains(doubt), "{said}");
    assert!(letter.draft().contains("Weekly Meeting for {date}"), "a doubtful day is not taken unasked");
    letter.write(DRAFT, &before);
    let (_, said) = letter.run(&["import", "notes", "2024-05-05.md", "--take", "1"], "");
    let line = "CircuitPython Weekly Meeting for May 6, 2024 ([notes](https://github.com/adafruit/adafruit-circuitpython-weekly-meeting/blob/main/2024/2024-05-05.md))";
    assert!(letter.draft().contains(line), "{said}");
    // Where both say the same, and where only the file does.
    letter.write("2024-05-06.md", NOTES);
    let (_, said) = letter.run(&["import", "notes", "2024-05-06.md"], "");
    assert!(!said.contains("look twice"), "{said}");
    letter.write("2024-05-06.md", &NOTES.replace(" for May 6, 2024", ""));
    let (_, said) = letter.run(&["import", "notes", "2024-05-06.md"], "");
    let doubt = "look twice: the notes have no day: 2024-05-06 is in the file name";
    assert!(said.contains("the meeting of May 6, 2024") && said.contains(doubt), "{said}");
}

#[test]
fn a_title_that_names_another_weekday_is_doubted() {
    let letter = Letter::new();
    let notes = NOTES.replace("for May 6", "for Tuesday May 6");
    let (code, said) = letter.import("notes", &notes, &["--apply"]);
    let doubt = "look twice: 2024-05-06 is used, but the line says Tuesday, and the day is a Monday";
    assert!(code == 1 && said.contains(doubt), "{said}");
    assert!(letter.draft().contains("Weekly Meeting for {date}"));
}

#[test]
fn a_release_that_is_not_sure_waits_for_a_decision() {
    let letter = Letter::new();
    let before = letter.draft();
    let news = |title: &str| NOTES.replace("### 3:10 A lamp that hums", &format!("### 3:10 {title}"));
    let sure = news("CircuitPython 9.0.5, 9.0.6 (for one board), and 9.1.0-beta.2 Released");
    let (_, said) = letter.import("notes", &sure, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("9.0.6") && text.contains("9.1.0-beta.2"), "{said}{text}");
    letter.write(DRAFT, &before);
    let withdrawn = news("CircuitPython 9.0.5, 9.0.6 (withdrawn), and 9.1.0-beta.2 Released");
    let (code, said) = letter.import("notes", &withdrawn, &["--apply"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("look twice: the notes say of 9.0.6: “withdrawn”"), "{said}");
    assert!(said.contains("-:6: unclear: stable release 9.0.6: "), "{said}");
    assert!(!letter.draft().contains("9.0.6"));
}

#[test]
fn lines_that_are_not_read_are_told_with_their_numbers() {
    let letter = Letter::new();
    let notes = NOTES.replace("## Hug Reports\n", "## Hug Reports\nThanks to the rest\n\n");
    let (code, said) = letter.import("notes", &notes, &["--apply"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("-:24: unclear: this line is not read: “Thanks to the rest”"), "{said}");
    let (_, said) =
        letter.import("notes", &NOTES.replace("## Hug Reports", "## \\#\\# 04:20 Hug Reports"), &[]);
    assert!(said.contains("found: 1 hug report"), "{said}");
}
