use std::path::PathBuf;

use jiff::civil::Date;

use super::super::{CLEAN, CliContext, CliError, FAILED, day, say, say_error};
use super::{chosen, file_name, interruptible};
use crate::desk::{Document, ImageImport, IssueError, import_image};
use crate::draft::Draft;

/// Fit images and put them into the issue's folder: exit 0 done, 2 some failed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Image files, in any folder.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The issue's date, by default the next issue's.
    #[arg(long, value_name = "DATE", value_parser = day)]
    issue: Option<Date>,
    /// The name without date and extension; several files are numbered.
    #[arg(long, value_name = "SLUG", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    name: Option<String>,
    /// Keep the source, too, in `originals/` next to the image.
    #[arg(long)]
    keep_original: bool,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let draft = chosen(context, &workspace, &workspace.listing(), args.issue)?.path;
    let text = Draft::parse(Document::open(&draft, &workspace.root)?.base);
    let date = workspace.issue(&draft, &text).date();
    let date = date.ok_or_else(|| IssueError::NoDate(draft.clone()))?;
    let control = interruptible();
    let mut code = CLEAN;
    for (n, file) in args.files.iter().enumerate() {
        let name = args.name.as_ref().map(|name| match args.files.len() {
            1 => name.clone(),
            _ => format!("{name}-{}", n + 1),
        });
        let wanted = ImageImport {
            source: context.directory.join(file),
            draft: draft.clone(),
            date,
            name,
            keep_original: args.keep_original,
        };
        match import_image(&workspace, &wanted, &control) {
            Ok(done) => {
                let there = if done.is_reused { ", the same image is there already" } else { "" };
                say(&format!("{}: {}{there}", file_name(&done.path), done.summary));
                say(&format!("  ![]({})", done.reference));
            }
            Err(error) => {
                say_error(&error.to_string());
                code = FAILED;
            }
        }
    }
    Ok(code)
}
