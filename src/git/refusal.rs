//! What a remote, or the way to it, can say against a fetch or a push: read from git's output, and
//! told in one sentence with the way out.

use std::fmt;

use super::url::{RemoteUrl, Scheme};
use crate::text::SecretUrl;

/// A refusal with where it came from. Displayed, it is one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub refusal: Refusal,
    /// The remote as the user calls it: its name, or its address without a password.
    pub remote: String,
    /// The host's name, or the remote again.
    pub host: String,
    /// What to run about the host's key, such as `ssh -p 2222 git@host`.
    pub ssh: String,
    /// All that git, the remote and hooks wrote, without passwords.
    pub output: String,
}

/// The sentences name what stands before them: the macro can't make names for them by itself.
macro_rules! refusals {
    ($remote:ident, $host:ident, $ssh:ident, $said:ident;
     $($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* } => $sentence:literal,)*) => {
        /// Why a remote did not do what was asked.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Refusal { $($(#[$doc])* $name { $($field: $type),* },)* }

        impl fmt::Display for Refused {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Self { refusal, remote: $remote, host: $host, ssh: $ssh, .. } = self;
                let $said = self.said();
                match refusal {
                    $(Refusal::$name { $($field),* } => write!(f, $sentence),)*
                }
            }
        }
    };
}

refusals! { remote, host, ssh, said;
    /// A name and password are wanted, and nothing on this machine could give them.
    Login {} => "{host} asks for a user name and password, and git has none stored for it: sign in once with `git ls-remote {remote}` in a terminal, or set up a credential helper or an ssh key, then try again.",
    /// The stored name and password, or token, are wrong.
    LoginRefused {} => "{host} does not accept the stored user name and password{said}: make a new access token there, sign in once with `git ls-remote {remote}` in a terminal, then try again.",
    /// No key that ssh offers is known there.
    Key {} => "{host} does not know your ssh key: load the right key with `ssh-add`, or add your public key to your account there, then try again.",
    /// Nobody has confirmed that host's key on this machine yet.
    UnknownHost {} => "This machine has not met {host} before and can't tell whether it is the right one: run `{ssh}` once in a terminal, compare the fingerprint with the one that the site publishes, then try again.",
    /// The host shows another key than before.
    ChangedHost {} => "The host key of {host} is not the one that this machine remembers, so somebody may be listening in: ask the site's owner whether it was changed, and only then run `{ssh}` and try again.",
    /// The certificate of an https host is not trusted.
    Certificate {} => "The certificate of {host} can't be trusted{said}: check this machine's date and certificates, then try again.",
    NoHost {} => "There is no host named {host} to be found: check your connection and the address in `git remote -v`, then try again.",
    Connection {} => "{host} can't be reached{said}: check your connection and the address in `git remote -v`, then try again.",
    Gone {} => "{host} closed the connection in the middle{said}: nothing has changed here; try again in a moment.",
    /// The connection ended before the remote had said anything.
    NoAnswer {} => "{host} gave no answer{said}: check the address in `git remote -v` and your access to it, then try again.",
    Proxy {} => "The proxy on the way to {host} refused the connection{said}: check the proxy settings of git and of this machine, then try again.",
    /// It does not exist, or is not shown to this user.
    NotFound {} => "There is no repository at {remote}, or you may not see it: check the address in `git remote -v` and your access to it, then try again.",
    NoPermission {} => "{host} does not let you write to this repository{said}: ask its owner for access, or push to a fork of your own.",
    Archived {} => "The repository at {remote} is archived and takes no changes: ask its owner to reopen it, or push elsewhere.",
    /// The remote's branch has commits that this one lacks.
    Moved {} => "The branch has moved on at {remote}: fetch and merge its new commits, then push again.",
    /// By the rules of the hosting site.
    Protected {} => "{host} protects this branch against direct pushes{said}: push to a branch of another name and open a pull request from it.",
    /// By a hook of the remote.
    Hook {} => "A check at {remote} refused the push{said}: put right what it names, then push again.",
    TooLarge {} => "{host} refuses files or pushes of this size{said}: make the images smaller or keep them elsewhere, in a new commit without them, then push again.",
    PrivateAddress {} => "{host} refuses a commit that would publish your private e-mail address: set the address that the site gives you with `git config user.email`, make the commit again, then push.",
    /// The user's own hook.
    PrePush {} => "Your pre-push hook refused the push{said}: put right what it names, then push again.",
    Locked {} => "The branch is locked at {remote}{said}: somebody may be pushing to it now, so try again in a moment, and tell its owner if that does not help.",
    CheckedOut {} => "The branch is checked out at {remote}, which therefore takes no push to it: push to a bare repository, or to another branch.",
    /// The clone's history is too short for that remote.
    Shallow {} => "{remote} lacks the commits before this shallow clone's history: run `git fetch --unshallow`, then push again.",
    RemoteDisk {} => "{host} could not store the push{said}: tell its owner, and try again later.",
    NoRemote { known: String } => "There is no remote named {remote}{known}: add it with `git remote add {remote} ADDRESS`, or name another.",
    NoBranch { name: String } => "There is no branch named {name} here: check its name with `git branch`.",
    Detached { at: String } => "HEAD is detached at {at}, so there is no branch to push: run `git switch -c NAME` to make one here, then push.",
    /// Nothing tells where the branch is to be pushed.
    NoUpstream { branch: String } => "Nothing says where to push the branch {branch}: name a remote, or set one with `git config branch.{branch}.remote NAME`.",
    NoRef { name: String } => "{remote} no longer has {name}: list what it has again.",
    OldGit {} => "This git is too old to fetch without touching your own references{said}: install git 2.29 or newer, then try again.",
    NoSsh {} => "The ssh program that git needs for {host} can't be run{said}: install it, or use the repository's https address.",
    NoTransport {} => "This git can't speak the protocol of {remote}{said}: install git with its https support, or use another address.",
    Unknown {} => "Git could not do this with {remote}{said}: put that right, then try again.",
}

