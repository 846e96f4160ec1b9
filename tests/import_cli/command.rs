//! The command itself: what it refuses and fetches, and what holds for every kind.

use super::*;
use crate::support::require::seeds;

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
        ("notes", "Just a word.\n", "it does not look like meeting notes: "),
    ] {
        let (code, said) = letter.import(kind, document, &["--apply"]);
        assert_eq!(code, 2, "{kind} {document:?}: {said}");
        assert!(said.contains(why), "{kind}: {said}");
        assert_eq!(letter.draft(), before);
    }
    for (arguments, why) in [
        (&["import", "notes"][..], "name a document"),
        (&["import", "notes", "gone.txt"], "there is no file "),
        (&["import", "poems", "-"], "the kinds are notes, report"),
        (&["import", "notes", "http://notes.example/x"], "is not fetched: give an https address"),
        (&["import", "notes", "file:///etc/passwd"], "is not fetched: give an https address"),
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
    let reported: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(reported["candidates"][0]["what"], "the meeting of May 6, 2024");
    assert_eq!(reported["candidates"][0]["state"], "open");
    assert!(serving.join().unwrap().starts_with("GET /n.md "));
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
    let Some(seeds) = seeds() else { return all };
    for (kind, name) in [
        (Kind::Notes, "000_7fb2bf9a1ff5de5e.txt"),
        (Kind::Notes, "001_acb4a9e5d3f2152b.txt"),
        (Kind::Post, "003_3ffbf9fc04d6b99c.txt"),
    ] {
        all.push((kind, std::fs::read_to_string(seeds.join(name)).unwrap()));
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
            let wanted = ImportOptions {
                kind,
                sources,
                section: None,
                image: None,
                weeks: 8,
                expanded: Default::default(),
            };
            let imported = desk.import(&wanted).unwrap();
            let count = imported.proposal.candidates.len();
            proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) }, |(picked in proptest::collection::vec(any::<bool>(), count))| {
                let chosen: Vec<usize> = (0..count).filter(|at| picked[*at]).collect();
                let (after, taken) = desk.take(&imported, &chosen);
                let edits = fine_edits(&text, after.text());
                prop_assert_eq!(&edits.apply(&text), after.text());
                prop_assert_eq!(&edits.invert(&text).apply(after.text()), &text);
                let changes = chosen.iter().any(|at| imported.proposal.candidates[*at].target != TargetState::Same);
                prop_assert_eq!(after.text() != text, changes);
                prop_assert!(taken.iter().all(|at| picked[*at]));
                prop_assert_eq!(after.text().matches('\r').count() == after.text().matches('\n').count(), text.contains('\r'));
                // What nobody chose is not in it.
                for (at, one) in imported.proposal.candidates.iter().enumerate() {
                    if !picked[at] && one.target == TargetState::Open && one.current.is_empty() && one.text.len() > 20 {
                        prop_assert!(!after.text().contains(&one.text), "{}", one.text);
                    }
                }
            });
        }
    }
}

#[test]
fn a_dry_run_says_what_would_be_taken_and_exits_as_the_command_does() {
    let letter = Letter::new();
    let before = letter.draft();
    let lines = "libraries 489\ncircuitpython 9.0.5\n";
    let (code, said) = letter.import("releases", lines, &["--apply", "--dry-run"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("--- a/") && said.contains("copydesk: would take 1. "), "{said}");
    assert_eq!(letter.draft(), before);
    assert_eq!(letter.import("releases", lines, &["--apply"]).0, 0);
    // A changed number would replace what is written now.
    let written = letter.draft();
    let (code, said) = letter.import("releases", "libraries 490\n", &["--apply", "--dry-run"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("would take nothing into ") && said.contains("leave to you: `--take 1`"), "{said}");
    assert_eq!(letter.import("releases", "libraries 490\n", &["--apply"]).0, 1);
    let (code, said) = letter.import("releases", "libraries 490\n", &["--take", "1", "--dry-run"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("+") && said.contains("would take 1. "), "{said}");
    assert_eq!(letter.draft(), written);
}

#[test]
fn a_dry_run_prints_a_diff_and_nothing_else() {
    let letter = Letter::new();
    let (code, diff) = letter.import("releases", "libraries 489\n", &["--dry-run"]);
    assert_eq!(code, 0);
    assert!(diff.starts_with(&format!("--- a/{DRAFT}\n+++ b/{DRAFT}\n@@ ")), "{diff}");
    let (code, said) = letter.import("releases", "libraries 489\n", &["--weeks", "3"]);
    assert_eq!(code, 2);
    assert!(said.contains("--weeks belongs to `copydesk import events`"), "{said}");
    // What was asked for is done: the rest waits for nobody.
    let (code, said) = letter.import("notes", NOTES, &["--take", "1"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("left open: `--take 2,3,4,5,6`"), "{said}");
    assert!(
        said.contains("took 1. the meeting of May 6, 2024") && !said.contains("for your decision"),
        "{said}"
    );
}
