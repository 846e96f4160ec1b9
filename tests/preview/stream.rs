//! The stream of changes.

use std::collections::HashMap;
use std::collections::HashSet;
use std::sync::Arc;

use copydesk::preview::{
    Cleaner, Cursor, LastIssue, LastSection, MakeView, Page, Problem, ProblemId, View, Views,
};
use copydesk::render::target::Target;
use copydesk::text::Span;
use proptest::prelude::*;
use serde_json::Value;

use super::{Tab, get, page, parts, serve};

/// What a browser has: the blocks by their keys, and their order.
#[derive(Debug, Default)]
struct Browser {
    blocks: HashMap<String, String>,
    keys: Vec<String>,
    /// The number of blocks that the last message brought.
    brought: usize,
}

impl Browser {
    fn take(&mut self, message: &Value) {
        let new = message["blocks"].as_object().unwrap();
        self.brought = new.len();
        self.keys =
            message["keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap().to_owned()).collect();
        for (key, html) in new {
            assert!(self.keys.contains(key), "a block that the page does not show was sent");
            self.blocks.insert(key.clone(), html.as_str().unwrap().to_owned());
        }
        self.blocks.retain(|key, _| self.keys.contains(key));
    }

    fn html(&self) -> String {
        self.keys.iter().map(|key| self.blocks[key].as_str()).collect()
    }
}

fn html_of(page: &Page) -> String {
    page.view(Target::Site).unwrap().blocks.iter().map(|block| block.html()).collect()
}

#[test]
fn a_change_sends_the_changed_block_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mut cleaner = Cleaner::default();
    let (server, _) = serve(dir.path(), page(&mut cleaner, &["<p>One</p>", "<p>Two</p>", "<p>Three</p>"]));
    let mut tab = Tab::open(&server.url(), "site");
    let mut browser = Browser::default();
    let (name, first) = tab.next().unwrap();
    browser.take(&first);
    assert_eq!((name.as_str(), browser.brought, first["cursor"].clone()), ("page", 3, Value::Null));
    server.show(page(&mut cleaner, &["<p>One</p>", "<p>Two!</p>", "<p>Three</p>"]), Some(Cursor(14)));
    let (_, second) = tab.next().unwrap();
    browser.take(&second);
    assert_eq!((browser.brought, browser.html().as_str()), (1, "<p>One</p><p>Two!</p><p>Three</p>"));
    assert_eq!(second["cursor"], serde_json::json!({"block": 1, "at": 4}));
    server.point_at(Cursor(27));
    assert_eq!(tab.next().unwrap(), ("cursor".into(), serde_json::json!({"block": 2, "at": 7})));
    // A tab that is opened later gets the whole page.
    let (_, whole) = Tab::open(&server.url(), "site").next().unwrap();
    assert_eq!(whole["blocks"].as_object().unwrap().len(), 3);
    drop(server);
    assert_eq!(tab.next().unwrap().0, "closed");
    assert!(tab.next().is_none());
}

#[test]
fn each_tab_follows_its_own_target() {
    let dir = tempfile::tempdir().unwrap();
    let mut cleaner = Cleaner::default();
    let site = page(&mut cleaner, &["<p>One</p>"]);
    let text = cleaner.text_block("1 < 2\n", Span::new(0, 10), None);
    let mut both = site;
    let text = View {
        target: Target::Text,
        blocks: vec![text],
        remarks: vec!["72 columns".into()],
        cut: None,
        is_one_piece: true,
    };
    both.views = [both.view(Target::Site).unwrap().clone(), text].into();
    let (server, _) = serve(dir.path(), both);
    let (_, message) = Tab::open(&server.url(), "text").next().unwrap();
    let blocks = message["blocks"].as_object().unwrap();
    assert_eq!(blocks.values().next().unwrap(), "<pre class=\"plain\">1 &lt; 2\n</pre>");
    assert_eq!(message["targets"], serde_json::json!(["site", "text"]));
    assert_eq!(message["remarks"], serde_json::json!(["72 columns"]));
    // A target that does not exist is the site.
    assert_eq!(Tab::open(&server.url(), "fax").next().unwrap().1["target"], "site");
}

