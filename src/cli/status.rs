use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::gather::merge_state;
use super::{CLEAN, CliContext, CliError, FAILED, PROBLEMS, put, remote, say_error};
use crate::desk::{
    Contribution, DraftElsewhere, GatherOptions, Gathering, IssueBranch, IssueBranchState, IssueFile,
    Listing, MergeState, NEWEST_REQUESTS, Workspace, choose, status,
};
use crate::lint::{LineStatus, Status, report};
use crate::text::{Json, Shown, counted};

/// Show the progress of an issue: exit 0 all items are proven, 1 not yet, 2 could not run.
///
/// Prints the checklist with its evidence, the sections, and the days that are left.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A draft's path, or an issue's date; by default the next issue, or else the newest.
    #[arg(value_name = "PATH|DATE")]
    issue: Option<String>,
    /// Print the status as one JSON object.
    #[arg(long)]
    json: bool,
    /// Also list the pull requests that change the draft. This asks the remote.
    #[arg(long)]
    requests: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let listing = workspace.listing();
    let wanted = args.issue.as_ref().map(|issue| context.issue(issue));
    let today = context.today(&workspace);
    let choice = choose(&workspace, &listing, wanted.as_deref(), today)?;
    let status = status(&workspace, &listing, &choice.path)?;
    let fetched = args.requests.then(|| fetch_requests(context, &choice.path));
    let requests = fetched.as_ref().and_then(|fetched| fetched.as_ref().ok());
    let place = Place {
        branch: branch_of_draft(&workspace, &listing, &choice.path, &status)?,
        elsewhere: choice.elsewhere.as_ref(),
    };
    let render = if args.json { json } else { text };
    let path = context.shown(&choice.path);
    put(&render(&ShownStatus { path, place, status: &status, today, requests }));
    if let Some(Err(error)) = fetched {
        // The status is printed, but a script that asked for the requests must notice that they are missing.
        say_error(&format!("cannot list the pull requests: {error}"));
        return Ok(FAILED);
    }
    Ok(if status.is_ready() { CLEAN } else { PROBLEMS })
}

/// The branch of a draft; `None` for a published issue.
fn branch_of_draft(
    workspace: &Workspace,
    listing: &Listing,
    path: &Path,
    status: &Status,
) -> Result<Option<IssueBranch>, CliError> {
    let is_in = |issues: &[IssueFile]| issues.iter().any(|issue| issue.path == path);
    match is_in(&listing.drafts) && !is_in(&listing.posts) {
        true => Ok(IssueBranch::new(workspace, status.date, status.number)?),
        false => Ok(None),
    }
}

/// Where the issue's draft is, and where it belongs.
struct Place<'a> {
    branch: Option<IssueBranch>,
    /// A draft on another branch that comes before this one.
    elsewhere: Option<&'a DraftElsewhere>,
}

impl Place<'_> {
    fn branch_json(&self) -> Value {
        let branch = self.branch.as_ref().map(|branch| {
            json!({
                "name": branch.name,
                "checked_out": branch.current,
                "is_checked_out": branch.state == IssueBranchState::CheckedOut,
                "exists": branch.state != IssueBranchState::Missing,
            })
        });
        json!(branch)
    }

    fn elsewhere_json(&self) -> Value {
        let draft = self.elsewhere.map(|draft| {
            json!({
                "issue": draft.key.argument(),
                "branch": draft.branch.name,
                "remote": draft.branch.remote,
                "path": draft.path,
            })
        });
        json!(draft)
    }

    /// The lines about the branch: nothing if the draft is where it belongs.
    fn branch_lines(&self) -> String {
        if let Some(draft) = self.elsewhere {
            let issue = draft.key.argument();
            let command = format!("copydesk open --worktree {issue}");
            return format!("{}: `{}`\n", Shown(&draft.to_string()), Shown(command.trim_end()));
        }
        match &self.branch {
            Some(IssueBranch {
                name,
                current,
                state: IssueBranchState::Exists | IssueBranchState::Missing,
            }) => {
                format!(
                    "drafts of this issue belong on the branch {} ({} is checked out)\n",
                    Shown(name),
                    Shown(current)
                )
            }
            _ => String::new(),
        }
    }
}

/// The pull requests that would change the draft.
struct Requests {
    contributions: Vec<Contribution>,
    /// The reason why it is unknown which of them are open.
    unknown: Option<String>,
}

