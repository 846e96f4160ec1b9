//! The blank lines between two hunks of a merge.

use std::ops::Range;

use super::pair::Side;
use super::three_way::Hunk;
use super::tree::NodeKind;

/// Returns the line breaks between two hunks that follow one another in the result.
///
/// If a side has the two next to each other, its spacing is kept, merged three-way. Otherwise the
/// hunks get at least as many blank lines as they had before.
pub(super) fn between(
    p: &Hunk<'_>,
    q: &Hunk<'_>,
    (base, ours, theirs): (Side<'_>, Side<'_>, Side<'_>),
    newline: &str,
) -> String {
    let in_base = spacing(base, &p.base, &q.base);
    let in_ours = spacing(ours, &p.ours, &q.ours);
    let in_theirs = spacing(theirs, &p.theirs, &q.theirs);
    match (in_base, in_ours, in_theirs) {
        (Some(base), Some(ours), Some(theirs)) if ours == base => return with_newlines(theirs, newline),
        (_, Some(ours), _) => return ours.to_owned(),
        (_, None, Some(theirs)) => return with_newlines(theirs, newline),
        _ => {}
    }
    let sides = [(ours, &p.ours, &q.ours), (theirs, &p.theirs, &q.theirs)];
    let after = sides.iter().filter_map(|(side, p, _)| blank_after(*side, p.as_ref()?)).max();
    let before = sides.iter().filter_map(|(side, _, q)| blank_before(*side, q.as_ref()?)).max();
    let edge = |hunk: &Hunk<'_>| Edge {
        kind: hunk.kind,
        is_front_matter: hunk.is_front_matter,
        begins_with_link: begins_with_link(hunk, ours, theirs),
    };
    newline.repeat(blank_lines(edge(p), edge(q), after.max(before).unwrap_or(1)) + 1)
}

/// What the blank lines between two hunks depend on, of one of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub kind: NodeKind,
    pub is_front_matter: bool,
    /// True if its first line begins with a link, without a bullet.
    pub begins_with_link: bool,
}

/// Returns the number of blank lines between two hunks that no side has next to each other. `most` is the larger
/// number of blank lines that they had before: after the first one, or before the second one.
pub(super) fn blank_lines(p: Edge, q: Edge, most: usize) -> usize {
    match (p.kind, q.kind) {
        _ if p.is_front_matter && q.is_front_matter => 0,
        (NodeKind::Item(_), NodeKind::Item(depth)) => {
            // Without a blank line, the link would continue the item before it.
            let joins = q.begins_with_link && !p.begins_with_link;
            usize::from(joins && depth == 0)
        }
        (NodeKind::Section(_), _) => most,
        _ => most.max(1),
    }
}

/// Returns the text with the line breaks of the result.
pub(super) fn with_newlines(text: &str, newline: &str) -> String {
    let plain = text.replace("\r\n", "\n");
    if newline == "\n" { plain } else { plain.replace('\n', newline) }
}

/// Returns the white space between two runs of lines; `None` if a side lacks one of them, or if other lines
/// are between them.
fn spacing<'t>(side: Side<'t>, p: &Option<Range<usize>>, q: &Option<Range<usize>>) -> Option<&'t str> {
    let (p, q) = (p.as_ref()?, q.as_ref()?);
    let lines = side.tree.lines.get(p.end..q.start)?;
    let is_blank = lines.iter().all(|line| line.of(side.text).trim().is_empty());
    is_blank.then(|| &side.text[side.tree.lines[p.end - 1].end..side.tree.lines[q.start].start])
}

/// Counts the blank lines after some lines; `None` at the end of the text.
fn blank_after(side: Side<'_>, lines: &Range<usize>) -> Option<usize> {
    let rest = side.tree.lines.get(lines.end..)?;
    rest.iter().position(|line| !line.of(side.text).trim().is_empty())
}

fn blank_before(side: Side<'_>, lines: &Range<usize>) -> Option<usize> {
    let rest = side.tree.lines.get(..lines.start)?;
    rest.iter().rev().position(|line| !line.of(side.text).trim().is_empty())
}

fn begins_with_link(hunk: &Hunk<'_>, ours: Side<'_>, theirs: Side<'_>) -> bool {
    let first = |side: Side<'_>, lines: &Option<Range<usize>>| {
        let lines = lines.as_ref()?;
        Some(side.tree.lines.get(lines.start)?.of(side.text).trim_start().starts_with('['))
    };
    first(ours, &hunk.ours).or_else(|| first(theirs, &hunk.theirs)).unwrap_or(false)
}
