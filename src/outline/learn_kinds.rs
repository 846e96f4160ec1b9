//! Learns the kinds of a section's slots from what it held in several issues.

use std::collections::HashMap;
use std::fmt;

use super::kinds::{is_html_image, number_of};
use super::new_item::read_dated;
use crate::draft::{Block, BlockKind, Draft, Item};
use crate::profile::SlotKind;
use crate::text::Span;

/// The body of a section in one issue.
#[derive(Clone, Copy, Debug)]
pub struct SectionBody<'a> {
    pub draft: &'a Draft,
    /// The blocks below its heading, with its deeper headings and the blocks below them.
    pub blocks: &'a [Block],
}

/// The kinds of a section, with what was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearntKinds {
    /// In the order of their shares. Never empty.
    pub kinds: Vec<SlotKind>,
    /// What the issues hold, the most frequent first.
    pub shares: Vec<KindShare>,
    /// The number of issues in which the section has a body.
    pub issues: usize,
}

/// How many parts of a section's bodies have the form of a kind's items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindShare {
    pub form: ItemShape,
    pub count: usize,
    /// All parts of any form.
    pub total: usize,
}

/// The shapes of items that kinds are learnt from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemShape {
    /// A list item with a link.
    Link,
    /// A list item that begins with a day, or has one right after its link.
    Event,
    /// A deeper heading with the text below it.
    Topic,
    /// A paragraph that begins with a number, such as `3、`.
    Numbered,
    /// A paragraph with a link, or a quotation with one that follows no paragraph.
    Paragraph,
    /// A described or linked image with the text after it.
    Story,
    /// A paragraph or list item without a link.
    Words,
    /// Text that most issues repeat.
    Boilerplate,
}

impl ItemShape {
    /// The kind whose items have this shape.
    pub fn kind(self) -> SlotKind {
        let of_shape = |kind: &SlotKind| shapes(*kind).contains(&self);
        SlotKind::ALL.iter().copied().find(of_shape).unwrap_or(SlotKind::Prose)
    }

    fn name(self) -> &'static str {
        match self {
            ItemShape::Link => "list items with a link",
            ItemShape::Event => "list items with a day",
            ItemShape::Topic => "headings",
            ItemShape::Numbered => "numbered paragraphs",
            ItemShape::Paragraph => "paragraphs with a link",
            ItemShape::Story => "images with a text",
            ItemShape::Words => "plain text",
            ItemShape::Boilerplate => "the same text in most issues",
        }
    }
}

/// The shapes of a kind's items, from which it is learnt. None for kinds that only a profile's author can know.
fn shapes(kind: SlotKind) -> &'static [ItemShape] {
    match kind {
        SlotKind::Links => &[ItemShape::Link],
        SlotKind::Events => &[ItemShape::Event],
        SlotKind::Topics => &[ItemShape::Topic],
        SlotKind::Paragraphs => &[ItemShape::Numbered, ItemShape::Paragraph],
        SlotKind::Stories => &[ItemShape::Story],
        SlotKind::Prose => &[ItemShape::Words],
        SlotKind::Boilerplate => &[ItemShape::Boilerplate],
        SlotKind::Boards
        | SlotKind::Facts
        | SlotKind::Feature
        | SlotKind::FrontMatter
        | SlotKind::Guides
        | SlotKind::Line
        | SlotKind::Opening
        | SlotKind::People
        | SlotKind::Popular
        | SlotKind::Streams => &[],
    }
}

/// The reason, such as `52 of 60 parts are list items with a link`.
impl fmt::Display for LearntKinds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chosen: Vec<&KindShare> =
            self.shares.iter().filter(|share| self.kinds.contains(&share.form.kind())).collect();
        let [first, rest @ ..] = &chosen[..] else { return write!(out, "the issues have no text there") };
        write!(out, "{} of {} parts are {}", first.count, first.total, first.form.name())?;
        rest.iter().try_for_each(|share| write!(out, ", {} {}", share.count, share.form.name()))
    }
}

