use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::brought::BroughtImages;
use super::on_all_cores::{map, pixels_of, pixels_of_bytes};
use super::probe::probe_image;
use super::write_image::read_image;
use crate::image::{Control, FlashKind, Format, Likeness, decode, find_bars, flashes, is_blank};
use crate::lint::{Flashes, ImageScan};
use crate::root::Root;
use crate::text::Bars;

/// The widest image in a mail, in pixels of the page.
const MAIL_WIDTH: u32 = 600;

/// The result of decoding an image.
#[derive(Debug)]
struct Print {
    bars: Option<Bars>,
    flashes: Option<Flashes>,
    starts_blank: bool,
    likeness: Likeness,
    content: Content,
}

/// A hash of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::desk) struct Content(u64);

impl Content {
    pub fn new(bytes: &[u8]) -> Content {
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        Content(hasher.finish())
    }
}

/// What is kept of decoded images, to compare the images of several versions of a draft. Images that cannot
/// be read have none.
#[derive(Debug, Default)]
pub(in crate::desk) struct Prints {
    files: HashMap<PathBuf, Option<Print>>,
    /// Those of images that are not on disk.
    contents: HashMap<Content, Option<Print>>,
}

impl Prints {
    /// Decodes files on all cores, each once. Leaves out those that are outside of the root, and the
    /// remaining ones after a cancellation.
    pub fn read_files(&mut self, paths: impl IntoIterator<Item = PathBuf>, root: &Root, control: &Control) {
        let mut known = HashSet::new();
        let is_new = |path: &PathBuf| !self.files.contains_key(path) && known.insert(path.clone());
        let files: Vec<PathBuf> = paths.into_iter().filter(is_new).collect();
        let done = AtomicUsize::new(0);
        let prints = map(
            &files,
            |path| pixels_of(path, root),
            |path| {
                let behind = done.fetch_add(1, Ordering::Relaxed);
                control.step(behind, files.len()).ok()?;
                print(read_image(path, root).ok()?)
            },
        );
        self.files.extend(files.into_iter().zip(prints));
    }

    /// Decodes images that are not on disk, each content once.
    pub fn read_bytes<'b>(&mut self, images: impl IntoIterator<Item = &'b [u8]>) {
        let mut known = HashSet::new();
        let images = images.into_iter().map(|bytes| (Content::new(bytes), bytes));
        let is_new =
            |(content, _): &(Content, &[u8])| !self.contents.contains_key(content) && known.insert(*content);
        let images: Vec<(Content, &[u8])> = images.filter(is_new).collect();
        let prints = map(&images, |(_, bytes)| pixels_of_bytes(bytes), |(_, bytes)| print(bytes.to_vec()));
        self.contents.extend(images.into_iter().map(|(content, _)| content).zip(prints));
    }

    /// The scans of the images that a draft at `draft` refers to by `dests`, of those that were decoded.
    pub fn scans(
        &self,
        dests: &[String],
        draft: &Path,
        root: &Root,
        brought: &BroughtImages,
    ) -> HashMap<String, ImageScan> {
        let mut known = HashSet::new();
        let wanted = dests.iter().filter(|dest| known.insert(*dest));
        let named: Vec<(&String, PathBuf)> =
            wanted.filter_map(|dest| Some((dest, probe_image(dest, draft, root)?))).collect();
        let print_of = |path: &PathBuf| match brought.content(path) {
            Some(content) => self.contents.get(&content)?.as_ref(),
            None => self.files.get(path)?.as_ref(),
        };
        // Each file with the first reference to it.
        let mut known = HashSet::new();
        let files = named.iter().filter(|(_, path)| known.insert(path));
        let files: Vec<(&String, &PathBuf, &Print)> =
            files.filter_map(|(name, path)| Some((*name, path, print_of(path)?))).collect();
        let mut scans: HashMap<&PathBuf, ImageScan> = HashMap::new();
        for (n, (_, path, print)) in files.iter().enumerate() {
            let earlier = files[..n].iter().find(|(_, _, there)| {
                there.content == print.content || there.likeness.is_same(&print.likeness)
            });
            let same_as = earlier.map(|(name, ..)| (*name).clone());
            let Print { bars, flashes, starts_blank, .. } = **print;
            scans.insert(path, ImageScan { bars, flashes, starts_blank, same_as });
        }
        named.iter().filter_map(|(name, path)| Some(((*name).clone(), scans.get(path)?.clone()))).collect()
    }
}

