//! The commands of the server that reach git.

use serde_json::json;

use super::{Client, DRAFT};
use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

fn git(folder: &Folder, args: &[&str]) -> String {
    let output = std::process::Command::new("git")
        .args(args)
        .current_dir(folder.path())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A newsletter in a repository with one commit.
fn repository() -> Folder {
    let folder = Folder::with_draft(CLEAN);
    folder.write("copydesk.yml", "extends: circuitpython\n");
    git(&folder, &["init", "-q", "-b", "main"]);
    for (key, value) in [("user.name", "Ada"), ("user.email", "ada@example.org")] {
        git(&folder, &["config", key, value]);
    }
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "Start"]);
    folder
}

#[test]
fn the_saved_draft_is_committed_with_the_message_of_the_desk() {
    let folder = repository();
    let mut client = Client::start(&folder);
    let mut draft = client.open(&folder, DRAFT);
    let at = draft.text.find("## CircuitPython Libraries").unwrap();
    client.change(&mut draft, at..at, "A gull that naps - [Gull](https://example.org/gull).\n\n");
    let id = client
        .ask("workspace/executeCommand", json!({ "command": "copydesk.commit", "arguments": [draft.uri] }));
    let refused = client.answer(id)["error"]["message"].to_string();
    assert!(refused.contains("not saved"), "{refused}");
    folder.write(DRAFT, &draft.text);
    let planned = client.command("copydesk.commit", json!([draft.uri, { "dryRun": true }]));
    assert_eq!(planned["message"], "Add 1 news item to 2026-06-08");
    assert_eq!(git(&folder, &["log", "--format=%s"]).trim(), "Start");
    let done = client.command("copydesk.commit", json!([draft.uri]));
    assert_eq!(done["summary"], "Add 1 news item to 2026-06-08");
    assert_eq!(git(&folder, &["log", "-1", "--format=%H"]).trim(), done["commit"].as_str().unwrap());
    assert_eq!(git(&folder, &["status", "--porcelain"]), "");
    let message = json!([draft.uri, { "message": "x" }]);
    let id =
        client.ask("workspace/executeCommand", json!({ "command": "copydesk.commit", "arguments": message }));
    assert!(client.answer(id)["error"]["message"].is_string());
}

/// A clone of a bare repository.
fn with_remote() -> (Folder, Folder) {
    let (folder, remote) = (repository(), Folder::new());
    git(&remote, &["init", "-q", "--bare", "-b", "main"]);
    git(&folder, &["remote", "add", "origin", &remote.path().display().to_string()]);
    git(&folder, &["push", "-q", "-u", "origin", "main"]);
    (folder, remote)
}

#[test]
fn an_item_is_added_on_a_branch_and_gathered() {
    let (folder, remote) = with_remote();
    let mut client = Client::start(&folder);
    let draft = client.open(&folder, DRAFT);
    let item = json!({
        "url": "https://example.org/gull", "text": "A gull that naps", "source": "Gull",
        "section": "news from", "push": true,
    });
    let added = client.command("copydesk.add", json!([draft.uri, item]));
    let branch = added["branch"].as_str().unwrap();
    assert!(branch.starts_with("add/"), "{added}");
    assert!(git(&remote, &["branch", "--list", branch]).contains(branch));
    assert_eq!(folder.read(DRAFT), CLEAN);
    let listed = client.command("copydesk.gather", json!([draft.uri, { "branches": "add/*" }]));
    assert_eq!(listed["contributions"][0]["isClean"], true, "{listed}");
    let merged =
        client.command("copydesk.gather", json!([draft.uri, { "branches": "add/*", "allClean": true }]));
    assert!(merged["commit"].is_string(), "{merged}");
    assert!(folder.read(DRAFT).contains("A gull that naps"));
}

#[test]
fn a_command_of_another_program_is_refused() {
    let folder = repository();
    let mut client = Client::start(&folder);
    for (command, arguments) in
        [("other.command", json!([])), ("copydesk.commit", json!(["file:///none.md"]))]
    {
        let id =
            client.ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
        assert!(client.answer(id)["error"]["message"].is_string(), "{command}");
    }
}
