//! The event loop: one thread owns all documents, and gets messages and results as events.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::capabilities::{Answer, Needs, capability};
use super::checker::{CheckRequest, Checked, Checker};
use super::client::{Asked, Client};
use super::commands::Done;
use super::document::Document;
use super::newsletters::{BrokenProfile, Newsletters};
use super::positions::{Encoding, Positions};
use super::protocol as lsp;
use super::settings::Settings;
use super::view::{Shared, View, workspace_edit};
use super::{commands, diagnostics, uri};
use crate::desk::{LiveDraft, LiveOptions, Now};
use crate::text::Edits;

#[derive(Debug)]
pub(super) enum Event {
    Message(Message),
    Checked(Box<Checked>),
    CheckFailed(String),
    /// A command has ended.
    Done(Box<Done>),
    /// A request was answered in a thread.
    Answered(Box<Answered>),
    /// The editor has closed the connection.
    Closed,
}

/// The answer to a request about a text.
#[derive(Debug)]
pub(super) struct Answered {
    id: RequestId,
    uri: String,
    /// Of the text that it is about.
    ticket: u64,
    answer: Result<Value, String>,
}

/// How the editor ended the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It asked to shut down before.
    Clean,
    /// It did not.
    Early,
}

/// What the editor says at the start.
pub(super) struct Start {
    pub encoding: Encoding,
    pub folders: Vec<PathBuf>,
}

pub(super) struct Server {
    pub client: Client,
    pub encoding: Encoding,
    pub documents: HashMap<String, Document>,
    pub newsletters: Newsletters,
    pub settings: Settings,
    pub options: Arc<LiveOptions>,
    pub now: Now,
    /// Takes the results of commands.
    pub events: Sender<Event>,
    checker: Checker,
    tickets: u64,
    is_shut_down: bool,
    /// The profiles with diagnostics.
    broken: Vec<BrokenProfile>,
}

impl Server {
    pub fn new(client: Client, start: Start, now: Now, events: Sender<Event>) -> Server {
        let Start { encoding, folders } = start;
        let newsletters = Newsletters::new(folders);
        Server {
            client,
            encoding,
            documents: HashMap::new(),
            newsletters,
            settings: Settings::default(),
            options: Arc::default(),
            now,
            checker: Checker::start(events.clone()),
            events,
            tickets: 0,
            is_shut_down: false,
            broken: Vec::new(),
        }
    }

    /// Handles events until the editor ends the server.
    pub fn run(&mut self, events: &Receiver<Event>) -> Exit {
        while let Ok(event) = events.recv() {
            match event {
                Event::Message(Message::Request(request)) => self.on_request(request),
                Event::Message(Message::Response(response)) => self.on_response(response),
                Event::Message(Message::Notification(note)) if note.method == "exit" => break,
                Event::Message(Message::Notification(note)) => self.on_notification(note),
                Event::Checked(checked) => self.on_checked(*checked),
                Event::CheckFailed(uri) => self.on_check_failed(&uri),
                Event::Done(done) => commands::finish(self, *done),
                Event::Answered(answered) => self.on_answered(*answered),
                Event::Closed => break,
            }
        }
        if self.is_shut_down { Exit::Clean } else { Exit::Early }
    }

