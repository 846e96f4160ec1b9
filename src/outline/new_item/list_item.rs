//! Writes a new item of a list in the form of the list's other items.

use jiff::civil::Date;

use super::dated::{in_words, iso, read_dated};
use super::examples::Examples;
use super::line_form::{BelowForm, DateLead, Emphasis, TalkForm, bullet_len, split_labels, without_bold};
use super::list_place::{ItemOrder, ListPlace, TargetSection};
use super::site_names::host_name;
use super::story_text::links_to;
use super::{AddedItem, NewItem};
use crate::draft::{Draft, Link};
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
    /// The lines of the text.
    lines: Vec<String>,
    /// True if the text has the link, so that the item is its text.
    is_own_line: bool,
    author: String,
    author_url: String,
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
            lines: if title.is_empty() { Vec::new() } else { text.lines().map(str::to_owned).collect() },
            is_own_line: is_own_line(text, title, &item.url),
            author: item.author.clone(),
            author_url: item.author_url.clone(),
            date: item.date.clone(),
            place: item.place.clone(),
            organizer: None,
        };
        if values.is_own_line {
            values.text = one_line(text);
        }
        if !values.is_own_line && is_same_sentence(&values.text, &values.title) {
            values.text.clear();
        }
        if values.label.is_empty() {
            values.label = examples.label(&host_name(&item.url).to_ascii_lowercase());
        }
        match is_dated(examples) {
            true => values.complete_event(item, examples),
            false => values.text = event_text(&values.text, item, Some(examples)),
        }
        if values.lines.join(" ") != values.text {
            values.lines = vec![values.text.clone()];
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
        // The newsletter's events have their place after the link.
        if DateLead::usual(examples).before_place.is_none() {
            let place = std::mem::take(&mut self.place);
            let parts = [place.trim(), self.text.as_str()].into_iter().filter(|part| !part.is_empty());
            self.text = parts.collect::<Vec<_>>().join(", ");
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
        LineValues { lines: vec![text.clone()], text, title, is_own_line: false, ..self }
    }

    fn line(&self, bullet: &str, issue: Option<Date>, examples: &Examples<'_>) -> String {
        let emphasis = examples.emphasis();
        let date = is_dated(examples).then(|| DateLead::usual(examples));
        let Some(lead) = date else {
            if self.is_own_line {
                return format!("{bullet}{}{}", self.label, self.own_text(examples));
            }
            let link = link(&self.title, &self.url, &emphasis);
            let author = self.author_after(examples);
            let text = match examples.below() {
                Some(below) => self.text_below(&below),
                None => self.text_after(examples),
            };
            return format!("{bullet}{}{link}{author}{text}", self.label);
        };
        let lead = lead.written(&self.date, &self.place, issue);
        let talk = examples.vote(|example| example.form.talk.clone());
        match self.organizer.as_ref().zip(talk) {
            Some(((name, page), TalkForm { bullet: inner, is_bold })) => {
                let talk_emphasis = if is_bold { Emphasis::Title } else { Emphasis::None };
                let talk = link(&self.title, &self.url, &talk_emphasis);
                let organizer = link(name, page, &emphasis);
                format!("{bullet}{lead}{organizer}\n{inner}{talk}{}", self.text_after(examples))
            }
            None => {
                let link = link(&self.title, &self.url, &emphasis);
                format!("{bullet}{lead}{link}{}", self.text_after(examples))
            }
        }
    }

    /// The text of an item that has its link in it: its first line, and the others below it.
    fn own_text(&self, examples: &Examples<'_>) -> String {
        match (self.lines.split_first(), examples.below()) {
            (Some((first, rest)), Some(below)) if !rest.is_empty() => {
                let rest = LineValues { text: rest.join(" "), lines: rest.to_vec(), ..LineValues::default() };
                format!("{}{}", first.trim_end(), rest.text_below(&below))
            }
            _ => self.text.clone(),
        }
    }

    /// The author, with the words before it. Empty if the section's items name no author.
    fn author_after(&self, examples: &Examples<'_>) -> String {
        let Some(credit) = examples.credit().filter(|_| !self.author.is_empty()) else {
            return String::new();
        };
        let is_linked = credit.is_linked && !self.author_url.is_empty() && self.author_url != self.url;
        match is_linked {
            true => format!("{}{}", credit.words, link(&self.author, &self.author_url, &Emphasis::None)),
            false => format!("{}{}", credit.words, one_line(&self.author)),
        }
    }

    /// The text below the line of the link. Each line of a quotation and each item of a list has its mark.
    fn text_below(&self, below: &BelowForm) -> String {
        if self.text.is_empty() {
            return String::new();
        }
        let is_quote = below.mark.trim_start().starts_with('>');
        let mut lines: Vec<String> = Vec::new();
        for line in self.lines.iter().map(|line| line.trim()) {
            let item = bullet_len(line).map(|len| &line[len..]).filter(|_| !is_quote);
            let quoted = line.strip_prefix('>').map(str::trim_start).filter(|_| is_quote);
            match (lines.last_mut(), item.or(quoted)) {
                (Some(last), None) if !is_quote => {
                    last.push(' ');
                    last.push_str(line);
                }
                (_, words) => lines.push(words.unwrap_or(line).to_owned()),
            }
        }
        let marked = lines.iter().map(|line| format!("{}{line}", below.mark).trim_end().to_owned());
        format!("{}{}", "\n".repeat(below.breaks), marked.collect::<Vec<_>>().join("\n"))
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
        let in_words = examples.vote(|example| example.form.lead.as_date()?.in_words);
        let before_link = lead(&|lead| lead.before_place.as_ref().map(|_| lead.before_link.clone()));
        DateLead {
            is_iso,
            in_words,
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
            _ => {
                let form = self.in_words.filter(|_| !self.is_iso);
                form.and_then(|form| in_words(date, form)).unwrap_or_else(|| date.to_owned())
            }
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

/// A text with the date and the place of an event, unless it names them. The date is in the form of the section's
/// other events; without a text, it is in their sentence, if they have one.
pub(super) fn event_text(text: &str, item: &NewItem, examples: Option<&Examples<'_>>) -> String {
    let (date, place) = (item.date.trim(), item.place.trim());
    let sentence = || examples.filter(|_| text.is_empty())?.date_sentence();
    let formed = || in_words(date, examples?.date_form()?);
    let date = if names_days(text, date) {
        String::new()
    } else if let Some(sentence) = sentence() {
        sentence.written(date)
    } else {
        formed().unwrap_or_else(|| date.to_owned())
    };
    let place = if text.contains(place) { "" } else { place };
    [text, &date, place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

pub(super) fn is_same_sentence(one: &str, other: &str) -> bool {
    let words = |text: &str| text.trim().trim_end_matches('.').to_lowercase();
    words(one) == words(other)
}

/// Splits labels that the newsletter uses from the words after them.
fn without_known_labels<'w>(words: &'w str, examples: &Examples<'_>) -> (String, &'w str) {
    if let Some(label) = examples.usual_words().into_iter().find(|label| words.starts_with(*label)) {
        return (label.to_owned(), words[label.len()..].trim());
    }
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

/// True if a text is a whole item: it links to the item's page, and its words or those of the link are the
/// title.
fn is_own_line(text: &str, title: &str, url: &str) -> bool {
    if url.is_empty() || !links_to(text, url) {
        return false;
    }
    let draft = Draft::parse(text);
    let is_title = |link: &Link| draft.slice(link.text) == title && draft.slice(link.dest) == url;
    title.is_empty()
        || is_same_sentence(&kinds::plain(text), &kinds::plain(title))
        || draft.links().any(is_title)
}

fn link(title: &str, url: &str, emphasis: &Emphasis) -> String {
    let (title, was_bold) = without_bold(title);
    let (title, url) = (link_text(&one_line(title)), address(url));
    match emphasis {
        Emphasis::Link(marks) => format!("{marks}[{title}]({url}){marks}"),
        Emphasis::None if !was_bold => format!("[{title}]({url})"),
        Emphasis::None | Emphasis::Title => format!("[**{title}**]({url})"),
    }
}
