//! The part that a library report generates: libraries, downloads, boards.

use crate::import::Remark;
use crate::profile::grammar::StateGrammar;
use crate::text::{counted, plural};

/// The state of the project: its libraries, downloads, boards and releases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub libraries: LibraryCount,
    pub new: Vec<Library>,
    pub updated: Vec<Library>,
    /// True if the document has the part that lists both, with or without lines.
    pub has_updates: bool,
    pub downloads: Option<Downloads>,
    /// The number of supported boards.
    pub boards: Option<Count>,
    pub stable: Option<Release>,
    /// A pre-release.
    pub next: Option<Release>,
}

/// A number, with its spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub value: u64,
    pub written: String,
    pub line: usize,
}

/// The numbers of libraries that the document has, in total and per bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryCount {
    pub total: Option<Count>,
    pub own: Option<Count>,
    pub community: Option<Count>,
}

impl LibraryCount {
    /// The stated total, or else the sum of both bundles.
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
    /// As written, or else from the address.
    pub owner: Option<String>,
    pub address: Option<String>,
    /// The name as written.
    pub written: String,
    pub line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downloads {
    pub total: Count,
    /// The number of libraries that were downloaded.
    pub libraries: Option<Count>,
    pub top: Vec<Package>,
}

/// One of the most downloaded libraries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Counted from 1.
    pub rank: usize,
    pub name: String,
    /// Its name on PyPI.
    pub package: Option<String>,
    pub address: Option<String>,
    pub downloads: Count,
    pub line: usize,
}

/// A release of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The tag: `9.0.0-alpha.6`.
    pub version: String,
    pub written: String,
    pub line: usize,
    /// Why it may not be the newest, or not be released yet.
    pub doubt: Option<String>,
}

/// Adds remarks about what was found of the state and what was not.
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
                remarks
                    .push(Remark::found(first.line, format!("the {} most downloaded", downloads.top.len())));
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
            let text = format!("{kind} {}", release.version);
            remarks.push(match &release.doubt {
                None => Remark::found(release.line, text),
                Some(doubt) => Remark::unclear(release.line, format!("{text}: {doubt}")),
            });
        }
    }
}
