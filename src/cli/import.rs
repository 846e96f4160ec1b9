use std::path::PathBuf;

use serde_json::json;
use similar::TextDiff;

use super::{CLEAN, FAILED, PROBLEMS, World, say, say_error};
use crate::desk::{DeskError, Document, ImportDesk, ImportWanted, Imported, choose, open_source, save};
use crate::draft::Draft;
use crate::import::candidate::{Candidate, Standing};
use crate::import::{Kind, Tone};

/// Reads what others wrote and offers each part for its slot: nothing is taken unasked.
///
/// Releases are lines such as `circuitpython 9.0.4` or `python 3.13.0b1 2024-05-08`.
///
/// Exit 0: read, and all that was offered is taken or there. 1: something waits for a decision.
/// 2: could not run.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What the document is: notes, report, post, clicks, events, releases, issue.
    #[arg(value_parser = kind)]
    kind: Kind,
    /// Files, `-` for standard input, or addresses of https. `issue` reads the last one by itself.
    sources: Vec<String>,
    /// The issue: its date, or the draft's path; else the next one.
    #[arg(long, value_name = "DATE")]
    issue: Option<String>,
    /// Take all that writes over nobody's words.
    #[arg(long, conflicts_with = "take")]
    apply: bool,
    /// Take these, by the numbers that the list has; also what writes over words.
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    take: Vec<usize>,
    /// Show what `--apply` or `--take` would change as a diff, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// As JSON.
    #[arg(long)]
    json: bool,
    /// The section for a post's story.
    #[arg(long, value_name = "NAME")]
    section: Option<String>,
    /// The picture of a post's story: it is fitted and brought in when the story is taken.
    #[arg(long, value_name = "FILE")]
    image: Option<PathBuf>,
    /// For how many weeks events are taken.
    #[arg(long, value_name = "N", default_value_t = 8)]
    weeks: u16,
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
        let all: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        format!("the kinds are {}", all.join(", "))
    })
}

pub(super) fn run(world: &World, args: &Args) -> Result<u8, DeskError> {
    if args.sources.is_empty() != (args.kind == Kind::Issue) {
        return Err(if args.kind == Kind::Issue { DeskError::NoSourceWanted } else { DeskError::NoSource });
    }
    let workspace = world.workspace()?;
    let listing = workspace.listing();
    let issue = args.issue.as_deref().map(|issue| world.issue(issue));
    let path = choose(&workspace, &listing, issue.as_deref(), world.today)?.path;
    let document = Document::open(&path, &workspace.root)?;
    let draft = Draft::parse(document.base.as_str());
    let desk = ImportDesk { workspace: &workspace, listing: &listing, draft: &draft, path: &path };
    let writes = (args.apply || !args.take.is_empty()) && !args.dry_run;
    let mut sources = Vec::new();
    for source in &args.sources {
        sources.push(open_source(source, &world.directory)?);
    }
    let mut wanted = ImportWanted {
        kind: args.kind,
        sources,
        section: args.section.clone(),
        image: String::new(),
        weeks: args.weeks,
    };
    let mut imported = desk.import(&wanted)?;
    // A picture is brought in only for a story that is there to be taken.
    if let Some(image) = args.image.as_ref().filter(|_| writes && imported.proposal.candidates.len() == 1) {
        wanted.image = desk.bring_picture(world.directory.join(image))?;
        imported = desk.import(&wanted)?;
    }
    let candidates = &imported.proposal.candidates;
    if let Some(number) = args.take.iter().find(|number| **number == 0 || **number > candidates.len()) {
        return Err(DeskError::NoCandidate { number: *number, count: candidates.len() });
    }
    let chosen: Vec<usize> = match args.take.is_empty() {
        true => (0..candidates.len()).filter(|at| candidates[*at].is_safe()).collect(),
        false => args.take.iter().map(|number| number - 1).collect(),
    };
    let (after, taken) = desk.take(&imported, &chosen);
    let name = world.shown(&path);
    let diff = args.dry_run.then(|| {
        let diff = TextDiff::from_lines(draft.text(), after.text());
        diff.unified_diff().header(&name, &name).to_string()
    });
    if args.json {
        say(&json(&imported, if writes { &taken } else { &[] }, diff.as_deref()));
    } else {
        tell(&imported, args);
    }
    if writes {
        if document.changed_on_disk()?.is_some() {
            return Err(DeskError::ChangedMeanwhile(path));
        }
        let copied = desk.copy_pictures(&imported, &taken)?;
        if after.text() != draft.text() {
            save(&path, after.text())?;
        }
        if !args.json && imported.refused.len() < args.sources.len().max(1) {
            told(&name, &imported, &taken, copied.len());
        }
    } else if let Some(diff) = diff.filter(|_| !args.json) {
        say("");
        say(diff.trim_end());
    } else if !args.json && !candidates.is_empty() {
        hint(candidates);
    }
    Ok(match () {
        () if !imported.refused.is_empty() => FAILED,
        () if writes && (left(candidates, &taken) > 0 || candidates.is_empty()) => PROBLEMS,
        () => CLEAN,
    })
}

