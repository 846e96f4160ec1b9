//! Which requests came to more than the limit, so that they are not fetched up to it with every look.

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use git2::Oid;

use super::repository::Repo;
use crate::text::limits::REQUESTS_BYTES;

/// Of more requests than that the oldest are forgotten.
const MOST: usize = 1_000;

/// Those that were too heavy under the limit of today.
pub(super) fn remembered(repo: &Repo) -> HashSet<Oid> {
    lines(repo).iter().filter_map(|line| heavy(line)).collect()
}

/// Adds one to them. Where that can't be written, it is fetched again.
pub(super) fn remember(repo: &Repo, new: Oid) {
    let mut lines = lines(repo);
    lines.push(format!("{new} {REQUESTS_BYTES}"));
    let text: String =
        lines.iter().skip(lines.len().saturating_sub(MOST)).map(|line| format!("{line}\n")).collect();
    let path = path(repo);
    // A half-written line would be none, but another process may read at the same time.
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

/// A file of this repository's, for all of its work trees.
fn path(repo: &Repo) -> PathBuf {
    repo.git.commondir().join("copydesk/heavy-requests")
}

fn lines(repo: &Repo) -> Vec<String> {
    let text = std::fs::read_to_string(path(repo)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// The commit of a line, unless another limit held when it was written.
fn heavy(line: &str) -> Option<Oid> {
    let (oid, bytes) = line.split_once(' ')?;
    Oid::from_str(oid).ok().filter(|_| bytes == REQUESTS_BYTES.to_string())
}
