use jiff::civil::Date;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::super::{CLEAN, CliContext, CliError, day, put};
use super::chosen;
use crate::desk::{ListedImage, list_images};
use crate::lint::{Diagnostic, ImageFact};
use crate::text::{Json, Shown, weight};

/// List an issue's images with their sizes and problems.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The issue's date, by default the next issue's.
    #[arg(long, value_name = "DATE", value_parser = day)]
    issue: Option<Date>,
    /// Print JSON: an array with an object for each image.
    #[arg(long)]
    json: bool,
}

/// An image as `--json` prints it. Unknown values are left out.
#[derive(Serialize)]
struct Entry<'a> {
    line: usize,
    reference: &'a str,
    /// `known`, `missing`, `unreadable`, or `elsewhere` for an address.
    status: &'static str,
    #[serde(flatten)]
    file: Option<File>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    problems: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct File {
    width: u32,
    height: u32,
    bytes: u64,
    frames: u32,
    format: &'static str,
}

#[derive(Serialize)]
struct Problem<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let listing = workspace.listing();
    let draft = chosen(context, &workspace, &listing, args.issue)?.path;
    let images = list_images(&workspace, &listing, &draft)?;
    let text = if args.json { json(&images) } else { table(&images) };
    put(&text);
    Ok(CLEAN)
}

fn json(images: &[ListedImage]) -> String {
    let entries: Vec<Entry<'_>> = images.iter().map(entry).collect();
    format!("{}\n", Json(&entries))
}

fn problem(problem: &Diagnostic) -> Problem<'_> {
    Problem { rule: problem.rule, severity: problem.severity.word(), message: &problem.message }
}

fn entry(image: &ListedImage) -> Entry<'_> {
    let mut entry = Entry {
        line: image.line,
        reference: &image.reference,
        status: "elsewhere",
        file: None,
        nearest: None,
        why: None,
        problems: image.problems.iter().map(problem).collect(),
    };
    match &image.fact {
        None => {}
        Some(ImageFact::Missing { nearest }) => {
            entry.status = "missing";
            entry.nearest = nearest.as_deref();
        }
        Some(ImageFact::Unreadable { why }) => {
            entry.status = "unreadable";
            entry.why = Some(why);
        }
        Some(ImageFact::Known(info)) => {
            entry.status = "known";
            entry.file = Some(File {
                width: info.width,
                height: info.height,
                bytes: info.bytes,
                frames: info.frames,
                format: info.format,
            });
        }
    }
    entry
}

const TITLES: [&str; 6] = ["line", "image", "size", "weight", "frames", "problems"];
/// True for columns with numbers, which are right-aligned.
const IS_NUMBER: [bool; 6] = [true, false, true, true, true, false];

fn table(images: &[ListedImage]) -> String {
    let mut rows = vec![TITLES.map(str::to_owned)];
    rows.extend(images.iter().map(row));
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..TITLES.len()).map(width).collect();
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let blanks = " ".repeat(widths[column] - cell.width());
            let (before, after) =
                if IS_NUMBER[column] { (blanks, String::new()) } else { (String::new(), blanks) };
            line.push_str(&format!("{before}{cell}{after}  "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn row(image: &ListedImage) -> [String; 6] {
    let (mut size, mut bytes, mut frames) = ("–".to_owned(), "–".to_owned(), "–".to_owned());
    let mut words: Vec<String> = Vec::new();
    match &image.fact {
        Some(ImageFact::Known(info)) => {
            size = format!("{}×{}", info.width, info.height);
            bytes = weight(info.bytes);
            frames = info.frames.to_string();
        }
        Some(ImageFact::Missing { nearest: Some(nearest) }) => words.push(format!("did you mean {nearest}?")),
        Some(ImageFact::Unreadable { why }) => words.push(why.clone()),
        Some(ImageFact::Missing { nearest: None }) => {}
        None => words.push("elsewhere".to_owned()),
    }
    let mut rules: Vec<&str> = image.problems.iter().map(|problem| problem.rule).collect();
    rules.dedup();
    words.splice(0..0, rules.into_iter().map(str::to_owned));
    [
        image.line.to_string(),
        Shown(&image.reference).to_string(),
        size,
        bytes,
        frames,
        Shown(&words.join(", ")).to_string(),
    ]
}