/// How many candidates wait for somebody's decision.
fn left(candidates: &[Candidate], chosen: &[usize]) -> usize {
    let all = candidates.iter().enumerate();
    all.filter(|(at, one)| one.standing != Standing::Same && !chosen.contains(at)).count()
}

fn tell(imported: &Imported, args: &Args) {
    for (name, refusal) in &imported.refused {
        say_error(&format!("{name} can't be read as {}: {refusal}", args.kind.describe()));
    }
    for (name, remark) in &imported.remarks {
        let place = remark.line.map_or_else(|| name.clone(), |line| format!("{name}:{line}"));
        let sign = match remark.tone {
            Tone::Found => "found",
            Tone::Missing => "not found",
            Tone::Unclear => "unclear",
        };
        say(&format!("{place}: {sign}: {}", remark.text));
    }
    for address in imported.pictures.iter().take(1).filter(|_| args.image.is_none()) {
        say(&format!("its picture is {address}; `--image FILE` brings one in"));
    }
    for (at, one) in imported.proposal.candidates.iter().enumerate() {
        let state = match one.standing {
            Standing::Same => " (there already)",
            Standing::Written => " (writes over what stands there)",
            Standing::Open => "",
        };
        say(&format!("\n{}. {} → {}{state}", at + 1, one.what, one.place));
        if let Some(doubt) = &one.doubt {
            say(&format!("    look twice: {doubt}"));
        }
        if one.standing == Standing::Same {
            continue;
        }
        // What is taken out is shown too: words of somebody's, and lists that go.
        if one.standing == Standing::Written || one.text.is_empty() {
            lines("-", &one.stands);
        }
        lines("+", &one.text);
    }
}

fn lines(sign: &str, text: &str) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        say(&format!("    {sign} {line}"));
    }
}

fn hint(candidates: &[Candidate]) {
    let safe = candidates.iter().filter(|one| one.is_safe()).count();
    let others = left(candidates, &[]) - safe;
    say("");
    if safe > 0 {
        say(&format!("`--apply` takes the {safe} that write over nothing; `--take N,…` takes what is named"));
    }
    if safe == 0 && others > 0 {
        say("`--take N,…` takes what is named");
    }
    if safe + others == 0 {
        say("all of it is in the draft already");
    }
}

fn told(name: &str, imported: &Imported, taken: &[usize], copied: usize) {
    say("");
    match taken.len() {
        0 => say(&format!("nothing more for {name}")),
        1 => say(&format!("took one into {name}")),
        n => say(&format!("took {n} into {name}")),
    }
    if copied > 0 {
        say(&format!("copied {copied} {}", if copied == 1 { "picture" } else { "pictures" }));
    }
    let candidates = imported.proposal.candidates.iter().enumerate();
    let left = candidates.filter(|(at, one)| one.standing != Standing::Same && !taken.contains(at));
    let left: Vec<String> = left.map(|(at, one)| format!("{} ({})", at + 1, one.what)).collect();
    if !left.is_empty() {
        say(&format!("for your decision, with `--take N,…`: {}", left.join(", ")));
    }
}

fn json(imported: &Imported, taken: &[usize], diff: Option<&str>) -> String {
    let candidates: Vec<serde_json::Value> = imported
        .proposal
        .candidates
        .iter()
        .enumerate()
        .map(|(at, one)| {
            json!({
                "number": at + 1,
                "what": one.what,
                "place": one.place,
                "line": one.line,
                "stands": one.stands,
                "text": one.text,
                "standing": match one.standing {
                    Standing::Open => "open",
                    Standing::Same => "same",
                    Standing::Written => "written",
                },
                "doubt": one.doubt,
                "files": one.files,
                "taken": taken.contains(&at),
            })
        })
        .collect();
    let remarks: Vec<serde_json::Value> = imported
        .remarks
        .iter()
        .map(|(name, remark)| {
            let tone = match remark.tone {
                Tone::Found => "found",
                Tone::Missing => "missing",
                Tone::Unclear => "unclear",
            };
            json!({ "document": name, "line": remark.line, "tone": tone, "text": remark.text })
        })
        .collect();
    let refused: Vec<serde_json::Value> = imported
        .refused
        .iter()
        .map(|(name, why)| json!({ "document": name, "why": why.to_string() }))
        .collect();
    let all = json!({
        "candidates": candidates,
        "remarks": remarks,
        "refused": refused,
        "pictures": imported.pictures,
        "diff": diff,
    });
    serde_json::to_string_pretty(&all).unwrap_or_default()
}
