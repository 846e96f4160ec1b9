use std::path::Path;

use super::{DeskError, Document, Probe, Workspace, document, workspace::Listing};
use crate::draft::Draft;
use crate::lint::{Context, Diagnostic, Facts, check};
use crate::outline::Outline;

/// A file's text and what is wrong with it.
#[derive(Debug)]
pub struct Checked {
    pub text: String,
    pub diagnostics: Vec<Diagnostic>,
}

/// Collects the facts that the rules ask for: dates, and the images that the draft refers to.
pub fn collect(
    workspace: &Workspace,
    listing: &Listing,
    path: Option<&Path>,
    draft: &Draft,
    probe: &mut Probe,
) -> Facts {
    let mut facts = Facts {
        file_date: path.and_then(|path| workspace.date_of(path)),
        // A file of another name (a template, a page) has no date to compare with.
        has_file: path.is_some_and(|path| workspace.date_of(path).is_some()),
        weekday: workspace.weekday(listing),
        has_assets: true,
        ..Facts::default()
    };
    let date = Facts::front_date(draft, &workspace.profile).or(facts.file_date);
    if let (Some(assets), Some(date)) = (&workspace.profile.files.assets, date) {
        facts.has_assets = workspace.root.join(assets.for_date(date)).is_dir();
    }
    if let Some(path) = path {
        for image in draft.images() {
            let dest = draft.slice(image.dest);
            if facts.images.contains_key(dest) {
                continue;
            }
            if let Some(fact) = probe.look(dest, path, &workspace.root) {
                facts.images.insert(dest.to_owned(), fact);
            }
        }
    }
    facts
}

/// Checks one file, or with `text` that text under the file's name.
///
/// # Errors
///
/// Where the file can't be read.
pub fn check_file(
    workspace: &Workspace,
    listing: &Listing,
    path: Option<&Path>,
    text: Option<Vec<u8>>,
) -> Result<Checked, DeskError> {
    let text = match (text, path) {
        (Some(bytes), path) => document::text(path.unwrap_or(Path::new("standard input")), bytes)?,
        (None, Some(path)) => Document::open(path, &workspace.root)?.base,
        (None, None) => String::new(),
    };
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &workspace.profile);
    let facts = collect(workspace, listing, path, &draft, &mut Probe::default());
    let diagnostics =
        check(&Context { draft: &draft, outline: &outline, profile: &workspace.profile, facts: &facts });
    Ok(Checked { text: draft.text().to_owned(), diagnostics })
}
