//! How slots are found: one file per kind, listed in [`finder`].

mod boards;
mod boilerplate;
mod events;
mod facts;
mod feature;
mod guides;
mod html_image;
mod item_text;
mod line;
mod links;
mod opening;
mod paragraphs;
mod people;
mod popular;
mod prose;
mod stories;
mod streams;
mod topics;

use super::insertion::{InsertionPoint, Preceding, insertion_after};
use super::missing::Part;
use super::slot::Group;
use super::{Field, Input, Layout, Role, Slot};
pub(super) use html_image::is_html_image;
pub(super) use paragraphs::number_of;

use crate::draft::{Block, BlockKind, Draft, Item};
use crate::profile::{Profile, Section, SlotKind};
use crate::text::{Edits, Span};

/// Finds the slots of a kind, and defines the syntax of its new rows.
pub(super) trait Finder: Sync {
    fn slots(&self, view: &SectionView<'_>, out: &mut Vec<Slot>);

    /// Returns the slot for a line of any section that begins with the words of a section of this kind.
    /// `line` is within `block`; the view's `spec` is that section. `None` if the kind has no such lines.
    fn line(&self, _part: &SectionView<'_>, _block: &Block, _line: Span) -> Option<Slot> {
        None
    }

    /// Returns the edits that a change of a list slot's rows requires elsewhere in the section; `None` if it
    /// requires none.
    fn count_edits(&self, _part: &SectionView<'_>, _slot: &Slot) -> Option<Edits> {
        None
    }

    /// The parts that the text of a slot may lack.
    fn parts(&self) -> &[Part] {
        &[]
    }

    /// True if the items of this kind are items of Markdown lists.
    fn is_bulleted(&self) -> bool {
        false
    }

    /// The form of a new row, unless the profile has one.
    fn row_form(&self) -> &'static str {
        "* [title](url)"
    }

    /// The text between two rows.
    fn row_separator(&self) -> &'static str {
        "\n"
    }

    /// The text between an item's link and its text. `None` if items have no text.
    fn text_separator(&self) -> Option<&'static str> {
        None
    }
}

pub(super) fn finder(kind: SlotKind) -> &'static dyn Finder {
    match kind {
        SlotKind::Boards => &boards::Boards,
        SlotKind::Events => &events::Events,
        SlotKind::Facts => &facts::Facts,
        SlotKind::Feature => &feature::Feature,
        SlotKind::FrontMatter => &NotInSections,
        SlotKind::Guides => &guides::Guides,
        SlotKind::Line => &line::Line,
        SlotKind::Links => &links::Links,
        SlotKind::Opening => &opening::Opening,
        SlotKind::Paragraphs => &paragraphs::Paragraphs,
        SlotKind::People => &people::People,
        SlotKind::Popular => &popular::Popular,
        SlotKind::Prose => &prose::Prose,
        SlotKind::Boilerplate => &boilerplate::Boilerplate,
        SlotKind::Stories => &stories::Stories,
        SlotKind::Streams => &streams::Streams,
        SlotKind::Topics => &topics::Topics,
    }
}

/// True if the items of a kind name their authors.
pub fn names_authors(kind: SlotKind) -> bool {
    finder(kind).parts().contains(&Part::Author)
}

/// Finds nothing: for a kind that no section has.
struct NotInSections;

impl Finder for NotInSections {
    fn slots(&self, _part: &SectionView<'_>, _out: &mut Vec<Slot>) {}
}

/// A line that is a slot of another section than the one around it, recognized by its first words.
pub(super) struct SlotLine<'a, 'b> {
    spec: &'a Section,
    block: &'b Block,
    pub span: Span,
    /// The item of a list that holds the line.
    item: Option<Span>,
}

impl SlotLine<'_, '_> {
    pub fn slot(&self, view: &SectionView<'_>) -> Option<Slot> {
        let view = SectionView { spec: self.spec, ..*view };
        let mut finders = self.spec.kinds.iter().map(|kind| finder(*kind));
        let mut slot = finders.find_map(|finder| finder.line(&view, self.block, self.span))?;
        slot.line_of = Some(self.spec.id.clone());
        if let Some(item) = self.item {
            (slot.span, slot.layout) = (item, Layout::Item);
        }
        Some(slot)
    }
}

/// A section of a draft, with what finders need.
#[derive(Clone, Copy, Debug)]
pub struct SectionView<'a> {
    pub draft: &'a Draft,
    pub profile: &'a Profile,
    pub spec: &'a Section,
    /// The heading's text.
    pub heading: Option<Span>,
    /// The blocks after the heading.
    pub blocks: &'a [Block],
    pub span: Span,
    /// True if the next heading is a subheading of this one.
    pub has_subsections: bool,
}

impl<'a> SectionView<'a> {
    pub(super) fn field(&self, role: Role, input: Input, span: Span) -> Field {
        Field::new(role, input, vec![span], self.draft, self.profile)
    }

