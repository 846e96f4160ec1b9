use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{Answer, draw_line, popup};
use crate::draft::BlockKind;
use crate::outline::{move_row_to, move_to_section};
use crate::profile::SlotKind;
use crate::text::Coalesce;
use crate::tui::action::{ACTIONS, Action, Place};
use crate::tui::app::state::State;
use crate::tui::app::{navigate, update};
use crate::tui::widgets::{ListState, TextBox};

/// A list to type a few letters of: commands, places in the draft, or sections to move a slot to.
#[derive(Debug)]
pub struct PaletteView {
    title: &'static str,
    input: TextBox,
    entries: Vec<Entry>,
    /// The entries that fit what was typed.
    shown: Vec<usize>,
    list: ListState,
    height: usize,
}

#[derive(Debug)]
struct Entry {
    label: String,
    detail: String,
    target: Target,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Run(Action),
    GoTo(usize),
    MoveSlot { slot: usize, section: usize },
    MoveRow { from: usize, row: usize, to: usize },
}

impl PaletteView {
    /// Every command that can be run now, and every section.
    pub fn commands(state: &State) -> PaletteView {
        let here = state.place();
        let usable = |place: Place| place == Place::Anywhere || place == here;
        let mut entries: Vec<Entry> = ACTIONS
            .iter()
            .filter(|spec| usable(spec.place) && spec.action != Action::Palette)
            .map(|spec| Entry {
                label: spec.help.to_owned(),
                detail: state.config.keys.label(spec.action),
                target: Target::Run(spec.action),
            })
            .collect();
        entries.extend(headings(state));
        Self::new("Commands and places", entries)
    }

    pub fn headings(state: &State) -> PaletteView {
        Self::new("Go to a heading", headings(state).collect())
    }

    /// The sections that a slot can be moved to.
    pub fn move_targets(state: &State, slot: usize) -> PaletteView {
        let own = state.session.outline.slots[slot].section;
        let takes_stories = |id: &str| {
            let kinds = state
                .workspace
                .profile
                .section(id)
                .map(|section| section.kinds.as_slice())
                .unwrap_or_default();
            kinds.iter().any(|kind| {
                matches!(kind, SlotKind::Feature | SlotKind::Stories | SlotKind::Events | SlotKind::People)
            })
        };
        let mut entries: Vec<Entry> = Vec::new();
        let sections = state.session.outline.sections.iter().enumerate();
        for (section, one) in sections.filter(|(n, one)| *n != own && takes_stories(&one.id)) {
            // Each story with a heading of its own is a section; one entry stands for all of them.
            let is_feature = !one.known;
            let title = if is_feature { "As a feature story".to_owned() } else { one.title.clone() };
            if is_feature {
                entries.retain(|entry| entry.label != title);
            }
            entries.push(Entry {
                label: title,
                detail: String::new(),
                target: Target::MoveSlot { slot, section },
            });
        }
        Self::new("Move to", entries)
    }

    /// The lists that a line can be moved to.
    pub fn row_targets(state: &State, from: usize, row: usize) -> PaletteView {
        let outline = &state.session.outline;
        let kind = outline.slots[from].kind;
        let others = outline
            .slots
            .iter()
            .enumerate()
            .filter(|(n, slot)| *n != from && slot.is_list() && slot.kind == kind);
        let entries = others.map(|(to, slot)| Entry {
            label: outline.sections[slot.section].title.clone(),
            detail: slot.title.clone(),
            target: Target::MoveRow { from, row, to },
        });
        Self::new("Move the line to", entries.collect())
    }

    fn new(title: &'static str, entries: Vec<Entry>) -> PaletteView {
        let shown = (0..entries.len()).collect();
        PaletteView {
            title,
            input: TextBox::one_line(""),
            entries,
            shown,
            list: ListState::default(),
            height: 10,
        }
    }

