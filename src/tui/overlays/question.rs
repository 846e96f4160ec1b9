use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::popup;
use crate::desk::Recovered;
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::app::job::{AfterSave, IfDeleted, Job};

/// A question with a letter for each answer. Esc never throws text away.
#[derive(Debug)]
pub struct QuestionView {
    title: &'static str,
    text: String,
    answers: Vec<(char, &'static str)>,
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
            ('r', "restore what was typed (it can be undone)"),
            ('d', "discard it and go on with the file"),
            ('l', "later: keep it aside (Esc)"),
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
            ('s', "save and leave"),
            ('d', "leave without saving: what was typed is lost"),
            ('c', "stay (Esc)"),
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
            answers: vec![('d', "leave without it"), ('c', "stay (Esc)")],
            about: About::QuitFitting,
        }
    }

    /// The file was deleted by another program; nothing was written yet.
    pub fn deleted(path: &str, then: AfterSave) -> QuestionView {
        QuestionView {
            title: "The file is gone",
            text: format!("{path} was deleted by another program. Your text is here."),
            answers: vec![('w', "write the file again with your text"), ('c', "write nothing (Esc)")],
            about: About::Deleted(then),
        }
    }

    /// Something to read: what a hook said.
    pub fn notice(title: &'static str, text: &str) -> QuestionView {
        QuestionView { title, text: text.to_owned(), answers: Vec::new(), about: About::Notice }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let letter = match key.code {
            KeyCode::Char(c) => c.to_ascii_lowercase(),
            KeyCode::Esc => '\u{1b}',
            KeyCode::Enter if matches!(self.about, About::Notice) => '\u{1b}',
            _ => return Vec::new(),
        };
        let close_and = |command: Option<Command>| -> Vec<Command> {
            [Command::Close].into_iter().chain(command).collect()
        };
        let forget = || context.journal.cloned().map(|journal| Command::run(Job::Forget { journal }));
        match (&self.about, letter) {
            (About::Recover(recovered), 'r') => close_and(Some(Command::Restore(recovered.clone()))),
            (About::Recover(_), 'd') => close_and(forget()),
            (About::Recover(_), 'l' | '\u{1b}') => {
                let journal = context.journal.cloned();
                close_and(journal.map(|journal| Command::run(Job::SetAside { journal })))
            }
            (About::Quit, 's') => {
                close_and(Some(Command::Save { then: AfterSave::Quit, if_deleted: IfDeleted::Ask }))
            }
            (About::Quit | About::QuitFitting, 'd') => {
                let mut commands: Vec<Command> = close_and(forget());
                commands.push(Command::Leave);
                commands
            }
            (About::Deleted(then), 'w') => {
                close_and(Some(Command::Save { then: *then, if_deleted: IfDeleted::Create }))
            }
            (About::Notice, _) | (About::Quit | About::QuitFitting | About::Deleted(_), 'c' | '\u{1b}') => {
                close_and(None)
            }
            _ => Vec::new(),
        }
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let rows = self.text.lines().map(|line| 1 + line.chars().count() / 66).sum::<usize>()
            + self.answers.len()
            + 4;
        let inner = popup(frame, area, 70, rows.max(10) as u16, self.title, theme);
        let mut lines: Vec<Line<'_>> = self.text.lines().map(Line::raw).collect();
        lines.push(Line::default());
        for (letter, answer) in &self.answers {
            lines.push(Line::from(vec![
                Piece::styled(format!("  {letter}  "), theme.key),
                Piece::raw(*answer),
            ]));
        }
        frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), inner);
        None
    }
}
