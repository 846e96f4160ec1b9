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
mod uri;
mod view;
mod watch;

use std::path::PathBuf;
use std::sync::mpsc;

use lsp_server::Connection;
use serde_json::{Value, json};

use client::{Abilities, Client};
use positions::Encoding;
use server::{Event, Server, Start};

use crate::desk::Now;

pub use server::Exit;

/// Why the server could not run.
#[derive(Debug, thiserror::Error)]
pub enum LspError {
    #[error("the editor's first message is not as the protocol defines it: {0}")]
    Start(String),
    #[error("the editor has sent something that is not a message of the protocol")]
    Message,
}

/// Serves the editor at standard input and output until it exits.
///
/// # Errors
///
/// If the first message, or the form of a later one, is not that of the protocol.
pub fn serve(now: Now) -> Result<Exit, LspError> {
    let (connection, threads) = Connection::stdio();
    let (id, params) = connection.initialize_start().map_err(|error| LspError::Start(error.to_string()))?;
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
    // The thread that writes ends after the last message, and the one that reads has ended: with `exit`, even while
    // standard input stays open.
    drop(server);
    match threads.join() {
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => Err(LspError::Message),
        // An editor that is gone is no error.
        _ => Ok(exit),
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
