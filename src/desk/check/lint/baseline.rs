use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::desk::issue::document;
use crate::desk::{DeskError, Workspace, probe_image};
use crate::git::{Repo, Revision, RevisionError};
use crate::lint::Facts;

/// The newsletter as it was at a revision of its repository.
#[derive(Debug)]
pub(super) struct RevisionBaseline {
    /// libgit2's handle must not be used by two threads at once.
    repo: Mutex<Repo>,
    revision: Revision,
    /// The revision's name, as given by the user.
    pub name: String,
}

impl RevisionBaseline {
    /// # Errors
    ///
    /// If there is no repository, or the revision is not in it.
    pub fn find(root: &Path, name: &str) -> Result<RevisionBaseline, DeskError> {
        let repo = Repo::discover(root)?.ok_or(RevisionError::NoRepository)?;
        let revision = repo.revision(name)?;
        Ok(RevisionBaseline { repo: Mutex::new(repo), revision, name: name.to_owned() })
    }

    /// True if a folder is in the repository's work tree.
    pub fn is_inside(&self, folder: &Path) -> bool {
        let repo = self.repo.lock().unwrap_or_else(PoisonError::into_inner);
        repo.relative(&folder.join("x")).is_some()
    }

    /// The text of exactly this file at the revision; `None` if it did not exist.
    ///
    /// # Errors
    ///
    /// If it cannot be read from the repository, or is not text.
    pub fn text_of(&self, path: &Path) -> Result<Option<String>, DeskError> {
        let repo = self.repo.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(rel) = repo.relative(path) else { return Ok(None) };
        let bytes = repo.file_at(self.revision, &rel)?;
        Ok(bytes.map(|bytes| document::text(path, bytes)).transpose()?)
    }

    /// The path and text of a file at the revision. The path differs if the file did not exist under its
    /// present name: then it is the draft that has become this post, or the only issue removed since,
    /// which was moved to another date.
    ///
    /// # Errors
    ///
    /// If it cannot be read from the repository.
    pub fn text(&self, workspace: &Workspace, path: &Path) -> Result<Option<(PathBuf, String)>, DeskError> {
        let repo = self.repo.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut rel) = repo.relative(path) else { return Ok(None) };
        let mut bytes = repo.file_at(self.revision, &rel)?;
        if bytes.is_none()
            && let Some(before) = self.same_issue(&repo, workspace, path)
        {
            bytes = repo.file_at(self.revision, &before)?;
            rel = before;
        }
        let was = repo.workdir().map_or(rel.clone(), |top| top.join(&rel));
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()).map(|text| (was, text)))
    }

    fn same_issue(&self, repo: &Repo, workspace: &Workspace, path: &Path) -> Option<PathBuf> {
        let key = workspace.key_of(path)?;
        let files = &workspace.profile.files;
        let mut gone = Vec::new();
        for pattern in [&files.drafts, &files.posts] {
            // Any file name works: only the folder is used.
            let Some(rel) = repo.relative(&workspace.root.join(pattern.folder()).join("x")) else { continue };
            let folder = rel.parent()?;
            for name in repo.files_at(self.revision, folder, pattern.depth()) {
                let values = workspace.values_in(pattern, &Path::new(pattern.folder()).join(&name));
                match values.map(|values| values.key(workspace.profile.weekday())) {
                    Some(found) if found == key => return Some(folder.join(name)),
                    Some(_) if !workspace.root.is_taken(&Path::new(pattern.folder()).join(&name)) => {
                        gone.push(folder.join(name));
                    }
                    _ => {}
                }
            }
        }
        // Drafts and posts may share one folder.
        gone.sort();
        gone.dedup();
        if gone.len() == 1 { gone.pop() } else { None }
    }

    /// The facts of the revision that still hold now. Problems about files that have changed count as
    /// new.
    pub fn facts(&self, workspace: &Workspace, path: &Path, facts: &Facts) -> Facts {
        let repo = self.repo.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |dest: &str| {
            probe_image(dest, path, &workspace.root)
                .and_then(|file| repo.relative(&file))
                .is_none_or(|rel| repo.is_unchanged(self.revision, &rel))
        };
        facts.before_change(is_same)
    }
}
