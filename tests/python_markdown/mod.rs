//! Pages as Pelican makes them: the stored HTML of small constructs, and the real Python-Markdown.
//!
//! `reference.py constructs constructs.json` writes the stored HTML.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod tree;

use std::path::{Path, PathBuf};
use std::process::Command;

use copydesk::draft::Draft;
use copydesk::profile::built_in;
use copydesk::render::Dialect;

use crate::support::require::{Need, corpus, missing};
use tree::differences;

#[derive(serde::Deserialize)]
struct Construct {
    name: String,
    markdown: String,
    html: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python_markdown")
}

fn constructs() -> Vec<Construct> {
    serde_json::from_str(&std::fs::read_to_string(folder().join("constructs.json")).unwrap()).unwrap()
}

fn rendered(text: &str) -> String {
    Dialect::new(&built_in("this-week-in-rust").unwrap()).parse(text).html()
}

/// The output of the script, run by a Python that has Markdown.
fn reference(arguments: &[&Path]) -> Option<String> {
    let Some(python) = std::env::var_os("COPYDESK_PYTHON_MARKDOWN") else {
        missing(Need::PythonMarkdown, "COPYDESK_PYTHON_MARKDOWN names no Python with Markdown 3.7");
        return None;
    };
    let mut command = Command::new(python);
    let output = command.arg(folder().join("reference.py")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn small_constructs_have_the_stored_html() {
    let constructs = constructs();
    assert!(constructs.len() >= 80);
    let mut failed = Vec::new();
    for construct in &constructs {
        let own = rendered(&construct.markdown);
        if let Some(difference) = differences(&construct.html, &own) {
            failed.push(format!("{}\n{}\n{difference}", construct.name, construct.markdown));
        }
    }
    assert!(failed.is_empty(), "{} of {}:\n\n{}", failed.len(), constructs.len(), failed.join("\n\n"));
}

#[test]
fn the_stored_html_is_that_of_python_markdown() {
    let Some(made) = reference(&[Path::new("constructs"), &folder().join("constructs.json")]) else { return };
    let made: Vec<Construct> = serde_json::from_str(&made).unwrap();
    for (stored, made) in constructs().iter().zip(&made) {
        assert_eq!(stored.html, made.html, "{}", stored.name);
    }
}

/// Drafts whose page differs from Pelican's, with the reason.
const DIFFERENT: [(&str, &str); 0] = [];

#[test]
fn all_real_issues_are_rendered_as_by_python_markdown() {
    let Some(issues) = corpus("twir/content") else { return };
    let made = tempfile::tempdir().unwrap();
    if reference(&[Path::new("drafts"), &issues, made.path()]).is_none() {
        return;
    }
    let (mut equal, mut different) = (0, Vec::new());
    for entry in std::fs::read_dir(&issues).unwrap() {
        let path = entry.unwrap().path();
        let draft = Draft::parse(std::fs::read_to_string(&path).unwrap());
        let own = rendered(&draft.text()[draft.body()..]);
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let html = std::fs::read_to_string(made.path().join(format!("{name}.html"))).unwrap();
        match differences(&html, &own) {
            None => equal += 1,
            Some(difference) => different.push((name, difference)),
        }
    }
    println!("{equal} of {} equal", equal + different.len());
    different.retain(|(name, _)| !DIFFERENT.iter().any(|(known, _)| known == name));
    assert!(different.is_empty(), "{different:#?}");
    assert!(equal >= 515);
}
