//! Work that `update` asks for and that must not keep a key waiting. Only jobs reach files, git and
//! the network.

pub(crate) mod browser;
pub(crate) mod check;
pub(crate) mod clipboard;
pub(crate) mod commit;
pub(crate) mod copy_item;
pub(crate) mod edit;
pub(crate) mod fix;
pub(crate) mod history;
pub(crate) mod image;
pub(crate) mod import;
pub(crate) mod merge;
pub(crate) mod pool;
pub(crate) mod save;
pub(crate) mod start;
pub(crate) mod switch;
pub(crate) mod upstream;
pub(crate) mod watch;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use self::browser::{PreviewDone, PreviewJob};
use self::check::{CheckRequest, CheckedDraft};
use self::clipboard::{ClipboardProgram, Copying, Reading, Taken};
use self::commit::Wish;
use self::copy_item::{CopiedItem, CopyRequest};
use self::fix::{FixAllRequest, FoundFixes};
use self::history::{CommitDiff, ListedDrafts, Logged, PushRequest};
use self::image::{Brought, ImageRequest, IssueImages, Listed, SeenImages};
use self::import::{Answered, ImportJob};
use self::merge::{MergeOutcome, MergeRequest, RestoreOutcome, RestoreRequest};
use self::switch::{SwitchOutcome, SwitchRequest};
use self::upstream::{Join, UpstreamCheck, UpstreamResult};
use self::watch::{Reloaded, WatchOutcome, WatchRequest};
use crate::desk::{
    DeskError, Document, FittedImages, GatherOptions, Gathered, Gathering, Journal, MergedDraft, PastIssue,
    Probe, ProblemPolicy, PushedBranch, Selection, Workspace,
};
use crate::draft::Draft;
use crate::git;
use crate::git::commit::CommitError;
use crate::image::Control;
use crate::lint::ImageScan;
use crate::preview::Asked;
use crate::root::{FileKind, Root, about_named};
use crate::tui::app::clipboard::Target;
use crate::tui::app::gather::Waited;
use crate::tui::app::session::Marker;
use crate::tui::ask::Answer;
use crate::tui::images::{self, Ready, Stamp, Wanted};

/// An event of the program.
#[derive(Debug)]
pub enum Event {
    Terminal(crossterm::event::Event),
    /// The terminal has answered a question.
    Answered(Answer),
    Done(Box<Done>),
    /// Something was clicked in the preview.
    Asked(Asked),
    /// Time has passed that something on the screen counts.
    Tick,
    /// Another second has passed: other programs may have changed files.
    Watch,
    /// The program was asked to end: SIGTERM, SIGHUP, or a terminal that is gone.
    Terminate,
}

impl Event {
    /// True for keys, pastes and the mouse.
    pub(crate) fn is_typed(&self) -> bool {
        use crossterm::event::Event as Input;
        matches!(self, Event::Terminal(Input::Key(_) | Input::Paste(_) | Input::Mouse(_)))
    }
}

