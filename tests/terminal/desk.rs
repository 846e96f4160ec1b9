//! The program in a pseudo-terminal, and an emulator that reads its screen.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Nothing takes this long unless it never comes.
const DEADLINE: Duration = Duration::from_secs(120);
/// How often a file is looked at while nothing is drawn.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

pub mod key {
    pub const ENTER: &str = "\r";
    pub const TAB: &str = "\t";
    pub const ESC: &str = "\x1b";
    pub const UP: &str = "\x1b[A";
    pub const DOWN: &str = "\x1b[B";
    pub const PAGE_DOWN: &str = "\x1b[6~";
    pub const END: &str = "\x1b[F";
    pub const SHIFT_HOME: &str = "\x1b[1;2H";
    pub const BACKSPACE: &str = "\x7f";
    pub const CTRL_C: &str = "\x03";
    pub const CTRL_E: &str = "\x05";
    pub const CTRL_F: &str = "\x06";
    pub const CTRL_G: &str = "\x07";
    pub const CTRL_L: &str = "\x0c";
    pub const CTRL_O: &str = "\x0f";
    pub const CTRL_P: &str = "\x10";
    pub const CTRL_Q: &str = "\x11";
    pub const CTRL_S: &str = "\x13";
    pub const CTRL_T: &str = "\x14";
    pub const CTRL_U: &str = "\x15";
    pub const CTRL_V: &str = "\x16";
    pub const CTRL_W: &str = "\x17";
    pub const CTRL_X: &str = "\x18";
    pub const CTRL_Z: &str = "\x1a";
    pub const F1: &str = "\x1bOP";
    pub const F4: &str = "\x1bOS";
    pub const F6: &str = "\x1b[17~";
    pub const F10: &str = "\x1b[21~";
    pub const F12: &str = "\x1b[24~";
    pub const ALT_C: &str = "\x1bc";
    pub const ALT_G: &str = "\x1bg";
    pub const ALT_H: &str = "\x1bh";
    pub const ALT_I: &str = "\x1bi";
    pub const ALT_O: &str = "\x1bo";
    pub const ALT_P: &str = "\x1bp";
    pub const ALT_U: &str = "\x1bu";
    pub const CTRL_END: &str = "\x1b[1;5F";
    pub const FOCUS: &str = "\x1b[I";
}

/// A program that runs in a terminal.
pub struct Desk {
    pub pid: u32,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    exits: Receiver<ExitStatus>,
    exit: Option<ExitStatus>,
    terminal: vt100::Parser,
    /// The cells that an ambiguous character takes, as this terminal answers.
    pub ambiguous_cells: u16,
    /// How it answers the questions about colour registers and device attributes.
    pub attributes: &'static str,
    /// How it answers the questions about its background and images. They come before its later answers.
    pub answers: &'static str,
    /// Everything that was typed, as it was sent.
    pub typed: Vec<String>,
    /// Every byte that it wrote.
    pub written: Vec<u8>,
}

impl Desk {
    pub fn start(
        program: &str,
        args: &[&str],
        directory: &Path,
        variables: &[(String, String)],
        columns: u16,
        rows: u16,
    ) -> Desk {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(directory);
        command.env_clear();
        for (name, value) in variables {
            command.env(name, value);
        }
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let pid = child.process_id().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (sender, exits) = channel();
        thread::spawn(move || {
            if let Ok(status) = child.wait() {
                // The test may be over.
                let _ = sender.send(status);
            }
        });
        let terminal = vt100::Parser::new(cells(rows), cells(columns), 0);
        Desk {
            pid,
            master: pair.master,
            keyboard,
            output,
            exits,
            exit: None,
            terminal,
            ambiguous_cells: 1,
            attributes: "",
            answers: "",
            typed: Vec::new(),
            written: Vec::new(),
        }
    }

    /// Sends keys, or any bytes that a terminal sends. After an Esc there must be a wait: what
    /// follows at once would make it an Alt.
    pub fn keys(&mut self, keys: &str) -> &mut Desk {
        self.typed.push(keys.to_owned());
        self.send(keys);
        self
    }

    /// Sends bytes as the terminal does.
    fn send(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
    }

    pub fn paste(&mut self, text: &str) -> &mut Desk {
        self.keys(&format!("\x1b[200~{text}\x1b[201~"))
    }

