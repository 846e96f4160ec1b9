//! Failures of a command: a kind, which becomes the exit code, a message and a hint.

use std::fmt;

use super::{FAILED, PROBLEMS, merge_driver};
use crate::desk::{
    ContributeError, DeskError, FileError, GatherError, ImageFileError, ImportError, IssueError, LintError,
};
use crate::lint::UnknownRule;
use crate::tui::TuiError;

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ErrorKind {
    /// The arguments do not fit together, or an argument is missing.
    Usage,
    /// The command could not run.
    Failed,
    /// Something was found that needs a decision.
    Problems,
    /// The merge driver could not run.
    Driver,
}

impl ErrorKind {
    pub fn exit_code(self) -> u8 {
        match self {
            ErrorKind::Usage | ErrorKind::Failed => FAILED,
            ErrorKind::Problems => PROBLEMS,
            ErrorKind::Driver => merge_driver::COULD_NOT_RUN,
        }
    }
}

/// Why a command failed, and what the user can do about it on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CliError {
    pub kind: ErrorKind,
    pub message: String,
    /// Other failures of the same cause, such as more mistakes of the profile.
    pub others: Vec<String>,
    pub hint: Option<String>,
}

impl CliError {
    pub fn usage(message: impl Into<String>) -> CliError {
        CliError { kind: ErrorKind::Usage, message: message.into(), others: Vec::new(), hint: None }
    }

    pub fn failed(message: impl Into<String>) -> CliError {
        CliError { kind: ErrorKind::Failed, message: message.into(), others: Vec::new(), hint: None }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> CliError {
        CliError { hint: Some(hint.into()), ..self }
    }

    #[must_use]
    pub fn kind(self, kind: ErrorKind) -> CliError {
        CliError { kind, ..self }
    }

    /// The message of a failed use case, with the options that help.
    pub fn from_desk(error: &DeskError) -> CliError {
        let failed = CliError::failed(error.to_string());
        match error {
            DeskError::Profile(error) if error.mistakes().len() > 1 => {
                let mut lines = error.mistakes().iter().map(ToString::to_string);
                CliError { message: lines.next().unwrap_or_default(), others: lines.collect(), ..failed }
            }
            DeskError::Issue(IssueError::NotEmpty(_)) => failed.hint("name another folder with --dir"),
            DeskError::Issue(issue @ IssueError::NoSection { known, .. }) if issue.hides_names() => {
                failed.hint(format!("they are: {}", known.join(", ")))
            }
            DeskError::Issue(IssueError::SectionNotGiven { known }) => {
                CliError::usage("no section given: use --section")
                    .hint(format!("there are: {}", known.join(", ")))
            }
            DeskError::Image(ImageFileError::NoState) => {
                CliError { message: format!("{}, or use --keep-original", failed.message), ..failed }
            }
            DeskError::Issue(IssueError::OnOtherBranch(draft)) => {
                let issue = draft.key.argument();
                let command = format!("copydesk open --worktree {issue}");
                failed.hint(format!("`{}` opens it in a work tree of its own", command.trim_end()))
            }
            DeskError::Issue(IssueError::SeveralNewsletters { .. }) => {
                failed.kind(ErrorKind::Usage).hint("choose one with `--newsletter FOLDER`")
            }
            DeskError::Lint(LintError::ProfileAt { .. }) => {
                failed.hint("`--profile worktree` uses the profile of the work tree")
            }
            DeskError::Contribute(ContributeError::NoForm(_)) => {
                failed.hint("`copydesk add --sections` lists the sections that take items")
            }
            DeskError::Contribute(ContributeError::IssueIsOut(_)) => {
                failed.hint("`copydesk add` without `--issue` takes the next one")
            }
            DeskError::Contribute(ContributeError::ProfileAt { .. }) => {
                failed.hint("items are made by the profile of that branch; an editor corrects and pushes it")
            }
            DeskError::Contribute(ContributeError::NoBranch { .. }) => failed.hint("check its name"),
            DeskError::Contribute(ContributeError::NoDraft { issue: None, is_configured: false, .. }) => {
                failed.hint(
                    "it has no copydesk.yml, which says where the drafts are: an editor writes it with \
                     `copydesk init` and pushes it",
                )
            }
            DeskError::Contribute(ContributeError::NoDraft { issue, .. }) => {
                let (other, date) = match issue {
                    Some(key) => (", or name another draft with `--issue DATE`", format!(" {}", key.argument())),
                    None => ("", String::new()),
                };
                failed.hint(format!(
                    "ask its editors for it{other}; an editor creates it with `copydesk new{date}` and pushes it"
                ))
            }
            DeskError::Contribute(ContributeError::NothingToAmend { branch }) => {
                failed.kind(ErrorKind::Problems).hint(format!(
                    "leave out `--amend` to contribute it on a branch of its own, or remove {branch} first with \
                     `git branch -D {branch}`"
                ))
            }
            DeskError::Contribute(ContributeError::ContributedBefore { .. }) => {
                failed.kind(ErrorKind::Problems)
            }
            _ => failed,
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "; {hint}"))
    }
}

impl From<DeskError> for CliError {
    fn from(error: DeskError) -> CliError {
        CliError::from_desk(&error)
    }
}

impl From<TuiError> for CliError {
    fn from(error: TuiError) -> CliError {
        match error {
            TuiError::Desk(error) => error.into(),
            error => CliError::failed(error.to_string()),
        }
    }
}

macro_rules! from_use_case {
    ($($error:ty),+ $(,)?) => {
        $(impl From<$error> for CliError {
            fn from(error: $error) -> CliError {
                DeskError::from(error).into()
            }
        })+
    };
}

from_use_case!(FileError, IssueError, ImageFileError, ImportError, ContributeError, GatherError, UnknownRule,);
