//! What the browser is sent: the whole page, of which it has some blocks already.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use super::page::{Page, Problem, ProblemId, View, Writer};
use crate::render::target::Target;

/// A page for one target. Equal blocks have one key, so each block is sent once.
#[derive(Debug, Serialize)]
struct PageMessage<'p> {
    title: &'p str,
    file: &'p str,
    writer: Writer,
    targets: Vec<Target>,
    target: Target,
    /// The keys of all blocks, in order.
    keys: Vec<&'p str>,
    /// The blocks that the browser does not have.
    blocks: BTreeMap<&'p str, &'p str>,
    sections: &'p [String],
    /// The section of each block.
    section_of: Vec<Option<usize>>,
    /// The indexes of the blocks that changed since the issue was marked as read; `None` if it never was.
    unread: Option<Vec<usize>>,
    problems: Vec<ProblemMessage<'p>>,
    remarks: Vec<&'p str>,
    cut: Option<usize>,
    has_last: bool,
    cursor: Option<CursorMessage>,
}

#[derive(Debug, Serialize)]
struct ProblemMessage<'p> {
    id: &'p ProblemId,
    severity: &'static str,
    help: Option<&'p str>,
    has_fix: bool,
    /// `None` if it is at no place of this view.
    block: Option<usize>,
    at: usize,
}

/// Where the cursor is: the index of a block and a place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct CursorMessage {
    pub block: usize,
    pub at: usize,
}

/// The page as JSON. `known` are the keys of the browser's blocks; those of the page replace them.
pub(super) fn page(
    page: &Page,
    target: Target,
    cursor: Option<usize>,
    known: &mut HashSet<Arc<str>>,
) -> String {
    let Some(view) = page.view(target) else { return "{}".to_owned() };
    let is_new = |key: &Arc<str>| !known.contains(key);
    let blocks =
        view.blocks.iter().filter(|block| is_new(&block.key)).map(|block| (&*block.key, &*block.html));
    let message = PageMessage {
        title: &page.title,
        file: &page.file,
        writer: page.writer,
        targets: page.views.targets().collect(),
        target: view.target,
        keys: view.blocks.iter().map(|block| &*block.key).collect(),
        blocks: blocks.collect(),
        sections: &page.sections,
        section_of: view.blocks.iter().map(|block| block.section).collect(),
        unread: unread(page, view),
        problems: page.problems.iter().map(|problem| ProblemMessage::new(problem, view)).collect(),
        remarks: page.remarks.iter().chain(&view.remarks).map(String::as_str).collect(),
        cut: view.cut,
        has_last: page.last.is_some(),
        cursor: cursor.and_then(|at| self::cursor(view, at)),
    };
    // Maps of texts and numbers can't fail to be written.
    let json = serde_json::to_string(&message).unwrap_or_else(|_| "{}".to_owned());
    *known = view.blocks.iter().map(|block| block.key.clone()).collect();
    json
}

impl<'p> ProblemMessage<'p> {
    fn new(problem: &'p Problem, view: &View) -> Self {
        let place = view.place_of(problem.span.start);
        ProblemMessage {
            id: &problem.id,
            severity: problem.severity,
            help: problem.help.as_deref(),
            has_fix: problem.has_fix,
            block: place.map(|(block, _)| block),
            at: place.map_or(0, |(_, at)| at),
        }
    }
}

/// The blocks of a view that the marked page did not have. Only the site's blocks are marked; in other views, a block
/// is unread if an unread block of the site is in its part of the draft.
fn unread(page: &Page, view: &View) -> Option<Vec<usize>> {
    let read = page.read.as_ref()?;
    let site = page.view(Target::Site)?;
    let changed: Vec<_> = site.blocks.iter().filter(|block| !read.contains(&*block.key)).collect();
    let is_unread = |block: &super::Block| match view.target == site.target {
        true => !read.contains(&*block.key),
        false => changed.iter().any(|one| one.span.overlaps(block.span)),
    };
    Some(view.blocks.iter().enumerate().filter(|(_, block)| is_unread(block)).map(|(n, _)| n).collect())
}

pub(super) fn cursor(view: &View, at: usize) -> Option<CursorMessage> {
    view.place_of(at).map(|(block, at)| CursorMessage { block, at })
}

#[derive(Debug, Serialize)]
struct LastMessage<'p> {
    name: &'p str,
    sections: Vec<LastSectionMessage<'p>>,
}

#[derive(Debug, Serialize)]
struct LastSectionMessage<'p> {
    title: &'p str,
    html: String,
}

/// The previous issue as JSON.
pub(super) fn last(page: &Page) -> Option<String> {
    let last = page.last.as_ref()?;
    let section =
        |section: &'_ super::LastSection| section.blocks.iter().map(super::Block::html).collect::<String>();
    let sections =
        last.sections.iter().map(|one| LastSectionMessage { title: &one.title, html: section(one) });
    serde_json::to_string(&LastMessage { name: &last.name, sections: sections.collect() }).ok()
}
