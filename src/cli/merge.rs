use std::path::PathBuf;

use super::{CLEAN, CliContext, CliError, FAILED, PROBLEMS, say, say_error};
use crate::desk::{MergedFile, conflicted_files, merge_conflicted_file};

/// Merge files with conflicts by section and item: exit 0 resolved, 1 conflicts are left.
///
/// Files are merged again from the three versions that git has. A file without remaining conflicts is marked as
/// resolved.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files with conflicts, by default all Markdown files with conflicts.
    files: Vec<PathBuf>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let files = if args.files.is_empty() {
        let all = conflicted_files(&context.directory)?;
        let drafts: Vec<PathBuf> = all.into_iter().filter(|path| is_markdown(path)).collect();
        if drafts.is_empty() {
            say("no draft is in conflict");
        }
        drafts
    } else {
        args.files.iter().map(|file| context.directory.join(file)).collect()
    };
    let mut code = CLEAN;
    for file in files {
        let name = context.shown(&file);
        match merge_conflicted_file(&file) {
            Ok(merged) => {
                say(&message(&name, &merged));
                code = code.max(if merged.conflicts == 0 { CLEAN } else { PROBLEMS });
            }
            Err(error) => {
                say_error(&error.to_string());
                code = FAILED;
            }
        }
    }
    Ok(code)
}

fn is_markdown(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

fn message(name: &str, merged: &MergedFile) -> String {
    let mut message = match merged.conflicts {
        0 => format!("{name}: merged, and marked as resolved"),
        1 => {
            format!("{name}: one conflict is left; resolve it at its markers, then run `git add` on the file")
        }
        n => format!(
            "{name}: {n} conflicts are left; resolve them at their markers, then run `git add` on the file"
        ),
    };
    if let Some(why) = &merged.by_lines {
        message.push_str(&format!(" (merged by lines: {why})"));
    }
    if let Some(backup) = &merged.backup {
        message.push_str(&format!("; the previous text is kept in {}", backup.display()));
    }
    message
}
