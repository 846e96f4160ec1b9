//! Places the events of a calendar among those of the draft, by day.

use jiff::civil::Date;

use super::Places;
use crate::draft::Draft;
use crate::import::calendar::Event;
use crate::import::candidate::{Candidate, Change, Proposal, TargetState};
use crate::import::markdown::{label, target};
use crate::import::notes::liquid::escape_liquid;
use crate::outline::{Fill, Outline, Slot, remove_slot, with_bullet_of};
use crate::profile::Profile;
use crate::text::address::{Address, without_tracking};
use crate::text::limits::IMPORT_EVENTS;
use crate::text::{Edit, Edits, grouped};

/// Proposes the events of a calendar for the issue of that day.
pub fn from_events(
    events: &[Event],
    date: Date,
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
) -> Proposal {
    let mut places = Places::new(draft, outline, profile);
    places.date = Some(date);
    let Some(section) = section(&places) else {
        places.missing("a section for events in the draft");
        return places.proposal;
    };
    let mut events: Vec<&Event> = events.iter().collect();
    events.sort_by_key(|event| event.starts.date());
    if events.len() > IMPORT_EVENTS {
        let more = grouped((events.len() - IMPORT_EVENTS) as u64);
        places
            .missing(format!("{more} more events: the first {} are offered", grouped(IMPORT_EVENTS as u64)));
        events.truncate(IMPORT_EVENTS);
    }
    let mut seen: Vec<&str> = Vec::new();
    for event in events {
        // The next occurrence of a recurring event is enough.
        if event.repeats && seen.contains(&event.name.as_str()) {
            continue;
        }
        seen.push(&event.name);
        let form = EventForm::from_section(outline, section);
        let day = days(event);
        let text = words(event, profile, form);
        let what = format!("{} on {}", event.name, dates(day.0, day.1));
        let mut candidate = place(&places, section, &text, day, form, what, Some(event.line));
        if event.address.is_none() {
            candidate.doubt = Some("the calendar has no link for it".to_owned());
        }
        let existing = existing_slots(&places, section, event);
        let is_on_that_day = |slot: &&&Slot| {
            slot.dates(Some(date)).is_none_or(|(first, last)| (first..=last).contains(&day.0))
        };
        if let Some(slot) = existing.iter().find(is_on_that_day) {
            candidate.current = draft.slice(slot.span).to_owned();
            candidate.target = TargetState::Same;
        } else if let Some((first, last)) = existing.first().and_then(|slot| slot.dates(Some(date))) {
            candidate.doubt = Some(format!("the draft has it on {}", dates(first, last)));
        }
        places.proposal.candidates.push(candidate);
    }
    places.proposal
}

/// The section for events.
pub(super) fn section(places: &Places<'_>) -> Option<usize> {
    let holds = |section: &crate::outline::Section| {
        let spec = places.profile.section(&section.id);
        spec.is_some_and(|spec| spec.kinds.iter().any(|kind| kind.has_days()))
    };
    places.outline.sections.iter().position(|section| section.known && holds(section))
}

/// The form of an event in its section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum EventForm {
    Item,
    Story,
}

impl EventForm {
    pub fn from_slot(slot: &Slot) -> Self {
        if slot.is_item() { Self::Item } else { Self::Story }
    }

    /// The form of a new event: an item where possible, since a story needs an image, which
    /// calendars do not have.
    fn from_section(outline: &Outline, section: usize) -> Self {
        let slots = outline.slots_of(section);
        if slots.is_empty() || slots.iter().any(|slot| slot.is_item()) { Self::Item } else { Self::Story }
    }

    /// The line breaks between two events.
    fn gap(self) -> &'static str {
        match self {
            Self::Item => "\n",
            Self::Story => "\n\n",
        }
    }
}

