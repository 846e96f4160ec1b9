//! Opening the first draft.

use std::path::Path;

use jiff::civil::Date;

use crate::desk::{Choice, DeskError, Document, Journal, Listing, Workspace, collect_of_file, read};
use crate::draft::Draft;
use crate::tui::app::job::switch::{count_kept, recovered};
use crate::tui::app::session::Session;
use crate::tui::app::state::{Start, State};
use crate::tui::config::Config;

/// Opens the chosen draft and returns the state of the program before its first frame.
///
/// # Errors
///
/// If the draft cannot be opened.
pub fn open(
    workspace: Workspace,
    listing: Listing,
    choice: &Choice,
    today: Date,
    config: Config,
    journals: Option<&Path>,
) -> Result<State, DeskError> {
    let template = workspace.profile.files.template();
    let template = template.and_then(|path| read(Path::new(path), &workspace.root).ok());
    let session = open_draft(&workspace, &listing, &choice.path, template)?;
    let journal = journals.map(|folder| Journal::new(folder, &choice.path));
    // What an earlier run typed and did not save.
    let recovered = recovered(journal.as_ref(), &session);
    let kept = count_kept(journal.as_ref(), &choice.path);
    Ok(State::new(Start { workspace, listing, session, journal, recovered, kept }, choice, today, config))
}

pub(super) fn open_draft(
    workspace: &Workspace,
    listing: &Listing,
    path: &Path,
    template: Option<String>,
) -> Result<Session, DeskError> {
    let document = Document::open(path, &workspace.root)?;
    let draft = Draft::parse(document.base.clone());
    // Images are probed by a job: the first frame does not wait for them.
    let facts = collect_of_file(workspace, listing, Some(&document.path), &draft);
    Ok(Session::new(document, draft, facts, template, workspace))
}
