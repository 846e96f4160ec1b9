//! Edits that add, remove and move whole slots and rows. The caller applies them and reads the draft
//! again.

use super::block_slot;
use super::empty_form::empty_form;
use super::first_event::first_event;
use super::numbers::closed_gaps;
use super::spacing::{joined, with_spacing};
use super::template::dated_form;
use super::{Fill, Layout, Outline, Slot, SlotState, kinds};
use crate::draft::{Block, BlockKind, Draft, WaiverKind};
use crate::profile::{Profile, SlotKind};
use crate::text::{Bias, Edit, Edits, Span};

/// Adds an empty slot to `section`, after the slot `after` or after the section's last one. The form
/// comes from the same section of the template, or else from the profile. After a bullet, it is a
/// bullet on the next line. Returns `None` if there is no form.
pub fn add_slot(
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    section: usize,
    after: Option<usize>,
    template: Option<(&Draft, &Outline)>,
    folder: &str,
) -> Option<Edits> {
    let target = outline.sections.get(section)?;
    let slots = outline.slots_of(section);
    if let Some(edits) = first_event(draft, outline, profile, section, template) {
        return Some(edits);
    }
    if let Some(edits) = block_slot::add(draft, outline, profile, section, after) {
        return Some(edits);
    }
    // A section that has only bullets gets another bullet.
    let last = slots.last().filter(|_| slots.iter().all(|slot| slot.is_item()));
    let after = after.and_then(|slot| outline.slots.get(slot)).or(last);
    let is_item = after.is_some_and(|slot| slot.is_item());
    let neighbour = after.or(slots.last());
    let neighbour = neighbour.filter(|slot| slot.is_item() == is_item && takes_form_of_neighbour(slot));
    let own = template.and_then(|(template, sections)| {
        let section = sections.find(&target.id)?;
        // A token among words, such as `on {date}`, still makes a form.
        let has_words =
            |slot: &Slot| slot.fields.iter().any(|one| one.shows_work && one.fill == Fill::Written);
        let is_form = |slot: &&Slot| {
            !slot.is_list() && slot.is_item() == is_item && slot.line_of.is_none() && !has_words(slot)
        };
        let form = sections.slots_of(section).iter().find(is_form)?;
        let has = |slot: &Slot, name: &str| {
            slot.all_fields().any(|field| field.name == name && field.fill != Fill::Missing)
        };
        let has_fields_of = |slot: &Slot| {
            slot.all_fields().all(|field| field.fill == Fill::Missing || has(form, &field.name))
        };
        if neighbour.is_some_and(|slot| !has_fields_of(slot)) {
            return None;
        }
        // The template's block of a person holds that person's words.
        let is_person = form.kind == SlotKind::People;
        let text = || template.slice(form.span).to_owned();
        Some(if is_person { empty_form(template, form.span, form.all_fields(), profile) } else { text() })
    });
    let own = own.or_else(|| neighbour.map(|slot| empty_form(draft, slot.span, slot.all_fields(), profile)));
    let form = match after.filter(|_| is_item) {
        Some(bullet) => own.or_else(|| Some(kinds::finder(bullet.kind).row_form().to_owned())),
        None => own.or_else(|| profile.section(&target.id)?.form.clone()),
    };
    let kind = match after.filter(|_| is_item) {
        Some(bullet) => Some(bullet.kind),
        None => {
            neighbour.map(|slot| slot.kind).or_else(|| profile.section(&target.id)?.kinds.first().copied())
        }
    };
    let form = dated_form(form?.trim_end(), folder, kind);
    if let Some(bullet) = after.filter(|_| is_item) {
        return Some(line_after(draft, bullet.span, "\n", &form));
    }
    let at =
        after.map_or_else(|| end_of_slots(draft, outline, section, Layout::Blocks), |slot| slot.span.end);
    Some(Edits::insert(at, draft.with_newlines(&format!("\n\n{form}"))))
}

/// True for slots whose neighbours have fields that the profile's form lacks.
fn takes_form_of_neighbour(slot: &Slot) -> bool {
    slot.kind == SlotKind::People || (slot.kind == SlotKind::Events && slot.is_item())
}

/// Where a new slot of a section is inserted: after the last bullet or the last other slot, by
/// `layout`; else after the last slot of any layout; else after the section's text.
pub(super) fn end_of_slots(draft: &Draft, outline: &Outline, section: usize, layout: Layout) -> usize {
    let slots = outline.slots_of(section);
    let is_item = layout == Layout::Item;
    let is_alike = |slot: &&Slot| slot.is_item() == is_item && slot.line_of.is_none();
    let last = slots.iter().rfind(is_alike).or(slots.last());
    last.map_or_else(
        || {
            let span = outline.sections.get(section).map_or_else(Span::default, |section| section.span);
            span.start + draft.slice(span).trim_end().len()
        },
        |slot| slot.span.end,
    )
}

