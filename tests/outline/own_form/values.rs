//! Reads the values of an item as somebody would type them: no bullet, no label, no separators.

use copydesk::draft::{Draft, Link, LinkKind};
use copydesk::outline::{Input, NewItem, Role, Slot};

/// Whether the name of a source or an organizer is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::outline) enum Naming {
    Given,
    /// It must be learnt from the address.
    Learnt,
}

pub(super) fn values(draft: &Draft, slot: &Slot, row: Option<usize>, naming: Naming) -> Option<NewItem> {
    let span = row.map_or(slot.span, |row| slot.rows[row].span);
    let item = Draft::parse(draft.slice(span));
    if slot.is_item() || row.is_some() {
        let line = listed(&item, naming)?;
        return (!line.url.is_empty()).then_some(line);
    }
    story(draft, slot, naming)
}

fn links(draft: &Draft) -> Vec<&Link> {
    draft.links().filter(|link| link.kind == LinkKind::Inline && !link.shows_image).collect()
}

/// The values of `* [title](url) text`, `[title](url) from [author](url)`, or of an event with its date
/// and place first and a talk below it.
fn listed(item: &Draft, naming: Naming) -> Option<NewItem> {
    let links = links(item);
    let first = links.first()?;
    let head = item.text()[..first.span.start].trim_start_matches(['*', '-', '+', ' ']);
    let value = |link: &Link| (bare(item.slice(link.text)).to_owned(), item.slice(link.dest).to_owned());
    let (title, url) = value(first);
    let first_line_end = item.text().find('\n').unwrap_or(item.text().len());
    let after = |link: &Link, end: usize| text_after(item.text().get(link.span.end..end).unwrap_or(""));
    if let Some((date, place)) = head.split_once('|') {
        let place = place.trim().trim_end_matches('|').trim().to_owned();
        let event = NewItem { date: date.trim().to_owned(), place, ..NewItem::default() };
        let talk = links.iter().find(|link| link.span.start > first_line_end);
        let Some(talk) = talk else {
            return Some(NewItem { title, url, text: after(first, first_line_end), ..event });
        };
        let (source, source_url) = if naming == Naming::Given { (title, url) } else { Default::default() };
        let (title, url) = value(talk);
        return Some(NewItem {
            title,
            url,
            text: after(talk, item.text().len()),
            source,
            source_url,
            ..event
        });
    }
    let text = after(first, item.text().len());
    if let Some(author) = links.get(1).filter(|_| text.starts_with("from [")) {
        let (author, author_url) = value(author);
        return Some(NewItem { title, url, author, author_url, ..NewItem::default() });
    }
    Some(NewItem { title, url, text, ..NewItem::default() })
}

/// The text after a link, without the comma or dash between them.
fn text_after(text: &str) -> String {
    text.trim_start_matches([' ', ',', ':', '-', '–', '—']).trim_end().to_owned()
}

fn bare(title: &str) -> &str {
    let title = title.trim();
    title.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")).unwrap_or(title)
}

/// The values of a story. A text with several sources keeps them.
fn story(draft: &Draft, slot: &Slot, naming: Naming) -> Option<NewItem> {
    let value = |role: Role| {
        let field = slot.fields.iter().find(|field| field.role == role);
        field.map(|field| field.value(draft).to_owned()).unwrap_or_default()
    };
    let sources: Vec<_> = slot.fields.iter().filter(|field| field.role.is_source_name()).collect();
    let has_more = slot.fields.iter().any(|field| field.role == Role::AfterSources);
    let text = slot.fields.iter().find(|field| field.role == Role::Text)?;
    let start = text.spans.first()?.start;
    let whole = draft.text()[start..slot.span.end.max(start)].trim().to_owned();
    let image = slot.fields.iter().find(|field| field.input == Input::Path);
    let mut item = NewItem {
        title: value(Role::AltText),
        url: value(Role::ImageLink),
        image: image.map(|field| field.value(draft).to_owned()).unwrap_or_default(),
        ..NewItem::default()
    };
    if sources.len() == 1 && !has_more {
        item.text = value(Role::Text);
        item.source_url = value(Role::SourceAddress);
        if naming == Naming::Given {
            item.source = value(Role::Source);
        }
    } else {
        item.text = whole;
    }
    if item.url.is_empty() {
        // A story without an image is about the page that it names as its source, or links to first.
        let first = draft.links_in(slot.span).next();
        item.url = match item.source_url.is_empty() {
            true => first.map(|link| draft.slice(link.dest).to_owned()).unwrap_or_default(),
            false => item.source_url.clone(),
        };
    }
    if item.source_url == item.url {
        item.source_url.clear();
    }
    // The program takes one paragraph.
    let is_one = !item.text.contains("\n\n");
    (is_one && !item.text.is_empty() && !item.url.is_empty()).then_some(item)
}