/// Decodes the images that a draft at `draft` refers to by `dests`, on all cores, and finds letterbox
/// bars and duplicates. Leaves out images that cannot be read or are outside of the root, and the
/// remaining ones after a cancellation.
pub fn scan_images(
    dests: &[String],
    draft: &Path,
    root: &Root,
    control: &Control,
) -> HashMap<String, ImageScan> {
    let mut prints = Prints::default();
    prints.read_files(dests.iter().filter_map(|dest| probe_image(dest, draft, root)), root, control);
    prints.scans(dests, draft, root, &BroughtImages::default())
}

/// Decodes one image. The pixels are dropped at once to limit memory.
fn print(bytes: Vec<u8>) -> Option<Print> {
    let content = Content::new(&bytes);
    let image = decode(&bytes).ok()?;
    let flashes = match Format::from_bytes(&bytes) {
        Some(Format::Gif) => flashes(&bytes, MAIL_WIDTH),
        _ => None,
    };
    let flashes = flashes.map(|found| Flashes { most: found.most, is_red: found.kind == FlashKind::Red });
    drop(bytes);
    let (bars, starts_blank) = (find_bars(&image), is_blank(&image));
    Some(Print { bars, flashes, starts_blank, likeness: Likeness::new(&image), content })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duplicate_is_reported_at_its_second_reference() {
        let dir = tempfile::tempdir().unwrap();
        let draft = dir.path().join("a.md");
        for name in ["a.png", "b.png"] {
            ::image::RgbImage::from_fn(60, 40, |x, y| ::image::Rgb([x as u8 * 4, y as u8 * 6, 90]))
                .save(dir.path().join(name))
                .unwrap();
        }
        std::fs::write(dir.path().join("torn.png"), b"\x89PNG\r\n\x1a\n").unwrap();
        let dests = ["a.png", "/a.png", "b.png", "torn.png", "gone.png"].map(str::to_owned);
        let scans = scan_images(&dests, &draft, &Root::new(dir.path()), &Control::default());
        // Both references name the same file.
        assert_eq!(scans["/a.png"].same_as, None);
        assert_eq!(scans["b.png"].same_as.as_deref(), Some("a.png"));
        assert_eq!(scans.len(), 3);
        let control = Control::default();
        control.cancel();
        assert!(scan_images(&dests, &draft, &Root::new(dir.path()), &control).is_empty());
    }

    #[test]
    fn bars_are_found_and_a_different_image_is_no_duplicate() {
        use ::image::{Rgb, RgbImage};
        let dir = tempfile::tempdir().unwrap();
        let busy = |x: u32, y: u32| Rgb([(x * 7 % 251) as u8, (y * 13 % 241) as u8, (x * y % 239) as u8]);
        let waves = |x: u32, y: u32| Rgb([((x * x + y) % 200) as u8, (x / 2) as u8, (255 - y) as u8]);
        let save = |name: &str, image: RgbImage| image.save(dir.path().join(name)).unwrap();
        save("busy.png", RgbImage::from_fn(200, 120, busy));
        save("waves.png", RgbImage::from_fn(200, 120, waves));
        let boxed = |x, y| if (20..100).contains(&y) { busy(x, y) } else { Rgb([0, 0, 0]) };
        save("boxed.png", RgbImage::from_fn(200, 120, boxed));
        let dests = ["busy.png", "waves.png", "boxed.png"].map(str::to_owned);
        let scans =
            scan_images(&dests, &dir.path().join("a.md"), &Root::new(dir.path()), &Control::default());
        assert_eq!(scans["busy.png"].bars, None);
        assert_eq!(scans["waves.png"], ImageScan::default());
        assert_eq!(scans["boxed.png"].bars, Some(Bars { left: 0, right: 0, top: 20, bottom: 20 }));
    }
}
