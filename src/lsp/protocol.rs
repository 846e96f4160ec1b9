//! The types of the protocol. Only this module names their crate, whose releases rename types.

pub(super) use gen_lsp_types::*;

use super::positions::Positions;
use crate::text::Edits;

/// The edits of a text in the protocol's form.
pub(super) fn text_edits(edits: &Edits, positions: &Positions<'_>) -> Vec<TextEdit> {
    let edit = |edit: &crate::text::Edit| TextEdit {
        range: positions.range(edit.span),
        new_text: edit.text.clone(),
    };
    edits.iter().map(edit).collect()
}

/// Text in Markdown.
pub(super) fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}
