//! Finds the columns of a click report.

use csv::{Reader, ReaderBuilder, StringRecord};

/// The columns that are read of a table whose header is at `line`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    delimiter: u8,
    /// Counted from 1.
    pub line: usize,
    pub address: usize,
    pub clicks: usize,
    /// The header of the column of clicks, in lower case.
    pub counted: &'static str,
    pub unique: Option<usize>,
}

impl Columns {
    pub fn reader<'t>(&self, text: &'t str) -> Reader<&'t [u8]> {
        reader(text, self.delimiter)
    }
}

/// Headers that services use, in lower case and without signs.
const ADDRESS: [&str; 14] = [
    "url",
    "urls",
    "link",
    "links",
    "link url",
    "link address",
    "clicked url",
    "clicked link",
    "destination",
    "destination url",
    "target url",
    "address",
    "web address",
    "href",
];

const CLICKS: [&str; 13] = [
    "total clicks",
    "clicks",
    "clicks total",
    "total clicks all",
    "all clicks",
    "total",
    "click count",
    "clicks count",
    "number of clicks",
    "times clicked",
    "total click count",
    "gross clicks",
    "clicked",
];

const UNIQUE: [&str; 10] = [
    "unique clicks",
    "clicks unique",
    "unique",
    "unique click count",
    "unique clickers",
    "unique subscribers",
    "unique recipients",
    "unique people",
    "clickers",
    "subscribers",
];

/// Lines above the header: a title, a campaign, a date.
const ABOVE: usize = 20;

pub(super) fn find(text: &str) -> Option<Columns> {
    let mut best: Option<Columns> = None;
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut reader = reader(first_lines(text), delimiter);
        let mut record = StringRecord::new();
        while reader.read_record(&mut record).unwrap_or(false) {
            let line = record.position().map_or(0, |at| at.line() as usize);
            if let Some(columns) = columns(&record, delimiter, line) {
                best = best.filter(|best| best.line <= columns.line).or(Some(columns));
                break;
            }
        }
    }
    best
}

/// True if there is a header, and an address below it.
pub(in crate::import) fn has_header(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}');
    find(head).is_some_and(|columns| head.lines().skip(columns.line).take(5).any(|row| row.contains("://")))
}

fn first_lines(text: &str) -> &str {
    let end = memchr::memchr_iter(b'\n', text.as_bytes()).take(ABOVE + 1).last();
    &text[..end.map_or(text.len(), |at| at + 1)]
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes())
}

fn columns(record: &StringRecord, delimiter: u8, line: usize) -> Option<Columns> {
    if record.len() < 2 || record.len() > 100 {
        return None;
    }
    let names: Vec<String> = record.iter().map(name).collect();
    // In the order of the known names, since "clicks" beside "total clicks" has another meaning.
    let column = |known: &[&'static str]| {
        known.iter().find_map(|known| Some((names.iter().position(|name| name == known)?, *known)))
    };
    let (address, _) = column(&ADDRESS)?;
    let unique = column(&UNIQUE);
    let (clicks, counted) = column(&CLICKS).or(unique)?;
    let unique = unique.map(|(at, _)| at).filter(|at| *at != clicks);
    Some(Columns { delimiter, line, address, clicks, counted, unique })
}

/// Lower case, with one space between words; empty for a percentage.
fn name(cell: &str) -> String {
    let lower = cell.chars().take(60).collect::<String>().to_lowercase();
    if lower.contains('%') {
        return String::new();
    }
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The address in a cell, without quotes, angle brackets or a spreadsheet formula.
pub(super) fn address(cell: &str) -> &str {
    let formula = cell.strip_prefix("=HYPERLINK(").and_then(|rest| rest.split('"').nth(1));
    formula.unwrap_or(cell).trim_matches(|c: char| c.is_whitespace() || "\"'<>".contains(c))
}
