//! Merges the own lines of one node, without the nodes under it.

use std::borrow::Cow;
use std::ops::Range;

use super::pair::Side;
use super::three_way::Body;
use super::tree::FieldKind;
use super::{Conflict, ConflictKind};
use crate::text::diff::{self, RunKind};

/// A side and its node, if the side has the node.
type At<'a> = (Side<'a>, Option<usize>);

/// Merges the own lines of a node. A change that only one side made is taken. White space counts
/// only if no word was changed.
pub(super) fn merge<'a>(base: At<'a>, ours: At<'a>, theirs: At<'a>) -> Body<'a> {
    let own = |(side, node): At<'a>| node.map(|node| side.own(node));
    let hash = |(side, node): At<'_>| node.map(|node| side.tree.nodes[node].own);
    let (b, o, t) = (own(base), own(ours), own(theirs));
    let (b_words, o_words, t_words) = (hash(base), hash(ours), hash(theirs));
    let kept = |text: &'a str| Body::Text(Cow::Borrowed(text));
    let (Some(o), Some(t)) = (o, t) else { return kept(o.or(t).unwrap_or_default()) };
    if o_words == t_words {
        // Only white space may differ. Ours did not change it, so theirs counts.
        return kept(if b == Some(o) { t } else { o });
    }
    if o_words == b_words {
        return kept(t);
    }
    if t_words == b_words {
        return kept(o);
    }
    let b = b.unwrap_or_default();
    match by_fields(base, ours, theirs).or_else(|| by_lines(b, o, t)) {
        Some(text) => Body::Text(Cow::Owned(text)),
        None => Body::Conflict(Conflict {
            base: b.to_owned(),
            ours: o.to_owned(),
            theirs: t.to_owned(),
            kind: ConflictKind::BothChanged,
        }),
    }
}

/// Merges each task mark, fact and count by itself. `None` without any of them, if a side has more or fewer of
/// them, or if both sides changed the text around them, or a mark or fact in two ways.
fn by_fields(base: At<'_>, ours: At<'_>, theirs: At<'_>) -> Option<String> {
    let (b, o, t) = (Split::new(base)?, Split::new(ours)?, Split::new(theirs)?);
    let count = b.values.len();
    if count == 0 || o.values.len() != count || t.values.len() != count {
        return None;
    }
    let around = match () {
        () if o.around == b.around => &t.around,
        () if t.around == b.around || t.around == o.around => &o.around,
        () => return None,
    };
    let mut text = around[0].to_owned();
    for n in 0..count {
        let (base, ours, theirs) = (b.values[n], o.values[n], t.values[n]);
        text.push_str(match () {
            () if ours == base => theirs,
            () if theirs == base || theirs == ours => ours,
            // The list of the result has another number of items than both sides. The caller corrects it.
            () if o.kinds[n] == FieldKind::Count && t.kinds[n] == FieldKind::Count => ours,
            () => return None,
        });
        text.push_str(around[n + 1]);
    }
    Some(text)
}

/// The own text of a node, split into its fields and the text around them.
struct Split<'a> {
    values: Vec<&'a str>,
    kinds: Vec<FieldKind>,
    around: Vec<&'a str>,
}

impl<'a> Split<'a> {
    fn new((side, node): At<'a>) -> Option<Self> {
        let node = &side.tree.nodes[node?];
        let all = side.tree.span(&node.lines);
        let mut at = all.start;
        let (mut values, mut around) = (Vec::new(), Vec::new());
        for field in &node.fields {
            around.push(side.text.get(at..field.span.start)?);
            values.push(field.span.of(side.text));
            at = field.span.end;
        }
        around.push(side.text.get(at..all.end)?);
        let kinds = node.fields.iter().map(|field| field.kind).collect();
        Some(Split { values, kinds, around })
    }
}

