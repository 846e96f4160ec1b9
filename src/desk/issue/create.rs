use std::path::PathBuf;

use jiff::civil::Date;

use super::document;
use crate::desk::{DeskError, FileError, IssueError, Listing, Workspace};
use crate::draft::Draft;
use crate::outline::issue_from_template;
use crate::profile;
use crate::root::RootError;

/// The files created for a new issue.
#[derive(Clone, Debug)]
pub struct Created {
    pub path: PathBuf,
    pub date: Date,
    /// The asset folder, if it was created.
    pub assets: Option<PathBuf>,
    /// A description of the template, for messages.
    pub from: String,
}

/// The date of the next issue, by the newsletter's cadence.
///
/// # Errors
///
/// [`IssueError::NoCadence`] if fewer than two issues of the last year exist and the profile names no
/// weekday.
pub fn next_date(workspace: &Workspace, listing: &Listing, today: Date) -> Result<Date, DeskError> {
    let last = listing.posts.iter().chain(&listing.drafts).map(|issue| issue.date).max();
    if let (Some(cadence), Some(last)) = (workspace.cadence(listing, today), last) {
        return Ok(cadence.next(last, today));
    }
    let weekday = workspace.profile.weekday().ok_or(IssueError::NoCadence)?;
    let from = last.filter(|last| *last >= today).and_then(|last| last.tomorrow().ok()).unwrap_or(today);
    if from.weekday() == weekday {
        return Ok(from);
    }
    Ok(from.nth_weekday(1, weekday).map_err(|_| IssueError::NoCadence)?)
}

/// Creates the draft of `date`, or of the next issue, and its asset folder: a copy of the repository's
/// template or of the built-in one, with the dates filled in. Never overwrites a file.
///
/// # Errors
///
/// [`IssueError::Exists`] if there is a draft or an issue of that date already,
/// [`IssueError::UnknownLayout`] if the folder for drafts is unknown, and [`IssueError::NoTemplate`] if
/// there is no template.
pub fn create(workspace: &Workspace, date: Option<Date>, today: Date) -> Result<Created, DeskError> {
    if !workspace.has_known_layout() {
        return Err(IssueError::UnknownLayout(workspace.root.folder().to_owned()).into());
    }
    let listing = workspace.listing();
    let date = match date {
        Some(date) => date,
        None => next_date(workspace, &listing, today)?,
    };
    if let Some(there) = listing.drafts.iter().chain(&listing.posts).find(|issue| issue.date == date) {
        return Err(IssueError::Exists(there.path.clone()).into());
    }
    let profile = &workspace.profile;
    let template_path = workspace.root.join(&profile.files.template);
    let (template, from) = match document::read_if_there(&template_path, &workspace.root)? {
        Some(text) => (text, profile.files.template.clone()),
        None => {
            let path = PathBuf::from(&profile.files.template);
            let no_template = || IssueError::NoTemplate { path, name: profile.name.clone() };
            let base = profile::built_in_template(&profile.name).ok_or_else(no_template)?;
            (base.to_owned(), format!("the built-in template of {}", profile.name))
        }
    };
    let text = issue_from_template(&template, profile, date, next_number(workspace, &listing));
    let path = workspace.root.join(profile.files.drafts.for_date(date));
    let folder = path.parent().map(std::path::Path::to_owned).unwrap_or_default();
    let root = &workspace.root;
    root.make_folders(&folder).map_err(|error| FileError::root_write(&folder, error))?;
    root.create(&path, text.as_bytes()).map_err(|error| match error {
        RootError::Io(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            DeskError::from(IssueError::Exists(path.clone()))
        }
        error => FileError::root_write(&path, error).into(),
    })?;
    let assets = profile.files.assets.as_ref().map(|assets| root.join(assets.for_date(date)));
    let assets = assets.filter(|folder| !root.is_taken(folder));
    if let Some(folder) = &assets {
        root.make_folders(folder).map_err(|error| FileError::root_write(folder, error))?;
    }
    Ok(Created { path, date, assets, from })
}