/// Work for the pool.
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
        issue: IssueImages,
        text: String,
    },
    /// Compare the draft and its images with the last commit.
    Plan {
        workspace: Arc<Workspace>,
        path: PathBuf,
        draft: Box<Draft>,
        wish: Wish,
    },
    /// Check the draft.
    Check(Box<CheckRequest>),
    /// Look for all safe fixes of the draft.
    FixAll(Box<FixAllRequest>),
    /// Merge what another program or the remote did to the draft into the text.
    Merge(Box<MergeRequest>),
    /// Merge what an earlier run typed into the text.
    Restore(Box<RestoreRequest>),
    /// Keep the journal under another name.
    SetAside {
        journal: Journal,
    },
    /// See whether a pasted path is a file.
    CheckPath {
        path: PathBuf,
        root: Root,
        pasted: Pasted,
    },
    /// Make the commit that was shown.
    Commit {
        root: PathBuf,
        plan: Box<git::commit::Plan>,
        message: String,
        /// The remote's branch whose draft was merged into the text.
        join: Option<Join>,
    },
    /// Open another draft, or create it.
    Switch(Box<SwitchRequest>),
    /// Make an image ready to be drawn.
    Image {
        wanted: Wanted,
        known: Option<Stamp>,
    },
    /// Find the images in the first of these folders that is there.
    List {
        folders: Vec<PathBuf>,
        control: Arc<Control>,
    },
    /// Fit an image and put it where the issue's images are.
    ImportImage {
        workspace: Arc<Workspace>,
        asked: Box<ImageRequest>,
    },
    /// Fit an image of the draft's in its place.
    Fit {
        workspace: Arc<Workspace>,
        draft: PathBuf,
        text: String,
        dest: String,
        control: Arc<Control>,
    },
    /// See what the remote has of the draft: with a control by asking it, else as far as known here.
    CheckUpstream(UpstreamCheck),
    /// List the drafts and the published issues, and what was set aside beside the journal.
    ListIssues {
        workspace: Arc<Workspace>,
        journal: Option<Journal>,
    },
    /// Copy the images of an item of another issue.
    CopyItem(Box<CopyRequest>),
    /// Read another issue.
    ReadIssue {
        workspace: Arc<Workspace>,
        path: PathBuf,
    },
    /// Read the history of the draft.
    Log {
        draft: PathBuf,
        control: Arc<git::Control>,
    },
    /// Read what a commit changed in the draft.
    LogDiff {
        draft: PathBuf,
        commit: git::Oid,
    },
    /// Push the branch that is checked out.
    Push(Box<PushRequest>),
    /// See which files of the open draft have changed.
    Watch(Box<WatchRequest>),
    /// Load the profile and the template again.
    Reload {
        workspace: Arc<Workspace>,
        path: PathBuf,
        draft: Box<Draft>,
    },
    /// Scan the pixels of the draft's images.
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
    /// Merge the chosen contributions, one after the other.
    MergeContributions {
        gathering: Box<Gathering>,
        chosen: Vec<Selection>,
        with_problems: ProblemPolicy,
        control: Arc<git::Control>,
    },
    /// Commit the contributions that were chosen.
    CommitGathering {
        gathering: Box<Gathering>,
        folded: Box<MergedDraft>,
        control: Arc<git::Control>,
    },
    /// Set the desktop's clipboard.
    Copy {
        text: String,
        programs: Vec<ClipboardProgram>,
        taken: Taken,
    },
    /// Read the desktop's clipboard.
    ReadClipboard {
        programs: Vec<ClipboardProgram>,
        target: Target,
    },
    /// Read what others wrote, or take what was ticked of it.
    Import(Box<ImportJob>),
    /// Open the preview in the browser, or bring it up to the text.
    Preview(PreviewJob),
}

/// What a save does where another program deleted the file meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfDeleted {
    Ask,
    Create,
}

/// What comes after a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterSave {
    Stay,
    Commit,
    /// Amend the last commit.
    Amend,
    /// Open the draft that was asked for.
    Switch,
    Quit,
}

/// The result of a job.
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
        path: PathBuf,
        theirs: String,
        then: Option<AfterSave>,
    },
    /// The file has the text that was last read or written.
    AsKnown {
        path: PathBuf,
    },
    /// Another program deleted the file, as a look at it found.
    Missing {
        path: PathBuf,
    },
    /// The file can't be read any more.
    Gone {
        error: DeskError,
    },
    Merged(Box<MergeOutcome>),
    Restored(Box<RestoreOutcome>),
    /// Where the journal is now; `None` if it could not be renamed.
    SetAside(Option<PathBuf>),
    PathChecked {
        path: PathBuf,
        pasted: Pasted,
        is_file: bool,
    },
    Kept(Result<(), DeskError>),
    Probed {
        draft: PathBuf,
        images: SeenImages,
    },
    Planned {
        plan: Result<git::commit::Plan, CommitError>,
        before: Option<String>,
        wish: Wish,
    },
    Checked(Box<CheckedDraft>),
    /// The checks of the text in this revision broke down.
    CheckFailed {
        revision: u64,
    },
    FixesFound(Box<FoundFixes>),
    /// Looking for the fixes of this draft broke down.
    FixAllFailed {
        draft: PathBuf,
    },
    Committed {
        made: Result<git::commit::Committed, CommitError>,
        /// What became of joining the histories, in a sentence.
        joined: Option<String>,
    },
    Switched(Box<SwitchOutcome>),
    /// An image is ready, or its file is the same as before.
    Image {
        wanted: Wanted,
        ready: Option<Ready>,
    },
    Listed(Listed),
    ImageImported {
        source: PathBuf,
        place: Marker,
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
    UpstreamChecked(UpstreamResult),
    Watched(Box<WatchOutcome>),
    IssuesListed(ListedDrafts),
    ItemCopied(Box<CopiedItem>),
    IssueRead(Result<Box<PastIssue>, DeskError>),
    Logged(Logged),
    CommitDiff(CommitDiff),
    Pushed(Result<Box<PushedBranch>, DeskError>),
    Reloaded(Result<Box<Reloaded>, DeskError>),
    Waited(Waited),
    ContributionsMerged {
        control: Arc<git::Control>,
        gathering: Box<Gathering>,
        merged: Box<MergedDraft>,
    },
    Gathered {
        gathered: Gathered,
        /// The draft as it was committed.
        text: String,
    },
    Imported(Box<Answered>),
    Preview(PreviewDone),
    /// What became of a text for the desktop's clipboard.
    Copied {
        text: String,
        copying: Copying,
        taken: Taken,
    },
    ClipboardRead {
        reading: Reading,
        target: Target,
    },
    Nothing,
}

