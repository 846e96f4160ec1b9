//! Problems in the protocol's form.

use super::positions::Positions;
use super::protocol as lsp;
use crate::lint::{ChecklistLine, Diagnostic, LineStatus, Severity, Verdict};
use crate::text::Span;

/// The name of the program, which editors show beside each problem.
const SOURCE: &str = "copydesk";
/// The source of what the checklist says.
const CHECKLIST: &str = "copydesk checklist";

/// A problem with its help on a line of its own.
pub(super) fn diagnostic(one: &Diagnostic, positions: &Positions<'_>) -> lsp::Diagnostic {
    let message = match &one.help {
        Some(help) => format!("{}\nhelp: {help}", one.message),
        None => one.message.clone(),
    };
    let code = Some(lsp::Code::String(one.rule.to_owned()));
    lsp::Diagnostic { code, ..plain(positions.range(one.span), severity(one.severity), SOURCE, message) }
}

/// A line of the task list with its evidence. `None` if nothing is left to do, or the draft has no such line.
pub(super) fn checklist_line(line: &ChecklistLine, positions: &Positions<'_>) -> Option<lsp::Diagnostic> {
    let task = line.task?;
    let status = LineStatus::new(line);
    let severity = match line.verdict {
        Verdict::Contradicted => lsp::DiagnosticSeverity::Warning,
        _ if status.is_done() && task.done => return None,
        _ => lsp::DiagnosticSeverity::Information,
    };
    let message = match status {
        LineStatus::Proven => format!("the draft proves it: {}; tick it", line.detail),
        LineStatus::Contradicted => format!("not yet: {}", line.detail),
        LineStatus::Ticked | LineStatus::Open if line.detail.is_empty() => "open".to_owned(),
        LineStatus::Ticked | LineStatus::Open => format!("open: {}", line.detail),
    };
    let span = Span::new(task.mark.start.saturating_sub(1), task.text.end);
    Some(plain(positions.range(span), severity, CHECKLIST, message))
}

/// A problem on a whole line, from 1.
pub(super) fn on_line(line: usize, message: String) -> lsp::Diagnostic {
    let line = line.saturating_sub(1) as u32;
    let start = lsp::Position { line, character: 0 };
    let range = lsp::Range { start, end: lsp::Position { line: line + 1, character: 0 } };
    plain(range, lsp::DiagnosticSeverity::Error, SOURCE, message)
}

fn plain(
    range: lsp::Range,
    severity: lsp::DiagnosticSeverity,
    source: &str,
    message: String,
) -> lsp::Diagnostic {
    lsp::Diagnostic {
        range,
        severity: Some(severity),
        code: None,
        code_description: None,
        source: Some(source.to_owned()),
        message: lsp::Message::String(message),
        tags: None,
        related_information: None,
        data: None,
    }
}

/// Hints are information: editors hide the protocol's own hints.
fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::Error,
        Severity::Warning => lsp::DiagnosticSeverity::Warning,
        Severity::Hint => lsp::DiagnosticSeverity::Information,
    }
}
