//! Requests that are small to send and large to read, and images that nobody would see before they
//! are on the site. A normal request beside each of them is gathered as ever.

use super::world::{DRAFT, World, image, with};
use crate::support::within::within;

const SLOT: &str = "text - [site](url).\n";
/// For the whole program.
const MEMORY: u64 = 600_000_000;

fn story(more: &str) -> String {
    with(SLOT, &format!("{SLOT}\n{more}\n"))
}

fn plane() -> String {
    story("A [plane](https://plane.example/page) - [Plane](https://plane.example).")
}

/// A request whose commit has other files beside a draft with a story more.
fn with_tree(world: &World, number: u32, entries: &str) {
    world.request(
        number,
        "Eve",
        "A kite",
        &story("A [kite](https://kite.example/a) - [K](https://kite.example)."),
    );
    let head = world.git("news.git", &["rev-parse", &format!("refs/pull/{number}/head")]);
    let list = world.git("news.git", &["ls-tree", &head]);
    let tree = mktree(world, &format!("{list}\n{entries}"));
    let main = world.git("news.git", &["rev-parse", "main"]);
    let made = world.git_as("news.git", "Eve", &["commit-tree", "-p", &main, "-m", "A kite", &tree]);
    world.git("news.git", &["update-ref", &format!("refs/pull/{number}/head"), &made]);
}

fn mktree(world: &World, entries: &str) -> String {
    world.write("entries", entries);
    world.shell("news.git", "git mktree < ../entries")
}

/// The lines about a request, and those about the plane, with only so much memory for all of it.
fn gathered(world: &World, number: u32) -> String {
    let program = env!("CARGO_BIN_EXE_copydesk");
    let arguments = ["--as-of", "2026-05-28", "gather", "--issue", "2026-06-01"];
    let mut command = world.set_up(within(MEMORY, program), "editor");
    let out = command.args(arguments).output().unwrap();
    let (said, error) = (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap());
    assert_eq!((out.status.code(), error.as_str()), (Some(0), ""), "{said}");
    assert!(said.contains("#99 by Ada: 1 news item\n    merges; no problems"), "{said}");
    let start = said.find(&format!("#{number}")).unwrap_or_else(|| panic!("no #{number} in {said}"));
    said[start..].split("\n#").next().unwrap().to_owned()
}

#[test]
fn a_tree_that_holds_itself_on_many_levels_is_not_walked() {
    let world = World::new();
    let blob = world.shell("news.git", "echo x | git hash-object -w --stdin");
    let mut tree = mktree(&world, &format!("100644 blob {blob}\tx\n"));
    for _ in 0..10 {
        let entries: String = (0..10).map(|n| format!("040000 tree {tree}\td{n}\n")).collect();
        tree = mktree(&world, &entries);
    }
    with_tree(&world, 1, &format!("040000 tree {tree}\tdeep\n"));
    world.request(99, "Ada", "A plane", &plane());
    let said = gathered(&world, 1);
    assert!(
        said.contains("can't be gathered: it changes more than is compared; merge it with git"),
        "{said}"
    );
}

#[test]
fn what_unpacks_to_more_than_a_newsletter_needs_is_not_fetched() {
    let world = World::new();
    let zeros = |n: u8| {
        let mut bytes = vec![0; 45_000_000];
        bytes[0] = n;
        bytes
    };
    let names: Vec<String> = (0..4).map(|n| format!("assets/20260601/2026060{n}.jpg")).collect();
    let files: Vec<Vec<u8>> = (0..4).map(zeros).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(files.iter().map(Vec::as_slice)).collect();
    world.request_with(1, "Eve", "Pictures", &story("A [kite](https://kite.example/a)."), &files);
    world.request(99, "Ada", "A plane", &plane());
    let said = gathered(&world, 1);
    assert!(said.contains("it unpacks to more than 150 MB, so it is not fetched"), "{said}");
}

#[test]
fn a_request_makes_the_draft_no_whole_issue_longer() {
    let world = World::new();
    let line = "A [kite](https://kite.example/a) - [Kite](https://kite.example).\n\n";
    world.request(1, "Eve", "Kites", &story(&line.repeat(5_000)));
    world.request(99, "Ada", "A plane", &plane());
    let said = gathered(&world, 1);
    assert!(said.contains("it makes the draft more than 256 KiB longer; merge it with git"), "{said}");
}

