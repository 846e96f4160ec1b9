//! How the items of a newsletter are written, learnt from its draft and its last issues.

use super::block_form::BlockExample;
use super::line_form::{LineForm, LineItem};
use super::site_names::{SiteNames, host_name};
use super::story_text::links_to;
use super::vote::most_frequent;
use crate::draft::{Block, BlockKind, Draft};
use crate::outline::{Outline, Role, Section, Slot, SlotState};
use crate::profile::{SlotKind, normalise};
use crate::text::Span;

/// Examples of items and lists, newest issue first. Without examples, items get the usual Markdown.
#[derive(Clone, Debug, Default)]
pub struct ItemStyle {
    pub(super) items: Vec<ItemExample>,
    pub(super) lists: Vec<ListExample>,
    /// Paragraphs and topics.
    pub(super) blocks: Vec<BlockExample>,
    /// Whole emphasized sentences in place of a list, such as `*There were no calls this week.*`.
    pub(super) sentences: Vec<String>,
    /// The stories whose text links to the page of their image.
    pub(super) linked_stories: Vec<LinkedStory>,
    pub(super) sites: SiteNames,
}

/// A story whose text links to its page, by the presence of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkedStory {
    Sourced,
    Unsourced,
}

/// An item of an issue.
#[derive(Clone, Debug)]
pub(super) struct ItemExample {
    /// The section's heading, normalized.
    pub heading: String,
    pub kind: SlotKind,
    pub host: String,
    pub title: String,
    pub address: String,
    pub form: LineForm,
    pub origin: ExampleOrigin,
}

/// Where an example was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ExampleOrigin {
    Item,
    /// A comment that shows the form to contributors.
    Comment,
}

/// The place of a list in its section.
#[derive(Clone, Debug)]
pub(super) struct ListExample {
    pub heading: String,
    pub after: PrecedingBlock,
    /// The text of the block before the list.
    pub anchor: String,
    /// The number of line breaks before the list.
    pub breaks: usize,
    /// The number of line breaks between its items; `None` for one item.
    pub between: Option<usize>,
}

/// The kind of block before a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PrecedingBlock {
    Heading,
    Comment,
    Text,
}

impl ItemStyle {
    /// Learns from issues, the newest one first.
    pub fn learn<'a>(issues: impl IntoIterator<Item = (&'a Draft, &'a Outline)>) -> ItemStyle {
        let mut style = ItemStyle::default();
        for (draft, outline) in issues {
            style.add(draft, outline);
        }
        style
    }

    pub(super) fn add(&mut self, draft: &Draft, outline: &Outline) {
        self.sites.learn(draft, outline);
        self.linked_stories.extend(outline.slots.iter().filter_map(|slot| linked_story(slot, draft)));
        for (at, section) in outline.sections.iter().enumerate() {
            let heading = normalise(&section.title);
            for (kind, item) in items_of(outline.slots_of(at)) {
                self.add_item(&heading, kind, draft.slice(item), ExampleOrigin::Item);
            }
            let slots = outline.slots_of(at).iter().filter(|slot| slot.line_of.is_none());
            self.blocks.extend(slots.filter_map(|slot| BlockExample::read(&heading, draft, slot)));
            let blocks = blocks_of(draft, section);
            for comment in blocks.iter().filter(|block| block.is_comment(draft.text())) {
                for line in draft.slice(comment.span).lines() {
                    self.add_item(&heading, SlotKind::Links, commented_item(line), ExampleOrigin::Comment);
                }
            }
            self.add_list(heading, draft, blocks);
            self.add_sentences(draft, blocks);
        }
    }

    /// True if a section with this heading has items of lists.
    pub(super) fn has_items(&self, heading: &str) -> bool {
        let is_item = |example: &ItemExample| example.origin == ExampleOrigin::Item;
        self.items.iter().any(|example| is_item(example) && example.heading == heading)
    }

    /// The number of items of a kind in sections with this heading.
    pub(super) fn count(&self, heading: &str, kind: SlotKind) -> usize {
        let is_item = |example: &&ItemExample| example.origin == ExampleOrigin::Item && example.kind == kind;
        let items = self.items.iter().filter(is_item).filter(|example| example.heading == heading).count();
        items
            + self.blocks.iter().filter(|example| example.heading == heading && example.kind == kind).count()
    }

    fn add_item(&mut self, heading: &str, kind: SlotKind, text: &str, origin: ExampleOrigin) {
        let Some(item) = LineItem::read(text) else { return };
        self.items.push(ItemExample {
            heading: heading.to_owned(),
            kind,
            host: host_name(item.address).to_ascii_lowercase(),
            title: item.title.to_owned(),
            address: item.address.to_owned(),
            form: item.form,
            origin,
        });
    }

    /// Adds the sentences of a section without another list. Beside a list, an emphasized paragraph is a
    /// remark on it.
    fn add_sentences(&mut self, draft: &Draft, blocks: &[Block]) {
        let has_list =
            |but: usize| blocks.iter().enumerate().any(|(at, block)| at != but && !block.items().is_empty());
        let sentences = blocks.iter().enumerate().filter_map(|(at, block)| {
            let span = sentence_of(block, draft)?;
            (!has_list(at)).then(|| draft.slice(span).to_owned())
        });
        self.sentences.extend(sentences);
    }

    fn add_list(&mut self, heading: String, draft: &Draft, blocks: &[Block]) {
        let Some(at) = blocks.iter().position(|block| !block.items().is_empty()) else { return };
        let Some(before) = at.checked_sub(1).map(|at| &blocks[at]) else { return };
        let gap = draft.slice(Span::new(before.span.end, blocks[at].span.start));
        self.lists.push(ListExample {
            heading,
            after: PrecedingBlock::new(before, draft),
            anchor: draft.slice(before.span).trim().to_owned(),
            breaks: gap.matches('\n').count(),
            between: breaks_between(draft, blocks[at].items().iter().map(|item| item.span)),
        });
    }
}

