//! Recognises from git's output why a fetch or a push failed, with a message and a hint for each case.

use std::fmt;

use super::error::Hint;
use super::url::{RemoteUrl, Scheme};
use crate::text::SecretUrl;

/// A refusal with its remote and git's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub refusal: Refusal,
    /// The name of the remote, or its address without a password.
    pub remote: String,
    /// The name of the host, or else the remote.
    pub host: String,
    /// The command that deals with the host's key, such as `ssh -p 2222 git@host`.
    pub ssh: String,
    /// Everything that git, the remote and hooks wrote, without passwords.
    pub output: String,
}

/// The messages and hints use the names before them, since a macro can't introduce names for literals.
macro_rules! refusals {
    ($remote:ident, $host:ident, $ssh:ident, $quote:ident;
     $($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* } => $message:literal, $hint:literal,)*) => {
        /// Why a remote did not do what was asked.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Refusal { $($(#[$doc])* $name { $($field: $type),* },)* }

        impl fmt::Display for Refused {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let Self { refusal, remote: $remote, host: $host, ssh: $ssh, .. } = self;
                let _ = $ssh;
                let $quote = self.quote();
                match refusal {
                    $(Refusal::$name { $($field),* } => write!(f, $message),)*
                }
            }
        }

        impl Hint for Refused {
            #[allow(unused_variables)]
            fn hint(&self) -> Option<String> {
                let Self { refusal, remote: $remote, host: $host, ssh: $ssh, .. } = self;
                Some(match refusal {
                    $(Refusal::$name { $($field),* } => format!($hint),)*
                })
            }
        }
    };
}

refusals! { remote, host, ssh, quote;
    /// A name and a password are needed, and nothing on this machine has them.
    Login {} => "{host} asks for a user name and password, and git has none stored for it",
        "sign in once with `git ls-remote {remote}` in a terminal, or set up a credential helper or an ssh key, then try again",
    /// The stored name and password, or token, are wrong.
    LoginRefused {} => "{host} does not accept the stored user name and password{quote}",
        "make a new access token there, sign in once with `git ls-remote {remote}` in a terminal, then try again",
    /// The host knows none of the keys that ssh offers.
    Key {} => "{host} does not know your ssh key",
        "load the right key with `ssh-add`, or add your public key to your account there, then try again",
    /// Nobody has confirmed the host's key on this machine yet.
    UnknownHost {} => "this machine does not know the host key of {host} yet",
        "run `{ssh}` once in a terminal, compare the fingerprint with the one that the site publishes, then try again",
    /// The host shows another key than before.
    ChangedHost {} => "the host key of {host} has changed, so the connection may be intercepted",
        "ask the site's owner if it was changed, and only then run `{ssh}` and try again",
    /// The certificate of an https host is not trusted.
    Certificate {} => "the certificate of {host} is not trusted{quote}",
        "check this machine's date and certificates, then try again",
    NoHost {} => "there is no host named {host}",
        "check your connection and the address in `git remote -v`, then try again",
    Connection {} => "cannot reach {host}{quote}",
        "check your connection and the address in `git remote -v`, then try again",
    Gone {} => "{host} closed the connection before the end{quote}; nothing was changed here",
        "try again in a moment",
    /// The connection ended before the remote had answered.
    NoAnswer {} => "{host} gave no answer{quote}",
        "check the address in `git remote -v` and your access to it, then try again",
    Proxy {} => "the proxy on the way to {host} refused the connection{quote}",
        "check the proxy settings of git and of this machine, then try again",
    /// It does not exist, or is not shown to this user.
    NotFound {} => "there is no repository at {remote}, or you have no access to it",
        "check the address in `git remote -v` and your access to it, then try again",
    NoPermission {} => "{host} does not let you write to this repository{quote}",
        "ask its owner for access, or push to a fork of your own",
    Archived {} => "the repository at {remote} is archived and accepts no changes",
        "ask its owner to reopen it, or push elsewhere",
    /// The remote's branch has commits that this one lacks.
    Moved {} => "the branch at {remote} has new commits",
        "fetch and merge its new commits, then push again",
    /// By the rules of the hosting site.
    Protected {} => "{host} protects this branch against direct pushes{quote}",
        "push to a branch of another name and open a pull request from it",
    /// By a hook of the remote.
    Hook {} => "a check at {remote} refused the push{quote}",
        "fix what it names, then push again, or push to a fork of your own if only others may push here",
    TooLarge {} => "{host} refuses files or pushes of this size{quote}",
        "make the images smaller or keep them elsewhere, in a new commit without them, then push again",
    PrivateAddress {} => "{host} refuses a commit that would publish your private e-mail address",
        "set the address that the site provides with `git config user.email`, make the commit again, then push",
    /// By the user's own hook.
    PrePush {} => "your pre-push hook refused the push{quote}",
        "fix what it names, then push again",
    Locked {} => "the branch is locked at {remote}{quote}",
        "somebody may be pushing to it now, so try again in a moment, and report it to its owner if that does not help",
    CheckedOut {} => "the branch is checked out at {remote}, so it accepts no push",
        "push to a bare repository, or to another branch",
    /// The clone's history is too short for that remote.
    Shallow {} => "{remote} lacks the commits before this shallow clone's history",
        "run `git fetch --unshallow`, then push again",
    RemoteDisk {} => "{host} could not store the push{quote}",
        "report it to its owner, and try again later",
    NoRemote { known: String } => "there is no remote named {remote}{known}",
        "add it with `git remote add {remote} ADDRESS`, or name another",
    NoBranch { name: String } => "there is no branch named {name} here",
        "check its name with `git branch`",
    Detached { at: String } => "HEAD is detached at {at}, so there is no branch to push",
        "run `git switch -c NAME` to make one here, then push",
    /// No remote is configured for the branch.
    NoUpstream { branch: String } => "no remote is configured for pushing the branch {branch}",
        "name a remote, add one with `git remote add NAME ADDRESS`, or set one with \
         `git config branch.{branch}.remote NAME`",
    NoRef { name: String } => "{remote} no longer has {name}",
        "list its references again",
    OldGit {} => "this git is too old to fetch without changing your own references{quote}",
        "install git 2.29 or newer, then try again",
    NoSsh {} => "cannot run the ssh program that git needs for {host}{quote}",
        "install it, or use the repository's https address",
    NoTransport {} => "this git does not support the protocol of {remote}{quote}",
        "install git with its https support, or use another address",
    Unknown {} => "git failed at {remote}{quote}",
        "fix the cause, then try again",
}

