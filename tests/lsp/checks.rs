//! Diagnostics while typing, and for which files there are any.

use serde_json::{Value, json};

use super::client::Document;
use super::{Client, DRAFT};
use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

fn newsletter(text: &str) -> Folder {
    let folder = Folder::with_draft(text);
    folder.write("copydesk.yml", "extends: circuitpython\n");
    folder
}

/// The rules of diagnostics, those of the checklist left out.
fn rules(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn a_problem_comes_and_goes_while_it_is_typed() {
    let folder = newsletter(CLEAN);
    let mut client = Client::start(&folder);
    let mut draft = client.open(&folder, DRAFT);
    assert_eq!(rules(&client.diagnostics(&draft)), [""; 0]);
    let at = draft.text.find("opens for").unwrap();
    client.change(&mut draft, at..at, "opens ");
    let found = client.diagnostics(&draft);
    assert_eq!(rules(&found), ["repeated-word"]);
    assert_eq!(found[0]["source"], "copydesk");
    let bytes = client.bytes(&draft.text, &found[0]["range"]);
    assert!(draft.text[bytes].contains("opens"), "{found:?}");
    client.change(&mut draft, at..at + 6, "");
    assert_eq!(rules(&client.diagnostics(&draft)), [""; 0]);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn columns_are_those_of_the_negotiated_encoding() {
    let folder = newsletter(&CLEAN.replace("A gate that opens", "🛟潮é A gate that opens opens"));
    for encodings in [json!(["utf-8", "utf-16"]), json!(["utf-16"]), Value::Null] {
        let mut client =
            Client::with(&folder, json!({ "general": { "positionEncodings": encodings } }), Value::Null);
        let expected = if encodings == json!(["utf-8", "utf-16"]) { "utf-8" } else { "utf-16" };
        assert_eq!(client.encoding, expected);
        let mut draft = client.open(&folder, DRAFT);
        let found = client.diagnostics(&draft);
        assert_eq!(rules(&found), ["repeated-word"]);
        let bytes = client.bytes(&draft.text, &found[0]["range"]);
        assert!(draft.text[bytes.clone()].contains("opens"), "{:?}", &draft.text[bytes]);
        // An edit after the emoji.
        let at = draft.text.find("opens opens").unwrap();
        client.change(&mut draft, at..at + 6, "");
        assert_eq!(rules(&client.diagnostics(&draft)), [""; 0]);
    }
}

#[test]
fn images_and_earlier_issues_are_checked() {
    let text = CLEAN.replace("Good morning.", "![A gate](../assets/20260608/20260608gate.png)");
    let folder = newsletter(&text);
    for day in ["2026-05-25", "2026-06-01"] {
        let (year, compact) = (&day[..4], day.replace('-', "/"));
        assert_eq!(year, "2026");
        let post =
            CLEAN.replace("2026-06-08", day).replace("example.org/hedge", &format!("example.org/{compact}"));
        let post = post.replace(
            "example.org/bell",
            if day == "2026-06-01" { "example.org/hedge" } else { "example.org/x" },
        );
        folder.write(&format!("_posts/{day}-circuitpython-weekly.md"), post);
    }
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    let found = client.diagnostics(&draft);
    assert!(rules(&found).contains(&"missing-image"), "{found:?}");
    let lint: Value = serde_json::from_str(&folder.run(&format!("lint {DRAFT} --format json")).out).unwrap();
    let expected: Vec<&str> = lint["files"][0]["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules(&found), expected);

    // The image is added, and the editor tells of it.
    let path = folder.join("assets/20260608/20260608gate.png");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    image::RgbImage::from_pixel(800, 40, image::Rgb([40, 90, 60])).save(&path).unwrap();
    let changes = json!({ "changes": [{ "uri": super::client::uri(&path), "type": 1 }] });
    client.notify("workspace/didChangeWatchedFiles", changes);
    let found = client.diagnostics(&draft);
    assert!(rules(&found).contains(&"wide-image"), "{found:?}");
    assert!(!rules(&found).contains(&"missing-image"), "{found:?}");
}

#[test]
fn an_earlier_issue_that_is_added_is_known() {
    let folder = newsletter(CLEAN);
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    assert!(!rules(&client.diagnostics(&draft)).contains(&"already-sent-link"));
    for (day, page) in [("2026-05-25", "other"), ("2026-06-01", "bell")] {
        let post =
            CLEAN.replace("2026-06-08", day).replace("example.org/hedge", &format!("example.org/{day}"));
        let name = format!("_posts/{day}-circuitpython-weekly.md");
        folder.write(&name, post.replace("example.org/bell", &format!("example.org/{page}")));
        let changes = json!({ "changes": [{ "uri": super::client::uri(&folder.join(&name)), "type": 1 }] });
        client.notify("workspace/didChangeWatchedFiles", changes);
    }
    assert!(rules(&client.diagnostics(&draft)).contains(&"already-sent-link"));
}

#[test]
fn an_image_is_checked_again_even_if_the_editor_does_not_watch() {
    let folder =
        newsletter(&CLEAN.replace("Good morning.", "![A gate](../assets/20260608/20260608gate.png)"));
    let path = folder.join("assets/20260608/20260608gate.png");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let image = |width| image::RgbImage::from_pixel(width, 40, image::Rgb([40, 90, 60])).save(&path).unwrap();
    image(800);
    let mut client = Client::with(&folder, json!({}), Value::Null);
    let mut draft = client.open(&folder, DRAFT);
    assert!(rules(&client.diagnostics(&draft)).contains(&"wide-image"));
    image(500);
    let end = draft.text.len();
    client.change(&mut draft, end..end, "\n");
    assert!(!rules(&client.diagnostics(&draft)).contains(&"wide-image"));
}

#[test]
fn the_editor_is_asked_to_watch_images_issues_and_the_profile() {
    let folder = newsletter(CLEAN);
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    client.diagnostics(&draft);
    let watched = client.registered[0][0]["registerOptions"]["watchers"].to_string();
    for part in ["md", "yml", "png", "gif"] {
        assert!(watched.contains(part), "{watched}");
    }
}

#[test]
fn lines_of_the_task_list_have_their_evidence() {
    let tasks = "- [ ] change date\n- [ ] update title\n\n## Gates and Gardens";
    let text = CLEAN.replacen("## Gates and Gardens", tasks, 1);
    let folder = newsletter(&text);
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    let found = client.diagnostics(&draft);
    let lines: Vec<&Value> = found.iter().filter(|one| one["source"] == "copydesk checklist").collect();
    assert_eq!(lines.len(), 2, "{found:?}");
    let bytes = client.bytes(&draft.text, &lines[0]["range"]);
    assert_eq!(&draft.text[bytes], "[ ] change date");
    assert!(lines[0]["message"].as_str().unwrap().contains("the draft proves it"), "{lines:?}");
}

#[test]
fn files_of_no_newsletter_have_no_diagnostics() {
    let folder = newsletter(CLEAN);
    folder.write("README.md", "# Readme\n\nthe the\n");
    folder.write("_drafts/notes.md", "the the\n");
    let elsewhere = Folder::new();
    elsewhere.write("a.md", "# A\n\nthe the\n");
    let mut client = Client::start(&folder);
    for document in [
        client.open(&folder, "README.md"),
        client.open(&folder, "_drafts/notes.md"),
        client.open(&elsewhere, "a.md"),
    ] {
        assert_eq!(client.diagnostics(&document), Vec::<Value>::new());
        assert_eq!(client.of("textDocument/documentSymbol", &document), Value::Null);
        assert!(!client.published.contains_key(&document.uri));
    }
    let untitled = json!({ "textDocument": { "uri": "untitled:1", "languageId": "markdown", "version": 1, "text": "a a" } });
    client.notify("textDocument/didOpen", untitled);
    assert_eq!(client.shut_down(), Some(0));
}

#[test]
fn each_document_has_the_rules_of_its_newsletter() {
    let folder = Folder::new();
    folder.write("copydesk.yml", "newsletters: [en, quiet]\n");
    folder.write("en/copydesk.yml", "extends: circuitpython\n");
    folder.write("quiet/copydesk.yml", "extends: circuitpython\nrules: { repeated-word: off }\n");
    let text = CLEAN.replace("that opens", "that opens opens");
    folder.write(&format!("en/{DRAFT}"), &text);
    folder.write(&format!("quiet/{DRAFT}"), &text);
    let mut client = Client::start(&folder);
    let en = client.open(&folder, &format!("en/{DRAFT}"));
    let quiet = client.open(&folder, &format!("quiet/{DRAFT}"));
    assert_eq!(rules(&client.diagnostics(&en)), ["repeated-word"]);
    assert_eq!(rules(&client.diagnostics(&quiet)), [""; 0]);
}

#[test]
fn a_broken_profile_is_shown_in_its_file_until_it_is_fixed() {
    let folder = newsletter(&CLEAN.replace("that opens", "that opens opens"));
    folder.write("copydesk.yml", "extends: circuitpython\narchiv: 3\nimges: {}\n");
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    assert_eq!(client.diagnostics(&draft), Vec::<Value>::new());
    let profile = super::client::uri(&folder.join("copydesk.yml"));
    let shown = client.published[&profile]["diagnostics"].clone();
    assert!(shown[0]["message"].as_str().unwrap().contains("archiv"), "{shown}");
    assert_eq!(shown[0]["range"]["start"]["line"], 1);
    assert!(shown[1]["message"].as_str().unwrap().contains("imges"), "{shown}");
    assert_eq!(shown[1]["range"]["start"]["line"], 2);
    let said = client.said.pop().expect("the profile need not be open");
    assert!(said.starts_with("copydesk.yml:2: ") && said.ends_with("are not checked until then"), "{said}");
    // Another mistake takes the place of the first.
    folder.write("copydesk.yml", "extends: circuitpython\nimges: {}\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": profile } }));
    assert_eq!(client.diagnostics(&draft), Vec::<Value>::new());
    let shown = client.published[&profile]["diagnostics"].clone();
    assert!(shown[0]["message"].as_str().unwrap().contains("imges"), "{shown}");
    folder.write("copydesk.yml", "extends: circuitpython\narchive: 3\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": profile } }));
    assert_eq!(rules(&client.diagnostics(&draft)), ["repeated-word"]);
    assert_eq!(client.published[&profile]["diagnostics"], json!([]));
}

