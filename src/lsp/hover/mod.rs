//! What is shown for the place under the pointer: problems with the page of their rule, images, links and
//! sections.

mod image;
mod link;
mod problem;
mod section;

use super::protocol as lsp;
use super::view::View;
use crate::text::Span;

/// A part of a hover and the text that it is about.
type Part = (Span, String);

pub(super) fn hover(view: &View<'_>, params: lsp::HoverParams) -> Option<lsp::Hover> {
    let at = view.positions.offset(params.text_document_position_params.position);
    let parts: Vec<Part> = [image::at(view, at), link::at(view, at), section::at(view, at)]
        .into_iter()
        .flatten()
        .chain(problem::at(view, at))
        .collect();
    let (span, _) = parts.iter().min_by_key(|(span, _)| span.len())?;
    let range = Some(view.range(*span));
    let texts: Vec<&str> = parts.iter().map(|(_, text)| text.as_str()).collect();
    let contents = lsp::Contents::MarkupContent(lsp::markdown(texts.join("\n\n---\n\n")));
    Some(lsp::Hover { contents, range })
}

/// Text from a draft or a file within a line of Markdown.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in crate::text::Shown(text).to_string().chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | ':' | '/' | '-' | '\'' | '%') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
