//! The evidence for the lines of the checklist.

mod front;

use std::sync::Arc;

use jiff::civil::Date;

use super::address::Address;
use super::archive::{PastIssue, contents, day_in, features};
use super::images::ShownImage;
use super::popular::{self, LastIssueLink};
use super::{Context, Diagnostic, ImageFact, ImageInfo, Severity, list, local_path};
use crate::draft::Task;
use crate::outline::{Counts, Fill, Role, SlotState};
use crate::profile::{ChecklistEntry, Proof, SlotKind};
use crate::text::Span;
use front::{date, is_about_newsletter, title};

/// The result of the evidence for a checklist line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Proven,
    Contradicted,
    /// The draft shows no evidence.
    Unknown,
}

/// A line of the checklist: a task of the draft, or a proof that the profile always requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChecklistLine {
    /// The task, if the draft has the line.
    pub task: Option<Task>,
    pub label: String,
    pub verdict: Verdict,
    /// The evidence, in a few words.
    pub detail: String,
    /// The position of the evidence.
    pub place: Option<Span>,
}

/// A verdict, its reason in a few words, and the position of the evidence.
type Evidence = (Verdict, String, Option<Span>);

/// The rules of a proof. An open problem of one of them contradicts it.
fn rules(proof: Proof) -> &'static [&'static str] {
    match proof {
        Proof::Date => &["date-mismatch", "misnamed-file", "unreadable-date", "wrong-weekday"],
        Proof::Title => &["leftover-placeholder", "placeholder-title"],
        Proof::Feature => &[
            "empty-field",
            "leftover-placeholder",
            "placeholder-alt",
            "placeholder-heading",
            "untouched-slot",
        ],
        Proof::Images => &["foreign-image", "missing-image", "unreadable-image"],
        Proof::ImageWidths => &["wide-image"],
        Proof::FilledSection => &[
            "decreased-value",
            "empty-field",
            "empty-link",
            "leftover-placeholder",
            "malformed-value",
            "miscounted-list",
            "untouched-slot",
        ],
        Proof::Section => &["empty-field", "empty-section", "leftover-placeholder", "untouched-slot"],
        Proof::LinkedText => &["empty-link", "leftover-placeholder", "not-an-address"],
        Proof::PopularLink => &[
            "empty-field",
            "leftover-placeholder",
            "other-popular-title",
            "popular-link-not-in-last-issue",
            "wrong-last-issue",
        ],
    }
}

/// True if problems of the rule contradict a proof.
pub(super) fn is_evidence(rule: &str) -> bool {
    Proof::ALL.iter().any(|proof| rules(*proof).contains(&rule))
}

/// Returns the checklist with its evidence: the draft's tasks in order, then the proofs that the profile
/// always requires. `found` has the problems that no waiver covers.
pub fn checklist<'d>(
    context: &Context<'_>,
    found: impl IntoIterator<Item = &'d Diagnostic>,
) -> Vec<ChecklistLine> {
    let counts =
        |one: &&Diagnostic| one.severity > Severity::Hint && one.omitted.is_none() && is_evidence(one.rule);
    let mut found: Vec<&Diagnostic> = found.into_iter().filter(counts).collect();
    found.sort_by_key(|one| (one.span.start, one.span.end));
    let found = &found[..];
    let mut lines = Vec::new();
    // Each check is proved once, even if several lines need it.
    let mut proven: Vec<(&ChecklistEntry, Evidence)> = Vec::new();
    for task in context.draft.tasks() {
        let label = context.draft.slice(task.text).to_owned();
        let lower = label.to_lowercase();
        let check = context.profile.checklist.iter().find(|check| lower.contains(&check.line));
        let (verdict, detail, place) = check.map_or((Verdict::Unknown, String::new(), None), |check| {
            match proven.iter().find(|(seen, _)| std::ptr::eq(*seen, check)) {
                Some((_, evidence)) => evidence.clone(),
                None => {
                    let evidence = prove(context, check, found);
                    proven.push((check, evidence.clone()));
                    evidence
                }
            }
        });
        lines.push(ChecklistLine { task: Some(task), label, verdict, detail, place });
    }
    for name in &context.profile.always_check {
        let check = context.profile.checklist.iter().find(|check| check.line == *name);
        if check.is_some_and(|check| proven.iter().any(|(seen, _)| std::ptr::eq(*seen, check))) {
            continue;
        }
        // Profiles with other names are rejected when they are read.
        let named = Proof::named(name);
        let Some(proof) = check.map(|check| check.proof).or(named) else { continue };
        if !is_about_newsletter(context, proof) {
            continue;
        }
        let default =
            ChecklistEntry { line: name.clone(), proof, section: None, sections: Vec::new(), text: None };
        let (verdict, detail, place) = prove(context, check.unwrap_or(&default), found);
        let label = named.map_or_else(|| name.to_uppercase(), |proof| label(proof).to_owned());
        lines.push(ChecklistLine { task: None, label, verdict, detail, place });
    }
    lines
}

