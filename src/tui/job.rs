//! Work that `update` asks for and that must not keep a key waiting.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use crate::desk::{Created, DeskError, Journal, Probe, Workspace, create, read, save};
use crate::git::{self, GitError, Repo};
use crate::lint::ImageFact;

/// What happens to the program.
#[derive(Debug)]
pub enum Event {
    Terminal(crossterm::event::Event),
    Done(Box<Done>),
    /// The program was asked to end: SIGTERM, SIGHUP, or a terminal that is gone.
    Terminate,
}

/// Something for the pool to do.
#[derive(Debug)]
pub enum Job {
    /// Write `text`, unless the file is no longer `base`.
    Save {
        path: PathBuf,
        base: String,
        text: String,
        then: AfterSave,
    },
    /// Read the file, to see whether another program changed it.
    Reread {
        path: PathBuf,
        base: String,
    },
    /// Write down what is not saved yet.
    Keep {
        journal: Journal,
        base: String,
        text: String,
    },
    Forget {
        journal: Journal,
    },
    Probe {
        dests: Vec<String>,
        draft: PathBuf,
        workspace: Arc<Workspace>,
        assets: Option<PathBuf>,
    },
    Plan {
        root: PathBuf,
        paths: Vec<PathBuf>,
        draft: PathBuf,
    },
    /// Make the commit that was shown.
    Commit {
        root: PathBuf,
        plan: Box<git::commit::Plan>,
        message: String,
    },
    Create {
        workspace: Arc<Workspace>,
        date: jiff::civil::Date,
    },
}

/// What a save was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterSave {
    Stay,
    Commit,
    Quit,
}

/// What came of a job.
#[derive(Debug)]
pub enum Done {
    Saved {
        text: String,
        then: AfterSave,
    },
    SaveFailed {
        error: DeskError,
    },
    /// Another program changed the file: its text now, and what the save was for.
    ChangedOnDisk {
        theirs: String,
        then: Option<AfterSave>,
    },
    Gone {
        error: DeskError,
    },
    Kept(Result<(), DeskError>),
    Probed {
        seen: HashMap<String, ImageFact>,
        has_assets: bool,
    },
    Planned {
        plan: Result<git::commit::Plan, GitError>,
        before: Option<String>,
    },
    Committed(Result<git::commit::Committed, GitError>),
    Created(Result<Created, DeskError>),
    Nothing,
}

/// Two threads: one for what is slow (a hook, a full disk), one for the rest.
#[derive(Debug)]
pub struct Pool {
    quick: Sender<Job>,
    slow: Sender<Job>,
    quick_thread: JoinHandle<()>,
}

impl Pool {
    pub fn new(events: &Sender<Event>) -> Pool {
        let probe = Arc::new(Mutex::new(Probe::default()));
        let (quick, quick_thread) = worker(events.clone(), probe.clone());
        let (slow, _) = worker(events.clone(), probe);
        Pool { quick, slow, quick_thread }
    }

    /// Waits for the quick jobs that are still to be done: a journal that is to be forgotten must
    /// not be offered at the next start.
    pub fn finish(self) {
        drop(self.quick);
        // A worker that panicked has nothing left to do.
        let _ = self.quick_thread.join();
    }

    pub fn run(&self, job: Job) {
        let lane = match job {
            Job::Probe { .. } | Job::Plan { .. } | Job::Commit { .. } | Job::Create { .. } => &self.slow,
            _ => &self.quick,
        };
        // The workers end only with the program.
        let _ = lane.send(job);
    }
}

fn worker(events: Sender<Event>, probe: Arc<Mutex<Probe>>) -> (Sender<Job>, JoinHandle<()>) {
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

/// Does a job. Blocks.
pub fn run(job: Job, probe: &Mutex<Probe>) -> Done {
    match job {
        Job::Save { path, base, text, then } => save_text(&path, &base, text, then),
        Job::Reread { path, base } => match read(&path) {
            Ok(theirs) if theirs == base => Done::Nothing,
            Ok(theirs) => Done::ChangedOnDisk { theirs, then: None },
            Err(error) => Done::Gone { error },
        },
        Job::Keep { journal, base, text } => Done::Kept(journal.keep(&base, &text)),
        Job::Forget { journal } => {
            journal.forget();
            Done::Nothing
        }
        Job::Probe { dests, draft, workspace, assets } => {
            let mut probe = probe.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let look = |dest: String| {
                let fact = probe.look(&dest, &draft, &workspace.root)?;
                Some((dest, fact))
            };
            let seen = dests.into_iter().filter_map(look).collect();
            Done::Probed { seen, has_assets: assets.is_none_or(|folder| folder.is_dir()) }
        }
        Job::Plan { root, paths, draft } => match discover(&root) {
            Err(error) => Done::Planned { plan: Err(error), before: None },
            Ok(repo) => {
                let images: Vec<PathBuf> =
                    paths.into_iter().filter(|path| root.join(path) != draft).collect();
                let images = in_repository(&repo, &root, &images);
                let Some(draft) = repo.relative(&root.join(&draft)) else {
                    return Done::Planned { plan: Err(GitError::Outside { path: draft }), before: None };
                };
                let before = repo.head_blob(&draft);
                let before = before.and_then(|bytes| String::from_utf8(bytes).ok());
                Done::Planned { plan: git::commit::plan_draft(&repo, &draft, &images), before }
            }
        },
        Job::Commit { root, plan, message } => Done::Committed(
            discover(&root).and_then(|repo| git::commit::commit_planned(&repo, &plan, &message)),
        ),
        Job::Create { workspace, date } => Done::Created(create(&workspace, Some(date), date)),
    }
}

fn save_text(path: &std::path::Path, base: &str, text: String, then: AfterSave) -> Done {
    match read(path) {
        Ok(theirs) if theirs != base && theirs != text => {
            return Done::ChangedOnDisk { theirs, then: Some(then) };
        }
        Ok(_) => {}
        // A file that is gone is written anew: the text must not be lost with it.
        Err(DeskError::NoFile(_)) => {}
        Err(error) => return Done::SaveFailed { error },
    }
    match save(path, &text) {
        Ok(()) => Done::Saved { text, then },
        Err(error) => Done::SaveFailed { error },
    }
}

fn discover(root: &std::path::Path) -> Result<Repo, GitError> {
    Repo::discover(root)?.ok_or(GitError::NoRepository)
}

/// The paths from the repository's root, which may lie above the newsletter's.
fn in_repository(repo: &Repo, root: &std::path::Path, paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().filter_map(|path| repo.relative(&root.join(path))).collect()
}
