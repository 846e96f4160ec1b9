//! Last week's popular link, compared with the issue that it was in.

use super::address::Address;
use super::archive::day_in;
use super::{Context, PastIssue};
use crate::outline::{Field, Fill, Outline, Role, Slot};
use crate::profile::SlotKind;

/// The target of the link to the last issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LastIssueLink {
    /// The last issue.
    Matches,
    /// Another issue, as a message.
    OtherIssue(String),
    /// An issue that is newer than the newest known one, so that nothing can be compared.
    NewerIssue,
    /// The address does not show the issue.
    Unknown,
}

/// A mail may be sent some days after the issue's date.
pub(super) const MAX_DAYS: i32 = 3;

/// An issue with fewer links was probably not parsed correctly.
const FEWEST: usize = 5;

/// The slots for last week's popular link.
pub(super) fn slots(outline: &Outline) -> impl Iterator<Item = &Slot> {
    outline.slots.iter().filter(|slot| slot.kind == SlotKind::Popular)
}

/// The slot's field with this role, if it is filled in.
pub(super) fn written(slot: &Slot, role: Role) -> Option<&Field> {
    slot.fields.iter().find(|field| field.role == role && field.fill == Fill::Written)
}

/// The issue that the slot's link and title are compared with. `None` if the slot links to a newer issue than
/// the last known one, or none is known.
pub(super) fn compared<'a>(context: &Context<'a>, slot: &Slot) -> Option<&'a PastIssue> {
    let target = written(slot, Role::LastIssue).map(|issue| last_issue(issue.value(context.draft), context));
    context.facts.archive.first().map(AsRef::as_ref).filter(|_| target != Some(LastIssueLink::NewerIssue))
}

/// Compares an address with the last issue.
pub(super) fn last_issue(address: &str, context: &Context<'_>) -> LastIssueLink {
    let archive = &context.facts.archive;
    let Some(last) = archive.first() else { return LastIssueLink::Unknown };
    let page = Address::new(address).map(|address| address.page());
    if let Some(older) = archive.iter().find(|issue| page.is_some() && page == issue.last_issue()) {
        return LastIssueLink::OtherIssue(format!("{} already called this last week's issue", older.path));
    }
    let Some((day, last_day)) = day_in(address).zip(last.key.day()) else { return LastIssueLink::Unknown };
    match (day - last_day).get_days() {
        days if days.abs() <= MAX_DAYS => LastIssueLink::Matches,
        days if days > 0 && context.issue.date().is_none_or(|own| day < own) => LastIssueLink::NewerIssue,
        _ => LastIssueLink::OtherIssue(format!("this is the issue of {day}; last week's was {}", last.path)),
    }
}

/// Returns a message if the last issue did not link to the address.
pub(super) fn not_in_issue(address: &str, last: &PastIssue) -> Option<String> {
    let page = Address::new(address)?.page();
    if last.has_as_popular(page) {
        return Some(format!("{} had this as the popular link of the previous week", last.path));
    }
    let is_read = last.pages().len() >= FEWEST;
    (is_read && !last.links_to(page)).then(|| format!("{} did not link to this page", last.path))
}

/// Returns a message if the last issue had another title for the page.
pub(super) fn other_title(
    title: &Field,
    address: &Field,
    context: &Context<'_>,
    last: &PastIssue,
) -> Option<String> {
    let page = Address::new(address.value(context.draft))?.page();
    let is_other = last.has_page_title(page, title.value(context.draft)) == Some(false);
    is_other.then(|| format!("{} has another title for this page", last.path))
}

/// True if the last issue linked to the page with this title.
pub(super) fn was_in(last: &PastIssue, address: &str, title: &str) -> bool {
    let page = Address::new(address).map(|address| address.page());
    page.is_some_and(|page| {
        last.links_to(page) && !last.has_as_popular(page) && last.has_page_title(page, title) == Some(true)
    })
}
