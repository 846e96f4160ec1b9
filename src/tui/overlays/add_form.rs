//! The small form that asks for a contribution: a screen of its own, before there is a desk.

use std::path::{Path, PathBuf};

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use crate::desk::{Credit, DeskError, NewContribution, Preview, SectionChoice};
use crate::outline::NewItem;
use crate::tui::action::{Action, KeyContext, Keymap};
use crate::tui::app::dropped;
use crate::tui::key::Key;
use crate::tui::overlays::{draw_line, hints, popup};
use crate::tui::theme::Theme;
use crate::tui::widgets::TextBox;

/// The values of a submitted form.
#[derive(Debug)]
pub struct Filled {
    pub section: SectionChoice,
    pub item: NewItem,
    /// True to push it as well.
    pub push: bool,
}

const LABEL_WIDTH: u16 = 10;
const LEAVING: &str = "Esc again leaves, and forgets what was typed.";
/// Rows of the field for the text.
const TEXT_ROWS: u16 = 3;

const SECTION: usize = 0;
const ADDRESS: usize = 1;
const TITLE: usize = 2;
const TEXT: usize = 3;
const IMAGE: usize = 4;
const SOURCE: usize = 5;
const FIELDS: usize = 6;

/// The form, what was typed so far, and what it comes to.
#[derive(Debug)]
pub struct AddForm {
    draft: String,
    sections: Vec<SectionChoice>,
    section: usize,
    /// One for each label; that of the section is not typed in.
    inputs: Vec<TextBox>,
    focus: usize,
    source_url: String,
    /// The image that was brought in last, as it was typed, and what the draft calls it.
    image: Option<(String, String)>,
    preview: Option<Preview>,
    is_stale: bool,
    said: Option<String>,
    folder: PathBuf,
    keys: Keymap,
}

/// The outcome of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum KeyOutcome {
    Nothing,
    Leave,
    Commit { push: bool },
}

impl AddForm {
    /// A form with the known values filled in. Typed paths begin in `folder`.
    pub fn new(
        contribution: &NewContribution,
        section: Option<&SectionChoice>,
        item: &NewItem,
        image: &str,
        folder: &Path,
    ) -> AddForm {
        let sections = contribution.sections();
        let at = section.and_then(|wanted| sections.iter().position(|one| one == wanted));
        let line = |text: &str| TextBox::one_line(text);
        let credit = section.map_or(Credit::Source, |section| section.credit);
        let names_author = !item.author.is_empty() && (credit == Credit::Author || item.source.is_empty());
        let (credited, credited_url) = match names_author {
            true => (&item.author, &item.author_url),
            false => (&item.source, &item.source_url),
        };
        let mut form = AddForm {
            draft: contribution.draft_name(),
            section: at.unwrap_or(0),
            sections,
            inputs: vec![
                line(""),
                line(&item.url).with_placeholder("https://…"),
                line(&item.title),
                TextBox::many_lines(item.text.as_str()),
                line(image).with_placeholder("a file; leave it empty for none"),
                line(credited),
            ],
            focus: ADDRESS,
            source_url: credited_url.clone(),
            image: None,
            preview: None,
            is_stale: true,
            said: None,
            folder: folder.to_owned(),
            keys: Keymap::default(),
        };
        if section.is_none() && form.sections.len() > 1 {
            form.focus = SECTION;
        } else {
            let empty = (ADDRESS..=SOURCE).find(|at| form.inputs[*at].text().is_empty());
            form.focus = empty.unwrap_or(TITLE);
        }
        form.section_changed();
        form
    }

    /// Replaces the default keys by those of the user's configuration.
    #[must_use]
    pub fn with_keys(mut self, keys: Keymap) -> AddForm {
        self.keys = keys;
        self
    }

    pub fn key(&mut self, key: KeyEvent) -> KeyOutcome {
        let contexts: &[KeyContext] = match self.focus {
            SECTION => &[KeyContext::AddSection, KeyContext::AddLine, KeyContext::Add],
            TEXT => &[KeyContext::Add],
            _ => &[KeyContext::AddLine, KeyContext::Add],
        };
        match self.keys.first(Key::of(key), contexts) {
            Some(Action::CloseAdd) => return self.leave(),
            Some(Action::AddCommit) => return self.commit(false),
            Some(Action::AddPush) => return self.commit(true),
            Some(Action::AddNext) => self.go_to((self.focus + 1) % FIELDS),
            Some(Action::AddPrevious) => self.go_to((self.focus + FIELDS - 1) % FIELDS),
            Some(Action::AddLineDown) => self.go_to((self.focus + 1).min(SOURCE)),
            Some(Action::AddLineUp) => self.go_to(self.focus.saturating_sub(1)),
            Some(Action::AddNextSection) => self.choose(1),
            Some(Action::AddPreviousSection) => self.choose(self.sections.len().saturating_sub(1)),
            _ => self.field_key(key),
        }
        KeyOutcome::Nothing
    }

