//! The branch that a contribution is for, by the profile's `branch`.

use std::path::Path;

use super::origin::{Lookup, Start};
use crate::desk::issue::workspace::read_profile;
use crate::desk::{DeskError, Now, parse_key};
use crate::git::{self, Control};
use crate::profile::{Branch, IssueKey, Profile};

/// The issue that an item is for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// As the user named it.
    pub issue: Option<&'a str>,
    pub now: &'a Now,
}

/// The profile's branch for the wanted issue, if it exists. The profile is that of the default branch.
pub(super) fn base_by_profile(
    from: Lookup<'_>,
    default: &Start,
    wanted: Wanted<'_>,
    control: &Control,
) -> Result<Option<Start>, DeskError> {
    let Some(profile) = profile(from, default, control)? else { return Ok(None) };
    let Some(branch) = &profile.branch else { return Ok(None) };
    let name = match branch.is_fixed() {
        true => branch.name(None, None),
        false => name_for(from, default, (&profile, branch), wanted, control)?,
    };
    match name.filter(|name| *name != default.branch) {
        Some(name) => from.branch(&name, control),
        None => Ok(None),
    }
}

/// The profile at the newest commit of a branch; `None` without one, or if it is invalid, which shows later.
fn profile(from: Lookup<'_>, at: &Start, control: &Control) -> Result<Option<Profile>, DeskError> {
    let path = from.folder.join("copydesk.yml");
    if let Some(remote) = from.remote {
        git::fetch_files(from.repo, remote, &[(at.commit, path.as_path())], control)?;
    }
    let yaml = from.repo.blob(at.commit, &path)?.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(yaml.and_then(|yaml| read_profile(&yaml).ok()))
}

/// The branch of the wanted issue, or else of the earliest one from today on, or else of the newest one that is
/// not published.
fn name_for(
    from: Lookup<'_>,
    default: &Start,
    (profile, branch): (&Profile, &Branch),
    wanted: Wanted<'_>,
    control: &Control,
) -> Result<Option<String>, DeskError> {
    let key = wanted.issue.map(parse_key);
    let name = match key {
        Some(Some(IssueKey::Day(day))) => branch.name(Some(day), None),
        Some(Some(IssueKey::Number(number))) => branch.name(None, Some(number)),
        // A path names no issue.
        Some(_) => return Ok(None),
        None => None,
    };
    if name.is_some() {
        return Ok(name);
    }
    let weekday = profile.weekday();
    let names = from.branches(&branch.glob(), control)?.into_iter();
    let mut issues: Vec<(IssueKey, String)> =
        names.filter_map(|name| Some((branch.read(&name)?.key(weekday), name))).collect();
    issues.sort();
    let posts = &profile.files.posts;
    let folder = from.folder.join(Path::new(posts.folder()));
    let published = from.repo.files_in(default.commit, &folder, posts.depth())?;
    let published = published.iter().filter_map(|name| Some(posts.read_end(name)?.key(weekday))).max();
    issues.retain(|(key, _)| published.is_none_or(|last| *key > last));
    let today = wanted.now.today(profile);
    let is_coming = |(key, _): &(IssueKey, String)| key.day().is_none_or(|day| day >= today);
    let at = match key {
        // The number is not in the branch's name.
        Some(_) => None,
        None => issues.iter().position(is_coming).or(issues.len().checked_sub(1)),
    };
    Ok(at.map(|at| issues.swap_remove(at).1))
}
