//! Lists the references of a remote and fetches them under private names.
//!
//! Everything is kept under `refs/copydesk/`. Branches, remote-tracking branches, tags, FETCH_HEAD and
//! the work tree do not change.

use std::path::PathBuf;

use git2::{ErrorCode, Oid, Repository};

use super::control::Control;
use super::error::GitError;
use super::program;
use super::refusal::{Refusal, Refused};
use super::remote::{Direction, RemoteError, is_address};
use super::repository::Repo;
use super::session::{self, GitOutput};
use super::url::RemoteUrl;
use crate::text::SecretUrl;

/// Settings that stop other work after a fetch. (`--no-auto-maintenance` stops less.)
const QUIET: [&str; 3] = ["gc.auto=0", "maintenance.auto=false", "fetch.writeCommitGraph=false"];

/// Options of a fetch without side effects. Without an empty refmap, git would also move the
/// remote-tracking branches.
pub(super) const MINIMAL: [&str; 3] = ["--no-prune", "--refmap=", "--progress"];

/// The numbers of additional commits that are fetched into a shallow clone, beyond those of the user's
/// references. A clone with fewer commits than the first number starts with it, and any other clone with the
/// second, so that it grows little with each fetch. If that is not enough, the next numbers follow, and then
/// all commits.
const DEEPEN: [usize; 4] = [250, 50, 1_000, 4_000];

/// The depth that git understands as the full history.
const INFINITE: usize = 0x7fff_ffff;

/// A reference of a remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteRef {
    pub name: String,
    pub oid: Oid,
}

/// The references of a remote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The branch of its HEAD, such as `main`.
    pub default_branch: Option<String>,
    /// The newest commit of that branch.
    pub head: Option<Oid>,
    pub refs: Vec<RemoteRef>,
}

/// The head of a contribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributionHead {
    /// The number of the pull or merge request; `None` for a branch.
    pub number: Option<u32>,
    /// Its name at the remote, such as `refs/pull/7/head`.
    pub name: String,
    pub oid: Oid,
}

/// A reference to fetch and the private name under which it is kept, as in `+NAME:PRIVATE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refspec {
    name: String,
    private: String,
}

/// How much history a fetch gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Depth {
    /// All missing commits. A shallow clone stays shallow: it gets some hundred commits more than it
    /// has, and never ends with fewer.
    #[default]
    Kept,
    /// As [`Depth::Kept`]. A shallow clone is deepened in steps until each reference has a commit in
    /// common with this one, which must be fetched too, since it can't be deepened otherwise.
    Related(Oid),
    /// The full history. A shallow clone becomes a full one.
    Whole,
    /// Only the newest commit. This cuts off the history of a deeper clone, so it is for those that
    /// [`clone`](super::clone()) made.
    Newest,
}

impl ContributionHead {
    /// The name for display: `#17`, or the branch.
    pub fn label(&self) -> String {
        match self.number {
            Some(number) => format!("#{number}"),
            None => self.name.strip_prefix("refs/heads/").unwrap_or(&self.name).to_owned(),
        }
    }
}

