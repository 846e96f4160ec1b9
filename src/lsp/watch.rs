//! Files whose changes change the diagnostics of open documents.

use super::protocol::{FileSystemWatcher, GlobPattern};

/// Images, issues, the profile and the template.
pub(super) fn watchers() -> Vec<FileSystemWatcher> {
    let watched = ["**/*.{md,markdown,yml}", "**/*.{png,jpg,jpeg,gif,webp,svg,bmp,tif,tiff,avif}"];
    let watcher =
        |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::Pattern(glob.to_owned()), kind: None };
    watched.into_iter().map(watcher).collect()
}
