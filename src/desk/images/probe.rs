use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::brought::BroughtImages;
use super::nearest::{has_image_extension, image_names, nearest};
use super::references::renamed;
use crate::image::{self, Format, Header, ImageError};
use crate::lint::{ImageFact, ImageInfo, local_path};
use crate::root::{FileKind, Root, RootError, Stamp, without_dots};
use crate::text::limits::NEAREST_SEARCHES;
use crate::text::percent;

/// Reads the headers of images, and caches the facts while a file's size and modification time stay the
/// same.
#[derive(Debug, Default)]
pub struct Probe {
    seen: HashMap<PathBuf, Seen>,
    brought: BroughtImages,
}

/// The facts of a file, valid while it has this stamp.
#[derive(Clone, Debug)]
struct Seen {
    stamp: Stamp,
    fact: ImageFact,
}

/// The result of probing a path.
enum Found {
    File(Seen),
    /// An image that is not on disk yet.
    Brought(ImageFact),
    Missing,
    /// A file that is not opened, and the reason.
    Closed(&'static str),
}

const LEAVES: &str = "is a link that leads out of the newsletter's folder";
const IN_GIT: &str = "leads into a repository's `.git`";
const LOOPS: &str = "follows too many links";

impl Probe {
    /// A probe to which the images of a contribution are as if they were on disk.
    pub(in crate::desk) fn with_brought(brought: BroughtImages) -> Probe {
        Probe { brought, ..Probe::default() }
    }

    pub(in crate::desk) fn brought(&self) -> &BroughtImages {
        &self.brought
    }

    /// The facts of the image that a draft at `draft` refers to by `dest`; `None` if it is not a file of
    /// the newsletter.
    pub fn look(&mut self, dest: &str, draft: &Path, root: &Root) -> Option<ImageFact> {
        self.look_all(&[dest.to_owned()], draft, root).pop().map(|(_, fact)| fact)
    }

    /// As [`look`](Self::look) for many images, on all cores: each reference with its facts, in the
    /// order of `dests`. Files outside of the newsletter are left out.
    pub fn look_all(&mut self, dests: &[String], draft: &Path, root: &Root) -> Vec<(String, ImageFact)> {
        let local = || dests.iter().filter(|dest| local_path(dest).is_some());
        let mut paths: Vec<PathBuf> = local().filter_map(|dest| probe_image(dest, draft, root)).collect();
        paths.sort();
        paths.dedup();
        let found_files: Vec<Found> = paths.par_iter().map(|path| self.find(path, root)).collect();
        let mut found = HashMap::new();
        for (path, result) in paths.iter().zip(found_files) {
            let fact = match result {
                Found::File(seen) => {
                    let fact = seen.fact.clone();
                    self.seen.insert(path.clone(), seen);
                    fact
                }
                Found::Brought(fact) => fact,
                Found::Closed(why) => ImageFact::Unreadable { why: why.to_owned() },
                Found::Missing => {
                    self.seen.remove(path);
                    ImageFact::Missing { nearest: None }
                }
            };
            found.insert(path.as_path(), fact);
        }
        let mut listed: HashMap<PathBuf, Vec<String>> = HashMap::new();
        let mut missing = 0;
        let name = |dest: &String| {
            // A path out of the newsletter's folder is never opened: readers would not see the image
            // either.
            let path = probe_image(dest, draft, root);
            let fact = path.as_deref().and_then(|path| found.get(path));
            let fact = fact.cloned().unwrap_or(ImageFact::Missing { nearest: None });
            let fact = match (fact, path) {
                (ImageFact::Missing { .. }, Some(path)) if missing < NEAREST_SEARCHES => {
                    missing += 1;
                    ImageFact::Missing { nearest: self.near(dest, &path, root, &mut listed) }
                }
                (fact, _) => fact,
            };
            (dest.clone(), fact)
        };
        local().map(name).collect()
    }

    /// The reference to the file that was probably meant. Each folder is listed once.
    fn near(
        &self,
        dest: &str,
        path: &Path,
        root: &Root,
        listed: &mut HashMap<PathBuf, Vec<String>>,
    ) -> Option<String> {
        let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
        let names = listed.entry(folder.to_owned()).or_insert_with(|| {
            let mut names = image_names(folder, root);
            let brought = self.brought.names_in(folder).filter(|name| has_image_extension(Path::new(name)));
            names.extend(brought);
            names.sort();
            names.dedup();
            names
        });
        Some(renamed(dest, nearest(name, names)?))
    }

