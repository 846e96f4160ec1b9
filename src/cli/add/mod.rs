mod show;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::remote::{self, PushCommand};
use super::{CLEAN, CliContext, CliError, PROBLEMS, say, say_error};
use crate::desk::{
    ContributeError, ContributeOptions, Contributed, DeskError, Destination, IssueError, NewContribution,
    Preview, SamePage, Target,
};
use crate::git::{Control, RemoteUrl};
use crate::image;
use crate::outline::NewItem;
use crate::profile::SlotKind;
use crate::tui::{AddForm, Filled, ask};

/// Add one item to the draft of the newsletter's next issue, and commit it on a new branch for a pull request.
///
/// Without an address, a title or a text, a form asks for them. The draft is the remote's, and the branch is named
/// `add/…`. Your files and your current branch do not change.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The address of the page that the item is about.
    #[arg(long)]
    url: Option<String>,
    /// The item's title.
    #[arg(long)]
    title: Option<String>,
    /// The item's text in Markdown, without the source.
    #[arg(long)]
    text: Option<String>,
    /// An image file; it is fitted for the mail.
    #[arg(long, value_name = "FILE")]
    image: Option<PathBuf>,
    /// The name of the source, by default the newsletter's name of the site; the organiser of an event.
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
    /// The day or days of an event.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// The place of an event.
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// The section: words of its heading, such as `walk` for "Rust Walkthroughs", or the kind of its items
    /// (story, guide, board, event, link). If several fit, a form asks on a terminal.
    #[arg(long, visible_alias = "kind", value_name = "WORDS")]
    section: Option<String>,
    /// List the sections that take items, each with an example, and add nothing.
    #[arg(long)]
    sections: bool,
    /// The issue's date, by default the next one.
    #[arg(long, value_name = "DATE")]
    issue: Option<String>,
    /// The remote with the draft, by default `upstream`, the branch's remote, or `origin`.
    #[arg(long, value_name = "NAME", conflicts_with = "repo")]
    remote: Option<String>,
    /// The branch to start from, which the pull request is for; by default the profile's `branch` if it exists,
    /// or else the remote's default branch.
    #[arg(long, value_name = "BRANCH")]
    base: Option<String>,
    /// Contribute without a clone: the repository's address. A small clone is kept in the cache folder.
    #[arg(long, value_name = "URL")]
    repo: Option<String>,
    /// Push the branch and print the page that opens the pull request, unless the item has errors or is
    /// there already.
    #[arg(long)]
    push: bool,
    /// Push an item with errors, or one that is in the draft, an earlier issue or another contribution.
    #[arg(long, requires = "push")]
    anyway: bool,
    /// Push to your fork at this address; without an address, `gh` or `glab` makes or finds the fork.
    #[arg(long, value_name = "URL", num_args = 0..=1, requires = "push")]
    fork: Option<Option<String>>,
    /// Apply the safe fixes to the item.
    #[arg(long)]
    fix: bool,
    /// If one of your branches `add/…` has this page already, replace its item, also under another title.
    #[arg(long)]
    amend: bool,
    /// Show the item and its problems, and commit nothing; exit 1 if there are problems.
    #[arg(long, conflicts_with_all = ["push", "amend"])]
    dry_run: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let item = args.item();
    let can_ask = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if !args.sections && !can_ask && !is_complete(&item) {
        return Err(too_little(&item));
    }
    let control = remote::control();
    let opened = NewContribution::open(&args.options(context)?, &control);
    let mut contribution = opened.map_err(|error| match error {
        DeskError::NoRepository => CliError::failed("this folder is in no git repository")
            .hint("run this in the newsletter's clone, or name its address: `copydesk add --repo URL`"),
        error => error.into(),
    })?;
    if let Some(stale) = contribution.stale(&control) {
        show::stale(&stale);
    }
    if args.sections {
        show::sections(&contribution);
        return Ok(CLEAN);
    }
    if !args.dry_run {
        // A form that was filled in vain would be lost.
        contribution.check_author()?;
    }
    match fill(context, args, item, &mut contribution, can_ask, &control)? {
        Some(filled) => contribute(args, &contribution, &filled, &control),
        None => {
            say("nothing was contributed");
            Ok(CLEAN)
        }
    }
}

impl Args {
    fn item(&self) -> NewItem {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        NewItem {
            title: text(&self.title),
            url: text(&self.url),
            text: text(&self.text),
            image: String::new(),
            source: text(&self.source),
            source_url: text(&self.source_url),
            author: text(&self.author),
            author_url: text(&self.author_url),
            date: text(&self.date),
            place: text(&self.place),
        }
    }

    fn options(&self, context: &CliContext) -> Result<ContributeOptions, CliError> {
        let target = match &self.repo {
            Some(address) => Target::Address {
                address: absolute(address, &context.directory),
                newsletter: context.newsletter.get().cloned(),
            },
            None => Target::Clone { folder: context.folder()?, remote: self.remote.clone() },
        };
        Ok(ContributeOptions {
            target,
            base: self.base.clone(),
            issue: self.issue.clone(),
            now: context.now.clone(),
        })
    }
}

/// The address, from the top if it is a path: a path from here would be another place for the clone.
fn absolute(address: &str, folder: &Path) -> String {
    let is_path = RemoteUrl::parse(address).is_none() && !address.contains("://");
    if is_path { folder.join(address).display().to_string() } else { address.to_owned() }
}

fn is_complete(item: &NewItem) -> bool {
    let has_words = !item.title.trim().is_empty() || !item.text.trim().is_empty();
    has_words && !item.url.trim().is_empty()
}

