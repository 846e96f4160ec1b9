use std::io::Read;
use std::path::{Path, PathBuf};

use super::document::read;
use super::workspace::IssueFile;
use crate::desk::{FileError, Workspace};
use crate::draft::Draft;
use crate::outline::Outline;
use crate::profile::IssueKey;

/// The titles of this many issues are read, the newest first.
const TITLES: usize = 500;
/// The part of a file in which its front matter is looked for.
const HEAD_BYTES: u64 = 8 * 1024;

/// A draft or a published issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedIssue {
    pub key: IssueKey,
    pub path: PathBuf,
    pub stage: IssueStage,
    /// Empty if the front matter has none.
    pub title: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueStage {
    Draft,
    Published,
}

/// An issue that is only read.
#[derive(Clone, Debug)]
pub struct PastIssue {
    pub path: PathBuf,
    pub draft: Draft,
    pub outline: Outline,
}

/// The drafts and the published issues, the newest first.
pub fn list_issues(workspace: &Workspace) -> Vec<ListedIssue> {
    let listing = workspace.listing();
    let listed = |stage| {
        move |IssueFile { key, path, .. }: IssueFile| ListedIssue { key, path, stage, title: String::new() }
    };
    let mut issues: Vec<ListedIssue> = listing.drafts.into_iter().map(listed(IssueStage::Draft)).collect();
    issues.extend(listing.posts.into_iter().map(listed(IssueStage::Published)));
    issues.sort_by(|one, other| other.key.cmp(&one.key).then_with(|| one.path.cmp(&other.path)));
    for issue in issues.iter_mut().take(TITLES) {
        issue.title = title_of(workspace, &issue.path).unwrap_or_default();
    }
    issues
}

/// The beginning of a file, which has its front matter. `None` if it can't be read.
pub(super) fn head_of(workspace: &Workspace, path: &Path) -> Option<Draft> {
    let mut head = Vec::new();
    workspace.root.open(path).ok()?.file.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    Some(Draft::parse(String::from_utf8_lossy(&head).into_owned()))
}

/// The title in the front matter, read from the beginning of the file.
fn title_of(workspace: &Workspace, path: &Path) -> Option<String> {
    let draft = head_of(workspace, path)?;
    let title = draft.front_matter()?.value(&workspace.profile.front_matter.title, draft.text())?;
    Some(title.to_owned())
}

/// Reads an issue to look at.
///
/// # Errors
///
/// If the file can't be a draft.
pub fn read_issue(workspace: &Workspace, path: &Path) -> Result<PastIssue, FileError> {
    let draft = Draft::parse(read(path, &workspace.root)?);
    let outline = Outline::new(&draft, &workspace.profile);
    Ok(PastIssue { path: path.to_owned(), draft, outline })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use crate::root::Root;

    #[test]
    fn drafts_and_posts_are_listed_from_the_newest_with_their_titles() {
        let dir = tempfile::tempdir().unwrap();
        let rest = "\n\n## A Section\n\nText.\n".repeat(2_000);
        for (path, text) in [
            ("_posts/2026-05-25-draft.md", format!("---\ntitle: \"Lamps: new ones\"\n---{rest}")),
            ("_posts/2026-06-01-draft.md", "No front matter.\n".to_owned()),
            ("_drafts/2026-06-08-draft.md", "---\ntitle: Bells\n---\n".to_owned()),
            ("_drafts/template.md", "---\ntitle: Template\n---\n".to_owned()),
        ] {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let workspace = Workspace {
            root: Root::new(dir.path()),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let issues = list_issues(&workspace);
        let shown: Vec<(String, IssueStage, &str)> = issues
            .iter()
            .map(|issue| (workspace.shown(&issue.path), issue.stage, issue.title.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("_drafts/2026-06-08-draft.md".into(), IssueStage::Draft, "Bells"),
                ("_posts/2026-06-01-draft.md".into(), IssueStage::Published, ""),
                ("_posts/2026-05-25-draft.md".into(), IssueStage::Published, "Lamps: new ones"),
            ]
        );
        let past = read_issue(&workspace, &issues[2].path).unwrap();
        assert_eq!(past.outline.sections[1].title, "A Section");
        assert!(read_issue(&workspace, Path::new("gone.md")).is_err());
    }
}
