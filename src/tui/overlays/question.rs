use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::popup;
use crate::desk::Recovered;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::{AfterSave, IfDeleted, Job};
use crate::tui::key::Key;

/// A question with a key for each answer. Esc never throws text away.
#[derive(Debug)]
pub struct QuestionView {
    title: &'static str,
    text: String,
    answers: Vec<(Action, &'static str)>,
    about: About,
}

#[derive(Debug)]
enum About {
    Recover(Box<Recovered>),
    Quit,
    QuitFitting,
    /// Another program deleted the file that was to be saved.
    Deleted(AfterSave),
    Notice,
}

impl QuestionView {
    /// True if it offers text of an earlier run.
    pub fn offers_recovery(&self) -> bool {
        matches!(self.about, About::Recover(_))
    }

    pub fn recover(recovered: Recovered) -> QuestionView {
        let words = |text: &str| text.split_whitespace().count();
        let text = format!(
            "An earlier run ended before this draft was saved. What was typed then is kept: {} words, where the file has {}.",
            words(&recovered.text),
            words(&recovered.base)
        );
        let answers = vec![
            (Action::RestoreText, "restore what was typed (it can be undone)"),
            (Action::DiscardText, "discard it and go on with the file"),
            (Action::KeepForLater, "later: keep it aside"),
        ];
        QuestionView {
            title: "Unsaved text found",
            text,
            answers,
            about: About::Recover(Box::new(recovered)),
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
            about: About::Quit,
        }
    }

    /// An image is still being fitted, and would not come in.
    pub fn quit_fitting(name: &str) -> QuestionView {
        QuestionView {
            title: "Leave",
            text: format!("{name} is still being fitted, and is not in the draft yet."),
            answers: vec![(Action::LeaveUnsaved, "leave without it"), (Action::Stay, "stay")],
            about: About::QuitFitting,
        }
    }

    /// The file was deleted by another program; nothing was written yet.
    pub fn deleted(path: &str, then: AfterSave) -> QuestionView {
        QuestionView {
            title: "The file is gone",
            text: format!("{path} was deleted by another program. Your text is here."),
            answers: vec![
                (Action::WriteAgain, "write the file again with your text"),
                (Action::WriteNothing, "write nothing"),
            ],
            about: About::Deleted(then),
        }
    }

    /// Something to read: what a hook said.
    pub fn notice(title: &'static str, text: &str) -> QuestionView {
        QuestionView { title, text: text.to_owned(), answers: Vec::new(), about: About::Notice }
    }

    fn key_context(&self) -> KeyContext {
        match self.about {
            About::Recover(_) => KeyContext::Recover,
            About::Quit | About::QuitFitting => KeyContext::Leave,
            About::Deleted(_) => KeyContext::Deleted,
            About::Notice => KeyContext::Notice,
        }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let (keys, key, contexts) = (&context.config.keys, Key::of(key), [self.key_context()]);
        let action = keys.first(key, &contexts).or_else(|| keys.first(key.lowercase(), &contexts));
        let is_answer = |action: &Action| {
            *action == Action::CloseNotice || self.answers.iter().any(|(answer, _)| answer == action)
        };
        let Some(action) = action.filter(is_answer) else { return Vec::new() };
        let mut commands = vec![Command::Close];
        let journal = context.journal.cloned();
        match (&self.about, action) {
            (About::Recover(recovered), Action::RestoreText) => {
                commands.push(Command::Restore(recovered.clone()));
            }
            (About::Recover(_), Action::KeepForLater) => {
                commands.extend(journal.map(|journal| Command::run(Job::SetAside { journal })));
            }
            (_, Action::DiscardText) => {
                commands.extend(journal.map(|journal| Command::run(Job::Forget { journal })));
            }
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
            // Close only.
            _ => {}
        }
        commands
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let rows = self.text.lines().map(|line| 1 + line.chars().count() / 66).sum::<usize>()
            + self.answers.len()
            + 4;
        let inner = popup(frame, area, 70, rows.max(10) as u16, self.title, theme);
        let mut lines: Vec<Line<'_>> = self.text.lines().map(Line::raw).collect();
        lines.push(Line::default());
        for (action, answer) in &self.answers {
            let keys = context.config.keys.labels(*action).join(", ");
            lines.push(Line::from(vec![
                Piece::styled(format!("  {keys:<6}  "), theme.key),
                Piece::raw(*answer),
            ]));
        }
        frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inner);
        None
    }
}
