//! The numbers that items have in the text, such as `3、`: edits that keep them consecutive.

use super::{ItemNumber, Outline, Slot};
use crate::draft::Draft;
use crate::text::{Edit, Edits};

/// The digits of a number, as wide as those that it replaces if they begin with a zero.
fn digits(value: u32, old: &str) -> String {
    let width = if old.starts_with('0') { old.len() } else { 0 };
    format!("{value:0width$}")
}

fn edit(draft: &Draft, number: ItemNumber, value: u32) -> Edit {
    Edit { span: number.span, text: digits(value, draft.slice(number.span)) }
}

fn numbered(outline: &Outline) -> impl Iterator<Item = (usize, ItemNumber)> {
    outline.slots.iter().enumerate().filter_map(|(at, slot)| Some((at, slot.number?)))
}

/// Edits that close the gaps which removed slots leave. The numbers may go on in the sections after theirs.
pub(super) fn closed_gaps(draft: &Draft, outline: &Outline, is_removed: impl Fn(usize) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut before, mut removed) = (None, 0);
    for (at, number) in numbered(outline) {
        if before.is_none_or(|before: u32| before.checked_add(1) != Some(number.value)) {
            removed = 0;
        }
        before = Some(number.value);
        match is_removed(at) {
            true => removed += 1,
            false if removed > 0 => edits.push(edit(draft, number, number.value.saturating_sub(removed))),
            false => {}
        }
    }
    edits
}

/// Edits that make room for a new number `value` before the slots from `first` on. The numbers of other
/// sections follow only a number above 1.
pub(super) fn opened_gap(draft: &Draft, outline: &Outline, first: usize, value: u32) -> Vec<Edit> {
    // A section of its own begins with 1 too.
    let following = numbered(outline).filter(|_| value > 1).skip_while(|(at, _)| *at < first);
    let is_next = |(n, (_, number)): &(u32, (usize, ItemNumber))| value.checked_add(*n) == Some(number.value);
    let run = (0u32..).zip(following).take_while(is_next);
    run.map(|(_, (_, number))| edit(draft, number, number.value.saturating_add(1))).collect()
}

/// The number of a new item at the end of a section. In some newsletters the numbers go on from section to
/// section.
pub(super) fn next_number(outline: &Outline, section: usize) -> u32 {
    let last = |slots: &[Slot]| slots.iter().rev().find_map(|slot| Some(slot.number?.value));
    if let Some(last) = last(outline.slots_of(section)) {
        return last.saturating_add(1);
    }
    let firsts: Vec<Sequence> = sequences(outline);
    let goes_on = firsts.iter().any(|sequence| sequence.goes_on);
    let before = firsts.iter().rfind(|sequence| sequence.section < section).filter(|_| goes_on);
    before.map_or(1, |sequence| sequence.last.saturating_add(1))
}

/// The numbers of a section.
struct Sequence {
    section: usize,
    first: u32,
    last: u32,
    is_consecutive: bool,
    /// True if its first number follows the last one of the sections before.
    goes_on: bool,
}

fn sequences(outline: &Outline) -> Vec<Sequence> {
    let mut all: Vec<Sequence> = Vec::new();
    for (at, number) in numbered(outline) {
        let section = outline.slots[at].section;
        match all.last_mut() {
            Some(own) if own.section == section => {
                own.is_consecutive &= own.last.checked_add(1) == Some(number.value);
                own.last = number.value;
            }
            before => {
                let goes_on = before.is_some_and(|before| before.last.checked_add(1) == Some(number.value));
                let (first, last) = (number.value, number.value);
                all.push(Sequence { section, first, last, is_consecutive: true, goes_on });
            }
        }
    }
    all
}

