//! The remotes of a repository, and the choice among them.

use std::path::PathBuf;

use thiserror::Error;

use super::error::{GitError, Hint};
use super::refusal::{Refusal, Refused};
use super::repository::{Head, Repo};
use super::url::{Forge, RemoteUrl};
use crate::text::SecretUrl;

/// Why work on a remote failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// By the remote, or on the way to it.
    #[error("{0}")]
    Refused(Box<Refused>),
    /// A clone needs a new folder.
    #[error("{} exists already", path.display())]
    FolderExists { path: PathBuf },
    /// Git was stopped while it pushed.
    #[error("the push of {branch} {why}; {remote} may have it nevertheless")]
    PushUnfinished { branch: String, remote: SecretUrl, why: Unfinished },
    #[error(transparent)]
    Git(#[from] GitError),
}

impl RemoteError {
    /// The output of git and the remote, to show below the message. `None` if the message is enough.
    pub fn output(&self) -> Option<&str> {
        match self {
            Self::Refused(refused) => Some(&refused.output),
            Self::FolderExists { .. } => None,
            Self::PushUnfinished { why, .. } => match why {
                Unfinished::Cancelled => None,
                Unfinished::TimedOut { output, .. } => Some(output),
            },
            Self::Git(error) => error.output(),
        }
    }
}

impl Hint for RemoteError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(refused) => refused.hint(),
            Self::FolderExists { .. } => Some("name another folder for the clone".into()),
            Self::PushUnfinished { branch, .. } => {
                Some(format!("`copydesk push {branch}` pushes it, or says that it is there"))
            }
            Self::Git(error) => error.hint(),
        }
    }
}

impl From<git2::Error> for RemoteError {
    fn from(error: git2::Error) -> Self {
        GitError::from(error).into()
    }
}

/// Why git was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfinished {
    #[error("was cancelled")]
    Cancelled,
    /// `output` is what git wrote until then.
    #[error("had no answer within {seconds} seconds")]
    TimedOut { seconds: u64, output: String },
}

/// A configured remote, with `url.*.insteadOf` applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    pub name: String,
    pub fetch_url: SecretUrl,
    pub push_url: SecretUrl,
}

impl Remote {
    /// A remote without a name. `None` if the text is the name of a remote and no address.
    fn at_address(address: &str) -> Option<Remote> {
        let url = SecretUrl::from(address);
        is_address(address).then(|| Remote {
            name: address.to_owned(),
            fetch_url: url.clone(),
            push_url: url,
        })
    }
}

/// True if a text is an address or a path, and not the name of a remote.
pub(super) fn is_address(remote: &str) -> bool {
    remote.contains([':', '/', '\\'])
}

/// The direction in which an address is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Fetch,
    Push,
}

impl Repo {
    /// All remotes, sorted by name.
    pub fn remotes(&self) -> Result<Vec<Remote>, GitError> {
        let mut remotes = Vec::new();
        for name in self.git.remotes()?.iter().flatten().flatten() {
            let remote = self.git.find_remote(name)?;
            let fetch_url = SecretUrl::from(String::from_utf8_lossy(remote.url_bytes()));
            let push_url = remote.pushurl_bytes().map(|url| String::from_utf8_lossy(url).into());
            let push_url = push_url.unwrap_or_else(|| fetch_url.clone());
            remotes.push(Remote { name: name.to_owned(), fetch_url, push_url });
        }
        remotes.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(remotes)
    }

    /// The remote that the newsletter comes from: the remote of the branch that is checked out, or else
    /// the only remote, `upstream` or `origin`, in this order. `None` without any of them.
    pub fn default_remote(&self) -> Result<Option<Remote>, GitError> {
        let of_branch = match self.branch() {
            Head::Branch(branch) | Head::Unborn(branch) => self.setting(&format!("branch.{branch}.remote")),
            Head::Detached(_) => None,
        };
        self.choose(of_branch, |only, usual| only.or_else(|| usual("upstream")).or_else(|| usual("origin")))
    }

    /// The remote that contributions go to: `upstream`, which the clone of a fork has beside `origin`, or
    /// else the default remote. `None` if there is neither.
    pub fn source_remote(&self) -> Result<Option<Remote>, GitError> {
        let upstream = self.remotes()?.into_iter().find(|remote| remote.name == "upstream");
        upstream.map_or_else(|| self.default_remote(), |remote| Ok(Some(remote)))
    }

