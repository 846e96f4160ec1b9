//! The newsletter's proof-reader: one type for everything that finds fault, a table of rules,
//! and the checklist's evidence.

mod archive;
mod baseline;
mod days;
mod diagnostic;
mod events;
mod evidence;
mod facts;
mod findings;
mod fix;
mod images;
mod items;
mod order;
mod parts;
mod places;
mod popular;
mod reading;
mod reference;
pub mod report;
mod rules;
mod selection;
mod spelling;
mod standing;
mod status;
mod stories;
mod values;
mod waive;
mod waiver;
mod words;

use crate::draft::{Draft, Field};
use crate::outline::{Issue, Outline};
use crate::profile::Profile;
use crate::text::{Span, address};
use archive::contradicts;
use jiff::civil::Weekday;
use places::Places;
use reading::Reading;
use waiver::Waivers;

pub(crate) use crate::text::address::{Address, Page};
pub use archive::PastIssue;
pub use baseline::Baseline;
pub use diagnostic::{Diagnostic, Fix, Rest, Severity};
use evidence::proves;
pub use evidence::{Line, Verdict, checklist};
pub use facts::{About, Bars, Facts, Flashes, ImageFact, ImageInfo, ImageScan, Stage};
pub use findings::{Findings, Purpose, cut};
pub use fix::{Fixed, fix_all};
pub use images::local_path;
pub use reference::{explain, reference};
pub use rules::{Meta, RULES, Rule};
pub use selection::{Selection, UnknownRule, find_rule};
pub use standing::Standing;
pub use status::{LineStanding, SectionStatus, Status};
pub use waive::ways_to_waive;
pub use waiver::useless_waiver;

/// What a rule may look at.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub profile: &'a Profile,
    pub facts: &'a Facts,
    /// The issue's day and number.
    pub issue: Issue,
    reading: Reading<'a>,
}

impl<'a> Context<'a> {
    pub fn new(
        draft: &'a Draft,
        outline: &'a Outline,
        profile: &'a Profile,
        facts: &'a Facts,
    ) -> Context<'a> {
        let issue = Issue::new(draft, profile, facts.file_date);
        Context { draft, outline, profile, facts, issue, reading: Reading::default() }
    }

    /// The title's line of the front matter.
    pub fn title_field(&self) -> Option<&'a Field> {
        self.draft.front_matter()?.field(&self.profile.front_matter.title)
    }

    /// The date's line of the front matter.
    pub fn date_field(&self) -> Option<&'a Field> {
        self.draft.front_matter()?.field(&self.profile.front_matter.date)
    }

    /// The day of the week that this issue has to carry. For one that went out while the others
    /// carried another day, no day is wrong.
    fn weekday(&self) -> Option<Weekday> {
        let facts = self.facts;
        facts.weekday.filter(|_| !self.is_of_unknown_time()).filter(|wanted| {
            facts.in_progress || !contradicts(&facts.archive, |issue| issue.date.weekday() == *wanted)
        })
    }

    /// Whether it went out, and no issues before it tell what was usual then. The profile says how
    /// issues are made now.
    fn is_of_unknown_time(&self) -> bool {
        self.facts.went_out && self.facts.archive.len() < archive::FEWEST
    }

    /// Whether the issue is about to go out, or went out.
    fn goes_out(&self) -> bool {
        self.facts.stage == Stage::Publish && !self.facts.in_progress
    }

    /// How much it matters that something is not written yet.
    fn unwritten(&self) -> Severity {
        if self.goes_out() { Severity::Error } else { Severity::Warning }
    }

    /// The slots that nobody has touched.
    fn untouched(&self) -> Places {
        Places::new(self.outline.untouched())
    }

    /// The headings of stories that are called as in the template, in order.
    fn placeholder_headings(&self) -> impl Iterator<Item = Span> {
        let (draft, profile) = (self.draft, self.profile);
        let headings = self.outline.sections.iter().filter_map(|section| section.heading);
        headings.filter(|heading| profile.is_heading_placeholder(draft.slice(*heading)))
    }

    /// Whether the template leads to that page too, and so every issue does.
    fn is_standing(&self, page: Page) -> bool {
        self.facts.standing.as_ref().is_some_and(|standing| standing.has(page))
    }

    /// The text around a place in its line, up to so many bytes on each side.
    fn around(&self, place: Span, bytes: usize) -> &'a str {
        let text = self.draft.text();
        let is_whole = |at: &usize| text.is_char_boundary(*at);
        let start = (place.start.saturating_sub(bytes)..place.start).find(is_whole).unwrap_or(place.start);
        let end = (place.end..=(place.end + bytes).min(text.len())).rfind(is_whole).unwrap_or(place.end);
        let start = text[start..place.start].rfind('\n').map_or(start, |at| start + at + 1);
        let end = text[place.end..end].find('\n').map_or(end, |at| place.end + at);
        &text[start..end]
    }

    /// Whether a place is in the text of a link whose address has these words too, in any case: it is
    /// what the page is called.
    fn is_in_own_address(&self, span: Span, words: &str) -> bool {
        let link = self.draft.link_at(span.start).filter(|link| link.text.contains(span));
        // Nobody's title is in a longer one.
        link.filter(|link| link.dest.len() <= LONGEST_TITLED_ADDRESS).is_some_and(|link| {
            let dest = self.draft.slice(link.dest).to_ascii_lowercase();
            dest.contains(&words.to_ascii_lowercase())
        })
    }

    /// What of a span is on its first line.
    fn first_line(&self, span: Span) -> Span {
        let text = self.draft.slice(span);
        Span::new(span.start, span.start + text.find(['\n', '\r']).unwrap_or(text.len()))
    }

    /// The lines of the task list, which carry forms to copy.
    fn tasks(&self) -> Places {
        Places::new(self.draft.tasks().map(|task| task.text))
    }
}

