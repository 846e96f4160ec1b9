//! What is read as one item, and where it leads.

use super::Context;
use super::reading::Target;
use crate::draft::LinkKind;
use crate::outline::dates_in;
use crate::text::Span;

/// A page that an item leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemLink<'c> {
    /// The item's number.
    pub owner: usize,
    pub item: Span,
    /// Whether the item is a line of a list, and not a story.
    pub is_row: bool,
    /// Whether the item is about a site, and leads to its first page only.
    pub is_site: bool,
    pub target: &'c Target<'c>,
}

/// How many bytes of an item's words are searched for a day.
const LONGEST_ANNOUNCEMENT: usize = 2_000;

impl ItemLink<'_> {
    pub fn shows_image(&self) -> bool {
        self.target.link.is_some_and(|link| link.shows_image)
    }

    /// Whether it tells of a day: what is still to come is announced more than once, and a group's
    /// page may stand with each of its meetings.
    pub fn is_announcement(&self, context: &Context<'_>) -> bool {
        let Some(issue) = context.issue.date().filter(|_| self.is_row) else { return false };
        let words = context.draft.slice(Span::new(self.item.start, self.target.dest.start));
        // Nobody announces a day at such length; a line may have thousands of links.
        let end = (0..=LONGEST_ANNOUNCEMENT.min(words.len())).rfind(|end| words.is_char_boundary(*end));
        let words = &words[..end.unwrap_or(0)];
        dates_in(words, issue).is_some_and(|(_, last)| last >= issue)
    }
}

/// The pages that the items lead to, in order. Those that every issue leads to are left out, and
/// sites' first pages but where a line of a list begins with one, and so is about the site.
pub(super) fn item_links<'c>(context: &'c Context<'_>) -> Vec<ItemLink<'c>> {
    let is_inline = |target: &&Target<'_>| target.link.is_some_and(|link| link.kind == LinkKind::Inline);
    let mut targets = context.targets().iter().filter(is_inline).peekable();
    let mut found = Vec::new();
    let span = |target: &Target<'_>| target.link.map_or(target.dest, |link| link.span);
    for (owner, (item, is_row)) in items(context).enumerate() {
        while targets.next_if(|target| span(target).start < item.start).is_some() {}
        while let Some(target) = targets.next_if(|target| span(target).end <= item.end) {
            let is_first = found.last().is_none_or(|last: &ItemLink<'_>| last.owner != owner);
            let is_site = target.address.is_site();
            if !context.is_standing(target.page) && (!is_site || (is_row && is_first)) {
                found.push(ItemLink { owner, item, is_row, is_site, target });
            }
        }
    }
    found
}

/// Stories and (`true`) lines of lists. What every issue repeats (standing texts, facts, last week's
/// popular link) is none, nor is a quotation or other prose, and an event is looked at by a rule of its own.
fn items(context: &Context<'_>) -> impl Iterator<Item = (Span, bool)> {
    let slots = context.outline.slots.iter().filter(|slot| {
        !matches!(slot.kind, "standing" | "facts" | "people" | "events" | "popular" | "prose")
    });
    slots.flat_map(|slot| {
        let rows = slot.rows.iter().map(|row| (row.span, true));
        rows.chain(slot.rows.is_empty().then_some((slot.span, false)))
    })
}
