use std::path::{Path, PathBuf};

use super::{Finding, Topic};
use crate::desk::{DeskError, FirstStep, Newsletters, PROFILE_FILE, Workspace};
use crate::text::counted;

/// The newsletters of a folder, or why they can't be read.
pub(super) fn newsletters(folder: &Path) -> Vec<Result<Workspace, DeskError>> {
    let folders: Vec<PathBuf> = match Newsletters::find(folder) {
        Ok(Some(listed)) => listed.folders().collect(),
        Ok(None) => vec![folder.to_owned()],
        Err(error) => return vec![Err(error)],
    };
    folders.iter().map(|folder| Workspace::find(folder)).collect()
}

pub(super) fn finding(newsletter: Result<Workspace, DeskError>) -> Finding {
    let topic = Topic::Newsletter;
    let workspace = match newsletter {
        Ok(workspace) => workspace,
        Err(error @ DeskError::Profile(_)) => {
            return topic.broken("profile", error.to_string(), format!("change {PROFILE_FILE} there"));
        }
        Err(error) => return topic.broken("profile", error.to_string(), "see `copydesk help profile`"),
    };
    let listing = workspace.listing();
    let count = |files: usize, noun: &str| counted(files, noun);
    let files = format!("{}, {}", count(listing.drafts.len(), "draft"), count(listing.posts.len(), "post"));
    let folder = workspace.root.folder();
    if Workspace::is_configured(&workspace.root) {
        let path = folder.join(PROFILE_FILE);
        return topic.works("profile", format!("{} is valid; {files}", path.display()));
    }
    let name = &workspace.profile.name;
    match listing.drafts.is_empty() && listing.posts.is_empty() {
        true => topic.missing(
            "profile",
            format!("{} has no {PROFILE_FILE}, and no drafts or posts of a known layout", folder.display()),
            format!("run this in a newsletter's folder; here, {}", FirstStep::new(&workspace)),
        ),
        false => topic.missing(
            "profile",
            format!(
                "{} has no {PROFILE_FILE}; the built-in profile {name} fits its names; {files}",
                folder.display()
            ),
            "`copydesk init`",
        ),
    }
}
