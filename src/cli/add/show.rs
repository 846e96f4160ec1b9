//! The output of `copydesk add`.

use crate::cli::{say, say_error, say_lines};
use crate::desk::{
    BranchOutcome, ContributeError, Contributed, Credit, NewContribution, NewerDraft, Preview, StaleDraft,
};
use crate::git::Control;
use crate::lint::report::{self, Report, TextStyle};
use crate::outline::{days_in, encode_address, names_days};
use crate::text::{SecretUrl, counted};
use crate::tui::Filled;

/// Lists the sections, each with an item that it has or had.
pub(super) fn sections(contribution: &NewContribution) {
    say(&format!("sections of {}:", contribution.draft_name()));
    let sections = contribution.sections();
    let width = sections.iter().map(|section| section.title.chars().count()).max().unwrap_or_default();
    for section in sections {
        let example = section.example.as_ref().map(|example| format!("  such as: {example}"));
        say(format!("  {:width$}{}", section.title, example.unwrap_or_default()).trim_end());
    }
    say("`copydesk add --section WORDS` takes any words of a heading");
}

/// Shows the lines of the item, and its problems.
pub(super) fn item(contribution: &NewContribution, preview: &Preview) {
    say(&format!("{}, in {}:", preview.section, contribution.draft_name()));
    say("");
    for line in preview.markdown.lines() {
        say(format!("    {line}").trim_end());
    }
    say("");
    if let Some(summary) = contribution.image_summary() {
        say(&format!("image: {summary}"));
    }
    if preview.fixed() > 0 {
        say(&format!("fixed {}", counted(preview.fixed(), "problem")));
    }
    if preview.report.problems.is_empty() {
        say("checked: no problems");
    } else {
        let report = Report { files: vec![preview.report.clone()], failures: Vec::new() };
        say_lines(report::text(&report, TextStyle::Plain).trim_end());
    }
}

/// Messages about the values that the item has no place for, and the day that an event needs.
pub(super) fn left_out(
    contribution: &NewContribution,
    filled: &Filled,
    preview: &Preview,
) -> Vec<&'static str> {
    let Filled { section, item, .. } = filled;
    let shown = words(&preview.markdown);
    let first = item.text.trim().lines().next().unwrap_or_default();
    // A title may also be a part of the text.
    let lacks_title = words(&item.title).split_whitespace().any(|word| !shown.contains(word));
    let lacks_image = !item.image.is_empty() && !preview.markdown.contains(&item.image);
    let lacks_author = !item.author.is_empty() && section.credit != Credit::Author;
    let url = item.url.trim();
    let lacks_address = !url.is_empty() && !preview.markdown.contains(&encode_address(url));
    let lacks_place = !shown.contains(&words(&item.place));
    let date = contribution.date_as_read(&item.date).unwrap_or_default();
    let date = date.as_str();
    // A day in another language may be in the text.
    let may_have_day =
        item.text.contains(|c: char| c.is_ascii_digit()) || !days_in(&preview.markdown).is_empty();
    let needs_date = section.takes_only_events() && date.is_empty() && !may_have_day;
    let lacks_date = !names_days(&preview.markdown, date) && !shown.contains(&words(date));
    let messages = [
        (needs_date, "the event has no date: add `--date DATE`"),
        (lacks_date, "the date was left out: items of this section have none"),
        (lacks_address, "the address was left out: the text has a link to its own source"),
        (lacks_place, "the place was left out: items of this section have none"),
        (!shown.contains(&words(first)), "the text was left out: items of this section have none"),
        (lacks_title, "the title was left out: without an image, items of this section have only text"),
        (lacks_image, "the image was left out: items of this section have none"),
        (lacks_author, "the author was left out: items of this section name none"),
    ];
    messages.into_iter().filter(|(is_left_out, _)| *is_left_out).map(|(_, message)| message).collect()
}

/// The words of a text in lower case: Markdown may escape other characters.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Says which other contributions have the same page, and returns their names.
pub(super) fn other_contributions(
    contribution: &NewContribution,
    address: &str,
    control: &Control,
) -> Vec<String> {
    match contribution.also_in(address, control) {
        Ok(others) if others.is_empty() => others,
        Ok(others) => {
            say_error(&format!("the same page is already in {}", others.join(", ")));
            others
        }
        Err(error) => {
            say_error(&format!("other contributions were not checked: {error}"));
            Vec::new()
        }
    }
}

pub(super) fn contributed_before(contribution: &NewContribution, branch: &str, fork: Fork<'_>) {
    let before = ContributeError::ContributedBefore { branch: branch.to_owned() };
    say_error(&before.to_string());
    say(&format!("`{}` pushes that branch", push_command(contribution, branch, fork)));
    say("the same command with `--amend` replaces its item by this one");
}

/// Says what can be done with a contribution that was not pushed.
pub(super) fn ways_on(contribution: &NewContribution, branch: &str, fork: Fork<'_>) {
    say("correct it and run the command again with `--amend`");
    say(&format!("`{}` pushes it as it is", push_command(contribution, branch, fork)));
}

/// The fork to push to: `None` for none, and no address for one that the site's program finds.
type Fork<'a> = Option<Option<&'a str>>;

pub(super) fn push_command(contribution: &NewContribution, branch: &str, fork: Fork<'_>) -> String {
    let place = contribution.small_clone().map(|folder| format!("-C '{}' ", folder.display()));
    let fork = match fork {
        None => String::new(),
        Some(None) => " --fork".to_owned(),
        Some(Some(address)) => format!(" --fork {}", SecretUrl::from(address)),
    };
    format!("copydesk {}push {branch}{fork}", place.unwrap_or_default())
}

pub(super) fn stale(stale: &StaleDraft) {
    let StaleDraft { date, days, place, newer } = stale;
    say_error(&format!(
        "the newest draft of {place} is for {date}, {days} days ago: is that a fork that was not synced?"
    ));
    for draft in newer {
        say_error(&match draft {
            NewerDraft::Remote { name, date } => format!("`--remote {name}` takes its draft for {date}"),
            NewerDraft::Source { address } => {
                format!("it was forked from {address}: `--repo {address}` takes the draft from there")
            }
        });
    }
    if newer.is_empty() {
        say_error("`--repo ADDRESS` takes the draft from the newsletter's repository");
    }
}

pub(super) fn committed(done: &Contributed) {
    let oid = done.oid.to_string();
    let files: Vec<String> = done.files.iter().map(|path| path.display().to_string()).collect();
    let (branch, files) = (&done.branch, files.join(", "));
    match done.done {
        BranchOutcome::Made => say(&format!("committed {} on the new branch {branch}: {files}", &oid[..7])),
        BranchOutcome::Amended => say(&format!("committed {} on the branch {branch}: {files}", &oid[..7])),
        BranchOutcome::Kept => return say(&format!("{branch} has exactly this already")),
    }
    if !done.hooks_left_out.is_empty() {
        let hooks = done.hooks_left_out.join(", ");
        say_error(&format!(
            "hooks were not run ({hooks}): they would have checked your work tree, not this commit"
        ));
    }
}
