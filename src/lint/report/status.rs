//! The status of an issue in reports.

use serde_json::{Value, json};

use super::FileReport;
use super::github::Cell;
use crate::lint::{ChecklistLine, LineStatus, Status};
use crate::text::Outside;

/// Converts a status to JSON, as in `copydesk status --json` and in `copydesk lint --format json`.
pub fn status_json(status: &Status) -> Value {
    json!({
        "date": status.date.map(|date| date.to_string()),
        "number": status.number,
        "ready": status.is_ready(),
        "checklist": status.checklist.iter().map(line).collect::<Vec<_>>(),
        "sections": status.sections.iter().map(|section| json!({
            "title": section.title,
            "filled": section.counts.filled,
            "half_filled": section.counts.half,
            "empty": section.counts.empty,
        })).collect::<Vec<_>>(),
        "problems": { "errors": status.errors, "warnings": status.warnings, "hints": status.hints },
    })
}

fn line(line: &ChecklistLine) -> Value {
    json!({
        "line": line.label,
        "status": LineStatus::new(line).word(),
        "ticked": line.task.map(|task| task.done),
        "evidence": line.detail,
    })
}

/// Prints the checklist of a draft in progress as a Markdown list. `None` for other files, and without a
/// checklist.
pub(super) fn summary(file: &FileReport) -> Option<String> {
    let status = file.status.as_ref().filter(|status| status.in_progress && !status.checklist.is_empty())?;
    let done = status.checklist.iter().filter(|line| LineStatus::new(line).is_done()).count();
    let mut out = format!("\n#### {}: {done} of {} done\n\n", Cell(&file.path), status.checklist.len());
    for line in &status.checklist {
        let (label, detail) = (Outside::from(&*line.label), Outside::from(&*line.detail));
        let sign = LineStatus::new(line).sign();
        let gap = if line.detail.is_empty() { "" } else { " — " };
        out.push_str(&format!("- {sign} {}{gap}{}\n", Cell(&label), Cell(&detail)));
    }
    Some(out)
}
