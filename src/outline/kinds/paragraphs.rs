use super::item_text::{LeadLink, link_fields, shows_image, text_after, text_fields, text_of, with_images};
use super::{Finder, SectionView, plain_start, stories};
use crate::draft::{Block, BlockKind};
use crate::outline::slot::{Group, ItemNumber};
use crate::outline::{Field, Input, Role, Slot};
use crate::profile::SlotKind;
use crate::text::Span;

/// Paragraphs, each with the quotations, images, lists and code after it. If the text numbers them, as in
/// `3、[title](address)`, an item goes on up to the next number.
pub struct Paragraphs;

impl Finder for Paragraphs {
    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        let start = out.len();
        let text = view.draft.text();
        if is_numbered(view) {
            for group in numbered_groups(view) {
                let blocks = &view.blocks[group.clone()];
                let Some(number) = number_of(text, &blocks[0]) else { continue };
                let fields = numbered_fields(view, blocks, number);
                let first = Span::new(number.end, blocks[0].span.end);
                let mut slot = slot(view, &group, first, fields);
                slot.number = Some(number);
                out.push(slot);
            }
        } else {
            let groups = groups(view);
            for place in stories::emptied(view, &groups) {
                let fields = vec![view.empty_text(Role::Text, place)];
                out.push(Slot::new(SlotKind::Paragraphs, place.span, "", fields));
            }
            for group in groups {
                let blocks = &view.blocks[group.clone()];
                let first = blocks.iter().find(|block| !shows_image(view, block)).unwrap_or(&blocks[0]);
                out.push(slot(view, &group, first.span, fields(view, blocks)));
            }
        }
        // Other kinds have a slot of their own in an empty section.
        let is_only = view.spec.kinds.iter().filter(|kind| kind.takes_items()).count() < 2;
        if out.len() == start && view.heading.is_some() && !view.has_subsections && is_only {
            let place = view.insertion_after(view.blocks);
            let fields = vec![view.empty_text(Role::Text, place)];
            out.push(Slot::new(SlotKind::Paragraphs, place.span, "", fields));
        }
    }
}

fn slot(view: &SectionView<'_>, group: &Group, first: Span, fields: Vec<Field>) -> Slot {
    let value = |role: Role| {
        let field = fields.iter().find(|field| field.role == role);
        field.map(|field| field.value(view.draft)).filter(|value| !value.is_empty())
    };
    // The line of a number may have no words.
    let line = Some(view.slice(first)).filter(|line| !line.trim().is_empty());
    let title = value(Role::Title).or(line).or_else(|| value(Role::Text)).unwrap_or_default();
    Slot::new(SlotKind::Paragraphs, view.cover(group), plain_start(title), fields)
}

/// How a block takes part in the items of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Begins,
    /// It belongs to the item before it.
    Belongs,
    /// It ends the item before it, and belongs to none.
    Apart,
}

fn part(view: &SectionView<'_>, block: &Block) -> Part {
    let text = view.slice(block.span).trim();
    let is_tag = || text.starts_with("{%") && text.ends_with("%}");
    match &block.kind {
        _ if shows_image(view, block) => Part::Belongs,
        BlockKind::Paragraph => {
            let is_apart =
                block.label(view.draft.text()).is_some() || is_tag() || !view.lines(block).is_empty();
            if is_apart { Part::Apart } else { Part::Begins }
        }
        BlockKind::List(_) if view.spec.kinds.iter().any(|kind| super::finder(*kind).is_bulleted()) => {
            Part::Apart
        }
        BlockKind::List(_) | BlockKind::Quote | BlockKind::Code | BlockKind::Other => Part::Belongs,
        BlockKind::Html | BlockKind::Heading { .. } | BlockKind::Rule => Part::Apart,
    }
}

/// Groups the blocks of each item. Where the section begins with an image, an image begins each item.
fn groups(view: &SectionView<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut leads = None;
    let (mut is_open, mut has_text) = (false, false);
    for (n, block) in view.blocks.iter().enumerate() {
        let part = part(view, block);
        if part == Part::Apart {
            is_open = false;
            continue;
        }
        let is_image = shows_image(view, block);
        let has_leading_images = *leads.get_or_insert(is_image);
        let begins = match part {
            Part::Begins => has_text,
            _ => has_text && is_image && has_leading_images,
        };
        match groups.last_mut() {
            Some(group) if is_open && !begins => group.end = n + 1,
            _ => {
                groups.push(n..n + 1);
                has_text = false;
            }
        }
        is_open = true;
        has_text |= !is_image;
    }
    groups
}

