//! Looking at the files that other programs may change, and loading the settings again.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Done;
use crate::desk::{DeskError, Listing, WatchedChange, Watcher, Workspace, collect_of_file, read};
use crate::draft::Draft;
use crate::lint::Facts;

/// A look at the files of the open draft.
#[derive(Debug)]
pub struct WatchRequest {
    pub watcher: Watcher,
    pub draft: PathBuf,
    /// References of the images that the draft shows.
    pub dests: Vec<String>,
    pub workspace: Arc<Workspace>,
}

/// The result.
#[derive(Debug)]
pub struct WatchOutcome {
    pub watcher: Watcher,
    /// The draft that was open.
    pub draft: PathBuf,
    pub changes: Vec<WatchedChange>,
}

impl WatchRequest {
    pub(crate) fn run(self) -> WatchOutcome {
        let WatchRequest { mut watcher, draft, dests, workspace } = self;
        let changes = watcher.look(&draft, &dests, &workspace);
        WatchOutcome { watcher, draft, changes }
    }
}

/// Settings that were loaded again, with what depends on them.
#[derive(Debug)]
pub struct Reloaded {
    pub workspace: Workspace,
    pub listing: Listing,
    pub facts: Facts,
    pub template: Option<String>,
    /// The draft that was open.
    pub draft: PathBuf,
}

pub(crate) fn reload(workspace: &Workspace, path: PathBuf, draft: &Draft) -> Done {
    Done::Reloaded(reloaded(workspace, &path, draft).map(Box::new))
}

fn reloaded(workspace: &Workspace, path: &Path, draft: &Draft) -> Result<Reloaded, DeskError> {
    let workspace = workspace.reload()?;
    let listing = workspace.listing();
    let facts = collect_of_file(&workspace, &listing, Some(path), draft);
    let template = workspace.profile.files.template();
    let template = template.and_then(|path| read(Path::new(path), &workspace.root).ok());
    Ok(Reloaded { workspace, listing, facts, template, draft: path.to_owned() })
}
