//! The first row and the last ones: the draft's state, messages and key hints.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

use crate::text::counted;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::import_image;
use crate::tui::app::preview;
use crate::tui::app::push;
use crate::tui::app::session::OnDisk;
use crate::tui::app::state::{Message, Pane, State, Work};
use crate::tui::app::upstream;
use crate::tui::app::watch;
use crate::tui::panes::frame::shorten;
use crate::tui::panes::hints::{self, Hint};
use crate::tui::panes::preview::hints_of;
use crate::tui::widgets::wrap_words;

pub(crate) fn draw_head(frame: &mut Frame<'_>, area: Rect, state: &State) {
    let session = &state.session;
    let total = session.checked().slots;
    let dirty = if state.saving.is_running() {
        " saving …"
    } else if session.on_disk == OnDisk::Gone {
        " ● not saved, file deleted"
    } else if session.on_disk == OnDisk::Conflicts {
        " ● not saved, changed on disk"
    } else if session.is_dirty() {
        " ● not saved"
    } else {
        ""
    };
    let flags = upstream::flag(state).into_iter().chain(watch::flag(state));
    let flag: String = flags.map(|flag| format!(" · {flag}")).collect();
    let left = format!(" {}{dirty}{flag}", state.workspace.shown(&session.document.path));
    let problems = counted(session.problem_count(), "problem");
    let long = format!(
        "{} filled, {} half, {} empty · {problems} · {} ",
        total.filled, total.half, total.empty, state.workspace.profile.name
    );
    let short = format!("●{} ◐{} ○{} · {problems} ", total.filled, total.half, total.empty);
    let least = format!("{problems} ");
    let room = usize::from(area.width).saturating_sub(left.width() + 1);
    let right = [long, short].into_iter().find(|text| text.width() <= room).unwrap_or(least);
    let theme = &state.config.theme;
    frame.render_widget(Paragraph::new("").style(theme.status), area);
    let width = (right.width() as u16).min(area.width);
    frame.render_widget(
        Paragraph::new(right).style(theme.status),
        Rect { x: area.right() - width, width, ..area },
    );
    let left = shorten(&left, usize::from(area.width.saturating_sub(width + 1)));
    frame.render_widget(
        Paragraph::new(left.as_str()).style(theme.status),
        Rect { width: (left.width() as u16).min(area.width), ..area },
    );
}

/// The message at the bottom, with the progress of an image or a fetch, and what the remote has that
/// is not here.
pub(crate) fn status(state: &State) -> String {
    let sign = if state.message.bad { "✗ " } else { "" };
    let message = format!("{sign}{}", state.message.text);
    let is_calm = message.is_empty() || state.message.stays;
    let mut all: Vec<String> =
        import_image::progress(state).into_iter().chain(upstream::progress(state)).collect();
    all.extend(push::progress(state));
    all.extend(upstream::notice(state).filter(|_| is_calm));
    all.extend(Some(message).filter(|message| !message.is_empty()));
    if all.is_empty() {
        all.extend(mail_size(state));
    }
    all.join(" · ")
}

/// Ends the message why this draft is open once something in it is opened or changed.
pub(crate) fn forget_reason(state: &mut State) {
    let is_untouched = matches!(state.panes.work, Work::Preview) && !state.session.is_dirty();
    if state.message.stays && !is_untouched {
        state.message = Message::default();
    }
}

/// Ends a message with the next thing that the user does.
pub(crate) fn forget_message(state: &mut State) {
    if !state.message.stays {
        state.message = Message::default();
    }
}

/// The size of the mail, and the section in which Gmail cuts it off.
fn mail_size(state: &State) -> Option<String> {
    let session = &state.session;
    let mail = session.mail.as_ref()?;
    let cut = mail.cut.and_then(|cut| session.outline.section_at(cut.start));
    let section = cut.and_then(|section| session.outline.sections.get(section));
    let cut =
        section.map(|section| format!(" · Gmail cuts it off in '{}'", section.title)).unwrap_or_default();
    Some(format!("{}{cut}", mail.summary))
}

/// The panes keep this many rows beside a long message.
const LEAST_BODY: u16 = 9;

/// The lines of a message: as many as it needs, so that it can be read to its end. Where the panes would get too small,
/// the last line ends with `…`.
pub(crate) fn lines(message: &str, screen: Rect) -> Vec<String> {
    let width = screen.width.saturating_sub(1);
    let wrapped = wrap_words([(message.to_owned(), Style::default())], width);
    let mut lines: Vec<String> = wrapped.iter().map(|line| line.to_string().trim_end().to_owned()).collect();
    let room = usize::from(screen.height.saturating_sub(2 + LEAST_BODY).max(1));
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", shorten(last, usize::from(width) - 1).trim_end_matches(['…', ' ']));
        }
    }
    lines
}