/// Removes a slot with its waivers and the blank lines around it. The numbers after it move up. `None` if
/// there is no such slot.
pub fn remove_slot(draft: &Draft, outline: &Outline, slot: usize) -> Option<Edits> {
    let span = with_waivers(draft, outline.slots.get(slot)?.span);
    let removal = Edits::delete(with_spacing(draft, span));
    with_numbers(removal, closed_gaps(draft, outline, |at| at == slot))
}

/// Edits with those of the numbers of other items.
fn with_numbers(edits: Edits, numbers: Vec<Edit>) -> Option<Edits> {
    edits.join(Edits::new(numbers).ok()?).ok()
}

/// The span with the comments right before it that waive its problems: they belong to its text. A comment
/// before the list or the paragraph that the span is a part of belongs to that.
fn with_waivers(draft: &Draft, span: Span) -> Span {
    let is_before = |block: &&Block| block.span.end <= span.start;
    let is_part = |block: &Block| block.span.start < span.start && span.start < block.span.end;
    if draft.blocks().iter().any(is_part) {
        return span;
    }
    let waivers = draft.waivers();
    let is_waiver = |block: &&Block| {
        let whole = block.span.trim(draft.text());
        waivers.iter().any(|waiver| waiver.span == whole && waiver.kind == Some(WaiverKind::NextLine))
    };
    let before = draft.blocks().iter().rev().skip_while(|block| !is_before(block));
    before.take_while(is_waiver).last().map_or(span, |first| first.span.cover(span))
}

/// Leaves a slot out of this issue: replaces it by the profile's words for that, or removes it. Its
/// label or heading stays above the words. A counted list loses all rows; another list without such
/// words loses its section. Returns `None` for boilerplate, and if there is nothing to remove.
pub fn leave_out(draft: &Draft, outline: &Outline, profile: &Profile, slot: usize) -> Option<Edits> {
    let index = slot;
    let slot = outline.slots.get(slot)?;
    let section = outline.sections.get(slot.section)?;
    let spec = profile.section(slot.line_of.as_ref().unwrap_or(&section.id))?;
    if slot.kind.is_boilerplate() {
        return None;
    }
    if slot.is_list() && spec.count_line.is_some() {
        let gone = joined(draft, slot.rows.iter().map(|row| row.span).collect()).into_iter();
        let edits = gone.map(|span| Edit { span: with_spacing(draft, span), text: String::new() });
        return Edits::new(edits.collect()).ok().filter(|edits| !edits.is_empty());
    }
    let Some(words) = &spec.left_out else {
        let span =
            if slot.is_list() && !spec.required { section.heading.map(|_| section.span) } else { None };
        let span = span.unwrap_or_else(|| with_waivers(draft, slot.span));
        let numbers = closed_gaps(draft, outline, |at| at == index);
        return with_numbers(Edits::delete(with_spacing(draft, span)), numbers);
    };
    let title = draft.blocks_in(slot.span).first().filter(|block| {
        slot.span.contains(block.span) && (block.is_heading() || block.label(draft.text()).is_some())
    });
    let words = draft.with_newlines(words.trim());
    Some(match title {
        Some(title) => {
            let end = title.span.start + draft.slice(title.span).trim_end().len();
            let gap = draft.newline().repeat(2);
            Edits::replace(Span::new(end, slot.span.end), format!("{gap}{words}"))
        }
        None => Edits::replace(with_waivers(draft, slot.span), words.to_string()),
    })
}

/// Removes every empty slot and row of a section. Returns `None` if nothing is empty.
pub fn drop_empty(draft: &Draft, outline: &Outline, section: usize) -> Option<Edits> {
    let id = &outline.sections.get(section)?.id;
    let same = |slot: &Slot| outline.sections[slot.section].id == *id;
    let mut spans: Vec<Span> = Vec::new();
    let mut dropped: Vec<usize> = Vec::new();
    for (at, slot) in outline.slots.iter().enumerate().filter(|(_, slot)| same(slot)) {
        if slot.is_list() {
            let empty = slot.rows.iter().filter(|row| row.state() == SlotState::Empty);
            spans.extend(empty.map(|row| row.span));
        } else if slot.state() == SlotState::Empty && !slot.kind.is_boilerplate() {
            spans.push(with_waivers(draft, slot.span));
            dropped.push(at);
        }
    }
    if spans.is_empty() {
        return None;
    }
    let gone = joined(draft, spans).into_iter();
    let edits = gone.map(|span| Edit { span: with_spacing(draft, span), text: String::new() });
    let edits = Edits::new(edits.collect()).ok()?;
    with_numbers(edits, closed_gaps(draft, outline, |at| dropped.contains(&at)))
}

