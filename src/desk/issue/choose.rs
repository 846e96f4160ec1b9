use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::create;
use crate::desk::{DeskError, FileError, IssueError, Listing, Workspace};
use crate::profile::parse_day;
use crate::root::about_named;

/// The file to open: a draft, a post, or any file that the user named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub path: PathBuf,
    /// The reason for the choice, for a message.
    pub why: String,
    /// The date of the next issue. `None` if there is a draft for it, if the user named the file, or if the
    /// date cannot be determined.
    pub next_date: Option<Date>,
}

/// Chooses the file for `wanted`, a path or a date. Without it, chooses the earliest draft dated today or
/// later, else the newest draft, else the newest post.
///
/// # Errors
///
/// If `wanted` is neither a date nor a file, if no draft or post has that date, or if there are neither
/// drafts nor posts.
pub fn choose(
    workspace: &Workspace,
    listing: &Listing,
    wanted: Option<&str>,
    today: Date,
) -> Result<Choice, DeskError> {
    if let Some(wanted) = wanted {
        return find_wanted(workspace, listing, wanted);
    }
    if let Some(next) = listing.drafts.iter().find(|draft| draft.date >= today) {
        return Ok(Choice { path: next.path.clone(), why: "the next issue".to_owned(), next_date: None });
    }
    let next_date = create::next_date(workspace, listing, today).ok();
    if let Some(newest) = listing.drafts.last() {
        let why = format!("the newest draft, because none is dated {today} or later");
        return Ok(Choice { path: newest.path.clone(), why, next_date });
    }
    if let Some(newest) = listing.posts.last() {
        let why = "the newest published issue, because there are no drafts".to_owned();
        return Ok(Choice { path: newest.path.clone(), why, next_date });
    }
    Err(IssueError::NoDrafts(workspace.root.folder().to_owned()).into())
}

/// Finds the file of a path, or the draft or else the post of a date.
fn find_wanted(workspace: &Workspace, listing: &Listing, wanted: &str) -> Result<Choice, DeskError> {
    let path = Path::new(wanted);
    // Accept a broken link, too: opening it explains what is wrong with it.
    if about_named(path, Some(&workspace.root)).is_ok() || workspace.root.is_taken(path) {
        let path = crate::root::absolute(path).map_err(|error| FileError::read(path, error))?;
        return Ok(Choice { path, why: "as given".into(), next_date: None });
    }
    let Some(date) = parse_day(wanted) else {
        // A slash or a dot looks like a path.
        return Err(if wanted.contains(['/', '.']) {
            FileError::NotFound(path.to_owned()).into()
        } else {
            IssueError::NotADate(wanted.to_owned()).into()
        });
    };
    let found = listing.drafts.iter().chain(&listing.posts).find(|issue| issue.date == date);
    match found {
        Some(issue) => {
            Ok(Choice { path: issue.path.clone(), why: format!("the issue of {date}"), next_date: None })
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
        (workspace.shown(&choice.path), choice.next_date, listing.misnamed.len())
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
    fn opens_newest_draft_if_all_are_past_and_offers_next() {
        let names =
            ["_drafts/2026-06-01-draft.md", "_posts/2026-05-25-draft.md", "_posts/2026-05-18-draft.md"];
        assert_eq!(
            chosen(&names, date(2026, 6, 3)),
            ("_drafts/2026-06-01-draft.md".into(), Some(date(2026, 6, 8)), 0)
        );
    }
}
