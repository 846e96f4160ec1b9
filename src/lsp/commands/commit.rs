//! Committing the draft and its images.

use serde::Deserialize;
use serde_json::json;

use super::{Finished, Work};
use crate::desk::{CommitKind, plan_commit, suggest_message};
use crate::git::commit::{FileChangeKind, commit_planned};
use crate::git::{GitError, Repo};

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Options {
    /// The commit message; without it, the suggested one.
    message: Option<String>,
    /// True to return the suggested message and commit nothing.
    dry_run: bool,
}

pub(super) fn work(options: Options) -> Work {
    Box::new(move |target| {
        target.check_saved()?;
        let (path, workspace) = (&target.path, &target.newsletter.workspace);
        let (plan, before) = plan_commit(workspace, path.clone(), &target.draft, CommitKind::New)?;
        if let Some(blocked) = plan.blocked {
            return Err(blocked.into());
        }
        let issue = workspace.issue(path, &target.draft).date();
        let issue = issue.map_or_else(|| workspace.shown(path), |date| date.to_string());
        let changes = plan.changes.iter();
        let is_image = |change: &&_| is_modified(change) && !path.ends_with(&change.path);
        let images = changes.filter(is_image).count();
        let suggested = suggest_message(workspace, before.as_deref(), &target.draft, &issue, images);
        let message = options.message.filter(|message| !message.trim().is_empty()).unwrap_or(suggested);
        if options.dry_run {
            return Ok(Finished { value: json!({ "message": message }), ..Finished::default() });
        }
        let repo = Repo::discover(workspace.root.folder())?.ok_or(GitError::NoRepository)?;
        let made = commit_planned(&repo, &plan, &message)?;
        let said = format!("committed {}: {}", made.short(), made.summary);
        let value = json!({ "commit": made.oid, "summary": made.summary });
        Ok(Finished { value, said, ..Finished::default() })
    })
}

fn is_modified(change: &crate::git::commit::FileChange) -> bool {
    change.kind == FileChangeKind::Modified
}
