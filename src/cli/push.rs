use super::{CLEAN, CliContext, CliError, remote};
use crate::desk::push;

/// Pushes a branch with the git program and your settings and hooks. Never forces.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The branch, by default the current one.
    branch: Option<String>,
    /// The remote, by default git's configuration, or `origin`.
    #[arg(long, value_name = "NAME")]
    remote: Option<String>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let control = remote::control();
    let offered = push(&context.directory, args.remote.as_deref(), args.branch.as_deref(), &control)?;
    remote::say_pushed(&offered);
    Ok(CLEAN)
}
