use std::path::Path;

use super::{Finding, Topic};
use crate::desk::Workspace;
use crate::desk::issue::init::missing_attributes;
use crate::git::{ConfiguredDriver, MergeDriver, Repo};

const TOPIC: Topic = Topic::Git;

/// The hooks that a commit runs, and those that git ignores.
pub(super) fn findings(repo: &Repo) -> Vec<Finding> {
    let hooks = repo.merge_hooks();
    let ignored = repo.ignored_hooks();
    let mut findings = Vec::new();
    if !hooks.is_empty() {
        findings.push(TOPIC.works("hooks", format!("git runs {}", hooks.join(", "))));
    }
    if let Some(first) = ignored.first() {
        let names: Vec<_> = ignored.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        let detail = format!("git ignores {}, which may not be run", names.join(", "));
        findings.push(TOPIC.broken("hooks", detail, format!("`chmod +x {}`", first.display())));
    }
    if findings.is_empty() {
        let help =
            "`pre-commit install` in a repository with .pre-commit-config.yaml; `copydesk help ci` has one";
        findings.push(TOPIC.missing("hooks", "none checks a commit", help));
    }
    findings
}

const SET_UP: &str = "`copydesk init --merge-driver`";

/// The driver by which git merges drafts.
pub(super) fn merge_driver(repo: &Repo, workspace: Option<&Workspace>) -> Finding {
    let topic = TOPIC;
    let name = "merge driver";
    let driver = repo.merge_driver();
    let lacks_lines = workspace.is_some_and(|workspace| !missing_attributes(workspace).is_empty());
    match driver {
        None if lacks_lines || workspace.is_none() => {
            topic.missing(name, "git merges drafts line by line", SET_UP)
        }
        None => topic.missing(
            name,
            "this clone has none, but .gitattributes names it, so git merges drafts line by line",
            SET_UP,
        ),
        Some(ConfiguredDriver::Foreign(command)) => {
            topic.works(name, format!("git runs a command of your own: {command}"))
        }
        Some(ConfiguredDriver::Own(program)) if !is_program(&program) => {
            topic.broken(name, format!("copydesk is no longer at {}", program.display()), SET_UP)
        }
        Some(ConfiguredDriver::Own(program)) if lacks_lines => topic.broken(
            name,
            format!(
                "{} is set up, but .gitattributes does not name it for drafts and posts",
                program.display()
            ),
            SET_UP,
        ),
        Some(ConfiguredDriver::Own(program)) => match check(&program) {
            Ok(()) => topic.works(name, format!("git merges drafts with {}", program.display())),
            Err(why) => topic.broken(name, why, SET_UP),
        },
    }
}

fn is_program(path: &Path) -> bool {
    path.to_str().is_some_and(|path| crate::platform::find_program(path).is_some())
}

/// Tries the driver, if it is this program. Another one is not run.
fn check(program: &Path) -> Result<(), String> {
    let is_own = std::env::current_exe().is_ok_and(|own| own == program);
    if !is_own {
        return Ok(());
    }
    let checked = MergeDriver::new(program).and_then(|driver| driver.check());
    checked.map_err(|error| error.to_string())
}
