use std::path::Path;

use super::{DeskError, Document, Probe, Workspace, document, workspace::Listing};
use crate::draft::Draft;
use crate::lint::{Context, Diagnostic, Facts, Stage, check};
use crate::outline::Outline;
use crate::profile::Pattern;

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

/// Checks one file, or with `text` that text under the file's name. Without a `stage`, where the
/// file lies tells what it is checked for.
///
/// # Errors
///
/// Where the file can't be read.
pub fn check_file(
    workspace: &Workspace,
    listing: &Listing,
    path: Option<&Path>,
    text: Option<Vec<u8>>,
    stage: Option<Stage>,
) -> Result<Checked, DeskError> {
    let text = match (text, path) {
        (Some(bytes), path) => document::text(path.unwrap_or(Path::new("standard input")), bytes)?,
        (None, Some(path)) => Document::open(path, &workspace.root)?.base,
        (None, None) => String::new(),
    };
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &workspace.profile);
    let mut facts = collect(workspace, listing, path, &draft, &mut Probe::default());
    facts.stage = stage.unwrap_or_else(|| stage_of(workspace, path));
    let diagnostics =
        check(&Context { draft: &draft, outline: &outline, profile: &workspace.profile, facts: &facts });
    Ok(Checked { text: draft.text().to_owned(), diagnostics })
}

/// A draft is a contribution, an issue that went out a publication: by the folder it lies in, and
/// elsewhere by its name.
fn stage_of(workspace: &Workspace, path: Option<&Path>) -> Stage {
    let files = &workspace.profile.files;
    let Some(path) = path else { return Stage::Contribution };
    let lies_in = |pattern: &Pattern| {
        !pattern.folder().is_empty() && path.parent().is_some_and(|parent| parent.ends_with(pattern.folder()))
    };
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    let is_draft = match (lies_in(&files.drafts), lies_in(&files.posts)) {
        // Both patterns may fit a name: posts keep that of their draft.
        (true, true) | (false, false) => {
            files.drafts.date_of(name).is_some() || files.posts.date_of(name).is_none()
        }
        (is_draft, _) => is_draft,
    };
    if is_draft { Stage::Contribution } else { Stage::Publish }
}
