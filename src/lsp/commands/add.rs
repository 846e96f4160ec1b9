//! Adding one item to the remote's draft of the next issue, on a branch for a pull request.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Finished, Work};
use crate::desk::{ContributeOptions, Destination, NewContribution, SamePage, Target};
use crate::git::Control;
use crate::lint::report::FileReport;
use crate::outline::NewItem;

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Options {
    url: String,
    title: String,
    text: String,
    source: String,
    source_url: String,
    author: String,
    author_url: String,
    date: String,
    place: String,
    /// Words of the section's heading, or the kind of its items.
    section: Option<String>,
    /// True to apply the safe fixes to the item.
    fix: bool,
    /// True to show the item and commit nothing.
    dry_run: bool,
    /// True to push the branch, unless something speaks against it.
    push: bool,
}

pub(super) fn work(options: Options) -> Work {
    Box::new(move |target| {
        let folder = target.newsletter.workspace.root.folder().to_owned();
        let control = Control::default();
        let wanted = ContributeOptions {
            target: Target::Clone { folder, remote: None },
            base: None,
            issue: None,
            now: target.now.clone(),
        };
        let contribution = NewContribution::open(&wanted, &control)?;
        let Options { section, fix, dry_run, push, .. } = &options;
        if !dry_run {
            contribution.check_author()?;
        }
        let item = options.item();
        let section = contribution.section(section.as_deref(), &item)?;
        let preview = contribution.preview(&section, &item)?;
        let preview = if *fix { contribution.fix(preview) } else { preview };
        let mut value = json!({
            "markdown": preview.markdown,
            "section": preview.section,
            "problems": problems(&preview.report),
        });
        if *dry_run {
            return Ok(Finished { value, ..Finished::default() });
        }
        let done = contribution.commit(&preview, &item, SamePage::Refuse, &control)?;
        value["branch"] = json!(done.branch);
        let mut said = format!("“{}” is on the branch {}", preview.title, done.branch);
        if *push {
            let reasons = preview.against_pushing();
            if reasons.is_empty() {
                let pushed = contribution.push(&done.branch, Destination::Usual, &control)?;
                let page = pushed.page.as_ref();
                let page = page.map_or(String::new(), |page| format!("; {page} opens the pull request"));
                said.push_str(&format!(", which is pushed{page}"));
                value["page"] = json!(pushed.page);
            } else {
                said.push_str(&format!("; not pushed: {}", reasons.join("; ")));
            }
        }
        Ok(Finished { value, said, ..Finished::default() })
    })
}

impl Options {
    fn item(&self) -> NewItem {
        NewItem {
            title: self.title.clone(),
            url: self.url.clone(),
            text: self.text.clone(),
            image: String::new(),
            source: self.source.clone(),
            source_url: self.source_url.clone(),
            author: self.author.clone(),
            author_url: self.author_url.clone(),
            date: self.date.clone(),
            place: self.place.clone(),
        }
    }
}

fn problems(report: &FileReport) -> Vec<Value> {
    let problems = report.problems.iter();
    problems
        .map(|one| json!({ "rule": one.rule, "severity": one.severity.word(), "message": one.message.raw() }))
        .collect()
}
