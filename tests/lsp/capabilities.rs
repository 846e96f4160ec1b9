//! What an editor shows besides diagnostics.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Client, DRAFT, Document};
use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const POST: &str = "_posts/2026-06-01-circuitpython-weekly.md";

/// A newsletter with two earlier issues, an image, and a form that nobody has filled.
fn newsletter() -> Folder {
    let text = CLEAN
        .replace("Good morning.", "![A gate](../assets/20260608/20260608gate.png)")
        .replacen("## News From", "## New Learn Guides\n\n[title](url) from [name](url)\n\n## News From", 1)
        .replace("https://example.org/bell", "https://example.org/old-bell");
    let folder = Folder::with_draft(text);
    folder.write("copydesk.yml", "extends: circuitpython\nstyle: { spellings: { TideBell: [tidebell] } }\n");
    let guide = "## New Learn Guides\n\n[A lamp](https://example.org/lamp) from [Mira Ulm](https://example.org/mira)\n\n";
    for day in ["2026-06-01", "2026-05-25"] {
        let post =
            CLEAN.replace("2026-06-08", day).replacen("## News From", &format!("{guide}## News From"), 1);
        let bell = if day == "2026-06-01" { "old-bell" } else { "older-bell" };
        let post = post.replace("example.org/bell", &format!("example.org/{bell}"));
        folder.write(&format!("_posts/{day}-circuitpython-weekly.md"), post);
    }
    for name in ["20260608gate.png", "20260608spare.png"] {
        let path = folder.join("assets/20260608").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        image::RgbImage::from_pixel(800, 40, image::Rgb([40, 90, 60])).save(path).unwrap();
    }
    folder
}

fn open() -> (Folder, Client, Document) {
    let folder = newsletter();
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    (folder, client, draft)
}

fn hover(client: &mut Client, draft: &Document, words: &str) -> String {
    let at = draft.text.find(words).unwrap() + 1;
    // Problems are part of it.
    client.diagnostics(draft);
    let hover = client.at("textDocument/hover", draft, at);
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_kind_of_action_is_announced() {
    let (_folder, mut client, mut draft) = open();
    let at = draft.text.find("A bell").unwrap();
    client.change(&mut draft, at..at, "The the ");
    let mut found = BTreeSet::new();
    for words in ["![A gate]", "[title](url)", "The the "] {
        let at = draft.text.find(words).unwrap();
        let actions = client.actions(&draft, at + 1..at + words.len(), None);
        found.extend(actions.iter().map(|action| action["kind"].as_str().unwrap().to_owned()));
    }
    let announced = client.capabilities["codeActionProvider"]["codeActionKinds"].as_array().unwrap();
    let announced: Vec<&str> = announced.iter().map(|kind| kind.as_str().unwrap()).collect();
    assert!(announced.contains(&"refactor.fill") && announced.is_sorted(), "{announced:?}");
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), announced);
}

#[test]
fn hovering_shows_the_page_of_the_rule() {
    let (folder, mut client, draft) = open();
    let shown = hover(&mut client, &draft, "https://example.org/old-bell");
    assert!(shown.contains("## already-sent-link"), "{shown}");
    let page = folder.run("rules already-sent-link").out;
    assert!(shown.contains(page.trim()), "{shown}");
}

#[test]
fn hovering_a_link_shows_when_it_went_out() {
    let (_folder, mut client, draft) = open();
    let shown = hover(&mut client, &draft, "https://example.org/old-bell");
    assert!(shown.contains("went out before") && shown.contains("2026-06-01"), "{shown}");
    assert!(shown.contains("News From Around the Web") && !shown.contains("2026-05-25"), "{shown}");
    let shown = hover(&mut client, &draft, "https://example.org/hedge");
    assert!(shown.contains("went out before"), "{shown}");
}

