//! Completions, one file for each kind of place.

mod address;
mod form;
mod heading;
mod image;
mod name;

use super::protocol as lsp;
use super::view::View;
use crate::text::Span;

/// The characters after which an editor asks for completions by itself.
pub(super) fn triggers() -> Vec<String> {
    ["(", "/", "[", "#"].map(str::to_owned).to_vec()
}

/// The text before the cursor on its line.
struct Place<'t> {
    at: usize,
    before: &'t str,
}

impl<'t> Place<'t> {
    /// The span of the last `len` bytes before the cursor.
    fn last(&self, len: usize) -> Span {
        Span::new(self.at - len, self.at)
    }

    /// The typed part of an address or path after `](` or `src="`, and what is before it.
    fn destination(&self) -> Option<(&'t str, &'t str)> {
        let open = [("](", ')'), ("src=\"", '"')].into_iter().filter_map(|(open, close)| {
            let start = self.before.rfind(open)? + open.len();
            let typed = &self.before[start..];
            (!typed.contains([close, ' '])).then_some((&self.before[..start], typed))
        });
        open.max_by_key(|(before, _)| before.len())
    }
}

pub(super) fn completion(view: &View<'_>, params: lsp::CompletionParams) -> Option<lsp::CompletionResponse> {
    let at = view.positions.offset(params.text_document_position_params.position);
    let line = Span::line_at(view.text(), at);
    let place = Place { at, before: view.text().get(line.start..at)? };
    let items = if at < view.draft.body() {
        match place.before.rsplit_once([' ', '"', '\'']) {
            Some((_, typed)) if typed.starts_with(['/', '.']) => image::items(view, &place, typed),
            _ => Vec::new(),
        }
    } else if let Some((before, typed)) = place.destination() {
        match before.ends_with("src=\"") || is_of_image(before) {
            true => image::items(view, &place, typed),
            false => address::items(view, &place, typed),
        }
    } else if place.before.starts_with('#') {
        heading::items(view, &place)
    } else if place.before.trim().is_empty() {
        form::items(view, &place)
    } else {
        name::items(view, &place)
    };
    let list = lsp::CompletionList { is_incomplete: false, items, ..lsp::CompletionList::default() };
    Some(lsp::CompletionResponse::CompletionList(list))
}

/// True if a text that ends in `](` is the beginning of an image, and not that of a link, which may be around one.
fn is_of_image(before: &str) -> bool {
    let Some(text) = before.strip_suffix("](") else { return false };
    let mut depth = 1;
    let open = text.char_indices().rev().find(|(_, c)| {
        depth += i32::from(*c == ']') - i32::from(*c == '[');
        depth == 0
    });
    open.is_some_and(|(at, _)| text[..at].ends_with('!'))
}

/// A completion that replaces a span.
fn item(
    view: &View<'_>,
    label: &str,
    kind: lsp::CompletionItemKind,
    span: Span,
    text: &str,
) -> lsp::CompletionItem {
    let edit = lsp::TextEdit { range: view.range(span), new_text: text.to_owned() };
    lsp::CompletionItem {
        label: label.to_owned(),
        kind: Some(kind),
        // The editor compares with what is typed, which the edit replaces.
        filter_text: Some(text.to_owned()),
        text_edit: Some(lsp::CompletionItemTextEdit::TextEdit(edit)),
        ..lsp::CompletionItem::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_around_an_image_is_no_image() {
        assert!(is_of_image("![A gate]("));
        assert!(is_of_image("[![A [small] gate]("));
        assert!(!is_of_image("[A gate]("));
        assert!(!is_of_image("[![A gate](a.png)]("));
        assert!(!is_of_image("a gate]("));
    }
}
