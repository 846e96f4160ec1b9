use super::{CLEAN, CliContext, CliError};
use std::path::Path;

use crate::desk::{choose, parse_key};
use crate::root::about_named;
use crate::tui;

#[derive(Debug, Default, clap::Args)]
pub(super) struct Args {
    /// A file, or an issue's date such as 2026-06-08, or its number; by default the next issue, or else the newest.
    draft: Option<String>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    // A path is relative to the current folder; a date or a number is not a path.
    let wanted = args.draft.as_ref().map(|draft| {
        let path = context.path(draft);
        let is_path = draft.contains(['/', '.']) || about_named(Path::new(&path), None).is_ok();
        if is_path && parse_key(draft).is_none() { path } else { draft.clone() }
    });
    let workspace = match &wanted {
        Some(path) if parse_key(path).is_none() => context.workspace_of(path.as_ref())?,
        _ => context.workspace()?,
    };
    let listing = workspace.listing();
    let choice = choose(&workspace, &listing, wanted.as_deref(), context.today)?;
    tui::run(workspace, listing, choice, context.today)?;
    Ok(CLEAN)
}
