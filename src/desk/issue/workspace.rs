use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::document;
use super::several::refuse_list;
use crate::desk::mail::facts::mail_facts;
use crate::desk::{Archive, DeskError, FileError};
use crate::draft::Draft;
use crate::lint::{self, MailFacts, TemplateFacts};
use crate::outline::{Issue, learn_forms};
use crate::profile::{
    self, Cadence, IssueKey, LearntCadence, NameMismatch, PathValues, Pattern, Precision, Profile,
};
use crate::root::{EntryKind, FileKind, Root, RootError, about_named, above};
use crate::text::limits::PROFILE_BYTES;

/// A newsletter's folder with its profile.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub root: Root,
    pub profile: Profile,
    /// Today, by which issues that are not published yet are known; `None` where nobody needs it.
    pub today: Option<Date>,
}

/// A draft or a published issue, with the date or number in its path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IssueFile {
    pub key: IssueKey,
    pub path: PathBuf,
    /// The number in the path.
    pub number: Option<u32>,
}

/// A file or folder whose name is probably misspelt. It is reported and never opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MisnamedFile {
    pub path: PathBuf,
    pub what: String,
}

/// The files in the folders of drafts and posts, each ordered by date or number.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    pub drafts: Vec<IssueFile>,
    pub posts: Vec<IssueFile>,
    pub misnamed: Vec<MisnamedFile>,
    /// The parts of the template that every issue repeats.
    pub template: Option<Arc<TemplateFacts>>,
    /// What the mail of each issue needs besides its draft.
    pub mail: MailFacts,
    /// The cache of published issues.
    pub archive: Arc<Archive>,
}

/// The name of a newsletter's profile.
pub const PROFILE_FILE: &str = "copydesk.yml";
/// At most this many files are listed from one folder.
const MAX_FILES: usize = 100_000;

/// The path itself if it is a folder, else its parent.
pub(in crate::desk) fn folder_of(path: &Path) -> &Path {
    match about_named(path, None) {
        Ok(about) if about.kind == FileKind::Folder => path,
        _ => path.parent().unwrap_or(path),
    }
}

/// The top of the work tree around a folder.
pub fn repository_above(folder: &Path) -> Option<PathBuf> {
    above(folder, &[(".git", FileKind::Other)])
}

impl Workspace {
    /// Finds the newsletter of `start`: the nearest ancestor with a `copydesk.yml`, or the repository's
    /// root, or else `start` itself.
    ///
    /// # Errors
    ///
    /// If its `copydesk.yml` is invalid, or lists several newsletters ([`Newsletters`](crate::desk::Newsletters)).
    pub fn find(start: &Path) -> Result<Workspace, DeskError> {
        let start = crate::root::absolute(start).map_err(|error| FileError::read(start, error))?;
        let folder = folder_of(&start);
        Self::load(Self::root_above(folder).unwrap_or(folder.to_owned()))
    }

    /// The folder of the newsletter around `start`; `None` outside of a newsletter.
    pub(in crate::desk) fn root(start: &Path) -> Option<PathBuf> {
        Self::root_above(&crate::root::absolute(start).ok()?)
    }

    /// The nearest ancestor of an absolute folder with a `copydesk.yml` or a repository in it.
    pub(in crate::desk) fn root_above(folder: &Path) -> Option<PathBuf> {
        above(folder, &[(PROFILE_FILE, FileKind::File), (".git", FileKind::Other)])
    }

    /// Loads the newsletter in the folder `root`.
    pub(in crate::desk) fn load(root: PathBuf) -> Result<Workspace, DeskError> {
        let root = Root::new(root);
        let profile = Self::profile_in(&root)?;
        let template = Self::template_in(&root, &profile)?;
        Ok(Self::new(root, profile, template.as_deref()))
    }

    /// Loads the same newsletter again.
    ///
    /// # Errors
    ///
    /// If its `copydesk.yml` is invalid.
    pub fn reload(&self) -> Result<Workspace, DeskError> {
        Ok(Workspace { today: self.today, ..Self::load(self.root.folder().to_owned())? })
    }

    /// True if a folder has a `copydesk.yml`.
    pub fn is_configured(root: &Root) -> bool {
        root.is_taken(&root.join(PROFILE_FILE))
    }

    /// A newsletter whose item forms come from the profile, or else from the template.
    pub(in crate::desk) fn new(root: Root, mut profile: Profile, template: Option<&str>) -> Workspace {
        if let Some(template) = template {
            learn_forms(template, &mut profile);
        }
        let site_roots = profile.files.site_roots.iter().map(|root| PathBuf::from(root.path()));
        Workspace { root: root.with_site_roots(site_roots), profile, today: None }
    }

    /// The folder of the newsletter around an absolute folder, or else the folder itself.
    pub fn root_of(folder: &Path) -> PathBuf {
        Self::root_above(folder).unwrap_or_else(|| folder.to_owned())
    }

    /// The folder of the newsletter around a file, or else the file's folder.
    pub(in crate::desk) fn root_of_file(path: &Path) -> Root {
        let path = crate::root::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().unwrap_or(&path);
        Root::new(Self::root_above(folder).unwrap_or(folder.to_owned()))
    }

