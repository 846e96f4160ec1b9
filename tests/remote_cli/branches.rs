//! Drafts on a branch of their own.

use copydesk::desk::{ContributeOptions, NewContribution, Now, Target, Workspace, choose};
use copydesk::git::Control;
use jiff::civil::date;

use super::world::{DRAFT, POST, TEXT, World, image, put};

const BRANCH: &str = "draft-2026-06-01";

/// Posts and profile are on `main`, the draft of June 1 on a branch.
fn world(branch: &str, name: &str) -> World {
    let world = World::bare_and_start();
    world.write("start/copydesk.yml", &format!("extends: circuitpython\nbranch: '{branch}'\n"));
    for day in ["2026-05-11", "2026-05-18", "2026-05-25"] {
        world.write(&format!("start/_posts/{day}-draft.md"), &POST.replace("2026-05-25", day));
    }
    world.git("start", &["add", "."]);
    world.git("start", &["commit", "-qm", "Begin"]);
    world.git("start", &["switch", "-qc", name]);
    world.write(&format!("start/{DRAFT}"), TEXT);
    std::fs::create_dir_all(world.at("start/assets/20260601")).unwrap();
    put(&world.at("start/assets/20260601/20260601pier.jpg"), &image(400));
    world.git("start", &["add", "."]);
    world.git("start", &["commit", "-qm", "The draft of June 1"]);
    world.git("start", &["push", "-q", &world.bare(), name]);
    world.git("start", &["switch", "-q", "main"]);
    world.write("start/README.md", "About us.\n");
    world.push_start();
    world
}

#[test]
fn the_desk_says_that_the_draft_is_on_another_branch() {
    for (branch, name) in [("draft-{date}", BRANCH), ("next", "next"), ("{yyyymmdd}", "20260601")] {
        let world = world(branch, name);
        let place = format!(
            "the draft of the issue of 2026-06-01 is on the branch {name} of origin (main is checked out)"
        );
        let (_, out, error) = world.copydesk("editor", &["status"]);
        assert_eq!(error, "");
        let expected = format!(
            "_posts/2026-05-25-draft.md: the issue of 2026-05-25, 3 days ago\n{place}: `copydesk open --worktree 2026-06-01`\n\n"
        );
        assert!(out.starts_with(&expected), "{out}");
        let (_, out, _) = world.copydesk("editor", &["status", "--json"]);
        let status: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(status["branch"], serde_json::Value::Null);
        let elsewhere = serde_json::json!({
            "issue": "2026-06-01", "branch": name, "remote": "origin", "path": DRAFT,
        });
        assert_eq!(status["draft_elsewhere"], elsewhere);

        let (code, out, error) = world.copydesk("editor", &["status", "2026-06-01"]);
        assert_eq!((code, out.as_str()), (2, ""));
        let hint = "`copydesk open --worktree 2026-06-01` opens it in a work tree of its own";
        assert_eq!(error, format!("copydesk: {place}; {hint}\n"));

        // Where it is checked out, all is well.
        world.git("editor", &["switch", "-q", name]);
        let (_, out, _) = world.copydesk("editor", &["status", "--json"]);
        let status: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(status["draft_elsewhere"], serde_json::Value::Null);
        assert_eq!(
            status["branch"],
            serde_json::json!({ "name": name, "checked_out": name, "is_checked_out": true, "exists": true })
        );
        let (_, out, _) = world.copydesk("editor", &["status"]);
        assert!(out.starts_with(&format!("{DRAFT}: the issue of 2026-06-01, in 4 days\n\n")), "{out}");
    }
}

