//! What each contribution brings: in words, by the linter, and beside the others.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::beside::{Beside, Reading};
use super::{Gathering, Standing, Waiting};
use crate::desk::Workspace;
use crate::draft::Draft;
use crate::lint::report::Problem;
use crate::lint::{Address, Page};
use crate::merge::{Change, ChangeKind};

/// What a look at a contribution found.
struct Found {
    changes: Vec<Change>,
    state: Standing,
    problems: Vec<Problem>,
    pages: HashSet<Page>,
}

impl Gathering {
    pub(super) fn describe(&mut self) {
        let (workspace, beside) = (&self.workspace, &self.beside);
        let mut bases: HashMap<String, Reading> = HashMap::new();
        for one in &self.contributions {
            if !bases.contains_key(&one.base) {
                bases.insert(one.base.clone(), Reading::new(&one.base, workspace));
            }
        }
        let look = |one: &Waiting| look(workspace, beside, one, &bases[&one.base]);
        let found: Vec<Found> = self.contributions.par_iter().map(look).collect();
        let own = pages(&self.beside.own.draft);
        let mut by_page: HashMap<Page, Vec<usize>> = HashMap::new();
        for (at, (found, one)) in found.into_iter().zip(&mut self.contributions).enumerate() {
            one.pages = found.pages.difference(&own).copied().collect();
            if !matches!(found.state, Standing::LeftOut(_)) {
                for page in &one.pages {
                    by_page.entry(*page).or_default().push(at);
                }
            }
            one.changes = found.changes;
            one.state = found.state;
            one.problems = found.problems;
            one.summary = one.summarise(&self.workspace.profile);
        }
        let names: Vec<String> = self.contributions.iter().map(Waiting::called).collect();
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

fn look(workspace: &Workspace, beside: &Beside, one: &Waiting, base: &Reading) -> Found {
    let head = Reading::new(&one.head, workspace);
    let changes = beside.changes(workspace, base, &head);
    let pages = subjects(&changes);
    if matches!(one.state, Standing::LeftOut(_)) {
        return Found { changes, state: one.state.clone(), problems: Vec::new(), pages };
    }
    let (state, merged) = beside.merged_alone(workspace, &one.files, base, &head);
    let problems = merged.map(|merged| beside.new_problems(workspace, &one.files, &merged));
    Found { changes, state, problems: problems.unwrap_or_default(), pages }
}

/// The pages that additions and changes are about: the first one that each links to. Two stories
/// may well name the same source.
fn subjects(changes: &[Change]) -> HashSet<Page> {
    let told = |change: &&Change| matches!(change.kind, ChangeKind::Added | ChangeKind::Changed);
    let subject = |text: &str| first_page(&Draft::parse(text));
    changes
        .iter()
        .filter(told)
        .filter_map(|change| {
            Some(subject(&change.after)?).filter(|page| subject(&change.before) != Some(*page))
        })
        .collect()
}

fn first_page(draft: &Draft) -> Option<Page> {
    draft.links().find_map(|link| page(draft, link.dest))
}

/// The pages that a draft leads to.
fn pages(draft: &Draft) -> HashSet<Page> {
    draft.links().filter_map(|link| page(draft, link.dest)).collect()
}

fn page(draft: &Draft, dest: crate::text::Span) -> Option<Page> {
    Some(Address::new(draft.slice(dest))?.page())
}
