//! The only access to standard output and standard error: text is escaped here, unless the function's
//! doc says that it is escaped already. Write errors are ignored, since a closed pipe is the reader's
//! choice.

use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::text::{Line, Lines};

/// Prints one line.
pub(super) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{}", Line(line));
}

/// Prints a text of several lines.
pub(super) fn say_lines(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", Lines(text));
}

/// Prints one line on standard error.
pub(super) fn say_error(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", Line(&format!("copydesk: {line}")));
}

/// Asks a question on the terminal. Enter and `y` mean yes; the end of the input means no.
pub(super) fn confirm(question: &str) -> bool {
    let mut stderr = std::io::stderr();
    let _ = write!(stderr, "copydesk: {} [Y/n] ", Line(question));
    let _ = stderr.flush();
    let mut answer = String::new();
    let length = std::io::stdin().read_line(&mut answer).unwrap_or_default();
    length > 0 && matches!(answer.trim().to_lowercase().as_str(), "" | "y" | "yes")
}

/// Asks for one of several on the terminal, by its number or name. Enter means the first one. `None` at the end
/// of the input.
pub(super) fn choose_one(question: &str, names: &[String]) -> Option<usize> {
    let mut stderr = std::io::stderr();
    let _ = writeln!(stderr, "copydesk: {}", Line(question));
    for (n, name) in names.iter().enumerate() {
        let _ = writeln!(stderr, "{:>5}  {}", n + 1, Line(name));
    }
    loop {
        let _ = write!(stderr, "number or name [1]: ");
        let _ = stderr.flush();
        let mut answer = String::new();
        if std::io::stdin().read_line(&mut answer).unwrap_or_default() == 0 {
            return None;
        }
        let answer = answer.trim();
        let number = answer.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|n| *n < names.len());
        let named = || names.iter().position(|name| name == answer);
        match named().or(number).or(answer.is_empty().then_some(0)) {
            Some(at) => return Some(at),
            None => {
                let _ = writeln!(stderr, "there is no '{}'", Line(answer));
            }
        }
    }
}

/// Prints a report or JSON, which its format has escaped.
pub(super) fn put(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Prints a draft or a diff: unchanged for a program or a file, escaped for a terminal.
pub(super) fn pass_on(text: &str) {
    if std::io::stdout().is_terminal() {
        put(&Lines(text).to_string());
    } else {
        put(text);
    }
}

/// Prints a long text of the program itself: on a terminal, in the pager that `PAGER` names, or else in less. As git
/// does, less leaves a text that fits on the screen where it is. Without a pager, the text is printed.
pub(super) fn show_in_pager(text: &str) {
    let pager = std::env::var("PAGER").unwrap_or_else(|_| "less".to_owned());
    let mut words = pager.split_whitespace();
    let program = words.next().filter(|program| *program != "cat" && std::io::stdout().is_terminal());
    let Some(program) = program else { return put(text) };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    // An interrupt is for the pager, which would otherwise remain without its shell's terminal.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::default());
    let Ok(mut child) = command.spawn() else { return put(text) };
    if let Some(mut input) = child.stdin.take() {
        // A pager that is left early closes the pipe.
        let _ = input.write_all(text.as_bytes());
    }
    let _ = child.wait();
}

/// False if colours and bold letters are not wanted: <https://no-color.org>.
pub(super) fn may_colour() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// As [`put`], on standard error.
pub(super) fn put_beside(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// Replaces the progress line of a terminal; without a phase, removes it. A longer line than most terminals
/// have would wrap, and remain.
pub(super) fn show_progress(phase: &str, percent: &str) {
    const LONGEST: usize = 70;
    let phase: String = phase.chars().take(LONGEST).collect();
    let mut stderr = std::io::stderr();
    let _ = write!(stderr, "\r\x1b[K{}{percent}\r", Line(&phase));
    let _ = stderr.flush();
}

/// Prints help and version with clap's formatting, and clap's errors, which may contain file names,
/// escaped.
pub(super) fn put_usage(error: &clap::Error) {
    if !error.use_stderr() {
        let _ = error.print();
        return;
    }
    let text = error.render();
    if std::io::stderr().is_terminal() && is_plain_but_for_lines(&text.to_string()) {
        let _ = error.print();
        return;
    }
    let _ = write!(std::io::stderr(), "{}", Lines(&text.to_string()));
}

fn is_plain_but_for_lines(text: &str) -> bool {
    text.lines().all(crate::text::is_plain)
}
