use super::{Finder, SectionView, plain_start, stories};
use crate::draft::{Block, Item, Link, LinkKind};
use crate::outline::{Field, Input, Layout, Role, Slot, days_in, story};
use crate::profile::SlotKind;
use crate::text::Span;

/// Events: stories with an image, or bullets, with the days that they name.
pub struct Events;

impl Finder for Events {
    fn text_separator(&self) -> Option<&'static str> {
        Some(", ")
    }

    fn is_bulleted(&self) -> bool {
        true
    }

    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>) {
        for group in stories::groups(part, part.blocks) {
            // Labels and lists after a story are the bullets and the standing text.
            let blocks = &part.blocks[group.clone()];
            let own = (0..blocks.len())
                .position(|n| is_list(part, blocks, n) || blocks[n].label(part.draft.text()).is_some());
            let blocks = &blocks[..own.unwrap_or(blocks.len())];
            let days = days_in(&words(part, blocks));
            // Text without a picture and without a day or a link is the section's standing text.
            let is_told = !days.is_empty() && blocks.iter().any(|block| !block.links.is_empty());
            if !is_told && !blocks.iter().any(|block| part.is_image_only(block)) {
                continue;
            }
            let span = part.cover(&(group.start..group.start + blocks.len()));
            let fields = story::fields(part, blocks);
            let slot = Slot { days, ..Slot::new(SlotKind::Events, span, part.title_of(blocks), fields) };
            out.push(slot);
        }
        for n in (0..part.blocks.len()).filter(|n| is_list(part, part.blocks, *n)) {
            let block = &part.blocks[n];
            let has_texts = has_texts(part, block);
            out.extend(block.items().iter().map(|item| bullet(part, block, item, has_texts)));
        }
    }
}

fn bullet(part: &SectionView<'_>, block: &Block, item: &Item, list_has_texts: bool) -> Slot {
    let content = part.content(item);
    let mut fields = Vec::new();
    // A bullet that begins with its link has name, address and the rest; no byte is in two fields.
    match (first_link(part, block, item), dated_line(part, block, item)) {
        (Some(link), _) => {
            fields.push(part.field(Role::Name, Input::Bracketed, link.text).with_link(link).required());
            fields.push(part.field(Role::Address, Input::Address, link.dest).required());
            fields.push(words_after(part, link, content.end, list_has_texts));
        }
        (None, Some(links)) => fields.extend(dated_fields(part, content, links)),
        (None, None) if content.is_empty() => {
            fields.push(part.empty_line_text(Role::Text, content.start, " "))
        }
        (None, None) => fields.push(part.field(Role::Text, Input::Markdown, content).required()),
    }
    let mut slot = Slot::new(SlotKind::Events, item.span, plain_start(part.slice(content)), fields);
    slot.layout = Layout::Item;
    slot.days = days_in(leading(&without_addresses(part, block, content)));
    slot
}

/// Of `2026-06-24 | Berlin, DE | [Group](address)` with its talks below it, what names the day.
fn leading(words: &str) -> &str {
    let line = words.lines().next().unwrap_or_default();
    match line.split_once('|') {
        Some((day, _)) if line.starts_with(|c: char| c.is_ascii_digit()) => day,
        _ => words,
    }
}

/// The links of a bullet that begins with its day: `2026-06-24 | Berlin, DE | [Group](address)`, with
/// its talks below it.
fn dated_line<'b>(part: &SectionView<'_>, block: &'b Block, item: &Item) -> Option<&'b [Link]> {
    let content = part.content(item);
    let links = block.links_in(item.span);
    let first = links.first()?;
    let before = part.slice(Span::new(content.start, first.span.start));
    let is_dated = before.trim_end().ends_with('|');
    let all_inline = links.iter().all(|link| link.kind == LinkKind::Inline && !link.shows_image);
    (is_dated && !before.contains('\n') && all_inline).then_some(links)
}

