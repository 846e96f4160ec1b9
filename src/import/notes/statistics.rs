//! Reads the part that the library report gives, line by line.

use std::borrow::Cow;

use super::clean::inline;
use super::libraries::libraries;
use super::lines::{Line, is_space};
use super::packages::{is_nothing, package};
use super::sections::{Part, Section};
use super::state::{Count, Downloads, LibraryCount, Package, State};
use super::unread::{Unread, quoted};
use crate::import::{Remark, number};

/// The list that the lines belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    New,
    Updated,
    Top,
    /// Directly under the title of the library updates, which says nothing of new or updated ones.
    Unnamed,
}

/// Reads all sections of the state.
pub(in crate::import) fn read(sections: &[Section<'_>], remarks: &mut Vec<Remark>) -> State {
    let mut state = State::default();
    let mut top = Vec::new();
    for section in
        sections.iter().filter(|section| section.part.is_of_state() || section.part == Part::Opening)
    {
        if section.part == Part::Opening {
            // The library report counts the bundle before its first title.
            section.lines().for_each(|line| in_bundle(line, &mut state));
            continue;
        }
        // Where nothing is new, its title stands alone.
        state.has_updates |= section.part == Part::Updates;
        let mut list = if section.part == Part::Updates { List::Unnamed } else { List::None };
        let mut unread = Unread::default();
        for line in section.lines().filter(|line| !line.is_blank()) {
            let bullet = line.escaped_bullet().map(|(_, rest)| rest);
            let text = content(line, bullet);
            if let Some(begun) = list_of(&text) {
                state.has_updates |= matches!(begun, List::New | List::Updated);
                list = begun;
            } else if !fact(&text, line.number, section.part, &mut state, remarks) {
                list = item(line, bullet, list, &mut state, &mut top, remarks);
                if list == List::None && !is_known(line, bullet, section.part) {
                    unread.push(line);
                    continue;
                }
            }
            unread.end(remarks);
        }
        unread.end(remarks);
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
fn content<'a>(line: Line<'a>, bullet: Option<&'a str>) -> Cow<'a, str> {
    let text = Line { raw: bullet.unwrap_or(line.raw), ..line }.peeled().text;
    if text.contains('\\') && text.len() <= 400 { Cow::Owned(inline(text)) } else { Cow::Borrowed(text) }
}

/// Which list a line is the title of.
fn list_of(text: &str) -> Option<List> {
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
fn fact(text: &str, line: usize, part: Part, state: &mut State, remarks: &mut Vec<Remark>) -> bool {
    let says = |word: &str| text.contains(word);
    let may_be = text.len() <= 400
        && !text.starts_with("http")
        && (says("over") || says("boards") || says("ibraries") || says("undle"));
    if !may_be || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    if let Some(at) = lower.find("pypi downloads over") {
        let total = number_before(text, at, line);
        let libraries = number_after(text, at, line);
        match total {
            Some(total) if state.downloads.is_none() => {
                state.downloads = Some(Downloads { total, libraries, top: Vec::new() });
            }
            Some(_) => {}
            None => remarks.push(Remark::unclear(line, "the downloads in all")),
        }
        return true;
    }
    if lower.contains("supported boards") {
        // Boards of CircuitPython itself are counted in the part before.
        if matches!(part, Part::Core | Part::Overall) {
            return true;
        }
        let found = lower.find("supported boards").and_then(|at| number_after(text, at, line));
        match (&state.boards, found) {
            (None, found @ Some(_)) => state.boards = found,
            (Some(known), Some(found)) if found.value != known.value => {
                let text = format!(
                    "{} supported boards, but line {} has {}",
                    found.written, known.line, known.written
                );
                remarks.push(Remark::unclear(line, text));
            }
            (_, Some(_)) => {}
            (_, None) => return false,
        }
        return true;
    }
    library_count(text, &lower, line, state, remarks)
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
    bullet: Option<&str>,
    list: List,
    state: &mut State,
    top: &mut Vec<Package>,
    remarks: &mut Vec<Remark>,
) -> List {
    let text = bullet.unwrap_or(line.text());
    let found = match list {
        List::None => return List::None,
        List::Unnamed if bullet.is_none() => {
            // `These were updated:`
            let leads = line.text().ends_with(':') && state.updated.is_empty();
            return if leads { list } else { List::None };
        }
        List::Top => {
            let package = package(text, top.len() + 1, line.number);
            let found = package.is_some();
            top.extend(package);
            found
        }
        List::New | List::Updated | List::Unnamed => {
            let found = libraries(text, line.number);
            let into = if list == List::New { &mut state.new } else { &mut state.updated };
            if list == List::Unnamed && into.is_empty() && !found.is_empty() {
                let text = "the list is called neither new nor updated: its libraries are read as updated";
                remarks.push(Remark::unclear(line.number, text));
            }
            into.extend_from_slice(&found);
            !found.is_empty()
        }
    };
    if found {
        return list;
    }
    // A list ends with a sentence; an item of it that can't be read is told.
    if bullet.is_none() {
        return List::None;
    }
    if is_nothing(text) {
        return list;
    }
    let what = if list == List::Top { "not a library with its downloads" } else { "not a library" };
    remarks.push(Remark::unclear(line.number, format!("{what}: {}", quoted(text))));
    list
}

/// Whether a line of the state is of those that the report has and the newsletter does not take: counts
/// of pull requests and issues, who made them and where they are, downloads by board, labels.
fn is_known(line: Line<'_>, bullet: Option<&str>, part: Part) -> bool {
    let text = line.text();
    // Most lines are links of a list.
    if bullet.is_some_and(|rest| rest.starts_with("http")) {
        return true;
    }
    let is_link = text.contains("://") && (bullet.is_some() || text.starts_with(['h', '<', '[']));
    if text.starts_with('|') || is_link {
        return true;
    }
    let text = bullet.unwrap_or(text).trim_matches(['*', '_', ' ', '\\']);
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let says = |word: &str| text.contains(word);
    // What is asked of these parts, in words that are not understood.
    let is_wanted = match part {
        Part::Blinka => says("oard"),
        Part::Libraries | Part::Downloads | Part::Updates => says("ibraries") && !says("issue"),
        _ => false,
    };
    if has_digit && is_wanted && text.len() < 100 {
        return false;
    }
    let number = text.strip_prefix('-').unwrap_or(text);
    let is_count = number.starts_with(|c: char| c.is_ascii_digit())
        || text.ends_with(|c: char| c.is_ascii_digit())
        || text.len() < 200 && has_digit && bullet.is_some();
    let of_report = ["report contains", "ownload stat", "erged pull requests", "pen issues"];
    text.is_empty()
        || is_count
        || text.ends_with(':')
        || of_report.into_iter().any(says)
        || line.is_rule()
        || line.peeled().hashes > 0
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
pub(super) fn number_right_after(text: &str, at: usize, line: usize) -> Option<Count> {
    let rest = &text[at..];
    let start = rest.find(|c: char| c.is_alphanumeric())?;
    number_after(&rest[start..], 0, line).filter(|_| rest[start..].starts_with(|c: char| c.is_ascii_digit()))
}

fn count((value, written): (u64, &str), line: usize) -> Count {
    Count { value, written: written.replace(is_space, " "), line }
}
