//! The sections that issues have in common: their headings, their order and how often each comes.

use std::collections::{BTreeMap, HashSet};

use crate::draft::{Block, BlockKind, Draft};
use crate::outline::{SectionBody, learn_kinds};
use crate::profile::{SlotKind, normalise};

/// What the headings of several issues have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Headings {
    /// Levels of headings that begin a section, with the reason.
    pub levels: Vec<u8>,
    pub reason: String,
    /// The sections in their order.
    pub sections: Vec<LearntSection>,
}

/// A section that several issues have.
#[derive(Clone, Debug)]
pub(super) struct LearntSection {
    pub title: String,
    /// The heading in the form of a profile.
    pub heading: String,
    /// How many issues have it.
    pub issues: usize,
    pub kinds: Vec<SlotKind>,
    /// Why these kinds.
    pub kinds_reason: String,
    /// Whether a good part of its links were in the issue before.
    pub repeats: bool,
    /// Whether it has no text of its own, only sections below it.
    pub is_empty: bool,
    /// The place among the sections: the mean of its relative places.
    place: f64,
}

/// A heading with what is below it, up to the next heading of its level or above.
struct Occurrence<'d> {
    issue: usize,
    level: u8,
    words: String,
    title: String,
    /// Its place among the headings of the issue, from 0 to 1.
    place: f64,
    draft: &'d Draft,
    /// The blocks up to the next heading of any section level.
    blocks: &'d [Block],
}

/// A heading comes again if it is in this share of the issues, and in two at least.
const RECURRING: f64 = 0.25;
/// A level begins sections if this share of its headings come again.
const SECTION_LEVEL: f64 = 0.5;
/// A section's links may come again if this share of them were in the issue before.
const REPEATED: f64 = 0.3;

/// Learns from issues in their order, the newest last.
pub(super) fn learn(drafts: &[&Draft]) -> Headings {
    let all: Vec<Occurrence<'_>> =
        drafts.iter().enumerate().flat_map(|(issue, draft)| occurrences(issue, draft)).collect();
    let least = ((drafts.len() as f64 * RECURRING).ceil() as usize).max(2);
    let mut issues_with: BTreeMap<&str, HashSet<usize>> = BTreeMap::new();
    for one in &all {
        issues_with.entry(&one.words).or_default().insert(one.issue);
    }
    let comes_again = |words: &str| issues_with.get(words).is_some_and(|issues| issues.len() >= least);
    let mut levels = Vec::new();
    let mut counts = (0, 0);
    for level in 1..=6 {
        let at_level: Vec<&Occurrence<'_>> = all.iter().filter(|one| one.level == level).collect();
        let again = at_level.iter().filter(|one| comes_again(&one.words)).count();
        // A level that few issues use does not divide them.
        let is_used = at_level.iter().map(|one| one.issue).collect::<HashSet<_>>().len() >= least;
        if is_used && again as f64 >= at_level.len() as f64 * SECTION_LEVEL {
            levels.push(level);
            counts = (counts.0 + again, counts.1 + at_level.len());
        }
    }
    let mut reason = format!("{} of {} headings of these levels come again", counts.0, counts.1);
    if levels.is_empty() {
        let used: Vec<u8> = (1..=6).filter(|level| all.iter().any(|one| one.level == *level)).collect();
        // The first level is that of the title where there are others.
        levels.extend(used.iter().copied().find(|level| *level > 1).or(used.first().copied()));
        if levels.is_empty() {
            levels.push(2);
        }
        reason = "no heading comes again".to_owned();
    }
    let mut names: Vec<&str> = issues_with.keys().copied().filter(|words| comes_again(words)).collect();
    names.retain(|words| all.iter().any(|one| one.words == *words && levels.contains(&one.level)));
    let mut sections: Vec<LearntSection> = names
        .into_iter()
        .map(|words| {
            let of_words: Vec<&Occurrence<'_>> =
                all.iter().filter(|one| one.words == words && levels.contains(&one.level)).collect();
            section(words, &of_words, &levels)
        })
        .collect();
    sections.sort_by(|one, other| one.place.total_cmp(&other.place));
    Headings { levels, reason, sections }
}

