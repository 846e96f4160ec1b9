//! Copying the images of an item of another issue, before the item itself is copied.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use crate::desk::{ImageImport, Workspace, import_image, probe_image};
use crate::image::Control;
use crate::text::{Edit, Edits};

/// An item with images that is to be copied.
#[derive(Debug)]
pub struct CopyRequest {
    pub workspace: Arc<Workspace>,
    /// The issue that the item is in.
    pub from: PathBuf,
    pub draft: PathBuf,
    /// The date of the draft's issue, which names the folder of its images.
    pub date: Date,
    /// The item's references to files of the newsletter.
    pub images: Vec<String>,
    /// The change that copies the item with these references.
    pub edits: Edits,
    /// Of the text that the edits are for.
    pub revision: u64,
    /// What is said of the item.
    pub message: String,
}

/// An item whose images were copied, as far as that is possible.
#[derive(Debug)]
pub struct CopiedItem {
    pub draft: PathBuf,
    pub edits: Edits,
    pub revision: u64,
    pub message: String,
    pub is_complete: bool,
}

impl CopyRequest {
    pub(crate) fn run(self) -> CopiedItem {
        let (mut edits, mut copied, mut failed) = (self.edits.clone(), Vec::new(), Vec::new());
        for reference in &self.images {
            let Some(source) = probe_image(reference, &self.from, &self.workspace.root) else {
                continue;
            };
            let wanted = ImageImport {
                source,
                draft: self.draft.clone(),
                date: self.date,
                name: None,
                keep_original: false,
            };
            match import_image(&self.workspace, &wanted, &Control::default()) {
                Ok(image) => {
                    edits = with_reference(&edits, reference, &image.reference);
                    let name = image.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    copied.push(if image.is_reused { format!("{name} (there already)") } else { name });
                }
                Err(error) => failed.push(error.to_string()),
            }
        }
        let with = if copied.is_empty() { String::new() } else { format!(" with {}", copied.join(" and ")) };
        let but = match failed.is_empty() {
            true => String::new(),
            false => format!(" An image was not copied: {}.", failed.join("; ")),
        };
        let CopyRequest { draft, revision, message, .. } = self;
        let message = format!("{message}{with}; undo takes it back.{but}");
        CopiedItem { draft, edits, revision, message, is_complete: failed.is_empty() }
    }
}

/// The edits with another reference in the inserted text.
fn with_reference(edits: &Edits, old: &str, new: &str) -> Edits {
    let edits = edits.iter().map(|edit| Edit { span: edit.span, text: edit.text.replace(old, new) });
    // The places are the same, so they do not overlap.
    Edits::new(edits.collect()).unwrap_or_default()
}