fn fields(view: &SectionView<'_>, blocks: &[Block]) -> Vec<Field> {
    let text = text_of(view, blocks);
    let own = match blocks.get(text.clone()) {
        Some([first, .., last]) => text_fields(view, first, first.span.start, last.span.end),
        Some([only]) => text_fields(view, only, only.span.start, only.span.end),
        _ => vec![view.empty_text(Role::Text, view.insertion_after(blocks))],
    };
    with_images(view, blocks, &text, own)
}

/// True if a paragraph of the section begins with a number.
fn is_numbered(view: &SectionView<'_>) -> bool {
    view.blocks.iter().any(|block| number_of(view.draft.text(), block).is_some())
}

/// The blocks of each numbered item. The blocks before the first number are in no item.
fn numbered_groups(view: &SectionView<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut is_open = false;
    for (n, block) in view.blocks.iter().enumerate() {
        let is_apart = match block.kind {
            BlockKind::Paragraph => !view.lines(block).is_empty(),
            BlockKind::Html => !shows_image(view, block),
            BlockKind::Heading { .. } | BlockKind::Rule => true,
            _ => false,
        };
        if number_of(view.draft.text(), block).is_some() {
            groups.push(n..n + 1);
            is_open = true;
        } else if is_apart {
            is_open = false;
        } else if let Some(group) = groups.last_mut().filter(|_| is_open) {
            group.end = n + 1;
        }
    }
    groups
}

/// The most digits of a number: longer ones are years.
const MAX_DIGITS: usize = 3;

/// The number that a paragraph begins with: `3、`, `3）`, or `3.` directly before a link. With a space after
/// them, `3.` and `3)` begin an item of a Markdown list.
pub(in crate::outline) fn number_of(text: &str, block: &Block) -> Option<ItemNumber> {
    let raw = block.span.of(text);
    let digits = raw.bytes().take_while(u8::is_ascii_digit).count();
    if !block.is_paragraph() || !(1..=MAX_DIGITS).contains(&digits) {
        return None;
    }
    let mark = raw[digits..].chars().next()?;
    let after = &raw[digits + mark.len_utf8()..];
    let is_mark = match mark {
        '、' | '）' | '．' => true,
        '.' | ')' | ':' | '：' => after.trim_start_matches(['*', '_']).starts_with('['),
        _ => false,
    };
    let words = after.trim_start_matches([' ', '\t', '\u{3000}']);
    let span = Span::new(block.span.start, block.span.start + digits);
    let end = block.span.start + raw.len() - words.len();
    is_mark.then_some(ItemNumber { span, value: raw[..digits].parse().ok()?, end })
}

/// The fields of a numbered item: the link or the title of its first line, and the text below it, or else the
/// text after the link.
fn numbered_fields(view: &SectionView<'_>, blocks: &[Block], number: ItemNumber) -> Vec<Field> {
    let Some((first, below)) = blocks.split_first() else { return Vec::new() };
    let words = Span::new(number.end, first.span.end).trim(view.draft.text());
    let text = text_of(view, below);
    let covered = |blocks: &[Block]| blocks.iter().map(|block| block.span).reduce(Span::cover);
    let lower = covered(&below[text.clone()]);
    let lower = lower.map(|span| view.field(Role::Text, Input::Markdown, span).required());
    let has_link = LeadLink::read(view, first, number.end);
    let (mut fields, own) = match (has_link, lower) {
        (Some(mut lead), lower) => {
            lead.is_author = false;
            let lower = lower.or_else(|| text_after(view, &lead, first.span.end));
            (link_fields(view, &lead), lower)
        }
        (None, lower) if words.is_empty() => {
            let empty = || view.empty_line_text(Role::Text, number.end, "");
            (Vec::new(), Some(lower.unwrap_or_else(empty)))
        }
        (None, Some(lower)) => (vec![view.field(Role::Title, Input::Line, words).required()], Some(lower)),
        (None, None) => (vec![view.field(Role::Text, Input::Markdown, words).required()], None),
    };
    // The text after the link is before the images below it.
    let is_above =
        own.as_ref().is_some_and(|own| own.spans.first().is_some_and(|at| at.end <= first.span.end));
    let (above, own): (Vec<Field>, Vec<Field>) = own.into_iter().partition(|_| is_above);
    fields.extend(above);
    fields.extend(with_images(view, below, &text, own));
    fields
}
