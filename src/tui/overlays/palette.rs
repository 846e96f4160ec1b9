use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::{CHANGED, draw_line, popup, popup_inner};
use crate::draft::BlockKind;
use crate::profile::SlotKind;
use crate::tui::action::{ACTIONS, Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::key::Key;
use crate::tui::overlays::list::{FilteredList, contains_words};

const WIDTH: u16 = 72;

/// A list to type a few letters of: commands, places in the draft, or sections to move a slot to.
#[derive(Debug)]
pub struct PaletteView {
    title: &'static str,
    /// The revision whose slots and sections the targets name.
    revision: u64,
    entries: Vec<Entry>,
    list: FilteredList,
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
            .filter(|spec| usable(spec.context) || spec.action.is_for_whole_draft())
            .filter(|spec| spec.action != Action::Palette)
            .map(|spec| Entry {
                label: spec.help.to_owned(),
                // Elsewhere, the key means something else.
                detail: match usable(spec.context) {
                    true => context.config.keys.label(spec.action),
                    false => String::new(),
                },
                target: Target::Run(spec.action),
            })
            .collect();
        entries.extend(headings(context));
        Self::new("Commands and places", entries, context)
    }

    pub fn headings(context: &Context<'_>) -> PaletteView {
        Self::new("Go to a heading", headings(context).collect(), context)
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
            // Each story with its own heading is a section; all of them share one entry.
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
        Self::new("Move to", entries, context)
    }

    /// The lists that a line can be moved to.
    pub fn row_targets(context: &Context<'_>, from: usize, row: usize) -> PaletteView {
        let outline = &context.session.outline;
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
        Self::new("Move the line to", entries.collect(), context)
    }

    fn new(title: &'static str, entries: Vec<Entry>, context: &Context<'_>) -> PaletteView {
        PaletteView {
            title,
            revision: context.session.revision,
            list: FilteredList::with_prompt(entries.len()),
            entries,
        }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let keys = &context.config.keys;
        match keys.first(Key::of(key), &[KeyContext::Palette]) {
            Some(Action::ClosePalette) => return vec![Command::Close],
            Some(Action::ChooseEntry) => {
                let Some(at) = self.list.selected() else { return Vec::new() };
                let target = self.entries[at].target;
                let is_current = context.session.revision == self.revision;
                let command = match target {
                    Target::Run(_) => command_of(target),
                    _ if is_current => command_of(target),
                    _ => Command::Complain(CHANGED.to_owned()),
                };
                return vec![Command::Close, command];
            }
            _ if self.list.type_key(key, keys, self.rows(context.screen).height) => self.filter(),
            _ => {}
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str) {
        self.list.paste(text);
        self.filter();
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        self.list.scroll(rows, self.rows(context.screen).height);
    }

    /// Keeps the entries that contain every word typed, in any order.
    fn filter(&mut self) {
        let wanted = self.list.text();
        let fits = |n: &usize| contains_words(&self.entries[*n].label, wanted);
        self.list.show((0..self.entries.len()).filter(fits).collect());
    }

    fn height(&self, area: Rect) -> u16 {
        (self.entries.len() as u16 + 3).min(area.height.saturating_sub(2)).max(5)
    }

    /// Where the entries are drawn.
    fn rows(&self, area: Rect) -> Rect {
        let inner = popup_inner(area, WIDTH, self.height(area));
        Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let inner = popup(frame, area, WIDTH, self.height(area), self.title, theme);
        let cursor = self.list.draw_input(frame, Rect { height: 1, ..inner }, theme);
        let entries = &self.entries;
        self.list.draw(frame, self.rows(area), theme, |frame, place, at| {
            let entry = &entries[at];
            let width = (entry.detail.chars().count() as u16).min(place.width);
            let left = Rect { width: place.width - width - u16::from(width > 0), ..place };
            draw_line(frame, left, Line::raw(entry.label.as_str()));
            let right = Rect { x: place.right() - width, width, ..place };
            frame.render_widget(Paragraph::new(entry.detail.as_str()).style(theme.key), right);
        });
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
