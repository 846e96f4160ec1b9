//! The editor at the other end: what it can do, and messages to it.

use std::collections::HashMap;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

use super::protocol as lsp;
use super::protocol::{Notification as _, Request as _};

/// The name of the settings in those of the editor.
const SECTION: &str = "copydesk";

/// What the editor can do besides what every editor can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// Edits that name the version of their document.
    pub versioned_edits: bool,
    /// Completions with places to fill.
    pub snippets: bool,
    /// Code actions with places to fill.
    pub snippet_edits: bool,
    /// It tells of changed files if it is asked to.
    pub watches_files: bool,
    /// It tells of changed settings if it is asked to, and may not without.
    pub watches_settings: bool,
    /// It is asked for its settings.
    pub has_settings: bool,
    pub shows_documents: bool,
    pub refreshes_lenses: bool,
    /// It has the commands of this project's own extension, which ask the user for a text.
    pub asks: bool,
}

impl Abilities {
    /// Reads the capabilities of `initialize`. Reads only what is used, so that no unknown form of another
    /// capability makes them unreadable.
    pub fn read(params: &Value) -> Abilities {
        let has = |path: &str| params.pointer(&format!("/capabilities/{path}")) == Some(&Value::Bool(true));
        Abilities {
            versioned_edits: has("workspace/workspaceEdit/documentChanges"),
            snippets: has("textDocument/completion/completionItem/snippetSupport"),
            snippet_edits: has("workspace/workspaceEdit/snippetEditSupport")
                && has("workspace/workspaceEdit/documentChanges"),
            watches_files: has("workspace/didChangeWatchedFiles/dynamicRegistration"),
            watches_settings: has("workspace/didChangeConfiguration/dynamicRegistration"),
            has_settings: has("workspace/configuration"),
            shows_documents: has("window/showDocument/support"),
            refreshes_lenses: has("workspace/codeLens/refreshSupport"),
            asks: params.pointer("/initializationOptions/asks") == Some(&Value::Bool(true)),
        }
    }
}

/// What a response of the editor is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing follows.
    Nothing,
    Settings,
}

/// Sends messages. If the editor is gone, they are dropped: the event loop ends by itself.
pub(super) struct Client {
    connection: Connection,
    pub abilities: Abilities,
    asked: HashMap<RequestId, Asked>,
    requests: i32,
}

impl Client {
    pub fn new(connection: Connection, abilities: Abilities) -> Client {
        Client { connection, abilities, asked: HashMap::new(), requests: 0 }
    }

    fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }

    pub fn respond(&self, id: RequestId, result: Value) {
        self.send(Response { id, response_result: Ok(result) });
    }

    pub fn refuse(&self, id: RequestId, code: ErrorCode, message: impl Into<String>) {
        self.send(Response::new_err(id, code as i32, message.into()));
    }

    pub fn notify<N: lsp::Notification>(&self, params: &N::Params) {
        if let Ok(params) = serde_json::to_value(params) {
            self.send(Notification { method: N::METHOD.as_str().to_owned(), params });
        }
    }

    pub fn ask<R: lsp::Request>(&mut self, params: &R::Params, asked: Asked) {
        let Ok(params) = serde_json::to_value(params) else { return };
        self.requests += 1;
        let id = RequestId::from(self.requests);
        self.asked.insert(id.clone(), asked);
        self.send(Request { id, method: R::METHOD.as_str().to_owned(), params });
    }

    /// What a response is for.
    pub fn answered(&mut self, id: &RequestId) -> Option<Asked> {
        self.asked.remove(id)
    }

    pub fn publish(&self, uri: &str, version: Option<i32>, diagnostics: Vec<lsp::Diagnostic>) {
        let params = lsp::PublishDiagnosticsParams { uri: uri.into(), version, diagnostics };
        self.notify::<lsp::PublishDiagnosticsNotification>(&params);
    }

    pub fn say(&self, kind: lsp::MessageType, message: impl Into<String>) {
        let params = lsp::ShowMessageParams { kind, message: message.into() };
        self.notify::<lsp::ShowMessageNotification>(&params);
    }

    pub fn log(&self, kind: lsp::MessageType, message: impl Into<String>) {
        let params = lsp::LogMessageParams { kind, message: message.into() };
        self.notify::<lsp::LogMessageNotification>(&params);
    }

    /// Asks for notices of changes of a newsletter's files, and of the settings.
    pub fn watch_files(&mut self) {
        let mut registrations = Vec::new();
        if self.abilities.watches_files {
            let method = lsp::DidChangeWatchedFilesNotification::METHOD.as_str();
            let options = json!({ "watchers": super::watch::watchers() });
            registrations.push(json!({ "id": "files", "method": method, "registerOptions": options }));
        }
        if self.abilities.watches_settings {
            let method = lsp::DidChangeConfigurationNotification::METHOD.as_str();
            let options = json!({ "section": SECTION });
            registrations.push(json!({ "id": "settings", "method": method, "registerOptions": options }));
        }
        if registrations.is_empty() {
            return;
        }
        if let Ok(params) = serde_json::from_value(json!({ "registrations": registrations })) {
            self.ask::<lsp::RegistrationRequest>(&params, Asked::Nothing);
        }
    }

    /// Asks for the settings.
    pub fn ask_for_settings(&mut self) {
        if self.abilities.has_settings {
            let item = lsp::ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
            let params = lsp::ConfigurationParams { items: vec![item] };
            self.ask::<lsp::ConfigurationRequest>(&params, Asked::Settings);
        }
    }

    pub fn refresh_lenses(&mut self) {
        if self.abilities.refreshes_lenses {
            let method = lsp::CodeLensRefreshRequest::METHOD.as_str().to_owned();
            self.requests += 1;
            let id = RequestId::from(self.requests);
            self.asked.insert(id.clone(), Asked::Nothing);
            self.send(Request { id, method, params: Value::Null });
        }
    }
}
