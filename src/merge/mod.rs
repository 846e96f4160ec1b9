//! Three drafts merged by what they are made of: sections, items, fields.
//!
//! The result is ours with what theirs did since the base: what both add at one place is kept, ours
//! first; what one side moved and the other edited is moved and edited. Each line of it is one of
//! the three drafts' (but for ticks and facts, which merge within their line), and what can't be
//! merged honestly is a [`Conflict`] of that item only.

mod changes;
mod count;
mod gap;
mod head;
mod markers;
mod pair;
mod tree;
mod weave;

use crate::draft::Draft;
use crate::outline::Outline;
use crate::profile::Profile;
use crate::text::limits::MERGE_PARTS;
use crate::text::{Edit, Edits, Span, grouped};

pub use changes::{Change, ChangeKind, Unit, changes, changes_by_lines};
pub use markers::{Markers, has_markers, mark, with_markers};

use pair::Side;
use tree::Tree;
use weave::{Body, Piece, Weave};

/// A draft, read for merging.
#[derive(Clone, Debug)]
pub struct Version {
    draft: Draft,
    tree: Tree,
}

/// Something that each side has in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What it was; empty for what both sides added.
    pub base: String,
    /// What it is with us; empty where it was deleted.
    pub ours: String,
    pub theirs: String,
    pub reason: Reason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Both changed it, to two different things.
    BothChanged,
    /// We deleted what they changed.
    DeletedByUs,
    /// They deleted what we changed.
    DeletedByThem,
}

/// What came of a merge: parts of text and conflicts, in order.
#[derive(Clone, Debug)]
pub struct Merge {
    parts: Vec<Part>,
    edits: Edits,
    result: Option<Version>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Conflict(Conflict),
}

/// Why drafts can't be merged by what they are made of; the plain merge of lines can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("the front matter does not end")]
    FrontMatter,
    #[error("it uses classic Mac line endings (CR)")]
    LineBreaks,
    #[error("there are conflict markers in it already")]
    Markers,
    #[error("it has more than {} parts", grouped(MERGE_PARTS as u64))]
    TooManyParts,
    #[error("what comes of it would not be read as it was meant")]
    Result,
}

impl Version {
    /// # Errors
    ///
    /// [`Unreadable`] where the draft's parts can't be told apart for certain.
    pub fn new(text: &str, profile: &Profile) -> Result<Self, Unreadable> {
        Self::of(Draft::parse(text), profile)
    }

    pub fn of(draft: Draft, profile: &Profile) -> Result<Self, Unreadable> {
        if draft.front_matter().is_some_and(|front| !front.closed) {
            return Err(Unreadable::FrontMatter);
        }
        let text = draft.text().as_bytes();
        if memchr::memchr_iter(b'\r', text).any(|at| text.get(at + 1) != Some(&b'\n')) {
            return Err(Unreadable::LineBreaks);
        }
        if markers::has_markers(draft.text()) {
            return Err(Unreadable::Markers);
        }
        let outline = Outline::new(&draft, profile);
        let tree = Tree::new(&draft, &outline);
        if tree.nodes.len() > MERGE_PARTS {
            return Err(Unreadable::TooManyParts);
        }
        Ok(Version { draft, tree })
    }

    pub fn text(&self) -> &str {
        self.draft.text()
    }

    pub fn into_draft(self) -> Draft {
        self.draft
    }

    fn side(&self) -> Side<'_> {
        Side { text: self.draft.text(), tree: &self.tree }
    }
}

impl Merge {
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    pub fn conflicts(&self) -> impl Iterator<Item = &Conflict> {
        self.parts.iter().filter_map(|part| match part {
            Part::Conflict(conflict) => Some(conflict),
            Part::Text(_) => None,
        })
    }

    /// The change that makes the result of ours; `None` where there are conflicts.
    pub fn edits(&self) -> Option<&Edits> {
        self.conflicts().next().is_none().then_some(&self.edits)
    }

    /// The result, read to be merged with more; `None` where there are conflicts.
    pub fn into_result(self) -> Option<Version> {
        self.result
    }

    /// The result's text; `None` where there are conflicts.
    pub fn clean(&self) -> Option<String> {
        let text = |part: &Part| match part {
            Part::Text(text) => Some(text.clone()),
            Part::Conflict(_) => None,
        };
        self.parts.iter().map(text).collect()
    }
}

