use std::path::{Path, PathBuf};

use crate::git::{self, Hint};
use crate::lint::UnknownRule;
use crate::profile;
use crate::root::RootError;
use crate::text::SecretUrl;
use crate::text::limits::DRAFT_BYTES;

/// What keeps the desk from doing what was asked, in one sentence with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error("{} can't be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{} can't be written: {}; what you typed is kept here, and the file on disk is as it was; fix that and save again", path.display(), reason(source))]
    Write { path: PathBuf, source: std::io::Error },
    #[error("{} is a folder; name a draft in it", .0.display())]
    Folder(PathBuf),
    #[error("{} is not a regular file, so it can't be a draft", .0.display())]
    NotAFile(PathBuf),
    #[error("{} is {} MB; a draft is at most {} MB", path.display(), bytes / 1_000_000, DRAFT_BYTES / 1_048_576)]
    TooLarge { path: PathBuf, bytes: u64 },
    #[error("{} is not UTF-8 text (byte {at}); save it again as UTF-8", path.display())]
    NotUtf8 { path: PathBuf, at: usize },
    #[error("{} is a binary file (a zero byte at {at}), not a draft", path.display())]
    Binary { path: PathBuf, at: usize },
    #[error("{} leads out of the newsletter's folder; name the file itself", .0.display())]
    LeavesRoot(PathBuf),
    #[error("{} leads into a repository's `.git`, where no newsletter's file lies", .0.display())]
    InsideGit(PathBuf),
    #[error("{} follows too many links", .0.display())]
    LinkLoop(PathBuf),
    #[error("{} is {bytes} bytes, over the limit of {limit}", path.display())]
    TooLong { path: PathBuf, bytes: u64, limit: u64 },
    #[error("{} does not exist; fix its name, or let `copydesk new` create the coming issue", .0.display())]
    NoFile(PathBuf),
    #[error("there is no file {}; fix its name, or name an address of https", .0.display())]
    NoDocument(PathBuf),
    #[error("{} is a folder; name a document in it", .0.display())]
    DocumentIsFolder(PathBuf),
    #[error("there are no drafts and no issues in {}; `copydesk new` creates one, `copydesk demo` lays out a newsletter to try, and `copydesk init` writes a profile for another layout", .0.display())]
    NoDrafts(PathBuf),
    #[error("there is no draft dated {date}; `copydesk new {date}` creates it")]
    NoDraftOf { date: jiff::civil::Date },
    #[error("'{0}' is neither a file nor a date such as 2026-06-08")]
    NotADate(String),
    #[error("{} is there already; `copydesk open {}` opens it", .0.display(), .0.display())]
    Exists(PathBuf),
    #[error("{} has no copydesk.yml and no folder of drafts or posts, so it is unknown where a draft belongs; `copydesk init` writes a profile for it", .0.display())]
    UnknownLayout(PathBuf),
    #[error("there is no template {}, and no template for '{name}' is built in; write one, or set files.template in copydesk.yml (`copydesk init` shows every key)", path.display())]
    NoTemplate { path: PathBuf, name: String },
    #[error("the path of the running copydesk is unknown: {source}")]
    NoProgram { source: std::io::Error },
    #[error("{} is not empty; name another folder with --dir", .0.display())]
    NotEmpty(PathBuf),
    #[error(
        "fewer than two issues of the last year do not show the day of the next one; name it: `copydesk new YYYY-MM-DD`"
    )]
    NoCadence,
    #[error("{} is not a configuration: {what}", path.display())]
    Config { path: PathBuf, what: String },
    #[error("there is no terminal to draw on ({0}); `copydesk lint` works without one")]
    Terminal(std::io::Error),
    #[error("{} {source}", path.display())]
    Image { path: PathBuf, source: crate::image::ImageError },
    #[error("there is no picture {}; fix its name", .0.display())]
    NoPicture(PathBuf),
    #[error("{} is not in the newsletter's folder, so it stays as it is", .0.display())]
    PictureOutside(PathBuf),
    #[error("there is no state folder to keep originals in; set XDG_STATE_HOME, or use --keep-original")]
    NoState,
    #[error("{} is a link; name the file that it leads to", .0.display())]
    PictureLink(PathBuf),
    #[error("{} leads out of the newsletter's folder, so no picture is put there; make it a folder of its own", .0.display())]
    FolderOutside(PathBuf),
    #[error("{} can't be written: {}; it is as it was before", path.display(), reason(source))]
    WriteImage { path: PathBuf, source: std::io::Error },
    #[error("{} was changed by another program meanwhile and stays as that left it; run this again", .0.display())]
    ChangedMeanwhile(PathBuf),
    #[error("{} has no date, neither in its name nor in its front matter, so its images have no folder; give it one", .0.display())]
    NoIssueDate(PathBuf),
    #[error("there is no draft and no issue in {}; name another folder, or a file", .0.display())]
    NothingIn(PathBuf),
    #[error("this folder is in no git repository; run this in the newsletter's clone")]
    NoRepository,
    #[error("{} is in no conflict; `git status` lists the files that are", .0.display())]
    NotInConflict(PathBuf),
    #[error("{} was deleted on one side and changed on the other; keep it with `git add`, or delete it with `git rm`", .0.display())]
    DeletedOnOneSide(PathBuf),
    #[error(
        "there is no folder for caches on this machine; set XDG_CACHE_HOME, or work in a clone of your own"
    )]
    NoCache,
    #[error("the default branch of {0} is not there; push it, or name another in the site's settings")]
    EmptyRemote(SecretUrl),
    #[error("there is no section '{name}' that takes items in this draft{meant}; there are: {known}")]
    NoSection { name: String, meant: String, known: String },
    #[error(
        "neither the template nor the profile says what an item of '{0}' looks like; give the section a `form` in copydesk.yml"
    )]
    NoForm(String),
    #[error("the text of an item is one paragraph, without a heading; leave out its blank lines")]
    ManyParagraphs,
    #[error("{} can't be read: {source}", .path.display())]
    Document { path: PathBuf, source: std::io::Error },
    #[error("no issue went out before this one")]
    NoLastIssue,
    #[error("say which document: a file, `-` for standard input, or an address of https")]
    NoSource,
    #[error("the last issue is found by itself; name no document")]
    NoSourceWanted,
    #[error("{option} is of `copydesk import {kind}`")]
    OptionOfKind { option: &'static str, kind: &'static str },
    #[error("there is no number {number}: {count} are offered")]
    NoCandidate { number: usize, count: usize },
    #[error("copydesk.yml has no place for `{0}`: write it there, under import.people")]
    NoPlaceForPerson(String),
    #[error("no document names {1}, of which `{0}` says something")]
    NotInDocument(&'static str, String),
    #[error("`--person` says of {0} that two people write its block")]
    TwoAnswers(String),
    #[error("the profile does not say what the notes of a meeting tell of an issue: give it `import.news`")]
    NoNewsInNotes,
    #[error(transparent)]
    Web(#[from] crate::web::WebError),
    #[error("{} has no conflict marks left: `git add` it, or start over with `git checkout --merge` on it", .0.display())]
    NoMarksLeft(PathBuf),
    #[error("no section given: use --section; there are: {known}")]
    WhichSection { known: String },
    #[error(
        "an item needs an address and a title or a text: `copydesk add --url URL --title TITLE`; on a terminal a form asks for them"
    )]
    NotTold,
    #[error("this repository has no remote to gather from; name its address: `copydesk gather URL`")]
    NoRemote,
    #[error("{} is not committed yet, so nothing can be merged into it; commit it first", .0.display())]
    NotCommitted(PathBuf),
    #[error("nothing was gathered: none of the contributions can be merged")]
    NothingGathered,
    #[error("there is no contribution '{0}' to this draft; `copydesk gather` lists those that there are")]
    NoContribution(String),
    #[error("{} can't be written: {}; nothing was merged", path.display(), reason(source))]
    WriteMerge { path: PathBuf, source: std::io::Error },
    #[error("'{0}' is no address of a page; write it whole, such as https://example.com/page")]
    NotAnAddress(SecretUrl),
    #[error("{branch} has this page already, so nothing was committed")]
    ContributedBefore { branch: String },
    #[error("the issue of {0} is out already; contributions go to drafts")]
    IssueIsOut(String),
    #[error(transparent)]
    UnknownRule(#[from] UnknownRule),
    #[error(transparent)]
    Profile(#[from] profile::Error),
    #[error("at {revision}: {source}; `--profile worktree` checks by the one that is here")]
    ProfileAt { revision: String, source: profile::Error },
    #[error("{}", .0.with_hint())]
    Git(#[from] git::GitError),
    #[error("{}", .0.with_hint())]
    Commit(#[from] git::commit::CommitError),
    #[error("{}", .0.with_hint())]
    Branch(#[from] git::BranchError),
    #[error("{}", .0.with_hint())]
    MergeCommit(#[from] git::MergeCommitError),
    #[error("{}", .0.with_hint())]
    Remote(#[from] git::RemoteError),
    #[error("{}", .0.with_hint())]
    Revision(#[from] git::RevisionError),
    #[error("{}", .0.with_hint())]
    MergeDriver(#[from] git::DriverError),
}

impl DeskError {
    pub(super) fn read(path: &Path, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::NotFound {
            return Self::NoFile(path.to_owned());
        }
        Self::Read { path: path.to_owned(), source }
    }

    /// A file of the newsletter's that can't be read.
    pub(crate) fn root(path: &Path, source: RootError) -> Self {
        let path = path.to_owned();
        match source {
            RootError::NotFound => Self::NoFile(path),
            RootError::Outside => Self::LeavesRoot(path),
            RootError::InGit => Self::InsideGit(path),
            RootError::LinkLoop => Self::LinkLoop(path),
            RootError::Folder => Self::Folder(path),
            RootError::NotAFile => Self::NotAFile(path),
            RootError::TooLarge { bytes, limit } if limit == DRAFT_BYTES as u64 => {
                Self::TooLarge { path, bytes }
            }
            RootError::TooLarge { bytes, limit } => Self::TooLong { path, bytes, limit },
            RootError::Io(source) => Self::Read { path, source },
        }
    }

    /// A file of the newsletter's that can't be written.
    pub(crate) fn root_write(path: &Path, source: RootError) -> Self {
        match source {
            RootError::Io(source) => Self::write(path, source),
            RootError::NotFound => Self::write(path, std::io::ErrorKind::NotFound.into()),
            source => Self::root(path, source),
        }
    }

    /// An image of the newsletter's that can't be written.
    pub(super) fn root_write_image(path: &Path, source: RootError) -> Self {
        match source {
            RootError::Outside | RootError::InGit => Self::FolderOutside(path.to_owned()),
            source => Self::write_image(path, source.into()),
        }
    }

    pub(super) fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }

    pub(super) fn write_image(path: &Path, source: std::io::Error) -> Self {
        Self::WriteImage { path: path.to_owned(), source }
    }
}

/// The system's words for the usual failures of writing, made a little clearer.
fn reason(source: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match source.kind() {
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        _ => source.to_string(),
    }
}
