//! The programs that feed the page: `copydesk preview`, and the desk in a pseudo-terminal.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::{Tab, click};
use crate::terminal::world::{BIN, TODAY};
use crate::terminal::{World, key};

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts `copydesk preview` and returns what it prints up to its last line.
fn preview(world: &World, args: &[&str]) -> (Running, Vec<String>) {
    let mut command = Command::new(BIN);
    command.current_dir(world.news()).env_clear().envs(world.variables());
    command.args(["--as-of", TODAY, "preview"]).args(args).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut printed = Vec::new();
    for line in lines {
        let is_last = line.starts_with("Ctrl-C");
        printed.push(line);
        if is_last {
            break;
        }
    }
    (Running(child), printed)
}

fn url_in(text: &str) -> String {
    let at = text.find("http://127.0.0.1:").unwrap_or_else(|| panic!("no address: {text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

/// The HTML that the browser gets next.
fn html(message: &Value) -> String {
    message["blocks"].as_object().unwrap().values().map(|html| html.as_str().unwrap()).collect()
}

/// Waits for a page whose new blocks contain the words, and returns it.
fn wait_for(tab: &mut Tab, words: &str) -> Value {
    loop {
        let (name, message) = tab.next().unwrap_or_else(|| panic!("the stream ended before {words:?}"));
        if name == "page" && html(&message).contains(words) {
            return message;
        }
    }
}

#[test]
fn the_page_of_files_follows_them_and_changes_nothing() {
    let world = World::demo();
    let (_running, printed) = preview(&world, &["--no-open"]);
    assert!(printed[0].starts_with("Preview of _drafts/2026-06-01-draft.md: http://"), "{printed:?}");
    assert_eq!(printed.len(), 2, "{printed:?}");
    let url = url_in(&printed[0]);
    let mut tab = Tab::open(&url, "site");
    let (_, first) = tab.next().unwrap();
    assert_eq!(first["writer"], "files");
    let before = world.text();
    let heading = before.lines().find(|line| line.starts_with("## ")).unwrap();
    world.replace(heading, &format!("A zebra was seen.\n\n{heading}"));
    let changed = wait_for(&mut tab, "A zebra was seen.");
    assert!(changed["blocks"].as_object().unwrap().len() < 4, "only what changed is sent");
    let text = world.text();
    let key = changed["keys"][0].as_str().unwrap();
    let go = format!(r#"{{"action":"go","target":"site","block":0,"key":"{key}","at":0}}"#);
    assert_eq!(click(&url, &go).status, 409);
    assert_eq!(changed["unread"], Value::Null);
    assert_eq!(click(&url, r#"{"action":"read"}"#).status, 202);
    let read = loop {
        let (name, message) = tab.next().unwrap();
        if name == "page" {
            break message;
        }
    };
    assert_eq!(read["unread"], serde_json::json!([]));
    assert_eq!(world.text(), text);
    // The next run knows what was read.
    drop(_running);
    world.replace("A zebra was seen.", "A zebra was heard.");
    let (_running, printed) = preview(&world, &["--no-open", "2026-06-01"]);
    let (_, message) = Tab::open(&url_in(&printed[0]), "site").next().unwrap();
    assert_eq!(message["unread"].as_array().unwrap().len(), 1);
}

#[test]
fn over_ssh_the_command_of_the_tunnel_is_printed() {
    let world = World::demo().with("SSH_CONNECTION", "198.51.100.2 50022 192.0.2.7 2222").with("USER", "ada");
    let (_running, printed) = preview(&world, &[]);
    let url = url_in(&printed[0]);
    let (port, _) = super::parts(&url);
    assert_eq!(printed[2], format!("ssh -N -L {port}:127.0.0.1:{port} -p 2222 ada@192.0.2.7"));
    let mut desk = world.open();
    desk.keys("B").wait_for("Run this on your own machine").wait_for("-p 2222 ada@192.0.2.7");
    desk.keys(key::ESC).wait_gone("Run this");
}

#[test]
fn a_draft_that_does_not_exist_is_an_error() {
    let world = World::demo();
    let out = world.copydesk(&["preview", "--no-open", "_drafts/none.md"]);
    assert_eq!(out.status.code(), Some(2), "{out:?}");
}

/// The world with a program that opens addresses, and tells nobody.
fn with_browser() -> World {
    let world = World::demo();
    let program = world.path("home/bin/xdg-open");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    std::fs::write(&program, "#!/bin/sh\nexit 0\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    world.with("PATH", &path)
}

#[test]
#[cfg(not(target_os = "macos"))]
fn keys_at_the_desk_change_the_page_and_clicks_in_it_move_the_cursor() {
    let world = with_browser();
    let mut desk = world.open();
    desk.keys("B").wait_for("The browser shows the preview: http://127.0.0.1:");
    let url = url_in(&desk.screen());
    let mut tab = Tab::open(&url, "site");
    let (_, first) = tab.next().unwrap();
    assert_eq!(first["writer"], "desk");
    desk.keys("W").wait_for(" words, ");
    // A click in the last block goes there; what is typed then is in it.
    let last = first["keys"].as_array().unwrap().len() - 1;
    let key = first["keys"][last].as_str().unwrap();
    let go = format!(r#"{{"action":"go","target":"site","block":{last},"key":"{key}","at":0}}"#);
    assert_eq!(click(&url, &go).status, 202);
    let cursor = loop {
        let (name, message) = tab.next().unwrap();
        match name.as_str() {
            "cursor" if message["block"] == last => break message,
            "page" if message["cursor"]["block"] == last => break message["cursor"].clone(),
            _ => {}
        }
    };
    assert_eq!(cursor["at"], 0);
    desk.keys("Zebra ");
    let changed = wait_for(&mut tab, "Zebra");
    assert_eq!(changed["cursor"]["block"], last);
    // The desk shows it again, and ends it with itself.
    desk.keys(key::CTRL_S).wait_saved();
    desk.keys(key::CTRL_Q);
    while let Some((name, _)) = tab.next() {
        assert!(matches!(name.as_str(), "page" | "cursor" | "closed"), "{name}");
    }
}
