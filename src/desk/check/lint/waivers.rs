//! Waivers of `copydesk.yml` for files that are not there.

use std::path::{Path, PathBuf};

use crate::desk::issue::document;
use crate::desk::{DeskError, FileError, Workspace};
use crate::lint::report::FileReport;
use crate::lint::{Diagnostic, Severity, find_rule};
use crate::profile::{KeyPath, Waiver};
use crate::text::Span;

const RULE: &str = "unused-waiver";

/// The waivers of the newsletter in `folder` that are for no file: `files` are all its drafts and
/// issues. `None` where there are none, and where the folder is only a part of a newsletter. The
/// report goes by the path of the `copydesk.yml`.
///
/// # Errors
///
/// Where the profile can't be read.
pub fn waivers_without_files(
    folder: &Path,
    files: &[PathBuf],
) -> Result<Option<(PathBuf, FileReport)>, DeskError> {
    let workspace = Workspace::find(folder)?;
    let waivers = &workspace.profile.waivers;
    let absolute = crate::root::absolute(folder).map_err(|error| FileError::read(folder, error))?;
    if waivers.iter().all(|waiver| waiver.path.is_none()) || absolute != workspace.root.folder() {
        return Ok(None);
    }
    let places: Vec<String> = files.iter().filter_map(|file| workspace.place_of(file)).collect();
    let is_for_nothing = |waiver: &Waiver| {
        waiver.path.as_ref().is_some_and(|path| {
            // A page that is checked by its name only is a file too.
            let is_file = waiver.is_for_one_file() && workspace.root.is_file(Path::new(path));
            !is_file && !places.iter().any(|place| waiver.is_for(Some(place)))
        })
    };
    let numbers: Vec<usize> = (0..waivers.len()).filter(|n| is_for_nothing(&waivers[*n])).collect();
    if numbers.is_empty() {
        return Ok(None);
    }
    let path = workspace.root.join("copydesk.yml");
    let yaml = document::read(&path, &workspace.root)?;
    let problem = |n: &usize| {
        let waiver = &waivers[*n];
        let place = KeyPath::default().key("waivers").item(*n).key("path");
        let span = line_span(&yaml, place.line(&yaml).unwrap_or(1));
        let path = waiver.path.as_deref().unwrap_or_default();
        let rule =
            find_rule(&waiver.rule).map_or_else(|_| waiver.rule.clone(), |rule| rule.name().to_owned());
        let message = format!("this waives '{rule}' for {path}, and no draft or issue is there");
        Diagnostic::new(RULE, Severity::Warning, span, message).help("correct the path, or remove the waiver")
    };
    let problems: Vec<Diagnostic> = numbers.iter().take(MOST).map(problem).collect();
    Ok(Some((path.clone(), FileReport::new("copydesk.yml", &yaml, &problems))))
}

/// More of them than this are not worth the time to find their lines.
const MOST: usize = 50;

/// The words of a line, counted from 1.
fn line_span(text: &str, line: usize) -> Span {
    let mut start = 0;
    for (n, own) in text.split_inclusive('\n').enumerate() {
        if n + 1 == line {
            return Span::new(start, start + own.len()).trim(text);
        }
        start += own.len();
    }
    Span::at(text.len())
}
