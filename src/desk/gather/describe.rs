//! What each contribution brings: in words, by the linter, and beside the others.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::{Gathering, Standing, Waiting};
use crate::desk::commit::additions;
use crate::desk::{DeskError, Lint, Source, reconcile};
use crate::draft::Draft;
use crate::lint::report::FileReport;
use crate::lint::{Address, Page, Selection, Stage};
use crate::merge::Markers;
use crate::profile::Profile;

impl Gathering {
    pub(super) fn describe(&mut self) -> Result<(), DeskError> {
        let draft = Draft::parse(self.text.as_str());
        let own = pages(&draft);
        let (text, profile) = (&self.text, self.profile());
        let texts: Vec<Option<(Option<String>, Standing)>> =
            self.contributions.par_iter().map(|one| merged_alone(text, one, profile)).collect();
        let name = self.draft.display().to_string();
        let source =
            |text: &str| Source::Text { bytes: text.as_bytes().to_vec(), path: Some(self.draft_path()) };
        let mut sources = vec![(name.clone(), source(&self.text))];
        let clean = texts.iter().flatten().filter_map(|(text, _)| text.as_ref());
        sources.extend(clean.map(|text| (name.clone(), source(text))));
        let lint = Lint {
            // The checklist is the editor's.
            selection: Selection::new(&[], &["contradicted-tick".to_owned()])?,
            stage: Some(Stage::Contribution),
            directory: self.workspace.root.clone(),
            ..Lint::default()
        };
        let (reports, _) = lint.run(&sources);
        let mut reports = reports.into_iter();
        let known = reports.next().transpose()?.map(|linted| linted.report);
        let mut by_page: HashMap<Page, Vec<usize>> = HashMap::new();
        for (at, found) in texts.into_iter().enumerate() {
            let report = match &found {
                Some((Some(_), _)) => reports.next().transpose()?.map(|linted| linted.report),
                _ => None,
            };
            let workspace = &self.workspace;
            let one = &mut self.contributions[at];
            let (base, head) = (Draft::parse(one.base.as_str()), Draft::parse(one.head.as_str()));
            one.adds = in_words(additions(workspace, &base, &head), one.files.len());
            one.lines = added_lines(&one.base, &one.head);
            let Some((_, state)) = found else { continue };
            one.state = state;
            one.problems = report.map(|report| new_problems(report, known.as_ref(), one)).unwrap_or_default();
            for page in pages(&head).difference(&pages(&base)).filter(|page| !own.contains(page)) {
                by_page.entry(*page).or_default().push(at);
            }
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
        Ok(())
    }
}

/// The draft with this one alone merged, where it merges, and how that went.
fn merged_alone(text: &str, one: &Waiting, profile: &Profile) -> Option<(Option<String>, Standing)> {
    if matches!(one.state, Standing::LeftOut(_)) {
        return None;
    }
    let merged = reconcile(&one.base, text, &one.head, profile, &Markers::default());
    let state = match merged.conflicts() {
        0 if merged.text == text && one.files.is_empty() => Standing::Present,
        0 => Standing::Clean,
        n => Standing::Conflicts(n),
    };
    Some(((!merged.has_conflicts).then_some(merged.text), state))
}

/// The pages that a draft leads to.
fn pages(draft: &Draft) -> HashSet<Page> {
    draft.links().filter_map(|link| Some(Address::new(draft.slice(link.dest))?.page())).collect()
}

fn in_words(mut parts: Vec<String>, images: usize) -> String {
    match images {
        0 => {}
        1 => parts.push("1 image".to_owned()),
        n => parts.push(format!("{n} images")),
    }
    if parts.is_empty() { "changes of the text".to_owned() } else { parts.join(", ") }
}

fn added_lines(base: &str, head: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(base, head);
    let added = diff.iter_all_changes().filter(|change| change.tag() == similar::ChangeTag::Insert);
    added.map(|change| change.value().trim_end().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The problems that the draft has not without it. Pictures that it brings are not here yet.
fn new_problems(
    report: FileReport,
    known: Option<&FileReport>,
    one: &Waiting,
) -> Vec<crate::lint::report::Problem> {
    let mut known: Vec<(&str, &str)> = known
        .iter()
        .flat_map(|report| &report.problems)
        .map(|problem| (problem.rule, problem.message.as_str()))
        .collect();
    let brought: Vec<String> = one
        .files
        .iter()
        .filter_map(|(path, _)| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let mut problems = report.problems;
    problems.retain(|problem| {
        let told = (problem.rule, problem.message.as_str());
        if let Some(at) = known.iter().position(|known| *known == told) {
            known.swap_remove(at);
            return false;
        }
        let is_brought = brought.iter().any(|name| problem.message.contains(name.as_str()));
        !(problem.rule == "missing-image" && is_brought)
    });
    problems
}
