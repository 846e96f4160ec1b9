//! The forms that people give the line with their name.

use crate::support::properties::notes::grammar;
use copydesk::import::notes::{self, Person};

/// The status updates of notes: each person's handle and notes, and their text.
fn status(text: &str) -> Vec<(String, String)> {
    let text = format!("# Snake Weekly for May 6, 2024\n\n## Status Updates\n\n{text}");
    let of = |person: Person| {
        let notes = person.notes.iter().map(|note| format!(" ({note})"));
        (format!("{}{}", person.handle, notes.collect::<String>()), person.text)
    };
    notes::read(&text, grammar()).unwrap().value.status.into_iter().map(of).collect()
}

fn names(text: &str) -> Vec<String> {
    status(text).into_iter().map(|(name, _)| name).collect()
}

/// Any such line begins one person's part, and the list is theirs.
fn assert_name(line: &str, name: &str) {
    for after in ["\n* a\n* b\n", "\n\n* a\n* b\n"] {
        let text = format!("@jenny\n* one\n\n{line}{after}\n@arno\n* two\n");
        let all = status(&text);
        let [_, (read, reported), _] = &all[..] else { panic!("{line}: {all:?}") };
        assert_eq!((read.as_str(), reported.as_str()), (name, "* a\n* b"), "{line}");
    }
}

#[test]
fn a_time_code_stands_anywhere_about_a_name() {
    for (line, name) in [
        ("@bert 26:22", "@bert"),
        ("### 5:25 - @bert", "@bert"),
        ("1:05:20 – @bert", "@bert"),
        ("@bert (19:20 text only)", "@bert (text only)"),
        ("@Bert (she/her) 12:30", "@Bert (she/her)"),
        ("@bert (text only)9:26 ", "@bert (text only)"),
        ("@bert 12:38 (hosting)", "@bert (hosting)"),
        ("@bert(bertie) 1:23:22 (no voice)", "@bert (bertie) (no voice)"),
        ("@Bert Brown 12:21", "@Bert Brown"),
        ("27;42 @bert", "@bert"),
        ("41:?? @bert (text)", "@bert (text)"),
        ("30:00ish @bert", "@bert"),
        ("13:30, 15:xx @bert", "@bert"),
        ("@40:35 @bert", "@bert"),
        ("(0:08 recorded again) @bert", "@bert"),
        ("**21:00** @bert", "@bert"),
        ("**0:19:00 @bert** (text only)", "@bert (text only)"),
        ("### **19:04 @bert** (text only)", "@bert (text only)"),
        ("### @bert 19:04", "@bert"),
    ] {
        assert_name(line, name);
    }
}

#[test]
fn names_stand_beside_handles() {
    for (line, name) in [
        ("22:48 @bert22 Bob", "@bert22 (Bob)"),
        ("22:48 @snakeguy Bob", "@snakeguy (Bob)"),
        ("@mr Certainly", "@mr Certainly"),
        ("@Bert Brown", "@Bert Brown"),
        ("@maker bert", "@maker bert"),
        ("@ bert", "@bert"),
        ("@bert#1234", "@bert"),
        ("@bert, text only", "@bert (text only)"),
        ("@bert lurking", "@bert (lurking)"),
        ("@bert - not in meeting", "@bert (not in meeting)"),
        ("@bert[bertie] (text only / missing)", "@bert (bertie) (text only / missing)"),
        ("12:00 @bert (via chat", "@bert (via chat)"),
        ("@bert (bertie) [lurking, maybe)", "@bert (bertie) (lurking, maybe)"),
        ("@bert / @cara", "@bert (and @cara)"),
        ("@bert & @cara", "@bert (and @cara)"),
        ("12:00 @bert and @cara", "@bert (and @cara)"),
        ("### Bob (@bert)", "@bert (Bob)"),
        ("**Bob (@bert):**", "@bert (Bob)"),
        ("Bob (@bert)", "@bert (Bob)"),
        ("18:48 Bob Brown @bert - Lurking", "@bert (Bob Brown) (Lurking)"),
        ("### Bob (bert)", "Bob (bert)"),
        ("1:05:10 Bob (bert)", "Bob (bert)"),
        ("20:30 [@bert](https://github.com/bert)", "@bert"),
        ("Bob (host):", "Bob (host)"),
        ("(text) @bert", "@bert (text)"),
        ("@bert listening/un-lurking (later?)", "@bert (listening/un-lurking) (later?)"),
        ("12:00 (@bert text only)", "@bert (text only)"),
    ] {
        assert_name(line, name);
    }
    let always = "@snake Bob\n* a\n\n@snake Bob (lurking)\n";
    assert_eq!(names(always), ["@snake Bob", "@snake Bob (lurking)"]);
}

