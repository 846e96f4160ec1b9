use std::io::IsTerminal;
use std::path::PathBuf;

use super::{CLEAN, CliContext, CliError, PROBLEMS, remote, say, say_error, say_lines};
use crate::desk::{
    BranchOutcome, ContributeError, ContributeOptions, Contributed, Credit, DeskError, IssueError,
    NewContribution, NewerDraft, Preview, SamePage, SectionChoice, StaleDraft, Target,
};
use crate::image;
use crate::lint::report::{self, Report, TextStyle};
use crate::outline::NewItem;
use crate::tui::{AddForm, ask};

/// Adds one item to the remote's newest draft and commits it on a new branch, `add/…`. Your files and
/// your current branch do not change. Without an address, a title or a text, a form asks for them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The address of the page that the item is about.
    #[arg(long)]
    url: Option<String>,
    #[arg(long)]
    title: Option<String>,
    /// The item's text in Markdown, without the source.
    #[arg(long)]
    text: Option<String>,
    /// An image file; it is fitted for the mail.
    #[arg(long, value_name = "FILE")]
    image: Option<PathBuf>,
    /// The name of the source, by default the site's name.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The address of the source, by default the item's.
    #[arg(long, value_name = "URL")]
    source_url: Option<String>,
    /// The author, in sections that credit authors, such as guides.
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// The address of the author, by default the item's.
    #[arg(long, value_name = "URL", requires = "author")]
    author_url: Option<String>,
    /// The section: its heading or the kind of its items (story, guide, board, event, link).
    #[arg(long, visible_alias = "kind", value_name = "NAME")]
    section: Option<String>,
    /// The issue's date, by default the next one.
    #[arg(long, value_name = "DATE")]
    issue: Option<String>,
    /// The remote with the draft, by default `upstream`, the branch's remote, or `origin`.
    #[arg(long, value_name = "NAME", conflicts_with = "repo")]
    remote: Option<String>,
    /// Contribute without a clone: the repository's address. A small clone is kept in the cache folder.
    #[arg(long, value_name = "URL")]
    repo: Option<String>,
    /// Push the branch and print the page that opens the pull request.
    #[arg(long)]
    push: bool,
    /// If your branch has this page already, replace its item.
    #[arg(long)]
    amend: bool,
    /// Show the item and its problems, and commit nothing; exit 1 if there are problems.
    #[arg(long, conflicts_with_all = ["push", "amend"])]
    dry_run: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let target = match &args.repo {
        Some(address) => Target::Address(address.clone()),
        None => Target::Clone { folder: context.directory.clone(), remote: args.remote.clone() },
    };
    let mut item = item(args);
    let is_worded = !item.title.is_empty() || !item.text.is_empty();
    let is_complete = is_worded && !item.url.is_empty();
    let can_ask = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if !is_complete && !can_ask {
        return Err(CliError::usage(
            "an item needs an address and a title or a text: `copydesk add --url URL --title TITLE`",
        )
        .hint("on a terminal a form asks for them"));
    }
    let wanted = ContributeOptions { target, issue: args.issue.clone(), today: context.today };
    let control = remote::control();
    let mut contribution = NewContribution::open(&wanted, &control)?;
    if let Some(stale) = contribution.stale(&control) {
        say_stale(&stale);
    }
    let section = section(&contribution, args);
    let image = args.image.as_ref().map(|image| image.display().to_string());
    let (section, push) = if is_complete {
        if let Some(image) = &args.image {
            let path = context.directory.join(image);
            item.image = contribution.import_image(path, &image::Control::default())?;
        }
        (section?, args.push)
    } else {
        let section = if args.section.is_some() { Some(section?) } else { section.ok() };
        let image = image.unwrap_or_default();
        let form = AddForm::new(&contribution, section.as_ref(), &item, &image, &context.directory);
        match ask(&mut contribution, form)? {
            Some(filled) => {
                item = filled.item;
                (filled.section, filled.push || args.push)
            }
            None => {
                say("nothing was contributed");
                return Ok(CLEAN);
            }
        }
    };
    let preview = contribution.preview(&section, &item)?;
    show(&contribution, &preview);
    let words = item.text.trim().trim_end_matches('.').lines().next().unwrap_or_default();
    if !preview.markdown.contains(words.trim()) {
        say_error("the text was left out: items of this section have none");
    }
    // Warn about a title only if the text does not contain it.
    let shown = preview.markdown.to_lowercase();
    if item.title.to_lowercase().split_whitespace().any(|word| !shown.contains(word)) {
        say_error("the title was left out: without an image, items of this section have only text");
    }
    if !item.image.is_empty() && !preview.markdown.contains(&item.image) {
        say_error("the image was left out: items of this section have none");
    }
    if !item.author.is_empty() && section.credit != Credit::Author {
        say_error("the author was left out: items of this section name none");
    }
    match contribution.also_in(&item.url, &control) {
        Ok(others) if others.is_empty() => {}
        Ok(others) => say_error(&format!("the same page is already in {}", others.join(", "))),
        Err(error) => say_error(&format!("other contributions were not checked: {error}")),
    }
    if args.dry_run {
        return Ok(if preview.report.problems.is_empty() { CLEAN } else { PROBLEMS });
    }
    let same_page = if args.amend { SamePage::Amend } else { SamePage::Refuse };
    let done = match contribution.commit(&preview, &item, same_page, &control) {
        Err(DeskError::Contribute(ContributeError::ContributedBefore { branch })) => {
            let push = push_command(&contribution, &branch);
            say_error(&ContributeError::ContributedBefore { branch }.to_string());
            say(&format!("`{push}` pushes that branch"));
            say("the same command with `--amend` replaces its item by this one");
            return Ok(PROBLEMS);
        }
        done => done?,
    };
    say_committed(&done);
    if push {
        remote::say_pushed(&contribution.push(&done.branch, &control)?);
    } else {
        say(&format!("`{}` pushes it", push_command(&contribution, &done.branch)));
    }
    Ok(CLEAN)
}

