//! What last week's popular link is compared with: the issue that it was in.

use std::sync::Arc;

use super::address::Address;
use super::archive::day_in;
use super::{Context, PastIssue};
use crate::outline::{Field, Outline};

/// Where the link to the last issue leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    There,
    /// To another issue, in words.
    Elsewhere(String),
    /// Its address does not say.
    Unknown,
}

/// A mail may go out some days after the issue's own.
const MAX_DAYS: i32 = 3;

/// An issue with fewer links can hardly have been read right.
const FEWEST: usize = 5;

/// The fields of last week's popular link.
pub(super) fn fields(outline: &Outline) -> impl Iterator<Item = &Field> {
    outline.slots.iter().filter(|slot| slot.kind == "popular").flat_map(|slot| &slot.fields)
}

/// What an address is that should be the last issue's.
pub(super) fn last_issue(address: &str, archive: &[Arc<PastIssue>]) -> Leads {
    let Some(last) = archive.first() else { return Leads::Unknown };
    let page = Address::new(address).map(|address| address.page());
    if let Some(older) = archive.iter().find(|issue| page.is_some() && page == issue.last_issue()) {
        return Leads::Elsewhere(format!("{} called this last week's issue already", older.path));
    }
    match day_in(address) {
        Some(day) if (day - last.date).get_days().abs() <= MAX_DAYS => Leads::There,
        Some(day) => Leads::Elsewhere(format!("this is the issue of {day}; last week's was {}", last.path)),
        None => Leads::Unknown,
    }
}

/// Why an address is none that the last issue led to.
pub(super) fn unsent(address: &str, last: &PastIssue) -> Option<String> {
    let page = Address::new(address)?.page();
    let is_read = last.pages().len() >= FEWEST;
    (is_read && !last.led_to(page)).then(|| format!("{} did not lead to this page", last.path))
}

/// Why a title is none that the last issue gave to the page.
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
