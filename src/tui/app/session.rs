mod facts;
mod images;
mod problems;

use std::sync::Arc;

pub use images::{FieldNote, size_of};
pub(crate) use problems::Found;
pub use problems::{Checked, Filter, Listed, MailState};

use crate::desk::{Document, Workspace};
use crate::draft::Draft;
use crate::lint::{ChecklistLine, Context, Diagnostic, Facts, Waiver, waive};
use crate::outline::{Outline, update_count};
use crate::text::{Coalesce, Edits, History, LineIndex, Span, Step, StepKind};

/// What is known of the draft's file beside [`Document::base`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDisk {
    /// It has that text, as far as is known.
    #[default]
    Known,
    /// Another program changed what was changed here differently.
    Conflicts,
    /// Another program deleted it.
    Gone,
}

/// The draft that is open: its text, what is known of it, and what takes changes back.
#[derive(Debug)]
pub struct Session {
    pub document: Document,
    pub on_disk: OnDisk,
    /// The base before changes of another program that were merged and are not saved yet.
    base_before_merge: Option<String>,
    pub draft: Draft,
    /// Shared with the job that checks the text.
    pub outline: Arc<Outline>,
    /// The problems and the states of the slots, counted once for all frames.
    checked: Checked,
    /// In the order of the text; those of files come last.
    pub diagnostics: Vec<Diagnostic>,
    /// The indexes of the errors among them.
    errors: Vec<usize>,
    pub checklist: Vec<ChecklistLine>,
    /// The size of the mail, at the last check. `None` if the newsletter is not mailed.
    pub mail: Option<MailState>,
    /// The repository's own template, for the forms of new slots; read when one is added.
    pub template: Option<String>,
    /// Counts the changes; what was made from an older one is out of date.
    pub revision: u64,
    history: History,
    facts: Arc<Facts>,
    /// The changes since the outline was made, which the places of the problems have not followed yet.
    unmapped: Vec<Edits>,
    /// True if the outline is older than the text or the facts.
    stale: bool,
    /// True if problems and checklist are older than the text or the facts.
    unchecked: bool,
    lines: LineIndex,
    /// Marked places, moved along with every change.
    markers: Vec<(Marker, Span)>,
    marker_count: usize,
}

/// A marked place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    id: usize,
    pub place: Place,
}

/// What a marker marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Text,
    /// Where a story that has no image gets one.
    AbsentImage,
}

impl Session {
    pub fn new(
        document: Document,
        draft: Draft,
        facts: Facts,
        template: Option<String>,
        workspace: &Workspace,
    ) -> Session {
        let mut session = Session {
            document,
            on_disk: OnDisk::default(),
            base_before_merge: None,
            draft,
            outline: Arc::default(),
            checked: Checked::default(),
            diagnostics: Vec::new(),
            errors: Vec::new(),
            checklist: Vec::new(),
            mail: None,
            template,
            revision: 0,
            history: History::default(),
            facts: Arc::new(facts),
            unmapped: Vec::new(),
            stale: true,
            unchecked: true,
            lines: LineIndex::new(""),
            markers: Vec::new(),
            marker_count: 0,
        };
        session.check(workspace);
        session
    }

    /// Takes the place of another draft: its markers are not valid here, and an overlay or a job that
    /// was made for its revision is out of date.
    #[must_use]
    pub fn after(mut self, other: &Session) -> Session {
        self.marker_count = other.marker_count;
        self.revision = other.revision + 1;
        self
    }

    /// True if the text is not on disk.
    pub fn is_dirty(&self) -> bool {
        self.on_disk == OnDisk::Gone || self.draft.text() != self.document.base
    }

    /// The text that unsaved text is a change of.
    pub(crate) fn unsaved_base(&self) -> &str {
        // Without a file, all of the text is unsaved.
        if self.draft.text() == self.document.base { "" } else { &self.document.base }
    }

    /// True if changes of another program are merged into the text and not saved yet.
    pub(crate) fn has_unsaved_merge(&self) -> bool {
        self.base_before_merge.is_some()
    }