    pub fn key(&mut self, key: KeyEvent, state: &mut State) -> Answer {
        match key.code {
            KeyCode::Esc => return Answer::close(),
            KeyCode::Enter => {
                let Some(target) = self.shown.get(self.list.selected).map(|n| self.entries[*n].target) else {
                    return Answer::stay();
                };
                return Answer { close: true, jobs: run(target, state) };
            }
            KeyCode::Down => self.list.next(self.shown.len()),
            KeyCode::Up => self.list.previous(),
            KeyCode::PageDown => self.list.page_down(self.height, self.shown.len()),
            KeyCode::PageUp => self.list.page_up(self.height),
            _ => {
                self.input.key(key);
                self.filter();
            }
        }
        Answer::stay()
    }

    pub fn paste(&mut self, text: String, _: &State) {
        self.input.paste(&text);
        self.filter();
    }

    /// Keeps the entries that hold every word typed, in any order.
    fn filter(&mut self) {
        let wanted = self.input.line().to_lowercase();
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let fits = |entry: &Entry| {
            let label = entry.label.to_lowercase();
            words.iter().all(|word| label.contains(word))
        };
        self.shown = (0..self.entries.len()).filter(|n| fits(&self.entries[*n])).collect();
        self.list.select(0, self.shown.len());
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) -> Option<Position> {
        let theme = &state.config.theme;
        let height = (self.entries.len() as u16 + 3).min(area.height.saturating_sub(2)).max(5);
        let inner = popup(frame, area, 72, height, self.title, theme);
        let line = Rect { height: 1, ..inner };
        let prompt = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        frame.render_widget(Paragraph::new(Piece::styled("> ", theme.key)), line);
        let cursor = self.input.render(prompt, frame.buffer_mut(), &theme.input(false));
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
        self.height = usize::from(list.height);
        if self.shown.is_empty() {
            frame.render_widget(Paragraph::new("Nothing fits.").style(theme.dim), list);
        }
        for (y, at) in self.list.visible(self.height, self.shown.len()).enumerate() {
            let entry = &self.entries[self.shown[at]];
            let place = Rect { y: list.y + y as u16, height: 1, ..list };
            let width = (entry.detail.chars().count() as u16).min(place.width);
            let left = Rect { width: place.width - width - u16::from(width > 0), ..place };
            draw_line(frame, left, Line::raw(entry.label.as_str()));
            let right = Rect { x: place.right() - width, width, ..place };
            frame.render_widget(Paragraph::new(entry.detail.as_str()).style(theme.key), right);
            if at == self.list.selected {
                frame.buffer_mut().set_style(place, theme.selected);
            }
        }
        cursor
    }
}

fn headings(state: &State) -> impl Iterator<Item = Entry> + '_ {
    let draft = &state.session.draft;
    draft.blocks().iter().filter_map(move |block| {
        let BlockKind::Heading { level, text } = block.kind else { return None };
        let line = state.session.lines().position(block.span.start, draft.text()).line;
        let label = format!("{} {}", "#".repeat(usize::from(level)), draft.slice(text));
        Some(Entry { label, detail: format!("line {line}"), target: Target::GoTo(block.span.start) })
    })
}

fn run(target: Target, state: &mut State) -> Vec<crate::tui::app::job::Job> {
    match target {
        Target::Run(action) => update::act(action, state),
        Target::GoTo(offset) => {
            navigate::go_to_heading(state, offset);
            Vec::new()
        }
        Target::MoveSlot { slot, section } => {
            let session = &state.session;
            let edits =
                move_to_section(&session.draft, &session.outline, &state.workspace.profile, slot, section);
            match edits {
                Some(edits) => {
                    let title = state.session.outline.sections[section].title.clone();
                    update::change(state, &edits, Coalesce::No, &format!("Moved to the end of “{title}”."));
                    let outline = &state.session.outline;
                    let moved = outline.sections.iter().position(|section| section.title == title);
                    if let Some(last) =
                        moved.and_then(|section| outline.sections[section].slots.clone().next_back())
                    {
                        state.outline.select_slot(last, &state.session);
                    }
                }
                None => state.complain("That slot can't be moved there."),
            }
            Vec::new()
        }
        Target::MoveRow { from, row, to } => {
            let slots = &state.session.outline.slots;
            match move_row_to(&state.session.draft, &slots[from], row, &slots[to]) {
                Some(edits) => update::change(state, &edits, Coalesce::No, "Moved."),
                None => state.complain("That line can't be moved there."),
            }
            Vec::new()
        }
    }
}
