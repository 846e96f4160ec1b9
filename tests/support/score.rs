//! How good a merge is, by any program: counts the lines of a text under each heading. Which lines count follows `score.py` beside the corpus.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::require;

/// How often each line is under its headings.
pub type Counts = BTreeMap<(String, String), i64>;

/// A merge that people made, and what it was made of.
pub struct Triple {
    pub name: String,
    pub base: String,
    pub ours: String,
    pub theirs: String,
    pub human: String,
}

/// The real merges beside the project; `None` where nobody has put them there.
pub fn triples() -> Option<Vec<Triple>> {
    let root = corpus()?.join("triples");
    let mut folders: Vec<PathBuf> =
        root.read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let read = |folder: &Path, name: &str| read(&folder.join(name));
    let triple = |folder: &PathBuf| Triple {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        base: read(folder, "base.md"),
        ours: read(folder, "ours.md"),
        theirs: read(folder, "theirs.md"),
        human: read(folder, "human.md"),
    };
    Some(folders.iter().map(triple).collect())
}

pub fn corpus() -> Option<PathBuf> {
    require::corpus("merge")
}

pub fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}

/// Each line that is not blank, with the headings above it.
pub fn slots(text: &str) -> Counts {
    let mut counts = Counts::new();
    let mut stack: Vec<(usize, String)> = Vec::new();
    let (mut in_code, mut in_comment) = (false, false);
    for line in text.split('\n') {
        let line = line.trim_end_matches([' ', '\t', '\r']);
        let indent = line.len() - line.trim_start().len();
        let is_fence =
            indent <= 3 && (line[indent..].starts_with("```") || line[indent..].starts_with("~~~"));
        in_code ^= is_fence;
        if let Some((level, words)) = heading(line).filter(|_| !in_code && !in_comment) {
            stack.retain(|(above, _)| *above < level);
            stack.push((level, words.to_owned()));
        }
        if !in_code {
            let mut rest = line;
            while let Some(at) = rest.find(if in_comment { "-->" } else { "<!--" }) {
                rest = &rest[at + if in_comment { 3 } else { 4 }..];
                in_comment = !in_comment;
            }
        }
        if !line.trim().is_empty() {
            let path: Vec<&str> = stack.iter().map(|(_, words)| words.as_str()).collect();
            *counts.entry((path.join(" > "), line.to_owned())).or_default() += 1;
        }
    }
    counts
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let is_heading = (1..=6).contains(&level) && words.starts_with([' ', '\t']);
    is_heading.then(|| (level, words.trim().trim_end_matches('#').trim_end()))
}

/// The merge of the counts of each line: nothing lost, nothing twice.
pub fn order_free(base: &Counts, ours: &Counts, theirs: &Counts) -> Counts {
    let mut out = Counts::new();
    for key in base.keys().chain(ours.keys()).chain(theirs.keys()) {
        let of = |counts: &Counts| counts.get(key).copied().unwrap_or(0);
        let (b, o, t) = (of(base), of(ours), of(theirs));
        let merged = if o == b || o == t {
            t
        } else if t == b {
            o
        } else {
            (o + t - b).max(0)
        };
        if merged > 0 {
            out.insert(key.clone(), merged);
        }
    }
    out
}

/// What is in one of the two and not in the other, to be read by people.
pub fn difference(got: &Counts, wanted: &Counts) -> String {
    let mut out = String::new();
    for key in got.keys().chain(wanted.keys().filter(|key| !got.contains_key(*key))) {
        let of = |counts: &Counts| counts.get(key).copied().unwrap_or(0);
        let delta = of(got) - of(wanted);
        if delta != 0 {
            out.push_str(&format!("{delta:+} [{}] {}\n", key.0, key.1));
        }
    }
    out
}
