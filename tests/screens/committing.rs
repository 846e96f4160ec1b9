//! The commit dialog: numbers, files, message, and the switch to amending.

use copydesk::text::counted;

use super::*;

impl Desk {
    /// The desk with a saved change and one commit that no remote has.
    fn committed(width: u16, height: u16) -> Desk {
        let mut desk = Desk::open(width, height);
        desk.select("Front matter").keys("enter \"A ferry\" ctrl-g ctrl-g").assert_shows("Committed ");
        desk
    }

    fn commits(&self) -> Vec<String> {
        let repo = copydesk::git::Repo::discover(&self.draft()).unwrap().unwrap();
        let log = repo.file_log(std::path::Path::new("_drafts/2026-06-08-draft.md"), &Default::default());
        log.unwrap().commits.into_iter().map(|commit| commit.subject).collect()
    }

    /// The numbers of errors, warnings and hints in words.
    fn counts(&self) -> String {
        let count = |severity, noun| {
            let own = self.program.state.session.diagnostics.iter().filter(|one| one.severity == severity);
            counted(own.count(), noun)
        };
        use copydesk::lint::Severity::{Error, Hint, Warning};
        let all = [count(Error, "error"), count(Warning, "warning"), count(Hint, "hint")];
        all.into_iter().filter(|words| !words.starts_with("0 ")).collect::<Vec<_>>().join(", ")
    }
}

#[test]
fn the_dialog_counts_errors_and_warnings_of_what_is_committed() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        desk.select("Front matter").keys("enter \"A ferry\" ctrl-s");
        let counts = desk.counts();
        assert!(counts.contains("error") && counts.contains("warning"), "{counts}");
        desk.keys("ctrl-g").assert_shows(&format!("Checks   {counts}; "));
        desk.assert_shows(" slots filled, ");
        assert!(!desk.screen().contains("without what was typed"), "{}", desk.screen());
    }
}

#[test]
fn what_is_typed_before_the_dialog_opens_does_not_count() {
    let mut desk = Desk::open(120, 40);
    desk.select("Front matter").keys("enter \"A ferry\" ctrl-s esc");
    desk.select("A buoy on the waves").keys("enter tab tab tab ctrl-end");
    let counts = desk.counts();
    let typed =
        " untill teh end".chars().map(|c| c.to_string()).map(|c| if c == " " { "space".into() } else { c });
    let events = ["ctrl-g".to_owned()].into_iter().chain(typed).map(|key| event(&key));
    desk.program.send_at_once(events.collect());
    assert_ne!(desk.counts(), counts, "{}", desk.screen());
    desk.assert_shows(&format!("Checks   {counts}; "));
    // The sentence goes on in the next row.
    desk.assert_shows("without what was typed");
}

#[test]
fn every_file_is_listed_and_the_list_is_scrolled() {
    let mut desk = Desk::open(80, 24);
    let folder = desk.dir.path().join("assets/20260608");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if desk.text().contains(&name) {
            let mut bytes = std::fs::read(&path).unwrap();
            bytes.push(0);
            std::fs::write(&path, bytes).unwrap();
            names.push(name);
        }
    }
    assert!(names.len() > 12, "{names:?}");
    desk.select("Front matter").keys("enter \"A ferry\" ctrl-g");
    let files = names.len() + 1;
    desk.assert_shows(&format!("Files    {files}, listed below: {files} changed"));
    desk.assert_shows("_drafts/2026-06-08-draft.md (changed, +1 −1)");
    desk.assert_shows(" more");
    desk.keys("tab");
    let mut seen = String::new();
    for _ in 0..80 {
        seen.push_str(&desk.screen());
        desk.keys("down");
    }
    for name in &names {
        assert!(seen.contains(&format!("{name} (changed, ")), "{name}\n{}", desk.screen());
    }
    desk.assert_shows("↑");
    desk.keys("ctrl-g").assert_shows("Committed ");
}

