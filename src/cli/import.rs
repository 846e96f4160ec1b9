use std::collections::BTreeMap;

use serde_json::json;

use super::remote::WaitingLine;
use super::{CLEAN, CliContext, CliError, FAILED, PROBLEMS, pass_on, put, say, say_error, unified_diff};
use crate::desk::{
    Document, EVENT_WEEKS, FileError, ImportDesk, ImportOptions, ImportSource, Imported, choose, keep_person,
    open_source, save,
};
use crate::draft::Draft;
use crate::import::candidate::{Candidate, Question, TargetState};
use crate::import::propose::key_of_handle;
use crate::import::{Kind, Refusal, Remark, Tone, decode};
use crate::text::Json;

/// Import documents: notes, reports, posts, clicks, events, releases, and the last issue.
///
/// Reads documents and proposes each part for a slot of the draft. Nothing is changed without `--apply` or `--take`.
///
/// Releases are lines such as `circuitpython 9.0.4` or `python 3.13.0b1 2024-05-08`.
///
/// Exit 0: read; with `--apply` or `--take`, all proposals are taken or in the draft already. 1: with `--apply` or
/// `--take`, some are left to you, or nothing was proposed. 2: could not run.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The kind of document: notes, report, post, clicks, events, releases, issue.
    #[arg(value_parser = kind)]
    kind: Kind,
    /// Files, `-` for standard input, or https addresses. `issue` finds the last issue by itself.
    sources: Vec<String>,
    /// The issue's date or the draft's path; by default the next issue, or else the newest.
    #[arg(long, value_name = "DATE")]
    issue: Option<String>,
    /// Take all proposals that do not overwrite text.
    #[arg(long, conflicts_with = "take")]
    apply: bool,
    /// Take these proposals, by their numbers in the list, even if they overwrite text.
    #[arg(long, value_name = "NUMBER", value_delimiter = ',')]
    take: Vec<usize>,
    /// Write nothing: print the diff that `--apply` or `--take` would make, for `git apply`, and on standard error
    /// what it would take. The exit code is that of the option.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// For posts: the section of the story.
    #[arg(long, value_name = "NAME")]
    section: Option<String>,
    /// For posts: the story's image, a file or an address. It is fitted and imported when the story is
    /// taken.
    #[arg(long, value_name = "FILE|URL")]
    image: Option<String>,
    /// For notes: the name of the person who writes a handle's block; empty if nobody does. With
    /// `--apply` or `--take` the answer is saved in `copydesk.yml`.
    #[arg(long, value_name = "HANDLE=NAME", value_parser = person)]
    person: Vec<(String, Option<String>)>,
    /// For posts: the target of a shortened address.
    #[arg(long, value_name = "SHORT=ADDRESS", value_parser = expanded)]
    expand: Vec<(String, String)>,
    /// For events: the number of weeks to import, 8 by default.
    #[arg(long, value_name = "N")]
    weeks: Option<u16>,
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
        let all: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        format!("the kinds are {}", all.join(", "))
    })
}

fn person(text: &str) -> Result<(String, Option<String>), String> {
    let (handle, name) = text.split_once('=').ok_or("write HANDLE=NAME, or HANDLE= for nobody")?;
    let (key, name) = (key_of_handle(handle), name.trim());
    if key.is_empty() {
        return Err("a handle has letters or digits".to_owned());
    }
    if !name.is_empty() && !Question::may_be_name(name) {
        return Err(Question::NAMES.to_owned());
    }
    Ok((key, (!name.is_empty()).then(|| name.to_owned())))
}

fn expanded(text: &str) -> Result<(String, String), String> {
    // Both addresses may contain `=`.
    let parts = text.match_indices("=http").map(|(at, _)| (text[..at].trim(), text[at + 1..].trim()));
    let is_whole = |(short, address): &(&str, &str)| {
        Question::may_be_address(short) && Question::may_be_address(address)
    };
    let (short, address) = parts
        .into_iter()
        .find(is_whole)
        .ok_or("write SHORT=ADDRESS, both whole, with http:// or https://")?;
    Ok((short.to_owned(), address.to_owned()))
}

