use std::path::PathBuf;

use jiff::civil::Date;

use super::draft_branch::DraftElsewhere;
use crate::desk::FirstStep;
use crate::profile::IssueKey;

/// Why an issue cannot be chosen or created, or one of its sections found.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    #[error("there are no drafts and no issues in {}; {first}", folder.display())]
    NoDrafts { folder: PathBuf, first: FirstStep },
    #[error("there is no draft {}; {}", dated(*key), created(*key, first))]
    NoDraftOf { key: IssueKey, first: FirstStep },
    #[error("the issues of this newsletter have no numbers; name one by its date, such as 2026-06-08")]
    NoNumbers,
    #[error("{0}")]
    OnOtherBranch(Box<DraftElsewhere>),
    #[error("'{0}' is neither a file nor a date such as 2026-06-08, nor an issue's number")]
    NotADate(String),
    #[error("{} is there already; `copydesk open {}` opens it", .0.display(), .0.display())]
    Exists(PathBuf),
    #[error("{} has no copydesk.yml and no folder of drafts or posts, so it is unknown where a draft belongs; {first}", folder.display())]
    UnknownLayout { folder: PathBuf, first: FirstStep },
    #[error("there is no template{}, no template for '{name}' is built in, and there are fewer than two issues to make one from; write one, or set files.template in copydesk.yml (`copydesk help profile` has every key)", path.as_ref().map(|path| format!(" {}", path.display())).unwrap_or_default())]
    NoTemplate { path: Option<PathBuf>, name: String },
    #[error(
        "the date of the next issue is unknown, because the issues of the last year show no cadence; give it: `copydesk new YYYY-MM-DD`"
    )]
    NoCadence,
    #[error("the newsletter is irregular{}; give the date of the next issue: `copydesk new DATE`, such as `copydesk new {today}`", because(reason.as_deref()))]
    Irregular { reason: Option<String>, today: Date },
    #[error("{} has no date, neither in its name nor in its front matter, so its images have no folder; give it one", .0.display())]
    NoDate(PathBuf),
    #[error("there is no section '{name}' that takes items in this draft{}; {}", did_you_mean(meant.as_deref()), there_are(known))]
    NoSection { name: String, meant: Option<String>, known: Vec<String> },
    #[error("several sections fit '{name}'; {}", there_are(known))]
    SeveralSections { name: String, known: Vec<String> },
    #[error("no section given; {}", there_are(known))]
    SectionNotGiven { known: Vec<String> },
    #[error("{} is there already; `copydesk init --check` compares it with the last issues, and `copydesk init --check --fix` changes the lines that no longer fit", .0.display())]
    HasProfile(PathBuf),
    #[error("{} is there already; {first}", path.display())]
    HasProfileOnly { path: PathBuf, first: FirstStep },
    #[error("there are no issues in {} that copydesk.yml can be compared with; {first}", folder.display())]
    NothingToCompare { folder: PathBuf, first: FirstStep },
    #[error("{} has no Markdown files whose names have a date or a number, so there is nothing to learn a profile from; {}", .0.display(), FirstStep::Extend)]
    NothingToLearn(PathBuf),
    #[error("copydesk.yml lists several newsletters: {}", folders.join(", "))]
    SeveralNewsletters { folders: Vec<String> },
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
}

/// How the draft is created.
fn created(key: IssueKey, first: &FirstStep) -> String {
    match first {
        FirstStep::New | FirstStep::NewOfDate { .. } => {
            format!("`copydesk new {}` creates it", key.argument())
        }
        first => first.to_string(),
    }
}

fn because(reason: Option<&str>) -> String {
    reason.map(|reason| format!(", because {reason}")).unwrap_or_default()
}

fn dated(key: IssueKey) -> String {
    match key {
        IssueKey::Day(day) => format!("dated {day}"),
        IssueKey::Number(number) => format!("with the number {number}"),
        IssueKey::Next => "of the next issue".to_owned(),
    }
}

/// The most names that a message lists.
const FEW: usize = 6;

fn did_you_mean(name: Option<&str>) -> String {
    name.map(|name| format!(" (did you mean '{name}'?)")).unwrap_or_default()
}

/// The names, or their number if there are too many to list in a sentence.
fn there_are(names: &[String]) -> String {
    match names {
        [] => "there are none".to_owned(),
        names if names.len() <= FEW => format!("there are: {}", names.join(", ")),
        names => format!("there are {}", names.len()),
    }
}

impl IssueError {
    /// True if the message only counts the names of the sections.
    pub fn hides_names(&self) -> bool {
        match self {
            IssueError::NoSection { known, .. }
            | IssueError::SeveralSections { known, .. }
            | IssueError::SectionNotGiven { known } => known.len() > FEW,
            _ => false,
        }
    }
}
