//! The contributions that wait for the draft: looked at, ticked, moved, edited, and merged.

mod choosing;
mod detail;
mod preview;

use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::{draw_line, hints, popup, popup_inner, rows_of};
use crate::desk::{DeskError, Gathering, MergedDraft, ProblemPolicy};
use crate::git::Control;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::Job;
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;
use crate::tui::theme::Theme;
use choosing::{Choosing, Mark};
use preview::Preview;

const LIST_HINTS: [(Action, &str); 6] = [
    (Action::GatherTick, "tick"),
    (Action::GatherTickClean, "all clean ones"),
    (Action::GatherMove, "move"),
    (Action::GatherEdit, "edit"),
    (Action::GatherMerge, "merge"),
    (Action::CloseGather, "back"),
];

const EDIT_HINTS: [(Action, &str); 2] =
    [(Action::GatherTakeText, "take this"), (Action::GatherLeaveText, "leave it as it was")];

/// A pane over the whole screen.
#[derive(Debug)]
pub struct GatherView {
    step: Step,
    control: Arc<Control>,
    list: FilteredList,
}

#[derive(Debug)]
enum Step {
    Fetching,
    Choosing(Box<Choosing>),
    /// The chosen ones are being merged, to be looked at.
    Merging(Box<Merging>),
    /// The commit is being made; the choice is kept in case it is refused.
    Committing(Vec<Mark>),
}

/// What is kept while contributions are merged.
#[derive(Debug)]
struct Merging {
    marks: Vec<Mark>,
    /// The sections that contributions were moved to, by index.
    sections: Vec<(usize, String)>,
    /// Keys for the preview, typed before it is there.
    keys: Vec<KeyEvent>,
}

impl GatherView {
    pub(in crate::tui) fn new(control: Arc<Control>) -> GatherView {
        GatherView { step: Step::Fetching, control, list: FilteredList::new(0) }
    }

    /// True if the view waits for the job with this control.
    pub(in crate::tui) fn waits_for(&self, control: &Arc<Control>) -> bool {
        Arc::ptr_eq(&self.control, control)
    }

    /// How far the fetch is, in words.
    fn progress(&self) -> String {
        let progress = self.control.progress();
        let percent = progress.percent.map(|percent| format!(" {percent} %")).unwrap_or_default();
        match progress.phase.as_str() {
            "" => "Asking the remote …".to_owned(),
            phase => format!("{phase}{percent} …"),
        }
    }

    pub(in crate::tui) fn is_busy(&self) -> bool {
        !matches!(self.step, Step::Choosing(_))
    }

    /// Takes the contributions, with what had been chosen before.
    pub(in crate::tui) fn learn(&mut self, gathering: Box<Gathering>, refused: Option<&DeskError>) {
        let kept = match &mut self.step {
            Step::Committing(marks) => std::mem::take(marks),
            Step::Merging(merging) => std::mem::take(&mut merging.marks),
            _ => Vec::new(),
        };
        let marks = match kept.len() == gathering.contributions.len() {
            true => kept,
            false => vec![Mark::default(); gathering.contributions.len()],
        };
        let behind = gathering.behind();
        let refused = refused.map(ToString::to_string).or(behind);
        let choosing = Choosing::new(gathering, marks, refused);
        self.list.learn(choosing.marks.len(), |at| choosing.row(at, &Theme::fallback()).to_string());
        self.step = Step::Choosing(Box::new(choosing));
    }

