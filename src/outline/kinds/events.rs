use super::{Finder, SectionView, plain_start, stories};
use crate::draft::{Block, Item, Link, LinkKind};
use crate::outline::missing::Part;
use crate::outline::{Field, Input, Layout, Role, Slot, SourceMarks, days_in, story};
use crate::profile::SlotKind;
use crate::text::Span;

/// Events: stories or bullets that name a date.
pub struct Events;

impl Finder for Events {
    fn text_separator(&self) -> Option<&'static str> {
        Some(", ")
    }

    fn is_bulleted(&self) -> bool {
        true
    }

    fn parts(&self) -> &[Part] {
        &[Part::Image, Part::Source]
    }

    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>) {
        for group in stories::groups(view, view.blocks) {
            // Labels and lists after a story are boilerplate and the bullets.
            let blocks = &view.blocks[group.clone()];
            let own = (0..blocks.len())
                .position(|n| is_list(view, blocks, n) || blocks[n].label(view.draft.text()).is_some());
            let blocks = &blocks[..own.unwrap_or(blocks.len())];
            let days = days_in(&words(view, blocks));
            // Text without an image, and without a date or a link, is the section's boilerplate.
            let is_event = !days.is_empty() && blocks.iter().any(|block| !block.links.is_empty());
            if !is_event && !blocks.iter().any(|block| view.is_image_only(block)) {
                continue;
            }
            let span = view.cover(&(group.start..group.start + blocks.len()));
            let fields = story::fields(view, blocks);
            let slot = Slot { days, ..Slot::new(SlotKind::Events, span, view.title_of(blocks), fields) };
            out.push(slot);
        }
        for n in (0..view.blocks.len()).filter(|n| is_list(view, view.blocks, *n)) {
            let block = &view.blocks[n];
            let texts = Texts::new(view, block);
            out.extend(block.items().iter().map(|item| bullet(view, block, item, texts)));
        }
    }
}

fn bullet(view: &SectionView<'_>, block: &Block, item: &Item, texts: Texts) -> Slot {
    let content = view.content(item);
    let mut fields = Vec::new();
    // A bullet that begins with its link has a name, an address and a text after them.
    match (first_link(view, block, item), dated_line(view, block, item)) {
        (Some(link), _) => {
            fields.push(view.field(Role::Name, Input::Bracketed, link.text).with_link(link).required());
            fields.push(view.field(Role::Address, Input::Address, link.dest).required());
            fields.push(words_after(view, link, content.end, texts));
        }
        (None, Some(links)) => fields.extend(dated_fields(view, content, links)),
        (None, None) if content.is_empty() => {
            fields.push(view.empty_line_text(Role::Text, content.start, " "))
        }
        (None, None) => fields.push(view.field(Role::Text, Input::Markdown, content).required()),
    }
    let mut slot = Slot::new(SlotKind::Events, item.span, plain_start(view.slice(content)), fields);
    slot.layout = Layout::Item;
    slot.days = days_in(leading(&without_addresses(view, block, content)));
    slot
}

/// The part of a bullet with its date: of `2026-06-24 | Berlin, DE | [Group](address)`, followed by
/// talks, only the date.
fn leading(words: &str) -> &str {
    let line = words.lines().next().unwrap_or_default();
    match line.split_once('|') {
        Some((day, _)) if line.starts_with(|c: char| c.is_ascii_digit()) => day,
        _ => words,
    }
}

/// The links of a bullet that begins with its date: `2026-06-24 | Berlin, DE | [Group](address)`,
/// followed by its talks.
fn dated_line<'b>(view: &SectionView<'_>, block: &'b Block, item: &Item) -> Option<&'b [Link]> {
    let content = view.content(item);
    let links = block.links_in(item.span);
    let first = links.first()?;
    let before = view.slice(Span::new(content.start, first.span.start));
    let is_dated = before.trim_end().ends_with('|');
    let all_inline = links.iter().all(|link| link.kind == LinkKind::Inline && !link.shows_image);
    (is_dated && !before.contains('\n') && all_inline).then_some(links)
}