use Refusal::{
    Archived, Certificate, ChangedHost, CheckedOut, Connection, Gone, Hook, Key, Locked, Login, LoginRefused,
    Moved, NoAnswer, NoHost, NoPermission, NoSsh, NoTransport, NotFound, OldGit, PrivateAddress, Protected,
    Proxy, RemoteDisk, Shallow, TooLarge, UnknownHost,
};

/// What git, ssh, curl and the hosting sites write (in English), and what it means: the first row
/// of which one text occurs counts, so the more telling ones come first.
const TABLE: &[(Refusal, &[&str])] = &[
    (
        ChangedHost {},
        &["REMOTE HOST IDENTIFICATION HAS CHANGED", "host key for", "has changed and you have requested"],
    ),
    (UnknownHost {}, &["Host key verification failed", "host key is known for"]),
    (Key {}, &["Permission denied (", "Too many authentication failures"]),
    (NoSsh {}, &["error: cannot run ssh", "ssh: not found", "ssh: command not found"]),
    (NoTransport {}, &["is not a git command", "Unable to find remote helper", "' not allowed"]),
    (OldGit {}, &["unknown option `no-write-fetch-head", "unknown option `stdin"]),
    (PrivateAddress {}, &["GH007"]),
    (
        TooLarge {},
        &[
            "GH001",
            "exceeds GitHub's file size limit",
            "maximum allowed size",
            "HTTP 413",
            "error: 413",
            "too large",
        ],
    ),
    (
        Archived {},
        &[
            "was archived so it is read-only",
            "repository is archived",
            "archived project",
            "repo is archived",
        ],
    ),
    (
        Protected {},
        &[
            "GH006",
            "GH013",
            "protected branch hook declined",
            "repository rule violations",
            "to push code to protected branches",
            "not allowed to force push",
            "Not allowed to push to protected branch",
            "branch is protected",
        ],
    ),
    (CheckedOut {}, &["branch is currently checked out"]),
    (Shallow {}, &["shallow update not allowed"]),
    (
        Locked {},
        &["(failed to update ref)", "cannot lock ref", "(failed to lock)", "(reference already exists)"],
    ),
    (Moved {}, &["(fetch first)", "(non-fast-forward)", "(needs force)", "(stale info)"]),
    (
        RemoteDisk {},
        &["(unpacker error)", "unpack failed", "remote unpack failed", "remote: fatal: unable to create"],
    ),
    (Hook {}, &["hook declined)", "[remote rejected]"]),
    (
        NoPermission {},
        &[
            "remote: Permission to ",
            "ERROR: Permission to ",
            "returned error: 403",
            "denied to deploy key",
            "has been marked as read only",
            "You are not allowed to push",
            "not allowed to upload code",
            "service not enabled",
            "User permission denied",
            "remote: Forbidden",
        ],
    ),
    (LoginRefused {}, &["Authentication failed for", "HTTP Basic: Access denied"]),
    (Login {}, &["could not read Username for", "could not read Password for", "returned error: 401"]),
    (Proxy {}, &["error: 407", "code 407", "Proxy CONNECT aborted", "resolve proxy"]),
    (
        Certificate {},
        &["SSL certificate problem", "certificate verification failed", "SSL: no alternative certificate"],
    ),
    (
        NoHost {},
        &[
            "Could not resolve host",
            "unable to look up",
            "Name or service not known",
            "nodename nor servname",
        ],
    ),
    (
        Connection {},
        &[
            "Connection refused",
            "Connection timed out",
            "Operation timed out",
            "Network is unreachable",
            "No route to host",
            "Failed to connect to",
            "Couldn't connect to server",
            "Could not connect to server",
            "unable to connect to",
        ],
    ),
    (
        NotFound {},
        &[
            "' not found",
            "Repository not found",
            "returned error: 404",
            "could not be found",
            "Could not find repository",
            "does not appear to be a git repository",
            "repository not exported",
            "Repository does not exist",
            "No such repository",
        ],
    ),
    (
        Gone {},
        &[
            "hung up unexpectedly",
            "hung up upon initial contact",
            "early EOF",
            "unexpected disconnect",
            "Empty reply from server",
            "RPC failed",
            "Connection reset",
            "Connection closed",
            "Broken pipe",
            "closed by remote host",
            "expected flush after",
            "transfer closed with",
            "Recv failure",
            "invalid index-pack output",
        ],
    ),
    (NoAnswer {}, &["Could not read from remote repository"]),
];

