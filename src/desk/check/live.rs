//! Checks drafts while they are edited, as `lint` checks files. The files of a newsletter are read once, and
//! again when they change.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::collect::collect_without_scans;
use super::lint::is_issue;
use crate::desk::{DeskError, Listing, PROFILE_FILE, Probe, Workspace, probe_image, scan_images};
use crate::draft::Draft;
use crate::image::Control;
use crate::lint::{
    ChecklistLine, Context, Diagnostic, Facts, Fixed, ImageScan, Purpose, Selection, Stage, check_selected,
    check_while, checklist, fix_all,
};
use crate::root::Stamp;
use crate::text::limits::DRAFT_BYTES;

/// What is checked, and for which stage.
#[derive(Clone, Debug, Default)]
pub struct LiveOptions {
    pub selection: Selection,
    /// `None` to choose it by the draft's folder.
    pub stage: Option<Stage>,
}

/// A newsletter and the list of its issues, shared by the checks of its drafts.
#[derive(Debug)]
pub struct LiveNewsletter {
    pub workspace: Workspace,
    pub listing: Listing,
    /// The stamps of the profile and the template when they were read.
    stamps: [Option<Stamp>; 2],
}

/// A draft that is open in an editor.
#[derive(Clone, Copy, Debug)]
pub struct LiveDraft<'a> {
    pub path: &'a Path,
    pub draft: &'a Draft,
}

/// The properties of images that earlier checks have found.
#[derive(Debug, Default)]
pub struct LiveChecks {
    probe: Probe,
    scanned: HashMap<PathBuf, Scanned>,
}

/// The decoded images of a draft.
#[derive(Debug, Default)]
struct Scanned {
    /// As the draft writes them, with the state of their files.
    images: Vec<(String, Option<Stamp>)>,
    scans: HashMap<String, ImageScan>,
}

/// The facts of a draft.
#[derive(Debug)]
pub struct LiveFacts {
    pub facts: Arc<Facts>,
    /// True if the facts contain the pixels of all images.
    pub is_complete: bool,
    /// The images that can be decoded, as the draft writes them, with the state of their files.
    images: Vec<(String, Option<Stamp>)>,
}

impl LiveNewsletter {
    /// The root of the newsletter of a file. Without a profile and a repository, it is the folder of `folders` that
    /// contains the file, or the file's own folder.
    pub fn root_of(path: &Path, folders: &[PathBuf]) -> PathBuf {
        let folder = path.parent().unwrap_or(path);
        let around = || folders.iter().find(|around| folder.starts_with(around)).cloned();
        Workspace::root_above(folder).or_else(around).unwrap_or_else(|| folder.to_owned())
    }

    /// # Errors
    ///
    /// If the profile or the template is invalid, or there are several newsletters.
    pub fn load(root: PathBuf) -> Result<LiveNewsletter, DeskError> {
        let workspace = Workspace::load(root)?;
        let stamps = stamps(&workspace);
        Ok(LiveNewsletter { listing: workspace.listing(), workspace, stamps })
    }

    /// True if the profile or the template was changed since it was read.
    pub fn is_outdated(&self) -> bool {
        stamps(&self.workspace) != self.stamps
    }

    /// True if the path is that of a draft or an issue, or its name is a misspelt one.
    pub fn contains(&self, path: &Path) -> bool {
        is_issue(&self.workspace, path)
    }

    /// The draft of the template, if there is one.
    pub fn template(&self) -> Option<Draft> {
        self.workspace.template().ok().flatten().map(Draft::parse)
    }
}

fn stamps(workspace: &Workspace) -> [Option<Stamp>; 2] {
    let files = [Some(PROFILE_FILE), workspace.profile.files.template()];
    files.map(|file| Some(workspace.root.about(&workspace.root.join(file?)).ok()?.stamp()))
}

impl LiveDraft<'_> {
    /// True if a file with this text can be a draft: it is not too large and has no zero bytes.
    pub fn is_text(text: &str) -> bool {
        text.len() <= DRAFT_BYTES && memchr::memchr(0, text.as_bytes()).is_none()
    }

    /// Returns the problems; `None` if `control` was cancelled.
    pub fn check(
        self,
        newsletter: &LiveNewsletter,
        facts: &Facts,
        options: &LiveOptions,
        control: &Control,
    ) -> Option<(Vec<Diagnostic>, Vec<ChecklistLine>)> {
        let profile = &newsletter.workspace.profile;
        let outline = facts.outline(self.draft, profile);
        let context = Context::new(self.draft, &outline, profile, facts);
        let found = check_while(&context, &options.selection, Purpose::Report, &mut |_, _| match control
            .step(0, 1)
        {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        })?;
        let checklist = checklist(&context, &found);
        Some((found, checklist))
    }

    /// Makes all safe fixes of the text.
    pub fn fix_all(self, newsletter: &LiveNewsletter, facts: &Facts, options: &LiveOptions) -> Fixed {
        let profile = &newsletter.workspace.profile;
        fix_all(self.draft.clone(), |draft| {
            let outline = facts.outline(draft, profile);
            let context = Context::new(draft, &outline, profile, facts);
            check_selected(&context, &options.selection, Purpose::Fix, &mut |_, _| ())
        })
    }
}

impl LiveChecks {
    /// Collects the facts of a draft, with the pixels of images that were decoded before.
    pub fn collect(
        &mut self,
        newsletter: &LiveNewsletter,
        draft: LiveDraft<'_>,
        options: &LiveOptions,
    ) -> LiveFacts {
        let LiveNewsletter { workspace, listing, .. } = newsletter;
        let (mut facts, dests) =
            collect_without_scans(workspace, listing, Some(draft.path), draft.draft, &mut self.probe);
        if let Some(stage) = options.stage {
            facts.stage = stage;
            facts.in_progress = stage == Stage::Contribution;
        }
        let images = with_stamps(dests, draft.path, workspace);
        let known = self.scanned.get(draft.path).filter(|known| known.images == images);
        let is_complete = known.is_some() || images.is_empty();
        if let Some(known) = known {
            facts.scans = known.scans.clone();
        }
        LiveFacts { facts: Arc::new(facts), is_complete, images }
    }

    /// Decodes the images that were not decoded before. `None` if `control` was cancelled.
    pub fn complete(
        &mut self,
        newsletter: &LiveNewsletter,
        path: &Path,
        facts: LiveFacts,
        control: &Control,
    ) -> Option<LiveFacts> {
        let dests: Vec<String> = facts.images.iter().map(|(dest, _)| dest.clone()).collect();
        let scans = scan_images(&dests, path, &newsletter.workspace.root, control);
        control.step(0, 1).ok()?;
        let complete = Facts { scans: scans.clone(), ..Facts::clone(&facts.facts) };
        self.scanned.insert(path.to_owned(), Scanned { images: facts.images.clone(), scans });
        Some(LiveFacts { facts: Arc::new(complete), is_complete: true, ..facts })
    }

    /// Forgets a draft that was closed.
    pub fn forget(&mut self, path: &Path) {
        self.scanned.remove(path);
    }
}

fn with_stamps(dests: Vec<String>, draft: &Path, workspace: &Workspace) -> Vec<(String, Option<Stamp>)> {
    let stamp = |dest: &str| {
        let path = probe_image(dest, draft, &workspace.root)?;
        Some(workspace.root.about(&path).ok()?.stamp())
    };
    dests.into_iter().map(|dest| (stamp(&dest), dest)).map(|(stamp, dest)| (dest, stamp)).collect()
}