    /// The remote that `branch` is pushed to, such as a fork: `branch.*.pushRemote`,
    /// `remote.pushDefault`, the branch's own remote, `origin` or the only remote, in this order.
    /// `None` without any of them.
    pub fn push_remote(&self, branch: &str) -> Result<Option<Remote>, GitError> {
        if let Some(configured) = self.configured_push_remote(branch)? {
            return Ok(Some(configured));
        }
        let of_branch = match self.push_setting(branch) {
            // It names a remote that does not exist.
            Some(_) => None,
            None => self.setting(&format!("branch.{branch}.remote")),
        };
        self.choose(of_branch, |only, usual| usual("origin").or(only))
    }

    /// The remote that `branch.*.pushRemote` or `remote.pushDefault` names for `branch`. As in git, both
    /// may also be addresses. `None` if neither is set, or the remote does not exist.
    pub fn configured_push_remote(&self, branch: &str) -> Result<Option<Remote>, GitError> {
        let Some(name) = self.push_setting(branch) else { return Ok(None) };
        let named = self.remotes()?.into_iter().find(|remote| remote.name == name);
        Ok(named.or_else(|| Remote::at_address(&name)))
    }

    fn push_setting(&self, branch: &str) -> Option<String> {
        self.setting(&format!("branch.{branch}.pushRemote")).or_else(|| self.setting("remote.pushDefault"))
    }

    /// Returns the configured remote, or the result of `fallback`, which gets the only remote and a
    /// look-up by name.
    fn choose(
        &self,
        configured: Option<String>,
        fallback: impl for<'r> FnOnce(
            Option<&'r Remote>,
            &dyn Fn(&str) -> Option<&'r Remote>,
        ) -> Option<&'r Remote>,
    ) -> Result<Option<Remote>, GitError> {
        let remotes = self.remotes()?;
        let named = |name: &str| remotes.iter().find(|remote| remote.name == name);
        let only = match &remotes[..] {
            [only] => Some(only),
            _ => None,
        };
        let configured = configured.as_deref().and_then(named);
        Ok(configured.or_else(|| fallback(only, &named)).cloned())
    }

    /// The remote's default branch as of the clone, or else `main` or `master`, if it was fetched. `None` if
    /// it is unknown.
    pub fn default_branch_of(&self, remote: &str) -> Option<String> {
        let prefix = format!("refs/remotes/{remote}/");
        let head = self.git.find_reference(&format!("{prefix}HEAD")).ok();
        let target = head.as_ref().and_then(|head| head.symbolic_target().ok().flatten());
        let named = target.and_then(|target| target.strip_prefix(&prefix)).map(str::to_owned);
        let usual = || {
            let is_there = |name: &&&str| {
                let kept = super::private_name(remote, &format!("refs/heads/{name}"));
                self.git.refname_to_id(&kept).is_ok()
                    || self.git.refname_to_id(&format!("{prefix}{name}")).is_ok()
            };
            ["main", "master"].iter().find(is_there).map(|name| (*name).to_owned())
        };
        named.or_else(usual)
    }

    /// Parses a remote's address. If the host's name does not show the kind of its site, that is read
    /// from `copydesk.HOST.forge` or `copydesk.forge` (`github`, `gitlab`, `gitea`, `forgejo`). `None` as in
    /// [`RemoteUrl::parse`].
    pub fn remote_url(&self, url: &SecretUrl) -> Option<RemoteUrl> {
        let mut parsed = RemoteUrl::parse(url.expose())?;
        let named = |key: &str| Forge::from_name(&self.setting(key)?);
        if let Some(forge) = named(&format!("copydesk.{}.forge", parsed.host)) {
            parsed.forge = forge;
        } else if parsed.forge == Forge::Unknown {
            parsed.forge = named("copydesk.forge").unwrap_or(Forge::Unknown);
        }
        Some(parsed)
    }

    /// Returns the fetch address or the push address of `remote`, which is a name or an address.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoRemote`].
    pub(super) fn address(&self, remote: &str, direction: Direction) -> Result<SecretUrl, RemoteError> {
        let remotes = self.remotes()?;
        if let Some(named) = remotes.iter().find(|it| it.name == remote) {
            return Ok(match direction {
                Direction::Fetch => named.fetch_url.clone(),
                Direction::Push => named.push_url.clone(),
            });
        }
        if is_address(remote) {
            return Ok(remote.into());
        }
        let names: Vec<String> = remotes.into_iter().map(|remote| remote.name).collect();
        let known =
            if names.is_empty() { String::new() } else { format!(" (there is {})", names.join(", ")) };
        Err(RemoteError::Refused(Refused::new(
            remote,
            &remote.into(),
            Refusal::NoRemote { known },
            String::new(),
        )))
    }

    /// A setting of the configuration; `None` if it is missing or empty.
    pub(super) fn setting(&self, name: &str) -> Option<String> {
        self.git.config().and_then(|config| config.get_string(name)).ok().filter(|value| !value.is_empty())
    }
}
