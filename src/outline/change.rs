//! Changes to whole slots and lines. Each is a set of edits on the draft that it was asked for;
//! whoever makes it has the draft read again.

use super::{Kind, Outline, Part, Row, Slot, State, kinds};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::{Edit, Edits, Span};

/// Adds an empty slot after `slot`, or at the end of `section` where there is none, in the form
/// that the template's or the profile's own section has. `None` where neither has one.
pub fn add_slot(
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    section: usize,
    after: Option<usize>,
    template: Option<(&Draft, &Outline)>,
    folder: &str,
) -> Option<Edits> {
    let place = outline.sections.get(section)?;
    let spec = profile.section(&place.id)?;
    let own = template.and_then(|(template, sections)| {
        let section = sections.find(&place.id)?;
        let slot =
            sections.slots_of(section).iter().find(|slot| !slot.is_list && slot.state() == State::Empty)?;
        Some(template.slice(slot.span).to_owned())
    });
    let form = own.or_else(|| spec.form.clone())?;
    let form = dated(form.trim_end(), folder);
    let at = match after.and_then(|slot| outline.slots.get(slot)) {
        Some(slot) => slot.span.end,
        None => outline
            .slots_of(section)
            .last()
            .map_or_else(|| section_end(draft, place.span), |slot| slot.span.end),
    };
    Some(Edits::insert(at, draft.with_newlines(&format!("\n\n{form}"))))
}

/// A form's date words with the folder (`20260608`) put in.
fn dated(form: &str, folder: &str) -> String {
    if folder.is_empty() {
        return form.to_owned();
    }
    let mut out = form.replace("{yyyymmdd}", folder).replace("yyyymmdd", folder);
    while let Some(at) = out.find("mmdd").filter(|at| *at >= 4) {
        out.replace_range(at - 4..at + 4, folder);
    }
    out
}

fn section_end(draft: &Draft, span: Span) -> usize {
    span.start + draft.slice(span).trim_end().len()
}

/// Takes a slot out, and the blank lines that set it apart.
pub fn remove_slot(draft: &Draft, slot: &Slot) -> Edits {
    Edits::delete(with_gap(draft, slot.span))
}

/// The span with the line breaks after it, or those before it at the end of the text.
fn with_gap(draft: &Draft, span: Span) -> Span {
    let text = draft.text();
    let after = text.get(span.end..).unwrap_or("");
    let gap = after.len() - after.trim_start_matches(['\n', '\r']).len();
    // Leading blanks of the next line belong to it.
    if after.len() > gap {
        return Span::new(span.start, span.end + gap);
    }
    let before = text.get(..span.start).unwrap_or("");
    Span::new(before.trim_end_matches(['\n', '\r']).len(), span.end)
}

/// Drops every slot of the section that nobody has filled, and every such line of its lists.
/// `None` where there is none.
pub fn drop_empty(draft: &Draft, outline: &Outline, section: usize) -> Option<Edits> {
    let id = &outline.sections.get(section)?.id;
    let same = |slot: &&Slot| outline.sections[slot.section].id == *id;
    let mut spans: Vec<Span> = Vec::new();
    for slot in outline.slots.iter().filter(same) {
        if slot.is_list {
            spans.extend(empty_rows(draft, slot));
        } else if slot.state() == State::Empty && !matches!(slot.kind, "prose" | "standing" | "facts") {
            spans.push(with_gap(draft, slot.span));
        }
    }
    if spans.is_empty() {
        return None;
    }
    spans.sort();
    // At the end of the text two spans may share the blank lines between them.
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if last.end > span.start => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    // Where nothing comes after the last one, the line breaks before it go instead.
    let at_end = |span: Span| draft.text().get(span.end..).is_none_or(|rest| rest.trim().is_empty());
    if let Some(last) = merged.last_mut().filter(|last| at_end(**last)) {
        *last = with_gap(draft, *last);
    }
    Edits::new(merged.into_iter().map(|span| Edit { span, text: String::new() }).collect()).ok()
}

/// What goes with the lines that nobody has filled: each with a line break on the side of a line
/// that stays, or where none stays the whole list.
fn empty_rows(draft: &Draft, slot: &Slot) -> Vec<Span> {
    let rows = &slot.rows;
    let is_empty = |row: &Row| row.state() == State::Empty;
    let Some(kept) = rows.iter().position(|row| !is_empty(row)) else {
        let all = rows.iter().map(|row| row.span).reduce(Span::cover);
        return all.map(|span| with_gap(draft, span)).into_iter().collect();
    };
    let leading = (kept > 0).then(|| Span::new(rows[0].span.start, rows[kept].span.start));
    let others = rows[kept..].windows(2).filter(|pair| is_empty(&pair[1]));
    leading.into_iter().chain(others.map(|pair| Span::new(pair[0].span.end, pair[1].span.end))).collect()
}

