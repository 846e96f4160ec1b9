//! `copydesk image` without a terminal: images brought in, fitted in place and listed, and that
//! nothing that is fed to it loses a file or leaves half of one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod add;
mod bad_input;
mod corpus;
mod fit;
pub(crate) mod images;
mod list;
mod memory;
mod rename;

pub(crate) use crate::lint_cli::folder::{CLEAN, Folder};

/// The issue of 2026-06-08 with these lines in its story.
pub(crate) fn issue(lines: &str) -> String {
    CLEAN.replace("Good morning.", lines)
}

/// Every file under a folder with its bytes, to see what a run changed.
pub(crate) fn tree(folder: &Folder) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    let mut folders = vec![folder.path().to_owned()];
    while let Some(dir) = folders.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            let name = path.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                files.insert(format!("{name}/"), Vec::new());
                folders.push(path);
            } else if kind.is_file() {
                files.insert(name, std::fs::read(path).unwrap());
            } else {
                files.insert(name, b"no file".to_vec());
            }
        }
    }
    files
}
