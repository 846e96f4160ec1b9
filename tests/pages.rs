//! The README and the pages in `docs`: their commands exist, have the options shown and run in the demo, and their
//! links lead somewhere.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::lint_cli::Folder;
use crate::lint_cli::since::git;

/// The Markdown pages for users, by their paths.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        docs.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    paths.sort();
    paths.insert(0, root.join("README.md"));
    let page = |path: &std::path::PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        (name, std::fs::read_to_string(path).unwrap().replace("\r\n", "\n"))
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
            // `copydesk image` alone means all of its commands.
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
fn every_command_and_option_is_explained_on_a_page() {
    // The generated list of commands explains nothing that people did not write.
    let written =
        |text: &str| text.split("<!-- The rest of this page is generated").next().unwrap().to_owned();
    let all: String = pages().iter().map(|(_, text)| written(text)).collect();
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

/// The lines of a page that people type into a shell: those after `$ ` in blocks of `console`, and all in blocks of
/// `sh`, without comments.
fn typed(text: &str) -> Vec<String> {
    let comment = regex::Regex::new(r"\s+# .*$").unwrap();
    let mut typed = Vec::new();
    let mut language: Option<String> = None;
    for line in text.replace("\\\n", "").lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("```") {
            language = language.is_none().then(|| name.to_owned());
            continue;
        }
        let command = match language.as_deref() {
            Some("console") => line.strip_prefix("$ "),
            Some("sh") => Some(line),
            _ => None,
        };
        let command = command.map(|command| comment.replace(command, "").into_owned());
        typed.extend(command.filter(|command| !command.is_empty() && !command.starts_with('#')));
    }
    typed
}

/// The commands of other programs, each with its page and the reason why no test runs it.
const OTHERS: [(&str, &str, &str); 6] = [
    ("docs/install.md", "cargo install --locked --path .", "it builds the program once more"),
    (
        "docs/editors.md",
        concat!("code --install-extension copydesk-", env!("CARGO_PKG_VERSION"), ".vsix"),
        "it needs VS Code; tests/editors/test_page.py compares the name with that of the release's workflow",
    ),
    ("docs/editors.md", "cd packaging/vscode", "it is for the next lines"),
    ("docs/editors.md", "npm ci", "it needs the network; `.ci/run editors` runs it"),
    ("docs/editors.md", "npm run package", "it needs `npm ci`; the release's workflow runs it"),
    ("docs/editors.md", "code --install-extension copydesk.vsix", "it needs VS Code"),
];

/// The commands of the program on a page, without its name.
fn sessions(page: &str, text: &str) -> Vec<String> {
    let own = |line: String| {
        // This builds the program, and runs it.
        let run = line.strip_prefix("cargo run --release --locked --").or(line.strip_prefix("copydesk"));
        match run {
            Some(rest) if rest.is_empty() || rest.starts_with(' ') => Some(rest.trim().to_owned()),
            _ => {
                let is_known = OTHERS.iter().any(|(of, other, _)| *of == page && *other == line);
                assert!(is_known, "{page}: `{line}` is no command of the program, and not tried");
                None
            }
        }
    };
    typed(text).into_iter().filter_map(own).collect()
}

#[test]
fn the_commands_that_are_not_run_are_on_their_pages() {
    let pages: BTreeMap<String, String> = pages().into_iter().collect();
    for (page, command, reason) in OTHERS {
        let is_there = typed(&pages[page]).iter().any(|line| line == command);
        assert!(is_there && !reason.is_empty(), "{page} has no `{command}`");
    }
}

/// The demo newsletter, and the files that the pages name.
fn demo() -> Folder {
    let folder = Folder::new();
    folder.run("demo --dir demo --no-open --as-of 2026-06-03").exits(0);
    let demo = folder.join("demo");
    for setting in [["user.name", "Ada"], ["user.email", "ada@example.org"]] {
        git(&demo, &["config", setting[0], setting[1]]);
    }
    let lamp = include_bytes!("../assets/demo/assets/week+0/lamp.jpg");
    folder.write("demo/lamp.jpg", lamp);
    folder.write("demo/Pictures/Neo Pixel.jpg", lamp);
    folder.write(
        "demo/2026-06-01.md",
        "# Lamp Weekly Meeting for June 1, 2026\n\nVideo is available [on YouTube](https://video.example/6).\n\n## Community News\n### A lamp that hums\nIt hums - [Lamps](https://lamp.example/hum).\n",
    );
    let sent = ["-C", "demo", "render", "_posts/2026-06-01-draft.md", "--for", "mail", "--out", "last.html"];
    folder.feed_words(&sent, b"").exits(0);
    // As it arrived: the service has added a line to it.
    let html = folder.read("demo/last.html").replace("</body>", "<p>Sent by a service.</p></body>");
    let head =
        "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit";
    folder.write("demo/last.eml", format!("Subject: Tidewatch\r\n{head}\r\n\r\n{html}"));
    folder.write(
        "demo/clicks.csv",
        "URL,Clicks\nhttps://example.com/cold-batteries,5\nhttps://example.org/x,2\n",
    );
    folder
}

