//! What the fuzz targets have tried, and what once broke, without a fuzzer.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../fuzz/properties.rs"]
mod properties;

use std::path::Path;

fn all_of(target: &str, property: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for file in std::fs::read_dir(&folder).unwrap() {
        let data = std::fs::read(file.unwrap().path()).unwrap();
        property(&data);
        count += 1;
    }
    assert!(count > 10, "{} is all but empty", folder.display());
}

#[test]
fn every_draft_of_the_fuzz_corpus_is_what_it_parses_to() {
    all_of("draft", properties::draft);
}

#[test]
fn every_text_of_the_fuzz_corpus_is_fixed_once_and_for_all() {
    all_of("lint", properties::lint);
}

#[test]
fn every_profile_of_the_fuzz_corpus_is_refused_or_within_the_limits() {
    all_of("profile", properties::profile);
}
