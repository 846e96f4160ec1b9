use super::{Kind, Part, plain_start, stories};
use crate::draft::{Block, Item, LinkKind};
use crate::outline::{Input, Slot, dates_in, story};
use crate::profile::parse_day;
use crate::text::Span;

/// Events: stories with an image, or bullets, with the days that they name.
pub struct Events;

impl Kind for Events {
    fn name(&self) -> &'static str {
        "events"
    }

    fn slots(&self, part: &Part<'_>, out: &mut Vec<Slot>) {
        let issue = issue_day(part);
        for group in stories::groups(part, part.blocks) {
            // Labels and lists after a story are the bullets and the standing text.
            let blocks = &part.blocks[group.clone()];
            let own = (0..blocks.len())
                .position(|n| is_list(part, blocks, n) || blocks[n].label(part.draft.text()).is_some());
            let blocks = &blocks[..own.unwrap_or(blocks.len())];
            let dates = issue.and_then(|issue| dates_in(&words(part, blocks), issue));
            // Text without a picture and without a day is the section's standing text.
            if dates.is_none() && !blocks.iter().any(|block| part.is_picture(block)) {
                continue;
            }
            let span = part.cover(&(group.start..group.start + blocks.len()));
            let fields = story::fields(part, blocks);
            let slot = Slot { dates, ..Slot::new("events", span, part.title_of(blocks), fields) };
            out.push(slot);
        }
        for n in (0..part.blocks.len()).filter(|n| is_list(part, part.blocks, *n)) {
            let block = &part.blocks[n];
            out.extend(block.items().iter().map(|item| bullet(part, block, item, issue)));
        }
    }
}

fn bullet(part: &Part<'_>, block: &Block, item: &Item, issue: Option<jiff::civil::Date>) -> Slot {
    let content = part.content(item);
    let mut fields = Vec::new();
    let first = block.links_in(item.span).iter().find(|link| !link.shows_image);
    // A bullet that begins with its link has name, address and the rest; no byte is in two fields.
    match first.filter(|link| link.span.start == content.start && link.kind == LinkKind::Inline) {
        Some(link) => {
            fields.push(part.field("Name", Input::Bracketed, link.text).of_link(link).required());
            fields.push(part.field("Address", Input::Address, link.dest).required());
            let rest = Span::new(link.span.end, content.end).trim(part.draft.text());
            if !rest.is_empty() {
                fields.push(part.field("Text", Input::Markdown, rest).required());
            }
        }
        None => fields.push(part.field("Text", Input::Markdown, content).required()),
    }
    let mut slot = Slot::new("events", item.span, plain_start(part.slice(content)), fields);
    slot.is_item = true;
    slot.dates = issue.and_then(|issue| dates_in(part.slice(content), issue));
    slot
}

/// Whether it is a list of bullets, and not the sources of a story that has no text.
fn is_list(part: &Part<'_>, blocks: &[Block], n: usize) -> bool {
    !blocks[n].items().is_empty() && story::bare_sources(blocks, n, part.draft.text()).is_none()
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

fn issue_day(part: &Part<'_>) -> Option<jiff::civil::Date> {
    let value = part.draft.front_matter()?.value(&part.profile.front_matter.date, part.draft.text())?;
    parse_day(value.get(..10)?)
}
