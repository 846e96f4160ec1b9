use serde_json::{Value, json};

use super::{Change, Problem, Remedy, Report, Severity};
use crate::lint::RULES;
use crate::text::{Json, Outside, Position};

/// Prints SARIF 2.1.0 with fixes, which GitHub's code scanning and many editors read.
pub fn sarif(report: &Report) -> String {
    let rules: Vec<Value> = RULES
        .iter()
        .filter(|rule| report.problems().any(|(_, one)| one.rule == rule.name()))
        .map(|rule| {
            json!({
                "id": rule.name(),
                "shortDescription": { "text": rule.meta().summary },
                "fullDescription": { "text": format!("{} {}", rule.meta().summary, rule.meta().why) },
                "help": { "text": rule.meta().why },
            })
        })
        .collect();
    let results: Vec<Value> = report.problems().map(|(file, one)| result(file.path.raw(), one)).collect();
    let failures: Vec<Value> = report
        .failures
        .iter()
        .map(|failure| json!({ "level": "error", "message": { "text": failure.message.to_string() } }))
        .collect();
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "copydesk",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": failures.is_empty(),
                "toolExecutionNotifications": failures,
            }],
            "results": results,
        }],
    });
    format!("{}\n", Json(&document))
}

fn result(path: &str, one: &Problem) -> Value {
    let level = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    };
    let help = one.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    let mut result = json!({
        "ruleId": one.rule,
        "level": level,
        "message": { "text": format!("{}{help}", one.message) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(path) },
                "region": region(one.start, one.end),
            },
        }],
    });
    if one.omitted.is_some() {
        result["occurrenceCount"] = json!(one.count());
    }
    if let Some(Remedy::Text { changes, .. }) = &one.remedy
        && !changes.is_empty()
    {
        let replacements: Vec<Value> = changes.iter().map(replacement).collect();
        let description = one.help.as_ref().map_or("fix it".to_owned(), Outside::to_string);
        result["fixes"] = json!([{
            "description": { "text": description },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(path) },
                "replacements": replacements,
            }],
        }]);
    }
    result
}

fn replacement(change: &Change) -> Value {
    let mut replacement = json!({ "deletedRegion": region(change.start, change.end) });
    if !change.text.is_empty() {
        replacement["insertedContent"] = json!({ "text": change.text });
    }
    replacement
}

fn region(start: Position, end: Position) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// Converts a path to a relative URI reference with percent-encoding.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
