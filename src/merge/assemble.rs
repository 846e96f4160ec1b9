//! Puts the hunks of a merge together: the chunks of the result, and the edits that turn ours into it.

use super::pair::Side;
use super::spacing;
use super::three_way::{Body, Hunk};
use super::{Chunk, Merge};
use crate::text::{Edit, Edits, Span};

/// Joins the hunks with the spacing between them.
pub(super) fn assemble(hunks: &[Hunk<'_>], sides: (Side<'_>, Side<'_>, Side<'_>), newline: &str) -> Merge {
    let ours = sides.1;
    let mut chunks = Vec::new();
    let mut edits = Vec::new();
    push_text(&mut chunks, lead(ours));
    // The end of what is done of ours, and the text of the result since then.
    let mut done = lead(ours).len();
    let mut since = String::new();
    let mut last: Option<&Hunk<'_>> = None;
    for hunk in hunks {
        if let Some(last) = last {
            let spacing = spacing::between(last, hunk, sides, newline);
            push_text(&mut chunks, &spacing);
            since.push_str(&spacing);
        }
        last = Some(hunk);
        match &hunk.body {
            Body::Text(text) => {
                let own = hunk.ours.as_ref().map(|lines| ours.tree.span(lines));
                match own.filter(|span| span.of(ours.text) == text) {
                    Some(span) if span.start >= done => {
                        push_text(&mut chunks, text);
                        push_edit(&mut edits, ours.text, Span::new(done, span.start), &since);
                        since.clear();
                        done = span.end;
                    }
                    _ => {
                        let text = spacing::with_newlines(text, newline);
                        push_text(&mut chunks, &text);
                        since.push_str(&text);
                    }
                }
            }
            Body::Conflict(conflict) => chunks.push(Chunk::Conflict(conflict.clone())),
        }
    }
    let tail = tail(sides, newline);
    push_text(&mut chunks, &tail);
    since.push_str(&tail);
    push_edit(&mut edits, ours.text, Span::new(done, ours.text.len()), &since);
    Merge { chunks, edits: Edits::new(edits).unwrap_or_default(), result: None }
}

fn push_text(chunks: &mut Vec<Chunk>, text: &str) {
    match chunks.last_mut() {
        Some(Chunk::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => chunks.push(Chunk::Text(text.to_owned())),
    }
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

/// The text before the first line that is not blank.
fn lead(side: Side<'_>) -> &str {
    let first = side.tree.lines.iter().find(|line| !line.of(side.text).trim().is_empty());
    first.map_or("", |line| &side.text[..line.start])
}

/// The text after the last line that is not blank, merged three-way.
fn tail((base, ours, theirs): (Side<'_>, Side<'_>, Side<'_>), newline: &str) -> String {
    let tail_of = |side: Side<'_>| {
        let last = side.tree.lines.iter().rfind(|line| !line.of(side.text).trim().is_empty());
        last.map_or(side.text, |line| &side.text[line.end..]).to_owned()
    };
    let plain = |side| spacing::with_newlines(&tail_of(side), newline);
    if plain(ours) == plain(base) && plain(theirs) != plain(base) { plain(theirs) } else { tail_of(ours) }
}

/// True if a result is parsed as the hunks that it was assembled from.
pub(super) fn is_parsed_as(side: Side<'_>, hunks: &[Hunk<'_>]) -> bool {
    let parsed = (1..side.tree.nodes.len()).filter(|node| !side.tree.nodes[*node].lines.is_empty());
    let mut parsed = parsed.map(|node| (side.tree.nodes[node].kind, side.own(node)));
    let mut expected = hunks.iter().filter_map(|hunk| match &hunk.body {
        Body::Text(text) => Some((hunk.kind, &**text)),
        Body::Conflict(_) => None,
    });
    // Most are equal to the byte.
    let same = |a: &str, b: &str| a == b || a.split_whitespace().eq(b.split_whitespace());
    loop {
        match (parsed.next(), expected.next()) {
            (None, None) => return true,
            (Some((a, x)), Some((b, y))) if a.is_like(b) && same(x, y) => {}
            _ => return false,
        }
    }
}
