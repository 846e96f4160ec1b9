use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use foldhash::quality::FixedState;
use jiff::civil::Date;

use super::address::{Address, Page, PageMap};
use super::names::{NamedLink, named_links};
use super::popular;
use super::values::facts_of;
use crate::draft::{BlockKind, Draft};
use crate::outline::{Fill, Input, Issue, Outline, Role, Slot, SlotState};
use crate::profile::{FactForm, IssueKey, Profile, SlotKind, parse_day};
use crate::text::{Span, Version};

/// The facts of a published issue that later issues are compared with.
#[derive(Clone, Debug)]
pub struct PastIssue {
    pub key: IssueKey,
    /// Its path in the newsletter's folder.
    pub path: String,
    /// The pages that it links to, each with the index of the section in `sections`.
    pages: PageMap<usize>,
    sections: Vec<SectionName>,
    facts: Vec<(String, String)>,
    names: Vec<NamedLink>,
    /// The keys of its front matter, in lower case.
    keys: Vec<String>,
    /// True unless its front matter and its path have different dates.
    has_one_date: bool,
    /// The page that it links to as the previous issue.
    last_issue: Option<Page>,
    /// The titles of its pages, if the newsletter names last week's popular link.
    titles: HashSet<(Page, TextKey)>,
    /// The contents of the sections that the checklist requires.
    contents: HashMap<SectionPart, TextKey>,
    /// Its title.
    title: Option<TextKey>,
    /// Its feature stories.
    features: HashSet<TextKey>,
    /// The pages that it links to only as the popular links of the previous week.
    popular: HashSet<Page>,
    /// Its headings in lower case, each with true if nothing follows it.
    headings: HashMap<String, bool>,
    /// Pairs of heading levels that skip a level.
    skips: HashSet<(u8, u8)>,
    /// The headings, in lower case, that share items with another one.
    sharing: HashSet<String>,
}

/// A section's heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SectionName {
    pub title: String,
    /// The title in lower case, for comparisons.
    pub key: String,
}

impl SectionName {
    fn new(title: &str) -> SectionName {
        SectionName { title: title.to_owned(), key: title.to_lowercase() }
    }
}

/// Returns the headings of a draft, in order.
pub(super) fn headings(draft: &Draft) -> impl Iterator<Item = Heading> + use<'_> {
    let blocks = draft.blocks();
    let mut above = None;
    blocks.iter().enumerate().filter_map(move |(n, block)| {
        let BlockKind::Heading { level, text } = block.kind else { return None };
        let next = blocks[n + 1..].iter().find(|block| !block.is_comment(draft.text()));
        let is_empty = next.is_none_or(|next| next.level().is_some_and(|below| below <= level));
        let heading = Heading { text, level, above, is_empty };
        above = Some(level);
        Some(heading)
    })
}

/// A heading and its position among the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heading {
    pub text: Span,
    pub level: u8,
    /// The level of the previous heading.
    pub above: Option<u8>,
    /// True if nothing follows before the next heading of the same or a higher level.
    pub is_empty: bool,
}

impl Heading {
    /// Returns the previous and the own level if the heading skips a level.
    pub fn skip(&self) -> Option<(u8, u8)> {
        self.above.filter(|above| self.level > above + 1).map(|above| (above, self.level))
    }
}

/// True if most of the last issues that had the heading had nothing under it.
pub(super) fn is_usually_empty(archive: &[Arc<PastIssue>], heading: &str) -> bool {
    let heading = heading.to_lowercase();
    let had: Vec<bool> = archive.iter().filter_map(|issue| issue.headings.get(&heading).copied()).collect();
    had.len() >= FEWEST && had.iter().filter(|is_empty| **is_empty).count() * 2 > had.len()
}

