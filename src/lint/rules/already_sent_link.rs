use std::collections::HashMap;
use std::sync::Arc;

use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::address::Page;
use crate::lint::items::item_links;
use crate::lint::reading::Target;
use crate::lint::{PastIssue, Severity};

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

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let archive = &context.facts.archive;
        if archive.len() < FEWEST {
            return;
        }
        let mut last = None;
        let mut repeating: HashMap<usize, bool> = HashMap::new();
        for link in item_links(context) {
            let Target { page, dest, .. } = *link.target;
            let Some(before) = sent(archive, page).filter(|before| !before.is_standing(archive)) else {
                continue;
            };
            if last == Some((link.item, page)) || link.is_announcement(context) {
                continue;
            }
            let section = context.outline.section_at(dest.start).unwrap_or(0);
            if *repeating.entry(section).or_insert_with(|| repeats(context, section)) {
                continue;
            }
            let message = format!("{} led to this page already", archive[before.newest].path);
            // A site may well have news again.
            let severity = if link.is_site { Severity::Hint } else { Severity::Warning };
            found.push(Diagnostic::new(self.name(), severity, dest, message));
            last = Some((link.item, page));
        }
    }
}

/// Which of the last issues, the newest first, led to a page.
#[derive(Clone, Copy, Debug)]
struct Sent {
    newest: usize,
    oldest: usize,
    issues: usize,
}

impl Sent {
    /// Whether most issues lead to the page: they are meant to.
    fn is_standing(&self, archive: &[Arc<PastIssue>]) -> bool {
        self.issues * 2 >= archive.len()
    }
}

/// `None` where none of them did.
fn sent(archive: &[Arc<PastIssue>], page: Page) -> Option<Sent> {
    let mut led = archive.iter().enumerate().filter(|(_, issue)| issue.led_to(page)).map(|(n, _)| n);
    let newest = led.next()?;
    let (oldest, issues) = led.fold((newest, 1), |(_, issues), n| (n, issues + 1));
    Some(Sent { newest, oldest, issues })
}

/// Whether a section leads to old pages by its nature: proposals that stand open for weeks. One of eight and more was an old one in the last issues.
fn repeats(context: &Context<'_>, section: usize) -> bool {
    let Some(section) = context.outline.sections.get(section) else { return false };
    let (title, archive) = (section.title.to_lowercase(), &context.facts.archive);
    let (mut all, mut old) = (0, 0);
    for (n, issue) in archive.iter().enumerate() {
        let known = issue.pages_of(&title).filter_map(|page| sent(archive, page));
        for page in known.filter(|page| !page.is_standing(archive)) {
            all += 1;
            old += usize::from(page.oldest > n);
        }
    }
    old >= 2 && old * 8 >= all
}
