//! Notes of a weekly meeting: Markdown that was written by hand, or exported by a word processor
//! with time codes, bold lines instead of headings, and superfluous escapes.

mod clean;
mod date;
mod escaped;
mod libraries;
pub(super) mod lines;
mod links;
pub(super) mod liquid;
mod names;
mod news;
mod opening;
mod packages;
mod people;
mod prose;
mod redirects;
mod references;
pub(super) mod releases;
pub(super) mod sections;
mod starts;
pub(super) mod state;
pub(super) mod statistics;
pub(super) mod typed;
mod unread;
mod versions;

use jiff::civil::Date;

use super::recognise::{expect, is_web_page};
use super::{Kind, Reading, Refusal, Remark};
use crate::profile::grammar::{Grammar, NotesGrammar, Part};
use crate::text::counted;
pub use date::{date_in, date_of_file};
use sections::{Section, sections};
pub use state::{Count, Downloads, Library, LibraryCount, Package, Release, State};
use typed::typed;

/// The content of the notes of one meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeetingNotes {
    pub date: Option<Dated>,
    /// The address of the notes, if they have one.
    pub notes: Option<Link>,
    pub video: Option<Link>,
    /// The day of the next meeting, if the notes have one.
    pub next_meeting: Option<Dated>,
    pub state: State,
    /// The news, without the recurring text about the newsletter.
    pub news: Vec<NewsItem>,
    pub hugs: Vec<Person>,
    pub status: Vec<Person>,
    /// The parts of the document, in order.
    pub parts: Vec<NotesPart>,
}

/// A part of the notes, by its title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotesPart {
    /// In words; `the opening` for the text before the first title.
    pub title: String,
    /// True if such parts are read.
    pub is_known: bool,
    /// The line of the title.
    pub line: usize,
}

/// A day that the document names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    pub day: Date,
    pub line: usize,
    /// Why the day may be wrong.
    pub doubt: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Such as `on YouTube`; `None` for a bare address.
    pub label: Option<String>,
    pub address: String,
    pub line: usize,
}

/// A story of the news.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewsItem {
    /// Without its time code; `None` if the story is one paragraph.
    pub title: Option<String>,
    /// Clean Markdown.
    pub body: String,
    /// The links of the title and the body, each address once.
    pub sources: Vec<Link>,
    pub line: usize,
}

/// The report or the thanks of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// As written, usually with `@`.
    pub handle: String,
    /// Remarks in brackets, such as `missing meeting`, `lurking`, `text only`.
    pub notes: Vec<String>,
    /// Clean Markdown; empty for somebody who only attended.
    pub text: String,
    pub line: usize,
}

/// Reads the notes of a meeting.
///
/// # Errors
///
/// If the text is empty, the profile has no grammar, or no part of such notes is found.
pub fn read(text: &str, grammar: &Grammar) -> Result<Reading<MeetingNotes>, Refusal> {
    if lines::trim(text).is_empty() {
        return Err(Refusal::Empty);
    }
    if is_web_page(text) {
        return Err(Refusal::WebPage(Kind::Notes));
    }
    if grammar.notes.titles.is_empty() {
        return Err(Refusal::NoGrammar(Kind::Notes));
    }
    let text = &*typed(text);
    let sections = sections(text, &grammar.notes);
    if sections.len() == 1 {
        // The kind is recognized only now: that takes as long as reading.
        expect(Kind::Notes, text, grammar)?;
        return Err(Refusal::Nothing(Kind::Notes));
    }
    let mut remarks = Vec::new();
    let mut notes = MeetingNotes::default();
    let of = |part: Part| sections.iter().filter(move |section| section.part == part);
    for section in of(Part::Opening) {
        opening::read(section, &mut notes);
    }
    for section in of(Part::WrapUp) {
        notes.next_meeting = notes.next_meeting.take().or_else(|| opening::next_meeting(section));
    }
    notes.state = statistics::read(&sections, &mut remarks);
    for section in of(Part::News) {
        news::read(section, &mut notes.news);
    }
    let index = people::NameIndex::new(&sections);
    for (part, people) in [(Part::Hugs, &mut notes.hugs), (Part::Status, &mut notes.status)] {
        for section in of(part) {
            people::read(section, &index, people, &mut remarks);
        }
    }
    notes.parts =
        sections.iter().filter(|section| !lines::trim(section.body()).is_empty()).map(part).collect();
    of(Part::Other).for_each(|section| people::report_others(section, &mut remarks));
    releases::read(&sections, &mut notes.state);
    report(&notes, &sections, &grammar.notes, &mut remarks);
    report_torn_end(text, &mut remarks);
    Ok(Reading { value: notes, remarks: sorted(remarks) })
}