/// Counts the views that are made.
#[derive(Default)]
struct Counting([std::sync::atomic::AtomicUsize; 4]);

impl MakeView for Counting {
    fn make(&self, target: Target) -> View {
        self.0[target as usize].fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        View { target, ..View::default() }
    }
}

#[test]
fn a_view_is_made_once_and_only_if_a_browser_asks_for_it() {
    let dir = tempfile::tempdir().unwrap();
    let made = Arc::new(Counting::default());
    let counts = || made.0.each_ref().map(|count| count.load(std::sync::atomic::Ordering::SeqCst));
    let with_views = || Page { views: Views::made_by(made.clone()), ..Page::default() };
    let (server, _) = serve(dir.path(), with_views());
    assert_eq!(counts(), [0; 4]);
    let mut mail = Tab::open(&server.url(), "mail");
    assert_eq!(mail.next().unwrap().1["targets"], serde_json::json!(["site", "mail", "wordpress", "text"]));
    Tab::open(&server.url(), "mail").next().unwrap();
    assert_eq!(counts(), [0, 1, 0, 0]);
    server.show(with_views(), None);
    mail.next().unwrap();
    assert_eq!(counts(), [0, 2, 0, 0]);
}

#[test]
fn problems_and_changes_are_at_their_blocks() {
    let dir = tempfile::tempdir().unwrap();
    let mut cleaner = Cleaner::default();
    let old = page(&mut cleaner, &["<p>One</p>", "<p>Two</p>", "<p>Three</p>"]);
    let read: HashSet<String> = old.keys().map(str::to_owned).collect();
    let mut new = page(&mut cleaner, &["<p>One</p>", "<p>Two!</p>", "<p>Three</p>"]);
    new.read = Some(Arc::new(read));
    let id = ProblemId { rule: "a-rule".into(), message: "</script><b>".into(), nth: 0 };
    let problem = Problem { id, severity: "warning", span: Span::new(23, 25), help: None, has_fix: true };
    new.problems.push(problem);
    let section =
        LastSection { title: "News".into(), blocks: old.view(Target::Site).unwrap().blocks.clone() };
    new.last = Some(Arc::new(LastIssue { name: "2026-06-01".into(), sections: vec![section] }));
    let (server, _) = serve(dir.path(), new);
    let (_, message) = Tab::open(&server.url(), "site").next().unwrap();
    assert_eq!(message["unread"], serde_json::json!([1]));
    let problem = &message["problems"][0];
    assert_eq!(
        (&problem["block"], &problem["at"], &problem["has_fix"]),
        (&2.into(), &3.into(), &true.into())
    );
    let (port, path) = parts(&server.url());
    let last: Value = serde_json::from_slice(&get(port, &format!("{path}last")).body).unwrap();
    assert_eq!(last["sections"][0]["html"], "<p>One</p><p>Two</p><p>Three</p>");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// After any changes, and with any number of pages that a slow tab misses, it shows the newest page in the end.
    #[test]
    fn the_changed_page_equals_the_whole_one(pages in proptest::collection::vec(proptest::collection::vec(0..6_usize, 0..8), 1..12)) {
        let html = ["<p>a</p>", "<p>b</p>", "<h2>c</h2>", "<ul><li>d</ul>", "<p><img src=e.png></p>", ""];
        let dir = tempfile::tempdir().unwrap();
        let mut cleaner = Cleaner::default();
        let (server, _) = serve(dir.path(), page(&mut cleaner, &[]));
        let mut tab = Tab::open(&server.url(), "site");
        let mut browser = Browser::default();
        browser.take(&tab.next().unwrap().1);
        for parts in &pages {
            let parts: Vec<&str> = parts.iter().map(|n| html[*n]).collect();
            let mut new = page(&mut cleaner, &parts);
            new.title = format!("{parts:?}");
            let (title, expected) = (new.title.clone(), html_of(&new));
            server.show(new, None);
            loop {
                let (_, message) = tab.next().unwrap();
                browser.take(&message);
                if message["title"] == title.as_str() {
                    break;
                }
            }
            prop_assert_eq!(browser.html(), expected);
        }
    }
}
