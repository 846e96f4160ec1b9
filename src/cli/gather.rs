use serde_json::json;

use super::{CLEAN, PROBLEMS, World, remote, say, say_error};
use crate::desk::{Chosen, DeskError, Folded, Gathering, Standing, Waiting, WantedContributions};
use crate::lint::Severity;

/// Lists the contributions that wait for a draft, or merges them: one commit on the branch that is
/// checked out, with the head of each as a parent. Exit 0 where all that was asked for is in it,
/// 1 where some was left out.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A remote's name, or an address; else the branch's, `upstream` or `origin`.
    remote: Option<String>,
    /// The issue: its date, or the draft's path; else the next one.
    #[arg(long, value_name = "DATE")]
    issue: Option<String>,
    /// Gather branches of this pattern, such as `add/*`, in the place of requests.
    #[arg(long, value_name = "PATTERN")]
    branches: Option<String>,
    /// Merge these: numbers of requests, or names of branches.
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    take: Vec<String>,
    /// Merge all that merge without conflict, bring no error, and are not closed.
    #[arg(long, conflicts_with = "take")]
    all_clean: bool,
    /// How many of the newest requests are looked at.
    #[arg(long, value_name = "N", default_value_t = 300)]
    newest: usize,
    /// Say what would be merged, and commit nothing.
    #[arg(long)]
    dry_run: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(world: &World, args: &Args) -> Result<u8, DeskError> {
    let wanted = WantedContributions {
        folder: world.directory.clone(),
        remote: args.remote.clone(),
        issue: args.issue.clone(),
        today: world.today,
        branches: args.branches.clone(),
        newest: args.newest,
    };
    let control = remote::control();
    let gathering = Gathering::open(&wanted, &control)?;
    let (chosen, unknown) = chosen(&gathering, args)?;
    let merges = args.all_clean || !args.take.is_empty();
    let folded = merges.then(|| gathering.fold(&chosen));
    let committed = match &folded {
        Some(folded) if !args.dry_run && !folded.included.is_empty() => {
            Some(gathering.commit(folded, &control)?)
        }
        _ => None,
    };
    let oid = committed.map(|gathered| gathered.oid.to_string());
    if args.json {
        say(&json(&gathering, folded.as_ref(), oid.as_deref()));
    } else {
        tell(&gathering, folded.as_ref(), oid.as_deref());
    }
    for name in &unknown {
        say_error(&format!("{}", DeskError::NoContribution(name.clone())));
    }
    let is_left_out = folded.is_some_and(|folded| !folded.left_out.is_empty());
    Ok(if is_left_out || !unknown.is_empty() { PROBLEMS } else { CLEAN })
}

/// Those that were asked for, and the names that are of none.
fn chosen(gathering: &Gathering, args: &Args) -> Result<(Vec<Chosen>, Vec<String>), DeskError> {
    let all = || gathering.contributions.iter().enumerate();
    let choose = |index| Chosen { index, ..Chosen::default() };
    if args.all_clean {
        let clean = all().filter(|(_, one)| one.is_clean()).map(|(index, _)| choose(index));
        return Ok((clean.collect(), Vec::new()));
    }
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for name in &args.take {
        let is_it = |one: &Waiting| one.called() == *name || one.called() == format!("#{name}");
        match all().find(|(_, one)| is_it(one)) {
            Some((index, _)) => found.push(choose(index)),
            None => unknown.push(name.clone()),
        }
    }
    match unknown.first() {
        Some(name) if found.is_empty() => Err(DeskError::NoContribution(name.clone())),
        _ => Ok((found, unknown)),
    }
}

fn tell(gathering: &Gathering, folded: Option<&Folded>, oid: Option<&str>) {
    match folded {
        None => list(gathering),
        Some(folded) => {
            if let Some(behind) = gathering.behind() {
                say_error(&behind);
            }
            for at in &folded.included {
                let one = &gathering.contributions[*at];
                say(&format!("{} by {}: {}", one.called(), one.author.name, one.adds));
            }
            for (at, reason) in &folded.left_out {
                let one = &gathering.contributions[*at];
                say(&format!("{} by {} is left out: {reason}", one.called(), one.author.name));
            }
            let asked = folded.included.len() + folded.left_out.len();
            let others = gathering.contributions.len() - asked;
            if others > 0 {
                let wait = if others == 1 { "waits" } else { "wait" };
                say(&format!(
                    "{} {wait} still; `copydesk gather` tells why",
                    counted(others, "contribution")
                ));
            }
            let count = folded.included.len();
            match oid {
                Some(oid) => {
                    let branch = &gathering.branch;
                    say(&format!("gathered {count} in {} on {branch}; `copydesk push` pushes it", &oid[..7]));
                }
                None => say(&format!("{count} would be gathered; nothing was committed")),
            }
        }
    }
}

