//! Listing the open contributions to the draft, and merging some.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Finished, Work};
use crate::desk::{Contribution, GatherOptions, Gathering, NEWEST_REQUESTS, ProblemPolicy, Selection};
use crate::git::Control;
use crate::text::counted;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Options {
    /// A pattern with `*` for branches to gather instead of requests.
    branches: Option<String>,
    /// Numbers of requests, or names of branches, to merge.
    take: Vec<String>,
    /// True to merge all that are clean.
    all_clean: bool,
    /// True to merge also those with errors.
    with_problems: bool,
}

pub(super) fn work(options: Options) -> Work {
    Box::new(move |target| {
        target.check_saved()?;
        let workspace = &target.newsletter.workspace;
        let control = Control::default();
        let wanted = GatherOptions {
            folder: workspace.root.folder().to_owned(),
            remote: None,
            issue: Some(target.path.display().to_string()),
            now: target.now.clone(),
            branches: options.branches.clone(),
            newest: NEWEST_REQUESTS,
        };
        let gathering = Gathering::open(&wanted, &control)?;
        let listed: Vec<Value> = gathering.contributions.iter().map(listed).collect();
        let mut value = json!({ "contributions": listed });
        let chosen: Vec<Selection> = gathering
            .contributions
            .iter()
            .enumerate()
            .filter(|(_, contribution)| options.takes(contribution))
            .map(|(index, _)| Selection { index, ..Selection::default() })
            .collect();
        if chosen.is_empty() {
            let said = match gathering.contributions.len() {
                0 => "there is no contribution to this draft".to_owned(),
                count => format!("{} to this draft", counted(count, "contribution")),
            };
            return Ok(Finished { value, said, ..Finished::default() });
        }
        let policy = if options.with_problems { ProblemPolicy::Take } else { ProblemPolicy::LeaveOut };
        let merged = gathering.merge_with(&chosen, policy);
        let left_out = merged.left_out.iter().map(|(at, reason)| {
            json!({ "name": gathering.contributions[*at].label(), "reason": reason.to_string() })
        });
        value["leftOut"] = left_out.collect();
        let said = if merged.included.is_empty() {
            "no contribution was merged".to_owned()
        } else {
            let gathered = gathering.commit(&merged, &control)?;
            value["commit"] = json!(gathered.oid.to_string());
            format!("gathered {} on {}", counted(gathered.count, "contribution"), gathered.branch)
        };
        Ok(Finished { value, said, ..Finished::default() })
    })
}

impl Options {
    fn takes(&self, contribution: &Contribution) -> bool {
        let label = contribution.label();
        let is_named = self.take.iter().any(|name| label == *name || label == format!("#{name}"));
        is_named || (self.all_clean && contribution.is_clean())
    }
}

fn listed(contribution: &Contribution) -> Value {
    json!({
        "name": contribution.label(),
        "summary": contribution.summary,
        "state": contribution.state.to_string(),
        "isClean": contribution.is_clean(),
        "problems": contribution.problems.len(),
    })
}