#[test]
fn a_long_subject_is_short_with_the_rest_below() {
    let mut desk = Desk::changed(|text| {
        let text = text.replacen("title: \"Featured story title here!\"", "title: \"A ferry\"", 1);
        // Something new in many sections.
        let item = |n: usize| {
            format!("[Lamp {n}](https://example.org/lamp/{n}) - [Site {n}](https://example.org/{n}).\n\n")
        };
        let mut out = String::new();
        for (n, line) in text.split_inclusive('\n').enumerate() {
            out.push_str(line);
            if line.starts_with("## ") && !line.contains("Thanks") {
                out.push('\n');
                out.push_str(&item(n));
            }
        }
        out
    });
    desk.keys("ctrl-g");
    let copydesk::tui::Overlay::Commit(view) = desk.program.state.overlays.last().unwrap() else {
        panic!("{}", desk.screen());
    };
    let message = view.message();
    let subject = message.lines().next().unwrap();
    assert!(subject.chars().count() <= 72, "{subject}");
    assert!(message.lines().all(|line| line.chars().count() <= 72), "{message}");
    // What is typed belongs to the subject.
    let subject = subject.to_owned();
    desk.keys("\"!\"").assert_shows(&format!("{subject}!"));
    desk.keys("ctrl-g").assert_shows("Committed ");
    assert_eq!(desk.commits()[0], format!("{subject}!"));
}

#[test]
fn nothing_is_committed_while_the_other_kind_is_planned() {
    let mut desk = Desk::committed(120, 40);
    let before = desk.commits();
    desk.keys("\" and more\" ctrl-g").assert_shows("What will be committed");
    desk.program.send_at_once(vec![event("ctrl-t"), event("ctrl-g")]);
    // The plan has come meanwhile, and shows the other kind.
    desk.assert_shows("What will be added to the last commit");
    assert_eq!(desk.commits(), before);
    desk.program.send_at_once(vec![event("ctrl-t"), event("ctrl-t"), event("ctrl-g")]);
    // The second one stays with amending.
    desk.assert_shows("Amended ");
    assert_eq!(desk.commits(), before);
    let show = ["show", "HEAD:_drafts/2026-06-08-draft.md"];
    let head = std::process::Command::new("git").args(show).current_dir(desk.dir.path()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&head.stdout), desk.text());
    assert!(desk.text().contains("A ferry and more"));
}

#[test]
fn a_plan_for_a_dialog_that_is_closed_opens_none() {
    let mut desk = Desk::open(120, 40);
    desk.select("Front matter").keys("enter \"A ferry\" ctrl-g").assert_shows("What will be committed");
    let before = desk.commits().len();
    desk.program.send_at_once(vec![event("ctrl-t"), event("esc")]);
    assert!(desk.program.state.overlays.is_empty(), "{}", desk.screen());
    assert_eq!(desk.commits().len(), before);
}

#[test]
fn each_kind_of_commit_keeps_its_message() {
    let mut desk = Desk::committed(120, 40);
    let last = desk.commits()[0].clone();
    desk.keys("\" and more\" ctrl-g ctrl-u \"A new one\"").assert_shows("A new one");
    desk.keys("ctrl-t").assert_shows(&last);
    desk.assert_shows("amends the last commit");
    assert!(!desk.screen().contains("A new one"), "{}", desk.screen());
    desk.keys("\", amended\" ctrl-t").assert_shows("A new one");
    desk.assert_shows("What will be committed");
    desk.keys("\" indeed\" ctrl-t").assert_shows(&format!("{last}, amended"));
    desk.keys("ctrl-t").assert_shows("A new one indeed");
    // Typed while the other kind is planned.
    desk.program.send_at_once(vec![event("ctrl-t"), event("!")]);
    desk.keys("ctrl-t").assert_shows("A new one indeed!");
    desk.keys("ctrl-t esc").assert_shows("the message is kept");
    desk.keys("ctrl-g").assert_shows("A new one indeed!");
}

#[test]
fn an_amended_commit_is_called_so() {
    let mut desk = Desk::committed(140, 40);
    desk.keys("\" at noon\" ctrl-g ctrl-t ctrl-g").assert_shows("Amended ");
    assert!(!desk.screen().contains("Committed "), "{}", desk.screen());
}