    fn field_key(&mut self, key: KeyEvent) {
        if self.focus != SECTION {
            self.inputs[self.focus].key(key);
            self.changed();
        } else if let Some(letter) = Key::of(key).character() {
            self.jump(letter);
        }
    }

    pub fn paste(&mut self, text: String) {
        if self.focus != SECTION {
            let text = if self.focus == IMAGE { dropped::plain(&text) } else { text };
            self.inputs[self.focus].paste(&text);
            self.changed();
        }
    }

    /// Leaves at once where nothing is typed, else when it is asked for again.
    fn leave(&mut self) -> KeyOutcome {
        let is_empty = (ADDRESS..=SOURCE).all(|at| self.value(at).is_empty());
        if is_empty || self.said.as_deref() == Some(LEAVING) {
            return KeyOutcome::Leave;
        }
        self.said = Some(LEAVING.to_owned());
        KeyOutcome::Nothing
    }

    fn go_to(&mut self, field: usize) {
        // An image is brought in once its field is left.
        self.is_stale |= self.focus == IMAGE;
        self.focus = field;
    }

    fn changed(&mut self) {
        self.is_stale = true;
        self.said = None;
    }

    /// The section decides who is credited.
    fn section_changed(&mut self) {
        let placeholder = self.credit().1;
        self.inputs[SOURCE].set_placeholder(placeholder);
        self.changed();
    }

    fn choose(&mut self, step: usize) {
        if !self.sections.is_empty() {
            self.section = (self.section + step) % self.sections.len();
            self.section_changed();
        }
    }

    /// The next section that begins with a letter.
    fn jump(&mut self, letter: char) {
        let count = self.sections.len();
        let begins = |at: &usize| {
            let first = self.sections[*at].title.chars().next();
            first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
        };
        if let Some(found) = (1..=count).map(|step| (self.section + step) % count).find(begins) {
            self.section = found;
            self.section_changed();
        }
    }

    fn commit(&mut self, push: bool) -> KeyOutcome {
        if !self.is_complete() {
            self.said = Some("An item needs an address, and a title or a text.".to_owned());
            return KeyOutcome::Nothing;
        }
        KeyOutcome::Commit { push }
    }

    fn value(&self, at: usize) -> String {
        self.inputs[at].text().trim().to_owned()
    }

    fn labels(&self) -> [&'static str; FIELDS] {
        ["Section", "Address", "Title", "Text", "Image", self.credit().0]
    }

    /// What the last line asks for, and its placeholder.
    fn credit(&self) -> (&'static str, &'static str) {
        match self.sections.get(self.section).map(|section| section.credit) {
            Some(Credit::Author) => ("Author", "who wrote it"),
            Some(Credit::Source) | None => ("Source", "the site's name"),
        }
    }

    fn is_complete(&self) -> bool {
        let is_filled = |at| !self.value(at).is_empty();
        let has_words = is_filled(TITLE) || is_filled(TEXT);
        is_filled(ADDRESS) && has_words && !self.sections.is_empty()
    }

    fn item(&self) -> NewItem {
        let image = self.image.as_ref().filter(|(typed, _)| *typed == self.value(IMAGE));
        NewItem {
            title: self.value(TITLE),
            url: self.value(ADDRESS),
            text: self.value(TEXT),
            image: image.map(|(_, reference)| reference.clone()).unwrap_or_default(),
            source: self.value(SOURCE),
            source_url: self.source_url.clone(),
            ..NewItem::default()
        }
    }

    /// True if the named image was imported, or none is named.
    fn has_image(&self) -> bool {
        let typed = self.value(IMAGE);
        typed.is_empty() || self.image.as_ref().is_some_and(|(known, _)| *known == typed)
    }

    /// True if something changed since the last preview.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// The named image's file, if it was not imported yet. A name that is being typed is no file yet.
    pub(crate) fn image_to_import(&self) -> Option<PathBuf> {
        let typed = self.value(IMAGE);
        (self.focus != IMAGE && !self.has_image()).then(|| self.folder.join(&typed))
    }

