//! A document that is open in the editor.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_server::Request;

use super::checker::Checked;
use super::positions::{Encoding, Positions};
use super::protocol as lsp;
use crate::desk::LiveNewsletter;
use crate::draft::Draft;
use crate::text::{Edits, Span};

pub(super) struct Document {
    pub uri: String,
    pub path: PathBuf,
    /// The editor's number of the text.
    pub version: i32,
    pub draft: Draft,
    /// The newsletter that it is a draft or an issue of.
    pub newsletter: Option<Arc<LiveNewsletter>>,
    /// The number of the last requested check.
    pub ticket: u64,
    /// The last finished check.
    pub checked: Option<Arc<Checked>>,
    /// Requests that are answered after a check.
    pub waiting: Vec<Request>,
    /// True if the editor shows diagnostics of it.
    pub is_published: bool,
}

impl Document {
    pub fn new(item: lsp::TextDocumentItem, path: PathBuf) -> Document {
        Document {
            uri: item.uri.0,
            path,
            version: item.version,
            draft: Draft::parse(item.text),
            newsletter: None,
            ticket: 0,
            checked: None,
            waiting: Vec::new(),
            is_published: false,
        }
    }

    /// The document as it is now, without the requests that wait.
    pub fn snapshot(&self) -> Document {
        Document {
            uri: self.uri.clone(),
            path: self.path.clone(),
            version: self.version,
            draft: self.draft.clone(),
            newsletter: self.newsletter.clone(),
            ticket: self.ticket,
            checked: self.checked.clone(),
            waiting: Vec::new(),
            is_published: self.is_published,
        }
    }

    /// Applies a change of the editor.
    pub fn change(&mut self, change: lsp::TextDocumentContentChangeEvent, encoding: Encoding) {
        use lsp::TextDocumentContentChangeEvent as Event;
        let draft = std::mem::take(&mut self.draft);
        self.draft = match change {
            Event::TextDocumentContentChangePartial(part) => {
                let span = Positions::new(draft.text(), encoding).span(part.range);
                draft.edit(&Edits::replace(span, part.text))
            }
            Event::TextDocumentContentChangeWholeDocument(whole) => {
                let span = Span::new(0, draft.text().len());
                draft.edit(&Edits::replace(span, whole.text))
            }
        };
    }

    /// True if the last check is of the text as it is now.
    pub fn is_checked(&self) -> bool {
        self.checked.as_ref().is_some_and(|checked| checked.ticket == self.ticket && checked.is_complete)
    }
}