/// Where a slot or row is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

impl Direction {
    /// The index next to `index`. `None` above the first one.
    pub fn step(self, index: usize) -> Option<usize> {
        match self {
            Direction::Up => index.checked_sub(1),
            Direction::Down => index.checked_add(1),
        }
    }
}

/// Swaps a slot with its neighbour. Returns `None` if it has none, if it is a list, or if they are in
/// different sections, of different kinds, or only one of them is a bullet.
pub fn move_slot(draft: &Draft, outline: &Outline, slot: usize, to: Direction) -> Option<Edits> {
    let this = outline.slots.get(slot)?;
    let other = outline.slots.get(to.step(slot)?)?;
    let id = |slot: &Slot| &outline.sections[slot.section].id;
    // A story between two bullets would split the list.
    let alike = this.kind == other.kind && this.is_item() == other.is_item();
    if id(this) != id(other) || !alike || this.is_list() {
        return None;
    }
    let span = |slot: &Slot| match slot.number {
        // The numbers stay where they are.
        Some(number) => Span::new(number.end, slot.span.end),
        None => with_waivers(draft, slot.span),
    };
    swap(draft, span(this), span(other))
}

/// Swaps a row of a list with its neighbour; `None` if it has none.
pub fn move_row(draft: &Draft, slot: &Slot, row: usize, to: Direction) -> Option<Edits> {
    let this = slot.rows.get(row)?;
    let other = slot.rows.get(to.step(row)?)?;
    swap(draft, this.span, other.span)
}

fn swap(draft: &Draft, a: Span, b: Span) -> Option<Edits> {
    let edit = |from: Span, to: Span| Edit { span: to, text: draft.slice(from).to_owned() };
    Edits::new(vec![edit(a, b), edit(b, a)]).ok()
}

/// A slot that is moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedSlot {
    pub edits: Edits,
    /// Where it starts in the changed draft.
    pub start: usize,
    pub place: MovedTo,
}

/// Where a slot is moved in its new section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovedTo {
    /// Into the first slot that nobody has filled.
    EmptySlot,
    End,
}

/// The sections that a slot can be moved to. Each story with a heading of its own is a section; only the last of them
/// is listed.
pub fn move_targets(outline: &Outline, profile: &Profile, slot: usize) -> Vec<usize> {
    let Some(this) = outline.slots.get(slot).filter(|slot| slot.can_be_moved()) else { return Vec::new() };
    let takes = |n: &usize| {
        let spec = profile.section(&outline.sections[*n].id);
        *n != this.section && spec.is_some_and(|spec| spec.kinds.iter().any(|kind| kind.takes_moved_slots()))
    };
    let mut targets: Vec<usize> = (0..outline.sections.len()).filter(takes).collect();
    let last_feature = targets.iter().copied().rfind(|n| !outline.sections[*n].known);
    targets.retain(|n| outline.sections[*n].known || Some(*n) == last_feature);
    targets
}

