//! Making the page of the draft for the browser.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Done;
use crate::desk::{FileError, PreviewPages, PreviewedDraft, Workspace};
use crate::draft::Draft;
use crate::lint::{Diagnostic, Facts};
use crate::outline::Outline;
use crate::preview::{Asked, Cursor, NoBrowser, Page, Server, ServerError, Writer, open_browser};

/// The preview that is open: its server, and what makes its pages.
#[derive(Debug)]
pub struct OpenPreview {
    server: Server,
    pages: Mutex<PreviewPages>,
}

/// A draft to be shown.
#[derive(Debug)]
pub struct PageRequest {
    pub workspace: Arc<Workspace>,
    pub path: PathBuf,
    pub draft: Draft,
    /// `None` if it is not made yet.
    pub outline: Option<Arc<Outline>>,
    pub facts: Arc<Facts>,
    /// With their places in this draft.
    pub problems: Vec<Diagnostic>,
    pub cursor: Cursor,
    pub shows: Shows,
    /// The user's state folder.
    pub state: Option<PathBuf>,
    /// True if a file of an image has changed.
    pub has_new_images: bool,
}

/// Whose text is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shows {
    /// That of the desk.
    #[default]
    Draft,
    /// That of a contribution with this name, which is only looked at.
    Contribution(String),
}

/// What becomes of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    InBrowser,
    Nowhere,
}

/// What became of it.
#[derive(Debug)]
pub enum Opened {
    InBrowser,
    NotAsked,
    /// No browser shows it.
    Refused(NoBrowser),
}

/// Work for the preview.
#[derive(Debug)]
pub enum PreviewJob {
    Open(Box<PageRequest>, Opens),
    /// Open the address once more.
    OpenAgain(Arc<OpenPreview>),
    Show(Arc<OpenPreview>, Box<PageRequest>),
    PointAt(Arc<OpenPreview>, Cursor),
    MarkAsRead(Arc<OpenPreview>, Arc<Page>),
}

/// The results of this work.
#[derive(Debug)]
pub enum PreviewDone {
    /// With what became of the address.
    Opened(Result<Arc<OpenPreview>, ServerError>, Opened),
    /// The page shows what was asked for.
    Shown,
    Marked(Result<(), FileError>),
}

impl OpenPreview {
    pub fn url(&self) -> String {
        self.server.url()
    }

    pub fn port(&self) -> u16 {
        self.server.port()
    }

    fn open(&self) -> Opened {
        open_browser(&self.url()).map_or_else(Opened::Refused, |()| Opened::InBrowser)
    }

    fn pages(&self) -> MutexGuard<'_, PreviewPages> {
        // Pages that broke down are made whole by the next one.
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PreviewJob {
    /// Does the job. `on_asked` takes what is clicked in a page that it opens.
    pub(crate) fn run(self, on_asked: impl Fn(Asked) -> bool + Send + Sync + 'static) -> Done {
        Done::Preview(match self {
            PreviewJob::Open(request, opens) => {
                let mut pages = request.pages();
                let root = request.workspace.root.clone();
                let page = request.page(&mut pages);
                let server = Server::start(root, page, on_asked);
                let open = server.map(|server| Arc::new(OpenPreview { server, pages: Mutex::new(pages) }));
                let opened = match (&open, opens) {
                    (Ok(open), Opens::InBrowser) => open.open(),
                    _ => Opened::NotAsked,
                };
                PreviewDone::Opened(open, opened)
            }
            PreviewJob::OpenAgain(open) => {
                let opened = open.open();
                PreviewDone::Opened(Ok(open), opened)
            }
            PreviewJob::Show(open, request) => {
                let mut pages = open.pages();
                if !pages.are_of(&request.workspace, &request.path) {
                    *pages = request.pages();
                }
                if request.has_new_images {
                    pages.images_changed();
                }
                let cursor = request.cursor;
                open.server.show(request.page(&mut pages), Some(cursor));
                PreviewDone::Shown
            }
            PreviewJob::PointAt(open, cursor) => {
                open.server.point_at(cursor);
                PreviewDone::Shown
            }
            PreviewJob::MarkAsRead(open, page) => PreviewDone::Marked(open.pages().mark_as_read(&page)),
        })
    }

    /// The result of a job that panicked.
    pub(crate) fn failed(&self) -> Done {
        Done::Preview(match self {
            PreviewJob::Open(..) | PreviewJob::OpenAgain(_) => {
                let error = std::io::Error::other("making the page broke down");
                PreviewDone::Opened(Err(ServerError::Listen(error)), Opened::NotAsked)
            }
            PreviewJob::Show(..) | PreviewJob::PointAt(..) => PreviewDone::Shown,
            PreviewJob::MarkAsRead(..) => PreviewDone::Marked(Ok(())),
        })
    }
}

impl PageRequest {
    /// Pages of the draft, with none made yet.
    fn pages(&self) -> PreviewPages {
        let listing = self.workspace.listing();
        PreviewPages::new(self.workspace.clone(), &listing, &self.path, self.state.as_deref())
    }

    fn page(self, pages: &mut PreviewPages) -> Page {
        let make = || Arc::new(self.facts.outline(&self.draft, &self.workspace.profile));
        let outline = self.outline.clone().unwrap_or_else(make);
        let (draft, problems) = (Arc::new(self.draft), self.problems.as_slice());
        let (writer, title) = match &self.shows {
            Shows::Draft => (Writer::Desk, None),
            Shows::Contribution(name) => (Writer::Files, Some(name.as_str())),
        };
        pages.page(PreviewedDraft { draft, outline, problems, writer, title })
    }
}
