//! Converts line endings to those that git stores, to compare a file of the work tree with a commit.
//!
//! libgit2 converts only while it adds a file to its index, and a plan must not write. So this follows the rules of
//! gitattributes(5), and of git's `convert.c` for files that enter the repository.

use std::path::Path;

use git2::{AttrCheckFlags, AttrValue};

use super::super::repository::Repo;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Conversion {
    Never,
    Always,
    /// Only if the file is text, and the committed file has no CRLF (`text=auto`, `core.autocrlf`).
    IfText,
}

/// Returns the bytes that git would store for `bytes`. `committed` reads the file of the last commit.
pub(super) fn to_stored_line_endings(
    repo: &Repo,
    rel: &Path,
    bytes: Vec<u8>,
    committed: impl FnOnce() -> Option<Vec<u8>>,
) -> Vec<u8> {
    if !bytes.windows(2).any(|pair| pair == b"\r\n") {
        return bytes;
    }
    let converts = match conversion(repo, rel) {
        Conversion::Never => false,
        Conversion::Always => true,
        Conversion::IfText => {
            let has_crlf = |old: Vec<u8>| ByteCounts::new(&old).is_text_with_crlf();
            ByteCounts::new(&bytes).is_text_with_crlf() && !committed().is_some_and(has_crlf)
        }
    };
    if converts { without_carriage_returns(&bytes) } else { bytes }
}

/// The statistics by which git distinguishes text from binary: `gather_stats` and `convert_is_binary` in `convert.c`.
#[derive(Default)]
struct ByteCounts {
    crlf: usize,
    lone_cr: usize,
    zero: usize,
    printable: usize,
    unprintable: usize,
}

impl ByteCounts {
    fn new(bytes: &[u8]) -> ByteCounts {
        let mut seen = ByteCounts::default();
        let mut rest = bytes.iter().peekable();
        while let Some(byte) = rest.next() {
            match byte {
                b'\r' if rest.next_if(|next| **next == b'\n').is_some() => seen.crlf += 1,
                b'\r' => seen.lone_cr += 1,
                b'\n' => {}
                0 => {
                    seen.zero += 1;
                    seen.unprintable += 1;
                }
                // Backspace, tab, form feed and escape.
                8 | 9 | 12 | 27 | 32..=126 | 128.. => seen.printable += 1,
                _ => seen.unprintable += 1,
            }
        }
        // Ctrl-Z at the end, DOS's end of a file, does not make it binary.
        if bytes.last() == Some(&26) {
            seen.unprintable -= 1;
        }
        seen
    }

    fn is_text_with_crlf(&self) -> bool {
        let is_binary = self.lone_cr > 0 || self.zero > 0 || self.printable / 128 < self.unprintable;
        self.crlf > 0 && !is_binary
    }
}

fn conversion(repo: &Repo, rel: &Path) -> Conversion {
    let rules = repo.rules().ok();
    let attribute = |name: &str| {
        let value = rules.and_then(|rules| rules.get_attr(rel, name, AttrCheckFlags::FILE_THEN_INDEX).ok());
        AttrValue::from_string(value.flatten())
    };
    let named = |name: &str| match attribute(name) {
        AttrValue::True | AttrValue::String("input") => Some(Conversion::Always),
        AttrValue::False => Some(Conversion::Never),
        AttrValue::String("auto") => Some(Conversion::IfText),
        _ => None,
    };
    // `crlf` is the old name of `text`.
    if let Some(conversion) = named("text").or_else(|| named("crlf")) {
        return conversion;
    }
    if matches!(attribute("eol"), AttrValue::String("lf" | "crlf")) {
        return Conversion::Always;
    }
    let autocrlf = repo.git.config().and_then(|config| config.get_string("core.autocrlf"));
    if autocrlf.is_ok_and(|value| value == "input") || repo.is_on("core.autocrlf") {
        Conversion::IfText
    } else {
        Conversion::Never
    }
}

fn without_carriage_returns(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            out.push(*byte);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_carriage_return_before_a_line_feed_is_removed() {
        assert_eq!(without_carriage_returns(b"a\r\nb\rc\r\n\r"), b"a\nb\rc\n\r");
    }

    #[test]
    fn a_lone_carriage_return_or_many_control_characters_are_binary_to_git() {
        let is_text = |bytes: &[u8]| ByteCounts::new(bytes).is_text_with_crlf();
        assert!(is_text(b"a\r\nb\r\n"));
        assert!(is_text(b"a\r\nb\r\n\x1a"));
        assert!(!is_text(b"a\r\nb\rc\r\n"));
        assert!(!is_text(b"a\r\n\x01"));
        assert!(is_text(&[&b"a\r\n\x01"[..], &[b'x'; 200]].concat()));
        assert!(!is_text(b"a\nb\n"));
    }
}
