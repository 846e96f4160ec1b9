use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::create::{self, NextIssue};
use super::draft_branch::DraftElsewhere;
use super::list_issues::head_of;
use super::series::Series;
use super::workspace::IssueFile;
use crate::desk::{DeskError, FileError, FirstStep, IssueError, Listing, Workspace};
use crate::profile::{IssueKey, parse_day};
use crate::root::about_named;

/// The file to open: a draft, a post, or any file that the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub path: PathBuf,
    /// The reason for the choice, for a message.
    pub why: String,
    /// The next issue. `None` if there is a draft for it, if the user named the file, or if its date cannot be
    /// determined.
    pub next: Option<NextIssue>,
    /// The draft of the wanted or the next issue on another branch than the one that is checked out.
    pub elsewhere: Option<DraftElsewhere>,
}

impl Choice {
    fn new(path: PathBuf, why: impl Into<String>, next: Option<NextIssue>) -> Choice {
        Choice { path, why: why.into(), next, elsewhere: None }
    }
}

/// Chooses the file for `wanted`: a path, a date or a number. Without it, chooses the earliest draft dated today
/// or later (by number, the first one after all posts), else the newest draft, else the newest post.
///
/// # Errors
///
/// If `wanted` is neither a date, a number nor a file, if no draft or post has it, or if there are neither
/// drafts nor posts. [`IssueError::OnOtherBranch`] if the draft is on the profile's branch only.
pub fn choose(
    workspace: &Workspace,
    listing: &Listing,
    wanted: Option<&str>,
    today: Date,
) -> Result<Choice, DeskError> {
    let chosen = match wanted {
        Some(wanted) => find_wanted(workspace, listing, wanted),
        None => choose_next(workspace, listing, today),
    };
    let key = wanted.map(parse_key);
    if matches!(key, Some(None)) {
        // A file was named.
        return chosen;
    }
    let elsewhere = || DraftElsewhere::find(workspace, listing, key.flatten(), today);
    match chosen {
        Ok(choice) => Ok(match elsewhere()? {
            None => choice,
            // The next issue is begun already.
            elsewhere => Choice { next: None, elsewhere, ..choice },
        }),
        Err(DeskError::Issue(error @ (IssueError::NoDraftOf { .. } | IssueError::NoDrafts { .. }))) => {
            Err(elsewhere()?.map_or(error, |draft| IssueError::OnOtherBranch(Box::new(draft))).into())
        }
        Err(error) => Err(error),
    }
}

/// Returns the test for drafts of coming issues.
pub(super) fn is_next(listing: &Listing, today: Date) -> impl Fn(IssueKey) -> bool {
    let published = listing.posts.last().map(|post| post.key);
    move |key| match key {
        IssueKey::Day(day) => day >= today,
        IssueKey::Number(_) | IssueKey::Next => published.is_none_or(|published| key > published),
    }
}

impl Listing {
    /// The draft of the next issue: the earliest one dated today or later; by number, the first one after all posts.
    pub fn next_draft(&self, today: Date) -> Option<&IssueFile> {
        let is_next = is_next(self, today);
        self.drafts.iter().find(|draft| is_next(draft.key))
    }
}

fn choose_next(workspace: &Workspace, listing: &Listing, today: Date) -> Result<Choice, DeskError> {
    let published = listing.posts.last().map(|post| post.key);
    if let Some(next) = listing.next_draft(today) {
        return Ok(Choice::new(next.path.clone(), "the next issue", None));
    }
    let next = create::next_issue(workspace, listing, today).ok();
    if let Some(newest) = listing.drafts.last() {
        let why = match published {
            Some(published @ IssueKey::Number(_)) => {
                format!("the newest draft, because {} is published", published.phrase())
            }
            _ => format!("the newest draft, because none is dated {today} or later"),
        };
        return Ok(Choice::new(newest.path.clone(), why, next));
    }
    if let Some(newest) = listing.posts.last() {
        let why = "the newest published issue, because there are no drafts";
        return Ok(Choice::new(newest.path.clone(), why, next));
    }
    let folder = workspace.root.folder().to_owned();
    Err(IssueError::NoDrafts { folder, first: FirstStep::new(workspace) }.into())
}

