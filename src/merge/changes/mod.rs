//! Lists the changes from one version of a draft to another: what was added, changed, moved and
//! removed.
//!
//! Each line that is not blank belongs to a node of its tree, so that no change of words is missed.

mod fill;

use super::Version;
use super::moves::{Move, moves};
use super::pair::{Pairs, Side};
use super::tree::{NodeKind, Rank};
use crate::outline::Outline;
use crate::profile::Profile;
use crate::text::Span;
use crate::text::diff::{Run, RunKind, TextDiff};

/// A part of a draft that differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: ChangeKind,
    pub unit: Unit,
    /// The heading above it, in the later version unless it was removed. Empty before the first
    /// heading.
    pub heading: String,
    /// The heading that it was moved from.
    pub from: Option<String>,
    /// Empty for an addition.
    pub before: String,
    /// Empty for a removal.
    pub after: String,
    /// The span in the earlier version.
    pub(super) was: Span,
    /// The span in the later version.
    pub(super) is: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    Added,
    Changed,
    Moved,
    Removed,
}

/// The kind of a changed part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A field of the front matter.
    Field,
    Heading,
    /// An item in a section that takes items, with the profile's name of the section.
    Item {
        section: String,
    },
    Text,
    /// Only white space.
    Spacing,
}

/// Lists the changes from `base` to `head` in the order of the text, removals last. `outlines` are
/// the outlines of the two. Filling a slot that still has the template's words is an addition.
pub fn changes(
    base: &Version,
    head: &Version,
    outlines: (&Outline, &Outline),
    profile: &Profile,
) -> Vec<Change> {
    let (old, new) = (base.side(), head.side());
    let mut pairs = Pairs::new(old, new);
    let untouched = outlines.0.untouched();
    fill::unpair_filled(old, new, &mut pairs, &untouched);
    let mut comparison = Comparison {
        base: old,
        head: new,
        moves: moves(old, new, &pairs),
        pairs,
        is_done_base: vec![false; old.tree.nodes.len()],
        is_done_head: vec![false; new.tree.nodes.len()],
        changes: Vec::new(),
    };
    for node in 1..new.tree.nodes.len() {
        comparison.visit_head(node);
    }
    for node in 1..old.tree.nodes.len() {
        comparison.visit_base(node);
    }
    let mut changes = comparison.changes;
    fill::find_items(&mut changes, outlines, (old, new));
    fill::remove_filled(&mut changes, &untouched);
    fill::remove_updated_counts(&mut changes, &head.draft, outlines.1, profile);
    if changes.is_empty() && base.text() != head.text() {
        changes.push(Change::spacing());
    }
    changes
}

/// As [`changes`], but line by line, for texts that can't be read as a [`Version`].
pub fn changes_by_lines(base: &str, head: &str) -> Vec<Change> {
    let diff = TextDiff::lines(base, head);
    let differs = |run: &&Run| run.kind != RunKind::Equal;
    let change = |run: &Run| {
        let before = diff.old(run.old.clone()).concat();
        let after = diff.new_text(run.new.clone()).concat();
        let kind = match run.kind {
            RunKind::Inserted => ChangeKind::Added,
            RunKind::Deleted => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        };
        let above = diff.old(0..run.old.start).iter().rev();
        let heading = above.filter_map(|line| line.strip_prefix("## ")).next().unwrap_or_default();
        Change {
            kind,
            heading: heading.trim().to_owned(),
            before: before.trim_end().to_owned(),
            after: after.trim_end().to_owned(),
            ..Change::spacing()
        }
    };
    diff.runs().iter().filter(differs).map(change).map(|one| Change { unit: Unit::Text, ..one }).collect()
}

impl Change {
    /// True if it only adds an item to a section that takes items.
    pub fn adds_item(&self) -> bool {
        self.kind == ChangeKind::Added && matches!(self.unit, Unit::Item { .. })
    }

    /// The span in the later version.
    pub fn span(&self) -> Span {
        self.is
    }

    fn spacing() -> Change {
        Change {
            kind: ChangeKind::Changed,
            unit: Unit::Spacing,
            heading: String::new(),
            from: None,
            before: String::new(),
            after: String::new(),
            was: Span::default(),
            is: Span::default(),
        }
    }
}

