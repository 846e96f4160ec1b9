//! The drafts that the tests of this folder read, each with its profile and outline.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use copydesk::draft::Draft;
use copydesk::outline::Outline;
use copydesk::profile::{Profile, built_in};

use crate::support::require::{corpus, seeds, shared};

/// A draft to look at.
pub struct File {
    pub name: String,
    pub text: String,
}

/// The project's own drafts and templates.
pub static OWN: LazyLock<Vec<File>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    read(root, &[root.join("examples"), root.join("assets")])
});

/// The Markdown files of the shared corpus; none where it is not there.
pub static SHARED: LazyLock<Vec<File>> = LazyLock::new(|| {
    let folders: Vec<PathBuf> = [corpus(""), seeds()].into_iter().flatten().collect();
    read(&shared(), &folders)
});

/// All own files, and of the shared ones every `step`th; those in `drafts` always.
pub fn sample(step: usize) -> impl Iterator<Item = &'static File> {
    let wanted = move |(n, file): &(usize, &File)| n % step == 0 || file.name.contains("/drafts/");
    OWN.iter().chain(SHARED.iter().enumerate().filter(wanted).map(|(_, file)| file))
}

/// A file's draft, outline and profile.
pub fn outlined(file: &File) -> (Draft, Outline, &'static Profile) {
    static CIRCUITPYTHON: LazyLock<Profile> = LazyLock::new(|| built_in("circuitpython").unwrap());
    static RUST: LazyLock<Profile> = LazyLock::new(|| built_in("this-week-in-rust").unwrap());
    let rust = ["twir/", "merge/", "this-week-in-rust"].iter().any(|part| file.name.contains(part));
    let profile = if rust { &*RUST } else { &*CIRCUITPYTHON };
    let draft = Draft::parse(file.text.as_str());
    let outline = Outline::new(&draft, profile);
    (draft, outline, profile)
}

fn read(root: &Path, folders: &[PathBuf]) -> Vec<File> {
    let mut folders = folders.to_vec();
    let mut paths = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            // Licences and the page of screens are no newsletters.
            let is_other = path.ends_with("assets/licences") || path.ends_with("assets/screens");
            if path.is_dir() {
                folders.extend((!is_other).then_some(path));
            } else if path.extension().is_some_and(|extension| extension == "md" || extension == "txt")
                || path.ends_with("DRAFT_TEMPLATE")
            {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let file = |path: PathBuf| {
        let text = String::from_utf8(std::fs::read(&path).unwrap()).ok()?;
        Some(File { name: path.strip_prefix(root).unwrap().display().to_string(), text })
    };
    paths.into_iter().filter_map(file).collect()
}