    /// Takes the text of another program as the new base, since it is merged into the text.
    pub(crate) fn merged_from_disk(&mut self, theirs: &str) {
        let base = std::mem::replace(&mut self.document.base, theirs.to_owned());
        self.base_before_merge.get_or_insert(base);
        self.on_disk = OnDisk::Known;
    }

    /// Takes what was written as the new base.
    pub(crate) fn saved(&mut self, text: String) {
        self.document.base = text;
        self.base_before_merge = None;
        self.on_disk = OnDisk::Known;
    }

    /// The lines of the text that the outline was made of.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Makes outline and checks out of date, because the facts or the settings have changed.
    pub(crate) fn doubt(&mut self) {
        (self.stale, self.unchecked) = (true, true);
    }

    /// Makes a change. The outline follows with [`Session::refresh`], the checks by a job or with
    /// [`Session::check`].
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
        self.doubt();
        self.unmapped.push(edits.clone());
        for (_, span) in &mut self.markers {
            *span = edits.map_span(*span);
        }
    }

    /// Marks a place, which moves along with every change until it is released.
    pub fn mark(&mut self, span: Span, place: Place) -> Marker {
        self.marker_count += 1;
        let marker = Marker { id: self.marker_count, place };
        self.markers.push((marker, span));
        marker
    }

    /// The place of a marker now; `None` if another draft was opened meanwhile.
    pub fn marked(&self, marker: Marker) -> Option<Span> {
        self.markers.iter().find(|(own, _)| *own == marker).map(|(_, span)| *span)
    }

    /// Removes a marker and returns its place; `None` if another draft was opened meanwhile.
    pub fn release(&mut self, marker: Marker) -> Option<Span> {
        let at = self.markers.iter().position(|(own, _)| *own == marker)?;
        Some(self.markers.remove(at).1)
    }

    /// Undoes the newest step, and returns it.
    pub fn undo(&mut self) -> Option<Step> {
        let step = self.history.undo();
        if step.as_ref().is_some_and(|step| step.kind == StepKind::Merge)
            && let Some(base) = self.base_before_merge.take()
        {
            // The text may lack what another program wrote, so that the next save must merge it again.
            self.document.base = base;
        }
        self.walk(step)
    }

    /// Makes the step again that was undone last, and returns it.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.history.redo();
        self.walk(step)
    }

    fn walk(&mut self, step: Option<Step>) -> Option<Step> {
        for change in step.iter().flat_map(|step| &step.changes) {
            self.change(&change.edits);
        }
        step
    }

    /// The number of undone steps that can be made again.
    pub fn undone(&self) -> usize {
        self.history.undone()
    }

    /// Clears the history: undo goes no further back.
    pub fn clear_history(&mut self) {
        self.history = History::default();
    }

    /// Ends the current run of typing: what comes next is undone by itself.
    pub fn seal(&mut self) {
        self.history.seal();
    }

    /// Brings the outline up to the text, and the places of what the checks found last.
    pub fn refresh(&mut self, workspace: &Workspace) {
        if !self.stale {
            return;
        }
        self.outline = Arc::new(self.facts.outline(&self.draft, &workspace.profile));
        self.checked.slots = self.outline.total();
        self.map_places();
        self.lines = self.draft.lines();
        self.stale = false;
    }

    fn context<'a>(
        &'a self,
        draft: &'a Draft,
        outline: &'a Outline,
        workspace: &'a Workspace,
    ) -> Context<'a> {
        Context::new(draft, outline, &workspace.profile, &self.facts)
    }

    /// A comment that waives the problem, and changes nothing else of what the checks and the
    /// outline say; `None` where there is no place for one.
    pub fn waiver(&self, problem: &Diagnostic, reason: &str, workspace: &Workspace) -> Option<Waiver> {
        waive((&self.draft, &self.diagnostics), problem, reason, (&workspace.profile, &self.facts))
    }

    /// Updates the sentence that counts a list, as part of the same undo step.
    pub fn update_count(&mut self, slot: usize, workspace: &Workspace) -> Option<Edits> {
        self.refresh(workspace);
        let slot = self.outline.slots.get(slot)?;
        let edits = update_count(&self.draft, &workspace.profile, &self.outline, slot)?;
        self.apply(&edits, Coalesce::Join);
        self.refresh(workspace);
        Some(edits)
    }
}