/// Places an event by its day: in an empty slot of the template, or beside the other events of the section. An empty
/// slot that is elsewhere gives way to it.
pub(super) fn place(
    places: &Places<'_>,
    section: usize,
    text: &str,
    (starts, _): (Date, Date),
    form: EventForm,
    what: String,
    line: Option<usize>,
) -> Candidate {
    let slots = SectionEvents { places, section, form };
    let text = slots.with_bullet(text);
    Candidate {
        what,
        place: places.outline.sections[section].title.clone(),
        line,
        current: String::new(),
        change: Change::Edits(slots.edits(starts, &text)),
        text,
        target: TargetState::Open,
        doubt: None,
        files: Vec::new(),
    }
}

/// The events of a section that have the same form.
struct SectionEvents<'a> {
    places: &'a Places<'a>,
    section: usize,
    form: EventForm,
}

/// What becomes of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Nobody has written anything into it, and no earlier event takes it.
    Free,
    /// An earlier event is written into it.
    Filled,
    /// It gives way to an earlier event.
    Removed,
    /// Somebody has written it.
    Written,
}

impl SectionEvents<'_> {
    fn alike(&self) -> impl DoubleEndedIterator<Item = (usize, &Slot)> {
        let start = self.places.outline.sections[self.section].slots.start;
        let slots = self.places.outline.slots_of(self.section).iter().enumerate();
        slots
            .map(move |(at, slot)| (start + at, slot))
            .filter(|(_, slot)| EventForm::from_slot(slot) == self.form)
    }

    fn fate(&self, slot: &Slot) -> Fate {
        if slot.fields.iter().any(|field| field.fill == Fill::Written) {
            return Fate::Written;
        }
        let known = self.places.proposal.candidates.iter().filter(|one| one.target != TargetState::Same);
        let changes = known.filter_map(|one| match &one.change {
            Change::Edits(edits) => Some(edits),
            Change::Item { .. } => None,
        });
        let covers = |edit: &&Edit| !edit.span.is_empty() && edit.span.contains(slot.span);
        let change = changes.flat_map(Edits::iter).find(covers);
        match change {
            Some(edit) if edit.text.trim().is_empty() => Fate::Removed,
            Some(_) => Fate::Filled,
            None => Fate::Free,
        }
    }

    /// The edits that put an event in its place.
    fn edits(&self, starts: Date, text: &str) -> Edits {
        let Places { draft, outline, date, .. } = *self.places;
        let gap = self.form.gap();
        // Events come in the order of their days, so one that fills a slot is no later than this one.
        let is_before = |slot: &Slot| match self.fate(slot) {
            Fate::Filled => true,
            Fate::Written => slot.dates(date).is_some_and(|(first, _)| first <= starts),
            Fate::Free | Fate::Removed => false,
        };
        let is_after = |slot: &Slot| {
            self.fate(slot) == Fate::Written && slot.dates(date).is_some_and(|(first, _)| first > starts)
        };
        let before = self.alike().rfind(|(_, slot)| is_before(slot));
        let after = self.alike().find(|(_, slot)| is_after(slot));
        let is_in_order = |at: usize| {
            before.is_none_or(|(before, _)| before < at) && after.is_none_or(|(after, _)| at < after)
        };
        let free = || self.alike().filter(|(_, slot)| self.fate(slot) == Fate::Free);
        if let Some((_, slot)) = free().find(|(at, _)| is_in_order(*at)) {
            return Edits::replace(slot.span, draft.with_newlines(text));
        }
        let insertion = if let Some((_, slot)) = before {
            Edits::insert(slot.span.end, draft.with_newlines(&format!("{gap}{text}")))
        } else if let Some((_, slot)) = after.or_else(|| self.alike().next()) {
            Edits::insert(slot.span.start, draft.with_newlines(&format!("{text}{gap}")))
        } else {
            let span = outline.sections[self.section].span;
            let end = outline
                .slots_of(self.section)
                .last()
                .map_or(span.start + draft.slice(span).trim_end().len(), |slot| slot.span.end);
            Edits::insert(end, draft.with_newlines(&format!("\n\n{text}")))
        };
        let removal = free().next().and_then(|(at, _)| remove_slot(draft, outline, at));
        let both = removal.and_then(|removal| insertion.clone().join(removal).ok());
        both.unwrap_or(insertion)
    }

    /// The text with the bullet of the section's other items.
    fn with_bullet(&self, text: &str) -> String {
        let item = self.alike().find(|(_, slot)| slot.is_item());
        let Some((_, item)) = item else { return text.to_owned() };
        with_bullet_of(text, self.places.draft.slice(item.span))
    }
}

