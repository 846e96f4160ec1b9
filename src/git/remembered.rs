//! Remembers which requests exceeded the limit, so that they are not fetched up to it each time.

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use git2::Oid;

use super::repository::Repo;
use crate::text::limits::REQUESTS_BYTES;

/// The number of requests that are remembered. The oldest are forgotten first.
const MAX_REMEMBERED: usize = 1_000;

/// The requests that exceeded the current limit.
pub(super) fn remembered(repo: &Repo) -> HashSet<Oid> {
    lines(repo).iter().filter_map(|line| heavy(line)).collect()
}

/// Remembers a request. If that can't be written, the request is fetched again next time.
pub(super) fn remember(repo: &Repo, new: Oid) {
    let mut lines = lines(repo);
    lines.push(format!("{new} {REQUESTS_BYTES}"));
    let text: String = lines
        .iter()
        .skip(lines.len().saturating_sub(MAX_REMEMBERED))
        .map(|line| format!("{line}\n"))
        .collect();
    let path = path(repo);
    // Replace the file, since another process may read it at the same time.
    let write = || {
        let folder = path.parent().ok_or(std::io::ErrorKind::NotFound)?;
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok::<_, std::io::Error>(())
    };
    let _ = write();
}

/// The path of the list, which all work trees of the repository share.
fn path(repo: &Repo) -> PathBuf {
    repo.git.commondir().join("copydesk/heavy-requests")
}

fn lines(repo: &Repo) -> Vec<String> {
    let text = std::fs::read_to_string(path(repo)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// The commit of a line; `None` if the line is malformed or was written under another limit.
fn heavy(line: &str) -> Option<Oid> {
    let (oid, bytes) = line.split_once(' ')?;
    Oid::from_str(oid).ok().filter(|_| bytes == REQUESTS_BYTES.to_string())
}
