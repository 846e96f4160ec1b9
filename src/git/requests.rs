//! Fetching requests, which anybody may make, without what no newsletter needs.
//!
//! They are fetched into a quarantine, as a server receives a push: a folder of objects beside the
//! repository's, which goes away again. The server is asked to leave out large files, and what it
//! sends is counted. Only then are those that are here in full packed into the repository.

use std::path::PathBuf;
use std::process::Command;

use git2::{Oid, Repository};
use tempfile::TempDir;

use super::control::Control;
use super::error::GitError;
use super::fetch::{self, ContributionRef, Depth, LITTLE, Wanted};
use super::refusal::Refusal;
use super::repository::{Author, Repo};
use super::session::{self, Room};
use super::{program, remembered};
use crate::text::SecretUrl;
use crate::text::limits::{FETCHED_IMAGE_BYTES, REQUEST_UNPACKED_BYTES, REQUESTS_BYTES, SIGNATURE_CHARS};

/// Into how many parts requests are divided that come to too much together. With two, a heavy one
/// among many would be fetched up to the limit more often; with more, there are more connections.
const PARTS: usize = 4;

/// A request that was not taken into the repository, for what it brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heavy {
    pub oid: Oid,
    pub weight: Weight,
    /// `None` where the server can't leave files out, so that its commit was not fetched either.
    pub head: Option<HeavyHead>,
}

/// What is too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weight {
    /// A file of it, in its last commit or before.
    File,
    /// All of it.
    Whole,
    /// All of it once it is unpacked.
    Unpacked,
    /// Not its size: git refuses its objects, with these words.
    Unreadable(String),
}

/// The last commit of a heavy request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeavyHead {
    pub author: Author,
    pub subject: String,
    /// In what files it differs from what it started from; `None` where they are too many.
    pub changed: Option<Vec<PathBuf>>,
}

/// Which requests to fetch.
#[derive(Debug, Clone, Copy)]
pub struct Requests<'r> {
    pub remote: &'r str,
    pub requests: &'r [&'r ContributionRef],
    /// The branch that they are for, where it is to be fetched as well.
    pub target: Option<&'r Wanted>,
    /// As [`fetch`](super::fetch()) has it, in a shallow or partial clone.
    pub depth: Depth,
    /// The commit that they are to be merged into.
    pub base: Oid,
}

/// Fetches requests, each under its private name, and gives those that are too heavy. One that the
/// remote no longer has, or has another commit of than the listing, is left out.
///
/// # Errors
///
/// As [`fetch`](super::fetch()).
pub fn fetch_requests(repo: &Repo, wanted: Requests<'_>, control: &Control) -> Result<Vec<Heavy>, GitError> {
    let Requests { remote, requests, target, depth, .. } = wanted;
    let named = |it: &&ContributionRef| Wanted::new(remote, &it.name);
    if !can_be_kept_apart(repo) {
        let all: Vec<Wanted> = requests.iter().map(named).chain(target.cloned()).collect();
        fetch::fetch(repo, remote, &all, depth, control)?;
        return Ok(Vec::new());
    }
    // First, and without a limit: what is on the branch by now is no request's own weight.
    if let Some(target) = target {
        fetch::fetch(repo, remote, std::slice::from_ref(target), depth, control)?;
    }
    let address = repo.address(remote, false)?;
    let remembered = remembered::remembered(repo);
    // One that the user has fetched since is here.
    let is_heavy =
        |it: &&ContributionRef| remembered.contains(&it.oid) && repo.git.find_commit(it.oid).is_err();
    let (known, unknown): (Vec<_>, Vec<_>) = requests.iter().partition(|it| is_heavy(it));
    let mut heavy = Vec::new();
    let mut groups: Vec<Vec<&ContributionRef>> = vec![unknown];
    let left_out = |oid: Oid, weight| Heavy { oid, weight, head: None };
    heavy.extend(known.iter().map(|it| left_out(it.oid, Weight::Whole)));
    while let Some(group) = groups.pop().filter(|group| !group.is_empty()) {
        let quarantine = Quarantine::new(repo)?;
        let fetched = quarantine.fetch((remote, &address), &group, control);
        let taken = fetched.and_then(|is_light| match is_light {
            true => quarantine.release(wanted, &group, control).map(Some),
            false => Ok(None),
        });
        match (taken, &group[..]) {
            (Ok(Some(found)), _) => heavy.extend(found),
            (Ok(None), [only]) => {
                heavy.push(left_out(only.oid, Weight::Whole));
                // At once: the next one may be cancelled.
                remembered::remember(repo, only.oid);
            }
            // One broken request must not keep the others from being gathered.
            (Err(error), [only]) => {
                let words = objection(&error).ok_or(error)?;
                heavy.push(left_out(only.oid, Weight::Unreadable(words)));
            }
            (Err(error), _) if objection(&error).is_none() => return Err(error),
            (Ok(None) | Err(_), all) => {
                groups.extend(all.chunks(all.len().div_ceil(PARTS)).map(<[_]>::to_vec));
            }
        }
    }
    Ok(heavy)
}

