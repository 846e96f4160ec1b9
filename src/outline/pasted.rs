//! Reads the text of a whole item, as people copy it, and fills the fields of a slot with its values.

use super::{
    Containment, Field, Fill, Outline, Presence, Role, Slot, add_source, with_missing_fields, write_contained,
};
use crate::draft::Draft;
use crate::profile::{NewItemForm, Profile, SlotKind};
use crate::text::{Edits, counted};

/// The values of a pasted item, in the order of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedItem {
    values: Vec<(Role, String)>,
}

/// A form's fields that a pasted item is for: those of a slot, or of a row of its list.
#[derive(Clone, Copy, Debug)]
pub struct ItemForm<'a> {
    pub slot: &'a Slot,
    pub row: Option<usize>,
}

impl ItemForm<'_> {
    fn fields(&self) -> &[Field] {
        match self.row {
            Some(row) => self.slot.rows.get(row).map_or(&[], |row| &row.fields),
            None => &self.slot.fields,
        }
    }

    /// True if at most one value was written by somebody.
    fn is_mostly_empty(&self) -> bool {
        let is_work = |field: &&Field| field.shows_work && matches!(field.fill, Fill::Written | Fill::Mixed);
        self.fields().iter().filter(is_work).count() <= 1
    }
}

impl PastedItem {
    /// Reads a text as an item of the section of a mostly empty form. `None` if it has fewer than two
    /// values, or is more than one item.
    pub fn read(text: &str, profile: &Profile, outline: &Outline, form: ItemForm<'_>) -> Option<PastedItem> {
        if form.slot.kind == SlotKind::FrontMatter || !form.is_mostly_empty() {
            return None;
        }
        let values = match form.row {
            Some(_) => row_values(text, form.fields()),
            None => story_values(text, profile, outline, form.slot)?,
        };
        let has_several = values.iter().any(|(role, _)| value_name(*role) != value_name(values[0].0));
        has_several.then_some(PastedItem { values })
    }

    /// Names the values: `title, image, link, text, 2 sources`.
    pub fn summary(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for name in self.values.iter().filter_map(|(role, _)| value_name(*role)) {
            let count = self.values.iter().filter(|(role, _)| *role == Role::Source).count();
            let name = if name == SOURCE && count > 1 { counted(count, name) } else { name.to_owned() };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }

    /// The edits that write the values into the form. A part that the slot lacks is inserted. `None` if
    /// the form has no place for a value.
    pub fn fill(&self, draft: &Draft, profile: &Profile, form: ItemForm<'_>) -> Option<Edits> {
        let mut filled = draft.clone();
        let place = (form.slot.kind, form.slot.span.start);
        for (n, (role, value)) in self.values.iter().enumerate() {
            let before = self.values[..n].iter().filter(|(other, _)| other == role).count();
            let nth = (*role, before);
            let edits = write_value(&filled, profile, place, form.row, nth, value)?;
            filled = filled.edit(&edits);
        }
        Some(Edits::between(draft.text(), filled.text()))
    }
}

/// Writes a value into the nth field of its role, counted from 0. A source is added if it is missing. `None`
/// if the form has no such field.
fn write_value(
    draft: &Draft,
    profile: &Profile,
    place: (SlotKind, usize),
    row: Option<usize>,
    (role, nth): (Role, usize),
    value: &str,
) -> Option<Edits> {
    let slot = slot_at(draft, profile, place)?;
    let find = |slot: &Slot| {
        let fields = ItemForm { slot, row }.fields().to_vec();
        fields.into_iter().filter(|field| field.role == role).nth(nth)
    };
    if let Some(field) = find(&slot) {
        return written(field, value, draft, profile);
    }
    let added = add_source(draft, profile, &slot).filter(|_| role == Role::Source)?;
    let with_source = draft.clone().edit(&added);
    let field = find(&slot_at(&with_source, profile, place)?)?;
    let edits = written(field, value, &with_source, profile)?;
    Some(Edits::between(draft.text(), with_source.edit(&edits).text()))
}

fn written(mut field: Field, value: &str, draft: &Draft, profile: &Profile) -> Option<Edits> {
    let (edits, how) = write_contained(&mut field, value, draft, profile);
    (how != Containment::Refused).then_some(edits)
}

/// The slot of that kind that begins there, with the fields of its missing parts.
fn slot_at(draft: &Draft, profile: &Profile, (kind, start): (SlotKind, usize)) -> Option<Slot> {
    let outline = Outline::new(draft, profile);
    let slot = outline.slots.iter().find(|slot| slot.kind == kind && slot.span.start == start)?;
    Some(with_missing_fields(draft, profile, &outline, slot))
}

/// The values of a story: the text is read below the heading of the slot's section. `None` if it is not
/// exactly one item there.
fn story_values(
    text: &str,
    profile: &Profile,
    outline: &Outline,
    slot: &Slot,
) -> Option<Vec<(Role, String)>> {
    let section = outline.sections.get(slot.section)?;
    let level = usize::from(section.level.max(1));
    let heading = format!("{} {}\n\n", "#".repeat(level), section.title);
    let has_heading = text.trim_start().starts_with('#');
    let is_block = slot.kind.item_form() == NewItemForm::Block;
    let own = if has_heading && !is_block { String::new() } else { heading };
    let is_item = text.trim_start().starts_with(['*', '-', '+']);
    let has_image = is_item || has_heading || is_block || Draft::parse(text.trim()).images().next().is_some();
    // In some sections, text without an image belongs to no story.
    let image = if has_image { "" } else { "![x](x)\n\n" };
    // A numbered item may have several paragraphs.
    let is_digit = |c: char| c.is_ascii_digit();
    let number = if slot.number.is_some() && !text.trim().starts_with(is_digit) { "1、" } else { "" };
    let draft = Draft::parse(format!("{own}{image}{number}{}\n", text.trim()));
    let read = Outline::new(&draft, profile);
    let mut items = read.slots.iter().filter(|one| one.kind == slot.kind && !one.is_list());
    let item = items.next().filter(|_| items.next().is_none())?;
    let is_own_heading = |field: &&Field| field.role == Role::Title && !has_heading && !is_block;
    let is_written = |field: &&Field| matches!(field.fill, Fill::Written | Fill::Mixed);
    let is_own_image = |field: &&Field| !has_image && matches!(field.role, Role::Image | Role::AltText);
    let is_own = |field: &&Field| is_own_heading(field) || is_own_image(field);
    let written = item.fields.iter().filter(|field| is_written(field) && !is_own(field));
    let values: Vec<_> =
        written.map(|field| (field.role, field.shown(field.value(&draft)).into_owned())).collect();
    Some(if has_image { values } else { with_lead(values, slot) })
}

/// Takes a title and an address out of the beginning of the text if the slot has fields for both.
fn with_lead(values: Vec<(Role, String)>, slot: &Slot) -> Vec<(Role, String)> {
    let has = |role: Role| {
        let is_there = |field: &Field| field.role == role && field.presence != Presence::Absent;
        slot.fields.iter().any(is_there)
    };
    let is_title = |role: &Role| has(*role) && values.iter().all(|(other, _)| other != role);
    let title = [Role::Title, Role::AltText].into_iter().find(is_title);
    let lead = match &values[..] {
        [(Role::Text, text), ..] if has(Role::ImageLink) => title.zip(Lead::read(text)),
        _ => None,
    };
    let Some((role, lead)) = lead else { return values };
    let mut all = vec![(role, lead.title.to_owned()), (Role::ImageLink, lead.address.to_owned())];
    all.extend((!lead.rest.is_empty()).then(|| (Role::Text, lead.rest.to_owned())));
    all.extend(values.iter().skip(1).cloned());
    all
}

/// The beginning of a text as people copy it: `A lamp, https://example.org/lamp and what it does`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lead<'t> {
    title: &'t str,
    address: &'t str,
    rest: &'t str,
}