pub(super) fn run(context: &CliContext, args: &Args) -> Result<u8, CliError> {
    if args.sources.is_empty() != (args.kind == Kind::Issue) {
        return Err(match args.kind {
            Kind::Issue => CliError::usage("the last issue is found automatically").hint("name no document"),
            _ => CliError::usage("name a document: a file, `-` for standard input, or an https address"),
        });
    }
    for (option, of, is_given) in [
        ("--section", Kind::Post, args.section.is_some()),
        ("--image", Kind::Post, args.image.is_some()),
        ("--weeks", Kind::Events, args.weeks.is_some()),
        ("--person", Kind::Notes, !args.person.is_empty()),
        ("--expand", Kind::Post, !args.expand.is_empty()),
    ] {
        if is_given && args.kind != of {
            return Err(CliError::usage(format!("{option} belongs to `copydesk import {}`", of.name())));
        }
    }
    let mut workspace = context.workspace()?;
    let listing = workspace.listing();
    let issue = args.issue.as_deref().map(|issue| context.issue(issue));
    let path = choose(&workspace, &listing, issue.as_deref(), context.today(&workspace))?.path;
    let document = Document::open(&path, &workspace.root)?;
    let draft = Draft::parse(document.base.as_str());
    let takes = args.apply || !args.take.is_empty();
    let writes = takes && !args.dry_run;
    let mut people = BTreeMap::new();
    for (handle, name) in &args.person {
        if people.insert(handle, name).is_some_and(|other| other != name) {
            return Err(CliError::usage(format!("`--person` names two people for the block of {handle}")));
        }
    }
    let unanswered = workspace.clone();
    for (handle, name) in &people {
        workspace.profile.import.people.insert((*handle).clone(), (*name).clone());
    }
    let desk = ImportDesk { workspace: &workspace, listing: &listing, draft: &draft, path: &path };
    let mut sources = Vec::new();
    for source in &args.sources {
        let _waiting = WaitingLine::for_source(source);
        sources.push(open_source(source, &context.directory, Some(&workspace.root))?);
    }
    answers_of(&sources, args)?;
    let mut wanted = ImportOptions {
        kind: args.kind,
        sources,
        section: args.section.clone(),
        image: None,
        weeks: args.weeks.unwrap_or(EVENT_WEEKS),
        expanded: args.expand.iter().cloned().collect(),
    };
    let mut imported = desk.import(&wanted)?;
    // An image is imported only for a story that will be taken.
    let is_taken = match imported.proposal.candidates.as_slice() {
        [candidate] => candidate.target != TargetState::Same && (candidate.is_safe() || args.take == [1]),
        _ => false,
    };
    if let Some(image) = args.image.as_ref().filter(|_| writes && is_taken) {
        let _waiting = WaitingLine::for_source(image);
        wanted.image = Some(desk.import_image(image, &context.directory)?);
        imported = desk.import(&wanted)?;
    }
    let candidates = &imported.proposal.candidates;
    if let Some(number) = args.take.iter().find(|number| **number == 0 || **number > candidates.len()) {
        return Err(CliError::usage(format!(
            "there is no number {number}: {} are offered",
            candidates.len()
        )));
    }
    let chosen: Vec<usize> = match args.take.is_empty() {
        true => (0..candidates.len()).filter(|at| candidates[*at].is_safe()).collect(),
        false => args.take.iter().map(|number| number - 1).collect(),
    };
    let (after, taken) = desk.take(&imported, &chosen);
    let name = context.shown(&path);
    let from_root = path.strip_prefix(workspace.root.folder()).unwrap_or(&path).display().to_string();
    let diff = args.dry_run.then(|| unified_diff(&from_root, draft.text(), after.text()));
    for (name, refusal) in imported.refused.iter().filter(|_| !args.json) {
        say_error(&format!("{name} can't be read as {}: {refusal}", args.kind.describe()));
    }
    let undecided = undecided(candidates, &taken, &args.take);
    let mut copied = 0;
    if writes {
        if document.changed_on_disk(&workspace.root)?.is_some() {
            return Err(FileError::ChangedMeanwhile(path).into());
        }
        // A document that cannot be read does not confirm the names given.
        if imported.refused.is_empty() {
            let mut kept = unanswered;
            for (handle, name) in people {
                kept = keep_person(&kept, handle, name.as_deref())?;
            }
        }
        copied = desk.copy_images(&imported, &taken)?.len();
        if after.text() != draft.text() {
            save(&path, &workspace.root, &document.base, after.text(), None)?;
        }
    }
    if args.json {
        put(&json(&imported, if writes { &taken } else { &[] }, diff.as_deref()));
    } else if let Some(diff) = diff {
        // Only the diff goes to standard output, for `git apply`.
        pass_on(&diff);
        if takes {
            say_what_would_be_taken(&name, candidates, &taken, &undecided);
        }
    } else if writes {
        // A remark without a line is about the document itself, such as which issue was the last.
        remarks(&imported, |remark| {
            remark.tone.is_open() || remark.tone == Tone::Found && remark.line.is_none()
        });
        questions(&imported);
        if imported.refused.len() < args.sources.len().max(1) {
            let is_same = after.text() == draft.text();
            report(&name, candidates, &taken, &undecided, (is_same, copied));
        }
    } else {
        remarks(&imported, |_| true);
        questions(&imported);
        for address in imported.images.iter().take(1).filter(|_| args.image.is_none()) {
            say(&format!("its image is {address}: `--image` with this address, or with a file, imports it"));
        }
        for at in 0..candidates.len() {
            print_candidate(candidates, at);
        }
        hint(candidates);
    }
    Ok(match () {
        () if !imported.refused.is_empty() => FAILED,
        () if takes && is_left_open(&imported, &taken) => PROBLEMS,
        () => CLEAN,
    })
}

