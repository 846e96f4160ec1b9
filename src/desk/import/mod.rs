//! Imports documents into a draft: reads them, proposes candidates for its slots, and applies the chosen
//! ones. A document is somebody else's text, or the previous issue.

mod document;
mod error;
mod notes_of;
mod person;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Span as TimeSpan;
use jiff::civil::Date;

use crate::desk::issue::workspace::IssueFile;
use crate::desk::{
    DeskError, ImageFileError, ImageImport, IssueError, Listing, Workspace, import_image, probe_image, read,
};
use crate::draft::Draft;
use crate::image::Control;
use crate::import::candidate::{Proposal, Question, Surroundings};
use crate::import::propose::{self, NotesContext};
use crate::import::{self, Kind, Refusal, Remark, Tone};
use crate::outline::{Outline, SlotState};
use crate::profile::{self, IssueKey, SlotKind};

use document::FetchedImage;
pub use document::{ImportSource, open_source};
pub use error::ImportError;
pub use notes_of::notes_of;
pub use person::keep_person;

/// How many weeks before the issue a document may be dated. Two, because a weekly meeting may be skipped.
const WEEKS_BEFORE: i64 = 2;

/// The default of [`ImportOptions::weeks`].
pub const EVENT_WEEKS: u16 = 8;

/// How to import documents.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    pub kind: Kind,
    pub sources: Vec<ImportSource>,
    /// The title or id of the section that gets a post's story. `None` for the profile's `import.post`.
    pub section: Option<String>,
    /// The image destination to write for a post's story.
    pub image: Option<String>,
    /// The number of weeks of events to import, from the issue's date.
    pub weeks: u16,
    /// The target that the user gave for each shortened address of a post.
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
    /// This document cannot be read. The import goes on with the next one.
    Refused(Refusal),
    /// The whole import fails.
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
struct ReadContext<'a> {
    outline: &'a Outline,
    template: (&'a Draft, &'a Outline),
    /// Returns the previous issue, which is read on the first call. `None` if it does not exist or can't be
    /// read.
    previous_issue: &'a dyn Fn() -> Option<(&'a Draft, &'a Outline)>,
}

/// The date of a document that decides if it belongs to this issue.
#[derive(Clone, Copy, Debug)]
enum Dated {
    Meeting,
    Report,
}

