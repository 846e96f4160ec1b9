//! Copying to the system's clipboard, and pasting from it.

use crate::text::limits::CLIPBOARD_BYTES;
use crate::text::{Span, counted};
use crate::tui::action::KeyContext;
use crate::tui::app::job::Job;
use crate::tui::app::job::clipboard::{Copying, Reading, Taken};
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::app::update;
use crate::tui::panes::checks::Selected;

/// Where a paste goes. One that arrives after anything of this has changed must not land elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Of the draft, which no other draft has.
    revision: u64,
    overlays: usize,
    context: KeyContext,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A field of the form of the slot at this place.
    Field {
        slot: Span,
        field: usize,
    },
    /// The cursor of the whole file.
    Cursor(usize),
    Nowhere,
}

impl Target {
    fn now(state: &State) -> Target {
        let place = match &state.panes.work {
            Work::Form(form) => Place::Field { slot: form.span, field: form.focused_field() },
            Work::Editor(editor) => Place::Cursor(editor.input.cursor()),
            Work::Preview => Place::Nowhere,
        };
        Target {
            revision: state.session.revision,
            overlays: state.overlays.len(),
            context: state.key_context(),
            place,
        }
    }
}

/// Copies a text: by the terminal, which may be on another machine, and by the programs of this one.
pub(crate) fn copy(state: &mut State, text: String, taken: Taken) -> Vec<Job> {
    if text.is_empty() {
        return Vec::new();
    }
    if fits(&text) {
        state.to_clipboard = Some(text.clone());
    }
    state.kept.clipboard.clone_from(&text);
    let programs = state.config.clipboard.clone();
    if !programs.is_empty() {
        // What is said depends on whether one of them takes it.
        return vec![Job::Copy { text, programs, taken }];
    }
    let copied = in_words(&text, taken);
    match fits(&text) {
        false => state.complain(format!("{copied}, for pasting here only: {TOO_LONG}.")),
        true if state.config.tmux => {
            state.say(format!("{copied}. tmux passes it on with `set -g set-clipboard on`."));
        }
        true => state.say(format!("{copied}.")),
    }
    Vec::new()
}

const TOO_LONG: &str = "terminals take at most 100,000 bytes for the clipboard";

/// True if a terminal takes the text.
fn fits(text: &str) -> bool {
    text.len() <= CLIPBOARD_BYTES
}

fn in_words(text: &str, taken: Taken) -> String {
    let verb = match taken {
        Taken::Copied => "Copied",
        Taken::Cut => "Cut",
    };
    format!("{verb} {}", counted(text.chars().count(), "character"))
}

/// Says whether a program of the desktop took the text.
pub(crate) fn copied(state: &mut State, text: &str, copying: Copying, taken: Taken) {
    if copying == Copying::Taken {
        return state.say(format!("{}.", in_words(text, taken)));
    }
    let names: Vec<&str> = state.config.clipboard.iter().map(|program| program.name()).collect();
    let rest = match fits(text) {
        true => "the text was sent to the terminal only, which may ignore it",
        false => TOO_LONG,
    };
    state.complain(format!(
        "Not copied to the desktop's clipboard: {} failed, and {rest}. Pasting here works.",
        names.join(" and ")
    ));
}

/// Copies the text of the selected slot, or what is said of the selected problem or line.
pub(crate) fn copy_selected(state: &mut State) -> Vec<Job> {
    state.catch_up();
    let session = &state.session;
    let text = match (state.panes.focus, state.panes.checks.selected(session)) {
        (Pane::Checks, Selected::Problem(n)) => session.diagnostics[n].message.clone(),
        (Pane::Checks, Selected::Line(n)) => session.checklist[n].label.clone(),
        _ => session.text_at(state.panes.outline.span(session)).unwrap_or("").trim_end().to_owned(),
    };
    if text.is_empty() {
        state.say("There is no text to copy.");
    }
    copy(state, text, Taken::Copied)
}

/// Pastes what the system's clipboard has, or what was copied here if nobody knows that.
pub(crate) fn paste(state: &mut State) -> Vec<Job> {
    let programs = state.config.clipboard.clone();
    if programs.is_empty() {
        return update::paste(state, state.kept.clipboard.clone());
    }
    vec![Job::ReadClipboard { programs, target: Target::now(state) }]
}

/// Pastes the clipboard that was read, as the terminal's own paste would.
pub(crate) fn read(state: &mut State, reading: Reading, target: Target) -> Vec<Job> {
    if Target::now(state) != target {
        state.say("Nothing was pasted: the cursor had moved on. Paste again.");
        return Vec::new();
    }
    let text = match reading {
        Reading::Text(text) => text,
        Reading::Unknown => state.kept.clipboard.clone(),
        Reading::TooLong => {
            state.complain("The clipboard has more text than a draft can have; nothing was pasted.");
            return Vec::new();
        }
    };
    if text.is_empty() {
        state.say("The clipboard is empty.");
        return Vec::new();
    }
    update::paste_event(state, text)
}

/// The sequence by which a terminal takes a text for the clipboard.
pub(crate) fn osc52(text: &str) -> String {
    format!("\x1b]52;c;{}\x07", base64(text.as_bytes()))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * n) & 63) as usize];
            out.push(if n <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_its_standard() {
        // RFC 4648, section 10.
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ] {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
        assert_eq!(osc52("ü>?"), "\x1b]52;c;w7w+Pw==\x07");
    }
}
