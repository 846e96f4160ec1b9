use serde_json::{Value, json};

use super::{Change, Problem, Remedy, Report, Severity, status_json};
use crate::text::{Json, Outside, Position, Span};

/// For programs, by `docs/lint.schema.json`. Lines and columns count from 1, columns in
/// characters; offsets count bytes from 0.
pub fn json(report: &Report) -> String {
    let files: Vec<Value> = report
        .files
        .iter()
        .map(|file| {
            let fixed: serde_json::Map<String, Value> =
                file.fixed.iter().map(|(rule, count)| ((*rule).to_owned(), json!(count))).collect();
            let mut entry = json!({
                "path": file.path.raw(),
                "problems": file.problems.iter().map(problem).collect::<Vec<_>>(),
                "fixed": fixed,
            });
            if let Some(status) = &file.status {
                entry["status"] = status_json(status);
            }
            entry
        })
        .collect();
    let failures: Vec<Value> = report
        .failures
        .iter()
        .map(|failure| json!({ "path": failure.path.raw(), "message": failure.message.raw() }))
        .collect();
    let document = json!({
        "version": 1,
        "files": files,
        "failures": failures,
        "summary": {
            "files": report.files.len(),
            "errors": report.count(Severity::Error),
            "warnings": report.count(Severity::Warning),
            "hints": report.count(Severity::Hint),
        },
    });
    format!("{}\n", Json(&document))
}

fn problem(one: &Problem) -> Value {
    let fix = match &one.remedy {
        None => Value::Null,
        Some(Remedy::Image(dest)) => json!({ "kind": "image", "image": dest.raw() }),
        Some(Remedy::Text { is_safe, changes }) => json!({
            "kind": "text",
            "safe": is_safe,
            "changes": changes.iter().map(change).collect::<Vec<_>>(),
        }),
    };
    let mut problem = json!({
        "rule": one.rule,
        "severity": one.severity.word(),
        "message": one.message.raw(),
        "help": one.help.as_ref().map(Outside::raw),
        "range": range(one.start, one.end, one.span),
        "fix": fix,
    });
    if one.rest.is_some() {
        problem["count"] = json!(one.count());
    }
    problem
}

fn change(change: &Change) -> Value {
    json!({ "range": range(change.start, change.end, change.span), "text": change.text })
}

fn range(start: Position, end: Position, span: Span) -> Value {
    let place =
        |at: Position, offset: usize| json!({ "line": at.line, "column": at.column, "offset": offset });
    json!({ "start": place(start, span.start), "end": place(end, span.end) })
}
