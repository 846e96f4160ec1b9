//! Fetches pull and merge requests, which anybody can open, without oversized content.
//!
//! They are fetched into a quarantine, as a server receives a push: a temporary folder of objects beside
//! the repository's. The server is asked to leave out large files, and the size of what it sends is
//! limited. Only requests that are complete are then packed into the repository.

use std::path::PathBuf;
use std::process::Command;

use git2::{Oid, Repository};
use tempfile::TempDir;

use super::control::Control;
use super::error::GitError;
use super::fetch::{self, ContributionHead, Depth, MINIMAL, Refspec};
use super::refusal::Refusal;
use super::remote::{Direction, RemoteError};
use super::repository::{Author, Repo};
use super::session::{self, SizeLimit};
use super::url::RemoteUrl;
use super::{program, remembered};
use crate::text::SecretUrl;
use crate::text::limits::{FETCHED_IMAGE_BYTES, REQUEST_UNPACKED_BYTES, REQUESTS_BYTES, SIGNATURE_CHARS};

/// Requests that are too large together are divided into this many groups. With two, one large request
/// among many would be fetched up to the limit more often. With more, there are more connections.
const PARTS: usize = 4;

/// A request that was not taken into the repository because it is too large or broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heavy {
    pub oid: Oid,
    pub weight: Weight,
    /// `None` if the server can't leave files out, so that the commit was not fetched either.
    pub head: Option<HeavyHead>,
}

/// Why a request was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weight {
    /// A file is too large, in the last commit or an earlier one.
    File,
    /// The whole request is too large.
    Whole,
    /// The whole request is too large when unpacked.
    Unpacked,
    /// Git refuses its objects, with this message.
    Unreadable(String),
}

/// The last commit of a request that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeavyHead {
    pub author: Author,
    pub subject: String,
    /// The files that it changes; `None` if there are too many.
    pub changed: Option<Vec<PathBuf>>,
}

/// The requests to fetch.
#[derive(Debug, Clone, Copy)]
pub struct Requests<'r> {
    pub remote: &'r str,
    pub requests: &'r [&'r ContributionHead],
    /// The branch that they are for, if it is to be fetched as well.
    pub target: Option<&'r Refspec>,
    /// The depth of the fetch in a shallow or partial clone.
    pub depth: Depth,
    /// The commit to merge them into.
    pub base: Oid,
}

/// Fetches requests, each under its private name, and returns those that were not taken. A request that
/// the remote no longer has, or that has changed since it was listed, is skipped.
///
/// # Errors
///
/// As [`fetch`](super::fetch()).
pub fn fetch_requests(repo: &Repo, what: Requests<'_>, control: &Control) -> Result<Vec<Heavy>, RemoteError> {
    let Requests { remote, requests, target, depth, .. } = what;
    let named = |it: &&ContributionHead| Refspec::new(remote, &it.name);
    if !can_quarantine(repo) {
        let all: Vec<Refspec> = requests.iter().map(named).chain(target.cloned()).collect();
        fetch::fetch(repo, remote, &all, depth, control)?;
        return Ok(Vec::new());
    }
    // First, and without a limit: commits of the branch do not count towards a request's size.
    if let Some(target) = target {
        fetch::fetch(repo, remote, std::slice::from_ref(target), depth, control)?;
    }
    let address = repo.address(remote, Direction::Fetch)?;
    let remembered = remembered::remembered(repo);
    // The user may have fetched it since.
    let is_heavy =
        |it: &&ContributionHead| remembered.contains(&it.oid) && repo.git.find_commit(it.oid).is_err();
    let (known, unknown): (Vec<_>, Vec<_>) = requests.iter().partition(|it| is_heavy(it));
    let mut heavy = Vec::new();
    let mut groups: Vec<Vec<&ContributionHead>> = vec![unknown];
    let left_out = |oid: Oid, weight| Heavy { oid, weight, head: None };
    heavy.extend(known.iter().map(|it| left_out(it.oid, Weight::Whole)));
    while let Some(group) = groups.pop().filter(|group| !group.is_empty()) {
        let quarantine = Quarantine::new(repo)?;
        let fetched = quarantine.fetch((remote, &address), &group, control);
        let taken = fetched.and_then(|is_light| match is_light {
            true => quarantine.release(what, &group, control).map(Some),
            false => Ok(None),
        });
        match (taken, &group[..]) {
            (Ok(Some(found)), _) => heavy.extend(found),
            (Ok(None), [only]) => {
                heavy.push(left_out(only.oid, Weight::Whole));
                // Right now, since the next fetch may be cancelled.
                remembered::remember(repo, only.oid);
            }
            // One broken request must not prevent the others from being gathered.
            (Err(error), [only]) => {
                let message = object_error(&error).ok_or(error)?;
                heavy.push(left_out(only.oid, Weight::Unreadable(message)));
            }
            (Err(error), _) if object_error(&error).is_none() => return Err(error),
            (Ok(None) | Err(_), all) => {
                groups.extend(all.chunks(all.len().div_ceil(PARTS)).map(<[_]>::to_vec));
            }
        }
    }
    Ok(heavy)
}

