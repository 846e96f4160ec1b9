//! The threads that run jobs.

use std::cell::{Cell, RefCell};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::browser::PreviewJob;
use super::clipboard::{Copying, Reading};
use super::history::Logged;
use super::upstream::UpstreamCheck;
use super::{Done, Event, Job, image, run};
use crate::desk::Probe;
use crate::git::{self, GitError};
use crate::image::Control;
use crate::tui::app::gather::Waited;

/// As long the end of the program waits for what was given up.
const GIVE_UP: Duration = Duration::from_secs(1);

/// Three threads: one for what is slow (a hook, a full disk), one for the clipboard, where a paste follows
/// the copy before it, and one for the rest. What works on images has a thread for each job.
#[derive(Debug)]
pub struct Pool {
    quick: Sender<Job>,
    slow: Sender<Job>,
    clipboard: Sender<Job>,
    quick_thread: JoinHandle<()>,
    events: Sender<Event>,
    probe: Arc<Mutex<Probe>>,
    /// Threads that write an image or fetch, and their handle.
    busy: RefCell<Vec<(JoinHandle<()>, CancelHandle)>>,
}

/// Cancels a job.
#[derive(Debug)]
enum CancelHandle {
    Image(Arc<Control>),
    Fetch(Arc<git::Control>),
}

impl CancelHandle {
    fn cancel(&self) {
        match self {
            CancelHandle::Image(control) => control.cancel(),
            CancelHandle::Fetch(control) => control.cancel(),
        }
    }
}

impl Pool {
    pub fn new(events: &Sender<Event>) -> Pool {
        let probe = Arc::new(Mutex::new(Probe::default()));
        let (quick, quick_thread) = worker(events.clone(), probe.clone(), run);
        let (slow, _) = worker(events.clone(), probe.clone(), run);
        let (clipboard, _) = worker(events.clone(), probe.clone(), run_caught);
        Pool { quick, slow, clipboard, quick_thread, events: events.clone(), probe, busy: RefCell::default() }
    }

    /// Waits for the quick jobs that are still to be done: a journal that is to be forgotten must
    /// not be offered at the next start. An image that is being written and a fetch are given up; what
    /// is left of them is waited for by the answer.
    pub fn finish(self) -> impl FnOnce() {
        let busy = self.busy.into_inner();
        busy.iter().for_each(|(_, handle)| handle.cancel());
        drop(self.quick);
        // A worker that panicked has nothing left to do.
        let _ = self.quick_thread.join();
        move || {
            // What was cancelled writes nothing any more; a moment is for what is being renamed. A
            // drawing that takes minutes is not waited for.
            let until = Instant::now() + GIVE_UP;
            while busy.iter().any(|(thread, _)| !thread.is_finished()) && Instant::now() < until {
                thread::sleep(Duration::from_millis(5));
            }
        }
    }

    pub fn run(&self, job: Job) {
        let lane = match job {
            Job::Image { .. }
            | Job::List { .. }
            | Job::ScanImages { .. }
            | Job::Import(_)
            | Job::ListIssues { .. }
            | Job::ReadIssue { .. }
            | Job::CopyItem(_)
            | Job::LogDiff { .. }
            | Job::Check(_)
            | Job::FixAll(_)
            | Job::MergeContributions { .. } => {
                self.spawn(job);
                return;
            }
            Job::Preview(job) => return self.preview(job),
            Job::CheckUpstream(UpstreamCheck { ref fetch, .. }) => {
                let handle = fetch.clone().map(CancelHandle::Fetch);
                let thread = self.spawn(job);
                return handle.map_or((), |handle| self.busy(thread, handle));
            }
            Job::Gather { ref control, .. }
            | Job::CommitGathering { ref control, .. }
            | Job::Log { ref control, .. } => {
                let handle = CancelHandle::Fetch(control.clone());
                return self.busy(self.spawn(job), handle);
            }
            Job::Push(ref request) => {
                let handle = CancelHandle::Fetch(request.control.clone());
                return self.busy(self.spawn(job), handle);
            }
            Job::ImportImage { ref asked, .. } => {
                let control = asked.control.clone();
                return self.busy(self.spawn(job), CancelHandle::Image(control));
            }
            Job::Fit { ref control, .. } => {
                let control = control.clone();
                return self.busy(self.spawn(job), CancelHandle::Image(control));
            }
            Job::Probe { .. }
            | Job::Plan { .. }
            | Job::Commit { .. }
            | Job::Watch(_)
            | Job::Reload { .. } => &self.slow,
            Job::Copy { .. } | Job::ReadClipboard { .. } => &self.clipboard,
            _ => &self.quick,
        };
        // The workers end only with the program.
        let _ = lane.send(job);
    }

