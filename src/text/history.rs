use super::{Edits, limits};

/// What a step of undo did, for the messages of undo and redo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Text was typed, pasted, cut or deleted.
    Typing,
    /// Markup was put around words.
    Markup,
    /// What was found was replaced.
    Replacement,
    /// The values of a pasted item filled a form.
    Fill,
    /// The text of the user's own editor was taken.
    ExternalEdit,
    /// An item, a line of a list or a part of a story was added.
    Addition,
    Removal,
    Move,
    /// An item was left out this week.
    Omission,
    /// The empty items of a section were dropped.
    Cleanup,
    /// An item of another issue was copied.
    Copy,
    /// A line of the checklist was ticked.
    Tick,
    Untick,
    /// A problem was fixed.
    Fix,
    /// All problems with a safe fix were fixed.
    AllFixes,
    Waiver,
    /// An image was placed.
    Image,
    /// What a document offers was taken.
    Import,
    /// Changes of other people or programs were merged.
    Merge,
    /// Unsaved text of an earlier run was restored.
    Restoration,
}

/// How a change relates to the undo step before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coalesce {
    /// Always starts a new step.
    No(StepKind),
    /// Typing: joins the previous step if that was typing that ended at the same offset.
    Typing,
    /// A consequence of the previous change: always joins its step.
    Join,
}

/// A change in both directions, so that undo and redo need no copy of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub edits: Edits,
    pub inverse: Edits,
}

/// A step that is undone or redone: its changes, in the order in which they must be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    pub changes: Vec<Change>,
}

/// The changes that are undone and redone together, oldest first.
#[derive(Clone, Debug)]
struct UndoStep {
    kind: StepKind,
    changes: Vec<Change>,
    /// Where the next character must be typed to join this step.
    typing_end: Option<usize>,
}

/// The undo and redo stacks of a text.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: Vec<UndoStep>,
    redo: Vec<UndoStep>,
}

impl History {
    /// Records `edits`, which are about to be applied to `text`.
    pub fn record(&mut self, text: &str, edits: &Edits, coalesce: Coalesce) {
        let change = Change { edits: edits.clone(), inverse: edits.invert(text) };
        self.redo.clear();
        // A field with several occurrences is typed at all of them; the first one decides.
        let first = edits.iter().next();
        let end = first.map(|edit| edit.span.start + edit.text.len());
        let ends_word = edits.iter().any(|edit| edit.text.contains(char::is_whitespace));
        let typing = coalesce == Coalesce::Typing;
        if let Some(last) = self.undo.last_mut() {
            let expected = last.typing_end;
            let continues_typing = typing
                && expected.is_some()
                && first
                    .is_some_and(|edit| expected == Some(edit.span.start) || expected == Some(edit.span.end));
            if continues_typing || coalesce == Coalesce::Join {
                last.changes.push(change);
                // A step is at most one word: white space ends it.
                last.typing_end = if ends_word || !typing { None } else { end };
                return;
            }
        }
        let kind = match coalesce {
            Coalesce::No(kind) => kind,
            Coalesce::Typing | Coalesce::Join => StepKind::Typing,
        };
        self.undo.push(UndoStep { kind, changes: vec![change], typing_end: end.filter(|_| typing) });
        if self.undo.len() > limits::UNDO_STEPS {
            self.undo.remove(0);
        }
    }

    /// Ends the current run of typing: the next change starts a new step.
    pub fn seal(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.typing_end = None;
        }
    }

    /// Moves the newest step to the redo stack, and returns what undoes it; `None` if there is nothing to
    /// undo.
    pub fn undo(&mut self) -> Option<Step> {
        let mut step = self.undo.pop()?;
        step.typing_end = None;
        let changes = step.changes.iter().rev();
        let changes =
            changes.map(|one| Change { edits: one.inverse.clone(), inverse: one.edits.clone() }).collect();
        let kind = step.kind;
        self.redo.push(step);
        Some(Step { kind, changes })
    }

    /// Returns the last undone step, to make it again; `None` if nothing was undone.
    pub fn redo(&mut self) -> Option<Step> {
        let step = self.redo.pop()?;
        let redone = Step { kind: step.kind, changes: step.changes.clone() };
        self.undo.push(step);
        Some(redone)
    }

    /// The number of undone steps that can be made again.
    pub fn undone(&self) -> usize {
        self.redo.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apply(text: &str, step: &Step) -> String {
        step.changes.iter().fold(text.to_owned(), |text, change| change.edits.apply(&text))
    }

    /// Types each character of `typed` at the end of the text.
    fn type_at_end(history: &mut History, mut text: String, typed: &str) -> String {
        for c in typed.chars() {
            let edits = Edits::insert(text.len(), c.to_string());
            history.record(&text, &edits, Coalesce::Typing);
            text = edits.apply(&text);
        }
        text
    }

    #[test]
    fn typing_a_word_is_one_step_and_the_next_word_another() {
        let mut history = History::default();
        let text = type_at_end(&mut history, String::new(), "ab cd");
        let text = apply(&text, &history.undo().unwrap());
        assert_eq!(text, "ab ");
        let text = apply(&text, &history.undo().unwrap());
        assert_eq!(text, "");
        let text = apply(&text, &history.redo().unwrap());
        let text = apply(&text, &history.redo().unwrap());
        assert_eq!(text, "ab cd");
        assert!(history.redo().is_none());
    }

    #[test]
    fn typing_after_a_seal_starts_a_new_step() {
        let mut history = History::default();
        let text = type_at_end(&mut history, String::new(), "ab");
        history.seal();
        let text = type_at_end(&mut history, text, "cd");
        let text = apply(&text, &history.undo().unwrap());
        assert_eq!(text, "ab");
        assert_eq!(apply(&text, &history.undo().unwrap()), "");
        assert!(history.undo().is_none());
    }

    #[test]
    fn typing_after_an_undone_and_redone_step_starts_a_new_step() {
        let mut history = History::default();
        let text = type_at_end(&mut history, String::new(), "ab");
        history.undo().unwrap();
        history.redo().unwrap();
        let text = type_at_end(&mut history, text, "c");
        assert_eq!(apply(&text, &history.undo().unwrap()), "ab");
    }

    #[test]
    fn a_consequence_is_undone_with_its_cause_in_reverse_order() {
        let mut history = History::default();
        let text = type_at_end(&mut history, "1 item: ".into(), "x");
        let count = Edits::replace((0..1).into(), "12");
        history.record(&text, &count, Coalesce::Join);
        let text = count.apply(&text);
        assert_eq!(text, "12 item: x");
        let undone = history.undo().unwrap();
        assert_eq!(undone.changes.len(), 2);
        let text = apply(&text, &undone);
        assert_eq!(text, "1 item: ");
        assert_eq!(apply(&text, &history.redo().unwrap()), "12 item: x");
    }

    #[test]
    fn a_step_keeps_its_kind_and_both_directions() {
        let mut history = History::default();
        let edits = Edits::insert(0, "A gull. ");
        history.record("A rock.", &edits, Coalesce::No(StepKind::Addition));
        let undone = history.undo().unwrap();
        assert_eq!((undone.kind, history.undone()), (StepKind::Addition, 1));
        assert_eq!(undone.changes[0].inverse, edits);
        let redone = history.redo().unwrap();
        assert_eq!((redone.kind, history.undone()), (StepKind::Addition, 0));
        assert_eq!(redone.changes[0].edits, edits);
    }
}
