//! The backend that collects the bytes of a frame and sends them in one write.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::layout::{Position, Size};
use unicode_width::UnicodeWidthStr as _;

use crate::tui::app::clusters::is_cluster;

/// A crossterm backend without its flushes: crossterm flushes three times a frame, and a terminal that
/// reads between two of them draws a part.
///
/// What the terminal shows already is not sent again: the cursor where it is, and a frame without any
/// change.
#[derive(Debug)]
pub struct FrameBackend<W> {
    terminal: W,
    frame: Vec<u8>,
    /// The last state of the cursor that was sent; `None` where it is unknown.
    position: Option<Position>,
    is_visible: Option<bool>,
}

impl<W: Write> FrameBackend<W> {
    pub fn new(terminal: W) -> Self {
        Self { terminal, frame: Vec::new(), position: None, is_visible: None }
    }

    /// Sends bytes that are not part of a frame, such as a question to the terminal.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn send_raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.terminal.write_all(bytes)?;
        self.terminal.flush()
    }

    /// Sends the frame that was drawn as one synchronized update.
    ///
    /// # Errors
    ///
    /// If the terminal is gone.
    pub fn send(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(self.frame.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.append(&mut self.frame);
        queue!(bytes, EndSynchronizedUpdate)?;
        self.terminal.write_all(&bytes)?;
        self.terminal.flush()
    }

    fn draw_run(&mut self, run: &mut Vec<(u16, u16, &Cell)>) -> io::Result<()> {
        if run.is_empty() {
            return Ok(());
        }
        self.position = None;
        self.crossterm().draw(run.drain(..))
    }

    /// Draws a symbol whose width terminals do not agree on: over blanks, and with the cursor put where the next
    /// symbol belongs. Returns the cell that it covers.
    fn draw_cluster(&mut self, x: u16, y: u16, cell: &Cell) -> io::Result<Option<(u16, u16)>> {
        let is_wide = cell.symbol().width() > 1;
        let mut blank = cell.clone();
        blank.set_symbol(" ");
        let mut run = vec![(x, y, &blank)];
        run.extend(is_wide.then_some((x + 1, y, &blank)));
        self.draw_run(&mut run)?;
        self.draw_run(&mut vec![(x, y, cell)])?;
        Ok(is_wide.then_some((x + 1, y)))
    }

    fn crossterm(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.frame)
    }
}

impl<W: Write> Backend for FrameBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut run: Vec<(u16, u16, &Cell)> = Vec::new();
        let mut covered = None;
        for (x, y, cell) in content {
            if covered == Some((x, y)) {
                continue;
            }
            covered = None;
            if is_cluster(cell.symbol()) && !matches!(cell.diff_option, CellDiffOption::ForcedWidth(_)) {
                self.draw_run(&mut run)?;
                covered = self.draw_cluster(x, y, cell)?;
            } else {
                run.push((x, y, cell));
            }
        }
        self.draw_run(&mut run)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.is_visible != Some(false) {
            self.is_visible = Some(false);
            queue!(self.frame, Hide)?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.is_visible != Some(true) {
            self.is_visible = Some(true);
            queue!(self.frame, Show)?;
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.crossterm().get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.position != Some(position) {
            self.position = Some(position);
            queue!(self.frame, MoveTo(position.x, position.y))?;
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        // The screen is cleared after a resize or another program, which may have moved the cursor.
        (self.position, self.is_visible) = (None, None);
        // It may have left its colours too: cells would be cleared and drawn with them.
        queue!(self.frame, SetAttribute(Attribute::Reset))?;
        self.crossterm().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.crossterm().window_size()
    }

    /// Does nothing: [`Self::send`] sends the frame when it is complete.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

    use super::*;

    /// Keeps what each write sent.
    #[derive(Debug, Default)]
    struct Writes(Vec<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn screen() -> Terminal<FrameBackend<Writes>> {
        let viewport = Viewport::Fixed(Rect::new(0, 0, 20, 2));
        let backend = FrameBackend::new(Writes::default());
        Terminal::with_options(backend, TerminalOptions { viewport }).unwrap()
    }

    /// Draws a frame with a text and the cursor after it; returns what was written for it.
    fn sent(screen: &mut Terminal<FrameBackend<Writes>>, text: &str) -> Vec<String> {
        let draw = |frame: &mut Frame<'_>| {
            frame.render_widget(text, frame.area());
            frame.set_cursor_position((u16::try_from(text.len()).unwrap(), 0));
        };
        screen.draw(draw).unwrap();
        screen.backend_mut().send().unwrap();
        std::mem::take(&mut screen.backend_mut().terminal.0)
    }

    #[test]
    fn a_frame_is_one_write_of_what_changed() {
        let mut screen = screen();
        let first = sent(&mut screen, "Tides");
        assert_eq!(first.len(), 1);
        assert!(first[0].starts_with("\x1b[?2026h") && first[0].ends_with("\x1b[?2026l"), "{first:?}");
        let reset = "\x1b[39m\x1b[49m\x1b[59m\x1b[0m";
        let letter = format!("\x1b[?2026h\x1b[1;6H!{reset}\x1b[1;7H\x1b[?2026l");
        assert_eq!(sent(&mut screen, "Tides!"), [letter]);
    }

    #[test]
    fn a_frame_without_a_change_sends_nothing() {
        let mut screen = screen();
        sent(&mut screen, "Tides");
        assert_eq!(sent(&mut screen, "Tides"), [""; 0]);
    }

    #[test]
    fn an_emoji_of_several_characters_is_drawn_over_blanks_and_the_next_column_is_named() {
        let mut screen = screen();
        let written = sent(&mut screen, "❤️ab").concat();
        let reset = "\x1b[39m\x1b[49m\x1b[59m\x1b[0m";
        let emoji = format!("\x1b[1;1H  {reset}\x1b[1;1H❤️{reset}\x1b[1;3Hab");
        assert!(written.contains(&emoji), "{}", written.escape_debug());
    }

    #[test]
    fn after_a_clear_the_cursor_is_sent_again_and_no_colours_of_others_are_left() {
        let mut screen = screen();
        sent(&mut screen, "Tides");
        screen.backend_mut().clear().unwrap();
        let written = sent(&mut screen, "Tides");
        assert!(written[0].contains("\x1b[?25h\x1b[1;6H"), "{written:?}");
        assert!(written[0].contains("\x1b[0m\x1b[2J"), "{written:?}");
    }
}