impl Refusal {
    /// What the output of a git that has failed means.
    pub(super) fn read(output: &str) -> Self {
        if let Some(name) = after(output, "couldn't find remote ref ") {
            return Self::NoRef { name: name.to_owned() };
        }
        // A git whose other end is gone ends without a word (SIGPIPE).
        if output.trim().is_empty() {
            return Gone {};
        }
        let row = TABLE.iter().find(|(_, texts)| texts.iter().any(|text| output.contains(text)));
        row.map_or(Self::Unknown {}, |(refusal, _)| refusal.clone())
    }
}

impl Refused {
    /// A refusal by `remote`, as the user calls it, at its `address`.
    pub(super) fn new(remote: &str, address: &SecretUrl, refusal: Refusal, output: String) -> Box<Self> {
        let read = RemoteUrl::parse(address.expose());
        let remote = SecretUrl::from(remote).to_string();
        let host = read.as_ref().map_or_else(|| remote.clone(), |url| url.host.clone());
        let read = read.filter(|url| url.scheme == Scheme::Ssh);
        let port = read.as_ref().and_then(|url| url.port);
        let ssh = match (&refusal, port) {
            (ChangedHost {}, Some(port)) => format!("ssh-keygen -R '[{host}]:{port}'"),
            (ChangedHost {}, None) => format!("ssh-keygen -R {host}"),
            _ => {
                let port = port.map_or_else(String::new, |port| format!("-p {port} "));
                let user = read.and_then(|url| url.user).map_or_else(String::new, |user| user + "@");
                format!("ssh {port}{user}{host}")
            }
        };
        Box::new(Self { refusal, remote, host, ssh, output })
    }

    /// The line that tells most, in brackets: the remote's own first, then git's.
    fn said(&self) -> String {
        const NOISE: [&str; 6] = ["To ", "Pushing to ", "hint:", "remote: Resolving", "Total ", "Done"];
        let is_frame = |text: &str| !text.chars().any(char::is_alphanumeric);
        let lines = || self.output.lines().map(str::trim).filter(|line| !is_frame(line));
        let useful = |line: &&str| !NOISE.iter().any(|noise| line.starts_with(noise));
        let pick = |prefix: &str| {
            let found = lines().filter(useful).filter_map(|line| line.strip_prefix(prefix));
            found.map(str::trim).find(|text| !is_frame(text)).map(str::to_owned)
        };
        // What a site writes after its own mark tells more than what stands around it.
        let marked = lines().filter_map(|line| line.strip_prefix("remote: ")).find_map(|line| {
            let line = line.trim().trim_start_matches("error: ");
            let at = ["GitLab: ", "GH0"].iter().find(|mark| line.starts_with(**mark))?;
            Some(if *at == "GitLab: " { line[at.len()..].to_owned() } else { line.to_owned() })
        });
        let is_own = matches!(self.refusal, Refusal::PrePush {});
        let first = || {
            let own = |line: &&str| !line.starts_with("error: failed to push some refs") && useful(line);
            lines().find(own).map(str::to_owned)
        };
        let line = if is_own {
            first()
        } else {
            marked
                .or_else(|| pick("remote: "))
                .or_else(|| pick("ssh: "))
                .or_else(|| pick("fatal: "))
                .or_else(|| pick("error: "))
                .or_else(first)
        };
        match line {
            Some(line) => format!(" (“{}”)", line.trim_start_matches("error: ").trim_end_matches(['.', ':'])),
            None => String::new(),
        }
    }
}

fn after<'t>(output: &'t str, text: &str) -> Option<&'t str> {
    let at = output.find(text)? + text.len();
    output[at..].split_whitespace().next()
}

#[cfg(test)]
mod tests;
