//! The blank lines between two pieces of a merge.

use std::ops::Range;

use super::pair::Side;
use super::tree::Kind;
use super::weave::Piece;

/// What stands between two pieces that follow one another in a result.
pub(super) fn between(
    p: &Piece,
    q: &Piece,
    (base, ours, theirs): (Side<'_>, Side<'_>, Side<'_>),
    newline: &str,
) -> String {
    let before = gap(base, &p.base, &q.base);
    let mine = gap(ours, &p.ours, &q.ours);
    let others = gap(theirs, &p.theirs, &q.theirs);
    match (before, mine, others) {
        (Some(before), Some(mine), Some(others)) if mine == before => return with_newlines(others, newline),
        (_, Some(mine), _) => return mine.to_owned(),
        (_, None, Some(others)) => return with_newlines(others, newline),
        _ => {}
    }
    let sides = [(ours, &p.ours, &q.ours), (theirs, &p.theirs, &q.theirs)];
    let after = sides.iter().filter_map(|(side, p, _)| blank_after(*side, p.as_ref()?)).max();
    let until = sides.iter().filter_map(|(side, _, q)| blank_before(*side, q.as_ref()?)).max();
    let larger = after.max(until).unwrap_or(1);
    let blank = match (p.kind, q.kind) {
        _ if p.is_front && q.is_front => 0,
        (Kind::Item(_), Kind::Item(depth)) => {
            let is_bare = |piece: &Piece| starts_with_link(piece, ours, theirs);
            // Without a blank line a link would go on with the item's words.
            let joins = is_bare(q) && !is_bare(p);
            usize::from(joins && depth == 0)
        }
        (Kind::Section(_), _) => larger,
        _ => larger.max(1),
    };
    newline.repeat(blank + 1)
}

/// The text with the line breaks of the result.
pub(super) fn with_newlines(text: &str, newline: &str) -> String {
    let plain = text.replace("\r\n", "\n");
    if newline == "\n" { plain } else { plain.replace('\n', newline) }
}

/// What stands between two runs of lines that follow one another in a text.
fn gap<'t>(side: Side<'t>, p: &Option<Range<usize>>, q: &Option<Range<usize>>) -> Option<&'t str> {
    let (p, q) = (p.as_ref()?, q.as_ref()?);
    let lines = side.tree.lines.get(p.end..q.start)?;
    let is_blank = lines.iter().all(|line| line.of(side.text).trim().is_empty());
    is_blank.then(|| &side.text[side.tree.lines[p.end - 1].end..side.tree.lines[q.start].start])
}

/// How many blank lines follow; `None` at the end of the text.
fn blank_after(side: Side<'_>, lines: &Range<usize>) -> Option<usize> {
    let rest = side.tree.lines.get(lines.end..)?;
    rest.iter().position(|line| !line.of(side.text).trim().is_empty())
}

fn blank_before(side: Side<'_>, lines: &Range<usize>) -> Option<usize> {
    let rest = side.tree.lines.get(..lines.start)?;
    rest.iter().rev().position(|line| !line.of(side.text).trim().is_empty())
}

fn starts_with_link(piece: &Piece, ours: Side<'_>, theirs: Side<'_>) -> bool {
    let first = |side: Side<'_>, lines: &Option<Range<usize>>| {
        let lines = lines.as_ref()?;
        Some(side.tree.lines.get(lines.start)?.of(side.text).trim_start().starts_with('['))
    };
    first(ours, &piece.ours).or_else(|| first(theirs, &piece.theirs)).unwrap_or(false)
}