    /// True if a `copydesk.yml` or a folder of drafts or posts shows where drafts belong.
    pub(in crate::desk) fn has_known_layout(&self) -> bool {
        let files = &self.profile.files;
        self.root.is_file(Path::new(PROFILE_FILE))
            || [&files.drafts, &files.posts].into_iter().any(|pattern| has_place(&self.root, pattern))
    }

    /// The profile of a folder: its `copydesk.yml`, or a built-in one.
    pub(in crate::desk) fn profile_in(root: &Root) -> Result<Profile, DeskError> {
        let existing = root.join(PROFILE_FILE);
        match root.read(&existing, PROFILE_BYTES as u64) {
            Ok(yaml) => {
                let yaml = document::text(&existing, yaml)?;
                refuse_list(&yaml)?;
                Ok(read_profile(&yaml)?)
            }
            Err(RootError::NotFound) if !root.is_taken(&existing) => guess(root),
            Err(error) => Err(FileError::from_root(&existing, error).into()),
        }
    }

    /// The template of new issues: the folder's, or the built-in one.
    ///
    /// # Errors
    ///
    /// If the folder's template exists and cannot be read.
    pub(in crate::desk) fn template_in(root: &Root, profile: &Profile) -> Result<Option<String>, DeskError> {
        let file = profile.files.template();
        let existing =
            file.map(|file| document::read_if_there(&root.join(file), root)).transpose()?.flatten();
        Ok(existing.or_else(|| profile::built_in_template(&profile.name).map(str::to_owned)))
    }

    /// As [`Workspace::template_in`].
    pub(in crate::desk) fn template(&self) -> Result<Option<String>, DeskError> {
        Self::template_in(&self.root, &self.profile)
    }

    /// Lists drafts and posts by their names, without opening files.
    pub fn listing(&self) -> Listing {
        let mut listing = Listing::default();
        let files = &self.profile.files;
        listing.posts = self.issues(&files.posts, files.are_shared(), &mut listing.misnamed);
        listing.drafts = match files.are_shared() {
            true => self.drafts_among(&mut listing.posts),
            false => self.issues(&files.drafts, true, &mut listing.misnamed),
        };
        self.doubled_folders(&mut listing.misnamed);
        listing.mail = mail_facts(self);
        listing.template =
            self.template().ok().flatten().map(|text| Arc::new(TemplateFacts::new(&text, &self.profile)));
        listing
    }

