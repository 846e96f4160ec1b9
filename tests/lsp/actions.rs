//! Code actions. Each leaves the bytes that the command line leaves.

use serde_json::{Value, json};

use super::client::able;
use super::{Client, DRAFT, Document};
use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

fn newsletter(text: &str) -> Folder {
    let folder = Folder::with_draft(text);
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder
}

fn titled<'a>(actions: &'a [Value], start: &str) -> &'a Value {
    let is_it = |one: &&Value| one["title"].as_str().unwrap().starts_with(start);
    actions.iter().find(is_it).unwrap_or_else(|| panic!("no '{start}' in {actions:#?}"))
}

/// The draft after `lint --fix` of a copy of the folder.
fn fixed_by_lint(text: &str, options: &str) -> String {
    let folder = newsletter(text);
    folder.run(&format!("lint {DRAFT} --fix {options}"));
    folder.read(DRAFT)
}

const FAULTY: &str =
    "A gate that opens opens for teh hedgehogs - [Hedge](https://example.org/hedge?utm_source=x).";

fn faulty() -> String {
    CLEAN.replace("A gate that opens for hedgehogs - [Hedge](https://example.org/hedge).", FAULTY)
}

#[test]
fn a_fix_leaves_what_lint_leaves() {
    for text in [faulty(), faulty().replace('\n', "\r\n"), faulty().replace("Good", "🛟 潮 Good")] {
        let folder = newsletter(&text);
        let mut client = Client::start(&folder);
        let draft = client.open(&folder, DRAFT);
        let mut count = 0;
        for one in client.diagnostics(&draft) {
            let rule = one["code"].as_str().unwrap().to_owned();
            let bytes = client.bytes(&draft.text, &one["range"]);
            let actions = client.actions(&draft, bytes, Some("quickfix"));
            let is_safe = |action: &&Value| {
                action["isPreferred"] == true && action["diagnostics"][0]["code"] == json!(rule)
            };
            let Some(action) = actions.iter().find(is_safe) else { continue };
            let edited = client.edited(&draft, &action["edit"]);
            assert_eq!(edited, fixed_by_lint(&text, &format!("--select {rule}")), "{rule}");
            count += 1;
        }
        assert!(count >= 2, "{count}");
    }
}

#[test]
fn fixing_all_leaves_what_lint_leaves() {
    for text in [faulty(), faulty().replace('\n', "\r\n"), faulty().replace("Good", "🛟 潮 Good")] {
        let folder = newsletter(&text);
        let mut client = Client::start(&folder);
        let draft = client.open(&folder, DRAFT);
        let actions = client.actions(&draft, 0..0, Some("source.fixAll"));
        let edited = client.edited(&draft, &titled(&actions, "Make all safe fixes")["edit"]);
        assert_ne!(edited, text);
        assert_eq!(edited, fixed_by_lint(&text, ""));
        assert_eq!(actions[0]["kind"], "source.fixAll.copydesk");
    }
}

#[test]
fn an_editor_without_versions_gets_plain_edits() {
    let folder = newsletter(&faulty());
    let mut client = Client::with(&folder, json!({}), Value::Null);
    let draft = client.open(&folder, DRAFT);
    let actions = client.actions(&draft, 0..0, Some("source"));
    let edit = &titled(&actions, "Make all safe fixes")["edit"];
    assert!(edit.get("documentChanges").is_none(), "{edit}");
    assert!(edit["changes"][&draft.uri].is_array(), "{edit}");
}

#[test]
fn a_waiver_is_a_comment_whose_reason_is_selected() {
    let text = CLEAN.replace("that opens", "that opens opens");
    let folder = newsletter(&text);
    let mut client = Client::start(&folder);
    let mut draft = client.open(&folder, DRAFT);
    let at = text.find("opens opens").unwrap() + 6;
    let actions = client.actions(&draft, at..at, Some("quickfix"));
    let action = titled(&actions, "Waive repeated-word here");
    let edited = client.edited(&draft, &action["edit"]);
    assert!(edited.contains("repeated-word: REASON -->"), "{edited}");
    // The command goes to the word that the reason replaces.
    client.command(action["command"]["command"].as_str().unwrap(), action["command"]["arguments"].clone());
    let selection = client.shown[0]["selection"].clone();
    assert_eq!(&edited[client.bytes(&edited, &selection)], "REASON");
    let end = draft.text.len();
    client.change(&mut draft, 0..end, &edited);
    assert_eq!(client.diagnostics(&draft), Vec::<Value>::new());
}

#[test]
fn a_waiver_has_the_reason_that_the_extension_asks_for() {
    let text = CLEAN.replace("that opens", "that opens opens");
    let folder = newsletter(&text);
    let mut client = Client::with(&folder, able(), json!({ "asks": true }));
    let draft = client.open(&folder, DRAFT);
    let at = text.find("opens opens").unwrap() + 6;
    let actions = client.actions(&draft, at..at, Some("quickfix"));
    let command = titled(&actions, "Waive repeated-word here")["command"].clone();
    assert_eq!(command["command"], "copydesk.askReason");
    let mut arguments = command["arguments"].as_array().unwrap().clone();
    arguments.push(json!("the title of a song"));
    client.command("copydesk.waive", json!(arguments));
    client.diagnostics(&draft);
    let edited = client.edited(&draft, &client.edits[0].clone());
    assert!(
        edited.contains("<!-- copydesk-disable-")
            && edited.contains("repeated-word: the title of a song -->")
    );
    folder.write(DRAFT, &edited);
    folder.run(&format!("lint {DRAFT} --fail-on hint")).exits(0);
    for wrong in ["", "a --> b", "a\nb"] {
        arguments[2] = json!(wrong);
        let id = client
            .ask("workspace/executeCommand", json!({ "command": "copydesk.waive", "arguments": arguments }));
        assert!(client.answer(id)["error"]["message"].is_string(), "{wrong}");
    }
}

