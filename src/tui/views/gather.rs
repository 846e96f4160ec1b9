//! The contributions that wait for the draft: looked at, ticked, moved, edited, and merged.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Answer, draw_line, hints, navigate, popup};
use crate::desk::{Chosen, DeskError, Folded, Gathering, Standing, Waiting};
use crate::git::Control;
use crate::tui::job::Job;
use crate::tui::state::State;
use crate::tui::theme::Theme;
use crate::tui::widgets::{EditCommand, ListState, TextInput};

/// A pane over the whole screen.
#[derive(Debug)]
pub struct GatherView {
    step: Step,
    control: Arc<Control>,
    list: ListState,
    height: usize,
}

#[derive(Debug)]
enum Step {
    Fetching,
    Choosing(Box<Choosing>),
    /// The commit is being made; the choice is kept in case it is refused.
    Committing(Vec<Mark>),
}

#[derive(Debug)]
struct Choosing {
    gathering: Box<Gathering>,
    marks: Vec<Mark>,
    /// The sections of the draft.
    sections: Vec<String>,
    editing: Option<TextInput>,
    /// What comes of the ticked ones, to be looked at before it is committed.
    folded: Option<Folded>,
    refused: Option<String>,
    /// Whether Esc was pressed once.
    leaves: bool,
}

/// What is to become of a contribution.
#[derive(Clone, Debug, Default)]
struct Mark {
    ticked: bool,
    /// The section that it goes to, in the place of its own.
    section: Option<usize>,
    /// What it adds, as the editor has it now.
    text: Option<String>,
}

impl GatherView {
    pub(in crate::tui) fn new(control: Arc<Control>) -> GatherView {
        GatherView { step: Step::Fetching, control, list: ListState::default(), height: 1 }
    }

