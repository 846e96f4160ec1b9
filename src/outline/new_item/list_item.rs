//! Writes a new item of a list in the form of the list's other items.

use jiff::civil::Date;

use super::dated::{iso, read_dated};
use super::examples::Examples;
use super::line_form::{DateLead, TalkForm, bullet_len, split_labels, without_bold};
use super::list_place::{ItemOrder, ListPlace, TargetSection};
use super::site_names::host_name;
use super::{AddedItem, NewItem};
use crate::draft::Draft;
use crate::outline::encode::{address, escape, link_text, one_line};
use crate::outline::{Outline, dates_in, days_in, kinds, update_count};
use crate::profile::SlotKind;
use crate::text::{Edits, Span};

/// The values of an item, as its line shows them.
#[derive(Clone, Debug, Default)]
struct LineValues {
    /// Such as `[video] `; empty for most items.
    label: String,
    title: String,
    url: String,
    text: String,
    date: String,
    place: String,
    /// The name and the address of the organizer of an event.
    organizer: Option<(String, String)>,
}

/// Adds an item to the list of a section. Its text is escaped if it would change the rest of the draft.
pub(super) fn add_list_item(
    target: &TargetSection<'_>,
    item: &NewItem,
    examples: &Examples<'_>,
) -> Option<AddedItem> {
    let values = LineValues::new(item, examples);
    let order = ItemOrder { day: values.day(target.issue), label: &values.label };
    let place = target.place(order, examples);
    let bullet = bullet(target, &place, examples);
    let (edits, span) = place.edits(target.draft, &values.line(&bullet, target.issue, examples));
    let draft = target.draft.clone().edit(&edits);
    if keeps_sections(target.outline, &Outline::new(&draft, target.profile)) {
        return Some(counted(draft, span, target));
    }
    let (edits, span) = place.edits(target.draft, &values.escaped().line(&bullet, target.issue, examples));
    Some(counted(target.draft.clone().edit(&edits), span, target))
}

/// The bullet of the item beside it, or that of earlier issues.
fn bullet(target: &TargetSection<'_>, place: &ListPlace, examples: &Examples<'_>) -> String {
    let beside = place.neighbour.map(|span| target.draft.slice(span));
    let beside = beside.and_then(|item| Some(item[..bullet_len(item)?].to_owned()));
    let found = beside.or_else(|| examples.vote(|example| Some(example.form.bullet.clone())));
    let found = found.unwrap_or_else(|| {
        let form = kinds::finder(examples.kind).row_form();
        form[..bullet_len(form).unwrap_or(0)].to_owned()
    });
    let is_first = place.neighbour.is_some_and(|neighbour| place.span.end <= neighbour.start);
    if is_first {
        return found;
    }
    // The next number of a numbered list.
    match found.split_once(['.', ')']).and_then(|(number, _)| number.parse::<u32>().ok()) {
        Some(number) => found.replacen(&number.to_string(), &number.saturating_add(1).to_string(), 1),
        None => found,
    }
}

impl ListPlace {
    /// The edits that insert an item, and its span after them.
    fn edits(&self, draft: &Draft, item: &str) -> (Edits, Span) {
        let newline = format!("\n{}", self.indent);
        let item = draft.with_newlines(&item.replace('\n', &newline));
        let before = draft.with_newlines(&self.before);
        let after = draft.with_newlines(&self.after);
        let start = self.span.start + before.len();
        let span = Span::new(start, start + item.len());
        (Edits::replace(self.span, format!("{before}{item}{after}")), span)
    }
}

/// Corrects the sentence that counts the items of the list.
fn counted(draft: Draft, span: Span, target: &TargetSection<'_>) -> AddedItem {
    let outline = Outline::new(&draft, target.profile);
    let list = outline.slots.iter().find(|slot| slot.is_list() && slot.span.contains(span));
    let edits = list.and_then(|slot| update_count(&draft, target.profile, &outline, slot));
    let Some(edits) = edits else { return AddedItem { draft, span } };
    AddedItem { span: edits.map_span(span), draft: draft.edit(&edits) }
}

