//! What a capability looks at: a document, its newsletter, and the facts of its last check.

use std::collections::HashMap;

use super::checker::Checked;
use super::client::Abilities;
use super::document::Document;
use super::positions::{Encoding, Positions};
use super::protocol as lsp;
use super::settings::Settings;
use crate::desk::{LiveNewsletter, LiveOptions, Workspace};
use crate::draft::Draft;
use crate::lint::Facts;
use crate::outline::Outline;
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// The state that all documents share.
#[derive(Clone, Copy)]
pub(super) struct Shared<'a> {
    pub abilities: Abilities,
    pub encoding: Encoding,
    pub settings: &'a Settings,
    pub options: &'a LiveOptions,
}

pub(super) struct View<'a> {
    pub document: &'a Document,
    pub draft: &'a Draft,
    pub newsletter: &'a LiveNewsletter,
    pub checked: &'a Checked,
    pub outline: Outline,
    pub positions: Positions<'a>,
    pub shared: Shared<'a>,
}

impl<'a> View<'a> {
    /// `None` if the document belongs to no newsletter, or was not checked yet.
    pub fn new(document: &'a Document, shared: Shared<'a>) -> Option<View<'a>> {
        let newsletter = document.newsletter.as_deref()?;
        let checked = document.checked.as_deref()?;
        let draft = &document.draft;
        let outline = checked.facts.outline(draft, &newsletter.workspace.profile);
        let positions = Positions::new(draft.text(), shared.encoding);
        Some(View { document, draft, newsletter, checked, outline, positions, shared })
    }

    pub fn workspace(&self) -> &'a Workspace {
        &self.newsletter.workspace
    }

    pub fn profile(&self) -> &'a Profile {
        &self.newsletter.workspace.profile
    }

    pub fn facts(&self) -> &'a Facts {
        &self.checked.facts
    }

    pub fn text(&self) -> &'a str {
        self.draft.text()
    }

    pub fn range(&self, span: Span) -> lsp::Range {
        self.positions.range(span)
    }

    /// The range of a span of another text than the document's.
    pub fn range_in(&self, text: &str, span: Span) -> lsp::Range {
        Positions::new(text, self.shared.encoding).range(span)
    }

    /// Edits of the document in the form that the editor knows.
    pub fn edit(&self, edits: &Edits) -> lsp::WorkspaceEdit {
        workspace_edit(self.document, lsp_edits(edits, &self.positions), self.shared.abilities)
    }
}

fn lsp_edits(edits: &Edits, positions: &Positions<'_>) -> Vec<lsp::Edit> {
    lsp::text_edits(edits, positions).into_iter().map(lsp::Edit::TextEdit).collect()
}

/// An edit of one document, with its version if the editor knows versions.
pub(super) fn workspace_edit(
    document: &Document,
    edits: Vec<lsp::Edit>,
    abilities: Abilities,
) -> lsp::WorkspaceEdit {
    let mut whole = lsp::WorkspaceEdit { changes: None, document_changes: None, change_annotations: None };
    let uri = lsp::Uri(document.uri.clone());
    if abilities.versioned_edits {
        let text_document = lsp::OptionalVersionedTextDocumentIdentifier {
            version: Some(document.version),
            text_document_identifier: lsp::TextDocumentIdentifier { uri },
        };
        let change = lsp::TextDocumentEdit { text_document, edits };
        whole.document_changes = Some(vec![lsp::DocumentChange::TextDocumentEdit(change)]);
    } else {
        let plain = edits.into_iter().filter_map(|edit| match edit {
            lsp::Edit::TextEdit(edit) => Some(edit),
            _ => None,
        });
        whole.changes = Some(HashMap::from([(uri, plain.collect())]));
    }
    whole
}
