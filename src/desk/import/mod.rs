//! Imports documents of others: documents → candidates → a changed draft.

mod document;
mod error;
mod notes_of;
mod person;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Span as TimeSpan;
use jiff::civil::Date;

use crate::desk::issue::workspace::DatedFile;
use crate::desk::{
    DeskError, ImageFileError, ImageImport, IssueError, Listing, Workspace, import_image, probe_image, read,
};
use crate::draft::Draft;
use crate::image::Control;
use crate::import::candidate::{Proposal, Question, Surroundings};
use crate::import::propose::{self, NotesAround};
use crate::import::{self, Kind, Refusal, Remark, Tone};
use crate::outline::{Outline, SlotState};
use crate::profile::{self, SlotKind};

use document::FetchedImage;
pub use document::{ImportSource, open_source};
pub use error::ImportError;
pub use notes_of::notes_of;
pub use person::keep_person;

/// Documents from this many weeks before an issue belong to it: a week may have had no meeting.
const WEEKS_BEFORE: i64 = 2;

/// For how many weeks events are imported by default.
pub const EVENT_WEEKS: u16 = 8;

/// How to import documents.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    pub kind: Kind,
    pub sources: Vec<ImportSource>,
    /// The title of the section for a post's story; `None` for the section that holds stories.
    pub section: Option<String>,
    /// The draft's reference to a post's image; empty for none.
    pub image: String,
    /// For how many weeks events are imported.
    pub weeks: u16,
    /// The targets of shortened addresses of a post, as answered by the user.
    pub expanded: BTreeMap<String, String>,
}

/// The result of an import.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    pub proposal: Proposal,
    /// The remarks about what was found and missed, each with its document.
    pub remarks: Vec<(String, Remark)>,
    /// The open questions, each with its document.
    pub questions: Vec<(String, Question)>,
    /// The documents that could not be read, and why.
    pub refused: Vec<(String, Refusal)>,
    /// The addresses of the images that a post shows.
    pub images: Vec<String>,
}

/// A draft with its newsletter, for importing documents into it.
#[derive(Clone, Copy, Debug)]
pub struct ImportDesk<'a> {
    pub workspace: &'a Workspace,
    pub listing: &'a Listing,
    pub draft: &'a Draft,
    pub path: &'a Path,
}

/// Why a document yields no proposal.
enum ReadError {
    /// The document cannot be read; the others can.
    Refused(Refusal),
    Desk(DeskError),
}

impl From<Refusal> for ReadError {
    fn from(refusal: Refusal) -> Self {
        ReadError::Refused(refusal)
    }
}

impl From<DeskError> for ReadError {
    fn from(error: DeskError) -> Self {
        ReadError::Desk(error)
    }
}

impl From<ImportError> for ReadError {
    fn from(error: ImportError) -> Self {
        ReadError::Desk(error.into())
    }
}

impl From<IssueError> for ReadError {
    fn from(error: IssueError) -> Self {
        ReadError::Desk(error.into())
    }
}

/// The context in which each document is read.
struct Around<'a> {
    outline: &'a Outline,
    template: (&'a Draft, &'a Outline),
    /// The previous issue, read on demand.
    last: &'a dyn Fn() -> Option<(&'a Draft, &'a Outline)>,
}