fn not_in_document(option: &str, subject: &str) -> CliError {
    CliError::usage(format!("no document names {subject}, to which `{option}` refers"))
}

/// Refuses answers to questions that no document asks.
fn answers_of(sources: &[ImportSource], args: &Args) -> Result<(), CliError> {
    // A document that is not text is refused when it is read.
    let texts: Result<Vec<String>, Refusal> = sources.iter().map(|source| decode(&source.bytes)).collect();
    let Ok(texts) = texts else { return Ok(()) };
    let has_key = |key: &str| texts.iter().any(|text| key_of_handle(text).contains(key));
    if let Some((key, _)) = args.person.iter().find(|(key, _)| !has_key(key)) {
        return Err(not_in_document("--person", key));
    }
    // A page may contain the address without its scheme.
    let is_there = |short: &str| {
        let bare = short.split_once("://").map_or(short, |(_, rest)| rest);
        texts.iter().any(|text| text.contains(bare))
    };
    match args.expand.iter().find(|(short, _)| !is_there(short)) {
        Some((short, _)) => Err(not_in_document("--expand", short)),
        None => Ok(()),
    }
}

/// True if a run that takes candidates leaves something to the user, or has found nothing to take.
fn is_left_open(imported: &Imported, taken: &[usize]) -> bool {
    let candidates = &imported.proposal.candidates;
    candidates.is_empty() || !undecided(candidates, taken, &[]).is_empty()
}

/// The candidates that need a decision: those named by `--take`, if any, or else all.
fn undecided(candidates: &[Candidate], taken: &[usize], named: &[usize]) -> Vec<usize> {
    let is_open = |at: &usize| candidates[*at].target != TargetState::Same && !taken.contains(at);
    let is_meant = |at: &usize| named.is_empty() || named.contains(&(at + 1));
    (0..candidates.len()).filter(|at| is_open(at) && is_meant(at)).collect()
}

fn remarks(imported: &Imported, is_shown: impl Fn(&Remark) -> bool) {
    for (name, remark) in imported.remarks.iter().filter(|(_, remark)| is_shown(remark)) {
        let place = remark.line.map_or_else(|| name.clone(), |line| format!("{name}:{line}"));
        say(&format!("{place}: {}: {}", remark.tone.word(), remark.text));
    }
}

/// Prints the open questions and the options that answer them.
fn questions(imported: &Imported) {
    for (name, question) in &imported.questions {
        match question {
            Question::Person { handle, key, line, .. } => say(&format!(
                "{name}:{line}: unclear: whose block {handle} writes: `--person {key}=NAME` says it, `--person {key}=` that it is nobody's"
            )),
            Question::Shortened { address } => {
                say(&format!("{name}: unclear: where {address} leads: `--expand {address}=ADDRESS` says it"))
            }
        }
    }
}

/// Prints a candidate with its number.
fn print_candidate(candidates: &[Candidate], at: usize) {
    let candidate = &candidates[at];
    let state = match candidate.target {
        TargetState::Same => " (there already)",
        TargetState::Written => " (overwrites the text there)",
        TargetState::Open => "",
    };
    say("");
    say(&format!("{}. {} → {}{state}", at + 1, candidate.what, candidate.place));
    if let Some(doubt) = &candidate.doubt {
        say(&format!("    look twice: {doubt}"));
    }
    if candidate.target == TargetState::Same {
        return;
    }
    // Removed text is shown, too.
    if candidate.target == TargetState::Written || candidate.text.is_empty() {
        lines("-", &candidate.current);
    }
    lines("+", &candidate.text);
}

