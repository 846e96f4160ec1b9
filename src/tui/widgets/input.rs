use super::command::{EditCommand, Motion, command_for};
use super::markdown_scan::Checkpoints;
use super::place;
use super::wraps::Wraps;
use crate::text::{Bias, Edits, Span};
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;

/// What a command did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: the key means nothing here, or there was nothing to move to, delete or copy.
    Ignored,
    /// The cursor or the selection changed.
    Moved,
    Edited(Edits),
    Copied(String),
    Cut(String, Edits),
}

/// A text with a cursor: a field of one line or of many, or a whole file.
///
/// It changes its own text and says how; undo, and what the text is part of, are the caller's.
#[derive(Clone, Debug)]
pub struct TextInput {
    pub(super) text: String,
    /// A byte offset, always at a grapheme boundary; so is the anchor.
    pub(super) cursor: usize,
    /// The other end of the selection.
    pub(super) anchor: Option<usize>,
    pub(super) multiline: bool,
    crlf: bool,
    /// The column that going up and down keeps to.
    pub(super) goal: Option<usize>,
    /// An offset in the first row in sight, or the first cluster in sight on one line.
    pub(super) top: usize,
    /// Whether drawing keeps the cursor in sight; the wheel lets go of it.
    pub(super) follow: bool,
    pub(super) area: Rect,
    pub(super) placeholder: String,
    pub(super) checkpoints: Checkpoints,
    pub(super) wraps: Wraps,
}

impl TextInput {
    pub fn one_line(text: impl Into<String>) -> Self {
        Self::new(text.into(), false)
    }

    pub fn many_lines(text: impl Into<String>) -> Self {
        Self::new(text.into(), true)
    }

    fn new(text: String, multiline: bool) -> Self {
        // A field begins with the cursor behind its text, a file at its first character.
        let cursor = if multiline { 0 } else { text.len() };
        Self {
            text,
            cursor,
            anchor: None,
            multiline,
            crlf: false,
            goal: None,
            top: 0,
            follow: true,
            area: Rect::new(0, 0, 80, 24),
            placeholder: String::new(),
            checkpoints: Checkpoints::default(),
            wraps: Wraps::default(),
        }
    }

    /// The hint that stands in the empty field.
    pub fn set_placeholder(&mut self, placeholder: impl Into<String>) {
        self.placeholder = placeholder.into();
    }

