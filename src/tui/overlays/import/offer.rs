//! What a document offers: a list to tick, and what is to be known of the selected one.

use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};

use crate::desk::{ImportSource, Imported};
use crate::import::candidate::{Candidate, TargetState};
use crate::import::{Kind, Tone};
use crate::tui::action::{Action, Keymap};
use crate::tui::app::job::import::DraftSnapshot;
use crate::tui::config::Config;
use crate::tui::overlays::list::FilteredList;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::overlays::{READABLE, draw_line, hints, popup, popup_inner, rows_of};
use crate::tui::theme::Theme;
use crate::tui::widgets::wrap_words;

/// From this width on, list and details are side by side.
const WIDE: u16 = 120;

struct Areas {
    body: Rect,
    list: Rect,
    detail: Rect,
}

#[derive(Debug)]
pub(crate) struct Offer {
    /// The draft that it was made for.
    pub asked: DraftSnapshot,
    pub imported: Arc<Imported>,
    pub sources: Vec<ImportSource>,
    kind: Kind,
    ticks: Vec<bool>,
    list: FilteredList,
    /// Of the text below the list, or of the remarks.
    scroll: Scroll,
    shows_remarks: bool,
    says: Option<String>,
}

impl Offer {
    /// What can be taken without a look is ticked; what was there before keeps its tick.
    pub fn new(
        asked: DraftSnapshot,
        kind: Kind,
        imported: Imported,
        sources: Vec<ImportSource>,
        before: Option<&Offer>,
    ) -> Offer {
        let count = imported.proposal.candidates.len();
        let mut offer = Offer {
            asked,
            imported: Arc::new(imported),
            sources,
            kind,
            ticks: vec![false; count],
            list: FilteredList::new(count),
            scroll: Scroll::default(),
            shows_remarks: count == 0,
            says: before.and_then(|before| before.says.clone()),
        };
        match before {
            None => offer.tick_safe(),
            Some(before) => {
                offer.list.select(before.list.selected().unwrap_or(0));
                // What an answer made possible is new, and is ticked like at first.
                let is_new = |one: &Candidate| !before.candidates().iter().any(|own| is_same(own, one));
                let ticks = offer.candidates().iter().map(|one| {
                    before.has_ticked(one) || is_new(one) && one.is_safe() && before.ticks.contains(&true)
                });
                offer.ticks = ticks.collect();
            }
        }
        offer
    }

    pub fn is_of(&self, kind: Kind, sources: &[ImportSource]) -> bool {
        self.kind == kind && self.sources == sources
    }

    fn candidates(&self) -> &[Candidate] {
        &self.imported.proposal.candidates
    }

    fn has_ticked(&self, one: &Candidate) -> bool {
        let own = self.candidates().iter().zip(&self.ticks);
        one.target != TargetState::Same && own.into_iter().any(|(own, ticked)| *ticked && is_same(own, one))
    }

    pub fn say(&mut self, text: impl Into<String>) {
        self.says = Some(text.into());
    }

    /// The ticked candidates. If nothing is ticked, a message says why.
    pub fn chosen(&mut self, keys: &Keymap) -> Option<Vec<usize>> {
        let chosen: Vec<usize> = (0..self.ticks.len()).filter(|at| self.ticks[*at]).collect();
        if !chosen.is_empty() {
            return Some(chosen);
        }
        let open = self.candidates().iter().any(|one| one.target != TargetState::Same);
        match (self.candidates().is_empty(), open) {
            (true, _) => {}
            (false, true) => {
                let tick = keys.label(Action::ImportTick);
                self.say(format!("Tick what is wanted first, with {tick}."));
            }
            (false, false) => self.say("All of it is in the draft already."),
        }
        None
    }

    pub fn hide_remarks(&mut self) -> bool {
        let hides = self.shows_remarks && !self.ticks.is_empty();
        if hides {
            self.shows_remarks = false;
            self.scroll = Scroll::default();
        }
        hides
    }

    /// True while letters are typed into the search of the list.
    pub fn is_typing(&self) -> bool {
        self.list.is_typing()
    }

    pub fn type_key(&mut self, key: KeyEvent, keys: &Keymap, screen: Rect) {
        if self.list.type_key(key, keys, self.areas(screen).list.height) {
            self.search();
        }
    }

    pub fn paste(&mut self, text: &str) {
        if self.list.paste(text) {
            self.search();
        }
    }

    fn search(&mut self) {
        let all = &self.imported.proposal.candidates;
        self.list.filter(|at| format!("{} {}", all[at].what, all[at].place));
        self.scroll = Scroll::default();
    }

    pub fn end_search(&mut self) -> bool {
        self.list.end_search()
    }

