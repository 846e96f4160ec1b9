//! What a user waits for at the desk: a typed key until the frame is drawn (without the terminal),
//! and the program's start until its first frame has come out of a pseudo-terminal, with vim, nano
//! and gitui as peers where they are installed. Repository and drafts as in the other benches.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod support;

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use copydesk::desk::{Workspace, choose};
use copydesk::tui::{Config, Event, Headless, open};
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use support::{compare, is_measuring, large, median, timed, wants};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 6, 3);
const SIZE: (u16, u16) = (120, 50);
/// Output that has paused for this long has ended.
const PAUSE: Duration = Duration::from_millis(60);

fn main() {
    if !is_measuring() {
        return;
    }
    let root = large::repository();
    let draft = std::fs::read_to_string(root.join(large::DRAFT)).unwrap();
    if wants("keys") {
        keys(&draft, "35 KB");
        keys(&support::ten_times(&draft), "ten times longer");
    }
    if wants("starts") {
        starts(&root);
    }
    large::reset(&root);
}

/// A letter typed into the whole file, into a form, and what follows it.
fn keys(draft: &str, size: &str) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("_drafts")).unwrap();
    std::fs::write(dir.path().join(large::DRAFT), draft).unwrap();
    let mut program = desk(dir.path());
    program.send(key(KeyCode::F(4), KeyModifiers::NONE));
    program.send(key(KeyCode::Home, KeyModifiers::CONTROL));
    (0..60).for_each(|_| program.send(key(KeyCode::Down, KeyModifiers::NONE)));
    let (mut paint, mut finish) = (Vec::new(), Vec::new());
    for n in 0..400u32 {
        let letter = char::from(b'a' + (n % 26) as u8);
        paint.push(timed(|| program.paint(key(KeyCode::Char(letter), KeyModifiers::NONE))));
        finish.push(timed(|| program.finish_jobs()));
    }
    println!("{size}: whole file, key to frame {:>21.2?}", median(&mut paint));
    println!("{size}: … and every check and the evidence {:>9.2?}", median(&mut finish));
    let mut program = desk(dir.path());
    (0..3).for_each(|_| program.send(key(KeyCode::Down, KeyModifiers::NONE)));
    program.send(key(KeyCode::Enter, KeyModifiers::NONE));
    let mut paint: Vec<Duration> = (0..400)
        .map(|_| {
            let taken = timed(|| program.paint(key(KeyCode::Char('x'), KeyModifiers::NONE)));
            program.finish_jobs();
            taken
        })
        .collect();
    println!("{size}: form, key to frame {:>27.2?}", median(&mut paint));
}

fn desk(root: &Path) -> Headless {
    let workspace = Workspace::find(root).unwrap();
    let listing = workspace.listing();
    let choice = choose(&workspace, &listing, None, TODAY).unwrap();
    let state = open(workspace, listing, &choice, TODAY, Config::default(), None).unwrap();
    Headless::new(state, SIZE.0, SIZE.1)
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Terminal(Input::Key(KeyEvent::new(code, modifiers)))
}

/// From the start of the process to the end of its first burst of output, and from a typed
/// character to the first byte that it brings.
fn starts(root: &Path) {
    let own = env!("CARGO_BIN_EXE_copydesk");
    let ours: &[&str] = &[own, "--as-of", "2026-06-03"];
    let peers: [&[&str]; 4] =
        [&["vim", "-u", "NONE", large::DRAFT], &["nano", large::DRAFT], &["gitui"], &["tig", "status"]];
    let mut known = peers.into_iter().filter(|peer| is_installed(peer[0])).peekable();
    if known.peek().is_none() {
        println!("start to first frame {:?} (no peer is installed)", first_frame(ours, root));
    }
    for peer in known {
        compare("start to first frame", peer[0], 15, || first_frame(ours, root), || first_frame(peer, root));
    }
    let mut program = Running::start(ours, root);
    program.burst();
    println!("resident after the first frame {:>21.1} MB", program.resident() as f64 / 1e6);
    program.send("\x1bOS");
    program.burst();
    let mut echo: Vec<Duration> = (0..100).map(|_| program.echo("x")).collect();
    println!("typed character to its first byte {:>18.2?}", median(&mut echo));
    println!("resident after typing {:>30.1} MB", program.resident() as f64 / 1e6);
}

fn first_frame(command: &[&str], root: &Path) -> Duration {
    let started = Instant::now();
    let program = Running::start(command, root);
    program.burst().map_or(Duration::MAX, |last| last - started)
}

fn is_installed(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

/// A program in a pseudo-terminal; it is killed when it goes out of scope.
struct Running {
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Instant>,
    input: Box<dyn Write + Send>,
    _terminal: Box<dyn MasterPty + Send>,
    _state: tempfile::TempDir,
}

impl Running {
    fn start(command: &[&str], root: &Path) -> Running {
        let size = PtySize { rows: SIZE.1, cols: SIZE.0, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut builder = CommandBuilder::new(command[0]);
        builder.args(&command[1..]);
        builder.cwd(root);
        builder.env("TERM", "xterm-256color");
        // An earlier run's unsaved text would be asked about.
        let state = tempfile::tempdir().unwrap();
        builder.env("XDG_STATE_HOME", state.path());
        let child = pair.slave.spawn_command(builder).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let input = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 65_536];
            while reader.read(&mut bytes).is_ok_and(|n| n > 0) && sender.send(Instant::now()).is_ok() {}
        });
        Running { child, output, input, _terminal: pair.master, _state: state }
    }

    /// Waits for output and its end; the time of its last byte.
    fn burst(&self) -> Option<Instant> {
        let mut last = self.output.recv_timeout(Duration::from_secs(10)).ok();
        loop {
            match self.output.recv_timeout(PAUSE) {
                Ok(at) => last = Some(at),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return last,
            }
        }
    }

    fn send(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    fn echo(&mut self, key: &str) -> Duration {
        let sent = Instant::now();
        self.send(key);
        let first = self.output.recv_timeout(Duration::from_secs(5)).unwrap();
        self.burst_rest();
        first - sent
    }

    fn burst_rest(&self) {
        while self.output.recv_timeout(PAUSE).is_ok() {}
    }

    /// Resident memory, in bytes; 0 where the system does not tell.
    fn resident(&self) -> u64 {
        let status =
            self.child.process_id().and_then(|id| std::fs::read_to_string(format!("/proc/{id}/status")).ok());
        let line =
            status.as_deref().and_then(|status| status.lines().find_map(|line| line.strip_prefix("VmRSS:")));
        line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
