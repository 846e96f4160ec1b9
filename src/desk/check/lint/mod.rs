//! Checks many files at once, for the command line.

mod baseline;
mod cost;
mod error;
mod files;
mod newsletters;
mod rules;
mod waivers;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::desk::check::collect::stage_of;
use crate::desk::issue::archive::Stamp;
use crate::desk::issue::document;
use crate::desk::{DeskError, FileError, Probe, Workspace, collect, save};
use crate::draft::Draft;
use crate::lint::report::{Detail, FileReport};
use crate::lint::{
    About, Baseline, Context, Diagnostic, Facts, Purpose, Selection, Stage, Status, check, check_selected,
    cut, fix_all,
};
use crate::outline::Outline;
use crate::root::Root;
use baseline::RevisionBaseline;
use cost::Clock;
use newsletters::{Newsletter, Newsletters};
use rules::Ruled;

pub use cost::RuleCost;
pub use error::LintError;
pub use rules::RulesFrom;
pub use waivers::waivers_without_files;

/// Options of a check.
#[derive(Clone, Debug, Default)]
pub struct Lint {
    pub selection: Selection,
    /// The stage of all files; `None` to choose it by each file's folder.
    pub stage: Option<Stage>,
    pub fixing: Fixing,
    /// The revision whose problems are left out of the report.
    pub since: Option<String>,
    /// The source of the profile and template if a revision is given.
    pub rules: RulesFrom,
    /// The number of previous issues that each issue is compared with; `None` for the profile's number.
    pub archive: Option<usize>,
    pub status: WithStatus,
    /// The parts of each problem that reports need.
    pub detail: Detail,
    /// The working directory of the program.
    pub directory: PathBuf,
}

/// Includes or omits the status of each issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WithStatus {
    #[default]
    No,
    Yes,
}

/// How to treat safe fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fixing {
    #[default]
    No,
    /// Fixes are applied and written to the files.
    Write,
    /// Fixes are applied in memory only.
    Show,
}

/// A text to check.
#[derive(Clone, Debug)]
pub enum Source {
    File(PathBuf),
    /// A text that is checked as if it were the file of that name.
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
    /// The text before and after the fixes, if some were applied; always set for standard input if fixes
    /// were requested.
    pub fixed: Option<(String, String)>,
}

/// The result of a run.
#[derive(Debug)]
pub struct LintRun {
    /// In the order of the sources.
    pub results: Vec<Result<Linted, DeskError>>,
    pub costs: Vec<RuleCost>,
    /// One sentence for each file of rules that the revision does not have, so that the work tree's was
    /// used.
    pub notices: Vec<String>,
}

/// The costs and notices of a run.
#[derive(Debug)]
pub struct LintTotals {
    pub costs: Vec<RuleCost>,
    /// One sentence for each file of rules that the revision does not have, so that the work tree's was
    /// used.
    pub notices: Vec<String>,
}

/// The number of files that are checked before their results are passed on.
const BATCH: usize = 256;

impl Lint {
    /// The newsletter of a folder, with the profile that it is checked with.
    ///
    /// # Errors
    ///
    /// If the profile is invalid or the revision does not exist.
    pub fn workspace(&self, folder: &Path) -> Result<Workspace, DeskError> {
        let folder = crate::root::absolute(folder).map_err(|error| FileError::read(folder, error))?;
        let root = rules::root_of(&folder, self).unwrap_or(folder);
        let since =
            self.since.as_deref().map(|revision| RevisionBaseline::find(&root, revision)).transpose()?;
        Ok(Ruled::load(root, self, since.as_ref())?.workspace)
    }