    /// The contexts of its keys while letters are keys.
    pub(in crate::tui) fn letter_contexts(&self) -> &'static [KeyContext] {
        match &self.step {
            Step::Choosing(choosing) if choosing.editing.is_some() || self.list.is_typing() => &[],
            Step::Choosing(choosing) if choosing.preview.is_some() => {
                &[KeyContext::GatherPreview, KeyContext::List]
            }
            Step::Choosing(_) => &[KeyContext::Gather, KeyContext::List],
            _ => &[],
        }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let keys = &context.config.keys;
        let choosing = match &mut self.step {
            Step::Choosing(choosing) => choosing,
            Step::Merging(merging) => {
                // A commit is confirmed, and the overlay closed, by who has seen the result.
                let contexts = [KeyContext::Gather, KeyContext::GatherPreview];
                let action = keys.first(Key::of(key), &contexts);
                let needs_result = [Action::GatherMerge, Action::GatherCommit, Action::CloseGather];
                if !action.is_some_and(|action| needs_result.contains(&action)) {
                    merging.keys.push(key);
                }
                return Vec::new();
            }
            Step::Fetching | Step::Committing(_) => {
                let closes = keys.first(Key::of(key), &[KeyContext::Gather]) == Some(Action::CloseGather);
                if closes {
                    self.control.cancel();
                }
                let is_fetching = matches!(self.step, Step::Fetching);
                return if closes && is_fetching { vec![Command::Close] } else { Vec::new() };
            }
        };
        choosing.refused = None;
        let leaves = std::mem::take(&mut choosing.leaves);
        if choosing.editing.is_some() {
            let action = keys.first(Key::of(key), &[KeyContext::GatherText]);
            choosing.edit_key(self.list.selected().unwrap_or(0), key, action);
            return Vec::new();
        }
        if choosing.preview.is_some() {
            let action = keys.first(Key::of(key), &[KeyContext::GatherPreview, KeyContext::List]);
            return self.preview_key(action, context);
        }
        if self.list.is_typing() {
            if self.list.type_key(key, keys, areas(context.screen, choosing.marks.len()).list.height) {
                self.list.filter(|at| choosing.row(at, &context.config.theme).to_string());
            }
            return Vec::new();
        }
        let action = keys.first(Key::of(key), &[KeyContext::Gather, KeyContext::List]);
        self.list_key(action, leaves, context)
    }

    fn preview_key(&mut self, action: Option<Action>, context: &Context<'_>) -> Vec<Command> {
        let Step::Choosing(choosing) = &mut self.step else { return Vec::new() };
        let Some(preview) = &mut choosing.preview else { return Vec::new() };
        match action {
            Some(Action::GatherCommit) if preview.is_something() => return self.commit(),
            Some(Action::GatherBack | Action::GatherCommit) => choosing.preview = None,
            Some(Action::GatherTakeProblems) if preview.leaves_out_problems() => {
                return self.merge(ProblemPolicy::Take);
            }
            action => self.scroll(rows_of(action).unwrap_or(0), context),
        }
        Vec::new()
    }

    fn list_key(&mut self, action: Option<Action>, leaves: bool, context: &Context<'_>) -> Vec<Command> {
        let Step::Choosing(choosing) = &mut self.step else { return Vec::new() };
        let height = areas(context.screen, choosing.marks.len()).list.height;
        match action {
            Some(Action::CloseGather) if self.list.end_search() => return Vec::new(),
            Some(Action::CloseGather) if leaves || choosing.marks.iter().all(|mark| !mark.ticked) => {
                return vec![Command::Close];
            }
            Some(Action::CloseGather) => {
                let key = context.config.keys.label(Action::CloseGather);
                choosing.refused =
                    Some(format!("{key} again leaves, and forgets what is ticked, moved and edited."));
                choosing.leaves = true;
            }
            Some(Action::GatherTickClean) => choosing.tick_clean(),
            Some(Action::GatherMerge) if !choosing.marks.is_empty() => {
                return self.merge(ProblemPolicy::LeaveOut);
            }
            Some(Action::GatherShow) => return self.show_in_browser(),
            action if self.list.act(action, height) => {}
            action => self.change_selected(action),
        }
        Vec::new()
    }

    /// Shows the draft as the selected contribution leaves it.
    fn show_in_browser(&mut self) -> Vec<Command> {
        let Step::Choosing(choosing) = &mut self.step else { return Vec::new() };
        let selected = self.list.selected().and_then(|at| choosing.gathering.contributions.get(at));
        let Some(text) = selected.and_then(|one| one.whole_text()) else {
            choosing.refused = Some("The draft of this contribution can't be read.".to_owned());
            return Vec::new();
        };
        let name = selected.map_or(String::new(), |one| one.label_with_author());
        vec![Command::ShowInBrowser { text: text.to_owned(), name }]
    }

    /// Changes what is chosen of the selected contribution.
    fn change_selected(&mut self, action: Option<Action>) {
        let Step::Choosing(choosing) = &mut self.step else { return };
        let Some(at) = self.list.selected() else { return };
        match action {
            Some(Action::GatherTick) => {
                choosing.marks[at].ticked = !choosing.marks[at].ticked;
                self.list.select_next();
            }
            Some(Action::GatherMove) => choosing.move_by(at, 1),
            Some(Action::GatherMoveBack) => choosing.move_by(at, -1),
            Some(Action::GatherEdit) => choosing.edit(at),
            _ => {}
        }
    }

    /// Has the ticked contributions merged.
    fn merge(&mut self, with_problems: ProblemPolicy) -> Vec<Command> {
        let Step::Choosing(choosing) = &mut self.step else { return Vec::new() };
        let chosen = choosing.chosen();
        if chosen.is_empty() {
            choosing.refused = Some("Tick the ones that are wanted first.".to_owned());
            return Vec::new();
        }
        let step = std::mem::replace(&mut self.step, Step::Committing(Vec::new()));
        let Step::Choosing(choosing) = step else { return Vec::new() };
        let Choosing { gathering, marks, .. } = *choosing;
        let moved = chosen.iter().filter_map(|one| Some((one.index, one.section.clone()?)));
        let sections = moved.collect();
        self.step = Step::Merging(Box::new(Merging { marks, sections, keys: Vec::new() }));
        let control = self.control.clone();
        let job = Job::MergeContributions { gathering, chosen, with_problems, control };
        vec![Command::run(job)]
    }

    /// Shows what comes of the ticked contributions, and returns the keys typed meanwhile.
    pub(in crate::tui) fn show_merged(
        &mut self,
        gathering: Box<Gathering>,
        merged: MergedDraft,
    ) -> Vec<KeyEvent> {
        let step = std::mem::replace(&mut self.step, Step::Committing(Vec::new()));
        let Step::Merging(merging) = step else {
            self.step = step;
            return Vec::new();
        };
        let Merging { marks, sections, keys } = *merging;
        let mut choosing = Choosing::new(gathering, marks, None);
        choosing.preview = Some(Preview::new(merged, &choosing.gathering.text, sections));
        self.step = Step::Choosing(Box::new(choosing));
        keys
    }

    /// Sends the merged draft off to be committed.
    fn commit(&mut self) -> Vec<Command> {
        let step = std::mem::replace(&mut self.step, Step::Committing(Vec::new()));
        let Step::Choosing(choosing) = step else { return Vec::new() };
        let Choosing { gathering, marks, preview, .. } = *choosing;
        self.step = Step::Committing(marks);
        self.control = Arc::new(Control::default());
        let folded = preview.map(|preview| preview.folded).unwrap_or_default();
        let job = Job::CommitGathering { gathering, folded: Box::new(folded), control: self.control.clone() };
        vec![Command::run(job)]
    }

    pub fn paste(&mut self, text: &str) {
        let Step::Choosing(choosing) = &mut self.step else { return };
        if let Some(input) = &mut choosing.editing {
            input.paste(text);
        } else if self.list.paste(text) {
            self.list.filter(|at| choosing.row(at, &Theme::fallback()).to_string());
        }
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        let Step::Choosing(choosing) = &mut self.step else { return };
        let areas = areas(context.screen, choosing.marks.len());
        if choosing.preview.is_some() {
            choosing.scroll_preview(rows, areas.preview);
        } else if choosing.editing.is_none() {
            self.list.scroll(rows, areas.list.height);
        }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let (theme, keys) = (&context.config.theme, &context.config.keys);
        let title = match &self.step {
            Step::Choosing(choosing) => choosing.title(),
            _ => "Contributions".to_owned(),
        };
        let inner = popup(frame, area, area.width, area.height, &title, theme);
        if inner.height < 3 {
            return None;
        }
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let busy = match &self.step {
            Step::Fetching => Some(self.progress()),
            Step::Merging(_) | Step::Committing(_) => Some("Merging …".to_owned()),
            Step::Choosing(_) => None,
        };
        if let Some(busy) = busy {
            draw_line(frame, inner, Line::styled(busy, theme.dim));
            if matches!(self.step, Step::Fetching) {
                draw_line(frame, foot, hints(keys, &[(Action::CloseGather, "cancel")], theme));
            }
            return None;
        }
        let Step::Choosing(choosing) = &self.step else { return None };
        let Areas { list, detail, preview: body } = areas(area, choosing.marks.len());
        if let Some(preview) = &choosing.preview {
            preview.draw(frame, body, &choosing.gathering, theme);
            draw_line(frame, foot, hints(keys, &preview.hints(), theme));
            return None;
        }
        if choosing.marks.is_empty() {
            let text = choosing.nothing();
            frame.render_widget(Paragraph::new(text).style(theme.dim).wrap(Wrap { trim: true }), body);
            draw_line(frame, foot, hints(keys, &[(Action::CloseGather, "back")], theme));
            return None;
        }
        let cursor = self.list.draw(frame, list, theme, |frame, place, at| {
            draw_line(frame, place, choosing.row(at, theme));
        });
        if let Some(input) = &choosing.editing {
            draw_line(frame, detail, Line::styled("What it adds:", theme.title));
            let place = Rect { y: detail.y + 1, height: detail.height.saturating_sub(1), ..detail };
            let cursor = input.render(place, frame.buffer_mut(), &theme.input(true));
            draw_line(frame, foot, hints(keys, &EDIT_HINTS, theme));
            return cursor;
        }
        if let Some(at) = self.list.selected() {
            choosing.draw_detail(at, frame, detail, context.config);
        }
        match &choosing.refused {
            Some(refused) => draw_line(frame, foot, Line::styled(refused.as_str(), theme.bad)),
            None => draw_line(frame, foot, hints(keys, &LIST_HINTS, theme)),
        }
        cursor
    }
}

struct Areas {
    /// The contributions. The row below them is free.
    list: Rect,
    detail: Rect,
    /// The result of the merge. The row below it is free.
    preview: Rect,
}

fn areas(area: Rect, contributions: usize) -> Areas {
    let inner = popup_inner(area, area.width, area.height);
    let body = Rect { height: inner.height.saturating_sub(1), ..inner };
    let rows = (body.height * 2 / 5).max(1).min(contributions as u16);
    Areas {
        list: Rect { height: rows, ..body },
        detail: Rect { y: body.y + rows + 1, height: body.height.saturating_sub(rows + 1), ..body },
        preview: Rect { height: body.height.saturating_sub(1), ..body },
    }
}
