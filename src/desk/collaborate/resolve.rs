//! Resolves the conflicts of a merge one by one.

use crate::merge::{Chunk, Conflict, Markers, mark};

/// The side of a conflict to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    Ours,
    Theirs,
    /// Both sides, ours first.
    Both,
}

/// The text with the picked sides of the conflicts, in order. Conflicts without a pick keep their
/// markers.
pub fn resolve(parts: &[Chunk], picks: &[Option<Pick>], markers: &Markers, newline: &str) -> String {
    mark(&resolve_parts(parts, picks, newline), markers, newline)
}

/// The text with ours for all conflicts, and the offset of each conflict in it.
pub fn conflict_offsets(parts: &[Chunk]) -> (String, Vec<usize>) {
    let (mut text, mut conflict_offsets) = (String::new(), Vec::new());
    for part in parts {
        match part {
            Chunk::Text(part) => text.push_str(part),
            Chunk::Conflict(conflict) => {
                conflict_offsets.push(text.len());
                text.push_str(&conflict.ours);
            }
        }
    }
    (text, conflict_offsets)
}

fn resolve_parts(parts: &[Chunk], picks: &[Option<Pick>], newline: &str) -> Vec<Chunk> {
    let mut picks = picks.iter();
    let mut out: Vec<Chunk> = Vec::new();
    // True if the conflict between the last text and the next one resolved to nothing.
    let mut is_gone = false;
    for (n, part) in parts.iter().enumerate() {
        match part {
            Chunk::Text(text) => {
                let is_last = n + 1 == parts.len();
                let text = if is_gone { join(&mut out, text, is_last) } else { text };
                push_text(&mut out, text);
                is_gone = false;
            }
            Chunk::Conflict(conflict) => {
                let Some(pick) = picks.next().copied().flatten() else {
                    out.push(part.clone());
                    continue;
                };
                let text = picked(conflict, pick, is_tight(parts, n)).replace("\r\n", "\n");
                let text = if newline == "\n" { text } else { text.replace('\n', newline) };
                is_gone = text.is_empty();
                push_text(&mut out, &text);
            }
        }
    }
    out
}

fn push_text(out: &mut Vec<Chunk>, text: &str) {
    match out.last_mut() {
        Some(Chunk::Text(last)) => last.push_str(text),
        _ => out.push(Chunk::Text(text.to_owned())),
    }
}

/// Joins the text around removed lines: keeps the longer run of blank lines. Returns the rest of `text`.
fn join<'t>(out: &mut [Chunk], text: &'t str, is_last: bool) -> &'t str {
    let Some(Chunk::Text(before)) = out.last_mut() else { return text };
    let breaks = |text: &str| text.matches('\n').count();
    let kept = before.trim_end_matches(['\n', '\r']).len();
    let rest = text.trim_start_matches(['\n', '\r']);
    let (end, start) = (&before[kept..], &text[..text.len() - rest.len()]);
    if before[..kept].is_empty() {
        return rest;
    }
    if breaks(start) > breaks(end) || (is_last && rest.is_empty()) {
        before.truncate(kept);
        return text;
    }
    rest
}

fn picked(conflict: &Conflict, pick: Pick, is_tight: bool) -> String {
    match pick {
        Pick::Ours => conflict.ours.clone(),
        Pick::Theirs => conflict.theirs.clone(),
        Pick::Both if conflict.ours.is_empty() => conflict.theirs.clone(),
        Pick::Both if conflict.theirs.is_empty() => conflict.ours.clone(),
        Pick::Both => {
            let tight = is_tight || (is_item(&conflict.ours) && is_item(&conflict.theirs));
            let between = if tight { "\n" } else { "\n\n" };
            format!("{}{between}{}", conflict.ours, conflict.theirs)
        }
    }
}

