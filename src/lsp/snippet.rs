//! Texts with places to fill, which editors call snippets.

use super::protocol as lsp;
use super::view::{View, workspace_edit};
use crate::text::Edits;

/// A place to fill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hole {
    /// The word of the text that marks the place.
    mark: String,
    /// What the editor shows until it is filled.
    label: String,
}

impl Hole {
    pub fn new(mark: &str, label: &str) -> Hole {
        Hole { mark: mark.to_owned(), label: label.to_owned() }
    }

    /// A word that is not in a text, for its hole `n`.
    pub fn mark(text: &str, n: usize) -> String {
        let mut mark = format!("hole{n}x");
        while text.contains(&mark) {
            mark.push('x');
        }
        mark
    }
}

/// Escapes a text for a snippet.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '$' | '}') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text with the marks of holes replaced by places to fill. A mark that is in the text twice is one place.
pub(super) fn with_places(text: &str, holes: &[Hole]) -> String {
    let mut out = escape(text);
    for (n, hole) in holes.iter().enumerate() {
        out = out.replace(&hole.mark, &format!("${{{}:{}}}", n + 1, escape(&hole.label)));
    }
    out
}

/// An edit with places to fill. The edits become one, because only one edit can have them.
pub(super) fn edit(view: &View<'_>, edits: &Edits, holes: &[Hole]) -> lsp::WorkspaceEdit {
    let Some(span) = edits.span() else { return view.edit(edits) };
    let changed = edits.apply(view.text());
    let end = span.end.saturating_add_signed(edits.delta());
    let text = changed.get(span.start..end).unwrap_or("");
    let snippet = lsp::SnippetTextEdit {
        range: view.range(span),
        snippet: lsp::StringValue { value: with_places(text, holes) },
        annotation_id: None,
    };
    workspace_edit(view.document, vec![lsp::Edit::SnippetTextEdit(snippet)], view.shared.abilities)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_holes_is_a_snippet() {
        let holes = [Hole::new("hole0x", "Title"), Hole::new("hole1x", "a}b")];
        let snippet = with_places("[hole0x](hole1x) costs $5 {x}", &holes);
        assert_eq!(snippet, "[${1:Title}](${2:a\\}b}) costs \\$5 {x\\}");
        assert_eq!(Hole::mark("hole0x hole0xx", 0), "hole0xxx");
    }
}
