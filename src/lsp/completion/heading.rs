//! The headings that the draft does not have yet: those of the template, and of the last issues.

use std::collections::HashSet;

use super::{Place, item};
use crate::draft::Draft;
use crate::lsp::protocol as lsp;
use crate::lsp::view::View;
use crate::outline::Outline;

/// A heading of a known section.
struct Heading {
    section: String,
    level: u8,
    text: String,
}

pub(super) fn items(view: &View<'_>, place: &Place<'_>) -> Vec<lsp::CompletionItem> {
    let span = place.last(place.before.len());
    // The heading that is being typed may be that of a known section already.
    let others = view
        .outline
        .sections
        .iter()
        .filter(|section| section.heading.is_none_or(|heading| !heading.touches(place.at)));
    let mut known: HashSet<String> = others.map(|section| section.id.clone()).collect();
    let template = view.newsletter.template();
    let template = template.iter().flat_map(|template| headings(template, view));
    let earlier = earlier(view);
    let missing =
        template.chain(headings(&earlier, view)).filter(|heading| known.insert(heading.section.clone()));
    let item = |(n, heading): (usize, Heading)| {
        let text = format!("{} {}", "#".repeat(usize::from(heading.level)), heading.text);
        let own = item(view, &heading.text, lsp::CompletionItemKind::Module, span, &text);
        lsp::CompletionItem { sort_text: Some(format!("{n:04}")), ..own }
    };
    missing.enumerate().map(item).collect()
}

fn headings(draft: &Draft, view: &View<'_>) -> Vec<Heading> {
    let outline = Outline::new(draft, view.profile());
    let known = outline.sections.into_iter().filter(|section| section.known);
    let heading = |section: crate::outline::Section| {
        let text = draft.slice(section.heading?).to_owned();
        Some(Heading { section: section.id, level: section.level, text })
    };
    known.filter_map(heading).collect()
}

/// The headings of the last issues as a draft of their own, the newest first.
fn earlier(view: &View<'_>) -> Draft {
    let level = view.profile().section_levels.first().copied().unwrap_or(2);
    let titles = view.facts().archive.iter().flat_map(|issue| issue.section_titles());
    let marks = "#".repeat(usize::from(level));
    Draft::parse(titles.map(|title| format!("{marks} {title}\n\n")).collect::<String>())
}
