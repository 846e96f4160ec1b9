//! Holds the rooms to the table of the design: which may use which, what the pure ones may not
//! touch, and how long a file may be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

/// Each room of `src` and the rooms that it may use, its own aside.
const MAY_USE: [(&str, &[&str]); 18] = [
    ("text", &[]),
    ("draft", &["text"]),
    ("profile", &["text"]),
    ("outline", &["text", "draft", "profile"]),
    ("lint", &["text", "draft", "profile", "outline", "render"]),
    ("merge", &["text", "draft", "profile", "outline"]),
    ("import", &["text", "draft", "profile", "outline"]),
    ("render", &["text", "draft", "profile", "outline"]),
    ("platform", &[]),
    ("root", &["platform"]),
    ("image", &["text"]),
    ("web", &["text"]),
    ("git", &["text", "platform", "web"]),
    ("preview", &["text", "render", "root"]),
    (
        "desk",
        &[
            "text", "draft", "profile", "outline", "lint", "merge", "import", "render", "platform", "root",
            "image", "git", "web", "preview",
        ],
    ),
    (
        "lsp",
        &[
            "text", "draft", "profile", "outline", "lint", "import", "platform", "root", "image", "git",
            "desk",
        ],
    ),
    (
        "tui",
        &[
            "text", "draft", "profile", "outline", "lint", "merge", "import", "render", "platform", "root",
            "image", "git", "preview", "desk",
        ],
    ),
    (
        "cli",
        &[
            "text", "draft", "profile", "outline", "lint", "merge", "import", "render", "platform", "root",
            "image", "git", "preview", "desk", "lsp", "tui",
        ],
    ),
];

const PURE: [&str; 8] = ["text", "draft", "profile", "outline", "lint", "merge", "import", "render"];

/// What of the standard library tells of the outside world.
const WORLD: [&str; 6] = ["fs", "env", "time", "net", "process", "io"];

struct Source {
    path: PathBuf,
    room: String,
    /// The code without its comments and without its tests.
    code: String,
    lines: usize,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
                sources.push(source(&root, path));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn source(root: &Path, path: PathBuf) -> Source {
    let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let tests = ["#[cfg(test)]\nmod tests {", "#[cfg(all(test, unix))]\nmod tests {"];
    let own = tests.iter().find_map(|tests| text.find(tests)).map_or(text.as_str(), |at| &text[..at]);
    let path = path.strip_prefix(root).unwrap().to_owned();
    let room = path.components().next().unwrap().as_os_str().to_str().unwrap();
    let room = room.trim_end_matches(".rs").to_owned();
    let code = own.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    Source { room, code, lines: own.lines().count(), path }
}

/// The first words of what is named after `start::`: one, or those of a `{…}` list.
fn named<'t>(code: &'t str, start: &'t str) -> impl Iterator<Item = &'t str> {
    code.match_indices(start).flat_map(move |(at, _)| {
        let before = code[..at].chars().next_back();
        let rest = &code[at + start.len()..];
        let own = !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$' || c == ':');
        let words = match rest.strip_prefix('{') {
            _ if !own => Vec::new(),
            Some(list) => {
                let mut depth = 0;
                let end = list
                    .find(|c| {
                        depth += i32::from(c == '{') - i32::from(c == '}');
                        depth < 0
                    })
                    .unwrap_or(list.len());
                let mut depth = 0;
                list[..end]
                    .split(|c: char| {
                        depth += i32::from(c == '{') - i32::from(c == '}');
                        depth == 0 && c == ','
                    })
                    .map(|item| first_word(item.trim()))
                    .collect()
            }
            None => vec![first_word(rest)],
        };
        words.into_iter().filter(|word| !word.is_empty())
    })
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())]
}

#[test]
fn what_is_named_is_found() {
    let code = "use crate::draft::Draft;\nuse crate::{text::{Span, Edits}, lint};\nlet a = crate::git::open(); xcrate::cli::y";
    assert_eq!(named(code, "crate::").collect::<Vec<_>>(), ["draft", "text", "lint", "git"]);
}