    fn issues(
        &self,
        pattern: &Pattern,
        with_issues: bool,
        misnamed: &mut Vec<MisnamedFile>,
    ) -> Vec<IssueFile> {
        let mut issues = Vec::new();
        for path in self.paths_of(pattern) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
            if let Some(values) = self.values_in(pattern, &path) {
                let key = values.key(self.profile.weekday());
                issues.push(IssueFile { key, path, number: values.number });
            } else if let Some(mismatch) = pattern.mismatch(name).filter(|_| with_issues) {
                let what = match mismatch {
                    NameMismatch::NoDate => "its name begins with no date",
                    NameMismatch::OtherName => "its name does not follow the pattern",
                };
                misnamed.push(MisnamedFile { path, what: format!("{what} ({})", pattern.path()) });
            }
        }
        issues.sort();
        issues
    }

    /// Everything in the folders in which a pattern's files are. Folders that can't hold one are not listed.
    fn paths_of(&self, pattern: &Pattern) -> Vec<PathBuf> {
        let Some(levels) = pattern.depth().checked_sub(1) else { return Vec::new() };
        let mut folders = vec![self.root.join(pattern.folder())];
        for level in 0..levels {
            let below = folders.iter().flat_map(|folder| {
                let entries = self.root.list(folder, MAX_FILES).unwrap_or_default().into_iter();
                let admitted = entries.filter(|entry| {
                    let fits = entry.name.to_str().is_some_and(|name| pattern.admits(level, name));
                    fits && entry.kind != EntryKind::File
                });
                admitted.map(|entry| folder.join(entry.name)).collect::<Vec<_>>()
            });
            folders = below.take(MAX_FILES).collect();
        }
        let files = folders.iter().flat_map(|folder| {
            let entries = self.root.list(folder, MAX_FILES).unwrap_or_default().into_iter();
            entries.map(|entry| folder.join(entry.name)).collect::<Vec<_>>()
        });
        files.take(MAX_FILES).collect()
    }

    /// Reports folders such as `_POSTS` next to `_posts`, whose files no program finds.
    fn doubled_folders(&self, misnamed: &mut Vec<MisnamedFile>) {
        for entry in self.root.list(self.root.folder(), MAX_FILES).unwrap_or_default() {
            let Some(name) = entry.name.to_str() else { continue };
            for pattern in [&self.profile.files.drafts, &self.profile.files.posts] {
                let existing = pattern.folder();
                if name != existing && name.eq_ignore_ascii_case(existing) {
                    misnamed.push(MisnamedFile {
                        path: self.root.join(name),
                        what: format!("issues are looked for in {existing} only"),
                    });
                }
            }
        }
    }

    /// The cadence that the paths of the newest issues within a year of `day` show.
    pub fn learnt_cadence(&self, listing: &Listing, day: Date) -> Option<LearntCadence> {
        let dates = listing.posts.iter().chain(&listing.drafts).filter_map(|issue| issue.key.day());
        Cadence::infer_of(dates, day, self.profile.files.posts.precision()?)
    }

    /// The weekday of issues around `day`: the profile's, or else that of most issues, if their paths say the day.
    pub fn weekday(&self, listing: &Listing, day: Date) -> Option<Weekday> {
        let is_known = self.profile.cadence.is_some() || self.profile.weekday().is_some();
        if is_known || self.profile.files.posts.precision() != Some(Precision::Day) {
            return self.profile.weekday();
        }
        self.learnt_cadence(listing, day)?.cadence.weekday()
    }

    /// The path for messages: relative to the root if it is inside.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(self.root.folder()).unwrap_or(path).display().to_string()
    }

    /// The path relative to the newsletter's root, with `/` between folders; `None` for a file
    /// elsewhere, and if the newsletter has no folders of drafts and posts.
    pub fn place_of(&self, path: &Path) -> Option<String> {
        let files = &self.profile.files;
        if !has_place(&self.root, &files.drafts) && !has_place(&self.root, &files.posts) {
            return None;
        }
        let path = crate::root::absolute(path).ok()?;
        let inner = path.strip_prefix(self.root.folder()).ok()?;
        let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
        Some(parts?.join("/"))
    }

    /// The position in the series of the draft at `path`.
    pub fn issue(&self, path: &Path, draft: &Draft) -> Issue {
        let number = self.values_of(path).and_then(|values| values.number);
        Issue::new(draft, &self.profile, self.date_of(path)).or_number(number)
    }

    /// The date in a draft's or a post's path, if the path gives the day.
    pub fn date_of(&self, path: &Path) -> Option<Date> {
        self.values_of(path)?.period?.exact_day(self.profile.weekday())
    }

    /// The place of a draft or a post among the others; `None` for other files.
    pub fn key_of(&self, path: &Path) -> Option<IssueKey> {
        Some(self.values_of(path)?.key(self.profile.weekday()))
    }

    /// The values in the path of a draft or a post; `None` for other files.
    pub(in crate::desk) fn values_of(&self, path: &Path) -> Option<PathValues> {
        let files = &self.profile.files;
        self.values_in(&files.drafts, path).or_else(|| self.values_in(&files.posts, path))
    }

    /// The values in a path that a pattern matches. The folders in front of its tokens may differ, so that a
    /// misplaced issue is known, too.
    pub(in crate::desk) fn values_in(&self, pattern: &Pattern, path: &Path) -> Option<PathValues> {
        if pattern.is_one_file() {
            let inner = path.strip_prefix(self.root.folder()).unwrap_or(path);
            return (inner == Path::new(pattern.path())).then(PathValues::default);
        }
        let names: Option<Vec<&str>> =
            path.iter().rev().take(pattern.depth()).map(|name| name.to_str()).collect();
        let mut names = names?;
        names.reverse();
        pattern.read_end(&names.join("/"))
    }
}

/// True if the folder of a pattern exists, or its only file.
fn has_place(root: &Root, pattern: &Pattern) -> bool {
    match pattern.is_one_file() {
        true => root.is_file(Path::new(pattern.path())),
        false => root.is_folder(Path::new(pattern.folder())),
    }
}

/// Reads a profile and checks the names of rules, which only the linter knows.
pub(in crate::desk) fn read_profile(yaml: &str) -> Result<Profile, profile::Error> {
    let of_rules = |profile: &Profile| {
        let mut found = lint::useless_waivers(profile);
        found.extend(lint::useless_levels(profile));
        found
    };
    profile::load_checked(yaml, of_rules)
}

/// The built-in profile with an issue in the folder, or else the one whose folder exists.
fn guess(root: &Root) -> Result<Profile, DeskError> {
    let mut with_folder = None;
    for (name, _, _) in profile::BUILT_IN {
        let profile = profile::built_in(name)?;
        let patterns = [&profile.files.drafts, &profile.files.posts];
        if patterns.into_iter().any(|pattern| has_issue(root, pattern)) {
            return Ok(profile);
        }
        if with_folder.is_none() && patterns.into_iter().any(|pattern| has_place(root, pattern)) {
            with_folder = Some(profile);
        }
    }
    match with_folder {
        Some(profile) => Ok(profile),
        None => Ok(profile::built_in(profile::BUILT_IN[0].0)?),
    }
}

/// True if the folder of a pattern has a file with such a name.
fn has_issue(root: &Root, pattern: &Pattern) -> bool {
    let folder = root.join(pattern.folder());
    let entries = root.list(&folder, MAX_FILES).unwrap_or_default();
    entries.iter().filter_map(|entry| entry.name.to_str()).any(|name| pattern.read_end(name).is_some())
}
