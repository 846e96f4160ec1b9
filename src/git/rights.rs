//! What is known about the right to push, without asking the remote.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::forge_program::ForgeProgram;
use super::remote::Remote;
use super::repository::Repo;
use super::url::{RemoteUrl, Scheme};

/// Evidence that a push can succeed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushEvidence {
    /// This clone has pushed this branch there before.
    Pushed { branch: String },
    /// The remote is a folder of this machine.
    Folder(PathBuf),
    /// The remote is a folder that does not exist, or is read-only.
    NoFolder(PathBuf),
    /// A credential helper of git answers for the site.
    Helper(String),
    /// The site's program is signed in there.
    SignedIn(ForgeProgram),
    /// An ssh agent is running.
    SshAgent,
    /// A key of the user.
    SshKey(PathBuf),
    /// A program other than ssh connects.
    SshCommand(String),
    /// Git would ask for a password.
    NoPassword { host: String },
    /// There is no ssh key.
    NoSshKey { host: String },
}

impl PushEvidence {
    pub fn can_push(&self) -> bool {
        !matches!(self, Self::NoFolder(_) | Self::NoPassword { .. } | Self::NoSshKey { .. })
    }
}

/// The names of keys that ssh tries by itself (`IdentityFile` in ssh_config(5)).
const SSH_KEYS: [&str; 5] = ["id_ed25519", "id_ecdsa", "id_ed25519_sk", "id_ecdsa_sk", "id_rsa"];

/// What git writes into the log of a remote's branch after a push.
const PUSHED: &str = "update by push";

impl Repo {
    /// The strongest evidence about pushing to a remote. Neither the remote nor its site is asked.
    pub fn push_evidence(&self, remote: &Remote) -> PushEvidence {
        if let Some(branch) = self.pushed_branch(&remote.name) {
            return PushEvidence::Pushed { branch };
        }
        let Some(url) = self.remote_url(&remote.push_url) else {
            return folder(remote.push_url.expose(), self.workdir().unwrap_or(self.folder()));
        };
        match url.scheme {
            Scheme::Ssh => self.ssh(&url),
            Scheme::Http | Scheme::Https | Scheme::Git => self.password(&url),
        }
    }

    /// A branch of the remote that this clone has pushed.
    fn pushed_branch(&self, remote: &str) -> Option<String> {
        let prefix = format!("refs/remotes/{remote}/");
        let references = self.git.references_glob(&format!("{prefix}*")).ok()?;
        let names = references.flatten().filter_map(|reference| reference.name().ok().map(str::to_owned));
        let is_pushed = |name: &String| {
            let log = self.git.reflog(name);
            log.is_ok_and(|log| log.iter().any(|entry| entry.message().ok().flatten() == Some(PUSHED)))
        };
        let pushed = names.into_iter().find(is_pushed)?;
        pushed.strip_prefix(&prefix).map(str::to_owned)
    }

    fn ssh(&self, url: &RemoteUrl) -> PushEvidence {
        let command = std::env::var("GIT_SSH_COMMAND").ok().or_else(|| self.setting("core.sshCommand"));
        if let Some(command) = command {
            return PushEvidence::SshCommand(command);
        }
        if std::env::var_os("SSH_AUTH_SOCK").is_some_and(|socket| Path::new(&socket).exists()) {
            return PushEvidence::SshAgent;
        }
        let folder = etcetera::home_dir().map(|home| home.join(".ssh")).unwrap_or_default();
        let key = SSH_KEYS.iter().map(|name| folder.join(name)).find(|path| path.is_file());
        key.map_or_else(|| PushEvidence::NoSshKey { host: url.host.clone() }, PushEvidence::SshKey)
    }

    fn password(&self, url: &RemoteUrl) -> PushEvidence {
        if let Some(helper) = self.credential_helper(url) {
            return PushEvidence::Helper(helper);
        }
        match ForgeProgram::of(url.forge).filter(|program| program.has_token(url)) {
            Some(program) => PushEvidence::SignedIn(program),
            None => PushEvidence::NoPassword { host: url.host.clone() },
        }
    }

