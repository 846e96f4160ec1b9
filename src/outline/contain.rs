//! Keeps what is typed or pasted into one field from changing the rest of the draft: a heading in a
//! story's text would take the stories after it into a section of its own.

use super::{Field, Input, Outline, Slot};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::{Bias, Edits, Span};

/// How a value was written so that everything outside of its field stays what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Containment {
    AsTyped,
    /// Without the line breaks at its end, behind which a source would be a list.
    Trimmed,
    /// Marks were escaped; the first line that had one.
    Escaped(String),
    /// Its lines were joined.
    Joined,
    /// Not at all: the draft and the field stay as they are.
    Refused,
}

/// Writes a value like [`Field::write`], but lets no section, slot, field or link elsewhere vanish or
/// change because of it: marks that would do that are escaped, lines are joined, and where neither
/// helps, nothing is written.
pub fn write_contained(
    field: &mut Field,
    typed: &str,
    draft: &Draft,
    profile: &Profile,
) -> (Edits, Containment) {
    let mut plain = field.clone();
    let edits = plain.write(typed, draft);
    if edits.is_empty() || !may_reach_out(field, typed, draft) {
        *field = plain;
        return (edits, Containment::AsTyped);
    }
    let shape = Shape::new(field, draft, profile);
    if shape.is_kept_by(&edits, typed) {
        *field = plain;
        return (edits, Containment::AsTyped);
    }
    let trimmed = typed.trim_end_matches([' ', '\t', '\r', '\n']);
    let mut other = field.clone();
    let edits = other.write(trimmed, draft);
    if trimmed.len() < typed.len() && !trimmed.is_empty() && shape.is_kept_by(&edits, trimmed) {
        *field = other;
        return (edits, Containment::Trimmed);
    }
    let joined = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    for (text, marks, is_joined) in
        [(trimmed, Marks::Sections, false), (trimmed, Marks::All, false), (&joined, Marks::All, true)]
    {
        let (text, first) = escaped(text, marks, profile);
        let mut other = field.clone();
        let edits = other.write(&text, draft);
        if shape.is_kept_by(&edits, typed) {
            *field = other;
            let how = match first {
                Some(line) if !is_joined => Containment::Escaped(line),
                _ => Containment::Joined,
            };
            return (edits, how);
        }
    }
    (Edits::default(), Containment::Refused)
}

/// True if the value could be more than words: most are not, and need no look at the whole draft.
fn may_reach_out(field: &Field, typed: &str, draft: &Draft) -> bool {
    let begins_with_mark = || {
        let first = typed.trim_start_matches([' ', '\t']).chars().next();
        first.is_none_or(|c| "#=-`~<[*+>_|:&".contains(c) || c.is_ascii_digit()) || typed.starts_with('\t')
    };
    let begins_line = || {
        let before = |at: usize| draft.text().get(..at).unwrap_or("");
        field.spans.iter().any(|span| before(span.start).trim_end_matches([' ', '\t']).ends_with('\n'))
    };
    match field.input {
        Input::Value => false,
        Input::Markdown => {
            (typed.contains(['\n', '\r']) || begins_with_mark())
                && !differs_in_words(field.value(draft), typed)
        }
        Input::Line => typed.is_empty() || (begins_line() && begins_with_mark()),
        Input::Bracketed | Input::Address | Input::Path => typed.is_empty(),
    }
}

/// True if two values differ in nothing but words of one line that begins with a letter in both. In
/// HTML words may end a tag.
fn differs_in_words(old: &str, new: &str) -> bool {
    let same = |(a, b): &(char, char)| a == b;
    let before: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let after = old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(same);
    let after: usize = after.map(|(c, _)| c.len_utf8()).sum();
    let is_words = |rest: &str| {
        rest[..rest.len() - after].chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '\''))
    };
    // The white space before the line's words, where they begin with a letter.
    let indent = |text: &str| {
        let start = text[..before].rfind('\n').map_or(0, |at| at + 1);
        let words = text[start..].trim_start_matches([' ', '\t']);
        let indent = text.len() - start - words.len();
        words.starts_with(char::is_alphabetic).then_some(indent)
    };
    !old.contains('<') && is_words(old_rest) && is_words(new_rest) && {
        let indent_before = indent(old);
        indent_before.is_some() && indent_before == indent(new)
    }
}

/// What a draft is made of before a change of one field.
struct Shape<'a> {
    draft: &'a Draft,
    profile: &'a Profile,
    outline: Outline,
    /// The slot that the field is in.
    own: Option<usize>,
    /// That slot and the field's places, which may lie behind it while it has no text.
    reach: Option<Span>,
    /// How many of the slot's fields are neither the field nor in its text.
    beside: usize,
}