    fn on_request(&mut self, request: Request) {
        if self.is_shut_down {
            return self.client.refuse(request.id, ErrorCode::InvalidRequest, "the server is shut down");
        }
        if request.method == "shutdown" {
            self.is_shut_down = true;
            return self.client.respond(request.id, Value::Null);
        }
        if request.method == "workspace/executeCommand" {
            return commands::execute(self, request);
        }
        let Some(found) = capability(&request.method) else {
            let message = format!("copydesk has no method '{}'", request.method);
            return self.client.refuse(request.id, ErrorCode::MethodNotFound, message);
        };
        let document = request.params.pointer("/textDocument/uri").and_then(Value::as_str);
        let Some(document) = document.and_then(|uri| self.documents.get_mut(uri)) else {
            return self.client.respond(request.id, Value::Null);
        };
        let is_ready = document.newsletter.is_none()
            || match found.needs {
                Needs::Facts => document.checked.is_some(),
                Needs::Problems => document.is_checked(),
            };
        if !is_ready {
            return document.waiting.push(request);
        }
        if found.needs == Needs::Problems {
            let document = document.snapshot();
            return self.answer_in_thread(request, document, found.answer);
        }
        let uri = document.uri.clone();
        let answer = match self.view(&uri) {
            Some(view) => (found.answer)(&view, request.params),
            None => Ok(Value::Null),
        };
        match answer {
            Ok(answer) => self.client.respond(request.id, answer),
            Err(error) => self.client.refuse(request.id, ErrorCode::InvalidParams, error.to_string()),
        }
    }

    /// Answers a request that checks variants of the draft, which takes too long for this thread.
    fn answer_in_thread(&self, request: Request, document: Document, answer: Answer) {
        let (abilities, encoding) = (self.client.abilities, self.encoding);
        let (settings, options) = (self.settings.clone(), self.options.clone());
        let events = self.events.clone();
        std::thread::spawn(move || {
            let shared = Shared { abilities, encoding, settings: &settings, options: &options };
            let run = || match View::new(&document, shared) {
                Some(view) => answer(&view, request.params).map_err(|error| error.to_string()),
                None => Ok(Value::Null),
            };
            let failed = |_| Err("the request failed: this is a bug of copydesk".to_owned());
            let answer = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(failed);
            let (uri, ticket) = (document.uri.clone(), document.ticket);
            let answered = Answered { id: request.id, uri, ticket, answer };
            let _ = events.send(Event::Answered(Box::new(answered)));
        });
    }

    fn on_answered(&mut self, answered: Answered) {
        let Answered { id, uri, ticket, answer } = answered;
        let is_current = self.documents.get(&uri).is_some_and(|document| document.ticket == ticket);
        match answer {
            Ok(_) if !is_current => {
                self.client.refuse(id, ErrorCode::ContentModified, "the draft was changed meanwhile");
            }
            Ok(answer) => self.client.respond(id, answer),
            Err(message) => self.client.refuse(id, ErrorCode::InvalidParams, message),
        }
    }

