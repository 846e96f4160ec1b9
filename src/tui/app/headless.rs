//! The program without a terminal or threads, for tests and benches: events go in one by one, the
//! jobs that they ask for are done at once, and the screen is a buffer.

use std::sync::Mutex;

use ratatui::Terminal;
use ratatui::backend::{Backend as _, TestBackend};
use ratatui::buffer::{Buffer, Cell};
use unicode_width::UnicodeWidthStr;

use crate::desk::Probe;
use crate::tui::app::job::{self, Event};
use crate::tui::app::state::State;
use crate::tui::app::{draw, gate, update};
use crate::tui::overlays::add_form::AddForm;
use crate::tui::theme::Theme;

/// A program on a screen of its own.
#[derive(Debug)]
pub struct Headless {
    pub state: State,
    terminal: Terminal<TestBackend>,
    probe: Mutex<Probe>,
    /// The pixels of a cell, where the screen can show images in pixels.
    pub cell: Option<(u16, u16)>,
}

impl Headless {
    pub fn new(state: State, width: u16, height: u16) -> Headless {
        let Ok(terminal) = Terminal::new(TestBackend::new(width, height));
        let mut program = Headless { state, terminal, probe: Mutex::default(), cell: None };
        program.finish_jobs();
        program
    }

    /// Handles an event, and draws as the program would before its jobs are done.
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
        self.finish_jobs();
    }

    /// Handles an event with everything that follows from it.
    pub fn send(&mut self, event: Event) {
        self.paint(event);
        self.finish_jobs();
    }

    /// Brings everything up to the text, with the image that there is a place for.
    pub fn finish_jobs(&mut self) {
        loop {
            for job in self.state.refresh() {
                let done = job::run(job, &self.probe);
                self.paint(Event::Done(Box::new(done)));
            }
            if self.state.session.is_checked() {
                break;
            }
        }
        self.draw();
        let (means, cell) = (self.state.config.images, self.cell);
        self.state.images.measure(means, || cell);
        while let Some(job) = self.state.images.job(means, &self.state.workspace.root) {
            let done = job::run(job, &self.probe);
            self.paint(Event::Done(Box::new(done)));
        }
    }

    fn draw(&mut self) {
        let mut covered = Vec::new();
        let Ok(_) = self.terminal.draw(|frame| {
            draw::draw(frame, &mut self.state);
            gate::sanitize(frame.buffer_mut());
            covered = covered_cells(frame.buffer_mut());
        });
        let blank = Cell::default();
        let Ok(()) = self.terminal.backend_mut().draw(covered.into_iter().map(|(x, y)| (x, y, &blank)));
    }

    /// The screen's text, line by line.
    pub fn screen(&self) -> String {
        text_of(self.buffer())
    }

    /// The screen with its styles.
    pub fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }
}

/// The text of the form that asks for a contribution, on a screen of that size.
pub fn screen_of(form: &AddForm, width: u16, height: u16) -> String {
    text_of(&buffer_of(form, width, height))
}

/// The form that asks for a contribution, on a screen of that size, without colours.
pub fn buffer_of(form: &AddForm, width: u16, height: u16) -> Buffer {
    let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
    let Ok(_) = terminal.draw(|frame| {
        let _ = form.draw(frame, frame.area(), &Theme::fallback());
        gate::sanitize(frame.buffer_mut());
    });
    terminal.backend().buffer().clone()
}

/// The cells under the second half of wide symbols. A terminal overwrites them, the test backend keeps
/// what was there.
fn covered_cells(buffer: &Buffer) -> Vec<(u16, u16)> {
    let is_wide = |cell: &Cell| cell.symbol().len() > 1 && cell.symbol().width() == 2;
    let wide = buffer.content.iter().enumerate().filter(|(_, cell)| is_wide(cell));
    wide.map(|(at, _)| buffer.pos_of(at))
        .filter(|(x, _)| x + 1 < buffer.area.right())
        .map(|(x, y)| (x + 1, y))
        .collect()
}

fn text_of(buffer: &Buffer) -> String {
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
            skip = symbol.width().saturating_sub(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
