//! What a document offers: a list to tick, and what is to be known of the selected one.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};

use crate::desk::{ImportSource, Imported};
use crate::import::candidate::{Candidate, TargetState};
use crate::import::{Kind, Tone};
use crate::tui::action::Action;
use crate::tui::app::job::import::DraftSnapshot;
use crate::tui::config::Config;
use crate::tui::overlays::list::{draw_rows, move_selection};
use crate::tui::overlays::{draw_line, hints, popup, rows_of};
use crate::tui::theme::Theme;
use crate::tui::widgets::{ListState, wrap_words};

/// From this width on, list and details are side by side.
const WIDE: u16 = 120;

#[derive(Debug)]
pub(crate) struct Offer {
    /// The draft that it was made for.
    pub asked: DraftSnapshot,
    pub imported: Arc<Imported>,
    pub sources: Vec<ImportSource>,
    kind: Kind,
    ticks: Vec<bool>,
    list: ListState,
    /// The first row in sight of what is under the list, or of the remarks.
    offset: usize,
    page: usize,
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
            list: before.map(|before| before.list).unwrap_or_default(),
            offset: 0,
            page: 1,
            shows_remarks: count == 0,
            says: before.and_then(|before| before.says.clone()),
        };
        match before {
            None => offer.tick_safe(),
            Some(before) => {
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
    pub fn chosen(&mut self) -> Option<Vec<usize>> {
        let chosen: Vec<usize> = (0..self.ticks.len()).filter(|at| self.ticks[*at]).collect();
        if !chosen.is_empty() {
            return Some(chosen);
        }
        let open = self.candidates().iter().any(|one| one.target != TargetState::Same);
        match (self.candidates().is_empty(), open) {
            (true, _) => {}
            (false, true) => self.say("Tick what is wanted first, with Space."),
            (false, false) => self.say("All of it is in the draft already."),
        }
        None
    }

    pub fn hide_remarks(&mut self) -> bool {
        let hides = self.shows_remarks && !self.ticks.is_empty();
        if hides {
            self.shows_remarks = false;
            self.offset = 0;
        }
        hides
    }

    pub fn key(&mut self, action: Option<Action>) {
        self.says = None;
        let count = self.ticks.len();
        let at = self.list.selected;
        match action {
            Some(Action::ImportRemarks) if count > 0 => {
                self.shows_remarks = !self.shows_remarks;
                self.offset = 0;
            }
            Some(Action::ListPageDown) => self.offset = self.offset.saturating_add(self.page),
            Some(Action::ListPageUp) => self.offset = self.offset.saturating_sub(self.page),
            action if self.shows_remarks => {
                let rows = rows_of(action).unwrap_or(0);
                self.offset = self.offset.saturating_add_signed(rows as isize);
            }
            Some(Action::ImportTick) if at < count => self.tick(at),
            Some(Action::ImportTickSafe) => {
                let before = self.ticks.clone();
                self.tick_safe();
                // A second time takes them back.
                if self.ticks == before {
                    self.ticks.fill(false);
                }
            }
            action => {
                if move_selection(&mut self.list, action, count, count) && self.list.selected != at {
                    self.offset = 0;
                }
            }
        }
    }

    pub fn scroll(&mut self, rows: i32) {
        let action = if rows > 0 { Action::ListDown } else { Action::ListUp };
        (0..rows.unsigned_abs()).for_each(|_| self.key(Some(action)));
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
            self.list.next(self.ticks.len());
            self.offset = 0;
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

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, refused: Option<&str>, config: &Config) {
        let theme = &config.theme;
        let inner = popup(frame, area, area.width, area.height, &self.title(), theme);
        if inner.height < 4 {
            return;
        }
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let body = Rect { height: inner.height - 1, ..inner };
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
        if self.shows_remarks {
            let lines = wrap_words(self.remarks(theme), body.width);
            return self.draw_part(frame, body, &lines, theme);
        }
        let count = self.ticks.len();
        let (list, detail) = if body.width >= WIDE {
            let width = body.width / 2;
            (Rect { width, ..body }, Rect { x: body.x + width + 1, width: body.width - width - 1, ..body })
        } else {
            let rows = (body.height * 2 / 5).max(1).min(count as u16);
            let below = Rect { y: body.y + rows + 1, height: body.height.saturating_sub(rows + 1), ..body };
            (Rect { height: rows, ..body }, below)
        };
        let mut state = self.list;
        let left = draw_rows(frame, list, &mut state, count, theme, |frame, place, at| {
            draw_line(frame, place, self.row(at, theme));
        });
        self.list = state;
        if left > 0 {
            draw_more(frame, list, &format!(" ↓ {left} more "), theme);
        }
        let lines = wrap_words(detail_of(&self.candidates()[self.list.selected], theme), detail.width);
        self.draw_part(frame, detail, &lines, theme);
    }

    /// Draws what is in sight of lines, and says where there are more.
    fn draw_part(&mut self, frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>], theme: &Theme) {
        let height = usize::from(area.height);
        self.page = height.saturating_sub(1).max(1);
        self.offset = self.offset.min(lines.len().saturating_sub(height));
        for (y, line) in lines.iter().skip(self.offset).take(height).enumerate() {
            draw_line(frame, Rect { y: area.y + y as u16, height: 1, ..area }, line.clone());
        }
        let left = lines.len().saturating_sub(self.offset + height);
        if left > 0 && height > 0 {
            draw_more(frame, area, &format!(" PgDn: {left} more "), theme);
        }
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

/// Says in the last corner of a part that there is more below.
fn draw_more(frame: &mut Frame<'_>, area: Rect, text: &str, theme: &Theme) {
    let width = (text.chars().count() as u16).min(area.width);
    let place = Rect { x: area.right() - width, y: area.bottom().saturating_sub(1), width, height: 1 };
    draw_line(frame, place, Line::styled(text, theme.key));
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
