use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::on_all_cores::{map, pixels_of};
use super::originals::{self, Originals};
use super::probe::probe_image;
use super::references::{encoded, limits, places, renamed};
use super::write_image::{NewImage, free_path, image_error, read_image, replace, write_new};
use crate::desk::{DeskError, Document, FileError, ImageFileError, Listing, Workspace, reference, save};
use crate::draft::Draft;
use crate::image::{self, Control, Format, ImageError};
use crate::lint::{Context, Facts};
use crate::outline::Outline;
use crate::root::{Root, RootError, without_dots};
use crate::text::limits::DRAFT_BYTES;
use crate::text::{Edit, Edits};

/// The result of fitting the images of a draft.
#[derive(Debug)]
pub struct FittedImages {
    /// The results, in the order of the draft.
    pub images: Vec<FittedImage>,
    /// The edits that change the references to renamed files.
    pub edits: Edits,
    /// The files without any reference once the edits are saved.
    pub obsolete: Vec<PathBuf>,
    /// The new files that the edits refer to. They are removed if the edits are not saved.
    pub created: Vec<PathBuf>,
    /// The place to keep the sources of obsolete files.
    originals: Originals,
}

#[derive(Debug)]
pub struct FittedImage {
    /// The reference in the draft.
    pub reference: String,
    pub result: Result<Fit, DeskError>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    AlreadyRight,
    /// The file is within the limits and was kept, because what was asked for would make it worse. `summary` says
    /// why.
    Kept {
        summary: String,
    },
    /// A summary of what was done, or would be done in a dry run.
    Done {
        summary: String,
        /// The new reference in the draft, if it changed.
        renamed: Option<String>,
    },
}

/// Options for fitting images.
#[derive(Clone, Debug, Default)]
pub struct FitOptions {
    /// Reports what would be done and writes nothing.
    pub dry_run: bool,
    /// Crops the bars of letterboxed images.
    pub crop_bars: bool,
    /// The place to keep sources that are not in git.
    pub originals: Originals,
}

/// Fits the images that a draft refers to into the limits, in place. With `only`, fits just the images
/// with these references.
pub fn fit_images(
    workspace: &Workspace,
    path: &Path,
    draft: &Draft,
    only: Option<&[String]>,
    options: &FitOptions,
    control: &Control,
) -> FittedImages {
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    let mut known = HashSet::new();
    for dest in shown(workspace, path, draft) {
        if only.is_some_and(|only| !only.contains(&dest)) || crate::lint::local_path(&dest).is_none() {
            continue;
        }
        // A path out of the newsletter's folder is refused below, where the error names it as the draft
        // does.
        let file = probe_image(&dest, path, &workspace.root).unwrap_or_else(|| PathBuf::from(&dest));
        if known.insert(file.clone()) {
            files.push((dest, file));
        }
    }
    fit_all(workspace, path, draft, &files, options, control)
}

/// Fits image files of the newsletter into the limits, even if the draft does not refer to them.
pub fn fit_files(
    workspace: &Workspace,
    path: &Path,
    draft: &Draft,
    files: &[PathBuf],
    options: &FitOptions,
    control: &Control,
) -> FittedImages {
    let mut named: Vec<(String, PathBuf)> = Vec::new();
    let mut known = HashSet::new();
    for file in files {
        let file = without_dots(&crate::root::absolute(file).unwrap_or_else(|_| file.clone()));
        if known.insert(file.clone()) {
            named.push((reference(&file, path, &workspace.root), file));
        }
    }
    fit_all(workspace, path, draft, &named, options, control)
}