    pub fn key(&mut self, action: Option<Action>, screen: Rect) {
        self.says = None;
        match action {
            Some(Action::ImportRemarks) if !self.ticks.is_empty() => {
                self.shows_remarks = !self.shows_remarks;
                self.scroll = Scroll::default();
            }
            Some(Action::ListPageDown) => self.scroll_text(self.page(screen), screen),
            Some(Action::ListPageUp) => self.scroll_text(-self.page(screen), screen),
            action if self.shows_remarks => self.scroll_text(rows_of(action).unwrap_or(0), screen),
            action => self.list_key(action, screen),
        }
    }

    fn list_key(&mut self, action: Option<Action>, screen: Rect) {
        let selected = self.list.selected();
        match action {
            Some(Action::ImportTick) => {
                if let Some(at) = selected {
                    self.tick(at);
                }
            }
            Some(Action::ImportTickSafe) => {
                let before = self.ticks.clone();
                self.tick_safe();
                // A second time takes them back.
                if self.ticks == before {
                    self.ticks.fill(false);
                }
            }
            action => {
                self.list.act(action, self.areas(screen).list.height);
                if self.list.selected() != selected {
                    self.scroll = Scroll::default();
                }
            }
        }
    }

    /// Scrolls the remarks, or the text below the list.
    fn scroll_text(&mut self, rows: i32, screen: Rect) {
        let area = self.text_area(screen);
        let len = self.text(area.width, &Theme::fallback()).len();
        self.scroll.by(rows, area.height, len);
    }

    fn page(&self, screen: Rect) -> i32 {
        i32::from(self.text_area(screen).height).saturating_sub(1).max(1)
    }

    pub fn scroll(&mut self, rows: i32, screen: Rect) {
        let action = if rows > 0 { Action::ListDown } else { Action::ListUp };
        (0..rows.unsigned_abs()).for_each(|_| self.key(Some(action), screen));
    }

    /// Where list and text are drawn. The rows below them are free.
    fn areas(&self, screen: Rect) -> Areas {
        let inner = popup_inner(screen, screen.width, screen.height);
        let body = Rect { height: inner.height.saturating_sub(2), ..inner };
        if body.width >= WIDE {
            let width = (body.width / 2).max(body.width.saturating_sub(READABLE + 1));
            let detail = Rect { x: body.x + width + 1, width: body.width - width - 1, ..body };
            return Areas { body, list: Rect { width, ..body }, detail };
        }
        let rows = ((body.height + 1) * 2 / 5).max(1).min(self.ticks.len() as u16);
        let detail = Rect { y: body.y + rows + 1, height: body.height.saturating_sub(rows + 1), ..body };
        Areas { body, list: Rect { height: rows, ..body }, detail }
    }

    fn text_area(&self, screen: Rect) -> Rect {
        let areas = self.areas(screen);
        let width = areas.body.width.min(READABLE);
        if self.shows_remarks { Rect { width, ..areas.body } } else { areas.detail }
    }

    /// The remarks, or what is known about the selected candidate, wrapped.
    fn text(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        match self.list.selected().filter(|_| !self.shows_remarks) {
            Some(at) => wrap_words(detail_of(&self.candidates()[at], theme), width),
            None if self.shows_remarks => wrap_words(self.remarks(theme), width),
            None => Vec::new(),
        }
    }

    /// Of those that are for the same words, only one is ticked.
    fn tick(&mut self, at: usize) {
        if self.candidates()[at].target == TargetState::Same {
            return self.say("That is in the draft already.");
        }
        self.ticks[at] = !self.ticks[at];
        if self.ticks[at] {
            let others = self.excluded_by(at);
            if let Some(first) = others.first() {
                let what = &self.candidates()[*first].what;
                self.say(format!("Only one of them fits there; not ticked any more: {what}"));
            }
            others.into_iter().for_each(|other| self.ticks[other] = false);
        }
        if self.says.is_none() {
            self.list.select_next();
            self.scroll = Scroll::default();
        }
    }

    fn tick_safe(&mut self) {
        for at in 0..self.ticks.len() {
            if self.candidates()[at].is_safe() && self.excluded_by(at).is_empty() {
                self.ticks[at] = true;
            }
        }
    }

