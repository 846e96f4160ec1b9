//! The table of requests about a document, and what the server announces.

use serde_json::Value;

use super::positions::Encoding;
use super::protocol as lsp;
use super::view::View;
use super::{actions, commands, completion, folding, hover, lenses, links, symbols};

/// What a request waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// The first check of the document: it has collected the facts.
    Facts,
    /// The check of the text as it is now.
    Problems,
}

/// Answers a request about a document.
pub(super) type Answer = fn(&View<'_>, Value) -> serde_json::Result<Value>;

pub(super) struct Capability {
    pub needs: Needs,
    pub answer: Answer,
}

/// The capability that answers a request.
pub(super) fn capability(method: &str) -> Option<Capability> {
    let (needs, answer): (Needs, Answer) = match method {
        "textDocument/codeAction" => {
            (Needs::Problems, |view, params| reply::<lsp::CodeActionRequest>(view, params, actions::actions))
        }
        "textDocument/hover" => {
            (Needs::Facts, |view, params| reply::<lsp::HoverRequest>(view, params, hover::hover))
        }
        "textDocument/completion" => (Needs::Facts, |view, params| {
            reply::<lsp::CompletionRequest>(view, params, completion::completion)
        }),
        "textDocument/documentSymbol" => {
            (Needs::Facts, |view, params| reply::<lsp::DocumentSymbolRequest>(view, params, symbols::symbols))
        }
        "textDocument/codeLens" => {
            (Needs::Facts, |view, params| reply::<lsp::CodeLensRequest>(view, params, lenses::lenses))
        }
        "textDocument/foldingRange" => {
            (Needs::Facts, |view, params| reply::<lsp::FoldingRangeRequest>(view, params, folding::folds))
        }
        "textDocument/documentLink" => {
            (Needs::Facts, |view, params| reply::<lsp::DocumentLinkRequest>(view, params, links::links))
        }
        _ => return None,
    };
    Some(Capability { needs, answer })
}

fn reply<R: lsp::Request>(
    view: &View<'_>,
    params: Value,
    answer: impl FnOnce(&View<'_>, R::Params) -> R::Result,
) -> serde_json::Result<Value> {
    serde_json::to_value(answer(view, serde_json::from_value(params)?))
}

/// What the server can do.
pub(super) fn announced(encoding: Encoding) -> lsp::ServerCapabilities {
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::Incremental),
        save: Some(lsp::Save::Bool(true)),
        ..lsp::TextDocumentSyncOptions::default()
    };
    let actions = lsp::CodeActionOptions {
        code_action_kinds: Some(actions::kinds()),
        ..lsp::CodeActionOptions::default()
    };
    lsp::ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(lsp::TextDocumentSync::Options(sync)),
        code_action_provider: Some(lsp::CodeActionProvider::CodeActionOptions(actions)),
        hover_provider: Some(lsp::HoverProvider::Bool(true)),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(completion::triggers()),
            ..lsp::CompletionOptions::default()
        }),
        document_symbol_provider: Some(lsp::DocumentSymbolProvider::Bool(true)),
        code_lens_provider: Some(lsp::CodeLensOptions::default()),
        folding_range_provider: Some(lsp::FoldingRangeProvider::Bool(true)),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: commands::names(),
            ..lsp::ExecuteCommandOptions::default()
        }),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(true.into()),
            }),
            ..lsp::WorkspaceOptions::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}
