use super::Diagnostic;
use crate::draft::Draft;
use crate::text::{Edits, Span};

/// Returns the edits that can waive a problem with a comment, the narrowest first. The caller must check
/// the draft with each edit: a comment may end up where it is plain text, or split a block.
///
/// The reason is one line without `-->`.
pub fn ways_to_waive(draft: &Draft, problems: &[Diagnostic], one: &Diagnostic, reason: &str) -> Vec<Edits> {
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
