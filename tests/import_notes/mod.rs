//! The notes of real meetings: each field as the reader reads it, against what a plain search finds.
//!
//! `cargo nextest run --test runner --no-capture fields_of_real_notes` prints the table.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod dates;
mod escapes;
mod forms;
mod lost;
mod people;
mod releases;
mod reviewed;
mod search;
mod words;

use std::path::PathBuf;

use crate::support::properties::notes::grammar;
use copydesk::import::notes::{self, Library, MeetingNotes, Person};
use search::{Plain, search};

struct File {
    name: String,
    text: String,
    notes: MeetingNotes,
}

/// The notes of the shared corpus and the two seeds; none where they are not there.
fn files() -> Vec<File> {
    let inside = |folder: Option<PathBuf>| {
        let entries = folder.map(|folder| std::fs::read_dir(folder).unwrap());
        entries.into_iter().flatten().map(|entry| entry.unwrap().path())
    };
    let mut paths = Vec::new();
    for year in 2019..2024 {
        paths.extend(inside(crate::support::require::corpus(&format!("meetings/{year}"))));
    }
    paths.extend(inside(crate::support::require::seeds()).filter(|path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("000_") || name.starts_with("001_")
    }));
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let notes = notes::read(&text, grammar()).unwrap_or_else(|refusal| panic!("{name}: {refusal}")).value;
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

