//! Conflict markers, as git writes them with `merge.conflictStyle=diff3`.

use super::{Merge, Part};

/// How the sides are called at the markers, and how long those are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    pub base: String,
    pub ours: String,
    pub theirs: String,
    /// The number of characters of a marker; git's own are 7.
    pub len: usize,
}

impl Default for Markers {
    fn default() -> Self {
        Markers { base: "base".into(), ours: "ours".into(), theirs: "theirs".into(), len: 7 }
    }
}

/// The result with markers around each conflict, each on a line of its own.
pub fn with_markers(merge: &Merge, markers: &Markers, newline: &str) -> String {
    mark(merge.parts(), markers, newline)
}

/// The same of parts, some of whose conflicts may have been settled.
pub fn mark(parts: &[Part], markers: &Markers, newline: &str) -> String {
    let mut out = String::new();
    let mut after_conflict = false;
    for part in parts {
        match part {
            Part::Text(text) => {
                // The last marker has a line of its own.
                let text = if after_conflict && !text.starts_with(['\n', '\r']) && !text.is_empty() {
                    out.push_str(newline);
                    text
                } else {
                    text
                };
                out.push_str(text);
                after_conflict = false;
            }
            Part::Conflict(conflict) => {
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

/// Whether a text has markers of a conflict that nobody has settled.
pub fn has_markers(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| line.starts_with("<<<<<<< ")) && text.lines().any(|line| line.starts_with(">>>>>>> "))
}
