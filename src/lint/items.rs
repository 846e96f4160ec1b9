//! The items of an issue and their links.

use super::Context;
use super::cache::LinkTarget;
use crate::draft::LinkKind;
use crate::outline::{Field, Role, dates_in};
use crate::profile::SlotKind;
use crate::text::Span;

/// The purpose of a link in an item. Only the item's own page is its news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkRole {
    Item,
    /// The author's page.
    Author,
    /// The source of a story, besides the page that it is about.
    Source,
    /// A playlist, which grows every week.
    Playlist,
    /// A page that every issue links to.
    Boilerplate,
}

/// A link of an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemLink<'c> {
    /// The index of the item.
    pub owner: usize,
    pub item: Span,
    /// True if the item is a line of a list and not a story.
    pub is_row: bool,
    /// True for the item's first link. Later links of a line are related pages: an earlier post, or the
    /// people to ask.
    pub is_first: bool,
    /// True if the link goes to a site's home page.
    pub is_site: bool,
    pub target: &'c LinkTarget<'c>,
}

/// The number of bytes of an item that are searched for a date.
const LONGEST_ANNOUNCEMENT: usize = 2_000;

impl ItemLink<'_> {
    pub fn shows_image(&self) -> bool {
        self.target.link.is_some_and(|link| link.shows_image)
    }

    /// True if the item has a future date. Events are announced more than once, and a group's page may
    /// appear with each of its meetings.
    pub fn is_announcement(&self, context: &Context<'_>) -> bool {
        let Some(issue) = context.issue.date().filter(|_| self.is_row) else { return false };
        let words = context.draft.slice(self.item);
        // Announcements are short, but a line may have thousands of links.
        let end = (0..=LONGEST_ANNOUNCEMENT.min(words.len())).rfind(|end| words.is_char_boundary(*end));
        let words = &words[..end.unwrap_or(0)];
        dates_in(words, issue).is_some_and(|(_, last)| last >= issue)
    }
}

/// The links to the items' own pages, in order. Leaves out links with another [`LinkRole`], and home
/// pages unless a line of a list begins with one and so is about the site.
pub(super) fn item_links<'c>(context: &'c Context<'_>) -> Vec<ItemLink<'c>> {
    let is_inline = |target: &&LinkTarget<'_>| target.link.is_some_and(|link| link.kind == LinkKind::Inline);
    let mut targets = context.link_targets().iter().filter(is_inline).peekable();
    let mut found = Vec::new();
    let span = |target: &LinkTarget<'_>| target.link.map_or(target.dest, |link| link.span);
    for (owner, Item { fields, span: item, is_row }) in items(context).enumerate() {
        while targets.next_if(|target| span(target).start < item.start).is_some() {}
        let mut before = None;
        let mut has_image = false;
        let first = found.len();
        while let Some(target) = targets.next_if(|target| span(target).end <= item.end) {
            let gap = before.map(|end| context.draft.slice(Span::new(end, span(target).start.max(end))));
            let is_first = found.len() == first;
            let is_site = target.address.is_site();
            let position = LinkPosition { gap: gap.filter(|_| is_row), is_first, has_image };
            let role = role(context, fields, target, position);
            has_image |= target.link.is_some_and(|link| link.shows_image);
            before = Some(span(target).end);
            if role == LinkRole::Item && (!is_site || (is_row && is_first)) {
                found.push(ItemLink { owner, item, is_row, is_first, is_site, target });
            }
        }
    }
    found
}

/// The position of a link in its item.
#[derive(Clone, Copy)]
struct LinkPosition<'t> {
    /// The text between the link and the previous one in its line.
    gap: Option<&'t str>,
    is_first: bool,
    /// True if an earlier link of the item shows an image.
    has_image: bool,
}

/// Returns the purpose of a link. If a story has an image, the image links to the story's page;
/// otherwise the source does.
fn role(
    context: &Context<'_>,
    fields: &[Field],
    target: &LinkTarget<'_>,
    LinkPosition { gap, is_first, has_image }: LinkPosition<'_>,
) -> LinkRole {
    if context.is_in_every_issue(target.dest, target.page) {
        return LinkRole::Boilerplate;
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
        Some(role) if has_image && role.is_of_source() => LinkRole::Source,
        _ => LinkRole::Item,
    }
}

/// A story, or a line of a list.
struct Item<'c> {
    fields: &'c [Field],
    span: Span,
    is_row: bool,
}

/// Returns the stories and lines of lists. Boilerplate, facts, last week's popular link, quotations and
/// other prose are not items. Events have their own rules.
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
