//! Merges contributions into a draft, one at a time.

use std::borrow::Cow;

use super::Texts;
use super::parsed_draft::ParsedDraft;
use crate::desk::{Workspace, reconcile};
use crate::draft::Draft;
use crate::merge::{Change, ChangeKind, Markers, Merge, MergeError, Version, changes, merge};
use crate::outline::{Outline, Slot, move_row_to_section, move_to_section, update_count};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// A draft with its state after each merged contribution.
pub(super) struct RunningMerge<'w> {
    workspace: &'w Workspace,
    steps: Vec<Step>,
    /// The draft before the last contribution; `None` if that was taken back, or merged with others.
    before: Option<ParsedDraft>,
    last: ParsedDraft,
}

/// One or several contributions that were merged at once.
struct Step {
    /// The draft before them: only its text, since a parsed draft takes several times the memory.
    text_before: String,
    /// The number of contributions that were merged before them.
    first: usize,
    count: usize,
}

/// Two changes of the same lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Collision {
    /// The index of the merged contribution that changed them; `None` for the draft itself.
    pub with: Option<usize>,
    pub places: usize,
    /// The beginning of the conflicting text.
    pub at: Option<String>,
}

impl<'w> RunningMerge<'w> {
    pub fn new(text: &str, workspace: &'w Workspace) -> RunningMerge<'w> {
        RunningMerge { workspace, steps: Vec::new(), before: None, last: ParsedDraft::new(text, workspace) }
    }

    fn profile(&self) -> &'w Profile {
        &self.workspace.profile
    }

    pub fn text(&self) -> &str {
        self.last.text()
    }

    /// The draft before the last contribution.
    pub fn text_before(&self) -> &str {
        self.steps.last().map_or(self.text(), |step| &step.text_before)
    }

    pub fn into_draft(self) -> ParsedDraft {
        self.last
    }

    /// Removes the last contribution.
    pub fn take_back(&mut self) {
        if let Some(before) = self.before.take() {
            self.last = before;
            self.steps.pop();
        }
    }

    /// Merges a contribution. `texts_of` gets the index of a contribution that was merged before.
    pub fn add<'t>(
        &mut self,
        base: &ParsedDraft,
        head: &ParsedDraft,
        texts_of: impl Fn(usize) -> Option<&'t Texts>,
    ) -> Result<(), Collision> {
        match merged(base, &self.last, head, self.workspace) {
            Ok(draft) => {
                self.before = Some(self.step(draft, 1));
                Ok(())
            }
            Err(conflict) => Err(Collision { with: self.culprit(base, head, texts_of), ..conflict }),
        }
    }

    /// Merges contributions with the same base that only add items: first with each other, on all cores,
    /// then into the draft, which is the longest of the texts. Returns false and changes nothing if two
    /// of them conflict, or one conflicts with the draft: then each is to be merged alone.
    pub fn add_all(&mut self, base: &ParsedDraft, heads: &[&ParsedDraft]) -> bool {
        let profile = self.profile();
        let merged = || {
            let heads: Result<Vec<&Version>, MergeError> = heads.iter().map(|head| head.version()).collect();
            let (base, heads) = (base.version().ok()?, heads.ok()?);
            let theirs = joined(base, &heads, profile)?;
            merge(base, self.last.version().ok()?, &theirs, profile).ok()?.into_result()
        };
        let Some(draft) = merged() else { return false };
        self.step(draft.into(), heads.len());
        self.before = None;
        true
    }

    /// Goes on with a draft that has `count` more contributions, and returns the draft before it.
    fn step(&mut self, draft: ParsedDraft, count: usize) -> ParsedDraft {
        let draft = self.update_counts(draft);
        let (text_before, first) = (self.text().to_owned(), self.count());
        self.steps.push(Step { text_before, first, count });
        std::mem::replace(&mut self.last, draft)
    }

    /// The number of merged contributions.
    fn count(&self) -> usize {
        self.steps.last().map_or(0, |step| step.first + step.count)
    }

    /// The first contribution after which `head` cannot be merged any more, found by bisection.
    fn culprit<'t>(
        &self,
        base: &ParsedDraft,
        head: &ParsedDraft,
        texts_of: impl Fn(usize) -> Option<&'t Texts>,
    ) -> Option<usize> {
        let fits = |draft: &ParsedDraft| merged(base, draft, head, self.workspace).is_ok();
        let fits_before = |step: &Step| fits(&self.last.changed_to(&step.text_before, self.workspace));
        if !self.steps.first().is_some_and(fits_before) {
            return None;
        }
        let (mut fitting, mut colliding) = (0, self.steps.len());
        while colliding - fitting > 1 {
            let middle = fitting.midpoint(colliding);
            if fits_before(&self.steps[middle]) { fitting = middle } else { colliding = middle }
        }
        let step = &self.steps[fitting];
        let mut draft = self.last.changed_to(&step.text_before, self.workspace);
        for at in step.first..step.first + step.count - 1 {
            let Texts { base, head } = texts_of(at)?;
            draft = merged(base, &draft, &base.changed_to(head, self.workspace), self.workspace).ok()?;
            if !fits(&draft) {
                return Some(at);
            }
        }
        Some(step.first + step.count - 1)
    }

    /// Updates the sentences that state how many rows a list has, if they were right before.
    fn update_counts(&self, mut draft: ParsedDraft) -> ParsedDraft {
        let profile = self.profile();
        let update = |parsed: &ParsedDraft, id: &str| {
            let outline = parsed.outline();
            let is_list = |slot: &&Slot| slot.is_list() && outline.sections[slot.section].id == id;
            let slot = outline.slots.iter().find(is_list)?;
            update_count(parsed.draft(), profile, outline, slot)
        };
        for section in profile.sections.iter().filter(|section| section.count_line.is_some()) {
            let edits = update(&draft, &section.id);
            if let Some(edits) = edits.filter(|_| update(&self.last, &section.id).is_none()) {
                draft = draft.changed_to(&edits.apply(draft.text()), self.workspace);
            }
        }
        draft
    }

    /// Moves the items of the last contribution to the section of that title. Returns false if none can
    /// be moved; the caller must then take the contribution back.
    pub fn move_new(&mut self, section: &str) -> bool {
        let mut is_there = false;
        // Each pass moves one item, which is then no longer found by `next_move`.
        for _ in 0..MAX_MOVES {
            let Some(next) = self.next_move(section, &mut is_there) else { return is_there };
            let Some(edits) = next else { return false };
            // Update the sentence that counts the items of the old section.
            let moved = self.last.changed_to(&edits.apply(self.text()), self.workspace);
            self.last = self.update_counts(moved);
        }
        false
    }

    /// The edits that move the next item of the last contribution from another section. `Some(None)` if
    /// it cannot be moved, and `None` if no item is left to move.
    fn next_move(&self, section: &str, is_there: &mut bool) -> Option<Option<Edits>> {
        let profile = self.profile();
        let (Ok(old), Ok(new)) = (self.before.as_ref()?.version(), self.last.version()) else { return None };
        let (was, is) = (old.outline(), new.outline());
        let to = is.sections.iter().position(|candidate| candidate.title == section)?;
        let all = changes(old, new, (was, is), profile);
        let is_moved = |change: &&Change| is.section_at(change.span().start) == Some(to);
        let added = || all.iter().filter(|change| change.kind == ChangeKind::Added);
        // An item of one section may be plain text in another.
        *is_there = added().any(|change| is_moved(&change));
        let next = added().find(|change| change.adds_item() && !is_moved(change))?;
        Some(move_item(new.draft(), is, profile, next.span(), to))
    }
}

