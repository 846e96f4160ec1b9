//! The linter: diagnostics, the table of rules, and the checklist with its evidence.

mod archive;
mod baseline;
mod broken_links;
mod cache;
mod colour;
mod days;
mod diagnostic;
mod events;
mod evidence;
mod facts;
mod findings;
mod fix;
mod images;
mod items;
mod levels;
mod mail;
mod names;
mod order;
mod page;
mod passages;
mod popular;
mod quotes;
mod reference;
pub mod report;
mod rules;
mod selection;
mod spelling;
mod status;
mod stories;
mod tags;
mod template;
mod values;
mod waive;
mod waiver;
mod words;

use std::ops::ControlFlow;

use crate::draft::{Draft, Field};
use crate::outline::{Issue, Outline};
use crate::profile::Profile;
use crate::text::{Span, SpanSet, address};
use archive::contradicts;
use cache::Cache;
use jiff::civil::Weekday;
use levels::Levels;
use waiver::Waivers;

pub(crate) use crate::text::address::{Address, Page};
pub use archive::PastIssue;
pub use baseline::Baseline;
pub use diagnostic::{Diagnostic, Fix, Omitted, Severity, Subject};
use evidence::is_evidence;
pub use evidence::{ChecklistLine, Verdict, checklist};
pub use facts::{EarlierImage, Facts, Flashes, ImageFact, ImageInfo, ImageScan, Scope, Stage};
pub use findings::{Findings, Purpose, limit_problems};
pub use fix::{Fixed, fix_all};
pub use images::local_path;
pub use levels::useless_levels;
pub use mail::MailFacts;
pub use names::NamedLink;
pub use reference::{explain, reference};
pub use rules::{FixKind, Meta, RULES, Rule};
pub use selection::{Selection, UnknownRule, find_rule};
pub use status::{LineStatus, SectionStatus, Status};
pub use template::TemplateFacts;
pub use waive::{Waiver, waive};
pub use waiver::useless_waivers;

/// The input of a rule.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub profile: &'a Profile,
    pub facts: &'a Facts,
    /// The issue's date and number.
    pub issue: Issue,
    cache: Cache<'a>,
}

impl<'a> Context<'a> {
    pub fn new(
        draft: &'a Draft,
        outline: &'a Outline,
        profile: &'a Profile,
        facts: &'a Facts,
    ) -> Context<'a> {
        let issue = Issue::new(draft, profile, facts.file_date).or_number(facts.file_number);
        Context { draft, outline, profile, facts, issue, cache: Cache::default() }
    }

    /// The title field of the front matter.
    pub fn title_field(&self) -> Option<&'a Field> {
        self.draft.front_matter()?.field(&self.profile.front_matter.title)
    }

    /// The date field of the front matter.
    pub fn date_field(&self) -> Option<&'a Field> {
        self.draft.front_matter()?.field(&self.profile.front_matter.date)
    }

    /// The weekday on which this issue must be published. `None` if it is unknown, and for a published issue
    /// if most issues of its time were published on another weekday.
    fn weekday(&self) -> Option<Weekday> {
        let facts = self.facts;
        facts.weekday.filter(|_| !self.has_unknown_habits()).filter(|weekday| {
            let is_on_it = |issue: &PastIssue| issue.key.day().is_none_or(|day| day.weekday() == *weekday);
            facts.in_progress || !contradicts(&facts.archive, is_on_it)
        })
    }

    /// False if the last issues had one date in the front matter and another one in the path.
    fn has_one_date_usually(&self) -> bool {
        !contradicts(&self.facts.archive, PastIssue::has_one_date)
    }

    /// True for a published issue with too few earlier issues to show what was usual then. The profile
    /// describes today's issues only.
    fn has_unknown_habits(&self) -> bool {
        self.facts.is_published && self.facts.archive.len() < archive::FEWEST
    }

    /// True if the issue is published or ready to be published.
    fn goes_out(&self) -> bool {
        self.facts.stage == Stage::Publish && !self.facts.in_progress
    }

    /// The severity of something that is not written yet.
    fn severity_of_unwritten(&self) -> Severity {
        if self.goes_out() { Severity::Error } else { Severity::Warning }
    }

    /// The slots that are still as in the template.
    fn untouched(&self) -> SpanSet {
        SpanSet::new(self.outline.untouched())
    }

    /// The story headings that are still the template's, in order.
    fn placeholder_headings(&self) -> impl Iterator<Item = Span> {
        let (draft, profile) = (self.draft, self.profile);
        let headings = self.outline.sections.iter().filter_map(|section| section.heading);
        headings.filter(|heading| profile.is_heading_placeholder(draft.slice(*heading)))
    }

    /// True if the template links to the page, as every issue then does, or every issue may link to it.
    fn is_in_every_issue(&self, dest: Span, page: Page) -> bool {
        self.facts.template.as_ref().is_some_and(|template| template.has(page))
            || self.profile.may_come_again(self.draft.slice(dest))
    }

    /// True if the newsletter is in a language that the rule knows.
    fn has_use_for(&self, rule: &dyn Rule) -> bool {
        !rule.is_about_english() || self.profile.language.is_english()
    }

    /// The text around a span within its line, up to `bytes` bytes on each side.
    fn around(&self, span: Span, bytes: usize) -> &'a str {
        let text = self.draft.text();
        let is_whole = |at: &usize| text.is_char_boundary(*at);
        let start = (span.start.saturating_sub(bytes)..span.start).find(is_whole).unwrap_or(span.start);
        let end = (span.end..=(span.end + bytes).min(text.len())).rfind(is_whole).unwrap_or(span.end);
        let start = text[start..span.start].rfind('\n').map_or(start, |at| start + at + 1);
        let end = text[span.end..end].find('\n').map_or(end, |at| span.end + at);
        &text[start..end]
    }

    /// True if the span is in the text of a link whose address contains the same words, in any case:
    /// then they are part of the page's title.
    fn is_in_link_address(&self, span: Span, words: &str) -> bool {
        let link = self.draft.link_at(span.start).filter(|link| link.text.contains(span));
        // Longer addresses do not contain a title.
        link.filter(|link| self.dest_of(link).len() <= LONGEST_TITLED_ADDRESS).is_some_and(|link| {
            let dest = self.draft.slice(self.dest_of(link)).to_ascii_lowercase();
            dest.contains(&words.to_ascii_lowercase())
        })
    }

    /// The part of a span that is on its first line.
    fn first_line(&self, span: Span) -> Span {
        let text = self.draft.slice(span);
        Span::new(span.start, span.start + text.find(['\n', '\r']).unwrap_or(text.len()))
    }

    /// The task list, whose lines may contain forms to copy.
    fn tasks(&self) -> SpanSet {
        SpanSet::new(self.draft.tasks().map(|task| task.text))
    }
}