#[test]
fn what_follows_a_name_in_its_line_is_told() {
    let text = "24:04 @bert - general hug\n\n@cara (out) thanks to all\n\n@dora Group Hug\n\n**Bob (@bob):** a lamp\n";
    let reported: Vec<_> = status(text).into_iter().map(|(_, text)| text).collect();
    assert_eq!(reported, ["general hug", "thanks to all", "Group Hug", "a lamp"]);
}

#[test]
fn a_word_of_its_own_is_no_person_where_people_have_a_mark() {
    let mine = "\n* a\n\nMisc\n* b\n\n**Next up**\n* c\n\n**ESP32 work**\n\n* d\n\n\\---\n\n* e\n";
    for (first, other) in [
        ("@bert", "@cara"),
        ("12:00 @bert", "12:30 @cara"),
        ("12:00 Bert", "12:30 Cara"),
        ("### Bert", "### Cara"),
        ("### @bert", "### @cara"),
    ] {
        let all = status(&format!("{first}{mine}\n{other}\n* f\n"));
        assert_eq!(all.len(), 2, "{first}: {all:?}");
        assert!(
            all[0].1.contains("* a") && all[0].1.contains("* e") && !all[0].1.contains("--"),
            "{}",
            all[0].1
        );
        assert_eq!(all[1].1, "* f");
    }
    // Somebody whom others tell of is somebody.
    assert_eq!(names("@bert\n* a with @cara\n\nCara\n* b\n\n@dora\n* c\n"), ["@bert", "Cara", "@dora"]);
    // Without marks, a name is all there is.
    assert_eq!(names("Bert\n* a\n\nCara\n* b\n\n**Dora Day**\n* c\n"), ["Bert", "Cara", "Dora Day"]);
}

#[test]
fn a_title_with_a_time_code_is_a_person_among_people() {
    let read = |title: &str| names(&format!("## 21:00 @bert\n* a\n\n{title}\n\n## 30:00 @dora\n* c\n"));
    assert_eq!(read("## 21:21 Cara\n* b"), ["@bert", "Cara", "@dora"]);
    assert_eq!(read("## 21:21 Cara\nA paragraph."), ["@bert", "Cara", "@dora"]);
    assert_eq!(read("## 21:21 Cara Day (lurking)\n* b"), ["@bert", "Cara Day (lurking)", "@dora"]);
    for other in
        ["## 45:00 In the weeds, short", "# 1:02:03 Long discussion about snakes", "## 47:00 Discussion"]
    {
        assert_eq!(read(&format!("{other}\n* b")), ["@bert"], "{other}");
    }
    let read =
        |title: &str| names(&format!("21:00 @bert\n* a with @Cara\n\n{title}\n* b\n\n30:00 @dora\n* c\n"));
    assert_eq!(read("## 21:21 Cara"), ["@bert", "Cara", "@dora"]);
    assert_eq!(read("## 21:21 Snakes"), ["@bert"]);
    assert_eq!(names("## 21:00 Bert\n* a\n\n## 21:21 Cara\n* b\n"), ["Bert", "Cara"]);
}

#[test]
fn a_remark_stands_before_a_title() {
    for title in ["## 23:43 (0:00 - recorded again) Hug Reports", "## (later) Hug Reports"] {
        let text = format!("## 12:00 Status Updates\n@bert\n* a\n\n{title}\n@cara\n* b\n");
        let notes = notes::read(&text, grammar()).unwrap().value;
        assert_eq!((notes.status.len(), notes.hugs.len()), (1, 1), "{title}");
    }
}

/// `[@host:] …` tells the host what to say.
#[test]
fn a_direction_is_nobodys() {
    assert_eq!(names("[@bert:] Now we tell what we did.\n\n@bert\n* a\n"), ["@bert"]);
    let quoted = "@bert\n* a\n\n@cara for a very kind review\n@dora for hers\n";
    assert_eq!(names(quoted)[0], "@bert");
    let after = "@bert\nThanks to:\n@cara for a kind review\n";
    assert_eq!(names(after), ["@bert"]);
}

#[test]
fn a_time_in_somebodys_text_begins_nobodys() {
    let all = status("23:10 @bert\n* one\n\n12:30 lunch talk\n\n* two\n\n@arno\n* three\n");
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["@bert", "@arno"]);
    assert!(all[0].1.contains("12:30 lunch talk") && all[0].1.contains("* two"), "{all:?}");
}
