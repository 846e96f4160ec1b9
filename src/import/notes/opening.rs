//! The text before the first part: the day, the video, the address of the notes.

use super::clean::plain;
use super::date::{date_in, date_of_file, weekday_in, weekday_name};
use super::lines::{Line, head, is_space, tail};
use super::links::links;
use super::sections::Section;
use super::{Dated, Link, MeetingNotes};
use crate::text::address::Address;

/// The number of lines that are read of the opening.
const LINES: usize = 400;

pub(super) fn read(section: &Section<'_>, notes: &mut MeetingNotes) {
    let lines = || section.lines().take(LINES).filter(|line| !line.is_blank());
    notes.date = day(&lines().collect::<Vec<_>>());
    for line in lines() {
        let lower = line.raw.to_lowercase();
        let (key, _) = lower.split_once(':').unwrap_or_default();
        let (mut end, mut is_of_another) = (0, false);
        for link in links(line.raw).filter(|link| !link.is_image && !link.address.is_empty()) {
            is_of_another =
                is_of_another_meeting(&line.raw[end..link.start], link.label).unwrap_or(is_of_another);
            end = link.end;
            if is_of_another {
                continue;
            }
            let label = link.label.map(plain);
            let address = address(link.address);
            let is_youtube = is_of_youtube(&address);
            let is_video = (lower.contains("video") || is_youtube) && !is_notes(&address);
            let says = |word: &str| label.as_deref().is_some_and(|label| label.to_lowercase().contains(word));
            let named =
                says("notes") || matches!(key.trim(), "notes" | "permalink" | "source" | "canonical_url");
            let found = Link { label, address, line: line.number };
            if is_video && (notes.video.is_none() || is_youtube && !has_youtube(notes)) {
                notes.video = Some(found);
            } else if notes.notes.is_none() && (named || lower.contains("notes") && is_notes(&found.address))
            {
                notes.notes = Some(found);
            }
        }
    }
    let in_address = notes.notes.as_ref().and_then(|link| date_of_file(&link.address));
    if let (Some(date), Some(in_address)) = (&mut notes.date, in_address)
        && date.day != in_address
    {
        date.doubt.get_or_insert_with(|| format!("the address of the notes says {in_address}"));
    }
}

/// True if a link belongs to another meeting, judging by the words before it and by its label. `None` if
/// these words are about neither.
fn is_of_another_meeting(before: &str, label: Option<&str>) -> Option<bool> {
    let before = tail(before, 200).to_lowercase();
    let label = head(label.unwrap_or_default(), 100).to_lowercase();
    let mut is_other = None;
    for sentence in before.split(". ").flat_map(|part| part.split(['!', '?', ';', '|'])).chain([&*label]) {
        let mut words = sentence.split(|c: char| !c.is_alphanumeric());
        let says = |known: &[&str]| words.clone().any(|word| known.contains(&word));
        if says(&["this", "today"]) {
            is_other = Some(false);
        } else if says(&["last", "previous", "prior", "earlier", "next"]) {
            is_other = Some(true);
        } else if words.any(|word| word.starts_with("video") || matches!(word, "recording" | "notes")) {
            is_other = is_other.filter(|_| sentence == label).or(Some(false));
        }
    }
    is_other
}

fn has_youtube(notes: &MeetingNotes) -> bool {
    notes.video.as_ref().is_some_and(|video| is_of_youtube(&video.address))
}

fn is_at(address: &str, hosts: &[&str]) -> bool {
    Address::new(address).is_some_and(|address| hosts.iter().any(|host| address.is_at(host)))
}

fn is_of_youtube(address: &str) -> bool {
    is_at(address, &["youtu.be", "youtube.com", "m.youtube.com"])
}

/// True for an address where notes are kept.
fn is_notes(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    is_at(address, &["docs.google.com", "hackmd.io"]) || path.ends_with(".md")
}

/// Removes the backslashes that exports put into addresses, and escapes what Liquid would run.
pub(super) fn address(text: &str) -> String {
    let mut address = if text.contains('\\') { text.replace('\\', "") } else { text.to_owned() };
    while address.contains("{{") {
        address = address.replace("{{", "%7B{");
    }
    if address.contains("{%") { address.replace("{%", "%7B%") } else { address }
}

/// Returns the day of the meeting: from the front matter, the title, or a line that is not about
/// another meeting.
fn day(lines: &[Line<'_>]) -> Option<Dated> {
    let is_front = lines.first().is_some_and(|line| line.text() == "---");
    let front = lines.iter().skip(1).take_while(|line| is_front && line.text() != "---");
    // Include both fences.
    let end = if is_front { front.clone().count() + 2 } else { 0 };
    let body = lines.get(end..).unwrap_or_default();
    let key = |line: &&Line<'_>| line.raw.starts_with("date:") || line.raw.starts_with("title:");
    let title = |line: &&Line<'_>| {
        let peeled = line.peeled();
        (peeled.hashes == 1 || peeled.is_bold || line.number < 3) && !is_of_another(line)
    };
    let usual = |line: &&Line<'_>| line.text().len() < 120 && !is_of_another(line);
    let front = front.filter(key).find_map(dated);
    let titled = body.iter().filter(title).find_map(dated);
    let mut day = front.clone().or(titled.clone()).or_else(|| body.iter().filter(usual).find_map(dated))?;
    if let (Some(front), Some(titled)) = (front, titled)
        && front.day != titled.day
    {
        day.doubt = Some(format!("the title in line {} says {}", titled.line, titled.day));
    }
    Some(day)
}

/// The day in a line, with a doubt if the line names another weekday.
fn dated(line: &Line<'_>) -> Option<Dated> {
    let text = plain(line.text());
    let day = date_in(&text)?;
    let named = weekday_in(&text).filter(|weekday| *weekday != day.weekday());
    let doubt = named.map(|named| {
        format!("the line says {}, and the day is a {}", weekday_name(named), weekday_name(day.weekday()))
    });
    Some(Dated { day, line: line.number, doubt })
}

fn is_of_another(line: &Line<'_>) -> bool {
    let lower = line.raw.to_lowercase();
    let says = |word: &str| lower.split(|c: char| is_space(c) || c.is_ascii_punctuation()).any(|w| w == word);
    says("next") || says("no") || says("will")
}

/// The day in the wrap-up.
pub(super) fn next_meeting(section: &Section<'_>) -> Option<Dated> {
    let named = |line: Line<'_>| {
        if !line.raw.contains("ext") && !line.raw.contains("EXT") {
            return None;
        }
        // The line may mention this meeting first.
        let text = plain(line.text());
        let after = text.to_ascii_lowercase().find("next")?;
        let day = date_in(&text[after..]).or_else(|| date_in(&text))?;
        Some(Dated { day, line: line.number, doubt: None })
    };
    section.lines().take(LINES).find_map(named)
}