/// Moves a slot to another section: into its first empty slot of the same layout, or else to the end. If
/// the stories there have no headings, the story's heading becomes a bold line; if they have, a bold
/// first line becomes a heading. An item gets the next number of a section with numbers, and loses it in
/// others. `None` if the slot can't be moved, and if it is there already.
pub fn move_to_section(
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    slot: usize,
    to: usize,
) -> Option<MovedSlot> {
    let this = outline.slots.get(slot)?;
    let target = outline.sections.get(to)?;
    if this.section == to || !this.can_be_moved() {
        return None;
    }
    let kinds = &profile.section(&target.id)?.kinds;
    let has_topics = kinds.contains(&SlotKind::Topics);
    let is_headed = has_topics || kinds.contains(&SlotKind::Feature);
    let level = if has_topics { block_slot::topic_level(draft, outline, to) } else { 2 };
    let mut from = this.span;
    let text = match (matches!(this.kind, SlotKind::Feature | SlotKind::Topics), is_headed) {
        (true, false) => with_bold_line(draft, this),
        (false, true) => {
            // The bold line above the story becomes its title.
            let title = label_before(draft, outline.sections.get(this.section)?.span, this.span);
            if let Some(block) = title {
                from = block.span.cover(from);
            }
            with_heading(draft, from, this, level)
        }
        (true, true) if has_topics => block_slot::with_level(draft.slice(this.span), level),
        _ => draft.slice(this.span).to_owned(),
    };
    let (text, numbers) = block_slot::renumbered(draft, outline, text, slot, to);
    let waivers = Span::new(with_waivers(draft, from).start, from.start);
    let empty = empty_slot(outline, profile, to, this.layout);
    let (span, gap, place) = match empty {
        Some(empty) => {
            let words = draft.slice(empty.span).trim_end().len();
            let span = Span::new(empty.span.start, empty.span.start + words);
            (with_waivers(draft, span), String::new(), MovedTo::EmptySlot)
        }
        None => {
            let at = end_of_slots(draft, outline, to, this.layout);
            let beside = this.is_item() && outline.slots_of(to).iter().any(|slot| slot.is_item());
            let gap = draft.with_newlines(if beside { "\n" } else { "\n\n" });
            (Span::at(at), gap, MovedTo::End)
        }
    };
    let edits = Edits::new(vec![
        Edit { span: with_spacing(draft, waivers.cover(from)), text: String::new() },
        Edit { span, text: format!("{gap}{}{}", draft.slice(waivers), text.trim_end()) },
    ])
    .ok()?;
    let edits = with_numbers(edits, numbers)?;
    let start = edits.map(span.start, Bias::Before) + gap.len() + waivers.len();
    Some(MovedSlot { edits, start, place })
}

/// The first slot of a section that a moved slot can take the place of. A heading that names the section
/// is not replaced. `None` if there is no such slot.
fn empty_slot<'o>(
    outline: &'o Outline,
    profile: &Profile,
    section: usize,
    layout: Layout,
) -> Option<&'o Slot> {
    let names_section = outline.spec(section, profile)?.title_in_heading;
    outline.slots_of(section).iter().find(|slot| {
        let takes_slot = slot.kind.takes_items() || (slot.kind == SlotKind::Feature && !names_section);
        let is_open = slot.state() == SlotState::Empty && !slot.span.is_empty();
        takes_slot && is_open && slot.layout == layout && slot.line_of.is_none()
    })
}

/// Returns the slot's text with its heading as a bold line.
fn with_bold_line(draft: &Draft, slot: &Slot) -> String {
    let heading = draft.blocks().iter().find_map(|block| match block.kind {
        BlockKind::Heading { text, .. } if slot.span.contains(block.span) => Some((block, text)),
        _ => None,
    });
    let Some((block, title)) = heading else { return draft.slice(slot.span).to_owned() };
    let rest = draft.slice(Span::new(block.span.end, slot.span.end));
    let title = draft.slice(title).split_whitespace().collect::<Vec<_>>().join(" ");
    let is_bold = title.len() > 4 && title.starts_with("**") && title.ends_with("**");
    let line = match title.as_str() {
        "" => return rest.trim_start().to_owned(),
        title if is_bold => title.to_owned(),
        title => format!("**{title}**"),
    };
    // A line directly below would join the bold line's paragraph.
    let gap = &rest[..rest.len() - rest.trim_start().len()];
    let is_tight = gap.len() < rest.len() && gap.matches('\n').count() < 2;
    format!("{line}{}{rest}", if is_tight { draft.newline() } else { "" })
}

/// The bold line before `span`, with only blank lines between them; `None` if anything else is before it.
fn label_before(draft: &Draft, section: Span, span: Span) -> Option<&Block> {
    let before = draft.blocks().iter().rfind(|block| block.span.end <= span.start)?;
    before.label(draft.text())?;
    section.contains(before.span).then_some(before)
}

/// Returns the text of `span` with its first bold line, or else the slot's title, as a heading.
fn with_heading(draft: &Draft, span: Span, slot: &Slot, level: usize) -> String {
    let start = slot.number.filter(|_| span.start == slot.span.start).map_or(span.start, |number| number.end);
    let text = draft.slice(Span::new(start, span.end));
    let mark = "#".repeat(level);
    let first = text.lines().next().unwrap_or("").trim_end();
    match first.trim_start().strip_prefix("**").and_then(|inner| inner.strip_suffix("**")) {
        Some(title) => format!("{mark} {title}{}", &text[first.len()..]),
        None => format!("{mark} {}{}{text}", slot.title, draft.with_newlines("\n\n")),
    }
}

