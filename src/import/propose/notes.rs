//! Meeting notes and library reports.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Places, libraries, meeting};
use crate::draft::Draft;
use crate::import::candidate::{Proposal, Question, TargetState};
use crate::import::notes::{MeetingNotes, NotesPart, Person, State};
use crate::import::releases::Release;
use crate::import::{Remark, Tone};
use crate::outline::{Outline, Role, Slot};
use crate::profile::{Profile, SlotKind};
use crate::text::{Edit, Edits, Span, Version};

/// The draft that notes are imported into, with what surrounds it.
#[derive(Clone, Copy, Debug)]
pub struct NotesContext<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub profile: &'a Profile,
    /// The newsletter's template, which has the words above lists.
    pub template: Option<(&'a Draft, &'a Outline)>,
    /// The previous issue, which shows if a version decreases.
    pub previous: Option<(&'a Draft, &'a Outline)>,
    /// The day in the name of the notes' file.
    pub file: Option<Date>,
}

impl<'a> NotesContext<'a> {
    fn places(&self) -> Places<'a> {
        let NotesContext { draft, outline, profile, template, .. } = *self;
        Places { template, ..Places::new(draft, outline, profile) }
    }
}

/// Proposes the meeting line, libraries, the blocks of the team, and releases.
pub fn from_notes(notes: &MeetingNotes, context: &NotesContext<'_>) -> Proposal {
    let mut places = context.places();
    meeting::propose(&mut places, notes, context.file);
    state(&mut places, &notes.state, context.previous);
    people(&mut places, &notes.status);
    parts(&mut places, &notes.parts);
    places.proposal
}

/// Adds a remark about the use of each part.
fn parts(places: &mut Places<'_>, parts: &[NotesPart]) {
    let Places { proposal, .. } = places;
    for (n, part) in parts.iter().enumerate() {
        let end = parts.get(n + 1).map_or(usize::MAX, |next| next.line);
        let offered = proposal.candidates.iter().filter_map(|candidate| candidate.line);
        let count = offered.filter(|line| (part.line..end).contains(line)).count();
        let asked = proposal.questions.iter().any(|question| match question {
            Question::Person { line, .. } => (part.line..end).contains(line),
            Question::Shortened { .. } => false,
        });
        let (tone, text) = match (count, part.is_known) {
            (0, true) if asked => (Tone::Unclear, format!("{} waits for an answer", part.title)),
            (0, true) => (Tone::Unused, part.title.clone()),
            (0, false) => (Tone::Unclear, format!("{} is unknown, so it is not used", part.title)),
            (1, _) => (Tone::Used, format!("{}, for one offer", part.title)),
            (count, _) => (Tone::Used, format!("{}, for {count} offers", part.title)),
        };
        proposal.remarks.push(Remark { tone, line: Some(part.line), text });
    }
}

/// Proposes the content of a library report.
pub fn from_report(report: &State, context: &NotesContext<'_>) -> Proposal {
    let mut places = context.places();
    state(&mut places, report, context.previous);
    places.proposal
}

fn state(places: &mut Places<'_>, state: &State, previous: Option<(&Draft, &Outline)>) {
    libraries::propose(places, state);
    let release = |release: &crate::import::notes::Release| {
        Some(Release {
            // Both are releases of the project, which is the newsletter's first fact.
            name: String::new(),
            version: Version::new(&release.version)?,
            date: None,
            is_prerelease: Version::new(&release.version)?.is_prerelease(),
            line: release.line,
            doubt: release.doubt.clone(),
        })
    };
    let named: Vec<Release> =
        [&state.stable, &state.next].into_iter().flatten().filter_map(release).collect();
    super::releases::propose_for_project(places, &named, previous);
}

