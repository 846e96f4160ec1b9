use std::path::PathBuf;

/// Why an issue cannot be chosen or created, or one of its sections found.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    #[error("there are no drafts and no issues in {}; `copydesk new` creates one, `copydesk demo` lays out a newsletter to try, and `copydesk init` writes a profile for another layout", .0.display())]
    NoDrafts(PathBuf),
    #[error("there is no draft dated {date}; `copydesk new {date}` creates it")]
    NoDraftOf { date: jiff::civil::Date },
    #[error("'{0}' is neither a file nor a date such as 2026-06-08")]
    NotADate(String),
    #[error("{} is there already; `copydesk open {}` opens it", .0.display(), .0.display())]
    Exists(PathBuf),
    #[error("{} has no copydesk.yml and no folder of drafts or posts, so it is unknown where a draft belongs; `copydesk init` writes a profile for it", .0.display())]
    UnknownLayout(PathBuf),
    #[error("there is no template {}, and no template for '{name}' is built in; write one, or set files.template in copydesk.yml (`copydesk init` shows every key)", path.display())]
    NoTemplate { path: PathBuf, name: String },
    #[error(
        "the date of the next issue is unknown, because the last year has fewer than two issues; give it: `copydesk new YYYY-MM-DD`"
    )]
    NoCadence,
    #[error("{} has no date, neither in its name nor in its front matter, so its images have no folder; give it one", .0.display())]
    NoDate(PathBuf),
    #[error("there is no section '{name}' that takes items in this draft{meant}; there are: {known}")]
    NoSection { name: String, meant: String, known: String },
    #[error("no section given; there are: {known}")]
    SectionNotGiven { known: String },
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
}