impl Headings {
    /// How many headings of a draft are those of sections.
    pub fn count_in(&self, draft: &Draft) -> usize {
        let is_known =
            |one: &Occurrence<'_>| self.sections.iter().any(|section| section.heading == one.words);
        occurrences(0, draft).iter().filter(|one| is_known(one)).count()
    }

    /// Adds the sections of a template or a draft that no issue had. Their items are those of most sections.
    pub fn add_from(&mut self, draft: &Draft, file: &str) {
        let usual = self.usual_kind();
        for one in occurrences(0, draft).into_iter().filter(|one| self.levels.contains(&one.level)) {
            if !self.sections.iter().any(|section| section.heading == one.words) {
                self.sections.push(LearntSection {
                    title: one.title,
                    heading: one.words,
                    issues: 0,
                    kinds: vec![usual],
                    kinds_reason: format!("a heading of {file}; the kind is that of most sections"),
                    repeats: false,
                    is_empty: false,
                    place: 1.0,
                });
            }
        }
    }

    /// The kind that most sections have among those that take items, or else prose.
    fn usual_kind(&self) -> SlotKind {
        let mut counts: Vec<(SlotKind, usize)> = Vec::new();
        for kind in self.sections.iter().flat_map(|section| &section.kinds).filter(|kind| kind.takes_items())
        {
            match counts.iter_mut().find(|(known, _)| known == kind) {
                Some((_, count)) => *count += 1,
                None => counts.push((*kind, 1)),
            }
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map_or(SlotKind::Prose, |(kind, _)| kind)
    }
}

/// The headings of an issue. A title at its top is not the heading of a section.
fn occurrences(issue: usize, draft: &Draft) -> Vec<Occurrence<'_>> {
    let blocks = draft.blocks();
    let headings: Vec<(usize, u8, &str)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| match block.kind {
            BlockKind::Heading { level, text } => Some((at, level, draft.slice(text).trim())),
            _ => None,
        })
        .collect();
    let count = headings.len().max(1) as f64;
    let occurrence = |(n, (at, level, text)): (usize, &(usize, u8, &str))| {
        let end = headings[n + 1..].iter().find(|(_, other, _)| other <= level);
        let end = end.map_or(blocks.len(), |(end, _, _)| *end);
        let words = normalise(text);
        Occurrence {
            issue,
            level: *level,
            title: (*text).to_owned(),
            place: n as f64 / count,
            draft,
            blocks: &blocks[at + 1..end],
            words,
        }
    };
    headings.iter().enumerate().map(occurrence).filter(|one| !one.words.is_empty()).collect()
}

fn section(words: &str, of_words: &[&Occurrence<'_>], levels: &[u8]) -> LearntSection {
    let issues: HashSet<usize> = of_words.iter().map(|one| one.issue).collect();
    let newest = of_words.last();
    // A section ends where one of a deeper level begins.
    let own = |one: &Occurrence<'_>| {
        let next =
            one.blocks.iter().position(|block| block.level().is_some_and(|level| levels.contains(&level)));
        next.unwrap_or(one.blocks.len())
    };
    let bodies: Vec<SectionBody<'_>> = of_words
        .iter()
        .map(|one| SectionBody { draft: one.draft, blocks: &one.blocks[..own(one)] })
        .collect();
    let learnt = learn_kinds(&bodies);
    LearntSection {
        title: newest.map(|one| one.title.clone()).unwrap_or_default(),
        heading: words.to_owned(),
        issues: issues.len(),
        is_empty: bodies.iter().all(|body| body.blocks.is_empty()),
        repeats: learnt.kinds.iter().any(|kind| kind.takes_items()) && repeats(of_words, &bodies),
        kinds_reason: learnt.to_string(),
        kinds: learnt.kinds,
        place: of_words.iter().map(|one| one.place).sum::<f64>() / of_words.len().max(1) as f64,
    }
}

