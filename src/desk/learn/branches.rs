//! The branch on which drafts are written, where none is on the one that is checked out: from the names of branches,
//! and the issues that only they have.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::places::{DRAFT_FOLDERS, DraftPlace, Places, ROLLING_NAMES};
use crate::git::{BranchRef, Head, Oid, Repo};
use crate::profile::{Branch, IssueName, PathValues, Pattern};
use crate::root::Root;

/// A branch for drafts, with the reason for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LearntBranch {
    pub branch: Branch,
    pub reason: String,
}

/// At most this many branches are looked at: those with the newest commits.
const BRANCHES: usize = 5;
/// The name of a published issue's branch is recognized for this many issues.
const PUBLISHED: usize = 10;
/// Without a draft that is not published yet, the names of so many branches show the pattern.
const MERGED: usize = 2;
/// What in the name of a branch may say the issue. The first one that fits counts: zeros are needed only where one is
/// written.
const TOKENS: [&str; 7] =
    ["{date}", "{yyyymmdd}", "{week_year}-W{week}", "{yyyy}-{mm}", "{number}", "{number:02}", "{number:03}"];

/// Learns the branch. If its drafts are in a folder that is not here, that becomes the likeliest place for drafts.
pub(super) fn learn(root: &Root, places: &mut Places, today: Date) -> Option<LearntBranch> {
    let newest = places.posts.newest();
    let is_upcoming = newest.and_then(|key| key.day()).is_some_and(|day| day >= today);
    // The last place is among the issues, where a draft is an upcoming one.
    if places.drafts.len() > 1 || is_upcoming {
        return None;
    }
    let repo = Repo::discover(root.folder()).ok().flatten()?;
    let search = Search {
        inner: repo.relative(root.folder()).unwrap_or_default(),
        head: repo.commit_of("HEAD").ok()?,
        patterns: draft_patterns(&places.posts.pattern),
        places,
        repo: &repo,
    };
    let current = match repo.branch() {
        Head::Branch(name) | Head::Unborn(name) => Some(name),
        Head::Detached(_) => None,
    };
    let is_other = |name: &str| current.as_deref() != Some(name) && (is_of_drafts(name) || has_digit(name));
    let branches = repo.newest_branches(BRANCHES, is_other).ok()?;
    let drafts: Vec<(&BranchRef, Vec<NewIssue>)> =
        branches.iter().map(|branch| (branch, search.new_issues(branch.oid))).collect();
    let (learnt, place) = search.by_issue(&drafts).or_else(|| search.fixed(&drafts))?;
    if let Some(place) = place.filter(|place| places.drafts.iter().all(|known| known.path != place.path)) {
        places.drafts.insert(0, place);
    }
    Some(learnt)
}

/// True for the name of a branch on which all drafts are written.
fn is_of_drafts(name: &str) -> bool {
    let name = name.to_lowercase();
    DRAFT_FOLDERS.contains(&name.as_str()) || ROLLING_NAMES.contains(&name.as_str())
}

fn has_digit(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_digit())
}

/// Where drafts may be on their branch: among the issues, or in a folder of drafts with the same names.
fn draft_patterns(posts: &Pattern) -> Vec<Pattern> {
    let name = posts.path()[posts.folder().len()..].trim_start_matches('/');
    let folders = DRAFT_FOLDERS.iter().flat_map(|folder| [format!("_{folder}"), (*folder).to_owned()]);
    let in_folders = folders.filter_map(|folder| Pattern::new(&format!("{folder}/{name}")).ok());
    std::iter::once(posts.clone()).chain(in_folders).collect()
}

/// An issue that a branch has and the commit that is checked out does not.
#[derive(Debug)]
struct NewIssue {
    values: PathValues,
    /// The place in `patterns`.
    pattern: usize,
}

struct Search<'a> {
    repo: &'a Repo,
    /// The newsletter's folder in the repository.
    inner: PathBuf,
    head: Oid,
    patterns: Vec<Pattern>,
    places: &'a Places,
}

type Found = (LearntBranch, Option<DraftPlace>);