    /// The input with a hint for the empty field.
    #[must_use]
    pub fn with_placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = placeholder.into();
        self
    }

    /// What breaks lines while the text has no line break to go by: that of the file it is for.
    #[must_use]
    pub fn with_crlf(mut self, crlf: bool) -> Self {
        self.crlf = crlf;
        self
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn cursor(&self) -> usize {
        self.cursor
    }

    pub fn is_multiline(&self) -> bool {
        self.multiline
    }

    /// The selected bytes, if there are any.
    pub fn selection(&self) -> Option<Span> {
        let anchor = self.anchor?;
        (anchor != self.cursor).then(|| Span::new(anchor.min(self.cursor), anchor.max(self.cursor)))
    }

    pub fn selected_text(&self) -> Option<&str> {
        self.selection().map(|span| span.of(&self.text))
    }

    /// Moves the cursor, and the view with it; the selection ends.
    pub fn set_cursor(&mut self, offset: usize) {
        self.select(Span::at(offset));
        self.anchor = None;
    }

    /// Selects a span, with the cursor at its end.
    pub fn select(&mut self, span: Span) {
        self.anchor = Some(place::floor(&self.text, span.start));
        self.cursor = place::ceil(&self.text, span.end);
        self.goal = None;
        self.follow = true;
    }

    /// Puts another text in its place; the cursor stays where it was as far as it can.
    pub fn set_text(&mut self, text: impl Into<String>) {
        self.text = text.into();
        self.checkpoints.forget_after(0);
        self.anchor = None;
        self.goal = None;
        self.settle();
    }

    /// Makes a change that came from elsewhere (undo, redo, a merge). Cursor, selection and view
    /// stay with the text that they were at.
    pub fn apply_external(&mut self, edits: &Edits) {
        self.text = edits.apply(&self.text);
        self.cursor = edits.map(self.cursor, Bias::After);
        self.anchor = self.anchor.map(|anchor| edits.map(anchor, Bias::After));
        self.top = edits.map(self.top, Bias::Before);
        self.goal = None;
        if let Some(span) = edits.span() {
            self.checkpoints.forget_after(span.start);
        }
        self.settle();
    }

    /// As [`Self::apply_external`], and moves the cursor to the end of the last replacement: for
    /// undo and redo, where people look for what has changed.
    pub fn apply_undo(&mut self, edits: &Edits) {
        self.apply_external(edits);
        if let Some(last) = edits.iter().last() {
            let end = edits.map(last.span.end, Bias::After);
            self.set_cursor(end);
        }
    }

    /// Brings every offset back into the text and to a grapheme boundary.
    fn settle(&mut self) {
        self.cursor = place::floor(&self.text, self.cursor);
        self.anchor = self.anchor.map(|anchor| place::floor(&self.text, anchor));
        self.top = self.top.min(self.text.len());
    }

    pub fn key(&mut self, key: KeyEvent) -> Outcome {
        command_for(key).map_or(Outcome::Ignored, |command| self.run(command))
    }

    /// As [`Self::run`], for callers that only want to know what became of the text.
    pub fn edit(&mut self, command: EditCommand) -> Option<Edits> {
        match self.run(command) {
            Outcome::Edited(edits) | Outcome::Cut(_, edits) => Some(edits),
            Outcome::Ignored | Outcome::Moved | Outcome::Copied(_) => None,
        }
    }

    pub fn run(&mut self, command: EditCommand) -> Outcome {
        match command {
            EditCommand::Insert('\n' | '\r') | EditCommand::Newline if !self.multiline => Outcome::Ignored,
            EditCommand::Insert('\n' | '\r') | EditCommand::Newline => self.insert(self.line_break()),
            EditCommand::Insert(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            EditCommand::Paste(text) => {
                let text = self.normalise(&text);
                // Nothing to paste is no reason to delete what is selected.
                if text.is_empty() { Outcome::Ignored } else { self.insert(&text) }
            }
            EditCommand::Backspace => self.delete_to(place::before(&self.text, self.cursor)),
            EditCommand::Delete => self.delete_to(place::after(&self.text, self.cursor)),
            EditCommand::DeleteWordBack => self.delete_to(place::word_left(&self.text, self.cursor)),
            EditCommand::DeleteWordForward => self.delete_to(place::word_right(&self.text, self.cursor)),
            EditCommand::DeleteToLineStart => self.delete_to(place::line_start(&self.text, self.cursor)),
            EditCommand::DeleteToLineEnd => {
                let end = place::line_end(&self.text, self.cursor);
                // At the end of a line its break goes, as in a shell's or a mail's editor.
                let to = if end == self.cursor { place::after(&self.text, end) } else { end };
                self.delete_to(to)
            }
            EditCommand::Move(motion, select) => self.moved(|input| input.go(motion, select)),
            EditCommand::SelectAll => self.moved(|input| input.select(Span::new(0, input.text.len()))),
            EditCommand::Copy => {
                self.selected_text().map_or(Outcome::Ignored, |text| Outcome::Copied(text.to_owned()))
            }
            EditCommand::Cut => match self.selected_text().map(str::to_owned) {
                Some(text) => match self.delete_to(self.cursor) {
                    Outcome::Edited(edits) => Outcome::Cut(text, edits),
                    other => other,
                },
                None => Outcome::Ignored,
            },
        }
    }

    fn moved(&mut self, change: impl FnOnce(&mut Self)) -> Outcome {
        let before = (self.cursor, self.selection());
        change(self);
        self.follow = true;
        if (self.cursor, self.selection()) == before { Outcome::Ignored } else { Outcome::Moved }
    }

    fn go(&mut self, motion: Motion, select: bool) {
        let selection = self.selection();
        if select {
            self.anchor.get_or_insert(self.cursor);
        } else {
            self.anchor = None;
        }
        // Without Shift, an arrow first leaves the selection, at the side that it points to.
        match (motion, selection) {
            (Motion::Left, Some(span)) if !select => self.cursor = span.start,
            (Motion::Right, Some(span)) if !select => self.cursor = span.end,
            _ => self.move_cursor(motion),
        }
        if !matches!(motion, Motion::Up | Motion::Down | Motion::PageUp | Motion::PageDown) {
            self.goal = None;
        }
    }

    fn insert(&mut self, text: &str) -> Outcome {
        self.replace(self.selection().unwrap_or(Span::at(self.cursor)), text)
    }

    /// Deletes the selection, or else what lies between the cursor and `to`.
    fn delete_to(&mut self, to: usize) -> Outcome {
        let between = Span::new(self.cursor.min(to), self.cursor.max(to));
        self.replace(self.selection().unwrap_or(between), "")
    }

    fn replace(&mut self, span: Span, text: &str) -> Outcome {
        if span.is_empty() && text.is_empty() {
            return Outcome::Ignored;
        }
        let edits = Edits::replace(span, text);
        self.top = edits.map(self.top, Bias::Before);
        // The same as applying the edits, without a new copy of a long text for each key.
        self.text.replace_range(span.start..span.end, text);
        let end = span.start + text.len();
        // What is typed may join the cluster that follows, or what is left may join up.
        self.cursor =
            if text.is_empty() { place::floor(&self.text, end) } else { place::ceil(&self.text, end) };
        self.anchor = None;
        self.goal = None;
        self.follow = true;
        self.checkpoints.forget_after(span.start);
        Outcome::Edited(edits)
    }

    /// The line break of this text: that of its first line.
    fn line_break(&self) -> &'static str {
        let crlf = self.text.find('\n').map_or(self.crlf, |at| self.text[..at].ends_with('\r'));
        if crlf { "\r\n" } else { "\n" }
    }

    /// Pasted text with the line breaks that fit here.
    fn normalise(&self, pasted: &str) -> String {
        if !pasted.contains(['\r', '\n']) {
            return pasted.to_owned();
        }
        let lines = pasted.replace("\r\n", "\n").replace('\r', "\n");
        if self.multiline {
            lines.replace('\n', self.line_break())
        } else {
            // A link copied with the end of its line does not end in a space.
            lines.trim_end_matches('\n').replace('\n', " ")
        }
    }
}
