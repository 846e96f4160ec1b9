use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{READABLE, popup, popup_inner, rows_of};
use crate::desk::{KeptText, NextIssue, Recovered};
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::switch::Target;
use crate::tui::app::job::{AfterSave, IfDeleted, Job};
use crate::tui::app::switch::UnsavedText;
use crate::tui::key::Key;
use crate::tui::keymap::Keymap;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::theme::Theme;
use crate::tui::widgets::{DiffLine, diff_lines, is_typed, wrap_words};

const WIDTH: u16 = 70;
/// The width with a diff.
const WIDE: u16 = READABLE + 2;

/// A question with a key for each answer. Esc never throws text away.
#[derive(Debug)]
pub struct QuestionView {
    title: &'static str,
    text: String,
    /// Shown under the text.
    diff: Vec<DiffLine>,
    answers: Vec<(Action, &'static str)>,
    about: About,
    scroll: Scroll,
    /// The number of frames that were drawn before it opened, if a job opened it.
    opened_at: Option<u64>,
}

#[derive(Debug)]
enum About {
    Recover(Box<Recovered>),
    /// A text that was set aside.
    Kept(Box<KeptText>),
    Quit,
    QuitFitting,
    QuitPushing,
    /// Another program deleted the file that was to be saved.
    Deleted(AfterSave),
    /// Another draft is to be opened.
    Switch(Target),
    CreateNext(NextIssue),
    Notice,
}

impl QuestionView {
    /// True if it offers text of an earlier run.
    pub fn offers_recovery(&self) -> bool {
        matches!(self.about, About::Recover(_))
    }

    pub fn recover(recovered: Recovered, frames: u64) -> QuestionView {
        let text = "This draft was changed and not saved earlier. These lines differ:\n".to_owned();
        let diff = diff_lines(&recovered.base, &recovered.text, 1);
        let answers = vec![
            (Action::RestoreText, "restore what was typed (it can be undone)"),
            (Action::DiscardText, "discard it and go on with the file"),
            (Action::KeepForLater, "later: keep it in the list of drafts"),
        ];
        QuestionView {
            title: "Unsaved text found",
            text,
            answers,
            diff,
            about: About::Recover(Box::new(recovered)),
            scroll: Scroll::default(),
            opened_at: Some(frames),
        }
    }

    /// Text that was set aside, and is asked for again.
    pub fn kept(kept: KeptText, frames: u64) -> QuestionView {
        let text = "This text was not saved, and was kept for later. These lines differ:\n".to_owned();
        let answers = vec![
            (Action::RestoreText, "put it into the draft (it can be undone)"),
            (Action::DiscardText, "discard it"),
            (Action::KeepForLater, "later: leave it in the list of drafts"),
        ];
        QuestionView {
            title: "Unsaved text that was kept",
            text,
            answers,
            diff: diff_lines(&kept.recovered.base, &kept.recovered.text, 1),
            about: About::Kept(Box::new(kept)),
            scroll: Scroll::default(),
            opened_at: Some(frames),
        }
    }

    pub fn quit() -> QuestionView {
        let answers = vec![
            (Action::SaveAndLeave, "save and leave"),
            (Action::LeaveUnsaved, "leave without saving: what was typed is lost"),
            (Action::Stay, "stay"),
        ];
        QuestionView {
            title: "Leave",
            text: "The draft has changes that are not saved.".into(),
            answers,
            diff: Vec::new(),
            about: About::Quit,
            scroll: Scroll::default(),
            opened_at: None,
        }
    }

    /// An image is still being fitted, and would not come in.
    pub fn quit_fitting(name: &str) -> QuestionView {
        QuestionView {
            title: "Leave",
            text: format!("{name} is still being fitted, and is not in the draft yet."),
            answers: vec![(Action::LeaveUnsaved, "leave without it"), (Action::Stay, "stay")],
            diff: Vec::new(),
            about: About::QuitFitting,
            scroll: Scroll::default(),
            opened_at: None,
        }
    }

