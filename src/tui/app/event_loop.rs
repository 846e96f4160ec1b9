use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::desk::{Choice, Journal, Listing, Workspace};
use crate::platform::{Interrupts, on_interrupt};
use crate::tui::TuiError;
use crate::tui::app::job::edit::edit;
use crate::tui::app::job::pool::Pool;
use crate::tui::app::job::start::open;
use crate::tui::app::job::{Event, Job};
use crate::tui::app::keyboard::{ReadGate, read_terminal};
use crate::tui::app::state::{Leave, Request, State};
use crate::tui::app::terminal::{Tty, restore_on_panic};
use crate::tui::app::{answered, draw, external, update};
use crate::tui::config;

/// Opens the chosen draft in the terminal and stays until the user leaves.
///
/// # Errors
///
/// If the draft cannot be opened; the terminal is then untouched.
pub fn run(workspace: Workspace, listing: Listing, choice: Choice, today: Date) -> Result<(), TuiError> {
    let config = config::load()?;
    let state = open(workspace, listing, &choice, today, config, Journal::state_folder().as_deref())?;
    run_state(state)
}

/// Draws, waits, updates, until the user leaves.
fn run_state(mut state: State) -> Result<(), TuiError> {
    let (sender, events) = channel::<Event>();
    // A panic of another thread ends the program too: its job would never be answered.
    let panicked = sender.clone();
    restore_on_panic(move || drop(panicked.send(Event::Terminate)));
    let mut tty = Tty::enter(state.mouse).map_err(TuiError::Terminal)?;
    // Before the first frame, while the screen is empty.
    tty.ask(&state.config.questions.text()).map_err(TuiError::Terminal)?;
    tty.draw(|frame| draw::draw(frame, &mut state)).map_err(TuiError::Terminal)?;
    let pool = Pool::new(&sender);
    let gate = ReadGate::default();
    read_terminal(sender.clone(), state.config.questions, gate.clone());
    read_signals(sender);
    start(state.wanted(), &pool);
    let ended = turn(&mut state, &mut tty, (&events, &gate), &pool, &mut Timers::default());
    // The terminal keeps nothing of the program. An error says that it is gone.
    state.images.forget();
    let _ = tty.drop_images(&state.images.take_deletions());
    // What a worker still writes down is older than the text.
    let wait_for_images = pool.finish();
    if state.requested() == Request::Leave(Leave::Terminated) || ended.is_err() {
        keep_now(&state);
    }
    wait_for_images();
    ended
}

/// Longest time that typed text is not in the journal: half of what a crash may cost.
const JOURNAL_AFTER: Duration = Duration::from_secs(1);

/// How often the files of the draft are looked at.
const WATCH_EVERY: Duration = Duration::from_secs(1);

/// When work is due that no key asks for.
#[derive(Debug, Default)]
struct Timers {
    journal: JournalTimer,
    /// `None` before the first look, which is due at once.
    watch: Option<Instant>,
}

impl Timers {
    /// Returns the jobs that are due.
    fn poll(&mut self, state: &mut State, now: Instant) -> Vec<Job> {
        let mut jobs: Vec<Job> = self.journal.poll(state, now).into_iter().collect();
        if self.is_watch_up(now) {
            jobs.extend(update::update(state, Event::Watch));
        }
        jobs
    }

    fn is_watch_up(&mut self, now: Instant) -> bool {
        let is_up = self.watch.is_none_or(|due| due <= now);
        if is_up {
            self.watch = Some(now + WATCH_EVERY);
        }
        is_up
    }

    /// When the next one is due.
    fn next(&self) -> Option<Instant> {
        self.journal.due.into_iter().chain(self.watch).min()
    }
}

/// When the journal must be written.
#[derive(Debug, Default)]
struct JournalTimer {
    due: Option<Instant>,
}

impl JournalTimer {
    /// Returns the job that writes the journal once unsaved text is old enough.
    fn poll(&mut self, state: &mut State, now: Instant) -> Option<Job> {
        if self.is_up(state.journal_is_due, now) { state.journal_job() } else { None }
    }

    fn is_up(&mut self, is_due: bool, now: Instant) -> bool {
        if !is_due {
            self.due = None;
            return false;
        }
        let is_up = *self.due.get_or_insert(now + JOURNAL_AFTER) <= now;
        if is_up {
            self.due = None;
        }
        is_up
    }
}

/// Events in, frames out, until the program is to end.
fn turn(
    state: &mut State,
    tty: &mut Tty,
    (events, gate): (&Receiver<Event>, &ReadGate),
    pool: &Pool,
    timers: &mut Timers,
) -> Result<(), TuiError> {
    while !state.is_leaving() {
        // What was asked for while the last event was settled comes before the next one.
        if state.requested() == Request::Nothing {
            let Some(event) = next(state, events, pool, timers) else { break };
            start(update::update(state, event), pool);
        }
        // Everything that has come in by now belongs to one frame; what follows a request waits for it.
        while state.requested() == Request::Nothing
            && let Ok(event) = events.try_recv()
        {
            start(update::update(state, event), pool);
        }
        if state.is_leaving() {
            break;
        }
        let request = state.take_request();
        if request == Request::Suspend {
            keep_now(state);
            tty.suspend().map_err(TuiError::Terminal)?;
        }
        if request == Request::Edit {
            run_editor(state, tty, (events, gate), pool).map_err(TuiError::Terminal)?;
        }
        tell(state, tty).map_err(TuiError::Terminal)?;
        if request == Request::Redraw {
            tty.clear().map_err(TuiError::Terminal)?;
        }
        if tty.draw(|frame| draw::draw(frame, state)).is_err() {
            state.request(Request::Leave(Leave::Terminated));
            break;
        }
        show(state, tty, pool)?;
        settle(state, tty, events, pool, timers)?;
    }
    Ok(())
}

