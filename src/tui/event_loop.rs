use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::job::{Event, Job, Pool};
use super::pictures::{Answer, Heard};
use super::state::State;
use super::terminal::{Tty, restore_on_panic};
use super::{draw, update};
use crate::desk::DeskError;

/// Draws, waits, updates, until the user leaves.
pub(super) fn run(mut state: State) -> Result<(), DeskError> {
    let (sender, events) = channel::<Event>();
    // A panic of another thread ends the program too: its job would never be answered.
    let panicked = sender.clone();
    restore_on_panic(move || drop(panicked.send(Event::Terminate)));
    let mut tty = Tty::enter(state.mouse).map_err(DeskError::Terminal)?;
    tty.draw(|frame| draw::draw(frame, &mut state)).map_err(DeskError::Terminal)?;
    let pool = Pool::new(&sender);
    if let Some(question) = state.config.question {
        tty.ask(question.text()).map_err(DeskError::Terminal)?;
    }
    read_terminal(sender.clone(), state.config.question.is_some());
    #[cfg(unix)]
    read_signals(sender);
    start(state.wanted(), &pool);
    let ended = turn(&mut state, &mut tty, &events, &pool);
    // What a worker still writes down is older than the text.
    let wait_for_pictures = pool.finish();
    if state.terminated || ended.is_err() {
        keep_now(&state);
    }
    wait_for_pictures();
    ended
}

/// Events in, frames out, until the program is to end.
fn turn(state: &mut State, tty: &mut Tty, events: &Receiver<Event>, pool: &Pool) -> Result<(), DeskError> {
    while !state.quit {
        // What was asked for while the last event was settled comes before the next one.
        if !state.suspend && !state.redraw {
            let Some(event) = next(state, events, pool) else { break };
            start(update::update(state, event), pool);
        }
        // Everything that has come in by now belongs to one frame.
        while let Ok(event) = events.try_recv() {
            start(update::update(state, event), pool);
        }
        if state.quit {
            break;
        }
        if std::mem::take(&mut state.suspend) {
            keep_now(state);
            tty.suspend().map_err(DeskError::Terminal)?;
        }
        tty.set_mouse(state.mouse).map_err(DeskError::Terminal)?;
        if std::mem::take(&mut state.redraw) {
            tty.clear().map_err(DeskError::Terminal)?;
        }
        if tty.draw(|frame| draw::draw(frame, state)).is_err() {
            state.terminated = true;
            break;
        }
        show(state, tty, pool)?;
        settle(state, tty, events, pool)?;
    }
    Ok(())
}

/// Has the picture made that the last frame had a place for.
fn show(state: &mut State, tty: &mut Tty, pool: &Pool) -> Result<(), DeskError> {
    let means = state.config.images;
    state.pictures.measure(means, cell_size);
    tty.drop_pictures(&state.pictures.take_dropped()).map_err(DeskError::Terminal)?;
    if let Some(job) = state.pictures.job(means, &state.workspace.root) {
        pool.run(job);
    }
    Ok(())
}

/// The pixels of a cell, as the system knows them: the terminal itself is not asked.
fn cell_size() -> Option<(u16, u16)> {
    let size = crossterm::terminal::window_size().ok()?;
    let cell = (size.width.checked_div(size.columns)?, size.height.checked_div(size.rows)?);
    (cell.0 > 0 && cell.1 > 0).then_some(cell)
}

/// After the key is on the screen, brings outline and checks up to the text, unless the next key
/// is there already.
fn settle(state: &mut State, tty: &mut Tty, events: &Receiver<Event>, pool: &Pool) -> Result<(), DeskError> {
    while state.session.is_stale() && !state.quit {
        if let Ok(event) = events.try_recv() {
            start(update::update(state, event), pool);
        } else {
            start(state.refresh(), pool);
        }
        if let Some(job) = state.keep(Instant::now()) {
            pool.run(job);
        }
        tty.set_mouse(state.mouse).map_err(DeskError::Terminal)?;
        tty.draw(|frame| draw::draw(frame, state)).map_err(DeskError::Terminal)?;
        show(state, tty, pool)?;
    }
    // A change that was not typed leaves nothing stale, and may show new images all the same.
    start(state.wanted(), pool);
    Ok(())
}

/// How often the progress of a picture that is being fitted, or of a fetch, is shown.
const PROGRESS_EVERY: Duration = Duration::from_millis(150);

