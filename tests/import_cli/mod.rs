//! `copydesk import` and `copydesk notes`: documents → a draft, without a terminal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod asked;
mod command;
mod events;
mod large;
mod notes;
mod others;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use copydesk::desk::{ImportDesk, ImportOptions, ImportSource, Workspace, fine_edits};
use copydesk::draft::Draft;
use copydesk::import::Kind;
use copydesk::import::candidate::TargetState;
use copydesk::text::diff::{Change, TextDiff};
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
@dan
* All who hum

## Status Updates
@dan
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
    let diff = TextDiff::lines(before, after);
    let lines = diff.all_changes().filter(|(change, _)| *change != Change::Equal);
    lines.map(|(change, line)| format!("{}{line}", change.sign())).collect()
}