    /// Every draft or issue in a folder and its subfolders, by the file names of that profile.
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
        LintRun { results, costs: totals.costs, notices: totals.notices }
    }

    /// Checks the sources on all cores and passes on each result with its name and source, in the order
    /// of the sources. At most one batch of results is in memory.
    pub fn run_each<'s>(
        &self,
        sources: &'s [(String, Source)],
        on_result: &mut dyn FnMut(&'s str, &'s Source, Result<Linted, DeskError>),
    ) -> LintTotals {
        let directory = crate::root::absolute(&self.directory).unwrap_or_else(|_| self.directory.clone());
        let places = sources.iter().map(|(_, source)| source.place(&directory));
        let newsletters = Newsletters::find(places, &directory, self);
        let mut sum = Clock::default();
        for batch in sources.chunks(self.batch_size(sources.len())) {
            let done: Vec<(Result<Linted, DeskError>, Clock)> = batch
                .par_iter()
                .map(|(name, source)| {
                    let mut clock = Clock::default();
                    let result = newsletters
                        .of(source.place(&directory))
                        .and_then(|newsletter| self.check(name, source, newsletter, &mut clock));
                    (result, clock)
                })
                .collect();
            for ((result, clock), (name, source)) in done.into_iter().zip(batch) {
                sum.add(&clock);
                let newsletter = newsletters.of(source.place(&directory));
                let root = newsletter.map(|newsletter| &newsletter.workspace.root);
                on_result(name, source, result.and_then(|linted| self.write(source, root?, linted)));
            }
        }
        LintTotals { costs: sum.costs(), notices: newsletters.notices() }
    }

    fn batch_size(&self, sources: usize) -> usize {
        match self.fixing {
            Fixing::No => BATCH,
            // A fixed file must not be written while another file may still be compared with it.
            Fixing::Write | Fixing::Show => sources.max(1),
        }
    }

    fn check(
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
                let (text, about) = document::read_with_about(path, &workspace.root)?;
                (text, Some(Stamp::from(&about)))
            }
            Source::Text { bytes, path } => {
                let name = path.as_deref().unwrap_or(Path::new("standard input"));
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
            facts.about = About::Change;
        }
        facts.note_images(&draft, &workspace.profile, &mut outline);
        clock.lap("(looking at files)", 1);
        let baseline = self.baseline(path, newsletter, &facts)?;
        clock.lap("(looking back)", 1);
        let mut check_outline = |draft: &Draft, outline: &Outline| {
            let mut found = self.check_outline(draft, outline, newsletter, &facts, clock);
            if let Some(baseline) = &baseline {
                baseline.retain_new(draft.text(), &mut found);
                clock.lap("(looking back)", 0);
            }
            found
        };
        // The checklist counts all problems, not only the reported ones.
        let status = |draft: &Draft, outline: &Outline, found: &[Diagnostic]| {
            let context = Context::new(draft, outline, &workspace.profile, &facts);
            let has_all = self.selection.is_all() && baseline.is_none() && self.fixing == Fixing::No;
            match self.status {
                WithStatus::No => None,
                WithStatus::Yes if has_all => Some(Status::new(&context, found)),
                WithStatus::Yes => Some(Status::new(&context, &check(&context))),
            }
        };
        if self.fixing == Fixing::No {
            let diagnostics = check_outline(&draft, &outline);
            let mut report = FileReport::with_detail(name, draft.text(), &diagnostics, self.detail);
            report.status = status(&draft, &outline, &diagnostics);
            return Ok(Linted { report, fixed: None });
        }
        let before = draft.text().to_owned();
        let fixed = fix_all(draft, |draft| check_outline(draft, &facts.outline(draft, &workspace.profile)));
        let problems = cut(fixed.diagnostics);
        let mut report = FileReport::with_detail(name, fixed.draft.text(), &problems, self.detail);
        report.fixed = fixed.counts.into_iter().collect();
        report.status = status(&fixed.draft, &facts.outline(&fixed.draft, &workspace.profile), &[]);
        let after = fixed.draft.text();
        let is_wanted = before != after || matches!(source, Source::Text { .. });
        let fixed = is_wanted.then(|| (before, after.to_owned()));
        Ok(Linted { report, fixed })
    }

    fn write(&self, source: &Source, root: &Root, linted: Linted) -> Result<Linted, DeskError> {
        if let (Fixing::Write, Source::File(path), Some((before, after))) =
            (self.fixing, source, &linted.fixed)
            && before != after
        {
            if document::read(path, root)? != *before {
                return Err(FileError::ChangedMeanwhile(path.clone()).into());
            }
            save(path, root, before, after, None)?;
        }
        Ok(linted)
    }

    /// The problems' baseline: the file at the given revision.
    fn baseline(
        &self,
        path: Option<&Path>,
        newsletter: &Newsletter,
        facts: &Facts,
    ) -> Result<Option<Baseline>, DeskError> {
        let (Some(since), Some(path)) = (&newsletter.since, path) else { return Ok(None) };
        let Some((was, text)) = since.text(&newsletter.workspace, path)? else { return Ok(None) };
        let mut facts = since.facts(&newsletter.workspace, path, facts);
        // A problem that is a warning in a draft is new once the file is a post.
        facts.stage = self.stage.unwrap_or_else(|| stage_of(&newsletter.workspace, Some(&was)));
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
        let purpose = if self.fixing == Fixing::No { Purpose::Report } else { Purpose::Fix };
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
    fn place<'a>(&'a self, directory: &'a Path) -> &'a Path {
        self.path().unwrap_or(directory)
    }
}