/// The day and the place, the group, and each talk.
fn dated_fields(part: &SectionView<'_>, content: Span, links: &[Link]) -> Vec<Field> {
    let first = links[0].span.start;
    let before = part.slice(Span::new(content.start, first)).trim_end();
    let words = before.trim_end_matches('|').trim_end();
    // What was there stood one blank before the bar.
    let has_gap = words.is_empty() && part.draft.text()[..content.start].ends_with("  ");
    let start = content.start - usize::from(has_gap);
    let words = Span::new(start, start + words.len());
    let mut fields = vec![part.field(Role::Text, Input::Line, words).required()];
    for (n, link) in links.iter().enumerate() {
        let (name, address) = match n {
            0 => (Role::Name, Role::Address),
            _ => (Role::Talk, Role::TalkAddress),
        };
        let number = (n > 1).then_some(n);
        fields
            .push(part.field(name, Input::Bracketed, link.text).with_link(link).numbered(number).required());
        fields.push(part.field(address, Input::Address, link.dest).numbered(number).required());
    }
    fields
}

/// The field for what a bullet says after its link and the comma or dash that parts them.
fn words_after(part: &SectionView<'_>, link: &Link, end: usize, list_has_texts: bool) -> Field {
    let rest = part.slice(Span::new(link.span.end, end));
    let words = rest.trim_start_matches(SEPARATORS).trim_start();
    if !words.is_empty() {
        let start = end - words.len();
        let words = Span::new(start, start + words.trim_end().len());
        return part.field(Role::Text, Input::Markdown, words).required();
    }
    let mut field = part.empty_line_text(Role::Text, link.span.end, ", ");
    // A list of nothing but links has no texts to ask for, nor has a link that names the day.
    let text = part.slice(link.text);
    let names_day = || text.starts_with(|c: char| c.is_ascii_digit()) || !days_in(text).is_empty();
    field.required = (list_has_texts && !names_day()) || field.wrapper.0 != ", ";
    field
}

/// Whether any bullet of the list says more than its link does.
fn has_texts(part: &SectionView<'_>, block: &Block) -> bool {
    block.items().iter().any(|item| {
        first_link(part, block, item).is_none_or(|link| {
            let rest = part.slice(Span::new(link.span.end, item.span.end));
            !rest.trim_matches(SEPARATORS).trim().is_empty()
        })
    })
}

/// What parts a bullet's link from its words.
const SEPARATORS: [char; 8] = [' ', '\t', ',', ':', ';', '-', '–', '—'];

/// The link that a bullet begins with.
fn first_link<'b>(part: &SectionView<'_>, block: &'b Block, item: &Item) -> Option<&'b Link> {
    let first = block.links_in(item.span).iter().find(|link| !link.shows_image)?;
    (first.span.start == part.content(item).start && first.kind == LinkKind::Inline).then_some(first)
}

/// Whether it is a list of bullets, and not the sources of a story that has no text.
fn is_list(part: &SectionView<'_>, blocks: &[Block], n: usize) -> bool {
    let text = part.draft.text();
    let is_source =
        || story::follows_picture(blocks, n, text) && story::bare_sources(blocks, n, text).is_some();
    !blocks[n].items().is_empty() && !is_source()
}

/// The text of the blocks without addresses, whose numbers are no days.
fn words(part: &SectionView<'_>, blocks: &[Block]) -> String {
    let blocks = blocks.iter().filter(|block| !part.is_image_only(block));
    blocks.map(|block| without_addresses(part, block, block.span) + "\n").collect()
}

fn without_addresses(part: &SectionView<'_>, block: &Block, span: Span) -> String {
    let text = part.draft.text();
    let mut out = String::with_capacity(span.len());
    let mut at = span.start;
    for link in block.links_in(span) {
        out.push_str(text.get(at..link.dest.start).unwrap_or(""));
        at = at.max(link.dest.end);
    }
    out + text.get(at..span.end).unwrap_or("")
}
