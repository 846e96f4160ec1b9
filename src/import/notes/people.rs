//! Hug reports and status updates, person by person.

use std::collections::HashSet;

use super::Person;
use super::clean::plain;
use super::lines::{Line, head};
use super::prose::prose;
use super::sections::Section;

/// A line that a person's part begins with.
struct Name {
    handle: String,
    notes: Vec<String>,
    /// What stands in the same line.
    rest: String,
}

pub(super) fn read(section: &Section<'_>, people: &mut Vec<Person>) {
    let known = known(section);
    let mut lines = section.lines().peekable();
    let mut person: Option<(Person, Vec<Line<'_>>)> = None;
    let mut after_blank = true;
    let mut in_code = false;
    while let Some(line) = lines.next() {
        in_code ^= line.is_fence();
        let name = if in_code || line.is_blank() {
            None
        } else {
            let mut following = lines.clone().take(4).filter(|line| !line.is_blank());
            let before_list = || following.next().is_some_and(|line| line.bullet().is_some());
            name(line, after_blank, &known, before_list)
        };
        after_blank = line.is_blank();
        if let Some(name) = name {
            people.extend(person.take().map(finished));
            let new = Person { handle: name.handle, notes: name.notes, text: name.rest, line: line.number };
            person = Some((new, Vec::new()));
        } else if let Some((_, text)) = &mut person {
            text.push(line);
        }
    }
    people.extend(person.map(finished));
}

fn finished((mut person, lines): (Person, Vec<Line<'_>>)) -> Person {
    let text = prose(lines.into_iter());
    if !person.text.is_empty() && !text.is_empty() {
        person.text.push_str("\n\n");
    }
    person.text.push_str(&text);
    person
}

/// The names that the section writes with an `@`, in small letters, without it.
fn known(section: &Section<'_>) -> HashSet<String> {
    let mut known = HashSet::new();
    for line in section.lines().filter(|line| line.raw.len() < 200 && line.bullet().is_none()) {
        let text = line.peeled().text;
        if let Some(name) = text.strip_prefix('@') {
            let end = name
                .find(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | ':' | ','))
                .unwrap_or(name.len());
            known.insert(name[..end].to_lowercase());
        }
    }
    known
}

fn name(
    line: Line<'_>,
    after_blank: bool,
    known: &HashSet<String>,
    before_list: impl FnOnce() -> bool,
) -> Option<Name> {
    if line.bullet().is_some() || line.indent() > 2 {
        return None;
    }
    let peeled = line.peeled();
    // `(@name text only)`
    let inside = peeled.text.strip_prefix("(@").and_then(|text| text.strip_suffix(')'));
    let inside = inside.map(|_| &peeled.text[1..peeled.text.len() - 1]);
    let text = inside.unwrap_or(peeled.text).trim_start_matches(['*', '_', '\\']);
    let is_marked = peeled.hashes > 0 || peeled.is_bold || peeled.time.is_some();
    if text.starts_with('@') {
        let is_alone = after_blank || is_marked || is_short(text);
        return is_alone.then(|| parted(text));
    }
    let first = text.split([' ', '(', '[', ':']).next().unwrap_or_default();
    let words = text.split(['(', '[']).next().unwrap_or_default().split_whitespace().count();
    let is_name = words <= 3 && !text.trim_end().ends_with(['.', '!', '?', ':']) && !is_of_time(first);
    let is_person = match words {
        0 => false,
        _ if known.contains(&first.to_lowercase()) && words == 1 => true,
        _ if peeled.time.is_some() => is_name && (text.contains(['(', '[']) || before_list()),
        1 => is_name && after_blank && !peeled.text.contains("://") && before_list(),
        _ => (peeled.hashes > 0 || peeled.is_bold) && is_name && before_list(),
    };
    is_person.then(|| parted(text))
}

/// `Last week`, `This week` and the like head a list, and are nobody's name.
fn is_of_time(word: &str) -> bool {
    let words =
        ["last", "this", "next", "previous", "current", "past", "today", "lw", "tw", "personal", "todo"];
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

fn is_short(text: &str) -> bool {
    text.len() < 60
}

/// A name, what stands in brackets after it, and what follows.
fn parted(text: &str) -> Name {
    let text = plain(text);
    let mut text = text.replace("**", "");
    if text.starts_with("@[") {
        text.retain(|c| c != '[' && c != ']');
    }
    let at = usize::from(text.starts_with('@'));
    let end = handle_end(&text[at..]) + at;
    let mut name = Name { handle: text[..end].trim().to_owned(), notes: Vec::new(), rest: String::new() };
    let mut rest = text[end..].trim_start();
    while let Some(close) = closing(rest) {
        let note = rest[1..close].trim();
        if !note.is_empty() {
            name.notes.push(note.to_owned());
        }
        rest = rest[close + 1..].trim_start_matches([' ', ':', ';', ',']);
    }
    let mut rest = rest.trim_start_matches([' ', ':', '-', '–', '—', ',', '\\']);
    // `@name - (lurking) hello`
    if let Some(close) = closing(rest).filter(|close| is_remark(&rest[1..*close])) {
        name.notes.push(rest[1..close].to_owned());
        rest = rest[close + 1..].trim_start();
    }
    // `@name lurking`
    let handle = name.handle.clone();
    if let Some((before, last)) =
        handle.rsplit_once(' ').filter(|(_, last)| is_remark(last) && rest.is_empty())
    {
        before.clone_into(&mut name.handle);
        name.notes.push(last.to_owned());
    }
    // `@name - lurking`
    if rest.len() < 40 && is_remark(rest) {
        name.notes.push(rest.to_owned());
    } else {
        rest.clone_into(&mut name.rest);
    }
    name
}

/// What says how somebody takes part, and nothing else.
fn is_remark(text: &str) -> bool {
    let lower = text.to_lowercase();
    let start = lower.split([' ', ',', '-']).next().unwrap_or_default();
    matches!(start, "lurking" | "lurker" | "absent" | "hosting" | "host" | "text")
        && lower.split_whitespace().count() <= 2
        || matches!(
            lower.as_str(),
            "missing meeting" | "not present" | "notes only" | "notes doc only" | "just lurking"
        )
}

/// Where the bracket that a text begins with closes.
fn closing(text: &str) -> Option<usize> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    head(text, 200).find(close)
}

/// Where a name ends: before a bracket, a dash or a colon; else it has up to three words.
fn handle_end(text: &str) -> usize {
    let window = head(text, 80);
    let signs = [" - ", " – ", " — ", "(", "[", ": ", " -", "- "];
    let sign = signs.iter().filter_map(|sign| window.find(sign)).min();
    let sign = sign.or_else(|| window.strip_suffix([':', '-']).map(str::len));
    let first = window.find(' ').unwrap_or(window.len());
    match sign {
        Some(end) if window[..end].split_whitespace().count() <= 3 => end,
        None if text.split_whitespace().take(5).count() <= 3 => text.trim_end_matches(':').len(),
        _ => window[..first].trim_end_matches(':').len(),
    }
}