impl PastIssue {
    pub fn new(
        key: impl Into<IssueKey>,
        path: String,
        draft: &Draft,
        outline: &Outline,
        profile: &Profile,
    ) -> PastIssue {
        let page = |address: &str| Some(Address::new(address)?.page());
        let links = draft.links().map(|link| link.dest);
        let defined = draft.definitions().iter().map(|definition| definition.dest);
        let mut pages = PageMap::default();
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for dest in links.chain(defined) {
            let Some(page) = page(draft.slice(dest)) else { continue };
            let section = outline.section_at(dest.start).unwrap_or(0);
            if let Some(other) = pages.insert(page, section).filter(|other| *other != section) {
                *shared.entry(other).or_default() += 1;
                *shared.entry(section).or_default() += 1;
            }
        }
        let sharing = shared.into_iter().filter(|(_, count)| *count >= 2);
        let sharing = sharing.map(|(section, _)| outline.sections[section].title.to_lowercase()).collect();
        let own_headings = headings(draft)
            .map(|heading| (draft.slice(heading.text).to_lowercase(), heading.is_empty))
            .collect();
        let skips = headings(draft).filter_map(|heading| heading.skip()).collect();
        let sections = outline.sections.iter().map(|section| SectionName::new(&section.title)).collect();
        let facts = facts_of(outline, profile)
            .filter(|fact| fact.field.fill == Fill::Written)
            .map(|fact| (fact.field.name.clone().into_owned(), fact.field.value(draft).to_owned()))
            .collect();
        let last_issue = popular::slots(outline)
            .find_map(|slot| slot.fields.iter().find(|field| field.role == Role::LastIssue))
            .and_then(|field| page(field.value(draft)));
        let fields = draft.front_matter().map_or(&[][..], |front| &front.fields);
        let keys = fields.iter().map(|field| field.name.to_lowercase()).collect();
        let key = key.into();
        let dates = Issue::new(draft, profile, None).front_date().zip(key.day());
        let has_popular = profile.sections.iter().any(|section| section.kinds.contains(&SlotKind::Popular));
        let titles = if has_popular { titles(draft, outline) } else { HashSet::new() };
        let is_required = |id: &str| profile.checklist.iter().any(|check| check.requires_filled(id));
        let contents = contents(draft, outline, is_required).collect();
        let value =
            draft.front_matter().and_then(|front| front.value(&profile.front_matter.title, draft.text()));
        let title = value.map(TextKey::new);
        let popular = popular_only(draft, outline);
        let features = features(draft, outline).map(|(_, text)| text).collect();
        PastIssue {
            key,
            path,
            pages,
            sections,
            facts,
            names: named_links(draft, outline),
            keys,
            has_one_date: dates.is_none_or(|(front, path)| front == path),
            last_issue,
            titles,
            contents,
            title,
            features,
            popular,
            headings: own_headings,
            skips,
            sharing,
        }
    }

    /// True if it links to the page.
    pub(super) fn links_to(&self, page: Page) -> bool {
        self.pages.contains_key(&page)
    }

    /// The pages that it links to.
    pub(super) fn pages(&self) -> impl ExactSizeIterator<Item = Page> {
        self.pages.keys().copied()
    }

    /// The heading above its link to the page at an address; `None` if it has no such link.
    pub fn heading_above(&self, address: &str) -> Option<&str> {
        Some(self.section_of(Address::new(address)?.page())?.title.as_str())
    }

    /// The headings of its sections, in order.
    pub fn section_titles(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(|section| section.title.as_str())
    }

    /// The section that links to the page.
    pub(super) fn section_of(&self, page: Page) -> Option<&SectionName> {
        self.sections.get(*self.pages.get(&page)?)
    }

    /// The pages that a section links to. `section` is its heading in lower case.
    pub(super) fn pages_of(&self, section: &str) -> impl Iterator<Item = Page> {
        let is_in = move |index: usize| self.sections.get(index).is_some_and(|own| own.key == section);
        self.pages.iter().filter(move |(_, index)| is_in(**index)).map(|(page, _)| *page)
    }

    /// True if it has a front matter with at least one key.
    pub(super) fn has_front_matter(&self) -> bool {
        !self.keys.is_empty()
    }

    /// True if its front matter has the key. `key` is in lower case.
    pub(super) fn has_key(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }

    /// True unless its front matter and its path have different dates.
    pub(super) fn has_one_date(&self) -> bool {
        self.has_one_date
    }

    /// The names of its sources and authors.
    pub fn names(&self) -> &[NamedLink] {
        &self.names
    }

    /// Its value of a fact.
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// True if it has this title for the page; `None` if it has no title for the page.
    pub(super) fn has_page_title(&self, page: Page, title: &str) -> Option<bool> {
        let has_title = self.titles.iter().any(|(own, _)| *own == page);
        has_title.then(|| self.titles.contains(&(page, TextKey::new(title))))
    }

    /// Its content of a part of a section that the checklist requires.
    pub(super) fn content(&self, part: &SectionPart) -> Option<TextKey> {
        self.contents.get(part).copied()
    }

    pub(super) fn has_title(&self, title: &str) -> bool {
        self.title == Some(TextKey::new(title))
    }

    /// True if it links to the page only as the popular link of the previous week.
    pub(super) fn has_as_popular(&self, page: Page) -> bool {
        self.popular.contains(&page)
    }

    pub(super) fn has_feature(&self, text: TextKey) -> bool {
        self.features.contains(&text)
    }

    /// True if its headings skip from the first level to the second.
    pub(super) fn skips(&self, levels: (u8, u8)) -> bool {
        self.skips.contains(&levels)
    }