/// Moves a slot before the one above it, or after the one below, within its kind of section.
pub fn move_slot(draft: &Draft, outline: &Outline, slot: usize, down: bool) -> Option<Edits> {
    let this = outline.slots.get(slot)?;
    let other = outline.slots.get(if down { slot + 1 } else { slot.checked_sub(1)? })?;
    let id = |slot: &Slot| &outline.sections[slot.section].id;
    if id(this) != id(other) || this.kind != other.kind || this.is_list {
        return None;
    }
    swap(draft, this.span, other.span)
}

pub fn move_row(draft: &Draft, slot: &Slot, row: usize, down: bool) -> Option<Edits> {
    let this = slot.rows.get(row)?;
    let other = slot.rows.get(if down { row + 1 } else { row.checked_sub(1)? })?;
    swap(draft, this.span, other.span)
}

fn swap(draft: &Draft, a: Span, b: Span) -> Option<Edits> {
    let edit = |from: Span, to: Span| Edit { span: to, text: draft.slice(from).to_owned() };
    Edits::new(vec![edit(a, b), edit(b, a)]).ok()
}

/// Moves a slot to the end of another section. A story's heading becomes a bold line where the
/// other section has no headings of its own, and a bold first line a heading where it has.
pub fn move_to_section(
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    slot: usize,
    to: usize,
) -> Option<Edits> {
    let this = outline.slots.get(slot)?;
    let target = outline.sections.get(to)?;
    if this.section == to || this.is_list {
        return None;
    }
    let own = profile.section(&outline.sections.get(this.section)?.id);
    let spec = profile.section(&target.id)?;
    let headed = |kinds: &[String]| kinds.iter().any(|kind| kind == "feature");
    let from_headed = own.is_some_and(|own| headed(&own.kinds));
    let mut text = draft.slice(this.span).to_owned();
    match (from_headed, headed(&spec.kinds)) {
        (true, false) => {
            let (heading, rest) = text.split_once('\n').unwrap_or((&text, ""));
            text = format!("**{}**\n{rest}", heading.trim_start_matches('#').trim());
        }
        (false, true) => text = with_heading(&text, this),
        _ => {}
    }
    let at = outline.slots_of(to).last().map_or_else(
        || section_end(draft, target.span),
        |last| last.span.end.max(section_floor(target.span)),
    );
    let gap = with_gap(draft, this.span);
    Edits::new(vec![
        Edit { span: gap, text: String::new() },
        Edit { span: Span::at(at), text: draft.with_newlines(&format!("\n\n{}", text.trim_end())) },
    ])
    .ok()
}

fn section_floor(span: Span) -> usize {
    span.start
}

fn with_heading(text: &str, slot: &Slot) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim().strip_prefix("**").and_then(|inner| inner.strip_suffix("**")) {
        Some(title) => format!("## {title}\n{rest}"),
        None => format!("## {}\n\n{text}", slot.title),
    }
}

/// Adds a line to a list slot after its line `after`, in the form that the lines above it have,
/// with the template's words in it.
pub fn add_row(
    draft: &Draft,
    profile: &Profile,
    outline: &Outline,
    slot: &Slot,
    after: Option<usize>,
) -> Option<Edits> {
    let spec = outline.spec(slot.section, profile);
    let kind = kinds::by_name(slot.kind)?;
    let form = spec.and_then(|spec| spec.form.clone()).unwrap_or_else(|| kind.row_form().to_owned());
    let form = form.trim_end();
    let last = after.or_else(|| slot.rows.len().checked_sub(1)).and_then(|row| slot.rows.get(row));
    let Some(row) = last else {
        // The first line of a list: a paragraph of its own after what stands before it.
        return Some(Edits::insert(slot.span.end, draft.with_newlines(&format!("\n\n{form}"))));
    };
    let separator = if slot.kind == "guides" { "\n\n" } else { "\n" };
    let line_start = draft.text()[..row.span.start].rfind('\n').map_or(0, |at| at + 1);
    let words = draft.slice(row.span).trim_start();
    let indent = draft.slice(Span::new(line_start, row.span.end - words.len()));
    let indent = if indent.trim().is_empty() { indent } else { "" };
    let form = like(form, words);
    Some(Edits::insert(row.span.end, draft.with_newlines(&format!("{separator}{indent}{form}"))))
}

/// The form with the bullet that the line before it has.
fn like(form: &str, row: &str) -> String {
    let bullet = |line: &str| line.chars().next().filter(|c| matches!(c, '*' | '-' | '+'));
    match (bullet(form), bullet(row)) {
        (Some(_), Some(own)) => format!("{own}{}", &form[1..]),
        _ => form.to_owned(),
    }
}

