use serde_json::{Value, json};

use super::list::merge_state;
use crate::desk::{Contribution, Gathered, Gathering, ImageChange, MergedDraft};
use crate::lint::report::Problem;
use crate::merge::{Change, ChangeKind, Unit};
use crate::text::Json;

pub(super) fn json(
    gathering: &Gathering,
    merged: Option<&MergedDraft>,
    committed: Option<&Gathered>,
    diff: Option<&str>,
) -> String {
    let all = gathering.contributions.iter().enumerate();
    let contributions: Vec<Value> =
        all.map(|(at, contribution)| contribution_json(at, contribution, merged)).collect();
    let all = json!({
        "draft": gathering.draft.display().to_string(),
        "branch": gathering.branch,
        "remote": gathering.remote.to_string(),
        "elsewhere": gathering.elsewhere,
        "open_unknown": gathering.unknown,
        "commit": committed.map(|gathered| gathered.oid.to_string()),
        "hooks_left_out": committed.map(|gathered| gathered.hooks_left_out.clone()),
        "problems": merged.map(|merged| problems(&merged.problems)),
        "diff": diff,
        "contributions": contributions,
    });
    format!("{}\n", Json(&all))
}

fn contribution_json(at: usize, contribution: &Contribution, merged: Option<&MergedDraft>) -> Value {
    let left_out = merged.and_then(|merged| merged.left_out.iter().find(|(index, _)| *index == at));
    let of = |kind: ChangeKind| -> Vec<Value> {
        contribution.changes.iter().filter(|change| change.kind == kind).map(change).collect()
    };
    let images: Vec<Value> = contribution.images.iter().map(image).collect();
    json!({
        "number": contribution.number,
        "name": contribution.name,
        "commit": contribution.oid.to_string(),
        "author": contribution.author.as_ref().map(|author| json!({ "name": author.name, "email": author.email })),
        "subject": contribution.subject,
        "open": contribution.is_open,
        "summary": contribution.summary,
        "adds": of(ChangeKind::Added),
        "changes": of(ChangeKind::Changed),
        "moves": of(ChangeKind::Moved),
        "removes": of(ChangeKind::Removed),
        "images": images,
        "merges": merge_state(&contribution.state),
        "clean": contribution.is_clean(),
        "problems": problems(&contribution.problems),
        "also_in": contribution.also_in,
        "gathered": merged.is_some_and(|merged| merged.included.contains(&at)),
        "left_out": left_out.map(|(_, reason)| reason.to_string()),
    })
}

fn problems(problems: &[Problem]) -> Vec<Value> {
    let problem = |problem: &Problem| {
        json!({
            "rule": problem.rule,
            "severity": problem.severity.word(),
            "line": problem.start.line,
            "message": problem.message.raw(),
        })
    };
    problems.iter().map(problem).collect()
}

fn change(change: &Change) -> Value {
    let what = match change.unit {
        Unit::Item { .. } => "item",
        Unit::Heading => "heading",
        Unit::Field => "field",
        Unit::Text => "text",
        Unit::Spacing => "spacing",
    };
    let mut value = json!({ "what": what, "heading": change.heading });
    if let Some(from) = &change.from {
        value["from"] = json!(from);
    }
    match change.kind {
        ChangeKind::Added | ChangeKind::Moved => value["text"] = json!(change.after),
        ChangeKind::Removed => value["text"] = json!(change.before),
        ChangeKind::Changed => {
            value["before"] = json!(change.before);
            value["after"] = json!(change.after);
        }
    }
    value
}

fn image(image: &ImageChange) -> Value {
    match image {
        ImageChange::Added(path) => json!({ "path": path.display().to_string(), "is_new": true }),
        ImageChange::Replaced(path) => json!({ "path": path.display().to_string(), "is_new": false }),
    }
}
