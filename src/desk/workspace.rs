use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::{Archive, DeskError};
use crate::lint::Standing;
use crate::outline::learn_forms;
use crate::profile::{self, Cadence, DateSlip, Pattern, Profile};

/// A newsletter's folder with its profile.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub root: PathBuf,
    pub profile: Profile,
}

/// A dated file: a draft, or an issue that went out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    pub date: Date,
    pub path: PathBuf,
}

/// A file or folder that looks like a slip of the hand; it is told and never opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub path: PathBuf,
    pub what: String,
}

/// What is in the drafts' and the posts' folders, each in the order of its dates.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    pub drafts: Vec<Issue>,
    pub posts: Vec<Issue>,
    pub slips: Vec<Slip>,
    /// What the template has that every issue takes over.
    pub standing: Option<Arc<Standing>>,
    /// What is known of the posts that were read so far.
    pub archive: Arc<Archive>,
}

const PROFILE_FILE: &str = "copydesk.yml";

/// The top of the work tree that a folder is in.
pub fn repository_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

impl Workspace {
    /// Finds the newsletter that `start` is in: the nearest folder upwards with a `copydesk.yml`,
    /// or the repository's root, or else `start` itself.
    ///
    /// # Errors
    ///
    /// What is wrong with its `copydesk.yml`.
    pub fn find(start: &Path) -> Result<Workspace, DeskError> {
        let start = std::path::absolute(start).map_err(|error| DeskError::read(start, error))?;
        let folder = if start.is_dir() { start.as_path() } else { start.parent().unwrap_or(&start) };
        Self::load(Self::root_above(folder).unwrap_or(folder.to_owned()))
    }

    /// The folder of the newsletter that `start` is in; `None` where it is in none.
    pub(super) fn root(start: &Path) -> Option<PathBuf> {
        Self::root_above(&std::path::absolute(start).ok()?)
    }

    /// The nearest folder upwards from an absolute one with a `copydesk.yml` or a repository in it.
    pub(super) fn root_above(folder: &Path) -> Option<PathBuf> {
        let is_root = |folder: &&Path| folder.join(PROFILE_FILE).is_file() || folder.join(".git").exists();
        folder.ancestors().find(is_root).map(Path::to_owned)
    }

    /// The newsletter in the folder `root` with its profile.
    pub(super) fn load(root: PathBuf) -> Result<Workspace, DeskError> {
        let own = root.join(PROFILE_FILE);
        let profile = match std::fs::read_to_string(&own) {
            Ok(yaml) => profile::load(&yaml)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => guess(&root)?,
            Err(error) => return Err(DeskError::read(&own, error)),
        };
        let mut workspace = Workspace { root, profile };
        if let Some(template) = workspace.template() {
            learn_forms(&template, &mut workspace.profile);
        }
        Ok(workspace)
    }

    /// What a new issue is copied from: the repository's own template, or the built-in one.
    fn template(&self) -> Option<String> {
        let own = std::fs::read_to_string(self.root.join(&self.profile.files.template));
        own.ok().or_else(|| profile::built_in_template(&self.profile.name).map(str::to_owned))
    }

    /// Lists drafts and posts by their names; no file is opened, and no other folder is read.
    pub fn listing(&self) -> Listing {
        let mut listing = Listing::default();
        listing.drafts = self.dated(&self.profile.files.drafts, true, &mut listing.slips);
        listing.posts = self.dated(&self.profile.files.posts, false, &mut listing.slips);
        self.doubled_folders(&mut listing.slips);
        listing.standing = self.template().map(|text| Arc::new(Standing::new(&text, &self.profile)));
        listing
    }

    fn dated(&self, pattern: &Pattern, told: bool, slips: &mut Vec<Slip>) -> Vec<Issue> {
        let folder = self.root.join(pattern.folder());
        let mut issues = Vec::new();
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if let Some(date) = pattern.date_of(name) {
                issues.push(Issue { date, path: entry.path() });
            } else if let Some(slip) = pattern.slip(name).filter(|_| told) {
                let what = match slip {
                    DateSlip::NoDate => "its name begins with no date",
                    DateSlip::OtherName => "its name does not follow the pattern",
                };
                slips.push(Slip { path: entry.path(), what: format!("{what} ({})", pattern.path()) });
            }
        }
        issues.sort();
        issues
    }

    /// `_POSTS` beside `_posts`: what is in it is missed by everybody.
    fn doubled_folders(&self, slips: &mut Vec<Slip>) {
        for entry in std::fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            for pattern in [&self.profile.files.drafts, &self.profile.files.posts] {
                let own = pattern.folder();
                if name != own && name.eq_ignore_ascii_case(own) {
                    slips.push(Slip {
                        path: entry.path(),
                        what: format!("issues are looked for in {own} only"),
                    });
                }
            }
        }
    }

    /// How often issues come out, learnt from the newest eight.
    pub fn cadence(&self, listing: &Listing) -> Option<Cadence> {
        let dates: Vec<Date> = listing.posts.iter().chain(&listing.drafts).map(|issue| issue.date).collect();
        Cadence::infer(&dates)
    }

    /// The day that issues carry: the profile's, or the one learnt.
    pub fn weekday(&self, listing: &Listing) -> Option<Weekday> {
        self.profile.weekday().or_else(|| self.cadence(listing).map(|cadence| cadence.weekday))
    }

    /// The path as the newsletter's people say it: from its root, where it is inside.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// The path from the newsletter's root, with `/` between folders; `None` for a file elsewhere,
    /// and where there are no folders of drafts and posts that it could belong into.
    pub fn place_of(&self, path: &Path) -> Option<String> {
        let files = &self.profile.files;
        let is_there = |pattern: &Pattern| self.root.join(pattern.folder()).is_dir();
        if !is_there(&files.drafts) && !is_there(&files.posts) {
            return None;
        }
        let path = std::path::absolute(path).ok()?;
        let inner = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }

    /// The date in a draft's or a post's file name.
    pub fn date_of(&self, path: &Path) -> Option<Date> {
        let name = path.file_name()?.to_str()?;
        self.profile.files.drafts.date_of(name).or_else(|| self.profile.files.posts.date_of(name))
    }
}

/// The built-in profile whose drafts folder is there.
fn guess(root: &Path) -> Result<Profile, DeskError> {
    for (name, _, _) in profile::BUILT_IN {
        let profile = profile::built_in(name)?;
        if root.join(profile.files.drafts.folder()).is_dir()
            || root.join(profile.files.posts.folder()).is_dir()
        {
            return Ok(profile);
        }
    }
    Ok(profile::built_in(profile::BUILT_IN[0].0)?)
}
