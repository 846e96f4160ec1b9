//! The part that the library report gives: libraries, downloads, boards.

use std::borrow::Cow;

use super::clean::{inline, plain};
use super::counted;
use super::libraries::libraries;
use super::lines::{Line, head, is_space};
use super::links::links;
use super::opening::address;
use super::sections::{Part, Section};
use crate::import::{Remark, number};

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
    pub adafruit: Option<Count>,
    pub community: Option<Count>,
}

impl LibraryCount {
    /// The number in all as stated, else the sum of both bundles.
    pub fn sum(&self) -> Option<u64> {
        let parts = self.adafruit.as_ref().zip(self.community.as_ref());
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
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    New,
    Updated,
    Top,
}

/// Reads all sections of the state.
pub(in crate::import) fn read(sections: &[Section<'_>], remarks: &mut Vec<Remark>) -> State {
    let mut state = State::default();
    let mut top = Vec::new();
    for section in
        sections.iter().filter(|section| section.part.is_of_state() || section.part == Part::Opening)
    {
        // Where nothing is new, its title stands alone.
        state.has_updates |= section.part == Part::Updates;
        let mut list = List::None;
        for line in section.lines().filter(|line| !line.is_blank()) {
            if section.part == Part::Opening {
                // The library report counts the bundle before its first title.
                in_bundle(line, &mut state);
                continue;
            }
            if let Some(begun) = list_of(line) {
                state.has_updates |= matches!(begun, List::New | List::Updated);
                list = begun;
            } else if !fact(line, section.part, &mut state, remarks) {
                list = item(line, list, &mut state, &mut top, remarks);
            }
        }
    }
    match &mut state.downloads {
        Some(downloads) => downloads.top = top,
        None => {
            if let Some(first) = top.first() {
                remarks.push(Remark::unclear(
                    first.line,
                    "the most loaded libraries, without the downloads in all",
                ));
            }
        }
    }
    state
}

/// The text of a line, its marker, what makes it a title and its escapes aside.
fn content<'a>(line: &Line<'a>) -> Cow<'a, str> {
    let text = line.bullet().map_or(line.raw, |(_, rest)| rest);
    let text = Line { raw: text, ..*line }.peeled().text;
    if text.contains('\\') && text.len() <= 400 { Cow::Owned(inline(text)) } else { Cow::Borrowed(text) }
}

/// Which list a line is the title of.
fn list_of(line: Line<'_>) -> Option<List> {
    let text = &*content(&line);
    if text.len() > 80 || !text.starts_with(['n', 'N', 'u', 'U', 't', 'T']) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("top ") {
        let is_title = rest.contains("libraries") && !rest.ends_with(|c: char| c.is_ascii_digit());
        return is_title.then_some(List::Top);
    }
    // In another order the numbers of all come after those of some.
    if lower.starts_with("total ") {
        let is_title = !lower.contains(|c: char| c.is_ascii_digit()) && lower.contains("librar");
        return is_title.then_some(List::None);
    }
    let list = [("new ", List::New), ("updated ", List::Updated)];
    let (rest, list) = list.into_iter().find_map(|(word, list)| Some((lower.strip_prefix(word)?, list)))?;
    let kinds = ["community ", "adafruit ", "circuitpython "];
    let rest = kinds.iter().find_map(|kind| rest.strip_prefix(kind)).unwrap_or(rest);
    let rest =
        rest.strip_prefix("libraries")?.trim_matches(|c| is_space(c) || matches!(c, ':' | '!' | '*' | '#'));
    (rest.is_empty() || rest.starts_with('(') || rest.starts_with("in the ")).then_some(list)
}

/// Reads a line that says one thing; false if it is none.
fn fact(line: Line<'_>, part: Part, state: &mut State, remarks: &mut Vec<Remark>) -> bool {
    let text = &*content(&line);
    let says = |word: &str| text.contains(word);
    let may_be = text.len() <= 400
        && !text.starts_with("http")
        && (says("over") || says("boards") || says("ibraries") || says("undle"));
    if !may_be || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    if let Some(at) = lower.find("pypi downloads over") {
        let total = number_before(text, at, line.number);
        let libraries = number_after(text, at, line.number);
        match total {
            Some(total) if state.downloads.is_none() => {
                state.downloads = Some(Downloads { total, libraries, top: Vec::new() });
            }
            Some(_) => {}
            None => remarks.push(Remark::unclear(line.number, "the downloads in all")),
        }
        return true;
    }
    if lower.contains("supported boards") {
        // Boards of CircuitPython itself are counted in the part before.
        if !matches!(part, Part::Core | Part::Overall) && state.boards.is_none() {
            state.boards = lower.find("supported boards").and_then(|at| number_after(text, at, line.number));
        }
        return true;
    }
    library_count(text, &lower, line.number, state, remarks)
}

/// `Adafruit Libraries: 338 Community Libraries: 143 (Total: 481)`, `Number of libraries: 481`.
fn library_count(text: &str, lower: &str, line: usize, state: &mut State, remarks: &mut Vec<Remark>) -> bool {
    let after =
        |title: &str| lower.find(title).and_then(|at| number_right_after(text, at + title.len(), line));
    let adafruit = after("adafruit libraries").or_else(|| after("adafruit bundle"));
    let community = after("community libraries").or_else(|| after("community bundle"));
    let all = ["number of circuitpython libraries", "number of libraries", "total libraries"];
    let total = all.into_iter().find_map(after);
    let is_stated = adafruit.is_some() && community.is_some() || total.is_some();
    if !is_stated {
        return false;
    }
    let total = total.or_else(|| lower.find("total").and_then(|at| number_after(text, at, line)));
    let sum =
        adafruit.as_ref().zip(community.as_ref()).map(|(one, other)| one.value.saturating_add(other.value));
    if let (Some(total), Some(sum)) = (&total, sum)
        && total.value != sum
    {
        remarks.push(Remark::unclear(
            line,
            format!("{} libraries in all, but the parts are {sum}", total.written),
        ));
    }
    state.libraries = LibraryCount { total, adafruit, community };
    true
}