fn part(section: &Section<'_>) -> NotesPart {
    let title = match section.grammar.titles.of_part(section.part) {
        Some(title) => format!("the part “{title}”"),
        None if section.part == Part::Other => format!("the part {}", unread::quoted(section.title)),
        None => "the opening".to_owned(),
    };
    NotesPart { title, is_known: section.part != Part::Other, line: section.line }
}

/// Sorts remarks by line. Those without a line are last.
pub(super) fn sorted(mut remarks: Vec<Remark>) -> Vec<Remark> {
    remarks.sort_by_key(|remark| remark.line.unwrap_or(usize::MAX));
    remarks
}

fn report(notes: &MeetingNotes, sections: &[Section<'_>], grammar: &NotesGrammar, remarks: &mut Vec<Remark>) {
    remarks.push(match (&notes.date, &notes.next_meeting) {
        (Some(date), _) => match &date.doubt {
            None => Remark::found(date.line, format!("the meeting of {}", date.day)),
            Some(doubt) => Remark::unclear(date.line, format!("the meeting of {}: {doubt}", date.day)),
        },
        (None, Some(next)) => {
            Remark::missing(format!("the day of the meeting (the next one is on {})", next.day))
        }
        (None, None) => Remark::missing("the day of the meeting"),
    });
    remarks.push(match &notes.video {
        Some(video) => Remark::found(video.line, "the video"),
        None => Remark::missing("the address of the video"),
    });
    if let Some(link) = &notes.notes {
        remarks.push(Remark::found(link.line, "the address of the notes"));
    }
    let line = |part: Part| sections.iter().find(|section| section.part == part).map(|section| section.line);
    let lists =
        [(Part::News, notes.news.len()), (Part::Hugs, notes.hugs.len()), (Part::Status, notes.status.len())];
    for (part, count) in lists {
        let (one, many) = grammar.nouns(part);
        remarks.push(match line(part) {
            Some(line) if count > 0 => Remark::found(line, counted(count, one)),
            Some(line) => Remark::unclear(line, format!("the {many} are empty")),
            None => Remark::missing(format!("the {many}")),
        });
    }
    state::report(&notes.state, &grammar.state, remarks);
}

/// Adds a remark if the document ends within a link.
pub(super) fn report_torn_end(text: &str, remarks: &mut Vec<Remark>) {
    let ends = text.ends_with('\n');
    let whole = text.trim_end_matches(lines::is_space);
    let end = lines::trim(&whole[whole.rfind('\n').map_or(0, |n| n + 1)..]);
    // A longer line is not a sentence.
    let end = lines::tail(end, 5000);
    let open = end.rfind("](").is_some_and(|at| !end[at..].contains(')'))
        || end.rfind('[').is_some_and(|at| !end[at..].contains(']') && end[at..].len() < 200 && !ends);
    let cut = !ends
        && end.rfind("http").is_some_and(|at| {
            let address = &end[at..];
            let host = address.split_once("://").map_or("", |(_, rest)| rest);
            !host.contains('/')
                && !host.contains(lines::is_space)
                && (!host.contains('.') || host.ends_with('.'))
        });
    if open || cut {
        let number = whole.bytes().filter(|b| *b == b'\n').count() + 1;
        remarks.push(Remark::unclear(number, "it ends in the middle of a link: was it cut off?"));
    }
}
