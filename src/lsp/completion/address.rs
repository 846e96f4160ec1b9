//! The addresses of sources and authors in earlier issues.

use super::{Place, item};
use crate::lsp::protocol as lsp;
use crate::lsp::view::View;

pub(super) fn items(view: &View<'_>, place: &Place<'_>, typed: &str) -> Vec<lsp::CompletionItem> {
    let span = place.last(typed.len());
    let mut seen = std::collections::HashSet::new();
    let names = view.facts().archive.iter().flat_map(|issue| issue.names());
    let items = names.filter(|link| seen.insert(link.address.as_str())).enumerate().map(|(n, link)| {
        let words = place.before.rsplit_once('[').map_or("", |(_, text)| text);
        // The address of the name that is linked comes first.
        let is_it = words.strip_prefix(link.name.as_str()).is_some_and(|rest| rest.starts_with(']'));
        lsp::CompletionItem {
            detail: Some(link.name.clone()),
            sort_text: Some(format!("{}{n:05}", if is_it { 0 } else { 1 })),
            ..item(view, &link.address, lsp::CompletionItemKind::Reference, span, &link.address)
        }
    });
    items.collect()
}