fn lines(sign: &str, text: &str) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        say(&format!("    {sign} {line}"));
    }
}

fn hint(candidates: &[Candidate]) {
    if candidates.is_empty() {
        return;
    }
    let safe = candidates.iter().filter(|candidate| candidate.is_safe()).count();
    let others = undecided(candidates, &[], &[]).len() - safe;
    say("");
    match safe {
        0 => {}
        1 => say("`--apply` takes the one that overwrites nothing; `--take N,…` takes those that are named"),
        n => say(&format!(
            "`--apply` takes the {n} that overwrite nothing; `--take N,…` takes those that are named"
        )),
    }
    if safe == 0 && others > 0 {
        say("`--take N,…` takes those that are named");
    }
    if safe + others == 0 {
        say("all of it is in the draft already");
    }
}

/// Prints on standard error what the command would do without `--dry-run`.
fn say_what_would_be_taken(name: &str, candidates: &[Candidate], taken: &[usize], undecided: &[usize]) {
    for at in taken {
        say_error(&format!("would take {}. {} → {}", at + 1, candidates[*at].what, candidates[*at].place));
    }
    if taken.is_empty() {
        say_error(&format!("would take nothing into {name}"));
    }
    if !undecided.is_empty() {
        say_error(&format!("would leave to you: {}", taking(undecided)));
    }
}

/// The option that takes candidates.
fn taking(candidates: &[usize]) -> String {
    let numbers: Vec<String> = candidates.iter().map(|at| (at + 1).to_string()).collect();
    format!("`--take {}`", numbers.join(","))
}

/// Prints the candidates that were taken, and the text of those that need a decision. `made` has true
/// if the draft is unchanged, and the number of copied images.
fn report(name: &str, candidates: &[Candidate], taken: &[usize], undecided: &[usize], made: (bool, usize)) {
    for at in taken {
        say(&format!("took {}. {} → {}", at + 1, candidates[*at].what, candidates[*at].place));
    }
    for at in undecided {
        print_candidate(candidates, *at);
    }
    if !taken.is_empty() || !undecided.is_empty() {
        say("");
    }
    let (is_same, copied) = made;
    let images = match copied {
        0 => String::new(),
        1 => ", copied an image".to_owned(),
        n => format!(", copied {n} images"),
    };
    match taken.len() {
        0 => say(&format!("nothing more for {name}")),
        n if is_same => say(&format!("took {n}{images}; {name} is unchanged")),
        n => say(&format!("took {n} into {name}{images}")),
    }
    if !undecided.is_empty() {
        say(&format!("for your decision: {}", taking(undecided)));
    }
    let open = self::undecided(candidates, taken, &[]);
    let others: Vec<usize> = open.into_iter().filter(|at| !undecided.contains(at)).collect();
    if !others.is_empty() {
        say(&format!("left open: {}", taking(&others)));
    }
}

fn json(imported: &Imported, taken: &[usize], diff: Option<&str>) -> String {
    let candidates: Vec<serde_json::Value> = imported
        .proposal
        .candidates
        .iter()
        .enumerate()
        .map(|(at, candidate)| {
            json!({
                "number": at + 1,
                "what": candidate.what,
                "place": candidate.place,
                "line": candidate.line,
                "current": candidate.current,
                "text": candidate.text,
                "state": match candidate.target {
                    TargetState::Open => "open",
                    TargetState::Same => "same",
                    TargetState::Written => "written",
                },
                "doubt": candidate.doubt,
                "files": candidate.files,
                "taken": taken.contains(&at),
            })
        })
        .collect();
    let remarks: Vec<serde_json::Value> = imported
        .remarks
        .iter()
        .map(|(name, remark)| {
            json!({ "document": name, "line": remark.line, "tone": remark.tone.name(), "text": remark.text })
        })
        .collect();
    let refused: Vec<serde_json::Value> = imported
        .refused
        .iter()
        .map(|(name, why)| json!({ "document": name, "why": why.to_string() }))
        .collect();
    let questions: Vec<serde_json::Value> = imported
        .questions
        .iter()
        .map(|(name, question)| match question {
            Question::Person { handle, key, line, names, .. } => {
                json!({ "document": name, "person": handle, "key": key, "line": line, "names": &**names })
            }
            Question::Shortened { address } => json!({ "document": name, "address": address }),
        })
        .collect();
    let all = json!({
        "questions": questions,
        "candidates": candidates,
        "remarks": remarks,
        "refused": refused,
        "images": imported.images,
        "diff": diff,
    });
    format!("{}\n", Json(&all))
}
