//! The part that the library report gives: libraries, downloads, boards.

use crate::import::Remark;
use crate::profile::grammar::StateGrammar;
use crate::text::{counted, plural};

/// What is told of CircuitPython, its libraries and Blinka.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub libraries: LibraryCount,
    pub new: Vec<Library>,
    pub updated: Vec<Library>,
    /// Whether the part that lists both is there, with or without lines.
    pub has_updates: bool,
    pub downloads: Option<Downloads>,
    /// Boards that Blinka supports.
    pub boards: Option<Count>,
    pub stable: Option<Release>,
    /// A pre-release.
    pub next: Option<Release>,
}

/// A number, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub value: u64,
    pub written: String,
    pub line: usize,
}

/// How many libraries there are, in all and in each bundle, as far as it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryCount {
    pub total: Option<Count>,
    pub own: Option<Count>,
    pub community: Option<Count>,
}

impl LibraryCount {
    /// The number in all as stated, else the sum of both bundles.
    pub fn sum(&self) -> Option<u64> {
        let parts = self.own.as_ref().zip(self.community.as_ref());
        let sum = parts.map(|(one, other)| one.value.saturating_add(other.value));
        self.total.as_ref().map(|total| total.value).or(sum)
    }
}

/// A library that is new or was updated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// Without its owner.
    pub name: String,
    /// As written, else as the address tells.
    pub owner: Option<String>,
    pub address: Option<String>,
    /// The name as written.
    pub written: String,
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downloads {
    pub total: Count,
    /// Over how many libraries.
    pub libraries: Option<Count>,
    pub top: Vec<Package>,
}

/// One of the most loaded libraries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Counted from 1.
    pub rank: usize,
    pub name: String,
    /// What it is called on PyPI.
    pub package: Option<String>,
    pub address: Option<String>,
    pub downloads: Count,
    pub line: usize,
}

/// A release of CircuitPython.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// As the tag has it: `9.0.0-alpha.6`.
    pub version: String,
    pub written: String,
    pub line: usize,
    /// Why it may not be the newest, or not be out.
    pub doubt: Option<String>,
}

/// Says what was found of the state and what was not.
pub(in crate::import) fn report(state: &State, grammar: &StateGrammar, remarks: &mut Vec<Remark>) {
    for (libraries, one) in [(&state.new, "new library"), (&state.updated, "updated library")] {
        remarks.push(match libraries.first() {
            Some(first) => Remark::found(first.line, counted(libraries.len(), one)),
            None => Remark::missing(plural(one)),
        });
    }
    match &state.downloads {
        Some(downloads) => {
            let total = &downloads.total;
            let over = downloads.libraries.as_ref().map(|count| format!(" over {} libraries", count.written));
            let text = format!("{} downloads{}", total.written, over.unwrap_or_default());
            remarks.push(Remark::found(total.line, text));
            if let Some(first) = downloads.top.first() {
                remarks.push(Remark::found(first.line, format!("the {} most loaded", downloads.top.len())));
            }
        }
        None => remarks.push(Remark::missing("download statistics")),
    }
    let counts = &state.libraries;
    let stated = counts.total.as_ref().or(counts.own.as_ref()).map(|count| count.line);
    remarks.push(match (counts.sum(), stated) {
        (Some(sum), Some(line)) => Remark::found(line, format!("{sum} libraries")),
        _ => Remark::missing("the number of libraries"),
    });
    let (by, that) = match &grammar.boards_by {
        Some(name) => (format!("boards supported by {name}"), format!("boards that {name} supports")),
        None => ("supported boards".to_owned(), "supported boards".to_owned()),
    };
    remarks.push(match &state.boards {
        Some(boards) => Remark::found(boards.line, format!("{} {by}", boards.written)),
        None => Remark::missing(format!("the number of {that}")),
    });
    for (release, kind) in [(&state.stable, "stable release"), (&state.next, "pre-release")] {
        if let Some(release) = release {
            let said = format!("{kind} {}", release.version);
            remarks.push(match &release.doubt {
                None => Remark::found(release.line, said),
                Some(doubt) => Remark::unclear(release.line, format!("{said}: {doubt}")),
            });
        }
    }
}