    /// True if it has the heading. `heading` is in lower case.
    pub(super) fn has_heading(&self, heading: &str) -> bool {
        self.headings.contains_key(heading)
    }

    /// True if the heading shares items with another one. `heading` is in lower case.
    pub(super) fn shares(&self, heading: &str) -> bool {
        self.sharing.contains(heading)
    }

    pub(super) fn last_issue(&self) -> Option<Page> {
        self.last_issue
    }
}

/// Returns the pages that a draft links to only from its slots for the popular link.
fn popular_only(draft: &Draft, outline: &Outline) -> HashSet<Page> {
    let spans: Vec<Span> = popular::slots(outline).map(|slot| slot.span).collect();
    let page = |dest: Span| Some(Address::new(draft.slice(dest))?.page());
    let is_within = |dest: Span| spans.iter().any(|span| span.contains(dest));
    let (within, elsewhere): (Vec<Span>, Vec<Span>) =
        draft.links().map(|link| link.dest).partition(|dest| !spans.is_empty() && is_within(*dest));
    let mut pages: HashSet<Page> = within.into_iter().filter_map(page).collect();
    if !pages.is_empty() {
        for page in elsewhere.into_iter().filter_map(page) {
            pages.remove(&page);
        }
    }
    pages
}

/// A hash of a text's letters and digits that ignores case and punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TextKey(u64);

impl TextKey {
    fn new(text: &str) -> TextKey {
        let mut hasher = FixedState::default().build_hasher();
        for c in text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
            hasher.write_u32(u32::from(c));
        }
        TextKey(hasher.finish())
    }
}

/// A part of a section that has new text every week: a number, a list, a person's block.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct SectionPart {
    section: String,
    /// Its name in the section.
    pub(super) name: String,
}

/// Returns the contents of the parts of the requested sections.
pub(super) fn contents(
    draft: &Draft,
    outline: &Outline,
    is_requested: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (SectionPart, TextKey)> {
    let sections = outline.sections.iter().filter(move |section| is_requested(&section.id));
    sections.flat_map(move |section| {
        let slots = outline.slots.get(section.slots.clone()).unwrap_or(&[]);
        let part = |name: &str| SectionPart { section: section.id.clone(), name: name.to_owned() };
        let lists = labelled_lists(draft, section.span)
            .filter(|(_, list)| !slots.iter().any(|slot| slot.span.contains(*list)))
            .map(move |(label, list)| (part(draft.slice(label)), TextKey::new(draft.slice(list))));
        let own = slots.iter().flat_map(move |slot| {
            if slot.kind.has_independent_fields() {
                let written = slot.fields.iter().filter(|field| field.fill == Fill::Written);
                return written.map(|field| (part(&field.name), TextKey::new(field.value(draft)))).collect();
            }
            let text = words(draft, slot);
            let is_written = slot.state() == SlotState::Filled && !text.is_empty();
            let own = is_written.then(|| (part(&slot.title), TextKey::new(&text)));
            own.into_iter().collect::<Vec<_>>()
        });
        own.chain(lists)
    })
}

/// Returns the lists that follow a bold label, such as statistics, with the span of the label.
fn labelled_lists(draft: &Draft, part: Span) -> impl Iterator<Item = (Span, Span)> {
    let mut label = None;
    draft.blocks_in(part).iter().filter_map(move |block| {
        match block.label(draft.text()) {
            Some(words) => label = Some(words),
            None if !block.items().is_empty() => return Some((label.take()?, block.span)),
            None => {}
        }
        None
    })
}

/// Returns the feature stories with their slots.
pub(super) fn features<'o>(
    draft: &'o Draft,
    outline: &'o Outline,
) -> impl Iterator<Item = (&'o Slot, TextKey)> {
    let features = outline.slots.iter().filter(|slot| slot.kind == SlotKind::Feature);
    let written = features.filter(|slot| slot.state() == SlotState::Filled);
    written.map(|slot| (slot, TextKey::new(&words(draft, slot))))
}

/// Returns the words of a slot, without images and addresses, which contain another date in each issue.
fn words(draft: &Draft, slot: &Slot) -> String {
    let fields = slot.fields.iter().chain(slot.rows.iter().flat_map(|row| &row.fields));
    let words = fields.filter(|field| !matches!(field.input, Input::Path | Input::Address));
    words.map(|field| field.value(draft)).collect::<Vec<_>>().join(" ")
}

