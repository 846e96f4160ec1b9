//! Reading the notes of all meetings of the shared corpus on one core; where it is not there, a
//! made-up meeting as often.
//!
//! The peer is pulldown-cmark's bare parse of the same bytes: what any reader of Markdown pays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../tests/support/require.rs"]
mod require;
mod support;

use std::fmt::Write;

use copydesk::import::notes;
use support::{compare, is_measuring, timed};

fn shared() -> Vec<String> {
    let root = require::corpus("meetings").map(|root| std::fs::read_dir(root).unwrap());
    let years = root.into_iter().flatten();
    let files = years.flat_map(|year| std::fs::read_dir(year.unwrap().path()).unwrap());
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// A meeting with as much of each part as is usual.
fn made_up() -> String {
    let mut text = String::from("# Weekly Meeting for May 6, 2024\n\n## Community News\n");
    for n in 0..6 {
        let story = "A board that runs snakes, with lights on it. ".repeat(8);
        writeln!(text, "### {n}:24 Story {n}\n{story}- [Source](https://example.org/{n}).\n").unwrap();
    }
    text.push_str("## State of CircuitPython\n### Core\n");
    for n in 0..80 {
        writeln!(text, "  * https://github.com/snakes/snake/pull/{n} (Open {n} days)").unwrap();
    }
    text.push_str("* **Updated Libraries**\n");
    for n in 0..20 {
        writeln!(text, "  * [snakes/Snake_{n}](https://github.com/snakes/Snake_{n})").unwrap();
    }
    for title in ["Hug reports", "Status Updates"] {
        writeln!(text, "## {title}\n").unwrap();
        for n in 0..15 {
            let work = "* Worked on the driver of a sensor, and on its guide\n   * It works\n".repeat(4);
            writeln!(text, "1{n}:10 @person{n} (text only)\n{work}\n").unwrap();
        }
    }
    text
}

fn main() {
    if !is_measuring() {
        return;
    }
    let mut texts = shared();
    let name = if texts.is_empty() {
        texts = vec![made_up(); 255];
        "255 made-up meetings"
    } else {
        "the notes of all meetings"
    };
    let profile = copydesk::profile::built_in("circuitpython").unwrap();
    let grammar = profile.import.grammar;
    let ours =
        || texts.iter().map(|text| notes::read(text, &grammar).unwrap().value.status.len()).sum::<usize>();
    let peer = || texts.iter().map(|text| pulldown_cmark::Parser::new(text).count()).sum::<usize>();

    compare(name, "pulldown-cmark, bare parse", 30, || timed(ours), || timed(peer));
}
