//! The language server: the rules and use cases of `desk` for any editor.
//!
//! `server` owns the documents. `checker` checks them in a thread. Each capability is one file, which gets a
//! `View` of a document and returns what the protocol defines.

mod actions;
mod capabilities;
mod checker;
mod client;
mod commands;
mod completion;
mod diagnostics;
mod document;
mod folding;
mod hover;
mod lenses;
mod links;
mod newsletters;
mod positions;
mod protocol;
mod server;
mod settings;
mod slots;
mod snippet;
mod symbols;
mod transport;
mod uri;
mod view;
mod watch;

use std::path::PathBuf;
use std::sync::mpsc;

use lsp_server::{Connection, ErrorCode, Message, RequestId, Response};
use serde_json::{Value, json};

use client::{Abilities, Client};
use positions::Encoding;
use server::{Event, Server, Start};
use transport::{ReadError, Threads};

use crate::desk::Now;
use crate::text::limits::MESSAGE_BYTES;

pub use server::Exit;

/// Why the server could not run.
#[derive(Debug, thiserror::Error)]
pub enum LspError {
    #[error("standard input ended before the editor's first request; editors start `copydesk lsp`")]
    NoStart,
    #[error("the editor has sent something that is not a message of the protocol")]
    Message,
    #[error("the editor has sent a message over the limit of {} MB", MESSAGE_BYTES >> 20)]
    TooLong,
}

/// Serves the editor at standard input and output until it exits.
///
/// # Errors
///
/// If standard input ends before the first request, or has something that is no message of the protocol.
pub fn serve(now: Now) -> Result<Exit, LspError> {
    let (connection, threads) = transport::connect();
    let (id, params) = match first_request(&connection) {
        First::Initialize(id, params) => (id, params),
        First::Exit => {
            drop(connection);
            return end(threads, Exit::Early);
        }
        First::Nothing => {
            drop(connection);
            return end(threads, Exit::Early).and(Err(LspError::NoStart));
        }
    };
    let encoding = Encoding::negotiate(&offered(&params));
    let abilities = Abilities::read(&params);
    let (sender, events) = mpsc::channel();
    let messages = (connection.receiver.clone(), sender.clone());
    // Takes messages at once, so that the editor can always write.
    std::thread::spawn(move || {
        let (receiver, sender) = messages;
        for message in receiver {
            if sender.send(Event::Message(message)).is_err() {
                return;
            }
        }
        let _ = sender.send(Event::Closed);
    });
    let client = Client::new(connection, abilities);
    let info = json!({ "name": "copydesk", "version": env!("CARGO_PKG_VERSION") });
    client.respond(id, json!({ "capabilities": capabilities::announced(encoding), "serverInfo": info }));
    let mut server = Server::new(client, Start { encoding, folders: folders(&params) }, now, sender);
    if let Some(options) = params.get("initializationOptions") {
        server.take_settings(options);
    }
    let exit = server.run(&events);
    drop(server);
    end(threads, exit)
}

/// How the editor begins.
enum First {
    Initialize(RequestId, Value),
    Exit,
    /// It closes the connection.
    Nothing,
}

/// Waits for `initialize`. Other requests are refused until then, and notifications dropped, as the protocol says.
fn first_request(connection: &Connection) -> First {
    for message in &connection.receiver {
        match message {
            Message::Request(request) if request.method == "initialize" => {
                return First::Initialize(request.id, request.params);
            }
            Message::Request(request) => {
                let text = format!("the first request is 'initialize', not '{}'", request.method);
                let code = ErrorCode::ServerNotInitialized as i32;
                let _ = connection.sender.send(Response::new_err(request.id, code, text).into());
            }
            Message::Notification(note) if note.method == "exit" => return First::Exit,
            Message::Notification(_) | Message::Response(_) => {}
        }
    }
    First::Nothing
}

/// Waits for the threads, which have nothing more to do.
fn end(threads: Threads, exit: Exit) -> Result<Exit, LspError> {
    match threads.join() {
        Err(ReadError::Form) => Err(LspError::Message),
        Err(ReadError::TooLong) => Err(LspError::TooLong),
        // An editor that is gone is no error.
        Err(ReadError::Closed) | Ok(()) => Ok(exit),
    }
}

fn offered(params: &Value) -> Vec<protocol::PositionEncodingKind> {
    let kinds = params.pointer("/capabilities/general/positionEncodings");
    kinds.and_then(|kinds| serde_json::from_value(kinds.clone()).ok()).unwrap_or_default()
}

/// The folders that the editor has open.
fn folders(params: &Value) -> Vec<PathBuf> {
    let folders = params.get("workspaceFolders").and_then(Value::as_array);
    let uris: Vec<&Value> = match folders {
        Some(folders) => folders.iter().filter_map(|folder| folder.get("uri")).collect(),
        None => params.get("rootUri").into_iter().collect(),
    };
    uris.into_iter().filter_map(|uri| uri::to_path(uri.as_str()?)).collect()
}