    fn find(&self, path: &Path, root: &Root) -> Found {
        if let Some(fact) = self.brought.fact(path) {
            return Found::Brought(fact.clone());
        }
        let file = match root.about(path) {
            Ok(file) => file,
            Err(RootError::Outside) => return Found::Closed(LEAVES),
            Err(RootError::InGit) => return Found::Closed(IN_GIT),
            Err(RootError::LinkLoop) => return Found::Closed(LOOPS),
            Err(_) => return Found::Missing,
        };
        let stamp = file.stamp();
        if let Some(seen) = self.seen.get(path).filter(|seen| seen.stamp == stamp) {
            return Found::File(seen.clone());
        }
        let header = match file.kind {
            FileKind::Folder => Err(ImageError::Folder),
            FileKind::Other => Err(ImageError::NotAFile),
            FileKind::File if file.bytes == 0 => Err(ImageError::Empty),
            FileKind::File => match root.open(path) {
                Ok(opened) => image::probe(opened.file, opened.about.bytes),
                Err(error) => Err(ImageError::Read(error.into())),
            },
        };
        let fact = match header {
            Ok(header) => ImageFact::Known(info(&header, path)),
            Err(error) => ImageFact::Unreadable { why: error.to_string() },
        };
        Found::File(Seen { stamp, fact })
    }
}

/// The facts of image bytes that are not written yet, as if they were the file at `path`.
pub(super) fn fact_of(bytes: &[u8], path: &Path) -> ImageFact {
    match image::probe_bytes(bytes) {
        Ok(header) => ImageFact::Known(info(&header, path)),
        Err(error) => ImageFact::Unreadable { why: error.to_string() },
    }
}

fn info(header: &Header, path: &Path) -> ImageInfo {
    let promised = path.extension().and_then(|extension| extension.to_str()).and_then(Format::from_extension);
    ImageInfo {
        width: header.width,
        height: header.height,
        bytes: header.bytes,
        frames: header.frames,
        format: header.format.name(),
        right_extension: (promised != Some(header.format)).then(|| header.format.extension()),
        is_cut_off: header.is_cut_off,
        is_program: header.is_program,
        has_position: header.position,
        has_camera: header.camera,
        file: path.to_owned(),
    }
}

/// The file that an image's path refers to: relative to the draft's folder, or if the path begins with `/`,
/// in the first folder at the site's top that has it, or in the root. `None` for an address on the web and
/// for a path out of the root.
pub fn probe_image(dest: &str, draft: &Path, root: &Root) -> Option<PathBuf> {
    let written = local_path(dest)?;
    let path = percent::decode(written).unwrap_or(Cow::Borrowed(written));
    let Some(inner) = path.strip_prefix('/') else {
        let clean = without_dots(&draft.parent()?.join(&*path));
        return clean.starts_with(root.folder()).then_some(clean);
    };
    let mut places = root.on_site(inner);
    let first = places.next()?;
    let mut others = places.peekable();
    // Without other folders, the path is known without the disk.
    if others.peek().is_none() || root.is_taken(&first) {
        return Some(first);
    }
    Some(others.find(|path| root.is_taken(path)).unwrap_or(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32) -> Vec<u8> {
        let mut out = std::io::Cursor::new(Vec::new());
        ::image::RgbImage::new(width, 2).write_to(&mut out, ::image::ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn both_reference_forms_name_the_same_file() {
        let (draft, root) = (Path::new("/n/_drafts/a.md"), Path::new("/n"));
        let root = Root::new(root);
        let file = |dest| probe_image(dest, draft, &root);
        assert_eq!(file("../assets/20260608/a%20b.jpg"), Some("/n/assets/20260608/a b.jpg".into()));
        assert_eq!(file("/assets/a.jpg"), Some("/n/assets/a.jpg".into()));
        assert_eq!(file("https://example.org/a.jpg"), None);
        assert_eq!(file("../../etc/passwd"), None);
        let outside = Probe::default().look("../../etc/passwd", draft, &root);
        assert_eq!(outside, Some(ImageFact::Missing { nearest: None }));
    }

    #[test]
    fn a_path_from_the_sites_top_is_found_in_its_folders() {
        let dir = tempfile::tempdir().unwrap();
        let root = Root::new(dir.path()).with_site_roots(["static".into(), ".vuepress/public".into()]);
        for path in ["static/img", ".vuepress/public/img", "img", "blog/a"] {
            std::fs::create_dir_all(dir.path().join(path)).unwrap();
        }
        for path in ["static/img/a.png", ".vuepress/public/img/b.png", "img/c.png", "blog/a/d.png"] {
            std::fs::write(dir.path().join(path), png(3)).unwrap();
        }
        let draft = dir.path().join("blog/a/index.md");
        for (dest, path) in [
            ("/img/a.png", "static/img/a.png"),
            ("/img/b.png", ".vuepress/public/img/b.png"),
            ("/img/c.png", "img/c.png"),
            ("d.png", "blog/a/d.png"),
            ("./d.png", "blog/a/d.png"),
            ("/img/gone.png", "static/img/gone.png"),
        ] {
            assert_eq!(probe_image(dest, &draft, &root), Some(root.join(path)), "{dest}");
        }
        assert_eq!(probe_image("/../../etc/passwd", &draft, &root), None);
        let fact = Probe::default().look("/img/b.png", &draft, &root);
        let file = root.join(".vuepress/public/img/b.png");
        assert!(matches!(fact, Some(ImageFact::Known(info)) if info.file == file));
    }

    #[test]
    fn what_is_there_is_looked_at_once_and_what_is_not_has_a_neighbour() {
        let dir = tempfile::tempdir().unwrap();
        let (root, draft) = (dir.path(), dir.path().join("_drafts/a.md"));
        std::fs::create_dir_all(root.join("assets/folder.png")).unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(root.join("assets").join(name), bytes).unwrap();
        write("Lamp post.png", &png(3));
        write("harbor.png", &png(4));
        write("empty.png", b"");
        write("text.png", b"hello");
        let mut probe = Probe::default();
        let dests: Vec<String> = [
            "../assets/harbor.png",
            "https://example.org/a.png",
            "../assets/lamp%20post.png",
            "/assets/harbour.png?v=2",
            "../assets/empty.png",
            "../assets/text.png",
            "../assets/folder.png",
            "../assets/garden.png",
            "../gone/harbor.png",
        ]
        .map(str::to_owned)
        .to_vec();
        let facts = probe.look_all(&dests, &draft, &Root::new(root));
        let near = |name: &str| ImageFact::Missing { nearest: Some(name.to_owned()) };
        let bad = |why: &str| ImageFact::Unreadable { why: why.to_owned() };
        assert!(matches!(&facts[0].1, ImageFact::Known(info) if info.width == 4), "{facts:?}");
        assert_eq!(facts[1], (dests[2].clone(), near("../assets/Lamp%20post.png")));
        assert_eq!(facts[2].1, near("/assets/harbor.png?v=2"));
        assert_eq!(facts[3].1, bad("is empty: the file has no bytes"));
        assert_eq!(facts[4].1, bad("is not an image of a known format"));
        assert_eq!(facts[5].1, bad("is a folder, not an image"));
        assert_eq!(facts[6].1, ImageFact::Missing { nearest: None });
        assert_eq!(facts[7].1, ImageFact::Missing { nearest: None });
        write("harbor.png", &png(5));
        let again = probe.look("../assets/harbor.png", &draft, &Root::new(root));
        assert!(matches!(again, Some(ImageFact::Known(info)) if info.width == 5));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_not_followed_and_pipes_are_not_opened() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("letter");
        let draft = root.join("_drafts/a.md");
        std::fs::create_dir_all(root.join("assets")).unwrap();
        std::fs::write(dir.path().join("out.png"), png(3)).unwrap();
        std::fs::write(root.join("in.png"), png(3)).unwrap();
        symlink("../../out.png", root.join("assets/out.png")).unwrap();
        symlink("../in.png", root.join("assets/in.png")).unwrap();
        symlink("nowhere.png", root.join("assets/broken.png")).unwrap();
        symlink("../..", root.join("assets/up")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(root.join("assets/pipe.png")).status();
        let look = |dest: &str| Probe::default().look(dest, &draft, &Root::new(&root)).unwrap();
        let leaves = ImageFact::Unreadable { why: LEAVES.into() };
        assert_eq!(look("../assets/out.png"), leaves);
        assert_eq!(look("../assets/up/out.png"), leaves);
        assert!(matches!(look("../assets/in.png"), ImageFact::Known(_)));
        assert_eq!(look("../assets/broken.png"), ImageFact::Missing { nearest: None });
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(
                look("../assets/pipe.png"),
                ImageFact::Unreadable { why: ImageError::NotAFile.to_string() }
            );
        }
    }
}