/// Everything that the rules find and nothing waives, in the order of the text.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    check_selected(context, &Selection::default(), Purpose::Report, &mut |_, _| ())
}

/// The same by the rules of a selection. `done` is told of each rule when it is through, and how
/// many problems it found before any was waived.
pub fn check_selected(
    context: &Context<'_>,
    selection: &Selection,
    purpose: Purpose,
    done: &mut dyn FnMut(&'static str, usize),
) -> Vec<Diagnostic> {
    let mut found = Findings::new(Waivers::read(context), purpose);
    for is_last in [false, true] {
        if is_last {
            set_aside(context, selection, &mut found);
        }
        for rule in RULES.iter().filter(|rule| selection.takes(rule.name()) && rule.is_last() == is_last) {
            let before = found.found();
            rule.check(context, &mut found);
            done(rule.name(), found.found() - before);
        }
    }
    let waivers = found.take_waivers();
    for rule in RULES.iter().filter(|rule| selection.takes(rule.name())) {
        rule.check_waivers(context, &waivers, selection, &mut found);
    }
    found.into_sorted()
}

/// Has the rules that are evidence count as such where they are not selected but a rule about the
/// evidence is.
fn set_aside(context: &Context<'_>, selection: &Selection, found: &mut Findings) {
    let is_wanted = RULES.iter().any(|rule| rule.is_last() && selection.takes(rule.name()));
    let is_aside = |rule: &&&dyn Rule| {
        !selection.takes(rule.name()) && !selection.ignores(rule.name()) && proves(rule.name())
    };
    let mut rules = RULES.iter().filter(is_aside).peekable();
    if !is_wanted || rules.peek().is_none() || !context.draft.tasks().any(|task| task.done) {
        return;
    }
    let mut aside = Findings::new(Waivers::read(context), Purpose::Report);
    rules.for_each(|rule| rule.check(context, &mut aside));
    found.set_aside(aside);
}

/// The first `most` of some names, and how many more there are: "a, b and 3 more".
fn list(names: impl Iterator<Item = String>, most: usize) -> String {
    let names: Vec<String> = names.collect();
    let shown = names[..names.len().min(most)].join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// In bytes.
const LONGEST_TITLED_ADDRESS: usize = 500;
