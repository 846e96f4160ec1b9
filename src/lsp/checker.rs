//! Checks drafts in a thread, so that typing never waits. A new text cancels the check of the one before.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::server::Event;
use crate::desk::{LiveChecks, LiveDraft, LiveFacts, LiveNewsletter, LiveOptions};
use crate::draft::Draft;
use crate::image::Control;
use crate::lint::{ChecklistLine, Diagnostic, Facts};

/// A draft to check.
#[derive(Debug)]
pub(super) struct CheckRequest {
    /// Its name in the editor. A file that is open under two names is two documents.
    pub uri: String,
    pub path: PathBuf,
    pub draft: Draft,
    pub newsletter: Arc<LiveNewsletter>,
    pub options: Arc<LiveOptions>,
    /// A later request for the same document has a higher number.
    pub ticket: u64,
}

/// The problems of a draft.
#[derive(Debug)]
pub(super) struct Checked {
    pub uri: String,
    pub ticket: u64,
    pub facts: Arc<Facts>,
    /// In the order of the text.
    pub problems: Vec<Diagnostic>,
    pub checklist: Vec<ChecklistLine>,
    /// False if images are still being decoded, and another result follows.
    pub is_complete: bool,
}

/// The thread that checks.
#[derive(Debug)]
pub(super) struct Checker {
    queue: Arc<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    jobs: Mutex<Jobs>,
    added: Condvar,
}

#[derive(Debug, Default)]
struct Jobs {
    waiting: VecDeque<Job>,
    running: Option<(String, Arc<Control>)>,
}

#[derive(Debug)]
enum Job {
    Check(Box<CheckRequest>),
    /// A document that was closed.
    Forget(PathBuf),
}

impl Job {
    fn is_check_of(&self, uri: &str) -> bool {
        matches!(self, Job::Check(request) if request.uri == uri)
    }
}

impl Checker {
    pub fn start(events: Sender<Event>) -> Checker {
        let queue = Arc::new(Queue::default());
        let jobs = queue.clone();
        std::thread::spawn(move || {
            let mut checks = LiveChecks::default();
            loop {
                let (job, control) = jobs.next();
                match job {
                    Job::Forget(path) => checks.forget(&path),
                    Job::Check(request) => {
                        let uri = request.uri.clone();
                        // A panic of one check must not end all checks.
                        let run = || run(&mut checks, *request, &control, &events);
                        if catch_unwind(AssertUnwindSafe(run)).is_err() {
                            let _ = events.send(Event::CheckFailed(uri));
                        }
                    }
                }
                jobs.lock().running = None;
            }
        });
        Checker { queue }
    }

    /// Checks a draft. Replaces a request for the same draft that waits, and cancels one that runs.
    pub fn check(&self, request: CheckRequest) {
        let mut jobs = self.queue.lock();
        jobs.stop(&request.uri);
        jobs.waiting.push_back(Job::Check(Box::new(request)));
        self.queue.added.notify_one();
    }

    /// Stops checking a document that was closed.
    pub fn forget(&self, uri: String, path: PathBuf) {
        let mut jobs = self.queue.lock();
        jobs.stop(&uri);
        jobs.waiting.push_back(Job::Forget(path));
        self.queue.added.notify_one();
    }
}

impl Jobs {
    fn stop(&mut self, uri: &str) {
        self.waiting.retain(|job| !job.is_check_of(uri));
        if let Some((_, control)) = self.running.as_ref().filter(|(running, _)| running == uri) {
            control.cancel();
        }
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> (Job, Arc<Control>) {
        let mut jobs = self.lock();
        loop {
            if let Some(job) = jobs.waiting.pop_front() {
                let control = Arc::new(Control::default());
                if let Job::Check(request) = &job {
                    jobs.running = Some((request.uri.clone(), control.clone()));
                }
                return (job, control);
            }
            jobs = self.added.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn run(checks: &mut LiveChecks, request: CheckRequest, control: &Control, events: &Sender<Event>) {
    let CheckRequest { uri, path, draft, newsletter, options, ticket } = request;
    let live = LiveDraft { path: &path, draft: &draft };
    let found = |facts: &LiveFacts| {
        let (problems, checklist) = live.check(&newsletter, &facts.facts, &options, control)?;
        let is_complete = facts.is_complete;
        let facts = facts.facts.clone();
        Some(Checked { uri: uri.clone(), ticket, facts, problems, checklist, is_complete })
    };
    let facts = checks.collect(&newsletter, live, &options);
    let Some(first) = found(&facts) else { return };
    let _ = events.send(Event::Checked(Box::new(first)));
    if facts.is_complete {
        return;
    }
    let complete = checks.complete(&newsletter, &path, facts, control);
    if let Some(whole) = complete.and_then(|facts| found(&facts)) {
        let _ = events.send(Event::Checked(Box::new(whole)));
    }
}