/// Edits that number the items of `after` consecutively where those of `before` were: a merge adds items of
/// both sides, each with the next number. `None` if all numbers are right.
pub(super) fn renumbered(before: &Outline, (draft, after): (&Draft, &Outline)) -> Option<Edits> {
    let known = sequences(before);
    let is_same = |old: usize, new: usize| {
        let (old, new) = (&before.sections[old], &after.sections[new]);
        old.id == new.id && old.title == new.title
    };
    let mut edits = Vec::new();
    let mut last = None;
    for sequence in sequences(after) {
        let old = known.iter().find(|old| is_same(old.section, sequence.section));
        let Some(old) = old.filter(|old| old.is_consecutive) else {
            last = Some(sequence.last);
            continue;
        };
        let first = last.filter(|_| old.goes_on).map_or(old.first, |last: u32| last.saturating_add(1));
        let own = after.slots_of(sequence.section).iter().filter_map(|slot| slot.number);
        for (value, number) in (first..).zip(own) {
            if value != number.value {
                edits.push(edit(draft, number, value));
            }
            last = Some(value);
        }
    }
    Edits::new(edits).ok().filter(|edits| !edits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, load};

    fn profile() -> Profile {
        let sections = ["nests", "eggs", "calls"]
            .map(|id| format!("  - {{ id: {id}, title: {id}, headings: [{id}], kinds: [paragraphs] }}\n"));
        load(&format!("extends: this-week-in-rust\nsections:\n{}", sections.concat())).unwrap()
    }

    fn read(text: &str) -> (Draft, Outline) {
        let draft = Draft::parse(text);
        let outline = Outline::new(&draft, &profile());
        (draft, outline)
    }

    fn numbers(text: &str) -> Vec<u32> {
        numbered(&read(text).1).map(|(_, number)| number.value).collect()
    }

    const RUN: &str = "## Nests\n\n1、a\n\n2、b\n\n## Eggs\n\n3、c\n\n4、d\n\n## Calls\n\n1、e\n";

    #[test]
    fn a_removed_item_moves_the_numbers_after_it() {
        let (draft, outline) = read(RUN);
        let after = |removed: usize| {
            let edits = Edits::new(closed_gaps(&draft, &outline, |at| at == removed)).unwrap();
            numbers(&edits.apply(draft.text()))
        };
        assert_eq!(after(1), [1, 2, 2, 3, 1], "the removed item itself stays here");
        assert_eq!(after(0), [1, 1, 2, 3, 1]);
        assert_eq!(after(3), [1, 2, 3, 4, 1]);
    }

    #[test]
    fn a_new_item_moves_the_numbers_after_it() {
        let (draft, outline) = read(RUN);
        let edits = Edits::new(opened_gap(&draft, &outline, 2, 3)).unwrap();
        assert_eq!(numbers(&edits.apply(draft.text())), [1, 2, 4, 5, 1]);
        assert_eq!([0, 1, 2].map(|section| next_number(&outline, section)), [3, 5, 2]);
        assert_eq!(next_number(&read("## Nests\n\n1、a\n\n## Eggs\n\n2、b\n\n## Calls\n").1, 2), 3);
        assert_eq!(next_number(&read("## Nests\n\n1、a\n\n## Eggs\n").1, 1), 1);
    }

    #[test]
    fn a_merge_of_two_additions_is_numbered_again() {
        let (_, before) = read(RUN);
        let text = RUN.replace("2、b\n", "2、b\n\n3、x\n\n3、y\n");
        let (draft, after) = read(&text);
        let edits = renumbered(&before, (&draft, &after)).unwrap();
        assert_eq!(numbers(&edits.apply(&text)), [1, 2, 3, 4, 5, 6, 1]);
        let (draft, same) = read(RUN);
        assert_eq!(renumbered(&before, (&draft, &same)), None);
        let (_, odd) = read("## Nests\n\n1、a\n\n1、b\n");
        let (draft, after) = read("## Nests\n\n1、a\n\n1、b\n\n1、c\n");
        assert_eq!(renumbered(&odd, (&draft, &after)), None, "numbers that were not consecutive stay");
    }

    #[test]
    fn a_number_keeps_its_leading_zero() {
        assert_eq!(digits(9, "08"), "09");
        assert_eq!(digits(10, "9"), "10");
    }
}
