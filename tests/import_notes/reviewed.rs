//! Notes spread over the years whose reading was held against the document, line by line. Their
//! sentences are others', so this file has only a fingerprint of what is read.

use std::path::Path;

use sha1::{Digest, Sha1};

use super::files;
use super::forms::all;

/// What is read of each, as the first half of its SHA-1.
const REVIEWED: [(&str, &str); 12] = [
    ("2019-01-28", "18010aed1a0e021bd10f"),
    ("2019-08-19", "64240f8e8860ca2645d6"),
    ("2020-03-16", "669b2faa1a19e1db5903"),
    ("2020-10-05", "f45dc61443dd9aa10acc"),
    ("2021-05-10", "6e2125706093935b5bb5"),
    ("2021-11-08", "f58c42c8cf9e8046aa31"),
    ("2022-05-31", "e36a7c35b73e2bb18f65"),
    ("2022-10-17", "27b094a17768c624c685"),
    ("2023-04-17", "619fb13cfe39f4d9a949"),
    ("2023-11-13", "4213e8bef754bf655d9a"),
    ("000_", "c03390a72a601bbfafbd"),
    ("001_", "af6191c151201b3b4027"),
];

#[test]
fn notes_that_were_reviewed_are_read_as_they_were() {
    let files = files();
    let mut changed = Vec::new();
    for (name, known) in REVIEWED {
        let Some(file) = files.iter().find(|file| file.name.starts_with(name)) else { continue };
        let text = all(&file.notes);
        let digest = Sha1::digest(&text);
        let fingerprint: String = digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect();
        if fingerprint != known {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.txt", file.name));
            std::fs::write(&path, text).unwrap();
            changed.push(format!("(\"{name}\", \"{fingerprint}\"), now as in {}", path.display()));
        }
    }
    assert!(changed.is_empty(), "review what is read of these, and put it here:\n{}", changed.join("\n"));
}