impl ImportDesk<'_> {
    /// Reads documents and proposes slots for their parts.
    ///
    /// # Errors
    ///
    /// If there is no issue to carry over from, or the section does not exist. Documents that cannot be
    /// read are reported in the result.
    pub fn import(&self, wanted: &ImportOptions) -> Result<Imported, DeskError> {
        let mut imported = Imported::default();
        let template = self.template();
        let outline = Outline::new(self.draft, &self.workspace.profile);
        if wanted.kind == Kind::Issue {
            imported.proposal = self.carry_over(&outline)?;
            let remarks = std::mem::take(&mut imported.proposal.remarks);
            imported.remarks.extend(remarks.into_iter().map(|remark| ("the last issue".to_owned(), remark)));
            return Ok(imported);
        }
        let read = OnceCell::new();
        let last = || {
            let last = read.get_or_init(|| {
                let (_, draft) = self.last_issue().ok()?;
                let outline = Outline::new(&draft, &self.workspace.profile);
                Some((draft, outline))
            });
            last.as_ref().map(|(draft, outline)| (draft, outline))
        };
        let around = Around { outline: &outline, template: (&template.0, &template.1), last: &last };
        for (n, source) in wanted.sources.iter().enumerate() {
            // The same document a second time has nothing to add.
            if wanted.sources[..n].iter().any(|other| other.bytes == source.bytes) {
                continue;
            }
            match self.read(source, wanted, &around, &mut imported) {
                Ok(proposal) => {
                    imported.proposal.join(proposal.candidates);
                    imported.questions.extend(
                        proposal.questions.into_iter().map(|question| (source.name.clone(), question)),
                    );
                    imported
                        .remarks
                        .extend(proposal.remarks.into_iter().map(|remark| (source.name.clone(), remark)));
                }
                Err(ReadError::Refused(refusal)) => imported.refused.push((source.name.clone(), refusal)),
                Err(ReadError::Desk(error)) => return Err(error),
            }
        }
        self.with_surroundings(&template, |around| imported.proposal.show_items(self.draft, around));
        Ok(imported)
    }

    fn read(
        &self,
        source: &ImportSource,
        wanted: &ImportOptions,
        around: &Around<'_>,
        imported: &mut Imported,
    ) -> Result<Proposal, ReadError> {
        let text = import::decode(&source.bytes)?;
        let (draft, profile) = (self.draft, &self.workspace.profile);
        let grammar = &profile.import.grammar;
        let (outline, template, last) = (around.outline, Some(around.template), around.last);
        let mut report = |remarks: Vec<Remark>| {
            imported.remarks.extend(remarks.into_iter().map(|remark| (source.name.clone(), remark)));
        };
        let proposal = match wanted.kind {
            Kind::Notes => import::notes::read(&text, grammar).map(|reading| {
                report(reading.remarks);
                let notes = &reading.value;
                let file = import::notes::date_of_file(&source.name);
                let around = NotesAround { draft, outline, profile, template, last: last(), file };
                let mut proposal = propose::from_notes(notes, &around);
                let day = notes.date.as_ref().map(|date| date.day);
                self.doubt_other_weeks(&mut proposal, day.or(file), "the meeting was");
                proposal
            }),
            Kind::Report => import::report::read(&text, grammar).map(|reading| {
                report(reading.remarks);
                let value = &reading.value;
                let around = NotesAround { draft, outline, profile, template, last: last(), file: None };
                let mut proposal = propose::from_report(&value.state, &around);
                self.doubt_other_weeks(
                    &mut proposal,
                    value.date.as_ref().map(|date| date.day),
                    "the report is",
                );
                proposal
            }),
            Kind::Post => {
                let section = self.section(outline, wanted.section.as_deref())?;
                import::post::read(&text, grammar).map(|reading| {
                    report(reading.remarks);
                    imported.images.extend(reading.value.images.iter().map(|image| image.address.clone()));
                    let around = (wanted.image.as_str(), &wanted.expanded);
                    propose::from_post(&reading.value, around, section, draft, outline, profile)
                })
            }
            Kind::Clicks => {
                let last = last().ok_or(ImportError::NoLastIssue)?;
                import::clicks::read(&text, grammar).map(|reading| {
                    report(reading.remarks);
                    propose::from_clicks(&reading.value, last, draft, outline, profile)
                })
            }
            Kind::Events => {
                let from = self.date().ok_or_else(|| IssueError::NoDate(self.path.to_owned()))?;
                let to = from.saturating_add(TimeSpan::new().weeks(i64::from(wanted.weeks)));
                import::calendar::read(&text, from, to, grammar).map(|reading| {
                    report(reading.remarks);
                    propose::from_events(&reading.value, from, draft, outline, profile)
                })
            }
            Kind::Releases => import::releases::read(&text, grammar).map(|reading| {
                report(reading.remarks);
                propose::from_releases(&reading.value, draft, outline, profile, last())
            }),
            Kind::Issue => Ok(Proposal::default()),
        };
        Ok(proposal?)
    }

    /// Marks candidates as doubtful if they are from another week than this issue's.
    fn doubt_other_weeks(&self, proposal: &mut Proposal, day: Option<Date>, what: &str) {
        let (Some(issue), Some(day)) = (self.date(), day) else { return };
        let first = issue.saturating_sub(TimeSpan::new().days(WEEKS_BEFORE * 7));
        if (first..=issue).contains(&day) {
            return;
        }
        for candidate in &mut proposal.candidates {
            candidate.doubt.get_or_insert_with(|| format!("{what} on {day}, and the issue is of {issue}"));
        }
    }

    /// The draft with the chosen candidates, and the indices of those that were taken.
    pub fn take(&self, imported: &Imported, chosen: &[usize]) -> (Draft, Vec<usize>) {
        self.with_surroundings(&self.template(), |around| imported.proposal.take(self.draft, around, chosen))
    }

    fn with_surroundings<T>(
        &self,
        template: &(Draft, Outline),
        call: impl FnOnce(Surroundings<'_>) -> T,
    ) -> T {
        let folder = self.date().map(|date| date.strftime("%Y%m%d").to_string()).unwrap_or_default();
        call(Surroundings {
            profile: &self.workspace.profile,
            template: Some((&template.0, &template.1)),
            folder: &folder,
            has_image: &|dest| self.has_image(dest),
        })
    }

    /// Copies the missing images of candidates. Returns their paths.
    ///
    /// # Errors
    ///
    /// If an image cannot be copied.
    pub fn copy_images(&self, imported: &Imported, chosen: &[usize]) -> Result<Vec<PathBuf>, DeskError> {
        let mut copied = Vec::new();
        let candidates = chosen.iter().filter_map(|at| imported.proposal.candidates.get(*at));
        for (from, to) in candidates.flat_map(|candidate| &candidate.files) {
            let place = |dest: &str| probe_image(dest, self.path, self.workspace.root.folder());
            let (Some(from), Some(to)) = (place(from), place(to)) else { continue };
            // A name with `..` in it may point anywhere.
            let is_own = self.assets().is_some_and(|folder| to.starts_with(folder));
            let root = &self.workspace.root;
            if root.is_taken(&to) || !is_own {
                continue;
            }
            let bytes = crate::desk::images::write_image::read_image(&from, root)?;
            let folder = to.parent().unwrap_or(root.folder());
            root.make_folders(folder).map_err(|error| ImageFileError::root_write(folder, error))?;
            root.create(&to, &bytes).map_err(|error| ImageFileError::root_write(&to, error))?;
            copied.push(to);
        }
        Ok(copied)
    }

    /// Fits an image for a post's story, a file in `directory` or an address, and returns the draft's
    /// reference to it.
    ///
    /// # Errors
    ///
    /// If it is not an image, cannot be fetched, or the issue has no date for its folder's name.
    pub fn import_image(&self, source: &str, directory: &Path) -> Result<String, DeskError> {
        let date = self.date().ok_or_else(|| IssueError::NoDate(self.path.to_owned()))?;
        let fetched = if source.contains("://") { Some(FetchedImage::get(source)?) } else { None };
        let source = fetched.as_ref().map_or_else(|| directory.join(source), |image| image.path.clone());
        let wanted =
            ImageImport { source, draft: self.path.to_owned(), date, name: None, keep_original: false };
        Ok(import_image(self.workspace, &wanted, &Control::default())?.reference)
    }

    /// The folder of this issue's images.
    fn assets(&self) -> Option<PathBuf> {
        let assets = self.workspace.profile.files.assets.as_ref()?;
        Some(self.workspace.root.join(assets.for_date(self.date()?)))
    }

    fn has_image(&self, dest: &str) -> bool {
        probe_image(dest, self.path, self.workspace.root.folder())
            .is_some_and(|file| self.workspace.root.is_file(&file))
    }

    fn date(&self) -> Option<Date> {
        self.workspace.issue(self.path, self.draft).date()
    }

    /// The newsletter's template, or the built-in one.
    fn template(&self) -> (Draft, Outline) {
        let profile = &self.workspace.profile;
        let existing = read(Path::new(&profile.files.template), &self.workspace.root).ok();
        let built_in = || profile::built_in_template(&profile.name).unwrap_or_default().to_owned();
        let draft = Draft::parse(existing.unwrap_or_else(built_in));
        let outline = Outline::new(&draft, profile);
        (draft, outline)
    }

    /// The last issue before this one, which may still be among the drafts.
    fn last_issue(&self) -> Result<(&DatedFile, Draft), DeskError> {
        // A new draft's front matter may still have the last issue's date.
        let date = self.workspace.date_of(self.path).or_else(|| self.date());
        let Listing { posts, drafts, .. } = self.listing;
        let before = drafts.iter().chain(posts).filter(|issue| issue.path != self.path);
        let before = before.filter(|issue| date.is_none_or(|date| issue.date < date));
        // If a draft and a post have the same date, the post is the published issue.
        let last = before.max_by_key(|issue| issue.date).ok_or(ImportError::NoLastIssue)?;
        Ok((last, Draft::parse(read(&last.path, &self.workspace.root)?)))
    }

    fn carry_over(&self, outline: &Outline) -> Result<Proposal, DeskError> {
        let date = self.date().ok_or_else(|| IssueError::NoDate(self.path.to_owned()))?;
        let (issue, last) = self.last_issue()?;
        let last_outline = Outline::new(&last, &self.workspace.profile);
        let last = propose::Issue { draft: &last, outline: &last_outline, date: issue.date };
        let this = propose::Issue { draft: self.draft, outline, date };
        let is_there = |dest: &str| self.has_image(dest);
        let mut proposal = propose::from_issue(last, this, &self.workspace.profile, &is_there);
        let which = format!("{}, the last issue before {date}", self.workspace.shown(&issue.path));
        proposal.remarks.insert(0, Remark { tone: Tone::Found, line: None, text: which });
        Ok(proposal)
    }

    /// The section for a story: the one with that title, or the one with the most stories.
    fn section(&self, outline: &Outline, name: Option<&str>) -> Result<usize, DeskError> {
        let profile = &self.workspace.profile;
        let takes = |at: &usize| {
            let spec = profile.section(&outline.sections[*at].id);
            let holds = |kind: SlotKind| spec.is_some_and(|spec| spec.kinds.contains(&kind));
            // A section that consists of one story, such as the headline, if it is still empty.
            let is_free = || {
                let mut slots = outline.slots_of(*at).iter();
                slots.any(|slot| slot.kind == SlotKind::Feature && slot.state() == SlotState::Empty)
            };
            (holds(SlotKind::Stories) || holds(SlotKind::Links)) && !holds(SlotKind::Facts) || is_free()
        };
        let all = || (0..outline.sections.len()).filter(takes);
        let titles = || all().map(|at| outline.sections[at].title.clone()).collect::<Vec<_>>();
        let found = match name {
            Some(name) => all().find(|at| {
                let section = &outline.sections[*at];
                section.title.eq_ignore_ascii_case(name) || section.id.eq_ignore_ascii_case(name)
            }),
            None => all().find(|at| Some(&outline.sections[*at].id) == profile.import.post.as_ref()),
        };
        Ok(found.ok_or_else(|| {
            let titles = titles();
            let Some(name) = name else { return IssueError::SectionNotGiven { known: titles } };
            let meant = crate::desk::images::nearest::nearest(name, &titles).map(str::to_owned);
            IssueError::NoSection { name: name.to_owned(), meant, known: titles }
        })?)
    }
}
