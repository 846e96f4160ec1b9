//! Values that several rules need, computed when the first of them asks.

use std::cell::OnceCell;
use std::collections::HashMap;

use jiff::civil::Date;

use super::Context;
use super::address::{Address, Page};
use super::days::{Day, days};
use super::images::folder_of;
use super::page::SitePage;
use super::tags::Tag;
use super::words::{Word, words};
use crate::draft::{Draft, Link, LinkKind};
use crate::render::target::mail::MailSize;
use crate::render::{Tree, render};
use crate::text::{LineIndex, Span};

/// The values that have been computed for a draft.
#[derive(Clone, Debug, Default)]
pub(super) struct Cache<'a> {
    words: OnceCell<Vec<Word<'a>>>,
    targets: OnceCell<Vec<LinkTarget<'a>>>,
    days: OnceCell<Vec<Day>>,
    marks: OnceCell<Vec<PairedChar>>,
    labels: OnceCell<HashMap<String, Span>>,
    lines: OnceCell<LineIndex>,
    /// By the path of the folder.
    folder_dates: OnceCell<HashMap<&'a str, Option<Date>>>,
    tree: OnceCell<Tree>,
    /// For [`Context::site_page`].
    pub page: OnceCell<SitePage>,
    tags: OnceCell<Vec<Tag<'a>>>,
    mail_size: OnceCell<Option<MailSize>>,
}

/// A link or definition with a web address.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkTarget<'a> {
    pub dest: Span,
    /// `None` for a link definition.
    pub link: Option<&'a Link>,
    pub address: Address<'a>,
    pub page: Page,
}

/// An ASCII character in the prose that usually comes in pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PairedChar {
    pub at: usize,
    pub byte: u8,
}

/// The characters that usually come in pairs.
const MARKS: &[u8] = b"()[]\"`*|";

impl<'a> Context<'a> {
    /// Every word of the prose, in order.
    pub(super) fn words(&self) -> &[Word<'a>] {
        self.cache.words.get_or_init(|| words(self.draft))
    }

    /// The number of the line with an offset, counted from 1.
    pub(super) fn line_number(&self, offset: usize) -> usize {
        self.cache.lines.get_or_init(|| self.draft.lines()).line(offset) + 1
    }

    /// The date in the path of a folder of images.
    pub(super) fn date_of_folder(&self, folder: &str) -> Option<Date> {
        let assets = self.profile.files.assets.as_ref()?;
        let draft: &'a Draft = self.draft;
        let dates = self.cache.folder_dates.get_or_init(|| {
            let mut dates = HashMap::new();
            for folder in draft.images().filter_map(|image| folder_of(draft.slice(image.dest))) {
                dates.entry(folder).or_insert_with(|| assets.date_of(folder));
            }
            dates
        });
        dates.get(folder).copied().unwrap_or_else(|| assets.date_of(folder))
    }

    /// Every date in the prose that has a day and a month.
    pub(super) fn days(&self) -> &[Day] {
        self.cache.days.get_or_init(|| days(self.draft))
    }

    /// The targets of the draft's links, in order, and then of its definitions.
    pub(super) fn link_targets(&self) -> &[LinkTarget<'a>] {
        let draft: &'a Draft = self.draft;
        self.cache.targets.get_or_init(|| {
            let target = |dest: Span, link| {
                let address = Address::new(draft.slice(dest))?;
                Some(LinkTarget { dest, link, address, page: address.page() })
            };
            let links = draft.links().filter_map(|link| target(link.dest, Some(link)));
            let defined = draft.definitions().iter().filter_map(|definition| target(definition.dest, None));
            links.chain(defined).collect()
        })
    }

    /// The HTML tags and attribute lists of the body, in order.
    pub(super) fn tags(&self) -> &[Tag<'a>] {
        self.cache.tags.get_or_init(|| self.read_tags())
    }

    /// The page that the site's generator makes of the draft, without Liquid.
    pub(super) fn tree(&self) -> &Tree {
        self.cache.tree.get_or_init(|| render(self.draft, self.profile))
    }

    /// The size of the mail, made once.
    pub(super) fn cached_mail_size(&self, make: impl FnOnce() -> Option<MailSize>) -> Option<&MailSize> {
        self.cache.mail_size.get_or_init(make).as_ref()
    }

    /// The span of a link's address. For a reference link, that of its definition.
    pub(super) fn dest_of(&self, link: &Link) -> Span {
        if link.kind != LinkKind::Reference {
            return link.dest;
        }
        // `[text][label]`, or `[label]` alone.
        let label = Span::new(link.text.end + 2, link.span.end.saturating_sub(1));
        let label = if label.start < label.end { label } else { link.text };
        // Markdown ignores case and the amount of white space in labels.
        let folded = |label: &str| label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let labels = self.cache.labels.get_or_init(|| {
            let definitions = self.draft.definitions().iter().rev();
            definitions.map(|one| (folded(self.draft.slice(one.label)), one.dest)).collect()
        });
        labels.get(&folded(self.draft.slice(label))).copied().unwrap_or(link.dest)
    }

    /// The paired marks in the prose, in order.
    pub(super) fn marks(&self) -> &[PairedChar] {
        self.cache.marks.get_or_init(|| {
            let mut is_mark = [false; 256];
            for byte in MARKS {
                is_mark[usize::from(*byte)] = true;
            }
            let text = self.draft.text();
            let mut marks = Vec::new();
            for prose in self.draft.prose() {
                for (at, byte) in prose.of(text).bytes().enumerate() {
                    if is_mark[usize::from(byte)] {
                        marks.push(PairedChar { at: prose.start + at, byte });
                    }
                }
            }
            marks
        })
    }
}
