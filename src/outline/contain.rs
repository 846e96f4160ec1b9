//! Keeps text that is typed or pasted into one field from changing the rest of the draft. A heading in
//! a story's text, for example, would begin a new section that takes the following stories.

use super::{Field, Input, Outline, Presence, Slot};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::{Bias, Edits, Span};

/// How a value was changed so that everything outside of its field stays the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Containment {
    AsTyped,
    /// Trailing line breaks were removed. After a line break, the source would be a list.
    Trimmed,
    /// Markup was escaped. Holds the first line that had some.
    Escaped(String),
    /// The lines were joined.
    Joined,
    /// Nothing was written.
    Refused,
}

/// Writes a value like [`Field::write`], but never removes or changes a section, slot, field or link
/// elsewhere: markup that would is escaped, then lines are joined. If neither helps, nothing is
/// written.
pub fn write_contained(
    field: &mut Field,
    typed: &str,
    draft: &Draft,
    profile: &Profile,
) -> (Edits, Containment) {
    let mut plain = field.clone();
    let edits = plain.write(typed, draft);
    contain(field, typed, (plain, edits), draft, profile)
}

/// Like [`write_contained`], for an input that has already made the edits that turn the shown value
/// into `typed`.
pub fn write_edits_contained(
    field: &mut Field,
    typed: &str,
    made: &Edits,
    draft: &Draft,
    profile: &Profile,
) -> (Edits, Containment) {
    let mut plain = field.clone();
    let edits = plain.write_edits(typed, made, draft);
    contain(field, typed, (plain, edits), draft, profile)
}

/// `plain` is the field after `typed` was written as it is, with the edits for that.
fn contain(
    field: &mut Field,
    typed: &str,
    (plain, edits): (Field, Edits),
    draft: &Draft,
    profile: &Profile,
) -> (Edits, Containment) {
    // An emptied part goes with its other fields.
    let removes_part =
        field.presence == Presence::Added && edits.delta().unsigned_abs() > field.value(draft).len();
    if edits.is_empty() || removes_part || !may_have_markup(field, typed, draft) {
        *field = plain;
        return (edits, Containment::AsTyped);
    }
    let structure = Structure::new(field, draft, profile);
    if structure.is_kept_by(&edits, typed) {
        *field = plain;
        return (edits, Containment::AsTyped);
    }
    let trimmed = typed.trim_end_matches([' ', '\t', '\r', '\n']);
    let mut other = field.clone();
    let edits = other.write(trimmed, draft);
    if trimmed.len() < typed.len() && !trimmed.is_empty() && structure.is_kept_by(&edits, trimmed) {
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
        if structure.is_kept_by(&edits, typed) {
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

/// True if the value may contain markup. Most values are plain words, for which the draft need not be
/// compared.
fn may_have_markup(field: &Field, typed: &str, draft: &Draft) -> bool {
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

/// True if two values differ only in words within one line that begins with a letter. Values with HTML
/// are excluded, because a word may end a tag there.
fn differs_in_words(old: &str, new: &str) -> bool {
    let same = |(a, b): &(char, char)| a == b;
    let before: usize = old.chars().zip(new.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let after = old_rest.chars().rev().zip(new_rest.chars().rev()).take_while(same);
    let after: usize = after.map(|(c, _)| c.len_utf8()).sum();
    let is_words = |rest: &str| {
        rest[..rest.len() - after].chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '\''))
    };
    // The line's indentation, if its first word begins with a letter.
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

/// The structure of a draft before one of its fields changes.
struct Structure<'a> {
    draft: &'a Draft,
    profile: &'a Profile,
    outline: Outline,
    /// The slot of the field.
    own: Option<usize>,
    /// Covers that slot and the field's spans, which may be after it while the field is empty.
    reach: Option<Span>,
    /// The number of the slot's fields outside of the field's text.
    other_fields: usize,
}

impl<'a> Structure<'a> {
    fn new(field: &Field, draft: &'a Draft, profile: &'a Profile) -> Structure<'a> {
        let outline = Outline::new(draft, profile);
        let holds = |slot: &Slot| slot.all_fields().any(|one| one.spans == field.spans);
        let own = outline.slots.iter().position(holds);
        let slot = own.map(|own| &outline.slots[own]);
        let reach = slot.map(|slot| field.spans.iter().fold(slot.span, |reach, span| reach.cover(*span)));
        let is_other = |other: &&Field| {
            !other.spans.iter().all(|span| field.spans.iter().any(|own| own.contains(*span)))
        };
        let other_fields = slot.map_or(0, |slot| slot.all_fields().filter(is_other).count());
        Structure { draft, profile, outline, own, reach, other_fields }
    }

    /// True if the changed draft has the same front matter, sections, slots and links outside of the
    /// field.
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
        // Both outlines are in order of the text, so one pass pairs their slots.
        let mut rest = outline.slots.iter();
        let slots = self.outline.slots.iter().enumerate().all(|(n, old)| {
            let is_own = self.own == Some(n);
            let mut ahead = rest.clone();
            let again = ahead.find(|new| {
                old.kind == new.kind && old.section == new.section && moved(old.span.start, new.span.start)
            });
            // While text is typed, its slot may not be recognized for a moment. If the text is emptied,
            // it would never be again.
            let Some(new) = again else { return is_own && !is_emptied };
            rest = ahead;
            let fields = new.all_fields().count();
            if is_own { self.other_fields < fields } else { old.all_fields().count() <= fields }
        });
        sections
            && slots
            && self.draft.front_matter().is_some() == draft.front_matter().is_some()
            && self.keeps_links(&draft, edits)
    }

    /// True if the number of links outside of the field's slot stays the same.
    fn keeps_links(&self, draft: &Draft, edits: &Edits) -> bool {
        let Some(own) = self.reach else { return true };
        let count = |draft: &Draft, own: Span| {
            draft.links().filter(|link| link.span.end <= own.start || link.span.start >= own.end).count()
        };
        count(self.draft, own) == count(draft, edits.map_span(own))
    }
}

/// Which markup is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// Markup that affects the text after the field: headings that begin sections, unclosed code and
    /// HTML, definitions of labels.
    Sections,
    /// Everything that makes a line more than plain words.
    All,
}

