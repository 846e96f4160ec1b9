//! Listens on loopback, with a thread for each connection.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::connection::{Places, serve, turn_away};
use super::page::{Cursor, Page, ProblemId};
use super::shown::Shown;
use super::token;
use crate::root::Root;
use crate::text::limits::{PREVIEW_CONNECTIONS, PREVIEW_STREAMS};

/// What the user asked for in the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// Go to this place of the draft.
    Go {
        at: usize,
    },
    Fix(ProblemId),
    Waive {
        problem: ProblemId,
        reason: String,
    },
    /// Mark this page as read.
    Read {
        page: Arc<Page>,
    },
}

/// Takes what the user asked for. Returns false if nobody listens any more.
pub(super) type OnAsked = Box<dyn Fn(Asked) -> bool + Send + Sync>;

/// What all connections share.
pub(super) struct Shared {
    pub token: String,
    pub root: Root,
    pub shown: Shown,
    pub streams: Places,
    pub connections: Places,
    pub on_asked: OnAsked,
}

/// Shows a page in a browser of this machine until it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    address: SocketAddr,
}

impl fmt::Debug for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The token is a secret.
        out.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Why no page can be shown.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error("cannot listen on 127.0.0.1: {0}")]
    Listen(io::Error),
    #[error("cannot make an address that nobody can guess: {0}")]
    Random(io::Error),
}

impl Server {
    /// Shows a page, with images below `root`. `on_asked` takes what is clicked in it.
    ///
    /// # Errors
    ///
    /// If no port of this machine is free.
    pub fn start(
        root: Root,
        page: Page,
        on_asked: impl Fn(Asked) -> bool + Send + Sync + 'static,
    ) -> Result<Server, ServerError> {
        let token = token::random().map_err(ServerError::Random)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(ServerError::Listen)?;
        let address = listener.local_addr().map_err(ServerError::Listen)?;
        let shared = Arc::new(Shared {
            token,
            root,
            shown: Shown::new(page),
            streams: Places::new(PREVIEW_STREAMS),
            connections: Places::new(PREVIEW_CONNECTIONS),
            on_asked: Box::new(on_asked),
        });
        let listening = shared.clone();
        thread::spawn(move || listen(&listener, &listening));
        Ok(Server { shared, address })
    }

    /// The address of the page, which is a secret of this user.
    pub fn url(&self) -> String {
        format!("http://{}/{}/", self.address, self.shared.token)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Shows another page, or the same one after a change.
    pub fn show(&self, page: Page, cursor: Option<Cursor>) {
        self.shared.shown.show(page, cursor);
    }

    /// Scrolls to a place of the draft.
    pub fn point_at(&self, cursor: Cursor) {
        self.shared.shown.point_at(cursor);
    }

    /// The page that is shown now.
    pub fn page(&self) -> Arc<Page> {
        self.shared.shown.now().page
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.shown.close();
        // Wakes the listener, which then ends.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_millis(200));
    }
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.shown.now().is_closed {
            return;
        }
        let Ok(stream) = stream else {
            // Too many open files, which others may close.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        let shared = shared.clone();
        let spawned =
            thread::Builder::new().name("preview".into()).spawn(move || match shared.connections.enter() {
                Some(_place) => serve(&shared, stream),
                None => turn_away(stream),
            });
        // Without a thread, the connection is closed.
        drop(spawned);
    }
}