/// Merges several lines hunk by hunk. Insertions of both sides at one position are kept, ours first.
/// `None` if both sides changed the same lines, or the base has only one line.
fn by_lines(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let split = |text| -> Vec<&str> { str::lines(text).map(str::trim_end).collect() };
    let (b, o, t) = (split(base), split(ours), split(theirs));
    if b.len() < 2 {
        return None;
    }
    let (ours_raw, theirs_raw): (Vec<&str>, Vec<&str>) = (ours.lines().collect(), theirs.lines().collect());
    let (our_hunks, their_hunks) = (hunks(&b, &o), hunks(&b, &t));
    let mut out: Vec<&str> = Vec::new();
    let (mut x, mut y) = (our_hunks.into_iter().peekable(), their_hunks.into_iter().peekable());
    // The next line of the base, and the line of ours that corresponds to it.
    let (mut at, mut in_ours) = (0, 0);
    // The last insertion and its position in the base.
    let mut inserted: (usize, &[&str]) = (0, &[]);
    loop {
        let is_ours = match (x.peek(), y.peek()) {
            (None, None) => break,
            (Some((a, _)), Some((c, _))) if a.start < c.end && c.start < a.end => return None,
            // At one position, an insertion comes before a change.
            (Some((a, _)), Some((c, _))) => (a.start, a.end) <= (c.start, c.end),
            (ours, _) => ours.is_some(),
        };
        let (from, to) = if is_ours { x.next() } else { y.next() }?;
        let kept = from.start - at;
        out.extend(ours_raw.get(in_ours..in_ours + kept)?);
        let new = if is_ours { ours_raw.get(to.clone()) } else { theirs_raw.get(to.clone()) }?;
        // Insert once what both sides insert.
        let repeated = if inserted.0 == from.start { inserted.1 } else { &[] };
        let is_inserted = from.is_empty() && repeated.starts_with(new);
        out.extend(if is_inserted { &[] } else { new.strip_prefix(repeated).unwrap_or(new) });
        inserted = (from.start, if from.is_empty() { new } else { &[] });
        in_ours += kept + if is_ours { to.len() } else { from.len() };
        at = from.end;
    }
    out.extend(ours_raw.get(in_ours..)?);
    // A line that one side moved and the other deleted would reappear.
    let count = |lines: &[&str], line: &str| lines.iter().filter(|other| other.trim_end() == line).count();
    let reappears = |line: &str| {
        let line = line.trim_end();
        let (b, o, t) = (count(&b, line), count(&o, line), count(&t, line));
        b > o.min(t) && count(&out, line) > (o + t).saturating_sub(b).max(o.min(t))
    };
    if out.iter().any(|line| reappears(line)) {
        return None;
    }
    Some(out.join(if ours.contains("\r\n") { "\r\n" } else { "\n" }))
}

/// Pairs of ranges that differ between the two lists of lines.
fn hunks(from: &[&str], to: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let changed = diff::runs(from, to).into_iter().filter(|run| run.kind != RunKind::Equal);
    changed.map(|run| (run.old, run.new)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_apart_from_each_other_are_both_changed() {
        assert_eq!(by_lines("a\nb\nc\nd", "A\nb\nc\nd", "a\nb\nc\nD\ne").as_deref(), Some("A\nb\nc\nD\ne"));
        assert_eq!(by_lines("a\nb\nc", "b\nc", "a\nb\nC").as_deref(), Some("b\nC"));
        assert_eq!(by_lines("a\nb\nc", "a\nX\nc", "a\nY\nc"), None);
        assert_eq!(by_lines("a\nb", "A\nb", "a\nB").as_deref(), Some("A\nB"));
        assert_eq!(by_lines("a\nb", "a\nx\nb", "a\ny\nb").as_deref(), Some("a\nx\ny\nb"));
        assert_eq!(by_lines("a\nb", "a\nx\nb", "a\nx\nb!").as_deref(), Some("a\nx\nb!"));
        for (ours, theirs) in [("a\nx\ny\nb", "a\nx\nb"), ("a\nx\nb", "a\nx\ny\nb")] {
            assert_eq!(by_lines("a\nb", ours, theirs).as_deref(), Some("a\nx\ny\nb"));
        }
        assert_eq!(by_lines("a\nb\nc", "a\nB\nc", "a\nb\nx\nc").as_deref(), Some("a\nB\nx\nc"));
    }
}