fn list(gathering: &Gathering) {
    let count = gathering.contributions.len();
    let draft = gathering.draft.display();
    say(&format!("{} for {draft} at {}", counted(count, "contribution"), gathering.remote));
    for one in &gathering.contributions {
        let open = match one.is_open {
            Some(true) => "",
            Some(false) => ", closed",
            None => "",
        };
        say(&format!("\n{} by {}: {}{open}", one.called(), one.author.name, one.adds));
        let checked = match one.state {
            Standing::LeftOut(_) | Standing::Conflicts(_) => String::new(),
            _ => format!("; {}", checked(one)),
        };
        say(&format!("    {}{checked}", standing(&one.state)));
        for problem in one.problems.iter().take(3) {
            say(&format!("    {} {} [{}]", problem.severity.sign(), problem.message, problem.rule));
        }
        for line in one.lines.iter().take(3) {
            say(&format!("    + {line}"));
        }
        if !one.also_in.is_empty() {
            say(&format!("    the same page is in {}", one.also_in.join(", ")));
        }
    }
    if gathering.elsewhere > 0 {
        let does = if gathering.elsewhere == 1 { "does" } else { "do" };
        say(&format!("\n{} {does} not touch this draft", counted(gathering.elsewhere, "other")));
    }
    if gathering.not_looked_at > 0 {
        let older = counted(gathering.not_looked_at, "older one");
        say(&format!("\n{older} not looked at; `--newest N` looks at more"));
    }
    if let Some(why) = &gathering.unknown {
        say(&format!("\nwhich are open is not known: {why}"));
    }
    if let Some(behind) = gathering.behind() {
        say_error(&behind);
    }
    if count > 0 {
        say(
            "\n`--take NUMBER,…` (or a branch's name) merges some, `--all-clean` all that merge and bring no error",
        );
    }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn standing(state: &Standing) -> String {
    match state {
        Standing::LeftOut(_) => format!("can't be gathered: {state}"),
        _ => state.to_string(),
    }
}

fn checked(one: &Waiting) -> String {
    let count = |severity: Severity| one.problems.iter().filter(|one| one.severity == severity).count();
    let told: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| (count(*severity), severity.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    if told.is_empty() { "nothing to find fault with".to_owned() } else { told.join(", ") }
}

fn json(gathering: &Gathering, folded: Option<&Folded>, oid: Option<&str>) -> String {
    let reason = |at: usize| {
        let left_out = folded.and_then(|folded| folded.left_out.iter().find(|(index, _)| *index == at));
        left_out.map(|(_, reason)| reason.clone())
    };
    let contributions: Vec<serde_json::Value> = gathering
        .contributions
        .iter()
        .enumerate()
        .map(|(at, one)| {
            let problems: Vec<serde_json::Value> = one
                .problems
                .iter()
                .map(|problem| {
                    json!({
                        "rule": problem.rule,
                        "severity": problem.severity.word(),
                        "message": problem.message,
                    })
                })
                .collect();
            json!({
                "number": one.number,
                "name": one.name,
                "commit": one.oid.to_string(),
                "author": { "name": one.author.name, "email": one.author.email },
                "subject": one.subject,
                "open": one.is_open,
                "adds": one.adds,
                "lines": one.lines,
                "merges": standing(&one.state),
                "clean": one.is_clean(),
                "problems": problems,
                "also_in": one.also_in,
                "gathered": folded.is_some_and(|folded| folded.included.contains(&at)),
                "left_out": reason(at),
            })
        })
        .collect();
    let all = json!({
        "draft": gathering.draft.display().to_string(),
        "branch": gathering.branch,
        "remote": gathering.remote,
        "elsewhere": gathering.elsewhere,
        "open_unknown": gathering.unknown,
        "commit": oid,
        "contributions": contributions,
    });
    serde_json::to_string_pretty(&all).unwrap_or_default()
}
