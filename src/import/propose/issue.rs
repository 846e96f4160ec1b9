//! Carries over from the previous issue: future events and recurring images.

use std::collections::HashSet;

use jiff::civil::Date;

use super::Places;
use super::events::{self, EventForm};
use crate::draft::Draft;
use crate::import::candidate::{Candidate, Change, Proposal, TargetState};
use crate::outline::{Outline, Role, Slot};
use crate::profile::Profile;
use crate::text::address::Address;
use crate::text::{Edits, Span};

/// An issue with its day.
#[derive(Clone, Copy, Debug)]
pub struct Issue<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub date: Date,
}

/// The image files of the newsletter, by the destinations that name them in the draft.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "it holds functions")]
pub struct ImageFiles<'a> {
    pub exists: &'a dyn Fn(&str) -> bool,
    /// True in this issue's image folder, the only one that images are copied to.
    pub is_own: &'a dyn Fn(&str) -> bool,
}

/// Proposes what the previous issue has: events that are still ahead, and recurring images under
/// this week's names.
pub fn from_issue(
    previous: Issue<'_>,
    this: Issue<'_>,
    profile: &Profile,
    images: ImageFiles<'_>,
) -> Proposal {
    let mut places = Places::new(this.draft, this.outline, profile);
    places.date = Some(this.date);
    propose_future_events(&mut places, previous, this.date, images);
    recurring_images(&mut places, previous, this.date, images);
    places.proposal
}

fn propose_future_events(places: &mut Places<'_>, previous: Issue<'_>, date: Date, images: ImageFiles<'_>) {
    let Some(section) = events::section(places) else { return };
    let spec = &places.outline.sections[section].id;
    let slots =
        previous.outline.slots.iter().filter(|slot| previous.outline.sections[slot.section].id == *spec);
    let mut ahead: Vec<(&Slot, (Date, Date))> = slots
        .filter_map(|slot| Some((slot, slot.dates(Some(previous.date))?)))
        .filter(|(_, (_, end))| *end >= date)
        .collect();
    ahead.sort_by_key(|(_, (start, _))| *start);
    for (slot, dates) in ahead {
        let text = previous.draft.slice(slot.span).trim_end();
        let (text, files) = with_date(text, previous, date, places.profile, images);
        let missing = missing_image(&text, &files, images);
        let bare = text.trim_start_matches(['*', '-', '+', ' ']);
        let first = pages(previous.draft, std::slice::from_ref(slot)).next();
        let known = places.outline.slots_of(section).iter().find(|own| match &first {
            Some(first) => pages(places.draft, std::slice::from_ref(own)).any(|page| page == *first),
            None => places.draft.slice(own.span).contains(bare),
        });
        let name = slot.fields.iter().find(|field| field.role == Role::Name);
        let name = name.map_or(slot.title.as_str(), |field| field.value(previous.draft));
        let what = format!("{name} on {}", events::dates(dates.0, dates.1));
        let form = EventForm::from_slot(slot);
        let text = match form {
            EventForm::Item => format!("* {}", text.trim_start_matches(['*', '-', '+', ' '])),
            EventForm::Story => text,
        };
        let mut candidate = events::place(places, section, &text, dates, form, what, None);
        candidate.files = files;
        candidate.doubt = missing.map(|name| format!("its image {name} does not exist"));
        if let Some(year) = other_year(&text, dates) {
            candidate.doubt = Some(format!("it names {year}"));
        }
        if let Some(known) = known {
            candidate.current = places.draft.slice(known.span).trim_end().to_owned();
            candidate.target = if known.days.is_empty() || known.dates(Some(date)) == Some(dates) {
                TargetState::Same
            } else {
                let text = places.draft.with_newlines(&candidate.text);
                let end = known.span.start + candidate.current.len();
                candidate.change = Change::Edits(Edits::replace(Span::new(known.span.start, end), text));
                TargetState::Written
            };
        }
        places.proposal.candidates.push(candidate);
    }
}

