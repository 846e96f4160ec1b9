//! Reads the part that a library report generates, line by line.

use std::borrow::Cow;

use super::clean::inline;
use super::libraries::libraries;
use super::lines::{Line, is_space};
use super::packages::{is_nothing, package};
use super::sections::Section;
use super::state::{Count, Downloads, LibraryCount, Package, State};
use super::unread::{Unread, quoted};
use crate::import::{Remark, number};
use crate::profile::grammar::{Part, Phrase, StateGrammar};

/// The list that a line belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    New,
    Updated,
    Top,
    /// Directly below the title of the library updates, which does not distinguish new and updated.
    Unnamed,
}

/// Reads all sections of the state.
pub(in crate::import) fn read(sections: &[Section<'_>], remarks: &mut Vec<Remark>) -> State {
    let mut state = State::default();
    let mut top = Vec::new();
    for section in
        sections.iter().filter(|section| section.part.is_of_state() || section.part == Part::Opening)
    {
        let grammar = &section.grammar.state;
        if section.part == Part::Opening {
            // The library report counts the bundle before its first title.
            section.lines().for_each(|line| in_bundle(line, grammar, &mut state));
            continue;
        }
        // If there are no updates, the title has no lines.
        state.has_updates |= section.part == Part::Updates;
        let mut list = if section.part == Part::Updates { List::Unnamed } else { List::None };
        let mut unread = Unread::default();
        for line in section.lines().filter(|line| !line.is_blank()) {
            let bullet = line.escaped_bullet().map(|(_, rest)| rest);
            let text = content(line, bullet);
            if let Some(begun) = list_of(&text, grammar) {
                state.has_updates |= matches!(begun, List::New | List::Updated);
                list = begun;
            } else if !fact(&text, line.number, section, &mut state, remarks) {
                list = item(line, bullet, list, &mut state, &mut top, remarks);
                if list == List::None && !is_known(line, bullet, section) {
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
                    "the most downloaded libraries, without the total of downloads",
                ));
            }
        }
    }
    state
}

/// The text of a line without its marker, title marks and escapes.
fn content<'a>(line: Line<'a>, bullet: Option<&'a str>) -> Cow<'a, str> {
    let text = Line { raw: bullet.unwrap_or(line.raw), ..line }.peeled().text;
    if text.contains('\\') && text.len() <= 400 { Cow::Owned(inline(text)) } else { Cow::Borrowed(text) }
}

/// The list that a line is the title of.
fn list_of(text: &str, grammar: &StateGrammar) -> Option<List> {
    if text.len() > 80 || !text.starts_with(['n', 'N', 'u', 'U', 't', 'T']) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("top ") {
        let is_title = rest.contains("libraries") && !rest.ends_with(|c: char| c.is_ascii_digit());
        return is_title.then_some(List::Top);
    }
    // Documents with another order have the totals after this list.
    if lower.starts_with("total ") {
        let is_title = !lower.contains(|c: char| c.is_ascii_digit()) && lower.contains("librar");
        return is_title.then_some(List::None);
    }
    let list = [("new ", List::New), ("updated ", List::Updated)];
    let (rest, list) = list.into_iter().find_map(|(word, list)| Some((lower.strip_prefix(word)?, list)))?;
    let rest = grammar.list_owners.iter().find_map(|owner| owner.strip_word_from(rest)).unwrap_or(rest);
    let rest =
        rest.strip_prefix("libraries")?.trim_matches(|c| is_space(c) || matches!(c, ':' | '!' | '*' | '#'));
    (rest.is_empty() || rest.starts_with('(') || rest.starts_with("in the ")).then_some(list)
}