/// Returns git's message if it refused objects; `None` for any other error.
fn object_error(error: &RemoteError) -> Option<String> {
    let output = match error {
        RemoteError::Refused(refused) if matches!(refused.refusal, Refusal::Unknown {}) => &refused.output,
        RemoteError::Git(GitError::Git(output)) => output,
        _ => return None,
    };
    let line = output.lines().rev().find_map(|line| line.strip_prefix("fatal: "));
    Some(line.or(output.lines().last()).unwrap_or_default().chars().take(SIGNATURE_CHARS).collect())
}

/// True if a quarantine is possible. In a shallow clone a fetch also moves the end of the history, in a
/// file of the repository itself. A partial clone has its own filter, and its missing objects look like
/// those of a request.
fn can_quarantine(repo: &Repo) -> bool {
    let is_whole = || {
        let config = repo.git.config()?;
        let mut promises = config
            .entries(Some(r"^(remote\..*\.(promisor|partialclonefilter)|extensions\.partialclone)$"))?;
        Ok::<_, git2::Error>(promises.next().is_none())
    };
    // libgit2 takes the name of a folder of objects as text only.
    !repo.git.is_shallow() && objects(repo).to_str().is_some() && is_whole().unwrap_or(false)
}

/// The folder of the repository's objects.
fn objects(repo: &Repo) -> PathBuf {
    let folder = repo.git.commondir().join("objects");
    std::path::absolute(&folder).unwrap_or(folder)
}

/// A folder of objects that sees the repository's objects and is not seen by the repository.
struct Quarantine<'r> {
    repo: &'r Repo,
    folder: TempDir,
}

impl<'r> Quarantine<'r> {
    fn new(repo: &'r Repo) -> Result<Self, GitError> {
        let objects = objects(repo);
        let read_only = |error: std::io::Error| GitError::ReadOnly {
            path: objects.clone(),
            cause: error.kind().to_string(),
        };
        // If this program is killed, `git gc` removes a folder of such a name.
        let folder = tempfile::Builder::new().prefix("tmp_objdir-copydesk-").tempdir_in(&objects);
        let folder = folder.map_err(read_only)?;
        for part in ["pack", "info"] {
            std::fs::create_dir(folder.path().join(part)).map_err(read_only)?;
        }
        // In a file, because the environment variable splits paths at colons.
        let alternates = format!("{}\n", objects.display());
        std::fs::write(folder.path().join("info/alternates"), alternates).map_err(read_only)?;
        Ok(Self { repo, folder })
    }

    fn pack(&self) -> PathBuf {
        self.folder.path().join("pack")
    }

