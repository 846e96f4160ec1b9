//! `copydesk mail`: what the service that sends the mails adds to them.

use super::{CLEAN, CliContext, CliError, say};
use crate::desk::{choose, keep_overhead, learn_overhead, open_source};
use crate::text::grouped;

/// Learn what the service that sends the mails adds to them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Learn from a mail as it arrived what the service adds to each link and as footer, and write it into
    /// copydesk.yml.
    Learn(LearnArgs),
}

#[derive(Debug, clap::Args)]
struct LearnArgs {
    /// The mail, saved by a mail program as .eml; - for standard input.
    #[arg(value_name = "LAST.eml")]
    mail: String,
    /// The path or date of the issue that was sent; by default the newest one that has the mail's links.
    #[arg(long, value_name = "PATH|DATE")]
    issue: Option<String>,
    /// Print what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let Command::Learn(args) = &args.command;
    let workspace = context.workspace()?;
    let listing = workspace.listing();
    let source = open_source(&args.mail, &context.directory, Some(&workspace.root))?;
    let wanted = args.issue.as_deref().map(|issue| context.issue(issue));
    let today = context.today(&workspace);
    let choice =
        wanted.map(|wanted| choose(&workspace, &listing, Some(wanted.as_str()), today)).transpose()?;
    let issue = choice.map(|choice| choice.path);
    let found = learn_overhead(&workspace, &listing, &source, issue.as_deref())?;
    let overhead = found.learnt.overhead;
    say(&format!(
        "{} has {} bytes of HTML; {} of {} links of {} are in it",
        source.name,
        grouped(found.bytes as u64),
        found.learnt.matched,
        found.learnt.links,
        context.shown(&found.issue)
    ));
    say(&format!(
        "the service makes each link {} bytes longer, and adds {} bytes",
        grouped(overhead.link as u64),
        grouped(overhead.footer as u64)
    ));
    let entry = format!("mail.overhead: {{ link: {}, footer: {} }}", overhead.link, overhead.footer);
    if args.dry_run {
        say(&format!("copydesk.yml would get {entry}"));
    } else {
        let path = keep_overhead(&workspace, overhead)?;
        say(&format!("{}: {entry}", context.shown(&path)));
    }
    Ok(CLEAN)
}
