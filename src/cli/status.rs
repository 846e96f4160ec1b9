use jiff::civil::Date;
use serde::Serialize;

use super::{CLEAN, PROBLEMS, World, put};
use crate::desk::{DeskError, LineStanding, Status, choose, status};
use crate::lint::Line;
use crate::text::{Json, Shown};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A draft, or the day of an issue; the next issue where it is left out.
    #[arg(value_name = "PATH|DATE")]
    issue: Option<String>,
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Page<'a> {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// Until the issue's day; below zero after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    days_left: Option<i32>,
    ready: bool,
    checklist: Vec<Entry<'a>>,
    sections: Vec<Section<'a>>,
    problems: Problems,
}

#[derive(Serialize)]
struct Entry<'a> {
    line: &'a str,
    /// `proven`, `said`, `contradicted` or `open`.
    status: &'static str,
    /// Left out where the draft has no such line.
    #[serde(skip_serializing_if = "Option::is_none")]
    ticked: Option<bool>,
    evidence: &'a str,
}

#[derive(Serialize)]
struct Section<'a> {
    title: &'a str,
    filled: usize,
    half_filled: usize,
    empty: usize,
}

#[derive(Serialize)]
struct Problems {
    errors: usize,
    warnings: usize,
    hints: usize,
}

pub(super) fn run(world: &World, args: &Args) -> Result<u8, DeskError> {
    let workspace = world.workspace()?;
    let listing = workspace.listing();
    let wanted = args.issue.as_ref().map(|issue| world.issue(issue));
    let choice = choose(&workspace, &listing, wanted.as_deref(), world.today)?;
    let status = status(&workspace, &listing, &choice.path)?;
    put(&if args.json { json(world, &status) } else { page(world, &status) });
    Ok(if status.is_ready() { CLEAN } else { PROBLEMS })
}

fn days_left(world: &World, date: Date) -> i32 {
    (date - world.today).get_days()
}

fn name(standing: LineStanding) -> &'static str {
    match standing {
        LineStanding::Proven => "proven",
        LineStanding::Said => "said",
        LineStanding::Contradicted => "contradicted",
        LineStanding::Open => "open",
    }
}

fn json(world: &World, status: &Status) -> String {
    let entry = |line: &'_ Line| (name(LineStanding::new(line)), line.task.map(|task| task.done));
    let page = Page {
        path: world.shown(&status.path),
        date: status.date.map(|date| date.to_string()),
        days_left: status.date.map(|date| days_left(world, date)),
        ready: status.is_ready(),
        checklist: status
            .checklist
            .iter()
            .map(|line| {
                let (status, ticked) = entry(line);
                Entry { line: &line.label, status, ticked, evidence: &line.detail }
            })
            .collect(),
        sections: status
            .sections
            .iter()
            .map(|section| Section {
                title: &section.title,
                filled: section.counts.filled,
                half_filled: section.counts.half,
                empty: section.counts.empty,
            })
            .collect(),
        problems: Problems { errors: status.errors, warnings: status.warnings, hints: status.hints },
    };
    format!("{}\n", Json(&page))
}

fn page(world: &World, status: &Status) -> String {
    let mut out = format!("{}", Shown(&world.shown(&status.path)));
    if let Some(date) = status.date {
        let when = match days_left(world, date) {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            days if days > 1 => format!("in {days} days"),
            -1 => "yesterday".to_owned(),
            days => format!("{} days ago", -days),
        };
        out.push_str(&format!(": the issue of {date}, {when}"));
    }
    out.push_str("\n\n");
    for line in &status.checklist {
        let tick = match line.task {
            Some(task) if task.done => "[x]",
            Some(_) => "[ ]",
            None => "   ",
        };
        let sign = match LineStanding::new(line) {
            LineStanding::Proven => '✓',
            LineStanding::Said => '·',
            LineStanding::Contradicted => '✗',
            LineStanding::Open => '?',
        };
        out.push_str(&format!("{tick} {sign} {}\n", Shown(&line.label)));
        if !line.detail.is_empty() {
            out.push_str(&format!("      {}\n", Shown(&line.detail)));
        }
    }
    out.push('\n');
    for section in &status.sections {
        let counts = &section.counts;
        out.push_str(&format!("{} of {} filled: {}\n", counts.filled, counts.total(), Shown(&section.title)));
    }
    let problems = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    out.push_str(&format!(
        "\n{}, {}, {}\n",
        problems(status.errors, "error"),
        problems(status.warnings, "warning"),
        problems(status.hints, "hint")
    ));
    out
}