    /// Presses the left button on a cell and lets it go.
    pub fn click(&mut self, column: u16, row: u16) -> &mut Desk {
        let (x, y) = (column + 1, row + 1);
        self.keys(&format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m"))
    }

    /// Turns the wheel over a cell.
    pub fn wheel(&mut self, column: u16, row: u16, down: bool) -> &mut Desk {
        let button = if down { 65 } else { 64 };
        self.keys(&format!("\x1b[<{button};{};{}M", column + 1, row + 1))
    }

    /// Waits until a whole frame shows the text.
    pub fn wait_for(&mut self, text: &str) -> &mut Desk {
        self.wait(&format!("{text:?}"), |screen| screen.contents().contains(text))
    }

    pub fn wait_gone(&mut self, text: &str) -> &mut Desk {
        self.wait(&format!("{text:?} to go"), |screen| !screen.contents().contains(text))
    }

    /// Waits until the head says neither that the draft is not saved nor that it is being saved.
    pub fn wait_saved(&mut self) -> &mut Desk {
        self.wait("the draft to be saved", |screen| {
            let shown = screen.contents();
            !shown.contains("● not saved") && !shown.contains("saving …")
        })
    }

    /// Waits until a whole frame fits.
    pub fn wait(&mut self, what: &str, mut fits: impl FnMut(&vt100::Screen) -> bool) -> &mut Desk {
        let deadline = Instant::now() + DEADLINE;
        let mut over = false;
        loop {
            if !self.in_frame() && fits(self.terminal.screen()) {
                return self;
            }
            assert!(!over, "waited for {what}; the screen is\n{}", self.screen());
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => over = true,
            }
        }
    }

    /// Waits until the program has written a text that is not on the screen.
    pub fn wait_written(&mut self, text: &str) -> &mut Desk {
        self.wait_written_times(text, 1)
    }

    /// How often the program has written a text.
    pub fn times_written(&self, text: &str) -> usize {
        self.written.windows(text.len()).filter(|part| *part == text.as_bytes()).count()
    }

    /// Waits until the program has written a text so many times.
    pub fn wait_written_times(&mut self, text: &str, times: usize) -> &mut Desk {
        let deadline = Instant::now() + DEADLINE;
        while self.times_written(text) < times {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => panic!("waited for {text:?} to be written; the screen is\n{}", self.screen()),
            }
        }
        self
    }

    /// Waits for something outside of the screen, looking again whenever something is drawn.
    pub fn wait_until(&mut self, what: &str, mut fits: impl FnMut() -> bool) -> &mut Desk {
        let deadline = Instant::now() + DEADLINE;
        while !fits() {
            assert!(Instant::now() < deadline, "waited for {what}; the screen is\n{}", self.screen());
            match self.output.recv_timeout(LOOK_AGAIN) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => {}
                // Nothing is drawn any more; its end is all that is left to wait for.
                Err(RecvTimeoutError::Disconnected) => {
                    self.exit = self.exit.take().or_else(|| self.exits.recv_timeout(LOOK_AGAIN).ok());
                }
            }
        }
        self
    }

    /// Waits for its end and gives the exit code, with everything that it wrote taken in.
    pub fn wait_exit(&mut self) -> u32 {
        let deadline = Instant::now() + DEADLINE;
        while self.exit.is_none() {
            assert!(Instant::now() < deadline, "it does not end; the screen is\n{}", self.screen());
            match self.output.recv_timeout(LOOK_AGAIN) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => self.exit = self.exits.recv_timeout(LOOK_AGAIN).ok(),
            }
        }
        while let Ok(bytes) = self.output.recv_timeout(LOOK_AGAIN) {
            self.take(&bytes);
        }
        self.exit.as_ref().map_or(u32::MAX, ExitStatus::exit_code)
    }

    /// Leaves, and sees to it that it ends well.
    pub fn quit(&mut self) {
        self.keys(key::CTRL_Q);
        assert_eq!(self.wait_exit(), 0, "{}", self.screen());
    }

    pub fn signal(&mut self, name: &str) -> &mut Desk {
        signal(self.pid, name);
        self
    }

    /// Ends it as a power cut would.
    pub fn kill9(mut self) {
        self.signal("KILL");
        self.wait_exit();
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Desk {
        self.terminal.set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
        self
    }

    /// The text on the screen.
    pub fn screen(&self) -> String {
        self.terminal.screen().contents()
    }

    pub fn emulator(&self) -> &vt100::Screen {
        self.terminal.screen()
    }

    /// The line of the screen that holds a text.
    pub fn row_of(&self, text: &str) -> Option<u16> {
        row_of(self.terminal.screen(), text)
    }

    /// Selects a line of the outline.
    pub fn select(&mut self, text: &str) -> &mut Desk {
        self.keys("g");
        self.wait("the first line", |screen| selected(screen).contains("Front matter"));
        loop {
            let screen = self.terminal.screen();
            let here = selected(screen);
            if here.contains(text) {
                return self;
            }
            let steps = selected_row(screen).and_then(|from| {
                let rows = lines(screen);
                // A page down may have gone past it.
                let shows = |line: &String| outline_part(line).contains(text);
                let at = rows.iter().skip(2).position(shows)? + 2;
                Some(at as isize - isize::from(from as i16)).filter(|steps| *steps != 0)
            });
            match steps {
                Some(steps) => {
                    let key = if steps > 0 { key::DOWN } else { key::UP };
                    self.keys(&key.repeat(steps.unsigned_abs()));
                    self.wait(&format!("{text:?} to be selected"), |screen| selected(screen).contains(text));
                }
                None => {
                    self.keys(key::PAGE_DOWN);
                    self.wait(&format!("{text:?} further down than {here:?}"), |screen| {
                        selected(screen) != here
                    });
                }
            }
        }
    }

    /// Goes from field to field of a form until a text is on the screen.
    pub fn tab_to(&mut self, text: &str) -> &mut Desk {
        const MOST_FIELDS: usize = 50;
        for _ in 0..MOST_FIELDS {
            if self.screen().contains(text) {
                return self;
            }
            let before = self.terminal.screen().cursor_position();
            self.keys(key::TAB).wait("the next field", |screen| screen.cursor_position() != before);
        }
        panic!("no field of {MOST_FIELDS} has {text:?}; the screen is\n{}", self.screen());
    }

    /// The selected line of the outline.
    pub fn selected(&self) -> String {
        selected(self.terminal.screen())
    }

    /// How the terminal treats its input line, as far as it is set.
    pub fn line_modes(&self) -> Vec<String> {
        let modes = self.master.get_termios().unwrap();
        let names = format!("{:?}", modes.local_flags);
        names.split(|c: char| !c.is_ascii_uppercase()).map(str::to_owned).collect()
    }

    /// Whether the terminal collects lines and shows what is typed, as it does for a shell's programs.
    pub fn echoes(&self) -> bool {
        let modes = self.line_modes();
        ["ICANON", "ECHO"].iter().all(|name| modes.iter().any(|mode| mode == name))
    }

    /// The terminal is as a shell wants it: its own screen, a cursor, no modes.
    pub fn assert_restored(&self) {
        assert_eq!(self.mode(1004), Some(false), "the focus is not reported");
        assert_eq!(self.mode(2026), Some(false), "no frame is open");
        assert!(self.echoes(), "typing is echoed: {:?}", self.line_modes());
        self.assert_restored_but_for_the_shell();
    }

    /// The same, where a shell may have set modes of its own since.
    pub fn assert_restored_but_for_the_shell(&self) {
        let screen = self.terminal.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pasting is plain");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is let go");
        assert_ne!(self.mode(1004), Some(true), "the focus is not reported");
        assert_ne!(self.mode(2026), Some(true), "no frame is open");
    }

    /// Writes on the screen as another program would that shares the terminal.
    pub fn scribble(&mut self, text: &str) {
        self.terminal.process(text.as_bytes());
    }

    /// Whether a private mode was last set or taken back.
    pub fn mode(&self, number: u16) -> Option<bool> {
        let last = |end: char| rposition(&self.written, format!("\x1b[?{number}{end}").as_bytes());
        match (last('h'), last('l')) {
            (None, None) => None,
            (set, unset) => Some(set > unset),
        }
    }

    /// Between the start and the end of a synchronised update.
    fn in_frame(&self) -> bool {
        self.mode(2026) == Some(true)
    }

    fn take(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        self.written.extend_from_slice(bytes);
        if bytes.windows(12).any(|part| part == b"\x1b[?1;1;0S\x1b[c") {
            self.send(self.attributes);
        }
        // As a terminal answers when it is asked where the cursor is.
        if String::from_utf8_lossy(bytes).contains("\x1b[H●\x1b[6n") {
            self.send(&format!("\x1b[1;{}R", 1 + self.ambiguous_cells));
            self.send(self.answers);
        } else if bytes.windows(4).any(|part| part == b"\x1b[6n") {
            let (row, column) = self.terminal.screen().cursor_position();
            self.send(&format!("\x1b[{};{}R", row + 1, column + 1));
        }
        if bytes.windows(7).any(|part| part == b"\x1b[?u\x1b[c") {
            self.send("\x1b[?62c");
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if self.exit.is_none() && self.exits.try_recv().is_err() {
            send(self.pid, "KILL");
        }
    }
}

