use std::collections::HashMap;

use serde_json::{Value, json};
use sha1::{Digest, Sha1};

use super::{Change, Problem, Remedy, Report, Severity};
use crate::lint::{RULES, Rule};
use crate::text::{Json, Outside, Position};

/// Prints SARIF 2.1.0 with fixes, which GitHub's code scanning and many editors read.
pub fn sarif(report: &Report) -> String {
    let used = RULES.iter().filter(|rule| report.problems().any(|(_, one)| one.rule == rule.name()));
    let rules: Vec<Value> = used.map(|rule| descriptor(*rule, REPOSITORY)).collect();
    let mut seen = HashMap::new();
    let results: Vec<Value> = report
        .problems()
        .map(|(file, one)| {
            let path = file.path.raw();
            let mut result = result(path, one);
            result["partialFingerprints"] = json!({ "problem/v1": fingerprint(path, one, &mut seen) });
            result
        })
        .collect();
    let failures: Vec<Value> = report
        .failures
        .iter()
        .map(|failure| json!({ "level": "error", "message": { "text": failure.message.to_string() } }))
        .collect();
    let mut driver = json!({
        "name": "copydesk",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    if !REPOSITORY.is_empty() {
        driver["informationUri"] = json!(REPOSITORY);
    }
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
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

/// The address of the project, from `Cargo.toml`; empty if it has none.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

fn descriptor(rule: &dyn Rule, repository: &str) -> Value {
    let meta = rule.meta();
    let mut descriptor = json!({
        "id": rule.name(),
        "shortDescription": { "text": meta.summary },
        "fullDescription": { "text": format!("{} {}", meta.summary, meta.why) },
        "help": { "text": meta.why },
        "defaultConfiguration": { "level": level(meta.severity) },
    });
    if !repository.is_empty() {
        let version = env!("CARGO_PKG_VERSION");
        let page = format!("{repository}/blob/v{version}/docs/rules.md#{}", rule.name());
        descriptor["helpUri"] = json!(page);
    }
    descriptor
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

/// Identifies a problem in later runs, when its line may have moved: by file, rule, message, and number among the
/// same ones, which `seen` counts.
fn fingerprint(path: &str, one: &Problem, seen: &mut HashMap<String, usize>) -> String {
    let content = format!("{}\0{}\0{}", path.replace('\\', "/"), one.rule, one.message.raw());
    let count = seen.entry(content.clone()).or_default();
    *count += 1;
    let hash = Sha1::digest(format!("{content}\0{count}"));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn result(path: &str, one: &Problem) -> Value {
    let level = level(one.severity);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::find_rule;
    use crate::lint::report::FileReport;
    use crate::lint::{Diagnostic, Severity};
    use crate::text::Span;

    #[test]
    fn a_rule_has_its_level_and_links_to_its_page_if_the_project_has_an_address() {
        let rule = find_rule("double-space").unwrap();
        let described = descriptor(rule, "https://example.org/copydesk");
        assert_eq!(described["defaultConfiguration"]["level"], "note");
        let version = env!("CARGO_PKG_VERSION");
        let page = format!("https://example.org/copydesk/blob/v{version}/docs/rules.md#double-space");
        assert_eq!(described["helpUri"], page);
        assert!(descriptor(rule, "").get("helpUri").is_none());
    }

    #[test]
    fn a_fingerprint_stays_when_lines_are_added_above() {
        let fingerprints = |text: &str| -> Vec<String> {
            let places = text.match_indices("  ").map(|(at, _)| Span::new(at, at + 2));
            let problems: Vec<Diagnostic> = places
                .map(|span| Diagnostic::new("double-space", Severity::Hint, span, "two spaces"))
                .collect();
            let files = vec![FileReport::new("a.md", text, &problems)];
            let report = sarif(&Report { files, failures: Vec::new() });
            let value: Value = serde_json::from_str(&report).unwrap();
            let results = value["runs"][0]["results"].as_array().unwrap();
            let print = |one: &Value| one["partialFingerprints"]["problem/v1"].as_str().unwrap().to_owned();
            results.iter().map(print).collect()
        };
        let before = fingerprints("A  lamp.\n\nA  box.\n");
        assert_eq!(before.len(), 2);
        assert_ne!(before[0], before[1]);
        assert_eq!(fingerprints("New.\n\nA  lamp.\n\nA  box.\n"), before);
    }
}
