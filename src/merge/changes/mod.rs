//! What one version of a draft does to another: which parts it adds, changes, moves and removes.
//!
//! Each line that is not blank is in one node of each tree, so that no change of words is missed.

mod fill;

use similar::{DiffOp, DiffTag, TextDiff};

use super::Version;
use super::pair::{Pairs, Side};
use super::tree::{Kind, Rank};
use super::weave::{Moved, moved};
use crate::outline::Outline;
use crate::profile::Profile;
use crate::text::Span;

/// A part of a draft that another version has in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub kind: ChangeKind,
    pub unit: Unit,
    /// The words of the heading that it is under; of the earlier version where it is removed. Empty
    /// before the first heading.
    pub heading: String,
    /// The heading that it was under, where it was moved.
    pub from: Option<String>,
    /// Empty for what is added.
    pub before: String,
    /// Empty for what is removed.
    pub after: String,
    /// Where it is in the earlier version.
    pub(super) was: Span,
    /// Where it is in the later version.
    pub(super) is: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    Added,
    Changed,
    Moved,
    Removed,
}

/// What a part of a draft is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A field of the front matter.
    Field,
    Heading,
    /// An item under a heading that takes items, by the profile's name for the section.
    Item {
        section: String,
    },
    Text,
    /// Nothing but white space.
    Spacing,
}

/// Lists what `head` does to `base`, in the order of the text; removals last. `outlines` are those
/// of the two: a slot with nothing but the template's words counts as free, so filling it is an
/// addition.
pub fn changes(
    base: &Version,
    head: &Version,
    outlines: (&Outline, &Outline),
    profile: &Profile,
) -> Vec<Change> {
    let (old, new) = (base.side(), head.side());
    let mut pairs = Pairs::new(old, new);
    let open = outlines.0.untouched();
    fill::release(old, new, &mut pairs, &open);
    let mut comparison = Comparison {
        base: old,
        head: new,
        moved: moved(old, new, &pairs),
        pairs,
        done_base: vec![false; old.tree.nodes.len()],
        done_head: vec![false; new.tree.nodes.len()],
        changes: Vec::new(),
    };
    for node in 1..new.tree.nodes.len() {
        comparison.in_head(node);
    }
    for node in 1..old.tree.nodes.len() {
        comparison.in_base(node);
    }
    let mut changes = comparison.changes;
    fill::find_items(&mut changes, outlines, (old, new));
    fill::fill_open(&mut changes, &open);
    fill::follow_counts(&mut changes, &head.draft, outlines.1, profile);
    if changes.is_empty() && base.text() != head.text() {
        changes.push(Change::of_spacing());
    }
    changes
}

/// The same for texts that can't be read as versions: by lines, as far as those tell.
pub fn changes_by_lines(base: &str, head: &str) -> Vec<Change> {
    let diff = TextDiff::from_lines(base, head);
    let differs = |op: &&DiffOp| op.tag() != DiffTag::Equal;
    let change = |op: &DiffOp| {
        let before: String = op.old_range().filter_map(|at| diff.old_slice(at)).collect();
        let after: String = op.new_range().filter_map(|at| diff.new_slice(at)).collect();
        let kind = match op.tag() {
            DiffTag::Insert => ChangeKind::Added,
            DiffTag::Delete => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        };
        let above = (0..op.old_range().start).rev().filter_map(|at| diff.old_slice(at));
        let heading = above.filter_map(|line| line.strip_prefix("## ")).next().unwrap_or_default();
        Change {
            kind,
            heading: heading.trim().to_owned(),
            before: before.trim_end().to_owned(),
            after: after.trim_end().to_owned(),
            ..Change::of_spacing()
        }
    };
    diff.ops().iter().filter(differs).map(change).map(|one| Change { unit: Unit::Text, ..one }).collect()
}

impl Change {
    /// True if it adds an item under a heading that takes such items, and nothing else.
    pub fn adds_item(&self) -> bool {
        self.kind == ChangeKind::Added && matches!(self.unit, Unit::Item { .. })
    }

    /// Where it is in the later version.
    pub fn place(&self) -> Span {
        self.is
    }

    fn of_spacing() -> Change {
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
    moved: Vec<Moved>,
    /// Nodes that are in a change already.
    done_base: Vec<bool>,
    done_head: Vec<bool>,
    changes: Vec<Change>,
}

impl Comparison<'_> {
    fn in_head(&mut self, node: usize) {
        if std::mem::replace(&mut self.done_head[node], true) {
            return;
        }
        let Some(was) = self.pairs.left[node] else {
            let span = match is_apart(self.head, node, &self.pairs.left) {
                true => {
                    self.done_head[node..self.head.tree.nodes[node].end].fill(true);
                    all(self.head, node)
                }
                false => own(self.head, node),
            };
            self.push(ChangeKind::Added, node, Span::default(), span);
            return;
        };
        let (old, new) = (&self.base.tree.nodes[was], &self.head.tree.nodes[node]);
        if new.kind == Kind::Story && old.whole != new.whole {
            // What left the story for another place, or came from one, is told by itself.
            for at in node..new.end {
                self.done_head[at] |= self.pairs.left[at].is_none_or(|at| (was..old.end).contains(&at));
            }
            for at in was..old.end {
                self.done_base[at] |= self.pairs.right[at].is_none_or(|at| (node..new.end).contains(&at));
            }
            self.push(ChangeKind::Changed, node, all(self.base, was), all(self.head, node));
        } else if old.own != new.own {
            self.push(ChangeKind::Changed, node, own(self.base, was), own(self.head, node));
        } else if self.moved[was] != Moved::No {
            let (was, is) = match new.kind {
                Kind::Section(_) | Kind::Label => (own(self.base, was), own(self.head, node)),
                _ => (all(self.base, was), all(self.head, node)),
            };
            self.push(ChangeKind::Moved, node, was, is);
        }
    }