/// How many items of one contribution can be moved.
const MAX_MOVES: usize = 100;

/// The edits that move the item at a span to another section.
fn move_item(draft: &Draft, outline: &Outline, profile: &Profile, place: Span, to: usize) -> Option<Edits> {
    let overlaps = |span: Span| span.start < place.end && place.start < span.end;
    let at = outline.slots.iter().position(|slot| slot.kind.takes_items() && overlaps(slot.span))?;
    let slot = &outline.slots[at];
    if !slot.is_list() {
        return move_to_section(draft, outline, profile, at, to).map(|moved| moved.edits);
    }
    let row = slot.rows.iter().position(|row| overlaps(row.span))?;
    move_row_to_section(draft, outline, profile, slot, row, to)
}

/// The base with the additions of all heads in order; `None` if two of them conflict.
fn joined<'v>(base: &Version, heads: &[&'v Version], profile: &Profile) -> Option<Cow<'v, Version>> {
    match heads {
        [] => None,
        [head] => Some(Cow::Borrowed(*head)),
        heads => {
            let (first, second) = heads.split_at(heads.len() / 2);
            let (first, second) =
                rayon::join(|| joined(base, first, profile), || joined(base, second, profile));
            Some(Cow::Owned(merge(base, &*first?, &*second?, profile).ok()?.into_result()?))
        }
    }
}

/// Merges a contribution into a draft. The result of a structural merge is parsed already.
fn merged(
    base: &ParsedDraft,
    ours: &ParsedDraft,
    theirs: &ParsedDraft,
    workspace: &Workspace,
) -> Result<ParsedDraft, Collision> {
    let profile = &workspace.profile;
    let merge = || merge(base.version()?, ours.version()?, theirs.version()?, profile);
    let merged: Result<Merge, MergeError> = merge();
    if let Ok(merged) = merged {
        let collision = Collision {
            with: None,
            places: merged.conflicts().count(),
            at: merged
                .conflicts()
                .next()
                .map(|conflict| beginning([&conflict.base, &conflict.ours, &conflict.theirs])),
        };
        return merged.into_result().map(ParsedDraft::from).ok_or(collision);
    }
    let plain = reconcile(base.text(), ours.text(), theirs.text(), profile, &Markers::default());
    match plain.has_conflicts {
        false => Ok(ParsedDraft::new(&plain.text, workspace)),
        true => Err(Collision { with: None, places: plain.conflicts(), at: None }),
    }
}

