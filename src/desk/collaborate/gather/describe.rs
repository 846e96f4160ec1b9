//! Describes each contribution: its changes, its problems, and other contributions about the same page.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::head::{DraftHead, PARSED_BYTES};
use super::target::{Images, MergedAlone, TargetDraft, changes_of};
use super::{Contribution, Gathering, MergeState, Texts};
use crate::desk::Workspace;
use crate::draft::Draft;
use crate::lint::report::Problem;
use crate::lint::{Address, Page};
use crate::merge::{Change, ChangeKind};

/// The assessment of a contribution.
struct Assessment {
    changes: Vec<Change>,
    state: MergeState,
    problems: Vec<Problem>,
    pages: HashSet<Page>,
    /// The parsed head, to be kept for the merge.
    head: Option<DraftHead>,
}

impl Gathering {
    pub(super) fn describe(&mut self) {
        let heads = self.contributions.iter().filter(|contribution| !contribution.state.is_left_out());
        let heads = heads.filter_map(|contribution| {
            let texts = contribution.texts.as_ref()?;
            Some((texts.head.text(), contribution.files.as_slice()))
        });
        self.target.read_images(&self.workspace, heads);
        let (workspace, target) = (&self.workspace, &self.target);
        let mut left = PARSED_BYTES;
        let keeps = self.contributions.iter().map(|contribution| {
            let size = contribution.texts.as_ref().map_or(0, |texts| texts.head.text().len());
            let is_kept = size <= left;
            left -= if is_kept { size } else { 0 };
            if is_kept { Keep::Parsed } else { Keep::Text }
        });
        let keeps: Vec<Keep> = keeps.collect();
        let found: Vec<Assessment> = (&self.contributions, keeps)
            .into_par_iter()
            .map(|(contribution, keep)| assess(workspace, target, contribution, keep))
            .collect();
        let current = pages(self.target.current.draft());
        let mut by_page: HashMap<Page, Vec<usize>> = HashMap::new();
        for (at, (found, contribution)) in found.into_iter().zip(&mut self.contributions).enumerate() {
            contribution.pages = found.pages.difference(&current).copied().collect();
            if !found.state.is_left_out() {
                for page in &contribution.pages {
                    by_page.entry(*page).or_default().push(at);
                }
            }
            if let (Some(texts), Some(head)) = (&mut contribution.texts, found.head) {
                texts.head = head;
            }
            contribution.changes = found.changes;
            contribution.state = found.state;
            contribution.problems = found.problems;
            contribution.summary = contribution.summarise(&self.workspace.profile);
        }
        let names: Vec<String> = self.contributions.iter().map(Contribution::label).collect();
        for group in by_page.values().filter(|group| group.len() > 1) {
            for at in group {
                for other in group.iter().filter(|other| *other != at) {
                    let also_in = &mut self.contributions[*at].also_in;
                    if !also_in.contains(&names[*other]) {
                        also_in.push(names[*other].clone());
                    }
                }
            }
        }
    }
}

/// Whether the parsed head is kept for the merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    Parsed,
    Text,
}

fn assess(
    workspace: &Workspace,
    target: &TargetDraft,
    contribution: &Contribution,
    keep: Keep,
) -> Assessment {
    let mut assessment = Assessment {
        changes: Vec::new(),
        state: contribution.state.clone(),
        problems: Vec::new(),
        pages: HashSet::new(),
        head: None,
    };
    let Some(Texts { base, head }) = &contribution.texts else { return assessment };
    let mut head = target.parse_change(base, head.text(), workspace);
    assessment.changes = changes_of(base, &head, &workspace.profile);
    assessment.pages = subjects(&assessment.changes);
    if contribution.state.is_left_out() {
        return assessment;
    }
    let files = &contribution.files;
    let (state, merged) = target.merged_alone(workspace, files, base, &head);
    assessment.state = state;
    assessment.problems = match merged {
        Some(MergedAlone::Head) => target.new_problems(workspace, files, (&mut head, Images::Noted)),
        Some(MergedAlone::Draft(mut draft)) => {
            target.new_problems(workspace, files, (&mut draft, Images::NotNoted))
        }
        None => Vec::new(),
    };
    assessment.head = (keep == Keep::Parsed).then(|| head.into());
    assessment
}

/// The pages that additions and changes are about: the first link of each. Later links may be sources
/// that two stories share.
fn subjects(changes: &[Change]) -> HashSet<Page> {
    let is_shown = |change: &&Change| matches!(change.kind, ChangeKind::Added | ChangeKind::Changed);
    let subject = |text: &str| first_page(&Draft::parse(text));
    changes
        .iter()
        .filter(is_shown)
        .filter_map(|change| {
            Some(subject(&change.after)?).filter(|page| subject(&change.before) != Some(*page))
        })
        .collect()
}

fn first_page(draft: &Draft) -> Option<Page> {
    draft.links().find_map(|link| page(draft, link.dest))
}

/// The pages that a draft links to.
fn pages(draft: &Draft) -> HashSet<Page> {
    draft.links().filter_map(|link| page(draft, link.dest)).collect()
}

fn page(draft: &Draft, dest: crate::text::Span) -> Option<Page> {
    Some(Address::new(draft.slice(dest))?.page())
}
