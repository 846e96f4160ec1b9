//! Opens the repository of a draft and reads basic facts about it.

use std::cell::OnceCell;
use std::path::{Component, Path, PathBuf};

use git2::{ErrorCode, Index, ObjectType, Repository, RepositoryOpenFlags};

use super::error::GitError;
use super::operation::Operation;
use crate::platform::real_path;

/// A git repository. Opening one reads its configuration and HEAD, but neither history nor work tree.
pub struct Repo {
    pub(super) git: Repository,
    rules: OnceCell<Repository>,
}

/// The target of HEAD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    Branch(String),
    /// A branch without a commit. The next commit will be its root.
    Unborn(String),
    /// No branch, with the abbreviated commit id.
    Detached(String),
}

/// The author of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    pub email: String,
}

impl Repo {
    /// Finds the repository that contains `path`, which need not exist yet. `Ok(None)` if no repository contains it.
    ///
    /// # Errors
    ///
    /// [`GitError::Ownership`], [`GitError::Unsupported`].
    pub fn discover(path: &Path) -> Result<Option<Self>, GitError> {
        let start = existing_ancestor(path);
        match Repository::open_ext(&start, RepositoryOpenFlags::empty(), std::iter::empty::<&Path>()) {
            Ok(git) => Ok(Some(Self::from(git))),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) if error.code() == ErrorCode::Owner => {
                Err(GitError::Ownership { path: owned_folder(&start) })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The top of the work tree; `None` in a bare repository.
    pub fn workdir(&self) -> Option<&Path> {
        self.git.workdir()
    }

    /// The `.git` folder, or the repository itself if it is bare.
    pub fn folder(&self) -> &Path {
        self.git.path()
    }

    /// True if the repository has these bytes as a blob, committed or staged.
    pub fn has(&self, bytes: &[u8]) -> bool {
        let id = git2::Oid::hash_object(ObjectType::Blob, bytes);
        id.and_then(|id| Ok(self.git.odb()?.exists(id))).unwrap_or(false)
    }

    pub fn branch(&self) -> Head {
        match self.git.head() {
            Ok(head) if self.git.head_detached().unwrap_or(false) => {
                let short = head
                    .peel(ObjectType::Commit)
                    .and_then(|commit| commit.short_id())
                    .ok()
                    .and_then(|id| id.as_str().ok().map(str::to_owned));
                Head::Detached(short.unwrap_or_default())
            }
            Ok(head) => Head::Branch(String::from_utf8_lossy(head.shorthand_bytes()).into_owned()),
            Err(_) => Head::Unborn(self.unborn_branch()),
        }
    }

    fn unborn_branch(&self) -> String {
        let target = self.git.find_reference("HEAD").ok().and_then(|head| {
            head.symbolic_target_bytes().map(|name| String::from_utf8_lossy(name).into_owned())
        });
        let name = target.unwrap_or_default();
        name.strip_prefix("refs/heads/").unwrap_or(&name).to_owned()
    }

    /// Returns the path relative to the top of the work tree; `None` for a path outside the work tree or
    /// in `.git`. A symbolic link at the end of the path is not followed.
    pub fn relative(&self, path: &Path) -> Option<PathBuf> {
        let absolute = std::path::absolute(path).ok()?;
        let workdir = real_path(self.git.workdir()?).ok()?;
        let parent = absolute.parent()?;
        let existing = existing_ancestor(parent);
        let rest = parent.strip_prefix(&existing).ok()?;
        let real = real_path(&existing).ok()?.join(rest).join(absolute.file_name()?);
        plain(real.strip_prefix(workdir).ok()?)
    }

    /// Returns the author of the next commit, from git's environment variables or the configuration.
    ///
    /// # Errors
    ///
    /// [`GitError::NoAuthor`].
    pub fn author(&self) -> Result<Author, GitError> {
        let signature = self.git.author_from_env().map_err(author_error)?;
        Ok(Author {
            name: String::from_utf8_lossy(signature.name_bytes()).into_owned(),
            email: String::from_utf8_lossy(signature.email_bytes()).into_owned(),
        })
    }

    /// The operation that git has begun and not finished.
    pub fn operation(&self) -> Option<Operation> {
        Operation::from_state(self.git.state())
    }

    /// The file's bytes in the last commit; `None` if the commit does not have it, or it cannot be read.
    /// Content filters are not reversed.
    pub fn head_blob(&self, rel: &Path) -> Option<Vec<u8>> {
        let entry = self.head_tree().ok()??.get_path(rel).ok()?;
        self.git.find_blob(entry.id()).ok().map(|blob| blob.content().to_vec())
    }

    /// The tree of the last commit; `None` on an unborn branch.
    pub(super) fn head_tree(&self) -> Result<Option<git2::Tree<'_>>, GitError> {
        Ok(self.head_commit()?.map(|commit| commit.tree()).transpose()?)
    }

    pub(super) fn head_commit(&self) -> Result<Option<git2::Commit<'_>>, GitError> {
        match self.git.head() {
            Ok(head) => Ok(Some(head.peel_to_commit()?)),
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// A second handle for attributes and ignore rules. libgit2 loads the whole index before it reads a
    /// `.gitattributes` file, so this handle has an empty index. (Attributes that are only in the index
    /// occur in sparse checkouts, which the git program commits.)
    pub(super) fn rules(&self) -> Result<&Repository, GitError> {
        if let Some(rules) = self.rules.get() {
            return Ok(rules);
        }
        let rules = Repository::open(self.git.path())?;
        rules.set_index(&mut Index::new()?)?;
        Ok(self.rules.get_or_init(|| rules))
    }

    /// The path of this work tree's index.
    pub(super) fn index_path(&self) -> PathBuf {
        self.git.path().join("index")
    }

    /// True if a boolean setting is on. A missing or malformed setting is off.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.git.config().and_then(|config| config.get_bool(name)).unwrap_or(false)
    }
}

/// Returns the author that the user's environment variables or configuration name, outside of any repository.
///
/// # Errors
///
/// [`GitError::NoAuthor`].
pub fn author_of_user() -> Result<Author, GitError> {
    let config = git2::Config::open_default()?;
    let value = |variable: &str, key: &str| {
        let value = std::env::var(variable).ok().or_else(|| config.get_string(key).ok());
        value.filter(|value| !value.trim().is_empty()).ok_or(GitError::NoAuthor)
    };
    let name = value("GIT_AUTHOR_NAME", "user.name")?;
    Ok(Author { name, email: value("GIT_AUTHOR_EMAIL", "user.email")? })
}

impl From<Repository> for Repo {
    fn from(git: Repository) -> Self {
        Self { git, rules: OnceCell::new() }
    }
}

impl std::fmt::Debug for Repo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Repo").field("gitdir", &self.git.path()).finish()
    }
}

