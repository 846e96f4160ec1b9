use std::collections::HashSet;

use crate::lint::levels::Levels;
use crate::lint::rules::{Context, Findings, FixKind, Meta, RULES, Rule};
use crate::lint::waiver::{Waiver, Waivers};
use crate::lint::{Facts, Purpose, Selection, Severity, Stage, list, local_path};
use crate::text::{Edits, Span};

pub(super) struct UnusedWaiver;

const META: Meta = Meta {
    name: "unused-waiver",
    severity: Severity::Warning,
    summary: "A waiver waives nothing.",
    why: "Its problem is gone, and it would hide the next problem of that kind.",
    bad: issue!("<!-- copydesk-disable-next-line empty-link: on Friday -->\n\nSee the plans.\n"),
    good: issue!("<!-- copydesk-disable-next-line empty-link: on Friday -->\n\nSee [the plans]().\n"),
};

impl Rule for UnusedWaiver {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn fixes(&self) -> &'static [FixKind] {
        &[FixKind::Safe]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["waivers"]
    }

    fn check(&self, _: &Context<'_>, _: &mut Findings) {}

    fn check_waivers(
        &self,
        context: &Context<'_>,
        waivers: &Waivers,
        selection: &Selection,
        found: &mut Findings,
    ) {
        // Without the file's path, or before its images are probed, many rules lack their facts.
        let has_images =
            context.draft.images().any(|image| local_path(context.draft.slice(image.dest)).is_some());
        if context.facts.path.is_none() || (has_images && context.facts.images.is_empty()) {
            return;
        }
        let off: HashSet<&str> =
            waivers.all.iter().map(|waiver| waiver.rule).filter(|rule| found.is_off(rule)).collect();
        let is_unused = |waiver: &Waiver| {
            !waiver.is_used
                && selection.takes(waiver.rule)
                && !off.contains(waiver.rule)
                && has_facts(context, waiver.rule)
        };
        let rules: HashSet<&str> =
            waivers.all.iter().filter(|waiver| is_unused(waiver)).map(|waiver| waiver.rule).collect();
        if rules.is_empty() {
            return;
        }
        let elsewhere = waivers_at_another_stage(context, &rules);
        let all: Vec<(&Waiver, bool)> =
            waivers.all.iter().zip(elsewhere.all.iter().map(|waiver| waiver.is_used)).collect();
        for part in all.chunk_by(|(a, _), (b, _)| a.comment == b.comment && a.comment.is_some()) {
            let unused: Vec<&Waiver> = part
                .iter()
                .filter(|(waiver, is_used_elsewhere)| is_unused(waiver) && !is_used_elsewhere)
                .map(|(waiver, _)| *waiver)
                .collect();
            let Some(first) = unused.first() else { continue };
            let names = list(unused.iter().map(|waiver| format!("'{}'", waiver.rule)), 3);
            let Some(place) = first.comment else {
                let message =
                    format!("copydesk.yml waives {names} for this file, but there is nothing to waive");
                found.push(self.problem(Span::at(0), message).help("remove it from the list of waivers"));
                continue;
            };
            let one = self
                .problem(place, format!("this waives {names}, but there is nothing to waive"))
                .help("remove the waiver");
            found.push(match removal(context.draft.text(), place).filter(|_| unused.len() == part.len()) {
                Some(removal) => one.fix(removal),
                None => one,
            });
        }
    }
}

/// True if the rule has the facts that it needs.
fn has_facts(context: &Context<'_>, rule: &str) -> bool {
    let Some(rule) = RULES.iter().find(|one| one.name() == rule) else { return false };
    rule.has_facts(context) && context.has_use_for(*rule)
}

/// Checks at the other stage and returns the waivers: a draft may have waivers for problems that count
/// only at publication.
fn waivers_at_another_stage(context: &Context<'_>, rules: &HashSet<&str>) -> Waivers {
    let stage = match context.facts.stage {
        Stage::Contribution => Stage::Publish,
        Stage::Publish => Stage::Contribution,
    };
    let in_progress = stage == Stage::Contribution;
    let facts = Facts { stage, in_progress, ..context.facts.clone() };
    let Context { draft, outline, profile, .. } = *context;
    let context = Context::new(draft, outline, profile, &facts);
    let mut found = Findings::new(Waivers::read(&context), Levels::default(), Purpose::Report);
    for rule in RULES.iter().filter(|rule| rules.contains(rule.name())) {
        rule.check(&context, &mut found);
    }
    found.take_waivers()
}

/// Returns the edit that removes a comment with its line, or at the end of a line, with the spaces before it.
/// `None` if text follows it, or if its removal would join two paragraphs.
fn removal(text: &str, place: Span) -> Option<Edits> {
    let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at + 1);
    let is_alone = text[start..place.start].trim().is_empty() && text[place.end..end].trim().is_empty();
    if !is_alone {
        // At the end of a line: also removes the spaces before it.
        let before = text[start..place.start].trim_end().len();
        return text[place.end..end]
            .trim()
            .is_empty()
            .then(|| Edits::delete(Span::new(start + before, place.end)));
    }
    let above = text[..start].trim_end_matches(['\n', '\r']).len();
    let is_apart = text[above..start].matches('\n').count() > 1 || above == 0;
    let next = text[end..].lines().next().unwrap_or("");
    (is_apart || next.trim().is_empty()).then(|| Edits::delete(Span::new(start, end)))
}
