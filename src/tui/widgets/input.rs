use super::command::{Anchor, EditCommand, Motion};
use super::markdown_scan::Checkpoints;
use super::place;
use crate::text::{Bias, Edits, Span};
use ratatui::layout::Rect;

/// The effect of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// None: the key has no meaning here, or there was nothing to move to, delete or copy.
    Ignored,
    /// The cursor or the selection changed.
    Moved,
    /// The text is to be changed. The caller makes the change and then calls [`TextInput::edited`].
    Edited(Edits),
    Copied(String),
    /// As [`Self::Edited`], with the text for the clipboard.
    Cut(String, Edits),
}

/// A motion of the cursor that needs the text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pending {
    Stay,
    End,
    EndIfItFits,
    /// Select these words, if the text has them.
    Select(String),
}

/// The cursor, selection and view of a text that the caller owns: a field of one line or of several, or
/// a whole file.
///
/// Each method gets the text as it is now. Commands answer with edits; the caller applies them, keeps
/// the undo history and reports the changes of others with [`Self::apply_external`].
#[derive(Clone, Debug)]
pub struct TextInput {
    /// A byte offset. It is moved to a grapheme boundary before it is used, and so is the anchor.
    pub(super) cursor: usize,
    /// Where the cursor goes when the text is known.
    pending: Pending,
    /// The other end of the selection.
    pub(super) anchor: Option<usize>,
    pub(super) multiline: bool,
    crlf: bool,
    /// The column that going up and down keeps to.
    pub(super) goal: Option<usize>,
    /// An offset in the first visible row, or the first visible cluster of one line.
    pub(super) top: usize,
    /// True while drawing keeps the cursor visible; the wheel ends that.
    pub(super) follows_cursor: bool,
    /// Where the text was last drawn.
    pub(super) area: Rect,
    pub(super) placeholder: String,
    pub(super) checkpoints: Checkpoints,
}

impl TextInput {
    pub fn one_line() -> Self {
        Self::new(false)
    }

    pub fn many_lines() -> Self {
        Self::new(true)
    }

    fn new(multiline: bool) -> Self {
        Self {
            cursor: 0,
            pending: Pending::Stay,
            anchor: None,
            multiline,
            crlf: false,
            goal: None,
            top: 0,
            follows_cursor: true,
            area: Rect::new(0, 0, 80, 24),
            placeholder: String::new(),
            checkpoints: Checkpoints::default(),
        }
    }

