//! Pages as Pelican makes them: the stored HTML of small constructs, and the real Python-Markdown.
//!
//! `reference.py constructs constructs.json` writes the stored HTML.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod tree;

use std::path::{Path, PathBuf};
use std::process::Command;

use copydesk::draft::Draft;
use copydesk::profile::{RendererExtension, built_in};
use copydesk::render::Dialect;

use crate::support::require::{Need, corpus, missing};
use tree::differences;

#[derive(serde::Deserialize, serde::Serialize)]
struct Construct {
    name: String,
    /// Extensions besides those of Pelican.
    #[serde(default)]
    extensions: Vec<RendererExtension>,
    markdown: String,
    html: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python_markdown")
}

fn constructs() -> Vec<Construct> {
    serde_json::from_str(&std::fs::read_to_string(folder().join("constructs.json")).unwrap()).unwrap()
}

fn rendered(text: &str, more: &[RendererExtension]) -> String {
    let mut dialect = Dialect::new(&built_in("this-week-in-rust").unwrap());
    dialect.extensions.extend(more);
    dialect.parse(text).html()
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
    assert!(constructs.len() >= 115);
    let mut failed = Vec::new();
    for construct in &constructs {
        let own = rendered(&construct.markdown, &construct.extensions);
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

/// Pieces that change each other's meaning.
const PIECES: [&str; 40] = [
    "\"",
    "'",
    "\"'",
    "'s",
    "--",
    "---",
    "-",
    "...",
    ".",
    "a",
    "Word",
    "80s",
    "12",
    " ",
    " ",
    "\n",
    "\n\n",
    "*",
    "**",
    "`",
    "\\",
    "[",
    "](u)",
    "&nbsp;",
    "&",
    "–",
    "—",
    "(",
    ")",
    "<b>",
    "</b>",
    "!!! note\n    ",
    "\n!!! tip \"",
    "\"\n",
    "\n    ",
    "\n        ",
    "* ",
    "\n\n    * ",
    "> ",
    "# ",
];

#[test]
fn the_real_python_markdown_renders_random_quotes_and_boxes_as_we_do() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let extensions = vec![RendererExtension::Admonition, RendererExtension::Smarty];
    let texts = (0..1500).map(|n| {
        // Without front matter, the reference reads the blank lines at the start of a text in another way than with it.
        let markdown = (0..2 + next(14)).map(|_| PIECES[next(PIECES.len())]).collect::<String>();
        let markdown = markdown.trim_start().to_owned();
        Construct { name: n.to_string(), extensions: extensions.clone(), markdown, html: String::new() }
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("random.json");
    std::fs::write(&file, serde_json::to_string(&texts.collect::<Vec<_>>()).unwrap()).unwrap();
    let Some(made) = reference(&[Path::new("constructs"), &file]) else { return };
    let made: Vec<Construct> = serde_json::from_str(&made).unwrap();
    let difference = |one: &Construct| {
        let difference = differences(&one.html, &rendered(&one.markdown, &one.extensions))?;
        Some(format!("{:?}\n{difference}", one.markdown))
    };
    let wrong: Vec<String> = made.iter().filter_map(difference).collect();
    assert!(wrong.is_empty(), "{} of {}:\n\n{}", wrong.len(), made.len(), wrong.join("\n\n"));
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
        let own = rendered(&draft.text()[draft.body()..], &[]);
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
