//! The measure on real issues of 2023 and on real drafts.

// Prints the table that it measures.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};

use copydesk::draft::Draft;
use copydesk::outline::{ItemStyle, Outline, SlotState, learn_forms};
use copydesk::profile::{Profile, built_in};

use super::values::Naming;
use super::{ItemAt, Measured, Table};
use crate::support::require;

/// Every `STEP`th item is measured, from the `SEED`th on.
const STEP: usize = 7;
const SEED: usize = 3;
/// The share of items that must come out as the same line, in percent. A name that no earlier issue
/// has cannot be learnt.
fn least(naming: Naming) -> f64 {
    match naming {
        Naming::Given => 95.0,
        Naming::Learnt => 70.0,
    }
}

fn read(path: &Path) -> Draft {
    Draft::parse(std::fs::read_to_string(path).unwrap())
}

fn outlined(path: &Path, profile: &Profile) -> (Draft, Outline) {
    let draft = read(path);
    let outline = Outline::new(&draft, profile);
    (draft, outline)
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).collect();
    files.sort();
    files
}

fn style_of(issues: &[(Draft, Outline)]) -> ItemStyle {
    ItemStyle::learn(issues.iter().rev().map(|(draft, outline)| (draft, outline)))
}

/// Measures the chosen items of a number of issues on all cores.
fn measure(issues: &[Measured<'_>], chosen: &[(usize, ItemAt)], naming: Naming) -> Table {
    let part = chosen.len().div_ceil(2).max(1);
    let again = |chosen: &[(usize, ItemAt)]| -> Vec<_> {
        chosen.iter().filter_map(|(issue, item)| issues[*issue].again(*item, naming)).collect()
    };
    let found = std::thread::scope(|scope| {
        let parts: Vec<_> = chosen.chunks(part).map(|chunk| scope.spawn(move || again(chunk))).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect::<Vec<_>>()
    });
    let mut table = Table::default();
    found.iter().for_each(|one| table.add(one));
    table
}

/// Prints the table, and the items that differ if `COPYDESK_MISSES` is set.
fn print(name: &str, table: &Table) {
    println!("{name}\n\n{table}");
    if std::env::var_os("COPYDESK_MISSES").is_some() {
        for (wanted, found) in &table.misses {
            println!("- {}\n+ {}\n", wanted.replace('\n', "\n- "), found.replace('\n', "\n+ "));
        }
    }
}

fn issues_of_2023<'a>(folder: &Path, profile: &'a Profile) -> Vec<Measured<'a>> {
    let files = markdown_files(folder);
    let first = files.iter().position(|file| name_of(file).starts_with("2023-")).unwrap();
    let archive = profile.archive;
    let known: Vec<(Draft, Outline)> =
        files[first - archive..].iter().map(|file| outlined(file, profile)).collect();
    (archive..known.len())
        .map(|at| Measured {
            draft: known[at].0.clone(),
            outline: known[at].1.clone(),
            profile,
            template: None,
            style: style_of(&known[at - archive..at]),
        })
        .collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn items_of_2023_come_out_as_they_were() {
    let Some(folder) = require::corpus("twir/content") else { return };
    let profile = built_in("this-week-in-rust").unwrap();
    let issues = issues_of_2023(&folder, &profile);
    assert_eq!(issues.len(), 52);
    let all = issues
        .iter()
        .enumerate()
        .flat_map(|(n, issue)| issue.items().into_iter().map(move |item| (n, item)).collect::<Vec<_>>());
    let chosen: Vec<(usize, ItemAt)> = all.skip(SEED).step_by(STEP).collect();
    let fewer: Vec<(usize, ItemAt)> = chosen.iter().copied().step_by(STEP).collect();
    for (naming, chosen) in [(Naming::Given, &chosen), (Naming::Learnt, &fewer)] {
        let table = measure(&issues, chosen, naming);
        print(&format!("Items of 2023, names {naming:?}"), &table);
        assert!(table.total().items + 1 >= chosen.len() && table.total().items > 100, "{table}");
        assert!(table.percent() >= least(naming), "{table}");
    }
}

#[test]
fn items_of_the_drafts_come_out_as_they_were() {
    let (Some(drafts), Some(posts)) = (require::corpus("drafts"), require::corpus("jekyll-2018/_posts"))
    else {
        return;
    };
    let mut profile = built_in("circuitpython").unwrap();
    let template = read(&drafts.join("template-2025-11.md"));
    learn_forms(template.text(), &mut profile);
    let template = (template.clone(), Outline::new(&template, &profile));
    let posts: Vec<(Draft, Outline)> =
        markdown_files(&posts).iter().map(|file| outlined(file, &profile)).collect();
    let names = ["2026-06-01-draft.md", "2018-10-23-draft.md", "2018-10-23-draft-early.md"];
    let issues: Vec<Measured<'_>> = names
        .iter()
        .map(|name| {
            let (draft, outline) = outlined(&drafts.join(name), &profile);
            let is_new = name.starts_with("2026");
            let template = is_new.then_some((&template.0, &template.1));
            let style = if is_new { ItemStyle::default() } else { style_of(&posts) };
            Measured { draft, outline, profile: &profile, template, style }
        })
        .collect();
    let is_written = |issue: &Measured<'_>, item: &ItemAt| {
        let slot = &issue.outline.slots[item.slot];
        let state = item.row.map_or_else(|| slot.state(), |row| slot.rows[row].state());
        state != SlotState::Empty
    };
    let chosen: Vec<(usize, ItemAt)> = issues
        .iter()
        .enumerate()
        .flat_map(|(n, issue)| {
            issue
                .items()
                .into_iter()
                .filter(|item| is_written(issue, item))
                .map(move |item| (n, item))
                .collect::<Vec<_>>()
        })
        .collect();
    for naming in [Naming::Given, Naming::Learnt] {
        let table = measure(&issues, &chosen, naming);
        print(&format!("Items of the drafts, names {naming:?}"), &table);
        assert!(table.total().items > 60, "{table}");
        assert!(table.percent() >= least(naming), "{table}");
    }
}