struct Comparison<'a> {
    base: Side<'a>,
    head: Side<'a>,
    pairs: Pairs,
    /// By node of the base.
    moves: Vec<Move>,
    /// True for each node that a change covers already.
    is_done_base: Vec<bool>,
    is_done_head: Vec<bool>,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn visit_head(&mut self, node: usize) {
        if std::mem::replace(&mut self.is_done_head[node], true) {
            return;
        }
        let Some(was) = self.pairs.left[node] else {
            let span = match is_one_change(self.head, node, &self.pairs.left) {
                true => {
                    self.is_done_head[node..self.head.tree.nodes[node].end].fill(true);
                    all(self.head, node)
                }
                false => own(self.head, node),
            };
            self.push(ChangeKind::Added, node, Span::default(), span);
            return;
        };
        let (old, new) = (&self.base.tree.nodes[was], &self.head.tree.nodes[node]);
        if new.kind == NodeKind::Story && old.whole != new.whole {
            // A node that moved into the story or out of it is a change of its own.
            for at in node..new.end {
                self.is_done_head[at] |= self.pairs.left[at].is_none_or(|at| (was..old.end).contains(&at));
            }
            for at in was..old.end {
                self.is_done_base[at] |= self.pairs.right[at].is_none_or(|at| (node..new.end).contains(&at));
            }
            self.push(ChangeKind::Changed, node, all(self.base, was), all(self.head, node));
        } else if old.own != new.own {
            self.push(ChangeKind::Changed, node, own(self.base, was), own(self.head, node));
        } else if self.moves[was] != Move::None {
            let (was, is) = match new.kind {
                NodeKind::Section(_) | NodeKind::Label => (own(self.base, was), own(self.head, node)),
                _ => (all(self.base, was), all(self.head, node)),
            };
            self.push(ChangeKind::Moved, node, was, is);
        }
    }

    fn visit_base(&mut self, node: usize) {
        if std::mem::replace(&mut self.is_done_base[node], true) || self.pairs.right[node].is_some() {
            return;
        }
        let span = match is_one_change(self.base, node, &self.pairs.right) {
            true => {
                self.is_done_base[node..self.base.tree.nodes[node].end].fill(true);
                all(self.base, node)
            }
            false => own(self.base, node),
        };
        self.push(ChangeKind::Removed, node, span, Span::default());
    }

    /// Adds a change. `node` is a node of the base for a removal, else of the head.
    fn push(&mut self, kind: ChangeKind, node: usize, was: Span, is: Span) {
        if was.is_empty() && is.is_empty() {
            return;
        }
        let side = if kind == ChangeKind::Removed { self.base } else { self.head };
        let one = &side.tree.nodes[node];
        let is_field =
            one.kind == NodeKind::FrontMatter || side.tree.nodes[one.parent].kind == NodeKind::FrontMatter;
        let unit = match one.kind {
            _ if is_field => Unit::Field,
            NodeKind::Section(_) => Unit::Heading,
            _ => Unit::Text,
        };
        let from = match kind {
            ChangeKind::Changed | ChangeKind::Moved => self.pairs.left[node]
                .filter(|was| self.moves[*was] != Move::None)
                .map(|was| heading(self.base, was)),
            _ => None,
        };
        let text = |span: Span, side: Side<'_>| span.of(side.text).trim_end().to_owned();
        self.changes.push(Change {
            kind,
            unit,
            heading: heading(side, node),
            from,
            before: text(was, self.base),
            after: text(is, self.head),
            was,
            is,
        });
    }
}

/// True if a story or an item is one change: no node under it has a counterpart elsewhere.
fn is_one_change(side: Side<'_>, node: usize, counterparts: &[Option<usize>]) -> bool {
    let one = &side.tree.nodes[node];
    matches!(one.kind, NodeKind::Story | NodeKind::Item(_))
        && counterparts[node..one.end].iter().all(Option::is_none)
}

fn own(side: Side<'_>, node: usize) -> Span {
    side.tree.span(&side.tree.nodes[node].lines)
}

fn all(side: Side<'_>, node: usize) -> Span {
    side.tree.span(&side.tree.all_lines(node))
}

