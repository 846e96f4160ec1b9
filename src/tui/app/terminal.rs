//! The terminal and its modes: they are set at the start and restored when the program ends, even by a
//! panic.

use std::io::{self, IsTerminal, Stdout, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::layout::Rect;

use crate::platform::suspend;
use crate::tui::app::clipboard::osc52;
use crate::tui::app::clusters::ClusterRows;
use crate::tui::app::frame::FrameBackend;
use crate::tui::app::gate;
use crate::tui::app::job::pool::catches_panics;

type Screen = Terminal<FrameBackend<Stdout>>;

/// True while the modes are set. Whoever clears it restores them, so that this happens once.
static SET: AtomicBool = AtomicBool::new(false);

/// The terminal while the program uses it.
#[derive(Debug)]
pub struct Tty {
    screen: Screen,
    clusters: ClusterRows,
    mouse: bool,
}

impl Tty {
    /// Sets the terminal's modes.
    ///
    /// # Errors
    ///
    /// If standard input or output is not a terminal.
    pub fn enter(mouse: bool) -> io::Result<Tty> {
        // Otherwise crossterm would use the controlling terminal, and the pipe would get the screen.
        if !stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(io::Error::other("standard input or output is not one"));
        }
        // Without this, crossterm also leaves out bold and reverse for NO_COLOR. Our theme `none` leaves
        // out only the colours.
        crossterm::style::force_color_output(true);
        set(mouse)?;
        let screen = Terminal::new(FrameBackend::new(stdout()))?;
        Ok(Tty { screen, clusters: ClusterRows::default(), mouse })
    }

    /// Draws a frame and sends what has changed since the last one.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        if !SET.load(Ordering::SeqCst) {
            // Another thread has panicked and restored the terminal; its message stays readable.
            return Ok(());
        }
        let clusters = &mut self.clusters;
        self.screen.draw(|frame| {
            draw(frame);
            gate::sanitize(frame.buffer_mut());
            clusters.mark(frame.buffer_mut());
        })?;
        self.screen.backend_mut().send()
    }

    /// Captures the mouse, or releases it so that the terminal's own selection works.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn set_mouse(&mut self, mouse: bool) -> io::Result<()> {
        if self.mouse != mouse {
            self.mouse = mouse;
            if mouse {
                execute!(stdout(), EnableMouseCapture)?
            } else {
                execute!(stdout(), DisableMouseCapture)?
            }
        }
        Ok(())
    }

    /// Sends the terminal a question. The thread that reads the keys receives the answer.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn ask(&mut self, question: &str) -> io::Result<()> {
        self.screen.backend_mut().send_raw(question.as_bytes())
    }

    /// Sends the terminal a text for the system's clipboard.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        self.screen.backend_mut().send_raw(osc52(text).as_bytes())
    }

    /// Deletes images from the terminal's memory, with the sequences for it.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn drop_images(&mut self, sequences: &str) -> io::Result<()> {
        if sequences.is_empty() { Ok(()) } else { self.screen.backend_mut().send_raw(sequences.as_bytes()) }
    }

    /// Redraws the whole screen with the next frame.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn clear(&mut self) -> io::Result<()> {
        // `Terminal::clear` asks the terminal for the cursor's position, and the thread that reads the
        // keys would receive the answer.
        let size = self.screen.size()?;
        self.screen.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Restores the terminal while other work uses it. Returns the result of the work even if the terminal
    /// is gone afterwards, which the second value says.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> (T, io::Result<()>) {
        restore();
        let done = work();
        (done, set(self.mouse).and_then(|()| self.clear()))
    }

    /// Suspends the program and gives the terminal to the shell until `fg`.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn suspend(&mut self) -> io::Result<()> {
        let (stopped, taken_back) = self.lend(suspend);
        stopped.and(taken_back)
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        restore();
    }
}

fn set(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    SET.store(true, Ordering::SeqCst);
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
    if mouse {
        execute!(stdout(), EnableMouseCapture)?;
    }
    Ok(())
}

/// Restores the terminal's modes. Does nothing the second time.
pub fn restore() {
    if SET.swap(false, Ordering::SeqCst) {
        // An error can't be reported: the terminal is gone.
        let _ = execute!(
            stdout(),
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableFocusChange,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = disable_raw_mode();
    }
}

/// Restores the terminal before a panic is printed, so that it can be read, and then calls `then`. A
/// panic that a job catches is not printed.
pub fn restore_on_panic(then: impl Fn() + Send + Sync + 'static) {
    let inner = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if catches_panics() {
            return;
        }
        restore();
        inner(info);
        then();
    }));
}
