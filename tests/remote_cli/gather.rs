//! `copydesk gather`: contributions of many people in one commit.

use super::world::{DRAFT, TEXT, World, image, with};
use crate::git_remote::server;

const SLOT: &str = "text - [site](url).\n";

/// The draft with a story more at the end of the news.
fn story(word: &str) -> String {
    with(
        SLOT,
        &format!("{SLOT}\nA [{word}](https://{word}.example/page) - [{word}](https://{word}.example).\n"),
    )
}

/// The same with an image over it.
fn with_image_of(word: &str, image: &str) -> String {
    let page = format!("https://{word}.example/page");
    story(word)
        .replace(&format!("\nA [{word}]"), &format!("\n[![A {word}](../{image})]({page})\n\nA [{word}]"))
}

fn take<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["gather", "--issue", "2026-06-01"][..], more].concat()
}

#[test]
fn forty_contributors_are_gathered_in_one_commit() {
    let world = World::new();
    let Some(port) = server::daemon(&world.at(".")) else { return };
    for number in 1..=40 {
        let draft = story(&format!("thing{number}"));
        world.request(number, &format!("Ada {number}"), &format!("Add thing {number}"), &draft);
    }
    world.git("editor", &["remote", "set-url", "origin", &format!("git://127.0.0.1:{port}/news.git")]);
    let old = world.git("editor", &["rev-parse", "HEAD"]);
    let (code, out, error) = world.copydesk("editor", &take(&["--all-clean"]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains("gathered 40 in "), "{out}");

    // One commit with the old one and every head as parents.
    let parents = world.git("editor", &["show", "-s", "--format=%P", "HEAD"]);
    let parents: Vec<&str> = parents.split(' ').collect();
    assert_eq!((parents.len(), parents[0]), (41, old.as_str()));
    for (number, parent) in parents.iter().enumerate().skip(1) {
        let head = world.git("news.git", &["rev-parse", &format!("refs/pull/{number}/head")]);
        assert_eq!(*parent, head);
        assert_eq!(world.git("editor", &["branch", "--contains", &head]), "* main");
    }
    let graph = world.git("editor", &["log", "--graph", "--oneline"]);
    assert_eq!(graph.matches("Add thing").count(), 40, "{graph}");
    let message = world.git("editor", &["show", "-s", "--format=%B", "HEAD"]);
    assert!(
        message.starts_with("Gather 40 contributions to 2026-06-01\n\n* #1 by Ada 1: Add thing 1\n"),
        "{message}"
    );
    assert!(message.contains("Co-authored-by: Ada 40 <ada.40@example.org>"), "{message}");
    assert_eq!(world.git("editor", &["show", "-s", "--format=%an", parents[7]]), "Ada 7");

    // In the order of their numbers, and nothing else changed; the work tree has followed.
    let all: String = (1..=40)
        .map(|n| {
            format!("\nA [thing{n}](https://thing{n}.example/page) - [thing{n}](https://thing{n}.example).\n")
        })
        .collect();
    assert_eq!(world.read(&format!("editor/{DRAFT}")), with(SLOT, &format!("{SLOT}{all}")));
    assert_eq!(world.git("editor", &["status", "--porcelain"]), "");
    let (_, out, _) = world.copydesk("editor", &take(&[]));
    assert!(out.starts_with("0 contributions for"), "{out}");
}

#[test]
fn each_is_listed_with_what_it_adds_and_how_it_merges() {
    let world = World::new();
    world.request(3, "Ada", "Add a kite", &story("kite"));
    world.request_with(
        4,
        "Bo",
        "Add a board",
        &with("- [Kelp", "- [Moss](https://boards.example/moss)\n- [Kelp"),
        &[("README.md", b"Ours now.\n")],
    );
    world.request(5, "Cy", "Another title", &with("Lamps that hum", "Kites that sing"));
    world.request(6, "Dee", "The kite too", &story("kite").replace("A [kite]", "That [kite]"));
    world.request(7, "Eve", "Spelling", &with("The shore meets.", "The shore meets here."));
    world.write(
        &format!("editor/{DRAFT}"),
        &with("Lamps that hum", "Lamps that glow").replace("The shore meets.", "The shore meets here."),
    );
    world.git("editor", &["commit", "-qam", "mine"]);
    let (code, out, error) = world.copydesk("editor", &take(&[]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    insta::assert_snapshot!(out);
    let (_, json, _) = world.copydesk("editor", &take(&["--json"]));
    let json = crate::support::schema::output("gather", &json);
    let merges: Vec<&str> =
        json["contributions"].as_array().unwrap().iter().map(|one| one["merges"].as_str().unwrap()).collect();
    assert_eq!(merges[0], "is in the draft already");
    assert_eq!(json["commit"], serde_json::Value::Null);
}

#[test]
fn boards_of_several_contributions_are_counted_together() {
    let world = World::new();
    let board = |name: &str| format!("- [{name}](https://boards.example/{})\n", name.to_lowercase());
    let boards = |count: &str, before: &str, after: &str| {
        let kelp = board("Kelp Pro").replace("kelp pro", "kelp");
        with("there was 1 new board added", count).replace(&kelp, &format!("{before}{kelp}{after}"))
    };
    let two = "there were 2 new boards added";
    world.request(1, "Ada", "Add a board", &boards(two, "", &board("Moss")));
    let more = boards("there were 3 new boards added", &board("Ash"), &board("Reed"));
    world.request(2, "Bo", "Add two boards", &more);
    world.request(3, "Cy", "Add a board", &boards(two, &board("Fern"), ""));
    let text = || world.read(&format!("editor/{DRAFT}"));
    // Those that were gathered before count too.
    let (code, out, error) = world.copydesk("editor", &take(&["--all-clean"]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(out.contains("gathered 3 in "), "{out}");
    assert!(text().contains("there were 5 new boards added:\n"), "{}", text());
    world.request(4, "Dee", "Add a board", &boards(two, "", &board("Rush")));
    let (code, out, error) = world.copydesk("editor", &take(&["--all-clean"]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    assert!(text().contains("there were 6 new boards added:\n"), "{}", text());
}

#[test]
fn what_cannot_be_merged_is_left_out_and_the_rest_goes_on() {
    let world = World::new();
    world.request(1, "Ada", "A title", &with("Lamps that hum", "Kites that sing"));
    world.request(2, "Bo", "Another title", &with("Lamps that hum", "Boats that creak"));
    world.request(3, "Cy", "A kite", &story("kite"));
    let before = world.git("editor", &["rev-parse", "HEAD"]);
    let (code, out, _) = world.copydesk("editor", &take(&["--take", "1,2,3", "--dry-run"]));
    assert_eq!(code, 1);
    assert!(out.ends_with("2 would be gathered; nothing was committed\n"), "{out}");
    assert_eq!(world.git("editor", &["rev-parse", "HEAD"]), before);
    let (code, out, _) = world.copydesk("editor", &take(&["--take", "3,1,2"]));
    assert_eq!(code, 1);
    assert!(
        out.contains(
            "#2 by Bo is left out: it collides with #1 by Ada, which is taken before it: 'title: \"Lamps that hum\"'"
        ),
        "{out}"
    );
    assert_eq!(
        world.read(&format!("editor/{DRAFT}")),
        story("kite").replace("Lamps that hum", "Kites that sing")
    );
    assert_eq!(world.git("editor", &["show", "-s", "--format=%P", "HEAD"]).split(' ').count(), 3);
}

#[test]
fn a_contribution_that_collides_with_one_of_several_additions_is_left_out_with_its_name() {
    let world = World::new();
    let gauge = "[Build a gauge](https://learn.example/gauge) from [Gritt](https://learn.example/gritt)\n";
    let guide = "[Fold a kite](https://learn.example/kite) from [Mo](https://learn.example/mo)\n";
    let guides = with(gauge, &format!("{gauge}\n{guide}"));
    world.request(1, "Ada", "A kite", &story("kite"));
    world.request(2, "Bo", "A guide", &guides);
    world.request(3, "Cy", "A boat", &story("boat"));
    world.request(4, "Dee", "No guides", &with(&format!("## New Learn Guides\n\n{gauge}\n"), ""));
    world.request(5, "Eve", "A net", &story("net"));
    let (code, out, _) = world.copydesk("editor", &take(&["--take", "1,2,3,4,5"]));
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("#4 by Dee is left out: it collides with #2 by Bo"), "{out}");
    let stories = ["kite", "boat", "net"]
        .map(|n| format!("\nA [{n}](https://{n}.example/page) - [{n}](https://{n}.example).\n"));
    let wanted =
        with(SLOT, &format!("{SLOT}{}", stories.concat())).replace(gauge, &format!("{gauge}\n{guide}"));
    assert_eq!(world.read(&format!("editor/{DRAFT}")), wanted);
}

#[test]
fn images_come_along_and_other_files_do_not() {
    let world = World::new();
    let lamp = image(300);
    let kite = with_image_of("kite", "assets/20260601/20260601kite.jpg");
    world.request_with(1, "Ada", "A kite", &kite, &[("assets/20260601/20260601kite.jpg", &lamp)]);
    world.request_with(2, "Bo", "A boat", &story("boat"), &[(".github/workflows/x.yml", b"on: push\n")]);
    let (code, out, _) = world.copydesk("editor", &take(&["--take", "1,2"]));
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("#1 by Ada: 1 news item, 1 image"), "{out}");
    assert!(
        out.contains("#2 by Bo is left out: it also changes .github/workflows/x.yml; merge it with git"),
        "{out}"
    );
    assert_eq!(std::fs::read(world.at("editor/assets/20260601/20260601kite.jpg")).unwrap(), lamp);
    assert!(!world.at("editor/.github").exists());
}

#[test]
fn branches_are_gathered_by_a_pattern() {
    let world = World::new();
    world.copydesk(
        "contributor",
        &["add", "--push", "--url", "https://kite.example/a", "--text", "A [kite](https://kite.example/a)"],
    );
    // The branch has the words of the text, without the address of its link.
    let (code, _, error) = world.copydesk("editor", &take(&["--branches", "add/*", "--take", "17"]));
    assert_eq!(code, 2);
    assert!(error.contains("`copydesk gather --branches 'add/*'` lists the existing ones"), "{error}");
    let (code, out, _) = world.copydesk("editor", &take(&["--branches", "add/*", "--all-clean"]));
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("add/a-kite"), "{out}");
    let (_, out, _) = world.copydesk("editor", &take(&["--branches", "add/*", "--all-clean"]));
    assert!(out.contains("there was nothing to gather"), "{out}");
    assert!(
        world.read(&format!("editor/{DRAFT}")).contains("A [kite](https://kite.example/a) - [kite.example]")
    );
}

#[test]
fn a_draft_with_uncommitted_changes_is_not_merged_over() {
    let world = World::new();
    world.request(1, "Ada", "A kite", &story("kite"));
    world.write(&format!("editor/{DRAFT}"), &TEXT.replace("The shore meets.", "Not saved in git."));
    let before = world.state("editor");
    let (code, _, error) = world.copydesk("editor", &take(&["--all-clean"]));
    assert_eq!(code, 2);
    assert!(error.contains("has uncommitted changes, so nothing was merged"), "{error}");
    assert_eq!(world.state("editor"), before);
}

#[test]
fn what_keeps_it_from_running_is_one_sentence() {
    let world = World::new();
    let (code, _, error) = world.copydesk("editor", &take(&["--take", "99"]));
    assert_eq!(code, 2);
    assert_eq!(
        error,
        "copydesk: there is no contribution '99' to this draft; `copydesk gather` lists the existing ones\n"
    );
    world.git("editor", &["remote", "remove", "origin"]);
    let (code, _, error) = world.copydesk("editor", &take(&[]));
    assert_eq!(code, 2);
    assert!(error.contains("no remote to gather from"), "{error}");
}

#[test]
fn two_images_of_one_name_are_both_gathered_and_the_second_gets_another_name() {
    let world = World::new();
    let place = "assets/20260601/20260601kite.jpg";
    let item = |word: &str| with_image_of(word, place);
    let (red, blue, green) = (image(300), image(310), image(320));
    world.request_with(1, "Ada", "A kite", &item("kite"), &[(place, &red)]);
    world.request_with(2, "Bea", "A blue kite [skip ci]", &item("glider"), &[(place, &blue)]);
    let (code, out, _) = world.copydesk("editor", &take(&["--all-clean"]));
    assert_eq!(code, 0, "{out}");
    let text = world.read(&format!("editor/{DRAFT}"));
    assert!(text.contains(&format!("[![A kite](../{place})]")), "{text}");
    assert!(text.contains("[![A glider](../assets/20260601/20260601kite-2.jpg)]"), "{text}");
    assert_eq!(std::fs::read(world.at(&format!("editor/{place}"))).unwrap(), red);
    assert_eq!(std::fs::read(world.at("editor/assets/20260601/20260601kite-2.jpg")).unwrap(), blue);
    // Nor may a stranger's words switch off what the site checks.
    let message = world.git("editor", &["log", "-1", "--format=%B"]);
    assert!(message.contains("* #2 by Bea: A blue kite (skip ci)"), "{message}");
    // One that meets another image on the editor's branch.
    world.request_with(3, "Cid", "A green kite", &item("plane"), &[(place, &green)]);
    let (code, out, _) = world.copydesk("editor", &take(&["--take", "3"]));
    assert_eq!(code, 0, "{out}");
    assert_eq!(std::fs::read(world.at("editor/assets/20260601/20260601kite-3.jpg")).unwrap(), green);
    assert!(
        world.read(&format!("editor/{DRAFT}")).contains("![A plane](../assets/20260601/20260601kite-3.jpg)")
    );
}

#[test]
fn the_images_of_a_contribution_are_looked_at() {
    let world = World::new();
    let place = |word: &str| format!("assets/20260601/20260601{word}.jpg");
    let item = |word: &str| with_image_of(word, &place(word));
    world.request_with(1, "Ada", "A kite", &item("kite"), &[(&place("kite"), &image(900))]);
    world.request_with(2, "Bea", "A trick", &item("trick"), &[(&place("trick"), b"#!/bin/sh\n")]);
    let (code, out, _) = world.copydesk("editor", &["gather"]);
    assert_eq!(code, 0);
    assert!(out.contains("[wide-image]"), "{out}");
    assert!(out.contains("is not an image of a known format"), "{out}");
    let (_, out, _) = world.copydesk("editor", &take(&["--all-clean"]));
    assert!(!world.read(&format!("editor/{DRAFT}")).contains("A trick"), "{out}");
}

#[test]
fn a_partial_clone_fetches_what_it_needs() {
    let world = World::new();
    world.git("news.git", &["config", "uploadpack.allowFilter", "true"]);
    world.git("news.git", &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    let url = format!("file://{}", world.bare());
    world.git(".", &["clone", "-q", "--filter=blob:none", &url, "small"]);
    for (key, value) in [("user.name", "Mira"), ("user.email", "mira@example.org")] {
        world.git("small", &["config", key, value]);
    }
    world.request(1, "Ada", "A kite", &story("kite"));
    let (code, out, error) = world.copydesk("small", &take(&["--all-clean"]));
    assert_eq!(code, 0, "{out}{error}");
    assert!(world.read(&format!("small/{DRAFT}")).contains("kite.example"));
}

#[test]
fn a_branch_that_is_behind_is_told_first() {
    let world = World::new();
    world.write("start/README.md", "More about us.\n");
    world.git("start", &["commit", "-qam", "More"]);
    world.git("start", &["push", "-q", &world.bare(), "main"]);
    world.request(1, "Ada", "A kite", &story("kite"));
    let (_, _, error) = world.copydesk("editor", &["gather"]);
    assert!(error.contains("main is behind origin, whose newer changes count"), "{error}");
    world.git("editor", &["pull", "-q"]);
    let (code, out, error) = world.copydesk("editor", &take(&["--all-clean"]));
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
}

#[test]
fn what_a_contribution_adds_is_edited_without_its_neighbours() {
    let world = World::new();
    // It is before another story with an image: both begin alike.
    let other = "[![A pier at night]";
    let own = "[![A kite](../assets/20260601/20260601pier.jpg)](https://kite.example/1)\n\nA [kite](https://kite.example/1) - [Kites](https://kite.example).";
    world.request(1, "Ada", "A kite", &with(other, &format!("{own}\n\n{other}")).replace('\n', "\r\n"));
    let wanted = copydesk::desk::GatherOptions {
        folder: world.at("editor"),
        remote: None,
        issue: Some("2026-06-01".into()),
        now: jiff::civil::date(2026, 5, 28).into(),
        branches: None,
        newest: 10,
    };
    let gathering = copydesk::desk::Gathering::open(&wanted, &copydesk::git::Control::default()).unwrap();
    let added = gathering.contributions[0].added_text().unwrap();
    assert_eq!(added.replace("\r\n", "\n"), own);
}

#[test]
fn status_lists_the_requests_and_says_which_cannot_be_gathered() {
    let world = World::new();
    world.request(3, "Ada", "Add a kite", &story("kite"));
    world.request(4, "Bo", "Change a fact", &with("text - [site](url)", "words - [site](url)"));
    world.request_with(5, "Cy", "Add a file", &story("pier"), &[("notes.txt", b"x")]);
    let status = |more: &[&str]| {
        let (code, out, error) = world.copydesk("editor", &[&["status", "2026-06-01"][..], more].concat());
        assert_eq!((code, error.as_str()), (1, ""), "{out}");
        out
    };
    // Without being asked to, it does not go to the network.
    assert!(!status(&[]).contains("pull request"));
    let value = |out: &str| serde_json::from_str::<serde_json::Value>(out).unwrap();
    let json = |out: &str| value(out)["requests"].clone();
    assert_eq!(json(&status(&["--json"])), serde_json::Value::Null);
    assert_eq!(value(&status(&["--json"]))["open_unknown"], serde_json::Value::Null);
    let page = status(&["--requests"]);
    assert!(
        page.contains(
            "3 pull requests change this draft; 1 can't be gathered\n  \
             #5 by Cy: Add a file (can't be gathered: it also changes notes.txt; merge it with git)\n  \
             #4 by Bo: Change a fact (merges)\n  #3 by Ada: Add a kite (merges)\n\
             which are open is unknown: "
        ),
        "{page}"
    );
    let object = crate::support::schema::output("status", &status(&["--requests", "--json"]));
    let why = object["open_unknown"].as_str().unwrap();
    assert!(page.contains(&format!("which are open is unknown: {why}")), "{why}");
    let requests = &object["requests"];
    assert_eq!((&requests[2]["name"], &requests[2]["author"]), (&"#3".into(), &"Ada".into()));
    assert_eq!((&requests[2]["clean"], &requests[1]["clean"]), (&true.into(), &false.into()));
    assert_eq!((&requests[2]["gatherable"], &requests[0]["gatherable"]), (&true.into(), &false.into()));
    world.git("editor", &["remote", "set-url", "origin", "/gone"]);
    let (code, _, error) = world.copydesk("editor", &["status", "2026-06-01", "--requests"]);
    assert_eq!(code, 2, "{error}");
}

#[test]
fn a_repository_without_a_commit_is_told() {
    let world = World::bare_and_start();
    let advice = "this repository has no commit yet: commit the newsletter first, then try again";
    let (code, _, error) = world.copydesk("start", &["gather"]);
    assert_eq!(code, 2);
    assert!(error.contains(advice), "{error}");
    let add = ["add", "--url", "https://lamp.example/page", "--title", "A lamp"];
    let (code, _, error) = world.copydesk("start", &add);
    assert_eq!(code, 2);
    assert!(error.contains(advice), "{error}");
}
