//! Reads the values of an item of any newsletter as somebody would type them: address, title, text, image
//! and author.

use copydesk::draft::{Draft, Link, LinkKind};
use copydesk::outline::{NewItem, Role, Slot};
use copydesk::text::Span;

/// The values of an item, by its slot and row. `None` without a link.
pub(super) fn general(draft: &Draft, slot: &Slot, row: Option<usize>) -> Option<NewItem> {
    match row {
        Some(row) => {
            let lines: Vec<&str> = slot.rows.iter().map(|row| draft.slice(row.span)).collect();
            listed(&Draft::parse(lines[row]), &lines)
        }
        None => of_blocks(draft, slot),
    }
}

fn links(draft: &Draft) -> impl Iterator<Item = &Link> {
    draft.links().filter(|link| link.kind == LinkKind::Inline && !link.shows_image)
}

fn bare(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**")).unwrap_or(text)
}

/// The values of `- [title](url) by author` with a text after it or below it. An item that does not begin
/// with its link is given as a whole.
fn listed(item: &Draft, lines: &[&str]) -> Option<NewItem> {
    let text = item.text();
    let first = links(item).next()?;
    let line_end = text.find('\n').unwrap_or(text.len());
    let value = |link: &Link| (bare(item.slice(link.text)).to_owned(), item.slice(link.dest).to_owned());
    let (title, url) = value(first);
    let bullet = text.trim_start_matches(['*', '-', '+', ' ']);
    let start = text.len() - bullet.len();
    let before = text.get(start..first.span.start)?;
    // A label that others have is learnt; words before the link are part of the text.
    let has_label = |line: &&&str| line.trim_start_matches(['*', '-', '+', ' ']).starts_with(before);
    let is_repeated = before.trim_end().ends_with(':') && lines.iter().filter(has_label).count() > 2;
    let is_label = is_repeated || !before.contains(char::is_alphanumeric);
    if !is_label || first.span.start > line_end {
        return Some(NewItem { title, url, text: bullet.trim().to_owned(), ..NewItem::default() });
    }
    let tail = text.get(first.span.end..line_end)?.trim_start_matches('*');
    let below = text.get(line_end..)?.trim();
    let (author, tail) = match tail.strip_prefix(" by ") {
        Some(author) if !below.is_empty() || !author.contains('.') => (author.trim(), ""),
        _ => ("", tail),
    };
    let unmarked = |line: &str| line.trim().trim_start_matches("> ").to_owned();
    let below: Vec<String> = below.lines().map(unmarked).collect();
    let below = below.join("\n");
    let below = below.strip_prefix("- ").unwrap_or(&below);
    // A comma is part of the sentence.
    let tail = tail.trim_start_matches([' ', ':', '-', '–', '—']).trim_end();
    let text = if tail.is_empty() { below.to_owned() } else { [tail, below].join("\n").trim().to_owned() };
    Some(NewItem { title, url, text, author: author.to_owned(), ..NewItem::default() })
}

/// The values of a paragraph or topic. Of a text without a title, the title is the text of its link, which is
/// written without it.
fn of_blocks(draft: &Draft, slot: &Slot) -> Option<NewItem> {
    let value = |role: Role| {
        let field = slot.fields.iter().find(|field| field.role == role);
        field.map(|field| field.value(draft).to_owned()).unwrap_or_default()
    };
    let mut item = NewItem {
        title: value(Role::Title),
        url: value(Role::Address),
        text: value(Role::Text),
        image: value(Role::Image),
        author: value(Role::Author),
        author_url: value(Role::AuthorAddress),
        ..NewItem::default()
    };
    if item.url.is_empty() {
        let parsed = Draft::parse(item.text.as_str());
        let text = parsed.text();
        if let Some(link) = links(&parsed).next() {
            let words = parsed.slice(link.text).to_owned();
            let is_only = text.matches(words.as_str()).count() == 1;
            item.url = parsed.slice(link.dest).to_owned();
            if item.title.is_empty() && is_only && !words.contains(['[', '`', '*']) {
                let plain =
                    [parsed.slice(Span::new(0, link.span.start)), &words, &text[link.span.end..]].concat();
                item.title = words;
                item.text = plain;
            }
        }
    }
    (!item.url.is_empty() || !item.text.is_empty()).then_some(item)
}
