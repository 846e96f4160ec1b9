//! The commands that the README and the pages in `docs` show exist, have the options shown, and run in the demo.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::lint_cli::Folder;
use crate::lint_cli::since::git;

/// The Markdown pages for users, by their names.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        docs.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    paths.sort();
    paths.insert(0, root.join("README.md"));
    let page = |path: &std::path::PathBuf| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap())
    };
    paths.iter().map(page).collect()
}

/// The options that a text names, without their dashes.
fn options(text: &str) -> BTreeSet<String> {
    let name = regex::Regex::new(r"(?:^|[^\w-])--([a-z][a-z-]*)").unwrap();
    name.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// The commands of the program and of `image`, each with the options of its `--help`.
fn commands() -> BTreeMap<String, BTreeSet<String>> {
    let folder = Folder::new();
    let help = |command: &str| folder.run(&format!("{command} --help")).exits(0).out;
    let listed = |help: &str| -> Vec<String> {
        let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        let lines = lines.take_while(|line| line.starts_with("  "));
        lines.filter_map(|line| Some(line.trim().split_once("  ")?.0.to_owned())).collect()
    };
    let mut all = BTreeMap::new();
    for command in listed(&help("")) {
        let page = help(&command);
        let parts = listed(&page);
        for part in &parts {
            let part = format!("{command} {part}");
            all.insert(part.clone(), options(&help(&part)));
        }
        if parts.is_empty() {
            all.insert(command, options(&page));
        }
    }
    all
}

#[test]
fn the_pages_name_commands_and_options_that_exist() {
    let commands = commands();
    let code = regex::Regex::new(r"`copydesk ([a-z][^`]*)`").unwrap();
    let mut count = 0;
    for (page, text) in pages() {
        for shown in code.captures_iter(&text) {
            let shown = &shown[1];
            let words: Vec<&str> = shown.split_whitespace().collect();
            let pair = words[..words.len().min(2)].join(" ");
            // `copydesk image` alone stands for all of its commands.
            let Some(known) = commands.get(&pair).or_else(|| commands.get(words[0])) else {
                let is_group = commands.keys().any(|name| name.starts_with(&format!("{} ", words[0])));
                assert!(is_group && words.len() == 1, "{page}: `copydesk {shown}` is no command");
                continue;
            };
            let unknown: Vec<String> = options(shown).difference(known).cloned().collect();
            assert!(unknown.is_empty(), "{page}: `copydesk {shown}` has no {unknown:?}");
            count += 1;
        }
    }
    assert!(count > 60, "{count}");
}

#[test]
fn every_command_and_option_is_on_a_page() {
    let pages = pages();
    let all: String = pages.iter().map(|(_, text)| text.as_str()).collect();
    let shown = options(&all);
    for (command, own) in commands() {
        assert!(all.contains(&format!("`copydesk {command}")), "no page names `copydesk {command}`");
        let missing: Vec<&String> =
            own.difference(&shown).filter(|option| !matches!(option.as_str(), "help" | "version")).collect();
        assert!(missing.is_empty(), "no page names {missing:?} of `copydesk {command}`");
    }
}

/// The words of a command as a shell splits them.
fn words(line: &str) -> Vec<String> {
    let word = regex::Regex::new(r#"(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+"#).unwrap();
    let plain = |found: regex::Match<'_>| found.as_str().replace(['"', '\'', '\\'], "");
    word.find_iter(line).map(plain).collect()
}

/// The commands of the README's sessions, one line each.
fn sessions() -> Vec<String> {
    let (_, readme) = pages().remove(0);
    let blocks =
        readme.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    let blocks = blocks.map(|block| block.replace("\\\n", ""));
    let lines: Vec<String> =
        blocks.flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    lines.iter().filter_map(|line| Some(line.strip_prefix("$ copydesk ")?.to_owned())).collect()
}

/// The demo newsletter with a remote that has three contributions, and the files that the README names.
fn demo() -> Folder {
    let folder = Folder::new();
    folder.run("demo --dir demo --no-open --as-of 2026-06-03").exits(0);
    let demo = folder.join("demo");
    for setting in [["user.name", "Ada"], ["user.email", "ada@example.org"]] {
        git(&demo, &["config", setting[0], setting[1]]);
    }
    git(folder.path(), &["clone", "-q", "--bare", "demo", "origin.git"]);
    git(&demo, &["remote", "add", "origin", folder.join("origin.git").to_str().unwrap()]);
    for number in [17, 21, 23] {
        let title = format!("Shed {number}");
        let url = format!("https://example.com/shed-{number}");
        let text = format!("A shed that [opens]({url}) at dawn");
        let add = ["-C", "demo", "--as-of", "2026-06-03", "add", "--push", "--url", &url, "--title", &title];
        folder.feed_words(&[&add[..], &["--text", &text]].concat(), b"").exits(0);
        let (request, branch) = (format!("refs/pull/{number}/head"), format!("refs/heads/add/shed-{number}"));
        git(&folder.join("origin.git"), &["update-ref", &request, &branch]);
    }
    let lamp = include_bytes!("../assets/demo/assets/week+0/lamp.jpg");
    folder.write("demo/lamp.jpg", lamp);
    folder.write("demo/Pictures/Neo Pixel.jpg", lamp);
    folder.write(
        "demo/2026-06-01.md",
        "# Lamp Weekly Meeting for June 1, 2026\n\nVideo is available [on YouTube](https://video.example/6).\n\n## Community News\n### A lamp that hums\nIt hums - [Lamps](https://lamp.example/hum).\n",
    );
    folder.write(
        "demo/clicks.csv",
        "URL,Clicks\nhttps://example.com/cold-batteries,5\nhttps://example.org/x,2\n",
    );
    folder
}

#[test]
fn the_sessions_of_the_readme_run_in_the_demo() {
    let folder = demo();
    let sessions = sessions();
    assert!(sessions.len() >= 8, "{sessions:?}");
    for session in sessions {
        // What is fetched there is a file here, and the home folder is the demo's.
        let line = session.replace("https://example.com/meetings/", "").replace("~/", "");
        let all: Vec<String> = ["-C", "demo", "--as-of", "2026-06-03"]
            .into_iter()
            .map(str::to_owned)
            .chain(words(&line))
            .collect();
        let run = folder.feed_words(&all, b"");
        assert!(matches!(run.code, Some(0 | 1)), "copydesk {session}: {run:#?}");
    }
}

#[test]
fn words_are_split_as_a_shell_does() {
    assert_eq!(
        words(r#"add ~/Neo\ Pixel.jpg --title "A lamp" x"#),
        ["add", "~/Neo Pixel.jpg", "--title", "A lamp", "x"]
    );
}