use Refusal::{
    Archived, Certificate, ChangedHost, CheckedOut, Connection, Gone, Hook, Key, Locked, Login, LoginRefused,
    Moved, NoAnswer, NoHost, NoPermission, NoSsh, NoTransport, NotFound, OldGit, PrivateAddress, Protected,
    Proxy, RemoteDisk, Shallow, TooLarge, UnknownHost,
};

/// Texts that git, ssh, curl and the hosting sites write (in English) for each refusal. The first row with a
/// text that occurs counts, so the more specific rows come first.
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
    /// Recognises the refusal in the output of a failed git.
    pub(super) fn from_output(output: &str) -> Self {
        if let Some(name) = after(output, "couldn't find remote ref ") {
            return Self::NoRef { name: name.to_owned() };
        }
        // If the other end is gone, git ends without output (SIGPIPE).
        if output.trim().is_empty() {
            return Gone {};
        }
        let row = TABLE.iter().find(|(_, texts)| texts.iter().any(|text| output.contains(text)));
        row.map_or(Self::Unknown {}, |(refusal, _)| refusal.clone())
    }
}

impl Refused {
    /// `remote` is what the user entered; `address` is its address.
    pub(super) fn new(remote: &str, address: &SecretUrl, refusal: Refusal, output: String) -> Box<Self> {
        let url = RemoteUrl::parse(address.expose());
        let remote = SecretUrl::from(remote).to_string();
        let host = url.as_ref().map_or_else(|| remote.clone(), |url| url.host.clone());
        let ssh_url = url.filter(|url| url.scheme == Scheme::Ssh);
        let port = ssh_url.as_ref().and_then(|url| url.port);
        let ssh = match (&refusal, port) {
            (ChangedHost {}, Some(port)) => format!("ssh-keygen -R '[{host}]:{port}'"),
            (ChangedHost {}, None) => format!("ssh-keygen -R {host}"),
            _ => {
                let port = port.map_or_else(String::new, |port| format!("-p {port} "));
                let user = ssh_url.and_then(|url| url.user).map_or_else(String::new, |user| user + "@");
                format!("ssh {port}{user}{host}")
            }
        };
        Box::new(Self { refusal, remote, host, ssh, output })
    }

    /// The most informative line of the output in parentheses: the remote's own if there is one, or
    /// git's.
    fn quote(&self) -> String {
        const NOISE: [&str; 6] = ["To ", "Pushing to ", "hint:", "remote: Resolving", "Total ", "Done"];
        let is_frame = |text: &str| !text.chars().any(char::is_alphanumeric);
        let lines = || self.output.lines().map(str::trim).filter(|line| !is_frame(line));
        let useful = |line: &&str| !NOISE.iter().any(|noise| line.starts_with(noise));
        let pick = |prefix: &str| {
            let matching = lines().filter(useful).filter_map(|line| line.strip_prefix(prefix));
            matching.map(str::trim).find(|text| !is_frame(text)).map(str::to_owned)
        };
        // A line with the site's own mark is more specific than the lines around it.
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

/// Returns the word after `text`.
fn after<'t>(output: &'t str, text: &str) -> Option<&'t str> {
    let at = output.find(text)? + text.len();
    output[at..].split_whitespace().next()
}

#[cfg(test)]
mod tests;
