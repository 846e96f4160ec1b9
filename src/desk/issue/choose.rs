use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::create;
use crate::desk::{DeskError, FileError, IssueError, Listing, Workspace};
use crate::profile::parse_day;
use crate::root::about_named;

/// The draft to open, and the reason for the choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub path: PathBuf,
    pub why: String,
    /// The next issue's date, if it has no draft yet.
    pub offer: Option<Date>,
}

/// Chooses the draft for `wanted`, a path or a date. If it is empty, chooses the earliest draft dated
/// today or later, or else the newest draft.
///
/// # Errors
///
/// If there is no such draft, or no draft at all.
pub fn choose(
    workspace: &Workspace,
    listing: &Listing,
    wanted: Option<&str>,
    today: Date,
) -> Result<Choice, DeskError> {
    if let Some(wanted) = wanted {
        return by_name(workspace, listing, wanted);
    }
    if let Some(next) = listing.drafts.iter().find(|draft| draft.date >= today) {
        let why = format!("the next issue: the earliest draft dated {today} or later");
        return Ok(Choice { path: next.path.clone(), why, offer: None });
    }
    let offer = create::next_date(workspace, listing, today).ok();
    if let Some(newest) = listing.drafts.last() {
        let why = format!("the newest draft: none is dated {today} or later");
        return Ok(Choice { path: newest.path.clone(), why, offer });
    }
    if let Some(newest) = listing.posts.last() {
        let why = "the newest issue: there are no drafts".to_owned();
        return Ok(Choice { path: newest.path.clone(), why, offer });
    }
    Err(IssueError::NoDrafts(workspace.root.folder().to_owned()).into())
}

fn by_name(workspace: &Workspace, listing: &Listing, wanted: &str) -> Result<Choice, DeskError> {
    let path = Path::new(wanted);
    if about_named(path, Some(&workspace.root)).is_ok() || workspace.root.is_taken(path) {
        let path = crate::root::absolute(path).map_err(|error| FileError::read(path, error))?;
        return Ok(Choice { path, why: "the file that was named".into(), offer: None });
    }
    let Some(date) = parse_day(wanted) else {
        return Err(if wanted.contains(['/', '.']) {
            FileError::NotFound(path.to_owned()).into()
        } else {
            IssueError::NotADate(wanted.to_owned()).into()
        });
    };
    let found = listing.drafts.iter().chain(&listing.posts).find(|issue| issue.date == date);
    match found {
        Some(issue) => {
            Ok(Choice { path: issue.path.clone(), why: format!("the issue of {date}"), offer: None })
        }
        None => Err(IssueError::NoDraftOf { date }.into()),
    }
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
        let workspace =
            Workspace { root: Root::new(dir.path()), profile: built_in("circuitpython").unwrap() };
        (dir, workspace)
    }

    fn chosen(names: &[&str], today: Date) -> (String, Option<Date>, usize) {
        let (_dir, workspace) = workspace(names);
        let listing = workspace.listing();
        let choice = choose(&workspace, &listing, None, today).unwrap();
        (workspace.shown(&choice.path), choice.offer, listing.name_issues.len())
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
    fn where_all_are_over_the_newest_is_opened_and_the_coming_one_offered() {
        let names =
            ["_drafts/2026-06-01-draft.md", "_posts/2026-05-25-draft.md", "_posts/2026-05-18-draft.md"];
        assert_eq!(
            chosen(&names, date(2026, 6, 3)),
            ("_drafts/2026-06-01-draft.md".into(), Some(date(2026, 6, 8)), 0)
        );
    }
}
