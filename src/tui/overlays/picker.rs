use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{Answer, draw_line, popup};
use crate::image::Control;
use crate::tui::action::{Action, Place};
use crate::tui::app::dropped;
use crate::tui::app::image_job::Listed;
use crate::tui::app::import_image;
use crate::tui::app::job::Job;
use crate::tui::app::session::Held;
use crate::tui::app::state::State;
use crate::tui::key::Key;
use crate::tui::widgets::{ListState, TextBox, ranked};

/// The pictures of a folder, to type a few letters of, with the selected one beside them.
#[derive(Debug)]
pub struct PickerView {
    /// The path in the draft that it is for.
    place: Held,
    input: TextBox,
    /// Where typed paths begin.
    base: PathBuf,
    folder: PathBuf,
    home: Option<PathBuf>,
    names: Vec<String>,
    pictures: Vec<PathBuf>,
    has_more: bool,
    /// The job that lists the folder, while it runs.
    listing: Option<Arc<Control>>,
    /// The pictures that fit what was typed, the best first.
    shown: Vec<usize>,
    list: ListState,
    height: usize,
    keep_original: bool,
}

/// A screen this wide has list and picture side by side.
const WIDE: u16 = 90;

impl PickerView {
    /// A picker for the first of these folders that is there, and the job that lists it.
    pub(in crate::tui) fn new(
        place: Held,
        folders: Vec<PathBuf>,
        home: Option<PathBuf>,
    ) -> (PickerView, Job) {
        let control = Arc::new(Control::default());
        let view = PickerView {
            place,
            input: TextBox::one_line(""),
            base: PathBuf::new(),
            folder: PathBuf::new(),
            home,
            names: Vec::new(),
            pictures: Vec::new(),
            has_more: false,
            listing: Some(control.clone()),
            shown: Vec::new(),
            list: ListState::default(),
            height: 0,
            keep_original: false,
        };
        (view, Job::List { folders, control })
    }

    /// Takes the pictures of the folder that was asked for last.
    pub(in crate::tui) fn learn(&mut self, listed: Listed) {
        if !self.listing.as_ref().is_some_and(|control| Arc::ptr_eq(control, &listed.control)) {
            return;
        }
        self.listing = None;
        if self.base.as_os_str().is_empty() {
            self.base.clone_from(&listed.folder);
        }
        self.folder = listed.folder;
        self.names = listed.names;
        self.pictures = listed.pictures;
        self.has_more = listed.has_more;
        self.filter();
    }

    pub fn key(&mut self, key: KeyEvent, state: &mut State) -> Answer {
        match state.config.keys.action(Key::of(key), Place::Picker) {
            Some(Action::ClosePicker) => {
                self.stop();
                state.session.release(self.place);
                return Answer::close();
            }
            Some(Action::BringIn) => return self.bring_in(state),
            Some(Action::FolderUp) => return self.folder_up(),
            Some(Action::KeepOriginal) => {
                self.keep_original = !self.keep_original;
                return Answer::stay();
            }
            _ => {}
        }
        match key.code {
            KeyCode::Down => self.list.next(self.shown.len()),
            KeyCode::Up => self.list.previous(),
            KeyCode::PageDown => self.list.page_down(self.height, self.shown.len()),
            KeyCode::PageUp => self.list.page_up(self.height),
            _ => {
                self.input.key(key);
                return Answer { close: false, jobs: self.typed() };
            }
        }
        Answer::stay()
    }

    pub fn paste(&mut self, text: &str) -> Vec<Job> {
        self.input.paste(&dropped::plain(text));
        self.typed()
    }

    pub fn scroll(&mut self, rows: i32) {
        for _ in 0..rows.unsigned_abs() {
            if rows > 0 { self.list.next(self.shown.len()) } else { self.list.previous() }
        }
    }

    fn bring_in(&mut self, state: &mut State) -> Answer {
        let Some(path) = self.selected().map(Path::to_owned) else { return Answer::stay() };
        self.stop();
        state.picture_folder = Some(self.folder.clone());
        Answer { close: true, jobs: import_image::start(state, path, self.place, self.keep_original, None) }
    }

    fn selected(&self) -> Option<&Path> {
        let at = self.shown.get(self.list.selected)?;
        self.pictures.get(*at).map(PathBuf::as_path)
    }

    fn stop(&mut self) {
        if let Some(control) = self.listing.take() {
            control.cancel();
        }
    }

    fn folder_up(&mut self) -> Answer {
        let Some(up) = self.folder.parent().map(Path::to_owned) else { return Answer::stay() };
        self.input.set_text("");
        self.base.clone_from(&up);
        Answer { close: false, jobs: self.go_to(up) }
    }

    fn go_to(&mut self, folder: PathBuf) -> Vec<Job> {
        self.stop();
        let control = Arc::new(Control::default());
        self.listing = Some(control.clone());
        self.folder.clone_from(&folder);
        self.names.clear();
        self.pictures.clear();
        self.filter();
        vec![Job::List { folders: vec![folder], control }]
    }