    /// Whether it waits for what this control belongs to.
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
            _ => Vec::new(),
        };
        let marks = match kept.len() == gathering.contributions.len() {
            true => kept,
            false => vec![Mark::default(); gathering.contributions.len()],
        };
        let behind = gathering.behind();
        self.step = Step::Choosing(Box::new(Choosing {
            leaves: false,
            sections: gathering.sections(),
            gathering,
            marks,
            editing: None,
            folded: None,
            refused: refused.map(ToString::to_string).or(behind),
        }));
    }

    pub fn key(&mut self, key: KeyEvent, state: &mut State) -> Answer {
        let Step::Choosing(choosing) = &mut self.step else {
            if key.code == KeyCode::Esc {
                self.control.cancel();
                return if matches!(self.step, Step::Fetching) { Answer::close() } else { Answer::stay() };
            }
            return Answer::stay();
        };
        choosing.refused = None;
        let leaves = std::mem::take(&mut choosing.leaves);
        let at = self.list.selected;
        if let Some(input) = &mut choosing.editing {
            match key.code {
                KeyCode::Esc => choosing.editing = None,
                KeyCode::Char('s') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    choosing.marks[at].text = Some(input.text().to_owned());
                    choosing.marks[at].ticked = true;
                    choosing.editing = None;
                }
                _ => drop(input.key(key)),
            }
            return Answer::stay();
        }
        if let Some(folded) = &choosing.folded {
            return match key.code {
                KeyCode::Enter if !folded.included.is_empty() => self.commit(),
                KeyCode::Esc | KeyCode::Enter => {
                    choosing.folded = None;
                    Answer::stay()
                }
                _ => Answer::stay(),
            };
        }
        let len = choosing.marks.len();
        match key.code {
            KeyCode::Esc if leaves || choosing.marks.iter().all(|mark| !mark.ticked) => {
                return Answer::close();
            }
            KeyCode::Esc => {
                choosing.refused =
                    Some("Esc again leaves, and forgets what is ticked, moved and edited.".to_owned());
                choosing.leaves = true;
                return Answer::stay();
            }
            code if navigate(&mut self.list, code, self.height, len) => {}
            _ if len == 0 => {}
            KeyCode::Char(' ') => {
                choosing.marks[at].ticked = !choosing.marks[at].ticked;
                self.list.next(len);
            }
            KeyCode::Char('a') => choosing.tick_clean(),
            KeyCode::Char('m') | KeyCode::Right => choosing.move_by(at, 1),
            KeyCode::Char('M') | KeyCode::Left => choosing.move_by(at, -1),
            KeyCode::Char('e') => choosing.edit(at),
            KeyCode::Enter => choosing.fold(),
            _ => {}
        }
        let _ = state;
        Answer::stay()
    }

    /// Sends the fold off to be committed.
    fn commit(&mut self) -> Answer {
        let step = std::mem::replace(&mut self.step, Step::Committing(Vec::new()));
        let Step::Choosing(choosing) = step else { return Answer::stay() };
        let Choosing { gathering, marks, folded, .. } = *choosing;
        self.step = Step::Committing(marks);
        self.control = Arc::new(Control::default());
        let folded = folded.unwrap_or_default();
        let job = Job::CommitGathering { gathering, folded: Box::new(folded), control: self.control.clone() };
        Answer { close: false, jobs: vec![job] }
    }

    pub fn paste(&mut self, text: String) {
        if let Step::Choosing(choosing) = &mut self.step
            && let Some(input) = &mut choosing.editing
        {
            input.run(EditCommand::Paste(text));
        }
    }

    pub fn scroll(&mut self, rows: i32) {
        if let Step::Choosing(choosing) = &self.step
            && choosing.editing.is_none()
            && choosing.folded.is_none()
        {
            for _ in 0..rows.unsigned_abs() {
                if rows > 0 { self.list.next(choosing.marks.len()) } else { self.list.previous() }
            }
        }
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) -> Option<Position> {
        let theme = &state.config.theme;
        let title = match &self.step {
            Step::Choosing(choosing) => choosing.title(),
            _ => "Contributions".to_owned(),
        };
        let inner = popup(frame, area, area.width, area.height, &title, theme);
        if inner.height < 3 {
            return None;
        }
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let body = Rect { height: inner.height - 1, ..inner };
        let busy = match &self.step {
            Step::Fetching => Some(self.progress()),
            Step::Committing(_) => Some("Merging …".to_owned()),
            Step::Choosing(_) => None,
        };
        if let Some(busy) = busy {
            draw_line(frame, body, Line::styled(busy, theme.dim));
            draw_line(frame, foot, hints(&[("Esc", "cancel")], theme));
            return None;
        }
        let Step::Choosing(choosing) = &mut self.step else { return None };
        if let Some(folded) = &choosing.folded {
            choosing.draw_folded(frame, body, folded, theme);
            let keys: &[(&str, &str)] = if folded.included.is_empty() {
                &[("Esc", "back")]
            } else {
                &[("Enter", "commit"), ("Esc", "back")]
            };
            draw_line(frame, foot, hints(keys, theme));
            return None;
        }
        if choosing.marks.is_empty() {
            let text = choosing.nothing();
            frame.render_widget(Paragraph::new(text).style(theme.dim).wrap(Wrap { trim: true }), body);
            draw_line(frame, foot, hints(&[("Esc", "back")], theme));
            return None;
        }
        let len = choosing.marks.len();
        let rows = (body.height * 2 / 5).max(1).min(len as u16);
        let list = Rect { height: rows, ..body };
        let detail = Rect { y: body.y + rows + 1, height: body.height.saturating_sub(rows + 1), ..body };
        self.height = usize::from(rows);
        for (y, at) in self.list.visible(self.height, len).enumerate() {
            let place = Rect { y: list.y + y as u16, height: 1, ..list };
            draw_line(frame, place, choosing.row(at, theme));
            if at == self.list.selected {
                frame.buffer_mut().set_style(place, theme.selected);
            }
        }
        let at = self.list.selected;
        if let Some(input) = &mut choosing.editing {
            draw_line(frame, detail, Line::styled("What it adds:", theme.title));
            let place = Rect { y: detail.y + 1, height: detail.height.saturating_sub(1), ..detail };
            let cursor = input.render(place, frame.buffer_mut(), &theme.input(true));
            draw_line(frame, foot, hints(&[("Ctrl-S", "take this"), ("Esc", "leave it as it was")], theme));
            return cursor;
        }
        let text = choosing.detail(at, theme);
        frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: false }), detail);
        match &choosing.refused {
            Some(refused) => draw_line(frame, foot, Line::styled(refused.as_str(), theme.bad)),
            None => draw_line(
                frame,
                foot,
                hints(
                    &[
                        ("Space", "tick"),
                        ("a", "all clean ones"),
                        ("m", "move"),
                        ("e", "edit"),
                        ("Enter", "merge"),
                        ("Esc", "back"),
                    ],
                    theme,
                ),
            ),
        }
        None
    }
}

impl Choosing {
    fn title(&self) -> String {
        let ticked = self.marks.iter().filter(|mark| mark.ticked).count();
        let of = self.marks.len();
        format!(
            "Contributions to {} at {}: {ticked} of {of} ticked",
            self.gathering.issue(),
            self.gathering.remote
        )
    }

    fn nothing(&self) -> String {
        let mut text = "No contribution to this draft waits.".to_owned();
        if self.gathering.elsewhere > 0 {
            text.push_str(&format!(" There are {} to other files.", self.gathering.elsewhere));
        }
        text
    }

    fn tick_clean(&mut self) {
        let clean = |one: &Waiting| one.is_clean();
        let all = self.gathering.contributions.iter().map(clean);
        for (mark, is_clean) in self.marks.iter_mut().zip(all) {
            mark.ticked |= is_clean;
        }
    }

