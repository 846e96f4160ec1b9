//! A text in which the values of its own issue are replaced by parts, so that texts of several issues compare equal.

use crate::outline::template::{Part, Values, values_in};

/// The parts of a text of an issue. Line ends are `\n`.
pub(super) fn form(text: &str, issue: Values) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut done = 0;
    let push = |parts: &mut Vec<Part>, text: &str| {
        if !text.is_empty() {
            parts.push(Part::Text(text.replace("\r\n", "\n")));
        }
    };
    for found in values_in(text).into_iter().filter(|found| found.value.is_of(issue)) {
        push(&mut parts, &text[done..found.span.start]);
        parts.extend(found.parts);
        done = found.span.end;
    }
    push(&mut parts, &text[done..]);
    merged(parts)
}

/// Joins neighbouring texts.
fn merged(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => joined.push(part),
        }
    }
    joined
}

/// The common beginning of several forms, if it names the issue or ends with a mark: `Issue 12:`, `News –`.
pub(super) fn beginning(forms: &[Vec<Part>]) -> Option<Vec<Part>> {
    let mut common = forms.first()?.clone();
    for other in &forms[1..] {
        common = shared(&common, other);
    }
    if let Some(Part::Text(text)) = common.last_mut() {
        text.truncate(text.trim_end().len());
        if text.is_empty() {
            common.pop();
        }
    }
    let names_issue = common.iter().any(|part| !matches!(part, Part::Text(_)));
    let ends_with_mark = match common.last() {
        Some(Part::Text(text)) => !text.ends_with(char::is_alphanumeric),
        _ => true,
    };
    (!common.is_empty() && (names_issue || ends_with_mark)).then_some(common)
}

/// The common beginning of two forms, in whole words.
fn shared(one: &[Part], other: &[Part]) -> Vec<Part> {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let mut parts = one[..same].to_vec();
    if let (Some(Part::Text(a)), Some(Part::Text(b))) = (one.get(same), other.get(same)) {
        let text = shared_words(a, b);
        if !text.is_empty() {
            parts.push(Part::Text(text.to_owned()));
        }
    }
    parts
}

fn shared_words<'t>(one: &'t str, other: &str) -> &'t str {
    let len: usize =
        one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let is_word_end = |text: &str| text[len..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    if is_word_end(one) && is_word_end(other) {
        return &one[..len];
    }
    let end = one[..len].char_indices().rev().find(|(_, c)| !c.is_alphanumeric());
    end.map_or("", |(at, c)| &one[..at + c.len_utf8()])
}