fn item(args: &Args) -> NewItem {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    NewItem {
        title: text(&args.title),
        url: text(&args.url),
        text: text(&args.text),
        image: String::new(),
        source: text(&args.source),
        source_url: text(&args.source_url),
        author: text(&args.author),
        author_url: text(&args.author_url),
    }
}

fn section(contribution: &NewContribution, args: &Args) -> Result<SectionChoice, CliError> {
    match &args.section {
        Some(name) => Ok(contribution.section(name)?),
        // Without a section, add to the one that takes news items.
        None => contribution.section("news item").map_err(|error| match error {
            DeskError::Issue(IssueError::NoSection { known, .. }) => {
                IssueError::SectionNotGiven { known }.into()
            }
            other => other.into(),
        }),
    }
}

fn show(contribution: &NewContribution, preview: &Preview) {
    say(&format!("{}, in {}:", preview.section, contribution.draft_name()));
    say("");
    for line in preview.markdown.lines() {
        say(format!("    {line}").trim_end());
    }
    say("");
    if let Some(summary) = contribution.image_summary() {
        say(&format!("image: {summary}"));
    }
    if preview.report.problems.is_empty() {
        say("checked: no problems");
    } else {
        let report = Report { files: vec![preview.report.clone()], failures: Vec::new() };
        say_lines(report::text(&report, TextStyle::Plain).trim_end());
    }
}

fn push_command(contribution: &NewContribution, branch: &str) -> String {
    let place = contribution.small_clone().map(|folder| format!("-C '{}' ", folder.display()));
    format!("copydesk {}push {branch}", place.unwrap_or_default())
}

fn say_stale(stale: &StaleDraft) {
    let StaleDraft { date, days, place, newer } = stale;
    say_error(&format!(
        "the newest draft of {place} is for {date}, {days} days ago: is that a fork that was not synced?"
    ));
    for draft in newer {
        say_error(&match draft {
            NewerDraft::Remote { name, date } => format!("`--remote {name}` takes its draft for {date}"),
            NewerDraft::Source { address } => {
                format!("it was forked from {address}: `--repo {address}` takes the draft from there")
            }
        });
    }
    if newer.is_empty() {
        say_error("`--repo ADDRESS` takes the draft from the newsletter's repository");
    }
}

fn say_committed(done: &Contributed) {
    let oid = done.oid.to_string();
    let files: Vec<String> = done.files.iter().map(|path| path.display().to_string()).collect();
    let (branch, files) = (&done.branch, files.join(", "));
    match done.done {
        BranchOutcome::Made => say(&format!("committed {} on the new branch {branch}: {files}", &oid[..7])),
        BranchOutcome::Amended => say(&format!("committed {} on the branch {branch}: {files}", &oid[..7])),
        BranchOutcome::Kept => return say(&format!("{branch} has exactly this already")),
    }
    if !done.hooks_left_out.is_empty() {
        let hooks = done.hooks_left_out.join(", ");
        say_error(&format!(
            "hooks were not run ({hooks}): they would have checked your work tree, not this commit"
        ));
    }
}
