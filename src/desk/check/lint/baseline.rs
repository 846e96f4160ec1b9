use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::desk::issue::document;
use crate::desk::{DeskError, Workspace, probe_image};
use crate::git::{Repo, Revision, RevisionError};
use crate::lint::Facts;

/// The newsletter as it was at a revision of its repository.
#[derive(Debug)]
pub(super) struct RevisionBaseline {
    /// libgit2's handle is for one thread at a time.
    repo: Mutex<Repo>,
    revision: Revision,
    /// As it was asked for.
    pub name: String,
}

impl RevisionBaseline {
    /// # Errors
    ///
    /// Where there is no repository, or no such revision in it.
    pub fn find(root: &Path, name: &str) -> Result<RevisionBaseline, DeskError> {
        let repo = Repo::discover(root)?.ok_or(RevisionError::NoRepository)?;
        let revision = repo.revision(name)?;
        Ok(RevisionBaseline { repo: Mutex::new(repo), revision, name: name.to_owned() })
    }

    /// True for a folder of the repository's work tree.
    pub fn is_inside(&self, folder: &Path) -> bool {
        let repo = self.repo.lock().unwrap_or_else(PoisonError::into_inner);
        repo.relative(&folder.join("x")).is_some()
    }

    /// The text of exactly this file at that time; `None` where it was not there.
    ///
    /// # Errors
    ///
    /// Where it can't be read from the repository, or is no text.
    pub fn text_of(&self, path: &Path) -> Result<Option<String>, DeskError> {
        let repo = self.repo.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(rel) = repo.relative(path) else { return Ok(None) };
        let bytes = repo.file_at(self.revision, &rel)?;
        Ok(bytes.map(|bytes| document::text(path, bytes)).transpose()?)
    }

    /// The text of a file at that time, and where it lay: under the same name, or, where there was
    /// none, that of the draft that has become this post, or of the one issue that was taken away
    /// meanwhile, which then has moved to another day.
    ///
    /// # Errors
    ///
    /// Where it can't be read from the repository.
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
        let date = workspace.date_of(path)?;
        let files = &workspace.profile.files;
        let mut gone = Vec::new();
        for pattern in [&files.drafts, &files.posts] {
            // Any file name works: only the folder is used.
            let Some(rel) = repo.relative(&workspace.root.join(pattern.folder()).join("x")) else { continue };
            let folder = rel.parent()?;
            for name in repo.files_at(self.revision, folder) {
                match pattern.date_of(&name) {
                    Some(own) if own == date => return Some(folder.join(name)),
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

    /// What was known at that time, as far as it is the same now: what is told of a file that has
    /// changed is new.
    pub fn facts(&self, workspace: &Workspace, path: &Path, facts: &Facts) -> Facts {
        let repo = self.repo.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |dest: &str| {
            probe_image(dest, path, workspace.root.folder())
                .and_then(|file| repo.relative(&file))
                .is_none_or(|rel| repo.is_unchanged(self.revision, &rel))
        };
        let mut facts = facts.clone();
        facts.images.retain(|dest, _| is_same(dest));
        facts.scans.retain(|dest, _| is_same(dest));
        facts.unused_images.retain(|dest| is_same(dest));
        facts
    }
}