    fn in_base(&mut self, node: usize) {
        if std::mem::replace(&mut self.done_base[node], true) || self.pairs.right[node].is_some() {
            return;
        }
        let span = match is_apart(self.base, node, &self.pairs.right) {
            true => {
                self.done_base[node..self.base.tree.nodes[node].end].fill(true);
                all(self.base, node)
            }
            false => own(self.base, node),
        };
        self.push(ChangeKind::Removed, node, span, Span::default());
    }

    /// Notes a change of a node, which is one of the base where it is removed, else of the head.
    fn push(&mut self, kind: ChangeKind, node: usize, was: Span, is: Span) {
        if was.is_empty() && is.is_empty() {
            return;
        }
        let side = if kind == ChangeKind::Removed { self.base } else { self.head };
        let place = &side.tree.nodes[node];
        let is_field = side.tree.nodes[place.parent].kind == Kind::Front || place.kind == Kind::Front;
        let unit = match place.kind {
            _ if is_field => Unit::Field,
            Kind::Section(_) => Unit::Heading,
            _ => Unit::Text,
        };
        let from = match kind {
            ChangeKind::Changed | ChangeKind::Moved => self.pairs.left[node]
                .filter(|was| self.moved[*was] != Moved::No)
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

/// True if a story or an item is told as a whole: nothing under it has a counterpart elsewhere.
fn is_apart(side: Side<'_>, node: usize, counterparts: &[Option<usize>]) -> bool {
    let one = &side.tree.nodes[node];
    matches!(one.kind, Kind::Story | Kind::Item(_)) && counterparts[node..one.end].iter().all(Option::is_none)
}

fn own(side: Side<'_>, node: usize) -> Span {
    side.tree.span(&side.tree.nodes[node].lines)
}

fn all(side: Side<'_>, node: usize) -> Span {
    side.tree.span(&side.tree.all_lines(node))
}

/// The words of the heading that a node is under.
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

    /// Each change as a line: kind, what, heading, before and after.
    fn told(from: &str, to: &str) -> Vec<String> {
        assert!(TEXT.contains(from), "{from}");
        let profile = built_in("circuitpython").unwrap();
        let head = TEXT.replacen(from, to, 1);
        let version = |text: &str| Version::new(text, &profile).unwrap();
        let outline = |text: &str| Outline::new(&Draft::parse(text), &profile);
        let all = changes(&version(TEXT), &version(&head), (&outline(TEXT), &outline(&head)), &profile);
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
            told("* [Gala]", &format!("{item}\n* [Gala]")),
            [format!("Added item [Upcoming Events]  -> {item}")]
        );
        let guide = "[Fly](https://fly.example) from [Di](https://di.example)";
        let wanted = [format!("Added item [New Learn Guides]  -> {guide}")];
        assert_eq!(told("[title](url) from [name](url)", guide), wanted);
        assert_eq!(told("[title](url)", &format!("{guide}\n\n[title](url)")), wanted);
    }

    #[test]
    fn another_address_or_other_words_are_a_change_with_before_and_after() {
        assert_eq!(
            told("https://gala.example", "https://ga1a.example"),
            [
                "Changed item [Upcoming Events] * [Gala](https://gala.example), June 13 -> * [Gala](https://ga1a.example), June 13"
            ]
        );
        assert_eq!(told("title: One", "title: Two"), ["Changed field [] title: One -> title: Two"]);
        assert_eq!(
            told("## Upcoming Events", "## Events of ours"),
            ["Changed heading [Events of ours] ## Upcoming Events -> ## Events of ours"]
        );
    }

    #[test]
    fn what_is_gone_is_a_removal_also_beside_an_addition() {
        let gala = "* [Gala](https://gala.example), June 13\n";
        assert_eq!(told(gala, ""), [format!("Removed item [Upcoming Events] {} -> ", gala.trim_end())]);
        assert_eq!(
            told(gala, "* [Buy boats](https://boat.example), now\n"),
            [
                "Added item [Upcoming Events]  -> * [Buy boats](https://boat.example), now",
                "Removed item [Upcoming Events] * [Gala](https://gala.example), June 13 -> ",
            ]
        );
        let open = "\n[title](url) from [name](url)\n";
        assert_eq!(told(open, ""), ["Removed item [New Learn Guides] [title](url) from [name](url) -> "]);
    }

    #[test]
    fn what_stands_elsewhere_is_moved() {
        let both = "* [Fest](https://fest.example), June 12\n* [Gala](https://gala.example), June 13\n";
        let turned = "* [Gala](https://gala.example), June 13\n* [Fest](https://fest.example), June 12\n";
        let moved = told(both, turned);
        assert!(
            moved.len() == 1 && moved[0].starts_with("Moved item [Upcoming Events from Upcoming"),
            "{moved:?}"
        );
    }

    #[test]
    fn text_that_is_no_item_and_white_space_are_told_too() {
        assert_eq!(
            told("## New Learn", "Come to my sale!\n\n## New Learn"),
            ["Added text [Upcoming Events]  -> Come to my sale!"]
        );
        assert_eq!(told("## New Learn", "\n\n## New Learn"), ["Changed spacing []  -> "]);
    }
}
