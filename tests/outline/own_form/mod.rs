//! Whether a new item looks like the newsletter's own ones: an item is taken out of a real issue and
//! added again from its values, which are read from it. The line itself is never handed over.

mod examples;
mod forms;
mod general;
mod measured;
mod newsletters;
mod values;

use std::collections::BTreeMap;
use std::fmt;

use copydesk::draft::Draft;
use copydesk::outline::{
    ItemContext, ItemStyle, MissingSource, NewItem, Outline, add_item, remove_row, remove_slot,
};
use copydesk::profile::Profile;
use copydesk::text::Span;

use values::{Naming, values};

/// For an item of a newsletter without a template, whose images are not there.
fn context<'a>(profile: &'a Profile, style: &'a ItemStyle) -> ItemContext<'a> {
    ItemContext {
        profile,
        template: None,
        folder: "20260610",
        has_image: &|_| false,
        style,
        missing_source: MissingSource::Site,
    }
}

/// An item of an issue: the index of its slot, and of its row in a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemAt {
    slot: usize,
    row: Option<usize>,
}

/// An issue with what was learnt from those before it.
pub(super) struct Measured<'a> {
    pub draft: Draft,
    pub outline: Outline,
    pub profile: &'a Profile,
    pub template: Option<(&'a Draft, &'a Outline)>,
    pub style: ItemStyle,
}

/// An item that was taken out and added again.
pub(super) struct Again {
    pub section: String,
    pub wanted: String,
    pub found: String,
    /// True if the whole issue has the same lines as before, in any order.
    pub has_same_lines: bool,
}

impl Again {
    pub fn is_same(&self) -> bool {
        self.wanted == self.found
    }
}

impl Measured<'_> {
    pub fn items(&self) -> Vec<ItemAt> {
        let slots = self.outline.slots.iter().enumerate().filter(|(_, slot)| slot.kind.takes_items());
        let slots = slots.filter(|(_, slot)| slot.line_of.is_none());
        slots
            .flat_map(|(slot, one)| match one.is_list() {
                true => (0..one.rows.len()).map(|row| ItemAt { slot, row: Some(row) }).collect(),
                false => vec![ItemAt { slot, row: None }],
            })
            .collect()
    }

    fn span(&self, item: ItemAt) -> Span {
        let slot = &self.outline.slots[item.slot];
        item.row.map_or(slot.span, |row| slot.rows[row].span)
    }

    /// Takes an item out and adds it again. `None` if it has no address or no words.
    pub fn again(&self, item: ItemAt, naming: Naming) -> Option<Again> {
        let slot = &self.outline.slots[item.slot];
        self.again_from(item, &values(&self.draft, slot, item.row, naming)?)
    }

    /// Takes an item out and adds it again from its values.
    pub fn again_from(&self, item: ItemAt, values: &NewItem) -> Option<Again> {
        let slot = &self.outline.slots[item.slot];
        let taken = match item.row {
            Some(row) => remove_row(&self.draft, slot, row)?,
            None => remove_slot(&self.draft, &self.outline, item.slot)?,
        };
        let draft = self.draft.clone().edit(&taken);
        let section = self.outline.sections[slot.section].title.clone();
        let at = Outline::new(&draft, self.profile).sections.iter().position(|one| one.title == section)?;
        let context = ItemContext {
            profile: self.profile,
            template: self.template,
            folder: "20260601",
            has_image: &|path| path == values.image,
            style: &self.style,
            missing_source: MissingSource::Site,
        };
        let added = add_item(&draft, at, values, &context);
        let found = added.as_ref().map_or("", |added| added.draft.slice(added.span));
        let has_same_lines = added
            .as_ref()
            .is_some_and(|added| sorted_lines(added.draft.text()) == sorted_lines(self.draft.text()));
        Some(Again {
            section,
            wanted: plain(self.draft.slice(self.span(item))),
            found: plain(found),
            has_same_lines,
        })
    }
}

/// The item without the spaces at the ends of its lines, which nobody sees.
fn plain(item: &str) -> String {
    item.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn sorted_lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.trim_end().lines().map(str::trim_end).collect();
    lines.sort_unstable();
    lines
}

/// The counts of a section.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    items: usize,
    same: usize,
    same_issue: usize,
}

/// The counts by section.
#[derive(Default)]
pub(super) struct Table {
    rows: BTreeMap<String, Counts>,
    pub misses: Vec<(String, String)>,
}

impl Table {
    pub fn add(&mut self, again: &Again) {
        let counts = self.rows.entry(again.section.clone()).or_default();
        counts.items += 1;
        counts.same += usize::from(again.is_same());
        counts.same_issue += usize::from(again.is_same() && again.has_same_lines);
        if !again.is_same() {
            self.misses.push((again.wanted.clone(), again.found.clone()));
        }
    }

    pub fn total(&self) -> Counts {
        self.rows.values().fold(Counts::default(), |sum, one| Counts {
            items: sum.items + one.items,
            same: sum.same + one.same,
            same_issue: sum.same_issue + one.same_issue,
        })
    }

    /// The share of items with the same line, in percent.
    pub fn percent(&self) -> f64 {
        let total = self.total();
        100.0 * total.same as f64 / total.items.max(1) as f64
    }
}

impl fmt::Display for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "| section | items | same line | same issue but for the order |\n|---|---|---|---|")?;
        for (section, Counts { items, same, same_issue }) in &self.rows {
            writeln!(out, "| {section} | {items} | {same} | {same_issue} |")?;
        }
        let Counts { items, same, same_issue } = self.total();
        writeln!(out, "| all | {items} | {same} ({:.1} %) | {same_issue} |", self.percent())
    }
}
