use serde_json::json;

use super::version::VERSION;
use super::{CLEAN, CliContext, CliError, PROBLEMS, put};
use crate::desk::{Finding, Mark, Topic, diagnose};
use crate::text::{Json, Shown};
use crate::tui::diagnose_terminal;

/// Check what the terminal, git and the newsletter's folder have: exit 0 nothing is broken, 1 something is, 2 could not run.
///
/// Nothing is changed, and no network is used.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How the findings are printed.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    let folder = match context.newsletter.get() {
        Some(_) => context.folder()?,
        None => context.directory.clone(),
    };
    let mut findings = diagnose(&folder, VERSION);
    findings.extend(diagnose_terminal());
    findings.sort_by_key(|finding| Topic::ALL.iter().position(|topic| *topic == finding.topic));
    put(&match args.format {
        Format::Text => text(&findings),
        Format::Json => json(&findings),
    });
    Ok(if count(&findings, Mark::Broken) == 0 { CLEAN } else { PROBLEMS })
}

fn count(findings: &[Finding], mark: Mark) -> usize {
    findings.iter().filter(|finding| finding.mark == mark).count()
}

fn json(findings: &[Finding]) -> String {
    let finding = |finding: &Finding| {
        json!({
            "topic": finding.topic.name(),
            "name": finding.name,
            "mark": finding.mark.name(),
            "detail": finding.detail,
            "help": finding.help,
        })
    };
    let object = json!({
        "version": VERSION,
        "missing": count(findings, Mark::Missing),
        "broken": count(findings, Mark::Broken),
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
    });
    format!("{}\n", Json(&object))
}

/// A heading for each topic, a line for each finding, and below it how to get what is missing.
fn text(findings: &[Finding]) -> String {
    let width = findings.iter().map(|finding| finding.name.len()).max().unwrap_or_default();
    let mut out = String::new();
    for topic in Topic::ALL {
        out.push_str(&format!("{}\n", topic.name()));
        for finding in findings.iter().filter(|finding| finding.topic == topic) {
            let (mark, name, detail) = (finding.mark.name(), finding.name, Shown(&finding.detail));
            out.push_str(&format!("  {mark:7}  {name:width$}  {detail}\n"));
            if let Some(help) = &finding.help {
                out.push_str(&format!("  {:7}  {:width$}  -> {}\n", "", "", Shown(help)));
            }
        }
    }
    let (broken, missing) = (count(findings, Mark::Broken), count(findings, Mark::Missing));
    out.push_str(&format!("\n{broken} broken, {missing} missing\n"));
    out
}
