use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::on_all_cores::{map, pixels_of};
use super::probe::probe_image;
use super::put::{lies_inside, read_picture};
use crate::image::{Control, Likeness, decode, find_bars};
use crate::lint::{Bars, Look};

/// What is kept of a picture once it was looked at.
struct Print {
    bars: Option<Bars>,
    likeness: Likeness,
    /// Of the file's bytes.
    hash: u64,
}

/// Looks at the pixels of the images that a draft at `draft` calls `dests`, on all cores: bars, and
/// which show the same. What can't be read or leaves the root is left out, and so is the rest
/// where the work is cancelled.
pub fn look_at(dests: &[String], draft: &Path, root: &Path, control: &Control) -> HashMap<String, Look> {
    let mut named: Vec<(&String, PathBuf)> = Vec::new();
    for dest in dests {
        if let Some(path) = probe_image(dest, draft, root)
            && !named.iter().any(|(known, _)| *known == dest)
        {
            named.push((dest, path));
        }
    }
    let mut paths: Vec<&PathBuf> = Vec::new();
    for (_, path) in &named {
        if !paths.contains(&path) && lies_inside(path, root) {
            paths.push(path);
        }
    }
    let done = std::sync::atomic::AtomicUsize::new(0);
    let prints = map(
        &paths,
        |path| pixels_of(path),
        |path| {
            let behind = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            control.step(behind, paths.len()).ok()?;
            print(path)
        },
    );
    let prints: HashMap<&PathBuf, Print> =
        paths.iter().zip(prints).filter_map(|(path, print)| Some((*path, print?))).collect();
    let mut looks = HashMap::new();
    for (n, (dest, path)) in named.iter().enumerate() {
        let Some(print) = prints.get(path) else { continue };
        let earlier = named[..n].iter().find(|(_, other)| {
            let is_same = |there: &Print| there.hash == print.hash || there.likeness.is_same(&print.likeness);
            other != path && prints.get(other).is_some_and(is_same)
        });
        let same_as = earlier.map(|(name, _)| (*name).clone());
        looks.insert((*dest).clone(), Look { bars: print.bars, same_as });
    }
    looks
}

/// The pixels themselves are let go of at once.
fn print(path: &Path) -> Option<Print> {
    let bytes = read_picture(path).ok()?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let picture = decode(&bytes).ok()?;
    drop(bytes);
    let bars = find_bars(&picture).map(|bars| Bars {
        left: bars.left,
        right: bars.right,
        top: bars.top,
        bottom: bars.bottom,
    });
    Some(Print { bars, likeness: Likeness::of(&picture), hash: hasher.finish() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_picture_under_two_names_is_told_at_the_second() {
        let dir = tempfile::tempdir().unwrap();
        let draft = dir.path().join("a.md");
        for name in ["a.png", "b.png"] {
            ::image::RgbImage::from_fn(60, 40, |x, y| ::image::Rgb([x as u8 * 4, y as u8 * 6, 90]))
                .save(dir.path().join(name))
                .unwrap();
        }
        std::fs::write(dir.path().join("torn.png"), b"\x89PNG\r\n\x1a\n").unwrap();
        let dests = ["a.png", "/a.png", "b.png", "torn.png", "gone.png"].map(str::to_owned);
        let looks = look_at(&dests, &draft, dir.path(), &Control::default());
        // Two ways to write one file's path are one picture.
        assert_eq!(looks["/a.png"].same_as, None);
        assert_eq!(looks["b.png"].same_as.as_deref(), Some("a.png"));
        assert_eq!(looks.len(), 3);
        let control = Control::default();
        control.cancel();
        assert!(look_at(&dests, &draft, dir.path(), &control).is_empty());
    }
}
