//! The inputs that the fuzz targets have tried, and that once broke something, without a fuzzer.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use crate::support::properties::{documents, drafts, notes};
use crate::support::require;

/// Panics if an input breaks what holds for all.
type Property = fn(&[u8]);

/// The fuzz targets, each with its property.
const TARGETS: [(&str, Property); 9] = [
    ("calendar", documents::calendar),
    ("clicks", documents::clicks),
    ("decode", documents::decode),
    ("draft", drafts::draft),
    ("lint", drafts::lint),
    ("notes", notes::notes),
    ("post", documents::post),
    ("profile", drafts::profile),
    ("releases", documents::releases),
];

/// Runs the target's property on each input, and returns their number.
fn run(target: &str) -> usize {
    let Some(corpus) = require::fuzz_corpus() else { return usize::MAX };
    let (_, property) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let inputs = std::fs::read_dir(corpus.join(target)).unwrap();
    inputs.map(|input| property(&std::fs::read(input.unwrap().path()).unwrap())).count()
}

#[test]
fn every_draft_of_the_fuzz_corpus_is_what_it_parses_to() {
    assert!(run("draft") > 10);
}

#[test]
fn every_text_of_the_fuzz_corpus_is_fixed_once_and_for_all() {
    assert!(run("lint") > 10);
}

#[test]
fn every_profile_of_the_fuzz_corpus_is_refused_or_within_the_limits() {
    assert!(run("profile") > 10);
}

#[test]
fn all_notes_of_the_fuzz_corpus_can_be_read() {
    assert!(run("notes") > 10);
}

#[test]
fn every_document_of_the_fuzz_corpus_is_read_or_refused() {
    for target in ["calendar", "clicks", "decode", "post", "releases"] {
        assert!(run(target) >= 3, "{target}");
    }
}

#[test]
fn every_fuzz_target_has_a_corpus() {
    let Some(corpus) = require::fuzz_corpus() else { return };
    let names = |folder: &std::path::Path| -> BTreeSet<String> {
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let names = paths.filter(|path| !path.ends_with("README.md"));
        names.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let targets = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(names(&corpus), targets);
    assert_eq!(names(&corpus.with_file_name("fuzz_targets")), targets);
}