/// The words of the heading above a node.
fn heading(side: Side<'_>, node: usize) -> String {
    let mut at = node;
    while at != 0 && side.tree.nodes[at].kind.rank() != Rank::Section {
        at = side.tree.nodes[at].parent;
    }
    let words = side.own(at).trim();
    match at {
        0 => String::new(),
        _ => words.lines().next().unwrap_or_default().trim_matches(['#', ' ']).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::profile::built_in;

    const TEXT: &str = "---\ntitle: One\n---\n\n## Upcoming Events\n\n* [Fest](https://fest.example), June 12\n* [Gala](https://gala.example), June 13\n\n## New Learn Guides\n\n[Net](https://net.example) from [Gritt](https://gritt.example)\n\n[title](url) from [name](url)\n";

    fn described(from: &str, to: &str) -> Vec<String> {
        assert!(TEXT.contains(from), "{from}");
        described_between(TEXT, &TEXT.replacen(from, to, 1))
    }

    /// One line for each change: kind, unit, heading, before and after.
    fn described_between(base: &str, head: &str) -> Vec<String> {
        let profile = built_in("circuitpython").unwrap();
        let version = |text: &str| Version::new(text, &profile).unwrap();
        let outline = |text: &str| Outline::new(&Draft::parse(text), &profile);
        let all = changes(&version(base), &version(head), (&outline(base), &outline(head)), &profile);
        let line = |one: &Change| {
            let unit = match &one.unit {
                Unit::Item { .. } => "item",
                Unit::Field => "field",
                Unit::Heading => "heading",
                Unit::Text => "text",
                Unit::Spacing => "spacing",
            };
            let from = one.from.as_ref().map(|from| format!(" from {from}")).unwrap_or_default();
            let (before, after) = (one.before.replace('\n', "|"), one.after.replace('\n', "|"));
            format!("{:?} {unit} [{}{from}] {before} -> {after}", one.kind, one.heading)
        };
        all.iter().map(line).collect()
    }

    #[test]
    fn an_item_that_is_new_or_fills_a_free_slot_is_an_addition() {
        let item = "* [Regatta](https://r.example), June 20";
        assert_eq!(
            described("* [Gala]", &format!("{item}\n* [Gala]")),
            [format!("Added item [Upcoming Events]  -> {item}")]
        );
        let guide = "[Fly](https://fly.example) from [Di](https://di.example)";
        let wanted = [format!("Added item [New Learn Guides]  -> {guide}")];
        assert_eq!(described("[title](url) from [name](url)", guide), wanted);
        assert_eq!(described("[title](url)", &format!("{guide}\n\n[title](url)")), wanted);
    }

    #[test]
    fn another_address_or_other_words_are_a_change_with_before_and_after() {
        assert_eq!(
            described("https://gala.example", "https://ga1a.example"),
            [
                "Changed item [Upcoming Events] * [Gala](https://gala.example), June 13 -> * [Gala](https://ga1a.example), June 13"
            ]
        );
        assert_eq!(described("title: One", "title: Two"), ["Changed field [] title: One -> title: Two"]);
        assert_eq!(
            described("## Upcoming Events", "## Events of ours"),
            ["Changed heading [Events of ours] ## Upcoming Events -> ## Events of ours"]
        );
    }

    #[test]
    fn a_missing_part_is_a_removal_also_next_to_an_addition() {
        let gala = "* [Gala](https://gala.example), June 13\n";
        assert_eq!(described(gala, ""), [format!("Removed item [Upcoming Events] {} -> ", gala.trim_end())]);
        assert_eq!(
            described(gala, "* [Buy boats](https://boat.example), now\n"),
            [
                "Added item [Upcoming Events]  -> * [Buy boats](https://boat.example), now",
                "Removed item [Upcoming Events] * [Gala](https://gala.example), June 13 -> ",
            ]
        );
        let open = "\n[title](url) from [name](url)\n";
        assert_eq!(
            described(open, ""),
            ["Removed item [New Learn Guides] [title](url) from [name](url) -> "]
        );
    }

    #[test]
    fn a_count_is_listed_only_if_it_is_wrong_now() {
        let boards = |count: usize, more: &str| {
            format!(
                "## New Boards\n\nThis week there were {count} new boards added:\n\n- [Fen](https://fen.example)\n- [Moss](https://moss.example)\n{more}\n## ICYMI\n\nx\n"
            )
        };
        let reed = "- [Reed](https://reed.example)";
        let added = format!("Added item [New Boards]  -> {reed}");
        let base = boards(2, "");
        assert_eq!(described_between(&base, &boards(3, &format!("{reed}\n"))), std::slice::from_ref(&added));
        let count = "Changed text [New Boards] This week there were 2 new boards added: -> This week there were 5 new boards added:";
        assert_eq!(described_between(&base, &boards(5, &format!("{reed}\n"))), [count, &added]);
    }

    #[test]
    fn a_part_at_another_position_is_moved() {
        let both = "* [Fest](https://fest.example), June 12\n* [Gala](https://gala.example), June 13\n";
        let turned = "* [Gala](https://gala.example), June 13\n* [Fest](https://fest.example), June 12\n";
        let moved = described(both, turned);
        assert!(
            moved.len() == 1 && moved[0].starts_with("Moved item [Upcoming Events from Upcoming"),
            "{moved:?}"
        );
    }

    #[test]
    fn text_outside_of_items_and_white_space_are_listed_too() {
        assert_eq!(
            described("## New Learn", "Come to my sale!\n\n## New Learn"),
            ["Added text [Upcoming Events]  -> Come to my sale!"]
        );
        assert_eq!(described("## New Learn", "\n\n## New Learn"), ["Changed spacing []  -> "]);
    }
}