impl ImportDesk<'_> {
    /// Reads documents and proposes slots for their parts.
    ///
    /// # Errors
    ///
    /// If the section for a post does not exist, if events or the previous issue are imported into a draft
    /// without a date, or if clicks or the previous issue are imported and there is no previous issue.
    /// Documents that cannot be read are reported in the result.
    pub fn import(&self, options: &ImportOptions) -> Result<Imported, DeskError> {
        let mut imported = Imported::default();
        let template = self.template();
        let outline = Outline::new(self.draft, &self.workspace.profile);
        if options.kind == Kind::Issue {
            imported.proposal = self.carry_over(&outline)?;
            let remarks = std::mem::take(&mut imported.proposal.remarks);
            imported.remarks.extend(remarks.into_iter().map(|remark| ("the last issue".to_owned(), remark)));
            return Ok(imported);
        }
        let previous = OnceCell::new();
        let previous_issue = || {
            let read = || {
                let (_, draft) = self.previous_issue().ok()?;
                let outline = Outline::new(&draft, &self.workspace.profile);
                Some((draft, outline))
            };
            previous.get_or_init(read).as_ref().map(|(draft, outline)| (draft, outline))
        };
        let template_parts = (&template.0, &template.1);
        let context =
            ReadContext { outline: &outline, template: template_parts, previous_issue: &previous_issue };
        for (n, source) in options.sources.iter().enumerate() {
            // Skip a document that was given twice.
            if options.sources[..n].iter().any(|other| other.bytes == source.bytes) {
                continue;
            }
            match self.read_document(source, options, &context, &mut imported) {
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
        self.with_surroundings(&template, |surroundings| {
            imported.proposal.show_items(self.draft, surroundings);
        });
        Ok(imported)
    }

    fn read_document(
        &self,
        source: &ImportSource,
        options: &ImportOptions,
        context: &ReadContext<'_>,
        imported: &mut Imported,
    ) -> Result<Proposal, ReadError> {
        let text = import::decode(&source.bytes)?;
        let (draft, profile) = (self.draft, &self.workspace.profile);
        let grammar = &profile.import.grammar;
        let &ReadContext { outline, template, previous_issue } = context;
        let mut report = |remarks: Vec<Remark>| {
            imported.remarks.extend(remarks.into_iter().map(|remark| (source.name.clone(), remark)));
        };
        let proposal = match options.kind {
            Kind::Notes => import::notes::read(&text, grammar).map(|reading| {
                report(reading.remarks);
                let notes = &reading.value;
                let file = import::notes::date_of_file(&source.name);
                let previous = previous_issue();
                let template = Some(template);
                let context = NotesContext { draft, outline, profile, template, previous, file };
                let mut proposal = propose::from_notes(notes, &context);
                let day = notes.date.as_ref().map(|date| date.day);
                self.doubt_if_outdated(&mut proposal, day.or(file), Dated::Meeting);
                proposal
            }),
            Kind::Report => import::report::read(&text, grammar).map(|reading| {
                report(reading.remarks);
                let value = &reading.value;
                let previous = previous_issue();
                let template = Some(template);
                let context = NotesContext { draft, outline, profile, template, previous, file: None };
                let mut proposal = propose::from_report(&value.state, &context);
                let day = value.date.as_ref().map(|date| date.day);
                self.doubt_if_outdated(&mut proposal, day, Dated::Report);
                proposal
            }),
            Kind::Post => {
                let section = self.story_section(outline, options.section.as_deref())?;
                import::post::read(&text, grammar).map(|reading| {
                    report(reading.remarks);
                    imported.images.extend(reading.value.images.iter().map(|image| image.address.clone()));
                    let additions = (options.image.as_deref(), &options.expanded);
                    propose::from_post(&reading.value, additions, section, draft, outline, profile)
                })
            }
            Kind::Clicks => {
                let previous = previous_issue().ok_or(ImportError::NoPreviousIssue)?;
                import::clicks::read(&text, grammar).map(|reading| {
                    report(reading.remarks);
                    propose::from_clicks(&reading.value, previous, draft, outline, profile)
                })
            }
            Kind::Events => {
                let from = self.date().ok_or_else(|| IssueError::NoDate(self.path.to_owned()))?;
                let to = from.saturating_add(TimeSpan::new().weeks(i64::from(options.weeks)));
                import::calendar::read(&text, from, to, grammar).map(|reading| {
                    report(reading.remarks);
                    propose::from_events(&reading.value, from, draft, outline, profile)
                })
            }
            Kind::Releases => import::releases::read(&text, grammar).map(|reading| {
                report(reading.remarks);
                propose::from_releases(&reading.value, draft, outline, profile, previous_issue())
            }),
            Kind::Issue => Ok(Proposal::default()),
        };
        Ok(proposal?)
    }

    /// Marks all candidates as doubtful if the document is dated after the issue, or more than
    /// [`WEEKS_BEFORE`] weeks before it.
    fn doubt_if_outdated(&self, proposal: &mut Proposal, day: Option<Date>, dated: Dated) {
        let (Some(issue), Some(day)) = (self.date(), day) else { return };
        let first = issue.saturating_sub(TimeSpan::new().days(WEEKS_BEFORE * 7));
        if (first..=issue).contains(&day) {
            return;
        }
        let dated = match dated {
            Dated::Meeting => "the meeting was on",
            Dated::Report => "the report is dated",
        };
        for candidate in &mut proposal.candidates {
            candidate.doubt.get_or_insert_with(|| format!("{dated} {day}, but the issue is dated {issue}"));
        }
    }

    /// Applies the chosen candidates. Returns the new draft and the indices of the applied ones.
    pub fn take(&self, imported: &Imported, chosen: &[usize]) -> (Draft, Vec<usize>) {
        self.with_surroundings(&self.template(), |surroundings| {
            imported.proposal.take(self.draft, surroundings, chosen)
        })
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

    /// Copies the images of the chosen candidates that this issue lacks. Returns the paths of the copies.
    /// Nothing is copied out of this issue's image folder.
    ///
    /// # Errors
    ///
    /// If an image cannot be copied.
    pub fn copy_images(&self, imported: &Imported, chosen: &[usize]) -> Result<Vec<PathBuf>, DeskError> {
        let mut copied = Vec::new();
        let candidates = chosen.iter().filter_map(|at| imported.proposal.candidates.get(*at));
        for (from, to) in candidates.flat_map(|candidate| &candidate.files) {
            let root = &self.workspace.root;
            let (from, to) = (self.image_path(from), self.own_image_path(to));
            let (Some(from), Some(to)) = (from, to.filter(|to| !root.is_taken(to))) else { continue };
            let bytes = crate::desk::images::write_image::read_image(&from, root)?;
            let folder = to.parent().unwrap_or(root.folder());
            root.make_folders(folder).map_err(|error| ImageFileError::root_write(folder, error))?;
            root.create(&to, &bytes).map_err(|error| ImageFileError::root_write(&to, error))?;
            copied.push(to);
        }
        Ok(copied)
    }

    /// Imports an image for a post's story and returns the destination to write in the draft. `source` is an
    /// address, or a path relative to `directory`.
    ///
    /// # Errors
    ///
    /// If the source is not an image or cannot be fetched, or the issue has no date for its folder's name.
    pub fn import_image(&self, source: &str, directory: &Path) -> Result<String, DeskError> {
        let date = self.date().ok_or_else(|| IssueError::NoDate(self.path.to_owned()))?;
        let fetched = if source.contains("://") { Some(FetchedImage::get(source)?) } else { None };
        let source = fetched.as_ref().map_or_else(|| directory.join(source), |image| image.path.clone());
        let import =
            ImageImport { source, draft: self.path.to_owned(), date, name: None, keep_original: false };
        Ok(import_image(self.workspace, &import, &Control::default())?.reference)
    }

    /// The folder of this issue's images. `None` if the profile has no folders for images, or the issue has
    /// no date.
    fn image_folder(&self) -> Option<PathBuf> {
        let assets = self.workspace.profile.files.assets.as_ref()?;
        Some(self.workspace.root.join(assets.for_date(self.date()?)))
    }

    /// The file that an image destination of this draft names. `None` if it is not a path in the newsletter's
    /// folder.
    fn image_path(&self, dest: &str) -> Option<PathBuf> {
        probe_image(dest, self.path, &self.workspace.root)
    }

    /// As [`image_path`](Self::image_path), but also `None` outside of this issue's image folder: `..` in a
    /// destination may lead out of it.
    fn own_image_path(&self, dest: &str) -> Option<PathBuf> {
        let path = self.image_path(dest)?;
        self.image_folder().is_some_and(|folder| path.starts_with(folder)).then_some(path)
    }

    fn has_image(&self, dest: &str) -> bool {
        self.image_path(dest).is_some_and(|file| self.workspace.root.is_file(&file))
    }

    fn date(&self) -> Option<Date> {
        self.workspace.issue(self.path, self.draft).date()
    }

    /// The newsletter's template, or the built-in one.
    fn template(&self) -> (Draft, Outline) {
        let profile = &self.workspace.profile;
        let file = profile.files.template();
        let existing = file.and_then(|file| read(Path::new(file), &self.workspace.root).ok());
        let built_in = || profile::built_in_template(&profile.name).unwrap_or_default().to_owned();
        let draft = Draft::parse(existing.unwrap_or_else(built_in));
        let outline = Outline::new(&draft, profile);
        (draft, outline)
    }

    /// The previous issue: the newest one before this one, which may still be among the drafts.
    fn previous_issue(&self) -> Result<(&IssueFile, Draft), DeskError> {
        // A new draft's front matter may still have the previous issue's date.
        let key = self.workspace.key_of(self.path).or_else(|| self.date().map(IssueKey::Day));
        let Listing { posts, drafts, .. } = self.listing;
        let others = drafts.iter().chain(posts).filter(|issue| issue.path != self.path);
        let earlier = others.filter(|issue| key.is_none_or(|key| issue.key < key));
        // If a draft and a post have the same date, the post is the published issue.
        let previous = earlier.max_by_key(|issue| issue.key).ok_or(ImportError::NoPreviousIssue)?;
        Ok((previous, Draft::parse(read(&previous.path, &self.workspace.root)?)))
    }

    fn carry_over(&self, outline: &Outline) -> Result<Proposal, DeskError> {
        let date = self.date().ok_or_else(|| IssueError::NoDate(self.path.to_owned()))?;
        let (file, draft) = self.previous_issue()?;
        let previous_outline = Outline::new(&draft, &self.workspace.profile);
        let previous_date = file.key.day().or_else(|| self.workspace.issue(&file.path, &draft).date());
        let previous_date = previous_date.ok_or_else(|| IssueError::NoDate(file.path.clone()))?;
        let previous = propose::Issue { draft: &draft, outline: &previous_outline, date: previous_date };
        let this = propose::Issue { draft: self.draft, outline, date };
        let images = propose::ImageFiles {
            exists: &|dest| self.has_image(dest),
            is_own: &|dest| self.own_image_path(dest).is_some(),
        };
        let mut proposal = propose::from_issue(previous, this, &self.workspace.profile, images);
        let text = format!("{}, the last issue before {date}", self.workspace.shown(&file.path));
        proposal.remarks.insert(0, Remark { tone: Tone::Found, line: None, text });
        Ok(proposal)
    }

    /// Finds the section for a story by its title or id; without a name, the profile's `import.post`.
    ///
    /// # Errors
    ///
    /// If there is no such section, or it takes no story.
    fn story_section(&self, outline: &Outline, name: Option<&str>) -> Result<usize, DeskError> {
        let profile = &self.workspace.profile;
        let takes = |at: &usize| {
            let spec = profile.section(&outline.sections[*at].id);
            let holds = |kind: SlotKind| spec.is_some_and(|spec| spec.kinds.contains(&kind));
            // A section of one story, such as the headline, takes a story only while it is empty.
            let is_empty_story = || {
                let mut slots = outline.slots_of(*at).iter();
                slots.any(|slot| slot.kind == SlotKind::Feature && slot.state() == SlotState::Empty)
            };
            (holds(SlotKind::Stories) || holds(SlotKind::Links)) && !holds(SlotKind::Facts)
                || is_empty_story()
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
