//! Asks the examples of the draft and of the last issues, as one.

use super::dated::{form_in_words, in_words, leading_date};
use super::line_form::{BelowForm, Emphasis, Lead};
use super::style::{ExampleOrigin, ItemExample, ItemStyle, ListExample};
use super::vote::{most_frequent, most_frequent_share};
use crate::profile::{Profile, SlotKind};
use crate::text::month_begun_by;

/// The examples for a new item of one section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Examples<'a> {
    /// Learnt from the draft.
    pub draft: &'a ItemStyle,
    /// Learnt from the last issues.
    pub past: &'a ItemStyle,
    /// The section's heading, normalized.
    pub heading: &'a str,
    pub kind: SlotKind,
    pub profile: &'a Profile,
}

/// The percentage of a section's items that must have a label before other items get it.
const AGREED_LABEL: usize = 80;
/// The percentage of a site's items that must have a label before the next one gets it.
const AGREED_SITE: usize = 51;

/// The percentage of a section's texts after a link that must begin with the same word if it credits the author.
const AGREED_CREDIT: usize = 60;

/// The words before an author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Credit<'t> {
    /// With the spaces around them.
    pub words: &'t str,
    /// True if the author is a link.
    pub is_linked: bool,
}

/// The words before the date of an event, and the form of the date: ` is on June 24, 2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateSentence<'t> {
    words: &'t str,
    has_year: bool,
}

/// Characters between a link and a date.
const BEFORE_DATE: [char; 8] = [' ', ',', ':', ';', '-', '–', '—', '('];

impl<'t> DateSentence<'t> {
    /// Reads the sentence after the link of an event. `None` without a month after a few words.
    fn read(tail: &'t str) -> Option<DateSentence<'t>> {
        let words = tail.trim_start();
        let is_month = |word: &str| {
            let is_name = word.len() > 2 && word.starts_with(char::is_uppercase);
            is_name && month_begun_by(word).is_some()
        };
        let mut starts = words.match_indices(' ').map(|(at, _)| at + 1).take(MOST_WORDS);
        let at = starts.find(|at| words[*at..].split(' ').next().is_some_and(is_month))?;
        let (before, date) = words.split_at(at);
        let is_sentence = before.chars().all(|c| c.is_alphabetic() || c == ' ');
        // As much as `June 24, 2026` has.
        let has_year = date
            .split_whitespace()
            .take(3)
            .any(|word| word.trim_matches(|c: char| !c.is_ascii_digit()).len() == 4);
        is_sentence.then_some(DateSentence { words: before, has_year })
    }

    /// The sentence with a date. A date that is not in ISO form is written as it is.
    pub fn written(self, date: &str) -> String {
        let format = if self.has_year { "%B %-d, %Y" } else { "%B %-d" };
        let date = in_words(date, format).unwrap_or_else(|| date.to_owned());
        if date.is_empty() { date } else { format!("{}{date}", self.words) }
    }
}

/// At most this many words are before a date.
const MOST_WORDS: usize = 4;

impl<'t> Credit<'t> {
    /// Reads the first word after a link, and the words after it.
    fn read(tail: &'t str) -> Option<Credit<'t>> {
        let words = tail.trim_start_matches([' ', ',', '-', '–', '—', '(']);
        let word = words.find(' ').filter(|len| *len > 0)?;
        let rest = words[word..].trim_start();
        let is_word = words[..word].chars().all(char::is_alphabetic) && !rest.is_empty();
        let credit = Credit { words: &tail[..tail.len() - rest.len()], is_linked: rest.starts_with('[') };
        (is_word && words.len() < tail.len()).then_some(credit)
    }
}

impl<'a> Examples<'a> {
    fn all(&self) -> impl Iterator<Item = &'a ItemExample> {
        self.draft.items.iter().chain(&self.past.items)
    }

    fn items(&self) -> impl Iterator<Item = &'a ItemExample> {
        self.all().filter(|example| example.origin == ExampleOrigin::Item)
    }

    fn is_here(&self, example: &ItemExample) -> bool {
        example.heading == self.heading
    }