/// Proves a check from the draft. An open problem of one of the proof's rules contradicts it.
fn prove(context: &Context<'_>, check: &ChecklistEntry, found: &[&Diagnostic]) -> Evidence {
    let shown = show(context, check);
    // Missing image folders do not contradict the check.
    let is_unknown = !context.facts.has_assets && matches!(check.proof, Proof::Images | Proof::ImageWidths);
    if shown.0 == Verdict::Contradicted || is_unknown {
        return shown;
    }
    let rules = rules(check.proof);
    let places = places(context, check, shown.2);
    let open = found
        .iter()
        .find(|one| rules.contains(&one.rule) && places.iter().any(|place| place.touches(one.span.start)));
    open.map_or(shown, |one| (Verdict::Contradicted, one.message.clone(), Some(one.span)))
}

/// The spans of a check: the whole draft, a slot, or sections. `shown` is the position of its evidence.
fn places(context: &Context<'_>, check: &ChecklistEntry, shown: Option<Span>) -> Vec<Span> {
    match check.proof {
        Proof::Date | Proof::Images | Proof::ImageWidths => vec![Span::new(0, context.draft.text().len())],
        Proof::Title | Proof::Feature | Proof::LinkedText | Proof::PopularLink => shown.into_iter().collect(),
        Proof::FilledSection | Proof::Section => {
            let sections = context.outline.sections.iter().filter(|section| check.is_about(&section.id));
            sections.map(|section| section.span).collect()
        }
    }
}

fn show(context: &Context<'_>, check: &ChecklistEntry) -> Evidence {
    match check.proof {
        Proof::Date => date(context),
        Proof::Title => title(context),
        Proof::Feature => feature(context),
        Proof::Images => images(context),
        Proof::ImageWidths => image_widths(context),
        Proof::FilledSection => filled_section(context, check),
        Proof::Section => section(context, check),
        Proof::LinkedText => linked_text(context, check),
        Proof::PopularLink => popular_link(context),
    }
}

/// The label of a proof for which the draft has no line.
fn label(proof: Proof) -> &'static str {
    match proof {
        Proof::Date => "Date",
        Proof::Title => "Title",
        Proof::Feature => "Feature story",
        Proof::Images => "Images",
        Proof::ImageWidths => "Image widths",
        Proof::FilledSection | Proof::Section => "Section",
        Proof::LinkedText => "Link",
        Proof::PopularLink => "Popular link",
    }
}

fn feature(context: &Context<'_>) -> Evidence {
    let Some(slot) = context.outline.slots.iter().find(|slot| slot.kind == SlotKind::Feature) else {
        return (Verdict::Contradicted, "there is no feature story".into(), None);
    };
    let place = Some(slot.span);
    match slot.state() {
        SlotState::Filled => {
            let own = features(context.draft, context.outline).find(|(own, _)| own.span == slot.span);
            let same = |issue: &&Arc<PastIssue>| own.is_some_and(|(_, text)| issue.has_feature(text));
            match context.facts.archive.iter().find(same) {
                Some(old) => {
                    let what = format!("“{}” was already a story of {}", slot.title, old.key);
                    (Verdict::Contradicted, what, place)
                }
                None => (Verdict::Proven, format!("“{}”", slot.title), place),
            }
        }
        SlotState::Half => (Verdict::Contradicted, format!("“{}” is half filled", slot.title), place),
        SlotState::Empty => (Verdict::Contradicted, "the first story is still empty".into(), place),
    }
}

/// Counts the images from the newsletter's files. Returns their number, the number of good ones, true if some
/// are not probed yet, and the first bad one.
fn count_images(
    context: &Context<'_>,
    good: impl Fn(&ImageFact) -> bool,
) -> (usize, usize, bool, Option<Span>) {
    let (mut all, mut fine, mut unseen, mut first) = (0, 0, false, None);
    for image in context.images() {
        let path = context.draft.slice(image.dest);
        if local_path(path).is_none() {
            continue;
        }
        all += 1;
        match context.facts.images.get(path) {
            Some(fact) if good(fact) => fine += 1,
            Some(_) => {
                first.get_or_insert(image.dest);
            }
            None => unseen = true,
        }
    }
    (all, fine, unseen, first)
}

