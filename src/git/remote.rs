//! The remotes of a repository, and which of them is meant.

use super::error::GitError;
use super::refusal::{Refusal, Refused};
use super::repository::{Head, Repo};
use super::url::{Forge, RemoteUrl};
use crate::text::SecretUrl;

/// A remote as it is configured, with `url.….insteadOf` applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    pub name: String,
    pub fetch_url: SecretUrl,
    pub push_url: SecretUrl,
}

impl Repo {
    /// All remotes, in the order of their names.
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

    /// Where the newsletter comes from: the remote of the branch that is checked out, else the only
    /// one, else `upstream`, else `origin`.
    pub fn default_remote(&self) -> Result<Option<Remote>, GitError> {
        let of_branch = match self.branch() {
            Head::Branch(branch) | Head::Unborn(branch) => self.setting(&format!("branch.{branch}.remote")),
            Head::Detached(_) => None,
        };
        self.first_of(of_branch, true, &["upstream", "origin"])
    }

    /// Where contributions go: `upstream`, which a fork's clone has beside its own `origin`, else the
    /// default remote.
    pub fn source_remote(&self) -> Result<Option<Remote>, GitError> {
        let upstream = self.remotes()?.into_iter().find(|remote| remote.name == "upstream");
        upstream.map_or_else(|| self.default_remote(), |remote| Ok(Some(remote)))
    }

    /// Where `branch` is pushed to, which is a fork where there is one: `branch.*.pushRemote`,
    /// `remote.pushDefault`, the branch's own remote, else `origin`, else the only one.
    pub fn push_remote(&self, branch: &str) -> Result<Option<Remote>, GitError> {
        let configured = self
            .setting(&format!("branch.{branch}.pushRemote"))
            .or_else(|| self.setting("remote.pushDefault"))
            .or_else(|| self.setting(&format!("branch.{branch}.remote")));
        self.first_of(configured, false, &["origin"])
    }

    fn first_of(
        &self,
        configured: Option<String>,
        only_one_first: bool,
        usual: &[&str],
    ) -> Result<Option<Remote>, GitError> {
        let remotes = self.remotes()?;
        let named = |name: &str| remotes.iter().find(|remote| remote.name == name);
        let only = match &remotes[..] {
            [only] => Some(only),
            _ => None,
        };
        let usual = || usual.iter().find_map(|name| named(name));
        let found = configured.as_deref().and_then(named);
        let found = found.or_else(|| if only_one_first { only.or_else(usual) } else { usual().or(only) });
        Ok(found.cloned())
    }

    /// The remote's default branch as far as it is known here: from the clone, or from the last
    /// fetch of ours.
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

    /// Reads a remote's address. The kind of a host that its name does not tell is taken from
    /// `copydesk.HOST.forge`, then from `copydesk.forge` (`github`, `gitlab`, `gitea`, `forgejo`).
    pub fn remote_url(&self, url: &SecretUrl) -> Option<RemoteUrl> {
        let mut read = RemoteUrl::parse(url.expose())?;
        let named = |key: &str| Forge::named(&self.setting(key)?);
        if let Some(forge) = named(&format!("copydesk.{}.forge", read.host)) {
            read.forge = forge;
        } else if read.forge == Forge::Unknown {
            read.forge = named("copydesk.forge").unwrap_or(Forge::Unknown);
        }
        Some(read)
    }

    /// The address to fetch from, or to push to, of `remote`, which is a remote's name or already an
    /// address.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoRemote`].
    pub(super) fn address(&self, remote: &str, to_push: bool) -> Result<SecretUrl, GitError> {
        let remotes = self.remotes()?;
        if let Some(found) = remotes.iter().find(|it| it.name == remote) {
            return Ok(if to_push { found.push_url.clone() } else { found.fetch_url.clone() });
        }
        if remote.contains([':', '/', '\\']) {
            return Ok(remote.into());
        }
        let names: Vec<String> = remotes.into_iter().map(|remote| remote.name).collect();
        let known =
            if names.is_empty() { String::new() } else { format!(" (there is {})", names.join(", ")) };
        Err(GitError::Remote(Refused::new(
            remote,
            &remote.into(),
            Refusal::NoRemote { known },
            String::new(),
        )))
    }

    pub(super) fn setting(&self, name: &str) -> Option<String> {
        self.git.config().and_then(|config| config.get_string(name)).ok().filter(|value| !value.is_empty())
    }
}
