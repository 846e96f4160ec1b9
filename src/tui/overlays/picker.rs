use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{draw_line, hints, popup, popup_inner};
use crate::image::Control;
use crate::text::ranked;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::dropped;
use crate::tui::app::job::Job;
use crate::tui::app::job::image::Listed;
use crate::tui::app::session::Marker;
use crate::tui::images::Images;
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;

/// The images of a folder, to type a few letters of, with the selected one beside them.
#[derive(Debug)]
pub struct PickerView {
    /// The path in the draft that it is for.
    place: Marker,
    list: FilteredList,
    /// Where typed paths begin.
    base: PathBuf,
    folder: PathBuf,
    home: Option<PathBuf>,
    names: Vec<String>,
    images: Vec<PathBuf>,
    has_more: bool,
    /// The job that lists the folder, while it runs.
    listing: Option<Arc<Control>>,
    keep_original: bool,
}

struct Areas {
    list: Rect,
    /// The selected image.
    image: Rect,
}

/// A screen this wide has list and image side by side.
const WIDE: u16 = 90;

impl PickerView {
    /// A picker for the first of these folders that is there, and the job that lists it.
    pub(in crate::tui) fn new(
        place: Marker,
        folders: Vec<PathBuf>,
        home: Option<PathBuf>,
    ) -> (PickerView, Job) {
        let control = Arc::new(Control::default());
        let view = PickerView {
            place,
            list: FilteredList::with_prompt(0),
            base: PathBuf::new(),
            folder: PathBuf::new(),
            home,
            names: Vec::new(),
            images: Vec::new(),
            has_more: false,
            listing: Some(control.clone()),
            keep_original: false,
        };
        (view, Job::List { folders, control })
    }

