//! Twenty requests for one draft: those that only add, and those that take away, point elsewhere,
//! move, collide, or bring something wrong.

use crate::support::program;
use serde_json::Value;

use super::world::{DRAFT, World, image};

pub const TEXT: &str = r#"---
layout: post
title: "Lamps that hum"
date: 2026-06-01 07:00:00 -0800
categories: weekly
---

View this email in your browser.

## News From Around the Web

[![A pier at night](../assets/20260601/20260601pier.jpg)](https://pier.example/night)

A pier that [glows](https://pier.example/night) - [Pier Notes](https://pier.example).

A harbour with [old plans]() - [Harbour](https://harbour.example).

[![title](../assets/20260601/20260601-name.jpg)](url)

text - [site](url).

## New Boards Supported by CircuitPython

This week there were 2 new boards added:

- [Kelp Pro](https://boards.example/kelp)
- [Reed Mini](https://boards.example/reed)

## New Learn Guides

[Build a gauge](https://learn.example/gauge) from [Gritt](https://learn.example/gritt)

[Mend a net](https://learn.example/net) from [Gritt](https://learn.example/gritt)

[Read a tide](https://learn.example/tide) from [Gritt](https://learn.example/gritt)

[Paint a hull](https://learn.example/hull) from [Gritt](https://learn.example/gritt)

[Tie a knot](https://learn.example/knot) from [Gritt](https://learn.example/gritt)

[Sew a sail](https://learn.example/sail) from [Gritt](https://learn.example/gritt)

## Upcoming Events

The shore meets.
"#;

const SLOT: &str = "[![title](../assets/20260601/20260601-name.jpg)](url)\n\ntext - [site](url).\n";
const GAUGE: &str =
    "[Build a gauge](https://learn.example/gauge) from [Gritt](https://learn.example/gritt)\n\n";
const PLANS: &str = "A harbour with [old plans]() - [Harbour](https://harbour.example).\n";

pub fn with(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "{from}");
    TEXT.replacen(from, to, 1)
}

/// The draft with a story more at the end of the news.
fn story(text: &str) -> String {
    with(SLOT, &format!("{SLOT}\n{text}\n"))
}

pub fn simple(word: &str) -> String {
    story(&format!("A [{word}](https://{word}.example/page) - [{word}](https://{word}.example)."))
}

/// The draft without five of the guides, and with another one.
fn one_for_five() -> String {
    let start = TEXT.find("[Mend a net]").unwrap();
    let end = TEXT.find("## Upcoming").unwrap();
    let own = "[Buy my boat](https://boat.example/buy) from [Bo](https://boat.example)\n\n";
    format!("{}{own}{}", &TEXT[..start], &TEXT[end..])
}

/// One request of each kind, by number.
pub fn requests(world: &World) {
    let send = |number: u32, subject: &str, draft: String| world.request(number, "Ada", subject, &draft);
    send(
        1,
        "Fill the free slot",
        with(SLOT, "A [kite](https://kite.example/page) - [Kite](https://kite.example).\n"),
    );
    send(2, "Add a story", simple("plane"));
    let boards = with("were 2 new", "were 3 new");
    send(3, "Add a board", boards.replace("- [Reed", "- [Moss](https://boards.example/moss)\n- [Reed"));
    send(
        4,
        "Add a guide",
        with(
            GAUGE,
            &format!("{GAUGE}[Fly](https://learn.example/fly) from [Di](https://learn.example/di)\n\n"),
        ),
    );
    send(5, "Add a guide", one_for_five());
    send(
        6,
        "Tidy",
        with("A pier that [glows](https://pier.example/night) - [Pier Notes](https://pier.example).\n\n", "")
            .replace(
                "[![A pier at night](../assets/20260601/20260601pier.jpg)](https://pier.example/night)\n\n",
                "",
            ),
    );
    send(7, "Fix a link", with("https://boards.example/kelp", "https://b0ards.example/kelp"));
    send(8, "Wording", with("The shore meets.", "The shore meets at noon."));
    send(
        9,
        "Sort",
        with(GAUGE, "")
            .replace("## Upcoming Events\n", &format!("## Upcoming Events\n\n{}\n", GAUGE.trim_end())),
    );
    let kelp = "- [Kelp Pro](https://boards.example/kelp)\n";
    send(10, "Sort", with(kelp, "").replace("reed)\n", &format!("reed)\n{kelp}")));
    send(11, "Heading", with("## New Learn Guides", "## Fresh from the workshop"));
    send(
        12,
        "Merge",
        story(
            "<<<<<<< HEAD\nA [gull](https://gull.example/a) - [G](https://gull.example).\n=======\nA [tern](https://tern.example/a) - [T](https://tern.example).\n>>>>>>> mine",
        ),
    );
    send(13, "Add a story", story("A [crab](javascript:alert(1)) - [Crab](https://crab.example)."));
    send(14, "Add a story", story("A [clam]() - [Clam](https://clam.example)."));
    send(
        15,
        "The plane too",
        story("Look: a [plane](https://plane.example/page) - [Air](https://air.example)."),
    );
    send(16, "A title", with("Lamps that hum", "Kites that sing"));
    send(17, "Another title", with("Lamps that hum", "Boats that creak"));
    send(
        18,
        "An event",
        with("The shore meets.", "The shore meets.\n\nCome to my [sale](https://sale.example/a)!"),
    );
    send(
        19,
        "The plans again",
        with("## News From Around the Web\n\n", &format!("## News From Around the Web\n\n{PLANS}\n")),
    );
    send(20, "Spaces", with("The shore meets.\n", "The shore meets.\n\n\n"));
    let pier = "assets/20260601/20260601pier.jpg";
    world.request_with(21, "Ada", "A better pier", &simple("pearl"), &[(pier, &image(410))]);
    world.request_with(
        22,
        "Ada",
        "Workflow",
        &simple("whale"),
        &[(".github/workflows/x.yml", b"on: push\n")],
    );
}

fn gather(world: &World, more: &[&str]) -> (i32, String, String) {
    world.copydesk("editor", &[&["gather", "--issue", "2026-06-01"][..], more].concat())
}

fn listed(world: &World, more: &[&str]) -> Vec<(u64, Value)> {
    let (_, out, error) = gather(world, &[&["--json"][..], more].concat());
    assert!(out.starts_with('{'), "{out}{error}");
    let json = crate::support::schema::output("gather", &out);
    let all = json["contributions"].as_array().unwrap();
    let mut all: Vec<(u64, Value)> =
        all.iter().map(|one| (one["number"].as_u64().unwrap(), one.clone())).collect();
    all.sort_by_key(|(number, _)| *number);
    all
}

fn world() -> World {
    let world = World::with_draft(TEXT);
    requests(&world);
    world
}

#[test]
fn each_request_tells_what_it_adds_changes_moves_and_removes() {
    let world = world();
    let (code, out, error) = gather(&world, &[]);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    insta::assert_snapshot!("list", out);
    let all = listed(&world, &[]);
    let shape: Vec<String> = all
        .iter()
        .map(|(number, one)| {
            let count = |key: &str| one[key].as_array().unwrap().len();
            let counts = ["adds", "changes", "moves", "removes"].map(|key| count(key).to_string());
            let clean = if one["clean"].as_bool().unwrap() { " clean" } else { "" };
            format!("{number}: {}{clean}", counts.join(" "))
        })
        .collect();
    insta::assert_snapshot!("shapes", shape.join("\n"));
    let one = |number: usize| &all[number - 1].1;
    assert_eq!(one(7)["changes"][0]["before"], "- [Kelp Pro](https://boards.example/kelp)");
    assert_eq!(one(7)["changes"][0]["after"], "- [Kelp Pro](https://b0ards.example/kelp)");
    assert_eq!(one(7)["changes"][0]["heading"], "New Boards Supported by CircuitPython");
    assert_eq!(one(9)["moves"][0]["from"], "New Learn Guides");
    assert_eq!(one(9)["moves"][0]["heading"], "Upcoming Events");
    assert_eq!(one(21)["images"][0]["is_new"], false);
}

#[test]
fn all_clean_takes_those_that_only_add() {
    let world = world();
    let (code, out, error) = gather(&world, &["--all-clean"]);
    assert_eq!(error, "", "{out}");
    assert!(out.contains("gathered 4 in "), "{out}");
    assert!(out.contains("#1 by Ada: 1 news item\n") && out.contains("#3 by Ada: 1 board\n"), "{out}");
    let waits = "#15 by Ada is left out: #2 by Ada, which is taken before it, is about the same page";
    assert!(code == 1 && out.contains(waits), "{out}");
    let text = world.read(&format!("editor/{DRAFT}"));
    for line in TEXT.lines().filter(|line| !line.contains("2 new boards") && !SLOT.contains(line)) {
        assert!(text.contains(line), "'{line}' is gone: {text}");
    }
    assert!(text.contains("were 3 new boards"), "{text}");
    for page in ["kite.example", "plane.example/page", "boards.example/moss", "learn.example/fly"] {
        assert!(text.contains(page), "{page}: {text}");
    }
}

#[test]
fn of_two_about_one_page_the_second_waits() {
    let world = World::with_draft(TEXT);
    world.request(2, "Ada", "Add a story", &simple("plane"));
    let again = story("Look: a [plane](https://plane.example/page) - [Air](https://air.example).");
    world.request(15, "Bo", "The plane too", &again);
    // Another page of the same source is another story.
    world.request(
        16,
        "Cy",
        "A gull",
        &story("A [gull](https://gull.example/a) - [plane](https://plane.example)."),
    );
    let (code, out, _) = gather(&world, &["--all-clean"]);
    assert_eq!(code, 1, "{out}");
    let said = "#15 by Bo is left out: #2 by Ada, which is taken before it, is about the same page";
    assert!(out.contains(said) && out.contains("gathered 2 in "), "{out}");
    let (code, out, _) = gather(&world, &["--take", "15", "--with-problems"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("[repeated-link]"), "{out}");
}

#[test]
fn tags_and_attributes_that_run_a_program_are_errors() {
    let world = World::with_draft(TEXT);
    let own = "<a href=\"https://whelk.example\" onclick=\"send()\">whelk</a>";
    world.request(2, "Ada", "A story", &story(&format!("A {own} - [Whelk](https://whelk.example).")));
    world.request(
        3,
        "Bo",
        "A story",
        &story("A squid - [S](https://squid.example).<SCRIPT src=//x></SCRIPT>"),
    );
    let before = world.state("editor");
    let (code, out, _) = gather(&world, &["--take", "2,3"]);
    assert_eq!(code, 1, "{out}");
    assert_eq!(world.state("editor"), before);
    for said in ["#2 by Ada is left out: it has an error\n", "#3 by Bo is left out: it has an error\n"] {
        assert!(out.contains(said), "{said}: {out}");
    }
}

#[test]
fn errors_are_taken_only_with_problems_which_prints_them_again() {
    let world = world();
    let before = world.state("editor");
    let (code, out, _) = gather(&world, &["--take", "12,13,14"]);
    assert_eq!(code, 1, "{out}");
    assert_eq!(world.state("editor"), before);
    assert!(out.contains("#13 by Ada is left out: it has an error\n"), "{out}");
    for rule in [
        "[conflict-marker]",
        "'javascript:alert(1)' runs a script in the reader's browser",
        "the link 'clam' has no address",
    ] {
        assert!(out.contains(rule), "{rule}: {out}");
    }
    assert!(out.contains("`--with-problems` merges them anyway"), "{out}");
    assert!(out.contains("there was nothing to gather; nothing was committed"), "{out}");
    let (code, out, _) = gather(&world, &["--take", "13,14", "--with-problems"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("2 new problems in the merged draft:"), "{out}");
    assert!(
        out.contains("'javascript:alert(1)' runs a script in the reader's browser [not-an-address]"),
        "{out}"
    );
    assert!(world.read(&format!("editor/{DRAFT}")).contains("javascript:alert(1)"));
}

#[test]
fn a_request_that_takes_away_says_so_before_it_is_committed() {
    let world = world();
    let (code, out, _) = gather(&world, &["--take", "5,6", "--dry-run"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("#5 by Ada: adds 1 guide; removes 5 guides\n"), "{out}");
    assert!(out.contains("#6 by Ada: removes 1 news item\n"), "{out}");
    // The diff is one that git takes.
    let start = out.find("--- a/").unwrap();
    let end = out.find("2 would be gathered").unwrap();
    std::fs::write(world.at("gathered.diff"), &out[start..end]).unwrap();
    world.git("editor", &["apply", "--index", "../gathered.diff"]);
    let applied = world.read(&format!("editor/{DRAFT}"));
    world.git("editor", &["reset", "-q", "--hard"]);
    assert!(!applied.contains("Mend a net") && !applied.contains("pier.example"), "{applied}");
    let (code, out, _) = gather(&world, &["--take", "5,6"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("- [Mend a net](https://learn.example/net)"), "{out}");
    assert_eq!(world.read(&format!("editor/{DRAFT}")), applied);
    let json = listed(&world, &["--take", "7", "--dry-run"]);
    assert_eq!(json.iter().find(|(number, _)| *number == 7).unwrap().1["gathered"], true);
}

#[test]
fn the_request_that_pushes_others_out_is_named() {
    let world = World::with_draft(TEXT);
    let start = TEXT.find("## New Learn").unwrap();
    let end = TEXT.find("## Upcoming").unwrap();
    world.request(1, "Zoe", "A rename", &format!("{}## Elsewhere\n\n{}", &TEXT[..start], &TEXT[end..]));
    for number in 2..=12 {
        let name = format!("net number {number}");
        let draft = with("[Mend a net]", &format!("[Mend the {name}]"));
        world.request(number, "Ada", &name, &draft);
    }
    let numbers = (1..=12).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
    let (code, out, _) = gather(&world, &["--take", &numbers]);
    assert_eq!(code, 1);
    let named =
        out.matches("it collides with #1 by Zoe, which is taken before it: '## New Learn Guides'").count();
    assert_eq!(named, 11, "{out}");
    // Where the draft itself has changed, that is said.
    world.git("editor", &["reset", "-q", "--hard", "origin/main"]);
    world.write(&format!("editor/{DRAFT}"), &with("[Mend a net]", "[Mend my own net]"));
    world.git("editor", &["commit", "-qam", "mine"]);
    let (_, out, _) = gather(&world, &["--take", "2"]);
    let said =
        "#2 by Ada is left out: the draft has changed since at one place that it changes too: '[Mend a net]";
    assert!(out.contains(said), "{out}");
}

#[test]
fn the_contributors_own_duplicate_is_told_and_the_old_problem_is_not() {
    let world = world();
    let all = listed(&world, &[]);
    let problems = all[18].1["problems"].as_array().unwrap();
    let empty: Vec<u64> = problems
        .iter()
        .filter(|one| one["rule"] == "empty-link")
        .map(|one| one["line"].as_u64().unwrap())
        .collect();
    let line = TEXT.lines().position(|line| line == "## News From Around the Web").unwrap() + 3;
    assert_eq!(empty, [line as u64], "{problems:?}");
}

#[test]
fn the_hooks_that_were_not_run_are_named() {
    let world = World::with_draft(TEXT);
    world.request(2, "Ada", "Add a story", &simple("plane"));
    for name in ["pre-commit", "pre-merge-commit"] {
        let hook = world.at(&format!("editor/.git/hooks/{name}"));
        program::write(&hook, "#!/bin/sh\nexit 1\n");
    }
    let (code, out, error) = gather(&world, &["--all-clean"]);
    assert_eq!(code, 0, "{out}");
    assert_eq!(error, "copydesk: hooks of this clone were not run: pre-merge-commit, pre-commit\n");
}