    /// The most frequent value: in the section, else in its comment, else in sections of the same kind.
    pub fn vote<T: PartialEq>(&self, value: impl Fn(&'a ItemExample) -> Option<T>) -> Option<T> {
        let here = || self.items().filter(|example| self.is_here(example)).filter_map(&value);
        let shown = || self.all().filter(|example| self.is_here(example)).filter_map(&value);
        let alike = || self.items().filter(|example| example.kind == self.kind).filter_map(&value);
        most_frequent(here()).or_else(|| most_frequent(shown())).or_else(|| most_frequent(alike()))
    }

    /// The emphasis of the section's links. One link in italics may be an exception.
    pub fn emphasis(&self) -> Emphasis {
        let usual = self.vote(|example| Some(&example.form.emphasis)).cloned().unwrap_or_default();
        let count = self.items().filter(|example| example.form.emphasis == usual).count();
        match usual {
            Emphasis::Link("*" | "_") if count < 2 => Emphasis::None,
            usual => usual,
        }
    }

    /// The label before a link to a host, such as `[video] `; empty for most links.
    pub fn label(&self, host: &str) -> String {
        let is_in_brackets = |label: &str| label.is_empty() || label.starts_with(['[', '(']);
        let label = |example: &'a ItemExample| match &example.form.lead {
            Lead::Label(label) => Some(label.as_str()),
            Lead::Date(_) | Lead::Words => None,
        };
        let of_host = |example: &&ItemExample| example.host == host;
        let agreed = |share: usize, found: &mut dyn Iterator<Item = &'a str>| {
            let (label, count, total) = most_frequent_share(found)?;
            // Words before one link may be part of its sentence.
            let is_label = count > 1 || is_in_brackets(label);
            (count * 100 >= total * share && is_label).then_some(label)
        };
        let here = || self.items().filter(|example| self.is_here(example));
        let found = agreed(AGREED_SITE, &mut here().filter(of_host).filter_map(label))
            .or_else(|| agreed(AGREED_SITE, &mut self.items().filter(of_host).filter_map(label)))
            .map(str::to_owned);
        found
            .or_else(|| self.label_of_medium(host))
            .or_else(|| agreed(AGREED_LABEL, &mut here().filter_map(label)).map(str::to_owned))
            .unwrap_or_default()
    }

    /// The label of a kind of media, if the newsletter uses it.
    fn label_of_medium(&self, host: &str) -> Option<String> {
        let label = self.profile.style.label_of(host)?;
        self.labels().find(|known| known.trim().eq_ignore_ascii_case(label)).map(str::to_owned)
    }

    /// The labels without brackets that several items of the section have, such as `Film: `.
    pub fn usual_words(&self) -> Vec<&'a str> {
        let here = self.items().filter(|example| self.is_here(example));
        let mut all: Vec<&str> = here
            .filter_map(|example| match &example.form.lead {
                Lead::Label(label) if !label.is_empty() && !label.starts_with(['[', '(']) => {
                    Some(label.as_str())
                }
                _ => None,
            })
            .collect();
        all.sort_unstable();
        let repeated = all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        repeated.collect()
    }

    /// The labels that items of the newsletter have, or that a comment shows.
    pub fn labels(&self) -> impl Iterator<Item = &'a str> {
        self.all().filter_map(|example| match &example.form.lead {
            Lead::Label(label) if !label.is_empty() => Some(label.as_str()),
            _ => None,
        })
    }

    /// The words between the link and its author in items of the section, such as ` by `, if most items that
    /// have a text on the link's line have them.
    pub fn credit(&self) -> Option<Credit<'a>> {
        let here = || self.items().filter(|example| self.is_here(example));
        let read = || here().filter_map(|example| Credit::read(&example.form.tail));
        let tails = here().filter(|example| example.form.tail.contains(char::is_alphanumeric)).count();
        let (words, count, _) = most_frequent_share(read().map(|credit| credit.words))?;
        let linked = read().filter(|credit| credit.words == words && credit.is_linked).count();
        let is_agreed = count > 1 && count * 100 >= tails * AGREED_CREDIT;
        is_agreed.then_some(Credit { words, is_linked: linked * 2 > count })
    }

    /// The most frequent sentence that events of the section have with their date, in the newsletter's English, if
    /// most of them have one.
    pub fn date_sentence(&self) -> Option<DateSentence<'a>> {
        if self.kind != SlotKind::Events || !self.profile.language.is_english() {
            return None;
        }
        let here = || self.items().filter(|example| self.is_here(example));
        let texts = here().filter(|example| example.form.tail.contains(char::is_alphanumeric)).count();
        let read = || here().filter_map(|example| DateSentence::read(&example.form.tail));
        // Some events have other words, such as `opens on`, and the year is often left out.
        let (words, count, total) = most_frequent_share(read().map(|sentence| sentence.words))?;
        let has_year = most_frequent(read().map(|sentence| sentence.has_year))?;
        (count > 1 && total * 2 > texts).then_some(DateSentence { words, has_year })
    }

    /// The form of a single day in words after the link of the section's events.
    pub fn date_form(&self) -> Option<&'static str> {
        self.vote(|example| {
            let tail = example.form.tail.trim_start_matches(BEFORE_DATE);
            form_in_words(&tail[..leading_date(tail)?])
        })
    }

    /// The form of a text below the link's line, if most texts of the section are there.
    pub fn below(&self) -> Option<BelowForm> {
        let credit = self.credit();
        let has_text = |example: &ItemExample| {
            let tail = example.form.tail.as_str();
            let is_author = credit.as_ref().is_some_and(|credit| tail.starts_with(credit.words));
            example.form.separator.is_some() && !is_author
        };
        let is_below = self.vote(|example| match example.form.below {
            Some(_) => Some(true),
            None => has_text(example).then_some(false),
        });
        self.vote(|example| example.form.below.clone()).filter(|_| is_below == Some(true))
    }

    /// Lists of the last issues in sections with this heading, newest first.
    pub fn past_lists(&self) -> impl Iterator<Item = &'a ListExample> {
        self.past.lists.iter().filter(|list| list.heading == self.heading)
    }

    /// All lists, those of sections with this heading first.
    pub fn lists(&self) -> impl Iterator<Item = &'a ListExample> {
        let all = || self.draft.lists.iter().chain(&self.past.lists);
        let is_here = |list: &&ListExample| list.heading == self.heading;
        all().filter(is_here).chain(all().filter(move |list| !is_here(list)))
    }

    /// The name and the address of the organizer of earlier events below whose page an address is.
    pub fn organizer(&self, address: &str) -> Option<(String, String)> {
        let dated = || self.items().filter(|example| example.form.lead.as_date().is_some());
        let known = || dated().filter(|example| is_below(address, &example.address));
        let page = known().map(|example| plain_address(&example.address)).max_by_key(String::len)?;
        let organizer = known().filter(|example| plain_address(&example.address) == page);
        most_frequent(organizer.map(|example| (example.title.clone(), example.address.clone())))
    }
}

