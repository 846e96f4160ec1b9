//! What others wrote, from bytes to what it says: on documents of our own, and on real ones where
//! they are at hand.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use crate::support::properties::documents::{self, grammar};
use crate::support::require;

use std::path::{Path, PathBuf};

use copydesk::import::{
    Kind, Refusal, Tone, calendar, clicks, decode, is_web_page, post, recognise, releases,
};
use jiff::civil::date;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Lamp day\r\nDTSTART;VALUE=DATE:20240510\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
const CLICKS: &str = "Unique Clicks;Link;Total Clicks\r\n3;https://example.org/lamp?utm_source=mail;5\r\n2;\"https://example.org/hum\";1.234\r\n";
const RELEASES: &str = "lampos 9.0.0 2024-05-06\nlampos 9.1.0-beta.2\n";
const POST: &str = "---\ntitle: A lamp\ndate: 2024-05-06\nlink: https://example.org/lamp\n---\n\nIt hums, and so it does all the day.\n";
const NOTES: &str = "# Lamp Weekly for May 6, 2024\n\n## Hug Reports\n\nada\n\n## Status Updates\n\nada\n";
const ERROR_PAGE: &str = "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>\n";

/// What is said when a text is read as each of the kinds.
fn read_as(text: &str) -> [(Kind, Option<Refusal>); 4] {
    let (from, to) = (date(2024, 5, 6), date(2024, 6, 2));
    [
        (Kind::Events, calendar::read(text, from, to, grammar()).err()),
        (Kind::Clicks, clicks::read(text, grammar()).err()),
        (Kind::Releases, releases::read(text, grammar()).err()),
        (Kind::Post, post::read(text, grammar()).err()),
    ]
}

#[test]
fn a_document_of_another_kind_is_refused_and_its_kind_is_named() {
    let documents = [(Kind::Events, CALENDAR), (Kind::Clicks, CLICKS), (Kind::Notes, NOTES)];
    for (found, text) in documents {
        assert_eq!(recognise(text, grammar()), Some(found));
        for (wanted, refusal) in read_as(text) {
            let expected = (wanted != found).then_some(Refusal::LooksLike { wanted, found });
            assert_eq!(refusal, expected, "{text} as {wanted:?}");
        }
    }
}

#[test]
fn an_error_page_an_empty_and_a_binary_document_are_refused_as_any_kind() {
    for (kind, refusal) in read_as(ERROR_PAGE) {
        assert_eq!(refusal, Some(Refusal::WebPage(kind)));
    }
    for text in ["", " \r\n\u{feff}", "\u{feff}"] {
        assert!(read_as(text).iter().all(|(_, refusal)| *refusal == Some(Refusal::Empty)), "{text:?}");
    }
    assert!(read_as("a\0b").iter().all(|(_, refusal)| *refusal == Some(Refusal::Binary)));
}

#[test]
fn every_encoding_gives_the_same_clicks() {
    let parsed = |bytes: &[u8]| clicks::read(&decode(bytes).unwrap(), grammar()).unwrap();
    let expected = parsed(CLICKS.as_bytes());
    let rows: Vec<_> = expected.value.rows.iter().map(|row| (row.address.as_str(), row.clicks)).collect();
    assert_eq!(rows, [("https://example.org/hum", 1234), ("https://example.org/lamp", 5)]);
    let wide = |order: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
        format!("{mark}{CLICKS}").encode_utf16().flat_map(order).collect()
    };
    let forms = [
        format!("\u{feff}{CLICKS}").into_bytes(),
        wide(u16::to_le_bytes, "\u{feff}"),
        wide(u16::to_be_bytes, "\u{feff}"),
        wide(u16::to_le_bytes, ""),
        CLICKS.replace("\r\n", "\n").into_bytes(),
        CLICKS.replace(';', "\t").into_bytes(),
    ];
    for form in forms {
        assert_eq!(parsed(&form), expected);
    }
}

#[test]
fn every_document_can_be_cut_off_anywhere() {
    for text in [CALENDAR, CLICKS, RELEASES, POST, NOTES, ERROR_PAGE] {
        for end in 0..text.len() {
            if let Ok(part) = decode(&text.as_bytes()[..end]) {
                read_as(&part);
            }
        }
    }
    let whole = calendar::read(CALENDAR, date(2024, 5, 6), date(2024, 6, 2), grammar()).unwrap();
    assert_eq!(whole.value.len(), 4);
    let torn = &CALENDAR[..CALENDAR.find("RRULE").unwrap()];
    let torn = calendar::read(torn, date(2024, 5, 6), date(2024, 6, 2), grammar()).unwrap();
    assert!(torn.value.is_empty());
    assert!(torn.remarks.iter().any(|remark| remark.tone == Tone::Unclear && remark.line == Some(2)));
}

