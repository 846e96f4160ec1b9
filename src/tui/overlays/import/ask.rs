//! What a document leaves open, asked of the person at the desk.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use crate::import::candidate::Question;
use crate::tui::action::Action;
use crate::tui::app::context::Context;
use crate::tui::overlays::list::draw_list;
use crate::tui::overlays::{draw_line, hints, popup, popup_inner};
use crate::tui::widgets::{ListState, TextBox};

const WIDTH: u16 = 76;
const HEIGHT: u16 = 18;

/// Where the answers are drawn: below the question and the line that is typed in, above a note and the
/// hints.
fn list_area(screen: Rect) -> Rect {
    let inner = popup_inner(screen, WIDTH, HEIGHT);
    Rect { y: inner.y + 3.min(inner.height), height: inner.height.saturating_sub(5), ..inner }
}

/// One question, and what is typed as its answer.
#[derive(Debug)]
pub(crate) struct Ask {
    pub question: Question,
    input: TextBox,
    list: ListState,
    /// How many questions come after it.
    more: usize,
    refused: Option<String>,
}

/// What somebody answers to a question.
#[derive(Clone, Debug)]
pub enum Given {
    /// The name in the draft; `None` for nobody's block.
    Person {
        key: String,
        name: Option<String>,
    },
    Address {
        short: String,
        address: String,
    },
}

/// The outcome of a key.
pub(crate) enum Said {
    Answer(Given),
    /// Nothing now.
    NotNow,
    /// Nothing now, nor to the other questions.
    Later,
}

/// A row of the names to choose from.
enum Choice<'a> {
    /// What Esc says too: it comes first, so that no answer is given by one key too many.
    NotNow,
    Known(&'a str),
    Typed(&'a str),
    Nobody,
    Later,
}

impl Choice<'_> {
    /// Its row, where `more` questions come after this one.
    fn label(&self, more: usize) -> String {
        match self {
            Choice::NotNow => "not now".to_owned(),
            Choice::Known(name) => (*name).to_owned(),
            Choice::Typed(name) => format!("{name}, who has no block here yet"),
            Choice::Nobody => "nobody's: it is left out".to_owned(),
            Choice::Later if more == 1 => "not now, nor the question after it".to_owned(),
            Choice::Later => format!("not now, nor the {more} questions after it"),
        }
    }
}

impl Ask {
    pub fn new(question: Question, more: usize) -> Ask {
        let hint = match &question {
            Question::Person { .. } => "a name",
            Question::Shortened { .. } => "https://…",
        };
        let input = TextBox::one_line("").with_placeholder(hint);
        Ask { question, input, list: ListState::default(), more, refused: None }
    }

    /// The names that what is typed leaves, what is typed where it is no name yet, and nobody.
    fn choices(&self) -> Vec<Choice<'_>> {
        let Question::Person { names, .. } = &self.question else { return Vec::new() };
        let typed = self.input.line().trim();
        let later = if typed.is_empty() { Some(Choice::NotNow) } else { None };
        let fits = |name: &&String| name.to_lowercase().contains(&typed.to_lowercase());
        let known = names.iter().filter(fits).map(|name| Choice::Known(name.as_str()));
        let mut choices: Vec<Choice<'_>> = later.into_iter().chain(known).collect();
        if !typed.is_empty() && !names.iter().any(|name| name == typed) {
            choices.push(Choice::Typed(typed));
        }
        choices.push(Choice::Nobody);
        choices.extend((self.more > 0).then_some(Choice::Later));
        choices
    }

    /// The answer, where the key gives one.
    pub fn key(&mut self, key: KeyEvent, action: Option<Action>, screen: Rect) -> Option<Said> {
        self.refused = None;
        let count = self.choices().len();
        match action {
            Some(Action::ImportBack) => return Some(Said::NotNow),
            Some(Action::ImportNext) => return self.given(),
            Some(Action::AnswerPrevious) if self.list.selected == 0 => self.list.end(count),
            Some(Action::AnswerPrevious) => self.list.previous(),
            Some(Action::AnswerNext) if self.list.selected + 1 >= count => self.list.home(),
            Some(Action::AnswerNext) => self.list.next(count),
            _ => {
                self.input.key(key);
                self.list.select(0, self.choices().len());
            }
        }
        let (height, count) = (list_area(screen).height, self.choices().len());
        self.list.visible(usize::from(height), count);
        None
    }

    fn given(&mut self) -> Option<Said> {
        match &self.question {
            Question::Person { key, .. } => {
                let choices = self.choices();
                let name = match choices.get(self.list.selected)? {
                    Choice::Typed(name) if !Question::may_be_name(name) => {
                        self.refused = Some(format!("✗ {}", Question::NAMES));
                        return None;
                    }
                    Choice::Known(name) | Choice::Typed(name) => Some((*name).to_owned()),
                    Choice::NotNow => return Some(Said::NotNow),
                    Choice::Nobody => None,
                    Choice::Later => return Some(Said::Later),
                };
                Some(Said::Answer(Given::Person { key: key.clone(), name }))
            }
            Question::Shortened { address: short } => {
                let address = self.input.line().trim().to_owned();
                if !Question::may_be_address(&address) {
                    let why = "✗ That is not an address: open it in a browser, and paste where it leads.";
                    self.refused = Some(why.to_owned());
                    return None;
                }
                Some(Said::Answer(Given::Address { short: short.clone(), address }))
            }
        }
    }

    pub fn paste(&mut self, text: &str) {
        self.refused = None;
        self.input.paste(text.trim());
        self.list.select(0, self.choices().len());
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let (title, said, keep) = match &self.question {
            Question::Person { handle, line, words, .. } => (
                format!("Whose block is {handle}?"),
                format!("Line {line} of the notes: {words} …"),
                "The answer is kept in copydesk.yml, and is not asked for again.",
            ),
            Question::Shortened { address } => (
                "Where does it lead?".to_owned(),
                address.clone(),
                "The address is hidden behind a service that shortens addresses.",
            ),
        };
        let inner = popup(frame, area, WIDTH, HEIGHT, &title, theme);
        if inner.height < 7 {
            return None;
        }
        let row = |y: u16, height: u16| Rect { y: inner.y + y, height, ..inner }.intersection(inner);
        frame.render_widget(Paragraph::new(said).style(theme.text).wrap(Wrap { trim: true }), row(0, 2));
        draw_line(frame, row(2, 1), Line::styled("> ", theme.key));
        let place = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..row(2, 1) };
        let cursor = self.input.render(place, frame.buffer_mut(), &theme.input(false));
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let note = Rect { y: inner.bottom() - 2, height: 1, ..inner };
        let count = self.choices().len();
        let (choices, more) = (self.choices(), self.more);
        match &self.refused {
            Some(refused) => draw_line(frame, note, Line::styled(refused.as_str(), theme.bad)),
            None => draw_line(frame, note, Line::styled(keep, theme.dim)),
        }
        draw_list(frame, list_area(area), &self.list, count, theme, |frame, place, at| {
            draw_line(frame, place, Line::styled(choices[at].label(more), theme.text));
        });
        let actions = [(Action::ImportNext, "answer"), (Action::ImportBack, "not now")];
        let next = (Action::AnswerNext, "choose");
        let actions: Vec<_> = Some(next).filter(|_| count > 0).into_iter().chain(actions).collect();
        draw_line(frame, foot, hints(&context.config.keys, &actions, theme));
        cursor
    }
}