    /// Makes git write objects here.
    fn redirect(&self, command: &mut Command) {
        command.env("GIT_OBJECT_DIRECTORY", self.folder.path());
        // A missing file must not be fetched on access.
        command.env("GIT_NO_LAZY_FETCH", "1");
    }

    /// Fetches requests, without large files if the server can leave them out. Returns false if they
    /// exceed the size limit.
    fn fetch(
        &self,
        remote: (&str, &SecretUrl),
        requests: &[&ContributionHead],
        control: &Control,
    ) -> Result<bool, RemoteError> {
        let mut left = requests.to_vec();
        while !left.is_empty() {
            // Without a destination, they move no reference of the repository.
            let lines: Vec<String> = left.iter().map(|it| format!("{}\n", it.name)).collect();
            // As one pack, so that its growth can be watched.
            let mut command = fetch::fetching(self.repo, &["fetch.unpackLimit=1"]);
            self.redirect(&mut command);
            // `--filter` would turn the repository into a partial clone permanently.
            set(
                &mut command,
                [
                    (format!("remote.{}.promisor", remote.0), "true".to_owned()),
                    (format!("remote.{}.partialCloneFilter", remote.0), filter()),
                ],
            );
            command.args(MINIMAL).args(["--stdin", "--", remote.0]);
            let pack = self.pack();
            let limit = SizeLimit { folder: &pack, bytes: REQUESTS_BYTES };
            let input = lines.concat();
            let _waiting = control.waiting(format_args!("Fetching from {}", RemoteUrl::short_name(remote.0)));
            let Some(output) = session::run_limited(command, input.as_bytes(), control, limit)? else {
                return Ok(false);
            };
            match fetch::finish(Some(self.repo), remote, output) {
                Ok(_) => return Ok(true),
                Err(error) => {
                    fetch::take_gone(&mut left, error, |it| it.name.as_str())?;
                }
            }
        }
        Ok(true)
    }

    /// Takes the complete requests into the repository, and returns the others.
    fn release(
        &self,
        what: Requests<'_>,
        requests: &[&ContributionHead],
        control: &Control,
    ) -> Result<Vec<Heavy>, RemoteError> {
        let view = self.view()?;
        let is_here = |it: &&ContributionHead| view.git.find_commit(it.oid).is_ok();
        let (mut light, mut heavy, mut new) = (Vec::new(), Vec::new(), Vec::new());
        let mut groups = vec![requests.iter().copied().filter(is_here).collect::<Vec<_>>()];
        while let Some(group) = groups.pop().filter(|group| !group.is_empty()) {
            let objects = match self.new_objects(&group, control)? {
                Some(objects) if unpacked(&view, &objects)? <= REQUEST_UNPACKED_BYTES => Ok(objects),
                Some(_) => Err(Weight::Unpacked),
                None => Err(Weight::File),
            };
            match (objects, &group[..]) {
                (Ok(objects), _) => {
                    new.extend(objects);
                    light.extend(group);
                }
                (Err(weight), [only]) => {
                    let head = head(&view, only.oid, what.base).ok();
                    heavy.push(Heavy { oid: only.oid, weight, head });
                }
                (Err(_), all) => groups.extend(all.chunks(all.len().div_ceil(2)).map(<[_]>::to_vec)),
            }
        }
        self.take_in(&new, control)?;
        let light: Vec<(Oid, Refspec)> =
            light.iter().map(|it| (it.oid, Refspec::new(what.remote, &it.name))).collect();
        let names: Vec<Refspec> = light.iter().map(|(_, it)| it.clone()).collect();
        fetch::remove_clashing(self.repo, &names)?;
        for (oid, it) in &light {
            self.repo.git.reference(it.private(), *oid, true, "fetched by copydesk")?;
        }
        Ok(heavy)
    }

