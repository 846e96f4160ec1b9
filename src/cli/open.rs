use std::io::IsTerminal;
use std::path::Path;

use jiff::civil::Date;

use super::{CLEAN, CliContext, CliError, confirm, say_error};
use crate::desk::{
    Choice, DeskError, DraftElsewhere, IssueError, Journal, LostDraft, Workspace, choose, parse_key,
};
use crate::root::about_named;
use crate::tui;

/// Open a draft: a file, the issue of a date or number, or the next one.
///
/// Without a command, `copydesk` opens the next one: the earliest issue dated today or later.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Args {
    /// A file, or an issue's date such as 2026-06-08, or its number; by default the next issue, or else the newest.
    draft: Option<String>,
    /// If the draft is on the profile's `branch` and another one is checked out, open it in a work tree of that
    /// branch: the one that there is, or a new one beside the repository.
    #[arg(long)]
    worktree: bool,
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
    let today = context.today(&workspace);
    restore_lost(context, &workspace, wanted.as_deref(), today)?;
    let listing = workspace.listing();
    let choice = choose(&workspace, &listing, wanted.as_deref(), today);
    if let Some(draft) = elsewhere(&choice) {
        if args.worktree || asks_for_worktree(&workspace, draft)? {
            return open_elsewhere(context, &workspace, draft);
        }
    } else if args.worktree && choice.is_ok() {
        return Err(CliError::failed("no other branch has this draft").hint("leave out `--worktree`"));
    }
    tui::run(workspace, listing, choice?, today)?;
    Ok(CLEAN)
}

/// Offers to create a draft again whose file is gone, if its unsaved text is kept. The desk then shows the text.
fn restore_lost(
    context: &CliContext,
    workspace: &Workspace,
    wanted: Option<&str>,
    today: Date,
) -> Result<(), CliError> {
    let Some(state) = Journal::state_folder().filter(|_| is_on_terminal()) else { return Ok(()) };
    let Some(lost) = LostDraft::find(workspace, &workspace.listing(), wanted, today, &state) else {
        return Ok(());
    };
    let path = context.shown(&lost.path);
    if confirm(&format!("{path} is gone, but text that was typed into it is kept; create the file again?")) {
        lost.restore(workspace)?;
    } else if let Some(kept) = lost.set_aside() {
        say_error(&format!("the text is kept in {}", context.shown(&kept)));
    }
    Ok(())
}

fn elsewhere(choice: &Result<Choice, DeskError>) -> Option<&DraftElsewhere> {
    match choice {
        Ok(choice) => choice.elsewhere.as_ref(),
        Err(DeskError::Issue(IssueError::OnOtherBranch(draft))) => Some(draft),
        Err(_) => None,
    }
}

/// Asks whether to open a draft of another branch in a work tree, if there is a terminal to ask on.
fn asks_for_worktree(workspace: &Workspace, draft: &DraftElsewhere) -> Result<bool, CliError> {
    if !is_on_terminal() {
        return Ok(false);
    }
    let Some(place) = draft.place(workspace)? else { return Ok(false) };
    Ok(confirm(&format!("{draft}; open it there, in the work tree {}?", place.display())))
}

fn open_elsewhere(
    context: &CliContext,
    workspace: &Workspace,
    draft: &DraftElsewhere,
) -> Result<u8, CliError> {
    if !is_on_terminal() {
        return Err(CliError::failed("there is no terminal to draw on, so no work tree was made"));
    }
    let opened = draft.open(workspace)?;
    let listing = opened.workspace.listing();
    let place = context.shown(&opened.folder);
    let work_tree = if opened.is_new { "its new work tree" } else { "its work tree" };
    let choice = Choice { why: format!("{}, in {work_tree} {place}", opened.choice.why), ..opened.choice };
    let today = context.today(&opened.workspace);
    tui::run(opened.workspace, listing, choice, today)?;
    Ok(CLEAN)
}

fn is_on_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