#[test]
fn every_room_uses_only_the_rooms_below_it() {
    let rooms: Vec<&str> = MAY_USE.iter().map(|(room, _)| *room).collect();
    let mut wrong = Vec::new();
    for source in sources() {
        if matches!(source.room.as_str(), "main" | "lib") {
            continue;
        }
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(room, _)| *room == source.room)
            .unwrap_or_else(|| panic!("the table has no room '{}'", source.room));
        for used in named(&source.code, "crate::").filter(|used| rooms.contains(used)) {
            if used != source.room && !allowed.contains(&used) {
                wrong.push(format!("{} uses {used}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_of_the_tables_exists() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let of_tables = MAY_USE.iter().flat_map(|(room, used)| used.iter().chain([room])).chain(&PURE);
    let page = include_str!("../ARCHITECTURE.md");
    let (_, table) = page.split_once("## Rooms").unwrap();
    let (table, _) = table.split_once("A room uses only").unwrap();
    let of_page = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    for room in of_tables.copied().chain(of_page.map(|(room, _)| room)) {
        assert!(src.join(room).is_dir(), "there is no src/{room}");
    }
}

#[test]
fn the_pure_rooms_know_nothing_of_the_world() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| PURE.contains(&source.room.as_str())) {
        let std = named(&source.code, "std::").filter(|part| WORLD.contains(part));
        wrong.extend(std.map(|part| format!("{} uses std::{part}", source.path.display())));
        for (crates, what) in
            [("Zoned::now", "the clock"), ("Timestamp::now", "the clock"), ("git2::", "git")]
        {
            if source.code.contains(crates) {
                wrong.push(format!("{} uses {what}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The Rust files below a folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// The files that may declare the module of `file`, and the module's name.
fn declared_in(file: &Path) -> (Vec<PathBuf>, String) {
    let module =
        if file.ends_with("mod.rs") { file.parent().unwrap().to_owned() } else { file.with_extension("") };
    let folder = module.parent().unwrap();
    let parents = ["mod.rs", "lib.rs", "main.rs", "runner.rs"].map(|name| folder.join(name));
    let parents = parents.into_iter().chain([folder.with_extension("rs")]).filter(|path| path.is_file());
    (parents.collect(), module.file_name().unwrap().to_str().unwrap().to_owned())
}

/// `Cargo.toml` turns tests of the documentation off, which would read the whole crate again.
#[test]
fn examples_in_the_documentation_are_texts() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for Source { path, .. } in sources() {
        let text = std::fs::read_to_string(src.join(&path)).unwrap();
        let docs = text.lines().map(str::trim_start);
        let docs = docs.filter_map(|line| line.strip_prefix("///").or_else(|| line.strip_prefix("//!")));
        let fences = docs.map(str::trim).filter(|line| line.starts_with("```"));
        let opened = fences.step_by(2).filter(|fence| *fence != "```text");
        wrong.extend(opened.map(|fence| format!("{}: {fence}", path.display())));
    }
    assert!(wrong.is_empty(), "write ```text, or turn the tests on again:\n{}", wrong.join("\n"));
}

#[test]
fn every_file_is_compiled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["src", "tests"].into_iter().flat_map(|folder| rust_files(&root.join(folder))) {
        if ["lib.rs", "main.rs", "runner.rs"].iter().any(|top| file.ends_with(top)) {
            continue;
        }
        let (parents, name) = declared_in(&file);
        let lines = [format!("mod {name};"), format!("include!(\"{name}.rs\")")];
        let is_declared = parents.iter().any(|parent| {
            let text = std::fs::read_to_string(parent).unwrap();
            lines.iter().any(|line| text.contains(line.as_str()))
        });
        let file = file.strip_prefix(root).unwrap();
        assert!(is_declared, "{} is not compiled: add `mod {name};` to one of {parents:?}", file.display());
    }
}

#[test]
fn every_room_is_documented() {
    let page = include_str!("../ARCHITECTURE.md");
    let (_, table) = page.split_once("## Rooms").unwrap();
    for source in sources().iter().filter(|source| !matches!(source.room.as_str(), "main" | "lib")) {
        let row = format!("\n| `{}` |", source.room);
        assert!(
            table.contains(&row),
            "ARCHITECTURE.md: add a row for `{}` to the table of rooms",
            source.room
        );
    }
}

#[test]
fn files_are_short() {
    let mut sources = sources();
    sources.sort_by_key(|source| source.lines);
    let at = |part: f64| &sources[((sources.len() - 1) as f64 * part) as usize];
    let (middle, ninth, last) = (at(0.5), at(0.9), at(1.0));
    assert!(middle.lines < 150, "half of the files have {} lines or more", middle.lines);
    assert!(ninth.lines < 400, "a tenth of the files have {} lines or more", ninth.lines);
    assert!(last.lines <= 500, "{} has {} lines", last.path.display(), last.lines);
}

/// What asks for the operating system outside of `platform`, each with its reason.
const ASKS_FOR_THE_SYSTEM: [(&str, &str); 1] = [(
    "tui/app/attributes.rs",
    "reads the terminal byte by byte, which only Unix can, in the form of the desk's answers",
)];

#[test]
fn only_the_platform_asks_for_the_system() {
    let asks =
        regex::Regex::new(r"cfg!?\((?:any\(|all\(|not\()*(?:unix|windows|target_os)|std::os::").unwrap();
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.room != "platform") {
        if asks.is_match(&source.code) {
            found.push(source.path.display().to_string().replace('\\', "/"));
        }
    }
    assert_eq!(found, ASKS_FOR_THE_SYSTEM.map(|(path, _)| path));
    for code in [
        "#[cfg(unix)]",
        "cfg!(windows)",
        "#[cfg(all(not(target_os = \"macos\")))]",
        "use std::os::fd::AsRawFd;",
    ] {
        assert!(asks.is_match(code), "{code}");
    }
}

/// The modules that reach files by the standard library, each with its reason. All other code reads
/// and writes a newsletter's files through `Root`.
const REACHES_FILES: [(&str, &str); 13] = [
    ("root/", "the one way to a newsletter's files"),
    ("platform/", "the permissions of a file in PATH, and the system's time zone"),
    ("cli/version/source.rs", "a part of the build script, which only tests compile"),
    ("git/", "the repository's own files, and temporary ones"),
    ("tui/config.rs", "the user's own configuration"),
    ("tui/app/job/edit.rs", "the temporary file for the user's editor"),
    ("image/header.rs", "takes a file that is open already"),
    ("cli/lint.rs", "the summary file that a workflow names, and duplicates among named paths"),
    ("desk/issue/recover.rs", "the journal in the user's state folder"),
    ("desk/images/find_images.rs", "looks for images in any folder that the user chooses"),
    ("desk/collaborate/merge_files.rs", "the temporary files that git hands to its merge driver"),
    ("desk/import/document.rs", "pipes and downloads that the user names"),
    ("desk/collaborate/contribute/copy.rs", "the place of the system's temporary folder"),
];

#[test]
fn files_are_reached_through_the_root() {
    let is_listed = |path: &str| REACHES_FILES.iter().any(|(listed, _)| path.starts_with(listed));
    let calls = [
        ".is_file()",
        ".is_dir()",
        ".is_symlink()",
        ".exists()",
        ".try_exists()",
        ".canonicalize()",
        ".symlink_metadata()",
        ".read_dir()",
        ".read_link()",
        "tempfile::",
    ];
    let mut wrong = Vec::new();
    let mut used = std::collections::HashSet::new();
    for source in sources() {
        let path = source.path.display().to_string();
        let names = named(&source.code, "std::").any(|part| part == "fs");
        let found = calls.iter().filter(|call| source.code.contains(**call)).copied();
        let found: Vec<&str> = found.chain(names.then_some("std::fs")).collect();
        match is_listed(&path) {
            true if !found.is_empty() => {
                used.extend(
                    REACHES_FILES.iter().map(|(listed, _)| *listed).filter(|listed| path.starts_with(listed)),
                );
            }
            true => {}
            false => wrong.extend(found.iter().map(|what| format!("{path} uses {what}"))),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let unused: Vec<_> = REACHES_FILES.iter().filter(|(listed, _)| !used.contains(listed)).collect();
    assert!(unused.is_empty(), "no longer needed: {unused:?}");
}

/// Where something is written to the terminal, and escaped: the gates. The language server writes JSON.
const WRITES: [&str; 3] = ["cli/output.rs", "lsp/transport.rs", "tui/app/terminal.rs"];

#[test]
fn only_the_gates_write_to_the_terminal() {
    let mut wrong = Vec::new();
    for source in sources() {
        let code = source.code.replace("stdout().is_terminal()", "").replace("stderr().is_terminal()", "");
        let code = code.replace("use_stderr()", "");
        let path = source.path.display().to_string().replace('\\', "/");
        for way in ["stdout()", "stderr()", "print!(", "println!(", "eprint!(", "eprintln!(", "dbg!("] {
            if code.contains(way) && !WRITES.contains(&path.as_str()) {
                wrong.push(format!("{path} uses {way}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A kind of slot and a field's role are values of enums: where one is compared with a text, a new
/// variant is forgotten in silence.
#[test]
fn kinds_and_roles_are_compared_as_values() {
    let literal = regex::Regex::new(r#"\.(kind|role|name)(\(\))?\s*(==|!=)\s*""#).unwrap();
    let matched =
        regex::Regex::new(r#"matches!\(\s*&?\*?[a-z_.]*(kind|role|field\.name)(\(\))?,\s*""#).unwrap();
    let part = regex::Regex::new(r#"field\.name\s*\.\s*(starts_with|ends_with|contains)\("#).unwrap();
    let rooms = ["outline", "lint", "merge", "import", "desk", "lsp", "tui", "cli"];
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| rooms.contains(&source.room.as_str())) {
        for form in [&literal, &matched, &part] {
            found.extend(
                form.find_iter(&source.code).map(|one| (source.path.clone(), one.as_str().to_owned())),
            );
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    for text in [r#"slot.kind == "events""#, r#"field.name == "Title""#] {
        assert!(literal.is_match(text), "{text}");
    }
    assert!(matched.is_match(r#"matches!(slot.kind, "a" | "b")"#));
    assert!(part.is_match(r#"field.name.starts_with("Source")"#));
}

/// Names that are one word and unmistakable all the same.
const NAMES: [&str; 5] = ["adafruit", "blinka", "icydnci", "icymi", "pydev"];

/// Literals that have such a phrase for another reason.
const PHRASES_BY_CHANCE: [(&str, &str, &str); 2] = [
    ("desk/demo/files.rs", "icymi", "the name of an image of the demo"),
    ("lint/rules/links/other_popular_title.rs", "popular last week", "the summary of the rule, in English"),
];

/// A newsletter's headings, labels and phrases are data of its profile.
#[test]
fn no_newsletters_phrases_in_src() {
    let phrases = phrases();
    assert!(phrases.len() > 60, "{}", phrases.len());
    assert!(NAMES.iter().all(|name| phrases.contains(*name)), "a name is no longer in a profile");
    let mut found = Vec::new();
    for source in sources() {
        let path = source.path.display().to_string().replace('\\', "/");
        for literal in literals(&without_examples(&source.code)) {
            let words = format!(" {} ", plain_words(&literal));
            for phrase in phrases.iter().filter(|phrase| words.contains(&format!(" {phrase} "))) {
                let is_known =
                    |(known, by_chance, _): &(&str, &str, &str)| *known == path && by_chance == phrase;
                if !PHRASES_BY_CHANCE.iter().any(is_known) {
                    found.push(format!("{path} has '{phrase}' in \"{literal}\""));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// The headings and labels of the built-in profiles and templates that have several words, and the
/// names that they contain.
fn phrases() -> std::collections::BTreeSet<String> {
    let mut all = Vec::new();
    for (name, _, template) in copydesk::profile::BUILT_IN {
        let profile = copydesk::profile::built_in(name).unwrap();
        for section in &profile.sections {
            all.push(section.title.clone());
            for list in [&section.headings, &section.lines, &section.lists] {
                all.extend(list.iter().cloned());
            }
            all.extend(section.browser.clone());
        }
        let import = &profile.import;
        if let Some(libraries) = &import.libraries {
            all.extend([&libraries.new, &libraries.updated, &libraries.none].map(Clone::clone));
            all.extend(libraries.total.iter().chain(&libraries.top).map(|list| list.label.clone()));
        }
        all.extend(import.news.as_ref().map(|news| news.title.clone()));
        let grammar = &import.grammar;
        all.extend(grammar.notes.titles.all().map(str::to_owned));
        let lists = [&grammar.notes.only_notes, &grammar.notes.only_report, &grammar.issue.lines];
        all.extend(lists.into_iter().flatten().map(|phrase| phrase.as_str().to_owned()));
        for line in template.lines() {
            let label = line.strip_prefix("**").and_then(|rest| rest.split_once("**"));
            let heading = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#'));
            all.extend(heading.or(label.map(|(label, _)| label)).map(str::to_owned));
        }
    }
    let plain: Vec<String> = all.iter().map(|phrase| plain_words(phrase)).collect();
    let has = |name: &str| plain.iter().any(|phrase| phrase.split(' ').any(|word| word == name));
    let names = NAMES.iter().filter(|name| has(name)).map(|name| (*name).to_owned());
    plain.iter().filter(|phrase| phrase.contains(' ')).cloned().chain(names).collect()
}

/// The words of a text in lower case, with one space between them.
fn plain_words(text: &str) -> String {
    let text = text.replace("\\n", " ").to_lowercase();
    let words =
        text.split(|c: char| !c.is_alphanumeric() && !"'_".contains(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The code without the examples of a rule's `META`.
fn without_examples(code: &str) -> String {
    let Some(start) = code.find("const META: Meta = Meta {") else { return code.to_owned() };
    let end = code[start..].find("\n};").map_or(code.len(), |end| start + end);
    let meta = &code[start..end];
    let examples = ["\n    bad:", "\n    good:"].iter().filter_map(|key| meta.find(key)).min();
    format!("{}{}", &code[..start + examples.unwrap_or(meta.len())], &code[end..])
}

/// The string literals of some code, as they are written.
fn literals(code: &str) -> Vec<String> {
    let literal = regex::Regex::new(r##"r#"((?s:.*?))"#|'\\?"'|"((?:[^"\\]|\\(?s:.))*)""##).unwrap();
    let found = literal.captures_iter(code).filter_map(|found| found.get(1).or(found.get(2)));
    found.map(|literal| literal.as_str().to_owned()).collect()
}

#[test]
fn a_literal_with_a_phrase_is_found_and_an_example_is_none() {
    let code = "const META: Meta = Meta {\n    name: \"a\",\n    bad: \"## Upcoming Events\",\n};\nlet c = '\"'; f(\"no \\\" b\");";
    assert_eq!(literals(&without_examples(code)), ["a", "no \\\" b"]);
    assert_eq!(plain_words("## What’s **New**?\\n"), "what s new");
}

/// The files of the terminal program that reach the outside world, each with its reason. All others
/// are functions of events and state.
const TUI_REACHES: [(&str, &str); 11] = [
    ("tui/app/job/", "jobs, and opening the first draft"),
    ("tui/app/event_loop.rs", "waits for events and knows the time"),
    ("tui/app/add_loop.rs", "the event loop of the form for a contribution"),
    ("tui/app/headless.rs", "the event loop of tests and benches"),
    ("tui/app/attributes.rs", "an answer of the terminal that crossterm drops"),
    ("tui/app/doctor.rs", "asks the terminal outside of the event loop, and reads the environment"),
    ("tui/app/frame.rs", "the bytes of a frame, for the terminal"),
    ("tui/app/terminal.rs", "the terminal's modes"),
    ("tui/images/make.rs", "called by a job"),
    ("tui/config.rs", "read before the first frame"),
    ("tui/error.rs", "an error of the terminal, as a value"),
];

/// Values of git that views show. Everything else in `git` may read or write.
const GIT_VALUES: [&str; 18] = [
    "git",
    "commit",
    "Author",
    "CommitError",
    "Committed",
    "Control",
    "GitError",
    "FileChange",
    "FileChangeKind",
    "FileLog",
    "Head",
    "Hint",
    "LeftOutReason",
    "LoggedCommit",
    "Oid",
    "Outcome",
    "Plan",
    "Route",
];

/// Functions of `desk` that neither read, write nor merge. Everything else is for jobs.
const PURE_USE_CASES: [&str; 7] = [
    "conflict_offsets",
    "earlier_days",
    "find_problem",
    "fine_edits",
    "next_issue",
    "resolve",
    "suggest_message",
];

/// The methods of `Root` that compute a path only.
const PURE_OF_ROOT: [&str; 4] = ["clone", "contains", "folder", "join"];

/// Methods and constructors of `desk` that read, write or merge.
const CALLS_OF_JOBS: [&str; 14] = [
    "Document::open",
    "Gathering::open",
    "Journal::state_folder",
    "Workspace::open",
    ".import_image(",
    ".changed_on_disk(",
    ".merge_with(",
    ".listing()",
    ".preview(&",
    ".recovered(",
    ".set_aside(",
    "Timestamp::now",
    "Zoned::now",
    "platform::now",
];

/// Every word of the `use` items and paths that begin with `start`.
fn words_after(code: &str, start: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, _) in code.match_indices(start) {
        let rest = &code[at + start.len()..];
        let mut depth = 0;
        let end = rest.find(|c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth < 0 || depth == 0 && !(c.is_alphanumeric() || matches!(c, '_' | ':' | '}'))
        });
        let path = &rest[..end.unwrap_or(rest.len())];
        let parts = path.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.extend(parts.filter(|word| !word.is_empty() && *word != "self").map(str::to_owned));
    }
    words
}

/// What a file of the terminal program takes from the outside world.
fn reached(code: &str) -> Vec<String> {
    let outside = ["fs", "env", "time", "net", "io"];
    let mut found: Vec<String> = named(code, "std::")
        .filter(|part| outside.contains(part))
        .map(|part| format!("std::{part}"))
        .collect();
    let calls = [".is_file(", ".is_dir(", ".is_symlink(", ".exists(", ".try_exists(", ".canonicalize("];
    let words = ["SystemTime", "Instant"];
    found.extend(
        calls
            .iter()
            .chain(&words)
            .chain(&CALLS_OF_JOBS)
            .filter(|one| code.contains(**one))
            .map(|one| (*one).to_owned()),
    );
    let is_function = |word: &String| word.starts_with(|c: char| c.is_ascii_lowercase());
    let git = words_after(code, "crate::git").into_iter().filter(|word| !GIT_VALUES.contains(&word.as_str()));
    found.extend(git.map(|word| format!("git::{word}")));
    let root = words_after(code, "crate::root::").into_iter().filter(|word| word != "Root");
    found.extend(root.map(|word| format!("root::{word}")));
    let desk = words_after(code, "crate::desk::").into_iter();
    let desk = desk.filter(|word| {
        is_function(word) && !PURE_USE_CASES.contains(&word.as_str())
            || matches!(word.as_str(), "Probe" | "ImportDesk")
    });
    found.extend(desk.map(|word| format!("desk::{word}")));
    let methods = regex::Regex::new(r"\broot(?:\(\))?\s*\.(\w+)\(").unwrap();
    let methods = methods.captures_iter(code).map(|one| one[1].to_owned());
    found.extend(
        methods.filter(|name| !PURE_OF_ROOT.contains(&name.as_str())).map(|name| format!("Root::{name}")),
    );
    found
}

#[test]
fn the_terminal_program_reaches_the_world_by_jobs_and_the_event_loop() {
    let (mut wrong, mut used) = (Vec::new(), std::collections::HashSet::new());
    for source in sources().iter().filter(|source| source.room == "tui") {
        let path = source.path.display().to_string().replace('\\', "/");
        let found = reached(&source.code);
        match TUI_REACHES.iter().find(|(listed, _)| path.starts_with(listed)) {
            Some((listed, _)) if !found.is_empty() => drop(used.insert(*listed)),
            Some(_) => {}
            None => wrong.extend(found.iter().map(|what| format!("{path} uses {what}"))),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let unused: Vec<_> = TUI_REACHES.iter().filter(|(listed, _)| !used.contains(listed)).collect();
    assert!(unused.is_empty(), "no longer needed: {unused:?}");
}

#[test]
fn what_reaches_the_world_is_found() {
    for (code, what) in [
        ("use std::time::Instant;", "Instant"),
        ("let now = std::fs::read(path);", "std::fs"),
        ("use crate::git::{Control, Repo};", "git::Repo"),
        ("crate::git::commit::plan_draft(&repo)", "git::plan_draft"),
        ("use crate::desk::{Workspace, reconcile};", "desk::reconcile"),
        ("state.workspace.root.is_folder(&path)", "Root::is_folder"),
        ("if path.is_file() {}", ".is_file("),
        ("use crate::root::{Root, about_named};", "root::about_named"),
    ] {
        assert!(reached(code).iter().any(|found| found == what), "{code}: {:?}", reached(code));
    }
    assert!(reached("use crate::git::commit::{FileChange, Plan};\nworkspace.root.folder()").is_empty());
}

/// Keys that are written down in an overlay are unknown to help, hints and the user's configuration.
#[test]
fn overlays_take_their_keys_from_the_table() {
    let sources = sources();
    let overlays = sources.iter().filter(|source| source.path.starts_with("tui/overlays"));
    let literal = |source: &&Source| source.code.contains("KeyCode");
    let wrong: Vec<_> = overlays.filter(literal).map(|source| source.path.clone()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is drawn depends on the state alone: an overlay that changes itself while it is drawn depends on
/// how often it is drawn.
#[test]
fn overlays_do_not_change_while_they_are_drawn() {
    let draws = regex::Regex::new(r"fn draw\w*(<[^>]*>)?\(\s*&mut self").unwrap();
    assert!(draws.is_match("fn draw_rows<F: Fn()>(\n    &mut self") && !draws.is_match("fn draw(&self"));
    let sources = sources();
    let overlays = sources.iter().filter(|source| source.path.starts_with("tui/overlays"));
    let wrong: Vec<_> =
        overlays.filter(|source| draws.is_match(&source.code)).map(|source| &source.path).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The parts outside of `app` that still name the state of the whole program.
const NAMES_STATE: [&str; 0] = [];

#[test]
fn only_the_app_changes_the_state() {
    let state = regex::Regex::new(r"&mut State\b|app::state::(\{[^}]*\b)?State\b").unwrap();
    let mut found: Vec<String> = Vec::new();
    for source in sources().iter().filter(|source| source.room == "tui") {
        let path = source.path.display().to_string().replace('\\', "/");
        if !path.starts_with("tui/app/") && path != "tui/mod.rs" && state.is_match(&source.code) {
            found.push(path);
        }
    }
    assert_eq!(found, NAMES_STATE);
}

/// Drawing changes nothing: what depends on the size of the screen is computed or kept by `app`.
#[test]
fn panes_without_text_inputs_do_not_change_while_they_are_drawn() {
    let drawn: Vec<Source> = sources()
        .into_iter()
        .filter(|source| {
            let path = source.path.display().to_string().replace('\\', "/");
            ["checks", "outline", "preview"].iter().any(|pane| path.starts_with(&format!("tui/panes/{pane}")))
        })
        .collect();
    assert!(drawn.len() >= 6, "{}", drawn.len());
    let method = regex::Regex::new(r"fn draw\w*\(\s*&(mut )?self").unwrap();
    let mut methods = 0;
    for source in &drawn {
        for found in method.captures_iter(&source.code) {
            assert!(found.get(1).is_none(), "{} draws with &mut self", source.path.display());
            methods += 1;
        }
    }
    assert!(methods >= 4, "{methods}");
}