    /// The repository, with the objects in quarantine.
    fn view(&self) -> Result<Repo, GitError> {
        let git = Repository::open(self.repo.git.path())?;
        if let Some(folder) = self.folder.path().to_str() {
            git.odb()?.add_disk_alternate(folder)?;
        }
        Ok(git.into())
    }

    /// The new objects of requests, one per line; `None` if one is missing or too large.
    fn new_objects(
        &self,
        requests: &[&ContributionHead],
        control: &Control,
    ) -> Result<Option<Vec<u8>>, GitError> {
        let lines: Vec<String> = requests.iter().map(|it| format!("{}\n", it.oid)).collect();
        let mut command = program::plumbing(self.repo);
        self.redirect(&mut command);
        command.args(["rev-list", "--objects", "--no-object-names", "--missing=print"]);
        // With the same filter, since a server may have ignored it.
        command.arg(format!("--filter={}", filter())).args(["--filter-print-omitted"]);
        command.args(["--stdin", "--not", "--all"]);
        let output = session::run(command, lines.concat().as_bytes(), control)?;
        if !output.success {
            return Err(self.failure(output.stderr));
        }
        let is_out = |line: &[u8]| matches!(line.first(), Some(b'?' | b'~'));
        Ok((!output.stdout.split(|byte| *byte == b'\n').any(is_out)).then_some(output.stdout))
    }

    /// Packs complete objects into the repository, which so stays a full clone. Objects that it already
    /// had, even unreachable ones, are not packed again.
    fn take_in(&self, new: &[u8], control: &Control) -> Result<(), GitError> {
        let mut command = program::plumbing(self.repo);
        self.redirect(&mut command);
        command.args(["-c", "pack.packSizeLimit=0", "pack-objects", "-q", "--delta-base-offset"]);
        command.args(["--local", "--non-empty"]).arg(objects(self.repo).join("pack/pack"));
        let output = session::run(command, new, control)?;
        if output.success { Ok(()) } else { Err(self.failure(output.stderr)) }
    }

    fn failure(&self, output: String) -> GitError {
        match fetch::local_write_error(&output) {
            Some(cause) => GitError::ReadOnly { path: self.repo.git.path().to_path_buf(), cause },
            None => GitError::Git(output),
        }
    }
}

/// The filter that leaves out files above the limit. Git also leaves out files of exactly its limit.
fn filter() -> String {
    format!("blob:limit={}", FETCHED_IMAGE_BYTES + 1)
}

/// Passes settings to git through the environment: `-c` would split an address at `=`, and show a
/// password in it to all users of the machine. Settings that the user passes the same way are kept.
fn set<const N: usize>(command: &mut Command, settings: [(String, String); N]) {
    let count = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok());
    let count: usize = count.unwrap_or(0);
    for (at, (key, value)) in settings.iter().enumerate() {
        command.env(format!("GIT_CONFIG_KEY_{}", count + at), key);
        command.env(format!("GIT_CONFIG_VALUE_{}", count + at), value);
    }
    command.env("GIT_CONFIG_COUNT", (count + N).to_string());
}

/// The total size of objects, given one per line, without reading them.
fn unpacked(view: &Repo, objects: &[u8]) -> Result<u64, GitError> {
    let store = view.git.odb()?;
    let ids = std::str::from_utf8(objects).unwrap_or_default().lines();
    let size = |id: &str| Ok::<_, git2::Error>(store.read_header(id.parse()?)?.0 as u64);
    ids.map(size).try_fold(0, |sum, size| Ok(u64::saturating_add(sum, size?)))
}

/// Reads a commit without its files.
fn head(view: &Repo, oid: Oid, ours: Oid) -> Result<HeavyHead, GitError> {
    let base = view.merge_base(oid, ours)?;
    let changed = base.map_or(Ok(Some(Vec::new())), |base| view.changed_paths(base, oid))?;
    Ok(HeavyHead { author: view.author_of(oid)?, subject: view.subject_of(oid)?, changed })
}