impl Search<'_> {
    fn new_issues(&self, branch: Oid) -> Vec<NewIssue> {
        let mut issues = Vec::new();
        for (n, pattern) in self.patterns.iter().enumerate() {
            let folder = self.inner.join(Path::new(pattern.folder()));
            let object = |commit: Oid| self.repo.object_at(commit, &folder).ok().flatten();
            if object(branch).is_some_and(|there| object(self.head) == Some(there)) {
                continue;
            }
            for name in self.repo.files_in(branch, &folder, pattern.depth()).unwrap_or_default() {
                let path =
                    if pattern.folder().is_empty() { name } else { format!("{}/{name}", pattern.folder()) };
                let Some(values) = pattern.read(&path) else { continue };
                let is_here =
                    self.repo.object_at(self.head, &self.inner.join(&path)).is_ok_and(|file| file.is_some());
                if !is_here && Some(values.key(None)) > self.places.posts.newest() {
                    issues.push(NewIssue { values, pattern: n });
                }
            }
        }
        issues
    }

    /// The place of a new issue, if it is in a folder of its own.
    fn place(&self, issue: &NewIssue, branch: &BranchRef) -> Option<DraftPlace> {
        let pattern = self.patterns.get(issue.pattern).filter(|_| issue.pattern > 0)?;
        Some(DraftPlace {
            path: pattern.path().to_owned(),
            reason: format!("the next draft is there on the branch {}", branch.name),
            newest: Some(issue.values.key(None)),
        })
    }

    /// The pattern of branches that are named after their issues.
    fn by_issue(&self, drafts: &[(&BranchRef, Vec<NewIssue>)]) -> Option<Found> {
        let draft = drafts.iter().find_map(|(branch, issues)| {
            issues.iter().find_map(|issue| Some((*branch, issue, pattern_of(&branch.name, &issue.values)?)))
        });
        let names = |pattern: &Branch| {
            drafts.iter().filter(|(branch, _)| pattern.read(&branch.name).is_some()).count()
        };
        if let Some((branch, issue, pattern)) = draft {
            let reason = match names(&pattern) {
                1 => format!("{} has the next draft", branch.name),
                count => format!("{} has the next draft; {count} branches have such names", branch.name),
            };
            return Some((LearntBranch { branch: pattern, reason }, self.place(issue, branch)));
        }
        let published = self.places.posts.issues.iter().rev().take(PUBLISHED);
        let mut merged: Vec<(Branch, usize)> = Vec::new();
        for (branch, _) in drafts {
            let found = published.clone().find_map(|(values, _)| pattern_of(&branch.name, values));
            let Some(found) = found else { continue };
            match merged.iter_mut().find(|(known, _)| *known == found) {
                Some((_, count)) => *count += 1,
                None => merged.push((found, 1)),
            }
        }
        let (branch, count) = merged.into_iter().find(|(_, count)| *count >= MERGED)?;
        let reason = format!("{count} of the newest branches are named after published issues");
        Some((LearntBranch { branch, reason }, None))
    }

    /// The branch on which all drafts are written.
    fn fixed(&self, drafts: &[(&BranchRef, Vec<NewIssue>)]) -> Option<Found> {
        let (branch, issue) = drafts
            .iter()
            .filter(|(branch, _)| is_of_drafts(&branch.name))
            .find_map(|(branch, issues)| Some((*branch, issues.last()?)))?;
        let reason = "it has the next draft, which is not on the branch that is checked out".to_owned();
        let learnt = LearntBranch { branch: Branch::new(&branch.name).ok()?, reason };
        Some((learnt, self.place(issue, branch)))
    }
}

/// The pattern under which the branch of an issue has this name.
fn pattern_of(name: &str, values: &PathValues) -> Option<Branch> {
    let date = values.period.and_then(|period| period.day(None));
    let issue = IssueName { date, number: values.number, slug: "" };
    TOKENS.iter().find_map(|token| {
        let value = Pattern::new(token).ok()?.write(&issue)?;
        let (before, after) = name.split_once(&value)?;
        let is_whole = !before.ends_with(|c: char| c.is_ascii_digit())
            && !after.starts_with(|c: char| c.is_ascii_digit())
            && !has_digit(before);
        let branch = Branch::new(&format!("{before}{token}{after}")).ok().filter(|_| is_whole)?;
        (branch.name(date, values.number).as_deref() == Some(name)).then_some(branch)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_of_branches_have_the_date_or_number_of_their_issue() {
        let values = |path: &str| Pattern::new("n/{date}-{number}.md").unwrap().read(path).unwrap();
        let issue = values("n/2026-06-07-12.md");
        for (name, pattern) in [
            ("20260607", Some("{yyyymmdd}")),
            ("draft-2026-06-07", Some("draft-{date}")),
            ("2026-W23", Some("{week_year}-W{week}")),
            ("issue-012", Some("issue-{number:03}")),
            ("issue-12", Some("issue-{number}")),
            ("issue-120", None),
            ("v1.12", None),
            ("20260614", None),
            ("next", None),
        ] {
            let found = pattern_of(name, &issue);
            assert_eq!(found.as_ref().map(Branch::pattern), pattern, "{name}");
        }
        assert_eq!(issue.period.and_then(|period| period.day(None)), Some(date(2026, 6, 7)));
    }
}
