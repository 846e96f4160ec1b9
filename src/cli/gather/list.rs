use super::super::{say, say_error};
use crate::desk::{Contribution, Gathering, ImageChange, MergeState};
use crate::lint::Severity;
use crate::lint::report::Problem;
use crate::merge::{Change, ChangeKind, Unit};
use crate::text::counted;

/// At most this many lines of a text are shown.
const MAX_LINES: usize = 12;

/// Which changes of a contribution to show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    All,
    AllButAdditions,
}

pub(super) fn list(gathering: &Gathering) {
    let count = gathering.contributions.len();
    let draft = gathering.draft.display();
    say(&format!("{} for {draft} at {}", counted(count, "contribution"), gathering.remote));
    for contribution in &gathering.contributions {
        print_contribution(contribution);
    }
    if gathering.elsewhere > 0 {
        let does = if gathering.elsewhere == 1 { "does" } else { "do" };
        say("");
        say(&format!("{} {does} not touch this draft", counted(gathering.elsewhere, "other")));
    }
    if gathering.not_looked_at > 0 {
        let older = counted(gathering.not_looked_at, "older one");
        say("");
        say(&format!("{older} not read; `--newest N` reads more"));
    }
    if let Some(why) = &gathering.unknown {
        say("");
        say(&format!("which are open is unknown: {why}"));
    }
    if let Some(behind) = gathering.behind() {
        say_error(&behind);
    }
    if count == 0 {
        say("");
        say(
            "`copydesk gather --branches 'PATTERN'` takes branches, such as `add/*`, in place of pull requests",
        );
    } else {
        say("");
        say(
            "`--take NUMBER,…` (or a branch's name) merges some, `--all-clean` all that only add and have no problems; `--dry-run` shows the diff first",
        );
    }
}

fn print_contribution(contribution: &Contribution) {
    let open = if contribution.is_open == Some(false) { ", closed" } else { "" };
    say("");
    say(&format!("{}: {}{open}", contribution.label_with_author(), contribution.summary));
    let checked = match contribution.state {
        MergeState::LeftOut(_) | MergeState::Conflicts(_) => String::new(),
        _ => format!("; {}", checked(contribution)),
    };
    say(&format!("    {}{checked}", merge_state(&contribution.state)));
    problems(&contribution.problems);
    changes(contribution, Which::All);
    if !contribution.also_in.is_empty() {
        say(&format!("    the same page is in {}", contribution.also_in.join(", ")));
    }
}

pub(super) fn problems(problems: &[Problem]) {
    for problem in problems {
        let (sign, line) = (problem.severity.sign(), problem.start.line);
        // A message may contain more than one line.
        let message = problem.message.raw().replace(['\n', '\r'], " ");
        say(&format!("    {sign} line {line}: {message} [{}]", problem.rule));
    }
}

/// Prints the changes of a contribution by heading.
pub(super) fn changes(contribution: &Contribution, which: Which) {
    for kind in [ChangeKind::Added, ChangeKind::Changed, ChangeKind::Moved, ChangeKind::Removed] {
        if kind == ChangeKind::Added && which == Which::AllButAdditions {
            continue;
        }
        for each in contribution.changes.iter().filter(|each| each.kind == kind) {
            change(each);
        }
    }
    for image in &contribution.images {
        match image {
            ImageChange::Replaced(path) => say(&format!("    changes the image {}", path.display())),
            ImageChange::Added(path) if which == Which::All => {
                say(&format!("    adds the image {}", path.display()));
            }
            ImageChange::Added(_) => {}
        }
    }
}

fn change(change: &Change) {
    let verb = match change.kind {
        ChangeKind::Added => "adds",
        ChangeKind::Changed => "changes",
        ChangeKind::Moved => "moves",
        ChangeKind::Removed => "removes",
    };
    let from = match &change.from {
        Some(from) if *from == change.heading => ", within it".to_owned(),
        Some(from) => format!(", from '{}'", place(from)),
        None => String::new(),
    };
    let what = match change.unit {
        Unit::Item { .. } | Unit::Text => format!("{verb} under '{}'{from}:", place(&change.heading)),
        Unit::Heading => format!("{verb} a heading{from}:"),
        Unit::Field => format!("{verb} in the front matter:"),
        Unit::Spacing => "changes nothing but white space".to_owned(),
    };
    say(&format!("    {what}"));
    if change.kind != ChangeKind::Added && change.before != change.after {
        lines("- ", &change.before);
    }
    match change.kind {
        ChangeKind::Moved if change.before == change.after => lines("  ", &change.after),
        _ => lines("+ ", &change.after),
    }
}

/// The heading, or a name for the text before the first heading.
fn place(heading: &str) -> &str {
    if heading.is_empty() { "the opening" } else { heading }
}

fn lines(sign: &str, text: &str) {
    let all: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    for line in all.iter().take(MAX_LINES) {
        say(&format!("      {sign}{line}"));
    }
    if all.len() > MAX_LINES {
        say(&format!("      {sign}… and {}", counted(all.len() - MAX_LINES, "more line")));
    }
}

pub(in crate::cli) fn merge_state(state: &MergeState) -> String {
    if state.is_left_out() { format!("can't be gathered: {state}") } else { state.to_string() }
}

fn checked(contribution: &Contribution) -> String {
    let count = |severity: Severity| {
        contribution.problems.iter().filter(|problem| problem.severity == severity).count()
    };
    let counts: Vec<String> = Severity::ALL
        .iter()
        .map(|severity| (count(*severity), severity.word()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    match counts.is_empty() {
        true if contribution.only_adds() => "no problems".to_owned(),
        true => "no problems, but not only new items in sections that take them".to_owned(),
        false => counts.join(", "),
    }
}