/// The fields for date and place, the group, and each talk.
fn dated_fields(view: &SectionView<'_>, content: Span, links: &[Link]) -> Vec<Field> {
    let first = links[0].span.start;
    let before = view.slice(Span::new(content.start, first)).trim_end();
    let words = before.trim_end_matches('|').trim_end();
    // After the words were emptied, one space is left before the bar.
    let was_emptied = words.is_empty() && view.draft.text()[..content.start].ends_with("  ");
    let start = content.start - usize::from(was_emptied);
    let words = Span::new(start, start + words.len());
    let mut fields = vec![view.field(Role::Text, Input::Line, words).required()];
    for (n, link) in links.iter().enumerate() {
        let (name, address) = match n {
            0 => (Role::Name, Role::Address),
            _ => (Role::Talk, Role::TalkAddress),
        };
        let number = (n > 1).then_some(n);
        fields
            .push(view.field(name, Input::Bracketed, link.text).with_link(link).numbered(number).required());
        fields.push(view.field(address, Input::Address, link.dest).numbered(number).required());
    }
    fields
}

/// The field for the text of a bullet after its link and the comma or dash between them.
fn words_after(view: &SectionView<'_>, link: &Link, end: usize, texts: Texts) -> Field {
    let rest = view.slice(Span::new(link.span.end, end));
    let words = rest.trim_start_matches(SEPARATORS).trim_start();
    if !words.is_empty() {
        let start = end - words.len();
        let words = Span::new(start, start + words.trim_end().len());
        return view.field(Role::Text, Input::Markdown, words).required();
    }
    let mut field = view.empty_line_text(Role::Text, link.span.end, ", ");
    // No text is required in a list of links only, or if the link itself names the date.
    let text = view.slice(link.text);
    let names_day = || text.starts_with(|c: char| c.is_ascii_digit()) || !days_in(text).is_empty();
    field.required = (texts == Texts::Some && !names_day()) || field.wrapper.0 != ", ";
    field
}

/// Which bullets of a list have a text after their link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Texts {
    None,
    Some,
}

impl Texts {
    fn new(view: &SectionView<'_>, block: &Block) -> Self {
        let has_text = |item: &Item| {
            first_link(view, block, item).is_none_or(|link| {
                let rest = view.slice(Span::new(link.span.end, item.span.end));
                !rest.trim_matches(SEPARATORS).trim().is_empty()
            })
        };
        if block.items().iter().any(has_text) { Texts::Some } else { Texts::None }
    }
}

/// Characters between a bullet's link and its text.
const SEPARATORS: [char; 8] = [' ', '\t', ',', ':', ';', '-', '–', '—'];

/// The link that a bullet begins with.
fn first_link<'b>(view: &SectionView<'_>, block: &'b Block, item: &Item) -> Option<&'b Link> {
    let first = block.links_in(item.span).iter().find(|link| !link.shows_image)?;
    (first.span.start == view.content(item).start && first.kind == LinkKind::Inline).then_some(first)
}

/// True for a list of events. The sources of a story without a text look like a list too.
fn is_list(view: &SectionView<'_>, blocks: &[Block], n: usize) -> bool {
    let text = view.draft.text();
    let marks = SourceMarks::new(view.profile);
    let is_source =
        || story::follows_image(blocks, n, text) && story::bare_sources(blocks, n, text, marks).is_some();
    !blocks[n].items().is_empty() && !is_source()
}

/// The text of the blocks without addresses, whose digits are no dates.
fn words(view: &SectionView<'_>, blocks: &[Block]) -> String {
    let blocks = blocks.iter().filter(|block| !view.is_image_only(block));
    blocks.map(|block| without_addresses(view, block, block.span) + "\n").collect()
}

fn without_addresses(view: &SectionView<'_>, block: &Block, span: Span) -> String {
    let text = view.draft.text();
    let mut out = String::with_capacity(span.len());
    let mut at = span.start;
    for link in block.links_in(span) {
        out.push_str(text.get(at..link.dest.start).unwrap_or(""));
        at = at.max(link.dest.end);
    }
    out + text.get(at..span.end).unwrap_or("")
}