fn too_little(item: &NewItem) -> CliError {
    let has_words = !item.title.trim().is_empty() || !item.text.trim().is_empty();
    let hint = match (item.url.trim().is_empty(), has_words) {
        (true, true) => "add `--url URL` to the command",
        (false, _) => "add `--title TITLE` or `--text TEXT` to the command",
        (true, false) => "run `copydesk add --url URL --title TITLE`",
    };
    CliError::usage("an item needs an address and a title or a text").hint(hint)
}

/// Completes the item and finds its section; a form asks for missing values. `None` if the user cancels the
/// form.
fn fill(
    context: &CliContext,
    args: &Args,
    mut item: NewItem,
    contribution: &mut NewContribution,
    can_ask: bool,
    control: &Control,
) -> Result<Option<Filled>, CliError> {
    let section = contribution.section(args.section.as_deref(), &item);
    match section {
        Ok(section) if is_complete(&item) => {
            if let Some(image) = &args.image {
                let path = context.directory.join(image);
                item.image = contribution.import_image(path, control, &image::Control::default())?;
            }
            Ok(Some(Filled { section, item, push: false, anyway: false, amend: false }))
        }
        Err(error) if !can_ask => Err(no_section(error)),
        section => {
            let image = args.image.as_ref().map(|image| image.display().to_string()).unwrap_or_default();
            let known = section.as_ref().ok();
            let mut form = AddForm::new(contribution, known, &item, &image, &context.directory);
            let kind = item.has_day_or_place().then(|| SlotKind::Events.item_name());
            if let (None, Some(words)) = (known, args.section.as_deref().or(kind)) {
                form.search_section(words);
            }
            if args.fix {
                form.apply_fixes();
            }
            Ok(ask(contribution, form, &|| control.is_cancelled())?)
        }
    }
}

/// The error of an unknown section, with the option or the command that helps.
fn no_section(error: DeskError) -> CliError {
    let DeskError::Issue(issue) = &error else { return error.into() };
    let failed = CliError::usage(error.to_string());
    failed.hint(match issue {
        IssueError::NoSection { meant: Some(meant), .. } => format!("use `--section '{meant}'`"),
        error if error.hides_names() => "`copydesk add --sections` lists them".to_owned(),
        IssueError::NoSection { known, .. } if known.is_empty() => {
            "add its heading to the draft, or create the next issue with `copydesk new`".to_owned()
        }
        IssueError::NoSection { known, .. } | IssueError::SeveralSections { known, .. } => {
            let first = known.first().map_or("WORDS", String::as_str);
            format!("name one, such as `--section '{first}'`")
        }
        _ => "name one with `--section WORDS`".to_owned(),
    })
}

/// Shows and commits the item, and pushes it if that is wanted and nothing speaks against it.
fn contribute(
    args: &Args,
    contribution: &NewContribution,
    filled: &Filled,
    control: &Control,
) -> Result<u8, CliError> {
    let unfixed = contribution.preview(&filled.section, &filled.item)?;
    let left_out = show::left_out(contribution, filled, &unfixed);
    let preview = if args.fix { contribution.fix(unfixed) } else { unfixed };
    show::item(contribution, &preview);
    for message in left_out {
        say_error(message);
    }
    let others = show::other_contributions(contribution, &filled.item.url, control);
    if args.dry_run {
        return Ok(if preview.report.problems.is_empty() { CLEAN } else { PROBLEMS });
    }
    let fork = args.fork.as_ref().map(|fork| fork.as_deref());
    let to = remote::destination(None, fork);
    let same_page = if args.amend || filled.amend { SamePage::Amend(to) } else { SamePage::Refuse };
    let done = match contribution.commit(&preview, &filled.item, same_page, control) {
        Err(DeskError::Contribute(ContributeError::ContributedBefore { branch })) => {
            show::contributed_before(contribution, &branch, fork);
            return Ok(PROBLEMS);
        }
        done => done?,
    };
    show::committed(&done);
    if !args.push && !filled.push {
        say(&format!("`{}` pushes it", show::push_command(contribution, &done.branch, fork)));
        return Ok(CLEAN);
    }
    let reasons = against_pushing(&preview, &others, &done);
    if !reasons.is_empty() && !args.anyway && !filled.anyway {
        say_error(&format!("not pushed: {}", reasons.join("; ")));
        show::ways_on(contribution, &done.branch, fork);
        return Ok(PROBLEMS);
    }
    push(contribution, &done.branch, to, control)
}

/// The reasons against pushing an item, the contributions with the same page among them.
fn against_pushing(preview: &Preview, others: &[String], done: &Contributed) -> Vec<String> {
    let others: Vec<&str> = others.iter().map(String::as_str).filter(|name| *name != done.branch).collect();
    let waiting = (!others.is_empty()).then(|| format!("the same page is in {}", others.join(", ")));
    preview.against_pushing().into_iter().chain(waiting).collect()
}

fn push(
    contribution: &NewContribution,
    branch: &str,
    to: Destination<'_>,
    control: &Control,
) -> Result<u8, CliError> {
    let command = show::push_command(contribution, branch, None);
    let pushing = PushCommand {
        command: &command,
        push: &|to| contribution.push(branch, to, control),
        fork_help: &|| contribution.fork_help(control),
    };
    let pushed = pushing.run(to)?;
    remote::say_pushed(&pushed);
    if pushed.page.is_none() {
        say(&format!("open the pull request from {branch} on the site of {}", pushed.pushed.remote));
    }
    Ok(CLEAN)
}
