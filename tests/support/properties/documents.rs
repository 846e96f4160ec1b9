//! What holds for any document to import.

use std::sync::LazyLock;

use copydesk::import::{calendar, clicks, decode as decoded, post, recognise, releases};
use copydesk::profile::built_in;
use copydesk::profile::grammar::Grammar;
use jiff::civil::date;

/// The grammar of the built-in profile that has one.
pub fn grammar() -> &'static Grammar {
    static GRAMMAR: LazyLock<Grammar> =
        LazyLock::new(|| built_in("circuitpython").unwrap_or_else(|error| panic!("{error}")).import.grammar);
    &GRAMMAR
}

/// Any bytes are text or refused, and text is read as it is.
pub fn decode(data: &[u8]) {
    let Ok(text) = decoded(data) else { return };
    assert!(!text.contains(['\r', '\0']) && !text.starts_with('\u{feff}'));
    assert_eq!(decoded(text.as_bytes()).as_deref(), Ok(text.as_str()));
    let _ = recognise(&text, grammar());
}

/// What is most clicked comes first, and every row is on a line of the report.
pub fn clicks(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(reading) = clicks::read(text, grammar()) else { return };
    let rows = &reading.value.rows;
    let lines = text.replace("\r\n", "\n").split(['\n', '\r']).count();
    assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row.clicks)));
    assert!(rows.iter().all(|row| (2..=lines).contains(&row.line)), "{rows:?}");
    let ranked = reading.value.ranked(|_| true);
    assert!(ranked.near.iter().all(|row| row.clicks < ranked.first[0].clicks));
}

/// Every event is within the days that were asked for, once.
pub fn calendar(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (from, to) = (date(2024, 5, 6), date(2024, 6, 2));
    let Ok(reading) = calendar::read(text, from, to, grammar()) else { return };
    for event in &reading.value {
        assert!(event.starts.date() <= to && event.last_day() >= from, "{event:?}");
        assert!(!event.name.is_empty() && !event.name.contains('\n'), "{event:?}");
    }
    for (one, other) in reading.value.iter().zip(reading.value.iter().skip(1)) {
        assert!((&one.name, &one.starts) != (&other.name, &other.starts));
    }
}

/// Any versions have one order.
pub fn releases(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(reading) = releases::read(text, grammar()) else { return };
    let versions: Vec<_> = reading.value.iter().map(|release| &release.version).take(30).collect();
    for a in &versions {
        assert_eq!(copydesk::text::Version::new(a.as_str()).as_ref(), Some(*a));
        for b in &versions {
            assert_eq!(a.cmp(b), b.cmp(a).reverse());
            for c in &versions {
                assert!(!(a <= b && b <= c) || a <= c, "{a} {b} {c}");
            }
        }
    }
}

/// A story's paragraphs are paragraphs: what is read of them is what they are.
pub fn post(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(reading) = post::read(text, grammar()) else { return };
    let post = &reading.value;
    let lines = text.replace("\r\n", "\n").split(['\n', '\r']).count();
    for part in post.title.iter().chain(&post.lead).chain(&post.paragraphs) {
        assert!(!part.text.trim().is_empty(), "{post:?}");
        assert!(part.line <= lines, "{post:?}");
    }
    assert!(post.title.iter().chain(&post.lead).all(|part| !part.text.contains('\n')), "{post:?}");
}
