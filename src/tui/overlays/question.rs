use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Answer, popup};
use crate::desk::Recovered;
use crate::tui::app::job::{AfterSave, IfDeleted, Job};
use crate::tui::app::merging;
use crate::tui::app::saving;
use crate::tui::app::state::State;

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

    /// A picture is still being fitted, and would not come in.
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

    pub fn key(&mut self, key: KeyEvent, state: &mut State) -> Answer {
        let letter = match key.code {
            KeyCode::Char(c) => c.to_ascii_lowercase(),
            KeyCode::Esc => '\u{1b}',
            KeyCode::Enter if matches!(self.about, About::Notice) => '\u{1b}',
            _ => return Answer::stay(),
        };
        match (&self.about, letter) {
            (About::Recover(recovered), 'r') => {
                Answer { close: true, jobs: vec![merging::restore(state, (**recovered).clone())] }
            }
            (About::Recover(_), 'd') => forget(state),
            (About::Recover(_), 'l' | '\u{1b}') => set_aside(state),
            (About::Quit, 's') => Answer { close: true, jobs: saving::save(state, AfterSave::Quit) },
            (About::Quit | About::QuitFitting, 'd') => {
                state.quit = true;
                forget(state)
            }
            (About::Deleted(then), 'w') => {
                Answer { close: true, jobs: saving::save_or_create(state, *then, IfDeleted::Create) }
            }
            (About::Notice, _) | (About::Quit | About::QuitFitting | About::Deleted(_), 'c' | '\u{1b}') => {
                Answer::close()
            }
            _ => Answer::stay(),
        }
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) -> Option<Position> {
        let theme = &state.config.theme;
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

fn forget(state: &mut State) -> Answer {
    let jobs = state.journal.clone().map(|journal| Job::Forget { journal });
    Answer { close: true, jobs: jobs.into_iter().collect() }
}

fn set_aside(state: &mut State) -> Answer {
    let jobs = state.journal.clone().map(|journal| Job::SetAside { journal });
    Answer { close: true, jobs: jobs.into_iter().collect() }
}
