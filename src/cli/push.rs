use super::remote::{self, PushCommand};
use super::{CLEAN, CliContext, CliError};
use crate::desk::{fork_help, push};

/// Push a branch and print the page that opens the pull request.
///
/// The git program pushes it, with your settings and hooks. Never forces.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The branch, by default the current one.
    branch: Option<String>,
    /// The remote, by default git's configuration, or `origin`.
    #[arg(long, value_name = "NAME")]
    remote: Option<String>,
    /// Push to your fork at this address; without an address, `gh` or `glab` makes or finds the fork.
    #[arg(long, value_name = "URL", num_args = 0..=1, conflicts_with = "remote")]
    fork: Option<Option<String>>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let control = remote::control();
    let folder = &context.directory;
    let branch = args.branch.as_deref();
    let command = format!("copydesk push {}", branch.unwrap_or_default());
    let pushing = PushCommand {
        command: command.trim_end(),
        push: &|to| push(folder, to, branch, &control),
        fork_help: &|| fork_help(folder, &control),
    };
    let fork = args.fork.as_ref().map(|fork| fork.as_deref());
    remote::say_pushed(&pushing.run(remote::destination(args.remote.as_deref(), fork))?);
    Ok(CLEAN)
}
