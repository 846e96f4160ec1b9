//! What several rules look at: read once, when the first of them asks.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::Context;
use super::address::{Address, Page};
use super::days::{Day, days};
use super::words::{Word, words};
use crate::draft::{Draft, Link, LinkKind};
use crate::text::Span;

/// What has been read so far of a draft.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading<'a> {
    words: OnceCell<Vec<Word<'a>>>,
    targets: OnceCell<Vec<Target<'a>>>,
    days: OnceCell<Vec<Day>>,
    signs: OnceCell<Vec<Sign>>,
    labels: OnceCell<HashMap<String, Span>>,
}

/// A page on the web that the draft leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    pub dest: Span,
    /// `None` for a definition.
    pub link: Option<&'a Link>,
    pub address: Address<'a>,
    pub page: Page,
}

/// A sign of ASCII in the prose that often comes in pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub at: usize,
    pub byte: u8,
}

/// The bytes that are signs.
const SIGNS: &[u8] = b"()[]\"`*|";

impl<'a> Context<'a> {
    /// Every word of the prose, in order.
    pub(super) fn words(&self) -> &[Word<'a>] {
        self.reading.words.get_or_init(|| words(self.draft))
    }

    /// Every day that the prose names by day and month.
    pub(super) fn days(&self) -> &[Day] {
        self.reading.days.get_or_init(|| days(self.draft))
    }

    /// The pages that the draft's links, in order, and then its definitions lead to.
    pub(super) fn targets(&self) -> &[Target<'a>] {
        let draft: &'a Draft = self.draft;
        self.reading.targets.get_or_init(|| {
            let target = |dest: Span, link| {
                let address = Address::new(draft.slice(dest))?;
                Some(Target { dest, link, address, page: address.page() })
            };
            let links = draft.links().filter_map(|link| target(link.dest, Some(link)));
            let defined = draft.definitions().iter().filter_map(|definition| target(definition.dest, None));
            links.chain(defined).collect()
        })
    }

    /// The place of a link's address: of a reference in its definition, if it has one.
    pub(super) fn dest_of(&self, link: &Link) -> Span {
        if link.kind != LinkKind::Reference {
            return link.dest;
        }
        // `[text][label]`, or `[label]` for itself.
        let label = Span::new(link.text.end + 2, link.span.end.saturating_sub(1));
        let label = if label.start < label.end { label } else { link.text };
        // As Markdown compares them: in any case, with any blanks.
        let folded = |label: &str| label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let labels = self.reading.labels.get_or_init(|| {
            let definitions = self.draft.definitions().iter().rev();
            definitions.map(|one| (folded(self.draft.slice(one.label)), one.dest)).collect()
        });
        labels.get(&folded(self.draft.slice(label))).copied().unwrap_or(link.dest)
    }

    /// The signs in the prose, in order.
    pub(super) fn signs(&self) -> &[Sign] {
        self.reading.signs.get_or_init(|| {
            let mut is_sign = [false; 256];
            for byte in SIGNS {
                is_sign[usize::from(*byte)] = true;
            }
            let text = self.draft.text();
            let mut signs = Vec::new();
            for prose in self.draft.prose() {
                for (at, byte) in prose.of(text).bytes().enumerate() {
                    if is_sign[usize::from(byte)] {
                        signs.push(Sign { at: prose.start + at, byte });
                    }
                }
            }
            signs
        })
    }
}