/// Returns the problems that all rules find and no waiver covers, in the order of the text.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    check_selected(context, &Selection::default(), Purpose::Report, &mut |_, _| ())
}

/// Returns the problems that the selected rules find. Calls `done` after each rule, with the number of
/// problems that the rule found before waivers.
pub fn check_selected(
    context: &Context<'_>,
    selection: &Selection,
    purpose: Purpose,
    done: &mut dyn FnMut(&'static str, usize),
) -> Vec<Diagnostic> {
    let mut go_on = |rule, found| {
        done(rule, found);
        ControlFlow::Continue(())
    };
    check_while(context, selection, purpose, &mut go_on).unwrap_or_default()
}

/// As [`check_selected`]; stops after a rule if `done` breaks. Then it returns `None`.
pub fn check_while(
    context: &Context<'_>,
    selection: &Selection,
    purpose: Purpose,
    done: &mut dyn FnMut(&'static str, usize) -> ControlFlow<()>,
) -> Option<Vec<Diagnostic>> {
    let mut found = Findings::new(Waivers::read(context), Levels::new(context, selection), purpose)
        .without_text_of(context.draft.opaque());
    for is_last in [false, true] {
        if is_last {
            add_evidence(context, selection, &mut found);
        }
        for rule in RULES.iter().filter(|rule| rule.reads_findings() == is_last) {
            if !selection.takes(rule.name()) || !context.has_use_for(*rule) || found.is_off(rule.name()) {
                continue;
            }
            let before = found.found();
            rule.check(context, &mut found);
            if done(rule.name(), found.found() - before).is_break() {
                return None;
            }
        }
    }
    let waivers = found.take_waivers();
    for rule in RULES.iter().filter(|rule| selection.takes(rule.name())) {
        rule.check_waivers(context, &waivers, selection, &mut found);
    }
    Some(found.into_sorted())
}

/// If a rule about the evidence is selected, also runs the rules that are evidence for the checklist and not
/// selected themselves.
fn add_evidence(context: &Context<'_>, selection: &Selection, found: &mut Findings) {
    let needs_evidence = RULES.iter().any(|rule| rule.reads_findings() && selection.takes(rule.name()));
    let is_needed = |rule: &&&dyn Rule| {
        !selection.takes(rule.name())
            && !selection.ignores(rule.name())
            && is_evidence(rule.name())
            && context.has_use_for(**rule)
    };
    let mut rules = RULES.iter().filter(is_needed).peekable();
    if !needs_evidence || rules.peek().is_none() || !context.draft.tasks().any(|task| task.done) {
        return;
    }
    let levels = Levels::new(context, selection);
    let mut evidence = Findings::new(Waivers::read(context), levels, Purpose::Report);
    rules.for_each(|rule| rule.check(context, &mut evidence));
    found.add_evidence(evidence);
}

/// Lists the first `most` names and the number of the others: "a, b and 3 more".
fn list(names: impl Iterator<Item = String>, most: usize) -> String {
    let names: Vec<String> = names.collect();
    let shown = names[..names.len().min(most)].join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The longest address that may contain a page's title, in bytes.
const LONGEST_TITLED_ADDRESS: usize = 500;
