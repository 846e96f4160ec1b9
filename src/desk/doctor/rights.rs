use super::{Finding, Topic};
use crate::git::{Forge, ForgeProgram, Head, PushEvidence, Remote, Repo};
use crate::platform::find_program;

const TOPIC: Topic = Topic::Git;

/// The remote, what is known about pushing to it, and the program of its site.
pub(super) fn findings(repo: &Repo) -> Vec<Finding> {
    let (remote, push) = match (repo.source_remote(), push_remote(repo)) {
        (Ok(remote), Ok(push)) => (remote, push),
        (Err(error), _) | (_, Err(error)) => return vec![super::repository::broken("remote", &error)],
    };
    let Some(remote) = remote else {
        return vec![TOPIC.missing(
            "remote",
            "this clone has none that the newsletter comes from",
            "`git remote add origin ADDRESS`",
        )];
    };
    let push = push.as_ref().unwrap_or(&remote);
    let site = repo.remote_url(&remote.fetch_url);
    let mut findings = vec![
        TOPIC.works("remote", format!("{} at {}", remote.name, remote.fetch_url)),
        push_finding(push, repo.push_evidence(push)),
    ];
    if let Some(url) = site
        && let Some(program) = ForgeProgram::of(url.forge)
    {
        findings.push(site_program(program, url.forge, program.has_token(&url)));
    }
    findings
}

fn push_remote(repo: &Repo) -> Result<Option<Remote>, crate::git::GitError> {
    match repo.branch() {
        Head::Branch(branch) | Head::Unborn(branch) => repo.push_remote(&branch),
        Head::Detached(_) => repo.default_remote(),
    }
}

fn push_finding(remote: &Remote, evidence: PushEvidence) -> Finding {
    let to = &remote.name;
    let (detail, help) = match evidence {
        PushEvidence::Pushed { branch } => (format!("this clone has pushed {branch} to {to}"), String::new()),
        PushEvidence::Folder(path) => (format!("{to} is the folder {}", path.display()), String::new()),
        PushEvidence::Helper(helper) => {
            (signs_in(to, &format!("the credential helper `{helper}`")), String::new())
        }
        PushEvidence::SignedIn(program) => (signs_in(to, program.name()), String::new()),
        PushEvidence::SshAgent => (signs_in(to, "the ssh agent"), String::new()),
        PushEvidence::SshKey(path) => (signs_in(to, &format!("the key {}", path.display())), String::new()),
        PushEvidence::SshCommand(command) => (signs_in(to, &format!("`{command}`")), String::new()),
        PushEvidence::NoFolder(path) => {
            let detail = format!(
                "{to} is the folder {}, which is no repository that you can write to",
                path.display()
            );
            let help = format!("`git remote set-url {to} ADDRESS`, or make the folder writable");
            return TOPIC.broken("push", detail, help);
        }
        PushEvidence::NoPassword { host } => (
            format!("git has no password for {host}"),
            "sign in with `gh auth login` or `glab auth login`, or set a credential helper: \
             https://git-scm.com/doc/credential-helpers"
                .to_owned(),
        ),
        PushEvidence::NoSshKey { host } => (
            format!("there is no ssh key for {host}"),
            "make one with `ssh-keygen`, and add its public half to your account".to_owned(),
        ),
    };
    match help.is_empty() {
        true => TOPIC.works("push", detail),
        false => TOPIC.missing("push", detail, help),
    }
}

fn signs_in(remote: &str, way: &str) -> String {
    format!("git signs in at {remote} with {way}; only a push shows whether you may write there")
}

fn site_program(program: ForgeProgram, forge: Forge, is_signed_in: bool) -> Finding {
    let name = program.name();
    let (site, page) = match forge {
        Forge::GitLab => ("GitLab", "https://docs.gitlab.com/cli/"),
        Forge::GitHub | Forge::Gitea | Forge::Unknown => ("GitHub", "https://cli.github.com"),
    };
    let purpose = format!("makes forks on {site} for people without the right to push");
    match (find_program(name), is_signed_in) {
        (None, _) => {
            TOPIC.missing(name, format!("is not installed; it {purpose}"), format!("install it from {page}"))
        }
        (Some(_), false) => {
            TOPIC.missing(name, format!("is not signed in; it {purpose}"), format!("`{name} auth login`"))
        }
        (Some(path), true) => TOPIC.works(name, format!("is signed in ({})", path.display())),
    }
}