/// The detail if the whole folder is missing, as in a partial checkout.
const NO_FOLDER: &str = "the folder of this issue's images is not here";

fn images(context: &Context<'_>) -> Evidence {
    if !context.facts.has_assets {
        return (Verdict::Unknown, NO_FOLDER.into(), None);
    }
    let (all, fine, unseen, first) = count_images(context, |fact| !matches!(fact, ImageFact::Missing { .. }));
    if unseen {
        return (Verdict::Unknown, "looking at the files …".into(), None);
    }
    let verdict = if all == fine && all > 0 { Verdict::Proven } else { Verdict::Contradicted };
    (verdict, format!("{fine} of {all} images are there"), first)
}

fn image_widths(context: &Context<'_>) -> Evidence {
    let Some(limit) = context.profile.images.max_width else {
        return (Verdict::Unknown, "the profile sets no width".into(), None);
    };
    if !context.facts.has_assets {
        return (Verdict::Unknown, NO_FOLDER.into(), None);
    }
    let (all, fine, unseen, first) =
        count_images(context, |fact| matches!(fact, ImageFact::Known(info) if info.width <= limit));
    if unseen {
        return (Verdict::Unknown, "looking at the files …".into(), None);
    }
    let (_, readable, ..) = count_images(context, |fact| matches!(fact, ImageFact::Known(_)));
    let (_, there, ..) = count_images(context, |fact| !matches!(fact, ImageFact::Missing { .. }));
    let (wide, narrow): (Vec<_>, Vec<_>) =
        context.known_images().partition(|known| known.about.width > limit);
    let named = |known: &ShownImage<'_, ImageInfo>| format!("{} {}", known.about.pixels(), known.name);
    // Problems come first, because the line may be truncated.
    let mut parts = Vec::new();
    if !wide.is_empty() {
        parts.push(format!(
            "{} of {all} over {limit} px wide: {}",
            readable - fine,
            list(wide.iter().map(named), 5)
        ));
    }
    if there < all {
        parts.push(format!("{} of {all} not there", all - there));
    }
    if readable < there {
        parts.push(format!("{} of {all} can't be read", there - readable));
    }
    if parts.is_empty() {
        parts.push(format!("{fine} of {all} images are at most {limit} px wide"));
        let widest = narrow.iter().rev().max_by_key(|known| known.about.width);
        parts.extend(widest.map(|known| format!("the widest: {}", named(known))));
    }
    let verdict = if all == fine && all > 0 { Verdict::Proven } else { Verdict::Contradicted };
    (verdict, parts.join("; "), first)
}

fn filled_section(context: &Context<'_>, check: &ChecklistEntry) -> Evidence {
    let ids = check.section.iter().chain(&check.sections);
    let mut counts: Vec<Counts> = Vec::new();
    let mut place = None;
    for id in ids {
        for (n, section) in
            context.outline.sections.iter().enumerate().filter(|(_, section)| section.id == *id)
        {
            let one = context.outline.counts(n);
            let open = context.outline.slots_of(n).iter().find(|slot| slot.state() != SlotState::Filled);
            place = place
                .or(open.map(|slot| slot.span))
                .or((counts.is_empty()).then_some(section.span).filter(|_| one.filled == one.total()));
            counts.push(one);
        }
    }
    if counts.is_empty() {
        return (Verdict::Contradicted, "the section is not there".into(), None);
    }
    let total: Counts = counts.into_iter().sum();
    let detail = format!("{} of {} filled", total.filled, total.total());
    if total.filled < total.total() {
        return (Verdict::Contradicted, detail, place);
    }
    match unchanged(context, check) {
        // It may be right. Only a person can judge that and tick it.
        Some(unchanged) => (Verdict::Unknown, unchanged, place),
        None => (Verdict::Proven, detail, place),
    }
}

/// Lists the parts of the sections that have not changed since the last issue. `None` if all have changed, or
/// there is no last issue.
fn unchanged(context: &Context<'_>, check: &ChecklistEntry) -> Option<String> {
    let archive = &context.facts.archive;
    let last = archive.first()?;
    let (mut names, mut since) = (Vec::new(), last.key);
    for (part, text) in contents(context.draft, context.outline, |id| check.is_about(id)) {
        let same = archive.iter().take_while(|issue| issue.content(&part) == Some(text));
        if let Some(oldest) = same.last() {
            // The date of the part that is unchanged for the longest time.
            since = since.min(oldest.key);
            names.push(part.name);
        }
    }
    (!names.is_empty()).then(|| format!("unchanged since {since}: {}", list(names.into_iter(), 3)))
}

