//! The slot kinds: one file each, and one line in [`finder`].

mod boards;
mod boilerplate;
mod events;
mod facts;
mod feature;
mod guides;
mod line;
mod links;
mod opening;
mod people;
mod popular;
mod prose;
mod stories;
mod streams;

use super::insertion::{InsertionPoint, Preceding, insertion_after};
use super::slot::Group;
use super::{Field, Input, Layout, Role, Slot};
use crate::draft::{Block, BlockKind, Draft, Item};
use crate::profile::{Profile, Section, SlotKind};
use crate::text::{Edits, Span};

/// How the slots of a kind are found, and what is its own in changing them.
pub(super) trait Finder: Sync {
    fn slots(&self, part: &SectionView<'_>, out: &mut Vec<Slot>);

    /// The slot that a line of any section is, which begins as the profile says of this kind's section.
    /// The line is one of the block; the part has the line's own section as its `spec`.
    fn line(&self, _part: &SectionView<'_>, _block: &Block, _line: Span) -> Option<Slot> {
        None
    }

    /// What has to change in the section after a line of a list slot did.
    fn count_edits(&self, _part: &SectionView<'_>, _slot: &Slot) -> Option<Edits> {
        None
    }

    /// True if its items are items of Markdown lists.
    fn is_bulleted(&self) -> bool {
        false
    }

    /// What a new line of a list slot starts as, where the profile does not say.
    fn row_form(&self) -> &'static str {
        "* [title](url)"
    }

    /// What parts one line of a list slot from the next.
    fn row_separator(&self) -> &'static str {
        "\n"
    }

    /// What parts an item's text from what is before it, where an item may have one.
    fn text_separator(&self) -> Option<&'static str> {
        None
    }
}

/// The one for a kind.
pub(super) fn finder(kind: SlotKind) -> &'static dyn Finder {
    match kind {
        SlotKind::Boards => &boards::Boards,
        SlotKind::Events => &events::Events,
        SlotKind::Facts => &facts::Facts,
        SlotKind::Feature => &feature::Feature,
        SlotKind::FrontMatter => &Nowhere,
        SlotKind::Guides => &guides::Guides,
        SlotKind::Line => &line::Line,
        SlotKind::Links => &links::Links,
        SlotKind::Opening => &opening::Opening,
        SlotKind::People => &people::People,
        SlotKind::Popular => &popular::Popular,
        SlotKind::Prose => &prose::Prose,
        SlotKind::Boilerplate => &boilerplate::Boilerplate,
        SlotKind::Stories => &stories::Stories,
        SlotKind::Streams => &streams::Streams,
    }
}

/// Of a kind that no section has.
struct Nowhere;

impl Finder for Nowhere {
    fn slots(&self, _part: &SectionView<'_>, _out: &mut Vec<Slot>) {}
}

/// A line that is a slot of its own section, in whatever section it is.
pub(super) struct KnownLine<'a, 'b> {
    spec: &'a Section,
    block: &'b Block,
    pub span: Span,
    /// The item of a list that it is.
    item: Option<Span>,
}

impl KnownLine<'_, '_> {
    pub fn slot(&self, part: &SectionView<'_>) -> Option<Slot> {
        let part = SectionView { spec: self.spec, ..*part };
        let mut finders = self.spec.kinds.iter().map(|kind| finder(*kind));
        let mut slot = finders.find_map(|finder| finder.line(&part, self.block, self.span))?;
        slot.line_of = Some(self.spec.id.clone());
        if let Some(item) = self.item {
            (slot.span, slot.layout) = (item, Layout::Item);
        }
        Some(slot)
    }
}

/// A section as a kind sees it.
#[derive(Clone, Copy, Debug)]
pub struct SectionView<'a> {
    pub draft: &'a Draft,
    pub profile: &'a Profile,
    pub spec: &'a Section,
    /// The heading's words.
    pub heading: Option<Span>,
    /// What follows the heading.
    pub blocks: &'a [Block],
    pub span: Span,
    /// Whether the next heading is one under this one.
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

