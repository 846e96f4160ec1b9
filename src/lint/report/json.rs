use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Change, FileReport, Problem, Remedy, Report, Severity, status_json};
use crate::text::{Json, Outside, Position, Span};

/// Prints a report for programs, as `docs/lint.schema.json` defines it. Lines and columns count from 1,
/// columns in characters. Offsets count bytes from 0.
pub fn json(report: &Report) -> String {
    let document = Document {
        failures: report
            .failures
            .iter()
            .map(|failure| json!({ "path": failure.path.raw(), "message": failure.message.raw() }))
            .collect(),
        files: Files(&report.files),
        summary: json!({
            "files": report.files.len(),
            "errors": report.count(Severity::Error),
            "warnings": report.count(Severity::Warning),
            "hints": report.count(Severity::Hint),
        }),
        version: 1,
    };
    format!("{}\n", Json(&document))
}

/// The whole report. Keys are in alphabetical order, as in the values of its files.
#[derive(Serialize)]
struct Document<'a> {
    failures: Vec<Value>,
    files: Files<'a>,
    summary: Value,
    version: u8,
}

/// The files, serialized one at a time: the values of all problems take several times their memory.
struct Files<'a>(&'a [FileReport]);

impl Serialize for Files<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(file))
    }
}

fn file(file: &FileReport) -> Value {
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
    if one.omitted.is_some() {
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
