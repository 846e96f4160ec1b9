use std::collections::HashMap;

use crate::desk::{Document, Listing, Probe, Workspace, collect};
use crate::draft::Draft;
use crate::lint::{Context, Diagnostic, Facts, ImageFact, Line, check, checklist};
use crate::outline::{Outline, follow_count};
use crate::text::{Coalesce, Edits, History, LineIndex};

/// The draft that is open: its text, what is known of it, and what takes changes back.
#[derive(Debug)]
pub struct Session {
    pub document: Document,
    pub draft: Draft,
    pub outline: Outline,
    pub diagnostics: Vec<Diagnostic>,
    pub checklist: Vec<Line>,
    /// The repository's own template, for the forms of new slots; read when one is added.
    pub template: Option<String>,
    /// Counts the changes; what was made from an older one is out of date.
    pub revision: u64,
    history: History,
    facts: Facts,
    /// Whether outline and checks are older than the text.
    stale: bool,
    lines: LineIndex,
}

impl Session {
    pub fn new(
        document: Document,
        workspace: &Workspace,
        listing: &Listing,
        template: Option<String>,
    ) -> Session {
        let draft = Draft::parse(document.base.clone());
        // Images are looked at in a job: the first frame does not wait for them.
        let mut facts = collect(workspace, listing, None, &draft, &mut Probe::default());
        facts.file_date = workspace.date_of(&document.path);
        facts.has_file = facts.file_date.is_some();
        let mut session = Session {
            document,
            draft,
            outline: Outline::default(),
            diagnostics: Vec::new(),
            checklist: Vec::new(),
            template,
            revision: 0,
            history: History::default(),
            facts,
            stale: true,
            lines: LineIndex::new(""),
        };
        session.refresh(workspace);
        session
    }

    pub fn is_dirty(&self) -> bool {
        self.draft.text() != self.document.base
    }

    /// The lines of the text that the checks were made on.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Makes a change. Outline and checks follow with [`Session::refresh`].
    pub fn apply(&mut self, edits: &Edits, coalesce: Coalesce) {
        if edits.is_empty() {
            return;
        }
        self.history.record(self.draft.text(), edits, coalesce);
        self.change(edits);
    }

    fn change(&mut self, edits: &Edits) {
        self.draft = std::mem::take(&mut self.draft).edit(edits);
        self.revision += 1;
        self.stale = true;
    }

    /// Takes the newest step back and says what that changed.
    pub fn undo(&mut self) -> Vec<Edits> {
        let step = self.history.undo(self.draft.text());
        self.walk(step)
    }

    pub fn redo(&mut self) -> Vec<Edits> {
        let step = self.history.redo(self.draft.text());
        self.walk(step)
    }

    fn walk(&mut self, step: Option<(String, Vec<Edits>)>) -> Vec<Edits> {
        let Some((_, changes)) = step else { return Vec::new() };
        for edits in &changes {
            self.change(edits);
        }
        changes
    }

    /// Ends the current run of typing: what comes next is undone by itself.
    pub fn seal(&mut self) {
        self.history.seal();
    }

    /// Brings outline, problems and checklist up to the text.
    pub fn refresh(&mut self, workspace: &Workspace) {
        self.outline = Outline::new(&self.draft, &workspace.profile);
        let context = Context {
            draft: &self.draft,
            outline: &self.outline,
            profile: &workspace.profile,
            facts: &self.facts,
        };
        self.diagnostics = check(&context);
        self.checklist = checklist(&context);
        self.lines = self.draft.lines();
        self.stale = false;
    }

    /// Lets the sentence that counts a list follow it, as part of the same step of undo.
    pub fn follow(&mut self, slot: usize, workspace: &Workspace) -> Option<Edits> {
        if self.stale {
            self.refresh(workspace);
        }
        let slot = self.outline.slots.get(slot)?;
        let edits = follow_count(&self.draft, &workspace.profile, &self.outline, slot)?;
        self.apply(&edits, Coalesce::Join);
        self.refresh(workspace);
        Some(edits)
    }

    /// The images that have not been looked at yet.
    pub fn unseen_images(&self) -> Vec<String> {
        let mut unseen: Vec<String> = self
            .draft
            .images()
            .map(|image| self.draft.slice(image.dest))
            .filter(|dest| !self.facts.images.contains_key(*dest) && crate::lint::local_path(dest).is_some())
            .map(str::to_owned)
            .collect();
        unseen.sort();
        unseen.dedup();
        unseen
    }

    /// Every image, to be looked at again.
    pub fn all_images(&self) -> Vec<String> {
        self.draft.images().map(|image| self.draft.slice(image.dest).to_owned()).collect()
    }

    pub fn learn_images(&mut self, seen: HashMap<String, ImageFact>, has_assets: bool) {
        self.facts.images.extend(seen);
        self.facts.has_assets = has_assets;
        self.stale = true;
    }
}
