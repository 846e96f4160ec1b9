use super::{Finding, Topic};
use crate::git::{self, Author, GitError, Head, Hint, Operation, Repo};

const TOPIC: Topic = Topic::Git;

/// The git program, which fetches, pushes and runs hooks.
pub(super) fn program() -> Finding {
    match git::program_version() {
        Ok(version) => TOPIC.works("program", format!("git {version}")),
        Err(error @ GitError::NoGitProgram) => {
            TOPIC.missing("program", error.to_string(), "install git from https://git-scm.com/downloads")
        }
        Err(error) => broken("program", &error),
    }
}

/// A finding about an error of git, with its hint.
pub(super) fn broken(name: &'static str, error: &GitError) -> Finding {
    TOPIC.broken(name, error.to_string(), error.hint().unwrap_or_default())
}

pub(super) fn findings(repo: &Result<Option<Repo>, GitError>) -> Vec<Finding> {
    let author = match repo {
        Ok(Some(repo)) => repo.author(),
        _ => git::author_of_user(),
    };
    let mut findings = vec![author_finding(author)];
    match repo {
        Ok(Some(repo)) => {
            findings.push(TOPIC.works("repository", place(repo)));
            // A bisection alone prevents no commit.
            let operation = repo.operation().filter(|operation| *operation != Operation::Bisect);
            findings.extend(operation.map(unfinished));
        }
        Ok(None) => findings.push(TOPIC.missing(
            "repository",
            "this folder is in none",
            "run this in the newsletter's clone, or `git init` here",
        )),
        Err(error) => findings.push(broken("repository", error)),
    }
    findings
}

fn author_finding(author: Result<Author, GitError>) -> Finding {
    match author {
        Ok(author) => TOPIC.works("name and e-mail", format!("{} <{}>", author.name, author.email)),
        Err(error @ GitError::NoAuthor) => {
            let help = error.hint().unwrap_or_default();
            TOPIC.missing("name and e-mail", error.to_string(), help.trim_end_matches(", then try again"))
        }
        Err(error) => broken("name and e-mail", &error),
    }
}

fn place(repo: &Repo) -> String {
    let folder = repo.workdir().unwrap_or(repo.folder()).display();
    match repo.branch() {
        Head::Branch(branch) => format!("{folder} on {branch}"),
        Head::Unborn(branch) => format!("{folder} on {branch}, without a commit"),
        Head::Detached(commit) => format!("{folder} at {commit}, on no branch"),
    }
}

fn unfinished(operation: Operation) -> Finding {
    let help = format!("{}, or `{}` to give it up", operation.finish(), operation.abort());
    TOPIC.broken(
        "work in progress",
        format!("{operation} is not finished, so nothing can be committed"),
        help,
    )
}
