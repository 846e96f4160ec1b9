use crate::text::{Edits, Span};

/// A line of a task list: `- [ ] change date`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// The character between the brackets.
    pub mark: Span,
    pub done: bool,
    /// The description of the task.
    pub text: Span,
}

impl Task {
    /// Returns the edit that ticks or unticks the task.
    pub fn toggle(&self) -> Edits {
        Edits::replace(self.mark, if self.done { " " } else { "x" })
    }

    pub(super) fn shift(self, delta: isize) -> Self {
        Self { mark: self.mark.shift(delta), done: self.done, text: self.text.shift(delta) }
    }
}
