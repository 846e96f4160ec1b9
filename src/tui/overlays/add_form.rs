//! The small form that asks for a contribution: a screen of its own, before there is a desk.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use crate::desk::{Credit, DeskError, NewContribution, Preview, SectionChoice};
use crate::image::Control;
use crate::outline::NewItem;
use crate::tui::app::dropped;
use crate::tui::app::terminal::{self, Tty};
use crate::tui::overlays::{draw_line, popup};
use crate::tui::theme::Theme;
use crate::tui::widgets::TextBox;

/// What the form is left with.
#[derive(Debug)]
pub struct Filled {
    pub section: SectionChoice,
    pub item: NewItem,
    /// Whether it is to be pushed as well.
    pub push: bool,
}

/// How long nothing is typed until the item is looked at.
const PAUSE: Duration = Duration::from_millis(150);
const LABEL_WIDTH: u16 = 10;
const LEAVING: &str = "Esc again leaves, and forgets what was typed.";
/// Rows of the field for the text.
const TEXT_ROWS: u16 = 3;

const SECTION: usize = 0;
const ADDRESS: usize = 1;
const TITLE: usize = 2;
const TEXT: usize = 3;
const PICTURE: usize = 4;
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
    /// The picture that was brought in last, as it was typed, and what the draft calls it.
    picture: Option<(String, String)>,
    preview: Option<Preview>,
    is_stale: bool,
    said: Option<String>,
    folder: PathBuf,
}

/// What a key asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    Nothing,
    Leave,
    Commit { push: bool },
}

