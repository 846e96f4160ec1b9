use std::path::PathBuf;

use super::{CLEAN, CliContext, CliError, pass_on, say_error};
use crate::desk::{choose, render_issue, write_output};
use crate::render::target::Target;

/// Prints an issue as HTML, as its site makes it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A draft's path, or an issue's date; by default the next issue, or else the newest.
    #[arg(value_name = "PATH|DATE")]
    issue: Option<String>,
    /// What the page is made for.
    #[arg(long = "for", value_enum, value_name = "TARGET")]
    target: TargetName,
    /// Print the whole page in the site's layout, and not only the issue's body.
    #[arg(long)]
    layout: bool,
    /// Write to this file, and not to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What a page is made for.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum TargetName {
    /// The newsletter's own site.
    Site,
}

impl From<TargetName> for Target {
    fn from(name: TargetName) -> Self {
        match name {
            TargetName::Site => Target::Site,
        }
    }
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let wanted = args.issue.as_deref().map(|issue| context.issue(issue));
    let today = context.today(&workspace);
    let path = choose(&workspace, &workspace.listing(), wanted.as_deref(), today)?.path;
    let issue = render_issue(&workspace, &path)?;
    for tag in &issue.unsupported {
        say_error(&format!(
            "{} is shown as it is written, because copydesk does not know its value",
            tag.tag
        ));
    }
    let output = match Target::from(args.target) {
        Target::Site if args.layout => {
            let page = issue.page();
            for tag in &page.unsupported {
                say_error(&format!("the page has no layout of the site, because of {tag}"));
            }
            page.html
        }
        Target::Site => issue.body.html(),
    };
    match &args.out {
        Some(file) => write_output(&context.directory.join(file), output.as_bytes())?,
        None => pass_on(&output),
    }
    Ok(CLEAN)
}