/// The slots that have the event already, on any day: by its page or its name.
fn existing_slots<'o>(places: &Places<'o>, section: usize, event: &Event) -> Vec<&'o Slot> {
    let page = event.address.as_deref().and_then(Address::new).map(|address| address.page());
    let is_same_page = |slot: &Slot| {
        let links = places.draft.links().filter(|link| slot.span.contains(link.span));
        let mut pages = links.filter_map(|link| Some(Address::new(places.draft.slice(link.dest))?.page()));
        page.is_some() && pages.any(|own| Some(own) == page)
    };
    let name = event.name.to_lowercase();
    let has_name = |slot: &Slot| {
        let text = places.draft.slice(slot.span).to_lowercase();
        let mut found = text.match_indices(&name);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        found.any(|(at, _)| {
            !is_word(text[..at].chars().next_back()) && !is_word(text[at + name.len()..].chars().next())
        })
    };
    let has_page = |slot: &Slot| places.draft.links().any(|link| slot.span.contains(link.span));
    let is_it = |slot: &&Slot| {
        // Events with the same name and different pages are different.
        is_same_page(slot) || has_name(slot) && (page.is_none() || !has_page(slot))
    };
    places.outline.slots_of(section).iter().filter(is_it).collect()
}

/// The event as a list item or as a story.
fn words(event: &Event, profile: &Profile, form: EventForm) -> String {
    let (first, last) = days(event);
    let dates = dates(first, last);
    let name = match &event.address {
        Some(address) => {
            format!("[{}]({})", label(&event.name), target(&without_tracking(address)))
        }
        None => event.name.clone(),
    };
    let pattern = profile.import.event.as_deref().unwrap_or("{name}, {dates}[, {place}]");
    let text = escape_liquid(sentence(pattern, &name, &dates, event.place.as_deref()));
    match form {
        EventForm::Item => format!("* {text}"),
        EventForm::Story => format!("{}.", text.trim_end_matches('.')),
    }
}

/// Fills the form. The part in square brackets is left out if there is no place.
fn sentence(form: &str, name: &str, dates: &str, place: Option<&str>) -> String {
    let (before, rest) = form.split_once('[').unwrap_or((form, ""));
    let (optional, after) = rest.split_once(']').unwrap_or(("", rest));
    let optional = place.map(|place| optional.replace("{place}", place)).unwrap_or_default();
    format!("{before}{optional}{after}").replace("{dates}", dates).replace("{name}", name)
}

/// The days of an event. One that ends in the small hours belongs to the day before.
fn days(event: &Event) -> (Date, Date) {
    let (first, last) = (event.starts.date(), event.last_day());
    let ends = event.ends.as_ref().and_then(crate::import::calendar::When::time);
    let is_night =
        first.tomorrow().is_ok_and(|next| next == last) && ends.is_some_and(|time| time.hour() < 6);
    if is_night { (first, first) } else { (first, last) }
}

/// `June 20, 2026`, `June 20–22, 2026`, `June 30 – July 2, 2026`.
pub(super) fn dates(first: Date, last: Date) -> String {
    let year = last.year();
    if first == last {
        return format!("{}, {year}", first.strftime("%B %-d"));
    }
    if first.year() != year {
        return format!("{} – {}", first.strftime("%B %-d, %Y"), last.strftime("%B %-d, %Y"));
    }
    if first.month() == last.month() {
        return format!("{}–{}, {year}", first.strftime("%B %-d"), last.day());
    }
    format!("{} – {}, {year}", first.strftime("%B %-d"), last.strftime("%B %-d"))
}
