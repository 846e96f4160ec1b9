//! Checks many files at once, for the command line.

mod baseline;
mod cost;
mod error;
mod files;
mod newsletters;
mod profile_source;
mod waivers;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::desk::check::collect::stage_of;
use crate::desk::issue::document;
use crate::desk::{DeskError, FileError, Probe, Workspace, collect, save};
use crate::draft::Draft;
use crate::lint::report::{Detail, FileReport};
use crate::lint::{
    Baseline, Context, Diagnostic, Facts, Purpose, Scope, Selection, Stage, Status, check, check_selected,
    fix_all, limit_problems,
};
use crate::outline::Outline;
use crate::root::Root;
use baseline::RevisionBaseline;
use cost::Clock;
use newsletters::{Newsletter, Newsletters};
use profile_source::LoadedNewsletter;

pub use cost::Cost;
pub use error::LintError;
pub use files::IssuePaths;
pub(in crate::desk) use files::is_issue;
pub use profile_source::ProfileSource;
pub use waivers::waivers_without_files;

/// Options of a check.
#[derive(Clone, Debug, Default)]
pub struct LintOptions {
    pub selection: Selection,
    /// The stage of all files; `None` to choose it by each file's folder.
    pub stage: Option<Stage>,
    pub fix_mode: FixMode,
    /// Reports only the problems that are new since this revision.
    pub since: Option<String>,
    /// Where the profile and the template come from if `since` is set.
    pub profile_source: ProfileSource,
    /// The number of previous issues that each issue is compared with; `None` for the profile's number.
    pub archive: Option<usize>,
    pub status_report: StatusReport,
    /// How much of each problem is kept for the report.
    pub detail: Detail,
    /// The working directory of the program.
    pub directory: PathBuf,
}

/// Includes or omits the status of each issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StatusReport {
    #[default]
    Omit,
    Include,
}

/// How to treat safe fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FixMode {
    #[default]
    Off,
    /// Applies the fixes in memory only.
    InMemory,
    /// Applies the fixes and writes them to the files.
    Write,
}

/// A text to check.
#[derive(Clone, Debug)]
pub enum Source {
    File(PathBuf),
    /// A text that is checked as the file at `path`, or without a path as a text of no file.
    Text {
        bytes: Vec<u8>,
        path: Option<PathBuf>,
    },
}

/// A file that was checked.
#[derive(Debug)]
pub struct Linted {
    /// The problems; if fixes were applied, the remaining ones.
    pub report: FileReport,
    /// The text before and after fixing. `None` if nothing is fixed or nothing changed; but the text of a
    /// [`Source::Text`] is always returned when fixing, because it is printed.
    pub fixed: Option<(String, String)>,
}

/// The result of a run.
#[derive(Debug)]
pub struct LintRun {
    /// In the order of the sources.
    pub results: Vec<Result<Linted, DeskError>>,
    pub totals: LintTotals,
}

/// The costs and notices of a run.
#[derive(Debug)]
pub struct LintTotals {
    /// The costs of the rules and of the other phases of the check, slowest first.
    pub costs: Vec<Cost>,
    /// A notice for each profile or template that the revision lacks and that was read from the work tree
    /// instead.
    pub notices: Vec<String>,
}

/// Files per batch. The results of one batch are in memory at a time.
const BATCH: usize = 256;

impl LintOptions {
    /// Loads the newsletter around `folder` with the profile that the check uses.
    ///
    /// # Errors
    ///
    /// If the profile is invalid or the revision does not exist.
    pub fn workspace(&self, folder: &Path) -> Result<Workspace, DeskError> {
        let folder = crate::root::absolute(folder).map_err(|error| FileError::read(folder, error))?;
        let root = profile_source::root_of(&folder, self).unwrap_or(folder);
        let since =
            self.since.as_deref().map(|revision| RevisionBaseline::find(&root, revision)).transpose()?;
        Ok(LoadedNewsletter::load(root, self, since.as_ref())?.workspace)
    }