    /// Takes the draft's reference to the imported image.
    pub(crate) fn image_imported(&mut self, imported: Result<String, DeskError>) {
        match imported {
            Ok(reference) => self.image = Some((self.value(IMAGE), reference)),
            Err(error) => self.said = Some(error.to_string()),
        }
    }

    /// The section and the item; `None` while the form is incomplete.
    pub(crate) fn request(&self) -> Option<(SectionChoice, NewItem)> {
        self.is_complete().then(|| (self.sections[self.section].clone(), self.item()))
    }

    /// Takes the preview of [`AddForm::request`].
    pub(crate) fn previewed(&mut self, preview: Option<Result<Preview, DeskError>>) {
        self.is_stale = false;
        match preview {
            None => self.preview = None,
            Some(Ok(preview)) => self.preview = Some(preview),
            Some(Err(error)) => self.said = Some(error.to_string()),
        }
    }

    /// Prepares the last preview before the commit: the image's field counts as left.
    pub(crate) fn begin_commit(&mut self) -> usize {
        self.said = None;
        std::mem::replace(&mut self.focus, SECTION)
    }

    /// True if the commit can go on; else the focus returns to its field, or to a wrong image.
    pub(crate) fn may_commit(&mut self, focus: usize) -> bool {
        if self.said.is_some() {
            self.focus = if self.has_image() { focus } else { IMAGE };
        }
        self.said.is_none()
    }

    /// What the form was filled with.
    pub(crate) fn filled(&self, push: bool) -> Filled {
        Filled { section: self.sections[self.section].clone(), item: self.item(), push }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) -> Option<Position> {
        let title = format!("Contribute to {}", self.draft);
        let inner = popup(frame, area, area.width, area.height, &title, theme);
        let mut cursor = None;
        let mut y = inner.y;
        for (at, label) in self.labels().iter().enumerate() {
            let rows = if at == TEXT { TEXT_ROWS } else { 1 };
            let row = Rect { y, height: rows, ..inner }.intersection(inner);
            let style = if at == self.focus { theme.key } else { theme.title };
            draw_line(frame, row, Line::styled(*label, style));
            let field = Rect {
                x: row.x + LABEL_WIDTH.min(row.width),
                width: row.width.saturating_sub(LABEL_WIDTH),
                ..row
            };
            if at == SECTION {
                let name =
                    self.sections.get(self.section).map_or("none takes items", |one| one.title.as_str());
                let count = format!("  ← → {} of {}", self.section + 1, self.sections.len());
                let line = Line::from(vec![Piece::raw(name), Piece::styled(count, theme.dim)]);
                draw_line(frame, field, line);
                if at == self.focus {
                    frame
                        .buffer_mut()
                        .set_style(Rect { height: 1.min(field.height), ..field }, theme.selected);
                }
            } else {
                let drawn = self.inputs[at].render(field, frame.buffer_mut(), &theme.input(at == TEXT));
                cursor = drawn.filter(|_| at == self.focus).or(cursor);
            }
            y += rows;
        }
        let foot = Rect { y: inner.bottom().saturating_sub(1), height: 1.min(inner.height), ..inner };
        let body = Rect { y: y + 1, height: foot.y.saturating_sub(y + 1), ..inner }.intersection(inner);
        frame.render_widget(Paragraph::new(self.lines(theme)).wrap(Wrap { trim: false }), body);
        let actions = [
            (Action::AddNext, "next"),
            (Action::AddCommit, "commit"),
            (Action::AddPush, "commit and push"),
            (Action::CloseAdd, "leave"),
        ];
        match &self.said {
            Some(said) => draw_line(frame, foot, Line::styled(said.as_str(), theme.bad)),
            None => draw_line(frame, foot, hints(&self.keys, &actions, theme)),
        }
        cursor
    }

    /// What it makes, and what the linter says of it.
    fn lines(&self, theme: &Theme) -> Vec<Line<'_>> {
        let Some(preview) = &self.preview else {
            return vec![Line::styled("What it makes appears here.", theme.dim)];
        };
        let mut lines: Vec<Line<'_>> = preview.markdown.lines().map(Line::raw).collect();
        lines.push(Line::default());
        if preview.report.problems.is_empty() {
            lines.push(Line::styled("✓ nothing to find fault with", theme.good));
        }
        for problem in &preview.report.problems {
            let text = format!("{} {} [{}]", problem.severity.sign(), problem.message, problem.rule);
            lines.push(Line::styled(text, theme.severity(problem.severity)));
        }
        lines
    }
}
