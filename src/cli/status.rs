use std::path::Path;

use jiff::civil::Date;
use serde_json::json;

use super::{CLEAN, CliContext, CliError, FAILED, PROBLEMS, put, remote, say_error};
use crate::desk::{Contribution, GatherOptions, Gathering, MergeState, NEWEST_REQUESTS, choose, status};
use crate::lint::{LineStatus, Status, report};
use crate::text::{Json, Shown, counted};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A draft, or an issue's date; by default the next issue.
    #[arg(value_name = "PATH|DATE")]
    issue: Option<String>,
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
    /// Ask the remote for the open requests to the draft, and list them.
    #[arg(long)]
    requests: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let listing = workspace.listing();
    let wanted = args.issue.as_ref().map(|issue| context.issue(issue));
    let choice = choose(&workspace, &listing, wanted.as_deref(), context.today)?;
    let status = status(&workspace, &listing, &choice.path)?;
    let fetched = args.requests.then(|| open_requests(context, &choice.path));
    let print = if args.json { json } else { page };
    let requests = fetched.as_ref().and_then(|fetched| fetched.as_deref().ok());
    put(&print(context, &choice.path, &status, requests));
    if let Some(Err(error)) = fetched {
        say_error(&format!("the open requests are unknown: {error}"));
        return Ok(FAILED);
    }
    Ok(if status.is_ready() { CLEAN } else { PROBLEMS })
}

/// The requests that would change the draft, according to the remote.
fn open_requests(context: &CliContext, path: &Path) -> Result<Vec<Contribution>, CliError> {
    let wanted = GatherOptions {
        folder: context.directory.clone(),
        remote: None,
        issue: Some(path.display().to_string()),
        today: context.today,
        branches: None,
        newest: NEWEST_REQUESTS,
    };
    let gathering = Gathering::open(&wanted, &remote::control())?;
    Ok(gathering
        .contributions
        .into_iter()
        .filter(|contribution| contribution.state != MergeState::Present)
        .collect())
}

fn days_left(context: &CliContext, date: Date) -> i32 {
    (date - context.today).get_days()
}

fn json(context: &CliContext, path: &Path, status: &Status, requests: Option<&[Contribution]>) -> String {
    let mut page = report::status_json(status);
    page["path"] = json!(context.shown(path));
    page["days_left"] = json!(status.date.map(|date| days_left(context, date)));
    page["requests"] = json!(requests.map(|requests| {
        let request = |contribution: &Contribution| {
            json!({
                "name": contribution.called(),
                "author": contribution.by(),
                "subject": contribution.subject,
                "changes": contribution.summary,
                "state": contribution.state.to_string(),
                "clean": contribution.is_clean(),
            })
        };
        requests.iter().map(request).collect::<Vec<_>>()
    }));
    format!("{}\n", Json(&page))
}

fn page(context: &CliContext, path: &Path, status: &Status, requests: Option<&[Contribution]>) -> String {
    let mut out = format!("{}", Shown(&context.shown(path)));
    if let Some(date) = status.date {
        let when = match days_left(context, date) {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days if days > 1 => format!("in {days} days"),
            -1 => "yesterday".to_owned(),
            days => format!("{} days ago", -days),
        };
        out.push_str(&format!(": the issue of {date}, {when}"));
    }
    out.push_str("\n\n");
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
    out.push('\n');
    for section in &status.sections {
        let counts = &section.counts;
        out.push_str(&format!("{} of {} filled: {}\n", counts.filled, counts.total(), Shown(&section.title)));
    }
    out.push_str(&format!(
        "\n{}, {}, {}\n",
        counted(status.errors, "error"),
        counted(status.warnings, "warning"),
        counted(status.hints, "hint")
    ));
    if let Some(requests) = requests {
        out.push_str(&format!("{} waiting\n", counted(requests.len(), "request")));
        for contribution in requests {
            out.push_str(&format!(
                "  {}: {} ({})\n",
                Shown(&contribution.introduced()),
                Shown(&contribution.subject),
                Shown(&contribution.state.to_string())
            ));
        }
    }
    out
}
