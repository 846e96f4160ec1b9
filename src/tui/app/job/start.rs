//! Opening a draft, at the start of the program and after it was created.

use std::path::Path;

use jiff::civil::Date;

use crate::desk::{Choice, DeskError, Document, Journal, Listing, Workspace, collect_of_file, create, read};
use crate::draft::Draft;
use crate::tui::app::session::Session;
use crate::tui::app::state::{Start, State};
use crate::tui::config::Config;

/// A draft that was opened.
#[derive(Debug)]
pub struct Opened {
    pub session: Session,
    pub listing: Listing,
}

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
    let template = read(Path::new(&workspace.profile.files.template), &workspace.root).ok();
    let session = open_draft(&workspace, &listing, &choice.path, template)?;
    let journal = journals.map(|folder| Journal::new(folder, &choice.path));
    // What an earlier run typed and did not save.
    let recovered = journal.as_ref().and_then(Journal::recovered);
    let recovered = recovered.filter(|recovered| recovered.text != session.document.base);
    Ok(State::new(Start { workspace, listing, session, journal, recovered }, choice, today, config))
}

/// Creates the draft of an issue and opens it.
pub(crate) fn create_and_open(workspace: &Workspace, date: Date) -> Result<Opened, DeskError> {
    let created = create(workspace, Some(date), date)?;
    let listing = workspace.listing();
    let session = open_draft(workspace, &listing, &created.path, None)?;
    Ok(Opened { session, listing })
}

fn open_draft(
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