#[test]
fn hovering_an_image_shows_its_size_and_faults() {
    let (_folder, mut client, draft) = open();
    let shown = hover(&mut client, &draft, "![A gate]");
    assert!(shown.contains("**PNG**, 800×40"), "{shown}");
    assert!(shown.contains("warning: ") && shown.contains("550"), "{shown}");
}

#[test]
fn hovering_a_heading_shows_what_is_missing() {
    let (_folder, mut client, draft) = open();
    let shown = hover(&mut client, &draft, "## New Learn Guides");
    assert!(shown.contains("0 of 1 filled") && shown.contains("Author"), "{shown}");
}

fn labels(client: &mut Client, draft: &Document, offset: usize) -> Vec<Value> {
    let found = client.at("textDocument/completion", draft, offset);
    found["items"].as_array().cloned().unwrap_or_default()
}

/// Types a text after some words, and asks for completions behind it.
fn typed(client: &mut Client, draft: &mut Document, after: &str, text: &str) -> Vec<Value> {
    let at = draft.text.find(after).unwrap() + after.len();
    client.change(draft, at..at, text);
    labels(client, draft, at + text.len())
}

/// The text after a completion.
fn completed(client: &Client, draft: &Document, items: &[Value], label: &str) -> String {
    let item = items.iter().find(|item| item["label"] == label);
    let item = item.unwrap_or_else(|| panic!("no '{label}' in {items:#?}"));
    let mut text = draft.text.clone();
    let edit = &item["textEdit"];
    text.replace_range(client.bytes(&draft.text, &edit["range"]), edit["newText"].as_str().unwrap());
    text
}

#[test]
fn headings_that_are_missing_are_completed() {
    let (_folder, mut client, mut draft) = open();
    let items = typed(&mut client, &mut draft, "example.org/hedge).\n\n", "## Pro\n\n");
    assert!(items.is_empty() || items.iter().all(|item| item["kind"] != 9));
    let at = draft.text.find("## Pro").unwrap() + "## Pro".len();
    let items = labels(&mut client, &draft, at);
    let text = completed(&client, &draft, &items, "Project of the Week");
    assert!(text.contains("\n## Project of the Week\n"), "{text}");
    assert!(items.iter().all(|item| item["label"] != "News From Around the Web"), "{items:?}");
}

#[test]
fn images_of_the_week_are_completed() {
    let (_folder, mut client, mut draft) = open();
    let items = typed(&mut client, &mut draft, "example.org/hedge).", "\n\n![A](../ass");
    let text = completed(&client, &draft, &items, "20260608spare.png");
    assert!(text.contains("![A](../assets/20260608/20260608spare.png"), "{text}");
    let order = |label: &str| items.iter().find(|one| one["label"] == label).unwrap()["sortText"].to_string();
    assert!(order("20260608spare.png") < order("20260608gate.png"), "{items:?}");
}

#[test]
fn addresses_of_earlier_issues_are_completed() {
    let (_folder, mut client, mut draft) = open();
    let items = typed(&mut client, &mut draft, "example.org/hedge).", "\n\nBy [Mira Ulm](https://exa");
    let text = completed(&client, &draft, &items, "https://example.org/mira");
    assert!(text.contains("By [Mira Ulm](https://example.org/mira"), "{text}");
    assert_eq!(items.iter().min_by_key(|one| one["sortText"].to_string()).unwrap()["detail"], "Mira Ulm");
}

#[test]
fn names_of_the_house_and_of_authors_are_completed() {
    let (_folder, mut client, mut draft) = open();
    let items = typed(&mut client, &mut draft, "example.org/hedge).", " See Mi");
    assert!(
        completed(&client, &draft, &items, "Mira Ulm").contains("See [Mira Ulm](https://example.org/mira)")
    );
    assert!(completed(&client, &draft, &items, "TideBell").contains("See TideBell"));
    let items = typed(&mut client, &mut draft, "See Mi", " and [Mi");
    assert!(completed(&client, &draft, &items, "Mira Ulm").contains("See Mi and [Mira Ulm"));
}

