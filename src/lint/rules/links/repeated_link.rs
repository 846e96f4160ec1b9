use crate::lint::rules::{Context, Findings, Meta, Rule};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::lint::Severity;
use crate::lint::address::PageMap;
use crate::lint::items::{ItemLink, item_links};

pub(super) struct RepeatedLink;

const META: Meta = Meta {
    name: "repeated-link",
    severity: Severity::Warning,
    summary: "Two items link to the same page.",
    why: "Readers see one story twice; often an item was copied and its address not changed. A page and a part of it (`#…`) are only a hint; two parts of one page are two contents.",
    bad: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/plans)\n\nA lamp - [Example](https://example.org/plans).\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/plans)\n\nAnother lamp - [Example](https://example.org/plans).\n"
    ),
    good: issue!(
        "## News From Around the Web\n\n[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/plans)\n\nA lamp - [Example](https://example.org/plans).\n"
    ),
};

impl Rule for RepeatedLink {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["may_come_again", "sections.may_repeat", "sections.repeats"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let mut seen: PageMap<ItemLink<'_>> = PageMap::default();
        let mut repeating: HashMap<usize, bool> = HashMap::new();
        // The first link to a part of each page.
        let mut parts: PageMap<ItemLink<'_>> = PageMap::default();
        for link in item_links(context) {
            let dest = link.target.dest;
            let (page, whole) = (link.target.page, link.target.address.whole_page());
            // An item about a page and an item about a part of it may be one. Two parts are two contents.
            let other = if page == whole { parts.get(&whole) } else { seen.get(&whole) };
            let other = other.filter(|other| other.owner != link.owner && !seen.contains_key(&page));
            if let Some(other) = other.filter(|other| is_subject(other) && is_subject(&link))
                && !link.is_announcement(context)
                && !is_by_design(context, other, &link, &mut repeating)
            {
                let line = context.line_number(other.target.dest.start);
                let what = if page == whole {
                    "a part of this page"
                } else {
                    "this page, without the part after `#`"
                };
                let message = format!("line {line} already links to {what}");
                found.push(self.problem(dest, message).severity(Severity::Hint));
            }
            if page != whole {
                parts.entry(whole).or_insert(link);
            }
            match seen.entry(page) {
                Entry::Vacant(entry) => {
                    entry.insert(link);
                }
                Entry::Occupied(mut entry) if entry.get().owner != link.owner => {
                    if link.is_announcement(context)
                        || is_by_design(context, entry.get(), &link, &mut repeating)
                    {
                        continue;
                    }
                    let line = context.line_number(entry.get().target.dest.start);
                    let message = format!("line {line} already links to this page");
                    found.push(self.problem(dest, message));
                    entry.get_mut().owner = link.owner;
                }
                // `[Title](page) [discuss](page)`: one of the two was not replaced yet. An image links to
                // the same page as its story.
                Entry::Occupied(entry)
                    if link.is_row && !link.shows_image() && !entry.get().shows_image() =>
                {
                    let message = "this line already links to this page";
                    found.push(self.problem(dest, message).severity(Severity::Hint));
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}

/// True for the page that an item is about, and not for related pages in a line of a list.
fn is_subject(link: &ItemLink<'_>) -> bool {
    !link.is_row || link.is_first
}

/// True if two items are under different headings and one of the headings repeats items of the other by the
/// profile, or repeated items of others in most of the last issues, as highlights do.
fn is_by_design(
    context: &Context<'_>,
    one: &ItemLink<'_>,
    other: &ItemLink<'_>,
    known: &mut HashMap<usize, bool>,
) -> bool {
    let archive = &context.facts.archive;
    let section = |link: &ItemLink<'_>| context.outline.section_at(link.target.dest.start);
    let mut shares = |at: usize| {
        *known.entry(at).or_insert_with(|| {
            let section = &context.outline.sections[at];
            let title = section.title.to_lowercase();
            context.profile.section(&section.id).is_some_and(|spec| spec.may_repeat())
                || archive.iter().filter(|issue| issue.shares(&title)).count() * 2 > archive.len()
        })
    };
    let spec = |at: usize| context.outline.spec(at, context.profile);
    let repeats = |one: usize, other: usize| {
        spec(one).zip(spec(other)).is_some_and(|(one, other)| one.repeats(other) || other.repeats(one))
    };
    match (section(one), section(other)) {
        (Some(one), Some(other)) if one != other => repeats(one, other) || shares(one) || shares(other),
        _ => false,
    }
}