    /// A push is still running, and would not come to its end.
    pub fn quit_pushing() -> QuestionView {
        QuestionView {
            title: "Leave",
            text: "The branch is still being pushed.".into(),
            answers: vec![(Action::LeaveUnsaved, "cancel the push and leave"), (Action::Stay, "stay")],
            diff: Vec::new(),
            about: About::QuitPushing,
            scroll: Scroll::default(),
            opened_at: None,
        }
    }

    /// Another draft is to be opened while this one is not saved. Text can be kept if there is a journal.
    pub fn switch(target: Target, has_journal: bool) -> QuestionView {
        let mut answers = vec![(Action::SaveAndSwitch, "save, and open the other")];
        let keep = (Action::KeepAndSwitch, "keep it unsaved for later, and open the other");
        answers.extend(has_journal.then_some(keep));
        answers.push((Action::StayInDraft, "stay"));
        QuestionView {
            title: "Open another draft",
            text: "The draft has changes that are not saved.".into(),
            answers,
            diff: Vec::new(),
            about: About::Switch(target),
            scroll: Scroll::default(),
            opened_at: None,
        }
    }

    /// The next issue has a draft already, `next`; the one after it can be created.
    pub fn create_next(issue: NextIssue, next: &str) -> QuestionView {
        QuestionView {
            title: "Create the next issue",
            text: format!("The next issue has a draft, {next}.\nThe one after it is {}.", issue.phrase()),
            answers: vec![
                (Action::CreateIssue, "create and open it"),
                (Action::CreateNothing, "create nothing"),
            ],
            diff: Vec::new(),
            about: About::CreateNext(issue),
            scroll: Scroll::default(),
            opened_at: None,
        }
    }

    /// The file was deleted by another program; nothing was written yet.
    pub fn deleted(path: &str, then: AfterSave, frames: u64) -> QuestionView {
        QuestionView {
            title: "The file is gone",
            text: format!("{path} was deleted by another program. Your text is here."),
            answers: vec![
                (Action::WriteAgain, "write the file again with your text"),
                (Action::WriteNothing, "write nothing"),
            ],
            diff: Vec::new(),
            about: About::Deleted(then),
            scroll: Scroll::default(),
            opened_at: Some(frames),
        }
    }

    /// Something to read: what a hook said.
    pub fn notice(title: &'static str, text: &str) -> QuestionView {
        QuestionView {
            title,
            text: text.to_owned(),
            answers: Vec::new(),
            diff: Vec::new(),
            about: About::Notice,
            scroll: Scroll::default(),
            opened_at: None,
        }
    }

    fn key_context(&self) -> KeyContext {
        match self.about {
            About::Recover(_) | About::Kept(_) => KeyContext::Recover,
            About::Quit | About::QuitFitting | About::QuitPushing => KeyContext::Leave,
            About::Deleted(_) => KeyContext::Deleted,
            About::Switch(_) => KeyContext::Switch,
            About::CreateNext(_) => KeyContext::NextIssue,
            About::Notice => KeyContext::Notice,
        }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        if self.opened_at == Some(context.frames) && is_typed(key) {
            // Typed before the question was on the screen, so it is no answer.
            return Vec::new();
        }
        let (keys, key, contexts) = (&context.config.keys, Key::of(key), [self.key_context()]);
        let action = keys.first(key, &contexts).or_else(|| keys.first(key.lowercase(), &contexts));
        let is_answer = |action: &Action| {
            *action == Action::CloseNotice || self.answers.iter().any(|(answer, _)| answer == action)
        };
        let Some(action) = action.filter(is_answer) else {
            let Some(rows) = rows_of(keys.first(key, &[KeyContext::List])) else {
                return vec![Command::Complain(self.answer_keys(keys))];
            };
            self.scroll(rows, context);
            return Vec::new();
        };
        let mut commands = vec![Command::Close];
        let journal = context.journal.cloned();
        match (&self.about, action) {
            (About::Recover(recovered), Action::RestoreText) => {
                commands.push(Command::Restore(recovered.clone()));
            }
            (About::Recover(_), Action::KeepForLater) => {
                commands.extend(journal.map(|journal| Command::run(Job::SetAside { journal })));
            }
            (About::Kept(kept), Action::RestoreText) => {
                commands.push(Command::Restore(Box::new(kept.recovered.clone())));
            }
            (About::Kept(kept), Action::DiscardText) => {
                commands.push(Command::run(Job::Forget { journal: kept.journal() }));
                commands.push(Command::Say("Discarded the text that was kept.".to_owned()));
            }
            (_, Action::DiscardText) => {
                commands.extend(journal.map(|journal| Command::run(Job::Forget { journal })));
            }
            (About::QuitPushing, Action::LeaveUnsaved) => commands.push(Command::LeavePush),
            (_, Action::LeaveUnsaved) => {
                commands.extend(journal.map(|journal| Command::run(Job::Forget { journal })));
                commands.push(Command::Leave);
            }
            (_, Action::SaveAndLeave) => {
                commands.push(Command::Save { then: AfterSave::Quit, if_deleted: IfDeleted::Ask });
            }
            (About::Deleted(then), Action::WriteAgain) => {
                commands.push(Command::Save { then: *then, if_deleted: IfDeleted::Create });
            }
            (About::Switch(target), Action::SaveAndSwitch) => {
                commands.push(Command::Switch { target: target.clone(), unsaved: UnsavedText::Save });
            }
            (About::Switch(target), Action::KeepAndSwitch) => {
                commands.push(Command::Switch { target: target.clone(), unsaved: UnsavedText::Keep });
            }
            (About::CreateNext(issue), Action::CreateIssue) => {
                let target = Target::New(*issue);
                commands.push(Command::Switch { target, unsaved: UnsavedText::Ask });
            }
            // Close only.
            _ => {}
        }
        commands
    }