fn section(context: &Context<'_>, check: &ChecklistEntry) -> Evidence {
    let id = check.section.as_deref().unwrap_or("");
    match context.outline.find(id) {
        None => (Verdict::Contradicted, "the section is not there".into(), None),
        Some(n) => {
            let section = &context.outline.sections[n];
            (Verdict::Proven, format!("the section '{}' is there", section.title), Some(section.span))
        }
    }
}

fn linked_text(context: &Context<'_>, check: &ChecklistEntry) -> Evidence {
    let words = check.text.as_deref().unwrap_or("");
    let draft = context.draft;
    let body = draft.slice(Span::new(draft.body(), draft.text().len()));
    let tasks = context.tasks();
    let place = body
        .match_indices(words)
        .map(|(at, _)| Span::new(draft.body() + at, draft.body() + at + words.len()))
        .find(|span| !tasks.contains(*span));
    let Some(place) = place else {
        return (Verdict::Contradicted, format!("the line '{words}' is not there"), None);
    };
    let link = draft.links().find(|link| link.text.contains(place) || place.contains(link.text));
    match link {
        None => (Verdict::Contradicted, format!("'{words}' is there, but not a link"), Some(place)),
        Some(link) if context.profile.is_address_placeholder(draft.slice(link.dest)) => {
            (Verdict::Contradicted, "its link has no address yet".into(), Some(link.span))
        }
        Some(link) => {
            let (verdict, detail) = page_of_issue(draft.slice(link.dest), context);
            (verdict, detail, Some(link.span))
        }
    }
}

/// Checks if an address may be the page of this issue. No other issue may link to it.
fn page_of_issue(address: &str, context: &Context<'_>) -> (Verdict, String) {
    let is_other = |day: &Date| {
        context.issue.date().is_some_and(|own| (*day - own).get_days().abs() > popular::MAX_DAYS)
    };
    if let Some(day) = day_in(address).filter(is_other) {
        return (Verdict::Contradicted, format!("its link goes to the page of {day}"));
    }
    let page = Address::new(address).map(|address| address.page());
    let links_there = |issue: &&Arc<PastIssue>| page.is_some_and(|page| issue.links_to(page));
    match context.facts.archive.iter().find(links_there) {
        Some(issue) => (Verdict::Unknown, format!("{} linked to the same page", issue.key.phrase())),
        None => (Verdict::Proven, address.to_owned()),
    }
}

/// Checks three facts: the slot links to the last issue, that issue has the page, and with this title. The
/// rules find what contradicts them, and it may be waived.
fn popular_link(context: &Context<'_>) -> Evidence {
    let Some(slot) = popular::slots(context.outline).next() else {
        return (Verdict::Contradicted, "nothing names last week's popular link".into(), None);
    };
    if let Some(open) = slot.fields.iter().find(|field| field.required && field.fill != Fill::Written) {
        let place = open.spans.first().map_or(slot.span, |span| *span);
        return (Verdict::Contradicted, format!("'{}' is not filled in", open.name), Some(place));
    }
    let unknown = |what: String| (Verdict::Unknown, what, Some(slot.span));
    let Some(last) = context.facts.archive.first() else {
        return unknown("there is no earlier issue to compare with".into());
    };
    let value = |role| popular::written(slot, role).map(|field| field.value(context.draft));
    let Some(issue) = value(Role::LastIssue) else {
        let what = format!("it does not link to {}", last.key.phrase());
        return (Verdict::Contradicted, what, Some(slot.span));
    };
    match popular::last_issue(issue, context) {
        LastIssueLink::Matches => {}
        LastIssueLink::NewerIssue => {
            return unknown(format!(
                "it links to a newer issue than {}, the newest one here",
                last.key.phrase()
            ));
        }
        LastIssueLink::OtherIssue(_) | LastIssueLink::Unknown => {
            return unknown(format!("it is unknown whether it links to {}", last.key.phrase()));
        }
    }
    let (title, address) = (value(Role::Title).unwrap_or_default(), value(Role::Address).unwrap_or_default());
    if !popular::was_in(last, address, title) {
        return unknown(format!("it is unknown whether {} had “{title}”", last.key.phrase()));
    }
    (Verdict::Proven, format!("“{title}”, of {}", last.key.phrase()), Some(slot.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_proof_names_rules_that_exist() {
        for proof in Proof::ALL {
            for rule in rules(*proof) {
                assert!(
                    crate::lint::find_rule(rule).is_ok(),
                    "`rules` names '{rule}' for {proof:?}, but there is no such rule"
                );
            }
        }
    }
}
