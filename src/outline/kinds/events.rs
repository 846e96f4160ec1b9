use super::{Kind, Part, plain_start, stories};
use crate::draft::{Block, Item, Link, LinkKind};
use crate::outline::{Field, Input, Slot, days_in, story};
use crate::text::Span;

/// Events: stories with an image, or bullets, with the days that they name.
pub struct Events;

impl Kind for Events {
    fn name(&self) -> &'static str {
        "events"
    }

    fn is_bulleted(&self) -> bool {
        true
    }

    fn slots(&self, part: &Part<'_>, out: &mut Vec<Slot>) {
        for group in stories::groups(part, part.blocks) {
            // Labels and lists after a story are the bullets and the standing text.
            let blocks = &part.blocks[group.clone()];
            let own = (0..blocks.len())
                .position(|n| is_list(part, blocks, n) || blocks[n].label(part.draft.text()).is_some());
            let blocks = &blocks[..own.unwrap_or(blocks.len())];
            let days = days_in(&words(part, blocks));
            // Text without a picture and without a day is the section's standing text.
            if days.is_empty() && !blocks.iter().any(|block| part.is_picture(block)) {
                continue;
            }
            let span = part.cover(&(group.start..group.start + blocks.len()));
            let fields = story::fields(part, blocks);
            let slot = Slot { days, ..Slot::new("events", span, part.title_of(blocks), fields) };
            out.push(slot);
        }
        for n in (0..part.blocks.len()).filter(|n| is_list(part, part.blocks, *n)) {
            let block = &part.blocks[n];
            let has_texts = has_texts(part, block);
            out.extend(block.items().iter().map(|item| bullet(part, block, item, has_texts)));
        }
    }
}

fn bullet(part: &Part<'_>, block: &Block, item: &Item, list_has_texts: bool) -> Slot {
    let content = part.content(item);
    let mut fields = Vec::new();
    // A bullet that begins with its link has name, address and the rest; no byte is in two fields.
    match first_link(part, block, item) {
        Some(link) => {
            fields.push(part.field("Name", Input::Bracketed, link.text).of_link(link).required());
            fields.push(part.field("Address", Input::Address, link.dest).required());
            fields.push(words_after(part, link, content.end, list_has_texts));
        }
        None if content.is_empty() => fields.push(part.empty_line_text(content.start, " ")),
        None => fields.push(part.field("Text", Input::Markdown, content).required()),
    }
    let mut slot = Slot::new("events", item.span, plain_start(part.slice(content)), fields);
    slot.is_item = true;
    slot.days = days_in(part.slice(content));
    slot
}

/// The field for what a bullet says after its link and the comma or dash that parts them.
fn words_after(part: &Part<'_>, link: &Link, end: usize, list_has_texts: bool) -> Field {
    let rest = part.slice(Span::new(link.span.end, end));
    let words = rest.trim_start_matches(SEPARATORS).trim_start();
    if !words.is_empty() {
        let start = end - words.len();
        let words = Span::new(start, start + words.trim_end().len());
        return part.field("Text", Input::Markdown, words).required();
    }
    let mut field = part.empty_line_text(link.span.end, ", ");
    // A list of nothing but links has no texts to ask for.
    field.required = list_has_texts || field.around.0 != ", ";
    field
}

/// Whether any bullet of the list says more than its link does.
fn has_texts(part: &Part<'_>, block: &Block) -> bool {
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
fn first_link<'b>(part: &Part<'_>, block: &'b Block, item: &Item) -> Option<&'b Link> {
    let first = block.links_in(item.span).iter().find(|link| !link.shows_image)?;
    (first.span.start == part.content(item).start && first.kind == LinkKind::Inline).then_some(first)
}

/// Whether it is a list of bullets, and not the sources of a story that has no text.
fn is_list(part: &Part<'_>, blocks: &[Block], n: usize) -> bool {
    let text = part.draft.text();
    let is_source =
        || story::follows_picture(blocks, n, text) && story::bare_sources(blocks, n, text).is_some();
    !blocks[n].items().is_empty() && !is_source()
}

/// The text of the blocks without addresses, whose numbers are no days.
fn words(part: &Part<'_>, blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks.iter().filter(|block| !part.is_picture(block)) {
        let mut at = block.span.start;
        for link in &block.links {
            out.push_str(part.draft.text().get(at..link.dest.start).unwrap_or(""));
            at = link.dest.end;
        }
        out.push_str(part.draft.text().get(at..block.span.end).unwrap_or(""));
        out.push('\n');
    }
    out
}
