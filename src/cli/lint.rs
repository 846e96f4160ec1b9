use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::{CLEAN, FAILED, PROBLEMS, World, say_error};
use crate::desk::{Checked, DeskError, Workspace, check_file, choose};
use crate::draft::MAX_BYTES;
use crate::lint::{Report, Stage, report_text};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Drafts, folders of drafts, or - for standard input; the next draft where none is named.
    paths: Vec<String>,
    /// What to check for; without it, a draft is checked as a contribution and a post as a publication.
    #[arg(long, value_enum, value_name = "STAGE")]
    stage: Option<For>,
}

/// What a draft is checked for.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum For {
    /// What the editor can still mend is a warning.
    Contribution,
    /// What must not go out is an error.
    Publish,
}

impl Args {
    fn stage(&self) -> Option<Stage> {
        self.stage.map(|stage| match stage {
            For::Contribution => Stage::Contribution,
            For::Publish => Stage::Publish,
        })
    }
}

/// A file that was checked, or could not be.
struct Outcome {
    shown: String,
    result: Result<Checked, DeskError>,
}

pub(super) fn run(world: &World, args: &Args) -> Result<u8, DeskError> {
    let stage = args.stage();
    let mut outcomes = Vec::new();
    if args.paths.is_empty() {
        let workspace = world.workspace()?;
        let listing = workspace.listing();
        let choice = choose(&workspace, &listing, None, world.today)?;
        let shown = workspace.shown(&choice.path);
        outcomes.push(Outcome {
            shown,
            result: check_file(&workspace, &listing, Some(&choice.path), None, stage),
        });
    }
    for path in &args.paths {
        if path == "-" {
            outcomes.push(standard_input(world, stage)?);
            continue;
        }
        let full = world.directory.join(path);
        let files = if full.is_dir() { drafts_in(&full)? } else { vec![full.clone()] };
        if files.is_empty() {
            say_error(&format!("{path}: no drafts in this folder"));
        }
        for file in files {
            let workspace = Workspace::find(&file)?;
            let listing = workspace.listing();
            let shown = file.strip_prefix(&world.directory).unwrap_or(&file).display().to_string();
            outcomes
                .push(Outcome { shown, result: check_file(&workspace, &listing, Some(&file), None, stage) });
        }
    }
    Ok(print(&outcomes))
}

fn standard_input(world: &World, stage: Option<Stage>) -> Result<Outcome, DeskError> {
    let mut bytes = Vec::new();
    let shown = "<standard input>".to_owned();
    std::io::stdin()
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|source| DeskError::Read { path: PathBuf::from(&shown), source })?;
    let workspace = world.workspace()?;
    let listing = workspace.listing();
    Ok(Outcome { shown, result: check_file(&workspace, &listing, None, Some(bytes), stage) })
}

/// Every draft or issue in a folder and in those under it, by the profile's file names.
fn drafts_in(folder: &Path) -> Result<Vec<PathBuf>, DeskError> {
    let workspace = Workspace::find(folder)?;
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|source| DeskError::Read { path: folder.clone(), source })?;
        for entry in entries.flatten() {
            let path = entry.path();
            let hidden = entry.file_name().to_str().is_none_or(|name| name.starts_with('.'));
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !hidden => folders.push(path),
                Ok(_) if workspace.date_of(&path).is_some() => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

fn print(outcomes: &[Outcome]) -> u8 {
    let mut reports = Vec::new();
    let mut failed = false;
    for outcome in outcomes {
        match &outcome.result {
            Ok(checked) => {
                reports.push(Report {
                    path: &outcome.shown,
                    text: &checked.text,
                    diagnostics: &checked.diagnostics,
                });
            }
            Err(error) => {
                failed = true;
                say_error(&error.to_string());
            }
        }
    }
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().write_all(report_text(&reports).as_bytes());
    if failed {
        return FAILED;
    }
    if reports.iter().any(|report| !report.diagnostics.is_empty()) { PROBLEMS } else { CLEAN }
}
