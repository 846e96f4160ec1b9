//! `tests/README.md` says of every file what it shows, in the words of the file's own first line.

use std::fmt::Write;
use std::path::{Path, PathBuf};

const START: &str = "<!-- The rest of this page is generated from the first lines of the files. -->\n";

/// The Rust files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = paths.into_iter().flat_map(|path| match path.is_dir() {
        true => files(&path),
        false => vec![path],
    });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// The first sentence of a file's documentation.
fn summary(text: &str) -> Option<String> {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    let paragraph: Vec<&str> = lines.map(str::trim).take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    let sentence = paragraph.split_once(". ").map_or(paragraph.as_str(), |(first, _)| first);
    let sentence = sentence.trim_end_matches('.');
    (!sentence.is_empty()).then(|| sentence.replace('|', "\\|"))
}

/// A table for each folder.
fn tables() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut out = String::from(START);
    let mut last = None;
    let (nested, top): (Vec<PathBuf>, Vec<PathBuf>) =
        files(&root).into_iter().partition(|path| path.parent() != Some(root.as_path()));
    for path in top.iter().chain(&nested) {
        let name = path.strip_prefix(&root).unwrap();
        let folder = name.components().next().filter(|_| path.parent() != Some(root.as_path()));
        let folder = folder.map_or_else(String::new, |folder| format!("{}/", folder.as_os_str().display()));
        if last.as_ref() != Some(&folder) {
            write!(out, "\n## `tests/{folder}`\n\n| file | what it shows |\n|---|---|\n").unwrap();
            last = Some(folder.clone());
        }
        let name = name.to_str().unwrap().replace('\\', "/");
        let summary = summary(&std::fs::read_to_string(path).unwrap());
        let summary =
            summary.unwrap_or_else(|| panic!("tests/{name}: say in its first line (`//!`) what it shows"));
        writeln!(out, "| `{}` | {summary} |", name.strip_prefix(&folder).unwrap_or(&name)).unwrap();
    }
    out
}

#[test]
fn every_file_is_on_the_page_with_what_it_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/README.md");
    let page = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let (own, _) = page.split_once(START).expect("the page has the line before the tables");
    let current = format!("{own}{}", tables());
    if page != current && std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
        std::fs::write(path, current).unwrap();
        return;
    }
    let differing = page.lines().zip(current.lines()).find(|(old, new)| old != new);
    assert!(
        page == current,
        "tests/README.md is out of date, first in {differing:?}; INSTA_UPDATE=always rewrites it"
    );
}

#[test]
fn a_summary_is_the_first_sentence() {
    assert_eq!(summary("//! A lamp\n//! and a box. More.\n\nuse x;\n").as_deref(), Some("A lamp and a box"));
    assert_eq!(summary("//! A | b.\n//!\n//! More\n").as_deref(), Some("A \\| b"));
    assert_eq!(summary("use x;\n//! Late\n"), None);
}