    fn spawn(&self, job: Job) -> JoinHandle<()> {
        let (events, probe) = (self.events.clone(), self.probe.clone());
        thread::spawn(move || {
            let done = run_caught(job, &probe);
            // Nobody listens any more once the program ends.
            let _ = events.send(Event::Done(Box::new(done)));
        })
    }

    /// Does work for the preview, whose clicks become events.
    fn preview(&self, job: PreviewJob) {
        let (events, asked) = (self.events.clone(), Mutex::new(self.events.clone()));
        thread::spawn(move || {
            let failed = job.failed();
            let on_asked =
                move |click| asked.lock().is_ok_and(|events| events.send(Event::Asked(click)).is_ok());
            let done = catch_panic(|| job.run(on_asked)).unwrap_or(failed);
            let _ = events.send(Event::Done(Box::new(done)));
        });
    }

    fn busy(&self, thread: JoinHandle<()>, handle: CancelHandle) {
        let mut busy = self.busy.borrow_mut();
        busy.retain(|(thread, _)| !thread.is_finished());
        busy.push((thread, handle));
    }
}

fn worker(
    events: Sender<Event>,
    probe: Arc<Mutex<Probe>>,
    run: fn(Job, &Mutex<Probe>) -> Done,
) -> (Sender<Job>, JoinHandle<()>) {
    let (jobs, queue) = channel::<Job>();
    let thread = thread::spawn(move || {
        for job in queue {
            if events.send(Event::Done(Box::new(run(job, &probe)))).is_err() {
                break;
            }
        }
    });
    (jobs, thread)
}

thread_local! {
    static CATCHES: Cell<bool> = const { Cell::new(false) };
}

/// True if a panic of this thread becomes a failed job, so that the program goes on.
pub(crate) fn catches_panics() -> bool {
    CATCHES.get()
}

/// Images come from everywhere, and what reads them is not ours: a damaged one must not end the
/// program.
fn catch_panic<T>(work: impl FnOnce() -> T) -> Option<T> {
    CATCHES.set(true);
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    CATCHES.set(false);
    done.ok()
}

/// Does a job. One that panics has failed.
fn run_caught(job: Job, probe: &Mutex<Probe>) -> Done {
    let failed = failed(&job);
    catch_panic(|| run(job, probe)).unwrap_or(failed)
}

/// The result of a job that panicked.
fn failed(job: &Job) -> Done {
    match job {
        Job::CheckUpstream(check) => Done::UpstreamChecked(check.failed()),
        Job::Gather { control, .. }
        | Job::MergeContributions { control, .. }
        | Job::CommitGathering { control, .. } => {
            let error = GitError::Git("looking at the contributions broke down".into());
            Done::Waited(Waited { control: control.clone(), gathering: Err(error.into()), refused: None })
        }
        Job::Import(job) => job.failed(),
        Job::Preview(job) => job.failed(),
        Job::Log { control, .. } => {
            let error = GitError::Git("reading the history broke down".into());
            Done::Logged(Logged { control: control.clone(), log: Err(error.into()) })
        }
        Job::Plan { wish, .. } => {
            let error = GitError::Git("comparing with the last commit broke down".into());
            Done::Planned { plan: Err(error.into()), before: None, wish: *wish }
        }
        Job::Commit { .. } => {
            let error = GitError::Git("the commit broke down".into());
            Done::Committed { made: Err(error.into()), joined: None }
        }
        Job::Copy { text, taken, .. } => {
            Done::Copied { text: text.clone(), copying: Copying::Refused, taken: *taken }
        }
        Job::ReadClipboard { target, .. } => {
            Done::ClipboardRead { reading: Reading::Unknown, target: *target }
        }
        Job::Check(request) => Done::CheckFailed { revision: request.revision },
        Job::FixAll(request) => Done::FixAllFailed { draft: request.path.clone() },
        Job::Push(_) => Done::Pushed(Err(GitError::Git("the push broke down".into()).into())),
        job => image::failed(job),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_over_a_image_is_a_failed_job() {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !catches_panics() {
                hook(info);
            }
        }));
        assert_eq!(catch_panic(|| 7), Some(7));
        assert_eq!(catch_panic(|| std::hint::black_box(&[0u8][..])[9]), None);
        assert!(!catches_panics());
    }
}
