//! Work that `update` asks for and that must not keep a key waiting.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::desk::{
    Created, DeskError, Document, FittedImages, GatherOptions, Gathered, Gathering, Journal, MergedDraft,
    Probe, Workspace, create, save, unused_images,
};
use crate::draft::Draft;
use crate::git::commit::CommitError;
use crate::git::{self, GitError, Repo};
use crate::image::Control;
use crate::lint::{ImageFact, ImageScan};
use crate::root::Root;
use crate::tui::app::gather::Waited;
use crate::tui::app::image_job::{self, Asked, Brought, Listed};
use crate::tui::app::import::{Answered, ImportJob};
use crate::tui::app::session::Held;
use crate::tui::app::upstream::{Follow, Followed, Join};
use crate::tui::images::{self, Ready, Stamp, Wanted};

/// What happens to the program.
#[derive(Debug)]
pub enum Event {
    Terminal(crossterm::event::Event),
    /// The terminal said that it shows kitty's pictures.
    ShowsKitty,
    Done(Box<Done>),
    /// Time has passed that something on the screen counts.
    Tick,
    /// The program was asked to end: SIGTERM, SIGHUP, or a terminal that is gone.
    Terminate,
}

/// Something for the pool to do.
#[derive(Debug)]
pub enum Job {
    /// Write `text`, unless the file is no longer `base`.
    Save {
        document: Document,
        root: Root,
        text: String,
        journal: Option<Journal>,
        if_deleted: IfDeleted,
        then: AfterSave,
    },
    /// Read the file, to see whether another program changed it.
    Reread {
        document: Document,
        root: Root,
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
        /// The day, which names the folder of its images.
        date: Option<jiff::civil::Date>,
        text: String,
    },
    Plan {
        root: Root,
        paths: Vec<PathBuf>,
        draft: PathBuf,
    },
    /// Make the commit that was shown.
    Commit {
        root: PathBuf,
        plan: Box<git::commit::Plan>,
        message: String,
        /// The remote's branch whose draft was merged into the text.
        join: Option<Join>,
    },
    Create {
        workspace: Arc<Workspace>,
        date: jiff::civil::Date,
    },
    /// Make a picture ready to be drawn.
    Picture {
        wanted: Wanted,
        known: Option<Stamp>,
    },
    /// Find the pictures in the first of these folders that is there.
    List {
        folders: Vec<PathBuf>,
        control: Arc<Control>,
    },
    /// Fit a picture and put it where the pictures are.
    ImportImage {
        workspace: Arc<Workspace>,
        asked: Box<Asked>,
    },
    /// Fit a picture of the draft's in its place.
    Fit {
        workspace: Arc<Workspace>,
        draft: PathBuf,
        text: String,
        dest: String,
        control: Arc<Control>,
    },
    /// See what the remote has of the draft: with a control by asking it, else as far as known here.
    Follow(Follow),
    /// Look at the pixels of the draft's images.
    ScanImages {
        dests: Vec<String>,
        draft: PathBuf,
        root: Root,
        control: Arc<Control>,
    },
    /// Fetch the contributions to the draft, and look at them.
    Gather {
        wanted: Box<GatherOptions>,
        control: Arc<git::Control>,
    },
    /// Commit the contributions that were chosen.
    CommitGathering {
        gathering: Box<Gathering>,
        folded: Box<MergedDraft>,
        control: Arc<git::Control>,
    },
    /// Read what others wrote, or take what was ticked of it.
    Import(Box<ImportJob>),
}

/// What a save does where another program deleted the file meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfDeleted {
    Ask,
    Create,
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
    /// Another program deleted the file; nothing was written.
    Deleted {
        then: AfterSave,
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
        unused: Vec<String>,
    },
    Planned {
        plan: Result<git::commit::Plan, CommitError>,
        before: Option<String>,
    },
    Committed {
        made: Result<git::commit::Committed, CommitError>,
        /// What became of joining the histories, in a sentence.
        joined: Option<String>,
    },
    Created(Result<Created, DeskError>),
    /// A picture is ready, or its file is the same as before.
    Picture {
        wanted: Wanted,
        ready: Option<Ready>,
    },
    Listed(Listed),
    ImageImported {
        source: PathBuf,
        place: Held,
        brought: Brought,
    },
    Fitted {
        dest: String,
        fitted: Result<FittedImages, DeskError>,
        /// The text that its edits are for.
        text: String,
    },
    Looked {
        dests: Vec<String>,
        looks: HashMap<String, ImageScan>,
        control: Arc<Control>,
    },
    Followed(Followed),
    Waited(Waited),
    Gathered {
        gathered: Gathered,
        /// The draft as it was committed.
        text: String,
    },
    Imported(Box<Answered>),
    Nothing,
}