    /// The next section for what a contribution adds, or the one before; after the last its own.
    fn move_by(&mut self, at: usize, step: isize) {
        let count = self.sections.len() as isize + 1;
        let mark = &mut self.marks[at];
        let now = mark.section.map_or(0, |section| section as isize + 1);
        let next = (now + step).rem_euclid(count);
        mark.section = usize::try_from(next - 1).ok();
        mark.ticked = true;
    }

    fn edit(&mut self, at: usize) {
        let one = &self.gathering.contributions[at];
        match self.marks[at].text.clone().or_else(|| one.added_text()) {
            Some(text) => self.editing = Some(TextInput::many_lines(text)),
            None => {
                self.refused =
                    Some("It changes more than one place: gather it, and edit the draft then.".to_owned());
            }
        }
    }

    fn fold(&mut self) {
        let marks = self.marks.iter().enumerate().filter(|(_, mark)| mark.ticked);
        let chosen: Vec<Chosen> = marks
            .map(|(index, mark)| Chosen {
                index,
                section: mark.section.and_then(|section| self.sections.get(section).cloned()),
                text: mark.text.clone(),
            })
            .collect();
        if chosen.is_empty() {
            self.refused = Some("Tick the ones that are wanted first.".to_owned());
            return;
        }
        self.folded = Some(self.gathering.fold(&chosen));
    }

    fn row<'a>(&'a self, at: usize, theme: &Theme) -> Line<'a> {
        let one = &self.gathering.contributions[at];
        let tick = if self.marks[at].ticked { "[x] " } else { "[ ] " };
        let (sign, style) = look(one, theme);
        Line::from(vec![
            Piece::raw(tick),
            Piece::styled(format!("{sign} "), style),
            Piece::styled(format!("{:<6} ", one.called()), theme.title),
            Piece::raw(format!("{}: {}", one.author.name, one.adds)),
            Piece::styled(format!(" — {}", one.state), theme.dim),
        ])
    }

    fn detail<'a>(&'a self, at: usize, theme: &Theme) -> Vec<Line<'a>> {
        let one = &self.gathering.contributions[at];
        let mark = &self.marks[at];
        let mut lines = vec![Line::styled(one.subject.as_str(), theme.title)];
        let open = match one.is_open {
            Some(true) => "open",
            Some(false) => "closed",
            None => "open or closed is not known",
        };
        lines.push(Line::styled(
            format!("{} <{}>, {open}; {}", one.author.name, one.author.email, one.state),
            theme.dim,
        ));
        if let Some(section) = mark.section.and_then(|section| self.sections.get(section)) {
            lines.push(Line::styled(format!("goes to: {section}"), theme.key));
        }
        if !one.also_in.is_empty() {
            lines.push(Line::styled(format!("the same page is in {}", one.also_in.join(", ")), theme.warn));
        }
        for problem in &one.problems {
            let text = format!("{} {} [{}]", problem.severity.sign(), problem.message, problem.rule);
            lines.push(Line::styled(text, theme.severity(problem.severity)));
        }
        lines.push(Line::default());
        match &mark.text {
            Some(text) => lines.extend(text.lines().map(|line| Line::raw(format!("~ {line}")))),
            None => lines.extend(one.lines.iter().map(|line| Line::raw(format!("+ {line}")))),
        }
        lines
    }

    fn draw_folded(&self, frame: &mut Frame<'_>, area: Rect, folded: &Folded, theme: &Theme) {
        let branch = &self.gathering.branch;
        let count = folded.included.len();
        let what = if count == 1 { "contribution" } else { "contributions" };
        // What is left out stands first: of a hundred rows not all may be seen.
        let mut lines = Vec::new();
        if !folded.left_out.is_empty() {
            lines.push(Line::styled("Left out:", theme.title));
        }
        for (at, reason) in &folded.left_out {
            let one = &self.gathering.contributions[*at];
            lines.push(Line::styled(format!("  {} {}: {reason}", one.called(), one.author.name), theme.warn));
        }
        if !folded.left_out.is_empty() {
            lines.push(Line::default());
        }
        lines
            .push(Line::styled(format!("{count} {what} will be one merge commit on {branch}:"), theme.title));
        for at in &folded.included {
            let one = &self.gathering.contributions[*at];
            let section = self.marks[*at].section.and_then(|section| self.sections.get(section));
            let to = section.map_or_else(String::new, |section| format!(" → {section}"));
            lines.push(Line::raw(format!("  {} {}: {}{to}", one.called(), one.author.name, one.adds)));
        }
        frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), area);
    }
}

/// A sign that tells how it stands, without colour too.
fn look(one: &Waiting, theme: &Theme) -> (&'static str, Style) {
    match one.state {
        Standing::LeftOut(_) | Standing::Conflicts(_) => ("✗", theme.bad),
        _ if !one.is_clean() || !one.also_in.is_empty() || !one.problems.is_empty() => ("!", theme.warn),
        _ => ("✓", theme.good),
    }
}
