//! A text in the user's own editor.

use std::ffi::OsStr;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use tempfile::NamedTempFile;

use crate::platform::{shell_command, while_interrupts_are_ignored};
use crate::text::limits::DRAFT_BYTES;

/// A text to be edited.
#[derive(Clone, Debug)]
pub struct EditRequest {
    pub text: String,
    /// The extension of its file, by which editors know the language.
    pub extension: String,
    /// The line of the cursor, from 1 on.
    pub line: usize,
}

/// What became of it.
#[derive(Debug)]
pub enum Edited {
    /// The text as the editor left it, and its file.
    Text(String, EditedFile),
    /// Nothing was changed.
    Unchanged,
    /// Why there is no text. A file with text that could be lost is kept.
    Failed { why: String, kept: Option<PathBuf> },
}

/// The file with the text. It is removed when it is dropped.
#[derive(Debug)]
pub struct EditedFile(NamedTempFile);

impl EditedFile {
    /// Keeps the file, and returns its path.
    pub fn keep(self) -> Option<PathBuf> {
        self.0.keep().ok().map(|(_, path)| path)
    }
}

/// Writes the text to a private file, runs the editor on it and waits for its end.
pub fn edit(request: &EditRequest) -> Edited {
    let editor = editor(|name| std::env::var(name).ok());
    let failed = |why: String| Edited::Failed { why, kept: None };
    let mut file = match file_with(request) {
        Ok(file) => file,
        Err(error) => return failed(format!("can't write the text for the editor: {error}")),
    };
    let ended = run(command(&editor, file.path(), request.line));
    let why = match ended {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("'{editor}' failed ({status})")),
        Err(error) => Some(format!("can't run '{editor}': {error}")),
    };
    let text = read(&mut file);
    let is_unchanged = text.as_ref().is_ok_and(|text| *text == request.text);
    match (why, text) {
        (None, _) if is_unchanged => Edited::Unchanged,
        (None, Ok(text)) => Edited::Text(text, EditedFile(file)),
        (Some(why), _) if is_unchanged => failed(why),
        (why, text) => {
            let unread = text.err().map(|error| format!("can't read what '{editor}' wrote: {error}"));
            let why = why.or(unread).unwrap_or_default();
            Edited::Failed { why, kept: EditedFile(file).keep() }
        }
    }
}

/// Runs the editor. Ctrl-C and Ctrl-\ are for the editor alone meanwhile.
fn run(mut command: Command) -> io::Result<ExitStatus> {
    while_interrupts_are_ignored(|| command.status())
}

fn file_with(request: &EditRequest) -> io::Result<NamedTempFile> {
    let suffix = format!(".{}", request.extension);
    // Only the user can read it, as `mkstemp` makes it.
    let mut file = tempfile::Builder::new().prefix("copydesk-").suffix(&suffix).tempfile()?;
    file.write_all(request.text.as_bytes())?;
    file.flush()?;
    Ok(file)
}

/// Reads the file by its name: many editors put a new one in its place.
fn read(file: &mut NamedTempFile) -> io::Result<String> {
    let mut text = String::new();
    let limit = DRAFT_BYTES as u64;
    std::fs::File::open(file.path())?.take(limit + 1).read_to_string(&mut text)?;
    if text.len() as u64 > limit {
        return Err(io::Error::other("it is longer than a draft can be"));
    }
    Ok(text)
}

/// The user's editor, as its command line, and the name of its program.
pub(crate) fn chosen_editor() -> (String, String) {
    let line = editor(|name| std::env::var(name).ok());
    let program = program_of(&line).to_owned();
    (line, program)
}

/// The editor's command line, which may have arguments: as in git, `VISUAL`, then `EDITOR`, then vi.
fn editor(variable: impl Fn(&str) -> Option<String>) -> String {
    let set = ["VISUAL", "EDITOR"].into_iter().filter_map(variable).find(|line| !line.trim().is_empty());
    set.unwrap_or_else(|| "vi".to_owned())
}

/// How an editor gets the line to begin at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineFlag {
    /// `+7 FILE`
    Plus,
    /// `FILE:7`
    Colon,
    /// `--wait --goto FILE:7`
    Goto,
    Unknown,
}

/// The program of a command line. Its path may be in quotes.
fn program_of(editor: &str) -> &str {
    let line = editor.trim_start();
    match line.chars().next() {
        Some(quote @ ('\'' | '"')) => line[1..].split(quote).next().unwrap_or(""),
        _ => line.split_whitespace().next().unwrap_or(""),
    }
}

fn line_flag(editor: &str) -> LineFlag {
    let name = Path::new(program_of(editor)).file_stem().and_then(OsStr::to_str).unwrap_or("");
    match name {
        "vi" | "vim" | "nvim" | "gvim" | "nano" | "pico" | "emacs" | "emacsclient" | "kak" | "micro"
        | "joe" | "jed" | "ne" | "mg" | "mcedit" => LineFlag::Plus,
        "hx" | "helix" | "zed" | "subl" => LineFlag::Colon,
        "code" | "code-insiders" | "codium" | "cursor" => LineFlag::Goto,
        _ => LineFlag::Unknown,
    }
}

/// The arguments behind the editor's own.
fn arguments(editor: &str, file: &Path, line: usize) -> Vec<std::ffi::OsString> {
    let with_line = || {
        let mut place = file.as_os_str().to_owned();
        place.push(format!(":{line}"));
        place
    };
    match line_flag(editor) {
        LineFlag::Plus => vec![format!("+{line}").into(), file.into()],
        LineFlag::Colon => vec![with_line()],
        LineFlag::Goto => vec!["--wait".into(), "--goto".into(), with_line()],
        LineFlag::Unknown => vec![file.into()],
    }
}

fn command(editor: &str, file: &Path, line: usize) -> Command {
    shell_command(editor, &arguments(editor, file, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_is_chosen_as_in_git() {
        let of = |set: &'static [(&str, &str)]| {
            editor(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(of(&[("VISUAL", "code -w"), ("EDITOR", "nano")]), "code -w");
        assert_eq!(of(&[("VISUAL", " "), ("EDITOR", "nano")]), "nano");
        assert_eq!(of(&[]), "vi");
    }

    #[test]
    fn each_editor_begins_at_the_line() {
        for (editor, given) in [
            ("vi", "+7 /t/a.md"),
            ("/usr/bin/nvim -u NONE", "+7 /t/a.md"),
            ("'/opt/my editors/nano' -w", "+7 /t/a.md"),
            ("hx", "/t/a.md:7"),
            ("code --new-window", "--wait --goto /t/a.md:7"),
            ("ed", "/t/a.md"),
        ] {
            let arguments = arguments(editor, Path::new("/t/a.md"), 7);
            let words: Vec<_> = arguments.iter().map(|one| one.to_string_lossy()).collect();
            assert_eq!(words.join(" "), given, "{editor}");
        }
    }
}
