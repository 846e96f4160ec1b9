//! The headings and texts that the past issues have in common.

use std::collections::HashMap;

use super::form::{beginning, form};
use super::{PastDraft, most_common};
use crate::draft::{Block, BlockKind, Draft};
use crate::outline::template::{Part, Values};
use crate::text::Span;
use crate::text::limits::MERGE_PARTS;

/// A heading, a paragraph or another block, or an item of a list.
#[derive(Clone, Debug)]
struct Unit {
    /// The same for the same text at the same place of several issues.
    id: usize,
    /// The heading above it.
    section: Option<usize>,
    kind: Kind,
    span: Span,
    /// True for the heading of the whole issue.
    is_main: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Heading(u8),
    Item,
    Other,
}

/// The text of a unit among others. The main heading differs in every issue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Words {
    MainHeading,
    Of(Vec<Part>),
}

/// What makes a unit the same in several issues: its section, its kind, its text, and how many such ones are before it.
type Key = (Option<usize>, Kind, Words, usize);

#[derive(Default)]
struct Ids {
    known: HashMap<Key, usize>,
}

impl Ids {
    fn id(&mut self, key: Key) -> usize {
        let next = self.known.len();
        *self.known.entry(key).or_insert(next)
    }
}

/// The new body, without blank lines at its ends.
pub(super) fn body(past: &[PastDraft<'_>], values: Values) -> String {
    let mut ids = Ids::default();
    let issues: Vec<Vec<Unit>> = past.iter().map(|issue| units(issue, &mut ids)).collect();
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for unit in issues.iter().flatten() {
        *counts.entry(unit.id).or_default() += 1;
    }
    let is_kept = |unit: &Unit| {
        let count = |id: usize| counts.get(&id).copied().unwrap_or(0);
        let around = unit.section.map_or(past.len(), count);
        let is_in_kept_section = around * 2 > past.len();
        match unit.kind {
            Kind::Heading(_) => count(unit.id) * 2 > past.len(),
            Kind::Item | Kind::Other => is_in_kept_section && count(unit.id) * 4 > around * 3,
        }
    };
    // The newest issue that has a unit shows its text.
    let mut places: HashMap<usize, (usize, usize)> = HashMap::new();
    for (n, units) in issues.iter().enumerate() {
        places.extend(units.iter().enumerate().map(|(at, unit)| (unit.id, (n, at))));
    }
    let mut out = String::new();
    let mut before: Option<(usize, usize)> = None;
    for place in order(&issues, is_kept).iter().filter_map(|id| places.get(id).copied()) {
        let (n, at) = place;
        let (unit, draft) = (&issues[n][at], past[n].draft);
        let text = match unit.is_main {
            true => main_heading(past, values),
            false => Part::write_all(&words(unit.kind, draft, unit.span, past[n].values()), values)
                .unwrap_or_else(|| draft.slice(unit.span).to_owned()),
        };
        if let Some(before) = before {
            out.push_str(gap(past, &issues, before, place));
        }
        out.push_str(text.trim_end());
        before = Some(place);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The line breaks between two units: those of the issue if they are neighbours there.
fn gap(
    past: &[PastDraft<'_>],
    issues: &[Vec<Unit>],
    (other, above): (usize, usize),
    (n, at): (usize, usize),
) -> &'static str {
    let (before, unit) = (&issues[other][above], &issues[n][at]);
    let are_neighbours = other == n && above + 1 == at;
    let between = past[n].draft.slice(Span::new(before.span.end, unit.span.start.max(before.span.end)));
    let is_tight = match are_neighbours && between.trim().is_empty() {
        true => between.matches('\n').count() == 1,
        false => before.kind == Kind::Item && unit.kind == Kind::Item,
    };
    if is_tight { "\n" } else { "\n\n" }
}

/// The units of an issue, at most as many as are merged by structure.
fn units(issue: &PastDraft<'_>, ids: &mut Ids) -> Vec<Unit> {
    let draft = issue.draft;
    let mut units: Vec<Unit> = Vec::new();
    let mut sections: Vec<(u8, usize)> = Vec::new();
    let mut seen: HashMap<(Option<usize>, Kind, Words), usize> = HashMap::new();
    let mut has_heading = false;
    for (kind, span) in draft.blocks().iter().flat_map(|block| parts_of(block, draft)).take(MERGE_PARTS) {
        if let Kind::Heading(level) = kind {
            while sections.last().is_some_and(|(above, _)| *above >= level) {
                sections.pop();
            }
        }
        let section = sections.last().map(|(_, id)| *id);
        let is_main = kind == Kind::Heading(1) && !has_heading;
        let words = match is_main {
            true => Words::MainHeading,
            false => Words::Of(words(kind, draft, span, issue.values())),
        };
        let times = seen.entry((section, kind, words.clone())).or_default();
        let id = ids.id((section, kind, words, *times));
        *times += 1;
        if let Kind::Heading(level) = kind {
            has_heading = true;
            sections.push((level, id));
        }
        units.push(Unit { id, section, kind, span, is_main });
    }
    units
}

/// A block as one unit, or a list as its items.
fn parts_of(block: &Block, draft: &Draft) -> Vec<(Kind, Span)> {
    match &block.kind {
        BlockKind::Heading { level, .. } => vec![(Kind::Heading(*level), block.span.trim(draft.text()))],
        BlockKind::List(items) => {
            items.iter().map(|item| (Kind::Item, end_trimmed(item.span, draft))).collect()
        }
        _ => vec![(Kind::Other, end_trimmed(block.span, draft))],
    }
}

fn end_trimmed(span: Span, draft: &Draft) -> Span {
    Span::new(span.start, span.start + draft.slice(span).trim_end().len())
}

/// The form of a unit's text. A task that was done is open again.
fn words(kind: Kind, draft: &Draft, span: Span, issue: Values) -> Vec<Part> {
    let text = draft.slice(span);
    let task = text.trim_start_matches(['-', '*', '+', ' ']);
    if kind == Kind::Item && (task.starts_with("[x]") || task.starts_with("[X]")) {
        let at = text.len() - task.len();
        return form(&format!("{}[ ]{}", &text[..at], &task["[x]".len()..]), issue);
    }
    form(text, issue)
}

/// The main heading that most issues have, or its common beginning.
fn main_heading(past: &[PastDraft<'_>], values: Values) -> String {
    let forms: Vec<Vec<Part>> = past
        .iter()
        .filter_map(|issue| {
            let heading = issue.draft.blocks().iter().find(|block| block.is_heading())?;
            let span = (heading.level() == Some(1)).then_some(heading.span)?.trim(issue.draft.text());
            Some(form(issue.draft.slice(span), issue.values()))
        })
        .collect();
    let usual =
        most_common(&forms).filter(|(_, count)| count * 2 > forms.len()).map(|(form, _)| form.clone());
    let parts = usual.or_else(|| beginning(&forms));
    parts.and_then(|parts| Part::write_all(&parts, values)).unwrap_or_else(|| "#".to_owned())
}

/// The kept units in an order that the issues agree on as far as possible. The issue that has most of them counts most,
/// then the newest.
fn order(issues: &[Vec<Unit>], is_kept: impl Fn(&Unit) -> bool) -> Vec<usize> {
    let kept = issues.iter().rev().map(|units| units.iter().filter(|unit| is_kept(unit)).collect::<Vec<_>>());
    let mut kept: Vec<Vec<&Unit>> = kept.collect();
    kept.sort_by_key(|units| std::cmp::Reverse(units.len()));
    let mut order: Vec<(usize, Kind)> = Vec::new();
    for units in kept {
        let mut before: Option<usize> = None;
        for unit in units {
            if let Some(at) = order.iter().position(|(id, _)| *id == unit.id) {
                before = Some(at);
                continue;
            }
            let mut at = before.map_or(0, |before| before + 1);
            if let Kind::Heading(level) = unit.kind {
                // Not between a section and its text.
                let ends = |kind: &Kind| matches!(kind, Kind::Heading(other) if *other <= level);
                while order.get(at).is_some_and(|(_, kind)| !ends(kind)) {
                    at += 1;
                }
            }
            order.insert(at, (unit.id, unit.kind));
            before = Some(at);
        }
    }
    order.into_iter().map(|(id, _)| id).collect()
}
