mod json;
mod list;

use super::{CLEAN, CliContext, CliError, PROBLEMS, pass_on, put, remote, say, say_error, unified_diff};
use crate::desk::{
    Contribution, GatherOptions, Gathered, Gathering, LeftOut, MergedDraft, NEWEST_REQUESTS, ProblemPolicy,
    Selection,
};
use crate::lint::report::Problem;
use crate::text::counted;
use list::list;
pub(super) use list::merge_state;

/// List the open contributions to a draft, or merge them in one commit.
///
/// The commit is on the current branch, and has the head of each contribution as a parent. Exit 0: all requested
/// contributions are merged; 1: some were left out.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The remote's name or address, by default the branch's remote, `upstream` or `origin`.
    remote: Option<String>,
    /// The issue's date or the draft's path; by default the next issue, or else the newest.
    #[arg(long, value_name = "DATE")]
    issue: Option<String>,
    /// Gather branches that match this pattern, such as `add/*`, instead of requests.
    #[arg(long, value_name = "PATTERN")]
    branches: Option<String>,
    /// Merge these: numbers of requests, or names of branches.
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    take: Vec<String>,
    /// Merge all that are not closed, merge without conflict, only add items to sections that take them,
    /// and have no problems.
    #[arg(long, conflicts_with = "take")]
    all_clean: bool,
    /// Also merge contributions with errors, and several about the same page. The problems are printed
    /// again.
    #[arg(long)]
    with_problems: bool,
    /// Read this many of the newest requests.
    #[arg(long, value_name = "N", default_value_t = NEWEST_REQUESTS)]
    newest: usize,
    /// List what would be merged, print the diff, and commit nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let wanted = GatherOptions {
        folder: context.folder()?,
        remote: args.remote.clone(),
        issue: args.issue.clone(),
        now: context.now.clone(),
        branches: args.branches.clone(),
        newest: args.newest,
    };
    let control = remote::control();
    let gathering = Gathering::open(&wanted, &control)?;
    let (chosen, unknown) = chosen(&gathering, args)?;
    let merges = args.all_clean || !args.take.is_empty();
    let with_problems = if args.with_problems { ProblemPolicy::Take } else { ProblemPolicy::LeaveOut };
    let merged = merges.then(|| gathering.merge_with(&chosen, with_problems));
    let committed = match &merged {
        Some(merged) if !args.dry_run && !merged.included.is_empty() => {
            Some(gathering.commit(merged, &control)?)
        }
        _ => None,
    };
    if args.json {
        let diff = merged.as_ref().filter(|_| args.dry_run).map(|merged| diff(&gathering, merged));
        put(&json::json(&gathering, merged.as_ref(), committed.as_ref(), diff.as_deref()));
    } else {
        match &merged {
            Some(merged) => print_result(&gathering, args, merged, committed.as_ref()),
            None => list(&gathering),
        }
    }
    if let Some(hooks) = committed.map(|gathered| gathered.hooks_left_out).filter(|hooks| !hooks.is_empty()) {
        say_error(&format!("hooks of this clone were not run: {}", hooks.join(", ")));
    }
    for name in &unknown {
        say_error(&no_contribution(name, args).to_string());
    }
    let is_left_out = merged.is_some_and(|merged| !merged.left_out.is_empty());
    Ok(if is_left_out || !unknown.is_empty() { PROBLEMS } else { CLEAN })
}

/// The command that lists the contributions from which the user chose.
fn list_command(args: &Args) -> String {
    match &args.branches {
        Some(pattern) => format!("`copydesk gather --branches '{pattern}'`"),
        None => "`copydesk gather`".to_owned(),
    }
}

fn no_contribution(name: &str, args: &Args) -> CliError {
    CliError::usage(format!("there is no contribution '{name}' to this draft"))
        .hint(format!("{} lists the existing ones", list_command(args)))
}

/// The selected contributions, and the names that match no contribution.
fn chosen(gathering: &Gathering, args: &Args) -> Result<(Vec<Selection>, Vec<String>), CliError> {
    let all = || gathering.contributions.iter().enumerate();
    let choose = |index| Selection { index, ..Selection::default() };
    if args.all_clean {
        let clean = all().filter(|(_, contribution)| contribution.is_clean()).map(|(index, _)| choose(index));
        return Ok((clean.collect(), Vec::new()));
    }
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for name in &args.take {
        let is_it = |contribution: &Contribution| {
            contribution.label() == *name || contribution.label() == format!("#{name}")
        };
        match all().find(|(_, contribution)| is_it(contribution)) {
            Some((index, _)) => found.push(choose(index)),
            None => unknown.push(name.clone()),
        }
    }
    match unknown.first() {
        Some(name) if found.is_empty() => Err(no_contribution(name, args)),
        _ => Ok((found, unknown)),
    }
}

/// Prints the result of a merge, or of a dry run.
fn print_result(gathering: &Gathering, args: &Args, merged: &MergedDraft, committed: Option<&Gathered>) {
    if let Some(behind) = gathering.behind() {
        say_error(&behind);
    }
    let included: Vec<&Contribution> =
        merged.included.iter().map(|at| &gathering.contributions[*at]).collect();
    for contribution in &included {
        say(&format!("{}: {}", contribution.label_with_author(), contribution.summary));
        list::changes(contribution, list::Which::AllButAdditions);
    }
    for (at, reason) in &merged.left_out {
        let contribution = &gathering.contributions[*at];
        say(&format!("{} is left out: {reason}", contribution.label_with_author()));
        if matches!(reason, LeftOut::Errors { .. }) {
            list::problems(&contribution.problems);
        }
    }
    if merged
        .left_out
        .iter()
        .any(|(_, reason)| matches!(reason, LeftOut::Errors { .. } | LeftOut::SamePage { .. }))
    {
        say("`--with-problems` merges them anyway");
    }
    let selected = merged.included.len() + merged.left_out.len();
    let others = gathering.contributions.len() - selected;
    if others > 0 {
        let verb = if others == 1 { "was" } else { "were" };
        let (count, command) = (counted(others, "contribution"), list_command(args));
        say(&format!("{count} {verb} not taken; {command} lists them"));
    }
    print_problems(&merged.problems);
    let count = included.len();
    match committed {
        Some(gathered) => {
            let (oid, branch) = (gathered.oid.to_string(), &gathered.branch);
            say(&format!("gathered {count} in {} on {branch}; `copydesk push` pushes it", &oid[..7]));
        }
        None => {
            let diff = diff(gathering, merged);
            if !diff.is_empty() {
                say("");
                pass_on(&diff);
                say("");
            }
            for (path, bytes) in &merged.files {
                say(&format!("image {}: {} bytes", path.display(), bytes.len()));
            }
            match count {
                0 => say("there was nothing to gather; nothing was committed"),
                _ => say(&format!("{count} would be gathered; nothing was committed")),
            }
        }
    }
}

/// Prints the problems that the merge adds to the draft.
fn print_problems(problems: &[Problem]) {
    if !problems.is_empty() {
        say(&format!("{} in the merged draft:", counted(problems.len(), "new problem")));
        list::problems(problems);
    }
}

/// The diff of a merge.
fn diff(gathering: &Gathering, merged: &MergedDraft) -> String {
    unified_diff(&gathering.draft.display().to_string(), &gathering.text, &merged.text)
}
