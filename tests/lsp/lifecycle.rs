//! The start and the end of the server, and what comes in an odd order.

use serde_json::{Value, json};

use super::{Client, DRAFT};
use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

fn newsletter() -> Folder {
    let folder = Folder::with_draft(CLEAN);
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder
}

#[test]
fn the_server_ends_while_standard_input_stays_open() {
    let folder = newsletter();
    assert_eq!(Client::start(&folder).shut_down(), Some(0));
    assert_eq!(Client::start(&folder).exit(), Some(1));
}

#[test]
fn the_server_ends_with_the_editor() {
    let folder = newsletter();
    let mut client = Client::start(&folder);
    client.open(&folder, DRAFT);
    assert_eq!(client.hang_up(), Some(1));
}

#[test]
fn what_is_no_message_ends_the_server() {
    let folder = newsletter();
    for bytes in ["Content-Length: 2\r\n\r\n{x", "Content-Length: x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"] {
        let mut client = Client::start(&folder);
        client.send_bytes(bytes.as_bytes());
        assert_eq!(client.wait(), Some(2), "{bytes:?}");
    }
}

#[test]
fn a_message_over_the_limit_ends_the_server() {
    let folder = newsletter();
    let head = b"Content-Length: 99999999999999\r\n\r\n";
    folder.feed_words(&["lsp"], head).fails("a message over the limit of 256 MB");
    let mut client = Client::start(&folder);
    client.send_bytes(head);
    assert_eq!(client.wait(), Some(2));
}

/// A message as it is sent.
fn framed(message: &Value) -> String {
    let text = message.to_string();
    format!("Content-Length: {}\r\n\r\n{text}", text.len())
}

#[test]
fn the_server_may_be_told_to_exit_before_it_is_initialized() {
    let folder = newsletter();
    let exit = framed(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    let run = folder.feed_words(&["lsp"], exit.as_bytes()).exits(1);
    assert_eq!((&*run.out, &*run.err), ("", ""));
}

#[test]
fn what_comes_before_initialize_is_refused_in_a_sentence() {
    let folder = newsletter();
    let first = [
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {} }),
        json!({ "jsonrpc": "2.0", "id": 7, "result": null }),
        json!({ "jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "exit" }),
    ];
    let bytes: String = first.iter().map(framed).collect();
    let run = folder.feed_words(&["lsp"], bytes.as_bytes()).exits(1);
    let error =
        json!({ "code": -32002, "message": "the first request is 'initialize', not 'textDocument/hover'" });
    let answer: Value = serde_json::from_str(run.out.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!((&answer["id"], &answer["error"]), (&json!(1), &error));
    folder.feed_words(&["lsp"], b"").fails("standard input ended before the editor's first request");
}

#[test]
fn nothing_is_answered_after_a_shutdown() {
    let folder = newsletter();
    let mut client = Client::start(&folder);
    client.request("shutdown", Value::Null);
    let id = client.ask("textDocument/hover", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32600);
    assert_eq!(client.exit(), Some(0));
}

#[test]
fn unknown_requests_and_documents_are_no_end() {
    let folder = newsletter();
    let mut client = Client::start(&folder);
    let id = client.ask("textDocument/rename", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32601);
    let missing =
        json!({ "textDocument": { "uri": "file:///none.md" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.request("textDocument/hover", missing.clone()), Value::Null);
    client.notify("textDocument/didClose", missing);
    client.notify("$/unknown", json!({}));
    let draft = client.open(&folder, DRAFT);
    let id =
        client.ask("textDocument/hover", json!({ "textDocument": { "uri": draft.uri }, "position": "x" }));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn a_closed_document_has_no_diagnostics_and_no_waiting_requests() {
    let folder = newsletter();
    folder.write(DRAFT, CLEAN.replace("that opens", "that opens opens"));
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    assert!(!client.diagnostics(&draft).is_empty());
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": draft.uri } }));
    assert_eq!(client.of("textDocument/codeLens", &draft), Value::Null);
    assert_eq!(client.published[&draft.uri]["diagnostics"], json!([]));
}

#[test]
fn many_changes_at_once_end_in_the_diagnostics_of_the_last() {
    let folder = newsletter();
    let mut client = Client::start(&folder);
    let mut draft = client.open(&folder, DRAFT);
    let at = draft.text.find("Good morning.").unwrap();
    for _ in 0..40 {
        client.change(&mut draft, at..at, "teh ");
        client.change(&mut draft, at..at + 4, "");
    }
    client.change(&mut draft, at..at, "A  gate gate. ");
    let mut rules: Vec<Value> = client.diagnostics(&draft).iter().map(|one| one["code"].clone()).collect();
    rules.retain(|rule| !rule.is_null());
    folder.write(DRAFT, &draft.text);
    let lint: Value = serde_json::from_str(&folder.run(&format!("lint {DRAFT} --format json")).out).unwrap();
    let problems = lint["files"][0]["problems"].as_array().unwrap();
    let expected: Vec<Value> = problems.iter().map(|one| one["rule"].clone()).collect();
    assert_eq!(rules, expected);
    assert!(!expected.is_empty());
}

#[test]
fn the_whole_text_may_be_replaced() {
    let folder = newsletter();
    let mut client = Client::start(&folder);
    let mut draft = client.open(&folder, DRAFT);
    draft.version += 1;
    draft.text = CLEAN.replace("that opens", "that opens opens");
    client.notify(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": draft.uri, "version": draft.version },
            "contentChanges": [{ "text": "x" }, { "text": draft.text }],
        }),
    );
    assert_eq!(client.diagnostics(&draft).len(), 1);
}

#[test]
fn changes_of_one_message_follow_one_another() {
    let folder = newsletter();
    let mut client = Client::start(&folder);
    let mut draft = client.open(&folder, DRAFT);
    let at = draft.text.find("opens for").unwrap();
    // Each range is one of the text that the changes before it leave.
    let (new, old) = ("opens 🛟 for", "opens for");
    let first = client.range(&draft.text, at..at);
    let between = format!("{}{new}{}", &draft.text[..at], &draft.text[at..]);
    let second = client.range(&between, at + new.len()..at + new.len() + old.len());
    let changed = draft.text.replacen(old, new, 1);
    let place = at + "opens 🛟 ".len();
    let third = client.range(&changed, place..place);
    draft.version += 1;
    draft.text = changed.replacen("🛟 for", "🛟 for for", 1);
    let changes = json!([
        { "range": first, "text": new }, { "range": second, "text": "" }, { "range": third, "text": "for " },
    ]);
    client.notify(
        "textDocument/didChange",
        json!({
            "textDocument": { "uri": draft.uri, "version": draft.version },
            "contentChanges": changes,
        }),
    );
    let found = client.diagnostics(&draft);
    let rules: Vec<&Value> = found.iter().map(|one| &one["code"]).collect();
    assert_eq!(rules, ["repeated-word"]);
    let bytes = client.bytes(&draft.text, &found[0]["range"]);
    assert!(draft.text[bytes].contains("for"), "{found:?}");
}