/// The share of a section's parts, in percent, from which a second kind is listed too.
const SECOND_KIND: usize = 25;
/// The share of headings, in percent, that must be new or links if they are items.
const TOPICS: usize = 50;
/// The share of list items, in percent, that must name a day if they are events.
const EVENTS: usize = 60;
/// The share of paragraphs, in percent, that must have a link if they are items.
const LINKED: usize = 70;

/// Returns the kinds that fit a section best, given its bodies in several issues. Text that most issues
/// repeat does not count.
pub fn learn_kinds(bodies: &[SectionBody<'_>]) -> LearntKinds {
    let repeated = Repeated::new(bodies);
    let mut tally = Tally::default();
    for body in bodies {
        tally.add(body, &repeated);
    }
    tally.learnt()
}

/// How many issues have each block and each heading.
struct Repeated<'a> {
    issues: HashMap<&'a str, usize>,
    bodies: usize,
}

impl<'a> Repeated<'a> {
    fn new(bodies: &[SectionBody<'a>]) -> Self {
        let mut issues: HashMap<&str, usize> = HashMap::new();
        for body in bodies {
            let mut texts: Vec<&str> = body.blocks.iter().map(|block| body.text(block)).collect();
            texts.sort_unstable();
            texts.dedup();
            for text in texts {
                *issues.entry(text).or_default() += 1;
            }
        }
        Repeated { issues, bodies: bodies.iter().filter(|body| !body.blocks.is_empty()).count() }
    }

    fn count(&self, text: &str) -> usize {
        self.issues.get(text).copied().unwrap_or_default()
    }

    /// True for text of most issues.
    fn is_boilerplate(&self, text: &str) -> bool {
        let count = self.count(text);
        count > 1 && count * 2 > self.bodies
    }
}

/// The parts of all bodies, by their shape.
#[derive(Default)]
struct Tally {
    counts: HashMap<ItemShape, usize>,
    /// Paragraphs that begin with their link.
    led: usize,
    /// The most paragraphs with a link in one issue.
    most: usize,
    /// Headings, and those that are links or in one issue only.
    headings: usize,
    own_headings: usize,
    issues: usize,
    issues_with_headings: usize,
}

impl<'a> SectionBody<'a> {
    fn text(&self, block: &Block) -> &'a str {
        self.draft.slice(block.span).trim()
    }

    fn shows_image(&self, block: &Block) -> bool {
        block.is_image_only(self.draft.text()) || is_html_image(self.draft.text(), block)
    }

    /// True for an image with a description or a link: the images of stories have them.
    fn has_story_image(&self, block: &Block) -> bool {
        let is_described = |alt: Span| !self.draft.slice(alt).trim().is_empty();
        block.is_image_only(self.draft.text())
            && block.images.iter().all(|image| image.link.is_some() || is_described(image.alt))
    }

    /// True for an event: `2026-06-24 | Oslo | [title](address)` or `[title](address), June 24`.
    fn is_event(&self, block: &Block, item: &Item) -> bool {
        let Some(link) = block.links_in(item.span).first() else { return false };
        let before = self.draft.slice(Span::new(item.span.start, link.span.start));
        let before = before.trim_start_matches(['*', '-', '+', ' ']);
        let after = self.draft.slice(Span::new(link.span.end, item.span.end));
        let after = after.lines().next().unwrap_or("").trim_start_matches([',', ':', '-', '–', '—', ' ']);
        read_dated(before).is_some() || read_dated(after).is_some()
    }
}

impl Tally {
    fn count(&self, shape: ItemShape) -> usize {
        self.counts.get(&shape).copied().unwrap_or_default()
    }

    fn one(&mut self, shape: ItemShape) {
        *self.counts.entry(shape).or_default() += 1;
    }

