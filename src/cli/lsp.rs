use super::{CLEAN, CliContext, CliError, PROBLEMS};
use crate::lsp::{Exit, serve};

/// Serve an editor with the language server protocol on standard input and output.
///
/// Editors start it; `copydesk help editors` has their settings.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Ignored: the server always uses standard input and output. Some editors pass it.
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(context: &CliContext, _: &Args) -> Result<u8, CliError> {
    match serve(context.now.clone()).map_err(|error| CliError::failed(error.to_string()))? {
        Exit::Clean => Ok(CLEAN),
        // The protocol defines this code.
        Exit::Early => Ok(PROBLEMS),
    }
}
