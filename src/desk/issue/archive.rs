use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::desk::{Document, Listing, Workspace};
use crate::draft::Draft;
use crate::lint::PastIssue;
use crate::outline::Outline;
use crate::profile::IssueKey;
use crate::root::Stamp;

/// The published issues, each cached while its file stays the same.
#[derive(Debug, Default)]
pub struct Archive {
    read: Mutex<Known>,
    /// True if a file is never read twice, even if it changes.
    never_changing: bool,
}

/// The issues read so far, and their paths in the order of reading.
#[derive(Debug, Default)]
struct Known {
    issues: HashMap<PathBuf, Read>,
    order: VecDeque<PathBuf>,
}

/// The cache holds this many times the number of issues that each issue is compared with: a run over a
/// whole archive reads the files in order, on several cores at once.
const KEPT: usize = 16;

/// An issue with the stamp of its file; `None` if it could not be read.
type Read = (Stamp, Option<Arc<PastIssue>>);

impl Archive {
    /// An archive for a run during which no file changes.
    pub(in crate::desk) fn never_changing() -> Archive {
        Archive { never_changing: true, ..Archive::default() }
    }

    /// The last issues before another one, newest first, as many as the profile says. Files that cannot be
    /// read are left out.
    pub fn before(&self, key: IssueKey, workspace: &Workspace, listing: &Listing) -> Vec<Arc<PastIssue>> {
        let end = listing.posts.partition_point(|post| post.key < key);
        let posts = listing.posts[..end].iter().rev();
        posts
            .filter_map(|post| self.issue(&post.path, post.key, workspace))
            .take(workspace.profile.archive)
            .collect()
    }

    /// Caches a post that was just read for the posts after it. `stamp` is from before the read.
    pub(in crate::desk) fn keep(
        &self,
        path: &Path,
        stamp: Stamp,
        draft: &Draft,
        outline: &Outline,
        workspace: &Workspace,
    ) {
        if let Some(key) = workspace.key_of(path).filter(|_| workspace.profile.archive > 0) {
            let path = crate::root::absolute(path).unwrap_or_else(|_| path.to_owned());
            let issue = past(&path, key, draft, outline, workspace);
            self.insert(&path, (stamp, Some(issue)), workspace);
        }
    }

    fn issue(&self, path: &Path, key: IssueKey, workspace: &Workspace) -> Option<Arc<PastIssue>> {
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).issues.get(path).cloned();
        if let Some((_, issue)) = known.as_ref().filter(|_| self.never_changing) {
            return issue.clone();
        }
        let stamp = workspace.root.about(path).ok()?.stamp();
        if let Some((_, issue)) = known.filter(|(known, _)| *known == stamp) {
            return issue;
        }
        // Two threads may read the same file: both get the same result, and neither waits.
        let issue = Document::open(path, &workspace.root).ok().map(|document| {
            let draft = Draft::parse(document.base);
            let outline = Outline::new(&draft, &workspace.profile);
            past(path, key, &draft, &outline, workspace)
        });
        self.insert(path, (stamp, issue.clone()), workspace);
        issue
    }

    fn insert(&self, path: &Path, read: Read, workspace: &Workspace) {
        let mut known = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if known.issues.insert(path.to_owned(), read).is_none() {
            known.order.push_back(path.to_owned());
        }
        if known.order.len() > KEPT * workspace.profile.archive.max(1)
            && let Some(oldest) = known.order.pop_front()
        {
            known.issues.remove(&oldest);
        }
    }
}

fn past(
    path: &Path,
    key: IssueKey,
    draft: &Draft,
    outline: &Outline,
    workspace: &Workspace,
) -> Arc<PastIssue> {
    let shown = workspace.place_of(path).unwrap_or_else(|| workspace.shown(path));
    Arc::new(PastIssue::new(key, shown, draft, outline, &workspace.profile))
}
