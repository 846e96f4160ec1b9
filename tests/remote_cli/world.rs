//! A bare repository, and clones of several people.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub const DRAFT: &str = "_drafts/2026-06-01-draft.md";

/// A draft with empty slots, full sections, and a link that went out last week.
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

[![title](../assets/20260601/20260601-name.jpg)](url)

text - [site](url).

## New Boards Supported by CircuitPython

This week there was 1 new board added:

- [Kelp Pro](https://boards.example/kelp)

## New Learn Guides

[Build a gauge](https://learn.example/gauge) from [Gritt](https://learn.example/gritt)

## Upcoming Events

The shore meets.
"#;

pub const POST: &str = r#"---
layout: post
title: "Last week"
date: 2026-05-25 07:00:00 -0800
categories: weekly
---

## News From Around the Web

A buoy that [sings](https://buoy.example/song) - [Buoys](https://buoy.example).
"#;

pub struct World {
    pub dir: tempfile::TempDir,
}

impl World {
    /// A bare repository with one draft and one post, and clones of it for an editor and for a
    /// contributor.
    pub fn new() -> World {
        World::with_draft(TEXT)
    }

    /// A repository with the example issue of This Week in Rust, last week's issue too.
    pub fn of_links() -> World {
        World::with_links(include_str!("../../examples/this-week-in-rust/2026-06-03-this-week-in-rust.md"))
    }

    /// As [`World::of_links`], with this draft.
    pub fn with_links(issue: &str) -> World {
        let world = World::bare_and_start();
        world.write("start/draft/2026-06-03-this-week-in-rust.md", issue);
        let last = issue
            .replace("2026-06-03", "2026-05-27")
            .replace("example.com/", "example.com/last/")
            .replace("### Research\n", "### Research\n* [How crabs count](https://example.com/last/crabs)\n");
        world.write("start/content/2026-05-27-this-week-in-rust.md", &last);
        world.push_start();
        world
    }

    pub fn bare_and_start() -> World {
        let world = World { dir: tempfile::tempdir().unwrap() };
        world.git(".", &["init", "-q", "--bare", "-b", "main", "news.git"]);
        world.git(".", &["init", "-q", "-b", "main", "start"]);
        world
    }

    /// Commits everything in `start`, pushes it, and clones it for an editor and a contributor.
    pub fn push_start(&self) {
        self.git("start", &["add", "."]);
        self.git("start", &["commit", "-qm", "The draft of June 1"]);
        self.git("start", &["push", "-q", &self.bare(), "main"]);
        for clone in ["editor", "contributor"] {
            self.git(".", &["clone", "-q", &self.bare(), clone]);
        }
    }

    pub fn with_draft(draft: &str) -> World {
        let world = World::bare_and_start();
        world.write(&format!("start/{DRAFT}"), draft);
        world.write("start/_posts/2026-05-25-draft.md", POST);
        for day in ["2026-05-11", "2026-05-18"] {
            let other =
                POST.replace("2026-05-25", day).replace("buoy.example/song", &format!("buoy.example/{day}"));
            world.write(&format!("start/_posts/{day}-draft.md"), &other);
        }
        world.write("start/README.md", "About us.\n");
        std::fs::create_dir_all(world.at("start/assets/20260601")).unwrap();
        std::fs::write(world.at("start/assets/20260601/20260601pier.jpg"), image(400)).unwrap();
        world.push_start();
        world
    }

    pub fn bare(&self) -> String {
        self.at("news.git").display().to_string()
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        std::fs::write(self.at(path), text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap()
    }

    fn command(&self, program: &str, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments);
        self.set_up(command, folder)
    }

    /// Has a program run in that folder, as somebody with no settings.
    pub fn set_up(&self, mut command: Command, folder: &str) -> Command {
        command.current_dir(self.at(folder));
        for (key, _) in std::env::vars_os() {
            if key.to_string_lossy().starts_with("GIT_") {
                command.env_remove(key);
            }
        }
        command.env("HOME", self.dir.path()).env("XDG_CACHE_HOME", self.dir.path().join("cache"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C").env("TERM", "dumb");
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Mira")
                .env(format!("GIT_{role}_EMAIL"), "mira@example.org");
        }
        command
    }

    pub fn git(&self, folder: &str, arguments: &[&str]) -> String {
        self.git_as(folder, "Mira", arguments)
    }

    /// Git, run by somebody else.
    pub fn git_as(&self, folder: &str, name: &str, arguments: &[&str]) -> String {
        let mut command = self.command("git", folder, arguments);
        command.env("GIT_AUTHOR_NAME", name);
        command.env("GIT_AUTHOR_EMAIL", format!("{}@example.org", name.to_lowercase().replace(' ', ".")));
        let out = command.output().unwrap();
        let said = format!("{}{}", text(&out.stdout), text(&out.stderr));
        assert!(out.status.success(), "git {arguments:?}: {said}");
        text(&out.stdout).trim_end().to_owned()
    }

    /// What a line of shell prints.
    pub fn shell(&self, folder: &str, line: &str) -> String {
        let out = self.command("sh", folder, &["-c", line]).output().unwrap();
        assert!(out.status.success(), "{line}: {}", text(&out.stderr));
        text(&out.stdout).trim_end().to_owned()
    }

    pub fn run(&self, folder: &str, arguments: &[&str]) -> Output {
        let mut all = vec!["--as-of", "2026-05-28"];
        all.extend(arguments);
        self.command(env!("CARGO_BIN_EXE_copydesk"), folder, &all).output().unwrap()
    }

    /// The exit code, what it said, and what it complained of.
    pub fn copydesk(&self, folder: &str, arguments: &[&str]) -> (i32, String, String) {
        self.answer(self.run(folder, arguments))
    }

    /// As [`World::copydesk`], with the programs of the folder `bin` before others.
    pub fn copydesk_with_bin(&self, folder: &str, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(["--as-of", "2026-05-28"]).args(arguments);
        let path = format!("{}:{}", self.at("bin").display(), std::env::var("PATH").unwrap());
        self.answer(self.set_up(command, folder).env("PATH", path).output().unwrap())
    }

    fn answer(&self, out: Output) -> (i32, String, String) {
        let here = self.dir.path().canonicalize().unwrap().display().to_string();
        let plain = |bytes: &[u8]| text(bytes).replace(&here, "[folder]");
        (out.status.code().unwrap(), plain(&out.stdout), plain(&out.stderr))
    }

    /// All references, HEAD, the index, the work tree.
    pub fn state(&self, folder: &str) -> Vec<String> {
        vec![
            self.git(folder, &["for-each-ref", "--exclude=refs/copydesk/"]),
            self.git(folder, &["status", "--porcelain", "-uall", "--branch"]),
            self.git(folder, &["ls-files", "--stage"]),
            self.read(&format!("{folder}/{DRAFT}")),
        ]
    }

    /// A request as a hosting site keeps it: a commit on top of `main` with another draft.
    pub fn request(&self, number: u32, by: &str, subject: &str, draft: &str) {
        self.request_with(number, by, subject, draft, &[]);
    }

    pub fn request_with(&self, number: u32, by: &str, subject: &str, draft: &str, files: &[(&str, &[u8])]) {
        self.git("start", &["checkout", "-q", "--detach", "main"]);
        self.write(&format!("start/{DRAFT}"), draft);
        for (path, bytes) in files {
            let path = self.at("start").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        self.git("start", &["add", "-A"]);
        self.git_as("start", by, &["commit", "-qm", subject]);
        self.git("start", &["push", "-q", &self.bare(), &format!("HEAD:refs/pull/{number}/head")]);
        self.git("start", &["checkout", "-q", "main"]);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// An image of that width with something on it.
pub fn image(width: u32) -> Vec<u8> {
    let image = image::RgbImage::from_fn(width, width / 2, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

pub fn put(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

pub fn with(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "{from}");
    TEXT.replacen(from, to, 1)
}
