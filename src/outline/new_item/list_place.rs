//! Finds where a new item of a list goes, and the line breaks around it.

use jiff::civil::Date;

use super::examples::Examples;
use super::line_form::{Lead, LineItem};
use super::style::{PrecedingBlock, blocks_of, breaks_between, sentence_of};
use super::vote::most_frequent;
use crate::draft::{Block, Draft};
use crate::outline::{Outline, Section, Slot};
use crate::profile::{Profile, SlotKind};
use crate::text::Span;

/// Where an item goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListPlace {
    /// The text that gives way to the item.
    pub span: Span,
    /// Line breaks and indentation that are inserted before and after the item.
    pub before: String,
    pub after: String,
    /// The indentation of the item's further lines.
    pub indent: String,
    /// The item beside it.
    pub neighbour: Option<Span>,
}

/// An item of a list, with the first and last day of an event.
struct ListRow {
    span: Span,
    days: Option<(Date, Date)>,
}

/// The order among the items of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct ItemOrder<'a> {
    pub day: Option<Date>,
    pub label: &'a str,
}

/// A section of a draft that gets an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct TargetSection<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub section: &'a Section,
    pub slots: &'a [Slot],
    pub profile: &'a Profile,
    pub issue: Option<Date>,
}

impl<'a> TargetSection<'a> {
    fn blocks(&self) -> &'a [Block] {
        blocks_of(self.draft, self.section)
    }

    pub fn place(&self, order: ItemOrder<'_>, examples: &Examples<'_>) -> ListPlace {
        if let Some(span) = self.sentence(examples) {
            return ListPlace::replacing(span, self.indent_before(span.start));
        }
        let rows = self.rows();
        if rows.is_empty() {
            return self.first_place(examples);
        }
        match self.row_before(&rows, order) {
            Some(at) => self.after_row(&rows, at, examples),
            None => self.before_row(&rows, examples),
        }
    }

    /// The items of the section's last list.
    fn rows(&self) -> Vec<ListRow> {
        let has_rows = |slot: &&Slot| slot.is_list() && slot.kind.takes_items() && !slot.rows.is_empty();
        if let Some(list) = self.slots.iter().rfind(has_rows) {
            return list.rows.iter().map(|row| ListRow { span: row.span, days: None }).collect();
        }
        let items = self.slots.iter().filter(|slot| slot.is_item() && slot.line_of.is_none());
        items.map(|slot| ListRow { span: slot.span, days: slot.dates(self.issue) }).collect()
    }

    /// The row that the item follows; `None` if it is the first one. Events are kept in the order of
    /// their days, and items with the same label together.
    fn row_before(&self, rows: &[ListRow], order: ItemOrder<'_>) -> Option<usize> {
        let last = rows.len().checked_sub(1);
        let is_dated = rows.iter().any(|row| row.days.is_some());
        if let Some(day) = order.day.filter(|_| is_dated) {
            return rows.iter().rposition(|row| row.days.is_some_and(|(first, _)| first <= day));
        }
        let label =
            |row: &ListRow| match LineItem::read(self.draft.slice(row.span)).map(|item| item.form.lead) {
                Some(Lead::Label(label)) => label,
                _ => String::new(),
            };
        rows.iter().rposition(|row| label(row).trim() == order.label.trim()).or(last)
    }

    fn after_row(&self, rows: &[ListRow], at: usize, examples: &Examples<'_>) -> ListPlace {
        let row = rows[at].span;
        let indent = self.indent_before(row.start);
        let end = self.line_end(row.start + self.draft.slice(row).trim_end().len());
        ListPlace {
            span: Span::at(end),
            before: format!("{}{indent}", self.breaks_between(rows, examples)),
            after: String::new(),
            indent,
            neighbour: Some(row),
        }
    }

    fn before_row(&self, rows: &[ListRow], examples: &Examples<'_>) -> ListPlace {
        let row = rows[0].span;
        let indent = self.indent_before(row.start);
        ListPlace {
            span: Span::at(row.start),
            before: String::new(),
            after: format!("{}{indent}", self.breaks_between(rows, examples)),
            indent,
            neighbour: Some(row),
        }
    }

    /// The line breaks between the items of the list, or of other lists if it has only one.
    fn breaks_between(&self, rows: &[ListRow], examples: &Examples<'_>) -> &'static str {
        let own = breaks_between(self.draft, rows.iter().map(|row| row.span));
        let here = examples.lists().filter(|list| list.heading == examples.heading);
        let breaks = own
            .or_else(|| most_frequent(here.filter_map(|list| list.between)))
            .or_else(|| most_frequent(examples.lists().filter_map(|list| list.between)));
        if breaks.is_some_and(|breaks| breaks > 1) { "\n\n" } else { "\n" }
    }

    /// A sentence that says that there is nothing in this issue.
    fn sentence(&self, examples: &Examples<'_>) -> Option<Span> {
        let blocks = self.blocks();
        let lists = blocks.iter().filter(|block| !block.items().is_empty()).count();
        let found = blocks.iter().find_map(|block| {
            let span = sentence_of(block, self.draft)?;
            let words = self.draft.slice(span);
            let item = block.items().first().map(|item| item.span);
            let is_known =
                || examples.past.sentences.iter().any(|known| known == words) || self.is_in_comment(words);
            match item {
                // An item in italics may also be a contribution.
                Some(item) if lists == 1 && (is_known() || self.says_nothing(span, words)) => Some(item),
                None if lists == 0 && is_known() => Some(span),
                _ => None,
            }
        });
        found.or_else(|| self.plain_sentence(examples)).map(|span| span.trim(self.draft.text()))
    }

    /// The only item of a list without links, if it is empty, or if earlier issues or the profile have that
    /// sentence.
    fn plain_sentence(&self, examples: &Examples<'_>) -> Option<Span> {
        let slot = self.slots.iter().find(|slot| slot.kind == SlotKind::Links && slot.is_list())?;
        let [field] = slot.fields.as_slice() else { return None };
        let words = field.value(self.draft).trim();
        if words.is_empty() && slot.rows.is_empty() {
            // A bullet without words, as templates have it.
            return Some(slot.span).filter(|span| !span.is_empty());
        }
        let spec = self.profile.section(&self.section.id)?;
        let is_known = spec.left_out.as_deref() == Some(words) || self.says_nothing(slot.span, words);
        let is_in_past = || examples.past.sentences.iter().any(|known| known == words);
        (slot.rows.is_empty() && !words.is_empty() && (is_known || is_in_past())).then_some(slot.span)
    }

    /// True for the only item of a list if it says that there is nothing. One with a link is a contribution.
    fn says_nothing(&self, item: Span, words: &str) -> bool {
        self.draft.links_in(item).next().is_none() && says_nothing(words)
    }

    fn is_in_comment(&self, words: &str) -> bool {
        let comments = self.blocks().iter().filter(|block| block.is_comment(self.draft.text()));
        let mut texts = comments.map(|block| self.draft.slice(block.span));
        texts.any(|text| text.contains(words))
    }

    /// The place of the first item: after the comment that shows the form, where the list of earlier
    /// issues was, or else after the section's text.
    fn first_place(&self, examples: &Examples<'_>) -> ListPlace {
        let blocks = self.blocks();
        let anchor = self.comment().or_else(|| self.past_anchor(examples));
        let Some(anchor) = anchor.or_else(|| self.end_of_text()) else {
            return self.after_text(self.section.span.start, 2);
        };
        let block = &blocks[anchor];
        let after = PrecedingBlock::new(block, self.draft);
        let here = examples.lists().filter(|list| list.heading == examples.heading && list.after == after);
        let breaks = most_frequent(here.map(|list| list.breaks)).or_else(|| {
            most_frequent(examples.lists().filter(|list| list.after == after).map(|list| list.breaks))
        });
        // A list directly below a paragraph would be read as its continuation by some renderers.
        let usual = if block.items().is_empty() { 2 } else { 1 };
        self.after_text(block.span.end, breaks.filter(|breaks| *breaks > 0).unwrap_or(usual).min(3))
    }

    fn after_text(&self, end: usize, breaks: usize) -> ListPlace {
        let head = self.draft.text().get(..end).unwrap_or("").trim_end().len();
        let end = self.line_end(head);
        let rest = self.draft.text().get(end..).unwrap_or("");
        let words = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let follows = rest[..rest.len() - words.len()].matches('\n').count();
        let missing = if words.is_empty() { 0 } else { 2usize.saturating_sub(follows) };
        ListPlace {
            span: Span::at(end),
            before: "\n".repeat(breaks),
            after: "\n".repeat(missing),
            indent: String::new(),
            neighbour: None,
        }
    }

    /// The last comment of the first comments that show an item.
    fn comment(&self) -> Option<usize> {
        let blocks = self.blocks();
        let shows_item = |block: &Block| {
            let text = self.draft.slice(block.span);
            block.is_comment(self.draft.text())
                && ["* [", "- [", "+ ["].iter().any(|form| text.contains(form))
        };
        let first = blocks.iter().position(shows_item)?;
        let run = blocks[first..].iter().take_while(|block| block.is_comment(self.draft.text())).count();
        Some(first + run - 1)
    }

    /// The block that the list of an earlier issue followed.
    fn past_anchor(&self, examples: &Examples<'_>) -> Option<usize> {
        let blocks = self.blocks();
        examples.past_lists().find_map(|list| {
            blocks.iter().position(|block| match list.after {
                PrecedingBlock::Heading => block.is_heading(),
                PrecedingBlock::Comment | PrecedingBlock::Text => {
                    self.draft.slice(block.span).trim() == list.anchor
                }
            })
        })
    }

    fn end_of_text(&self) -> Option<usize> {
        self.blocks().len().checked_sub(1)
    }

    /// The indentation of the line up to `at`; empty if there are words before it.
    fn indent_before(&self, at: usize) -> String {
        let head = self.draft.text().get(..at).unwrap_or("");
        let line = &head[head.rfind('\n').map_or(0, |at| at + 1)..];
        if line.trim().is_empty() { line.to_owned() } else { String::new() }
    }

    /// Skips the spaces at the end of a line.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.draft.text().get(at..).unwrap_or("");
        let words = rest.trim_start_matches([' ', '\t']);
        if words.is_empty() || words.starts_with(['\n', '\r']) { at + rest.len() - words.len() } else { at }
    }
}

impl ListPlace {
    fn replacing(span: Span, indent: String) -> ListPlace {
        ListPlace { span, before: String::new(), after: String::new(), indent, neighbour: None }
    }
}

/// True for words such as "No news this week.": a whole sentence, since a title may begin with "No" too.
fn says_nothing(words: &str) -> bool {
    let lower = words.trim().trim_matches(['*', '_']).to_lowercase();
    let mut parts = lower.split(|c: char| !c.is_alphanumeric());
    let is_negative = match parts.next() {
        Some("no" | "none" | "nothing") => true,
        Some("there") => {
            matches!((parts.next(), parts.next()), (Some("are" | "is" | "was" | "were"), Some("no")))
        }
        _ => false,
    };
    is_negative && lower.ends_with(['.', '!'])
}
