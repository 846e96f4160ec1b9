use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{draw_line, popup};
use crate::draft::BlockKind;
use crate::profile::SlotKind;
use crate::tui::action::{ACTIONS, Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::widgets::{EditCommand, ListState, TextInput};

/// A list to type a few letters of: commands, places in the draft, or sections to move a slot to.
#[derive(Debug)]
pub struct PaletteView {
    title: &'static str,
    input: TextInput,
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
    pub fn commands(context: &Context<'_>) -> PaletteView {
        let here = context.keys_below;
        let usable = |context: KeyContext| context == KeyContext::Anywhere || context == here;
        let mut entries: Vec<Entry> = ACTIONS
            .iter()
            .filter(|spec| usable(spec.context) && spec.action != Action::Palette)
            .map(|spec| Entry {
                label: spec.help.to_owned(),
                detail: context.config.keys.label(spec.action),
                target: Target::Run(spec.action),
            })
            .collect();
        entries.extend(headings(context));
        Self::new("Commands and places", entries)
    }

    pub fn headings(context: &Context<'_>) -> PaletteView {
        Self::new("Go to a heading", headings(context).collect())
    }

    /// The sections that a slot can be moved to.
    pub fn move_targets(context: &Context<'_>, slot: usize) -> PaletteView {
        let own = context.session.outline.slots[slot].section;
        let takes_stories = |id: &str| {
            let kinds = context
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
        let sections = context.session.outline.sections.iter().enumerate();
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
    pub fn row_targets(context: &Context<'_>, from: usize, row: usize) -> PaletteView {
        let outline = &context.session.outline;
        let kind = outline.slots[from].kind;
        let others = outline
            .slots
            .iter()
            .enumerate()
            .filter(|(n, slot)| *n != from && slot.is_list && slot.kind == kind);
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
            input: TextInput::one_line(""),
            entries,
            shown,
            list: ListState::default(),
            height: 10,
        }
    }

    pub fn key(&mut self, key: KeyEvent) -> Vec<Command> {
        match key.code {
            KeyCode::Esc => return vec![Command::Close],
            KeyCode::Enter => {
                let Some(target) = self.shown.get(self.list.selected).map(|n| self.entries[*n].target) else {
                    return Vec::new();
                };
                return vec![Command::Close, command_of(target)];
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
        Vec::new()
    }

    pub fn paste(&mut self, text: String) {
        self.input.run(EditCommand::Paste(text));
        self.filter();
    }

    /// Keeps the entries that hold every word typed, in any order.
    fn filter(&mut self) {
        let wanted = self.input.text().to_lowercase();
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let fits = |entry: &Entry| {
            let label = entry.label.to_lowercase();
            words.iter().all(|word| label.contains(word))
        };
        self.shown = (0..self.entries.len()).filter(|n| fits(&self.entries[*n])).collect();
        self.list.select(0, self.shown.len());
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
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

fn headings<'a>(context: &Context<'a>) -> impl Iterator<Item = Entry> + use<'a> {
    let session = context.session;
    let draft = &session.draft;
    draft.blocks().iter().filter_map(move |block| {
        let BlockKind::Heading { level, text } = block.kind else { return None };
        let line = session.lines().position(block.span.start, draft.text()).line;
        let label = format!("{} {}", "#".repeat(usize::from(level)), draft.slice(text));
        Some(Entry { label, detail: format!("line {line}"), target: Target::GoTo(block.span.start) })
    })
}

fn command_of(target: Target) -> Command {
    match target {
        Target::Run(action) => Command::Act(action),
        Target::GoTo(offset) => Command::GoToHeading(offset),
        Target::MoveSlot { slot, section } => Command::MoveSlot { slot, section },
        Target::MoveRow { from, row, to } => Command::MoveRow { from, row, to },
    }
}