/// The year in a text, if it differs from that of its days.
fn other_year(text: &str, (first, last): (Date, Date)) -> Option<i16> {
    let years = || {
        let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
        words.filter_map(|word| word.parse::<i16>().ok()).filter(|year| (2000..2100).contains(year))
    };
    let is_own = |year: i16| (first.year()..=last.year()).contains(&year);
    years().next().filter(|_| !years().any(is_own))
}

/// An image of a text that does not exist and is not copied.
fn missing_image(text: &str, files: &[(String, String)], images: ImageFiles<'_>) -> Option<String> {
    let part = Draft::parse(text);
    let mut names = part.images().map(|image| part.slice(image.dest)).filter(|name| !name.contains("://"));
    let missing = names.find(|name| !(images.exists)(name) && !files.iter().any(|(_, to)| to == name));
    missing.map(str::to_owned)
}

/// The pages that slots link to.
fn pages<'a>(draft: &'a Draft, slots: &'a [Slot]) -> impl Iterator<Item = crate::text::address::Page> + 'a {
    let is_in = |at: crate::text::Span| slots.iter().any(|slot| slot.span.contains(at));
    let links = draft.links().filter(move |link| is_in(link.span));
    links.filter_map(|link| Some(Address::new(draft.slice(link.dest))?.page()))
}

/// Images that this draft refers to, that do not exist, and that the previous issue has under its
/// day. A story has an image of its own, unless the profile says that every issue may show it.
fn recurring_images(places: &mut Places<'_>, previous: Issue<'_>, date: Date, images: ImageFiles<'_>) {
    let mut seen = HashSet::new();
    for image in places.draft.images() {
        let dest = places.draft.slice(image.dest);
        if (images.exists)(dest) || !seen.insert(dest) {
            continue;
        }
        let name = dest.rsplit('/').next().unwrap_or(dest);
        if places.outline.is_image_of_story(image.dest) && !places.profile.images.is_standing(name) {
            continue;
        }
        let mut before = previous.draft.images().map(|image| previous.draft.slice(image.dest));
        let before = before.find(|before| *before != dest && dated(before, previous.date, date) == dest);
        let Some(from) = before.filter(|from| (images.exists)(from)).map(str::to_owned) else { continue };
        if !(images.is_own)(dest) {
            places.missing(format!(
                "the image {dest}: it is not copied from {from}, because it is outside of this issue's image folder"
            ));
            continue;
        }
        let section = places.outline.section_at(image.dest.start);
        let title = section.map_or("", |section| places.outline.sections[section].title.as_str());
        places.proposal.candidates.push(Candidate {
            what: format!("the image {name}, as in the previous issue"),
            place: title.to_owned(),
            line: None,
            current: String::new(),
            text: dest.to_owned(),
            target: TargetState::Open,
            doubt: None,
            files: vec![(from, dest.to_owned())],
            change: Change::Edits(Edits::default()),
        });
    }
}

/// Changes a reference of one day's issue into one of another day's.
fn dated(text: &str, from: Date, to: Date) -> String {
    let day = |date: Date| date.strftime("%Y%m%d").to_string();
    text.replace(&day(from), &day(to))
}

/// Renames the images of a text for this week, and returns the files to copy. An image that can't be copied
/// keeps its name, so that the text never names a file that does not exist.
fn with_date(
    text: &str,
    previous: Issue<'_>,
    date: Date,
    profile: &Profile,
    images: ImageFiles<'_>,
) -> (String, Vec<(String, String)>) {
    let part = Draft::parse(text);
    let mut files = Vec::new();
    let mut edits = Vec::new();
    for image in part.images() {
        let old = part.slice(image.dest);
        let new = dated(old, previous.date, date);
        let is_local = profile.files.assets.is_some() && !old.contains("://");
        let is_there = (images.exists)(&new);
        if is_local && new != old && (images.exists)(old) && (is_there || (images.is_own)(&new)) {
            edits.push(crate::text::Edit { span: image.dest, text: new.clone() });
            if !is_there {
                files.push((old.to_owned(), new));
            }
        }
    }
    (Edits::new(edits).unwrap_or_default().apply(text), files)
}
