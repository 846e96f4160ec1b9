//! Describes each contribution: its changes, its problems, and other contributions about the same page.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::target::{TargetDraft, changes_of};
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
}

impl Gathering {
    pub(super) fn describe(&mut self) {
        let (workspace, target) = (&self.workspace, &self.target);
        let assess = |contribution: &Contribution| assess(workspace, target, contribution);
        let found: Vec<Assessment> = self.contributions.par_iter().map(assess).collect();
        let current = pages(self.target.current.draft());
        let mut by_page: HashMap<Page, Vec<usize>> = HashMap::new();
        for (at, (found, contribution)) in found.into_iter().zip(&mut self.contributions).enumerate() {
            contribution.pages = found.pages.difference(&current).copied().collect();
            if !found.state.is_left_out() {
                for page in &contribution.pages {
                    by_page.entry(*page).or_default().push(at);
                }
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

fn assess(workspace: &Workspace, target: &TargetDraft, contribution: &Contribution) -> Assessment {
    let Some(Texts { base, head }) = &contribution.texts else {
        let state = contribution.state.clone();
        return Assessment { changes: Vec::new(), state, problems: Vec::new(), pages: HashSet::new() };
    };
    let head = target.parse_change(base, head, workspace);
    let changes = changes_of(base, &head, &workspace.profile);
    let pages = subjects(&changes);
    if contribution.state.is_left_out() {
        return Assessment { changes, state: contribution.state.clone(), problems: Vec::new(), pages };
    }
    let (state, merged) = target.merged_alone(workspace, &contribution.files, base, head);
    let problems = merged.map(|merged| target.new_problems(workspace, &contribution.files, merged));
    Assessment { changes, state, problems: problems.unwrap_or_default(), pages }
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
