use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

use super::image_name;
use super::originals::{self, Originals};
use super::references::{encoded, limits};
use super::write_image::{NewImage, read_image, write_new};
use crate::desk::{ImageFileError, Workspace};
use crate::image::{self, Control, Fitted};
use crate::root::{Root, RootError};

/// An image to import into an issue.
#[derive(Clone, Debug)]
pub struct ImageImport {
    /// The source, anywhere on this machine.
    pub source: PathBuf,
    /// The draft that will refer to it.
    pub draft: PathBuf,
    /// The date.
    pub date: Date,
    /// The name, without date and extension; `None` for the source's name.
    pub name: Option<String>,
    /// True if the source is kept next to the image, in `originals/`.
    pub keep_original: bool,
}

/// An imported image.
#[derive(Clone, Debug)]
pub struct ImportedImage {
    pub path: PathBuf,
    /// The draft's reference to it.
    pub reference: String,
    /// A summary of the changes made to it.
    pub summary: String,
    /// True if the folder had an identical image already.
    pub is_reused: bool,
}

/// Fits an image and writes it to the folder under a valid name. Never overwrites a file.
///
/// # Errors
///
/// If it cannot be read, fitted or written. No new file remains.
pub fn import_image(
    workspace: &Workspace,
    wanted: &ImageImport,
    control: &Control,
) -> Result<ImportedImage, ImageFileError> {
    let source = read_image(&wanted.source, &workspace.root)?;
    import_image_bytes(workspace, wanted, source, control)
}

/// As [`import_image`], with the bytes of the source.
pub(in crate::desk) fn import_image_bytes(
    workspace: &Workspace,
    wanted: &ImageImport,
    source: Vec<u8>,
    control: &Control,
) -> Result<ImportedImage, ImageFileError> {
    let failed = |source| ImageFileError::Unusable { path: wanted.source.clone(), source };
    let original = wanted.keep_original.then(|| source.clone());
    let fitted = image::fit(source, &limits(&workspace.profile.images, false), control).map_err(failed)?;
    control.step(1, 1).map_err(failed)?;
    let folder = folder_of(workspace, wanted)?;
    let imported = |path: PathBuf, is_reused| ImportedImage {
        reference: reference(&path, &wanted.draft, &workspace.root),
        summary: fitted.summary(),
        path,
        is_reused,
    };
    if let Some(path) = already_there(workspace, wanted, &folder, &fitted) {
        return Ok(imported(path, true));
    }
    let stem = match &wanted.name {
        Some(name) => stem(workspace, wanted, name),
        None => stem(workspace, wanted, own_name(workspace, wanted)),
    };
    let root = &workspace.root;
    let made = root.make_folders(&folder).map_err(|error| ImageFileError::root_write(&folder, error))?;
    let written = write_new(root, &folder, &stem, fitted.after.format.extension(), &fitted.bytes);
    let NewImage { path, is_reused } = written.inspect_err(|_| root.remove_folders(&made))?;
    // A valid image is the original itself.
    let Some(original) = original.filter(|_| !fitted.unchanged) else {
        return Ok(imported(path, is_reused));
    };
    let extension = wanted.source.extension().and_then(|extension| extension.to_str()).map(slug::slugify);
    let extension = extension.filter(|extension| !extension.is_empty());
    let extension = extension.as_deref().unwrap_or(fitted.before.format.extension());
    if let Err(error) = originals::keep_beside(root, &path, extension, &original) {
        if !is_reused {
            // It was created just now and nothing refers to it.
            let _ = root.remove_file(&path);
        }
        root.remove_folders(&made);
        return Err(error);
    }
    let mut imported = imported(path, is_reused);
    imported.summary = format!("{}, {}", imported.summary, Originals::Beside.description());
    Ok(imported)
}