/// Reads a line with one fact. Returns false if it has no fact.
fn fact(
    text: &str,
    line: usize,
    section: &Section<'_>,
    state: &mut State,
    remarks: &mut Vec<Remark>,
) -> bool {
    let grammar = &section.grammar.state;
    if text.len() > 400 || text.starts_with("http") || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let find = |phrases: &[Phrase]| phrases.iter().find_map(|phrase| phrase.find_in(&lower));
    if let Some(at) = find(&grammar.downloads) {
        let total = number_before(text, at, line);
        let libraries = number_after(text, at, line);
        match total {
            Some(total) if state.downloads.is_none() => {
                state.downloads = Some(Downloads { total, libraries, top: Vec::new() });
            }
            Some(_) => {}
            None => remarks.push(Remark::unclear(line, "the total of downloads")),
        }
        return true;
    }
    if let Some(at) = find(&grammar.boards) {
        // The boards of the core are counted in an earlier part.
        if matches!(section.part, Part::Core | Part::Overall) {
            return true;
        }
        let found = number_after(text, at, line);
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
    let counts = Counts { text, lower: &lower, line };
    library_count(counts, grammar, state, remarks)
}

/// A line that may count libraries, also in lower case.
#[derive(Clone, Copy)]
struct Counts<'a> {
    text: &'a str,
    lower: &'a str,
    line: usize,
}

/// `Adafruit Libraries: 338 Community Libraries: 143 (Total: 481)`, `Number of libraries: 481`.
fn library_count(
    counts: Counts<'_>,
    grammar: &StateGrammar,
    state: &mut State,
    remarks: &mut Vec<Remark>,
) -> bool {
    let Counts { text, lower, line } = counts;
    let after_one = |title: &Phrase| {
        let at = title.find_in(lower)? + title.as_str().len();
        number_right_after(text, at, line)
    };
    let after = |titles: &[Phrase]| titles.iter().find_map(after_one);
    let own = after(&grammar.own_bundle);
    let community = after(&grammar.community_bundle);
    let total = after(&grammar.all_libraries);
    let is_stated = own.is_some() && community.is_some() || total.is_some();
    if !is_stated {
        return false;
    }
    let total = total.or_else(|| lower.find("total").and_then(|at| number_after(text, at, line)));
    let sum = own.as_ref().zip(community.as_ref()).map(|(one, other)| one.value.saturating_add(other.value));
    if let (Some(total), Some(sum)) = (&total, sum)
        && total.value != sum
    {
        remarks.push(Remark::unclear(
            line,
            format!("{} libraries in total, but the parts add up to {sum}", total.written),
        ));
    }
    state.libraries = LibraryCount { total, own, community };
    true
}

/// `Found 326 submodules in the bundle.`
fn in_bundle(line: Line<'_>, grammar: &StateGrammar, state: &mut State) {
    let text = line.text();
    if text.len() < 100
        && state.libraries.own.is_none()
        && grammar.bundle_count.iter().any(|end| end.ends(text))
    {
        state.libraries.own = number_after(text, 0, line.number);
    }
}

/// Reads an item of the list, and returns the list that continues after it.
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
    // A sentence ends a list. An item that can't be read becomes a remark.
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

/// True for a line of the report that newsletters do not use: counts of pull requests and issues,
/// their authors and links, downloads by board, labels.
fn is_known(line: Line<'_>, bullet: Option<&str>, section: &Section<'_>) -> bool {
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
    // A fact that these parts should have, in an unknown wording.
    let is_wanted = match section.part {
        Part::Boards => says("oard"),
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
    let is_ignored = || {
        let lower = text.to_ascii_lowercase();
        section.grammar.state.ignored.iter().any(|phrase| phrase.find_in(&lower).is_some())
    };
    text.is_empty()
        || is_count
        || text.ends_with(':')
        || is_ignored()
        || line.is_rule()
        || line.peeled().hashes > 0
}

/// The number that ends before the position.
fn number_before(text: &str, at: usize, line: usize) -> Option<Count> {
    let before = text[..at].trim_end_matches(|c: char| !c.is_ascii_digit());
    number::trailing(before).map(|number| count(number, line))
}

/// The first number after the position.
fn number_after(text: &str, at: usize, line: usize) -> Option<Count> {
    let start = at + text[at..].find(|c: char| c.is_ascii_digit())?;
    number::leading(&text[start..]).map(|number| count(number, line))
}

/// The number at the position, after punctuation only.
pub(super) fn number_right_after(text: &str, at: usize, line: usize) -> Option<Count> {
    let rest = &text[at..];
    let start = rest.find(|c: char| c.is_alphanumeric())?;
    number_after(&rest[start..], 0, line).filter(|_| rest[start..].starts_with(|c: char| c.is_ascii_digit()))
}

fn count((value, written): (u64, &str), line: usize) -> Count {
    Count { value, written: written.replace(is_space, " "), line }
}
