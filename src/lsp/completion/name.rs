//! Names: the house style's spellings and sources, and the sources and authors of earlier issues.

use std::collections::HashSet;

use super::{Place, item};
use crate::lsp::protocol as lsp;
use crate::lsp::view::View;

pub(super) fn items(view: &View<'_>, place: &Place<'_>) -> Vec<lsp::CompletionItem> {
    let typed = place.before.rsplit([' ', '[', '(', '*', '_', '"']).next().unwrap_or("");
    let span = place.last(typed.len());
    let is_in_link = place.before.ends_with(&format!("[{typed}"));
    let mut seen = HashSet::new();
    let style = &view.profile().style;
    let house = style.spellings.keys().chain(style.sources.keys()).chain(style.labels.keys());
    let mut items = Vec::new();
    for name in house.filter(|name| seen.insert(name.as_str())) {
        let item = item(view, name, lsp::CompletionItemKind::Text, span, name);
        items.push(lsp::CompletionItem { detail: Some("house style".to_owned()), ..item });
    }
    let earlier = view.facts().archive.iter().flat_map(|issue| issue.names());
    let mut linked = HashSet::new();
    for link in earlier.filter(|link| linked.insert((link.name.as_str(), link.address.as_str()))) {
        let text = match is_in_link {
            true => link.name.clone(),
            false => format!("[{}]({})", link.name, link.address),
        };
        let item = item(view, &link.name, lsp::CompletionItemKind::Reference, span, &text);
        items.push(lsp::CompletionItem {
            detail: Some(link.address.clone()),
            filter_text: Some(link.name.clone()),
            ..item
        });
    }
    items
}
