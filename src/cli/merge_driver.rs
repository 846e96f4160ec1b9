use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use super::error::ErrorKind;
use super::{CLEAN, CliContext, CliError, PROBLEMS, say_error};
use crate::desk::{merge_driver, profile_for};
use crate::merge::Markers;

/// Merge three versions of a draft, as git's merge driver.
///
/// Git runs this command after `copydesk init --merge-driver`. Exit 0 merged, 1 conflicts are marked, 129 could not run.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The version before both changes (%O).
    base: PathBuf,
    /// Our version, which the result replaces (%A).
    ours: PathBuf,
    /// Their version (%B).
    theirs: PathBuf,
    /// The number of characters of a conflict marker (%L).
    #[arg(default_value_t = 7)]
    marker_size: usize,
    /// The file's path in the repository (%P).
    path: Option<PathBuf>,
}

/// The exit code for a driver that could not run. Git treats 2 as a conflict and would keep our side
/// without markers.
pub(super) const COULD_NOT_RUN: u8 = 129;

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    match catch_unwind(AssertUnwindSafe(|| merge(context, args))) {
        Ok(Ok(code)) => Ok(code),
        Ok(Err(error)) => Err(error.kind(ErrorKind::Driver)),
        Err(_) => Ok(COULD_NOT_RUN),
    }
}

fn merge(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let at = |path: &PathBuf| context.directory.join(path);
    let profile = profile_for(&args.path.as_ref().map_or_else(|| context.directory.clone(), at))?;
    let markers = Markers { len: args.marker_size.clamp(1, 1000), ..Markers::default() };
    let merged = merge_driver(&at(&args.base), &at(&args.ours), &at(&args.theirs), &profile, &markers)?;
    if let (Some(why), Some(path)) = (&merged.by_lines, &args.path) {
        say_error(&format!("{}: merged by lines: {why}", path.display()));
    }
    Ok(if merged.conflicts == 0 { CLEAN } else { PROBLEMS })
}
