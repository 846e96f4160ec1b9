//! `copydesk import` and `copydesk notes`: documents → a draft, without a terminal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use copydesk::desk::{ImportDesk, ImportSource, ImportWanted, Workspace, fine_edits};
use copydesk::draft::Draft;
use copydesk::import::Kind;
use copydesk::import::candidate::Standing;
use proptest::prelude::*;

const DRAFT: &str = "_drafts/2024-05-13-draft.md";

const NOTES: &str = "# Lamp Weekly Meeting for May 6, 2024

Video is available [on YouTube](https://video.example/6).

## 2:49 Community News
### 3:10 A lamp that hums
It hums - [Lamps](https://lamp.example/hum).

## State of CircuitPython, Libraries and Blinka
### Libraries
Library PyPI Weekly Download Stats
**Total Library Stats**
* 12345 PyPI downloads over 321 libraries
**Top 10 Libraries by PyPI Downloads**
* Lamp Driver (lamp-driver): 900
* Buoy Driver (buoy-driver): 800

Library updates in the last seven days:
**Updated Libraries**
* [ada/Lamp\\_Driver](https://code.example/ada/Lamp_Driver)
* [ada/Buoy\\_Driver](https://code.example/ada/Buoy_Driver)

## Hug Reports
@danh
* All who hum

## Status Updates
@danh
* Mended the lamp\\!  
   * and its cord
@nobody
* Was there
";

const POST: &str = "---
layout: post
title: The issue before
date: 2024-05-06 07:00:00 -0800
categories: weekly
---

## News From Around the Web

[![A lamp](../assets/20240506/20240506lamp.jpg)](https://lamp.example/hum)

A lamp that [hums](https://lamp.example/hum) - [Lamps](https://lamp.example).

[![A buoy](../assets/20240506/20240506buoy.jpg)](https://buoy.example/song)

A buoy that [sings](https://buoy.example/song) - [Buoys](https://buoy.example).

## Upcoming Events

* [Boat day](https://boat.example/day) is on May 10, 2024
* [Regatta](https://boat.example/regatta) is on May 25, 2024

## Latest Releases

CircuitPython's stable release is [9.0.4](https://github.com/adafruit/circuitpython/releases/latest).
";

/// A newsletter with a fresh draft and the issue before it, away from the user's settings.
struct Letter {
    dir: tempfile::TempDir,
}

impl Letter {
    fn new() -> Letter {
        let letter = Letter { dir: tempfile::tempdir().unwrap() };
        letter.write("_posts/2024-05-06-issue.md", POST);
        assert_eq!(letter.run(&["new", "2024-05-13"], "").0, 0);
        letter
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        std::fs::write(self.at(path), text).unwrap();
    }

    fn draft(&self) -> String {
        std::fs::read_to_string(self.at(DRAFT)).unwrap()
    }

    /// The exit code and all that was said.
    fn run(&self, arguments: &[&str], input: &str) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["--as-of", "2024-05-08"]).args(arguments).current_dir(self.dir.path());
        command.env("HOME", self.dir.path()).env_remove("http_proxy").env_remove("HTTP_PROXY");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Who needs no input may be gone before it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let out = child.wait_with_output().unwrap();
        let said = [out.stdout, out.stderr].concat();
        (out.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    fn import(&self, kind: &str, document: &str, more: &[&str]) -> (i32, String) {
        self.run(&[&["import", kind, "-"], more].concat(), document)
    }
}

/// What differs: the lines that went and those that came.
fn changed(before: &str, after: &str) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    let lines = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    lines.map(|change| format!("{}{}", change.tag(), change.value())).collect()
}

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
    assert!(
        said.contains("(writes over what stands there)") && said.contains("for the 6th of May"),
        "{said}"
    );
    assert_eq!(letter.draft(), mine);
    let (_, said) = letter.import("notes", NOTES, &["--take", "1"]);
    assert_eq!(letter.draft(), mine.replace("for the 6th of May", "for May 6, 2024"), "{said}");
    let (code, said) = letter.import("notes", NOTES, &["--take", "99"]);
    assert_eq!(code, 2);
    assert!(said.contains("there is no number 99"), "{said}");
}

#[test]
fn releases_fill_the_facts_and_a_step_back_is_told() {
    let letter = Letter::new();
    let before = letter.draft();
    let (code, said) = letter.import(
        "releases",
        "circuitpython 9.0.5 2024-05-10\nmicropython 1.22.2\npython 3.12.3\npython 3.13.0b1\nfoo 1.0\n",
        &["--apply"],
    );
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("-:5: unclear: 'foo' is no release that the newsletter tells of"), "{said}");
    assert_eq!(
        changed(&before, &letter.draft()),
        "-CircuitPython's stable release is [#.#.#](https://github.com/adafruit/circuitpython/releases/latest) and its unstable release is [#.#.#-##.#](https://github.com/adafruit/circuitpython/releases).
+CircuitPython's stable release is [9.0.5](https://github.com/adafruit/circuitpython/releases/latest).
-[v#.#.#](https://micropython.org/download) is the latest MicroPython release.
+[v1.22.2](https://micropython.org/download) is the latest MicroPython release.
-[#.#.#](https://www.python.org/downloads/) is the latest Python release. The latest pre-release version is [#.#.#](https://www.python.org/download/pre-releases/).
+[3.12.3](https://www.python.org/downloads/) is the latest Python release. The latest pre-release version is [3.13.0b1](https://www.python.org/download/pre-releases/).
"
    );
    let (code, said) = letter.import("releases", "circuitpython 9.0.3\n", &["--apply"]);
    assert_eq!(code, 1);
    assert!(said.contains("look twice: last week's issue has 9.0.4, which is higher"), "{said}");
    // A pre-release comes back with its words.
    let once = letter.draft();
    letter.import("releases", "circuitpython 9.0.5\ncircuitpython 9.1.0-beta.2\n", &["--apply"]);
    assert_eq!(
        letter.draft(),
        once.replace("latest).\n\n[", "latest) and its unstable release is [9.1.0-beta.2](https://github.com/adafruit/circuitpython/releases).\n\n[").as_str()
    );
}

#[test]
fn the_most_clicked_story_of_last_week_is_the_popular_one() {
    let letter = Letter::new();
    let clicks = "\u{feff}Clicks;Link\r\n900;https://lists.example/unsubscribe\r\n40;\"https://buoy.example/song?utm_source=mail\"\r\n39;https://lamp.example/hum\r\n";
    let (code, said) = letter.import("clicks", clicks, &["--apply"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("look twice: 39 clicks, 1 fewer than the first"), "{said}");
    let text = letter.draft();
    assert!(text.contains("[A buoy](https://buoy.example/song)"), "{text}");
    assert!(!text.contains("unsubscribe"));
}

#[test]
fn events_ahead_stand_by_their_days_and_none_twice() {
    let letter = Letter::new();
    let event = |uid: u8, name: &str, day: &str, more: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:{day}\r\nURL:https://{name}.example/{uid}\r\n{more}END:VEVENT\r\n"
        )
    };
    let calendar = format!(
        "BEGIN:VCALENDAR\r\n{}{}{}{}END:VCALENDAR\r\n",
        event(1, "past", "20240510", ""),
        event(2, "later", "20240601", "LOCATION:Kiel\r\n"),
        event(3, "sooner", "20240520", "DTEND;VALUE=DATE:20240523\r\n"),
        event(4, "endless", "20240515", "RRULE:FREQ=YEARLY\r\n"),
    );
    let before = letter.draft();
    let (code, said) = letter.import("events", &calendar, &["--apply"]);
    assert_eq!(code, 0, "{said}");
    let text = letter.draft();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("[endless]") < at("[sooner]") && at("[sooner]") < at("[later]"), "{text}");
    assert!(text.contains("May 20–22, 2024"), "{text}");
    assert!(text.contains("June 1, 2024 in Kiel"), "{text}");
    assert!(!text.contains("[past]") && before.len() < text.len());
    letter.import("events", &calendar, &["--apply"]);
    assert_eq!(letter.draft(), text);
}

#[test]
fn a_post_becomes_one_story() {
    let letter = Letter::new();
    let post =
        "---\ntitle: A kite\nlink: https://kite.example/1\n---\n\nIt flies.\n\n![k](k.png)\n\nAnd more.\n";
    let (code, said) = letter.import("post", post, &["--apply"]);
    assert_eq!(code, 0, "{said}");
    let text = letter.draft();
    assert!(
        text.contains(
            "[A kite](https://kite.example/1): It flies - [kite.example](https://kite.example/1).\n"
        ),
        "{text}"
    );
    letter.import("post", post, &["--apply"]);
    assert_eq!(letter.draft(), text);
    // With a picture that is given, in the story's form.
    let letter = Letter::new();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(80, 40, |x, y| image::Rgb([x as u8, y as u8, 9]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    std::fs::write(letter.at("k.png"), png.into_inner()).unwrap();
    let (_, said) = letter.import("post", post, &["--apply", "--image", "k.png"]);
    let text = letter.draft();
    assert!(
        text.contains("[![A kite](../assets/20240513/20240513k.png)](https://kite.example/1)\n\nIt flies - "),
        "{said}{text}"
    );
}

#[test]
fn what_stands_every_week_is_carried_over() {
    let letter = Letter::new();
    letter.write("assets/20240506/20240506mp.png", "a picture");
    letter.write("_posts/2024-05-06-issue.md", &format!("{POST}\n![m](../assets/20240506/20240506mp.png)\n"));
    letter.write(
        DRAFT,
        &letter
            .draft()
            .replace("## Latest Releases", "![m](../assets/20240513/20240513mp.png)\n\n## Latest Releases"),
    );
    let (code, said) = letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(code, 0, "{said}");
    let text = letter.draft();
    assert!(text.contains("* [Regatta](https://boat.example/regatta) is on May 25, 2024"), "{said}{text}");
    assert!(!text.contains("Boat day"), "it is over");
    assert_eq!(std::fs::read_to_string(letter.at("assets/20240513/20240513mp.png")).unwrap(), "a picture");
    letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(letter.draft(), text);
}

#[test]
fn what_can_not_be_read_is_said_and_nothing_is_written() {
    let letter = Letter::new();
    let before = letter.draft();
    let page = "<!DOCTYPE html><html><head><title>404</title></head><body>Not Found</body></html>";
    for (kind, document, why) in [
        ("notes", "", "there is nothing in it"),
        ("notes", "\u{1}\0\u{2}\u{3}ELF\0\0\0\u{1}\0", "it is not text"),
        ("report", page, "it is a web page, not a library report"),
        ("notes", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n", "it looks like a calendar"),
        ("clicks", NOTES, "it looks like meeting notes"),
        ("notes", "Just a word.\n", "nothing of meeting notes was found in it"),
    ] {
        let (code, said) = letter.import(kind, document, &["--apply"]);
        assert_eq!(code, 2, "{kind} {document:?}: {said}");
        assert!(said.contains(why), "{kind}: {said}");
        assert_eq!(letter.draft(), before);
    }
    for (arguments, why) in [
        (&["import", "notes"][..], "say which document"),
        (&["import", "notes", "gone.txt"], "there is no file "),
        (&["import", "poems", "-"], "the kinds are notes, report"),
        (&["import", "notes", "http://notes.example/x"], "is not fetched: give an address of https"),
        (&["import", "notes", "file:///etc/passwd"], "is not fetched: give an address of https"),
    ] {
        let (code, said) = letter.run(arguments, "");
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn an_address_is_fetched_and_only_that() {
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = server.accept().unwrap();
        let mut asked = [0; 2048];
        let read = stream.read(&mut asked).unwrap();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{NOTES}",
            NOTES.len()
        )
        .unwrap();
        String::from_utf8_lossy(&asked[..read]).into_owned()
    });
    let letter = Letter::new();
    let (code, said) =
        letter.run(&["import", "notes", &format!("http://127.0.0.1:{port}/n.md"), "--json"], "");
    assert_eq!(code, 0, "{said}");
    let told: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["candidates"][0]["what"], "the meeting of May 6, 2024");
    assert_eq!(told["candidates"][0]["standing"], "open");
    assert!(serving.join().unwrap().starts_with("GET /n.md "));
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
    assert!(!said.contains("text - [site]"), "what nobody filled is not told: {said}");
}

#[test]
fn what_is_taken_passes_the_linter() {
    let letter = Letter::new();
    let problems = || {
        let (_, said) = letter.run(&["lint", "--format", "json", DRAFT], "");
        said.matches("\"severity\"").count()
    };
    let before = problems();
    letter.import("notes", NOTES, &["--apply"]);
    letter.import("releases", "circuitpython 9.0.5\npython 3.12.3\n", &["--apply"]);
    letter.run(&["import", "issue", "--apply"], "");
    assert!(problems() <= before, "{}", letter.run(&["lint", DRAFT], "").1);
}

/// Documents of our own, and the seeds where they are at hand.
fn documents() -> Vec<(Kind, String)> {
    let mut all = vec![
        (Kind::Notes, NOTES.to_owned()),
        (Kind::Releases, "circuitpython 9.0.5\npython 3.13.0b1\npython 3.12.1\n".to_owned()),
        (Kind::Post, "---\ntitle: A kite\nlink: https://kite.example/1\n---\n\nIt flies.\n".to_owned()),
    ];
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    for (kind, name) in [
        (Kind::Notes, "000_7fb2bf9a1ff5de5e.txt"),
        (Kind::Notes, "001_acb4a9e5d3f2152b.txt"),
        (Kind::Post, "003_3ffbf9fc04d6b99c.txt"),
    ] {
        match std::fs::read_to_string(seeds.join(name)) {
            Ok(text) => all.push((kind, text)),
            Err(_) => eprintln!("{name} is not there: only our own documents are read"),
        }
    }
    all
}

#[test]
fn candidates_that_are_taken_and_undone_leave_the_same_bytes() {
    let letter = Letter::new();
    let workspace = Workspace::find(&letter.at("")).unwrap();
    let listing = workspace.listing();
    let path = letter.at(DRAFT);
    let drafts =
        [letter.draft(), letter.draft().replace('\n', "\r\n"), format!("{}\n\nend", POST.trim_end())];
    for text in drafts {
        let draft = Draft::parse(text.as_str());
        let desk = ImportDesk { workspace: &workspace, listing: &listing, draft: &draft, path: &path };
        for (kind, document) in documents() {
            let sources = vec![ImportSource { name: "d".into(), bytes: document.into_bytes() }];
            let wanted = ImportWanted { kind, sources, section: None, image: String::new(), weeks: 8 };
            let imported = desk.import(&wanted).unwrap();
            let count = imported.proposal.candidates.len();
            proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) }, |(picked in proptest::collection::vec(any::<bool>(), count))| {
                let chosen: Vec<usize> = (0..count).filter(|at| picked[*at]).collect();
                let (after, taken) = desk.take(&imported, &chosen);
                let edits = fine_edits(&text, after.text());
                prop_assert_eq!(&edits.apply(&text), after.text());
                prop_assert_eq!(&edits.invert(&text).apply(after.text()), &text);
                let changes = chosen.iter().any(|at| imported.proposal.candidates[*at].standing != Standing::Same);
                prop_assert_eq!(after.text() != text, changes);
                prop_assert!(taken.iter().all(|at| picked[*at]));
                prop_assert_eq!(after.text().matches('\r').count() == after.text().matches('\n').count(), text.contains('\r'));
                // What nobody chose is not in it.
                for (at, one) in imported.proposal.candidates.iter().enumerate() {
                    if !picked[at] && one.standing == Standing::Open && one.stands.is_empty() && one.text.len() > 20 {
                        prop_assert!(!after.text().contains(&one.text), "{}", one.text);
                    }
                }
            });
        }
    }
}

#[test]
fn the_seeds_are_taken_over() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let (Ok(notes), Ok(post)) = (
        std::fs::read_to_string(seeds.join("001_acb4a9e5d3f2152b.txt")),
        std::fs::read_to_string(seeds.join("003_3ffbf9fc04d6b99c.txt")),
    ) else {
        eprintln!("the seeds are not there");
        return;
    };
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
    let (_, said) = letter.import("post", &post, &["--apply"]);
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
        said.contains("look twice: the meeting was on 2019-01-07, and the issue is of 2024-05-13"),
        "{said}"
    );
    assert_eq!(letter.draft(), before);
    letter.write("one.md", NOTES);
    letter.write("two.md", &NOTES.replace("May 6", "May 8").replace("Buoy_Driver", "Pier_Driver"));
    let (_, said) = letter.run(&["import", "notes", "one.md", "two.md", "--apply", "--json"], "");
    let told: serde_json::Value = serde_json::from_str(&said).unwrap();
    let taken = |what: &str| {
        let all = told["candidates"].as_array().unwrap().iter();
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
    assert!(said.contains("no new libraries: the list goes"), "{said}");
}

#[test]
fn a_standing_link_is_not_the_most_popular_story() {
    let letter = Letter::new();
    let post = format!(
        "{POST}\n## What's the CircuitPython team up to this week?\n\n**Ada**\n\n[![Ada](../assets/20240506/20240506ada.jpg)](https://www.circuitpython.example/)\n\nHums.\n"
    );
    letter.write("_posts/2024-05-06-issue.md", &post);
    let clicks = "Link,Clicks\nhttps://www.circuitpython.example/,7000\nhttp://buoy.example/song/,40\n";
    let (_, said) = letter.import("clicks", clicks, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("[A buoy](https://buoy.example/song)"), "{said}{text}");
}

#[test]
fn events_are_told_apart_by_whole_names_and_pages() {
    let letter = Letter::new();
    let event = |name: &str, day: &str, more: &str| {
        format!("BEGIN:VEVENT\r\nUID:{name}\r\nSUMMARY:{name}\r\nDTSTART{day}\r\n{more}END:VEVENT\r\n")
    };
    let calendar = |events: &[String]| format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events.concat());
    letter.import(
        "events",
        &calendar(&[event("Conf", ";VALUE=DATE:20240520", "URL:https://conf.example/1\r\n")]),
        &["--apply"],
    );
    let more = calendar(&[
        event("Con", ";VALUE=DATE:20240520", "URL:https://con.example/1\r\n"),
        event("Jam [online]", ":20240521T220000", "DTEND:20240522T010000\r\nURL:https://jam.example/1\r\n"),
    ]);
    let (_, said) = letter.import("events", &more, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("[Con](https://con.example/1)"), "{said}{text}");
    assert!(
        text.contains("[Jam \\[online\\]](https://jam.example/1) will be held May 21, 2024"),
        "{said}{text}"
    );
}

#[test]
fn pictures_are_copied_into_the_issues_folder_only_and_brought_in_only_for_a_story() {
    let letter = Letter::new();
    letter.write(".git/20240506x.png", "a picture");
    letter.write("assets/20240506/20240506gone.png", "");
    std::fs::remove_file(letter.at("assets/20240506/20240506gone.png")).unwrap();
    let events = "## Upcoming Events\n\n[![Regatta](../assets/20240506/../../.git/20240506x.png)](https://boat.example/regatta)\n\nThe regatta is on May 25, 2024 - [Boats](https://boat.example).\n\n[![Pier](../assets/20240506/20240506gone.png)](https://pier.example/day)\n\nPier day is on May 26, 2024 - [Piers](https://pier.example).\n\n## Latest";
    let (start, rest) = POST.split_once("## Upcoming Events").unwrap();
    letter.write(
        "_posts/2024-05-06-issue.md",
        &format!("{start}{events}{}", rest.split_once("## Latest").unwrap().1),
    );
    let (_, said) = letter.run(&["import", "issue", "--apply"], "");
    assert!(!letter.at(".git/20240513x.png").exists(), "{said}");
    assert!(
        said.contains("look twice: its picture ../assets/20240506/20240506gone.png is not there"),
        "{said}"
    );
    letter.write("k.png", "no picture");
    let (code, said) =
        letter.import("post", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", &["--apply", "--image", "k.png"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("it looks like a calendar"), "{said}");
    assert!(!letter.at("assets/20240513/20240513k.png").exists());
}

#[test]
fn links_of_a_post_lead_where_they_led_and_another_profile_asks_for_the_section() {
    let letter = Letter::new();
    let post = "---\ntitle: A kite\nlink: https://kite.example/a/1\n---\n\nIt [flies](/high) and [sings](well.html).\n";
    letter.import("post", post, &["--apply"]);
    let text = letter.draft();
    assert!(
        text.contains("[flies](https://kite.example/high) and [sings](https://kite.example/a/well.html)"),
        "{text}"
    );
    let letter = Letter { dir: tempfile::tempdir().unwrap() };
    letter.write("copydesk.yml", "extends: this-week-in-rust\n");
    let (code, said) = letter.run(&["new", "2024-05-15"], "");
    assert_eq!(code, 0, "{said}");
    let (code, said) = letter.import("post", post, &["--apply", "--issue", "2024-05-15"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("Project/Tooling Updates"), "{said}");
}

#[test]
fn addresses_follow_nobody_and_nothing_is_told_twice() {
    let letter = Letter::new();
    let notes = NOTES
        .replace("https://video.example/6", "https://video.example/6?v=1&utm_source=chat")
        .replace("**Updated Libraries**\n", "**New Libraries**\n* [ada/Lamp\\_Driver](https://code.example/ada/Lamp_Driver)\n**Updated Libraries**\n");
    let (_, said) = letter.import("notes", &notes, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("[on YouTube](https://video.example/6?v=1)"), "{said}{text}");
    assert_eq!(text.matches("https://code.example/ada/Lamp_Driver").count(), 1, "{text}");
    let weekly = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Pier talk\r\nDTSTART;VALUE=DATE:20240515\r\nRRULE:FREQ=WEEKLY\r\nURL:https://pier.example/talk?utm_source=ics\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let (_, said) = letter.import("events", weekly, &["--apply"]);
    let text = letter.draft();
    assert_eq!(
        text.matches("[Pier talk](https://pier.example/talk) will be held May 15, 2024").count(),
        1,
        "{said}"
    );
    assert_eq!(text.matches("Pier talk").count(), 1, "of one that repeats the next time is enough: {text}");
}

/// A calendar of whole days, each with a name and its page.
fn calendar(events: &[(&str, &str)]) -> String {
    let event = |(day, name): &(&str, &str)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{name}\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:{day}\r\nURL:https://{}.example/\r\nEND:VEVENT\r\n",
            name.to_lowercase()
        )
    };
    let events: String = events.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")
}

#[test]
fn events_fill_the_template_first_and_one_that_moved_is_looked_at() {
    let letter = Letter::new();
    let before = letter.draft();
    let (code, said) =
        letter.import("events", &calendar(&[("20240601", "Quay"), ("20240520", "Buoy")]), &["--apply"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        changed(&before, &letter.draft()),
        "-* [Event name](url) on {date}
+* [Buoy](https://buoy.example/) will be held May 20, 2024
+* [Quay](https://quay.example/) will be held June 1, 2024
"
    );
    let once = letter.draft();
    let (code, said) = letter.import("events", &calendar(&[("20240603", "Quay")]), &["--apply"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("look twice: the draft has it on June 1, 2024"), "{said}");
    assert_eq!(letter.draft(), once);
}

#[test]
fn events_that_moved_since_the_issue_before_are_written_over_only_when_asked() {
    let letter = Letter::new();
    let mine = letter.draft().replace(
        "* [Event name](url) on {date}",
        "* [Regatta](https://boat.example/regatta) is on May 27, 2024",
    );
    letter.write(DRAFT, &mine);
    let post = POST
        .replace("* [Boat day]", "* [Harbour 2023](https://boat.example/2023) is on May 30\n* [Boat day]");
    letter.write("_posts/2024-05-06-issue.md", &post);
    let (code, said) = letter.run(&["import", "issue", "--apply"], "");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("look twice: it names 2023"), "{said}");
    assert!(said.contains("(writes over what stands there)"), "{said}");
    assert!(said.contains("- * [Regatta](https://boat.example/regatta) is on May 27, 2024"), "{said}");
    assert_eq!(letter.draft(), mine);
    let number = said
        .lines()
        .find(|line| line.contains("Regatta on"))
        .and_then(|line| line.split('.').next())
        .unwrap();
    letter.run(&["import", "issue", "--take", number], "");
    assert_eq!(letter.draft(), mine.replace("May 27", "May 25"));
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
    let more = "\n### Dan (dhalbert)\n* Later more\n\n20:40 @foamyguy Tim\n* Sails\n";
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
fn numbers_that_people_count_come_with_the_releases() {
    let letter = Letter::new();
    let post = POST.replace("## Latest", "[4,010 Stars](https://stars.example)\n\n## Latest");
    letter.write("_posts/2024-05-06-issue.md", &post);
    let list = "stars 3,999\nlibraries 489\nadafruit_circuitpython_bundle 2024-05-07\nmicropython 1.23.0-preview.3\n";
    let (_, said) = letter.import("releases", list, &["--apply"]);
    let text = letter.draft();
    assert!(text.contains("libraries is **489**!") && text.contains("[20240507]("), "{said}{text}");
    assert!(
        said.contains("unclear: micropython 1.23.0-preview.3 is a pre-release, and none is told of"),
        "{said}"
    );
    assert!(text.contains("[3,999 Stars]("), "{said}{text}");
    // Less than there were is looked at.
    letter.write(
        "_posts/2024-05-06-issue.md",
        &POST.replace(
            "## Upcoming",
            "## Latest Releases\n\n[4,010 Stars](https://stars.example)\n\n## Upcoming",
        ),
    );
    letter.write(DRAFT, &text.replace("[3,999 Stars]", "[#,### Stars]"));
    let (code, said) = letter.import("releases", "stars 3,999\n", &["--apply"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("last week's issue has 4,010, which is higher"), "{said}");
}

#[test]
fn a_post_is_shown_as_it_is_written() {
    let letter = Letter::new();
    let post = "---\ntitle: \"Foo [bar] baz\"\ncanonical_url: https://lamp.example/a\nauthor: Ada\n---\nIt hums[^1] at night.\n\n[^1]: hums\n";
    let (_, said) = letter.import("post", post, &[]);
    let told: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("    + ")).collect();
    let before = letter.draft();
    let (_, said) = letter.import("post", post, &["--apply"]);
    let after = letter.draft();
    let diff = changed(&before, &after);
    let added: Vec<&str> =
        diff.lines().filter_map(|line| line.strip_prefix('+')).filter(|line| !line.is_empty()).collect();
    assert_eq!(told, added, "{said}");
    assert!(after.contains("[Foo \\[bar\\] baz](https://lamp.example/a): It hums at night"), "{diff}");
}

#[test]
fn pages_that_were_clicked_more_are_told() {
    let letter = Letter::new();
    let (_, said) = letter.import(
        "clicks",
        "URL,Total Clicks\nhttps://else.example/,90\nhttps://buoy.example/song,7\n",
        &[],
    );
    assert!(said.contains("-:1: found: pages: 2, total clicks: 97"), "{said}");
    assert!(said.contains("-:2: found: passed over, as no story of the last issue leads there: https://else.example/, 90 clicks"), "{said}");
    let (code, said) = letter.import("clicks", "Seite;Aufrufe\nhttps://a.example/;3\n", &[]);
    assert_eq!(code, 2);
    assert!(said.contains("it has a row of names, one such as URL or Link and one such as Clicks"), "{said}");
}

#[test]
fn a_dry_run_prints_a_diff_and_nothing_else() {
    let letter = Letter::new();
    let (code, diff) = letter.import("releases", "libraries 489\n", &["--dry-run"]);
    assert_eq!(code, 0);
    assert!(diff.starts_with(&format!("--- {DRAFT}\n+++ {DRAFT}\n@@ ")), "{diff}");
    let (code, said) = letter.import("releases", "libraries 489\n", &["--weeks", "3"]);
    assert_eq!(code, 2);
    assert!(said.contains("--weeks is of `copydesk import events`"), "{said}");
    // What was asked for is done: the rest waits for nobody.
    let (code, said) = letter.import("notes", NOTES, &["--take", "1"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("took 1. the meeting of May 6, 2024") && !said.contains("for your decision"),
        "{said}"
    );
}