impl Requests {
    /// The first line of the list: how many there are, and how many of them can't be gathered.
    fn heading(&self) -> String {
        let kind = if self.unknown.is_some() { "pull request" } else { "open pull request" };
        let count = self.contributions.len();
        let verb = if count == 1 { "changes" } else { "change" };
        let heading = format!("{} {verb} this draft", counted(count, kind));
        match self.contributions.iter().filter(|contribution| contribution.state.is_left_out()).count() {
            0 => heading,
            left_out => format!("{heading}; {left_out} can't be gathered"),
        }
    }
}

/// Fetches the pull requests whose changes are not yet in the draft.
fn fetch_requests(context: &CliContext, path: &Path) -> Result<Requests, CliError> {
    let options = GatherOptions {
        folder: context.folder()?,
        remote: None,
        issue: Some(path.display().to_string()),
        now: context.now.clone(),
        branches: None,
        newest: NEWEST_REQUESTS,
    };
    let Gathering { contributions, unknown, .. } = Gathering::open(&options, &remote::control())?;
    let is_missing = |contribution: &Contribution| contribution.state != MergeState::Present;
    Ok(Requests { contributions: contributions.into_iter().filter(is_missing).collect(), unknown })
}

/// What is printed.
struct ShownStatus<'s> {
    path: String,
    place: Place<'s>,
    status: &'s Status,
    today: Date,
    requests: Option<&'s Requests>,
}

impl ShownStatus<'_> {
    fn days_left(&self, date: Date) -> i32 {
        (date - self.today).get_days()
    }
}

fn json(shown: &ShownStatus<'_>) -> String {
    let ShownStatus { path, place, status, requests, .. } = shown;
    let mut object = report::status_json(status);
    object["path"] = json!(path);
    object["branch"] = place.branch_json();
    object["draft_elsewhere"] = place.elsewhere_json();
    object["days_left"] = json!(status.date.map(|date| shown.days_left(date)));
    object["open_unknown"] = json!(requests.and_then(|requests| requests.unknown.as_deref()));
    object["requests"] = json!(requests.map(|requests| {
        let request = |contribution: &Contribution| {
            json!({
                "name": contribution.label(),
                "author": contribution.author_name(),
                "subject": contribution.subject,
                "changes": contribution.summary,
                "state": contribution.state.to_string(),
                "gatherable": !contribution.state.is_left_out(),
                "clean": contribution.is_clean(),
            })
        };
        requests.contributions.iter().map(request).collect::<Vec<_>>()
    }));
    format!("{}\n", Json(&object))
}

fn text(shown: &ShownStatus<'_>) -> String {
    let ShownStatus { path, place, status, requests, .. } = shown;
    let mut out = format!("{}", Shown(path));
    if let Some(date) = status.date {
        let when = match shown.days_left(date) {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days if days > 1 => format!("in {days} days"),
            -1 => "yesterday".to_owned(),
            days => format!("{} days ago", -days),
        };
        out.push_str(&format!(": the issue of {date}, {when}"));
    } else if let Some(number) = status.number {
        out.push_str(&format!(": issue {number}"));
    }
    out.push('\n');
    out.push_str(&place.branch_lines());
    if !status.checklist.is_empty() {
        out.push('\n');
    }
    for line in &status.checklist {
        let tick = match line.task {
            Some(task) if task.done => "[x]",
            Some(_) => "[ ]",
            None => "   ",
        };
        let sign = LineStatus::new(line).sign();
        out.push_str(&format!("{tick} {sign} {}\n", Shown(&line.label)));
        if !line.detail.is_empty() {
            out.push_str(&format!("      {}\n", Shown(&line.detail)));
        }
    }
    if !status.sections.is_empty() {
        out.push('\n');
    }
    for section in &status.sections {
        let (filled, total) = (section.counts.filled, section.counts.total());
        let state = match (total, section.takes_items) {
            (0, true) => "no items".to_owned(),
            (0, false) => "no slots".to_owned(),
            _ => format!("{filled} of {} filled", counted(total, "slot")),
        };
        out.push_str(&format!("{}: {state}\n", Shown(&section.title)));
    }
    out.push_str(&format!(
        "\n{}, {}, {}\n",
        counted(status.errors, "error"),
        counted(status.warnings, "warning"),
        counted(status.hints, "hint")
    ));
    if let Some(requests) = requests {
        out.push_str(&format!("{}\n", requests.heading()));
        for contribution in &requests.contributions {
            out.push_str(&format!(
                "  {}: {} ({})\n",
                Shown(&contribution.label_with_author()),
                Shown(&contribution.subject),
                Shown(&merge_state(&contribution.state))
            ));
        }
        if let Some(why) = requests.unknown.as_ref().filter(|_| !requests.contributions.is_empty()) {
            out.push_str(&format!("which are open is unknown: {}\n", Shown(why)));
        }
    }
    out
}
