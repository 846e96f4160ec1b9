use std::path::PathBuf;

use super::{CLEAN, CliContext, CliError, FAILED, PROBLEMS, say, say_error};
use crate::desk::{MergedFile, files_in_conflict, merge_in_conflict};

/// Where git left conflicts, copydesk merges anew from the three versions that git has: by section
/// and item. What is merged without conflict is marked as settled.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files in conflict; all Markdown files in conflict where none is named.
    files: Vec<PathBuf>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let files = if args.files.is_empty() {
        let all = files_in_conflict(&context.directory)?;
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
        match merge_in_conflict(&file) {
            Ok(merged) => {
                say(&told(&name, &merged));
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
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
}

fn told(name: &str, merged: &MergedFile) -> String {
    let mut told = match merged.conflicts {
        0 => format!("{name}: merged, and marked as settled"),
        1 => format!("{name}: one conflict is left; settle it at its marks, then run `git add` on the file"),
        n => format!(
            "{name}: {n} conflicts are left; settle them at their marks, then run `git add` on the file"
        ),
    };
    if let Some(why) = &merged.by_lines {
        told.push_str(&format!(" (only lines were merged: {why})"));
    }
    if let Some(kept) = &merged.kept {
        told.push_str(&format!("; what stood there is kept in {}", kept.display()));
    }
    told
}
