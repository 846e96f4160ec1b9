//! `copydesk image`: imports, fits and lists images.

mod add;
mod fit;
mod list;

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::{CliContext, CliError};
use crate::desk::{Choice, DeskError, Listing, Workspace, choose};
use crate::image::Control;
use crate::platform::{Interrupts, on_interrupt};

/// Import images into an issue, fit them for the mail, and list them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Add(add::Args),
    Fit(fit::Args),
    List(list::Args),
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    match &args.command {
        Command::Add(args) => add::run(context, args),
        Command::Fit(args) => fit::run(context, args),
        Command::List(args) => list::run(context, args),
    }
}

/// The draft of a date, or the next one.
fn chosen(
    context: &CliContext,
    workspace: &Workspace,
    listing: &Listing,
    issue: Option<Date>,
) -> Result<Choice, DeskError> {
    let wanted = issue.map(|date| date.to_string());
    choose(workspace, listing, wanted.as_deref(), context.today(workspace))
}

/// The last component of a path.
fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A control that an interrupt cancels, so that no incomplete file is left behind.
fn interruptible() -> Arc<Control> {
    let control = Arc::new(Control::default());
    let cancelled = control.clone();
    let mut is_second = false;
    on_interrupt(Interrupts::EndingOrCtrlC, move |interrupt| {
        cancelled.cancel();
        // A second interrupt ends the program at once.
        if std::mem::replace(&mut is_second, true) {
            interrupt.end_program();
        }
        true
    });
    control
}