impl<'a> Shape<'a> {
    fn new(field: &Field, draft: &'a Draft, profile: &'a Profile) -> Shape<'a> {
        let outline = Outline::new(draft, profile);
        let holds = |slot: &Slot| slot.all_fields().any(|one| one.spans == field.spans);
        let own = outline.slots.iter().position(holds);
        let slot = own.map(|own| &outline.slots[own]);
        let reach = slot.map(|slot| field.spans.iter().fold(slot.span, |reach, span| reach.cover(*span)));
        let is_beside = |other: &&Field| {
            !other.spans.iter().all(|span| field.spans.iter().any(|own| own.contains(*span)))
        };
        let beside = slot.map_or(0, |slot| slot.all_fields().filter(is_beside).count());
        Shape { draft, profile, outline, own, reach, beside }
    }

    /// True if the changed draft has the same front matter, sections, slots and links, but for what
    /// is new in the field itself.
    fn is_kept_by(&self, edits: &Edits, value: &str) -> bool {
        let is_emptied = value.trim().is_empty();
        let draft = self.draft.clone().edit(edits);
        let outline = Outline::new(&draft, self.profile);
        let moved = |old: usize, new: usize| {
            edits.map(old, Bias::Before) == new || edits.map(old, Bias::After) == new
        };
        let sections = self.outline.sections.len() == outline.sections.len()
            && self.outline.sections.iter().zip(&outline.sections).all(|(old, new)| {
                old.id == new.id
                    && old.heading.is_some() == new.heading.is_some()
                    && moved(old.span.start, new.span.start)
            });
        // Both are in order, so one pass finds each slot again.
        let mut rest = outline.slots.iter();
        let slots = self.outline.slots.iter().enumerate().all(|(n, old)| {
            let is_own = self.own == Some(n);
            let mut ahead = rest.clone();
            let again = ahead.find(|new| {
                old.kind == new.kind && old.section == new.section && moved(old.span.start, new.span.start)
            });
            // Half typed text may look like no slot for a while; without any, there is no way back.
            let Some(new) = again else { return is_own && !is_emptied };
            rest = ahead;
            let fields = new.all_fields().count();
            if is_own { self.beside < fields } else { old.all_fields().count() <= fields }
        });
        sections
            && slots
            && self.draft.front_matter().is_some() == draft.front_matter().is_some()
            && self.keeps_links(&draft, edits)
    }

    /// True if as many links as before stand outside of the field's slot.
    fn keeps_links(&self, draft: &Draft, edits: &Edits) -> bool {
        let Some(own) = self.reach else { return true };
        let count = |draft: &Draft, start: usize, end: usize| {
            draft.links().filter(|link| link.span.end <= start || link.span.start >= end).count()
        };
        let (start, end) = (edits.map(own.start, Bias::Before), edits.map(own.end, Bias::After));
        count(self.draft, own.start, own.end) == count(draft, start, end)
    }
}

/// Which marks are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// Those that reach beyond the text: headings that begin sections, code and HTML that nothing
    /// ends, definitions of labels.
    Sections,
    /// Every mark that makes a line more than words.
    All,
}

/// The text with a backslash before marks at the beginnings of its lines, and the first such line.
fn escaped(text: &str, marks: Marks, profile: &Profile) -> (String, Option<String>) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut out = String::with_capacity(text.len() + 4);
    let mut first = None;
    let mut code_ends = 0;
    for (n, line) in lines.iter().enumerate() {
        let words = line.trim_start_matches([' ', '\t']);
        let indent = &line[..line.len() - words.len()];
        if n < code_ends || words.trim().is_empty() {
            out.push_str(line);
            continue;
        }
        let rest = || lines[n + 1..].iter().copied();
        if let Some(fence) = fence_of(words) {
            let end = rest().position(|line| closes(line, fence));
            if let Some(end) = end.filter(|_| marks == Marks::Sections) {
                code_ends = n + end + 2;
                out.push_str(line);
                continue;
            }
        }
        let follows_words = n > 0 && !lines[n - 1].trim().is_empty();
        let at = match marks {
            _ if fence_of(words).is_some() => Some(0),
            Marks::Sections => reaches_out(words, follows_words, rest(), profile).then_some(0),
            Marks::All => mark_at(words),
        };
        out.push_str(indent);
        match at {
            None => out.push_str(words),
            Some(at) => {
                out.push_str(&words[..at]);
                out.push('\\');
                out.push_str(&words[at..]);
                first.get_or_insert_with(|| words.trim_end().to_owned());
            }
        }
    }
    (out, first)
}

/// The character and length of a code fence that the line opens.
fn fence_of(words: &str) -> Option<(char, usize)> {
    let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = words.chars().take_while(|c| *c == mark).count();
    (len >= 3 && (mark == '~' || !words[len..].contains('`'))).then_some((mark, len))
}

fn closes(line: &str, (mark, len): (char, usize)) -> bool {
    let words = line.trim();
    words.len() >= len && words.chars().all(|c| c == mark)
}

/// True if the line begins what goes on after the text's end, or counts for the whole draft.
fn reaches_out<'t>(
    words: &str,
    follows_words: bool,
    rest: impl Iterator<Item = &'t str> + Clone,
    profile: &Profile,
) -> bool {
    let level = words.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading =
        (1..=6).contains(&level) && words[level..].chars().next().is_none_or(char::is_whitespace);
    let is_level = |level: usize| profile.section_levels.iter().any(|one| usize::from(*one) == level);
    let line = words.trim_end();
    let is_line_of = |mark: char| !line.is_empty() && line.chars().all(|c| c == mark);
    let is_underline = follows_words && (is_line_of('=') || is_line_of('-'));
    let ends = |end: &str| {
        let has_end = |line: &str| line.to_ascii_lowercase().contains(end);
        has_end(words) || rest.clone().any(has_end)
    };
    let lower = words.to_ascii_lowercase();
    let html = [
        ("<!--", "-->"),
        ("<script", "</script>"),
        ("<pre", "</pre>"),
        ("<style", "</style>"),
        ("<textarea", "</textarea>"),
        ("<?", "?>"),
        ("<![cdata[", "]]>"),
        ("<!", ">"),
    ];
    let opened = html.iter().find(|(open, _)| lower.starts_with(open));
    let is_definition = words.starts_with('[') && words.contains("]:");
    (is_heading && is_level(level))
        || is_underline
        || opened.is_some_and(|(_, end)| !ends(end))
        || is_definition
}

/// Where the mark stands that makes a line more than words.
fn mark_at(words: &str) -> Option<usize> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return words[digits..].starts_with(['.', ')']).then_some(digits);
    }
    words.starts_with(['#', '=', '-', '*', '+', '>', '<', '`', '~', '_', '[', '|']).then_some(0)
}