    pub(super) fn fields(&self, role: Role, input: Input, spans: Vec<Span>) -> Field {
        Field::new(role, input, spans, self.draft, self.profile)
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.draft.slice(span)
    }

    pub(super) fn is_image_only(&self, block: &Block) -> bool {
        block.is_image_only(self.draft.text())
    }

    /// The paragraph, or the items of a list, that are slots of another section by their first words.
    pub(super) fn lines<'b>(&self, block: &'b Block) -> Vec<SlotLine<'a, 'b>>
    where
        'a: 'b,
    {
        let known = |span: Span, item: Option<Span>| {
            let text = self.slice(span);
            let begins =
                |words: &str| text.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words));
            let (_, spec) = self.profile.lines().find(|(words, _)| begins(words))?;
            Some(SlotLine { spec, block, span, item })
        };
        match &block.kind {
            BlockKind::Paragraph => known(block.span, None).into_iter().collect(),
            BlockKind::List(items) => {
                items.iter().filter_map(|item| known(self.content(item), Some(item.span))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The section up to its first heading, without the topics that follow.
    pub(super) fn without_topics(&self) -> SectionView<'a> {
        let end = self.blocks.iter().position(Block::is_heading).unwrap_or(self.blocks.len());
        let has_topics = end < self.blocks.len();
        SectionView {
            blocks: &self.blocks[..end],
            has_subsections: self.has_subsections || has_topics,
            ..*self
        }
    }

    /// The section without [`SlotLine`]s at its end.
    pub(super) fn without_lines(&self) -> SectionView<'a> {
        let is_lines = |block: &Block| match block.items().len() {
            0 => !self.lines(block).is_empty(),
            count => self.lines(block).len() == count,
        };
        let own = self.blocks.iter().rposition(|block| !is_lines(block));
        SectionView { blocks: &self.blocks[..own.map_or(0, |last| last + 1)], ..*self }
    }

    pub(super) fn cover(&self, group: &Group) -> Span {
        let blocks = &self.blocks[group.clone()];
        match (blocks.first(), blocks.last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::at(self.end()),
        }
    }

    /// The end of the section's last block, or of its heading.
    pub(super) fn end(&self) -> usize {
        self.blocks.last().map_or_else(|| self.heading_end(), |block| block.span.end)
    }

    fn heading_end(&self) -> usize {
        match self.heading {
            None => self.span.start,
            Some(text) => {
                let rest = self.draft.text().get(text.end..self.span.end).unwrap_or("");
                text.end + rest.find(['\n', '\r']).unwrap_or(rest.len())
            }
        }
    }

    /// The content of an item, without its bullet or number.
    pub(super) fn content(&self, item: &Item) -> Span {
        let raw = self.slice(item.span);
        let marker = raw.trim_start();
        let rest = marker.strip_prefix(['*', '-', '+']).unwrap_or_else(|| {
            let rest = marker.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.strip_prefix(['.', ')']).filter(|rest| rest.len() + 1 < marker.len()).unwrap_or(marker)
        });
        Span::new(item.span.start + (raw.len() - rest.trim_start().len()), item.span.end)
    }

    /// True for a rule, such as a line of stars. `****` is an emptied label.
    pub(super) fn is_separator(&self, block: &Block) -> bool {
        block.kind == BlockKind::Rule && self.slice(block.span).trim() != "****"
    }

    /// The section without rules at its end, which separate it from the next one.
    pub(super) fn without_separators(&self) -> SectionView<'a> {
        let own = self.blocks.iter().rposition(|block| !self.is_separator(block));
        SectionView { blocks: &self.blocks[..own.map_or(0, |last| last + 1)], ..*self }
    }

    /// The text of a bold label. `****`, a rule in Markdown, is a label whose text was emptied.
    fn label(&self, block: &Block) -> Option<Span> {
        let is_emptied = block.kind == BlockKind::Rule && self.slice(block.span).trim() == "****";
        let empty = || Span::at(block.span.trim(self.draft.text()).start + 2);
        block.label(self.draft.text()).or_else(|| is_emptied.then(empty))
    }

    /// The insertion point for a paragraph after `blocks`, or after the heading if `blocks` is empty.
    pub(super) fn insertion_after(&self, blocks: &[Block]) -> InsertionPoint {
        let text = self.draft.text();
        match blocks.last() {
            Some(block) => insertion_after(text, block.span.end, Preceding::Block),
            None if self.heading.is_some() => insertion_after(text, self.heading_end(), Preceding::Heading),
            None => {
                let head = text.get(..self.span.start).unwrap_or("");
                let end = head.trim_end_matches(['\n', '\r']).len();
                let is_first = head[..end].trim_start_matches('\u{feff}').is_empty();
                let before = if is_first { Preceding::Nothing } else { Preceding::Block };
                insertion_after(text, if is_first { head.len() } else { end }, before)
            }
        }
    }

    /// The field for a missing text.
    pub(super) fn empty_text(&self, role: Role, place: InsertionPoint) -> Field {
        let mut field = self.field(role, Input::Markdown, place.span).required();
        field.wrapper = (place.wrapper.0.into(), place.wrapper.1.into());
        field
    }

    /// The field for a missing text at the end of a line. The characters after `from` separate it from
    /// the text before, or else `separator` is inserted with it.
    pub(super) fn empty_line_text(&self, role: Role, from: usize, separator: &'static str) -> Field {
        let rest = self.draft.text().get(from..).unwrap_or("");
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let place = Span::at(from + line.len());
        let mut field = self.field(role, Input::Markdown, place).required();
        let before = self.draft.text().get(..place.start).and_then(|head| head.chars().next_back());
        field.wrapper.0 = match line.chars().next_back().or(before.filter(|c| *c == ' ')) {
            None => separator.into(),
            Some(' ' | '\t') => "".into(),
            Some(_) => " ".into(),
        };
        field
    }

    /// Groups the blocks by the bold labels that begin them.
    pub(super) fn labelled(&self) -> Vec<(Span, Group)> {
        let mut groups: Vec<(Span, Group)> = Vec::new();
        for (n, block) in self.blocks.iter().enumerate() {
            match (self.label(block), groups.last_mut()) {
                (Some(label), _) => groups.push((label, n..n + 1)),
                (None, Some((_, group))) => group.end = n + 1,
                (None, None) => {}
            }
        }
        groups
    }

    /// A short name for a slot: the image's description, or the beginning of the text.
    pub(super) fn title_of(&self, blocks: &[Block]) -> String {
        let alt = blocks.iter().flat_map(|block| &block.images).map(|image| self.slice(image.alt)).next();
        if let Some(alt) = alt.filter(|alt| !alt.is_empty()) {
            // A placeholder is no name.
            return if self.profile.is_text_placeholder(alt) {
                String::new()
            } else {
                alt.replace("\\[", "[").replace("\\]", "]")
            };
        }
        let text =
            blocks.iter().find(|block| !self.is_image_only(block)).map_or("", |block| self.slice(block.span));
        plain_start(text)
    }
}