/// Saves the draft with the new names and removes the files without references; the source of one that
/// is not in git is kept. If the draft cannot be saved, the new files are removed and the old ones stay.
///
/// # Errors
///
/// If the draft cannot be written, or another program changed it since it was read.
pub fn save_fitted(
    workspace: &Workspace,
    document: &Document,
    fitted: &FittedImages,
) -> Result<(), DeskError> {
    if fitted.edits.is_empty() {
        return Ok(());
    }
    let root = &workspace.root;
    let saved = match document.changed_on_disk(root) {
        Ok(None) => save(&document.path, root, &document.base, &fitted.edits.apply(&document.base), None),
        Ok(Some(_)) => Err(FileError::ChangedMeanwhile(document.path.clone())),
        Err(error) => Err(error),
    };
    // A file that cannot be removed does no harm.
    if saved.is_ok() {
        for file in &fitted.obsolete {
            let kept = read_image(file, root)
                .and_then(|bytes| originals::keep_unless_in_git(root, file, &bytes, &fitted.originals));
            if kept.is_ok() {
                let _ = root.remove_file(file);
            }
        }
    } else {
        for file in &fitted.created {
            let _ = root.remove_file(file);
        }
    }
    Ok(saved.map_err(|error| match error {
        FileError::Write { path, source } => ImageFileError::Write { path, source },
        error => error.into(),
    })?)
}

/// The references of the images that the issue will show, in order.
fn shown(workspace: &Workspace, path: &Path, draft: &Draft) -> Vec<String> {
    let mut outline = Outline::new(draft, &workspace.profile);
    // A slot whose image exists is shown even if its text is still empty.
    let is_there = |dest: &str| {
        probe_image(dest, path, &workspace.root).is_some_and(|file| workspace.root.is_file(&file))
    };
    outline.note_images(draft, is_there);
    let facts = Facts::default();
    let context = Context::new(draft, &outline, &workspace.profile, &facts);
    let dests = context.images().map(|image| draft.slice(image.dest));
    dests.filter(|dest| !workspace.profile.is_image_placeholder(dest)).map(str::to_owned).collect()
}

/// The work that one image needs.
enum Step {
    Nothing,
    /// The file stays, for a reason.
    Keep(String),
    /// The file is fitted; it is written unless this is a dry run.
    InPlace(String),
    /// The extension has to change.
    NewName {
        bytes: Vec<u8>,
        format: Format,
        summary: String,
    },
}

