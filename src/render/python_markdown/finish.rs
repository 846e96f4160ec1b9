//! The steps after the inline markup: line breaks between blocks, attribute lists, abbreviations and escapes.

use super::attributes;
use super::element::{Elements, Id};
use super::stash;
use super::text::{Text, is_space, is_word};
use crate::text::Span;

fn line_break() -> Text {
    Text::made("\n", Span::default())
}

/// Adds line breaks between blocks (`PrettifyTreeprocessor`).
pub(super) fn separate(elements: &mut Elements, root: Id) {
    let line_break = line_break();
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        let element = &elements[id];
        if element.is_block && element.tag != "code" && element.tag != "pre" {
            let starts_with_block = element.children.first().is_some_and(|first| elements[*first].is_block);
            stack.extend(element.children.iter().filter(|child| elements[**child].is_block));
            if starts_with_block && element.text.is_blank() {
                elements[id].text = line_break.clone();
            }
        }
        if elements[id].tail.is_blank() {
            elements[id].tail = line_break.clone();
        }
    }
    for id in elements.in_order(root) {
        if elements[id].tag == "br" {
            let mut tail = Text::made("\n", Span::at(elements[id].tail.source().start));
            if !elements[id].tail.is_blank() {
                tail.append(&elements[id].tail);
            }
            elements[id].tail = tail;
        }
    }
}

/// Where an attribute list may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListPlace {
    /// At the end of the last line.
    SameLine,
    /// In a line of its own.
    OwnLine,
}

/// Sets the attributes of `{: … }` (`AttrListTreeprocessor`).
pub(super) fn attribute_lists(elements: &mut Elements, root: Id) {
    for id in elements.in_order(root) {
        if elements[id].is_block {
            block_attributes(elements, id);
            continue;
        }
        if elements[id].tail.is_empty() {
            continue;
        }
        let tail = elements[id].tail.clone();
        let Some((list, end)) = inline_list(&tail) else { continue };
        let (attributes, remainder) = attributes::read(list);
        assign(elements, id, attributes);
        let mut rest = Text::made(remainder.unwrap_or(""), tail.source_of(0..end));
        let after = tail.from(end);
        if rest.is_empty() {
            rest = after;
        } else {
            let mut whole = after;
            whole.append(&rest);
            rest = whole;
        }
        elements[id].tail = rest;
    }
}

fn block_attributes(elements: &mut Elements, id: Id) {
    let element = &elements[id];
    let is_heading = element.is_heading();
    let place = match element.tag.as_ref() {
        "dt" | "td" | "th" => ListPlace::SameLine,
        _ if is_heading => ListPlace::SameLine,
        _ => ListPlace::OwnLine,
    };
    // The child whose tail ends the text of the element.
    let last = if element.tag == "li" && !element.children.is_empty() {
        let list = element.children.iter().position(|child| elements[*child].is_list());
        match list {
            None => element.children.last().copied().filter(|last| !elements[*last].tail.is_empty()),
            Some(0) => None,
            Some(at) => Some(element.children[at - 1]).filter(|last| !elements[*last].tail.is_empty()),
        }
    } else {
        element.children.last().copied().filter(|last| !elements[*last].tail.is_empty())
    };
    let text = last.map_or_else(|| element.text.clone(), |last| elements[last].tail.clone());
    let Some((start, list)) = list_at_end(&text, place) else { return };
    let (attributes, remainder) = attributes::read(list);
    if remainder.is_some() {
        return;
    }
    let mut rest = text.until(start);
    if is_heading {
        rest = rest.without_at_end('#').trimmed_end();
    }
    assign(elements, id, attributes);
    match last {
        Some(last) => elements[last].tail = rest,
        None => elements[id].text = rest,
    }
}

/// The start of what is cut off, and the list without its braces.
fn list_at_end(text: &str, place: ListPlace) -> Option<(usize, &str)> {
    // `$` also matches before a line break at the end.
    let text = text.strip_suffix('\n').unwrap_or(text).trim_end_matches(' ');
    let inner = text.strip_suffix('}')?;
    let line = inner.rfind('\n').map_or(0, |at| at + 1);
    let open = match place {
        ListPlace::OwnLine => {
            let blanks = inner[line..].len() - inner[line..].trim_start_matches(' ').len();
            (line > 0).then_some(line + blanks)?
        }
        ListPlace::SameLine => inner[line..]
            .match_indices('{')
            .map(|(at, _)| line + at)
            .find(|open| inner[..*open].ends_with(' ') && list_in(&inner[*open..]).is_some())?,
    };
    let list = list_in(&inner[open..])?;
    let start = match place {
        ListPlace::OwnLine => line - 1,
        ListPlace::SameLine => inner[..open].trim_end_matches(' ').len(),
    };
    Some((start, list))
}

