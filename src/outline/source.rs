//! Edits that add and remove the sources at the end of a story.

use super::{Role, Slot, SourceMarks};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::{Edit, Edits, Span};

/// Adds a source to a story: after its last one, or else at the end of its text. Returns `None` if the
/// text ends with something other than a paragraph, such as code or a list.
pub fn add_source(draft: &Draft, profile: &Profile, slot: &Slot) -> Option<Edits> {
    let links: Vec<Span> = sources(slot).map(|(_, link)| link).collect();
    if let Some(last) = links.last() {
        // "A", "A and B", "A, B and C".
        let mut edits = vec![Edit { span: Span::at(last.end), text: " and [site](url)".into() }];
        if let [.., before, last] = links.as_slice() {
            let and = Span::new(before.end, last.start);
            if draft.slice(and) == " and " {
                edits.push(Edit { span: and, text: ", ".into() });
            }
        }
        return Edits::new(edits).ok();
    }
    let span = text(slot)?;
    let words = draft.slice(span).trim_end();
    let end = span.start + words.len();
    if words.is_empty() || !draft.blocks().iter().any(|block| block.is_paragraph() && block.span.touches(end))
    {
        return None;
    }
    // The full stop moves behind the source. An ellipsis stays.
    let words = words.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(words);
    Some(Edits::replace(
        Span::new(span.start + words.len(), span.end),
        SourceMarks::new(profile).written("site", "url"),
    ))
}

/// Removes the source of a field from a story, with the comma or the marks around it. `None` if the field is
/// not of a source.
pub fn remove_source(draft: &Draft, profile: &Profile, slot: &Slot, field: usize) -> Option<Edits> {
    let sources: Vec<(usize, Span)> = sources(slot).collect();
    let at = sources.iter().position(|(n, _)| *n == field || n + 1 == field)?;
    let (_, own) = sources[at];
    let gap = match (at.checked_sub(1).and_then(|before| sources.get(before)), sources.get(at + 1)) {
        (Some((_, before)), _) => Span::new(before.end, own.end),
        (None, Some((_, next))) => Span::new(own.start, next.start),
        (None, None) => {
            let marks = SourceMarks::new(profile);
            let text = text(slot)?;
            let is_opened = marks.opened(draft.slice(Span::new(text.start, own.start))).is_some();
            let closing = marks.closed(&draft.text()[own.end..]);
            Span::new(text.end, own.end + if is_opened { closing } else { 0 })
        }
    };
    Some(Edits::delete(gap))
}

/// The index of each source's name among the fields, with its link. The next field is its address.
fn sources(slot: &Slot) -> impl Iterator<Item = (usize, Span)> {
    slot.fields.windows(2).enumerate().filter_map(|(n, pair)| {
        let is_pair =
            pair[0].role.is_source_name() && pair[1].role.is_of_source() && !pair[1].role.is_source_name();
        Some((n, pair[0].link().filter(|_| is_pair)?))
    })
}

fn text(slot: &Slot) -> Option<Span> {
    slot.fields.iter().find(|field| field.role == Role::Text)?.spans.first().copied()
}