/// True if a conflict and one of its neighbours have no blank line between them.
fn is_tight(parts: &[Chunk], at: usize) -> bool {
    let text = |part: Option<&Chunk>| match part {
        Some(Chunk::Text(text)) if !text.trim().is_empty() => Some(text.replace("\r\n", "\n")),
        _ => None,
    };
    let before = text(at.checked_sub(1).and_then(|before| parts.get(before)));
    let after = text(parts.get(at + 1));
    before.is_some_and(|text| !text.ends_with("\n\n")) || after.is_some_and(|text| !text.starts_with("\n\n"))
}

fn is_item(text: &str) -> bool {
    ["- ", "* ", "+ "].iter().any(|mark| text.trim_start().starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::reconcile;
    use crate::profile::built_in;

    fn resolved(base: &str, ours: &str, theirs: &str, picks: &[Option<Pick>]) -> String {
        let markers = Markers::default();
        let merged = reconcile(base, ours, theirs, &built_in("circuitpython").unwrap(), &markers);
        assert!(!merged.parts.is_empty(), "{merged:?}");
        resolve(&merged.parts, picks, &markers, "\n")
    }

    #[test]
    fn the_picked_side_of_each_is_in_the_text_and_the_rest_is_merged() {
        let base = "the first line here\n\nb\n\nthe other line here\n\nd\n";
        let ours = base.replace("first", "very first").replace("other", "second");
        let theirs = base
            .replace("first line", "top line")
            .replace("other line", "last line")
            .replace("d\n", "d, too\n");
        let of = |picks: &[Option<Pick>]| resolved(base, &ours, &theirs, picks);
        assert_eq!(
            of(&[Some(Pick::Ours), Some(Pick::Theirs)]),
            "the very first line here\n\nb\n\nthe last line here\n\nd, too\n"
        );
        assert_eq!(
            of(&[Some(Pick::Both), Some(Pick::Ours)]),
            "the very first line here\n\nthe top line here\n\nb\n\nthe second line here\n\nd, too\n"
        );
        let open = of(&[Some(Pick::Theirs), None]);
        assert!(open.starts_with("the top line here\n\nb\n\n<<<<<<< ours\nthe second line here\n"), "{open}");
        assert!(open.ends_with("the last line here\n>>>>>>> theirs\n\nd, too\n"), "{open}");
    }

    #[test]
    fn what_was_deleted_leaves_no_blank_lines_behind() {
        let with = |lines: &[&str], between: &str| lines.join(between) + "\n";
        let (old, new) = ("- the second of the items", "- the second of these items");
        for (between, heading) in [("\n", "## News\n\n- one"), ("\n\n", "a paragraph")] {
            for (base, deleted, changed) in [
                (vec![heading, old, "- three"], vec![heading, "- three"], vec![heading, new, "- three"]),
                (vec![heading, old], vec![heading], vec![heading, new]),
                (vec![old, "- three"], vec!["- three"], vec![new, "- three"]),
            ] {
                let [base, deleted, changed] = [base, deleted, changed].map(|lines| with(&lines, between));
                assert_eq!(resolved(&base, &deleted, &changed, &[Some(Pick::Ours)]), deleted);
                assert_eq!(resolved(&base, &deleted, &changed, &[Some(Pick::Theirs)]), changed);
                assert_eq!(resolved(&base, &deleted, &changed, &[Some(Pick::Both)]), changed);
                assert_eq!(resolved(&base, &changed, &deleted, &[Some(Pick::Theirs)]), deleted);
            }
        }
    }

    #[test]
    fn both_items_of_a_list_follow_each_other() {
        let (base, ours, theirs) =
            ("## N\n\n- one two three\n", "## N\n\n- one two four\n", "## N\n\n- one two five\n");
        let both = resolved(base, ours, theirs, &[Some(Pick::Both)]);
        assert_eq!(both, "## N\n\n- one two four\n- one two five\n");
    }

    #[test]
    fn a_conflict_is_found_in_the_text_of_ours() {
        let base = "a\n\nthe first line here\n";
        let (ours, theirs) = (base.replace("first", "top"), base.replace("first", "best"));
        let profile = built_in("circuitpython").unwrap();
        let merged = reconcile(base, &ours, &theirs, &profile, &Markers::default());
        assert_eq!(conflict_offsets(&merged.parts), (ours, vec![3]));
    }
}
