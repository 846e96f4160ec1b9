//! The hosting sites' own command-line programs, `gh` and `glab`, which fork a repository for a user who
//! is signed in there.

use std::process::Command;

use serde::Deserialize;
use thiserror::Error;

use super::control::Control;
use super::error::{GitError, Hint};
use super::session::{self, GitOutput};
use super::url::{Forge, RemoteUrl, Scheme};
use crate::text::SecretUrl;
use crate::text::percent::{encode_component, encode_path};

/// A hosting site's command-line program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgeProgram {
    Gh,
    Glab,
}

/// Why a program made no fork.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ForkError {
    #[error("{program} could not fork {repository}{quote}")]
    Failed { program: &'static str, repository: String, quote: String },
    #[error("the answer of {program} names no fork of {repository}")]
    NoAddress { program: &'static str, repository: String },
    #[error(transparent)]
    Git(#[from] GitError),
}

impl Hint for ForkError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Failed { .. } | Self::NoAddress { .. } => {
                Some("fork it on its site, then push to the address of your fork".into())
            }
            Self::Git(error) => error.hint(),
        }
    }
}

/// A repository in the answer of GitHub's API ("Create a fork") or GitLab's ("Fork a project").
#[derive(Deserialize)]
struct Repository {
    #[serde(alias = "http_url_to_repo")]
    clone_url: Option<String>,
    #[serde(alias = "ssh_url_to_repo")]
    ssh_url: Option<String>,
}

#[derive(Deserialize)]
struct Account {
    username: String,
}

impl ForgeProgram {
    /// The program of a site, if it is installed and the user is signed in there.
    pub fn signed_in(url: &RemoteUrl, control: &Control) -> Option<ForgeProgram> {
        let program = Self::of(url.forge)?;
        let mut command = program.command();
        command.args(["auth", "status", "--hostname", &url.web_host()]);
        let _waiting = control.waiting(format_args!("Asking {}", program.name()));
        let output = session::run(command, b"", control).ok()?;
        output.success.then_some(program)
    }

    /// The program for a kind of site.
    pub fn of(forge: Forge) -> Option<ForgeProgram> {
        match forge {
            Forge::GitHub => Some(Self::Gh),
            Forge::GitLab => Some(Self::Glab),
            Forge::Gitea | Forge::Unknown => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Gh => "gh",
            Self::Glab => "glab",
        }
    }

    /// Forks a repository into the user's account, or finds the fork that is there, and returns its
    /// address. The site may take some seconds until the fork accepts a push.
    ///
    /// # Errors
    ///
    /// [`ForkError`].
    pub fn fork(self, url: &RemoteUrl, control: &Control) -> Result<SecretUrl, ForkError> {
        let answer = match self {
            // GitHub answers with the fork that exists, if there is one.
            Self::Gh => self.api(url, &format!("repos/{}/forks", encode_path(&url.path)), true, control)?,
            Self::Glab => {
                let path = format!("projects/{}/fork", encode_component(&url.path));
                match self.api(url, &path, true, control) {
                    Err(error @ ForkError::Failed { .. }) => self.own_project(url, error, control)?,
                    answer => answer?,
                }
            }
        };
        let repository = serde_json::from_slice::<Repository>(&answer).ok();
        let address = repository.and_then(|fork| match url.scheme {
            Scheme::Ssh => fork.ssh_url.or(fork.clone_url),
            Scheme::Http | Scheme::Https | Scheme::Git => fork.clone_url.or(fork.ssh_url),
        });
        let address = address.filter(|address| !address.is_empty());
        address
            .map(SecretUrl::from)
            .ok_or_else(|| ForkError::NoAddress { program: self.name(), repository: url.path.clone() })
    }

    /// The user's project of the same name: GitLab refuses to fork a second time.
    fn own_project(
        self,
        url: &RemoteUrl,
        refused: ForkError,
        control: &Control,
    ) -> Result<Vec<u8>, ForkError> {
        let account = self.api(url, "user", false, control)?;
        let Ok(account) = serde_json::from_slice::<Account>(&account) else { return Err(refused) };
        let own = format!("{}/{}", account.username, url.name());
        self.api(url, &format!("projects/{}", encode_component(&own)), false, control).map_err(|_| refused)
    }

    /// The answer of the site's API.
    fn api(
        self,
        url: &RemoteUrl,
        path: &str,
        creates: bool,
        control: &Control,
    ) -> Result<Vec<u8>, ForkError> {
        let mut command = self.command();
        command.args(["api", "--hostname", &url.web_host()]);
        if creates {
            command.args(["--method", "POST"]);
        }
        command.arg(path);
        let _waiting = control.waiting(format_args!("Asking {} for {}", self.name(), url.host));
        let GitOutput { success, stdout, stderr } = session::run(command, b"", control)?;
        if success {
            return Ok(stdout);
        }
        let quote = stderr.lines().next().map(|line| format!(" (“{}”)", line.trim_end_matches('.')));
        Err(ForkError::Failed {
            program: self.name(),
            repository: url.path.clone(),
            quote: quote.unwrap_or_default(),
        })
    }

    /// The setting of git by which the program answers for the user's password at an address; `None` for
    /// addresses without passwords.
    pub(super) fn credential_setting(self, address: &SecretUrl) -> Option<String> {
        let url = RemoteUrl::parse(address.expose())?;
        let scheme = match url.scheme {
            Scheme::Http => "http",
            Scheme::Https => "https",
            Scheme::Ssh | Scheme::Git => return None,
        };
        let name = self.name();
        Some(format!("credential.{scheme}://{}.helper=!{name} auth git-credential", url.web_host()))
    }

    pub(super) fn command(self) -> Command {
        let mut command = Command::new(self.name());
        command.env("GH_PROMPT_DISABLED", "1").env("NO_PROMPT", "1").env("NO_COLOR", "1");
        command
    }
}