/// The list behind a brace and perhaps a colon: it begins with neither a brace nor a blank.
fn list_in(text: &str) -> Option<&str> {
    let list = text.strip_prefix('{')?;
    let list = list.strip_prefix(':').unwrap_or(list).trim_start_matches(' ');
    (!list.is_empty() && !list.starts_with(['}', '\n'])).then_some(list)
}

/// A list at the start of the text behind an inline element, and its end.
fn inline_list(text: &str) -> Option<(&str, usize)> {
    let line = text.split('\n').next()?;
    let close = line.rfind('}')?;
    Some((list_in(&line[..close])?, close + 1))
}

fn assign(elements: &mut Elements, id: Id, attributes: Vec<attributes::Attribute>) {
    for attribute in attributes {
        let element = &mut elements[id];
        if attribute.name == "." {
            let class = match element.attribute("class").filter(|class| !class.is_empty()) {
                Some(class) => format!("{class} {}", attribute.value),
                None => attribute.value,
            };
            element.set("class", class);
        } else {
            element.set(attributes::sanitized(&attribute.name), attribute.value);
        }
    }
}

/// Wraps abbreviations (`AbbrTreeprocessor`).
pub(super) fn abbreviations(elements: &mut Elements, root: Id, abbreviations: &[(String, String)]) {
    if abbreviations.is_empty() {
        return;
    }
    let mut longest_first: Vec<&(String, String)> = abbreviations.iter().collect();
    longest_first.sort_by_key(|(name, _)| std::cmp::Reverse(name.chars().count()));
    for id in elements.in_order(root) {
        if elements[id].tag == "abbr" {
            continue;
        }
        let text = elements[id].text.clone();
        let (before, found) = wrapped(elements, &text, &longest_first);
        elements[id].text = before;
        elements[id].children.splice(0..0, found);
        let mut at = 0;
        while let Some(child) = elements[id].children.get(at).copied() {
            at += 1;
            if elements[child].tag == "abbr" {
                continue;
            }
            let tail = elements[child].tail.clone();
            let (before, found) = wrapped(elements, &tail, &longest_first);
            elements[child].tail = before;
            let count = found.len();
            elements[id].children.splice(at..at, found);
            at += count;
        }
    }
}

/// The text before the first abbreviation, and the abbreviations with the text behind each.
fn wrapped(elements: &mut Elements, text: &Text, names: &[&(String, String)]) -> (Text, Vec<Id>) {
    let (mut before, mut found): (Option<Text>, Vec<Id>) = (None, Vec::new());
    let (mut at, mut copied) = (0, 0);
    while at < text.len() {
        let is_start = text[..at].chars().next_back().is_none_or(|character| !is_word(character));
        let name = names.iter().find(|(name, _)| {
            let end = at + name.len();
            let starts_at_boundary = is_start == name.starts_with(is_word);
            let next_is_word = text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(is_word);
            starts_at_boundary
                && text[at..].starts_with(name.as_str())
                && next_is_word != name.ends_with(is_word)
        });
        let Some((name, title)) = name else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let gap = text.slice(copied..at);
        match found.last() {
            Some(last) => elements[*last].tail = gap,
            None => before = Some(gap),
        }
        let element = elements.add("abbr");
        elements[element].set("title", title.clone());
        elements[element].text = text.slice(at..at + name.len()).atomic();
        elements[element].span = Some(text.source_of(at..at + name.len()));
        found.push(element);
        at += name.len();
        copied = at;
    }
    match (before, found.last()) {
        (Some(before), Some(last)) => {
            elements[*last].tail = text.from(copied);
            (before, found)
        }
        _ => (text.clone(), found),
    }
}

/// Replaces the placeholders of escaped characters (`UnescapeTreeprocessor`).
pub(super) fn unescape(elements: &mut Elements, root: Id) {
    for id in elements.in_order(root) {
        let element = &mut elements[id];
        if element.tag != "code"
            && let Some(text) = stash::unescape(&element.text)
        {
            element.text = Text::made(&text, element.text.source());
        }
        if let Some(tail) = stash::unescape(&element.tail) {
            element.tail = Text::made(&tail, element.tail.source());
        }
        for (_, value) in &mut element.attributes {
            if let Some(unescaped) = stash::unescape(value) {
                *value = unescaped;
            }
        }
    }
}

/// True for a text without anything but white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}