pub(crate) fn draw_status(frame: &mut Frame<'_>, area: Rect, lines: Vec<String>, state: &State) {
    let theme = &state.config.theme;
    let style = if state.message.bad { theme.bad } else { theme.text };
    let lines: Vec<Line<'_>> = lines.into_iter().map(|line| Line::raw(format!(" {line}"))).collect();
    frame.render_widget(Paragraph::new(lines).style(style), area);
}

/// The keys that matter everywhere: they have their room before those of the pane.
const EVERYWHERE: [Hint; 4] =
    [(Action::Save, "save"), (Action::Palette, "find"), (Action::Help, "keys"), (Action::Quit, "leave")];

/// The keys of all panes that follow those of the pane, where there is room.
const USUAL: [Hint; 3] =
    [(Action::Undo, "undo"), (Action::WholeFile, "whole file"), (Action::Commit, "commit")];

/// Draws the keys that matter here, as many as there is room for.
pub(crate) fn draw_hints(frame: &mut Frame<'_>, area: Rect, state: &State) {
    let mut own = own_hints(state);
    let width = area.width.saturating_sub(2);
    let keys = state.context().pane_keys();
    if state.key_context() == KeyContext::Find {
        // The keys of the panes are those of the line that is typed in.
        let last = [(Action::Menu, "menu")];
        let line = hints::one_line(keys, &own, &last, width, &state.config.theme);
        return frame.render_widget(line, Rect { x: area.x + 1, width, ..area });
    }
    if state.key_context().is_text() {
        own.insert(own.len().min(2), (Action::Menu, "menu"));
    } else {
        let at = own.len().min(1);
        own.splice(at..at, [(Action::Menu, "menu"), (Action::NextPane, "pane")]);
    }
    match state.key_context() {
        KeyContext::Outline => {
            own.extend([(Action::SelectNextProblem, "problem"), (Action::NextProblem, "its field")]);
        }
        _ => own.push((Action::NextProblem, "problem")),
    }
    own.extend(
        USUAL.into_iter().filter(|(action, _)| own.iter().all(|(own, _)| own != action)).collect::<Vec<_>>(),
    );
    let line = hints::one_line(keys, &own, &EVERYWHERE, width, &state.config.theme);
    frame.render_widget(line, Rect { x: area.x + 1, width, ..area });
}

fn own_hints(state: &State) -> Vec<Hint> {
    match (state.panes.focus, &state.panes.work) {
        (Pane::Checks, _) => state.panes.checks.hints(&state.session),
        (Pane::Work, Work::Form(form)) if form.has_offer() => {
            vec![(Action::TakeValues, "fill the fields"), (Action::PasteAsText, "insert as text")]
        }
        (Pane::Work, Work::Form(form)) if form.focused_image().is_some() => {
            vec![
                (Action::NextField, "next"),
                (Action::CloseForm, "back"),
                (Action::ChooseImage, "choose image"),
                (Action::RemoveRow, "remove it"),
            ]
        }
        (Pane::Work, Work::Form(_)) => vec![
            (Action::NextField, "next"),
            (Action::CloseForm, "back"),
            (Action::AddRow, "add line/source"),
            (Action::RemoveRow, "remove it"),
        ],
        (Pane::Work, Work::Editor(editor)) if editor.is_finding() => vec![
            (Action::NextMatch, "next"),
            (Action::CloseFind, "back"),
            (Action::FindField, "replacement"),
            (Action::ReplaceAll, "replace all"),
            (Action::FindCase, "capitals"),
            (Action::FindWords, "whole words"),
        ],
        (Pane::Work, Work::Editor(_)) => {
            vec![(Action::Find, "search"), (Action::CloseEditor, "back"), (Action::Heading, "heading")]
        }
        (Pane::Outline, _) | (Pane::Work, Work::Preview) => {
            hints_of(preview::subject(state), &state.context())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_takes_the_lines_that_it_needs_and_is_never_cut_without_a_mark() {
        let words = |count: usize| vec!["lamps"; count].join(" ");
        let screen = |width, height| Rect::new(0, 0, width, height);
        assert_eq!(lines(&words(2), screen(80, 24)), ["lamps lamps"]);
        let long = lines(&words(60), screen(80, 24));
        assert_eq!((long.len(), long.join(" ")), (5, words(60)));
        for height in [6, 12, 24] {
            let shown = lines(&words(400), screen(80, height));
            assert_eq!(shown.len(), usize::from(height.saturating_sub(11).max(1)));
            assert!(shown.last().unwrap().ends_with("lamps…"), "{shown:?}");
            assert!(shown.iter().all(|line| unicode_width::UnicodeWidthStr::width(line.as_str()) <= 79));
        }
        assert_eq!(lines("", screen(80, 24)), [""]);
    }
}