#[test]
fn a_profile_that_is_no_text_is_shown_in_its_file() {
    let folder = newsletter(CLEAN);
    let files: [&[u8]; 2] =
        [b"extends: circuitpython\nname: Caf\xe9\n", &b"# far too long\n".repeat(200_000)];
    for (bytes, message) in files.into_iter().zip(["is not UTF-8 text", "over the limit"]) {
        std::fs::write(folder.join("copydesk.yml"), bytes).unwrap();
        let mut client = Client::start(&folder);
        let draft = client.open(&folder, DRAFT);
        assert_eq!(client.diagnostics(&draft), Vec::<Value>::new());
        let shown = &client.published[&super::client::uri(&folder.join("copydesk.yml"))]["diagnostics"];
        assert!(shown[0]["message"].as_str().unwrap().contains(message), "{shown}");
        assert!(client.said[0].contains(message), "{:?}", client.said);
    }
}

#[test]
fn a_file_that_is_open_under_two_names_has_the_problems_of_both_texts() {
    let folder = newsletter(&CLEAN.replace("that opens", "that opens opens"));
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    let path = super::client::uri(&folder.join(DRAFT)).replace("_drafts", "%5Fdrafts");
    let item = json!({ "uri": path, "languageId": "markdown", "version": 1, "text": CLEAN });
    client.notify("textDocument/didOpen", json!({ "textDocument": item }));
    let other = Document { uri: path, text: CLEAN.to_owned(), version: 1 };
    assert_eq!(client.diagnostics(&other), Vec::<Value>::new());
    assert_eq!(rules(&client.diagnostics(&draft)), ["repeated-word"]);
}
