//! What each contribution brings: in words, by the linter, and beside the others.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::{Gathering, Standing, Waiting};
use crate::desk::commit::additions;
use crate::desk::{DeskError, Probe, Workspace, collect, probe, probe_image, reconcile};
use crate::draft::Draft;
use crate::lint::report::{FileReport, Problem};
use crate::lint::{Address, Context, Facts, Page, Selection, Stage, check_selected};
use crate::merge::{Markers, Merge, Unreadable, Version, merge};
use crate::profile::Profile;

/// What a look at a contribution found.
struct Found {
    adds: String,
    lines: Vec<String>,
    state: Standing,
    problems: Vec<Problem>,
    /// The pages that it links to and what it started from does not.
    pages: HashSet<Page>,
}

impl Gathering {
    pub(super) fn describe(&mut self) -> Result<(), DeskError> {
        let look = Beside::new(self)?;
        let bases = bases(self);
        let found: Vec<Found> =
            self.contributions.par_iter().map(|one| look.at(one, &bases[&one.base])).collect();
        let own = pages(&look.draft);
        let mut by_page: HashMap<Page, Vec<usize>> = HashMap::new();
        for (at, (found, one)) in found.into_iter().zip(&mut self.contributions).enumerate() {
            if !matches!(found.state, Standing::LeftOut(_)) {
                for page in found.pages.difference(&own) {
                    by_page.entry(*page).or_default().push(at);
                }
            }
            one.adds = found.adds;
            one.lines = found.lines;
            one.state = found.state;
            one.problems = found.problems;
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

/// What a contribution starts from.
struct Base {
    draft: Draft,
    version: Result<Version, Unreadable>,
    pages: HashSet<Page>,
}

/// What contributions start from, each read once: most from the same.
fn bases(gathering: &Gathering) -> HashMap<String, Base> {
    let mut bases: HashMap<String, Base> = HashMap::new();
    for one in &gathering.contributions {
        if !bases.contains_key(&one.base) {
            let draft = Draft::parse(one.base.as_str());
            let version = Version::of(draft.clone(), gathering.profile());
            bases.insert(one.base.clone(), Base { version, pages: pages(&draft), draft });
        }
    }
    bases
}

/// The draft that contributions are looked at beside, with all that is the same for each of them.
struct Beside<'g> {
    workspace: &'g Workspace,
    draft: Draft,
    version: Result<Version, Unreadable>,
    facts: Facts,
    selection: Selection,
    /// What the linter says of the draft as it is.
    known: FileReport,
    path: PathBuf,
    /// The top of the repository.
    top: PathBuf,
}

impl<'g> Beside<'g> {
    fn new(gathering: &'g Gathering) -> Result<Beside<'g>, DeskError> {
        let workspace = &gathering.workspace;
        let (path, _, top) = gathering.places();
        let top = top.to_owned();
        let draft = Draft::parse(gathering.text.as_str());
        let facts = collect(workspace, &workspace.listing(), Some(&path), &draft, &mut Probe::default());
        let facts = Facts { stage: Stage::Contribution, in_progress: true, ..facts };
        let mut beside = Beside {
            workspace,
            version: Version::of(draft.clone(), gathering.profile()),
            facts,
            // The checklist is the editor's.
            selection: Selection::new(&[], &["contradicted-tick".to_owned()])?,
            known: FileReport::new(String::new(), "", &[]),
            draft,
            path,
            top,
        };
        beside.known = beside.checked(&beside.draft, &beside.facts);
        Ok(beside)
    }

    fn profile(&self) -> &Profile {
        &self.workspace.profile
    }

    fn at(&self, one: &Waiting, base: &Base) -> Found {
        let head = Draft::parse(one.head.as_str());
        let (state, merged) = self.merged_alone(one, base, &head);
        let problems = merged.map(|merged| {
            let mut report = self.checked(&merged, &self.facts_with(one, &merged));
            report.leave_out(&self.known);
            report.problems
        });
        Found {
            adds: in_words(additions(self.workspace, &base.draft, &head), one.files.len()),
            lines: added_lines(&one.base, &one.head),
            state,
            problems: problems.unwrap_or_default(),
            pages: pages(&head).difference(&base.pages).copied().collect(),
        }
    }

    /// How it would merge by itself, and the draft with it where it does.
    fn merged_alone(&self, one: &Waiting, base: &Base, head: &Draft) -> (Standing, Option<Draft>) {
        if matches!(one.state, Standing::LeftOut(_)) {
            return (one.state.clone(), None);
        }
        let text = self.draft.text();
        let standing = |conflicts: usize, is_same: bool| match conflicts {
            0 if is_same && one.files.is_empty() => Standing::Present,
            0 => Standing::Clean,
            n => Standing::Conflicts(n),
        };
        if let Ok(merged) = self.merged(base, head) {
            let conflicts = merged.conflicts().count();
            let draft = merged.into_result().map(Version::into_draft);
            let is_same = draft.as_ref().is_some_and(|draft| draft.text() == text);
            return (standing(conflicts, is_same), draft);
        }
        let plain = reconcile(&one.base, text, &one.head, self.profile(), &Markers::default());
        let state = standing(plain.conflicts(), plain.text == text);
        (state, (!plain.has_conflicts).then(|| Draft::parse(plain.text)))
    }

    fn merged(&self, base: &Base, head: &Draft) -> Result<Merge, Unreadable> {
        let (base, ours) =
            (base.version.as_ref().map_err(|why| *why)?, self.version.as_ref().map_err(|why| *why)?);
        merge(base, ours, &Version::of(head.clone(), self.profile())?, self.profile())
    }

    /// What is known of the draft with a contribution: its pictures are in no folder yet.
    fn facts_with(&self, one: &Waiting, merged: &Draft) -> Facts {
        let mut facts = self.facts.clone();
        let root = &self.workspace.root;
        let mut probe = Probe::default();
        for image in merged.images() {
            let dest = merged.slice(image.dest);
            let brought = probe_image(dest, &self.path, root).and_then(|path| {
                let (_, bytes) = one.files.iter().find(|(brought, _)| self.top.join(brought) == path)?;
                Some(probe::fact_of(bytes, &path))
            });
            if let Some(fact) = brought {
                facts.images.insert(dest.to_owned(), fact);
            } else if !facts.images.contains_key(dest)
                && let Some(fact) = probe.look(dest, &self.path, root)
            {
                facts.images.insert(dest.to_owned(), fact);
            }
        }
        facts
    }

    fn checked(&self, draft: &Draft, facts: &Facts) -> FileReport {
        let outline = facts.outline(draft, self.profile());
        let context = Context::new(draft, &outline, self.profile(), facts);
        let found = check_selected(&context, &self.selection, &mut |_, _| ());
        FileReport::new(self.path.display().to_string(), draft.text(), &found)
    }
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
