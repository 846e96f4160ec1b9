use std::path::PathBuf;

use super::{CLEAN, CliContext, CliError, say};
use crate::desk::{Workspace, add_origin_to_demo, choose, lay_out_demo};
use crate::root::{Root, without_dots};
use crate::tui;

/// Create a small demo newsletter and open it.
///
/// It has a history, a template, a draft in mid-week, and a remote in its `.git` with contributions to gather. Nothing
/// that you do there leaves your machine.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The new folder, by default `copydesk-demo` in the current folder.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Create the folder without opening the draft.
    #[arg(long)]
    no_open: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let dir = match &args.dir {
        Some(dir) => without_dots(&context.directory.join(dir)),
        None => free_folder(context),
    };
    let draft = lay_out_demo(&dir, context.now.local())?;
    add_origin_to_demo(&dir, context.now.local())?;
    say(&format!("created a newsletter in {}; its draft is {}", dir.display(), draft.display()));
    if args.no_open {
        say(&format!("open it with: copydesk open {}", draft.display()));
        return Ok(CLEAN);
    }
    let workspace = Workspace::find(&dir)?;
    let listing = workspace.listing();
    let today = context.today(&workspace);
    let choice = choose(&workspace, &listing, None, today)?;
    tui::run(workspace, listing, choice, today)?;
    say(&format!("the demo stays in {}", dir.display()));
    Ok(CLEAN)
}

/// `copydesk-demo`, or `copydesk-demo-2` and so on if that exists.
fn free_folder(context: &CliContext) -> PathBuf {
    let root = Root::new(&context.directory);
    let free = |dir: &PathBuf| match root.list(dir, 1) {
        Ok(entries) => entries.is_empty(),
        Err(_) => !root.is_taken(dir),
    };
    let first = context.directory.join("copydesk-demo");
    (2..1000)
        .map(|n| context.directory.join(format!("copydesk-demo-{n}")))
        .fold(None, |found, next| found.or_else(|| free(&next).then_some(next)))
        .filter(|_| !free(&first))
        .unwrap_or(first)
}