fn people(places: &mut Places<'_>, status: &[Person]) {
    let profile = places.profile;
    // Blocks of the template without a name.
    let is_free = |slot: &&Slot| {
        slot.kind == SlotKind::People
            && profile.is_text_placeholder(&slot.title.to_lowercase())
            && slot.state() == crate::outline::SlotState::Empty
    };
    let mut unknown: Vec<&Person> = Vec::new();
    // Two reports of one person go to one block.
    let mut blocks: Vec<(&String, String, usize)> = Vec::new();
    for person in status.iter().filter(|person| !person.text.is_empty()) {
        let text = without_labels(&person.text);
        let people = &profile.import.people;
        let called = |name: &str| {
            people.values().find(|own| own.as_ref().is_some_and(|own| own.to_lowercase() == name))
        };
        match names(person).find_map(|name| people.get(&name).or_else(|| called(&name))) {
            None => unknown.push(person),
            // The profile says that this person has no block.
            Some(None) => {}
            Some(Some(name)) => match blocks.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, known, _)) => *known = format!("{known}\n\n{text}"),
                None => blocks.push((name, text, person.line)),
            },
        }
    }
    let mut free = places.outline.slots.iter().filter(is_free);
    for (name, text, line) in &blocks {
        let is_theirs =
            |slot: &&Slot| slot.kind == SlotKind::People && slot.title.trim_end_matches([':', '!']) == *name;
        let theirs = places.outline.slots.iter().find(is_theirs);
        let Some(slot) = theirs.or_else(|| free.next()) else {
            block(places, name, text, *line);
            continue;
        };
        let of = |role: Role| slot.fields.iter().find(|own| own.role == role);
        let own_name = of(Role::Name).filter(|_| theirs.is_none());
        let values = [own_name.zip(Some(name.as_str())), of(Role::Text).zip(Some(text.as_str()))];
        let values: Vec<_> = values.into_iter().flatten().collect();
        places.offer_fields(format!("update by {name}"), slot, name, Some(*line), &values);
    }
    let known: Arc<[String]> = if unknown.is_empty() { Arc::default() } else { known_names(places).into() };
    let mut asked = HashSet::new();
    for person in unknown {
        let key = names(person).next().unwrap_or_default();
        if !key.is_empty() && asked.insert(key.clone()) {
            let question = Question::Person {
                handle: person.handle.clone(),
                key,
                line: person.line,
                words: beginning(&person.text),
                names: known.clone(),
            };
            places.proposal.questions.push(question);
        }
    }
}

/// The first words of a text.
fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(12).collect();
    words.join(" ")
}

/// The names of blocks in the draft, then the other names in the profile.
fn known_names(places: &Places<'_>) -> Vec<String> {
    let profile = places.profile;
    let blocks = places.outline.slots.iter().filter(|slot| slot.kind == SlotKind::People);
    let blocks = blocks.map(|slot| slot.title.trim_end_matches([':', '!']).to_owned());
    let mut names: Vec<String> = Vec::new();
    for name in blocks.chain(profile.import.people.values().flatten().cloned()) {
        if !profile.is_text_placeholder(&name.to_lowercase()) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Possible names of a person, in the form of the profile: the handle, other names beside it (`Nia
/// (pixelfox)`), then the first word of the handle (`Marlo R`).
fn names(person: &Person) -> impl Iterator<Item = String> {
    let is_name = |word: &str| !word.starts_with(char::is_lowercase);
    let of_name = move |note: &&String| !note.contains(' ') || note.split(' ').all(is_name);
    let words = person.notes.iter().filter(of_name).flat_map(|note| note.split(' '));
    let first = person.handle.trim_start_matches(['@', ' ']).split(' ').take(1);
    std::iter::once(person.handle.as_str()).chain(words).chain(first).map(key_of_handle)
}

/// A handle in the form of profiles: letters and digits in lower case.
pub fn key_of_handle(handle: &str) -> String {
    handle.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Adds a block for somebody without one after the last block. It is in doubt.
fn block(places: &mut Places<'_>, name: &str, text: &str, line: usize) {
    let outline = places.outline;
    let holds_people = |section: &&crate::outline::Section| {
        let spec = places.profile.section(&section.id);
        spec.is_some_and(|spec| spec.kinds.contains(&SlotKind::People))
    };
    let Some(section) = outline.sections.iter().find(holds_people) else {
        places.missing(format!("a block for {name} in the draft"));
        return;
    };
    let last = outline.slots[section.slots.clone()].last().map(|slot| slot.span.end);
    let end = section.span.start + places.draft.slice(section.span).trim_end().len();
    let at = last.unwrap_or(end);
    let text = places.draft.with_newlines(&format!("\n\n**{name}**\n\n{text}"));
    let what = format!("update by {name}");
    places.offer(
        what,
        section.title.clone(),
        Some(line),
        Span::at(at),
        Edits::insert(at, text),
        TargetState::Open,
    );
    places.doubt(Some(format!("the draft has no block for {name}")));
}

/// Removes the marks of bold lines from a person's text: in a draft a bold line is a name.
fn without_labels(text: &str) -> String {
    let part = Draft::parse(text);
    let labels = part.blocks().iter().filter_map(|block| Some((block.span, block.label(text)?)));
    let edits = labels.map(|(span, words)| Edit { span: span.trim(text), text: words.of(text).to_owned() });
    Edits::new(edits.collect()).unwrap_or_default().apply(text)
}