/// Finds the file of a path, or the draft or else the post of a date or number.
fn find_wanted(workspace: &Workspace, listing: &Listing, wanted: &str) -> Result<Choice, DeskError> {
    let path = Path::new(wanted);
    // Accept a broken link, too: opening it explains what is wrong with it.
    if about_named(path, Some(&workspace.root)).is_ok() || workspace.root.is_taken(path) {
        let path = crate::root::absolute(path).map_err(|error| FileError::read(path, error))?;
        return Ok(Choice::new(path, "as given", None));
    }
    let Some(key) = parse_key(wanted) else {
        // A slash or a dot looks like a path.
        return Err(if wanted.contains(['/', '.']) {
            FileError::NotFound(path.to_owned()).into()
        } else {
            IssueError::NotADate(wanted.to_owned()).into()
        });
    };
    match find_issue(workspace, listing, key) {
        Some(issue) => Ok(Choice::new(issue.path.clone(), key.phrase(), None)),
        None if matches!(key, IssueKey::Number(_)) && !has_numbers(workspace, listing) => {
            Err(IssueError::NoNumbers.into())
        }
        None => Err(IssueError::NoDraftOf { key, first: FirstStep::new(workspace) }.into()),
    }
}

/// The draft or else the post of a date or number: by its path, or else, if paths do not say it, by its front matter.
pub(super) fn find_issue<'l>(
    workspace: &Workspace,
    listing: &'l Listing,
    key: IssueKey,
) -> Option<&'l IssueFile> {
    let is_it = |issue: &&IssueFile| {
        issue.key == key || issue.number.is_some_and(|number| key == IssueKey::Number(number))
    };
    let by_path = listing.drafts.iter().chain(&listing.posts).find(is_it);
    let patterns = [&workspace.profile.files.drafts, &workspace.profile.files.posts];
    let is_in_paths = match key {
        IssueKey::Day(_) => patterns.iter().any(|pattern| pattern.has_date()),
        IssueKey::Number(_) => patterns.iter().any(|pattern| pattern.has_number()),
        IssueKey::Next => true,
    };
    if by_path.is_some() || is_in_paths {
        return by_path;
    }
    // People mostly ask for one of the newest.
    listing.drafts.iter().chain(listing.posts.iter().rev()).find(|issue| {
        let Some(draft) = head_of(workspace, &issue.path) else { return false };
        let values = workspace.issue(&issue.path, &draft);
        values.date().map(IssueKey::Day) == Some(key) || values.number().map(IssueKey::Number) == Some(key)
    })
}

/// False if there are issues and nothing numbers them: neither their paths, their texts nor the profile.
pub(super) fn has_numbers(workspace: &Workspace, listing: &Listing) -> bool {
    let profile = &workspace.profile;
    let is_in_branch = profile.branch.as_ref().is_some_and(|branch| branch.has_number());
    is_in_branch
        || !profile.template.number.is_empty()
        || (listing.drafts.is_empty() && listing.posts.is_empty())
        || Series::new(workspace, listing).next_number().is_some()
}