/// Returns the text with markup at the start of its lines escaped, and the first escaped line.
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
        let previous = n.checked_sub(1).map(|n| lines[n]);
        let at = match marks {
            _ if fence_of(words).is_some() => Some(0),
            Marks::Sections => affects_following(words, previous, rest(), profile).then_some(0),
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

/// The character and length of the code fence that a line opens.
fn fence_of(words: &str) -> Option<(char, usize)> {
    let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let len = words.chars().take_while(|c| *c == mark).count();
    (len >= 3 && (mark == '~' || !words[len..].contains('`'))).then_some((mark, len))
}

fn closes(line: &str, (mark, len): (char, usize)) -> bool {
    let words = line.trim();
    words.len() >= len && words.chars().all(|c| c == mark)
}

/// True if the line begins something that continues after the text, or that affects the whole draft.
fn affects_following<'t>(
    words: &str,
    previous: Option<&str>,
    rest: impl Iterator<Item = &'t str> + Clone,
    profile: &Profile,
) -> bool {
    let level = words.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading =
        (1..=6).contains(&level) && words[level..].chars().next().is_none_or(char::is_whitespace);
    let is_level = |level: usize| profile.section_levels.iter().any(|one| usize::from(*one) == level);
    let line = words.trim_end();
    let is_line_of = |mark: char| !line.is_empty() && line.chars().all(|c| c == mark);
    let follows_text = previous.is_some_and(|line| !line.trim().is_empty());
    let is_underline = follows_text && (is_line_of('=') || is_line_of('-'));
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

/// The offset at which the markup of a line must be escaped; `None` if the line begins with no markup.
fn mark_at(words: &str) -> Option<usize> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return words[digits..].starts_with(['.', ')']).then_some(digits);
    }
    words.starts_with(['#', '=', '-', '*', '+', '>', '<', '`', '~', '_', '[', '|']).then_some(0)
}
