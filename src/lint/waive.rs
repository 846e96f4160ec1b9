use super::{Context, Diagnostic, Facts, check};
use crate::draft::{Block, Draft, WaiverKind};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// A comment that waives a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    pub kind: WaiverKind,
    /// Inserts the comment.
    pub edits: Edits,
}

/// Returns the narrowest comment that waives a problem and changes nothing else of the problems and the slots.
/// `None` where there is no place for one. `problems` are all problems of the draft.
///
/// The reason is one line without `-->`.
pub fn waive(
    (draft, problems): (&Draft, &[Diagnostic]),
    one: &Diagnostic,
    reason: &str,
    (profile, facts): (&Profile, &Facts),
) -> Option<Waiver> {
    let rules = |found: &[Diagnostic]| {
        let mut rules: Vec<&str> = found.iter().map(|one| one.rule).collect();
        rules.sort_unstable();
        let others: Vec<&str> = rules.into_iter().filter(|rule| *rule != one.rule).collect();
        let count = |found: &Diagnostic| if found.rule == one.rule { found.count() } else { 0 };
        (found.iter().map(count).sum::<usize>(), others)
    };
    let (own, others) = rules(problems);
    let slots = facts.outline(draft, profile).total();
    // A comment may end up where it is plain text, or split a block.
    ways_to_waive(draft, problems, one, reason).into_iter().find(|waiver| {
        let draft = draft.clone().edit(&waiver.edits);
        let outline = facts.outline(&draft, profile);
        let (own_now, others_now) = rules(&check(&Context::new(&draft, &outline, profile, facts)));
        own_now < own && others_now == others && outline.total() == slots
    })
}

/// Returns the comments that can waive a problem, the narrowest first. The draft must be checked with each.
fn ways_to_waive(draft: &Draft, problems: &[Diagnostic], one: &Diagnostic, reason: &str) -> Vec<Waiver> {
    let text = draft.text();
    let newline = draft.newline();
    let rule = one.rule;
    let line = Span::line_at(text, one.span.start);
    let front = draft.front_matter().filter(|front| front.closed && front.syntax.is_fenced());
    let mut ways = Vec::new();
    let mut add = |kind, at, comment| ways.push(Waiver { kind, edits: Edits::insert(at, comment) });
    if line.start < draft.body() {
        if front.is_some_and(|front| front.content.start <= line.start && line.start < front.content.end) {
            let above = format!("# copydesk-disable-next-line {rule}: {reason}{newline}");
            add(WaiverKind::NextLine, line.start, above);
        }
    } else {
        let above = format!("<!-- copydesk-disable-next-line {rule}: {reason} -->{newline}");
        if draft.blocks().iter().any(|block| block.span.start == line.start) {
            add(WaiverKind::NextLine, line.start, above);
        } else if draft.blocks().iter().flat_map(Block::items).any(|item| item.span.start == line.start) {
            // Without the indentation, it would end the list of the item above.
            add(WaiverKind::NextLine, line.start, format!("  {above}"));
        }
        // Before spaces or a backslash at the end, which may break the line.
        let end = line.start + line.of(text).trim_end_matches([' ', '\t', '\r', '\\']).len();
        add(WaiverKind::Line, end, format!(" <!-- copydesk-disable-line {rule}: {reason} -->"));
    }
    // For a problem without a line of its own, if it is the rule's only problem.
    if problems.iter().filter(|problem| problem.rule == rule).count() == 1 {
        match front {
            Some(front) => {
                let comment = format!("# copydesk-disable-file {rule}: {reason}{newline}");
                add(WaiverKind::File, front.content.start, comment);
            }
            None => {
                let gap = if text.ends_with('\n') { newline } else { &newline.repeat(2) };
                let comment = format!("{gap}<!-- copydesk-disable-file {rule}: {reason} -->{newline}");
                add(WaiverKind::File, text.len(), comment);
            }
        }
    }
    ways
}
