//! The same script on newsletters of many layouts: `init` learns the profile, the desk opens the right draft, the
//! outline has the sections and slots, `new` creates the next issue, `lint` is content with the finished ones, and
//! `add` writes an item in the newsletter's form.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

pub(crate) mod asked;
mod branches;
mod checked;
mod forms;
mod real;
mod recurring;

use std::collections::HashSet;
use std::path::Path;

use copydesk::desk::{Workspace, choose};
use copydesk::draft::Draft;
use copydesk::outline::Outline;
use copydesk::tui::{Config, Headless, open};
use jiff::civil::Date;

use crate::lint_cli::Folder;
use crate::lint_cli::folder::Run;
use crate::lint_cli::since::{commit, git};
use forms::Form;

/// The newsletter in a repository of its own, on its first day with copydesk.
fn laid_out(form: &Form) -> Folder {
    let folder = Folder::new();
    for (path, text) in &form.files {
        folder.write(path, text);
    }
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path());
    folder
}

fn with_profile(form: &Form) -> Folder {
    let folder = laid_out(form);
    folder.run(&format!("init --yes --as-of {}", form.today)).exits(0);
    folder
}

/// Runs a check on every form, and reports all that fail.
fn each(check: impl Fn(&Form) -> Result<(), String>) {
    let failed: Vec<String> = forms::all()
        .iter()
        .filter_map(|form| check(form).err().map(|why| format!("{} ({}): {why}", form.name, form.layout)))
        .collect();
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n\n"));
}

fn require(is: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if is { Ok(()) } else { Err(why()) }
}

#[test]
fn init_writes_a_profile_of_a_few_lines() {
    each(|form| {
        let folder = laid_out(form);
        let run = folder.run(&format!("init --yes --as-of {}", form.today));
        require(run.code == Some(0), || format!("{run:?}"))?;
        let yaml = folder.read("copydesk.yml");
        for line in form.profile {
            let has = yaml.lines().any(|own| own.split("  #").next().unwrap_or("").trim() == *line);
            require(has, || format!("no line '{line}' in\n{yaml}"))?;
        }
        require(yaml.lines().count() < 60, || format!("too long:\n{yaml}"))?;
        let again = folder.run("init --yes");
        require(again.code == Some(2) && again.err.contains("`copydesk init --check`"), || {
            format!("{again:?}")
        })?;
        let check = folder.run(&format!("init --check --as-of {}", form.today));
        require(check.code == Some(0), || format!("{check:?}\n{yaml}"))
    });
}

/// The newsletter's draft, as the desk chooses it.
fn chosen(folder: &Path, today: Date) -> (Workspace, String, String) {
    let workspace = Workspace { today: Some(today), ..Workspace::find(folder).unwrap() };
    let choice = choose(&workspace, &workspace.listing(), None, today).unwrap();
    let shown = workspace.shown(&choice.path);
    (workspace, shown, choice.why)
}

#[test]
fn the_desk_opens_the_draft_and_says_why() {
    each(|form| {
        let folder = with_profile(form);
        let (_, shown, why) = chosen(folder.path(), form.today);
        require(shown == form.opens && !why.is_empty(), || format!("{shown}: {why}"))
    });
}

#[test]
fn the_outline_has_the_sections_with_their_slots() {
    each(|form| {
        let folder = with_profile(form);
        let (workspace, shown, _) = chosen(folder.path(), form.today);
        let draft = Draft::parse(folder.read(&shown));
        let outline = Outline::new(&draft, &workspace.profile);
        let counted: Vec<(String, usize)> = outline
            .sections
            .iter()
            .enumerate()
            .map(|(n, section)| (section.title.clone(), outline.slots_of(n).len()))
            .collect();
        for (title, count) in form.sections {
            let own = counted.iter().find(|(own, _)| own == title).map(|(_, count)| *count);
            require(own == Some(*count), || format!("{title}: {own:?}, not {count}; {counted:?}"))?;
        }
        Ok(())
    });
}

#[test]
fn new_creates_the_next_issue() {
    each(|form| {
        if form.next.is_empty() {
            return Ok(());
        }
        let folder = with_profile(form);
        let date = form.next_date.unwrap_or("");
        let run = folder.run(&format!("new {date} --as-of {}", form.today));
        require(run.code == Some(0), || format!("{run:?}"))?;
        require(folder.join(form.next).exists(), || format!("no {}: {run:?}", form.next))?;
        let text = folder.read(form.next);
        for part in form.next_has {
            require(text.contains(part), || format!("no '{part}' in\n{text}"))?;
        }
        Ok(())
    });
}