/// `Found 326 submodules in the bundle.`
fn in_bundle(line: Line<'_>, state: &mut State) {
    let text = line.text();
    if text.len() < 100 && text.ends_with("submodules in the bundle.") && state.libraries.adafruit.is_none() {
        state.libraries.adafruit = number_after(text, 0, line.number);
    }
}

/// Reads an item of the list; says which list goes on after it.
fn item(
    line: Line<'_>,
    list: List,
    state: &mut State,
    top: &mut Vec<Package>,
    remarks: &mut Vec<Remark>,
) -> List {
    let text = line.bullet().map_or(line.text(), |(_, rest)| rest);
    let found = match list {
        List::None => return List::None,
        List::Top => {
            let package = package(text, top.len() + 1, line.number);
            let found = package.is_some();
            top.extend(package);
            found
        }
        List::New | List::Updated => {
            let found = libraries(text, line.number);
            let into = if list == List::New { &mut state.new } else { &mut state.updated };
            into.extend_from_slice(&found);
            !found.is_empty()
        }
    };
    if found {
        return list;
    }
    // A list ends with a sentence; an item of it that can't be read is told.
    if line.bullet().is_none() {
        return List::None;
    }
    if is_nothing(text) {
        return list;
    }
    let what = if list == List::Top { "not a library with its downloads" } else { "not a library" };
    let start = plain(text);
    let start = head(&start, 60);
    remarks.push(Remark::unclear(line.number, format!("{what}: “{start}”")));
    list
}

/// `None`, `No new libraries this week`, `N/A`: where a list has no item.
fn is_nothing(text: &str) -> bool {
    let lower = head(text, 200).to_lowercase();
    let text = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let count = words.clone().count();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let says = match (first, second) {
        ("n", "a") => count == 2,
        ("no", second) => {
            count == 1
                || matches!(second, "new" | "updated" | "updates" | "update" | "changes" | "additions")
                || second.starts_with("librar")
        }
        ("there" | "we", "were" | "are" | "was" | "is" | "had" | "have") => {
            matches!(words.next(), Some("no" | "none"))
        }
        (first, _) => matches!(first, "" | "na" | "none" | "nothing" | "nil"),
    };
    says && count <= 10 && !text.contains("://")
}

/// `Adafruit CircuitPython Motor (adafruit-circuitpython-motor): 1066`
fn package(text: &str, rank: usize, line: usize) -> Option<Package> {
    let address = links(text).next().map(|link| address(link.address));
    let text = plain(text);
    let (name, number) = text.rsplit_once(':').or_else(|| text.rsplit_once(" - "))?;
    let downloads = number_right_after(number, 0, line)?;
    let name = name.trim();
    let (name, package) = match name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        Some((name, package)) => (name.trim(), Some(package.trim().to_owned())),
        None => (name, Some(name.to_owned()).filter(|name| is_package(name))),
    };
    Some(Package { rank, name: name.to_owned(), package, address, downloads, line })
}

/// Whether a name is as PyPI writes names.
fn is_package(name: &str) -> bool {
    name.contains('-') && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The number that ends before the given place.
fn number_before(text: &str, at: usize, line: usize) -> Option<Count> {
    let before = text[..at].trim_end_matches(|c: char| !c.is_ascii_digit());
    number::trailing(before).map(|number| count(number, line))
}

/// The first number after the given place.
fn number_after(text: &str, at: usize, line: usize) -> Option<Count> {
    let start = at + text[at..].find(|c: char| c.is_ascii_digit())?;
    number::leading(&text[start..]).map(|number| count(number, line))
}

/// The number at the given place, with nothing but punctuation before it.
fn number_right_after(text: &str, at: usize, line: usize) -> Option<Count> {
    let rest = &text[at..];
    let start = rest.find(|c: char| c.is_alphanumeric())?;
    number_after(&rest[start..], 0, line).filter(|_| rest[start..].starts_with(|c: char| c.is_ascii_digit()))
}

fn count((value, written): (u64, &str), line: usize) -> Count {
    Count { value, written: written.replace(is_space, " "), line }
}

/// Says what was found of the state and what was not.
pub(in crate::import) fn report(state: &State, remarks: &mut Vec<Remark>) {
    for (libraries, one, all) in [
        (&state.new, "new library", "new libraries"),
        (&state.updated, "updated library", "updated libraries"),
    ] {
        remarks.push(match libraries.first() {
            Some(first) => Remark::found(first.line, counted(libraries.len(), one)),
            None => Remark::missing(all),
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
    let stated = counts.total.as_ref().or(counts.adafruit.as_ref()).map(|count| count.line);
    remarks.push(match (counts.sum(), stated) {
        (Some(sum), Some(line)) => Remark::found(line, format!("{sum} libraries")),
        _ => Remark::missing("the number of libraries"),
    });
    remarks.push(match &state.boards {
        Some(boards) => Remark::found(boards.line, format!("{} boards supported by Blinka", boards.written)),
        None => Remark::missing("the number of boards that Blinka supports"),
    });
    for (release, kind) in [(&state.stable, "stable release"), (&state.next, "pre-release")] {
        if let Some(release) = release {
            remarks.push(Remark::found(release.line, format!("{kind} {}", release.version)));
        }
    }
}
