//! Requests that bring more than a newsletter needs.

use std::path::{Path, PathBuf};

use super::world::{DRAFT, World, with};
use crate::git_remote::server::{self, Door};

const SLOT: &str = "text - [site](url).\n";

/// The draft with a story more at the end of the news.
fn story(word: &str) -> String {
    with(
        SLOT,
        &format!("{SLOT}\nA [{word}](https://{word}.example/page) - [{word}](https://{word}.example).\n"),
    )
}

/// Bytes that do not compress.
fn noise(seed: u64, bytes: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        // splitmix64: fast also without an optimizer.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb)
    };
    let mut noise: Vec<u8> =
        std::iter::repeat_with(|| next().to_le_bytes()).take(bytes / 8).flatten().collect();
    noise.truncate(bytes);
    noise
}

fn size(folder: &Path) -> u64 {
    let mut folders: Vec<PathBuf> = vec![folder.to_path_buf()];
    let mut size = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let (path, meta) = entry.map(|entry| (entry.path(), entry.metadata().unwrap())).unwrap();
            if meta.is_dir() {
                folders.push(path);
            } else {
                size += meta.len();
            }
        }
    }
    size
}

/// A world with a heavy request, #2, between normal ones.
fn world(filter: &str) -> World {
    let world = World::new();
    world.git("news.git", &["config", "uploadpack.allowFilter", filter]);
    // The server is to take no time for what can't be made smaller.
    world.git("news.git", &["config", "core.bigFileThreshold", "1m"]);
    world.git("start", &["config", "core.bigFileThreshold", "1m"]);
    world.request(1, "Ada", "A kite", &story("kite"));
    let big = noise(2, 64_000_000);
    let shown = "[![A boat](../assets/20260601/20260601boat.jpg)](https://boat.example/page)\n\nA [boat]";
    let boat = story("boat").replace("A [boat]", shown);
    world.request_with(2, "Bo", "A boat", &boat, &[("assets/20260601/20260601boat.jpg", &big)]);
    world.request(3, "Cy", "A plane", &story("plane"));
    world
}

/// Lists and gathers in the editor's clone.
fn gathers(world: &World, url: &str, by: &str) {
    world.git("editor", &["remote", "set-url", "origin", url]);
    let folder = world.at("editor/.git");
    let (before, config) = (size(&folder), world.read("editor/.git/config"));
    let references = world.state("editor");
    for look in ["first", "second"] {
        let (code, out, error) = world.copydesk("editor", &["gather", "--issue", "2026-06-01"]);
        assert_eq!((code, error.as_str()), (0, ""), "{look}: {out}");
        let said = out.replace(url, "URL");
        assert!(
            said.contains(&format!("\n#2{by}: nothing that can be shown\n    can't be gathered: it adds "))
                && said.contains(
                    ", so it is not fetched; look at it with `git fetch origin refs/pull/2/head`\n"
                ),
            "{look}: {said}"
        );
        for normal in [
            "#1 by Ada: 1 news item\n    merges; no problems",
            "#3 by Cy: 1 news item\n    merges; no problems",
        ] {
            assert!(said.contains(normal), "{look}: {said}");
        }
        let grown = size(&folder) - before;
        assert!(grown < 2_000_000, "{look}: by {grown}");
    }
    assert_eq!(world.read("editor/.git/config"), config);
    assert_eq!(world.state("editor"), references);
    let left: Vec<_> = std::fs::read_dir(folder.join("objects")).unwrap().flatten().collect();
    assert!(left.iter().all(|entry| !entry.file_name().to_string_lossy().starts_with("tmp_")), "{left:?}");
    world.git("editor", &["fsck", "--connectivity-only", "--strict"]);
    world.git("editor", &["gc", "-q", "--prune=now"]);

    let take = ["gather", "--issue", "2026-06-01", "--take", "1,2"];
    let (code, out, _) = world.copydesk("editor", &take);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains(&format!("#2{by} is left out: it adds ")), "{out}");
    assert!(out.contains("gathered 1 in "), "{out}");
    let (code, out, _) = world.copydesk("editor", &["gather", "--issue", "2026-06-01", "--all-clean"]);
    assert_eq!(code, 0, "{out}");
    let text = world.read(&format!("editor/{DRAFT}"));
    assert!(text.contains("[kite]") && text.contains("[plane]") && !text.contains("[boat]"), "{text}");
    let (_, json, _) = world.copydesk("editor", &["gather", "--issue", "2026-06-01", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let heavy = &json["contributions"][0];
    assert_eq!((&heavy["number"], &heavy["clean"]), (&2.into(), &false.into()), "{json}");
    world.git("editor", &["fsck", "--strict"]);
    assert_eq!(world.read("editor/.git/config"), config);
}

#[test]
fn a_server_that_can_leaves_large_files_out() {
    let world = world("true");
    let Some((port, sent)) = server::web(&world.at("."), Door::Open) else { return };
    gathers(&world, &format!("http://127.0.0.1:{port}/news.git"), " by Bo");
    let sent = sent.load(std::sync::atomic::Ordering::Relaxed);
    assert!(sent < 2_000_000, "{sent} bytes");
}

#[test]
fn what_a_server_sends_is_counted() {
    let world = world("false");
    let Some(port) = server::daemon(&world.at(".")) else { return };
    gathers(&world, &format!("git://127.0.0.1:{port}/news.git"), "");
    // It was fetched up to the limit once.
    let remembered = world.read("editor/.git/copydesk/heavy-requests");
    let heavy = world.git("news.git", &["rev-parse", "refs/pull/2/head"]);
    assert_eq!(remembered, format!("{heavy} 60000000\n"));
    // Whoever has it has it: git is asked, and a branch leads to it.
    world.git("editor", &["fetch", "-q", "origin", "refs/pull/2/head:look"]);
    let (_, out, _) = world.copydesk("editor", &["gather", "--issue", "2026-06-01"]);
    assert!(out.contains("#2 by Bo: 1 news item, 1 image"), "{out}");
}

#[test]
fn a_folder_is_a_server_too_and_what_touches_no_draft_is_not_listed() {
    let world = world("true");
    world.git("start", &["checkout", "-q", "--detach", "main"]);
    std::fs::write(world.at("start/other.zip"), noise(9, 52_000_000)).unwrap();
    world.git("start", &["add", "."]);
    world.git("start", &["commit", "-qm", "Another thing"]);
    world.git("start", &["push", "-q", &world.bare(), "HEAD:refs/pull/4/head"]);
    gathers(&world, &world.bare(), " by Bo");
    let (_, out, _) = world.copydesk("editor", &["gather", "--issue", "2026-06-01"]);
    assert!(!out.contains("#4") && out.contains("1 other does not touch this draft"), "{out}");
}
