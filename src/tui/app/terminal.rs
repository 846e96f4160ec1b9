//! The terminal's modes: set at the start, and restored however the program ends.

use std::io::{self, IsTerminal, Stdout, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;

use crate::tui::app::gate;
use crate::tui::app::job::pool::catches_panics;

type Screen = Terminal<CrosstermBackend<io::BufWriter<Stdout>>>;

/// Whether the modes are set, so that they are taken back once and by whoever comes first.
static SET: AtomicBool = AtomicBool::new(false);

/// The terminal while the program has it.
#[derive(Debug)]
pub struct Tty {
    screen: Screen,
    mouse: bool,
}

impl Tty {
    /// # Errors
    ///
    /// Where there is no terminal.
    pub fn enter(mouse: bool) -> io::Result<Tty> {
        // crossterm would take the controlling terminal, and a pipe would get the screen.
        if !stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(io::Error::other("standard input or output is not one"));
        }
        // Without this, crossterm takes NO_COLOR for "no bold and no reverse" too; the theme
        // without colours is ours.
        crossterm::style::force_color_output(true);
        set(mouse)?;
        // One write a frame: the default buffer is smaller than a screen with styles.
        let screen = Terminal::new(CrosstermBackend::new(io::BufWriter::with_capacity(1 << 17, stdout())))?;
        Ok(Tty { screen, mouse })
    }

    /// Draws a frame, which appears at once.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        if !SET.load(Ordering::SeqCst) {
            // Another thread has panicked and given the terminal back; what it says stays readable.
            return Ok(());
        }
        queue!(self.screen.backend_mut(), BeginSynchronizedUpdate)?;
        self.screen.draw(|frame| {
            draw(frame);
            gate::sanitize(frame.buffer_mut());
        })?;
        queue!(self.screen.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.screen.backend_mut())
    }

    /// Takes the mouse, or lets it go so that the terminal's own selection works.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
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

    /// Asks the terminal something; whoever reads the keys gets the answer.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
    pub fn ask(&mut self, question: &str) -> io::Result<()> {
        self.screen.backend_mut().write_all(question.as_bytes())?;
        Write::flush(self.screen.backend_mut())
    }

    /// Has kitty forget pictures that are not shown any more.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
    pub fn drop_pictures(&mut self, ids: &[u32]) -> io::Result<()> {
        for id in ids {
            write!(self.screen.backend_mut(), "\x1b_Ga=d,d=I,i={id},q=2\x1b\\")?;
        }
        if ids.is_empty() { Ok(()) } else { Write::flush(self.screen.backend_mut()) }
    }

    /// Draws everything anew with the next frame.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
    pub fn clear(&mut self) -> io::Result<()> {
        // `Terminal::clear` asks the terminal where the cursor is, and the answer would go to the
        // thread that reads the keys.
        let size = self.screen.size()?;
        self.screen.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Gives the terminal back to the shell until `fg`.
    ///
    /// # Errors
    ///
    /// Where the terminal is gone.
    pub fn suspend(&mut self) -> io::Result<()> {
        restore();
        #[cfg(unix)]
        signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)?;
        set(self.mouse)?;
        self.clear()
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

/// Gives the terminal back as it was. Does nothing the second time.
pub fn restore() {
    if SET.swap(false, Ordering::SeqCst) {
        // There is nobody to tell when this fails.
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

/// Restores the terminal before a panic is printed, so that it can be read. `then` comes last. A
/// panic that is answered as a failed job is none of it.
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