#[test]
fn new_says_where_the_draft_belongs_and_makes_no_branch() {
    let world = world("draft-{date}", BRANCH);
    let before = world.git("editor", &["for-each-ref"]);
    let (code, out, error) = world.copydesk("editor", &["new"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.contains("is on the branch draft-2026-06-01 of origin"), "{error}");
    let (code, out, error) = world.copydesk("editor", &["new", "2026-06-08"]);
    assert_eq!((code, error.as_str()), (0, ""));
    let note = "note: this draft belongs on the branch draft-2026-06-08 (main is checked out); `git switch -c draft-2026-06-08` creates it\n";
    assert!(out.contains(note), "{out}");
    assert_eq!(world.git("editor", &["for-each-ref"]), before);
    assert_eq!(world.git("editor", &["branch", "--show-current"]), "main");
    let (_, out, _) = world.copydesk("editor", &["status", "2026-06-08"]);
    let line = "\ndrafts of this issue belong on the branch draft-2026-06-08 (main is checked out)\n\n";
    assert!(out.contains(line), "{out}");
    world.git("editor", &["switch", "-qc", "draft-2026-06-15"]);
    let (code, out, _) = world.copydesk("editor", &["new", "2026-06-15"]);
    assert!(code == 0 && !out.contains("note"), "{out}");
}

#[test]
fn the_draft_is_opened_in_a_work_tree_beside_the_repository() {
    let world = world("draft-{date}", BRANCH);
    let today = date(2026, 5, 28);
    let workspace = Workspace::find(&world.at("editor")).unwrap();
    let elsewhere = || choose(&workspace, &workspace.listing(), None, today).unwrap().elsewhere.unwrap();
    let draft = elsewhere();
    let place = world.at("editor.worktrees").join(BRANCH);
    assert_eq!(draft.place(&workspace).unwrap(), Some(place.clone()));
    let opened = draft.open(&workspace).unwrap();
    assert_eq!((opened.folder.as_path(), opened.is_new), (place.as_path(), true));
    assert_eq!(opened.choice.path, place.join(DRAFT));
    assert_eq!(std::fs::read_to_string(&opened.choice.path).unwrap(), TEXT);
    let status = world.git(&format!("editor.worktrees/{BRANCH}"), &["status", "--porcelain", "--branch"]);
    assert_eq!(status, format!("## {BRANCH}...origin/{BRANCH}"));
    assert_eq!(world.git("editor", &["status", "--porcelain", "--branch"]), "## main...origin/main");
    // Next time it is used again, with what was written in it.
    std::fs::write(place.join(DRAFT), "mine\n").unwrap();
    let again = elsewhere().open(&workspace).unwrap();
    assert!(!again.is_new);
    assert_eq!(std::fs::read_to_string(again.choice.path).unwrap(), "mine\n");

    let (code, _, error) = world.copydesk("editor", &["open", "--worktree", "2026-05-25"]);
    assert_eq!(
        (code, error.as_str()),
        (2, "copydesk: no other branch has this draft; leave out `--worktree`\n")
    );
}

#[test]
fn add_starts_from_the_branch_of_the_draft_or_from_the_one_that_is_named() {
    let item = ["--url", "https://lamp.example/hum", "--title", "A lamp that hums", "--text", "It hums."];
    for (branch, name) in [("draft-{date}", BRANCH), ("next", "next")] {
        let world = world(branch, name);
        let bare = world.bare();
        let add = |folder: &str, more: &[&str]| {
            let section = ["--section", "News", "--source", "Lamps"];
            world.copydesk(folder, &[&["add"][..], &item, &section, more].concat())
        };
        for more in [&[][..], &["--issue", "2026-06-01"], &["--base", name]] {
            let (code, out, error) = add("contributor", more);
            assert_eq!(code, 0, "{more:?}: {out}{error}");
            assert_eq!(
                world.git("contributor", &["rev-parse", "add/a-lamp-that-hums^"]),
                world.git("contributor", &["rev-parse", &format!("origin/{name}")])
            );
            world.git("contributor", &["branch", "-qD", "add/a-lamp-that-hums"]);
        }
        let (code, out, error) = add(".", &["--repo", &bare]);
        assert!(code == 0 && out.contains(DRAFT), "{out}{error}");
        let (code, _, error) = add("contributor", &["--base", "main"]);
        assert!(code == 2 && error.contains("origin/main has no draft"), "{error}");
        let (code, _, error) = add("contributor", &["--base", "nxt"]);
        assert_eq!((code, error.as_str()), (2, "copydesk: origin has no branch nxt; check its name\n"));
    }
}

#[test]
fn add_starts_from_a_branch_that_is_not_pushed_yet() {
    let world = world("draft-{date}", BRANCH);
    world.git("contributor", &["switch", "-qc", "draft-2026-06-08", &format!("origin/{BRANCH}")]);
    world.git("contributor", &["mv", DRAFT, "_drafts/2026-06-08-draft.md"]);
    world.git("contributor", &["commit", "-qm", "The draft of June 8"]);
    world.git("contributor", &["switch", "-q", "main"]);
    let item = ["--url", "https://lamp.example/hum", "--title", "A lamp that hums", "--text", "It hums."];
    let more = ["--section", "News", "--source", "Lamps", "--issue", "2026-06-08"];
    let (code, out, error) = world.copydesk("contributor", &[&["add"][..], &item, &more].concat());
    assert_eq!(code, 0, "{out}{error}");
    assert_eq!(
        world.git("contributor", &["rev-parse", "add/a-lamp-that-hums^"]),
        world.git("contributor", &["rev-parse", "draft-2026-06-08"])
    );
}

#[test]
fn the_branch_of_the_next_draft_is_that_of_the_newsletter_s_day() {
    let world = World::bare_and_start();
    let profile = "extends: circuitpython\nbranch: 'draft-{date}'\ntime_zone: Europe/Berlin\n";
    world.write("start/copydesk.yml", profile);
    world.write("start/_posts/2026-05-25-draft.md", POST);
    world.git("start", &["add", "."]);
    world.git("start", &["commit", "-qm", "Begin"]);
    for name in ["2026-06-01", "2026-06-08"] {
        world.git("start", &["switch", "-qc", &format!("draft-{name}"), "main"]);
        world.write(&format!("start/_drafts/{name}-draft.md"), TEXT);
        world.git("start", &["add", "."]);
        world.git("start", &["commit", "-qm", "A draft"]);
    }
    world.git("start", &["switch", "-q", "main"]);
    // In Berlin it is Tuesday already.
    let moment = "2026-06-01T23:00:00-04:00[America/New_York]";
    let open = |now: Now| {
        let target = Target::Clone { folder: world.at("start"), remote: None };
        let wanted = ContributeOptions { target, base: None, issue: None, now };
        NewContribution::open(&wanted, &Control::default()).unwrap().draft_name()
    };
    assert!(open(Now::Moment(moment.parse().unwrap())).contains("2026-06-08"));
    assert!(open(date(2026, 6, 1).into()).contains("2026-06-01"));
}
