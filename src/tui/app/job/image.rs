//! Jobs on images: each has a thread of its own, so that a long one keeps neither a save nor
//! another one waiting.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

use super::{Done, Job};
use crate::desk::{
    DeskError, FitOptions, FittedImages, ImageFileError, ImageImport, ImportedImage, Originals, Probe,
    Workspace, find_images, fit_images, import_image, recurring_images, reference, scan_images,
    unused_images,
};
use crate::draft::Draft;
use crate::image::{Control, ImageError};
use crate::lint::{EarlierImage, ImageFact, ImageScan};
use crate::root::{FileInfo, FileKind, Root, about_named};
use crate::tui::app::session::Marker;
use crate::tui::images::Ready;

/// An image that a field asked for.
#[derive(Debug)]
pub struct ImageRequest {
    pub wanted: ImageImport,
    /// The path in the draft that it is for.
    pub place: Marker,
    /// What was pasted, where that is text if there is no such file.
    pub pasted: Option<String>,
    pub control: Arc<Control>,
}

/// The result.
#[derive(Debug)]
pub enum Brought {
    In(ImportedImage),
    /// It is one of the issue's own files.
    WasThere {
        path: PathBuf,
        reference: String,
    },
    /// There is no such file.
    IsText(String),
    Failed(DeskError),
}

/// The images of a folder.
#[derive(Debug)]
pub struct Listed {
    pub folder: PathBuf,
    /// From the folder, as they are shown.
    pub names: Vec<String>,
    pub images: Vec<PathBuf>,
    pub has_more: bool,
    pub control: Arc<Control>,
}

/// What is known of an issue before its images are probed.
#[derive(Debug)]
pub struct IssueImages {
    /// The issue's day, which names the folder of its images.
    pub date: Option<Date>,
    /// The days of the issues before it, whose folders may have its recurring images.
    pub earlier: Vec<Date>,
}

/// What was seen of an issue's images.
#[derive(Debug, Default)]
pub struct SeenImages {
    pub seen: HashMap<String, ImageFact>,
    pub has_assets: bool,
    pub unused: Vec<String>,
    /// The missing ones that earlier issues have.
    pub recurring: HashMap<String, EarlierImage>,
}

/// The result of a job that panicked.
pub(crate) fn failed(job: &Job) -> Done {
    let damaged = |path: &Path| ImageFileError::Unusable {
        path: path.to_owned(),
        source: ImageError::Damaged("its decoder failed".into()),
    };
    match job {
        Job::Image { wanted, .. } => {
            Done::Image { wanted: wanted.clone(), ready: Some(Ready::failed("is damaged")) }
        }
        Job::Probe { draft, .. } => {
            let images = SeenImages { has_assets: true, ..SeenImages::default() };
            Done::Probed { draft: draft.clone(), images }
        }
        Job::ImportImage { asked, .. } => {
            let source = asked.wanted.source.clone();
            let brought = Brought::Failed(damaged(&source).into());
            Done::ImageImported { source, place: asked.place, brought }
        }
        Job::Fit { text, dest, .. } => {
            let fitted = Err(damaged(Path::new(dest)).into());
            Done::Fitted { dest: dest.clone(), fitted, text: text.clone() }
        }
        Job::ScanImages { dests, control, .. } => {
            Done::Looked { dests: dests.clone(), looks: HashMap::new(), control: control.clone() }
        }
        Job::List { folders, control } => Done::Listed(Listed {
            folder: folders.last().cloned().unwrap_or_default(),
            names: Vec::new(),
            images: Vec::new(),
            has_more: false,
            control: control.clone(),
        }),
        _ => Done::Nothing,
    }
}

/// Probes images, and lists the files beside them that the draft does not use.
pub(crate) fn probe(
    probe: &mut Probe,
    dests: Vec<String>,
    draft: &Path,
    workspace: &Workspace,
    issue: IssueImages,
    text: String,
) -> Done {
    let look = |dest: String| {
        let fact = probe.look(&dest, draft, &workspace.root)?;
        Some((dest, fact))
    };
    let seen: HashMap<String, ImageFact> = dests.into_iter().filter_map(look).collect();
    let mut images = SeenImages { seen, has_assets: true, ..SeenImages::default() };
    if let Some(date) = issue.date {
        let folder = workspace.profile.files.assets.as_ref().map(|assets| assets.for_date(date));
        images.has_assets =
            folder.is_none_or(|folder| workspace.root.is_folder(&workspace.root.join(folder)));
        images.unused = unused_images(workspace, draft, &Draft::parse(text), date);
        images.recurring = recurring_images(&images.seen, draft, &workspace.root, date, &issue.earlier);
    }
    Done::Probed { draft: draft.to_owned(), images }
}

pub(crate) fn bring(workspace: &Workspace, asked: ImageRequest) -> Done {
    let source = asked.wanted.source.clone();
    let is_text = |pasted: &str| {
        // What a draft says from the site's root looks like a path of this machine.
        let top = pasted.trim().trim_start_matches('/').split('/').next().unwrap_or("");
        let is_file = |about: FileInfo| about.kind == FileKind::File;
        !about_named(&source, Some(&workspace.root)).is_ok_and(is_file)
            && workspace.root.is_taken(Path::new(top))
    };
    let brought = if asked.pasted.as_deref().is_some_and(is_text) {
        Brought::IsText(asked.pasted.unwrap_or_default())
    } else if is_of_issue(workspace, &asked.wanted) {
        let reference = reference(&source, &asked.wanted.draft, &workspace.root);
        Brought::WasThere { path: source.clone(), reference }
    } else {
        match import_image(workspace, &asked.wanted, &asked.control) {
            Ok(brought) => Brought::In(brought),
            Err(error) => Brought::Failed(error.into()),
        }
    };
    Done::ImageImported { source, place: asked.place, brought }
}

/// True if the image is already in the folder of the issue's images.
fn is_of_issue(workspace: &Workspace, wanted: &ImageImport) -> bool {
    let Some(assets) = &workspace.profile.files.assets else { return false };
    wanted.source.parent() == Some(&workspace.root.join(assets.for_date(wanted.date)))
}

/// Lists the first of the folders that is there.
pub(crate) fn list(folders: Vec<PathBuf>, control: Arc<Control>) -> Done {
    let is_folder =
        |folder: &&PathBuf| about_named(folder, None).is_ok_and(|about| about.kind == FileKind::Folder);
    let there = folders.iter().find(is_folder).or(folders.last());
    let folder = there.cloned().unwrap_or_default();
    let found = find_images(&folder, &control);
    let shown = |path: &PathBuf| path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().into_owned();
    let names = found.images.iter().map(shown).collect();
    let images = found.images.iter().map(|path| folder.join(path)).collect();
    Done::Listed(Listed { folder, names, images, has_more: found.has_more, control })
}

pub(crate) fn fit(workspace: &Workspace, path: &Path, text: String, dest: String, control: &Control) -> Done {
    let draft = Draft::parse(text);
    let options = FitOptions { originals: Originals::of_user(), ..FitOptions::default() };
    let fitted: FittedImages =
        fit_images(workspace, path, &draft, Some(std::slice::from_ref(&dest)), &options, control);
    Done::Fitted { dest, fitted: Ok(fitted), text: draft.text().to_owned() }
}

pub(crate) fn look(dests: Vec<String>, draft: &Path, root: &Root, control: Arc<Control>) -> Done {
    let looks: HashMap<String, ImageScan> = scan_images(&dests, draft, root, &control);
    Done::Looked { dests, looks, control }
}