/// The usual number of line breaks between the items of a list. `None` if there are fewer than two.
pub(super) fn breaks_between(draft: &Draft, items: impl IntoIterator<Item = Span>) -> Option<usize> {
    let items: Vec<Span> = items.into_iter().collect();
    most_frequent(items.windows(2).map(|pair| {
        let end = pair[0].start + draft.slice(pair[0]).trim_end().len();
        draft.slice(Span::new(end, pair[1].start)).matches('\n').count()
    }))
}

impl PrecedingBlock {
    pub fn new(block: &Block, draft: &Draft) -> PrecedingBlock {
        match block.kind {
            BlockKind::Heading { .. } => PrecedingBlock::Heading,
            _ if block.is_comment(draft.text()) => PrecedingBlock::Comment,
            _ => PrecedingBlock::Text,
        }
    }
}

fn linked_story(slot: &Slot, draft: &Draft) -> Option<LinkedStory> {
    let field = |role: Role| slot.fields.iter().find(|field| field.role == role);
    let is_story = slot.kind.takes_items() && slot.state() != SlotState::Empty;
    let (text, page) = field(Role::Text).zip(field(Role::ImageLink)).filter(|_| is_story)?;
    let is_linked = links_to(text.value(draft), page.value(draft));
    let sourced = if field(Role::Source).is_some() { LinkedStory::Sourced } else { LinkedStory::Unsourced };
    is_linked.then_some(sourced)
}

/// The items of lists in a section: the written rows, and the bullets that are slots.
fn items_of(slots: &[Slot]) -> impl Iterator<Item = (SlotKind, Span)> {
    slots.iter().filter(|slot| slot.kind.takes_items()).flat_map(|slot| {
        let rows = slot.rows.iter().filter(|row| row.state() != SlotState::Empty).map(|row| row.span);
        let own = slot.is_item() && slot.line_of.is_none() && slot.state() != SlotState::Empty;
        rows.chain(own.then_some(slot.span)).map(|span| (slot.kind, span))
    })
}

/// The blocks of a section, with its heading.
pub(super) fn blocks_of<'d>(draft: &'d Draft, section: &Section) -> &'d [Block] {
    draft.blocks_in(section.span)
}

/// The part of a comment's line from the bullet of a form on.
fn commented_item(line: &str) -> &str {
    let line = line.trim().trim_end_matches("-->").trim_end();
    let bullet = ["* [", "- [", "+ ["].iter().filter_map(|form| line.find(form)).min();
    bullet.map_or("", |at| &line[at..])
}

/// The whole emphasized sentence of a paragraph, or of a list with one item.
pub(super) fn sentence_of(block: &Block, draft: &Draft) -> Option<Span> {
    let span = match block.items() {
        [item] => {
            let text = draft.slice(item.span);
            let bullet = super::line_form::bullet_len(text)?;
            Span::new(item.span.start + bullet, item.span.end)
        }
        [] if block.is_paragraph() => block.span,
        _ => return None,
    };
    let span = span.trim(draft.text());
    is_emphasized(draft.slice(span)).then_some(span)
}

/// True for `*words*` and `_words_`, but not for bold text.
fn is_emphasized(text: &str) -> bool {
    ['*', '_'].iter().any(|mark| {
        let inner = text.strip_prefix(*mark).and_then(|rest| rest.strip_suffix(*mark));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.starts_with(*mark) && !inner.ends_with(*mark))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    const ISSUE: &str = "Title: Gulls 1\nNumber: 1\nDate: 2026-06-03\nCategory: Gulls\n\n## Birds\n\n<!-- write: * [video] [Title](address) -->\n* [One](https://a.example/1)\n* [video] [Two](https://tube.example/2)\n\n## Calls\nNests are open.\n\n* *No calls this week.*\n";

    #[test]
    fn items_lists_and_sentences_are_learnt_from_an_issue() {
        let profile = built_in("this-week-in-rust").unwrap();
        let draft = Draft::parse(ISSUE);
        let style = ItemStyle::learn([(&draft, &Outline::new(&draft, &profile))]);
        let found: Vec<_> = style.items.iter().map(|item| (item.host.as_str(), item.origin)).collect();
        assert_eq!(
            found,
            [
                ("a.example", ExampleOrigin::Item),
                ("tube.example", ExampleOrigin::Item),
                ("", ExampleOrigin::Comment)
            ]
        );
        let list = &style.lists[0];
        assert_eq!((list.after, list.breaks), (PrecedingBlock::Comment, 1));
        assert_eq!((style.lists[1].anchor.as_str(), style.lists[1].breaks), ("Nests are open.", 2));
        assert_eq!(style.sentences, ["*No calls this week.*"]);
    }

    #[test]
    fn an_emphasized_paragraph_beside_a_list_is_no_sentence_in_its_place() {
        let profile = built_in("this-week-in-rust").unwrap();
        let issue =
            ISSUE.replace("* *No calls", "*Write to the nest.*\n\n* [Eggs](https://e.example/)\n\n*No calls");
        let draft = Draft::parse(issue);
        let style = ItemStyle::learn([(&draft, &Outline::new(&draft, &profile))]);
        assert_eq!(style.sentences, [""; 0]);
    }

    #[test]
    fn bold_text_is_no_sentence_in_place_of_a_list() {
        for (text, is_it) in [
            ("*No calls.*", true),
            ("_No calls._", true),
            ("**Calls**", false),
            ("No *calls*", false),
            ("**Calls*", false),
            ("**", false),
        ] {
            assert_eq!(is_emphasized(text), is_it, "{text}");
        }
    }
}
