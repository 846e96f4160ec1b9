use std::collections::HashMap;
use std::sync::Arc;

use super::repeated_link::items;
use super::{Context, Diagnostic, Rule};
use crate::draft::LinkKind;
use crate::lint::address::Address;
use crate::lint::{PastIssue, Severity};
use crate::outline::dates_in;
use crate::text::Span;

pub(super) struct AlreadySentLink;

/// With fewer issues at hand, nothing tells the links that every issue repeats.
const FEWEST: usize = 3;

impl Rule for AlreadySentLink {
    fn name(&self) -> &'static str {
        "already-sent-link"
    }

    fn summary(&self) -> &'static str {
        "An item leads to a page that one of the last issues led to."
    }

    fn why(&self) -> &'static str {
        "Readers have seen it. Links that most of the last issues repeat, and sections that repeat theirs, are known from these and not meant."
    }

    fn bad(&self) -> &'static str {
        issue!(
            "## News From Around the Web\n\nIt hums - [Lamp](https://example.org/may-lamp?utm_source=x).\n"
        )
    }

    fn good(&self) -> &'static str {
        issue!(
            "## News From Around the Web\n\nIt hums - [Lamp](https://example.org/june-lamp) and [Club](https://example.org/club).\n"
        )
    }

    fn is_able(&self, context: &Context<'_>) -> bool {
        context.facts.archive.len() >= FEWEST
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let archive = &context.facts.archive;
        if archive.len() < FEWEST {
            return;
        }
        let draft = context.draft;
        let issue = context.issue_day();
        let mut links = draft.links().filter(|link| link.kind == LinkKind::Inline).peekable();
        let mut last = None;
        let mut repeating: HashMap<usize, bool> = HashMap::new();
        for (item, is_row) in items(context) {
            while links.next_if(|link| link.span.start < item.start).is_some() {}
            while let Some(link) = links.next_if(|link| link.span.end <= item.end) {
                let Some(address) = Address::new(draft.slice(link.dest)) else { continue };
                if address.is_site() || context.is_standing(&address) {
                    continue;
                }
                let page = address.key();
                let Some(newest) = archive.iter().find(|issue| issue.led_to(&page)) else { continue };
                if is_standing(archive, &page) || last.as_ref() == Some(&(item, page.clone())) {
                    continue;
                }
                // What is still to come is announced more than once.
                let words = draft.slice(Span::new(item.start, link.dest.start));
                if is_row && issue.is_some_and(|issue| dates_in(words, issue).is_some()) {
                    continue;
                }
                let section = context.outline.section_at(link.span.start).unwrap_or(0);
                if *repeating.entry(section).or_insert_with(|| repeats(context, section)) {
                    continue;
                }
                let message = format!("{} led to this page already", newest.path);
                found.push(Diagnostic::new(self.name(), Severity::Warning, link.dest, message));
                last = Some((item, page));
            }
        }
    }
}

/// Whether a section leads to old pages by its nature: last week's popular link, proposals that
/// stand open for weeks. One of eight and more was an old one in the last issues.
fn repeats(context: &Context<'_>, section: usize) -> bool {
    let Some(section) = context.outline.sections.get(section) else { return false };
    if context
        .outline
        .slots
        .get(section.slots.clone())
        .is_some_and(|slots| slots.iter().any(|slot| slot.kind == "popular"))
    {
        return true;
    }
    let (title, archive) = (section.title.to_lowercase(), &context.facts.archive);
    let (mut all, mut old) = (0, 0);
    for (n, issue) in archive.iter().enumerate() {
        for page in issue.pages_of(&title).filter(|page| !is_standing(archive, page)) {
            all += 1;
            old += usize::from(archive[n + 1..].iter().any(|before| before.led_to(page)));
        }
    }
    old >= 2 && old * 8 >= all
}

/// Whether most issues lead to a page: they are meant to.
fn is_standing(archive: &[Arc<PastIssue>], page: &str) -> bool {
    archive.iter().filter(|issue| issue.led_to(page)).count() * 2 >= archive.len()
}