/// Merges what theirs did since the base into ours.
///
/// # Errors
///
/// [`Unreadable::Result`] where the result would be read otherwise than it was put together.
pub fn merge(
    base: &Version,
    ours: &Version,
    theirs: &Version,
    profile: &Profile,
) -> Result<Merge, Unreadable> {
    let sides = (base.side(), ours.side(), theirs.side());
    let weave = Weave::new(sides.0, sides.1, sides.2);
    if !weave.is_complete() {
        return Err(Unreadable::Result);
    }
    let mut merge = assemble(&weave.pieces, sides, ours.draft.newline());
    if let Some(text) = merge.clean() {
        let result = Version::new(&text, profile).map_err(|_| Unreadable::Result)?;
        if !is_read_as(result.side(), &weave.pieces) || !count::adds_up(sides, result.side(), &weave.moved())
        {
            return Err(Unreadable::Result);
        }
        merge.result = Some(result);
    } else if !count::holds_all((base.text(), ours.text(), theirs.text()), merge.parts()) {
        return Err(Unreadable::Result);
    }
    Ok(merge)
}

/// The pieces with what stands between them, and what has to change in ours for that.
fn assemble(pieces: &[Piece], sides: (Side<'_>, Side<'_>, Side<'_>), newline: &str) -> Merge {
    let ours = sides.1;
    let mut parts = Vec::new();
    let mut edits = Vec::new();
    let say = |parts: &mut Vec<Part>, text: &str| match parts.last_mut() {
        Some(Part::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => parts.push(Part::Text(text.to_owned())),
    };
    say(&mut parts, lead(ours));
    // How far ours is behind us, and what came since.
    let mut done = lead(ours).len();
    let mut since = String::new();
    let mut last: Option<&Piece> = None;
    for piece in pieces {
        if let Some(last) = last {
            let gap = gap::between(last, piece, sides, newline);
            say(&mut parts, &gap);
            since.push_str(&gap);
        }
        last = Some(piece);
        match &piece.body {
            Body::Text(text) => {
                let own = piece.ours.as_ref().map(|lines| ours.tree.span(lines));
                match own.filter(|span| span.of(ours.text) == text) {
                    Some(span) if span.start >= done => {
                        say(&mut parts, text);
                        push_edit(&mut edits, ours.text, Span::new(done, span.start), &since);
                        since.clear();
                        done = span.end;
                    }
                    _ => {
                        let text = gap::with_newlines(text, newline);
                        say(&mut parts, &text);
                        since.push_str(&text);
                    }
                }
            }
            Body::Conflict(conflict) => parts.push(Part::Conflict(conflict.clone())),
        }
    }
    let tail = tail(sides, newline);
    say(&mut parts, &tail);
    since.push_str(&tail);
    push_edit(&mut edits, ours.text, Span::new(done, ours.text.len()), &since);
    Merge { parts, edits: Edits::new(edits).unwrap_or_default(), result: None }
}

fn push_edit(edits: &mut Vec<Edit>, ours: &str, span: Span, text: &str) {
    if span.of(ours) != text {
        edits.extend(
            Edits::between(span.of(ours), text)
                .iter()
                .map(|edit| Edit { span: edit.span.shift(span.start as isize), text: edit.text.clone() }),
        );
    }
}

/// What stands before the first line of a text that is not blank.
fn lead(side: Side<'_>) -> &str {
    let first = side.tree.lines.iter().find(|line| !line.of(side.text).trim().is_empty());
    first.map_or("", |line| &side.text[..line.start])
}

/// What stands after the last line.
fn tail((base, ours, theirs): (Side<'_>, Side<'_>, Side<'_>), newline: &str) -> String {
    let of = |side: Side<'_>| {
        let last = side.tree.lines.iter().rfind(|line| !line.of(side.text).trim().is_empty());
        last.map_or(side.text, |line| &side.text[line.end..]).to_owned()
    };
    let plain = |side| gap::with_newlines(&of(side), newline);
    if plain(ours) == plain(base) && plain(theirs) != plain(base) { plain(theirs) } else { of(ours) }
}

/// Whether a result is read as the pieces that it was put together from.
fn is_read_as(side: Side<'_>, pieces: &[Piece]) -> bool {
    let read = (1..side.tree.nodes.len()).filter(|node| !side.tree.nodes[*node].lines.is_empty());
    let mut meant = pieces.iter().filter_map(|piece| match &piece.body {
        Body::Text(text) => Some((piece.kind, text.as_str())),
        Body::Conflict(_) => None,
    });
    let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
    let mut read = read.map(|node| (side.tree.nodes[node].kind, side.own(node)));
    loop {
        match (read.next(), meant.next()) {
            (None, None) => return true,
            (Some((a, x)), Some((b, y))) if a.is_like(b) && same(x, y) => {}
            _ => return false,
        }
    }
}