/// What git says of objects that it does not take; `None` for what else may keep it from fetching.
fn objection(error: &GitError) -> Option<String> {
    let said = match error {
        GitError::Remote(refused) if matches!(refused.refusal, Refusal::Unknown {}) => &refused.output,
        GitError::Git(said) => said,
        _ => return None,
    };
    let line = said.lines().rev().find_map(|line| line.strip_prefix("fatal: "));
    Some(line.or(said.lines().last()).unwrap_or_default().chars().take(SIGNATURE_CHARS).collect())
}

/// Whether a quarantine can be kept apart from the repository. In a shallow clone a fetch also moves where
/// the history ends, in a file of the repository's own. A partial clone has a filter of its own, and
/// what it lacks looks like what a request lacks.
fn can_be_kept_apart(repo: &Repo) -> bool {
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

/// A folder of objects, which sees those of the repository but is not seen from there.
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
        // `git gc` removes what bears such a name, should this program be killed.
        let folder = tempfile::Builder::new().prefix("tmp_objdir-copydesk-").tempdir_in(&objects);
        let folder = folder.map_err(read_only)?;
        for part in ["pack", "info"] {
            std::fs::create_dir(folder.path().join(part)).map_err(read_only)?;
        }
        // In a file: the environment's list of such folders splits at colons.
        let alternates = format!("{}\n", objects.display());
        std::fs::write(folder.path().join("info/alternates"), alternates).map_err(read_only)?;
        Ok(Self { repo, folder })
    }

    fn pack(&self) -> PathBuf {
        self.folder.path().join("pack")
    }

    /// Has git write objects here.
    fn keep_apart(&self, command: &mut Command) {
        command.env("GIT_OBJECT_DIRECTORY", self.folder.path());
        // A file that was left out is not to be fetched by whoever looks for it.
        command.env("GIT_NO_LAZY_FETCH", "1");
    }

    /// Fetches requests without large files, where the server can leave them out, and says whether
    /// they were light enough.
    fn fetch(
        &self,
        remote: (&str, &SecretUrl),
        requests: &[&ContributionRef],
        control: &Control,
    ) -> Result<bool, GitError> {
        let mut left = requests.to_vec();
        while !left.is_empty() {
            // With no place to go to, they move none of the repository's references.
            let lines: Vec<String> = left.iter().map(|it| format!("{}\n", it.name)).collect();
            // As one pack, the growth of which can be watched.
            let mut command = fetch::fetching(self.repo, &["fetch.unpackLimit=1"]);
            self.keep_apart(&mut command);
            // `--filter` would make the repository a partial clone for good.
            set(
                &mut command,
                [
                    (format!("remote.{}.promisor", remote.0), "true".to_owned()),
                    (format!("remote.{}.partialCloneFilter", remote.0), filter()),
                ],
            );
            command.args(LITTLE).args(["--stdin", "--", remote.0]);
            let pack = self.pack();
            let room = Room { folder: &pack, bytes: REQUESTS_BYTES };
            let input = lines.concat();
            let Some(ran) = session::run_in_room(command, input.as_bytes(), control, room)? else {
                return Ok(false);
            };
            match fetch::finish(Some(self.repo), remote, ran) {
                Ok(_) => return Ok(true),
                Err(error) => {
                    fetch::take_gone(&mut left, error, |it| it.name.as_str())?;
                }
            }
        }
        Ok(true)
    }

    /// Takes the requests that are here in full into the repository, and gives the others.
    fn release(
        &self,
        wanted: Requests<'_>,
        requests: &[&ContributionRef],
        control: &Control,
    ) -> Result<Vec<Heavy>, GitError> {
        let view = self.view()?;
        let is_here = |it: &&ContributionRef| view.git.find_commit(it.oid).is_ok();
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
                    let head = head(&view, only.oid, wanted.base).ok();
                    heavy.push(Heavy { oid: only.oid, weight, head });
                }
                (Err(_), all) => groups.extend(all.chunks(all.len().div_ceil(2)).map(<[_]>::to_vec)),
            }
        }
        self.take_in(&new, control)?;
        let light: Vec<(Oid, Wanted)> =
            light.iter().map(|it| (it.oid, Wanted::new(wanted.remote, &it.name))).collect();
        let names: Vec<Wanted> = light.iter().map(|(_, it)| it.clone()).collect();
        fetch::clear_way(self.repo, &names)?;
        for (oid, it) in &light {
            self.repo.git.reference(it.private(), *oid, true, "fetched by copydesk")?;
        }
        Ok(heavy)
    }

    /// The repository with what is in quarantine.
    fn view(&self) -> Result<Repo, GitError> {
        let git = Repository::open(self.repo.git.path())?;
        if let Some(folder) = self.folder.path().to_str() {
            git.odb()?.add_disk_alternate(folder)?;
        }
        Ok(git.into())
    }

    /// The objects that requests bring, a line for each; `None` where one is missing or too large.
    fn new_objects(
        &self,
        requests: &[&ContributionRef],
        control: &Control,
    ) -> Result<Option<Vec<u8>>, GitError> {
        let lines: Vec<String> = requests.iter().map(|it| format!("{}\n", it.oid)).collect();
        let mut command = program::plumbing(self.repo);
        self.keep_apart(&mut command);
        command.args(["rev-list", "--objects", "--no-object-names", "--missing=print"]);
        // The same filter: what counts is not what the server could leave out.
        command.arg(format!("--filter={}", filter())).args(["--filter-print-omitted"]);
        command.args(["--stdin", "--not", "--all"]);
        let ran = session::run(command, lines.concat().as_bytes(), control)?;
        if !ran.success {
            return Err(self.failure(ran.stderr));
        }
        let is_out = |line: &[u8]| matches!(line.first(), Some(b'?' | b'~'));
        Ok((!ran.stdout.split(|byte| *byte == b'\n').any(is_out)).then_some(ran.stdout))
    }

    /// Packs objects into the repository, complete and with no promise of more: it stays a whole
    /// clone. Those that it had before without leading to them are not packed again.
    fn take_in(&self, new: &[u8], control: &Control) -> Result<(), GitError> {
        let mut command = program::plumbing(self.repo);
        self.keep_apart(&mut command);
        command.args(["-c", "pack.packSizeLimit=0", "pack-objects", "-q", "--delta-base-offset"]);
        command.args(["--local", "--non-empty"]).arg(objects(self.repo).join("pack/pack"));
        let ran = session::run(command, new, control)?;
        if ran.success { Ok(()) } else { Err(self.failure(ran.stderr)) }
    }

    fn failure(&self, output: String) -> GitError {
        match fetch::local_trouble(&output) {
            Some(cause) => GitError::ReadOnly { path: self.repo.git.path().to_path_buf(), cause },
            None => GitError::Git(output),
        }
    }
}