    /// The credential helper for all sites or for this one.
    fn credential_helper(&self, url: &RemoteUrl) -> Option<String> {
        let config = self.git.config().ok()?;
        let own = format!("credential.{}", url.origin());
        let mut helper = None;
        let mut entries = config.entries(Some(r"^credential\..*helper$")).ok()?;
        while let Some(entry) = entries.next() {
            let Ok(entry) = entry else { continue };
            let (Ok(name), Some(value)) = (entry.name(), entry.value().ok()) else { continue };
            let is_meant = name == "credential.helper" || name.starts_with(&own);
            if is_meant {
                // An empty value removes the helpers above it.
                helper = Some(value.to_owned()).filter(|value| !value.is_empty());
            }
        }
        helper
    }
}

/// The folder that an address without a host names.
fn folder(address: &str, top: &Path) -> PushEvidence {
    let path = top.join(address.strip_prefix("file://").unwrap_or(address));
    let objects =
        [path.join("objects"), path.join(".git/objects")].into_iter().find_map(|path| path.metadata().ok());
    match objects.is_some_and(|about| !about.permissions().readonly()) {
        true => PushEvidence::Folder(path),
        false => PushEvidence::NoFolder(path),
    }
}

impl ForgeProgram {
    /// True if the program has a token for the site, which it need not ask the site for.
    pub fn has_token(self, url: &RemoteUrl) -> bool {
        let mut command = self.command();
        match self {
            Self::Gh => command.args(["auth", "token", "--hostname", &url.web_host()]),
            Self::Glab => command.args(["config", "get", "token", "--host", &url.web_host()]),
        };
        let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
        output.is_ok_and(|output| output.status.success() && !output.stdout.trim_ascii().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(config: &str) -> (tempfile::TempDir, Repo) {
        let dir = tempfile::tempdir().unwrap();
        let git = git2::Repository::init(dir.path()).unwrap();
        let path = dir.path().join(".git/config");
        std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + config).unwrap();
        drop(git);
        let repo = Repo::discover(dir.path()).unwrap().unwrap();
        (dir, repo)
    }

    fn evidence(repo: &Repo) -> PushEvidence {
        repo.push_evidence(&repo.remotes().unwrap()[0])
    }

    #[test]
    fn a_folder_must_be_a_repository() {
        let (dir, repo) = repository("[remote \"origin\"]\n\turl = copy\n");
        assert_eq!(evidence(&repo), PushEvidence::NoFolder(dir.path().canonicalize().unwrap().join("copy")));
        git2::Repository::init_bare(dir.path().join("copy")).unwrap();
        assert!(matches!(evidence(&repo), PushEvidence::Folder(_)));
    }

    #[test]
    fn a_helper_answers_for_all_sites_or_for_one() {
        let origin = "[remote \"origin\"]\n\turl = https://forge.example/tide/letter.git\n";
        let of =
            |config: &str| evidence(&repository(&format!("[credential]\n\thelper =\n{config}{origin}")).1);
        assert_eq!(of(""), PushEvidence::NoPassword { host: "forge.example".into() });
        assert_eq!(of("[credential]\n\thelper = store\n"), PushEvidence::Helper("store".into()));
        let one = "[credential \"https://forge.example\"]\n\thelper = own\n";
        assert_eq!(of(one), PushEvidence::Helper("own".into()));
        let other = "[credential \"https://other.example\"]\n\thelper = own\n";
        assert_eq!(of(other), PushEvidence::NoPassword { host: "forge.example".into() });
        assert_eq!(
            of("[credential]\n\thelper = store\n[credential]\n\thelper =\n"),
            PushEvidence::NoPassword { host: "forge.example".into() }
        );
    }

    #[test]
    fn a_branch_that_was_pushed_proves_the_right() {
        let (_dir, repo) =
            repository("[remote \"origin\"]\n\turl = ssh://git@forge.example/tide/letter.git\n");
        let tree = repo.git.treebuilder(None).unwrap().write().unwrap();
        let tree = repo.git.find_tree(tree).unwrap();
        let ada = git2::Signature::new("Ada", "ada@example.org", &git2::Time::new(0, 0)).unwrap();
        let commit = repo.git.commit(None, &ada, &ada, "Begin", &tree, &[]).unwrap();
        let name = "refs/remotes/origin/add/lamp";
        repo.git.reference_ensure_log(name).unwrap();
        repo.git.reference(name, commit, false, "fetch").unwrap();
        assert_eq!(repo.pushed_branch("origin"), None);
        let mut log = repo.git.reflog(name).unwrap();
        log.append(commit, &ada, Some(PUSHED)).unwrap();
        log.write().unwrap();
        assert_eq!(evidence(&repo), PushEvidence::Pushed { branch: "add/lamp".into() });
    }
}