fn keeps_sections(old: &Outline, new: &Outline) -> bool {
    let ids = |outline: &Outline| -> Vec<String> {
        outline.sections.iter().map(|section| format!("{} {}", section.level, section.title)).collect()
    };
    let items = |outline: &Outline| -> usize {
        outline.slots.iter().map(|slot| if slot.is_list() { slot.rows.len() } else { 1 }).sum()
    };
    ids(old) == ids(new) && items(new) >= items(old)
}

impl LineValues {
    fn new(item: &NewItem, examples: &Examples<'_>) -> LineValues {
        let (label, title) = without_known_labels(&item.title, examples);
        let (text_label, text) = without_known_labels(item.text.trim(), examples);
        let mut values = LineValues {
            label: [label, text_label].concat(),
            title: if title.is_empty() { text.to_owned() } else { title.to_owned() },
            url: item.url.clone(),
            text: if title.is_empty() { String::new() } else { one_line(text) },
            date: item.date.clone(),
            place: item.place.clone(),
            organizer: None,
        };
        if is_same_sentence(&values.text, &values.title) {
            values.text.clear();
        }
        if values.label.is_empty() {
            values.label = examples.label(&host_name(&item.url).to_ascii_lowercase());
        }
        match is_dated(examples) {
            true => values.complete_event(item, examples),
            false => values.text = event_text(&values.text, item),
        }
        values
    }

    /// Takes date and place from the text, and the organizer from earlier issues.
    fn complete_event(&mut self, item: &NewItem, examples: &Examples<'_>) {
        self.label.clear();
        if let Some(dated) = read_dated(&self.text).filter(|_| self.date.is_empty()) {
            (self.date, self.place) = (dated.date.to_owned(), dated.place.to_owned());
            self.text = String::new();
        }
        self.organizer = match item.source.is_empty() {
            false if item.source == self.title => None,
            false if item.source_url.is_empty() => Some((item.source.clone(), item.url.clone())),
            false => Some((item.source.clone(), item.source_url.clone())),
            true => examples.organizer(&self.url),
        };
    }

    /// The day by which events are in order.
    fn day(&self, issue: Option<Date>) -> Option<Date> {
        let text = if self.date.is_empty() { &self.text } else { &self.date };
        dates_in(text, issue?).map(|(first, _)| first)
    }

    /// Escapes everything in the text that Markdown may read as markup.
    fn escaped(self) -> LineValues {
        let marks = ['<', '`', '[', ']', '*', '_', '#', '~', '|'];
        let text = escape(&self.text, &marks);
        let title = escape(&self.title, &marks);
        LineValues { text, title, ..self }
    }

    fn line(&self, bullet: &str, issue: Option<Date>, examples: &Examples<'_>) -> String {
        let is_bold = examples.vote(|example| Some(example.form.is_bold)).unwrap_or(false);
        let date = is_dated(examples).then(|| DateLead::usual(examples));
        let Some(lead) = date else {
            let link = link(&self.title, &self.url, is_bold);
            return format!("{bullet}{}{link}{}", self.label, self.text_after(examples));
        };
        let lead = lead.written(&self.date, &self.place, issue);
        let talk = examples.vote(|example| example.form.talk.clone());
        match self.organizer.as_ref().zip(talk) {
            Some(((name, page), TalkForm { bullet: inner, is_bold: is_talk_bold })) => {
                let talk = link(&self.title, &self.url, is_talk_bold);
                let organizer = link(name, page, is_bold);
                format!("{bullet}{lead}{organizer}\n{inner}{talk}{}", self.text_after(examples))
            }
            None => {
                let link = link(&self.title, &self.url, is_bold);
                format!("{bullet}{lead}{link}{}", self.text_after(examples))
            }
        }
    }

    /// The text, with the characters between the link and it. Items of some kinds have none.
    fn text_after(&self, examples: &Examples<'_>) -> String {
        let learnt = examples.vote(|example| example.form.separator.as_deref());
        let usual = learnt.or_else(|| kinds::finder(examples.kind).text_separator());
        let Some(usual) = usual.filter(|_| !self.text.is_empty()) else { return String::new() };
        let separator = match self.text.chars().next() {
            // The text brings its own separator.
            Some(',' | ';' | ':' | '.' | '!' | '?') => "",
            Some('|') => {
                let before_bar = examples.vote(|example| {
                    example.form.separator.as_deref()?.split_once('|').map(|(before, _)| before)
                });
                before_bar.unwrap_or(" ")
            }
            Some('(' | '[' | '-' | '–' | '—') => " ",
            _ => usual,
        };
        format!("{separator}{}", self.text)
    }
}