#[test]
fn a_waiver_is_a_place_to_fill_in_an_editor_that_has_them() {
    let folder = newsletter(&CLEAN.replace("that opens", "that opens opens"));
    let mut capabilities = able();
    capabilities["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
    let mut client = Client::with(&folder, capabilities, Value::Null);
    let draft = client.open(&folder, DRAFT);
    let at = draft.text.find("opens opens").unwrap() + 6;
    let actions = client.actions(&draft, at..at, Some("quickfix"));
    let action = titled(&actions, "Waive repeated-word here");
    let edit = &action["edit"]["documentChanges"][0]["edits"][0];
    assert!(edit["snippet"]["value"].as_str().unwrap().contains("repeated-word: ${1:reason} -->"), "{edit}");
}

#[test]
fn an_item_moves_to_another_section() {
    let folder = newsletter(CLEAN);
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    let at = draft.text.find("A bell").unwrap();
    let actions = client.actions(&draft, at..at, Some("refactor.move"));
    assert!(!actions.is_empty());
    for action in &actions {
        let edited = client.edited(&draft, &action["edit"]);
        assert_eq!(edited.matches("[Bell](https://example.org/bell)").count(), 1, "{edited}");
        assert_ne!(edited, draft.text);
    }
}

#[test]
fn text_of_a_section_is_not_offered_to_another_one() {
    let folder = newsletter(CLEAN);
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    let at = draft.text.find("Good morning.").unwrap();
    assert_eq!(client.actions(&draft, at..at, Some("refactor.move")), Vec::<Value>::new());
}

/// A draft that shows an image of 800 pixels.
fn with_wide_image() -> Folder {
    let folder =
        newsletter(&CLEAN.replace("Good morning.", "![A gate](../assets/20260608/20260608gate.png)"));
    let path = folder.join("assets/20260608/20260608gate.png");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let image = image::RgbImage::from_fn(800, 400, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]));
    image.save(path).unwrap();
    folder
}

#[test]
fn fitting_an_image_leaves_the_bytes_of_the_command() {
    let by_command = with_wide_image();
    by_command.run(&format!("image fit {DRAFT}")).exits(0);
    let folder = with_wide_image();
    let mut client = Client::start(&folder);
    let mut draft = client.open(&folder, DRAFT);
    let at = draft.text.find("![A gate]").unwrap();
    let actions = client.actions(&draft, at..at, Some("quickfix"));
    let command = titled(&actions, "Fit this image")["command"].clone();
    let done = client.command(command["command"].as_str().unwrap(), command["arguments"].clone());
    assert_eq!(done["fitted"].as_array().unwrap().len(), 1, "{done}");
    // The image may have another name now.
    let text = client.edits.first().map_or(draft.text.clone(), |edit| client.edited(&draft, edit));
    assert_eq!(text, by_command.read(DRAFT));
    for entry in std::fs::read_dir(by_command.join("assets/20260608")).unwrap() {
        let path = entry.unwrap().path();
        let own = folder.join("assets/20260608").join(path.file_name().unwrap());
        assert_eq!(std::fs::read(own).unwrap(), std::fs::read(path).unwrap());
    }
    let end = draft.text.len();
    client.change(&mut draft, 0..end, &text);
    let found = client.diagnostics(&draft);
    assert!(found.iter().all(|one| one["code"] != "wide-image"), "{found:?}");
}

/// A draft whose section of guides has a form that nobody has filled.
const OPEN: &str = "## New Learn Guides\n\n[title](url) from [name](url)\n\n";

fn open(capabilities: Value) -> (Folder, Client, Document) {
    let folder = newsletter(&CLEAN.replacen("## News From", &format!("{OPEN}## News From"), 1));
    let mut client = Client::with(&folder, capabilities, Value::Null);
    let draft = client.open(&folder, DRAFT);
    (folder, client, draft)
}

#[test]
fn filling_a_slot_goes_to_its_first_missing_value() {
    let (_folder, mut client, draft) = open(able());
    let at = draft.text.find("[title](url)").unwrap();
    let actions = client.actions(&draft, at..at, Some("refactor.fill"));
    let command = titled(&actions, "Fill this slot: ")["command"].clone();
    client.command(command["command"].as_str().unwrap(), command["arguments"].clone());
    let selection = client.shown[0]["selection"].clone();
    assert_eq!(&draft.text[client.bytes(&draft.text, &selection)], "title");
}

#[test]
fn filling_a_slot_is_a_snippet_in_an_editor_that_has_them() {
    let mut capabilities = able();
    capabilities["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
    let (_folder, mut client, draft) = open(capabilities);
    let at = draft.text.find("[title](url)").unwrap();
    let actions = client.actions(&draft, at..at, Some("refactor.fill"));
    let edit = &titled(&actions, "Fill this slot: ")["edit"]["documentChanges"][0]["edits"][0];
    let snippet = edit["snippet"]["value"].as_str().unwrap();
    assert!(
        snippet.starts_with("${1:") && snippet.contains("](${2:") && snippet.contains("${4:"),
        "{snippet}"
    );
}
