//! Handing a part of the draft to the user's own editor, and taking the result back.

use crate::desk::fine_edits;
use crate::text::{Span, StepKind};
use crate::tui::app::edits;
use crate::tui::app::job::edit::{EditRequest, Edited};
use crate::tui::app::session::{Marker, Place};
use crate::tui::app::state::{Pane, Request, State, Work};
use crate::tui::panes::outline::Row;

/// The part of the draft that is in the editor.
#[derive(Debug)]
pub struct External {
    pub request: EditRequest,
    place: Marker,
}

/// Asks the event loop to run the editor on the slot, or on the whole file, that the cursor is in.
pub(crate) fn start(state: &mut State) {
    state.session.seal();
    state.catch_up();
    let (part, cursor) = part_in_use(state);
    let text = state.session.draft.text();
    let span = part.whole_lines(text);
    let before = text.get(span.start..cursor.clamp(span.start, span.end)).unwrap_or("");
    let extension = state.session.document.path.extension().and_then(|extension| extension.to_str());
    let request = EditRequest {
        line: before.matches('\n').count() + 1,
        extension: extension.unwrap_or("md").to_owned(),
        text: state.session.draft.slice(span).to_owned(),
    };
    let place = state.session.mark(span, Place::Text);
    state.external = Some(External { request, place });
    state.request(Request::Edit);
}

/// The part of the draft to be edited, and the place of the cursor.
fn part_in_use(state: &State) -> (Span, usize) {
    let session = &state.session;
    let whole = Span::new(0, session.draft.text().len());
    let cursor = state.place().start;
    match (state.panes.focus, &state.panes.work) {
        (Pane::Checks, _) => {
            let place = state.panes.checks.place(session).map_or(0, |span| span.start);
            let slot = session.outline.slot_at(place).map(|slot| session.outline.slots[slot].span);
            (slot.unwrap_or(whole), place)
        }
        (Pane::Work, Work::Form(form)) => (form.span, cursor),
        (Pane::Work, Work::Editor(_)) => (whole, cursor),
        _ => match state.panes.outline.selected(session) {
            Row::Checklist => (whole, cursor),
            _ => (state.panes.outline.span(session), cursor),
        },
    }
}

/// Takes the text back as one step of undo.
pub(crate) fn returned(state: &mut State, external: External, edited: Edited) {
    let place = state.session.release(external.place);
    match edited {
        Edited::Unchanged => state.say("The editor changed nothing."),
        Edited::Failed { why, kept } => {
            let kept = kept.map(|path| format!(" What it wrote is in {}.", path.display()));
            state.complain(format!("{why}. The draft is as it was.{}", kept.unwrap_or_default()));
        }
        Edited::Text(text, file) => {
            let is_same = |span: &Span| state.session.draft.slice(*span) == external.request.text;
            let Some(span) = place.filter(is_same) else {
                let kept = file.keep().map_or(String::new(), |path| format!(" {}", path.display()));
                return state.complain(format!(
                    "The draft changed meanwhile, so it is as it was. What the editor wrote is in{kept}."
                ));
            };
            let text = like(text, &external.request.text);
            let old = state.session.draft.text();
            let new = format!("{}{text}{}", &old[..span.start], &old[span.end..]);
            let edits = fine_edits(old, &new);
            if edits.is_empty() {
                return state.say("The editor changed nothing.");
            }
            edits::apply(state, &edits, StepKind::ExternalEdit, "");
            let undo = state.key_label(crate::tui::action::Action::Undo);
            state.say(format!("Took the text of the editor; {undo} takes it back."));
        }
    }
}

/// The text with the line breaks of `old`, and a line break at its end only if `old` has one.
fn like(text: String, old: &str) -> String {
    let is_crlf = old.contains("\r\n") && !old.replace("\r\n", "").contains('\n');
    let text = if is_crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text };
    let newline = if is_crlf { "\r\n" } else { "\n" };
    match (old.ends_with('\n'), text.ends_with('\n')) {
        // Editors end the last line.
        (false, true) => text.strip_suffix(newline).unwrap_or(&text).to_owned(),
        (true, false) if !text.is_empty() => text + newline,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_handed_over_in_whole_lines() {
        let text = "# A\n- one\n- two\nend";
        let lines = |start, end| Span::new(start, end).whole_lines(text).of(text);
        assert_eq!(lines(6, 9), "- one\n");
        assert_eq!(lines(4, 10), "- one\n");
        assert_eq!(lines(12, 19), "- two\nend");
        assert_eq!(lines(0, 0), "# A\n");
    }

    #[test]
    fn the_result_has_the_line_breaks_of_the_draft() {
        assert_eq!(like("a\nb\n".into(), "a\r\nx"), "a\r\nb");
        assert_eq!(like("a\nb".into(), "a\nx\n"), "a\nb\n");
        assert_eq!(like(String::new(), "a\n"), "");
        assert_eq!(like("a\nb\n".into(), "a\r\nb\nc\n"), "a\nb\n", "mixed ones stay as they are");
    }
}
