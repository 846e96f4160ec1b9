//! The branch on which the draft of an issue is written.

use jiff::civil::{Date, date};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::path::{PathError, checked};
use super::{IssueName, PathValues, Pattern};

/// The name of a branch, such as `next`, or a pattern of names with the [tokens of paths](Pattern) without `{slug}` and
/// `*`, such as `{yyyymmdd}`, `draft-{date}` or `issue-{number}`.
///
/// - If the draft of the next issue is on such a branch and another one is checked out, the desk and `copydesk status`
///   say so. Branches of remotes count as of the last fetch.
/// - `copydesk open --worktree` opens that draft in a work tree of its branch: the one in which the branch is checked out
///   already, or a new one beside the repository `news`, in `news.worktrees/BRANCH`. A remote's branch gets a branch here
///   that tracks it. A folder that exists already is never touched. On a terminal, `copydesk` asks for it. Remove the
///   work tree later with `git worktree remove`.
/// - `copydesk new` says on which branch the new draft belongs. It creates no branch, and no second draft if the branch
///   has one.
/// - `copydesk add` starts from this branch if it exists at the remote or here, unless `--base BRANCH` names another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    pattern: Pattern,
}

/// Why a text is no branch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BranchError {
    #[error("git allows no branch of this name; use letters, digits, hyphens and single slashes")]
    Name,
    #[error(
        "{{slug}} and * say nothing about the issue, so its branch could not be found; write its date or number"
    )]
    AnyText,
    #[error("the name needs the issue's date or number, or no token at all; write such as draft-{{date}}")]
    NoIssue,
    #[error(transparent)]
    Path(#[from] PathError),
}

impl<'de> Deserialize<'de> for Branch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, Branch::new)
    }
}

impl Serialize for Branch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.pattern.serialize(serializer)
    }
}

/// An issue whose values fill a pattern to see if it gives names of branches.
const SAMPLE: IssueName<'_> = IssueName { date: Some(date(2026, 1, 1)), number: Some(1), slug: "" };

impl Branch {
    /// # Errors
    ///
    /// If git allows no branch of such names, or they do not say which issue they are for.
    pub fn new(name: &str) -> Result<Branch, BranchError> {
        if name.contains('*') || name.contains("{slug}") {
            return Err(BranchError::AnyText);
        }
        if !name.is_empty() && !name.contains('{') && !may_be_a_branch(name) {
            return Err(BranchError::Name);
        }
        let pattern = Pattern::new(name)?;
        if pattern.path() != name || !pattern.write(&SAMPLE).is_some_and(|name| may_be_a_branch(&name)) {
            return Err(BranchError::Name);
        }
        if !(pattern.is_one_file() || pattern.has_date() || pattern.has_number()) {
            return Err(BranchError::NoIssue);
        }
        Ok(Branch { pattern })
    }

    /// The name as it is in the profile.
    pub fn pattern(&self) -> &str {
        self.pattern.path()
    }

    /// The branch of an issue. `None` if its name has a value that the issue lacks.
    pub fn name(&self, date: Option<Date>, number: Option<u32>) -> Option<String> {
        self.pattern.write(&IssueName { date, number, slug: "" })
    }

    /// The values of the issue that a branch of this name is for; `None` if it is for none.
    pub fn read(&self, name: &str) -> Option<PathValues> {
        self.pattern.read(name)
    }

    /// True if the name says the issue's number.
    pub fn has_number(&self) -> bool {
        self.pattern.has_number()
    }

    /// True if the drafts of all issues are written on one branch.
    pub fn is_fixed(&self) -> bool {
        self.pattern.is_one_file()
    }

    /// The pattern with `*` in the place of each token: it matches all branches that [`read`](Self::read) may
    /// accept, and others.
    pub fn glob(&self) -> String {
        let mut glob = String::new();
        let mut rest = self.pattern();
        while let Some((text, after)) = rest.split_once('{') {
            glob.push_str(text);
            glob.push('*');
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        glob + rest
    }
}

/// True if git allows a branch of this name: the rules of `git check-ref-format --branch`.
fn may_be_a_branch(name: &str) -> bool {
    let is_allowed = |c: char| !c.is_control() && !" ~^:?*[\\".contains(c);
    let is_part = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.ends_with(".lock")
    };
    name.chars().all(is_allowed)
        && name.split('/').all(is_part)
        && !name.contains("..")
        && !name.contains("@{")
        && !name.starts_with('-')
        && !matches!(name, "@" | "HEAD")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{IssueKey, load};

    fn branch(name: &str) -> Branch {
        Branch::new(name).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    #[test]
    fn a_branch_is_fixed_or_named_after_the_issue() {
        let day = Some(date(2026, 6, 7));
        for (pattern, name, glob) in [
            ("next", "next", "next"),
            ("{yyyymmdd}", "20260607", "*"),
            ("draft-{date}", "draft-2026-06-07", "draft-*"),
            ("issues/{number:03}/text", "issues/012/text", "issues/*/text"),
            ("{yyyy}-W{week}", "2026-W23", "*-W*"),
        ] {
            let branch = branch(pattern);
            assert_eq!(branch.name(day, Some(12)).as_deref(), Some(name), "{pattern}");
            assert_eq!(branch.glob(), glob);
            assert_eq!(branch.is_fixed(), pattern == name);
            assert!(branch.read(name).is_some() && branch.read("main").is_none(), "{pattern}");
        }
        assert_eq!(branch("issue-{number}").name(day, None), None);
        let values = branch("{yyyymmdd}").read("20260607").unwrap();
        assert_eq!(values.key(None), IssueKey::Day(date(2026, 6, 7)));
    }

    #[test]
    fn a_name_that_git_refuses_or_that_names_no_issue_is_an_error_with_its_line() {
        for (name, message) in [
            ("a b", "git allows no branch of this name"),
            ("a..b", "git allows no branch of this name"),
            ("a:b", "git allows no branch of this name"),
            ("-a", "git allows no branch of this name"),
            ("a.lock", "git allows no branch of this name"),
            ("./next", "git allows no branch of this name"),
            ("HEAD", "git allows no branch of this name"),
            ("draft-*", "say nothing about the issue"),
            ("draft-{slug}", "say nothing about the issue"),
            ("{yyyy}", "needs the issue's date or number"),
            ("{day}", "there is no {day}; did you mean {dd}?"),
            ("", "the path is empty"),
        ] {
            let error = load(&format!("extends: circuitpython\nbranch: '{name}'\n")).unwrap_err().to_string();
            assert!(error.starts_with("copydesk.yml:2: ") && error.contains(message), "{name}: {error}");
        }
        let profile = load("extends: circuitpython\nbranch: draft-{date}\n").unwrap();
        assert_eq!(profile.branch.map(|branch| branch.pattern().to_owned()).as_deref(), Some("draft-{date}"));
    }
}
