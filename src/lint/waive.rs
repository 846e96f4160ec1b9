use super::{Context, Diagnostic, Facts, check};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// Returns the narrowest comment that waives a problem and changes nothing else of the problems and the slots.
/// `None` where there is no place for one. `problems` are all problems of the draft.
///
/// The reason is one line without `-->`.
pub fn waive(
    (draft, problems): (&Draft, &[Diagnostic]),
    one: &Diagnostic,
    reason: &str,
    (profile, facts): (&Profile, &Facts),
) -> Option<Edits> {
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
    ways_to_waive(draft, problems, one, reason).into_iter().find(|edits| {
        let draft = draft.clone().edit(edits);
        let outline = facts.outline(&draft, profile);
        let (own_now, others_now) = rules(&check(&Context::new(&draft, &outline, profile, facts)));
        own_now < own && others_now == others && outline.total() == slots
    })
}

/// Returns the edits that can waive a problem with a comment, the narrowest first. The draft must be checked
/// with each edit.
fn ways_to_waive(draft: &Draft, problems: &[Diagnostic], one: &Diagnostic, reason: &str) -> Vec<Edits> {
    let text = draft.text();
    let newline = draft.newline();
    let rule = one.rule;
    let line = Span::line_at(text, one.span.start);
    let front = draft.front_matter().filter(|front| front.closed && front.syntax.is_fenced());
    let mut ways = Vec::new();
    if line.start < draft.body() {
        if front.is_some_and(|front| front.content.start <= line.start && line.start < front.content.end) {
            let above = format!("# copydesk-disable-next-line {rule}: {reason}{newline}");
            ways.push(Edits::insert(line.start, above));
        }
    } else {
        if draft.blocks().iter().any(|block| block.span.start == line.start) {
            let above = format!("<!-- copydesk-disable-next-line {rule}: {reason} -->{newline}");
            ways.push(Edits::insert(line.start, above));
        }
        // Before spaces or a backslash at the end, which may break the line.
        let end = line.start + line.of(text).trim_end_matches([' ', '\t', '\r', '\\']).len();
        ways.push(Edits::insert(end, format!(" <!-- copydesk-disable-line {rule}: {reason} -->")));
    }
    // For a problem without a line of its own, if it is the rule's only problem.
    if problems.iter().filter(|problem| problem.rule == rule).count() == 1 {
        ways.push(match front {
            Some(front) => Edits::insert(
                front.content.start,
                format!("# copydesk-disable-file {rule}: {reason}{newline}"),
            ),
            None => {
                let gap = if text.ends_with('\n') { newline } else { &newline.repeat(2) };
                let comment = format!("{gap}<!-- copydesk-disable-file {rule}: {reason} -->{newline}");
                Edits::insert(text.len(), comment)
            }
        });
    }
    ways
}
