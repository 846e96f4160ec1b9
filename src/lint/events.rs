//! The events of an issue, for the rules about events.

use jiff::civil::Date;

use super::Context;
use crate::draft::{Block, BlockKind};
use crate::outline::Slot;
use crate::profile::parse_day;
use crate::text::Span;

/// The events under a bold line or heading with a year: `Coming in 2026`.
#[derive(Debug)]
pub(super) struct Year<'a> {
    pub label: Span,
    pub year: i16,
    pub slots: Vec<&'a Slot>,
}

pub(super) fn years<'a>(context: &Context<'a>) -> Vec<Year<'a>> {
    let (draft, outline) = (context.draft, context.outline);
    let mut found: Vec<Year<'a>> = Vec::new();
    for section in &outline.sections {
        let events: Vec<&Slot> =
            outline.slots[section.slots.clone()].iter().filter(|slot| slot.kind.has_days()).collect();
        if events.is_empty() {
            continue;
        }
        let mut labels =
            draft.blocks_in(section.span).iter().filter_map(|block| label(block, draft.text())).peekable();
        while let Some(label) = labels.next() {
            let end = labels.peek().map_or(section.span.end, |next| next.start);
            let Some(year) = year_in(draft.slice(label)) else { continue };
            let from = events.partition_point(|slot| slot.span.start < label.start);
            let to = events.partition_point(|slot| slot.span.start < end);
            found.push(Year { label, year, slots: events[from..to.max(from)].to_vec() });
        }
    }
    found
}

fn label(block: &Block, text: &str) -> Option<Span> {
    match block.kind {
        BlockKind::Heading { text, .. } => Some(text),
        _ => block.label(text),
    }
}

/// Returns the year in a label if it contains exactly one.
fn year_in(label: &str) -> Option<i16> {
    let mut years = label
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() == 4)
        .filter_map(|word| word.parse::<i16>().ok().filter(|year| (2000..2100).contains(year)));
    years.next().filter(|_| years.next().is_none())
}

/// Returns the lists whose items all have a date, with the first date of each item: events as bullets,
/// events as the stories of a section, and lists of links that each begin with a date.
pub(super) fn dated_lists(context: &Context<'_>) -> Vec<Vec<(Date, Span)>> {
    let (draft, outline) = (context.draft, context.outline);
    let mut lists: Vec<Vec<(Date, Span)>> = Vec::new();
    let mut last: Option<(bool, usize)> = None;
    for slot in &outline.slots {
        if slot.kind.has_days() {
            let Some((first, _)) = slot.dates(context.issue.date()) else { continue };
            let block = draft.blocks_in(slot.span).first().map_or(slot.span.start, |block| block.span.start);
            let own = (slot.is_item(), if slot.is_item() { block } else { slot.section });
            match lists.last_mut().filter(|_| last == Some(own)) {
                Some(list) => list.push((first, slot.span)),
                None => lists.push(vec![(first, slot.span)]),
            }
            last = Some(own);
        } else if slot.is_list() {
            let days = slot.rows.iter().map(|row| {
                let words = draft.slice(row.span).trim_start_matches(['*', '-', '+', ' ']);
                Some((parse_day(words.get(..10)?)?, row.span))
            });
            lists.extend(days.collect::<Option<Vec<_>>>());
        }
    }
    lists
}