impl AddForm {
    /// A form with what is told already. Paths are typed from `folder`.
    pub fn new(
        contribution: &NewContribution,
        section: Option<&SectionChoice>,
        item: &NewItem,
        picture: &str,
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
                line(picture).with_placeholder("a file; leave it empty for none"),
                line(credited),
            ],
            focus: ADDRESS,
            source_url: credited_url.clone(),
            picture: None,
            preview: None,
            is_stale: true,
            said: None,
            folder: folder.to_owned(),
        };
        if section.is_none() && form.sections.len() > 1 {
            form.focus = SECTION;
        } else {
            let empty = (ADDRESS..=SOURCE).find(|at| form.inputs[*at].text().is_empty());
            form.focus = empty.unwrap_or(TITLE);
        }
        form
    }

    pub fn key(&mut self, key: KeyEvent) -> Asked {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return self.leave(),
            KeyCode::Char('c' | 'q') if control => return self.leave(),
            KeyCode::Char('s') if control => return self.commit(false),
            KeyCode::Char('p') if control => return self.commit(true),
            KeyCode::Tab => self.go_to((self.focus + 1) % FIELDS),
            KeyCode::BackTab => self.go_to((self.focus + FIELDS - 1) % FIELDS),
            KeyCode::Enter | KeyCode::Down if self.focus != TEXT => self.go_to((self.focus + 1).min(SOURCE)),
            KeyCode::Up if self.focus != TEXT => self.go_to(self.focus.saturating_sub(1)),
            KeyCode::Right | KeyCode::Char(' ') if self.focus == SECTION => self.choose(1),
            KeyCode::Left if self.focus == SECTION => self.choose(self.sections.len().saturating_sub(1)),
            KeyCode::Char(letter) if self.focus == SECTION => self.jump(letter),
            _ if self.focus == SECTION => {}
            _ => {
                self.inputs[self.focus].key(key);
                self.changed();
            }
        }
        Asked::Nothing
    }

    pub fn paste(&mut self, text: String) {
        if self.focus != SECTION {
            let text = if self.focus == PICTURE { dropped::plain(&text) } else { text };
            self.inputs[self.focus].paste(&text);
            self.changed();
        }
    }

    /// Leaves at once where nothing is typed, else when it is asked for again.
    fn leave(&mut self) -> Asked {
        let is_empty = (ADDRESS..=SOURCE).all(|at| self.value(at).is_empty());
        if is_empty || self.said.as_deref() == Some(LEAVING) {
            return Asked::Leave;
        }
        self.said = Some(LEAVING.to_owned());
        Asked::Nothing
    }

    fn go_to(&mut self, field: usize) {
        // A picture is brought in once its field is left.
        self.is_stale |= self.focus == PICTURE;
        self.focus = field;
    }

    fn changed(&mut self) {
        self.is_stale = true;
        self.said = None;
    }

    fn choose(&mut self, step: usize) {
        if !self.sections.is_empty() {
            self.section = (self.section + step) % self.sections.len();
            self.changed();
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
            self.changed();
        }
    }

    fn commit(&mut self, push: bool) -> Asked {
        if !self.is_told() {
            self.said = Some("An item needs an address, and a title or a text.".to_owned());
            return Asked::Nothing;
        }
        Asked::Commit { push }
    }

    fn value(&self, at: usize) -> String {
        self.inputs[at].text().trim().to_owned()
    }

    fn labels(&self) -> [&'static str; FIELDS] {
        ["Section", "Address", "Title", "Text", "Picture", self.credit().0]
    }

    /// What the last line asks for, and its placeholder.
    fn credit(&self) -> (&'static str, &'static str) {
        match self.sections.get(self.section).map(|section| section.credit) {
            Some(Credit::Author) => ("Author", "who wrote it"),
            Some(Credit::Source) | None => ("Source", "the site's name"),
        }
    }

    fn is_told(&self) -> bool {
        let is_told = |at| !self.value(at).is_empty();
        let is_worded = is_told(TITLE) || is_told(TEXT);
        is_told(ADDRESS) && is_worded && !self.sections.is_empty()
    }

    fn item(&self) -> NewItem {
        let picture = self.picture.as_ref().filter(|(typed, _)| *typed == self.value(PICTURE));
        NewItem {
            title: self.value(TITLE),
            url: self.value(ADDRESS),
            text: self.value(TEXT),
            image: picture.map(|(_, reference)| reference.clone()).unwrap_or_default(),
            source: self.value(SOURCE),
            source_url: self.source_url.clone(),
            ..NewItem::default()
        }
    }

    /// Whether the picture that is named was brought in, or none is.
    fn has_picture(&self) -> bool {
        let typed = self.value(PICTURE);
        typed.is_empty() || self.picture.as_ref().is_some_and(|(known, _)| *known == typed)
    }

    /// Whether there is something new to be looked at.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Looks at the item: brings the picture in, and asks the linter.
    pub fn look(&mut self, contribution: &mut NewContribution) {
        self.is_stale = false;
        let typed = self.value(PICTURE);
        let is_known = self.picture.as_ref().is_some_and(|(known, _)| *known == typed);
        // A name that is being typed is no file yet.
        if self.focus != PICTURE && !typed.is_empty() && !is_known {
            match contribution.import_image(self.folder.join(&typed), &Control::default()) {
                Ok(reference) => self.picture = Some((typed, reference)),
                Err(error) => self.said = Some(error.to_string()),
            }
        }
        if !self.is_told() {
            self.preview = None;
            return;
        }
        match contribution.preview(&self.sections[self.section], &self.item()) {
            Ok(preview) => self.preview = Some(preview),
            Err(error) => self.said = Some(error.to_string()),
        }
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) -> Option<Position> {
        let title = format!("Contribute to {}", self.draft);
        let inner = popup(frame, area, area.width, area.height, &title, theme);
        let mut cursor = None;
        let mut y = inner.y;
        let placeholder = self.credit().1;
        self.inputs[SOURCE].set_placeholder(placeholder);
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
        let hints = [("Tab", "next"), ("Ctrl-S", "commit"), ("Ctrl-P", "commit and push"), ("Esc", "leave")];
        let hints = hints
            .iter()
            .flat_map(|(key, what)| [Piece::styled(*key, theme.key), Piece::raw(format!(" {what}  "))]);
        match &self.said {
            Some(said) => draw_line(frame, foot, Line::styled(said.as_str(), theme.bad)),
            None => draw_line(frame, foot, Line::from(hints.collect::<Vec<_>>())),
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

/// Shows the form until it is left; `None` where nothing is to be contributed.
///
/// # Errors
///
/// Where there is no terminal.
pub fn ask(contribution: &mut NewContribution, mut form: AddForm) -> Result<Option<Filled>, DeskError> {
    let theme = crate::tui::config::load()?.theme;
    let mut tty = Tty::enter(false).map_err(DeskError::Terminal)?;
    terminal::restore_on_panic(|| {});
    let push = loop {
        let drawn = tty.draw(|frame| {
            let area = frame.area();
            if let Some(cursor) = form.draw(frame, area, &theme) {
                frame.set_cursor_position(cursor);
            }
        });
        drawn.map_err(DeskError::Terminal)?;
        // While something is typed nothing is looked at.
        if form.is_stale() && !crossterm::event::poll(PAUSE).map_err(DeskError::Terminal)? {
            form.look(contribution);
            continue;
        }
        match crossterm::event::read().map_err(DeskError::Terminal)? {
            Event::Key(key) if key.kind != KeyEventKind::Release => match form.key(key) {
                Asked::Nothing => {}
                Asked::Leave => return Ok(None),
                Asked::Commit { push } => {
                    // The last that was typed counts as well, and a picture that is none is told.
                    let focus = std::mem::replace(&mut form.focus, SECTION);
                    form.said = None;
                    form.look(contribution);
                    if form.said.is_none() {
                        break push;
                    }
                    form.focus = if form.has_picture() { focus } else { PICTURE };
                }
            },
            Event::Paste(text) => form.paste(text),
            _ => {}
        }
    };
    drop(tty);
    let section = form.sections[form.section].clone();
    Ok(Some(Filled { section, item: form.item(), push }))
}