/// The first line of the first text that has one.
fn beginning(texts: [&String; 3]) -> String {
    let first = texts.into_iter().find_map(|text| text.lines().find(|line| !line.trim().is_empty()));
    let line = first.unwrap_or_default().trim();
    match line.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// How many characters of a line are shown.
const MAX_SHOWN: usize = 60;

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::profile::built_in_template;

    static WORKSPACE: LazyLock<(tempfile::TempDir, Workspace)> = LazyLock::new(|| {
        let dir = tempfile::tempdir().unwrap();
        crate::desk::lay_out_demo(dir.path(), jiff::civil::date(2026, 6, 3)).unwrap();
        let workspace = Workspace::find(dir.path()).unwrap();
        (dir, workspace)
    });

    const SECTIONS: [&str; 3] = ["News From Around the Web", "Coming Soon / New", "New Learn Guides"];

    /// A draft in which items are written below headings.
    fn with_items(text: &str, items: &[(usize, String)]) -> String {
        items.iter().fold(text.to_owned(), |text, (section, item)| {
            let heading = format!("## {}\n", SECTIONS[*section]);
            text.replacen(&heading, &format!("{heading}\n{item}\n"), 1)
        })
    }

    /// Items about different pages, for each of several contributions.
    fn items(contributions: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Vec<(usize, String)>>> {
        let item = (0..SECTIONS.len(), "[a-d]{1,2}", any::<bool>());
        let all = prop::collection::vec(prop::collection::vec(item, 0..3), contributions);
        let written = |page: String, (section, name, is_bullet): (usize, String, bool)| {
            let text = format!("A {name} - [Site {name}](https://{page}.example/).");
            (section, if is_bullet { format!("* {text}") } else { text })
        };
        all.prop_map(move |all| {
            let all = all.into_iter().enumerate();
            all.map(|(n, items)| {
                let items = items.into_iter().enumerate();
                items.map(|(m, item)| written(format!("page-{n}-{m}"), item)).collect()
            })
            .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn contributions_that_are_merged_at_once_give_the_text_of_each_alone(
            all in items(3..8),
        ) {
            let (ours, theirs) = all.split_first().unwrap();
            let workspace = &WORKSPACE.1;
            let base = ParsedDraft::new(built_in_template("circuitpython").unwrap(), workspace);
            let heads: Vec<ParsedDraft> =
                theirs.iter().map(|items| base.changed_to(&with_items(base.text(), items), workspace)).collect();
            let ours = with_items(base.text(), ours);
            let mut at_once = RunningMerge::new(&ours, workspace);
            if at_once.add_all(&base, &heads.iter().collect::<Vec<_>>()) {
                let mut alone = RunningMerge::new(&ours, workspace);
                for head in &heads {
                    alone.add(&base, head, |_| None).unwrap();
                }
                prop_assert_eq!(at_once.text(), alone.text());
            } else {
                prop_assert_eq!(at_once.text(), ours);
            }
        }
    }

    #[test]
    fn the_contribution_with_the_conflict_is_found_among_those_merged_at_once() {
        let workspace = &WORKSPACE.1;
        let template = ParsedDraft::new(built_in_template("circuitpython").unwrap(), workspace);
        let with = |words: &str, page: &str| {
            with_items(template.text(), &[(0, format!("{words} - [{page}](https://{page}.example/)."))])
        };
        let texts: Vec<Texts> =
            [("A lamp", "one"), ("Some boats", "two"), ("The gull sings", "three"), ("Night", "four")]
                .map(|(words, page)| Texts { base: template.clone().into(), head: with(words, page) })
                .into();
        let heads: Vec<ParsedDraft> =
            texts.iter().map(|texts| template.changed_to(&texts.head, workspace)).collect();
        let ours =
            [(0, "Tides - [a](https://a.example/).".into()), (0, "Piers - [b](https://b.example/).".into())];
        let mut merge = RunningMerge::new(&with_items(template.text(), &ours), workspace);
        assert!(merge.add_all(&template, &heads.iter().collect::<Vec<_>>()));
        let title = template.text().lines().find(|line| line.starts_with("title:")).unwrap();
        let titled =
            |title_now: &str| template.changed_to(&template.text().replacen(title, title_now, 1), workspace);
        let texts_of = |at: usize| texts.get(at);
        assert_eq!(merge.add(&template, &titled("title: Lamps"), texts_of), Ok(()));
        let collision = merge.add(&template, &titled("title: Gulls"), texts_of).unwrap_err();
        assert_eq!(collision.with, Some(4), "the one that was merged alone");

        // It deletes the third one's item, which had other words on its branch.
        let base = template.changed_to(&with("The gull calls", "three"), workspace);
        let head = base.changed_to(template.text(), workspace);
        assert_eq!(merge.add(&base, &head, texts_of).unwrap_err().with, Some(2));
    }
}