    /// The input with a hint for the empty field.
    #[must_use]
    pub fn with_placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = placeholder.into();
        self
    }

    /// The input with the line break to use while the text has none: that of its file.
    #[must_use]
    pub fn with_crlf(mut self, crlf: bool) -> Self {
        self.crlf = crlf;
        self
    }

    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// False until the next use places the cursor at the end.
    pub fn is_placed(&self) -> bool {
        self.pending == Pending::Stay
    }

    pub fn is_at_end(&self, text: &str) -> bool {
        self.cursor >= text.len() || self.pending == Pending::End
    }

    pub fn is_multiline(&self) -> bool {
        self.multiline
    }

    /// The selected bytes, if there are any.
    pub fn selection(&self) -> Option<Span> {
        let anchor = self.anchor?;
        (anchor != self.cursor).then(|| Span::new(anchor.min(self.cursor), anchor.max(self.cursor)))
    }

    /// The selected text, if there is any.
    pub fn selected<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.selection().and_then(|span| text.get(span.start..span.end))
    }

    /// Moves the cursor, and the view with it; the selection ends.
    pub fn set_cursor(&mut self, offset: usize) {
        self.cursor = offset;
        self.pending = Pending::Stay;
        self.anchor = None;
        self.goal = None;
        self.follows_cursor = true;
    }

    /// Moves the cursor behind the text at the next use.
    pub fn cursor_to_end(&mut self) {
        self.set_cursor(0);
        self.pending = Pending::End;
    }

    /// Moves the cursor behind the text of a line at the next use, but to its start if the line is longer
    /// than the field.
    pub fn cursor_to_end_if_it_fits(&mut self) {
        self.set_cursor(0);
        self.pending = Pending::EndIfItFits;
    }

    /// Selects the first occurrence of these words at the next use, so that typing replaces them. Without
    /// them, the cursor goes to the start.
    pub fn select_words(&mut self, words: impl Into<String>) {
        self.set_cursor(0);
        self.pending = Pending::Select(words.into());
    }

    /// Selects a span, with the cursor at its end.
    pub fn select(&mut self, text: &str, span: Span) {
        self.set_cursor(place::ceil(text, span.end));
        self.anchor = Some(place::floor(text, span.start));
    }

    /// Follows a change that was not typed here, such as a merge. The cursor, the selection and the view
    /// stay at their text.
    pub fn apply_external(&mut self, edits: &Edits) {
        self.cursor = edits.map(self.cursor, Bias::After);
        self.anchor = self.anchor.map(|anchor| edits.map(anchor, Bias::After));
        self.top = edits.map(self.top, Bias::Before);
        self.goal = None;
        if let Some(span) = edits.span() {
            self.checkpoints.forget_after(span.start);
        }
    }

    /// Follows an undo or a redo, and moves the cursor to the end of the last replacement: people look
    /// for what has changed.
    pub fn apply_undo(&mut self, edits: &Edits) {
        self.apply_external(edits);
        if let Some(last) = edits.iter().last() {
            self.set_cursor(edits.map(last.span.end, Bias::After));
        }
    }

    /// Forgets what is remembered of the text, because another one takes its place.
    pub fn forget_text(&mut self) {
        self.checkpoints.forget_after(0);
        self.anchor = None;
        self.goal = None;
    }

    /// Moves the offsets into the text and to grapheme boundaries: it may have changed.
    pub(super) fn clamp(&mut self, text: &str) {
        let cursor = match std::mem::replace(&mut self.pending, Pending::Stay) {
            Pending::End => text.len(),
            Pending::EndIfItFits if self.fits(text) => text.len(),
            Pending::Select(words) => match text.find(&words) {
                Some(start) => {
                    self.anchor = Some(start);
                    start + words.len()
                }
                None => self.cursor,
            },
            Pending::Stay | Pending::EndIfItFits => self.cursor,
        };
        self.cursor = place::floor(text, cursor);
        self.anchor = self.anchor.map(|anchor| place::floor(text, anchor));
        self.top = self.top.min(text.len());
    }

    /// As [`Self::run`], for callers that need only the edits.
    pub fn edit(&mut self, text: &str, command: EditCommand) -> Option<Edits> {
        match self.run(text, command) {
            Outcome::Edited(edits) | Outcome::Cut(_, edits) => Some(edits),
            Outcome::Ignored | Outcome::Moved | Outcome::Copied(_) => None,
        }
    }

    /// Runs a command on the text.
    pub fn run(&mut self, text: &str, command: EditCommand) -> Outcome {
        self.clamp(text);
        match command {
            EditCommand::Insert('\n' | '\r') | EditCommand::Newline if !self.multiline => Outcome::Ignored,
            EditCommand::Insert('\n' | '\r') | EditCommand::Newline => self.insert(self.line_break(text)),
            EditCommand::Insert(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            EditCommand::Paste(pasted) => {
                let pasted = self.normalise(text, &pasted);
                // An empty paste does not delete the selection.
                if pasted.is_empty() { Outcome::Ignored } else { self.insert(&pasted) }
            }
            EditCommand::Backspace => self.delete_to(place::before(text, self.cursor)),
            EditCommand::Delete => self.delete_to(place::after(text, self.cursor)),
            EditCommand::DeleteWordBack => self.delete_to(place::word_left(text, self.cursor)),
            EditCommand::DeleteWordForward => self.delete_to(place::word_right(text, self.cursor)),
            EditCommand::DeleteToLineStart => self.delete_to(place::line_start(text, self.cursor)),
            EditCommand::DeleteToLineEnd => {
                let end = place::line_end(text, self.cursor);
                // At the end of a line, its break is deleted, as in shells and mail editors.
                let to = if end == self.cursor { place::after(text, end) } else { end };
                self.delete_to(to)
            }
            EditCommand::Move(motion, anchor) => self.moved(|input| input.go(text, motion, anchor)),
            EditCommand::SelectAll => self.moved(|input| input.select(text, Span::new(0, text.len()))),
            EditCommand::Copy => {
                self.selected(text).map_or(Outcome::Ignored, |text| Outcome::Copied(text.to_owned()))
            }
            EditCommand::CutOrDeleteWordBack if self.selection().is_none() => {
                self.delete_to(place::word_left(text, self.cursor))
            }
            EditCommand::Cut | EditCommand::CutOrDeleteWordBack => match self.selection() {
                Some(span) => Outcome::Cut(span.of(text).to_owned(), Edits::delete(span)),
                None => Outcome::Ignored,
            },
        }
    }

    /// Moves the cursor behind the edits of [`Outcome::Edited`] or [`Outcome::Cut`], which `text` now
    /// contains.
    pub fn edited(&mut self, edits: &Edits, text: &str) {
        let Some(edit) = edits.iter().last() else { return };
        self.top = edits.map(self.top, Bias::Before);
        let end = edits.map(edit.span.end, Bias::After);
        // An inserted character may join the cluster that follows, and a deletion may join its ends.
        let end = if edit.text.is_empty() { place::floor(text, end) } else { place::ceil(text, end) };
        self.set_cursor(end);
        self.checkpoints.forget_after(edits.span().map_or(0, |span| span.start));
    }

    fn moved(&mut self, change: impl FnOnce(&mut Self)) -> Outcome {
        let before = (self.cursor, self.selection());
        change(self);
        self.follows_cursor = true;
        if (self.cursor, self.selection()) == before { Outcome::Ignored } else { Outcome::Moved }
    }

    fn go(&mut self, text: &str, motion: Motion, anchor: Anchor) {
        let selection = self.selection().filter(|_| anchor == Anchor::Drop);
        match anchor {
            Anchor::Keep => {
                self.anchor.get_or_insert(self.cursor);
            }
            Anchor::Drop => self.anchor = None,
        }
        // Without Shift, an arrow first ends the selection, at the side that it points to.
        match (motion, selection) {
            (Motion::Left, Some(span)) => self.cursor = span.start,
            (Motion::Right, Some(span)) => self.cursor = span.end,
            _ => self.move_cursor(text, motion),
        }
        if !matches!(motion, Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown) {
            self.goal = None;
        }
    }

    fn insert(&self, inserted: &str) -> Outcome {
        self.replace(self.selection().unwrap_or(Span::at(self.cursor)), inserted)
    }

    /// Deletes the selection or, without one, the text between the cursor and `to`.
    fn delete_to(&self, to: usize) -> Outcome {
        let between = Span::new(self.cursor.min(to), self.cursor.max(to));
        self.replace(self.selection().unwrap_or(between), "")
    }

    fn replace(&self, span: Span, inserted: &str) -> Outcome {
        if span.is_empty() && inserted.is_empty() {
            return Outcome::Ignored;
        }
        Outcome::Edited(Edits::replace(span, inserted))
    }

    /// The line break of the text: that of its first line.
    fn line_break(&self, text: &str) -> &'static str {
        let crlf = text.find('\n').map_or(self.crlf, |at| text[..at].ends_with('\r'));
        if crlf { "\r\n" } else { "\n" }
    }

    /// Pasted text with the line breaks of the text, or with spaces where it takes one line.
    fn normalise(&self, text: &str, pasted: &str) -> String {
        if !pasted.contains(['\r', '\n']) {
            return pasted.to_owned();
        }
        let lines = pasted.replace("\r\n", "\n").replace('\r', "\n");
        if self.multiline {
            lines.replace('\n', self.line_break(text))
        } else {
            // The line break at the end of a copied link does not become a space.
            lines.trim_end_matches('\n').replace('\n', " ")
        }
    }
}