/// Runs a command that needs a terminal, and leaves it.
#[cfg(unix)]
fn run_in_a_terminal(folder: &Folder, words: &[&str]) {
    use crate::terminal::{Desk, key};
    let home = folder.join("home");
    // No browser is found there.
    let variables =
        [("PATH", "/nowhere"), ("HOME", home.to_str().unwrap()), ("TERM", "xterm-256color"), ("TZ", "UTC")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let mut desk = Desk::start(env!("CARGO_BIN_EXE_copydesk"), words, folder.path(), &variables, 120, 40);
    match words.contains(&"preview") {
        true => {
            desk.wait_for("http://127.0.0.1:").keys(key::CTRL_C);
            desk.wait_exit();
        }
        false => desk.wait_for("Front matter").quit(),
    }
}

#[cfg(not(unix))]
fn run_in_a_terminal(_: &Folder, _: &[&str]) {}

#[test]
fn the_commands_of_every_page_run_in_the_demo() {
    let mut count = 0;
    for (page, text) in pages() {
        let sessions = sessions(&page, &text);
        if sessions.is_empty() {
            continue;
        }
        let folder = demo();
        if page == "docs/newsletter.md" {
            // A newsletter that has no profile yet.
            std::fs::remove_file(folder.join("demo/copydesk.yml")).unwrap();
        }
        for session in sessions {
            // What is fetched there is a file here, and the home folder is the demo's.
            let line = session.replace("https://example.com/meetings/", "").replace("~/", "");
            let words = words(&line);
            let mut all = vec!["-C", "demo", "--as-of", "2026-06-03"];
            all.extend(words.iter().map(String::as_str));
            count += 1;
            let opens = match all.get(4) {
                None | Some(&("open" | "preview")) => true,
                Some(&"demo") => !all.contains(&"--no-open"),
                Some(_) => false,
            };
            if opens {
                run_in_a_terminal(&folder, &all);
                continue;
            }
            let run = folder.feed_words(&all, b"");
            assert!(matches!(run.code, Some(0 | 1)), "{page}: copydesk {session}: {run:#?}");
        }
    }
    assert!(count >= 36, "{count}");
}

#[test]
fn the_profiles_of_the_pages_load() {
    let mut count = 0;
    for (page, text) in pages() {
        for rest in text.split("```yaml\n").skip(1) {
            let yaml = rest.split("```").next().unwrap();
            if yaml.starts_with("extends:") {
                copydesk::profile::load(yaml).unwrap_or_else(|error| panic!("{page}: {error}\n{yaml}"));
                count += 1;
            }
        }
    }
    assert!(count >= 3, "{count}");
}

/// The name of a heading in an address, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let text = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    text.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn the_links_of_the_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code = regex::Regex::new(r"(?ms)^ *```.*?^ *```|^    [^\n]*$|`[^`\n]*`").unwrap();
    let link = regex::Regex::new(r#"\]\(([^)\s#:]*)(?:#([^)\s]*))?\)|(?:src|srcset)="([^":]*)""#).unwrap();
    let mut count = 0;
    for (page, text) in pages() {
        let own = root.join(&page);
        let folder = own.parent().unwrap();
        let prose = code.replace_all(&text, "");
        for found in link.captures_iter(&prose) {
            let path = found.get(1).or(found.get(3)).map_or("", |path| path.as_str());
            let target = if path.is_empty() { own.clone() } else { folder.join(path) };
            assert!(target.exists(), "{page}: there is no {path}");
            if let Some(name) = found.get(2) {
                let target = std::fs::read_to_string(&target).unwrap();
                let found = target.lines().any(|line| line.starts_with('#') && anchor(line) == name.as_str());
                assert!(found, "{page}: {path} has no heading '{}'", name.as_str());
            }
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[test]
fn words_are_split_as_a_shell_does() {
    assert_eq!(
        words(r#"add ~/Neo\ Pixel.jpg --title "A lamp" x"#),
        ["add", "~/Neo Pixel.jpg", "--title", "A lamp", "x"]
    );
}
