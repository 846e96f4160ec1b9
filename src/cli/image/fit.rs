use std::path::PathBuf;

use jiff::civil::Date;

use super::super::{CLEAN, CliContext, CliError, FAILED, PROBLEMS, day, say, say_error};
use super::{chosen, interruptible};
use crate::desk::{
    DeskError, Document, Fit, FitOptions, FittedImages, ImageFileError, IssueError, Originals, Workspace,
    fit_files, fit_images, save_fitted,
};
use crate::draft::Draft;
use crate::image::{Control, ImageError};

/// Fit an issue's images into the limits, in place: exit 0 all are within the limits, 1 (with --dry-run) some would
/// change, 2 some failed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Drafts, or image files of the newsletter; by default all images that the issue shows.
    paths: Vec<PathBuf>,
    /// Only print what would be done.
    #[arg(long)]
    dry_run: bool,
    /// Crop the bars of letterboxed images, too.
    #[arg(long)]
    crop: bool,
    /// Keep sources that are overwritten and not in git in `originals/` next to the image, which git
    /// ignores; by default they are kept in your state folder.
    #[arg(long)]
    keep_original: bool,
    /// The issue's date, by default the next issue's.
    #[arg(long, value_name = "DATE", value_parser = day)]
    issue: Option<Date>,
}

impl Args {
    fn options(&self) -> FitOptions {
        let originals = if self.keep_original { Originals::Beside } else { Originals::of_user() };
        FitOptions { dry_run: self.dry_run, crop_bars: self.crop, originals }
    }
}

/// The counts of a run over several drafts.
#[derive(Default)]
struct Tally {
    fitted: usize,
    right: usize,
    failed: usize,
    /// Not processed, because the user interrupted the command.
    stopped: usize,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let control = interruptible();
    let mut tally = Tally::default();
    let full: Vec<PathBuf> = args.paths.iter().map(|path| context.directory.join(path)).collect();
    let is_draft = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "md");
    for draft in full.iter().filter(is_draft) {
        let workspace = Workspace::find(draft)?;
        let document = Document::open(draft, &workspace.root)?;
        whole_draft(&workspace, &document, args, &control, &mut tally)?;
    }
    let images: Vec<PathBuf> = full.iter().filter(|path| !is_draft(path)).cloned().collect();
    if images.is_empty() && !args.paths.is_empty() {
        return Ok(end(args, &tally));
    }
    let workspace = context.workspace()?;
    let draft = chosen(context, &workspace, &workspace.listing(), args.issue);
    let document = match draft {
        Ok(choice) => Document::open(&choice.path, &workspace.root)?,
        // Images can be fitted before there is an issue.
        Err(DeskError::Issue(IssueError::NoDrafts { .. })) if !images.is_empty() && args.issue.is_none() => {
            Document { path: workspace.root.join("draft.md"), base: String::new() }
        }
        Err(error) => return Err(error.into()),
    };
    if images.is_empty() {
        whole_draft(&workspace, &document, args, &control, &mut tally)?;
    } else {
        let draft = Draft::parse(document.base.clone());
        let fitted = fit_files(&workspace, &document.path, &draft, &images, &args.options(), &control);
        save_and_report(&workspace, &document, &fitted, args, &mut tally)?;
    }
    Ok(end(args, &tally))
}

fn whole_draft(
    workspace: &Workspace,
    document: &Document,
    args: &Args,
    control: &Control,
    tally: &mut Tally,
) -> Result<(), CliError> {
    let draft = Draft::parse(document.base.clone());
    let fitted = fit_images(workspace, &document.path, &draft, None, &args.options(), control);
    save_and_report(workspace, document, &fitted, args, tally)
}

/// Saves the draft if names changed, and prints what was done.
fn save_and_report(
    workspace: &Workspace,
    document: &Document,
    fitted: &FittedImages,
    args: &Args,
    tally: &mut Tally,
) -> Result<(), CliError> {
    if !args.dry_run {
        save_fitted(workspace, document, fitted)?;
    }
    for image in &fitted.images {
        match &image.result {
            Ok(Fit::AlreadyRight) => tally.right += 1,
            Ok(Fit::Kept { summary }) => {
                tally.right += 1;
                say(&format!("{}: kept, {summary}", image.reference));
            }
            Ok(Fit::Done { summary, renamed }) => {
                tally.fitted += 1;
                say(&format!("{}: {}", image.reference, summary));
                if let Some(renamed) = renamed {
                    say(&format!("  now {}", renamed));
                }
            }
            Err(DeskError::Image(ImageFileError::Unusable { source: ImageError::Cancelled, .. })) => {
                tally.stopped += 1
            }
            Err(error) => {
                tally.failed += 1;
                say_error(&CliError::from_desk(error).to_string());
            }
        }
    }
    Ok(())
}

fn end(args: &Args, tally: &Tally) -> u8 {
    let done = if args.dry_run { "to fit" } else { "fitted" };
    let failed = match tally.failed {
        0 => String::new(),
        n => format!(", {n} could not be fitted"),
    };
    say(&format!("{} {done}, {} already right{failed}", tally.fitted, tally.right));
    if tally.stopped > 0 {
        say_error(&format!("stopped: {} more were not changed", tally.stopped));
    }
    match (tally.failed + tally.stopped, tally.fitted) {
        (1.., _) => FAILED,
        (_, 1..) if args.dry_run => PROBLEMS,
        _ => CLEAN,
    }
}