/// As long the end of the program waits for what was given up.
const GIVE_UP: Duration = Duration::from_secs(1);

/// Two threads: one for what is slow (a hook, a full disk), one for the rest. What works on
/// pictures has a thread for each job.
#[derive(Debug)]
pub struct Pool {
    quick: Sender<Job>,
    slow: Sender<Job>,
    quick_thread: JoinHandle<()>,
    events: Sender<Event>,
    probe: Arc<Mutex<Probe>>,
    /// Threads that write a picture or fetch, and their reins.
    busy: RefCell<Vec<(JoinHandle<()>, Reins)>>,
}

/// What stops a job.
#[derive(Debug)]
enum Reins {
    Picture(Arc<Control>),
    Fetch(Arc<git::Control>),
}

impl Reins {
    fn cancel(&self) {
        match self {
            Reins::Picture(control) => control.cancel(),
            Reins::Fetch(control) => control.cancel(),
        }
    }
}

impl Pool {
    pub fn new(events: &Sender<Event>) -> Pool {
        let probe = Arc::new(Mutex::new(Probe::default()));
        let (quick, quick_thread) = worker(events.clone(), probe.clone());
        let (slow, _) = worker(events.clone(), probe.clone());
        Pool { quick, slow, quick_thread, events: events.clone(), probe, busy: RefCell::default() }
    }