#[test]
fn a_request_that_git_can_t_read_does_not_stop_the_others() {
    let world = World::new();
    world.request(99, "Ada", "A plane", &plane());
    // A commit whose tree is nowhere.
    let main = world.git("news.git", &["rev-parse", "main"]);
    let lost = "0123456789012345678901234567890123456789";
    world.write(
        "commit",
        &format!("tree {lost}\nparent {main}\nauthor E <e@e> 1 +0000\ncommitter E <e@e> 1 +0000\n\nX\n"),
    );
    let commit = world.git("news.git", &["hash-object", "-t", "commit", "-w", "--literally", "../commit"]);
    world.write("news.git/refs/pull/1/head", &format!("{commit}\n"));
    // Also where it is the only one that is not here yet.
    for _ in 0..2 {
        let said = gathered(&world, 1);
        assert!(said.contains("can't be gathered: it can't be read by git ("), "{said}");
    }
}

#[test]
fn a_name_of_any_length_is_cut() {
    let world = World::new();
    let name = "Eve".repeat(20_000);
    world.write("subject", &"very ".repeat(100_000));
    world.request(
        1,
        "Eve",
        "A kite",
        &story("A [kite](https://kite.example/a) - [K](https://kite.example)."),
    );
    let tree = world.git("news.git", &["rev-parse", "refs/pull/1/head^{tree}"]);
    let main = world.git("news.git", &["rev-parse", "main"]);
    let made = world
        .shell("news.git", &format!("GIT_AUTHOR_NAME={name} GIT_AUTHOR_EMAIL=eve@example.org git commit-tree -p {main} -F ../subject {tree}"));
    world.git("news.git", &["update-ref", "refs/pull/1/head", &made]);
    world.request(99, "Ada", "A plane", &plane());
    let said = gathered(&world, 1);
    assert!(said.len() < 1_000 && said.contains("EveEv…"), "{said}");
    let (code, out, error) = world.copydesk("editor", &["gather", "--issue", "2026-06-01", "--take", "1"]);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    let message = world.git("editor", &["log", "-1", "--format=%B"]);
    assert!(message.len() < 2_000 && message.contains("Co-authored-by: EveEve"), "{message}");
}

/// What is said of a request with a story that ends in `more`, and one file.
fn with_image(more: &str, path: &str, bytes: &[u8]) -> String {
    let world = World::new();
    let text = story(&format!("A [kite](https://kite.example/a) - [K](https://kite.example).{more}"));
    world.request_with(1, "Eve", "A kite", &text, &[(path, bytes)]);
    world.request(99, "Ada", "A plane", &plane());
    let said = gathered(&world, 1);
    let (_, json, _) = world.copydesk("editor", &["gather", "--issue", "2026-06-01", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let all = json["contributions"].as_array().unwrap();
    let own = all.iter().find(|one| one["number"] == 1).unwrap();
    assert_eq!(own["clean"], false, "{said}");
    // Only a person's own `--with-problems` may bring it in.
    let (_, out, _) = world.copydesk("editor", &["gather", "--issue", "2026-06-01", "--take", "1"]);
    assert!(out.contains("#1 by Eve is left out") && !world.at("editor").join(path).exists(), "{out}");
    assert!(!world.read(&format!("editor/{DRAFT}")).contains("[kite]"));
    said
}

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'>";

#[test]
fn an_image_that_the_draft_does_not_show_is_not_brought_in() {
    let kite = "assets/20260601/20260601kite";
    let said = with_image("", &format!("{kite}.jpg"), &image(300));
    assert!(said.contains("its assets/20260601/20260601kite.jpg is not in the draft; merge"), "{said}");
    let script = format!("{DRAWING}<script>x()</script></svg>");
    let link = format!("\n\nSee [it](../{kite}.svg).");
    let said = with_image(&link, &format!("{kite}.svg"), script.as_bytes());
    assert!(said.contains("20260601kite.svg runs a program; merge it with git"), "{said}");
    let link = format!("\n\nSee [it](../{kite}.png).");
    let said = with_image(&link, &format!("{kite}.png"), b"<html><script>x()</script></html>");
    assert!(said.contains("20260601kite.png is not an image of a known format; merge"), "{said}");
}

#[test]
fn a_drawing_that_runs_something_is_an_error_where_the_draft_shows_it() {
    let image = "\n\n![A kite](../assets/20260601/20260601kite.svg)";
    let script = format!("{DRAWING}<rect width='40' height='30' onload='x()'/></svg>");
    let said = with_image(image, "assets/20260601/20260601kite.svg", script.as_bytes());
    assert!(
        said.contains(
            "✗ line 22: 20260601kite.svg runs a script when it is opened on its own [active-content]"
        ),
        "{said}"
    );
}

#[test]
fn an_image_s_name_is_plain() {
    for name in ["20260601kite\u{202e}gnp.jpg", "20260601kite\u{7}.jpg"] {
        let link = format!("\n\n![A kite](<../assets/20260601/{name}>)");
        let said = with_image(&link, &format!("assets/20260601/{name}"), &image(300));
        assert!(said.contains("it also changes assets/20260601/20260601kite\\u{"), "{said}");
    }
}
