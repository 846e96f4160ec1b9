//! The notes of real meetings: each field as the reader reads it, against what a plain search finds.
//!
//! `cargo nextest run --test import_notes --run-ignored all --no-capture table` prints the table.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod forms;
mod search;

use std::path::{Path, PathBuf};

use copydesk::import::notes::{self, Library, MeetingNotes, Person};
use search::{Plain, search};

struct File {
    name: String,
    text: String,
    notes: MeetingNotes,
}

/// The notes of the shared corpus and the two seeds; none where they are not there.
fn files() -> Vec<File> {
    let shared = std::env::var_os("COPYDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let mut paths = Vec::new();
    for year in 2019..2024 {
        let folder = shared.join(format!("corpus/meetings/{year}"));
        paths.extend(std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()));
    }
    let seeds =
        std::fs::read_dir(shared.join("seeds")).into_iter().flatten().map(|entry| entry.unwrap().path());
    paths.extend(seeds.filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("000_") || name.starts_with("001_")
    }));
    paths.sort();
    if paths.is_empty() {
        eprintln!("no shared notes in {}: only the project's own are read", shared.display());
    }
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let notes = notes::read(&text).unwrap_or_else(|refusal| panic!("{name}: {refusal}")).value;
        File { name, text, notes }
    };
    paths.into_iter().map(read).collect()
}

/// A field: what the search finds and what the reader reads, as text.
type Field = (&'static str, fn(&Plain) -> String, fn(&MeetingNotes) -> String);

fn addresses(libraries: &[Library]) -> String {
    let addresses = libraries.iter().filter_map(|library| library.address.as_deref());
    addresses.collect::<Vec<_>>().join(" ")
}

fn people(people: &[Person]) -> String {
    let first = |handle: &str| {
        let name = handle.trim_start_matches('@');
        let end = name.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(name.len());
        name[..end].to_owned()
    };
    people.iter().map(|person| first(&person.handle)).collect::<Vec<_>>().join(" ")
}

fn month(day: &jiff::civil::Date) -> String {
    let names = "January February March April May June July August September October November December";
    let name = names.split(' ').nth(usize::try_from(day.month()).unwrap() - 1).unwrap();
    format!("{name} {} {}", day.day(), day.year())
}

const FIELDS: [Field; 14] = [
    (
        "date",
        |plain| plain.date.clone().unwrap_or_default(),
        |notes| notes.date.as_ref().map(|date| month(&date.day)).unwrap_or_default(),
    ),
    (
        "video",
        |plain| plain.video.clone().unwrap_or_default(),
        |notes| notes.video.as_ref().map(|video| video.address.clone()).unwrap_or_default(),
    ),
    (
        "notes' address",
        |plain| plain.notes.clone().unwrap_or_default(),
        |notes| notes.notes.as_ref().map(|link| link.address.clone()).unwrap_or_default(),
    ),
    ("new libraries", |plain| plain.new.join(" "), |notes| addresses(&notes.state.new)),
    ("updated libraries", |plain| plain.updated.join(" "), |notes| addresses(&notes.state.updated)),
    (
        "downloads",
        |plain| plain.downloads.clone().unwrap_or_default(),
        |notes| {
            let downloads = notes.state.downloads.as_ref();
            let text = downloads.map(|found| {
                let over = found.libraries.as_ref().map_or(0, |count| count.value);
                format!("{} {over}", found.total.value)
            });
            text.unwrap_or_default()
        },
    ),
    (
        "most loaded",
        |plain| plain.top.join(" "),
        |notes| {
            let top = notes.state.downloads.iter().flat_map(|downloads| &downloads.top);
            let lines = top
                .map(|one| format!("({}): {}", one.package.as_deref().unwrap_or("?"), one.downloads.value));
            lines.collect::<Vec<_>>().join(" ")
        },
    ),
    (
        "boards of Blinka",
        |plain| plain.boards.clone().unwrap_or_default(),
        |notes| notes.state.boards.as_ref().map(|count| count.written.clone()).unwrap_or_default(),
    ),
    (
        "library count",
        |plain| plain.count.clone().unwrap_or_default(),
        |notes| notes.state.libraries.sum().map(|count| count.to_string()).unwrap_or_default(),
    ),
    (
        "stable (table)",
        |plain| plain.stable.clone().unwrap_or_default(),
        |notes| notes.state.stable.as_ref().map(|release| release.version.clone()).unwrap_or_default(),
    ),
    (
        "next (table)",
        |plain| plain.next.clone().unwrap_or_default(),
        |notes| notes.state.next.as_ref().map(|release| release.version.clone()).unwrap_or_default(),
    ),
    ("news items", |plain| some(plain.news), |notes| some(notes.news.len())),
    ("hug reports", |plain| plain.hugs.join(" "), |notes| people(&notes.hugs)),
    ("status updates", |plain| plain.status.join(" "), |notes| people(&notes.status)),
];

fn some(count: usize) -> String {
    if count == 0 { String::new() } else { count.to_string() }
}

#[test]
#[ignore = "prints the table of what is read and what a plain search finds"]
fn table() {
    let files = files();
    let plain: Vec<Plain> = files.iter().map(|file| search(&file.text)).collect();
    println!("{} documents\n{:<20} {:>6} {:>6} {:>6}", files.len(), "field", "search", "read", "same");
    let mut differences = Vec::new();
    for (name, found, read) in FIELDS {
        let (mut searched, mut reads, mut same) = (0, 0, 0);
        for (file, plain) in files.iter().zip(&plain) {
            let (found, read) = (found(plain), read(&file.notes));
            searched += usize::from(!found.is_empty());
            reads += usize::from(!read.is_empty());
            same += usize::from(found == read);
            if found != read {
                differences.push(format!(
                    "{name} | {} | {} | {}",
                    file.name,
                    short(&found, &read),
                    short(&read, &found)
                ));
            }
        }
        println!("{name:<20} {searched:>6} {reads:>6} {same:>6}");
    }
    println!("{}", differences.join("\n"));
}

/// The words of one text that another has not.
fn short(text: &str, other: &str) -> String {
    let words: Vec<&str> = text.split(' ').filter(|word| !other.split(' ').any(|o| o == *word)).collect();
    if text.is_empty() { "–".into() } else { format!("{} [{}]", words.join(" "), text.split(' ').count()) }
}
