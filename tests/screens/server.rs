//! What the code actions of the language server leave is what the keys of the desk leave.

use serde_json::{Value, json};

use super::*;
use crate::lint_cli::Folder;
use crate::lsp::{Client, Document};

/// The server beside the desk: both have the demo with the same change.
struct Both {
    desk: Desk,
    client: Client,
    document: Document,
    /// The server's newsletter, which is removed with it.
    _folder: Folder,
}

impl Both {
    fn open(options: Value, change: impl Fn(&str) -> String) -> Both {
        let desk = Desk::changed(&change);
        let folder = Folder::new();
        let draft = lay_out_demo(folder.path(), TODAY).unwrap();
        let name = draft.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned();
        let text = folder.read(&name);
        folder.write(&name, change(&text));
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-16"] },
            "workspace": { "workspaceEdit": { "documentChanges": true } },
            "window": { "showDocument": { "support": true } },
        });
        let mut client = Client::with(&folder, capabilities, options);
        let document = client.open(&folder, &name);
        assert_eq!(document.text, desk.text());
        Both { desk, client, document, _folder: folder }
    }

    fn actions(&mut self, words: &str, kind: &str) -> Vec<Value> {
        let at = self.document.text.find(words).unwrap();
        self.client.actions(&self.document, at..at, Some(kind))
    }

    fn run(&mut self, command: &Value, more: Option<&str>) {
        let mut arguments = command["arguments"].as_array().unwrap().clone();
        arguments.extend(more.map(|one| json!(one)));
        let name = if more.is_some() { "copydesk.waive" } else { command["command"].as_str().unwrap() };
        self.client.command(name, json!(arguments));
        self.client.diagnostics(&self.document);
    }
}

#[test]
fn a_moved_item_is_where_the_desk_moves_it() {
    let item = "Listening to a Salt Marsh";
    let mut both = Both::open(Value::Null, str::to_owned);
    let actions = both.actions("text - [site](url).\n\n## Night Shift", "refactor.move");
    let mut moved = Vec::new();
    for action in &actions {
        let title = action["title"].as_str().unwrap();
        let Some((_, section)) = title.split_once('“') else { continue };
        let section = section.trim_end_matches('”');
        let mut desk = Desk::open(140, 40);
        desk.select(item).keys("m").keys(&format!("\"{section}\" enter"));
        let edited = both.client.edited(&both.document, &action["edit"]);
        assert_eq!(edited, desk.text(), "{title}: {}", desk.screen());
        assert_ne!(edited, both.document.text);
        moved.push(section.to_owned());
    }
    assert!(moved.len() >= 2, "{actions:#?}");
}

#[test]
fn a_waiver_is_the_one_of_the_desk() {
    let change = |text: &str| text.replacen("make a buoy dance", "make teh 🛟 dance", 1);
    let mut both = Both::open(json!({ "asks": true }), change);
    both.desk.keys("f6");
    both.desk.keys("esc").select("A buoy on the waves");
    for _ in 0..40 {
        if both.desk.said().contains("'teh'") {
            break;
        }
        both.desk.keys("]");
    }
    both.desk.keys("w").assert_shows("Waive this problem");
    both.desk.keys("\"a quotation\" enter");
    let actions = both.actions("teh 🛟", "quickfix");
    let is_waiver =
        |action: &&Value| action["title"].as_str().unwrap().starts_with("Waive misspelt-word here");
    let command = actions.iter().find(is_waiver).unwrap()["command"].clone();
    both.run(&command, Some("a quotation"));
    let edited = both.client.edited(&both.document, &both.client.edits[0].clone());
    assert_eq!(edited, both.desk.text(), "{}", both.desk.screen());
    assert!(edited.contains("misspelt-word: a quotation -->"), "{edited}");
}

#[test]
fn a_filled_slot_is_that_of_the_form() {
    let mut both = Both::open(Value::Null, str::to_owned);
    let actions = both.actions("text - [Gull Rock Diary]", "refactor.fill");
    let command = actions[0]["command"].clone();
    both.run(&command, None);
    let bytes = both.client.bytes(&both.document.text, &both.client.shown[0]["selection"]);
    assert_eq!(&both.document.text[bytes.clone()], "text");
    let mut filled = both.document.text.clone();
    filled.replace_range(bytes, "Gulls nest there");
    // One of the fields of its form is the text.
    let by_the_form = |tabs: usize| {
        let mut desk = Desk::open(140, 40);
        desk.select("Gulls over a rock").keys("enter");
        for _ in 0..tabs {
            desk.keys("tab");
        }
        desk.keys("\"Gulls nest there\"");
        desk.text() == filled
    };
    assert!((0..8).any(by_the_form));
}