/// The rules in two folders of the program, by their files.
fn rules() -> HashSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let files = ["structure", "front_matter"].map(|family| std::fs::read_dir(folder.join(family)).unwrap());
    let names = files.into_iter().flatten().map(|entry| {
        let path = entry.unwrap().path();
        path.file_stem().unwrap().to_str().unwrap().replace('_', "-")
    });
    names.filter(|name| name != "mod").collect()
}

/// The lines of a concise report about rules in the two folders, each with its rule.
fn problems_of_structure(report: &str) -> impl Iterator<Item = (&str, &str)> {
    let rules = rules();
    report.lines().filter_map(move |line| {
        let rule = line.rsplit_once('[').and_then(|(_, rule)| rule.strip_suffix(']'))?;
        rules.contains(rule).then_some((line, rule))
    })
}

#[test]
fn finished_issues_have_no_problems_of_structure_and_front_matter() {
    assert!(rules().contains("missing-key"));
    each(|form| {
        let folder = with_profile(form);
        let run = folder
            .run(&format!("lint {} --stage publish --format concise --as-of {}", form.issues, form.today));
        require(matches!(run.code, Some(0 | 1)), || format!("{run:?}"))?;
        let found: Vec<&str> = problems_of_structure(&run.out).map(|(line, _)| line).collect();
        require(found.is_empty(), || found.join("\n"))
    });
}

/// Commits everything in the folder to a repository with a remote, which has the commit, too.
fn with_remote(folder: &Folder) -> Folder {
    if !folder.join(".git").exists() {
        git(folder.path(), &["init", "-q", "-b", "main"]);
    }
    commit(folder.path());
    let other = Folder::new();
    git(other.path(), &["init", "-q", "--bare", "-b", "main"]);
    git(folder.path(), &["remote", "add", "origin", &other.path().display().to_string()]);
    git(folder.path(), &["push", "-q", "origin", "main"]);
    for (key, value) in [("user.name", "Ada"), ("user.email", "ada@example.com")] {
        git(folder.path(), &["config", key, value]);
    }
    other
}

/// Adds an item to a section, and returns the file on its branch.
fn add_song(folder: &Folder, section: &str, today: Date, path: &str) -> Result<(Run, String), String> {
    let as_of = today.to_string();
    let words = [
        "add",
        "--section",
        section,
        "--url",
        "https://harp.example/song",
        "--title",
        "A harp song",
        "--text",
        "It is sung at the pond.",
        "--as-of",
        &as_of,
    ];
    let run = folder.feed_words(&words, b"");
    require(matches!(run.code, Some(0 | 1)), || format!("{run:?}"))?;
    let branches = git(folder.path(), &["branch", "--list", "add/*", "--format=%(refname:short)"]);
    let branch = branches.lines().next().ok_or_else(|| format!("no branch: {run:?}"))?;
    let text = git(folder.path(), &["show", &format!("{branch}:{path}")]);
    Ok((run, text))
}

#[test]
fn add_writes_an_item_in_the_newsletter_s_form() {
    each(|form| {
        let folder = with_profile(form);
        let _remote = with_remote(&folder);
        let (section, expected) = form.add;
        let (run, text) = add_song(&folder, section, form.today, form.opens)?;
        require(text.contains(expected.trim_end()), || format!("{run:?}\n{text}"))
    });
}

#[test]
fn the_desk_shows_each_newsletter() {
    for form in forms::all() {
        let folder = with_profile(&form);
        let workspace = Workspace { today: Some(form.today), ..Workspace::find(folder.path()).unwrap() };
        let listing = workspace.listing();
        let choice = choose(&workspace, &listing, None, form.today).unwrap();
        let state = open(workspace, listing, &choice, form.today, Config::default(), None).unwrap();
        let program = Headless::new(state, 100, 30);
        // The folder's name is another one each time, of the same length.
        let name = folder.path().file_name().unwrap().to_str().unwrap();
        let screen = program.screen().replace(name, &format!("{:1$}", "newsletter", name.len()));
        insta::assert_snapshot!(form.name, screen);
    }
}