/// Waits for the next event, and writes down what is not saved when that is due.
fn next(state: &mut State, events: &Receiver<Event>, pool: &Pool) -> Option<Event> {
    loop {
        let now = Instant::now();
        if let Some(job) = state.keep(now) {
            pool.run(job);
        }
        let wait =
            state.journal_due.map_or(Duration::from_secs(3600), |due| due.saturating_duration_since(now));
        let shows_progress = state.fitting.is_some() || state.keep_up.is_fetching() || state.is_gathering();
        let wait = if shows_progress { wait.min(PROGRESS_EVERY) } else { wait };
        match events.recv_timeout(wait) {
            Ok(event) => return Some(event),
            Err(RecvTimeoutError::Timeout) if shows_progress => return Some(Event::Tick),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

fn start(jobs: Vec<Job>, pool: &Pool) {
    for job in jobs {
        pool.run(job);
    }
}

/// Writes down what is not saved before the program may end.
fn keep_now(state: &State) {
    if let Some(journal) = state.journal.as_ref().filter(|_| state.session.is_dirty()) {
        // There is nobody left to tell when this fails.
        let _ = journal.keep(&state.session.document.base, state.session.draft.text());
    }
}

/// Hands on what comes from the terminal: keys, and its answer where it was asked.
fn read_terminal(events: Sender<Event>, is_asked: bool) {
    thread::spawn(move || {
        let mut answer = is_asked.then(Answer::default);
        while let Ok(event) = crossterm::event::read() {
            let typed = match answer.as_mut().map(|answer| answer.hear(event.clone())) {
                None => vec![event],
                Some(Heard::Events(typed)) => typed,
                Some(Heard::Answer(shows_kitty)) => {
                    answer = None;
                    if shows_kitty && events.send(Event::ShowsKitty).is_err() {
                        return;
                    }
                    continue;
                }
            };
            for event in typed {
                if events.send(Event::Terminal(event)).is_err() {
                    return;
                }
            }
        }
        // The terminal is gone; the program ends when it hears of it.
        let _ = events.send(Event::Terminate);
    });
}

#[cfg(unix)]
fn read_signals(events: std::sync::mpsc::Sender<Event>) {
    use signal_hook::consts::{SIGHUP, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP]) else { return };
    thread::spawn(move || {
        for _ in signals.forever() {
            if events.send(Event::Terminate).is_err() {
                return;
            }
        }
    });
}

/// The program without a terminal or threads, for tests and benches: events go in one by one, the
/// jobs that they ask for are done at once, and the screen is a buffer.
pub mod headless {
    use std::sync::Mutex;

    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use crate::desk::Probe;
    use crate::tui::add_form::AddForm;
    use crate::tui::job::{self, Event};
    use crate::tui::state::State;
    use crate::tui::theme::Theme;
    use crate::tui::{draw, gate, update};

    /// A program on a screen of its own.
    #[derive(Debug)]
    pub struct Headless {
        pub state: State,
        terminal: Terminal<TestBackend>,
        probe: Mutex<Probe>,
        /// The pixels of a cell, where the screen can show pictures in pixels.
        pub cell: Option<(u16, u16)>,
    }

    impl Headless {
        pub fn new(state: State, width: u16, height: u16) -> Headless {
            let Ok(terminal) = Terminal::new(TestBackend::new(width, height));
            let mut program = Headless { state, terminal, probe: Mutex::default(), cell: None };
            program.settle();
            program
        }

        /// Handles an event, and draws as the program would before it settles.
        pub fn paint(&mut self, event: Event) {
            for job in update::update(&mut self.state, event) {
                let done = job::run(job, &self.probe);
                self.paint(Event::Done(Box::new(done)));
            }
            self.draw();
        }

        /// Handles events that come one after another before the first job is done.
        pub fn send_at_once(&mut self, events: Vec<Event>) {
            let jobs: Vec<_> =
                events.into_iter().flat_map(|event| update::update(&mut self.state, event)).collect();
            for job in jobs {
                let done = job::run(job, &self.probe);
                self.paint(Event::Done(Box::new(done)));
            }
            self.settle();
        }

        /// Handles an event with everything that follows from it.
        pub fn send(&mut self, event: Event) {
            self.paint(event);
            self.settle();
        }

        /// Brings everything up to the text, with the picture that there is a place for.
        pub fn settle(&mut self) {
            loop {
                for job in self.state.refresh() {
                    let done = job::run(job, &self.probe);
                    self.paint(Event::Done(Box::new(done)));
                }
                if !self.state.session.is_stale() {
                    break;
                }
            }
            self.draw();
            let (means, cell) = (self.state.config.images, self.cell);
            self.state.pictures.measure(means, || cell);
            while let Some(job) = self.state.pictures.job(means, &self.state.workspace.root) {
                let done = job::run(job, &self.probe);
                self.paint(Event::Done(Box::new(done)));
            }
        }

        fn draw(&mut self) {
            let Ok(_) = self.terminal.draw(|frame| {
                draw::draw(frame, &mut self.state);
                gate::sanitize(frame.buffer_mut());
            });
        }

        /// The screen's text, line by line.
        pub fn screen(&self) -> String {
            text_of(self.buffer())
        }

        /// The screen with its styles.
        pub fn buffer(&self) -> &ratatui::buffer::Buffer {
            self.terminal.backend().buffer()
        }
    }

    /// The text of the form that asks for a contribution, on a screen of that size.
    pub fn screen_of(form: &mut AddForm, width: u16, height: u16) -> String {
        let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
        let Ok(_) = terminal.draw(|frame| {
            let _ = form.draw(frame, frame.area(), &Theme::fallback());
            gate::sanitize(frame.buffer_mut());
        });
        text_of(terminal.backend().buffer())
    }

    fn text_of(buffer: &ratatui::buffer::Buffer) -> String {
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                line.push_str(symbol);
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}