    /// The paragraph, or the lines of a list, that the profile knows by what they begin with.
    pub(super) fn lines<'b>(&self, block: &'b Block) -> Vec<KnownLine<'a, 'b>>
    where
        'a: 'b,
    {
        let known = |span: Span, item: Option<Span>| {
            let text = self.slice(span);
            let begins =
                |words: &str| text.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words));
            let (_, spec) = self.profile.lines().find(|(words, _)| begins(words))?;
            Some(KnownLine { spec, block, span, item })
        };
        match &block.kind {
            BlockKind::Paragraph => known(block.span, None).into_iter().collect(),
            BlockKind::List(items) => {
                items.iter().filter_map(|item| known(self.content(item), Some(item.span))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The section without the lines at its end that are slots of their own.
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

    /// Where the section's last block ends, or its heading.
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

    /// What an item says, without its bullet or number.
    pub(super) fn content(&self, item: &Item) -> Span {
        let raw = self.slice(item.span);
        let marker = raw.trim_start();
        let rest = marker.strip_prefix(['*', '-', '+']).unwrap_or_else(|| {
            let rest = marker.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.strip_prefix(['.', ')']).filter(|rest| rest.len() + 1 < marker.len()).unwrap_or(marker)
        });
        Span::new(item.span.start + (raw.len() - rest.trim_start().len()), item.span.end)
    }

    /// The words of a bold label. `****` is one whose words were emptied, though Markdown takes it for
    /// a rule.
    fn label(&self, block: &Block) -> Option<Span> {
        let is_emptied = block.kind == BlockKind::Rule && self.slice(block.span).trim() == "****";
        let empty = || Span::at(block.span.trim(self.draft.text()).start + 2);
        block.label(self.draft.text()).or_else(|| is_emptied.then(empty))
    }

    /// The place for a paragraph after blocks of the section, or under its heading where there are
    /// none.
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

    /// The field for a text where none stands.
    pub(super) fn empty_text(&self, role: Role, place: InsertionPoint) -> Field {
        let mut field = self.field(role, Input::Markdown, place.span).required();
        field.wrapper = place.wrapper;
        field
    }

    /// The field for a text at the end of a line where none stands: what is left on the line after
    /// `from` parts it from what stands before, or `separator` does where nothing is left.
    pub(super) fn empty_line_text(&self, role: Role, from: usize, separator: &'static str) -> Field {
        let rest = self.draft.text().get(from..).unwrap_or("");
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        let place = Span::at(from + line.len());
        let mut field = self.field(role, Input::Markdown, place).required();
        let before = self.draft.text().get(..place.start).and_then(|head| head.chars().next_back());
        field.wrapper.0 = match line.chars().next_back().or(before.filter(|c| *c == ' ')) {
            None => separator,
            Some(' ' | '\t') => "",
            Some(_) => " ",
        };
        field
    }

    /// Groups of blocks that each begin with a bold label.
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

    /// A short name for a slot: what its image shows, or how its text begins.
    pub(super) fn title_of(&self, blocks: &[Block]) -> String {
        let alt = blocks.iter().flat_map(|block| &block.images).map(|image| self.slice(image.alt)).next();
        if let Some(alt) = alt.filter(|alt| !alt.is_empty()) {
            // What the template has there is no name.
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

/// The first words of a text, without the marks of links and emphasis.
pub(super) fn plain_start(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim_start_matches(['#', '*', '-', '>', ' ']);
    plain(line).chars().take(60).collect()
}

/// A line without the marks of links and emphasis.
pub(super) fn plain(line: &str) -> String {
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

/// A value without blanks, in bytes.
const LONGEST_WORD: usize = 1_000;

/// Where the text for `{}` of a pattern such as `libraries is **{}**` stands in `text`, in upper
/// or lower case; one word, or with `words` any number of them on the line. Where no value stands,
/// the empty place for it.
pub(crate) fn capture(pattern: &str, text: &str, words: bool) -> Option<Span> {
    let (before, after) = pattern.split_once("{}")?;
    let mut from = 0;
    let mut empty = None;
    // Where the line ends that was looked at last, and where `after` stands next in it.
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
        let is_word = |value: Span| value.len() <= LONGEST_WORD && !value.of(text).contains([' ', '[', ']']);
        match next.map(|end| Span::new(at, end)) {
            Some(value) if value.is_empty() => empty = empty.or(Some(value)),
            Some(value) if words || is_word(value) => return Some(value),
            _ => {}
        }
        from = at;
    }
    empty
}

/// The first occurrence of `needle`, ASCII letters in any case.
fn find(text: &str, needle: &str) -> Option<usize> {
    let (text, needle) = (text.as_bytes(), needle.as_bytes());
    let first = *needle.first()?;
    (0..(text.len() + 1).saturating_sub(needle.len())).find(|at| {
        text[*at].eq_ignore_ascii_case(&first) && text[*at..*at + needle.len()].eq_ignore_ascii_case(needle)
    })
}