    fn add(&mut self, body: &SectionBody<'_>, repeated: &Repeated<'_>) {
        if body.blocks.is_empty() {
            return;
        }
        self.issues += 1;
        let first = body.blocks.iter().position(Block::is_heading).unwrap_or(body.blocks.len());
        let (above, below) = body.blocks.split_at(first);
        self.add_headings(body, below, repeated);
        let is_numbered = above.iter().any(|block| number_of(body.draft.text(), block).is_some());
        let linked = self.count(ItemShape::Paragraph);
        let mut before: Option<&Block> = None;
        for block in above {
            // A number may be alone on its line.
            let has_number = number_of(body.draft.text(), block).is_some();
            if !has_number && repeated.is_boilerplate(body.text(block)) {
                self.one(ItemShape::Boilerplate);
                continue;
            }
            match is_numbered {
                true if has_number => self.one(ItemShape::Numbered),
                true => {}
                false => self.add_block(body, block, before),
            }
            before = Some(block);
        }
        self.most = self.most.max(self.count(ItemShape::Paragraph) - linked);
    }

    fn add_headings(&mut self, body: &SectionBody<'_>, blocks: &[Block], repeated: &Repeated<'_>) {
        let Some(level) = blocks.first().and_then(Block::level) else { return };
        self.issues_with_headings += 1;
        for block in blocks.iter().filter(|block| block.level().is_some_and(|own| own <= level)) {
            self.headings += 1;
            let is_own = !block.links.is_empty() || repeated.count(body.text(block)) == 1;
            self.own_headings += usize::from(is_own);
        }
    }

    fn add_block(&mut self, body: &SectionBody<'_>, block: &Block, before: Option<&Block>) {
        let is_after = |is_it: &dyn Fn(&Block) -> bool| before.is_some_and(is_it);
        let is_linked = block.links.iter().any(|link| !link.shows_image);
        match &block.kind {
            _ if body.shows_image(block) => {}
            BlockKind::List(items) => {
                for item in items {
                    let is_linked = block.links_in(item.span).iter().any(|link| !link.shows_image);
                    self.one(match is_linked {
                        true if body.is_event(block, item) => ItemShape::Event,
                        true => ItemShape::Link,
                        false => ItemShape::Words,
                    });
                }
            }
            BlockKind::Paragraph if is_after(&|before| body.has_story_image(before)) => {
                self.one(ItemShape::Story);
            }
            BlockKind::Paragraph if is_tag(body.text(block)) || block.label(body.draft.text()).is_some() => {}
            BlockKind::Quote
                if is_after(&|before| before.is_paragraph() || before.kind == BlockKind::Quote) => {}
            BlockKind::Paragraph | BlockKind::Quote if is_linked => {
                self.one(ItemShape::Paragraph);
                let begins = block.links[0].span.start <= block.span.start + LEAD;
                self.led += usize::from(begins);
            }
            BlockKind::Paragraph => self.one(ItemShape::Words),
            _ => {}
        }
    }

    fn learnt(mut self) -> LearntKinds {
        let are_topics = self.headings > 0
            && self.issues_with_headings * 2 >= self.issues
            && self.own_headings * 100 >= self.headings * TOPICS;
        if are_topics {
            self.counts.insert(ItemShape::Topic, self.headings);
        }
        self.settle(ItemShape::Event, ItemShape::Link, EVENTS);
        if !self.has_paragraph_items() {
            self.join(ItemShape::Paragraph, ItemShape::Words);
        }
        let total: usize = self.counts.values().sum::<usize>() - self.count(ItemShape::Boilerplate);
        let mut shares: Vec<KindShare> =
            self.counts.iter().map(|(form, count)| KindShare { form: *form, count: *count, total }).collect();
        shares.retain(|share| share.count > 0);
        shares.sort_by_key(|share| (std::cmp::Reverse(share.count), share.form.name()));
        let is_item = |share: &&KindShare| share.form.kind().takes_items();
        let mut kinds: Vec<SlotKind> = Vec::new();
        for share in shares.iter().filter(is_item) {
            let is_first = kinds.is_empty() && share.count * 3 >= total;
            if is_first || share.count * 100 >= total * SECOND_KIND {
                kinds.push(share.form.kind());
            }
        }
        kinds.dedup();
        if kinds.is_empty() {
            let is_same = total == 0 && self.count(ItemShape::Boilerplate) > 0;
            kinds.push(if is_same { SlotKind::Boilerplate } else { SlotKind::Prose });
            if is_same {
                shares.iter_mut().for_each(|share| share.total = share.count);
            }
        }
        LearntKinds { kinds, shares, issues: self.issues }
    }