/// Whole handles as they were read, but for the `@`.
fn people(people: &[Person]) -> String {
    let handle = |person: &Person| person.handle.trim_start_matches('@').to_lowercase().replace(' ', "·");
    people.iter().map(handle).collect::<Vec<_>>().join(" ")
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
        "stable release",
        |plain| plain.stable.clone().unwrap_or_default(),
        |notes| notes.state.stable.as_ref().map(|release| release.version.clone()).unwrap_or_default(),
    ),
    (
        "pre-release",
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

/// How many documents have a field, and which ones differ from what the search finds: as looked into,
/// in each of them the reader is right.
const READ: [(&str, usize, &str); 10] = [
    // A month cut short, and a comma in the middle.
    ("date", 252, "2021-08-23 2023-09-25"),
    // The address without a link.
    ("video", 251, "2019-01-14"),
    // Titles with “Community”, items without a bullet or a blank after it, or with words before the link.
    ("new libraries", 128, "2021-01-04 2021-04-12 2023-01-09 2023-01-17 2023-04-10"),
    // A link to the report, which is none; two blanks after a bullet; and what is new.
    ("updated libraries", 217, "2021-01-25 2022-09-12 2023-01-09 2023-01-17"),
    ("downloads", 58, ""),
    // Packages without a name before them.
    ("most loaded", 58, "2022-11-07 2022-11-14 2022-11-21 2022-11-28"),
    // The second and the third of a line, two numbers only, “CircuitPython” in the middle of a line.
    ("stable release", 90, "2022-03-21 2023-02-06 2023-11-20"),
    ("pre-release", 112, "2020-09-21 2020-11-23 2021-06-07 2022-04-04 2022-05-23 2023-04-03 2023-05-30"),
    // Names without an `@`, slips in time codes, titles with a remark; a remark behind the handle is
    // none of it; who is thanked at the beginning of a line, or is to read something out, is not reported.
    (
        "hug reports",
        257,
        "2019-03-04 2019-03-25 2019-07-22 2019-08-26 2019-09-03 2019-10-21 2020-02-10 2020-06-15 2020-07-13 \
         2020-07-20 2020-07-27 2020-10-26 2020-11-02 2021-02-16 2021-02-22 2021-03-01 2021-04-26 2021-08-09 \
         2021-12-27 2022-01-24 2022-01-31 2022-08-01 2023-01-23 2023-01-30 2023-04-03 2023-07-17 \
         001_acb4a9e5d3f2152b",
    ),
    // The same, and who talks in the weeds.
    (
        "status updates",
        257,
        "2019-01-28 2019-03-11 2019-05-13 2019-06-03 2019-07-22 2019-09-03 2019-10-28 2020-01-13 2020-01-27 \
         2020-02-10 2020-06-15 2020-07-13 2020-07-27 2020-11-02 2020-11-23 2020-11-30 2021-01-25 2021-02-16 \
         2021-02-22 2021-04-05 2021-04-12 2021-04-26 2021-05-17 2022-01-24 2022-04-18 2023-01-23 2023-08-21 \
         001_acb4a9e5d3f2152b",
    ),
];

/// How many documents have a field, and how many may differ. The search counts the headings and the
/// time codes of the news, but many tell it in paragraphs and lists.
const COUNTED: [(&str, usize, usize); 2] = [("boards of Blinka", 208, 0), ("news items", 250, 115)];

#[test]
fn fields_of_real_notes_are_read() {
    let files = files();
    if files.is_empty() {
        return;
    }
    assert_eq!(files.len(), 257);
    let plain: Vec<Plain> = files.iter().map(|file| search(&file.text)).collect();
    print_table(&files, &plain);
    // How many have it, and who differs.
    let compared = |name: &str| {
        let (_, found, read) = FIELDS.iter().find(|(field, ..)| *field == name).unwrap();
        let pairs = files.iter().zip(&plain);
        let reads = pairs.clone().filter(|(file, _)| !read(&file.notes).is_empty()).count();
        let differing = pairs.filter(|(file, plain)| found(plain) != read(&file.notes));
        (reads, differing.map(|(file, _)| file.name.as_str()).collect::<Vec<_>>())
    };
    for (name, least, known) in READ {
        let (reads, mut differing) = compared(name);
        differing.retain(|file| !known.split_whitespace().any(|known| known == *file));
        assert!(
            reads >= least && differing.is_empty(),
            "{name}: {reads} read, not as searched: {differing:?}"
        );
    }
    for (name, least, most) in COUNTED {
        let (reads, differing) = compared(name);
        let count = differing.len();
        assert!(reads >= least && count <= most, "{name}: {reads} read, {count} not as searched");
    }
}

/// The numbers and the links of the seed come through as they are.
#[test]
fn the_numbers_of_a_real_meeting_come_through() {
    let files = files();
    let Some(seed) = files.iter().find(|file| file.name.starts_with("001_")) else { return };
    let notes = &seed.notes;
    assert_eq!(notes.date.as_ref().unwrap().day, jiff::civil::date(2024, 5, 6));
    assert_eq!(notes.video.as_ref().unwrap().address, "https://youtu.be/APp40FUBCXQ");
    assert_eq!((notes.state.new.len(), notes.state.updated.len()), (0, 5));
    let downloads = notes.state.downloads.as_ref().unwrap();
    assert_eq!((downloads.total.value, downloads.libraries.as_ref().unwrap().value), (128_179, 326));
    let numbers: Vec<_> = downloads.top.iter().map(|one| one.downloads.value).collect();
    assert_eq!(numbers, [11508, 10645, 9969, 2792, 1676, 1417, 1202, 1078, 1066, 1028]);
    assert_eq!(notes.state.boards.as_ref().unwrap().value, 133);
    assert_eq!((notes.news.len(), notes.hugs.len(), notes.status.len()), (4, 8, 7));
    let address = |library: &Library| library.address.clone().unwrap();
    assert_eq!(address(&notes.state.updated[4]), "https://github.com/rgrizzell/CircuitPython_GT911");
}

/// Prints the table, and each difference.
fn print_table(files: &[File], plain: &[Plain]) {
    eprintln!("{} documents\n{:<20} {:>6} {:>6} {:>6}", files.len(), "field", "search", "read", "same");
    let mut differences = Vec::new();
    for (name, found, read) in FIELDS {
        let (mut searched, mut reads, mut same) = (0, 0, 0);
        for (file, plain) in files.iter().zip(plain) {
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
        eprintln!("{name:<20} {searched:>6} {reads:>6} {same:>6}");
    }
    eprintln!("{}", differences.join("\n"));
}

/// The words of one text that another has not.
fn short(text: &str, other: &str) -> String {
    let words: Vec<&str> = text.split(' ').filter(|word| !other.split(' ').any(|o| o == *word)).collect();
    if text.is_empty() { "–".into() } else { format!("{} [{}]", words.join(" "), text.split(' ').count()) }
}