/// Adds an empty row to a list slot, after the row `after` or after the last one. It gets the bullet
/// and indentation of the row before it.
pub fn add_row(
    draft: &Draft,
    profile: &Profile,
    outline: &Outline,
    slot: &Slot,
    after: Option<usize>,
) -> Option<Edits> {
    let spec = outline.spec(slot.section, profile);
    let kind = kinds::finder(slot.kind);
    let form = spec.and_then(|spec| spec.form.clone()).unwrap_or_else(|| kind.row_form().to_owned());
    Some(add_row_like(draft, slot, after, form.trim_end()))
}

/// Adds a row with a form to a list slot, after the row `after` or after the last one.
pub(super) fn add_row_like(draft: &Draft, slot: &Slot, after: Option<usize>, form: &str) -> Edits {
    let last = after.or_else(|| slot.rows.len().checked_sub(1)).and_then(|row| slot.rows.get(row));
    let Some(row) = last else {
        // The first row of a list begins a new paragraph.
        return Edits::insert(slot.span.end, draft.with_newlines(&format!("\n\n{form}")));
    };
    line_after(draft, row.span, kinds::finder(slot.kind).row_separator(), form)
}

/// Inserts `form` after `row`, with the row's indentation and bullet.
fn line_after(draft: &Draft, row: Span, separator: &str, form: &str) -> Edits {
    let line_start = draft.text()[..row.start].rfind('\n').map_or(0, |at| at + 1);
    let words = draft.slice(row).trim_start();
    let indent = draft.slice(Span::new(line_start, row.end - words.len()));
    let indent = if indent.trim().is_empty() { indent } else { "" };
    let form = with_bullet_of(form, words);
    Edits::insert(row.end, draft.with_newlines(&format!("{separator}{indent}{form}")))
}

/// Returns `form` with the bullet of `row`.
pub fn with_bullet_of(form: &str, row: &str) -> String {
    let bullet = |line: &str| line.chars().next().filter(|c| matches!(c, '*' | '-' | '+'));
    match (bullet(form), bullet(row)) {
        (Some(_), Some(bullet)) => format!("{bullet}{}", &form[1..]),
        _ => form.to_owned(),
    }
}

/// Removes a row of a list slot.
pub fn remove_row(draft: &Draft, slot: &Slot, row: usize) -> Option<Edits> {
    Some(Edits::delete(with_spacing(draft, slot.rows.get(row)?.span)))
}

/// Moves a row to another list: into its first empty row, or else to its end.
pub fn move_row_to(draft: &Draft, from: &Slot, row: usize, to: &Slot) -> Option<Edits> {
    let text = draft.slice(from.rows.get(row)?.span);
    if let Some(empty) = to.rows.iter().find(|row| row.state() == SlotState::Empty) {
        let text = with_bullet_of(text, draft.slice(empty.span));
        return remove_row(draft, from, row)?.join(Edits::replace(empty.span, text)).ok();
    }
    let (at, separator, text) = match to.rows.last() {
        Some(last) => {
            let separator = kinds::finder(to.kind).row_separator();
            (last.span.end, separator, with_bullet_of(text, draft.slice(last.span)))
        }
        None => (to.span.end, "\n\n", text.to_owned()),
    };
    let insert = Edits::insert(at, format!("{}{text}", draft.with_newlines(separator)));
    remove_row(draft, from, row)?.join(insert).ok()
}

/// Moves a row to another section: to the end of its list, or else after its slots, as a bullet or a
/// paragraph like its other items.
pub fn move_row_to_section(
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    from: &Slot,
    row: usize,
    to: usize,
) -> Option<Edits> {
    let slots = outline.slots_of(to);
    if let Some(list) = slots.iter().find(|slot| slot.is_list()) {
        return move_row_to(draft, from, row, list);
    }
    let spec = profile.section(&outline.sections.get(to)?.id)?;
    let is_listed = spec.kinds.iter().any(|kind| kinds::finder(*kind).is_bulleted());
    let words = draft.slice(from.rows.get(row)?.span).trim();
    let plain = words.strip_prefix(['*', '-', '+']).map_or(words, str::trim_start);
    let text = if is_listed { format!("* {plain}") } else { plain.to_owned() };
    let is_beside = is_listed && slots.iter().any(|slot| slot.is_item());
    let gap = draft.with_newlines(if is_beside { "\n" } else { "\n\n" });
    let layout = if is_listed { Layout::Item } else { Layout::Blocks };
    let insert = Edits::insert(end_of_slots(draft, outline, to, layout), format!("{gap}{text}"));
    remove_row(draft, from, row)?.join(insert).ok()
}
