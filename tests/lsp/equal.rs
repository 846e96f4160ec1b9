//! The diagnostics of the server equal the problems of `lint PATH --format json`.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

use super::{Client, DRAFT, Document};
use crate::corpus::files::sample;
use crate::lint_cli::Folder;

/// A problem: its bytes, its rule and severity, and its message with the help.
type Problem = (usize, usize, String, u64, String);

fn of_server(client: &Client, document: &Document, diagnostics: &[Value]) -> Vec<Problem> {
    let own = diagnostics.iter().filter(|one| one["source"] == "copydesk");
    let problem = |one: &Value| {
        let bytes = client.bytes(&document.text, &one["range"]);
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        (bytes.start, bytes.end, text("code"), one["severity"].as_u64().unwrap(), text("message"))
    };
    own.map(problem).collect()
}

/// The problems of each file, by its name in the report.
fn of_lint(folder: &Folder, names: &[String]) -> HashMap<String, Vec<Problem>> {
    let words: Vec<&str> =
        ["lint", "--format", "json"].into_iter().chain(names.iter().map(String::as_str)).collect();
    let run = folder.feed_words(&words, b"");
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{run:?}"));
    let problem = |one: &Value| {
        let offset = |end: &str| one["range"][end]["offset"].as_u64().unwrap() as usize;
        let severity = match one["severity"].as_str().unwrap() {
            "error" => 1,
            "warning" => 2,
            _ => 3,
        };
        let message = match one["help"].as_str() {
            Some(help) => format!("{}\nhelp: {help}", one["message"].as_str().unwrap()),
            None => one["message"].as_str().unwrap().to_owned(),
        };
        (offset("start"), offset("end"), one["rule"].as_str().unwrap().to_owned(), severity, message)
    };
    let files = report["files"].as_array().unwrap().iter();
    files
        .map(|file| {
            let problems = file["problems"].as_array().unwrap().iter().map(problem);
            (file["path"].as_str().unwrap().to_owned(), problems.collect())
        })
        .collect()
}

/// One file in so many of the corpus is compared; all with `COPYDESK_EVERY_FILE`.
const STEP: usize = 60;

#[test]
fn diagnostics_of_every_file_equal_those_of_lint() {
    let step = if std::env::var_os("COPYDESK_EVERY_FILE").is_some() { 1 } else { STEP };
    let folder = Folder::new();
    let mut names = Vec::new();
    for (n, file) in sample(step).enumerate() {
        // The protocol has `\r` as the end of a line, too, and editors leave out the byte order mark.
        if file.text.replace("\r\n", "").contains('\r') || file.text.starts_with('\u{feff}') {
            continue;
        }
        let rust = ["twir/", "merge/", "this-week-in-rust"].iter().any(|part| file.name.contains(part));
        let (profile, draft) = match rust {
            true => ("this-week-in-rust", "draft/2026-06-08-this-week-in-rust.md"),
            false => ("circuitpython", DRAFT),
        };
        folder.write(&format!("n{n}/copydesk.yml"), format!("extends: {profile}\n"));
        let name = format!("n{n}/{draft}");
        folder.write(&name, &file.text);
        names.push(name);
    }
    // A process has a limit of processor time.
    let problems: usize = names.chunks(40).map(|part| compare(&folder, part)).sum();
    assert!(problems > 20, "{problems}");
}

/// Compares the diagnostics of files, and what all safe fixes leave. Returns the number of problems.
fn compare(folder: &Folder, names: &[String]) -> usize {
    let expected = of_lint(folder, names);
    let mut client = Client::start(folder);
    let mut fixed = Vec::new();
    for name in names {
        let document = client.open(folder, name);
        let diagnostics = client.diagnostics(&document);
        assert_eq!(of_server(&client, &document, &diagnostics), expected[name], "{name}");
        let actions = client.actions(&document, 0..0, Some("source.fixAll"));
        let edit = actions.first().map(|action| &action["edit"]);
        fixed.push(edit.map_or(document.text.clone(), |edit| client.edited(&document, edit)));
        client
            .notify("textDocument/didClose", serde_json::json!({ "textDocument": { "uri": document.uri } }));
    }
    assert_eq!(client.shut_down(), Some(0));
    let words: Vec<&str> = ["lint", "--fix"].into_iter().chain(names.iter().map(String::as_str)).collect();
    folder.feed_words(&words, b"");
    for (name, text) in names.iter().zip(&fixed) {
        assert_eq!(&folder.read(name), text, "{name}");
    }
    expected.values().map(Vec::len).sum()
}

/// What is typed: characters of one to four bytes, and marks that change what the text around them is.
const PIECES: [&str; 14] = [
    "🛟",
    "潮の香り",
    "é",
    "\n",
    "\n\n",
    "# ",
    "](",
    "the the ",
    "<!--",
    "-->",
    "```\n",
    "\r\n",
    "* ",
    "https://example.org/潮 ",
];

/// An edit: where it begins, how many bytes it replaces at most, and with what.
type Typed = (Index, usize, &'static str);

fn typed() -> impl Strategy<Value = Vec<Typed>> {
    vec((any::<Index>(), 0usize..12, select(&PIECES[..])), 1..10)
}

fn config() -> ProptestConfig {
    let cases = if std::env::var_os("COPYDESK_EVERY_FILE").is_some() { 200 } else { 16 };
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// The bytes that an edit replaces. `None` if one of its ends is in a line break, where no position is.
fn replaced(text: &str, (at, length, _): &Typed) -> Option<std::ops::Range<usize>> {
    let boundary = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
    let start = boundary(at.index(text.len() + 1));
    let end = boundary((start + length).min(text.len()));
    let splits = |at: usize| text[..at].ends_with('\r');
    (!splits(start) && !splits(end)).then_some(start..end)
}

#[test]
fn diagnostics_after_random_edits_equal_those_of_lint() {
    let drafts: Vec<&str> = sample(1_000_000)
        .filter(|file| file.name.contains("circuitpython/") || file.name.contains("/drafts/"))
        .filter(|file| !file.text.starts_with('\u{feff}') && !file.text.replace("\r\n", "").contains('\r'))
        .map(|file| file.text.as_str())
        .collect();
    assert!(!drafts.is_empty());
    let encodings = select(&["utf-8", "utf-16"][..]);
    proptest!(config(), |(draft in select(drafts), encoding in encodings, edits in typed())| {
        let folder = Folder::new();
        folder.write("copydesk.yml", "extends: circuitpython\n");
        folder.write(DRAFT, draft);
        let capabilities = serde_json::json!({ "general": { "positionEncodings": [encoding] } });
        let mut client = Client::with(&folder, capabilities, Value::Null);
        prop_assert_eq!(&client.encoding, encoding);
        let mut document = client.open_text(&folder.join(DRAFT), draft.to_owned());
        for edit in &edits {
            if let Some(bytes) = replaced(&document.text, edit) {
                client.change(&mut document, bytes, edit.2);
            }
        }
        prop_assume!(!document.text.replace("\r\n", "").contains('\r'));
        let diagnostics = client.diagnostics(&document);
        folder.write(DRAFT, &document.text);
        let expected = of_lint(&folder, &[DRAFT.to_owned()]);
        prop_assert_eq!(&of_server(&client, &document, &diagnostics), &expected[DRAFT]);
    });
}