pub(super) fn author_error(error: git2::Error) -> GitError {
    match error.code() {
        ErrorCode::NotFound | ErrorCode::Invalid => GitError::NoAuthor,
        _ if error.message().contains("Signature cannot have an empty") => GitError::NoAuthor,
        _ => error.into(),
    }
}

/// Returns the path without `.` components; `None` if it is empty, absolute, in `.git` or has `..`.
pub(super) fn plain(path: &Path) -> Option<PathBuf> {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) if name.eq_ignore_ascii_case(".git") => return None,
            Component::Normal(name) => clean.push(name),
            _ => return None,
        }
    }
    (!clean.as_os_str().is_empty()).then_some(clean)
}

fn existing_ancestor(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let existing = absolute.ancestors().find(|folder| folder.exists()).map(Path::to_path_buf);
    existing.unwrap_or(absolute)
}

/// The folder to set as `safe.directory`: the top of the work tree, or the bare repository.
fn owned_folder(start: &Path) -> PathBuf {
    let real = real_path(start).unwrap_or_else(|_| start.to_path_buf());
    let top = real.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf);
    top.or_else(|| Repository::discover_path(&real, std::iter::empty::<&Path>()).ok()).unwrap_or(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_parent_folders_or_in_the_git_folder_is_refused() {
        assert_eq!(plain(Path::new("./drafts/a.md")), Some(PathBuf::from("drafts/a.md")));
        for bad in ["", ".", "../a.md", "drafts/../../a.md", ".git/config", "/etc/hosts"] {
            assert_eq!(plain(Path::new(bad)), None, "{bad}");
        }
    }
}