    /// The ticked ones that can't be taken with this one.
    fn excluded_by(&self, at: usize) -> Vec<usize> {
        let all = self.candidates();
        let others = (0..all.len()).filter(|other| *other != at && self.ticks[*other]);
        others.filter(|other| all[at].excludes(&all[*other])).collect()
    }

    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        refused: Option<&str>,
        config: &Config,
    ) -> Option<Position> {
        let theme = &config.theme;
        let inner = popup(frame, area, area.width, area.height, &self.title(), theme);
        if inner.height < 4 {
            return None;
        }
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let back = (Action::ImportBack, "back");
        let actions: &[(Action, &str)] = match (self.ticks.is_empty(), self.shows_remarks) {
            (true, _) => &[back],
            (false, true) => &[(Action::ImportRemarks, "what it offers"), (Action::ImportTake, "take"), back],
            (false, false) => &[
                (Action::ImportTick, "tick"),
                (Action::ImportTickSafe, "all safe ones"),
                (Action::ImportRemarks, "remarks"),
                (Action::ImportTake, "take"),
                back,
            ],
        };
        match refused.or(self.says.as_deref()) {
            Some(said) => draw_line(frame, foot, Line::styled(said, theme.bad)),
            None => draw_line(frame, foot, hints(&config.keys, actions, theme)),
        }
        let text_area = self.text_area(area);
        self.scroll.draw(frame, text_area, &self.text(text_area.width, theme), theme);
        if self.shows_remarks {
            return None;
        }
        self.list.draw(frame, self.areas(area).list, theme, |frame, place, at| {
            draw_line(frame, place, self.row(at, theme));
        })
    }

    fn title(&self) -> String {
        let what = self.kind.describe();
        if self.ticks.is_empty() {
            return format!("Import {what}: nothing for this draft");
        }
        let ticked = self.ticks.iter().filter(|ticked| **ticked).count();
        format!("Import {what}: {ticked} of {} ticked", self.ticks.len())
    }

    fn row(&self, at: usize, theme: &Theme) -> Line<'_> {
        let one = &self.candidates()[at];
        let (sign, style) = look(one, theme);
        let tick = match (one.target, self.ticks[at]) {
            (TargetState::Same, _) => "    ",
            (_, true) => "[x] ",
            (_, false) => "[ ] ",
        };
        let text = if one.target == TargetState::Same { theme.dim } else { theme.text };
        Line::from(vec![
            Piece::raw(tick),
            Piece::styled(format!("{sign} "), style),
            Piece::styled(one.what.as_str(), text),
            Piece::styled(format!(" → {}", one.place), theme.dim),
        ])
    }

    fn remarks(&self, theme: &Theme) -> Vec<(String, Style)> {
        let mut lines = Vec::new();
        for address in self.imported.images.iter().take(1) {
            lines.push((
                format!("Its image is {address}: `copydesk import post … --image {address}` brings it in.\n"),
                theme.text,
            ));
        }
        let own = self.imported.proposal.remarks.iter();
        for remark in self.imported.remarks.iter().map(|(_, remark)| remark).chain(own) {
            let (sign, style) = match remark.tone {
                Tone::Found | Tone::Used => ("✓", theme.good),
                Tone::Unused => ("·", theme.dim),
                Tone::Missing => ("–", theme.dim),
                Tone::Unclear => ("?", theme.warn),
            };
            let said = match remark.tone {
                Tone::Found => String::new(),
                tone => format!("{}: ", tone.word()),
            };
            lines.push((format!("{sign} "), style));
            if let Some(line) = remark.line {
                lines.push((format!("line {line}: "), theme.dim));
            }
            lines.push((format!("{said}{}\n", remark.text), theme.text));
        }
        if lines.is_empty() {
            lines.push(("There is nothing to remark.".to_owned(), theme.dim));
        }
        lines
    }
}

/// True if both candidates are for the same words and place.
fn is_same(one: &Candidate, other: &Candidate) -> bool {
    one.what == other.what && one.place == other.place && one.text == other.text
}

/// A sign for its state, readable without colour.
fn look(one: &Candidate, theme: &Theme) -> (&'static str, Style) {
    match one.target {
        TargetState::Same => ("=", theme.dim),
        TargetState::Written => ("!", theme.warn),
        TargetState::Open if one.doubt.is_some() => ("?", theme.warn),
        TargetState::Open => ("·", theme.good),
    }
}

/// The candidate, its place, its doubt, the text there now and the new text.
fn detail_of(one: &Candidate, theme: &Theme) -> Vec<(String, Style)> {
    let line = one.line.map(|line| format!(", from line {line} of the document")).unwrap_or_default();
    let mut lines =
        vec![(format!("{}\n", one.what), theme.title), (format!("→ {}{line}\n", one.place), theme.dim)];
    if let Some(doubt) = &one.doubt {
        lines.push((format!("Look twice: {doubt}\n"), theme.warn));
    }
    match one.target {
        TargetState::Written => lines.push(("It overwrites the text there:\n".to_owned(), theme.warn)),
        TargetState::Same => lines.push(("It is there already:\n".to_owned(), theme.dim)),
        TargetState::Open => {}
    }
    lines.extend(one.files.iter().map(|(from, to)| (format!("Its image: {from} → {to}\n"), theme.dim)));
    let mut add = |sign: &str, text: &str, style: Style| {
        let full = text.lines().filter(|line| !line.trim().is_empty());
        lines.extend(full.map(|line| (format!("{sign} {line}\n"), style)));
    };
    match one.target {
        TargetState::Same if one.current.is_empty() => add("=", &one.text, theme.dim),
        TargetState::Same => add("=", &one.current, theme.dim),
        TargetState::Written => add("-", &one.current, theme.bad),
        TargetState::Open => add("-", &one.current, theme.dim),
    }
    if one.target != TargetState::Same {
        add("+", &one.text, theme.good);
    }
    lines
}