    /// Waits for the quick jobs that are still to be done: a journal that is to be forgotten must
    /// not be offered at the next start. A picture that is being written and a fetch are given up; what
    /// is left of them is waited for by the answer.
    pub fn finish(self) -> impl FnOnce() {
        let busy = self.busy.into_inner();
        busy.iter().for_each(|(_, reins)| reins.cancel());
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
            Job::Picture { .. } | Job::List { .. } | Job::ScanImages { .. } | Job::Import(_) => {
                self.spawn(job);
                return;
            }
            Job::Follow(Follow { ref fetch, .. }) => {
                let reins = fetch.clone().map(Reins::Fetch);
                let thread = self.spawn(job);
                return reins.map_or((), |reins| self.busy(thread, reins));
            }
            Job::Gather { ref control, .. } | Job::CommitGathering { ref control, .. } => {
                let reins = Reins::Fetch(control.clone());
                return self.busy(self.spawn(job), reins);
            }
            Job::ImportImage { ref asked, .. } => {
                let control = asked.control.clone();
                return self.busy(self.spawn(job), Reins::Picture(control));
            }
            Job::Fit { ref control, .. } => {
                let control = control.clone();
                return self.busy(self.spawn(job), Reins::Picture(control));
            }
            Job::Probe { .. } | Job::Plan { .. } | Job::Commit { .. } | Job::Create { .. } => &self.slow,
            _ => &self.quick,
        };
        // The workers end only with the program.
        let _ = lane.send(job);
    }

    fn spawn(&self, job: Job) -> JoinHandle<()> {
        let (events, probe) = (self.events.clone(), self.probe.clone());
        thread::spawn(move || {
            let failed = failed(&job);
            let done = survive(|| run(job, &probe)).unwrap_or(failed);
            // Nobody listens any more once the program ends.
            let _ = events.send(Event::Done(Box::new(done)));
        })
    }

    fn busy(&self, thread: JoinHandle<()>, reins: Reins) {
        let mut busy = self.busy.borrow_mut();
        busy.retain(|(thread, _)| !thread.is_finished());
        busy.push((thread, reins));
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

thread_local! {
    static SURVIVES: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is answered as a failed job, so that the program goes on.
pub(crate) fn survives() -> bool {
    SURVIVES.get()
}

/// Pictures come from everywhere, and what reads them is not ours: a damaged one must not end the
/// program.
fn survive<T>(work: impl FnOnce() -> T) -> Option<T> {
    SURVIVES.set(true);
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    SURVIVES.set(false);
    done.ok()
}

/// The answer of a job that could not be brought to an end.
fn failed(job: &Job) -> Done {
    match job {
        Job::Follow(follow) => Done::Followed(follow.failed()),
        Job::Gather { control, .. } | Job::CommitGathering { control, .. } => {
            let error = GitError::Git("looking at the contributions broke down".into());
            Done::Waited(Waited { control: control.clone(), gathering: Err(error.into()), refused: None })
        }
        Job::Import(job) => job.failed(),
        job => image_job::failed(job),
    }
}

/// Does a job. Blocks.
pub fn run(job: Job, probe: &Mutex<Probe>) -> Done {
    match job {
        Job::Save { document, root, text, journal, if_deleted, then } => {
            save_text(&document, &root, text, journal.as_ref(), if_deleted, then)
        }
        Job::Reread { document, root } => match document.changed_on_disk(&root) {
            Ok(None) => Done::Nothing,
            Ok(Some(theirs)) => Done::ChangedOnDisk { theirs, then: None },
            Err(error) => Done::Gone { error },
        },
        Job::Keep { journal, base, text } => Done::Kept(journal.keep(&base, &text)),
        Job::Forget { journal } => {
            journal.forget();
            Done::Nothing
        }
        Job::Probe { dests, draft, workspace, date, text } => {
            let mut probe = probe.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let look = |dest: String| {
                let fact = probe.look(&dest, &draft, &workspace.root)?;
                Some((dest, fact))
            };
            let seen = dests.into_iter().filter_map(look).collect();
            let assets = workspace.profile.files.assets.as_ref().zip(date);
            let folder = assets.map(|(assets, date)| workspace.root.join(assets.for_date(date)));
            let has_assets = folder.is_none_or(|folder| workspace.root.is_folder(&folder));
            let unused = date.map(|date| unused_images(&workspace, &draft, &Draft::parse(text), date));
            let unused = unused.unwrap_or_default();
            Done::Probed { seen, has_assets, unused }
        }
        Job::Plan { root, paths, draft } => match discover(root.folder()) {
            Err(error) => Done::Planned { plan: Err(error.into()), before: None },
            Ok(repo) => {
                // A link inside the newsletter's folder is committed as the file that it leads to.
                let draft = root.real(&draft).unwrap_or(draft);
                let images: Vec<PathBuf> =
                    paths.into_iter().filter(|path| root.join(path) != draft).collect();
                let images = in_repository(&repo, root.folder(), &images);
                let Some(draft) = repo.relative(&root.join(&draft)) else {
                    return Done::Planned { plan: Err(CommitError::Outside { path: draft }), before: None };
                };
                let before = repo.head_blob(&draft);
                let before = before.and_then(|bytes| String::from_utf8(bytes).ok());
                Done::Planned { plan: git::commit::plan_draft(&repo, &draft, &images), before }
            }
        },
        Job::Commit { root, plan, message, join } => {
            let made = discover(&root).map_err(CommitError::from);
            let made = made.and_then(|repo| git::commit::commit_planned(&repo, &plan, &message));
            let joined = join.filter(|_| made.is_ok()).map(Join::run);
            Done::Committed { made, joined }
        }
        Job::Create { workspace, date } => Done::Created(create(&workspace, Some(date), date)),
        Job::Picture { wanted, known } => {
            let ready = images::make(&wanted, known);
            Done::Picture { wanted, ready }
        }
        Job::List { folders, control } => image_job::list(folders, control),
        Job::ImportImage { workspace, asked } => image_job::bring(&workspace, *asked),
        Job::Fit { workspace, draft, text, dest, control } => {
            image_job::fit(&workspace, &draft, text, dest, &control)
        }
        Job::Gather { wanted, control } => {
            let gathering = Gathering::open(&wanted, &control).map(Box::new);
            Done::Waited(Waited { control, gathering, refused: None })
        }
        Job::CommitGathering { gathering, folded, control } => match gathering.commit(&folded, &control) {
            Ok(gathered) => Done::Gathered { gathered, text: folded.text },
            Err(refused) => {
                Done::Waited(Waited { control, gathering: Ok(gathering), refused: Some(refused) })
            }
        },
        Job::Follow(follow) => Done::Followed(follow.run()),
        Job::Import(job) => job.run(),
        Job::ScanImages { dests, draft, root, control } => image_job::look(dests, &draft, &root, control),
    }
}

fn save_text(
    document: &Document,
    root: &Root,
    text: String,
    journal: Option<&Journal>,
    if_deleted: IfDeleted,
    then: AfterSave,
) -> Done {
    match document.changed_on_disk(root) {
        Ok(Some(theirs)) if theirs != text => return Done::ChangedOnDisk { theirs, then: Some(then) },
        Ok(_) => {}
        Err(DeskError::NoFile(_)) if if_deleted == IfDeleted::Ask => return Done::Deleted { then },
        Err(DeskError::NoFile(_)) => {
            let folder = document.path.parent().unwrap_or(root.folder());
            if let Err(error) = root.make_folders(folder) {
                return Done::SaveFailed { error: DeskError::root_write(folder, error) };
            }
        }
        Err(error) => return Done::SaveFailed { error },
    }
    match save(&document.path, root, &document.base, &text, journal) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_over_a_picture_is_a_failed_job() {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !survives() {
                hook(info);
            }
        }));
        assert_eq!(survive(|| 7), Some(7));
        assert_eq!(survive(|| std::hint::black_box(&[0u8][..])[9]), None);
        assert!(!survives());
    }
}
