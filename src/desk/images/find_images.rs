use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::nearest::has_image_extension;
use crate::image::Control;
use crate::text::limits::{PICKER_ENTRIES, PICKER_IMAGES};

/// The images in a folder and its subfolders, for the user to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundImages {
    /// Each path begins with the folder; the newest file comes first.
    pub images: Vec<PathBuf>,
    /// True if the search stopped at a limit.
    pub has_more: bool,
}

/// The greatest depth of the search.
const MAX_DEPTH: usize = 8;
/// Folders of build output, which may hold thousands of icons.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// Finds images by their extensions. Reads a limited number of files, skips hidden folders and does not
/// follow links.
pub fn find_images(folder: &Path, control: &Control) -> FoundImages {
    let mut found: Vec<(SystemTime, PathBuf)> = Vec::new();
    let mut has_more = false;
    // Breadth first: near folders come before deep ones.
    let mut folders = VecDeque::from([(folder.to_owned(), 0)]);
    let mut entries = 0;
    'folders: while let Some((folder, depth)) = folders.pop_front() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            entries += 1;
            let is_full = entries > PICKER_ENTRIES || found.len() >= PICKER_IMAGES;
            if is_full || control.step(entries, PICKER_ENTRIES).is_err() {
                has_more = true;
                break 'folders;
            }
            let (name, path) = (entry.file_name(), entry.path());
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                let is_skipped =
                    name.to_str().is_none_or(|name| name.starts_with('.') || SKIPPED.contains(&name));
                match is_skipped {
                    true => {}
                    false if depth == MAX_DEPTH => has_more = true,
                    false => folders.push_back((path, depth + 1)),
                }
            } else if kind.is_file() && has_image_extension(&path) {
                let time = entry.metadata().and_then(|about| about.modified());
                found.push((time.unwrap_or(SystemTime::UNIX_EPOCH), path));
            }
        }
    }
    found.sort_by(|(a_time, a), (b_time, b)| b_time.cmp(a_time).then_with(|| a.cmp(b)));
    FoundImages { images: found.into_iter().map(|(_, path)| path).collect(), has_more }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn images_are_listed_newest_first_without_hidden_and_build_folders() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, age: u64| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let file = std::fs::File::create(&path).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 - age)).unwrap();
            path
        };
        let old = write("old.JPG", 90);
        let new = write("deep/er/new.webp", 10);
        let same = write("deep/same.png", 90);
        for name in [".git/a.png", "target/b.png", "x/node_modules/c.png", "notes.txt", "jpg"] {
            write(name, 0);
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("..", dir.path().join("deep/again")).unwrap();
        let found = find_images(dir.path(), &Control::default());
        assert_eq!(found, FoundImages { images: vec![new, same, old], has_more: false });
        let control = Control::default();
        control.cancel();
        assert_eq!(find_images(dir.path(), &control), FoundImages { images: Vec::new(), has_more: true });
        assert_eq!(find_images(&dir.path().join("none"), &Control::default()), FoundImages::default());
    }
}
