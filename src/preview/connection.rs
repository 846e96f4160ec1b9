//! One connection: a request, and its answer.

use std::io::{BufWriter, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::request::{self, Refusal};
use super::response;
use super::routes;
use super::server::Shared;

/// As long a browser may leave a part of an answer unread.
const WRITE_TIME: Duration = Duration::from_secs(5);

/// Counts what is open, up to a limit.
#[derive(Debug)]
pub(super) struct Places {
    taken: AtomicUsize,
    most: usize,
}

/// A place, which is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place<'p>(&'p Places);

impl Places {
    pub fn new(most: usize) -> Places {
        Places { taken: AtomicUsize::new(0), most }
    }

    /// `None` if all places are taken.
    pub fn enter(&self) -> Option<Place<'_>> {
        let place = Place(self);
        let before = self.taken.fetch_add(1, Ordering::Relaxed);
        (before < self.most).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.taken.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers the request of a connection.
pub(super) fn serve(shared: &Shared, mut stream: TcpStream) {
    let is_set = stream.set_write_timeout(Some(WRITE_TIME)).is_ok() && stream.set_nodelay(true).is_ok();
    if !is_set {
        return;
    }
    let request = request::read(&mut stream);
    let mut out = BufWriter::new(&stream);
    // An error says that the browser is gone.
    let _ = match &request {
        Ok(request) => routes::answer(shared, request, &mut out),
        Err(refusal) => response::refuse(&mut out, *refusal),
    };
    let _ = out.flush();
    drop(out);
    let _ = stream.shutdown(Shutdown::Write);
    if request.is_err() {
        read_rest(&mut stream);
    }
}

/// Reads some of what a refused client still sends: closing before that would take the answer from it.
fn read_rest(stream: &mut TcpStream) {
    const BYTES: usize = 64 * 1024;
    let mut rest = [0; 4096];
    let mut read = 0;
    if stream.set_read_timeout(Some(Duration::from_millis(200))).is_err() {
        return;
    }
    while read < BYTES {
        match stream.read(&mut rest) {
            Ok(0) | Err(_) => return,
            Ok(length) => read += length,
        }
    }
}

/// Answers a connection beyond the limit.
pub(super) fn turn_away(stream: TcpStream) {
    let mut stream = stream;
    if stream.set_write_timeout(Some(Duration::from_millis(100))).is_ok() {
        let _ = response::refuse(&mut stream, Refusal::Unavailable);
    }
}
