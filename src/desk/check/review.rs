//! Checks a draft as a contribution, so that steps left to the editor are not reported.

use std::path::{Path, PathBuf};

use super::collect::collect_without_scans;
use crate::desk::images::brought::BroughtImages;
use crate::desk::images::image_scan::Prints;
use crate::desk::{DeskError, Listing, Probe, Workspace, probe_image};
use crate::draft::{Draft, Image};
use crate::image::Control;
use crate::lint::report::FileReport;
use crate::lint::{Baseline, Context, Diagnostic, Facts, Purpose, Scope, Selection, Stage, check_selected};
use crate::outline::Outline;

/// The version of a draft that others are compared with, by what was known of it.
#[derive(Debug)]
pub(in crate::desk) struct Before {
    pub facts: Facts,
    baseline: Baseline,
}

/// Checks and compares versions of one draft.
#[derive(Debug)]
pub(in crate::desk) struct Review {
    path: PathBuf,
    listing: Listing,
    selection: Selection,
    /// Of the images that were read.
    prints: Prints,
}

impl Review {
    /// # Errors
    ///
    /// Only if an ignored rule does not exist.
    pub fn new(workspace: &Workspace, path: &Path) -> Result<Review, DeskError> {
        Ok(Review {
            path: path.to_owned(),
            listing: workspace.listing(),
            // The checklist is for the editor to tick.
            selection: Selection::new(&[], &["contradicted-tick".to_owned()])?,
            prints: Prints::default(),
        })
    }

    /// Decodes images on disk, and images that are not there yet, for the rules that look at their content.
    pub fn read_images<'b>(
        &mut self,
        workspace: &Workspace,
        files: impl IntoIterator<Item = PathBuf>,
        brought: impl IntoIterator<Item = &'b [u8]>,
    ) {
        self.prints.read_files(files, &workspace.root, &Control::default());
        self.prints.read_bytes(brought);
    }

    /// The files that a version shows as images.
    pub fn images(&self, workspace: &Workspace, draft: &Draft) -> Vec<PathBuf> {
        let file = |image: Image| probe_image(draft.slice(image.dest), &self.path, &workspace.root);
        draft.images().filter_map(file).collect()
    }

    /// The facts of a version, with the images that are on disk and those that a contribution brings.
    pub fn facts(&self, workspace: &Workspace, draft: &Draft, brought: BroughtImages) -> Facts {
        let mut probe = Probe::with_brought(brought);
        let path = Some(self.path.as_path());
        let (mut facts, dests) = collect_without_scans(workspace, &self.listing, path, draft, &mut probe);
        facts.scans = self.prints.scans(&dests, &self.path, &workspace.root, probe.brought());
        Facts { stage: Stage::Contribution, in_progress: true, scope: Scope::Change, ..facts }
    }

    fn check(&self, workspace: &Workspace, draft: &Draft, facts: &Facts) -> Vec<Diagnostic> {
        self.check_in(workspace, (draft, &facts.outline(draft, &workspace.profile)), facts)
    }

    fn check_in(
        &self,
        workspace: &Workspace,
        (draft, outline): (&Draft, &Outline),
        facts: &Facts,
    ) -> Vec<Diagnostic> {
        let context = Context::new(draft, outline, &workspace.profile, facts);
        check_selected(&context, &self.selection, Purpose::Report, &mut |_, _| ())
    }

    /// The version that others are compared with.
    pub fn before(&self, workspace: &Workspace, draft: &Draft) -> Before {
        let facts = self.facts(workspace, draft, BroughtImages::default());
        Before { baseline: Baseline::new(draft.text(), self.check(workspace, draft, &facts)), facts }
    }

    /// The problems that a version adds to an earlier one, by the facts of the version and an outline that was
    /// built with them. As for [`LintOptions::since`](crate::desk::LintOptions), both are checked with the facts of
    /// the later one: a file that is missing in both is an old problem, also if the first image of an issue
    /// makes the folder of its images.
    pub fn new_problems(
        &self,
        workspace: &Workspace,
        (draft_before, before): (&Draft, &Before),
        (draft, outline): (&Draft, &Outline),
        facts: &Facts,
        brought: &BroughtImages,
    ) -> Vec<Diagnostic> {
        let is_same = |dest: &str| {
            let file = probe_image(dest, &self.path, &workspace.root);
            !file.is_some_and(|file| brought.contains(&file))
        };
        let has_other_facts = facts.has_assets != before.facts.has_assets
            || !before.facts.images.keys().all(|dest| is_same(dest));
        let other = has_other_facts.then(|| {
            let facts = facts.before_change(is_same);
            Baseline::new(draft_before.text(), self.check(workspace, draft_before, &facts))
        });
        let mut found = self.check_in(workspace, (draft, outline), facts);
        other.as_ref().unwrap_or(&before.baseline).retain_new(draft.text(), &mut found);
        found
    }

    pub fn report(&self, workspace: &Workspace, draft: &Draft, found: &[Diagnostic]) -> FileReport {
        FileReport::new(workspace.shown(&self.path), draft.text(), found)
    }
}
