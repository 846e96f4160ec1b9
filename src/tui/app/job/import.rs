//! Jobs that read documents and take candidates from them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Done;
use crate::desk::{
    DeskError, EVENT_WEEKS, ImportDesk, ImportError, ImportOptions, ImportSource, Imported, Listing,
    Workspace, keep_person, open_source,
};
use crate::draft::Draft;
use crate::import::{Kind, Refusal};
use crate::tui::app::context::Context;
use crate::tui::app::dropped;

/// What an answer belongs to. One that nobody waits for any more is let go.
#[derive(Clone, Debug, Default)]
pub struct Ticket(Arc<()>);

impl Ticket {
    pub fn is(&self, other: &Ticket) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The draft as it was when something was asked for it.
#[derive(Clone, Debug)]
pub struct DraftSnapshot {
    workspace: Arc<Workspace>,
    listing: Listing,
    path: PathBuf,
    text: String,
    revision: u64,
    pub ticket: Ticket,
}

impl DraftSnapshot {
    pub fn now(context: &Context<'_>) -> DraftSnapshot {
        DraftSnapshot {
            workspace: context.workspace.clone(),
            listing: context.listing.clone(),
            path: context.session.document.path.clone(),
            text: context.session.draft.text().to_owned(),
            revision: context.session.revision,
            ticket: Ticket::default(),
        }
    }

    /// True if the draft has not changed since.
    pub fn is_current(&self, context: &Context<'_>) -> bool {
        self.revision == context.session.revision && self.path == context.session.document.path
    }

    fn desk<T>(&self, work: impl FnOnce(ImportDesk<'_>) -> T) -> T {
        let draft = Draft::parse(self.text.as_str());
        let (workspace, listing, path) = (&*self.workspace, &self.listing, self.path.as_path());
        work(ImportDesk { workspace, listing, draft: &draft, path })
    }
}

/// Which document is read.
#[derive(Clone, Debug)]
pub enum Document {
    /// As somebody typed it: a path, or an address.
    Typed { text: String, home: Option<PathBuf> },
    /// What was read before; nothing for the last issue, which is found by itself. Whose
    /// block a person writes is kept first, by handle.
    Read { sources: Vec<ImportSource>, person: Option<(String, Option<String>)> },
}

/// Work on documents.
#[derive(Debug)]
pub enum ImportJob {
    Read { asked: DraftSnapshot, kind: Kind, document: Document, expanded: BTreeMap<String, String> },
    Take { asked: DraftSnapshot, imported: Arc<Imported>, chosen: Vec<usize> },
}

/// The result.
#[derive(Debug)]
pub struct Answered {
    pub(crate) asked: DraftSnapshot,
    /// The newsletter with an answer that was kept in its profile.
    pub(crate) kept: Option<Arc<Workspace>>,
    pub(crate) outcome: Outcome,
}

#[derive(Debug)]
pub(crate) enum Outcome {
    /// `unkept` says why an answer is not in the profile.
    Read {
        imported: Box<Imported>,
        sources: Vec<ImportSource>,
        unkept: Option<String>,
    },
    Took {
        text: String,
        count: usize,
        copied: usize,
    },
    Refused(Refused),
}

/// Why it failed.
#[derive(Clone, Debug)]
pub struct Refused {
    pub said: String,
    /// What the document looks like.
    pub instead: Option<Kind>,
}

impl From<ImportError> for Refused {
    fn from(error: ImportError) -> Refused {
        DeskError::from(error).into()
    }
}

impl From<DeskError> for Refused {
    fn from(error: DeskError) -> Refused {
        Refused { said: error.to_string(), instead: None }
    }
}

impl Refused {
    fn document(name: &str, kind: Kind, refusal: &Refusal) -> Refused {
        let said = match refusal {
            // The command line's way out is not the one here.
            Refusal::LooksLike { wanted, found } => {
                format!("{name} looks like {}, not {}", found.describe(), wanted.describe())
            }
            other => format!("{name} can't be read as {}: {other}", kind.describe()),
        };
        let instead = match refusal {
            Refusal::LooksLike { found, .. } => Some(*found),
            _ => None,
        };
        Refused { said, instead }
    }
}

impl ImportJob {
    fn asked(&self) -> &DraftSnapshot {
        match self {
            ImportJob::Read { asked, .. } | ImportJob::Take { asked, .. } => asked,
        }
    }

    /// The result if it panicked.
    pub(crate) fn failed(&self) -> Done {
        let said = "reading the document broke down: please report it, with the document".to_owned();
        let outcome = Outcome::Refused(Refused { said, instead: None });
        Done::Imported(Box::new(Answered { asked: self.asked().clone(), kept: None, outcome }))
    }

    /// Blocks: an address may take half a minute.
    pub(crate) fn run(self) -> Done {
        let mut kept = None;
        let (asked, outcome) = match self {
            ImportJob::Read { mut asked, kind, document, expanded } => {
                let before = asked.workspace.clone();
                let outcome = read(&mut asked, kind, document, expanded);
                kept = Some(asked.workspace.clone()).filter(|now| !Arc::ptr_eq(now, &before));
                (asked, outcome)
            }
            ImportJob::Take { asked, imported, chosen } => {
                let outcome = take(&asked, &imported, &chosen);
                (asked, outcome.map_err(Refused::from))
            }
        };
        let outcome = outcome.unwrap_or_else(Outcome::Refused);
        Done::Imported(Box::new(Answered { asked, kept, outcome }))
    }
}

fn read(
    asked: &mut DraftSnapshot,
    kind: Kind,
    document: Document,
    expanded: BTreeMap<String, String>,
) -> Result<Outcome, Refused> {
    let mut unkept = None;
    let sources = match document {
        Document::Typed { text, home } => {
            let place = place(&text, home.as_deref());
            let source = open_source(&place, asked.workspace.root.folder(), Some(&asked.workspace.root))?;
            vec![ImportSource { name: text, ..source }]
        }
        Document::Read { sources, person } => {
            if let Some((handle, name)) = person {
                let kept = keep_person(&asked.workspace, &handle, name.as_deref());
                // The answer counts for now, whether it could be kept or not.
                asked.workspace = Arc::new(kept.unwrap_or_else(|error| {
                    unkept = Some(error.to_string());
                    let mut workspace = (*asked.workspace).clone();
                    workspace.profile.import.people.insert(handle, name);
                    workspace
                }));
            }
            sources
        }
    };
    let mut wanted =
        ImportOptions { kind, sources, section: None, image: None, weeks: EVENT_WEEKS, expanded };
    let imported = asked.desk(|desk| desk.import(&wanted))?;
    if let Some((name, refusal)) = imported.refused.first() {
        return Err(Refused::document(name, kind, refusal));
    }
    let sources = std::mem::take(&mut wanted.sources);
    Ok(Outcome::Read { imported: Box::new(imported), sources, unkept })
}

/// Expands `~/` and `file://`.
fn place(typed: &str, home: Option<&Path>) -> String {
    match (typed.strip_prefix("~/"), home) {
        (Some(inner), Some(home)) => home.join(inner).display().to_string(),
        _ if typed.starts_with("file://") => dropped::plain(typed),
        _ => typed.to_owned(),
    }
}

/// The images are there before the text that shows them.
fn take(asked: &DraftSnapshot, imported: &Imported, chosen: &[usize]) -> Result<Outcome, DeskError> {
    asked.desk(|desk| {
        let (draft, taken) = desk.take(imported, chosen);
        let copied = desk.copy_images(imported, &taken)?.len();
        Ok(Outcome::Took { text: draft.text().to_owned(), count: taken.len(), copied })
    })
}
