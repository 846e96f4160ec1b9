//! The line endings git stores, for comparing a file of the work tree with a commit.
//!
//! libgit2 applies `core.autocrlf` and the `text` and `eol` attributes itself when a file is added
//! to its index, and only then; a plan writes nothing, and a commit needs no more than the blob.
//! This follows the rules of
//! gitattributes(5) and of libgit2's `crlf.c` for the way into the repository.

use std::path::Path;

use git2::{AttrCheckFlags, AttrValue};

use super::super::repository::Repo;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Conversion {
    Never,
    Always,
    /// Only for text, and only if the committed file has no carriage return.
    IfText,
}

/// The bytes that would be stored for `bytes`; `committed` fetches what the last commit holds.
pub(super) fn stored(
    repo: &Repo,
    rel: &Path,
    bytes: Vec<u8>,
    committed: impl FnOnce() -> Option<Vec<u8>>,
) -> Vec<u8> {
    if !bytes.windows(2).any(|pair| pair == b"\r\n") {
        return bytes;
    }
    let wanted = match conversion(repo, rel) {
        Conversion::Never => false,
        Conversion::Always => true,
        Conversion::IfText => {
            let has_crlf = |old: Vec<u8>| Endings::new(&old).is_text_with_crlf();
            Endings::new(&bytes).is_text_with_crlf() && !committed().is_some_and(has_crlf)
        }
    };
    if wanted { without_carriage_returns(&bytes) } else { bytes }
}

/// What tells git text from other bytes: `gather_stats` and `convert_is_binary` in its `convert.c`.
#[derive(Default)]
struct Endings {
    crlf: usize,
    lone_cr: usize,
    zero: usize,
    printable: usize,
    unprintable: usize,
}

impl Endings {
    fn new(bytes: &[u8]) -> Endings {
        let mut seen = Endings::default();
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
        // An end-of-file mark of DOS is no sign of binary bytes.
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
    let rules = repo.rules();
    let attribute = |name| {
        let value =
            rules.as_ref().ok().map(|rules| rules.get_attr(rel, name, AttrCheckFlags::FILE_THEN_INDEX));
        match AttrValue::from_string(value.and_then(Result::ok).flatten()) {
            AttrValue::True => Some("true"),
            AttrValue::False => Some("false"),
            AttrValue::String("auto") => Some("auto"),
            AttrValue::String(_) => Some("set"),
            _ => None,
        }
    };
    // `crlf` is the old name of `text`.
    let text = attribute("text").filter(|value| *value != "set").or_else(|| attribute("crlf"));
    match text {
        Some("false") => Conversion::Never,
        Some("auto") => Conversion::IfText,
        Some(_) => Conversion::Always,
        None if attribute("eol").is_some() => Conversion::Always,
        None => {
            let autocrlf = repo.git.config().and_then(|config| config.get_string("core.autocrlf"));
            match autocrlf.as_deref() {
                Ok("input") => Conversion::IfText,
                _ if repo.is_on("core.autocrlf") => Conversion::IfText,
                _ => Conversion::Never,
            }
        }
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
    fn only_a_carriage_return_before_a_line_feed_goes() {
        assert_eq!(without_carriage_returns(b"a\r\nb\rc\r\n\r"), b"a\nb\rc\n\r");
    }

    #[test]
    fn git_takes_a_lone_carriage_return_or_many_controls_for_binary() {
        let is_text = |bytes: &[u8]| Endings::new(bytes).is_text_with_crlf();
        assert!(is_text(b"a\r\nb\r\n"));
        assert!(is_text(b"a\r\nb\r\n\x1a"));
        assert!(!is_text(b"a\r\nb\rc\r\n"));
        assert!(!is_text(b"a\r\n\x01"));
        assert!(is_text(&[&b"a\r\n\x01"[..], &[b'x'; 200]].concat()));
        assert!(!is_text(b"a\nb\n"));
    }
}
