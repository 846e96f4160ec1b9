use std::io::{BufRead, IsTerminal};

use jiff::civil::Date;

use super::{CLEAN, CliContext, CliError, PROBLEMS, new, open, say};
use crate::desk::{
    Answer, AnswerForm, Answers, DeskError, IssueError, NextIssue, Question, Survey, Workspace,
    built_in_layout, check_profile, has_profile, init, init_merge_driver, profile_extending,
};
use crate::profile::{IssueKey, parse_day};
use crate::root::Root;

/// Learn the newsletter's layout from its last issues, and write copydesk.yml.
///
/// On a terminal, asks what the files leave open. Then Enter opens the desk, and q and Enter leave it closed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Start from a built-in profile, and learn nothing from the issues.
    #[arg(long, value_name = "PROFILE")]
    extends: Option<String>,
    /// Ask nothing, and take the likelier answers. Without a terminal, nothing is asked anyway.
    #[arg(long, short = 'y')]
    yes: bool,
    /// Make the current folder a newsletter of its own, not the whole repository.
    #[arg(long, conflicts_with_all = ["check", "merge_driver"])]
    here: bool,
    /// Say what of copydesk.yml no longer fits the last issues. Exit 0 if all fits, 1 if not.
    #[arg(long, conflicts_with_all = ["extends", "yes"])]
    check: bool,
    /// With `--check`, change the lines that no longer fit. Everything else of copydesk.yml stays as it is. Exit 1 if
    /// some are left to you.
    #[arg(long, requires = "check")]
    fix: bool,
    /// Make git merge drafts by section and item: writes .gitattributes, and the driver into this
    /// clone's configuration. No copydesk.yml is written.
    #[arg(long, conflicts_with_all = ["extends", "check", "yes"])]
    merge_driver: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    if args.check {
        return check(context, args.fix);
    }
    if args.merge_driver {
        return merge_driver(&context.workspace()?);
    }
    let folder = match args.here {
        true => context.directory.clone(),
        false => Workspace::root_of(&context.directory),
    };
    let root = Root::new(folder);
    if Workspace::is_configured(&root) {
        return Err(has_profile(&root, &context.now).into());
    }
    if let Some(base) = &args.extends {
        return extend(context, &root, base);
    }
    let survey = match Survey::new(&root, context.now.local()) {
        Err(error @ DeskError::Issue(IssueError::NothingToLearn(_))) => {
            let base = built_in_layout(&root).ok_or(error)?;
            return extend(context, &root, &base);
        }
        survey => survey?,
    };
    let asks = !args.yes && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let mut answers = Answers::default();
    let mut learnt = survey.profile(&answers)?;
    for line in &learnt.found {
        say(line);
    }
    while asks && let Some(question) = survey.next_question(&answers) {
        answers.give(question.about, ask(&question, context.now.local()));
    }
    if answers != Answers::default() {
        learnt = survey.profile(&answers)?;
    }
    let path = init(&root, &learnt.yaml)?;
    say(&format!("wrote {}: read it, and change what does not fit", context.shown(&path)));
    if let Some(date) = answers.next_date() {
        let workspace = context.workspace_of(root.folder())?;
        let wanted = NextIssue::from(IssueKey::Day(date));
        new::create_draft(&workspace, wanted, context.today(&workspace))?;
    }
    if asks && std::io::stdout().is_terminal() {
        say("Enter opens the desk, q and Enter leave");
        if !line().eq_ignore_ascii_case("q") {
            return open::run(context, &open::Args::default());
        }
    }
    Ok(CLEAN)
}

/// Writes a profile that starts from a built-in one.
fn extend(context: &CliContext, root: &Root, base: &str) -> Result<u8, CliError> {
    let path = init(root, &profile_extending(base)?)?;
    say(&format!("wrote {}, which extends {base}: add the keys that differ", context.shown(&path)));
    Ok(CLEAN)
}

/// Asks on the terminal.
fn ask(question: &Question, today: Date) -> Answer {
    say(&question.text);
    match &question.form {
        AnswerForm::Choice(choices) => Answer::Choice(ask_choice(choices)),
        AnswerForm::Day => ask_day(today).map_or(Answer::Skipped, Answer::Day),
    }
}

/// Asks for one of several; an empty line is the first one.
fn ask_choice(choices: &[String]) -> usize {
    for (n, choice) in choices.iter().enumerate() {
        say(&format!("  {} {choice}", n + 1));
    }
    loop {
        say(&format!("1 to {}, Enter for 1:", choices.len()));
        let typed = line();
        if typed.is_empty() {
            return 0;
        }
        if let Some(choice) = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1))
            && choice < choices.len()
        {
            return choice;
        }
    }
}

/// Asks for a day that is not past; an empty line is none.
fn ask_day(today: Date) -> Option<Date> {
    loop {
        say("date of the next issue (YYYY-MM-DD), whose draft is created; Enter to skip:");
        let typed = line();
        if typed.is_empty() {
            return None;
        }
        match parse_day(&typed) {
            Some(day) if day < today => {
                say(&format!("{day} is past; the next issue is dated {today} or later"))
            }
            Some(day) => return Some(day),
            None => {}
        }
    }
}

/// A typed line without its end; empty at the end of the input.
fn line() -> String {
    let mut typed = String::new();
    let _ = std::io::stdin().lock().read_line(&mut typed);
    typed.trim().to_owned()
}

fn check(context: &CliContext, fixes: bool) -> Result<u8, CliError> {
    let root = Root::new(Workspace::root_of(&context.folder()?));
    let check = check_profile(&root, &context.now)?;
    if check.differences.is_empty() {
        say("the profile fits the last issues");
        return Ok(CLEAN);
    }
    if fixes {
        let fixed = check.fix()?;
        for line in fixed.changed.iter().chain(&fixed.left) {
            say(line);
        }
        return Ok(if fixed.left.is_empty() { CLEAN } else { PROBLEMS });
    }
    for line in check.lines() {
        say(&line);
    }
    if check.has_fixes() {
        say("`copydesk init --check --fix` changes what can be changed in its line");
    }
    Ok(PROBLEMS)
}

fn merge_driver(workspace: &Workspace) -> Result<u8, CliError> {
    let program = std::env::current_exe().map_err(|source| {
        CliError::failed(format!("the path of the running copydesk is unknown: {source}"))
    })?;
    let done = init_merge_driver(workspace, &program)?;
    for line in &done {
        say(&format!("wrote {line}"));
    }
    say(match done.is_empty() {
        true => "git merges drafts with copydesk here already",
        false => {
            "commit .gitattributes; run this once more in every new clone, for git takes no programs from others, and after copydesk was moved or was installed elsewhere"
        }
    });
    Ok(CLEAN)
}
