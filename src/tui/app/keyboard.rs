//! The thread that reads the terminal, and its pauses while another program reads it.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crossterm::event::Event as Input;

use crate::platform::{IS_UNIX, wake_reader};
use crate::tui::app::attributes;
use crate::tui::app::job::Event;
use crate::tui::ask::early::Early;
use crate::tui::ask::{Answer, Heard, Listener, Questions};
use crate::tui::characters::WIDE_COLUMN;
use crate::tui::key::with_enter;

/// Stops the thread that reads the terminal.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadGate {
    shared: Arc<(Mutex<Reading>, Condvar)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reading {
    #[default]
    On,
    /// The thread is to stop before it reads again.
    Stopping,
    Stopped,
    /// The thread has ended.
    Over,
}

impl ReadGate {
    fn lock(&self) -> MutexGuard<'_, Reading> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the thread reads no more.
    pub fn close(&self) {
        let mut reading = self.lock();
        if *reading == Reading::On {
            *reading = Reading::Stopping;
        }
        wake_reader();
        while *reading == Reading::Stopping {
            reading = self.shared.1.wait(reading).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets the thread read again.
    pub fn open(&self) {
        let mut reading = self.lock();
        if *reading != Reading::Over {
            *reading = Reading::On;
        }
        self.shared.1.notify_all();
    }

    /// Called by the thread before it reads: stops it while the gate is closed.
    fn pass(&self) {
        let mut reading = self.lock();
        if *reading == Reading::Stopping {
            *reading = Reading::Stopped;
            self.shared.1.notify_all();
        }
        while *reading == Reading::Stopped {
            reading = self.shared.1.wait(reading).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Reads an event. What was typed before the gate is closed is read before the thread stops.
    fn read(&self) -> Option<Input> {
        use core::time::Duration;
        const LOOK_AGAIN: Duration = Duration::from_millis(100);
        // Where nothing wakes the thread, it wakes by itself.
        while !IS_UNIX {
            self.pass();
            if crossterm::event::poll(LOOK_AGAIN).ok()? {
                return crossterm::event::read().ok();
            }
        }
        let is_stopping = *self.lock() == Reading::Stopping;
        if !(is_stopping && crossterm::event::poll(Duration::ZERO).is_ok_and(|is_there| is_there)) {
            self.pass();
        }
        crossterm::event::read().ok()
    }
}

/// True if the first position of the cursor that the terminal has reported is in this column. Crossterm has it in its
/// queue, and gives it out only to this function, which asks once more: that answer is never looked for.
fn is_cursor_at(column: u16) -> bool {
    crossterm::cursor::position().is_ok_and(|(at, _)| at == column)
}

/// Marks the thread as ended when it is dropped, so that nobody waits for it.
struct End(ReadGate);

impl Drop for End {
    fn drop(&mut self) {
        *self.0.lock() = Reading::Over;
        self.0.shared.1.notify_all();
    }
}

/// Tells the answers of the terminal from what is typed.
#[derive(Debug)]
pub(crate) struct Ear {
    listener: Listener,
    is_width_open: bool,
}

impl Ear {
    pub fn new(questions: Questions) -> Ear {
        Ear { listener: Listener::new(questions), is_width_open: questions.width }
    }

    /// Takes an event of the terminal. What looks like an answer so far comes with a later one.
    pub fn hear(&mut self, event: Input) -> Vec<Event> {
        match self.listener.hear(event) {
            Heard::Events(typed) => typed.into_iter().map(with_enter).map(Event::Terminal).collect(),
            Heard::Answer(answer) => {
                // The width was asked first, so its answer is there.
                let is_wide = std::mem::take(&mut self.is_width_open) && is_cursor_at(WIDE_COLUMN);
                let wide = is_wide.then_some(Answer::WideCharacters);
                [Some(answer), wide].into_iter().flatten().map(Event::Answered).collect()
            }
        }
    }
}

/// The answers of a terminal that nothing else reads. Keys that are typed meanwhile are dropped.
///
/// A terminal answers in the order of the questions, so all answers are there once it has said, last, where its cursor is.
pub(crate) fn answers(questions: Questions) -> Vec<Answer> {
    let mut answers = Vec::new();
    if questions.are_read_early() {
        attributes::read(|early| {
            if let Early::Attributes(answer) = early {
                answers.push(answer);
            }
        });
    }
    if questions.width && is_cursor_at(WIDE_COLUMN) {
        answers.push(Answer::WideCharacters);
    }
    if crossterm::cursor::position().is_err() {
        return answers;
    }
    let mut listener = Listener::new(questions);
    while crossterm::event::poll(core::time::Duration::ZERO).is_ok_and(|is_there| is_there) {
        let Ok(event) = crossterm::event::read() else { break };
        if let Heard::Answer(answer) = listener.hear(event) {
            answers.push(answer);
        }
    }
    // Each look for the cursor has asked once more. That answer would reach the shell's prompt: it comes before the
    // answer to a question after it.
    let _ = crossterm::terminal::supports_keyboard_enhancement();
    answers
}

/// Forwards what comes before the answer about the device attributes, and that answer.
fn read_early(events: &Sender<Event>) {
    attributes::read(|early| {
        let event = match early {
            Early::Typed(event) => Event::Terminal(with_enter(event)),
            Early::Attributes(answer) => Event::Answered(answer),
        };
        // The end of the program is noticed by the next reader.
        let _ = events.send(event);
    });
    // A change of the size was not noticed meanwhile.
    if let Ok((width, height)) = crossterm::terminal::size() {
        let _ = events.send(Event::Terminal(Input::Resize(width, height)));
    }
}

/// Forwards the terminal's events: keys, and its answers to questions.
pub(crate) fn read_terminal(events: Sender<Event>, questions: Questions, gate: ReadGate) {
    thread::spawn(move || {
        let end = End(gate);
        if questions.are_read_early() {
            read_early(&events);
        }
        let mut ear = Ear::new(questions);
        while let Some(event) = end.0.read() {
            for event in ear.hear(event) {
                if events.send(event).is_err() {
                    return;
                }
            }
        }
        // The terminal is gone; the program ends when it hears of it.
        let _ = events.send(Event::Terminate);
    });
}