impl Refspec {
    /// Fetches `name` (in full, such as `refs/heads/main`) of `remote` to its [`private_name`].
    pub fn new(remote: &str, name: &str) -> Self {
        Self { name: name.to_owned(), private: private_name(remote, name) }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name under which it is kept.
    pub fn private(&self) -> &str {
        &self.private
    }
}

/// Returns the private name of a remote's reference: `refs/copydesk/origin/heads/main` for
/// `refs/heads/main` of `origin`. An address is represented by its [`location_name`].
pub fn private_name(remote: &str, name: &str) -> String {
    format!("refs/copydesk/{}/{}", location_name(remote), name.strip_prefix("refs/").unwrap_or(name))
}

/// Returns the name of a remote in private references and for folders. For an address, it is the host and the
/// path, with the [`content_id`](super::content_id) of the address, because what git allows in a name does
/// not distinguish all addresses.
pub fn location_name(remote: &str) -> String {
    // The name is written to disk and shown, so a password must not be in it.
    let address = SecretUrl::from(remote).to_string();
    let location = match RemoteUrl::parse(remote) {
        Some(url) => format!("{}/{}", url.host, url.path),
        None => address.clone(),
    };
    let parts = location.split(['/', '\\', ':']).map(ref_part).filter(|part| !part.is_empty());
    let name = parts.collect::<Vec<_>>().join("/");
    if name == remote && !is_address(remote) {
        return name;
    }
    format!("{name}-{}", super::content_id(address.as_bytes()))
}

/// Replaces what git does not allow in a component of a reference name.
fn ref_part(part: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let mut part: String = part.chars().map(kept).collect();
    while let Some(at) = part.find("..") {
        part.remove(at);
    }
    let part = part.trim_matches('.');
    part.strip_suffix(".lock").map_or_else(|| part.to_owned(), |start| format!("{start}-lock"))
}

/// Lists the references of `remote` (a name or an address) that match `patterns`, and its default
/// branch. `*` in a pattern matches any characters. Without a repository, `remote` is an address.
///
/// # Errors
///
/// [`RemoteError`]; nothing is changed.
pub fn list(
    repo: Option<&Repo>,
    remote: &str,
    patterns: &[&str],
    control: &Control,
) -> Result<Listing, RemoteError> {
    let (mut command, address) = match repo {
        Some(repo) => (program::plumbing(repo), repo.address(remote, Direction::Fetch)?),
        None => (program::bare_command(), remote.into()),
    };
    command.args(["ls-remote", "--symref", "--", remote, "HEAD"]).args(patterns);
    let _waiting = control.waiting(format_args!("Asking {}", RemoteUrl::short_name(remote)));
    let output = finish(repo, (remote, &address), session::run(command, b"", control)?)?;
    Ok(parse_listing(&String::from_utf8_lossy(&output.stdout), patterns))
}

fn parse_listing(text: &str, patterns: &[&str]) -> Listing {
    let mut listing = Listing::default();
    for (value, name) in text.lines().filter_map(|line| line.split_once('\t')) {
        if let Some(branch) = value.strip_prefix("ref: refs/heads/").filter(|_| name == "HEAD") {
            listing.default_branch = Some(branch.to_owned());
        } else if name == "HEAD" {
            listing.head = Oid::from_str(value).ok();
        } else if let Ok(oid) = Oid::from_str(value)
            && patterns.iter().any(|pattern| matches(pattern, name))
        {
            listing.refs.push(RemoteRef { name: name.to_owned(), oid });
        }
    }
    listing
}

impl Listing {
    /// The references as contributions: requests with the highest number first, then branches by name.
    pub fn contributions(&self) -> Vec<ContributionHead> {
        let number = |name: &str| {
            let rest = name.strip_prefix("refs/pull/").or(name.strip_prefix("refs/merge-requests/"))?;
            rest.strip_suffix("/head")?.parse().ok()
        };
        let contribution = |it: &RemoteRef| ContributionHead {
            number: number(&it.name),
            name: it.name.clone(),
            oid: it.oid,
        };
        let mut all: Vec<ContributionHead> = self.refs.iter().map(contribution).collect();
        all.sort_by(|one, other| (other.number, &one.name).cmp(&(one.number, &other.name)));
        all
    }
}

/// True if `name` matches `pattern`, in which `*` matches any characters.
fn matches(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = name.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = pattern.rsplit_once('*').map(|(_, last)| last) else { return rest.is_empty() };
    let Some(mut rest) = rest.strip_suffix(last) else { return false };
    let middle: Vec<&str> = parts.collect();
    for part in &middle[..middle.len().saturating_sub(1)] {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

/// Returns the contributions whose head was not fetched yet.
pub fn not_fetched<'c>(
    repo: &Repo,
    remote: &str,
    contributions: &'c [ContributionHead],
) -> Vec<&'c ContributionHead> {
    let kept = |it: &ContributionHead| repo.git.refname_to_id(&private_name(remote, &it.name)).ok();
    contributions.iter().filter(|it| kept(it) != Some(it.oid)).collect()
}

/// Fetches from `remote` (a name or an address) in one request, and returns the references that it no
/// longer has. References of the same private names are replaced.
///
/// # Errors
///
/// As [`list`]; and [`GitError::ReadOnly`].
pub fn fetch(
    repo: &Repo,
    remote: &str,
    refspecs: &[Refspec],
    depth: Depth,
    control: &Control,
) -> Result<Vec<Refspec>, RemoteError> {
    let address = repo.address(remote, Direction::Fetch)?;
    let mut left = refspecs.to_vec();
    let mut gone = Vec::new();
    if let Some(bad) = left.iter().find(|it| !git2::Reference::is_valid_name(&it.private)) {
        return Err(GitError::Git(format!("{} is not the name of a reference", bad.name)).into());
    }
    remove_clashing(repo, &left)?;
    let is_shallow = repo.git.is_shallow();
    let before = if is_shallow { own_commits(repo)? } else { 0 };
    let [few, usual, further @ ..] = DEEPEN;
    let first = if before < few { few } else { usual };
    let mut steps = std::iter::once(first).chain(further);
    loop {
        let more = steps.next();
        let commits = match depth {
            Depth::Newest => Some(1),
            _ if !is_shallow => None,
            Depth::Whole => Some(INFINITE),
            Depth::Kept | Depth::Related(_) => Some(more.map_or(INFINITE, |more| before + more)),
        };
        fetch_left(repo, (remote, &address), &mut left, &mut gone, commits, control)?;
        if !is_shallow || more.is_none() || matches!(depth, Depth::Newest | Depth::Whole) {
            return Ok(gone);
        }
        // A depth counts from the fetched heads, which may be far ahead of the user's references.
        let is_kept = own_commits(repo)? >= before;
        let is_enough = match depth {
            Depth::Related(base) => are_related(repo, &left, base)?,
            _ => true,
        };
        if is_kept && is_enough {
            return Ok(gone);
        }
    }
}

/// Removes old private references that exclude a name to be fetched. Git keeps `a` and `a/b` as a file and a
/// folder, and a remote may have had first one, then the other.
pub(super) fn remove_clashing(repo: &Repo, refspecs: &[Refspec]) -> Result<(), GitError> {
    for Refspec { name, private } in refspecs {
        let above = private.match_indices('/').map(|(at, _)| &private[..at]).skip(2);
        for above in above {
            if let Ok(mut stale) = repo.git.find_reference(above) {
                stale.delete()?;
            }
        }
        if name.starts_with("refs/heads/") {
            for stale in repo.git.references_glob(&format!("{private}/*"))? {
                stale?.delete()?;
            }
        }
    }
    Ok(())
}

/// Fetches once. A reference that the remote no longer has is moved to `gone`, and the fetch repeated.
fn fetch_left(
    repo: &Repo,
    remote: (&str, &SecretUrl),
    left: &mut Vec<Refspec>,
    gone: &mut Vec<Refspec>,
    depth: Option<usize>,
    control: &Control,
) -> Result<(), RemoteError> {
    while !left.is_empty() {
        let lines: Vec<String> = left.iter().map(|it| format!("+{}:{}\n", it.name, it.private)).collect();
        let mut command = fetching(repo, &[]);
        command.args(MINIMAL).args(depth.map(|depth| format!("--depth={depth}")));
        command.args(["--stdin", "--", remote.0]);
        let _waiting = control.waiting(format_args!("Fetching from {}", RemoteUrl::short_name(remote.0)));
        let output = session::run(command, lines.concat().as_bytes(), control)?;
        match finish(Some(repo), remote, output) {
            Ok(_) => return Ok(()),
            Err(error) => gone.push(take_gone(left, error, Refspec::name)?),
        }
    }
    Ok(())
}

/// Removes and returns the reference that the remote no longer has, according to `error`. Any other
/// error is returned.
pub(super) fn take_gone<T>(
    left: &mut Vec<T>,
    error: RemoteError,
    name: impl Fn(&T) -> &str,
) -> Result<T, RemoteError> {
    let gone = match &error {
        RemoteError::Refused(refused) => match &refused.refusal {
            Refusal::NoRef { name } => Some(name.as_str()),
            _ => None,
        },
        _ => None,
    };
    let at = left.iter().position(|it| Some(name(it)) == gone);
    at.map(|at| left.remove(at)).ok_or(error)
}

/// A `git fetch` command without side effects, as far as options can prevent them, with more settings.
pub(super) fn fetching(repo: &Repo, settings: &[&str]) -> std::process::Command {
    let mut command = program::plumbing(repo);
    command.args(QUIET.iter().chain(settings).flat_map(|setting| ["-c", *setting]));
    command.args(["fetch", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no"]);
    command.arg("--no-show-forced-updates");
    command
}

/// Counts the commits that the user's own references reach.
fn own_commits(repo: &Repo) -> Result<usize, GitError> {
    // The fetch has changed where the history ends, which an open handle does not notice.
    let git = Repository::open(repo.git.path())?;
    let mut walk = git.revwalk()?;
    for own in ["refs/heads/*", "refs/remotes/*", "refs/tags/*"] {
        walk.push_glob(own)?;
    }
    match walk.push_head() {
        Err(error) if !matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
            return Err(error.into());
        }
        _ => {}
    }
    Ok(walk.flatten().count())
}

/// True if each has a commit in common with `base`, or can't have one because its history is complete.
fn are_related(repo: &Repo, refspecs: &[Refspec], base: Oid) -> Result<bool, GitError> {
    let git = Repository::open(repo.git.path())?;
    let list = std::fs::read_to_string(git.commondir().join("shallow")).unwrap_or_default();
    let cut: Vec<Oid> = list.lines().filter_map(|line| Oid::from_str(line).ok()).collect();
    let is_cut_off = |tip: Oid| -> Result<bool, GitError> {
        let mut walk = git.revwalk()?;
        walk.push(tip)?;
        Ok(walk.flatten().any(|id| cut.contains(&id)))
    };
    let is_base_cut_off = is_cut_off(base)?;
    for it in refspecs {
        let Ok(tip) = git.refname_to_id(&it.private).and_then(|id| git.find_commit(id)) else { continue };
        if git.merge_base(base, tip.id()).is_err() && (is_base_cut_off || is_cut_off(tip.id())?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns the output of a git that talked to a remote (its name and its address), or its error.
pub(super) fn finish(
    repo: Option<&Repo>,
    remote: (&str, &SecretUrl),
    output: GitOutput,
) -> Result<GitOutput, RemoteError> {
    if output.success { Ok(output) } else { Err(failure(repo, remote, output.stderr)) }
}

/// Converts the output of a failed git to an error.
pub(super) fn failure(
    repo: Option<&Repo>,
    (remote, address): (&str, &SecretUrl),
    output: String,
) -> RemoteError {
    if let (Some(repo), Some(cause)) = (repo, local_write_error(&output)) {
        return GitError::ReadOnly { path: repo.git.path().to_path_buf(), cause }.into();
    }
    if let Some(lock) = local_lock(&output) {
        return GitError::Locked { what: "repository", lock }.into();
    }
    let refusal = Refusal::from_output(&output);
    RemoteError::Refused(Refused::new(remote, address, refusal, output))
}

/// The error lines of the local git. Lines of the remote begin with its name.
fn own_lines(output: &str) -> impl Iterator<Item = &str> {
    let is_own = |line: &&str| line.starts_with("error: ") || line.starts_with("fatal: ");
    output.lines().filter(is_own).filter(|line| !line.contains("remote unpack"))
}

/// The lock file of another local git, according to git's output.
fn local_lock(output: &str) -> Option<PathBuf> {
    let line = own_lines(output).find(|line| line.contains(".lock': File exists"))?;
    let (before, _) = line.split_once("': File exists")?;
    before.rsplit('\'').next().map(PathBuf::from)
}

/// Why the local git could not write; `None` for any other failure.
pub(super) fn local_write_error(output: &str) -> Option<String> {
    const DENIED: [&str; 4] = [
        "Read-only file system",
        "No space left on device",
        "insufficient permission for adding an object",
        "Disk quota exceeded",
    ];
    let denied = |line: &str| {
        let plain = DENIED.iter().find(|text| line.contains(**text)).map(|text| text.to_lowercase());
        let create = line.to_lowercase().contains("unable to create") || line.contains("cannot open");
        plain.or_else(|| (create && line.contains("Permission denied")).then(|| "permission denied".into()))
    };
    own_lines(output).find_map(denied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_matches_any_characters() {
        for (pattern, name, wanted) in [
            ("refs/pull/*/head", "refs/pull/12/head", true),
            ("refs/pull/*/head", "refs/pull/12/merge", false),
            ("refs/heads/add/*", "refs/heads/add/a/b", true),
            ("refs/heads/add/*", "refs/heads/other", false),
            ("refs/heads/main", "refs/heads/main", true),
            ("refs/heads/main", "refs/heads/main2", false),
            ("refs/heads/*-*-x", "refs/heads/a-b-x", true),
            ("refs/heads/*-*-x", "refs/heads/ab-x", false),
        ] {
            assert_eq!(matches(pattern, name), wanted, "{pattern} {name}");
        }
    }

    #[test]
    fn a_listing_has_the_default_branch_and_the_newest_request_first() {
        let id = |n: u8| format!("{n:040}");
        let text = format!(
            "ref: refs/heads/main\tHEAD\n{}\tHEAD\n{}\trefs/pull/9/head\n{}\trefs/pull/10/head\n{}\trefs/pull/10/merge\n",
            id(1),
            id(2),
            id(3),
            id(4)
        );
        let listing = parse_listing(&text, &["refs/pull/*/head"]);
        assert_eq!(listing.default_branch.as_deref(), Some("main"));
        let numbers: Vec<_> = listing.contributions().iter().map(|it| it.number).collect();
        assert_eq!(numbers, [Some(10), Some(9)]);
    }

    #[test]
    fn a_full_disk_here_is_not_one_at_the_remote() {
        let disk = "fatal: write error: No space left on device";
        assert_eq!(local_write_error(disk).as_deref(), Some("no space left on device"));
        let locked = "error: cannot lock ref 'x': Unable to create '/r/x.lock': Permission denied";
        assert_eq!(local_write_error(locked).as_deref(), Some("permission denied"));
        let denied = "fatal: unable to create '/r/objects/pack/tmp': Permission denied";
        assert_eq!(local_write_error(denied).as_deref(), Some("permission denied"));
        let held = "error: cannot lock ref 'x': Unable to create '/r/x.lock': File exists.";
        assert_eq!(local_lock(held), Some(PathBuf::from("/r/x.lock")));
        assert_eq!(local_lock(&format!("remote: {held}")), None);
        assert_eq!(local_write_error(&format!("remote: {disk}")), None);
        assert_eq!(local_write_error("ed@host: Permission denied (publickey)."), None);
    }

    #[test]
    fn private_names_are_valid_reference_names() {
        for (remote, name, wanted) in [
            ("origin", "refs/heads/main", "refs/copydesk/origin/heads/main"),
            (
                "https://ed:pw@git.example.org:1/o/r.git",
                "refs/pull/1/head",
                "refs/copydesk/git.example.org/o/r-ID/pull/1/head",
            ),
            ("/srv/my news/x.lock", "refs/heads/a", "refs/copydesk/srv/my-news/x-lock-ID/heads/a"),
            ("https://ed:s3/cret@host/x", "refs/heads/a", "refs/copydesk/https/ed/----host/x-ID/heads/a"),
            ("../up", "refs/heads/a", "refs/copydesk/up-ID/heads/a"),
            ("..", "refs/heads/a", "refs/copydesk/-ID/heads/a"),
        ] {
            let private = private_name(remote, name);
            let id = super::super::content_id(SecretUrl::from(remote).to_string().as_bytes());
            assert_eq!(private, wanted.replace("ID", &id));
            assert!(git2::Reference::is_valid_name(&private));
        }
    }

    #[test]
    fn two_addresses_never_share_a_private_name_and_a_password_makes_no_difference() {
        let addresses = [
            "origin",
            "a+b",
            "a-b",
            "git.example.org/o/r",
            "https://git.example.org/o/r",
            "https://git.example.org:1/o/r",
            "ssh://git.example.org/o/r",
            "/srv/my news",
            "/srv/my-news",
            "/srv/a/../news",
            "/srv/a/news",
            "../news",
            "./news",
            "file:///srv/news",
        ];
        let names = addresses.map(location_name);
        for (n, name) in names.iter().enumerate() {
            assert!(!names[..n].contains(name), "{name}");
        }
        let with = |password: &str| location_name(&format!("https://ed:{password}@git.example.org/o/r"));
        assert_eq!(with("one"), with("two"));
    }
}