    /// Takes the images of the folder that was asked for last.
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
        self.images = listed.images;
        self.has_more = listed.has_more;
        self.filter();
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let keys = &context.config.keys;
        match keys.first(Key::of(key), &[KeyContext::Picker]) {
            Some(Action::ClosePicker) => {
                self.stop();
                return vec![Command::Close, Command::Release(self.place)];
            }
            Some(Action::ImportImage) => return self.import(),
            Some(Action::FolderUp) => return self.folder_up(),
            Some(Action::KeepOriginal) => {
                self.keep_original = !self.keep_original;
                return Vec::new();
            }
            _ => {}
        }
        if !self.list.type_key(key, keys, self.areas(context.screen).list.height) {
            return Vec::new();
        }
        self.typed().into_iter().map(Command::run).collect()
    }

    pub fn paste(&mut self, text: &str) -> Vec<Job> {
        self.list.paste(&dropped::plain(text));
        self.typed()
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        self.list.scroll(rows, self.areas(context.screen).list.height);
    }

    fn popup_size(area: Rect) -> (u16, u16) {
        (area.width.saturating_sub(if area.width >= WIDE { 6 } else { 2 }), area.height.saturating_sub(1))
    }

    /// Where the list and the selected image are drawn. The row below the list is free.
    fn areas(&self, area: Rect) -> Areas {
        let (width, height) = Self::popup_size(area);
        let inner = popup_inner(area, width, height);
        let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(2), ..inner };
        if area.width >= WIDE {
            let width = body.width * 2 / 5;
            let image = Rect { x: body.x + width + 1, width: body.width - width - 1, ..body };
            return Areas { list: Rect { width, height: body.height.saturating_sub(1), ..body }, image };
        }
        let height = (body.height * 2 / 5).max(1);
        let image = Rect { y: body.y + height + 1, height: body.height.saturating_sub(height + 1), ..body };
        Areas { list: Rect { height, ..body }, image }
    }

    fn import(&mut self) -> Vec<Command> {
        let Some(path) = self.selected().map(Path::to_owned) else { return Vec::new() };
        self.stop();
        let (folder, place, keep_original) = (self.folder.clone(), self.place, self.keep_original);
        vec![Command::Close, Command::ImportImage { path, folder, place, keep_original }]
    }

    fn selected(&self) -> Option<&Path> {
        self.images.get(self.list.selected()?).map(PathBuf::as_path)
    }

    fn stop(&mut self) {
        if let Some(control) = self.listing.take() {
            control.cancel();
        }
    }

    fn folder_up(&mut self) -> Vec<Command> {
        let Some(up) = self.folder.parent().map(Path::to_owned) else { return Vec::new() };
        self.list.clear_text();
        self.base.clone_from(&up);
        self.go_to(up).into_iter().map(Command::run).collect()
    }

    fn go_to(&mut self, folder: PathBuf) -> Vec<Job> {
        self.stop();
        let control = Arc::new(Control::default());
        self.listing = Some(control.clone());
        self.folder.clone_from(&folder);
        self.names.clear();
        self.images.clear();
        self.filter();
        vec![Job::List { folders: vec![folder], control }]
    }

    /// What was typed is a path to go to, or letters to look for.
    fn typed(&mut self) -> Vec<Job> {
        let folder = match dropped::typed(self.list.text(), &self.base, self.home.as_deref()) {
            Some((folder, _)) => folder,
            None => self.base.clone(),
        };
        if folder != self.folder && !self.base.as_os_str().is_empty() {
            return self.go_to(folder);
        }
        self.filter();
        Vec::new()
    }

    /// Keeps the images that have the letters of every word typed, in their order.
    fn filter(&mut self) {
        let text = self.list.text();
        let typed = dropped::typed(text, &self.base, self.home.as_deref());
        let wanted = typed.as_ref().map_or(text, |(_, rest)| rest.as_str());
        let shown = ranked(&self.names, wanted);
        self.list.show(shown);
    }

    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        context: &Context<'_>,
        images: &mut Images,
    ) -> Option<Position> {
        let theme = context.config.theme;
        let (width, height) = Self::popup_size(area);
        let title = format!("Choose an image — {}", self.shown_folder());
        let inner = popup(frame, area, width, height, &title, &theme);
        if inner.height < 4 {
            return None;
        }
        let cursor = self.list.draw_input(frame, Rect { height: 1, ..inner }, &theme);
        let Areas { list, image } = self.areas(area);
        self.draw_list(frame, list, context);
        self.draw_selected(frame, image, context, images);
        self.draw_hints(frame, Rect { y: inner.bottom() - 1, height: 1, ..inner }, context);
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

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) {
        let theme = &context.config.theme;
        if self.list.is_empty() {
            let text = match (&self.listing, self.images.is_empty()) {
                (Some(_), _) => "Looking for images …",
                (None, true) => {
                    "There are no images in this folder or under it; type a path to go to another."
                }
                (None, false) => "Nothing fits.",
            };
            let text = Paragraph::new(text).style(theme.dim).wrap(ratatui::widgets::Wrap { trim: true });
            return frame.render_widget(text, area);
        }
        let names = &self.names;
        if self.has_more {
            // The right end of the row counts the hidden names.
            let text = "not all: type a path";
            let place = Rect { y: area.bottom(), height: 1, ..area };
            draw_line(frame, place, Line::styled(text, theme.dim));
        }
        self.list.draw(frame, area, theme, |frame, place, at| {
            draw_line(frame, place, Line::raw(names[at].as_str()));
        });
    }

    /// The selected image, and under it what its file is.
    fn draw_selected(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>, images: &mut Images) {
        let Some(path) = self.selected().filter(|_| area.height > 1) else { return };
        let theme = context.config.theme;
        let image = Rect { height: area.height - 1, ..area };
        let means = context.config.images;
        let header = images.show(frame, image, path, means, &theme);
        let text =
            header.map_or(String::new(), |header| format!("{} {}", header.summary(), header.format.name()));
        draw_line(frame, Rect { y: area.bottom() - 1, height: 1, ..area }, Line::styled(text, theme.title));
    }

    fn draw_hints(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) {
        let theme = &context.config.theme;
        let keep = if self.keep_original { "original: kept" } else { "original: not kept" };
        let actions = [
            (Action::ImportImage, "import"),
            (Action::KeepOriginal, keep),
            (Action::FolderUp, "folder up"),
            (Action::ClosePicker, "back"),
        ];
        draw_line(frame, area, hints(&context.config.keys, &actions, theme));
    }
}