#[test]
fn a_version_lower_than_the_last_is_seen() {
    let releases = releases::read(RELEASES, grammar()).unwrap().value;
    let last = copydesk::text::Version::new("v9.1.0-beta.1").unwrap();
    let lower: Vec<_> = releases.iter().map(|release| release.version < last).collect();
    assert_eq!(lower, [true, false]);
}

fn shared() -> Option<PathBuf> {
    let (_, _) = (require::corpus("")?, require::seeds()?);
    Some(require::shared())
}

fn files(folder: PathBuf) -> Vec<PathBuf> {
    let mut folders = vec![folder];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn text(path: &Path) -> String {
    decode(&std::fs::read(path).unwrap()).unwrap_or_else(|refusal| panic!("{}: {refusal}", path.display()))
}

#[test]
fn no_real_document_is_taken_for_another_kind() {
    let Some(shared) = shared() else { return };
    let folders = [
        ("corpus/meetings", Kind::Notes, 250),
        ("corpus/drafts", Kind::Issue, 2),
        ("corpus/merge", Kind::Issue, 100),
        ("corpus/twir/content", Kind::Issue, 500),
        // Issues, some of which have the form of a post.
        ("corpus/jekyll-2018/_posts", Kind::Issue, 0),
        ("corpus/process", Kind::Post, 0),
    ];
    for (folder, kind, at_least) in folders {
        let mut known = 0;
        for path in files(shared.join(folder)) {
            if path.extension().is_none_or(|extension| extension != "md" && extension != "markdown") {
                continue;
            }
            let text = text(&path);
            assert!(!is_web_page(&text), "{}", path.display());
            let found = recognise(&text, grammar());
            assert!(found.is_none_or(|found| found == kind), "{}: {found:?}", path.display());
            known += usize::from(found.is_some());
        }
        assert!(known >= at_least, "{folder}: {known} known as {kind:?}");
    }
}

#[test]
fn a_real_post_that_was_read_wrongly_is_one_clean_story() {
    let Some(shared) = shared() else { return };
    let reading = post::read(&text(&shared.join("seeds/003_3ffbf9fc04d6b99c.txt")), grammar()).unwrap();
    let story = reading.value;
    let title = story.title.unwrap();
    assert!(title.text.starts_with("Brent’s ") && title.line == 2, "{title:?}");
    assert_eq!(story.date, Some(date(2020, 1, 7)));
    let lead = story.lead.unwrap();
    assert!(lead.text.starts_with("Hi – I’m ") && lead.text.contains(".\u{a0} "), "{lead:?}");
    assert_eq!((story.images.len(), story.images[0].line), (2, 11));
    assert_eq!(story.source.as_deref(), Some("Adafruit Industries"));
    assert_eq!(story.address.as_deref(), Some("https://ift.tt/2tDEBFy"));
    let all: String = story.paragraphs.into_iter().map(|paragraph| paragraph.text + "\n").collect();
    assert!(all.contains("🙂") && all.contains("😉"));
    for wrong in ["‚Ä", "¬", "IFTTT", "s.w.org", "![", "\\"] {
        assert!(!all.contains(wrong), "{wrong}");
    }
    assert!(reading.remarks.iter().any(|remark| remark.text.contains("Mac Roman")));
}

#[test]
fn real_posts_keep_their_links() {
    let Some(shared) = shared() else { return };
    for path in files(shared.join("corpus/jekyll-2018/_posts")) {
        let written = text(&path);
        let story = post::read(&written, grammar()).unwrap().value;
        assert!(story.title.is_some() && story.lead.is_some(), "{}", path.display());
        let read: String =
            story.lead.iter().chain(&story.paragraphs).map(|part| part.text.as_str()).collect();
        let count = |text: &str| text.matches("](http").count();
        let images = story.images.iter().flat_map(|image| image.link.iter().chain([&image.address]));
        let linked = images.filter(|address| address.starts_with("http")).count();
        assert_eq!(count(&read) + linked, count(&written), "{}", path.display());
    }
}

#[test]
fn a_document_that_is_cut_off_anywhere_is_read_or_refused() {
    for whole in [CALENDAR, CLICKS, RELEASES, POST, NOTES, ERROR_PAGE] {
        for end in 0..=whole.len() {
            for property in [
                documents::decode,
                documents::clicks,
                documents::calendar,
                documents::releases,
                documents::post,
            ] {
                property(&whole.as_bytes()[..end]);
            }
        }
    }
}