pub fn signal(pid: u32, name: &str) {
    assert!(send(pid, name), "no process takes SIG{name}");
}

fn send(pid: u32, name: &str) -> bool {
    let line = format!("kill -s {name} {pid} 2>/dev/null");
    Command::new("sh").args(["-c", &line]).status().is_ok_and(|status| status.success())
}

/// A line of the screen each, without the blanks at its end.
pub fn lines(screen: &vt100::Screen) -> Vec<String> {
    let (_, columns) = screen.size();
    screen.rows(0, columns.get()).collect()
}

fn row_of(screen: &vt100::Screen, text: &str) -> Option<u16> {
    lines(screen).iter().position(|line| line.contains(text)).map(|row| row as u16)
}

/// The outline is the leftmost pane; its frame ends it.
fn outline_part(line: &str) -> String {
    let line = line.trim_start_matches(['┃', '│', '║', ' ']);
    line.chars().take_while(|c| !matches!(c, '┃' | '│' | '║')).collect()
}

/// The line of the outline that is drawn reversed.
fn selected_row(screen: &vt100::Screen) -> Option<u16> {
    let (rows, _) = screen.size();
    // The first line is the head, which is reversed always.
    (1..rows.get()).find(|row| screen.cell(*row, 2).is_some_and(vt100::Cell::inverse))
}

fn selected(screen: &vt100::Screen) -> String {
    selected_row(screen).map_or_else(String::new, |row| outline_part(&lines(screen)[usize::from(row)]))
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: columns * 10, pixel_height: rows * 20 }
}

fn rposition(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).rposition(|window| window == part)
}