/// True if an address is a page below another one.
fn is_below(page: &str, site: &str) -> bool {
    let (page, site) = (plain_address(page), plain_address(site));
    !site.is_empty() && page.strip_prefix(&site).is_some_and(|rest| rest.starts_with(['/', '?', '#']))
}

/// An address without its scheme, `www.` and slashes at its end, in lower case.
fn plain_address(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_in_the_sentence_of_other_events() {
        let written = |tail: &str, date: &str| DateSentence::read(tail).map(|read| read.written(date));
        let full = written(" is on June 24, 2026 in the ferry hall", "2026-12-19");
        assert_eq!(full.as_deref(), Some("is on December 19, 2026"));
        assert_eq!(written(" is on June 24, online", "2026-12-19").as_deref(), Some("is on December 19"));
        assert_eq!(written(" is on June 24", "December 19-21").as_deref(), Some("is on December 19-21"));
        assert_eq!(written(", the week of the pier, is on June 24", "2026-12-19"), None);
        assert_eq!(written(" hums", "2026-12-19"), None);
    }

    #[test]
    fn an_event_is_below_the_page_of_its_organizer() {
        for (page, site, is_it) in [
            ("https://m.example/gulls/events/7/", "https://www.m.example/gulls/", true),
            ("https://m.example/gulls", "https://m.example/gulls/", false),
            ("https://m.example/gulls-2/events/7", "https://m.example/gulls", false),
        ] {
            assert_eq!(is_below(page, site), is_it, "{page}");
        }
    }
}
