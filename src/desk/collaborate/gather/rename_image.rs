//! Renames a contribution's image if another image has its name.

use std::path::{Path, PathBuf};

use super::Contribution;
use super::head::DraftHead;
use crate::desk::images::references::{places, renamed};
use crate::desk::probe_image;
use crate::draft::Draft;
use crate::root::Root;
use crate::text::{Edit, Edits};

impl Contribution {
    /// Renames the image at `path` to the first free name with a number (`lamp-2.jpg`), in the files and
    /// in the draft. `draft` and `root` are the paths of the draft and the newsletter; `path` is
    /// relative to `top`, the top of the repository. `None` if no name is free, or the draft was not read.
    pub(super) fn rename_image(
        &mut self,
        path: &Path,
        (draft, root, top): (&Path, &Root, &Path),
        is_free: impl Fn(&Path) -> bool,
    ) -> Option<()> {
        let new = free_name(path, is_free)?;
        let name = new.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let old = top.join(path);
        let texts = self.texts.as_mut()?;
        let parsed = Draft::parse(texts.head.text());
        let edits = places(&parsed)
            .into_iter()
            .filter(|span| probe_image(parsed.slice(*span), draft, root).as_ref() == Some(&old))
            .map(|span| Edit { span, text: renamed(parsed.slice(span), &name) });
        texts.head = DraftHead::new(&Edits::new(edits.collect()).ok()?.apply(texts.head.text()));
        for (file, _) in self.files.iter_mut().filter(|(file, _)| file == path) {
            file.clone_from(&new);
        }
        Some(())
    }
}

fn free_name(path: &Path, is_free: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let stem = path.file_stem()?.to_str()?;
    let extension = path.extension()?.to_str()?;
    (2..1000).map(|n| path.with_file_name(format!("{stem}-{n}.{extension}"))).find(|path| is_free(path))
}
