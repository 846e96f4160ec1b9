use super::{CLEAN, CliContext, CliError, say_error, say_lines};
use crate::desk::{Document, choose, notes_of};
use crate::draft::Draft;

/// Print the part about an issue for the next meeting's notes.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The issue's date or the draft's path; by default the next issue, or else the newest.
    issue: Option<String>,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let workspace = context.workspace()?;
    let issue = args.issue.as_deref().map(|issue| context.issue(issue));
    let today = context.today(&workspace);
    let path = choose(&workspace, &workspace.listing(), issue.as_deref(), today)?.path;
    let document = Document::open(&path, &workspace.root)?;
    let draft = Draft::parse(document.base);
    let (notes, stories) = notes_of(&draft, &workspace.profile).ok_or_else(|| {
        CliError::failed("the profile does not define the notes of a meeting; set `import.news`")
    })?;
    if stories == 0 {
        say_error("no headline, feature or project of the issue is written yet");
    }
    let profile = &workspace.profile;
    let has_closing = profile.import.news.as_ref().is_some_and(|news| news.standing.is_some());
    // A profile without its own name does not inherit it.
    if !has_closing && profile.extends.as_ref() == Some(&profile.name) {
        say_error("the profile has no text for the end of the notes; set `import.news.standing`");
    }
    say_lines(notes.trim_end());
    Ok(CLEAN)
}