    /// True if the paragraphs with links are items, and not a text with links.
    fn has_paragraph_items(&self) -> bool {
        let linked = self.count(ItemShape::Paragraph);
        let all = linked + self.count(ItemShape::Words);
        let are_several =
            self.most >= 3 || linked * 2 >= self.issues * 3 || self.led * 100 >= linked * LINKED;
        linked > 0 && linked * 100 >= all * LINKED && are_several
    }

    /// Counts a shape as another one if it has less than a share of both, in percent.
    fn settle(&mut self, shape: ItemShape, other: ItemShape, share: usize) {
        let (own, all) = (self.count(shape), self.count(shape) + self.count(other));
        match own * 100 < all * share {
            true => self.join(shape, other),
            false => self.join(other, shape),
        }
    }

    fn join(&mut self, shape: ItemShape, into: ItemShape) {
        if let Some(count) = self.counts.remove(&shape) {
            *self.counts.entry(into).or_default() += count;
        }
    }
}

/// A link that begins within so many bytes begins its paragraph: emphasis may be before it.
const LEAD: usize = 3;

/// True for a paragraph that is only a tag of the site's generator.
fn is_tag(text: &str) -> bool {
    text.starts_with("{%") && text.ends_with("%}")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// The kinds of a section with these bodies, and the reason.
    fn learnt(bodies: &[&str]) -> (Vec<SlotKind>, String) {
        let drafts: Vec<Draft> =
            bodies.iter().map(|body| Draft::parse(format!("## Nests\n\n{body}\n"))).collect();
        let bodies: Vec<SectionBody<'_>> =
            drafts.iter().map(|draft| SectionBody { draft, blocks: &draft.blocks()[1..] }).collect();
        let learnt = learn_kinds(&bodies);
        (learnt.kinds.clone(), learnt.to_string())
    }

    fn kinds(bodies: &[&str]) -> Vec<SlotKind> {
        learnt(bodies).0
    }

    #[test]
    fn each_shape_is_of_one_kind() {
        let shapes: Vec<ItemShape> = SlotKind::ALL.iter().flat_map(|kind| shapes(*kind)).copied().collect();
        let distinct: HashSet<ItemShape> = shapes.iter().copied().collect();
        assert_eq!(distinct.len(), shapes.len());
        for shape in shapes {
            assert!(super::shapes(shape.kind()).contains(&shape), "{shape:?}");
        }
    }

    #[test]
    fn lists_of_any_form_are_links() {
        for body in [
            "* [A](https://a.example)\n* [B](https://b.example)",
            "- [A](https://a.example)\n  - It hums.\n- [B](https://b.example)",
            "+ [A](https://a.example): text\n\n![](a.png)\n\n+ [B](https://b.example)",
            "- [A](https://a.example) by Mira\n  > It hums.\n\n- Film: [B](https://b.example)",
            "1. [A](https://a.example)\n2. **[B](https://b.example)**",
        ] {
            assert_eq!(kinds(&[body]), [SlotKind::Links], "{body}");
        }
        let repeated = "We collect nests here, see [how](https://n.example).\n\n";
        let one = format!("{repeated}* [A](https://a.example)");
        let two = format!("{repeated}* [B](https://b.example)\n* C");
        assert_eq!(
            learnt(&[&one, &two]),
            (vec![SlotKind::Links], "2 of 3 parts are list items with a link".to_owned())
        );
    }

    #[test]
    fn paragraphs_with_links_are_items() {
        let one = "[Mira Holm](https://m.example) wrote [a text](https://a.example) about gulls.\n\n> A gull is a bird.\n\nA [tern](https://t.example) nests.";
        assert_eq!(kinds(&[one]), [SlotKind::Paragraphs]);
        assert_eq!(
            kinds(&["[NP-1](https://n.example) *Nests* was [accepted](https://f.example)."]),
            [SlotKind::Paragraphs]
        );
        assert_eq!(kinds(&["> [NP-1](https://n.example) A nest is open."]), [SlotKind::Paragraphs]);
    }

    #[test]
    fn numbered_paragraphs_are_items_with_all_that_is_below_them() {
        let body = "1、[鸥](https://a.example)（中文）\n\n![](https://i.example/a.png)\n\n一只鸟。\n\n- 羽毛\n\n2、\n\n飞。\n\n-- [鸥](https://b.example)";
        assert_eq!(
            learnt(&[body]),
            (vec![SlotKind::Paragraphs], "2 of 2 parts are numbered paragraphs".to_owned())
        );
        assert_eq!(
            kinds(&["1.[a](https://a.example)：text\n\n<p><img src=\"a.png\"></p>"]),
            [SlotKind::Paragraphs]
        );
    }

    #[test]
    fn headings_that_change_or_are_links_are_topics() {
        let one = "### [12: Nests](https://n.example/12)\n\nA nest.\n\n### [13: Eggs](https://n.example/13)\n\nAn egg.\n\n* [a](https://a.example)";
        assert_eq!(kinds(&[one, one]), [SlotKind::Topics]);
        assert_eq!(kinds(&["### Nests\n\nA nest.", "### Eggs\n\nAn egg."]), [SlotKind::Topics]);
        let fixed = "### Europe\n\n* [a](https://a.example)";
        assert_eq!(
            kinds(&[fixed, fixed]),
            [SlotKind::Prose],
            "a section with subsections has no items itself"
        );
        let mixed = "* [a](https://a.example)\n* [b](https://b.example)\n\n### Nests\n\nA nest.";
        let found = kinds(&[mixed]);
        assert_eq!(found, [SlotKind::Links, SlotKind::Topics]);
    }

    #[test]
    fn images_before_texts_are_stories() {
        let body = "[![A gull](a.png)](https://a.example)\n\nA gull - [Nest](https://n.example).\n\n![A tern](b.png)\n\nA tern.";
        assert_eq!(kinds(&[body]), [SlotKind::Stories]);
    }

    #[test]
    fn days_make_events_of_list_items() {
        let body = "* 2026-06-24 | Oslo | [Count](https://c.example)\n* [Fair](https://f.example), June 8";
        assert_eq!(kinds(&[body]), [SlotKind::Events]);
        let one = "* [Fair](https://f.example), June 8\n* [A](https://a.example)\n* [B](https://b.example)";
        assert_eq!(kinds(&[one]), [SlotKind::Links]);
    }

    #[test]
    fn a_mixed_section_has_both_kinds() {
        let body = "[Mira Holm](https://m.example) wrote [a text](https://a.example).\n\n* [a](https://a.example)\n* [b](https://b.example)";
        assert_eq!(kinds(&[body]), [SlotKind::Links, SlotKind::Paragraphs]);
    }

    #[test]
    fn other_text_is_prose_or_boilerplate() {
        assert_eq!(
            kinds(&["Gulls nest.\n\nThey [fly](https://f.example).\n\nThey eat.", "Terns."]),
            [SlotKind::Prose]
        );
        assert_eq!(learnt(&[]), (vec![SlotKind::Prose], "the issues have no text there".to_owned()));
        let same = "Write to the [desk](https://d.example).";
        let (kinds, reason) = learnt(&[same, same]);
        assert_eq!(kinds, [SlotKind::Boilerplate]);
        assert_eq!(reason, "2 of 2 parts are the same text in most issues");
    }
}
