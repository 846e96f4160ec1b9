use std::collections::HashMap;
use std::sync::Arc;

use crate::lint::address::Page;
use crate::lint::cache::LinkTarget;
use crate::lint::items::item_links;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::{PastIssue, Severity};

/// One issue alone does not show which links all issues have.
const FEWEST: usize = 2;

pub(super) struct AlreadySentLink;

const META: Meta = Meta {
    name: "already-sent-link",
    severity: Severity::Warning,
    summary: "An item links to a page that one of the last issues linked to.",
    why: "Readers have already seen it. Links that most of the last issues contain are not reported, nor are sections that usually repeat links.",
    bad: issue!(
        "## News From Around the Web\n\nIt hums - [Lamp](https://example.org/may-lamp?utm_source=x).\n"
    ),
    good: issue!(
        "## News From Around the Web\n\nIt hums - [Lamp](https://example.org/june-lamp) and [Club](https://example.org/club).\n"
    ),
};

impl Rule for AlreadySentLink {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["archive", "may_come_again", "sections.may_repeat"]
    }

    fn has_facts(&self, context: &Context<'_>) -> bool {
        context.facts.archive.len() >= FEWEST
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let archive = &context.facts.archive;
        if archive.len() < FEWEST {
            return;
        }
        let mut last = None;
        let mut habits: HashMap<usize, Habit> = HashMap::new();
        let mut tracked: HashMap<&str, bool> = HashMap::new();
        let mut keys: HashMap<usize, String> = HashMap::new();
        for link in item_links(context) {
            let LinkTarget { page, dest, .. } = *link.target;
            let Some(before) = sent(archive, page).filter(|before| !before.is_usual(archive)) else {
                continue;
            };
            let address = link.target.address;
            let is_beside = link.is_row && !link.is_first;
            if last == Some((link.item, page))
                || link.is_announcement(context)
                || is_beside
                || address.is_issue_of_project()
            {
                continue;
            }
            let section = context.outline.section_at(dest.start).unwrap_or(0);
            let Some(heading) = archive[before.newest].section_of(page) else { continue };
            let own = context.outline.sections.get(section);
            let key = own.map(|own| keys.entry(section).or_insert_with(|| own.title.to_lowercase()));
            let is_elsewhere = key.is_some_and(|key| *key != heading.key);
            // The page may still have the same state, or have moved on to another.
            let spec = own.and_then(|own| context.profile.section(&own.id));
            if spec.is_some_and(|spec| spec.may_repeat())
                || tracks_states(archive, &mut tracked, &heading.key)
            {
                continue;
            }
            match habits.entry(section).or_insert_with(|| Habit::new(context, section)) {
                Habit::Repeats => continue,
                Habit::FollowsStates if is_elsewhere => continue,
                Habit::FollowsStates | Habit::New => {}
            }
            let (path, title) = (&archive[before.newest].path, &heading.title);
            let message = format!("{path} already linked to this page, under '{title}'");
            // A site or a project often has news again.
            let has_news = link.is_site || address.is_project();
            let severity = if has_news { Severity::Hint } else { Severity::Warning };
            found.push(self.problem(dest, message).severity(severity));
            last = Some((link.item, page));
        }
    }
}

/// The last issues, the newest first, that linked to a page.
#[derive(Clone, Copy, Debug)]
struct Sent {
    newest: usize,
    oldest: usize,
    issues: usize,
}

impl Sent {
    /// True if most issues link to the page, so that it is intended.
    fn is_usual(&self, archive: &[Arc<PastIssue>]) -> bool {
        self.issues > 1 && self.issues * 2 >= archive.len()
    }
}

/// Returns `None` if no issue linked to the page.
fn sent(archive: &[Arc<PastIssue>], page: Page) -> Option<Sent> {
    let mut linking = archive.iter().enumerate().filter(|(_, issue)| issue.links_to(page)).map(|(n, _)| n);
    let newest = linking.next()?;
    let (oldest, issues) = linking.fold((newest, 1), |(_, issues), n| (n, issues + 1));
    Some(Sent { newest, oldest, issues })
}

/// True if pages stay under a heading until their state changes: one in thirty of the last issues' pages
/// moved from it to another heading.
fn tracks_states<'a>(
    archive: &'a [Arc<PastIssue>],
    known: &mut HashMap<&'a str, bool>,
    heading: &'a str,
) -> bool {
    *known.entry(heading).or_insert_with(|| {
        let (mut all, mut left) = (0, 0);
        for (n, issue) in archive.iter().enumerate() {
            for page in issue.pages_of(heading) {
                let elsewhere =
                    |later: &Arc<PastIssue>| later.section_of(page).is_some_and(|own| own.key != heading);
                all += 1;
                left += usize::from(archive[..n].iter().any(elsewhere));
            }
        }
        is_habit(left, all, 30)
    })
}

/// True if at least one in `many` shows a habit.
fn is_habit(some: usize, all: usize, many: usize) -> bool {
    some > 0 && some * many >= all
}

/// The habit of a section in the last issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    /// It links to new pages.
    New,
    /// It repeats pages, such as proposals that are open for weeks: one in twenty was an old page, or one
    /// in ten came from another heading.
    Repeats,
    /// It links to pages that were under another heading before their state changed, such as from proposed
    /// to accepted.
    FollowsStates,
}

impl Habit {
    fn new(context: &Context<'_>, section: usize) -> Habit {
        let Some(section) = context.outline.sections.get(section) else { return Habit::New };
        let (title, archive) = (section.title.to_lowercase(), &context.facts.archive);
        let (mut all, mut old, mut moved) = (0, 0, 0);
        for (n, issue) in archive.iter().enumerate() {
            for page in issue.pages_of(&title) {
                let Some(sent) = sent(archive, page).filter(|sent| !sent.is_usual(archive)) else {
                    continue;
                };
                all += 1;
                old += usize::from(sent.oldest > n);
                let elsewhere =
                    |older: &Arc<PastIssue>| older.section_of(page).is_some_and(|own| own.key != title);
                moved += usize::from(archive[n + 1..].iter().any(elsewhere));
            }
        }
        if (old >= 2 && is_habit(old, all, 20)) || is_habit(moved, all, 10) {
            Habit::Repeats
        } else if is_habit(moved, all, 30) {
            Habit::FollowsStates
        } else {
            Habit::New
        }
    }
}