/// A paste that may be the path of a dropped file.
#[derive(Debug)]
pub struct Pasted {
    pub text: String,
    /// Where it was pasted: the cursor in the whole-file editor, or the first image of the form.
    pub at: Option<Marker>,
}

/// Does a job. Blocks.
pub fn run(job: Job, probe: &Mutex<Probe>) -> Done {
    match job {
        Job::Save { document, root, text, journal, if_deleted, then } => {
            save::save_text(&document, &root, text, journal.as_ref(), if_deleted, then)
        }
        Job::Reread { document, root } => save::reread(&document, &root),
        Job::Keep { journal, base, text } => Done::Kept(journal.keep(&base, &text).map_err(Into::into)),
        Job::Forget { journal } => {
            journal.forget();
            Done::Nothing
        }
        Job::Probe { dests, draft, workspace, issue, text } => {
            let mut probe = probe.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            image::probe(&mut probe, dests, &draft, &workspace, issue, text)
        }
        Job::Plan { workspace, path, draft, wish } => commit::plan(&workspace, path, &draft, wish),
        Job::Check(request) => request.run(),
        Job::FixAll(request) => request.run(),
        Job::Commit { root, plan, message, join } => commit::commit(&root, &plan, &message, join),
        Job::Merge(request) => Done::Merged(Box::new(request.run())),
        Job::Restore(request) => Done::Restored(Box::new(request.run())),
        Job::SetAside { journal } => Done::SetAside(journal.set_aside()),
        Job::CheckPath { path, root, pasted } => {
            let about = about_named(&path, Some(&root));
            let is_file = about.is_ok_and(|about| about.kind == FileKind::File);
            Done::PathChecked { path, pasted, is_file }
        }
        Job::Switch(request) => Done::Switched(Box::new(request.run())),
        Job::Image { wanted, known } => {
            let ready = images::make(&wanted, known);
            Done::Image { wanted, ready }
        }
        Job::List { folders, control } => image::list(folders, control),
        Job::ImportImage { workspace, asked } => image::bring(&workspace, *asked),
        Job::Fit { workspace, draft, text, dest, control } => {
            image::fit(&workspace, &draft, text, dest, &control)
        }
        Job::Gather { wanted, control } => {
            let gathering = Gathering::open(&wanted, &control).map(Box::new);
            Done::Waited(Waited { control, gathering, refused: None })
        }
        Job::MergeContributions { gathering, chosen, with_problems, control } => {
            let merged = Box::new(gathering.merge_with(&chosen, with_problems));
            Done::ContributionsMerged { control, gathering, merged }
        }
        Job::CommitGathering { gathering, folded, control } => match gathering.commit(&folded, &control) {
            Ok(gathered) => Done::Gathered { gathered, text: folded.text },
            Err(refused) => {
                Done::Waited(Waited { control, gathering: Ok(gathering), refused: Some(refused) })
            }
        },
        Job::CheckUpstream(check) => Done::UpstreamChecked(check.run()),
        Job::Import(job) => job.run(),
        // Without the pool, nobody listens to what is clicked.
        Job::Preview(job) => job.run(|_| false),
        Job::Copy { text, programs, taken } => {
            let copying = clipboard::copy(&text, &programs);
            Done::Copied { text, copying, taken }
        }
        Job::ReadClipboard { programs, target } => {
            Done::ClipboardRead { reading: clipboard::read(&programs), target }
        }
        Job::ListIssues { workspace, journal } => {
            Done::IssuesListed(history::list(&workspace, journal.as_ref()))
        }
        Job::CopyItem(request) => Done::ItemCopied(Box::new(request.run())),
        Job::ReadIssue { workspace, path } => Done::IssueRead(history::read(&workspace, &path)),
        Job::Log { draft, control } => history::log(&draft, control),
        Job::LogDiff { draft, commit } => history::diff(&draft, commit),
        Job::Push(request) => Done::Pushed(request.run()),
        Job::Watch(request) => Done::Watched(Box::new(request.run())),
        Job::Reload { workspace, path, draft } => watch::reload(&workspace, path, &draft),
        Job::ScanImages { dests, draft, root, control } => image::look(dests, &draft, &root, control),
    }
}
