//! Waivers in `copydesk.yml` for files that do not exist.

use std::path::{Path, PathBuf};

use crate::desk::issue::document;
use crate::desk::{DeskError, FileError, Workspace};
use crate::lint::report::FileReport;
use crate::lint::{Diagnostic, Severity, find_rule};
use crate::profile::{KeyPath, Waiver};
use crate::text::Span;

const RULE: &str = "unused-waiver";

/// The waivers of the newsletter in `folder` that match no file, as a report for the path of its
/// `copydesk.yml`. `files` are all drafts and issues of the newsletter. `None` if there are no such
/// waivers, or if the folder is only part of a newsletter.
///
/// # Errors
///
/// If the profile cannot be read.
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
            // A page whose name alone is checked is a file too.
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

/// The lines of at most this many waivers are looked up, because each lookup parses the file.
const MOST: usize = 50;

/// The trimmed span of a line, counted from 1.
fn line_span(text: &str, line: usize) -> Span {
    let mut start = 0;
    for (n, content) in text.split_inclusive('\n').enumerate() {
        if n + 1 == line {
            return Span::new(start, start + content.len()).trim(text);
        }
        start += content.len();
    }
    Span::at(text.len())
}