/// Tells the terminal what it needs beside the frame: a text for the clipboard, a question, and who has the mouse.
fn tell(state: &mut State, tty: &mut Tty) -> std::io::Result<()> {
    if let Some(text) = state.to_clipboard.take() {
        tty.copy(&text)?;
    }
    if let Some(question) = answered::take_question(state) {
        tty.ask(question.text())?;
    }
    tty.set_mouse(state.mouse)
}

/// Gives the terminal to the user's editor, and takes its text back before any other event. Keys that were
/// typed before the editor had the terminal were meant for it, so the draft does not get them.
fn run_editor(
    state: &mut State,
    tty: &mut Tty,
    (events, gate): (&Receiver<Event>, &ReadGate),
    pool: &Pool,
) -> std::io::Result<()> {
    let Some(external) = state.external.take() else { return Ok(()) };
    keep_now(state);
    gate.close();
    let (input, others): (Vec<Event>, Vec<Event>) = events.try_iter().partition(Event::is_typed);
    let (edited, taken_back) = tty.lend(|| edit(&external.request));
    gate.open();
    // The text comes first: it must reach the journal even if the terminal is gone.
    external::returned(state, external, edited);
    if !input.is_empty() {
        state.message.text.push_str(" Keys that came before the editor had started were ignored.");
    }
    for event in others {
        start(update::update(state, event), pool);
    }
    taken_back
}

/// Has the image made that the last frame had a place for.
fn show(state: &mut State, tty: &mut Tty, pool: &Pool) -> Result<(), TuiError> {
    let means = state.config.images;
    state.images.measure(means, cell_size);
    tty.drop_images(&state.images.take_deletions()).map_err(TuiError::Terminal)?;
    if let Some(job) = state.images.job(means, &state.workspace.root) {
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

/// After the key is on the screen, brings the outline up to the text, unless the next key is there already,
/// and has the text checked.
fn settle(
    state: &mut State,
    tty: &mut Tty,
    events: &Receiver<Event>,
    pool: &Pool,
    timers: &mut Timers,
) -> Result<(), TuiError> {
    while state.session.is_stale() && state.requested() == Request::Nothing {
        if let Ok(event) = events.try_recv() {
            start(update::update(state, event), pool);
        } else {
            start(state.refresh(), pool);
        }
        start(timers.poll(state, Instant::now()), pool);
        tell(state, tty).map_err(TuiError::Terminal)?;
        tty.draw(|frame| draw::draw(frame, state)).map_err(TuiError::Terminal)?;
        show(state, tty, pool)?;
    }
    // A change that was not typed leaves nothing stale, and may show new images all the same.
    start(state.wanted(), pool);
    Ok(())
}

/// How often the progress of an image that is being fitted, or of a fetch, is shown.
const PROGRESS_EVERY: Duration = Duration::from_millis(150);

/// Waits for the next event, and writes the journal when it is due.
fn next(state: &mut State, events: &Receiver<Event>, pool: &Pool, timers: &mut Timers) -> Option<Event> {
    loop {
        let now = Instant::now();
        start(timers.poll(state, now), pool);
        let wait = timers.next().map_or(WATCH_EVERY, |due| due.saturating_duration_since(now));
        let shows_progress = state.image_work.fitting.is_some() || state.is_gathering();
        let shows_progress = shows_progress || state.upstream.is_fetching() || state.pushing.is_some();
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

/// Writes unsaved text to the journal before the program may end.
fn keep_now(state: &State) {
    if let Some(journal) = state.journal.as_ref().filter(|_| state.session.is_dirty()) {
        // Nobody can see an error at this point.
        let _ = journal.keep(state.session.unsaved_base(), state.session.draft.text());
    }
}

fn read_signals(events: std::sync::mpsc::Sender<Event>) {
    on_interrupt(Interrupts::Ending, move |_| events.send(Event::Terminate).is_ok());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_looked_at_at_once_and_then_every_second() {
        let start = Instant::now();
        let mut timers = Timers::default();
        let ups = [0, 1, 999, 1000, 1500, 2001, 2900, 3001].map(|millis| {
            let is_up = timers.is_watch_up(start + Duration::from_millis(millis));
            assert!(timers.next().is_some_and(|next| next > start + Duration::from_millis(millis)));
            is_up
        });
        assert_eq!(ups, [true, false, false, true, false, true, false, true]);
    }

    #[test]
    fn the_journal_is_written_a_second_after_the_first_unsaved_change() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut timer = JournalTimer::default();
        assert!(!timer.is_up(true, at(0)));
        assert!(!timer.is_up(true, at(999)));
        assert!(timer.is_up(true, at(1000)));
        assert!(!timer.is_up(true, at(1001)));
        assert!(!timer.is_up(false, at(1500)));
        assert!(!timer.is_up(true, at(2100)), "the change of 1001 was saved");
    }
}