fn fit_all(
    workspace: &Workspace,
    path: &Path,
    draft: &Draft,
    files: &[(String, PathBuf)],
    options: &FitOptions,
    control: &Control,
) -> FittedImages {
    let done = AtomicUsize::new(0);
    let steps = map(
        files,
        |(_, file)| pixels_of(file, &workspace.root),
        |(_, file)| {
            let step = fit_one(workspace, file, options, control);
            // The next image reports the cancellation.
            let _ = control.step(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
            step
        },
    );
    let mut out = FittedImages {
        images: Vec::new(),
        edits: Edits::default(),
        obsolete: Vec::new(),
        created: Vec::new(),
        originals: options.originals.clone(),
    };
    // Names are assigned in the order of the draft, so that they are reproducible.
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    for ((name, file), step) in files.iter().zip(steps) {
        let result = step.and_then(|step| match step {
            Step::Nothing => Ok(Fit::AlreadyRight),
            Step::Keep(summary) => Ok(Fit::Kept { summary }),
            Step::InPlace(summary) => Ok(Fit::Done { summary, renamed: None }),
            Step::NewName { bytes, format, summary } => {
                let cancelled = |source| ImageFileError::Unusable { path: file.clone(), source };
                control.step(1, 1).map_err(cancelled)?;
                let root = &workspace.root;
                let new = new_file(root, file, format, &bytes, options.dry_run, &moved, &mut out.created)?;
                let new_name = new.file_name().map(|name| name.to_string_lossy().into_owned());
                let renamed = renamed(name, &new_name.unwrap_or_default());
                moved.push((file.clone(), new));
                Ok(Fit::Done { summary, renamed: Some(renamed) })
            }
        });
        out.images.push(FittedImage { reference: name.clone(), result });
    }
    out.edits = rename_edits(workspace, path, draft, &moved);
    if moved.is_empty() {
        return out;
    }
    let after = out.edits.apply(draft.text());
    let others = others(workspace, path);
    out.obsolete = moved
        .into_iter()
        .map(|(old, _)| old)
        .filter(|old| is_obsolete(workspace, path, draft, old, &after, &others))
        .collect();
    out
}

fn fit_one(
    workspace: &Workspace,
    file: &Path,
    options: &FitOptions,
    control: &Control,
) -> Result<Step, DeskError> {
    let failed = |source| ImageFileError::Unusable { path: file.to_owned(), source };
    let root = &workspace.root;
    if !file.is_absolute() || !root.contains(file) {
        return Err(ImageFileError::Outside(file.to_owned()).into());
    }
    let about = root.about(file).map_err(|error| match error {
        RootError::Outside => ImageFileError::Outside(file.to_owned()),
        error => image_error(file, error),
    })?;
    if root.is_link(file) {
        return Err(ImageFileError::Link(file.to_owned()).into());
    }
    let part = control.part();
    part.step(0, 1).map_err(failed)?;
    let limits = limits(&workspace.profile.images, options.crop_bars);
    let bytes = read_image(file, root)?;
    let original = bytes.clone();
    let fitted = image::fit(bytes, &limits, &part).map_err(failed)?;
    part.step(1, 1).map_err(failed)?;
    let promised = file.extension().and_then(|extension| extension.to_str()).and_then(Format::from_extension);
    let (format, summary) = (fitted.after.format, fitted.summary());
    if promised != Some(format) {
        let summary = match promised {
            Some(promised) if fitted.unchanged => {
                format!(
                    "{}, was called {} and is {}",
                    fitted.before.summary(),
                    promised.name(),
                    format.name()
                )
            }
            _ => summary,
        };
        return Ok(Step::NewName { bytes: fitted.bytes, format, summary });
    }
    if fitted.unchanged {
        let max = if fitted.before.frames > 1 { limits.max_gif_bytes } else { limits.max_still_bytes };
        return match max.filter(|max| fitted.before.bytes > *max) {
            Some(limit) => Err(failed(ImageError::StillTooHeavy { limit }).into()),
            None if fitted.steps.is_empty() => Ok(Step::Nothing),
            None => Ok(Step::Keep(summary)),
        };
    }
    let is_kept = if options.dry_run {
        !originals::is_in_git(file, &original)
    } else {
        let kept = originals::keep_unless_in_git(root, file, &original, &options.originals)?;
        let is_kept = kept.is_some();
        if let Err(error) = replace(root, file, &about, &fitted.bytes) {
            kept.into_iter().for_each(originals::Kept::undo);
            return Err(error.into());
        }
        is_kept
    };
    Ok(Step::InPlace(if is_kept {
        format!("{summary}, {}", options.originals.description())
    } else {
        summary
    }))
}

/// Writes a file with the right extension next to `file`; in a dry run, only determines its path.
fn new_file(
    root: &Root,
    file: &Path,
    format: Format,
    bytes: &[u8],
    dry_run: bool,
    moved: &[(PathBuf, PathBuf)],
    created: &mut Vec<PathBuf>,
) -> Result<PathBuf, DeskError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let extension = format.extension();
    if dry_run {
        let reserved: Vec<PathBuf> = moved.iter().map(|(_, new)| new.clone()).collect();
        let exists = || ImageFileError::write(file, std::io::ErrorKind::AlreadyExists.into());
        return Ok(free_path(root, folder, &stem, extension, bytes, &reserved).ok_or_else(exists)?);
    }
    let NewImage { path, is_reused } = write_new(root, folder, &stem, extension, bytes)?;
    if !is_reused {
        created.push(path.clone());
    }
    Ok(path)
}

/// The edits that put the new names into the draft.
fn rename_edits(workspace: &Workspace, path: &Path, draft: &Draft, moved: &[(PathBuf, PathBuf)]) -> Edits {
    let mut edits = Vec::new();
    if moved.is_empty() {
        return Edits::default();
    }
    for span in places(draft) {
        let dest = draft.slice(span);
        let Some(file) = probe_image(dest, path, &workspace.root) else { continue };
        if let Some((_, new)) = moved.iter().find(|(old, _)| *old == file) {
            let name = new.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            edits.push(Edit { span, text: renamed(dest, &name) });
        }
    }
    // The spans do not overlap.
    Edits::new(edits).unwrap_or_default()
}