/// Parses a date, or a number such as `407` or `#407`.
pub fn parse_key(text: &str) -> Option<IssueKey> {
    let number = || text.strip_prefix('#').unwrap_or(text).parse().ok().map(IssueKey::Number);
    parse_day(text).map(IssueKey::Day).or_else(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use crate::root::Root;
    use jiff::civil::date;

    fn workspace(names: &[&str]) -> (tempfile::TempDir, Workspace) {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        let workspace = Workspace {
            root: Root::new(dir.path()),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        (dir, workspace)
    }

    fn chosen(names: &[&str], today: Date) -> (String, Option<Date>, usize) {
        let (_dir, workspace) = workspace(names);
        let listing = workspace.listing();
        let choice = choose(&workspace, &listing, None, today).unwrap();
        let next = choice.next.and_then(|next| next.date);
        (workspace.shown(&choice.path), next, listing.misnamed.len())
    }

    #[test]
    fn the_earliest_draft_from_today_on_is_opened_and_misnamed_files_are_not() {
        let names = [
            "_drafts/2026-06-01-draft.md",
            "_drafts/2026-06-08-draft.md",
            "_drafts/2026-06-15-draft.md",
            "_drafts/20267-02-09-draft.md",
            "_drafts/2025-09-01draft.md",
            "_drafts/template.md",
            "_posts/2026-05-25-draft.md",
            "_POSTS/2026-05-18-draft.md",
        ];
        assert_eq!(chosen(&names, date(2026, 6, 8)), ("_drafts/2026-06-08-draft.md".into(), None, 3));
        assert_eq!(chosen(&names, date(2026, 6, 2)), ("_drafts/2026-06-08-draft.md".into(), None, 3));
    }

    #[test]
    fn a_numbered_newsletter_opens_the_first_draft_after_its_posts() {
        let yaml = "extends: circuitpython\nfiles: {drafts: 'next/{number}.md', posts: 'docs/{yyyy}/issue-{number}.md'}\n";
        let choose_in = |names: &[&str], wanted: Option<&str>| {
            let (_dir, mut workspace) = workspace(names);
            workspace.profile = crate::profile::load(yaml).unwrap();
            let listing = workspace.listing();
            let choice = choose(&workspace, &listing, wanted, date(2026, 6, 8)).unwrap();
            (workspace.shown(&choice.path), choice.why, choice.next.and_then(|next| next.number))
        };
        let posts = ["docs/2025/issue-98.md", "docs/2026/issue-99.md", "docs/2026/issue-100.md"];
        let with = |drafts: &[&'static str]| [&posts[..], drafts].concat();
        let opened = |path: &str, why: &str, next| (path.to_owned(), why.to_owned(), next);
        assert_eq!(
            choose_in(&with(&["next/99.md", "next/102.md", "next/101.md"]), None),
            opened("next/101.md", "the next issue", None)
        );
        assert_eq!(
            choose_in(&with(&["next/99.md"]), None),
            opened("next/99.md", "the newest draft, because issue 100 is published", Some(101))
        );
        assert_eq!(
            choose_in(&with(&[]), None),
            opened(
                "docs/2026/issue-100.md",
                "the newest published issue, because there are no drafts",
                Some(101)
            )
        );
        for wanted in ["99", "#99"] {
            assert_eq!(
                choose_in(&with(&[]), Some(wanted)),
                opened("docs/2026/issue-99.md", "issue 99", None)
            );
        }
        let (_dir, mut workspace) = workspace(&posts);
        workspace.profile = crate::profile::load(yaml).unwrap();
        let error = choose(&workspace, &workspace.listing(), Some("101"), date(2026, 6, 8)).unwrap_err();
        let expected = "there is no draft with the number 101; `copydesk new 101` creates it";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn an_issue_is_found_by_the_front_matter_if_paths_do_not_say_its_date() {
        let (dir, mut workspace) = workspace(&["docs/3.md", "docs/4.md"]);
        std::fs::write(dir.path().join("docs/3.md"), "---\ndate: 2026-06-02\n---\n").unwrap();
        workspace.profile =
            crate::profile::load("files: {drafts: 'next/{number}.md', posts: 'docs/{number}.md'}\n").unwrap();
        let choose_in = |wanted| choose(&workspace, &workspace.listing(), Some(wanted), date(2026, 6, 8));
        let choice = choose_in("2026-06-02").unwrap();
        assert_eq!(
            (workspace.shown(&choice.path), choice.why.as_str()),
            ("docs/3.md".into(), "the issue of 2026-06-02")
        );
        let error = choose_in("2026-06-03").unwrap_err().to_string();
        assert_eq!(error, "there is no draft dated 2026-06-03; `copydesk new 2026-06-03` creates it");
        // It is not made twice.
        let error = create::create(&workspace, IssueKey::Day(date(2026, 6, 2)).into(), date(2026, 6, 8));
        let error = error.unwrap_err().to_string();
        assert!(error.contains("docs/3.md is there already"), "{error}");
    }

    #[test]
    fn a_number_is_refused_where_issues_have_none() {
        let (_dir, workspace) = workspace(&["_posts/2026-06-01-draft.md", "_drafts/2026-06-08-draft.md"]);
        let expected =
            "the issues of this newsletter have no numbers; name one by its date, such as 2026-06-08";
        let error = choose(&workspace, &workspace.listing(), Some("7"), date(2026, 6, 8)).unwrap_err();
        assert_eq!(error.to_string(), expected);
        let error = create::create(&workspace, IssueKey::Number(7).into(), date(2026, 6, 8)).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn opens_newest_draft_if_all_are_past_and_offers_next() {
        let names =
            ["_drafts/2026-06-01-draft.md", "_posts/2026-05-25-draft.md", "_posts/2026-05-18-draft.md"];
        assert_eq!(
            chosen(&names, date(2026, 6, 3)),
            ("_drafts/2026-06-01-draft.md".into(), Some(date(2026, 6, 8)), 0)
        );
    }
}
