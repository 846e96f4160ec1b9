//! The reports on the real drafts: places and rules only, as nothing of the drafts' words may
//! stand in the project. What changes here was looked at.

use std::collections::BTreeMap;
use std::fmt::Write;

use copydesk::desk::{LintOptions, Linted, Source};
use copydesk::lint::Stage;

use crate::corpus::files::SHARED;

/// The parts of the corpus, and where they lie in their newsletters.
pub const LAYOUTS: [&[(&str, &str)]; 4] = [
    &[("corpus/drafts/", "_drafts")],
    &[("jekyll-2018/_posts", "_posts"), ("jekyll-2018/_drafts", "_drafts")],
    &[("twir/content/", "content"), ("twir/draft/", "draft")],
    &[("seeds/002_", "_drafts"), ("seeds/003_", "_posts")],
];

/// Lays files of the corpus out as a newsletter and checks all but the templates for going out.
pub fn check(layout: &[(&str, &str)]) -> Vec<Linted> {
    let dir = tempfile::tempdir().unwrap();
    let mut sources = Vec::new();
    for (part, folder) in layout {
        std::fs::create_dir_all(dir.path().join(folder)).unwrap();
        for file in SHARED.iter().filter(|file| file.name.contains(part)) {
            let name = file.name.rsplit('/').next().unwrap();
            let name = match name {
                _ if name.starts_with("template") => "template.md",
                // The seeds are numbered: a draft, and a post that was decoded wrongly.
                _ if name.starts_with("002_") => "2023-10-09-draft.md",
                _ if name.starts_with("003_") => "2020-01-07-thoughts.md",
                _ => name,
            };
            let path = dir.path().join(folder).join(name);
            std::fs::write(&path, &file.text).unwrap();
            if name.starts_with("20") {
                sources.push((format!("{folder}/{name}"), Source::File(path)));
            }
        }
    }
    sources.sort_by(|(a, _), (b, _)| a.cmp(b));
    let lint = LintOptions {
        stage: Some(Stage::Publish),
        directory: dir.path().to_owned(),
        ..LintOptions::default()
    };
    lint.run(&sources).results.into_iter().map(Result::unwrap).collect()
}

fn places(checked: &[Linted]) -> String {
    let mut out = String::new();
    for one in checked {
        for problem in &one.report.problems {
            let (line, severity) = (problem.start.line, problem.severity.word());
            writeln!(out, "{}:{line}: {severity} {}", one.report.path, problem.rule).unwrap();
        }
    }
    out
}

fn counts(checked: &[Linted]) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for problem in checked.iter().flat_map(|one| &one.report.problems) {
        *counts.entry((problem.rule, problem.severity.word())).or_default() += 1;
    }
    counts.iter().fold(format!("{} files\n", checked.len()), |mut out, ((rule, severity), count)| {
        writeln!(out, "{count:>5} {severity} {rule}").unwrap();
        out
    })
}

#[test]
fn the_drafts_of_the_corpus() {
    let checked = check(LAYOUTS[0]);
    if !checked.is_empty() {
        insta::assert_snapshot!("drafts", places(&checked));
    }
}

#[test]
fn the_first_posts_of_the_corpus() {
    let checked = check(LAYOUTS[1]);
    if !checked.is_empty() {
        insta::assert_snapshot!("jekyll-2018", places(&checked));
    }
}

#[test]
fn the_lists_of_links_of_the_corpus() {
    let checked = check(LAYOUTS[2]);
    if !checked.is_empty() {
        insta::assert_snapshot!("twir", counts(&checked));
    }
}

#[test]
fn the_seeds() {
    let checked = check(LAYOUTS[3]);
    if !checked.is_empty() {
        insta::assert_snapshot!("seeds", places(&checked));
    }
}
