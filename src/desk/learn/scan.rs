//! The paths of a repository, by which the issues are found without opening a file.

use std::path::PathBuf;

use crate::root::{EntryKind, Root, about_named};

/// At most this many files are listed, and folders this deep.
const MAX_FILES: usize = 200_000;
const MAX_DEPTH: usize = 8;
/// Folders that generators and package managers fill.
const GENERATED: [&str; 8] =
    ["node_modules", "target", "vendor", "_site", "dist", "build", "site-packages", "__pycache__"];
/// Hidden folders that sites are made from.
const SITE_FOLDERS: [&str; 1] = [".vuepress"];

/// The files of a newsletter's repository, relative to its root with `/` between folders, in order. Generated and
/// hidden folders are left out, and so are repositories within it.
pub(super) fn files(root: &Root) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders: Vec<(PathBuf, String, usize)> = vec![(root.folder().to_owned(), String::new(), 0)];
    while let Some((folder, prefix, depth)) = folders.pop() {
        let entries = root.list(&folder, MAX_FILES).unwrap_or_default();
        if depth > 0 && about_named(&folder.join(".git"), None).is_ok() {
            continue;
        }
        for entry in entries {
            let Some(name) = entry.name.to_str() else { continue };
            let path = format!("{prefix}{name}");
            match entry.kind {
                EntryKind::Folder if depth < MAX_DEPTH && is_source(name) => {
                    folders.push((folder.join(name), path + "/", depth + 1));
                }
                EntryKind::File if files.len() < MAX_FILES => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

fn is_source(folder: &str) -> bool {
    let is_hidden = folder.starts_with('.') && !SITE_FOLDERS.contains(&folder);
    !is_hidden && !GENERATED.contains(&folder)
}