/// Returns the titles of the pages that an issue links to: link texts, alternative texts of linked images,
/// and titles of stories.
fn titles(draft: &Draft, outline: &Outline) -> HashSet<(Page, TextKey)> {
    let page = |dest: Span| Some(Address::new(draft.slice(dest))?.page());
    let mut titles = HashSet::new();
    let key = |title: &str| (!title.trim().is_empty()).then(|| TextKey::new(title));
    let mut add = |page: Option<Page>, title: Option<TextKey>| titles.extend(page.zip(title));
    for link in draft.links().filter(|link| !link.shows_image) {
        add(page(link.dest), key(draft.slice(link.text)));
    }
    for image in draft.images() {
        add(image.link.and_then(page), key(draft.slice(image.alt)));
    }
    // Slots and links are sorted.
    let mut slots = outline.slots.iter().peekable();
    // A list has many links and one title, which is hashed once.
    let mut read: Option<(Span, Option<TextKey>)> = None;
    for link in draft.links() {
        while slots.next_if(|slot| slot.span.end <= link.span.start).is_some() {}
        if let Some(slot) = slots.peek().filter(|slot| slot.span.contains(link.span)) {
            let known = read.filter(|(span, _)| *span == slot.span);
            let (_, title) = *read.insert(known.unwrap_or_else(|| (slot.span, key(&slot.title))));
            add(page(link.dest), title);
        }
    }
    titles
}

/// True if the published issues contradict an expectation of the profile: there are enough of them, and
/// fewer than half meet it.
pub(super) fn contradicts(archive: &[Arc<PastIssue>], meets: impl Fn(&PastIssue) -> bool) -> bool {
    archive.len() >= FEWEST && archive.iter().filter(|issue| meets(issue)).count() * 2 < archive.len()
}

/// Fewer issues do not show a habit.
pub(super) const FEWEST: usize = 3;

/// Compares two values of a form; `None` if one of them is malformed.
pub(super) fn compare(form: FactForm, a: &str, b: &str) -> Option<Ordering> {
    match form {
        FactForm::Day => Some(parse_day(a)?.cmp(&parse_day(b)?)),
        FactForm::Number => Some(number(a)?.cmp(&number(b)?)),
        FactForm::Version => Some(version(a)?.cmp(&version(b)?)),
    }
}

fn number(value: &str) -> Option<u64> {
    let thousand = if value.ends_with(['k', 'K']) { 1_000 } else { 1 };
    let digits = value.trim_end_matches(['+', 'k', 'K']).replace(',', "");
    Some(digits.parse::<u64>().ok()?.saturating_mul(thousand))
}

/// Parses a version. `None` for other texts, and for a version with a missing number, such as `1..0`.
fn version(value: &str) -> Option<Version> {
    Version::new(value).filter(|_| !value.contains(".."))
}

/// Returns the date in an address: `/2026/06/01/`, `2026-06-01`, `20260601`.
pub(super) fn day_in(address: &str) -> Option<Date> {
    address.match_indices("20").find_map(|(at, _)| {
        let is_digit = |at: usize| address.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        if at > 0 && is_digit(at - 1) {
            return None;
        }
        let rest = &address[at..];
        let parted = rest.get(..10).filter(|_| !is_digit(at + 10));
        let parted = parted.and_then(|day| parse_day(&day.replace('/', "-")));
        let whole = rest.get(..8).filter(|_| !is_digit(at + 8));
        parted.or_else(|| whole.and_then(parse_day))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn versions_are_ordered() {
        let order = [
            "9.2.8",
            "10.0.0-alpha.2",
            "10.0.0-alpha.10",
            "10.0.0-beta.1",
            "10.0.0-rc.0",
            "10.0.0",
            "10.0.1",
            "v10.1",
        ];
        for two in order.windows(2) {
            assert_eq!(compare(FactForm::Version, two[0], two[1]), Some(Ordering::Less), "{two:?}");
        }
        assert_eq!(compare(FactForm::Version, "3.15.0b1", "3.15.0rc1"), Some(Ordering::Less));
        assert_eq!(compare(FactForm::Version, "v1.28", "1.28.0"), Some(Ordering::Equal));
        assert_eq!(compare(FactForm::Version, "v1.20..0", "1.28.0"), None);
        assert_eq!(compare(FactForm::Number, "39,012", "9,800"), Some(Ordering::Greater));
        assert_eq!(compare(FactForm::Day, "20260528", "2026-06-01"), Some(Ordering::Less));
    }

    #[test]
    fn dates_are_found_in_addresses() {
        assert_eq!(day_in("https://example.org/2026/06/01/a-lamp"), Some(date(2026, 6, 1)));
        assert_eq!(day_in("https://example.org/v2020/2026-06-01.md"), Some(date(2026, 6, 1)));
        assert_eq!(day_in("https://example.org/watch20260601"), Some(date(2026, 6, 1)));
        assert_eq!(day_in("https://example.org/2026/june"), None);
        assert_eq!(day_in("https://example.org/120260601"), None);
        assert_eq!(day_in("https://example.org/202606011"), None);
    }
}