impl Lead<'_> {
    /// `None` if the text does not begin with a title, a mark that ends it, and an address.
    fn read(text: &str) -> Option<Lead<'_>> {
        let start = ["https://", "http://"].into_iter().filter_map(|scheme| text.find(scheme)).min()?;
        let (before, after) = text.split_at(start);
        let ends_line = before.ends_with('\n');
        let before = before.trim_end();
        let title =
            before.strip_suffix([',', ':', '|', '–', '—', '-']).or(ends_line.then_some(before))?.trim();
        // Several sentences or markup are no title.
        let is_title =
            !title.is_empty() && !title.contains(['\n', '[', ']', '<', '>']) && !title.contains(". ");
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (address, rest) = after.split_at(end);
        let address = address.trim_end_matches([',', '.', ';', ':']);
        is_title.then_some(Lead { title, address, rest: rest.trim() })
    }
}

/// The values of a line with links: its first link, and the author after it. A line without a link may be a
/// name and an address.
fn row_values(text: &str, fields: &[Field]) -> Vec<(Role, String)> {
    let line = text.trim().trim_start_matches(['*', '-', '+', ' ']);
    if line.contains('\n') {
        return Vec::new();
    }
    let draft = Draft::parse(line);
    let links = draft.links().filter(|link| !link.dest.is_empty() && !link.shows_image);
    let roles = fields.chunks_exact(2).map(|pair| (pair[0].role, pair[1].role));
    let pairs = links.zip(roles.clone()).flat_map(|(link, (name, address))| {
        let text = draft.slice(link.text).to_owned();
        [(name, text), (address, draft.slice(link.dest).to_owned())]
    });
    let pairs: Vec<_> = pairs.collect();
    match (Lead::read(line), roles.clone().next()) {
        (Some(lead), Some((name, address))) if pairs.is_empty() && lead.rest.is_empty() => {
            vec![(name, lead.title.to_owned()), (address, lead.address.to_owned())]
        }
        _ => pairs,
    }
}

const SOURCE: &str = "source";

/// The word for a value of that role; `None` if values of that role are not pasted.
fn value_name(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Title | Role::Name | Role::AltText => "title",
        Role::Image => "image",
        Role::ImageLink | Role::Address => "link",
        Role::Text => "text",
        Role::Source => SOURCE,
        Role::Via => "via",
        Role::Author => "author",
        Role::AfterSources => "text after the sources",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_and_an_address_are_read_before_a_text() {
        let address = "https://locks.example/gate";
        for (text, title, rest) in [
            ("A lock, https://locks.example/gate It opens.", "A lock", "It opens."),
            ("A lock: https://locks.example/gate, opens", "A lock", "opens"),
            ("A lock – https://locks.example/gate", "A lock", ""),
            ("A lock\nhttps://locks.example/gate\nIt opens.", "A lock", "It opens."),
        ] {
            assert_eq!(Lead::read(text), Some(Lead { title, address, rest }), "{text}");
        }
        for text in [
            "It is at https://locks.example/gate now",
            "It opens. A lock, https://locks.example/gate",
            "A [lock](https://locks.example/gate) opens",
            "https://locks.example/gate opens",
            "A lock, and no address",
        ] {
            assert_eq!(Lead::read(text), None, "{text}");
        }
    }
}