/// True if a good part of the links were in the issue before, as those of calls that stay open.
fn repeats(of_words: &[&Occurrence<'_>], bodies: &[SectionBody<'_>]) -> bool {
    let mut of_issues: BTreeMap<usize, HashSet<String>> = BTreeMap::new();
    for (one, SectionBody { draft, blocks }) in of_words.iter().zip(bodies) {
        let links = blocks.iter().flat_map(|block| &block.links);
        of_issues.entry(one.issue).or_default().extend(links.map(|link| draft.slice(link.dest).to_owned()));
    }
    let sets: Vec<&HashSet<String>> = of_issues.values().collect();
    let later = sets.windows(2).map(|pair| (pair[1].intersection(pair[0]).count(), pair[1].len()));
    let (again, all) = later.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    all > 0 && again as f64 >= all as f64 * REPEATED
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learnt(issues: &[&str]) -> Headings {
        let drafts: Vec<Draft> = issues.iter().map(|text| Draft::parse(*text)).collect();
        learn(&drafts.iter().collect::<Vec<_>>())
    }

    #[test]
    fn headings_that_come_again_are_sections_in_their_order() {
        let issue = |n: usize, story: &str| {
            format!(
                "# Lamps {n}\n\n## Lights\n\n### {story}\n\nText.\n\n## Bells\n\n* [Bell {n}](https://bell.example/{n})\n* [Chime {n}](https://chime.example/{n})\n\n## About\n\nSent by the lamp makers.\n"
            )
        };
        let issues = [issue(1, "A lamp"), issue(2, "A lantern"), issue(3, "A torch"), issue(4, "A candle")];
        let issues: Vec<&str> = issues.iter().map(String::as_str).collect();
        let headings = learnt(&issues);
        assert_eq!(headings.levels, [2]);
        assert_eq!(headings.reason, "12 of 12 headings of these levels come again");
        let sections: Vec<(&str, usize)> =
            headings.sections.iter().map(|one| (one.heading.as_str(), one.issues)).collect();
        assert_eq!(sections, [("lights", 4), ("bells", 4), ("about", 4)]);
        assert_eq!(headings.sections[1].kinds, [SlotKind::Links]);
        assert_eq!(headings.sections[2].kinds, [SlotKind::Boilerplate]);
    }

    #[test]
    fn links_that_were_in_the_issue_before_may_come_again() {
        let issue = |n: usize| {
            format!(
                "## Calls\n\n* [A call](https://call.example)\n* [Call {n}](https://call.example/{n})\n\n## News\n\n* [News {n}](https://news.example/{n})\n"
            )
        };
        let issues: Vec<String> = (1..=4).map(issue).collect();
        let issues: Vec<&str> = issues.iter().map(String::as_str).collect();
        let repeats: Vec<bool> = learnt(&issues).sections.iter().map(|one| one.repeats).collect();
        assert_eq!(repeats, [true, false]);
    }

    #[test]
    fn sections_of_the_template_are_added_with_the_usual_kind() {
        let issue = |n: usize| format!("## Bells\n\n* [Bell {n}](https://bell.example/{n})\n");
        let issues = [issue(1), issue(2)];
        let issues: Vec<&str> = issues.iter().map(String::as_str).collect();
        let mut headings = learnt(&issues);
        headings.add_from(&Draft::parse("# Title\n\n## Bells\n\n## Lamps\n"), "template.md");
        let sections: Vec<(&str, usize, &[SlotKind])> =
            headings.sections.iter().map(|one| (one.heading.as_str(), one.issues, &one.kinds[..])).collect();
        assert_eq!(sections, [("bells", 2, &[SlotKind::Links][..]), ("lamps", 0, &[SlotKind::Links])]);
    }

    #[test]
    fn issues_without_common_headings_have_no_sections() {
        let headings = learnt(&["# A\n\n## One\n\nText.\n", "# B\n\n## Two\n\nText.\n"]);
        assert_eq!((headings.levels, headings.sections.len()), (vec![2], 0));
        assert_eq!(learnt(&["Text.\n", "Text.\n"]).levels, [2]);
    }
}
