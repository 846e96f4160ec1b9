//! The issues of a newsletter in order: when the next one appears, and what it may be made from.

use std::cell::OnceCell;

use jiff::civil::Date;

use super::document;
use super::workspace::IssueFile;
use crate::desk::{IssueError, Listing, Workspace};
use crate::draft::Draft;
use crate::outline::{Outline, PastDraft, counted_numbers, issue_from_past};
use crate::profile::{self, Cadence, LearntCadence, Precision, Weekdays};

/// How many of the newest issues are read.
const READ: usize = 8;

/// The issues of a newsletter. The texts of the last ones are read when they are needed.
pub(super) struct Series<'w> {
    workspace: &'w Workspace,
    listing: &'w Listing,
    last: OnceCell<Vec<LastIssue>>,
}

/// One of the newest issues with its date and number.
pub(super) struct LastIssue {
    draft: Draft,
    date: Option<Date>,
    number: Option<u32>,
}

impl<'w> Series<'w> {
    pub fn new(workspace: &'w Workspace, listing: &'w Listing) -> Series<'w> {
        Series { workspace, listing, last: OnceCell::new() }
    }

    fn issues(&self) -> impl Iterator<Item = &'w IssueFile> {
        self.listing.drafts.iter().chain(&self.listing.posts)
    }

    /// How exactly the paths of issues say their dates; `None` if they do not.
    fn precision(&self) -> Option<Precision> {
        let files = &self.workspace.profile.files;
        files.posts.precision().filter(|precision| *precision != Precision::Year)
    }

    /// The newest posts, the newest last. Drafts count, too, where there are too few posts to compare.
    pub fn last(&self) -> &[LastIssue] {
        self.last.get_or_init(|| {
            let posts = &self.listing.posts;
            let mut files: Vec<&IssueFile> = posts[posts.len().saturating_sub(READ)..].iter().collect();
            if files.len() < 2 {
                let is_other = |draft: &&IssueFile| files.iter().all(|post| post.path != draft.path);
                let drafts: Vec<&IssueFile> = self.listing.drafts.iter().filter(is_other).collect();
                files.extend(drafts.into_iter().rev().take(READ));
                files.sort_by_key(|file| file.key);
            }
            let mut issues: Vec<LastIssue> = files.into_iter().filter_map(|file| self.read(file)).collect();
            self.count(&mut issues);
            issues
        })
    }

    fn read(&self, file: &IssueFile) -> Option<LastIssue> {
        let draft = Draft::parse(document::read(&file.path, &self.workspace.root).ok()?);
        let issue = self.workspace.issue(&file.path, &draft);
        // The date of a path is that of the issue; the front matter may have the day of publishing.
        Some(LastIssue { date: file.key.day().or(issue.date()), number: issue.number(), draft })
    }

    /// Takes numbers from the titles if neither paths nor front matters have them.
    fn count(&self, issues: &mut [LastIssue]) {
        if issues.iter().any(|issue| issue.number.is_some()) {
            return;
        }
        let drafts: Vec<&Draft> = issues.iter().map(|issue| &issue.draft).collect();
        let numbers = counted_numbers(&drafts, &self.workspace.profile);
        for (issue, number) in issues.iter_mut().zip(numbers) {
            issue.number = number;
        }
    }

    /// The cadence that the issues show. Without dates in the paths, those of the last front matters count.
    pub fn learnt(&self, today: Date) -> Option<LearntCadence> {
        match self.precision() {
            Some(_) => self.workspace.learnt_cadence(self.listing, today),
            None => Cadence::infer(self.last().iter().filter_map(|issue| issue.date), today),
        }
    }

    /// The date of the next issue, by the profile's cadence or else by the one that the issues show.
    ///
    /// # Errors
    ///
    /// [`IssueError::Irregular`] and [`IssueError::NoCadence`] if the person must say the date.
    pub fn next_date(&self, today: Date) -> Result<Date, IssueError> {
        let profile = &self.workspace.profile;
        let precision = self.precision();
        let last = match precision {
            Some(_) => self.issues().filter_map(|issue| issue.key.day()).max(),
            None => {
                let published = self.last().iter().filter_map(|issue| issue.date).max();
                published.max(self.newest_draft().and_then(|draft| draft.date))
            }
        };
        let precision = precision.unwrap_or(Precision::Day);
        let weekday = profile.weekday().filter(|_| precision != Precision::Month);
        let learnt = || {
            let learnt = self.learnt(today)?.cadence;
            Some(weekday.map_or(learnt, |weekday| learnt.on(weekday)))
        };
        match profile.cadence.or_else(learnt) {
            Some(cadence) => {
                let next = cadence.next_of(last, today, precision);
                next.ok_or_else(|| IssueError::Irregular { reason: self.reason(today), today })
            }
            // No issue of the last year shows the distance.
            None => {
                let cadence = Cadence::Week(Weekdays::one(weekday.ok_or(IssueError::NoCadence)?));
                let after_last = last.and_then(|last| last.tomorrow().ok());
                let from = after_last.map_or(today, |after| after.max(today));
                cadence.next(None, from).ok_or(IssueError::NoCadence)
            }
        }
    }

    /// Why the next issue has its date, if that is learnt from the others.
    pub fn reason(&self, today: Date) -> Option<String> {
        let profile = &self.workspace.profile;
        let is_named = profile.cadence.is_some() || profile.weekday.is_some();
        if is_named { None } else { Some(self.learnt(today)?.reason()) }
    }

    /// One more than the number of the newest issue: in the paths, or else in the last front matters and titles.
    pub fn next_number(&self) -> Option<u32> {
        let files = &self.workspace.profile.files;
        if files.drafts.has_number() || files.posts.has_number() {
            let newest = self.issues().filter_map(|issue| issue.number).max();
            return newest.or(files.drafts.has_number().then_some(0))?.checked_add(1);
        }
        let published = self.last().last().and_then(|issue| issue.number);
        published.max(self.number_of_draft())?.checked_add(1)
    }

    /// The newest draft. One that becomes each issue may still have the last one's date and number, and is left out.
    fn newest_draft(&self) -> Option<LastIssue> {
        let is_one_file = self.workspace.profile.files.drafts.is_one_file();
        self.read(self.listing.drafts.last().filter(|_| !is_one_file)?)
    }

    /// The number in the front matter or title of the newest draft.
    fn number_of_draft(&self) -> Option<u32> {
        let LastIssue { draft, number, .. } = self.newest_draft()?;
        number.or_else(|| {
            let mut drafts: Vec<&Draft> = self.last().iter().map(|issue| &issue.draft).collect();
            drafts.push(&draft);
            counted_numbers(&drafts, &self.workspace.profile).last().copied()?
        })
    }

    /// The name in the paths of the last issues, if it is always the same.
    pub fn slug(&self) -> Option<String> {
        let newest = self.listing.posts.iter().rev().take(READ);
        let mut slugs = newest.map(|post| self.workspace.values_of(&post.path)?.slug);
        let first = slugs.next()??;
        slugs.all(|slug| slug.as_ref() == Some(&first)).then_some(first)
    }

    /// A new issue made from what the last ones have in common, with how many they are. `None` for fewer than two.
    pub fn common(&self, date: Option<Date>, number: Option<u32>) -> Option<(String, usize)> {
        let past = self.last().iter();
        let past =
            past.map(|LastIssue { draft, date, number }| PastDraft { draft, date: *date, number: *number });
        let past: Vec<PastDraft<'_>> = past.collect();
        let text = issue_from_past(&past, &self.workspace.profile, date, number)?;
        Some((text, past.len()))
    }

    /// The template of the built-in profile, if this is its newsletter: it has the profile's name, and its issues, if
    /// there are any, have mostly the profile's headings.
    pub fn built_in_template(&self) -> Option<&'static str> {
        let name = &self.workspace.profile.name;
        let template = profile::built_in_template(name)?;
        let profile = profile::built_in(name).ok()?;
        let outlines = self.last().iter().map(|issue| Outline::new(&issue.draft, &profile));
        let sections = outlines.flat_map(|outline| outline.sections);
        let headings: Vec<bool> =
            sections.filter(|section| section.heading.is_some()).map(|section| section.known).collect();
        let known = headings.iter().filter(|known| **known).count();
        (known * 2 >= headings.len()).then_some(template)
    }
}
