//! The settings of the editor.

use serde_json::{Value, json};

use super::client::able;
use super::{Client, DRAFT};
use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;
use crate::support::schema;

fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|one| one["code"].as_str()).collect()
}

fn folder() -> Folder {
    let folder = Folder::with_draft(CLEAN.replace("that opens", "that  opens opens"));
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder
}

#[test]
fn rules_are_selected_and_ignored() {
    let folder = folder();
    for (settings, expected) in [
        (json!({}), &["repeated-word"][..]),
        (json!({ "ignore": ["repeated-word"] }), &[]),
        (json!({ "copydesk": { "select": ["repeated-word"] } }), &["repeated-word"]),
    ] {
        let mut client = Client::with(&folder, json!({}), settings.clone());
        let draft = client.open(&folder, DRAFT);
        let found = client.diagnostics(&draft);
        let found: Vec<&str> = rules(&found).into_iter().filter(|rule| *rule == "repeated-word").collect();
        assert_eq!(found, expected, "{settings}");
    }
}

#[test]
fn changed_settings_apply_at_once() {
    let folder = folder();
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    assert!(rules(&client.diagnostics(&draft)).contains(&"repeated-word"));
    client.settings = json!({ "ignore": ["repeated-word"] });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    // The server asks for the settings; this answers.
    client.of("textDocument/codeLens", &draft);
    client.of("textDocument/codeLens", &draft);
    assert!(!rules(&client.diagnostics(&draft)).contains(&"repeated-word"));
}

#[test]
fn the_server_asks_to_be_told_of_changed_settings() {
    let folder = folder();
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    assert!(rules(&client.diagnostics(&draft)).contains(&"repeated-word"));
    client.change_settings(json!({ "ignore": ["repeated-word"] }));
    // The server asks for the settings; this answers.
    client.of("textDocument/codeLens", &draft);
    client.of("textDocument/codeLens", &draft);
    assert!(!rules(&client.diagnostics(&draft)).contains(&"repeated-word"));
    let registered = client.registered[0].as_array().unwrap();
    assert!(registered.iter().any(|one| one["registerOptions"] == json!({ "section": "copydesk" })));
}

#[test]
fn an_editor_without_registrations_is_asked_for_none() {
    let folder = folder();
    let mut client = Client::with(&folder, json!({}), Value::Null);
    let draft = client.open(&folder, DRAFT);
    client.diagnostics(&draft);
    assert!(client.registered.is_empty());
    // It sends the settings themselves.
    let settings = json!({ "settings": { "copydesk": { "ignore": ["repeated-word"] } } });
    client.notify("workspace/didChangeConfiguration", settings);
    assert!(!rules(&client.diagnostics(&draft)).contains(&"repeated-word"));
}

#[test]
fn the_stage_decides_the_severity() {
    let folder = folder();
    folder.write(DRAFT, CLEAN.replace("Good morning.", "![A gate](../assets/20260608/20260608gate.png)"));
    let path = folder.join("assets/20260608/20260608gate.png");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    image::RgbImage::from_pixel(800, 40, image::Rgb([40, 90, 60])).save(&path).unwrap();
    for (stage, severity) in [("contribution", 2), ("publish", 1)] {
        let mut client = Client::with(&folder, able(), json!({ "stage": stage }));
        client.settings = json!({ "stage": stage });
        let draft = client.open(&folder, DRAFT);
        let found = client.diagnostics(&draft);
        let wide = found.iter().find(|one| one["code"] == "wide-image").unwrap();
        assert_eq!(wide["severity"], severity, "{stage}");
    }
}

#[test]
fn a_wrong_setting_is_reported_and_changes_nothing() {
    let folder = folder();
    let mut client = Client::with(&folder, json!({}), json!({ "ignore": ["repeated-wrod"] }));
    let draft = client.open(&folder, DRAFT);
    assert!(rules(&client.diagnostics(&draft)).contains(&"repeated-word"));
    assert!(client.said[0].contains("did you mean 'repeated-word'?"), "{:?}", client.said);
}

#[test]
fn the_schema_takes_what_the_server_takes() {
    for settings in [
        json!({}),
        json!({ "stage": "publish", "select": ["wide-image"], "ignore": [], "checklist": false, "codeLens": true }),
    ] {
        schema::output("lsp", &settings.to_string());
    }
    let validator = schema::validator("docs/lsp.schema.json");
    for wrong in [json!({ "stage": "draft" }), json!({ "ignore": "x" }), json!({ "codeLense": true })] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}
