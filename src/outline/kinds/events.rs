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
            let own =
                blocks.iter().position(|block| is_list(block) || block.label(part.draft.text()).is_some());
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
        for block in part.blocks.iter().filter(|block| is_list(block)) {
            for item in block.items() {
                out.push(bullet(part, block, item, issue));
            }
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
    slot.dates = issue.and_then(|issue| dates_in(part.slice(content), issue));
    slot
}

fn is_list(block: &Block) -> bool {
    !block.items().is_empty()
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