/// One more than the number of the newest issue, if issues are numbered.
fn next_number(workspace: &Workspace, listing: &Listing) -> Option<u32> {
    if workspace.profile.template.number.is_empty() {
        return None;
    }
    let newest = listing.drafts.iter().chain(&listing.posts).max_by_key(|issue| issue.date)?;
    let draft = Draft::parse(document::read(&newest.path, &workspace.root).ok()?);
    workspace.issue(&newest.path, &draft).number()?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use crate::root::Root;
    use jiff::civil::date;

    fn workspace(root: &std::path::Path, files: &[(&str, &str)], name: &str) -> Workspace {
        for (name, text) in files {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Workspace { root: Root::new(root), profile: built_in(name).unwrap() }
    }

    #[test]
    fn the_repositorys_own_template_is_copied_and_dated() {
        let dir = tempfile::tempdir().unwrap();
        let files = [
            (
                "_drafts/template.md",
                "---\ntitle: x\ndate: 2025-11-10 07:00:00 -0800\n---\n![](../assets/2025mmdd/2025mmdda.jpg)\n",
            ),
            ("_posts/2026-05-26-draft.md", "x"),
            ("_posts/2026-06-02-draft.md", "x"),
        ];
        let mut workspace = workspace(dir.path(), &files, "circuitpython");
        workspace.profile.weekday = None;
        let created = create(&workspace, None, date(2026, 6, 3)).unwrap();
        assert_eq!(created.date, date(2026, 6, 9));
        let text = std::fs::read_to_string(dir.path().join("_drafts/2026-06-09-draft.md")).unwrap();
        assert_eq!(
            text,
            "---\ntitle: x\ndate: 2026-06-09 07:00:00 -0800\n---\n![](../assets/20260609/20260609a.jpg)\n"
        );
        assert!(dir.path().join("assets/20260609").is_dir());
    }

    #[test]
    fn the_profile_s_weekday_counts_more_than_that_of_the_posts() {
        let dir = tempfile::tempdir().unwrap();
        let tuesdays = [("_posts/2023-09-26-draft.md", "x"), ("_posts/2023-10-03-draft.md", "x")];
        let mut workspace = workspace(dir.path(), &tuesdays, "circuitpython");
        let today = date(2023, 10, 4);
        let next = |workspace: &Workspace, today| next_date(workspace, &workspace.listing(), today).ok();
        assert_eq!(workspace.profile.weekday(), Some(jiff::civil::Weekday::Monday));
        assert_eq!(next(&workspace, today), Some(date(2023, 10, 9)));
        workspace.profile.weekday = None;
        assert_eq!(next(&workspace, today), Some(date(2023, 10, 10)));
        // A cadence from more than a year ago does not count.
        assert_eq!(next(&workspace, date(2024, 10, 4)), None);
        workspace.profile.weekday = Some("wednesday".into());
        assert_eq!(next(&workspace, date(2024, 10, 4)), Some(date(2024, 10, 9)));
    }

    #[test]
    fn an_existing_draft_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = workspace(dir.path(), &[("_drafts/2026-06-08-draft.md", "mine")], "circuitpython");
        let error = create(&workspace, Some(date(2026, 6, 8)), date(2026, 6, 3)).unwrap_err();
        assert!(matches!(error, DeskError::Issue(IssueError::Exists(_))));
        assert_eq!(std::fs::read_to_string(dir.path().join("_drafts/2026-06-08-draft.md")).unwrap(), "mine");
    }

    #[test]
    fn a_folder_without_a_newsletter_gets_no_draft() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = workspace(dir.path(), &[("src/main.rs", "fn main() {}")], "circuitpython");
        let error = create(&workspace, Some(date(2026, 6, 8)), date(2026, 6, 3)).unwrap_err();
        assert!(error.to_string().contains("`copydesk init`"), "{error}");
        assert!(!dir.path().join("_drafts").exists() && !dir.path().join("assets").exists());
    }

    #[test]
    fn a_profile_of_another_name_needs_its_own_template() {
        let dir = tempfile::tempdir().unwrap();
        let files = [("copydesk.yml", "name: lamp-letter\n"), ("_posts/2026-06-01-draft.md", "x")];
        let mut workspace = workspace(dir.path(), &files, "circuitpython");
        workspace.profile = profile::load("name: lamp-letter\n").unwrap();
        let error = create(&workspace, Some(date(2026, 6, 8)), date(2026, 6, 3)).unwrap_err().to_string();
        for part in ["_drafts/template.md", "'lamp-letter'", "`copydesk init`"] {
            assert!(error.contains(part), "{error}");
        }
        assert!(!dir.path().join("_drafts").exists());
        std::fs::create_dir(dir.path().join("_drafts")).unwrap();
        std::fs::write(dir.path().join("_drafts/template.md"), "---\ndate: TODO\n---\n\nHello\n").unwrap();
        let created = create(&workspace, Some(date(2026, 6, 8)), date(2026, 6, 3)).unwrap();
        assert_eq!(std::fs::read_to_string(created.path).unwrap(), "---\ndate: 2026-06-08\n---\n\nHello\n");
    }

    #[test]
    fn the_built_in_template_serves_and_numbers_go_on() {
        let dir = tempfile::tempdir().unwrap();
        let files = [(
            "content/2026-05-27-this-week-in-rust.md",
            "Title: Weekly 11\nNumber: 11\nDate: 2026-05-27\n\nx\n",
        )];
        let workspace = workspace(dir.path(), &files, "this-week-in-rust");
        let created = create(&workspace, None, date(2026, 5, 28)).unwrap();
        let text = std::fs::read_to_string(created.path).unwrap();
        assert!(text.contains("Number: 12\nDate: 2026-06-03\n"), "{text}");
    }
}