/// True if the events of the section begin with their dates.
fn is_dated(examples: &Examples<'_>) -> bool {
    examples.kind == SlotKind::Events
        && examples.vote(|example| Some(example.form.lead.as_date().is_some())).unwrap_or(false)
}

impl DateLead {
    /// The usual form of date and place in the section.
    fn usual(examples: &Examples<'_>) -> DateLead {
        let lead = |value: &dyn Fn(&DateLead) -> Option<String>| {
            examples.vote(|example| example.form.lead.as_date().and_then(value))
        };
        let is_iso = examples.vote(|example| Some(example.form.lead.as_date()?.is_iso)).unwrap_or(false);
        let before_link = lead(&|lead| lead.before_place.as_ref().map(|_| lead.before_link.clone()));
        DateLead {
            is_iso,
            range: lead(&|lead| lead.range.clone()),
            before_place: lead(&|lead| lead.before_place.clone()),
            before_link: before_link
                .or_else(|| lead(&|lead| Some(lead.before_link.clone())))
                .unwrap_or_else(|| " ".to_owned()),
        }
    }

    fn written(&self, date: &str, place: &str, issue: Option<Date>) -> String {
        let range = self.range.as_deref().unwrap_or(" - ");
        let date = date.trim();
        let is_written = read_dated(date).is_some_and(|dated| dated.is_iso && dated.date == date);
        let date = match iso(date, issue, range) {
            Some(iso) if self.is_iso && !is_written => iso,
            _ => date.to_owned(),
        };
        let place = one_line(place.trim());
        let between = self.before_place.as_deref().unwrap_or(", ");
        match (date.is_empty(), place.is_empty()) {
            (true, true) => String::new(),
            (false, true) => format!("{date}{}", self.before_link),
            (true, false) => format!("{place}{}", self.before_link),
            (false, false) => format!("{date}{between}{place}{}", self.before_link),
        }
    }
}

/// True if a text names all days of `date`, which may be in any notation that [`days_in`] reads.
pub fn names_days(text: &str, date: &str) -> bool {
    let (days, named) = (days_in(date), days_in(text));
    if days.is_empty() { text.contains(date) } else { days.iter().all(|day| day.is_in(&named)) }
}

/// A text with the date and the place of an event, unless it names them.
pub(super) fn event_text(text: &str, item: &NewItem) -> String {
    let (date, place) = (item.date.trim(), item.place.trim());
    let date = if names_days(text, date) { "" } else { date };
    let place = if text.contains(place) { "" } else { place };
    [text, date, place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn is_same_sentence(one: &str, other: &str) -> bool {
    let words = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    words(one) == words(other)
}

/// Splits labels that the newsletter uses from the words after them.
fn without_known_labels<'w>(words: &'w str, examples: &Examples<'_>) -> (String, &'w str) {
    let (mut labels, rest) = split_labels(words);
    let mut end = 0;
    let known = |label: &str| {
        let has = |all: &str| all.to_lowercase().contains(&label.trim().to_lowercase());
        examples.labels().any(has)
    };
    while !labels.is_empty() {
        let close = labels.find([']', ')']).map_or(labels.len(), |at| at + 1);
        let label = &labels[..close];
        if !known(label) {
            break;
        }
        let after = labels[close..].trim_start_matches(' ');
        end = words.len() - rest.len() - after.len();
        labels = after;
    }
    // A text of labels only has no words after them.
    let trimmed = words[end..].trim();
    if end == 0 && known(words) && words.starts_with('[') && words.ends_with(']') {
        return (format!("{words} "), "");
    }
    (words[..end].to_owned(), trimmed)
}

fn link(title: &str, url: &str, is_bold: bool) -> String {
    let (title, was_bold) = without_bold(title);
    let stars = if is_bold || was_bold { "**" } else { "" };
    format!("[{stars}{}{stars}]({})", link_text(&one_line(title)), address(url))
}