    /// Finds all drafts and posts in `folder` and below, by the profile's file-name patterns.
    ///
    /// # Errors
    ///
    /// As [`workspace`](Self::workspace), and [`LintError::NoDrafts`] if no draft is found.
    pub fn drafts_in(&self, folder: &Path) -> Result<Vec<PathBuf>, DeskError> {
        files::drafts_in(folder, &self.workspace(folder)?)
    }

    /// Checks the sources on all cores. Each is reported under its given name.
    pub fn run(&self, sources: &[(String, Source)]) -> LintRun {
        let mut results = Vec::with_capacity(sources.len());
        let totals = self.run_each(sources, &mut |_, _, result| results.push(result));
        LintRun { results, totals }
    }

    /// Checks the sources on all cores and passes on each result with its name and source, in the order
    /// of the sources. At most one batch of results is in memory; with [`FixMode::Write`], all files are
    /// one batch.
    pub fn run_each<'s>(
        &self,
        sources: &'s [(String, Source)],
        on_result: &mut dyn FnMut(&'s str, &'s Source, Result<Linted, DeskError>),
    ) -> LintTotals {
        let directory = crate::root::absolute(&self.directory).unwrap_or_else(|_| self.directory.clone());
        let paths = sources.iter().map(|(_, source)| source.path_or(&directory));
        let newsletters = Newsletters::find(paths, &directory, self);
        let mut sum = Clock::default();
        for batch in sources.chunks(self.batch_size(sources.len())) {
            let done: Vec<(Result<Linted, DeskError>, Clock)> = batch
                .par_iter()
                .map(|(name, source)| {
                    let mut clock = Clock::default();
                    let result = newsletters
                        .containing(source.path_or(&directory))
                        .and_then(|newsletter| self.check_source(name, source, newsletter, &mut clock));
                    (result, clock)
                })
                .collect();
            for ((result, clock), (name, source)) in done.into_iter().zip(batch) {
                sum.add(&clock);
                let newsletter = newsletters.containing(source.path_or(&directory));
                let root = newsletter.map(|newsletter| &newsletter.workspace.root);
                on_result(name, source, result.and_then(|linted| self.write(source, root?, linted)));
            }
        }
        LintTotals { costs: sum.costs(), notices: newsletters.notices() }
    }

    fn batch_size(&self, sources: usize) -> usize {
        match self.fix_mode {
            FixMode::Off | FixMode::InMemory => BATCH,
            // A fixed file must not be written while another file may still be compared with it.
            FixMode::Write => sources.max(1),
        }
    }

    fn check_source(
        &self,
        name: &str,
        source: &Source,
        newsletter: &Newsletter,
        clock: &mut Clock,
    ) -> Result<Linted, DeskError> {
        let workspace = &newsletter.workspace;
        let path = source.path();
        let (before, stamp) = match source {
            Source::File(path) => {
                let (text, stamp) = document::read_with_stamp(path, &workspace.root)?;
                (text, Some(stamp))
            }
            Source::Text { bytes, path } => {
                let name = path.as_deref().unwrap_or(Path::new("standard input"));
                document::not_other_markup(name)?;
                (document::text(name, bytes.clone())?, None)
            }
        };
        clock.lap("(reading)", 1);
        let draft = Draft::parse(before);
        clock.lap("(parsing)", 1);
        let mut outline = Outline::new(&draft, &workspace.profile);
        clock.lap("(finding sections and slots)", 1);
        if let (Some(path), Some(stamp)) = (path, stamp) {
            newsletter.listing.archive.keep(path, stamp, &draft, &outline, workspace);
        }
        let mut facts = collect(workspace, &newsletter.listing, path, &draft, &mut Probe::default());
        if let Some(stage) = self.stage {
            facts.stage = stage;
            facts.in_progress = stage == Stage::Contribution;
        }
        if newsletter.since.is_some() {
            facts.scope = Scope::Change;
        }
        facts.note_images(&draft, &workspace.profile, &mut outline);
        clock.lap("(collecting facts)", 1);
        let baseline = self.baseline(path, newsletter, &facts)?;
        clock.lap("(baseline)", 1);
        let mut new_problems = |draft: &Draft, outline: &Outline| {
            let mut found = self.check_outline(draft, outline, newsletter, &facts, clock);
            if let Some(baseline) = &baseline {
                baseline.retain_new(draft.text(), &mut found);
                // The file was counted above.
                clock.lap("(baseline)", 0);
            }
            found
        };
        // The status needs all problems. Check again unless `found` already has them.
        let status = |draft: &Draft, outline: &Outline, found: &[Diagnostic]| {
            let context = Context::new(draft, outline, &workspace.profile, &facts);
            let found_is_complete =
                self.selection.is_all() && baseline.is_none() && self.fix_mode == FixMode::Off;
            match self.status_report {
                StatusReport::Omit => None,
                StatusReport::Include if found_is_complete => Some(Status::new(&context, found)),
                StatusReport::Include => Some(Status::new(&context, &check(&context))),
            }
        };
        if self.fix_mode == FixMode::Off {
            let diagnostics = new_problems(&draft, &outline);
            let mut report = FileReport::with_detail(name, draft.text(), &diagnostics, self.detail);
            report.status = status(&draft, &outline, &diagnostics);
            return Ok(Linted { report, fixed: None });
        }
        let before = draft.text().to_owned();
        let fixed = fix_all(draft, |draft| new_problems(draft, &facts.outline(draft, &workspace.profile)));
        let problems = limit_problems(fixed.diagnostics);
        let mut report = FileReport::with_detail(name, fixed.draft.text(), &problems, self.detail);
        report.fixed = fixed.counts.into_iter().collect();
        report.status = status(&fixed.draft, &facts.outline(&fixed.draft, &workspace.profile), &[]);
        let after = fixed.draft.text();
        let is_returned = before != after || matches!(source, Source::Text { .. });
        let fixed = is_returned.then(|| (before, after.to_owned()));
        Ok(Linted { report, fixed })
    }

    fn write(&self, source: &Source, root: &Root, linted: Linted) -> Result<Linted, DeskError> {
        if let (FixMode::Write, Source::File(path), Some((before, after))) =
            (self.fix_mode, source, &linted.fixed)
            && before != after
        {
            if document::read(path, root)? != *before {
                return Err(FileError::ChangedMeanwhile(path.clone()).into());
            }
            save(path, root, before, after, None)?;
        }
        Ok(linted)
    }

    /// Checks the file as of `since`. `None` without a revision or a path, or if the file did not exist then.
    fn baseline(
        &self,
        path: Option<&Path>,
        newsletter: &Newsletter,
        facts: &Facts,
    ) -> Result<Option<Baseline>, DeskError> {
        let (Some(since), Some(path)) = (&newsletter.since, path) else { return Ok(None) };
        let Some((was, text)) = since.text(&newsletter.workspace, path)? else { return Ok(None) };
        let mut facts = since.facts(&newsletter.workspace, path, facts);
        // Check the old file at its own stage, so that a draft's warning that is an error in the post counts
        // as new.
        facts.stage =
            self.stage.unwrap_or_else(|| stage_of(&newsletter.workspace, &newsletter.listing, Some(&was)));
        facts.in_progress = facts.stage == Stage::Contribution;
        let draft = Draft::parse(text);
        let outline = facts.outline(&draft, &newsletter.workspace.profile);
        let diagnostics = self.check_outline(&draft, &outline, newsletter, &facts, &mut Clock::default());
        Ok(Some(Baseline::new(draft.text(), diagnostics)))
    }

    fn check_outline(
        &self,
        draft: &Draft,
        outline: &Outline,
        newsletter: &Newsletter,
        facts: &Facts,
        clock: &mut Clock,
    ) -> Vec<Diagnostic> {
        clock.start();
        let context = Context::new(draft, outline, &newsletter.workspace.profile, facts);
        let purpose = if self.fix_mode == FixMode::Off { Purpose::Report } else { Purpose::Fix };
        check_selected(&context, &self.selection, purpose, &mut |rule, found| clock.lap(rule, found))
    }
}

impl Source {
    fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) => Some(path),
            Source::Text { path, .. } => path.as_deref(),
        }
    }

    /// The path that decides which newsletter a source belongs to.
    fn path_or<'a>(&'a self, directory: &'a Path) -> &'a Path {
        self.path().unwrap_or(directory)
    }
}