/// Leaves out files that are larger than the limit, which git counts from.
fn filter() -> String {
    format!("blob:limit={}", FETCHED_IMAGE_BYTES + 1)
}

/// Gives git settings by the environment: `-c` would split an address at a `=`, and show a
/// password in it to everybody on the machine. What the user has set that way stays.
fn set<const N: usize>(command: &mut Command, settings: [(String, String); N]) {
    let count = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok());
    let count: usize = count.unwrap_or(0);
    for (at, (key, value)) in settings.iter().enumerate() {
        command.env(format!("GIT_CONFIG_KEY_{}", count + at), key);
        command.env(format!("GIT_CONFIG_VALUE_{}", count + at), value);
    }
    command.env("GIT_CONFIG_COUNT", (count + N).to_string());
}

/// How many bytes objects have, a line for each, without reading them.
fn unpacked(view: &Repo, objects: &[u8]) -> Result<u64, GitError> {
    let store = view.git.odb()?;
    let ids = std::str::from_utf8(objects).unwrap_or_default().lines();
    let size = |id: &str| Ok::<_, git2::Error>(store.read_header(id.parse()?)?.0 as u64);
    ids.map(size).try_fold(0, |sum, size| Ok(u64::saturating_add(sum, size?)))
}

/// What is known of a commit without its files.
fn head(view: &Repo, oid: Oid, ours: Oid) -> Result<HeavyHead, GitError> {
    let base = view.merge_base(oid, ours)?;
    let changed = base.map_or(Ok(Some(Vec::new())), |base| view.changed_paths(base, oid))?;
    Ok(HeavyHead { author: view.author_of(oid)?, subject: view.subject_of(oid)?, changed })
}
