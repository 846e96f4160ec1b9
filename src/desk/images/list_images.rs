use std::path::Path;

use crate::desk::{DeskError, Document, Listing, Probe, Workspace, collect};
use crate::draft::Draft;
use crate::lint::{Context, Diagnostic, ImageFact, check};
use crate::outline::Outline;

/// An image that an issue shows.
#[derive(Clone, Debug)]
pub struct ListedImage {
    /// The position, counted from 1.
    pub line: usize,
    /// The reference in the draft.
    pub reference: String,
    /// The image's facts; `None` for an address on the web.
    pub fact: Option<ImageFact>,
    /// The problems of the image.
    pub problems: Vec<Diagnostic>,
}

/// The images that an issue shows, in order, with their facts and problems.
///
/// # Errors
///
/// If the draft cannot be read.
pub fn list_images(
    workspace: &Workspace,
    listing: &Listing,
    path: &Path,
) -> Result<Vec<ListedImage>, DeskError> {
    let draft = Draft::parse(Document::open(path, &workspace.root)?.base);
    let outline = Outline::new(&draft, &workspace.profile);
    let facts = collect(workspace, listing, Some(path), &draft, &mut Probe::default());
    let context = Context::new(&draft, &outline, &workspace.profile, &facts);
    let problems = check(&context);
    let lines = draft.lines();
    let list = context.images().map(|image| {
        let reference = draft.slice(image.dest).to_owned();
        // Images are in the order of the text. A problem of the file is reported at its path, which may
        // be in a link definition elsewhere.
        let from = |start: usize| &problems[problems.partition_point(|problem| problem.span.start < start)..];
        let inside = from(image.span.start).iter().take_while(|problem| problem.span.start < image.span.end);
        let defined = from(image.dest.start).iter().take_while(|problem| problem.span.start < image.dest.end);
        let is_elsewhere = image.dest.start >= image.span.end || image.dest.end <= image.span.start;
        let its = inside.chain(defined.filter(|_| is_elsewhere));
        ListedImage {
            line: lines.line(image.span.start) + 1,
            fact: facts.images.get(&reference).cloned(),
            problems: its.cloned().collect(),
            reference,
        }
    });
    Ok(list.collect())
}
