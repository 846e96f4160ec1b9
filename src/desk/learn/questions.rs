//! Questions about what the files leave open, and their answers.

use jiff::civil::Date;

use super::Survey;
use super::language::Guess;
use super::places::DraftPlace;
use crate::profile::{Cadence, Pattern};

/// A question that only the editor can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub about: Subject,
    pub text: String,
    pub form: AnswerForm,
}

/// The subject of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    DraftPlace,
    Language,
    NextDate,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerForm {
    /// With one of these, the likeliest first.
    Choice(Vec<String>),
    /// With a day, or not at all.
    Day,
}

/// The answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The number of a choice, counted from 0.
    Choice(usize),
    Day(Date),
    Skipped,
}

/// The answers so far. A question without one has the likeliest answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    given: Vec<(Subject, Answer)>,
}

impl Answers {
    pub fn give(&mut self, about: Subject, answer: Answer) {
        self.given.push((about, answer));
    }

    /// The date of the next issue, if the editor named one.
    pub fn next_date(&self) -> Option<Date> {
        match self.of(Subject::NextDate)? {
            Answer::Day(date) => Some(date),
            Answer::Choice(_) | Answer::Skipped => None,
        }
    }

    pub(super) fn of(&self, about: Subject) -> Option<Answer> {
        self.given.iter().find(|(subject, _)| *subject == about).map(|(_, answer)| *answer)
    }

    /// The chosen one of several, or else the likeliest.
    fn choice<'c, T>(&self, about: Subject, choices: &'c [T]) -> Option<&'c T> {
        let chosen = match self.of(about) {
            Some(Answer::Choice(n)) => choices.get(n),
            Some(Answer::Day(_) | Answer::Skipped) | None => None,
        };
        chosen.or(choices.first())
    }
}

impl Survey {
    /// The next question whose answer is not in the files. `None` if all are answered.
    pub fn next_question(&self, answers: &Answers) -> Option<Question> {
        let open = [self.ask_draft_place(), self.ask_language(), self.ask_next_date(answers)];
        open.into_iter().flatten().find(|question| answers.of(question.about).is_none())
    }

    pub(super) fn draft_place(&self, answers: &Answers) -> Option<&DraftPlace> {
        answers.choice(Subject::DraftPlace, &self.places.drafts)
    }

    /// The language with the reason for it.
    pub(super) fn language(&self, answers: &Answers) -> Option<Guess> {
        let guess = answers.choice(Subject::Language, &self.languages)?;
        let how = match answers.of(Subject::Language) {
            Some(_) => "chosen: ",
            None if self.languages.len() > 1 => "the likelier of two: ",
            None => "",
        };
        Some(Guess { tag: guess.tag.clone(), reason: format!("{how}{}", guess.reason) })
    }

    fn ask_draft_place(&self) -> Option<Question> {
        let places = &self.places.drafts;
        let choices = places.iter().map(|place| format!("{} ({})", place.path, place.reason));
        // The last place is among the issues, which is always possible.
        (self.base.is_none() && places.len() > 2).then(|| Question {
            about: Subject::DraftPlace,
            text: "Where are the drafts of the next issue?".to_owned(),
            form: AnswerForm::Choice(choices.collect()),
        })
    }

    fn ask_language(&self) -> Option<Question> {
        let choices = self.languages.iter().map(|guess| format!("{} ({})", guess.tag, guess.reason));
        (self.base.is_none() && self.languages.len() > 1).then(|| Question {
            about: Subject::Language,
            text: "The last issues are in two languages. Which one do the checks follow?".to_owned(),
            form: AnswerForm::Choice(choices.collect()),
        })
    }

    fn ask_next_date(&self, answers: &Answers) -> Option<Question> {
        let learnt = self.cadence.filter(|learnt| learnt.cadence == Cadence::Irregular)?;
        (!self.has_next_draft(answers)).then(|| Question {
            about: Subject::NextDate,
            text: format!("The issues are irregular: {}. When does the next one appear?", learnt.reason()),
            form: AnswerForm::Day,
        })
    }

    /// True if the draft of the next issue is here already, or on a branch of its own.
    fn has_next_draft(&self, answers: &Answers) -> bool {
        let Some(place) = self.draft_place(answers) else { return false };
        let is_rolling = Pattern::new(&place.path).is_ok_and(|pattern| pattern.is_one_file());
        let published = self.places.posts.newest();
        let is_upcoming = || published.and_then(|key| key.day()).is_some_and(|day| day >= self.today);
        self.branch.is_some() || is_rolling || place.newest > published || is_upcoming()
    }
}
