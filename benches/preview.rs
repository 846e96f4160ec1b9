//! What an editor waits for while the preview is open: from a key at the desk until the browser has the changed page,
//! and making the page of a draft after an edit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use copydesk::desk::{PreviewPages, PreviewedDraft, Workspace, choose};
use copydesk::draft::Draft;
use copydesk::outline::Outline;
use copydesk::preview::Writer;
use copydesk::render::target::Target;
use copydesk::text::{Edit, Edits, Span};
use copydesk::tui::{Config, Event, Headless, open};
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use support::{is_measuring, large, median, timed, wants};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 6, 3);

fn main() {
    if !is_measuring() {
        return;
    }
    let root = large::repository();
    let text = std::fs::read_to_string(root.join(large::DRAFT)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("_drafts")).unwrap();
    std::fs::write(dir.path().join(large::DRAFT), &text).unwrap();
    if wants("rendering") {
        rendering(dir.path(), &text);
    }
    if wants("keys") {
        keys(dir.path());
    }
}

/// The page after a letter was typed in the middle of the draft: at most 1 ms.
fn rendering(root: &Path, text: &str) {
    let workspace = Arc::new(Workspace::find(root).unwrap());
    let path = root.join(large::DRAFT);
    let mut pages = PreviewPages::new(workspace.clone(), &workspace.listing(), &path, None);
    let mut draft = Draft::parse(text.to_owned());
    let at = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).unwrap();
    let mut times = Vec::new();
    for _ in 0..300 {
        draft = draft.edit(&Edits::new(vec![Edit { span: Span::at(at), text: "x".into() }]).unwrap());
        let (outline, shown) = (Arc::new(Outline::new(&draft, &workspace.profile)), Arc::new(draft.clone()));
        times.push(timed(|| {
            let of =
                PreviewedDraft { draft: shown, outline, problems: &[], writer: Writer::Desk, title: None };
            let page = pages.page(of);
            page.view(Target::Site).map(|view| view.blocks.len())
        }));
    }
    println!("{} KB: page after an edit {:>23.2?}", text.len() / 1024, median(&mut times));
}

/// A letter typed into the whole file until it is in a tab: at most 50 ms.
fn keys(root: &Path) {
    let workspace = Workspace::find(root).unwrap();
    let listing = workspace.listing();
    let choice = choose(&workspace, &listing, None, TODAY).unwrap();
    let state = open(workspace, listing, &choice, TODAY, Config::default(), None).unwrap();
    let mut program = Headless::new(state, 120, 50);
    program.send(key(KeyCode::Char('B'), KeyModifiers::NONE));
    let mut tab = tab(&program.state.browser.url().expect("the preview is open"));
    program.send(key(KeyCode::F(4), KeyModifiers::NONE));
    let mut times: Vec<Duration> = Vec::new();
    for n in 0..200 {
        let words = format!("z{n}z");
        for c in words.chars().take(words.len() - 1) {
            program.send(key(KeyCode::Char(c), KeyModifiers::NONE));
        }
        times.push(timed(|| {
            program.send(key(KeyCode::Char('z'), KeyModifiers::NONE));
            wait_for(&mut tab, &words);
        }));
    }
    println!("key to the changed page {:>27.2?}", median(&mut times));
}

fn tab(url: &str) -> BufReader<TcpStream> {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path}events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    BufReader::new(stream)
}

fn wait_for(tab: &mut BufReader<TcpStream>, words: &str) {
    let mut line = String::new();
    while !line.contains(words) {
        line.clear();
        assert!(tab.read_line(&mut line).unwrap() > 0, "the stream has ended");
    }
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Terminal(Input::Key(KeyEvent::new(code, modifiers)))
}
