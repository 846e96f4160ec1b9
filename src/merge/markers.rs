//! Conflict markers, as git writes them with `merge.conflictStyle=diff3`.

use super::{Chunk, Merge};

/// The names of the sides at the markers, and the length of a marker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    pub base: String,
    pub ours: String,
    pub theirs: String,
    /// In characters; git uses 7.
    pub len: usize,
}

impl Default for Markers {
    fn default() -> Self {
        Markers { base: "base".into(), ours: "ours".into(), theirs: "theirs".into(), len: 7 }
    }
}

/// Returns the result with markers around each conflict, each marker on a separate line.
pub fn with_markers(merge: &Merge, markers: &Markers, newline: &str) -> String {
    mark(merge.chunks(), markers, newline)
}

/// As [`with_markers`], for chunks of which some conflicts may have been resolved already.
pub fn mark(chunks: &[Chunk], markers: &Markers, newline: &str) -> String {
    let mut out = String::new();
    let mut after_conflict = false;
    for chunk in chunks {
        match chunk {
            Chunk::Text(text) => {
                // The text starts on the line after the last marker.
                if after_conflict && !text.starts_with(['\n', '\r']) && !text.is_empty() {
                    out.push_str(newline);
                }
                out.push_str(text);
                after_conflict = false;
            }
            Chunk::Conflict(conflict) => {
                let line = |mark: char, name: &str| {
                    let space = if name.is_empty() { "" } else { " " };
                    format!("{}{space}{name}{newline}", mark.to_string().repeat(markers.len))
                };
                let lines =
                    |text: &str| if text.is_empty() { String::new() } else { format!("{text}{newline}") };
                let start = line('<', &markers.ours);
                let middle = line('|', &markers.base);
                let equals = line('=', "");
                let end = line('>', &markers.theirs);
                let body = [
                    start,
                    lines(&conflict.ours),
                    middle,
                    lines(&conflict.base),
                    equals,
                    lines(&conflict.theirs),
                    end.trim_end().to_owned(),
                ];
                out.push_str(&body.concat());
                after_conflict = true;
            }
        }
    }
    out
}

/// True if a text has the markers of an unresolved conflict.
pub fn has_markers(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| line.starts_with("<<<<<<< ")) && text.lines().any(|line| line.starts_with(">>>>>>> "))
}
