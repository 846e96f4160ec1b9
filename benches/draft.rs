//! Reading a draft, changing it and checking it, on a real issue and on one ten times as long.
//!
//! The peer is pulldown-cmark's bare parse of the same bytes: what any reader of Markdown pays.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "../tests/support/require.rs"]
mod require;
mod support;

use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;

use copydesk::desk::{Probe, Workspace, collect};
use copydesk::draft::Draft;
use copydesk::lint::{Context, Facts, ImageFact, ImageInfo, check, checklist};
use copydesk::outline::Outline;
use copydesk::profile::{Profile, built_in};
use copydesk::root::Root;
use copydesk::text::{Edits, Span};
use support::{compare, is_measuring, timed};

/// A draft of a newsletter with all that the checks look at.
struct Case {
    name: &'static str,
    text: String,
    profile: Profile,
    facts: Facts,
}

impl Case {
    fn new(name: &'static str, text: String) -> Self {
        let profile = built_in("circuitpython").unwrap();
        let workspace = Workspace { root: Root::new("/nowhere"), profile: profile.clone(), today: None };
        let draft = Draft::parse(text.as_str());
        let path = Path::new("/nowhere/_drafts/2026-06-01-draft.md");
        let mut facts = collect(&workspace, &workspace.listing(), Some(path), &draft, &mut Probe::default());
        // As if every image were there.
        let there = ImageFact::Known(ImageInfo {
            width: 550,
            height: 300,
            bytes: 40_000,
            frames: 1,
            format: "JPEG",
            ..ImageInfo::default()
        });
        facts.images = facts.images.into_keys().map(|path| (path, there.clone())).collect::<HashMap<_, _>>();
        Self { name, text, profile, facts }
    }

    fn context<'a>(&'a self, draft: &'a Draft, outline: &'a Outline) -> Context<'a> {
        Context::new(draft, outline, &self.profile, &self.facts)
    }

    /// Everything that has to be up to date after a key: problems and evidence.
    fn look(&self, draft: &Draft) -> (usize, usize) {
        let outline = Outline::new(draft, &self.profile);
        let context = self.context(draft, &outline);
        let found = check(&context);
        (found.len(), checklist(&context, &found).len())
    }

    /// A place in the middle of the paragraph that is nearest to the middle of the draft.
    fn middle(&self) -> usize {
        let draft = Draft::parse(self.text.as_str());
        let half = self.text.len() / 2;
        let plain = |span: Span| span.of(&self.text).starts_with(|c: char| c.is_ascii_alphabetic());
        let spans = draft.blocks().iter().map(|block| block.span).filter(|span| plain(*span));
        spans.min_by_key(|span| span.start.abs_diff(half)).map_or(half, |span| span.start + 1)
    }
}

/// The shared corpus is not part of the repository; its own example serves where it is absent.
fn cases() -> [Case; 2] {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = || here.join("examples/circuitpython/2026-06-08-draft.md");
    let draft = require::corpus("drafts").map_or_else(example, |drafts| drafts.join("2026-06-01-draft.md"));
    println!("measuring {}", draft.display());
    let text = std::fs::read_to_string(draft).unwrap();
    let long = support::ten_times(&text);
    [Case::new("one issue", text), Case::new("ten times longer", long)]
}

fn main() {
    if is_measuring() {
        cases().iter().for_each(ratios);
    }
}

fn ratios(case: &Case) {
    println!("\n{} ({} bytes), medians of runs in turn", case.name, case.text.len());
    let rounds = 400;
    let text = case.text.as_str();
    let bare = || timed(|| bare_parse(text));
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &case.profile);
    let context = case.context(&draft, &outline);
    let peer = "bare parse (pulldown-cmark)";
    compare("parse", peer, rounds, || timed(|| Draft::parse(text)), bare);
    compare("outline", peer, rounds, || timed(|| Outline::new(&draft, &case.profile)), bare);
    compare("check", peer, rounds, || timed(|| check(&context)), bare);
    compare("checklist", peer, rounds, || timed(|| checklist(&context, [])), bare);
    let all = || timed(|| case.look(&Draft::parse(text)));
    compare("parse + outline + check + checklist", peer, rounds, all, bare);
    let mut typist = Typist::new(case);
    let full = || timed(|| Draft::parse(text));
    compare("edit one character", "parse", rounds, || timed(|| typist.key()), full);
    let key = || {
        timed(|| {
            typist.key();
            case.look(typist.draft())
        })
    };
    compare("edit one character + all checks", peer, rounds, key, bare);
}

/// What pulldown-cmark alone needs to go through the text.
fn bare_parse(text: &str) -> usize {
    use pulldown_cmark::{Options, Parser};
    Parser::new_ext(text, Options::ENABLE_TASKLISTS).into_offset_iter().map(black_box).count()
}

/// Types a letter in the middle of the draft, takes it away again, and so on.
struct Typist {
    draft: Option<Draft>,
    insert: Edits,
    delete: Edits,
    typed: bool,
}

impl Typist {
    fn new(case: &Case) -> Self {
        let at = case.middle();
        Self {
            draft: Some(Draft::parse(case.text.as_str())),
            insert: Edits::insert(at, "x"),
            delete: Edits::delete(Span::new(at, at + 1)),
            typed: false,
        }
    }

    fn key(&mut self) {
        let edits = if self.typed { &self.delete } else { &self.insert };
        self.typed = !self.typed;
        self.draft = self.draft.take().map(|draft| draft.edit(edits));
    }

    fn draft(&self) -> &Draft {
        self.draft.as_ref().unwrap()
    }
}