/// The texts of the other drafts and issues; `None` for a file that cannot be read.
fn others(workspace: &Workspace, path: &Path) -> Vec<Option<String>> {
    let Listing { drafts, posts, .. } = workspace.listing();
    let paths = drafts.iter().chain(&posts).map(|issue| &issue.path).filter(|other| *other != path);
    paths
        .map(|path| {
            let bytes = workspace.root.read(path, DRAFT_BYTES as u64).ok()?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// True if an old file is in this issue's image folder and neither this draft nor any other draft or
/// issue refers to it.
fn is_obsolete(
    workspace: &Workspace,
    path: &Path,
    draft: &Draft,
    old: &Path,
    after: &str,
    others: &[Option<String>],
) -> bool {
    let date = workspace.issue(path, draft).date();
    let folder = workspace.profile.files.assets.as_ref().zip(date);
    let folder = folder.map(|(assets, date)| workspace.root.join(assets.for_date(date)));
    let name = old.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let names = [encoded(&name), name];
    let names_it = |text: &str| names.iter().any(|name| text.contains(name.as_str()));
    // A file that cannot be read may refer to it.
    let is_named = |other: &Option<String>| other.as_deref().is_none_or(names_it);
    folder.as_deref() == old.parent() && !names_it(after) && !others.iter().any(is_named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{ImageImport, import_image};
    use crate::profile::built_in;
    use jiff::civil::date;

    fn image(path: &Path) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        ::image::RgbaImage::new(800, 100).save(path).unwrap();
    }

    fn kept_in(dir: &tempfile::TempDir) -> FitOptions {
        FitOptions { originals: Originals::In(dir.path().join("state")), ..FitOptions::default() }
    }

    #[test]
    fn cancelled_work_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace {
            root: Root::new(dir.path()),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let path = dir.path().join("_drafts/2026-06-08-draft.md");
        let (wide, webp) = (dir.path().join("assets/wide.png"), dir.path().join("assets/a.webp"));
        image(&wide);
        image(&webp);
        let before = (std::fs::read(&wide).unwrap(), std::fs::read(&webp).unwrap());
        let draft = Draft::parse("A story.\n\n![A](../assets/wide.png) ![B](../assets/a.webp)\n");
        let control = Control::default();
        control.cancel();
        let fitted = fit_images(&workspace, &path, &draft, None, &kept_in(&dir), &control);
        assert_eq!(fitted.images.len(), 2);
        for image in &fitted.images {
            let error = image.result.as_ref().unwrap_err().to_string();
            assert!(error.ends_with(" was cancelled"), "{error}");
        }
        assert!(fitted.edits.is_empty() && fitted.created.is_empty() && fitted.obsolete.is_empty());
        let wanted = ImageImport {
            source: wide.clone(),
            draft: path,
            date: date(2026, 6, 8),
            name: None,
            keep_original: true,
        };
        assert!(
            import_image(&workspace, &wanted, &control).unwrap_err().to_string().ends_with(" was cancelled")
        );
        assert_eq!((std::fs::read(&wide).unwrap(), std::fs::read(&webp).unwrap()), before);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        assert_eq!(std::fs::read_dir(dir.path().join("assets")).unwrap().count(), 2);
    }

    #[test]
    fn only_named_images_are_fitted_with_progress() {
        let dir = tempfile::tempdir().unwrap();
        let workspace = Workspace {
            root: Root::new(dir.path()),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let path = dir.path().join("_drafts/2026-06-08-draft.md");
        image(&dir.path().join("assets/a.png"));
        image(&dir.path().join("assets/b.png"));
        let draft =
            Draft::parse("A story.\n\n![A](../assets/a.png) ![B](/assets/b.png) ![B](../assets/b.png)\n");
        let control = Control::default();
        let only = ["../assets/b.png".to_owned()];
        let fitted = fit_images(&workspace, &path, &draft, Some(&only), &kept_in(&dir), &control);
        assert_eq!(fitted.images.len(), 1);
        assert_eq!(fitted.images[0].reference, only[0]);
        assert!(matches!(fitted.images[0].result, Ok(Fit::Done { renamed: None, .. })));
        assert!((control.progress() - 1.0).abs() < f32::EPSILON);
        let all = fit_images(
            &workspace,
            &path,
            &draft,
            None,
            &FitOptions { dry_run: true, ..FitOptions::default() },
            &Control::default(),
        );
        let right: Vec<bool> =
            all.images.iter().map(|image| matches!(image.result, Ok(Fit::AlreadyRight))).collect();
        assert_eq!(right, [false, true]);
    }
}