    /// A document with the facts of its last check, if it belongs to a newsletter.
    pub fn view(&self, uri: &str) -> Option<View<'_>> {
        let shared = Shared {
            abilities: self.client.abilities,
            encoding: self.encoding,
            settings: &self.settings,
            options: &self.options,
        };
        View::new(self.documents.get(uri)?, shared)
    }

    /// True if a request is kept until the text as it is now is checked.
    pub fn waits_for_check(&mut self, uri: &str, request: &Request) -> bool {
        let Some(document) = self.documents.get_mut(uri) else { return false };
        let waits = document.newsletter.is_some() && !document.is_checked();
        if waits {
            document.waiting.push(request.clone());
        }
        waits
    }

    /// Asks the editor to change a document. Returns false if it has another version.
    pub fn apply(&mut self, uri: &str, version: i32, edits: &Edits) -> bool {
        let Some(document) = self.documents.get(uri).filter(|document| document.version == version) else {
            return false;
        };
        let positions = Positions::new(document.draft.text(), self.encoding);
        let edits = lsp::text_edits(edits, &positions).into_iter().map(lsp::Edit::TextEdit).collect();
        let edit = workspace_edit(document, edits, self.client.abilities);
        let params = lsp::ApplyWorkspaceEditParams { label: None, edit, metadata: None };
        self.client.ask::<lsp::ApplyWorkspaceEditRequest>(&params, Asked::Nothing);
        true
    }

    fn on_response(&mut self, response: Response) {
        match (self.client.answered(&response.id), response.response_result) {
            (Some(Asked::Settings), Ok(Value::Array(values))) => {
                self.take_settings(values.first().unwrap_or(&Value::Null));
            }
            (Some(_), Err(error)) => self.client.log(lsp::MessageType::Warning, error.message),
            _ => {}
        }
    }

    fn on_notification(&mut self, note: Notification) {
        let Notification { method, params } = note;
        match method.as_str() {
            "initialized" => {
                self.client.watch_files();
                self.client.ask_for_settings();
            }
            "textDocument/didOpen" => self.with(params, Server::open),
            "textDocument/didChange" => self.with(params, Server::change),
            "textDocument/didSave" => self.refresh(),
            "textDocument/didClose" => self.with(params, Server::close),
            "workspace/didChangeWatchedFiles" => self.refresh(),
            "workspace/didChangeConfiguration" => match self.client.abilities.has_settings {
                true => self.client.ask_for_settings(),
                false => self.take_settings(params.get("settings").unwrap_or(&Value::Null)),
            },
            "workspace/didChangeWorkspaceFolders" => self.with(params, Server::change_folders),
            "$/cancelRequest" => self.cancel(&params),
            _ => {}
        }
    }

    /// Handles a notification, if its parameters are as the protocol defines them.
    fn with<P: DeserializeOwned>(&mut self, params: Value, handle: impl FnOnce(&mut Server, P)) {
        match serde_json::from_value(params) {
            Ok(params) => handle(self, params),
            Err(error) => self.client.log(lsp::MessageType::Error, error.to_string()),
        }
    }

    fn open(&mut self, params: lsp::DidOpenTextDocumentParams) {
        let item = params.text_document;
        let Some(path) = uri::to_path(&item.uri.0) else { return };
        let path = crate::root::absolute(&path).unwrap_or(path);
        let uri = item.uri.0.clone();
        self.documents.insert(uri.clone(), Document::new(item, path));
        self.check(&uri);
    }

    fn change(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let uri = params.text_document.text_document_identifier.uri.0;
        let encoding = self.encoding;
        let Some(document) = self.documents.get_mut(&uri) else { return };
        document.version = params.text_document.version;
        for change in params.content_changes {
            document.change(change, encoding);
        }
        self.check(&uri);
    }

    fn close(&mut self, params: lsp::DidCloseTextDocumentParams) {
        let Some(document) = self.documents.remove(&params.text_document.uri.0) else { return };
        for request in document.waiting {
            self.client.refuse(request.id, ErrorCode::RequestCanceled, "the document was closed");
        }
        if document.is_published {
            self.client.publish(&document.uri, None, Vec::new());
        }
        self.checker.forget(document.uri, document.path);
    }

    fn change_folders(&mut self, params: lsp::DidChangeWorkspaceFoldersParams) {
        let paths = |folders: &[lsp::WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| uri::to_path(&folder.uri.0)).collect()
        };
        let removed = paths(&params.event.removed);
        self.newsletters.folders.retain(|folder| !removed.contains(folder));
        self.newsletters.folders.extend(paths(&params.event.added));
        self.refresh();
    }

    /// Answers a request that waits for a check with an error.
    fn cancel(&mut self, params: &Value) {
        let id = params.get("id").and_then(|id| serde_json::from_value::<RequestId>(id.clone()).ok());
        let Some(id) = id else { return };
        for document in self.documents.values_mut() {
            if let Some(at) = document.waiting.iter().position(|request| request.id == id) {
                document.waiting.remove(at);
                return self.client.refuse(id, ErrorCode::RequestCanceled, "cancelled");
            }
        }
    }

    /// Takes new settings. Without any, those from before stay.
    pub fn take_settings(&mut self, value: &Value) {
        if !Settings::are_in(value) {
            return;
        }
        match Settings::read(value).and_then(|settings| Ok((settings.options()?, settings))) {
            Ok((options, settings)) => {
                self.settings = settings;
                self.options = Arc::new(options);
                self.check_all();
                self.client.refresh_lenses();
            }
            Err(message) => self.client.say(lsp::MessageType::Error, message),
        }
    }

    /// Reads the newsletters again and checks all documents: files have changed.
    pub fn refresh(&mut self) {
        self.newsletters.forget();
        self.check_all();
    }

    fn check_all(&mut self) {
        let uris: Vec<String> = self.documents.keys().cloned().collect();
        uris.iter().for_each(|uri| self.check(uri));
    }

    /// Requests a check of a document, if it belongs to a newsletter.
    fn check(&mut self, uri: &str) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        self.tickets += 1;
        document.ticket = self.tickets;
        let newsletter = self.newsletters.of(&document.path);
        document.newsletter = newsletter.filter(|_| LiveDraft::is_text(document.draft.text()));
        match &document.newsletter {
            Some(newsletter) => self.checker.check(CheckRequest {
                uri: document.uri.clone(),
                path: document.path.clone(),
                draft: document.draft.clone(),
                newsletter: newsletter.clone(),
                options: self.options.clone(),
                ticket: document.ticket,
            }),
            None => {
                document.checked = None;
                if std::mem::take(&mut document.is_published) {
                    self.client.publish(uri, Some(document.version), Vec::new());
                }
                self.answer_waiting(uri);
            }
        }
        self.publish_broken();
    }

    fn on_checked(&mut self, checked: Checked) {
        let document = self.documents.get_mut(&checked.uri);
        let Some(document) = document.filter(|document| document.ticket == checked.ticket) else { return };
        let positions = Positions::new(document.draft.text(), self.encoding);
        let mut found: Vec<lsp::Diagnostic> =
            checked.problems.iter().map(|one| diagnostics::diagnostic(one, &positions)).collect();
        if self.settings.checklist {
            let lines = checked.checklist.iter();
            found.extend(lines.filter_map(|line| diagnostics::checklist_line(line, &positions)));
        }
        let is_first = document.checked.is_none();
        document.checked = Some(Arc::new(checked));
        document.is_published = true;
        self.client.publish(&document.uri, Some(document.version), found);
        let uri = document.uri.clone();
        self.answer_waiting(&uri);
        if is_first {
            self.client.refresh_lenses();
        }
    }

    fn on_check_failed(&mut self, uri: &str) {
        let said = format!("checking {uri} failed: this is a bug of copydesk");
        if let Some(document) = self.documents.get_mut(uri) {
            for request in std::mem::take(&mut document.waiting) {
                self.client.refuse(request.id, ErrorCode::InternalError, said.as_str());
            }
        }
        self.client.log(lsp::MessageType::Error, said);
    }

    /// Answers the requests that wait for a check, if they can be answered now.
    fn answer_waiting(&mut self, uri: &str) {
        let Some(document) = self.documents.get_mut(uri) else { return };
        for request in std::mem::take(&mut document.waiting) {
            self.on_request(request);
        }
    }

    /// Shows the errors of profiles in their files, and says so: the file may not be open, and its drafts look as if they
    /// had no problems.
    fn publish_broken(&mut self) {
        let broken = self.newsletters.broken();
        for one in broken.iter().filter(|one| !self.broken.contains(one)) {
            let problems = one.problems.iter();
            let diagnostics = problems.map(|(line, message)| diagnostics::on_line(*line, message.clone()));
            self.client.publish(&uri::from_path(&one.path), None, diagnostics.collect());
            if let Some((_, message)) = one.problems.first() {
                let message = format!("{message}; the drafts of this newsletter are not checked until then");
                self.client.say(lsp::MessageType::Error, message);
            }
        }
        for gone in self.broken.iter().filter(|gone| !broken.iter().any(|one| one.path == gone.path)) {
            self.client.publish(&uri::from_path(&gone.path), None, Vec::new());
        }
        self.broken = broken;
    }
}
