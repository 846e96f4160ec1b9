//! Checks a draft as a contribution, so that steps left to the editor are not reported.

use std::path::{Path, PathBuf};

use crate::desk::{DeskError, Listing, Probe, Workspace, collect};
use crate::draft::Draft;
use crate::lint::report::FileReport;
use crate::lint::{Baseline, Context, Diagnostic, Facts, Purpose, Scope, Selection, Stage, check_selected};
use crate::outline::Outline;

/// Checks and compares versions of one draft.
#[derive(Debug)]
pub(in crate::desk) struct Review {
    path: PathBuf,
    listing: Listing,
    selection: Selection,
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
        })
    }

    /// The facts of a version, with the images that are on disk.
    pub fn facts(&self, workspace: &Workspace, draft: &Draft) -> Facts {
        let facts = collect(workspace, &self.listing, Some(&self.path), draft, &mut Probe::default());
        Facts { stage: Stage::Contribution, in_progress: true, scope: Scope::Change, ..facts }
    }

    pub fn check(&self, workspace: &Workspace, draft: &Draft, facts: &Facts) -> Vec<Diagnostic> {
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

    /// The problems of the version that others are compared with.
    pub fn baseline(&self, workspace: &Workspace, draft: &Draft, facts: &Facts) -> Baseline {
        Baseline::new(draft.text(), self.check(workspace, draft, facts))
    }

    /// The problems of a version that the baseline does not have.
    pub fn new_problems(
        &self,
        workspace: &Workspace,
        draft: &Draft,
        facts: &Facts,
        baseline: &Baseline,
    ) -> FileReport {
        let outline = facts.outline(draft, &workspace.profile);
        self.new_problems_in(workspace, (draft, &outline), facts, baseline)
    }

    /// As [`new_problems`](Self::new_problems), with an outline that was built with these facts.
    pub fn new_problems_in(
        &self,
        workspace: &Workspace,
        (draft, outline): (&Draft, &Outline),
        facts: &Facts,
        baseline: &Baseline,
    ) -> FileReport {
        let mut found = self.check_in(workspace, (draft, outline), facts);
        baseline.retain_new(draft.text(), &mut found);
        FileReport::new(workspace.shown(&self.path), draft.text(), &found)
    }
}
