//! `copydesk add` writes items as the newsletter's last issues do.

use super::world::{DRAFT, World};

const POST: &str = r#"---
layout: post
title: "Lamps of last week"
date: 2026-05-20 07:00:00 -0800
categories: weekly
---

## News From Around the Web

[![Two lamps](../assets/20260520/20260520two.jpg)](https://lamps.example/two)

Two lamps hum in a kitchen - [Lamp Weekly](https://lamps.example/two).

[![Three lamps](../assets/20260520/20260520three.jpg)](https://lamps.example/three)

Three lamps hum in a garden - [Lamp Weekly](https://lamps.example/three).
"#;

/// The output of `copydesk add` for a page, without `--source`.
fn added(world: &World, url: &str, text: &str) -> String {
    let item = ["add", "--dry-run", "--url", url, "--title", "A lamp that hums", "--text", text];
    let (_, out, error) = world.copydesk("contributor", &item);
    assert!(!error.contains("left out: items"), "{error}");
    out
}

#[test]
fn a_source_has_the_name_that_the_last_issues_gave_it() {
    let world = World::new();
    world.write("editor/_posts/2026-05-20-lamps.md", POST);
    world.git("editor", &["add", "-A"]);
    world.git("editor", &["commit", "-qm", "lamps"]);
    world.git("editor", &["push", "-q"]);
    let out = added(&world, "https://lamps.example/four", "Four lamps hum.");
    assert!(out.contains("    Four lamps hum - [Lamp Weekly](https://lamps.example/four).\n"), "{out}");
    let out = added(&world, "https://github.com/lamp/hum", "Code for lamps");
    assert!(out.contains("    Code for lamps - [GitHub](https://github.com/lamp/hum).\n"), "{out}");
}

#[test]
fn a_text_with_its_source_is_written_as_it_is() {
    let world = World::new();
    let text = "Four lamps hum - [Lamps](https://lamps.example/four)";
    let out = added(&world, "https://lamps.example/four", text);
    assert!(out.contains(&format!("    {text}.\n")), "{out}");
}

#[test]
fn date_and_place_of_an_event_are_in_its_text() {
    let world = World::new();
    let event = ["add", "--dry-run", "--section", "event", "--url", "https://lamps.example/fair"];
    let words = ["--title", "Lamp fair", "--date", "June 20", "--place", "Saltholm"];
    let (_, out, _) = world.copydesk("contributor", &[&event[..], &words].concat());
    assert!(out.contains("    Lamp fair, June 20, Saltholm - ["), "{out}");
}

#[test]
fn a_topic_may_have_several_paragraphs_and_has_a_heading_as_the_others() {
    let world = World::new();
    let profile = "extends: circuitpython\nsections:\n  - { id: nests, title: Nests, headings: [nests], kinds: [topics], noun: [nest, nests] }\n";
    world.write("editor/copydesk.yml", profile);
    let draft = world.read(&format!("editor/{DRAFT}"));
    world.write(
        &format!("editor/{DRAFT}"),
        &format!("{draft}\n## Nests\n\n### [Sand](https://sand.example/1)\n\nA nest.\n"),
    );
    world.git("editor", &["add", "-A"]);
    world.git("editor", &["commit", "-qm", "nests"]);
    world.git("editor", &["push", "-q"]);
    let item =
        ["add", "--dry-run", "--section", "nest", "--url", "https://roof.example/2", "--title", "Roof"];
    let (_, out, error) =
        world.copydesk("contributor", &[&item[..], &["--text", "A nest.\n\nIt is high."]].concat());
    assert!(out.contains("    ### [Roof](https://roof.example/2)\n"), "{out}{error}");
    assert!(out.contains("    A nest.\n") && out.contains("    It is high.\n"), "{out}{error}");
    let (code, _, error) = world.copydesk("contributor", &[&item[..], &["--text", "# High"]].concat());
    assert_eq!(code, 2, "{error}");
}
