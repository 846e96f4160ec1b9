use std::path::Path;

use jiff::civil::Date;

use super::{CLEAN, CliContext, CliError, say};
use crate::desk::{IssueBranch, IssueBranchState, NextIssue, Workspace, choose, create, parse_key};
use crate::profile::IssueKey;

/// Create the next issue's draft from the template.
///
/// The draft has its dates and its image folder. A file is never overwritten.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The issue's date or number, by default the next one by the newsletter's cadence.
    #[arg(value_name = "DATE|NUMBER", value_parser = issue)]
    issue: Option<IssueKey>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let wanted = args.issue.map_or(NextIssue::default(), NextIssue::from);
    create_draft(&workspace, wanted, context.today(&workspace))?;
    Ok(CLEAN)
}

/// Creates a draft, and says where it is and what it was made from.
pub(super) fn create_draft(workspace: &Workspace, wanted: NextIssue, today: Date) -> Result<(), CliError> {
    let created = create(workspace, wanted, today)?;
    say(&format!("created {} from {}", workspace.shown(&created.path), created.from));
    let files = &workspace.profile.files;
    let has_date = !workspace.profile.front_matter.date.is_empty();
    match (created.issue.date, &created.why) {
        (Some(date), Some(why)) => say(&format!("its date is {date}: {why}")),
        // Neither the path nor the user says it.
        (Some(date), None) if has_date && wanted.date.is_none() && !files.drafts.has_date() => {
            say(&format!("its date is {date}"));
        }
        _ => {}
    }
    if let Some(date) = created.issue.date
        && let Some(wanted) = workspace.weekday(&workspace.listing(), date)
        && wanted != date.weekday()
    {
        say(&format!("note: {date} is a {:?}, and issues carry a {wanted:?}", date.weekday()));
    }
    if let Some(branch) = &created.branch {
        say_branch(branch);
    }
    if let Some(assets) = &created.assets {
        say(&format!("created {}/", workspace.shown(assets)));
    }
    say_how_to_open(workspace, &created.path, today);
    Ok(())
}

/// Says which command opens the new draft if `copydesk` opens another one: an earlier one that is not out yet.
fn say_how_to_open(workspace: &Workspace, path: &Path, today: Date) {
    let first = choose(workspace, &workspace.listing(), None, today).map(|choice| choice.path);
    if let Ok(first) = first
        && first != path
    {
        let key = workspace.key_of(path).map(IssueKey::argument).unwrap_or_default();
        say(&format!("`copydesk open {key}` opens it; `copydesk` opens {} first", workspace.shown(&first)));
    }
}

/// Says on which branch the draft belongs. None is created or checked out: the new file goes along with `git
/// switch`.
fn say_branch(branch: &IssueBranch) {
    let IssueBranch { name, current, state } = branch;
    let switch = match state {
        IssueBranchState::CheckedOut => return,
        IssueBranchState::Exists => format!("`git switch {name}` goes there"),
        IssueBranchState::Missing => format!("`git switch -c {name}` creates it"),
    };
    say(&format!("note: this draft belongs on the branch {name} ({current} is checked out); {switch}"));
}

/// Parses the date or number of an issue.
fn issue(text: &str) -> Result<IssueKey, String> {
    parse_key(text).ok_or_else(|| "write a date as YYYY-MM-DD, or a number".to_owned())
}