/// The folder, which may not exist yet.
fn folder_of(workspace: &Workspace, wanted: &ImageImport) -> Result<PathBuf, ImageFileError> {
    let folder = match &workspace.profile.files.assets {
        Some(assets) => workspace.root.join(assets.for_date(wanted.date)),
        None => wanted.draft.parent().unwrap_or(workspace.root.folder()).to_owned(),
    };
    match workspace.root.real(&folder) {
        // Missing parent folders are created on demand.
        Ok(_) | Err(RootError::NotFound) => Ok(folder),
        Err(_) => Err(ImageFileError::FolderOutside(folder)),
    }
}

/// The source itself, if it is in the folder under a valid name and needs no change.
fn already_there(
    workspace: &Workspace,
    wanted: &ImageImport,
    folder: &Path,
    fitted: &Fitted,
) -> Option<PathBuf> {
    let source = crate::root::absolute(&wanted.source).ok()?;
    let name = source.file_name()?.to_str()?;
    let is_there = fitted.unchanged
        && !workspace.root.is_link(&source)
        && workspace.root.real(source.parent()?).ok()? == workspace.root.real(folder).ok()?;
    let pattern = workspace.profile.images.name.as_ref();
    let is_right = image_name::is_right(pattern, wanted.date, name, fitted.after.format)
        && wanted.name.as_ref().is_none_or(|wanted_name| {
            name.rsplit_once('.').is_some_and(|(there, _)| there == stem(workspace, wanted, wanted_name))
        });
    (is_there && is_right).then(|| folder.join(name))
}

fn stem(workspace: &Workspace, wanted: &ImageImport, wanted_name: &str) -> String {
    image_name::stem(workspace.profile.images.name.as_ref(), wanted.date, wanted_name)
}

/// The source's name. The date of another issue is removed if the file is the newsletter's.
fn own_name<'w>(workspace: &Workspace, wanted: &'w ImageImport) -> &'w str {
    let name = wanted.source.file_stem().and_then(|stem| stem.to_str()).unwrap_or("");
    let is_ours =
        crate::root::absolute(&wanted.source).is_ok_and(|path| path.starts_with(workspace.root.folder()));
    if is_ours { image_name::without_date(name) } else { name }
}

/// The reference to a file of the newsletter: from the top of the site if the file is in one of its folders,
/// else relative to the draft's folder, or to the root if the draft is elsewhere.
pub fn reference(path: &Path, draft: &Path, root: &Root) -> String {
    let absolute = |path: &Path| crate::root::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (path, draft) = (absolute(path), absolute(draft));
    let words = |path: &Path| -> Vec<String> {
        let parts = path.components().filter(|part| matches!(part, Component::Normal(_)));
        parts.map(|part| encoded(&part.as_os_str().to_string_lossy())).collect()
    };
    let is_beside = draft.parent().is_some_and(|folder| path.starts_with(folder));
    if let Some(path) = root.path_on_site(&path).filter(|_| !is_beside) {
        return format!("/{}", words(path).join("/"));
    }
    let root = root.folder();
    let from = draft.parent().unwrap_or(root);
    if !from.starts_with(root) {
        return format!("/{}", words(path.strip_prefix(root).unwrap_or(&path)).join("/"));
    }
    let (from, to) = (words(from), words(&path));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec!["..".to_owned(); from.len() - common];
    parts.extend_from_slice(&to[common..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_the_way_from_the_draft() {
        let root = Root::new("/n").with_site_roots(["static".into()]);
        let to = |path: &str, draft: &str| reference(Path::new(path), Path::new(draft), &root);
        assert_eq!(
            to("/n/assets/20260601/20260601a.jpg", "/n/_drafts/a.md"),
            "../assets/20260601/20260601a.jpg"
        );
        assert_eq!(to("/n/_drafts/x y (1).jpg", "/n/_drafts/a.md"), "x%20y%20%281%29.jpg");
        assert_eq!(to("/n/img/a.jpg", "/n/deep/er/a.md"), "../../img/a.jpg");
        assert_eq!(to("/n/img/a.jpg", "/elsewhere/a.md"), "/img/a.jpg");
        assert_eq!(to("/n/static/img/a b.jpg", "/n/blog/a/index.md"), "/img/a%20b.jpg");
        assert_eq!(to("/n/static/a/b.jpg", "/n/static/a/index.md"), "b.jpg");
    }
}
