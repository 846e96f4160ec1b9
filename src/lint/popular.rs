//! What last week's popular link is compared with: the issue that it was in.

use super::address::Address;
use super::archive::day_in;
use super::{Context, PastIssue};
use crate::outline::{Field, Fill, Outline, Role, Slot};
use crate::profile::SlotKind;

/// Where the link to the last issue leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    There,
    /// To another issue, in words.
    Elsewhere(String),
    /// To a newer issue than the newest that is here: nothing can be compared.
    NotHere,
    /// Its address does not say.
    Unknown,
}

/// A mail may go out some days after the issue's own.
pub(super) const MAX_DAYS: i32 = 3;

/// An issue with fewer links can hardly have been read right.
const FEWEST: usize = 5;

/// The slots of last week's popular link.
pub(super) fn slots(outline: &Outline) -> impl Iterator<Item = &Slot> {
    outline.slots.iter().filter(|slot| slot.kind == SlotKind::Popular)
}

/// A field of the slot that somebody has written.
pub(super) fn written(slot: &Slot, role: Role) -> Option<&Field> {
    slot.fields.iter().find(|field| field.role == role && field.fill == Fill::Written)
}

/// The issue that a slot's link and title are compared with.
pub(super) fn compared<'a>(context: &Context<'a>, slot: &Slot) -> Option<&'a PastIssue> {
    let leads = written(slot, Role::LastIssue).map(|issue| last_issue(issue.value(context.draft), context));
    context.facts.archive.first().map(AsRef::as_ref).filter(|_| leads != Some(Leads::NotHere))
}

/// What an address is that should be the last issue's.
pub(super) fn last_issue(address: &str, context: &Context<'_>) -> Leads {
    let archive = &context.facts.archive;
    let Some(last) = archive.first() else { return Leads::Unknown };
    let page = Address::new(address).map(|address| address.page());
    if let Some(older) = archive.iter().find(|issue| page.is_some() && page == issue.last_issue()) {
        return Leads::Elsewhere(format!("{} called this last week's issue already", older.path));
    }
    let Some(day) = day_in(address) else { return Leads::Unknown };
    match (day - last.date).get_days() {
        days if days.abs() <= MAX_DAYS => Leads::There,
        days if days > 0 && context.issue.date().is_none_or(|own| day < own) => Leads::NotHere,
        _ => Leads::Elsewhere(format!("this is the issue of {day}; last week's was {}", last.path)),
    }
}

/// Why an address can't be the popular one: the last issue did not lead to it.
pub(super) fn unsent(address: &str, last: &PastIssue) -> Option<String> {
    let page = Address::new(address)?.page();
    if last.has_as_popular(page) {
        return Some(format!("{} had this as the popular link of the week before it", last.path));
    }
    let is_read = last.pages().len() >= FEWEST;
    (is_read && !last.led_to(page)).then(|| format!("{} did not lead to this page", last.path))
}

/// Why a title can't be right: the last issue gave the page another one.
pub(super) fn other_title(
    title: &Field,
    address: &Field,
    context: &Context<'_>,
    last: &PastIssue,
) -> Option<String> {
    let page = Address::new(address.value(context.draft))?.page();
    let is_other = last.is_called(page, title.value(context.draft)) == Some(false);
    is_other.then(|| format!("{} has another title for this page", last.path))
}

/// Whether the last issue led to a page, and called it so.
pub(super) fn was_in(last: &PastIssue, address: &str, title: &str) -> bool {
    let page = Address::new(address).map(|address| address.page());
    page.is_some_and(|page| {
        last.led_to(page) && !last.has_as_popular(page) && last.is_called(page, title) == Some(true)
    })
}
