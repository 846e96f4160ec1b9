use std::path::PathBuf;

use crate::import::MailError;
use crate::render::target::mail::{NothingLearnt, TemplateError};

/// Why a mail can't be made, or nothing can be learnt from one.
#[derive(Debug, thiserror::Error)]
pub enum MailUseError {
    #[error(transparent)]
    Read(#[from] MailError),
    #[error("the mail does not fit {}: {why}", .path.display())]
    NothingLearnt { path: PathBuf, why: NothingLearnt },
    #[error("there is no issue before {0}, when the mail was sent")]
    NoIssue(jiff::civil::Date),
    #[error("{}: {why}", .path)]
    Template { path: String, why: TemplateError },
    #[error(
        "copydesk.yml has no place for it: write `mail: {{ overhead: {{ link: {link}, footer: {footer} }} }}` there"
    )]
    NoPlace { link: usize, footer: usize },
    #[error("the service adds nothing to this mail: save it as it arrived, not as it was sent")]
    AddsNothing,
}
