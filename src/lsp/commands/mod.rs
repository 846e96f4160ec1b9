//! Commands, one file each. Those that reach files, git or the network run in a thread.

mod add;
mod commit;
mod fit_image;
mod gather;
mod waive;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use lsp_server::{ErrorCode, Request, RequestId};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::client::Asked;
use super::protocol as lsp;
use super::server::{Event, Server};
use crate::desk::{DeskError, FileError, LiveNewsletter, Now, read};
use crate::draft::Draft;
use crate::text::Edits;

/// Selects a part of a document: its address and a range.
pub(super) const SELECT: &str = "copydesk.select";
/// Waives a problem: the document, `{rule, range}`, and the reason.
pub(super) const WAIVE: &str = "copydesk.waive";
/// Fits an image: the document, and the path as the draft writes it.
pub(super) const FIT_IMAGE: &str = "copydesk.fitImage";
/// Commits a draft: the document, and `{message, dryRun}`.
const COMMIT: &str = "copydesk.commit";
/// Contributes an item: a document of the newsletter, and the item.
const ADD: &str = "copydesk.add";
/// Lists or merges contributions: the document, and `{take, allClean, branches, withProblems}`.
const GATHER: &str = "copydesk.gather";
/// A command of this project's own extension, which asks for a reason and runs [`WAIVE`].
pub(super) const ASK_REASON: &str = "copydesk.askReason";

/// The commands that the server runs.
pub(super) fn names() -> Vec<String> {
    [SELECT, WAIVE, FIT_IMAGE, COMMIT, ADD, GATHER].map(str::to_owned).to_vec()
}

/// A command for an action or a lens. `arguments` is an array.
pub(super) fn command(title: &str, name: &str, arguments: Value) -> lsp::Command {
    let Value::Array(arguments) = arguments else { return command(title, name, json!([arguments])) };
    lsp::Command {
        title: title.to_owned(),
        tooltip: None,
        command: name.to_owned(),
        arguments: Some(arguments),
    }
}

/// The command that selects a part of a document.
pub(super) fn select(title: &str, uri: &str, range: lsp::Range) -> lsp::Command {
    command(title, SELECT, json!([uri, range]))
}

/// The document of a command, as it is when the command begins.
struct Target {
    uri: String,
    version: i32,
    path: PathBuf,
    draft: Draft,
    newsletter: Arc<LiveNewsletter>,
    now: Now,
}

impl Target {
    /// # Errors
    ///
    /// If the text is not saved: git and the other commands read files.
    fn check_saved(&self) -> Result<(), DeskError> {
        let saved = read(&self.path, &self.newsletter.workspace.root)?;
        // Editors leave out the byte order mark.
        let saved = saved.strip_prefix('\u{feff}').unwrap_or(&saved);
        let text = self.draft.text();
        match saved == text.strip_prefix('\u{feff}').unwrap_or(text) {
            true => Ok(()),
            false => Err(FileError::NotSaved(self.path.clone()).into()),
        }
    }
}

/// What a command has done.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// The answer to the editor.
    value: Value,
    /// A message for the user.
    said: String,
    /// Changes of the document.
    edits: Edits,
}

/// The end of a command.
#[derive(Debug)]
pub(super) struct Done {
    id: RequestId,
    uri: String,
    version: i32,
    outcome: Result<Finished, String>,
}

type Work = Box<dyn FnOnce(&Target) -> Result<Finished, DeskError> + Send>;

/// Runs a command, or starts the thread that does.
pub(super) fn execute(server: &mut Server, request: Request) {
    let params: lsp::ExecuteCommandParams = match serde_json::from_value(request.params.clone()) {
        Ok(params) => params,
        Err(error) => return server.client.refuse(request.id, ErrorCode::InvalidParams, error.to_string()),
    };
    let arguments = params.arguments.unwrap_or_default();
    let uri = arguments.first().and_then(Value::as_str).unwrap_or_default().to_owned();
    let argument = |n: usize| arguments.get(n).cloned().unwrap_or_default();
    if params.command == SELECT {
        return show(server, request.id, &uri, argument(1));
    }
    if params.command == WAIVE {
        return waive::run(server, request, &uri, &argument(1), &argument(2));
    }
    let work: Result<Work, serde_json::Error> = match params.command.as_str() {
        FIT_IMAGE => options(argument(1)).map(fit_image::work),
        COMMIT => options(argument(1)).map(commit::work),
        ADD => options(argument(1)).map(add::work),
        GATHER => options(argument(1)).map(gather::work),
        name => {
            let message = format!("copydesk has no command '{name}'");
            return server.client.refuse(request.id, ErrorCode::InvalidParams, message);
        }
    };
    match (work, server.target(&uri)) {
        (Err(error), _) => server.client.refuse(request.id, ErrorCode::InvalidParams, error.to_string()),
        (Ok(_), None) => {
            let message = "open a draft of a newsletter and run this again";
            server.client.refuse(request.id, ErrorCode::RequestFailed, message);
        }
        (Ok(work), Some(target)) => start(request.id, target, work, server.events.clone()),
    }
}

/// The options of a command; no value has the defaults.
fn options<T: DeserializeOwned + for<'d> Deserialize<'d>>(value: Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(if value.is_null() { json!({}) } else { value })
}

fn start(id: RequestId, target: Target, work: Work, events: Sender<Event>) {
    std::thread::spawn(move || {
        let outcome = match catch_unwind(AssertUnwindSafe(|| work(&target))) {
            Ok(outcome) => outcome.map_err(|error| error.to_string()),
            Err(_) => Err("the command failed: this is a bug of copydesk".to_owned()),
        };
        let done = Done { id, uri: target.uri, version: target.version, outcome };
        let _ = events.send(Event::Done(Box::new(done)));
    });
}

/// Shows a part of a document.
fn show(server: &mut Server, id: RequestId, uri: &str, range: Value) {
    let Ok(selection) = serde_json::from_value::<lsp::Range>(range) else {
        return server.client.refuse(id, ErrorCode::InvalidParams, "name a document and a range");
    };
    let params = lsp::ShowDocumentParams {
        uri: uri.into(),
        external: None,
        take_focus: Some(true),
        selection: Some(selection),
    };
    server.client.ask::<lsp::ShowDocumentRequest>(&params, Asked::Nothing);
    server.client.respond(id, Value::Null);
}

/// Answers a command that has ended, and changes the document.
pub(super) fn finish(server: &mut Server, done: Done) {
    let Done { id, uri, version, outcome } = done;
    let Finished { value, said, edits } = match outcome {
        Ok(finished) => finished,
        Err(message) => return server.client.refuse(id, ErrorCode::RequestFailed, message),
    };
    if !edits.is_empty() && !server.apply(&uri, version, &edits) {
        let message = "the draft was changed meanwhile; undo is not needed: run this again";
        server.client.say(lsp::MessageType::Warning, message);
    }
    if !said.is_empty() {
        server.client.say(lsp::MessageType::Info, said);
    }
    server.client.respond(id, value);
    server.refresh();
}

impl Server {
    /// The document of a command, if it belongs to a newsletter.
    fn target(&self, uri: &str) -> Option<Target> {
        let document = self.documents.get(uri)?;
        Some(Target {
            uri: uri.to_owned(),
            version: document.version,
            path: document.path.clone(),
            draft: document.draft.clone(),
            newsletter: document.newsletter.clone()?,
            now: self.now.clone(),
        })
    }
}
