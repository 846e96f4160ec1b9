use super::{Edits, limits};

/// Whether a change may become one step of undo with the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coalesce {
    /// A step of its own.
    No,
    /// Typing: joins the step before when that was typing at the same place.
    Typing,
    /// What follows from the change before: always the same step.
    Join,
}

#[derive(Clone, Debug)]
struct Step {
    /// The inverses, the newest last.
    inverse: Vec<Edits>,
    typing_end: Option<usize>,
}

/// What undo and redo need: for each step, the edits that take it back.
#[derive(Clone, Debug, Default)]
pub struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

impl History {
    /// Remembers how to take `edits` back, which are about to be made on `text`.
    pub fn record(&mut self, text: &str, edits: &Edits, coalesce: Coalesce) {
        let inverse = edits.invert(text);
        self.redo.clear();
        // A field with several places is typed in all of them at once; the first one tells where.
        let first = edits.iter().next();
        let end = first.map(|edit| edit.span.start + edit.text.len());
        let breaks = edits.iter().any(|edit| edit.text.contains(char::is_whitespace));
        let typing = coalesce == Coalesce::Typing;
        if let Some(last) = self.undo.last_mut() {
            let place = last.typing_end;
            let goes_on = typing
                && place.is_some()
                && first.is_some_and(|edit| place == Some(edit.span.start) || place == Some(edit.span.end));
            if goes_on || coalesce == Coalesce::Join {
                last.inverse.push(inverse);
                // A word is a step: the white space that ends it ends the step.
                last.typing_end = if breaks || !typing { None } else { end };
                return;
            }
        }
        self.undo.push(Step { inverse: vec![inverse], typing_end: if typing { end } else { None } });
        if self.undo.len() > limits::UNDO_STEPS {
            self.undo.remove(0);
        }
    }

    /// Ends the current run of typing, so that what follows is a step of its own.
    pub fn seal(&mut self) {
        if let Some(last) = self.undo.last_mut() {
            last.typing_end = None;
        }
    }

    /// The text as it was before the newest step, and every edit made to get there in order.
    pub fn undo(&mut self, text: &str) -> Option<(String, Vec<Edits>)> {
        Self::back(&mut self.undo, &mut self.redo, text)
    }

    /// The text as it was before the newest undo.
    pub fn redo(&mut self, text: &str) -> Option<(String, Vec<Edits>)> {
        Self::back(&mut self.redo, &mut self.undo, text)
    }

    fn back(from: &mut Vec<Step>, to: &mut Vec<Step>, text: &str) -> Option<(String, Vec<Edits>)> {
        let step = from.pop()?;
        let mut now = text.to_owned();
        let mut again = Vec::with_capacity(step.inverse.len());
        let mut done = Vec::with_capacity(step.inverse.len());
        for edits in step.inverse.into_iter().rev() {
            again.push(edits.invert(&now));
            now = edits.apply(&now);
            done.push(edits);
        }
        to.push(Step { inverse: again, typing_end: None });
        Some((now, done))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_a_word_is_one_step_and_the_next_word_another() {
        let mut history = History::default();
        let mut text = String::new();
        for (at, c) in "ab cd".chars().enumerate() {
            let edits = Edits::insert(at, c.to_string());
            history.record(&text, &edits, Coalesce::Typing);
            text = edits.apply(&text);
        }
        let (text, _) = history.undo(&text).unwrap();
        assert_eq!(text, "ab ");
        let (text, _) = history.undo(&text).unwrap();
        assert_eq!(text, "");
        let (text, _) = history.redo(&text).unwrap();
        let (text, _) = history.redo(&text).unwrap();
        assert_eq!(text, "ab cd");
        assert!(history.redo(&text).is_none());
    }
}