    /// What was typed is a path to go to, or letters to look for.
    fn typed(&mut self) -> Vec<Job> {
        let folder = match dropped::typed(self.input.line(), &self.base, self.home.as_deref()) {
            Some((folder, _)) => folder,
            None => self.base.clone(),
        };
        if folder != self.folder && !self.base.as_os_str().is_empty() {
            return self.go_to(folder);
        }
        self.filter();
        Vec::new()
    }

    /// Keeps the pictures that have the letters of every word typed, in their order.
    fn filter(&mut self) {
        let text = self.input.line();
        let typed = dropped::typed(text, &self.base, self.home.as_deref());
        let wanted = typed.as_ref().map_or(text, |(_, rest)| rest.as_str());
        self.shown = ranked(&self.names, wanted);
        self.list.select(0, self.shown.len());
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &mut State) -> Option<Position> {
        let theme = state.config.theme;
        let width = area.width.saturating_sub(if area.width >= WIDE { 6 } else { 2 });
        let title = format!("Choose a picture — {}", self.shown_folder());
        let inner = popup(frame, area, width, area.height.saturating_sub(1), &title, &theme);
        if inner.height < 4 {
            return None;
        }
        let line = Rect { height: 1, ..inner };
        let prompt = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        frame.render_widget(Paragraph::new(Piece::styled("> ", theme.key)), line);
        let cursor = self.input.render(prompt, frame.buffer_mut(), &theme.input(false));
        let body = Rect { y: inner.y + 1, height: inner.height - 2, ..inner };
        let (list, side) = if area.width >= WIDE {
            let width = body.width * 2 / 5;
            let side = Rect { x: body.x + width + 1, width: body.width - width - 1, ..body };
            (Rect { width, ..body }, side)
        } else {
            let height = (body.height * 2 / 5).max(1);
            (Rect { height, ..body }, Rect { y: body.y + height, height: body.height - height, ..body })
        };
        self.draw_list(frame, list, state);
        self.draw_selected(frame, side, state);
        self.draw_hints(frame, Rect { y: inner.bottom() - 1, height: 1, ..inner }, state);
        cursor
    }

    /// The folder as people write it, with `~` for their own.
    fn shown_folder(&self) -> String {
        let own = self.home.as_ref().and_then(|home| self.folder.strip_prefix(home).ok());
        match own {
            Some(inner) => format!("~/{}", inner.display()),
            None => self.folder.display().to_string(),
        }
    }

    fn draw_list(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) {
        let theme = &state.config.theme;
        self.height = usize::from(area.height);
        if self.shown.is_empty() {
            let text = match (&self.listing, self.pictures.is_empty()) {
                (Some(_), _) => "Looking for pictures …",
                (None, true) => {
                    "There are no pictures in this folder or under it; type a path to go to another."
                }
                (None, false) => "Nothing fits.",
            };
            let text = Paragraph::new(text).style(theme.dim).wrap(ratatui::widgets::Wrap { trim: true });
            return frame.render_widget(text, area);
        }
        for (y, at) in self.list.visible(self.height, self.shown.len()).enumerate() {
            let place = Rect { y: area.y + y as u16, height: 1, ..area };
            draw_line(frame, place, Line::raw(self.names[self.shown[at]].as_str()));
            if at == self.list.selected {
                frame.buffer_mut().set_style(place, theme.selected);
            }
        }
        if self.has_more && self.shown.len() > self.height && area.width > 40 {
            let text = " not all: type a path to a folder in it ";
            let width = text.chars().count() as u16;
            let place = Rect { x: area.right() - width, y: area.bottom() - 1, width, height: 1 };
            frame.render_widget(Line::styled(text, theme.dim), place);
        }
    }

    /// The selected picture, and under it what its file is.
    fn draw_selected(&self, frame: &mut Frame<'_>, area: Rect, state: &mut State) {
        let Some(path) = self.selected().filter(|_| area.height > 1) else { return };
        let theme = state.config.theme;
        let picture = Rect { height: area.height - 1, ..area };
        let means = state.config.images;
        let header = state.pictures.show(frame, picture, path, means, &theme);
        let text =
            header.map_or(String::new(), |header| format!("{} {}", header.summary(), header.format.name()));
        draw_line(frame, Rect { y: area.bottom() - 1, height: 1, ..area }, Line::styled(text, theme.title));
    }

    fn draw_hints(&self, frame: &mut Frame<'_>, area: Rect, state: &State) {
        let theme = &state.config.theme;
        let keep = if self.keep_original { "original: kept" } else { "original: not kept" };
        let hints = [
            (Action::BringIn, "bring in"),
            (Action::KeepOriginal, keep),
            (Action::FolderUp, "folder up"),
            (Action::ClosePicker, "back"),
        ];
        let mut pieces = Vec::new();
        for (action, what) in hints {
            pieces.push(Piece::styled(state.config.keys.label(action), theme.key));
            pieces.push(Piece::raw(format!(" {what}  ")));
        }
        draw_line(frame, area, Line::from(pieces));
    }
}
