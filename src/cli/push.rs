use super::{CLEAN, CliContext, CliError, remote};
use crate::desk::push;

/// Pushes a branch by the git program, with your own settings and hooks. Nothing is ever forced.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The branch; else the one that is checked out.
    branch: Option<String>,
    /// Where to; else what git is configured to, or `origin`.
    #[arg(long, value_name = "NAME")]
    remote: Option<String>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let control = remote::control();
    let offered = push(&context.directory, args.remote.as_deref(), args.branch.as_deref(), &control)?;
    remote::say_pushed(&offered);
    Ok(CLEAN)
}
