//! What is read as one item, and where it leads.

use super::Context;
use super::reading::Target;
use crate::draft::LinkKind;
use crate::outline::{Field, Role, dates_in};
use crate::profile::SlotKind;
use crate::text::Span;

/// What a link of an item is there for. Only the item's own page is its news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkRole {
    Item,
    /// Who wrote it.
    Author,
    /// Where a story comes from, beside the page that it is about.
    Source,
    /// A list of recordings that grows with every week.
    Playlist,
    /// What every issue leads to.
    Standing,
}

/// A page that an item leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemLink<'c> {
    /// The item's number.
    pub owner: usize,
    pub item: Span,
    /// Whether the item is a line of a list, and not a story.
    pub is_row: bool,
    /// Whether it is the first one that the item leads to. What a line names after it is what its
    /// page has to do with: the post before it, the people to ask.
    pub is_first: bool,
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
        let words = context.draft.slice(self.item);
        // Nobody announces a day at such length; a line may have thousands of links.
        let end = (0..=LONGEST_ANNOUNCEMENT.min(words.len())).rfind(|end| words.is_char_boundary(*end));
        let words = &words[..end.unwrap_or(0)];
        dates_in(words, issue).is_some_and(|(_, last)| last >= issue)
    }
}

/// The pages that the items are about, in order: links with another [`LinkRole`] are left out, and
/// sites' first pages but where a line of a list begins with one, and so is about the site.
pub(super) fn item_links<'c>(context: &'c Context<'_>) -> Vec<ItemLink<'c>> {
    let is_inline = |target: &&Target<'_>| target.link.is_some_and(|link| link.kind == LinkKind::Inline);
    let mut targets = context.targets().iter().filter(is_inline).peekable();
    let mut found = Vec::new();
    let span = |target: &Target<'_>| target.link.map_or(target.dest, |link| link.span);
    for (owner, Item { fields, span: item, is_row }) in items(context).enumerate() {
        while targets.next_if(|target| span(target).start < item.start).is_some() {}
        let mut before = None;
        let mut has_picture = false;
        let first = found.len();
        while let Some(target) = targets.next_if(|target| span(target).end <= item.end) {
            let gap = before.map(|end| context.draft.slice(Span::new(end, span(target).start.max(end))));
            let is_first = found.len() == first;
            let is_site = target.address.is_site();
            let role = role(context, fields, target, gap.filter(|_| is_row), is_first, has_picture);
            has_picture |= target.link.is_some_and(|link| link.shows_image);
            before = Some(span(target).end);
            if role == LinkRole::Item && (!is_site || (is_row && is_first)) {
                found.push(ItemLink { owner, item, is_row, is_first, is_site, target });
            }
        }
    }
    found
}

/// What a link is there for. `gap` is the text between it and the link before it in its line.
/// Of a story with a picture, the picture leads to the story's page; else its source does.
fn role(
    context: &Context<'_>,
    fields: &[Field],
    target: &Target<'_>,
    gap: Option<&str>,
    is_first: bool,
    has_picture: bool,
) -> LinkRole {
    if context.is_standing(target.page) {
        return LinkRole::Standing;
    }
    if target.address.is_playlist() && !is_first {
        return LinkRole::Playlist;
    }
    if gap.is_some_and(|gap| matches!(gap.trim().to_lowercase().as_str(), "from" | "by")) {
        return LinkRole::Author;
    }
    let dest = target.dest;
    let field = fields.iter().find(|field| field.spans.iter().any(|span| span.contains(dest)));
    match field.map(|field| field.role) {
        Some(Role::Author | Role::AuthorAddress) => LinkRole::Author,
        Some(role) if has_picture && role.is_of_source() => LinkRole::Source,
        _ => LinkRole::Item,
    }
}

/// A story, or a line of a list.
struct Item<'c> {
    fields: &'c [Field],
    span: Span,
    is_row: bool,
}

/// Stories and lines of lists. What every issue repeats (standing texts, facts, last week's
/// popular link) is none, nor is a quotation or other prose, and an event is looked at by a rule of its own.
fn items<'c>(context: &Context<'c>) -> impl Iterator<Item = Item<'c>> {
    let slots = context.outline.slots.iter().filter(|slot| {
        !slot.kind.is_boilerplate()
            && !matches!(slot.kind, SlotKind::People | SlotKind::Events | SlotKind::Popular)
    });
    slots.flat_map(|slot| {
        let rows = slot.rows.iter().map(|row| Item { fields: &row.fields, span: row.span, is_row: true });
        rows.chain(slot.rows.is_empty().then_some(Item {
            fields: &slot.fields,
            span: slot.span,
            is_row: false,
        }))
    })
}