#[test]
fn an_empty_line_is_completed_to_the_form_of_its_section() {
    let (_folder, mut client, mut draft) = open();
    let items = typed(&mut client, &mut draft, "example.org/old-bell).\n", "\n");
    let form = items.iter().find(|one| one["insertTextFormat"] == 2).unwrap_or_else(|| panic!("{items:?}"));
    let text = form["textEdit"]["newText"].as_str().unwrap();
    assert!(text.contains("${1:") && text.contains("${2:"), "{text}");
    assert_eq!(form["label"], "New item of “News From Around the Web”");
}

#[test]
fn symbols_are_sections_with_their_slots() {
    let (_folder, mut client, draft) = open();
    let symbols = client.of("textDocument/documentSymbol", &draft);
    let symbols = symbols.as_array().unwrap();
    let named = |name: &str| symbols.iter().find(|one| one["name"] == name).unwrap();
    assert_eq!(named("New Learn Guides")["detail"], "0 of 1 filled");
    assert_eq!(named("News From Around the Web")["detail"], "1 of 1 filled");
    let slot = &named("News From Around the Web")["children"][0];
    assert_eq!(slot["detail"], "filled");
    let bytes = client.bytes(&draft.text, &slot["range"]);
    assert!(draft.text[bytes].starts_with("A bell"));
}

#[test]
fn lenses_go_to_missing_values() {
    let (_folder, mut client, draft) = open();
    let lenses = client.of("textDocument/codeLens", &draft);
    let titles: Vec<&str> =
        lenses.as_array().unwrap().iter().map(|one| one["command"]["title"].as_str().unwrap()).collect();
    assert!(titles.contains(&"0 of 1 filled") && titles.contains(&"1 of 1 filled"), "{titles:?}");
    let fill = lenses.as_array().unwrap().iter();
    let fill = fill.clone().find(|one| one["command"]["title"].as_str().unwrap().starts_with("fill "));
    let command = fill.unwrap()["command"].clone();
    client.command(command["command"].as_str().unwrap(), command["arguments"].clone());
    let selection = client.shown[0]["selection"].clone();
    assert_eq!(&draft.text[client.bytes(&draft.text, &selection)], "title");
}

#[test]
fn the_front_matter_and_sections_are_folded() {
    let (_folder, mut client, draft) = open();
    let folds = client.of("textDocument/foldingRange", &draft);
    let lines: Vec<&str> = draft.text.lines().collect();
    let folded: Vec<(&str, &str)> = folds
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let line = |key: &str| lines[one[key].as_u64().unwrap() as usize];
            (line("startLine"), line("endLine"))
        })
        .collect();
    assert!(folded.contains(&("---", "---")), "{folded:?}");
    assert!(folded.contains(&("## New Learn Guides", "[title](url) from [name](url)")), "{folded:?}");
}

#[test]
fn links_lead_to_pages_and_images() {
    let (folder, mut client, draft) = open();
    let links = client.of("textDocument/documentLink", &draft);
    let target = |text: &str| {
        let is_it = |one: &&Value| &draft.text[client.bytes(&draft.text, &one["range"])] == text;
        links.as_array().unwrap().iter().find(is_it).map(|one| one["target"].as_str().unwrap().to_owned())
    };
    assert_eq!(target("https://example.org/hedge").as_deref(), Some("https://example.org/hedge"));
    let image = folder.join("assets/20260608/20260608gate.png");
    assert_eq!(target("../assets/20260608/20260608gate.png"), Some(super::client::uri(&image)));
    assert_eq!(target("url"), None);
}

#[test]
fn a_post_has_symbols_too() {
    let (folder, mut client, _) = open();
    let post = client.open(&folder, POST);
    let symbols = client.of("textDocument/documentSymbol", &post);
    assert!(symbols.as_array().unwrap().iter().any(|one| one["name"] == "New Learn Guides"), "{symbols}");
    let id = client.ask("textDocument/hover", json!({ "textDocument": { "uri": post.uri } }));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
}