/// Takes a line out of a list slot.
pub fn remove_row(draft: &Draft, slot: &Slot, row: usize) -> Option<Edits> {
    let span = slot.rows.get(row)?.span;
    if slot.rows.len() == 1 {
        return Some(Edits::delete(with_gap(draft, span)));
    }
    // The line break that goes is the one before the last line, or the one after any other.
    if row + 1 == slot.rows.len() {
        return Some(Edits::delete(Span::new(slot.rows[row - 1].span.end, span.end)));
    }
    Some(Edits::delete(Span::new(span.start, slot.rows[row + 1].span.start)))
}

/// What has to follow a change of a list slot's lines: the sentence that counts them.
pub fn follow_count(draft: &Draft, profile: &Profile, outline: &Outline, slot: &Slot) -> Option<Edits> {
    let kind: &dyn Kind = kinds::by_name(slot.kind)?;
    let section = outline.sections.get(slot.section)?;
    let spec = profile.section(&section.id)?;
    let blocks = draft.blocks();
    let first = blocks.iter().position(|block| block.span.start >= section.span.start)?;
    let len = blocks[first..].iter().take_while(|block| block.span.start < section.span.end).count();
    let headed = usize::from(section.heading.is_some());
    let part = Part {
        draft,
        profile,
        spec,
        heading: section.heading,
        blocks: blocks.get(first + headed..first + len)?,
        span: section.span,
        has_subsections: false,
    };
    kind.follow(&part, slot)
}

/// Moves a line of a list to the end of another list.
pub fn move_row_to(draft: &Draft, from: &Slot, row: usize, to: &Slot) -> Option<Edits> {
    let text = draft.slice(from.rows.get(row)?.span);
    let insert = match to.rows.last() {
        Some(last) => {
            let separator = if to.kind == "guides" { "\n\n" } else { "\n" };
            Edits::insert(
                last.span.end,
                draft.with_newlines(&format!("{separator}{}", like(text, draft.slice(last.span)))),
            )
        }
        None => Edits::insert(to.span.end, draft.with_newlines(&format!("\n\n{text}"))),
    };
    remove_row(draft, from, row)?.join(insert).ok()
}

/// Adds a source to a story: after its last one, or as the first at the end of its text.
pub fn add_source(draft: &Draft, slot: &Slot) -> Option<Edits> {
    let addresses: Vec<Span> = slot
        .fields
        .iter()
        .filter(|field| is_source(&field.name, " address"))
        .filter_map(|field| field.spans.first().copied())
        .collect();
    if let Some(last) = addresses.last() {
        // After `(address "title")` there is no plain place for another one.
        if draft.slice(Span::new(last.end, last.end + 1)) != ")" {
            return None;
        }
        // "A", "A and B", "A, B and C", as people write it.
        let mut edits = vec![Edit { span: Span::at(last.end + 1), text: " and [site](url)".into() }];
        if let [.., before, _] = addresses.as_slice() {
            let and = Span::new(before.end + 1, before.end + 1 + " and ".len());
            if draft.slice(and) == " and " {
                edits.push(Edit { span: and, text: ", ".into() });
            }
        }
        return Edits::new(edits).ok();
    }
    let text = slot.fields.iter().find(|field| field.name == "Text")?.spans.first()?;
    let end = text.start + draft.slice(*text).trim_end().trim_end_matches('.').len();
    Some(Edits::replace(Span::new(end, text.end), " - [site](url)."))
}

/// Takes the source that `field` belongs to out of a story, with the comma or dash before it.
pub fn remove_source(slot: &Slot, field: usize) -> Option<Edits> {
    let sources: Vec<(usize, Span)> = slot
        .fields
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| is_source(&pair[1].name, " address"))
        // From the bracket before the name to the parenthesis after the address.
        .filter_map(|(n, pair)| {
            Some((n, Span::new(pair[0].spans.first()?.start - 1, pair[1].spans.first()?.end + 1)))
        })
        .collect();
    let at = sources.iter().position(|(n, _)| *n == field || n + 1 == field)?;
    let (_, own) = sources[at];
    let gap = match (at.checked_sub(1).and_then(|before| sources.get(before)), sources.get(at + 1)) {
        (Some((_, before)), _) => Span::new(before.end, own.end),
        (None, Some((_, next))) => Span::new(own.start, next.start),
        (None, None) => {
            let text = slot.fields.iter().find(|field| field.name == "Text")?.spans.first()?;
            Span::new(text.end, own.end)
        }
    };
    Some(Edits::delete(gap))
}

fn is_source(name: &str, end: &str) -> bool {
    (name.starts_with("Source") || name.starts_with("Via")) && name.ends_with(end)
}
