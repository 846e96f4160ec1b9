use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::error::MailUseError;
use crate::desk::issue::document;
use crate::desk::issue::workspace::PROFILE_FILE;
use crate::desk::{DeskError, ImportSource, Listing, Probe, Workspace, collect_of_file, save};
use crate::draft::Draft;
use crate::import::{ReceivedMail, read_mail};
use crate::lint::Facts;
use crate::profile::{IssueKey, Mail, MailOverhead, load, with_overhead};
use crate::render::render;
use crate::render::target::mail::{Learnt, NothingLearnt, TemplateError, learn, mail};

/// What was learnt from a mail, and from which issue.
#[derive(Clone, Debug)]
pub struct LearntOverhead {
    pub learnt: Learnt,
    /// The issue that the mail was compared with.
    pub issue: PathBuf,
    /// The bytes of the mail's HTML.
    pub bytes: usize,
}

/// The issues that a mail is compared with, if none is named.
const COMPARED: usize = 8;

/// Learns what the service adds to a mail, from one that arrived. `issue` is the issue's file; without it, the mail is
/// compared with the newest issues of its day or before.
///
/// # Errors
///
/// If the file is no mail with HTML, or no issue has its links.
pub fn learn_overhead(
    workspace: &Workspace,
    listing: &Listing,
    source: &ImportSource,
    issue: Option<&Path>,
) -> Result<LearntOverhead, DeskError> {
    let received = read_mail(&source.bytes).map_err(MailUseError::from)?;
    let candidates = match issue {
        Some(issue) => vec![issue.to_owned()],
        None => candidates(listing, received.date),
    };
    let mut first: Option<DeskError> = None;
    for issue in candidates {
        match compare(workspace, listing, &received, &issue) {
            Ok(learnt) => return Ok(learnt),
            Err(error) => _ = first.get_or_insert(error),
        }
    }
    let date = received.date.unwrap_or_default();
    Err(first.unwrap_or_else(|| MailUseError::NoIssue(date).into()))
}

/// The newest issues that may be that of a mail, the newest first.
fn candidates(listing: &Listing, sent: Option<Date>) -> Vec<PathBuf> {
    let is_before = |key: IssueKey| match (key, sent) {
        (IssueKey::Day(day), Some(sent)) => {
            day.checked_sub(jiff::Span::new().days(7)).is_ok_and(|day| day <= sent)
        }
        _ => true,
    };
    let mut issues: Vec<_> =
        listing.posts.iter().chain(&listing.drafts).filter(|issue| is_before(issue.key)).collect();
    issues.sort_by_key(|issue| std::cmp::Reverse(issue.key));
    issues.into_iter().take(COMPARED).map(|issue| issue.path.clone()).collect()
}

fn compare(
    workspace: &Workspace,
    listing: &Listing,
    received: &ReceivedMail,
    issue: &Path,
) -> Result<LearntOverhead, DeskError> {
    let draft = Draft::parse(document::read(issue, &workspace.root)?);
    let facts = facts_for_mail(workspace, listing, issue, &draft);
    let width = |path: &str| facts.image_width(path);
    let ours =
        mail(&draft, &render(&draft, &workspace.profile), &workspace.profile, &facts.mail_sources(&width));
    let ours = ours.map_err(|why| template_error(workspace, why))?;
    let failed =
        |why: NothingLearnt| MailUseError::NothingLearnt { path: workspace.shown(issue).into(), why };
    let learnt = learn(&received.html, &ours.html).map_err(failed)?;
    Ok(LearntOverhead { learnt, issue: issue.to_owned(), bytes: received.html.len() })
}

/// The facts that a mail needs: those of the file, and the sizes of the images.
pub fn facts_for_mail(workspace: &Workspace, listing: &Listing, path: &Path, draft: &Draft) -> Facts {
    let mut facts = collect_of_file(workspace, listing, Some(path), draft);
    let dests: Vec<String> = draft.images().map(|image| draft.slice(image.dest).to_owned()).collect();
    facts.images.extend(Probe::default().look_all(&dests, path, &workspace.root));
    facts
}

/// The error of the newsletter's own template.
pub fn template_error(workspace: &Workspace, why: TemplateError) -> MailUseError {
    let path = workspace.profile.mail.as_ref().and_then(|mail: &Mail| mail.template.clone());
    MailUseError::Template { path: path.unwrap_or_default(), why }
}

/// Writes what was learnt into `copydesk.yml`, which is created if it is missing. Returns its path.
///
/// # Errors
///
/// If the file's form leaves no place for it, it cannot be read or written, or the service adds nothing.
pub fn keep_overhead(workspace: &Workspace, overhead: MailOverhead) -> Result<PathBuf, DeskError> {
    if overhead == MailOverhead::default() {
        return Err(MailUseError::AddsNothing.into());
    }
    let root = &workspace.root;
    let path = root.join(PROFILE_FILE);
    let existing = document::read_if_there(Path::new(PROFILE_FILE), root)?;
    // Without a file, the newsletter is the built-in one, and keeps its name.
    let base = || format!("extends: {name}\nname: {name}\n", name = workspace.profile.name);
    let before = existing.clone().unwrap_or_default();
    let after = with_overhead(&existing.unwrap_or_else(base), overhead).filter(|text| load(text).is_ok());
    let MailOverhead { link, footer } = overhead;
    let after = after.ok_or(MailUseError::NoPlace { link, footer })?;
    if after != before {
        save(&path, root, &before, &after, None)?;
    }
    Ok(path)
}