/// The first 60 characters of a text, without link and emphasis markup.
pub(super) fn plain_start(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim_start_matches(['#', '*', '-', '>', ' ']);
    plain(line).chars().take(60).collect()
}

/// Removes link and emphasis markup from a line.
pub fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut in_address = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            ']' if chars.peek() == Some(&'(') => in_address = true,
            ')' if in_address => in_address = false,
            _ if in_address => {}
            '[' | '*' | '`' => {}
            '!' if chars.peek() == Some(&'[') => {}
            _ => out.push(c),
        }
    }
    out
}

/// The longest captured word, in bytes.
const MAX_WORD: usize = 1_000;

/// The text that `{}` in a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Capture {
    Word,
    /// Any number of words on the line.
    Words,
}

/// Finds the value for `{}` of a pattern such as `libraries is **{}**`, ignoring ASCII case. If the value
/// is empty everywhere, returns the first empty place.
pub(super) fn capture(pattern: &str, text: &str, kind: Capture) -> Option<Span> {
    let (before, after) = pattern.split_once("{}")?;
    let mut from = 0;
    let mut empty = None;
    // The end of the current line, and the next `after` in it.
    let (mut line_end, mut next) = (0, None);
    while let Some(at) = find(&text[from..], before).map(|n| from + n + before.len()) {
        if at >= line_end {
            line_end = text[at..].find('\n').map_or(text.len(), |n| at + n);
            next = Some(at);
        }
        if next.is_some_and(|next| next <= at) {
            let end = || find(&text[at..line_end], after).map(|n| at + n);
            next = if after.is_empty() { Some(line_end) } else { end() };
        }
        let is_word = |value: Span| value.len() <= MAX_WORD && !value.of(text).contains([' ', '[', ']']);
        match next.map(|end| Span::new(at, end)) {
            Some(value) if value.is_empty() => empty = empty.or(Some(value)),
            Some(value) if kind == Capture::Words || is_word(value) => return Some(value),
            _ => {}
        }
        from = at;
    }
    empty
}

/// The first occurrence of `needle`, ignoring ASCII case.
fn find(text: &str, needle: &str) -> Option<usize> {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let first = *needle.first()?;
    (0..(text.len() + 1).saturating_sub(needle.len())).find(|at| {
        text[*at].eq_ignore_ascii_case(&first) && text[*at..*at + needle.len()].eq_ignore_ascii_case(needle)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_value_counts_only_if_no_other_is_there() {
        let captured = |text: &str| {
            let value = capture("libraries is **{}**", text, Capture::Word)?;
            Some((value.start, value.of(text).to_owned()))
        };
        assert_eq!(captured("Libraries is ****. Libraries is **7**."), Some((34, "7".to_owned())));
        assert_eq!(captured("Libraries is ****. Libraries is ****."), Some((15, String::new())));
        assert_eq!(captured("Libraries are 7."), None);
    }
}