    /// The keys that answer, for a user who pressed another one.
    fn answer_keys(&self, keys: &Keymap) -> String {
        if self.answers.is_empty() {
            return format!("Press {} to close the message.", keys.label(Action::CloseNotice));
        }
        let labels: Vec<String> = self.answers.iter().map(|(answer, _)| keys.label(*answer)).collect();
        format!("Press {} to answer.", labels.join(" or "))
    }

    /// Scrolls a text that is longer than the screen.
    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        let lines = self.lines(context.screen, &context.config.theme).len();
        self.scroll.by(rows, self.areas(context.screen, lines).0.height, lines);
    }

    fn lines(&self, area: Rect, theme: &Theme) -> Vec<Line<'static>> {
        let text = (self.text.trim_end_matches(' ').to_owned(), Style::default());
        let diff = self.diff.iter().map(|line| {
            let (text, style) = line.with_style(theme);
            (format!("\n{text}"), style)
        });
        wrap_words([text].into_iter().chain(diff), popup_inner(area, self.width(), area.height).width)
    }

    /// A diff has long lines.
    fn width(&self) -> u16 {
        if self.diff.is_empty() { WIDTH } else { WIDE }
    }

    fn height(&self, lines: usize) -> u16 {
        u16::try_from(lines + self.answers.len() + 5).unwrap_or(u16::MAX).max(10)
    }

    /// Where the text and the answers are drawn. The row between them is free.
    fn areas(&self, area: Rect, lines: usize) -> (Rect, Rect) {
        let inner = popup_inner(area, self.width(), self.height(lines));
        let answers = self.answers.len() as u16;
        let height = inner.height.saturating_sub(answers + 1).min(lines as u16);
        let text = Rect { height, ..inner };
        (text, Rect { y: text.bottom() + 1, height: answers, ..inner }.intersection(inner))
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let text = self.lines(area, theme);
        popup(frame, area, self.width(), self.height(text.len()), self.title, theme);
        let (above, below) = self.areas(area, text.len());
        self.scroll.draw(frame, above, &text, theme);
        let answer = |(action, answer): &(Action, &'static str)| {
            let keys = context.config.keys.labels(*action);
            let (first, others) = keys.split_first().map_or(("", &[][..]), |(first, more)| (first, more));
            let others = others.iter().map(|key| format!(" ({key})")).collect::<String>();
            Line::from(vec![
                Piece::styled(format!("  {first}  "), theme.key),
                Piece::raw(format!("{answer}{others}")),
            ])
        };
        let answers: Vec<Line<'_>> = self.answers.iter().map(answer).collect();
        frame.render_widget(Paragraph::new(answers), below);
        None
    }
}
