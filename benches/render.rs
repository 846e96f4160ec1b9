//! A draft of 35 KB as HTML, by each dialect, in process; and the whole process beside kramdown and Python-Markdown,
//! where they are installed.
//!
//! The peer is pulldown-cmark's `push_html` of the same text: the least that a renderer of Markdown pays. The goal is at
//! most four times its time, because kramdown and Python-Markdown need a parser of their own, and the tree keeps the
//! place of every node.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../tests/support/require.rs"]
mod require;
mod support;

use std::path::Path;
use std::process::{Command, Stdio};

use copydesk::profile::{Renderer, RendererExtension};
use copydesk::render::Dialect;
use support::{compare, is_measuring, timed, wants};

/// The bytes of a large issue.
const SIZE: usize = 30_000;

/// A draft of the corpus, or the example of this project, repeated up to the size.
fn draft() -> String {
    let real = require::corpus("drafts").map(|folder| folder.join("2026-06-01-draft.md"));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/draft.md");
    let text = std::fs::read_to_string(real.unwrap_or(own)).unwrap();
    let body = text.splitn(3, "---\n").last().unwrap().to_owned();
    let mut draft = body.clone();
    while draft.len() < SIZE {
        draft.push_str(&body);
    }
    draft
}

fn push_html(text: &str) -> usize {
    let options = pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
        | pulldown_cmark::Options::ENABLE_TASKLISTS
        | pulldown_cmark::Options::ENABLE_FOOTNOTES;
    let mut html = String::with_capacity(text.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(text, options));
    html.len()
}

fn dialects() -> [(&'static str, Dialect); 3] {
    let dialect =
        |renderer, extensions: &[RendererExtension]| Dialect { renderer, extensions: extensions.to_vec() };
    let pelican = [
        RendererExtension::Extra,
        RendererExtension::Meta,
        RendererExtension::Toc,
        RendererExtension::AnchorLinks,
        RendererExtension::Codehilite,
    ];
    [
        ("kramdown", dialect(Renderer::Kramdown, &[])),
        ("python-markdown", dialect(Renderer::PythonMarkdown, &pelican)),
        ("commonmark", dialect(Renderer::CommonMark, &[])),
    ]
}

/// A program that renders a file, and the profile with which we render it.
struct Peer {
    name: &'static str,
    profile: &'static str,
    program: String,
    /// Fails if the program lacks what it needs.
    check: &'static str,
    script: &'static str,
}

fn peers() -> [Peer; 2] {
    let python = std::env::var("COPYDESK_PYTHON_MARKDOWN").unwrap_or_else(|_| "python3".to_owned());
    [
        Peer {
            name: "kramdown",
            profile: "circuitpython",
            program: "ruby".to_owned(),
            check: "require 'kramdown'; require 'kramdown-parser-gfm'; require 'rouge'",
            script: "require 'kramdown'; require 'kramdown-parser-gfm'; require 'rouge'; \
                     puts Kramdown::Document.new(File.read(ARGV[0]), input: 'GFM', syntax_highlighter: 'rouge').to_html",
        },
        Peer {
            name: "python-markdown",
            profile: "this-week-in-rust",
            program: python,
            check: "import markdown, pygments",
            script: "import sys, markdown; print(markdown.markdown(open(sys.argv[1], encoding='utf-8').read(), \
                     extensions=['extra', 'meta', 'toc', 'codehilite']))",
        },
    ]
}

impl Peer {
    fn command(&self, script: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args([if self.program == "ruby" { "-e" } else { "-c" }, script]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

/// Compares `copydesk render` with a process that only renders the same body.
fn process(draft: &str, peer: &Peer) {
    if !peer.command(peer.check).status().is_ok_and(|status| status.success()) {
        println!("{} is not installed", peer.name);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("2026-06-08-draft.md");
    let profile = format!("extends: {}\nname: lamps\n", peer.profile);
    std::fs::write(folder.path().join("copydesk.yml"), profile).unwrap();
    std::fs::write(&path, draft).unwrap();
    let run = |command: &mut Command| {
        let status = command.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.unwrap().success());
    };
    let ours =
        || run(Command::new(env!("CARGO_BIN_EXE_copydesk")).args(["render", "--for", "site"]).arg(&path));
    let theirs = || run(peer.command(peer.script).arg(&path));
    compare("copydesk render", peer.name, 10, || timed(ours), || timed(theirs));
}

fn main() {
    let draft = draft();
    for (name, dialect) in dialects() {
        let ours = || dialect.parse(&draft).html().len();
        if !is_measuring() {
            ours();
        } else if wants(name) {
            compare(name, "pulldown-cmark's push_html", 200, || timed(ours), || timed(|| push_html(&draft)));
        }
    }
    if is_measuring() && wants("process") {
        peers().iter().for_each(|peer| process(&draft, peer));
    }
}
